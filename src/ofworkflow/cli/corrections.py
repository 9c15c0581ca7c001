"""Correct what is known of a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import click

from ofworkflow.cli.common import choose_dossier, pass_app, reference_argument
from ofworkflow.cli.output import echo, say
from ofworkflow.cli.person_options import correction_options, typed_card
from ofworkflow.cli.representatives import read_representative
from ofworkflow.cli.telling import tell_not_made
from ofworkflow.errors import UsageError
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE, Card, PersonField, Value
from ofworkflow.procedure.french import french_day
from ofworkflow.wiring import App


@click.command(short_help="Corriger une fiche : adresse, téléphone, autorité.")
@reference_argument
@click.option(
    "--representant",
    type=click.IntRange(min=1),
    metavar="N",
    help="Le représentant n° N ; sans lui, le jeune.",
)
@click.option(
    "--ajouter-representant",
    metavar='"NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE;PAYS"',
    help="Un représentant de plus.",
)
@correction_options
@click.option("--oui", is_flag=True, help="Confirmer la personne quand elle est donnée par son nom.")
@pass_app
def correct_person(
    app: App,
    /,
    reference: str,
    representant: int | None,
    ajouter_representant: str | None,
    oui: bool,
    **typed: str | None,
) -> None:
    """Corriger la fiche du jeune ou d'un représentant ; ce qui était est gardé, et les projets de
    courriers suivent."""
    from ofworkflow.casework.mail import drafts
    from ofworkflow.casework.registry.corrections import correct_card

    values = _values(app, typed, MINOR if representant is None else REPRESENTATIVE)
    if not values and ajouter_representant is None:
        raise UsageError(
            "Rien à modifier. Donnez ce qui change : --adresse, --cp, --ville, --telephone… (of modifier "
            "--help)."
        )
    row = choose_dossier(app, reference, confirmed=oui)
    added = read_representative(ajouter_representant) if ajouter_representant is not None else None
    card = app.write(correct_card, row.id, values, representative=representant, added=added, desk=app.desk())
    if card.added is not None:
        echo(f"{row.reference} : représentant n° {card.added} ajouté.")
    for change in card.changes:
        echo(f"{row.reference} : {change.champ} : {_said(change.avant)} → {_said(change.apres)}")
    if values and not card.changes:
        say("Rien ne change : c'est déjà ce qui est noté.")
    _, failed = drafts.produce_waiting(app.database, app.press, dossier_id=row.id)
    tell_not_made(failed)


def _values(app: App, typed: Mapping[str, str | None], fields: Sequence[PersonField]) -> Card:
    from ofworkflow.casework.registry.corrections import of_the_minor

    card = typed_card(fields, typed, today=app.clock.today())
    return of_the_minor(card, app.communes) if fields is MINOR else card


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "(rien)" if value is None else f"« {french_day(value) if isinstance(value, date) else value} »"
