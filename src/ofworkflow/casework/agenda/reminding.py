"""Reminders of appointments by e-mail, where the house sets it: to whom, what is said, and noted once.

A reminder never takes the place of a letter: while the one of that appointment has not left, no e-mail does.
It says the day, the hour, the place, nothing of why. Each address has a message of its own: nobody reads
another's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.agenda.calls import Reminder, note_reminder, reminders
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.persons import Persons, persons_of
from ofworkflow.errors import AlreadyNotedError, MailError
from ofworkflow.procedure.addressees import apart, called, ground_on
from ofworkflow.procedure.french import french_day, french_hour
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.procedure.vocabulary import Authority, ContactNature, ContactResult
from ofworkflow.records import dataclass
from ofworkflow.storage import calls
from ofworkflow.text import of_name

SUBJECT = "Rappel de votre rendez-vous"
"""Read on locked screens and in the logs of servers: it names nobody."""


@dataclass(frozen=True, slots=True)
class MailReminder:
    """A reminder, the addresses that it goes to, or why it goes to none."""

    reminder: Reminder
    addresses: tuple[str, ...]
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who reminds: the house as its letters name it, and the number to call to change the hour."""

    house: str
    telephone: str


def mail_reminders(connection: Connection, today: date) -> tuple[MailReminder, ...]:
    """Return the reminders of today, each with the addresses that it may go to, or why none."""
    waiting = reminders(connection, today)
    acts = [(each.appointment.dossier_id, each.appointment.n) for each in waiting]
    unposted = calls.unposted(connection, acts)
    minors = calls.minors(connection, {number for number, _ in acts})
    persons = persons_of(connection, sorted(set(minors.values())))
    return tuple(
        _addressed(each, persons[minors[each.appointment.dossier_id]], unposted, today) for each in waiting
    )


def _addressed(
    reminder: Reminder, persons: Persons, unposted: frozenset[tuple[int, int]], today: date
) -> MailReminder:
    appointment = reminder.appointment
    if (appointment.dossier_id, appointment.n) in unposted:
        return MailReminder(
            reminder,
            (),
            "le courrier de ce rendez-vous n'est pas posté, un rappel ne le remplace pas (of courriers)",
        )
    # case makes no other mailbox: nobody is written to twice
    addresses = tuple(
        {each.casefold(): each for each in _addresses(persons, {today, appointment.jour})}.values()
    )
    return MailReminder(reminder, addresses, "" if addresses else "aucune adresse électronique connue")


def _addresses(persons: Persons, days: set[date]) -> Iterator[str]:
    """Yield who may be told of the appointment on each of these days, as by phone; nobody whose address is
    confidential, nor who is still to be identified."""
    minor, others = persons.jeune, persons.representants
    if minor.courriel:
        yield minor.courriel
    if any(apart(others, on) for on in days):
        return
    open_to = [
        {rank for rank, who in called(minor, others, on) if _is_known(others[rank], on)} for on in days
    ]
    for rank in sorted(set.intersection(*open_to)):
        who = others[rank]
        if who.courriel and not who.confidentielle:
            yield who.courriel


def _is_known(who: RepresentantLegal, on: date) -> bool:
    return ground_on(who, on) is not Authority.A_IDENTIFIER


def text_of(mail: MailReminder, sender: Sender) -> str:
    """Return what the e-mail says: when, where, whom to call; nothing of why."""
    a = mail.reminder.appointment
    return (
        "Bonjour,\n\n"
        f"Nous vous rappelons le rendez-vous {of_name(a.prenom)}, le {french_day(a.jour)} à "
        f"{french_hour(a.heure)} : {a.lieu}.\n\n"
        f"Pour en changer, ou si vous ne pouvez pas venir : {sender.telephone}.\n\n"
        "Ce message ne remplace pas le courrier que vous avez reçu.\n\n"
        f"{sender.house}\n"
    )


def send_reminder(
    connection: Connection, mail: MailReminder, deliver: Callable[[str], Sequence[str]], *, desk: Desk
) -> tuple[str, ...]:
    """Note a reminder as a contact, then send it, and return the addresses that the server refused.

    Last of the transaction: a server that fails before anybody has it leaves nothing noted. Raise
    `AlreadyNotedError` where it is no longer to be done, or not to the same persons, `MailError` when nobody
    received it.
    """
    number = mail.reminder.appointment.dossier_id
    calls.hold(connection, number)
    if mail not in mail_reminders(connection, desk.today):
        raise AlreadyNotedError(
            f"{mail.reminder.appointment.reference} : ce rappel vient d'être fait, ou son dossier de "
            "changer. Rien n'est parti ; relancez."
        )
    note_reminder(connection, mail.reminder, ContactNature.COURRIEL, ContactResult.MESSAGE, desk=desk)
    missed: list[str] = []
    for address in mail.addresses:
        try:
            missed += deliver(address)
        except MailError:
            if len(missed) == mail.addresses.index(address):  # nobody has it yet: it is still to be done
                raise
            missed.append(address)
    if len(missed) == len(mail.addresses):
        raise MailError(f"Le serveur refuse {', '.join(missed)} : rien n'est noté. Vérifiez l'adresse.")
    return tuple(missed)
