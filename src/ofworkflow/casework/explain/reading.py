"""From the base to what an explanation looks at: the journal, the persons, the contacts, the letters, the
alertes given."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.facts import facts_of
from ofworkflow.casework.dossier.opened import Opened, letter_id, read
from ofworkflow.casework.dossier.persons import contacts_of, persons_of
from ofworkflow.casework.explain.links import LetterFact, Subject
from ofworkflow.casework.registry.finding import find_dossier
from ofworkflow.casework.registry.view import told_by_name
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Delay, LetterState
from ofworkflow.storage import queries


def read_named(connection: Connection, text: str, *, desk: Desk) -> Subject:
    """Return all that can be said of the one dossier that a text designates; raise what `find_dossier`
    raises."""
    return read_subject(connection, find_dossier(connection, text).id, desk=desk)


def read_subject(connection: Connection, dossier_id: int, *, desk: Desk) -> Subject:
    """Return all that can be said of a dossier on the day of the desk."""
    opened = read(connection, [dossier_id])[0]
    with told_by_name(opened.reference):
        return _subject(connection, opened, dossier_id, desk)


def _subject(connection: Connection, opened: Opened, dossier_id: int, desk: Desk) -> Subject:
    persons = persons_of(connection, [opened.jeune_id])[opened.jeune_id]
    contacts = contacts_of(connection, dossier_id)
    facts = facts_of(opened.reference, persons, desk.today, desk, contacts=contacts)
    alertes: dict[tuple[int, Delay], dict[date, date]] = {}
    for row in queries.alertes_of(connection, dossier_id):
        alertes.setdefault((row.ouverte_par, Delay(row.slug)), {})[row.tombe_le] = row.donnee_le
    letters = tuple(
        LetterFact(letter_id(row.id), row.acte_n, Model(row.modele), row.destinataire, LetterState(row.etat))
        for row in queries.letters(connection, dossier_id=dossier_id)
    )
    return Subject(opened.reference, opened.entries, opened.case, desk.rules, facts, alertes, letters)
