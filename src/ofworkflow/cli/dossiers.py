"""Dossiers: search, list, show; contacts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.bulk import WithLot
from ofworkflow.cli.common import (
    about_one,
    again_option,
    choice,
    choose_dossier,
    csv_option,
    done_on_option,
    json_option,
    legal_day,
    pass_app,
    reference_argument,
)
from ofworkflow.cli.dates import read_date
from ofworkflow.cli.fitting import room, show_fitted
from ofworkflow.cli.output import echo, iso, say, show_csv, show_json, title, warn
from ofworkflow.errors import UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Answering, ContactNature, ContactResult, Delay, Stage
from ofworkflow.text import NO_LIMIT, counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.registry.lines import DossierLine


_COLUMNS = ("référence", "nom", "prénom", "né(e)", "commune", "étape", "échéance", "le")


@click.command(short_help="Lister les dossiers.")
@click.option("--etape", type=choice(Stage), help="Seulement cette étape.")
@click.option("--commune", default="", help="Seulement cette commune.")
@click.option("--conseiller", default="", help="Seulement ce conseiller.")
@click.option("--echeance-avant", metavar="DATE", help="Seulement ceux dont l'échéance tombe avant.")
@json_option
@csv_option
@pass_app
def list_dossiers(
    app: App,
    etape: str | None,
    commune: str,
    conseiller: str,
    echeance_avant: str | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Lister les dossiers, la prochaine échéance d'abord."""
    from ofworkflow.casework.registry import lines

    due_before = read_date(echeance_avant, today=app.clock.today()) if echeance_avant else None
    dossiers = app.read(
        lines.listed, stage=etape or "", commune=commune, conseiller=conseiller, due_before=due_before
    )
    _show_rows(app, dossiers, as_json=as_json, as_csv=as_csv)


_KEPT = 200  # lines that « of faire N » knows


def _show_rows(app: App, rows: Sequence[DossierLine], *, as_json: bool, as_csv: bool = False) -> None:
    if as_json:
        show_json({"dossiers": [_listed(row) for row in rows]})
    elif as_csv:
        show_csv(_COLUMNS, ([*_cells(row)[:-1], row.prochaine_le or ""] for row in rows))
    elif rows:
        from ofworkflow.casework.morning.remembered import ScreenLine
        from ofworkflow.cli.doing import remember

        numbered = [(number, *_cells(row)) for number, row in enumerate(rows, start=1)]
        show_fitted(("n°", *_COLUMNS), numbered, optional=(7, 4, 8), flexible=(6, 5, 3, 2))
        names = enumerate((row.reference for row in rows[:_KEPT]), start=1)
        remember(app, "of dossiers", [ScreenLine(n, f"of voir {name}", name) for n, name in names])
        say(f"{counted(len(rows), 'dossier')}. En lire un : of faire N")


def _listed(row: DossierLine) -> dict[str, object]:
    following = (
        {"slug": row.prochaine_echeance, "legale": iso(row.prochaine_le)} if row.prochaine_echeance else None
    )
    return {
        "reference": row.reference,
        "nom": row.nom,
        "prenom": row.prenom,
        "commune": row.commune,
        "etape": row.etape,
        "prochaine_echeance": following,
    }


def _cells(row: DossierLine) -> tuple[object, ...]:
    following = Delay.say(row.prochaine_echeance) if row.prochaine_echeance else ""
    return (
        row.reference, row.nom, row.prenom, row.naissance.year, row.commune, Stage.say(row.etape), following,
        french_day(row.prochaine_le) if row.prochaine_le else "",
    )  # fmt: skip


