"""Lists in: previewed by default, written with `--appliquer`."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import choice, json_option, legal_day, pass_app, reported_day
from ofworkflow.cli.dates import read_date
from ofworkflow.cli.files import replace_option
from ofworkflow.cli.list_files import places_of, write_files
from ofworkflow.cli.list_reading import reading_json, settled, show_reading, ticked
from ofworkflow.cli.lots import this_house, undo
from ofworkflow.cli.output import echo, progress_bar, say, show_json, show_table, title, warn
from ofworkflow.cli.paging import paged, turns_pages
from ofworkflow.errors import ExitCode, UsageError
from ofworkflow.intake.advice import BY_NAME, ENCODINGS, Advice
from ofworkflow.intake.ticking import Ticks, shown
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.text import agreed, counted
from ofworkflow.wiring import MAPPINGS, App

if TYPE_CHECKING:
    from ofworkflow.casework.registry.lists import Import, ListAsked
    from ofworkflow.intake.preview import Preview


@click.command(short_help="Lire une liste de jeunes signalés.")
@click.argument("fichier", type=click.Path(path_type=Path), required=False)
@click.option("--source", type=choice(Source), default="siei", show_default=True, help="D'où vient la liste.")
@click.option("--correspondance", metavar="NOM", help=f"Les colonnes décrites dans {MAPPINGS}/NOM.toml.")
@click.option(
    "--le", metavar="DATE", help="Le jour de la liste, celui du signalement ; aujourd'hui par défaut."
)
@click.option(
    "--signale-le",
    metavar="DATE",
    help="Le jour du signalement par l'établissement (L. 313-8) ; celui de la liste par défaut.",
)
@click.option(
    "--encodage", type=click.Choice(tuple(ENCODINGS)), help="L'encodage du CSV, s'il est mal trouvé."
)
@click.option("--separateur", type=click.Choice(tuple(BY_NAME)), help="Ce qui sépare les colonnes du CSV.")
@click.option("--feuille", metavar="NOM", default="", help="La feuille du classeur, même masquée.")
@click.option(
    "--dates",
    type=click.Choice(("jour", "mois")),
    help="Ce qui vient d'abord dans les dates, si rien ne le prouve.",
)
@click.option(
    "--sexe-1", "sexe_un", type=click.Choice(("F", "M")), help="Le sexe écrit 1, si rien ne le prouve."
)
@click.option("--lignes", metavar="3,5-9", default="", help="Écrire seulement ces lignes de la liste.")
@click.option("--sauf", metavar="3,5-9", default="", help="Écrire toutes les lignes sauf celles-ci.")
@click.option("--une-a-une", is_flag=True, help="Choisir les lignes une à une, dans un terminal.")
@click.option(
    "--rejets",
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Y écrire les lignes rejetées, telles qu'elles sont venues, chacune avec son motif : à renvoyer.",
)
@click.option(
    "--transferts",
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Y écrire les lignes des jeunes d'ailleurs, telles qu'elles sont venues, par mission locale.",
)
@replace_option
@click.option("--annuler", metavar="LOT", help="Défaire un import (L0001) ; avec --appliquer, l'écrire.")
@click.option("--appliquer", is_flag=True, help="Écrire ; sans cette option, rien n'est écrit.")
@json_option
@pass_app
def import_list(
    app: App,
    fichier: Path | None,
    source: str,
    correspondance: str | None,
    le: str | None,
    signale_le: str | None,
    encodage: str | None,
    separateur: str | None,
    feuille: str,
    dates: str | None,
    sexe_un: str | None,
    lignes: str,
    sauf: str,
    une_a_une: bool,
    rejets: Path | None,
    transferts: Path | None,
    remplacer: bool,
    annuler: str | None,
    appliquer: bool,
    as_json: bool,
) -> int:
    """Lire une liste CSV ou XLSX : dire ce qui serait créé et tout ce qui ne va pas ; écrire avec
    --appliquer.

    Sortie 5 quand des lignes sont rejetées ou douteuses.
    """
    from ofworkflow.casework.registry.lists import Import, ListAsked, write_list
    from ofworkflow.intake.mapping import is_shipped, mapping_path
    from ofworkflow.intake.preview import read_list

    if annuler is not None:
        if fichier is not None:
            raise UsageError("--annuler défait un lot déjà importé : ne donnez pas de fichier avec lui.")
        return undo(app, annuler, applied=appliquer, as_json=as_json)
    if fichier is None:
        raise UsageError("Donnez la liste à lire : of importer FICHIER. Les imports déjà faits : of lots")
    if lignes and sauf:
        raise UsageError("--lignes et --sauf ne vont pas ensemble. Gardez l'un des deux.")
    list_on = legal_day(app, le)
    # the day of a list is told by --le; without it, that of the school's report is asked before writing
    asks = appliquer and not (le or as_json)
    reported_on = _reported_on(app, signale_le, Source(source), list_on, asks=asks)
    for sentence in app.unused_mappings():
        warn(sentence)
    read = read_list(fichier, Advice(encodage or "", separateur or "", feuille, dates or "", sexe_un or ""))
    places = places_of(app, read, {"--rejets": rejets, "--transferts": transferts}, replaces=remplacer)
    settings = app.settings
    folder = settings.path(MAPPINGS)
    new = (
        correspondance is not None
        and not mapping_path(folder, correspondance).is_file()
        and not is_shipped(folder, correspondance)
    )
    reading = settled(
        ListAsked(
            read,
            Source(source),
            list_on,
            settings.territoire.commune_names(),
            folder,
            None if new else correspondance,
            today=app.clock.today(),
            ticks=Ticks(lignes, sauf),
            neighbours=settings.territoire.neighbours(),
            youngest=settings.procedure.age_au_plus_tot,
            reported_on=reported_on,
        ),
        whole=new,
    )
    if new and correspondance:
        _save_mapping(app, folder, correspondance, reading)
    if une_a_une:
        reading = ticked(reading, app.read(reading.look))
    with progress_bar("Lecture de la liste") as progress:
        reading = replace(reading, progress=progress)
        if appliquer:
            done = app.write(
                write_list, reading.look, source=reading.source, list_on=list_on, desk=app.desk()
            )
        else:
            done = Import(app.read(reading.look))
    write_files(places, read, done.seen)
    if as_json:
        show_json(_json(done))
    else:
        again = _again(
            app, fichier, source, correspondance, reading, {"--rejets": rejets, "--transferts": transferts}
        )
        with paged():
            _show(done, again)
            _warn(done, again)
        _say_what_counts(done, again)
    return ExitCode.PARTLY_DONE if done.seen.rejets or done.seen.douteux else ExitCode.DONE


def _again(
    app: App,
    path: Path,
    source: str,
    correspondance: str | None,
    wish: ListAsked,
    files: Mapping[str, Path | None],
) -> str:
    """Return the command that reads this very list in the same way, to be completed and typed."""
    ticks, on = wish.ticks, wish.reported_on
    whole = [*this_house(app), "importer", str(path), "--source", source]
    whole += ["--correspondance", correspondance] if correspondance else []
    only = ",".join(map(str, sorted(ticks.by_hand))) if ticks.by_hand is not None else ticks.only
    whole += wish.read.advice.options
    whole += ["--lignes", only] if only else []
    whole += ["--sauf", ticks.but] if ticks.but and not only else []
    written = [word for option, file in files.items() if file is not None for word in (option, str(file))]
    whole += [*written, "--remplacer"] if written else []
    whole += ["--signale-le", f"{on:%d/%m/%Y}"] if on else []
    return shlex.join([*whole, "--le", f"{wish.list_on:%d/%m/%Y}"])


def _reported_on(app: App, typed: str | None, source: Source, list_on: date, *, asks: bool) -> date | None:
    """Return the day of the school's own report, where it is known to be another than that of the list."""
    if typed:
        return read_date(typed, today=list_on, past=True)
    return reported_day(app, None, source, list_on) if asks else None


