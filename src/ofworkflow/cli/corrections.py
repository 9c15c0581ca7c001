"""Correct what is known of the persons of a dossier: by options, or in one form on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

import click

from ofworkflow.cli.common import choice, choose_dossier, pass_app, reference_argument
from ofworkflow.cli.dates import read_date
from ofworkflow.cli.output import confirm, echo, say, warn
from ofworkflow.cli.person_options import correction_options, typed_card
from ofworkflow.cli.representatives import read_representative
from ofworkflow.cli.telling import tell_effects, tell_next_of, tell_not_made
from ofworkflow.errors import UsageError
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE
from ofworkflow.procedure.vocabulary import BirthProof
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.registry.form import CorrectedSheet, SheetChange
    from ofworkflow.casework.registry.lines import DossierLine

_Command = TypeVar("_Command", bound=Callable[..., object])


def _sheet_options(command: _Command) -> _Command:
    """Add all that a form may change, by options."""
    options = (
        click.option(
            "--representant",
            type=click.IntRange(min=1),
            metavar="N",
            help="Le représentant n° N ; sans lui, le jeune.",
        ),
        click.option(
            "--ajouter-representant",
            "added",
            metavar='"NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE;PAYS"',
            help="Un représentant de plus.",
        ),
        click.option(
            "--terminer-representant",
            "ended",
            type=click.IntRange(min=1),
            metavar="N",
            help="Le représentant n° N ne l'est plus : on ne lui écrit plus.",
        ),
        click.option(
            "--a-compter-du", metavar="DATE", help="Depuis quand, avec --terminer-representant ; aujourd'hui."
        ),
        click.option(
            "--preuve",
            type=choice(BirthProof),
            help="La pièce vue qui dit la date de naissance, avec --naissance.",
        ),
        click.option("--conseiller", metavar="NOM", default="", help="Qui suit le jeune désormais."),
        click.option("--note", metavar="TEXTE", default="", help="Pourquoi : reste interne."),
    )
    command = correction_options(command)
    for option in reversed(options):
        command = option(command)
    return command


@click.command(short_help="Corriger une fiche : adresse, téléphone, autorité.")
@reference_argument
@_sheet_options
@click.option("--oui", is_flag=True, help="Confirmer la personne quand elle est donnée par son nom.")
@pass_app
def correct_person(app: App, /, reference: str, oui: bool, **typed: str | int | None) -> None:
    """Corriger la fiche du jeune ou d'un représentant ; ce qui était est gardé, et les projets de
    courriers suivent."""
    from ofworkflow.casework.registry.form import correct_sheet, sheet_as_is
    from ofworkflow.cli.form import told_change

    change = _read_change(app, typed)
    if change.is_empty:
        raise UsageError(
            "Rien à modifier. Donnez ce qui change : --adresse, --cp, --ville, --telephone… (of modifier "
            "--help), ou remplissez la fiche : of fiche REF."
        )
    row = choose_dossier(app, reference, confirmed=oui)
    known = app.read(
        sheet_as_is, row.id
    )  # before: once written, what is done is told, whatever becomes of the base
    sheet = app.write(correct_sheet, row.id, change, desk=app.desk(), communes=app.communes)
    who = f"{row.reference} · {known.names[None]}"
    for number in sheet.added:
        echo(f"{who} : représentant n° {number} ajouté.")
    for line in told_change(sheet.changes, known.names, hidden=known.hidden):
        echo(f"{who} : {line.removeprefix(f'{known.names[None]}, ')}")
    _tell_written(app, row, change, sheet)


@click.command(short_help="Remplir la fiche d'un dossier : le jeune, ses représentants, le conseiller.")
@reference_argument
@_sheet_options
@click.option("--confidentiel", is_flag=True, help="Montrer aussi les adresses confidentielles.")
@click.option("--oui", is_flag=True, help="Enregistrer sans demander ; confirme aussi la personne.")
@pass_app
def fill_sheet(app: App, /, reference: str, confidentiel: bool, oui: bool, **typed: str | int | None) -> None:
    """Tout ce qui se sait du jeune et de ses représentants, dans un formulaire : Entrée garde, « - » vide.

    Ce qui change est montré, puis enregistré d'un coup. Sans terminal, les mêmes options que of modifier.
    """
    from ofworkflow.casework.registry.form import correct_sheet, look_at_change

    change = _read_change(app, typed)
    row = choose_dossier(app, reference, confirmed=oui)
    if change.is_empty:
        if not sys.stdin.isatty():
            raise UsageError(
                f"Sans terminal, donnez ce qui change : of fiche {row.reference} --adresse …, --telephone …, "
                "--ajouter-representant … (of fiche --help)."
            )
        from ofworkflow.cli.form import ask_change

        change = ask_change(app, row, confidential=confidentiel)
        if change.is_empty:
            say("Rien ne change.")
            return
    seen = app.read(look_at_change, row.id, change, communes=app.communes)
    if not (seen.changes or seen.added or change.note):
        say("Rien ne change : c'est déjà ce qui est noté.")
        return
    lines = _told(app, row, change, seen, confidential=confidentiel)
    asks = sys.stdin.isatty() and not oui
    if asks:
        say("\n".join(lines))
        if change.born:  # what follows from another birth date is seen before it is written
            known = app.rehearse(correct_sheet, row.id, change, desk=app.desk(), communes=app.communes)
            for warning in known.act.warnings if known.act else ():
                warn(warning)
        confirm("Enregistrer ?")
    sheet = app.write(
        correct_sheet, row.id, change, desk=app.desk(), communes=app.communes, seen=seen.version
    )
    if not asks:  # what is read on the standard output is done
        echo("\n".join(lines))
    say("Enregistré.")
    _tell_written(app, row, change, sheet)


def _read_change(app: App, typed: Mapping[str, str | int | None]) -> SheetChange:
    """Return what the options ask; raise `UsageError` for what is not understood."""
    from ofworkflow.casework.registry.form import BirthAsProved, SheetChange

    today = app.clock.today()
    number, ended = _number(typed["representant"]), _number(typed["ended"])
    added, since = typed["added"], typed["a_compter_du"]
    if since and ended is None:
        raise UsageError("--a-compter-du dit depuis quand : ajoutez --terminer-representant N.")
    apart = {"representant", "added", "ended", "a_compter_du", "conseiller", "note", "naissance", "preuve"}
    born, proof = typed["naissance"], typed["preuve"]
    if bool(born) is not bool(proof):
        raise UsageError(
            "La date de naissance se corrige sur une pièce vue : --naissance DATE --preuve PIÈCE."
        )
    fields = MINOR if number is None else REPRESENTATIVE
    texts = {name: None if v is None else str(v) for name, v in typed.items() if name not in apart}
    card = typed_card(fields, texts, today=today)
    on = read_date(str(since), today=today) if since else today
    return SheetChange(
        minor=card if number is None else {},
        representatives={} if number is None else {number: card},
        added=(read_representative(str(added)),) if added is not None else (),
        ended=((ended, on),) if ended is not None else (),
        conseiller=str(typed["conseiller"] or ""),
        note=str(typed["note"] or ""),
        born=BirthAsProved(read_date(str(born), today=today), BirthProof(str(proof))) if born else None,
    )


def _number(value: str | int | None) -> int | None:
    return None if value is None else int(value)


def _told(
    app: App, row: DossierLine, change: SheetChange, seen: CorrectedSheet, *, confidential: bool
) -> list[str]:
    """Return what changes, by person."""
    from ofworkflow.casework.registry.form import sheet_as_is
    from ofworkflow.cli.form import told_change

    known = app.read(sheet_as_is, row.id)
    hidden = set() if confidential else known.hidden
    lines = [*told_change(seen.changes, known.names, hidden=hidden)]
    for number, who in zip(seen.added, change.added, strict=True):
        lines.append(f"représentant n° {number} : {who.full_name} ({who.qualite.label}), ajouté")
    if change.note:
        lines.append(f"note : {change.note}")
    return [f"{row.reference} · {known.names[None]}", *(f"  {line}" for line in lines)]


def _tell_written(app: App, row: DossierLine, change: SheetChange, sheet: CorrectedSheet) -> None:
    from ofworkflow.casework.mail import drafts
    from ofworkflow.casework.registry.form import sheet_as_is
    from ofworkflow.casework.registry.places import address_command

    if not (sheet.changes or sheet.added or change.note):
        say("Rien ne change : c'est déjà ce qui est noté.")
    if sheet.act:
        tell_effects(app, [sheet.act])
    _, failed = drafts.produce_waiting(app.database, app.press, dossier_id=row.id)
    tell_not_made(failed)
    if sheet.left_behind:
        known = app.read(sheet_as_is, row.id)
        for number, place in sheet.left_behind:
            shown = None if known.hidden else place
            say(
                f"{known.names[number]} a toujours l'ancienne adresse, qui était la même. Si le déménagement "
                f"est commun : {address_command(row.reference, number, shown)}"
            )
    if not sheet.act:
        tell_next_of(row)
