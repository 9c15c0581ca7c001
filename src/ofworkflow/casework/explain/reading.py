"""From the base to what an explanation looks at: the journal, the persons, the contacts, the letters, the warnings given."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.desk import Desk
from ofworkflow.casework.explain.links import LetterFact, Subject
from ofworkflow.casework.journal import Opened, letter_id, read
from ofworkflow.casework.persons import contacts_of, persons_of
from ofworkflow.procedure.case import RunningDelay
from ofworkflow.procedure.guards import Facts
from ofworkflow.procedure.vocabulary import LetterState, Model
from ofworkflow.storage import queries


def read_subject(connection: Connection, dossier_id: int, *, desk: Desk) -> Subject:
    """Return all that can be said of a dossier on the day of the desk."""
    opened = read(connection, [dossier_id])[0]
    persons = persons_of(connection, [opened.jeune_id])[opened.jeune_id]
    contacts = contacts_of(connection, dossier_id)
    facts = Facts(today=desk.today, hour=desk.hour, contacts=contacts, addressees=persons.addressees())
    given = {delay.key: on for delay in opened.case.delays if (on := given_on(opened, delay))}
    letters = tuple(
        LetterFact(letter_id(row.id), row.acte_n, Model(row.modele), row.destinataire, LetterState(row.etat))
        for row in queries.letters(connection, dossier_id=dossier_id)
    )
    return Subject(opened.reference, opened.entries, opened.case, desk.rules, facts, given, letters)


def given_on(opened: Opened, delay: RunningDelay) -> date | None:
    """Return the day of the last warning that the night gave of that delay."""
    return opened.warned.get(delay.key)