def _save_mapping(app: App, folder: Path, name: str, wish: ListAsked) -> None:
    """Keep under its name how the columns of a list are read: the next list of these headings finds it."""
    from ofworkflow.intake.mapping import mapping_path, mapping_text

    reading = wish.reading()
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
        "tranches": seen.tranches,
        "avertis": [{"ligne": f.ligne, "champ": f.champ, "motif": f.motif} for f in seen.avertis],
        "repares": [{"ligne": r.ligne, "champ": r.champ, "lu": r.lu, "garde": r.garde} for r in seen.repares],
        "lecture": reading_json(seen.lecture) if seen.lecture else None,
        "rejets": [{"ligne": f.ligne, "champ": f.champ, "motif": f.motif} for f in seen.rejets],
        "doutes": [{"ligne": d.ligne, "motif": d.motif, "gravite": str(d.gravite)} for d in seen.douteux],
        "a_transferer": [
            {"ligne": d.ligne, "pour": d.pour, "motif": d.motif} for d in seen.douteux if d.pour
        ],
        "proposes": [
            {
                "ligne": p.ligne,
                "reference": p.reference,
                "champ": p.champ,
                "connu": p.connu,
                "lu": p.lu,
                "pourquoi": p.pourquoi,
                "commande": p.command or None,
            }
            for p in seen.proposes
        ],
        "signales_de_nouveau": [
            {"ligne": d.ligne, "motif": d.motif, "commande": d.commande} for d in seen.douteux if d.commande
        ],
        "plus_dans_la_liste": [
            {"reference": a.reference, "nom": a.nom, "prenom": a.prenom, "lot": a.lot, "commande": a.command}
            for a in seen.absents
        ],
        "ecartees": list(seen.ecartees),
        "references": list(done.references),
        "avertissements": [
            {"reference": reference, "motif": sentence} for reference, sentence in done.warnings
        ],
    }


