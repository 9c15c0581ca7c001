"""A round of calls or messages: whom to call, each result noted as a contact of its own; and the reminders of
appointments, a week and two days before.

A reminder never takes the place of a letter: it is a contact, noted once for each of the two moments.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.agenda.appointments import Expected, appointments
from ofworkflow.casework.agenda.phones import PhoneToCall, phones_of
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.errors import AlreadyNotedError, UsageError
from ofworkflow.law.periods import add_days, days_between
from ofworkflow.outside.texts import NotATextError, decoded
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Answering, ContactNature, ContactResult
from ofworkflow.records import dataclass
from ofworkflow.storage import calls
from ofworkflow.storage.queries import DossierFilter

BEFORE = (7, 2)
"""How many days before its appointment a family is reminded of it: from then on, until the next one."""


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call, and the numbers: the minor's own, then of who may be called beside."""

    dossier_id: int
    reference: str
    name: str
    phones: tuple[PhoneToCall, ...]


@dataclass(frozen=True, slots=True)
class CallResult:
    """A line of a file of results: what came of a call, and the line's number."""

    line: int
    reference: str
    result: ContactResult
    who: Answering | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """An appointment that its family is to be reminded of: seven days before, or two."""

    appointment: Expected
    days: int

    @property
    def note(self) -> str:
        """What the contact says: by it, a reminder is known to be done."""
        return f"rappel du rendez-vous du {self.appointment.jour:%d/%m/%Y} (J-{self.days})"


def to_call(connection: Connection, kept: DossierFilter, *, at_most: int, today: date) -> tuple[Call, ...]:
    """Return whom to call, the nearest delay first: open dossiers that nobody contacted today."""
    rows = calls.to_call(connection, kept, today, at_most)
    phones = phones_of(connection, [row.jeune_id for row in rows], today)
    return tuple(
        Call(row.id, row.reference, f"{row.prenom} {row.nom}", tuple(phones[row.jeune_id])) for row in rows
    )


def reminders(connection: Connection, today: date) -> tuple[Reminder, ...]:
    """Return the appointments to remind of today, those that were reminded of for this moment left out."""
    expected = [
        Reminder(a, min(days for days in BEFORE if days_between(today, a.jour) <= days))
        for a in appointments(connection, add_days(today, 1), add_days(today, max(BEFORE)))
        if not a.issue
    ]
    done = calls.noted(connection, [each.appointment.dossier_id for each in expected])
    return tuple(each for each in expected if (each.appointment.dossier_id, each.note) not in done)


def note_reminder(
    connection: Connection, reminder: Reminder, nature: ContactNature, result: ContactResult, *, desk: Desk
) -> None:
    """Note a reminder as a contact; raise `AlreadyNotedError` where it is noted already, by whomever."""
    number = reminder.appointment.dossier_id
    calls.hold(connection, number)
    if (number, reminder.note) in calls.noted(connection, [number]):
        raise AlreadyNotedError(
            f"Déjà noté : {reminder.note}, dossier {reminder.appointment.reference}. Rien n'a été écrit de "
            "plus."
        )
    record_contact(
        connection, number, nature=nature, result=result, done_on=desk.today, desk=desk, note=reminder.note
    )


def note_call(
    connection: Connection, dossier_id: int, nature: ContactNature, result: CallResult, *, desk: Desk
) -> None:
    """Note what came of a call; raise what `record_contact` raises, `AlreadyNotedError` where that dossier
    was contacted today with the same result, whatever the hour."""
    calls.hold(connection, dossier_id)
    if calls.contacted(connection, dossier_id, desk.today, str(nature), str(result.result)):
        raise AlreadyNotedError(
            f"Déjà noté : {nature.label}, {result.result.label}, le {french_day(desk.today)}. Rien n'a été "
            "écrit de plus ; un second appel se note seul (of contact)."
        )
    record_contact(
        connection,
        dossier_id,
        nature=nature,
        result=result.result,
        done_on=desk.today,
        desk=desk,
        note=result.note,
        who=result.who,
    )


def read_results(content: bytes) -> tuple[Sequence[CallResult], Sequence[tuple[int, str]]]:
    """Return the results that a file holds (« reference;resultat », and « qui », « note » where they are),
    and the lines that cannot be read, each with why; raise `UsageError` for a file without those columns."""
    try:
        text = decoded(content)
    except NotATextError:
        raise UsageError(
            "Ce fichier n'est pas un texte. Enregistrez les appels en CSV : une ligne par appel, "
            "« reference » et « resultat » en tête."
        ) from None
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    columns = [name.strip().lower() for name in reader.fieldnames or ()]
    if not {"reference", "resultat"} <= set(columns):
        raise UsageError(
            "Ce fichier n'a pas les colonnes « reference » et « resultat ». Écrivez-les en première ligne, "
            "puis un appel par ligne."
        )
    reader.fieldnames = columns
    results: list[CallResult] = []
    wrong: list[tuple[int, str]] = []
    for number, row in enumerate(reader, start=2):
        word, who = (str(row.get(name) or "").strip().lower() for name in ("resultat", "qui"))
        if word not in list(ContactResult):
            wrong.append((number, f"« {word} » n'est pas un résultat : {', '.join(ContactResult)}."))
        elif who and who not in list(Answering):
            wrong.append((number, f"« {who} » ne dit pas qui a répondu : {', '.join(Answering)}."))
        else:
            note = " ".join(str(row.get("note") or "").split())
            reference = str(row.get("reference") or "").strip().upper()
            answering = Answering(who) if who else None
            results.append(CallResult(number, reference, ContactResult(word), answering, note))
    return results, wrong
