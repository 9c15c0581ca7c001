"""Lists in: previewed by default, written with `--appliquer`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ofworkflow.cli.common import choice, json_option, legal_day, pass_app
from ofworkflow.cli.output import echo, say, show_json, show_table, title, warn
from ofworkflow.errors import ExitCode
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.wiring import MAPPINGS, App

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ofworkflow.casework.dossier.desk import Desk
    from ofworkflow.intake.preview import Preview


@click.command(short_help="Lire une liste de jeunes signalés.")
@click.argument("fichier", type=click.Path(path_type=Path))
@click.option("--source", type=choice(Source), default="siei", show_default=True, help="D'où vient la liste.")
@click.option("--correspondance", metavar="NOM", help=f"Les colonnes décrites dans {MAPPINGS}/NOM.toml.")
@click.option("--le", metavar="DATE", help="Le jour de la liste, celui du signalement ; aujourd'hui par défaut.")
@click.option("--appliquer", is_flag=True, help="Écrire ; sans cette option, rien n'est écrit.")
@json_option
@pass_app
def import_list(
    app: App, fichier: Path, source: str, correspondance: str | None, le: str | None, appliquer: bool, as_json: bool
) -> int:
    """Lire une liste CSV ou XLSX : dire ce qui serait créé et tout ce qui ne va pas ; écrire avec --appliquer.

    Sortie 5 quand des lignes sont rejetées ou douteuses.
    """
    from ofworkflow.intake.preview import preview, read_list

    list_on = legal_day(app, le)
    for sentence in app.unused_mappings():
        warn(sentence)
    origin, settings = Source(source), app.settings

    read = read_list(fichier)

    def seen_by_base(connection: Any) -> Preview:
        return preview(
            connection, read, source=origin, list_on=list_on, communes=settings.territoire.commune_names(),
            mapping_folder=settings.path(MAPPINGS), mapping_name=correspondance,
        )  # fmt: skip

    number: str | None = None
    opened: list[tuple[str, Any]] = []
    if appliquer:
        with app.writing() as connection:
            seen, number, opened = write_list(connection, seen_by_base, source=origin, list_on=list_on, desk=app.desk())
    else:
        with app.reading() as connection:
            seen = seen_by_base(connection)
    if as_json:
        show_json(_json(seen, number, opened))
    else:
        _show(seen, number, [reference for reference, _ in opened], fichier)
        _warn(opened)
    return ExitCode.PARTLY_DONE if seen.rejets or seen.douteux else ExitCode.DONE


def write_list(
    connection: Any, read_list: Callable[[Any], Preview], *, source: Source, list_on: date, desk: Desk
) -> tuple[Preview, str | None, list[tuple[str, Any]]]:
    """Write what a list brings; return what was seen of it, the number of its lot, and the dossiers opened.

    Who is known is asked once nobody else opens, and what is missing once nobody else changes it.
    """
    from ofworkflow.casework.dossier.locking import hold_minors, hold_openings
    from ofworkflow.casework.registry import corrections
    from ofworkflow.casework.registry.opening import next_lot_number, open_dossiers
    from ofworkflow.intake.batches import apply_modifications, record_lot

    hold_openings(connection, desk.structure)
    seen, held = read_list(connection), set[int]()
    while completed := {change.jeune_id for change in seen.a_modifier} - held:
        hold_minors(connection, completed)
        held |= completed
        seen = read_list(connection)  # as they are, once nobody else changes them
    if not seen.a_creer and not seen.a_modifier:
        return seen, None, []
    number = next_lot_number(connection)
    lot = record_lot(connection, seen, numero=number, source=source, list_on=list_on, auteur=desk.author, recorded_at=desk.now)
    opened = open_dossiers(connection, [s for _, s in seen.a_creer], done_on=list_on, desk=desk, lot_id=lot)
    apply_modifications(connection, seen)
    corrections.follow_minors(connection, [change.jeune_id for change in seen.a_modifier])
    return seen, number, opened


def _json(seen: Preview, number: str | None, opened: list[tuple[str, Any]]) -> dict[str, Any]:
    return {
        "lot": number,
        "a_creer": len(seen.a_creer),
        "a_modifier": len(seen.a_modifier),
        "inchanges": seen.inchanges,
        "douteux": len(seen.douteux),
        "rejets": [{"ligne": f.ligne, "champ": f.champ, "motif": f.motif} for f in seen.rejets],
        "doutes": [{"ligne": d.ligne, "motif": d.motif} for d in seen.douteux],
        "references": [reference for reference, _ in opened],
        "avertissements": [
            {"reference": reference, "motif": sentences} for reference, made in opened for sentences in made.warnings
        ],
    }


def _warn(opened: list[tuple[str, Any]]) -> None:
    sentences = [f"{reference} : {warning}" for reference, made in opened for warning in made.warnings]
    for line in sentences[:_SHOWN]:
        warn(line)
    if (more := len(sentences) - _SHOWN) > 0:
        warn(f"… et {more} autre(s) dossier(s) que la majorité presse : of voir les dit, of importer --json aussi.")


_SHOWN = 20


def _show(seen: Preview, number: str | None, references: list[str], path: Path) -> None:
    wrote = number is not None
    title(f"{seen.fichier} : {'importée, lot ' + number if number else 'lue, rien n’est écrit'}")
    echo(f"  {len(seen.a_creer)} dossier(s) {'créé(s)' if wrote else 'à créer'}, {len(seen.a_modifier)} à compléter,")
    rejected = len({fault.ligne for fault in seen.rejets})
    echo(f"  {seen.inchanges} inchangé(s), {len(seen.douteux)} douteux, {rejected} ligne(s) rejetée(s).")
    if references:
        echo(f"  De {references[0]} à {references[-1]}.")
    if seen.rejets:
        title("\nRejets : à corriger dans la liste, puis à importer de nouveau")
        show_table(("ligne", "champ", "motif"), [(f.ligne, f.champ, f.motif) for f in seen.rejets])
    if seen.douteux:
        title("\nDouteux : à décider par une personne, rien n'est écrit pour eux")
        show_table(("ligne", "motif"), [(d.ligne, d.motif) for d in seen.douteux])
    if not wrote and seen.a_creer:
        say(f"\nPour écrire : of importer {path} --appliquer")