def _say_what_counts(done: Import, again: str) -> None:
    """Say again what began the screen, and may have left it, and what comes next."""
    seen, created = done.seen, len(done.seen.a_creer)
    if done.lot is not None:
        if done.references:
            say(f"\n{counted(created, 'dossier créé', 'dossiers créés')}. Ensuite : of convoquer --lot")
    elif created or seen.a_modifier:
        opened = counted(created, "dossier à créer", "dossiers à créer")
        rejected = counted(len({fault.ligne for fault in seen.rejets}), "ligne rejetée")
        say(f"\n{opened}, {len(seen.douteux)} douteux, {rejected}. Rien n'est écrit.")
        say(f"Pour écrire : {again} --appliquer")


def _warn(done: Import, again: str) -> None:
    """Say each warning once, with the dossiers that it is of."""
    of_whom: dict[str, list[str]] = {}
    for reference, warning in done.warnings:
        of_whom.setdefault(warning, []).append(reference)
    for warning, references in list(of_whom.items())[:_SHOWN]:
        if len(references) == 1:
            warn(f"{references[0]} : {warning}")
        else:
            few = ", ".join(references[:_NAMED]) + " …" * (len(references) > _NAMED)
            warn(f"{warning} {counted(len(references), 'dossier')} : {few}")
    if (more := len(of_whom) - _SHOWN) > 0:
        warn(f"… et {counted(more, 'autre avertissement')} : of voir les dit, {again} --json aussi.")


_NAMED = 5  # dossiers named after what is said of many
_SHOWN = 20