@click.command(short_help="Tout savoir d'un dossier.")
@reference_argument
@click.option("--confidentiel", is_flag=True, help="Montrer aussi les adresses confidentielles.")
@click.option("--tout", is_flag=True, help="Aussi tout ce qui est gardé de ce dossier, table par table.")
@click.option("--sources", is_flag=True, help="D'où vient chaque valeur de la fiche, et son jour.")
@json_option
@pass_app
def show_dossier(
    app: App, reference: str, confidentiel: bool, tout: bool, sources: bool, as_json: bool
) -> None:
    """Tout savoir d'un dossier : le jeune, son rendez-vous, ses échéances, son journal, ses courriers."""
    from ofworkflow.casework.registry.trail import view_and_trails
    from ofworkflow.cli import sheet

    if sources:
        from ofworkflow.casework.registry.sources import sources as of_card
        from ofworkflow.casework.registry.view import view_named
        from ofworkflow.cli import sheet_sources

        view = about_one(lambda known: app.read(view_named, known), reference)
        origins = app.read(of_card, view.opened.jeune_id, view.persons)
        sheet_sources.show(origins, view.opened.reference, as_json=as_json)
        return
    view, trails = about_one(
        lambda known: app.read(view_and_trails, known, every=as_json or tout, confidential=confidentiel),
        reference,
    )
    if as_json:
        from ofworkflow.cli.sheet_data import dossier_json

        show_json(
            dossier_json(
                view, app.clock, app.letters_folder, trails, desk=app.desk(), confidential=confidentiel
            )
        )
    else:
        from ofworkflow.casework.registry.possible import asked_today
        from ofworkflow.cli.sheet_trail import show_trail

        height = NO_LIMIT if tout else room()[1]
        acts = tuple(asked_today(view, app.desk())) if height == NO_LIMIT else ()
        sheet.write_sheet(
            view, app.clock, app.letters_folder, title=title, confidential=confidentiel, height=height,
            acts=acts, every=tout,
        )  # fmt: skip
        if height == NO_LIMIT:
            show_trail(trails[view.opened.id], app.clock, title=title, whole=tout)
        for one in view.reunis if tout else ():
            title(f"\nDossier réuni {one.opened.reference}, en entier")
            show_trail(trails[one.opened.id], app.clock, title=title, whole=True)


@click.command("contact", WithLot, short_help="Noter un contact.")
@reference_argument
@click.option("--nature", type=choice(ContactNature), help="Par quelle voie ; toujours, pour un contact.")
@click.option("--resultat", type=choice(ContactResult), help="Ce qu'il en est sorti ; toujours aussi.")
@click.option("--qui", type=choice(Answering), help="Qui a répondu, avec --resultat joint.")
@click.option(
    "--annuler",
    "void",
    type=click.IntRange(min=1),
    metavar="N",
    help="Annuler le contact n° N de la fiche, noté par erreur : il reste lisible, et ne compte plus.",
)
@click.option("--motif", metavar="TEXTE", default="", help="Pourquoi, avec --annuler.")
@click.option(
    "--representant",
    type=click.IntRange(min=1),
    metavar="N",
    help="Quel représentant a répondu, avec --qui representant.",
)
@done_on_option
@click.option("--note", metavar="TEXTE", default="", help="Une note interne, jamais dans un courrier.")
@again_option
@click.option("--oui", is_flag=True, help="Confirmer la personne quand elle est donnée par son nom.")
@pass_app
def log_contact(
    app: App, reference: str, nature: str | None, resultat: str | None, qui: str | None,
    representant: int | None, void: int | None, motif: str, le: str | None, note: str, encore: bool,
    oui: bool,
) -> None:  # fmt: skip
    """Noter un contact, ou une tentative, et qui a répondu ; dit ce qu'un résultat demande ensuite."""
    if void is not None:
        if nature or resultat or not motif.strip():
            raise UsageError(
                "Annuler un contact : of contact REF --annuler N --motif TEXTE, sans autre option."
            )
        _void_contact(app, reference, void, motif.strip(), confirmed=oui)
        return
    if not nature or not resultat or motif:
        raise UsageError(
            "Un contact se note avec sa voie et ce qu'il en est sorti : "
            f"of contact {reference} --nature NATURE --resultat RESULTAT."
        )
    from ofworkflow.casework.registry.contacts import record_contact
    from ofworkflow.procedure.attempts import answered

    row = choose_dossier(app, reference, confirmed=oui)
    done_on = legal_day(app, le)
    way, result = ContactNature(nature), ContactResult(resultat)
    app.write(
        record_contact,
        row.id,
        nature=way,
        result=result,
        done_on=done_on,
        desk=app.desk(),
        note=note,
        who=Answering(qui) if qui else None,
        representative=representant,
        again=encore,
    )
    outcome = answered(result, Answering(qui) if qui else None, representant)
    who = f"{row.reference} · {row.prenom} {row.nom}"
    echo(f"{who} : contact noté, {way.label}, {outcome}, le {french_day(done_on)}.")
    if result.then:
        say(f"Ensuite : {result.then.format(r=row.reference)}")
    else:
        from ofworkflow.cli.telling import tell_next_of

        tell_next_of(row)


def _void_contact(app: App, reference: str, number: int, why: str, *, confirmed: bool) -> None:
    from ofworkflow.casework.registry.contacts import void_contact

    row = choose_dossier(app, reference, confirmed=confirmed)
    contact = app.write(void_contact, row.id, number, why=why, desk=app.desk())
    what = f"{contact.nature.label}, {contact.result.label}, le {french_day(contact.on)}"
    who = f"{row.reference} · {row.prenom} {row.nom}"
    echo(f"{who} : contact n° {number} annulé ({what}) ; il ne compte plus.")
    for warning in contact.warnings:
        warn(warning)


log_contact.having("calls:call_many")
