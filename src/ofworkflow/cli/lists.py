"""Lists in: previewed by default, written with `--appliquer`."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import choice, json_option, legal_day, pass_app
from ofworkflow.cli.list_reading import reading_json, settled, show_reading
from ofworkflow.cli.output import echo, say, show_json, show_table, title, warn
from ofworkflow.errors import ExitCode
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.wiring import MAPPINGS, App

if TYPE_CHECKING:
    from ofworkflow.casework.registry.lists import Import, ListAsked


@click.command(short_help="Lire une liste de jeunes signalés.")
@click.argument("fichier", type=click.Path(path_type=Path))
@click.option("--source", type=choice(Source), default="siei", show_default=True, help="D'où vient la liste.")
@click.option("--correspondance", metavar="NOM", help=f"Les colonnes décrites dans {MAPPINGS}/NOM.toml.")
@click.option(
    "--le", metavar="DATE", help="Le jour de la liste, celui du signalement ; aujourd'hui par défaut."
)
@click.option("--appliquer", is_flag=True, help="Écrire ; sans cette option, rien n'est écrit.")
@json_option
@pass_app
def import_list(
    app: App,
    fichier: Path,
    source: str,
    correspondance: str | None,
    le: str | None,
    appliquer: bool,
    as_json: bool,
) -> int:
    """Lire une liste CSV ou XLSX : dire ce qui serait créé et tout ce qui ne va pas ; écrire avec
    --appliquer.

    Sortie 5 quand des lignes sont rejetées ou douteuses.
    """
    from ofworkflow.casework.registry.lists import Import, ListAsked, write_list
    from ofworkflow.intake.mapping import mapping_path
    from ofworkflow.intake.preview import read_list

    list_on = legal_day(app, le)
    for sentence in app.unused_mappings():
        warn(sentence)
    settings = app.settings
    folder = settings.path(MAPPINGS)
    new = correspondance is not None and not mapping_path(folder, correspondance).is_file()
    asked = settled(
        ListAsked(
            read_list(fichier),
            Source(source),
            list_on,
            settings.territoire.commune_names(),
            folder,
            None if new else correspondance,
            today=app.clock.today(),
        )
    )
    if new and correspondance:
        _save_mapping(app, folder, correspondance, asked)
    if appliquer:
        done = app.write(write_list, asked.look, source=asked.source, list_on=list_on, desk=app.desk())
    else:
        done = Import(app.read(asked.look))
    if as_json:
        show_json(_json(done))
    else:
        again = _again(app, fichier, source, correspondance, list_on)
        _show(done, again)
        _warn(done, again)
    return ExitCode.PARTLY_DONE if done.seen.rejets or done.seen.douteux else ExitCode.DONE


def _again(app: App, path: Path, source: str, correspondance: str | None, list_on: date) -> str:
    """Return the command that reads this very list in the same way, to be completed and typed."""
    whole = ["of"]
    whole += ["--config", app.config_path] if app.config_path else []
    whole += ["--au", f"{app.pinned_on:%d/%m/%Y}"] if app.pinned_on else []
    whole += ["importer", str(path), "--source", source]
    whole += ["--correspondance", correspondance] if correspondance else []
    return shlex.join([*whole, "--le", f"{list_on:%d/%m/%Y}"])


def _save_mapping(app: App, folder: Path, name: str, asked: ListAsked) -> None:
    """Keep under its name how the columns of a list are read: the next list of these headings finds it."""
    from ofworkflow.intake.mapping import mapping_path, mapping_text

    reading = asked.reading()
    text = mapping_text(reading.mapped.places, reading.listing.headings)
    path = app.destination(mapping_path(folder, name), replaces=False).write(text.encode())
    say(f"Correspondance gardée : {path}. Une liste aux mêmes titres la retrouvera seule.")


def _json(done: Import) -> dict[str, object]:
    seen = done.seen
    return {
        "lot": done.lot,
        "a_creer": len(seen.a_creer),
        "a_modifier": len(seen.a_modifier),
        "inchanges": seen.inchanges,
        "douteux": len(seen.douteux),
        "avertis": [{"ligne": f.ligne, "champ": f.champ, "motif": f.motif} for f in seen.avertis],
        "repares": [{"ligne": r.ligne, "champ": r.champ, "lu": r.lu, "garde": r.garde} for r in seen.repares],
        "lecture": reading_json(seen.lecture) if seen.lecture else None,
        "rejets": [{"ligne": f.ligne, "champ": f.champ, "motif": f.motif} for f in seen.rejets],
        "doutes": [{"ligne": d.ligne, "motif": d.motif} for d in seen.douteux],
        "references": list(done.references),
        "avertissements": [
            {"reference": reference, "motif": sentence} for reference, sentence in done.warnings
        ],
    }


def _warn(done: Import, again: str) -> None:
    sentences = [f"{reference} : {warning}" for reference, warning in done.warnings]
    for line in sentences[:_SHOWN]:
        warn(line)
    if (more := len(sentences) - _SHOWN) > 0:
        warn(
            f"… et {more} autre(s) dossier(s) que la majorité presse : of voir les dit, {again} --json aussi."
        )


_SHOWN = 20


def _show(done: Import, again: str) -> None:
    seen, wrote = done.seen, done.lot is not None
    title(f"{seen.fichier} : {f'importée, lot {done.lot}' if wrote else 'lue, rien n’est écrit'}")
    echo(
        f"  {len(seen.a_creer)} dossier(s) {'créé(s)' if wrote else 'à créer'}, {len(seen.a_modifier)} à "
        "compléter,"
    )
    rejected = len({fault.ligne for fault in seen.rejets})
    if seen.lecture:
        show_reading(seen.lecture)
    echo(f"  {seen.inchanges} inchangé(s), {len(seen.douteux)} douteux, {rejected} ligne(s) rejetée(s).")
    if done.references:
        echo(f"  De {done.references[0]} à {done.references[-1]}.")
    if seen.rejets:
        title("\nRejets : à corriger dans la liste, puis à importer de nouveau")
        show_table(("ligne", "champ", "motif"), [(f.ligne, f.champ, f.motif) for f in seen.rejets])
    if seen.douteux:
        title("\nDouteux : à décider par une personne, rien n'est écrit pour eux")
        show_table(("ligne", "motif"), [(d.ligne, d.motif) for d in seen.douteux])
    if seen.repares:
        title("\nRéparé, avec certitude")
        show_table(
            ("ligne", "champ", "lu", "gardé"),
            [(r.ligne, r.champ, r.lu, r.garde) for r in seen.repares[:_SHOWN]],
        )
        _more(len(seen.repares), again)
    if seen.avertis:
        title("\nLaissé vide, ou à compléter sur la fiche")
        show_table(("ligne", "champ", "motif"), [(f.ligne, f.champ, f.motif) for f in seen.avertis[:_SHOWN]])
        _more(len(seen.avertis), again)
    if not wrote and (seen.a_creer or seen.a_modifier):
        say(f"\nPour écrire : {again} --appliquer")


def _more(count: int, again: str) -> None:
    if count > _SHOWN:
        echo(f"… et {count - _SHOWN} autre(s) : {again} --json les dit tous.")