def _show(done: Import, again: str) -> None:
    seen, wrote = done.seen, done.lot is not None
    title(f"{seen.fichier} : {f'importée, lot {done.lot}' if wrote else 'lue, rien n’est écrit'}")
    opened = counted(
        len(seen.a_creer),
        *(("dossier créé", "dossiers créés") if wrote else ("dossier à créer", "dossiers à créer")),
    )
    completed = counted(len(seen.a_modifier), *(("complété",) if wrote else ("à compléter", "à compléter")))
    rejected = len({fault.ligne for fault in seen.rejets})
    known = f"{counted(seen.inchanges, 'inchangé')}, {len(seen.douteux)} douteux"
    echo(f"  {opened}, {completed}, {known}, {counted(rejected, 'ligne rejetée')}.")
    if seen.lecture and not turns_pages():
        show_reading(seen.lecture)
    if seen.tranches:
        settled_before = counted(seen.tranches, "doute déjà tranché", "doutes déjà tranchés")
        echo(f"  {settled_before}, qu'on ne redemande pas.")
    if seen.ecartees:
        echo(f"  {counted(len(seen.ecartees), 'ligne écartée')} : {shown(seen.ecartees)}.")
    if done.references:
        first, last = done.references[0], done.references[-1]
        echo(f"  De {first} à {last}." if first != last else f"  Dossier {first}.")
    if seen.rejets:
        title("\nRejets : à corriger dans la liste, puis à importer de nouveau")
        show_table(("ligne", "champ", "motif"), [(f.ligne, f.champ, f.motif) for f in seen.rejets])
    _show_again(seen)
    if others := [d for d in seen.douteux if not d.commande and not d.pour]:
        title("\nDouteux : à décider par une personne, rien n'est écrit pour eux")
        show_table(("ligne", "motif"), [(d.ligne, d.motif) for d in others])
    _show_away(seen)
    if seen.douteux and wrote:
        say("Ils attendent : of doutes")
    _show_proposed(seen, again)
    _show_absent(seen, again)
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
    if seen.lecture and turns_pages():  # what is to be decided comes first
        title("\nComment elle a été lue")
        show_reading(seen.lecture)


def _show_away(seen: Preview) -> None:
    """Say who lives elsewhere, by the mission locale that the row is for."""
    away = sorted((d.pour, d.ligne, d.motif) for d in seen.douteux if d.pour)
    if not away:
        return
    title("\nÀ transférer : ces jeunes habitent ailleurs, rien n'est écrit pour eux")
    for receiver in dict.fromkeys(pour for pour, _, _ in away):
        lines = [line for pour, line, _ in away if pour == receiver]
        echo(f"  {receiver} : {agreed(len(lines), 'ligne')} {', '.join(map(str, lines))}")
    show_table(("ligne", "motif"), [(line, motif) for _, line, motif in away])


def _show_again(seen: Preview) -> None:
    if rows := [(d.ligne, d.motif) for d in seen.douteux if d.commande]:
        title("\nSignalés de nouveau après une clôture")
        show_table(("ligne", "motif"), rows)


def _show_absent(seen: Preview, again: str) -> None:
    """Say who was in an earlier list of the same source; nothing is concluded of it."""
    if not seen.absents:
        return
    title("\nPlus dans cette liste, alors qu'une liste de la même source les nommait")
    shown_ = seen.absents[:_SHOWN]
    rows = [(a.reference, f"{a.prenom} {a.nom}", f"{a.lot} du {french_day(a.liste_le)}") for a in shown_]
    show_table(("dossier", "qui", "liste"), rows)
    say(f"  Vérifiez auprès de la famille ou de l'établissement, puis par exemple : {shown_[0].command}")
    _more(len(seen.absents), again)


def _show_proposed(seen: Preview, again: str) -> None:
    if not seen.proposes:
        return
    title("\nProposé : ce que quelqu'un a noté n'est pas remplacé")
    show_table(
        ("ligne", "dossier", "champ", "noté", "dans la liste", "pourquoi"),
        [(p.ligne, p.reference, p.champ, p.connu, p.lu, p.pourquoi) for p in seen.proposes[:_SHOWN]],
    )
    for command in dict.fromkeys(filter(None, (p.command for p in seen.proposes[:_SHOWN]))):
        say(f"  Pour le prendre : {command}")
    _more(len(seen.proposes), again)


def _more(count: int, again: str) -> None:
    if count > _SHOWN:
        echo(f"… et {counted(count - _SHOWN, 'autre')} : {again} --json les dit tous.")
