"""What is missing of a card that an act will need, and by when: for who looks at the dossier."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ofworkflow.casework.dossier.persons import Persons
from ofworkflow.law.periods import add_days
from ofworkflow.procedure.addressees import unrepresented_since
from ofworkflow.procedure.persons import FIND_WITHIN_DAYS
from ofworkflow.procedure.vocabulary import Alone
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class ToComplete:
    """One thing to find: what, until when, and what to type once it is known."""

    what: str
    until: date
    command: str


def to_complete(persons: Persons, reference: str, opened_on: date, today: date) -> Iterator[ToComplete]:
    """Yield what is missing of the card of a minor."""
    minor, lost_on = persons.jeune, unrepresented_since(persons.representants, opened_on, today)
    places = (minor.adresse, *(each.adresse for each in persons.representants))
    missing = (
        (not minor.sexe, opened_on, "sexe", "--sexe F|M"),
        (not minor.commune, opened_on, "commune", "--commune COMMUNE"),
        (
            not any(place.is_complete() for place in places),
            opened_on,
            "adresse où écrire",
            "--adresse ADRESSE --cp CP --ville VILLE",
        ),
        (
            persons.alone(today) is Alone.INCONNU,
            lost_on,
            "représentant légal",
            '--ajouter-representant "NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE"',
        ),
    )
    for lacks, since, what, option in missing:
        if lacks:
            yield ToComplete(what, add_days(since, FIND_WITHIN_DAYS), f"of modifier {reference} {option}")
