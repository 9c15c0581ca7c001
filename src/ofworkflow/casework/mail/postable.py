"""Which letters wait for the post, and which must not leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, cast

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from ofworkflow.casework.dossier.lines import run_name
from ofworkflow.casework.dossier.opened import INTERNAL, WAITING, letter_id
from ofworkflow.casework.dossier.persons import Persons, persons_of
from ofworkflow.casework.mail.letters.subject import LetterSubject
from ofworkflow.errors import AlreadyNotedError, RefusedError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Act, Authority, LetterState, PostMode, Recipient
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.rows import LetterRow
from ofworkflow.storage.scope import own, waiting
from ofworkflow.text import counted


class PrintedRow(Protocol):
    """A letter of a print run, with its pages."""

    id: int
    destinataire: str
    etat: str
    poste_le: date | None
    pages: int


def postable(connection: Connection, dossier_id: int, *, on: date | None = None) -> list[int]:
    """Return the letters of a dossier that wait for the post on a day; not the draft of a notice, that
    nobody signed."""
    return _waiting_for_the_post(connection, m.courrier.c.dossier_id == dossier_id, on=on)


def postable_of_run(connection: Connection, run_id: int, *, on: date | None = None) -> list[int]:
    """Return the letters of a print run that wait for the post on a day."""
    return _waiting_for_the_post(connection, m.courrier.c.tirage_id == run_id, on=on)


def letters_of_act(connection: Connection, dossier_id: int, acte_n: int) -> list[int]:
    """Return the letters of an act that wait for the post."""
    return _waiting_for_the_post(
        connection, m.courrier.c.dossier_id == dossier_id, m.courrier.c.acte_n == acte_n
    )


def last_left(
    connection: Connection, *, dossier_id: int | None = None, run_id: int | None = None
) -> date | None:
    """Return the last day on which letters of a dossier, or of a print run, left; `None` when none did."""
    c = m.courrier.c
    of_these = c.dossier_id == dossier_id if dossier_id is not None else c.tirage_id == run_id
    last_on: date | None = connection.execute(
        select(func.max(c.poste_le)).where(*own(connection, m.courrier), of_these)
    ).scalar()
    return last_on


def staying(connection: Connection, *where: ColumnElement[bool], on: date | None = None) -> dict[int, str]:
    """Return the letters that wait, of these conditions, and that their addressee must not get on a day, that
    of their act where none is given; and why."""
    c, d, n = m.courrier.c, m.dossier.c, m.journal.c
    r = m.representant.alias()
    # most families have nobody but holders of parental authority: one question, and no row
    other = or_(
        r.c.autorite != str(Authority.TITULAIRE), r.c.depuis_le.is_not(None), r.c.jusqu_au.is_not(None)
    )
    grounds = or_(exists().where(r.c.jeune_id == d.jeune_id, other), m.jeune.c.emancipe_le.is_not(None))
    question = (
        select(c.id, c.representant_id, c.destinataire, c.etat, c.tirage_id, d.jeune_id, n.fait_le)
        .join(m.dossier, d.id == c.dossier_id)
        .join(m.jeune, m.jeune.c.id == d.jeune_id)
        .join(m.journal, (n.dossier_id == c.dossier_id) & (n.n == c.acte_n))
    )
    waits = (*own(connection, m.courrier), *where, waiting(c.etat), c.representant_id.is_not(None))
    rows = connection.execute(question.where(*waits, grounds)).all()
    persons = persons_of(connection, sorted({row.jeune_id for row in rows})) if rows else {}
    why = {row.id: _not_written_to(row, persons[row.jeune_id], _day(row.fait_le, on)) for row in rows}
    return {number: reason for number, reason in why.items() if reason}


def staying_beside(connection: Connection, numbers: Sequence[int], *, on: date | None = None) -> list[str]:
    """Return why others of the same dossiers do not leave with these letters."""
    c = m.courrier.c
    together = select(c.dossier_id).where(c.id.in_(numbers))
    return [
        why
        for number, why in staying(connection, c.dossier_id.in_(together), on=on).items()
        if number not in numbers
    ]


def left_of_run(connection: Connection, run_id: int, numbers: Sequence[int]) -> list[str]:
    """Return, for each other letter of a print run that does not leave with these, why: cancelled since, with
    its sheets to take back, or gone already."""
    c, f = m.courrier.c, m.feuille.c
    question = (
        select(c.id, c.destinataire, c.etat, c.poste_le, c.mode, f.pages)
        .join(m.feuille, (f.courrier_id == c.id) & (f.tirage_id == run_id))
        .where(*own(connection, m.courrier), c.tirage_id == run_id, c.id.not_in(numbers))
        .order_by(f.rang)
    )
    return [reason for row in connection.execute(question) if (reason := _why_left(row))]


def _why_left(row: PrintedRow) -> str:
    name = f"{letter_id(row.id)}, pour {row.destinataire}"
    if row.etat == LetterState.ANNULE:
        pages = counted(row.pages, "page")
        return f"{name}, n'est pas noté : il a été annulé depuis. Retirez-le de la pile ({pages})."
    if row.poste_le is not None:
        return f"{name}, n'est pas noté de nouveau : il est parti le {french_day(row.poste_le)}."
    return ""  # it waits, and what holds it back is said apart


def kept_back(subject: LetterSubject, *, on: date | None = None) -> str:
    """Return why a letter that did not leave must not leave on a day, else as things stand; empty when
    nothing stops it, or when it left."""
    letter = subject.letter
    if letter.etat == LetterState.ANNULE:
        return (
            f"Le courrier {letter_id(letter.id)} a été annulé : il ne doit pas partir. "
            "Voyez les courriers du dossier (of courriers)."
        )
    return _not_written_to(letter, subject.persons, on or subject.day) if letter.etat in WAITING else ""


def _day(done_on: date, on: date | None) -> date:
    return max(done_on, on) if on else done_on


def _not_written_to(letter: LetterRow, persons: Persons, on: date) -> str:
    number = letter.representant_id
    why = persons.why_not_written_to(number, on) if number is not None else ""
    return why and (
        f"Le courrier {letter_id(letter.id)} ne doit pas partir : {letter.destinataire} ne reçoit plus de "
        f"courrier ({why}). "
        "Annulez l'acte (of annuler), ou corrigez sa fiche (of modifier)."
    )


def _waiting_for_the_post(
    connection: Connection, *where: ColumnElement[bool], on: date | None = None
) -> list[int]:
    c, j = m.courrier.c, m.journal.c
    signed = (j.dossier_id == c.dossier_id) & (j.n == c.acte_n) & (j.acte != str(Act.PREPARER_TRANSMISSION))
    question = (
        select(c.id)
        .join(m.journal, signed)
        .where(*own(connection, m.courrier), *where, waiting(c.etat), c.role != INTERNAL)
    )
    stay = staying(connection, *where, on=on)
    return [number for number in connection.execute(question.order_by(c.id)).scalars() if number not in stay]


def check_postable(subject: LetterSubject, done_on: date, mode: PostMode) -> None:
    """Raise `RefusedError` for a letter that must not leave, `AlreadyNotedError` for one that was noted so
    already."""
    letter, name = subject.letter, letter_id(subject.letter.id)
    state = LetterState(letter.etat)
    if reason := kept_back(subject, on=done_on):
        raise RefusedError(reason)
    if state not in WAITING and (letter.poste_le, letter.mode) == (done_on, str(mode)):
        raise AlreadyNotedError(
            f"Déjà noté : le courrier {name} est déjà posté, le {french_day(done_on)} ({mode.label}). "
            f"Rien n'a été écrit de plus ; voyez ce qu'il est devenu (of voir {subject.opened.reference})."
        )
    if state not in WAITING:
        left_on = french_day(cast("date", letter.poste_le))
        raise RefusedError(
            f"Le courrier {name} est déjà {state.label}, le {left_on} : il ne part pas deux fois."
        )
    if reason := _unreachable(subject, mode):
        raise RefusedError(f"Le courrier {name} ne peut pas partir ainsi : {reason}")
    if letter.role == INTERNAL:
        raise RefusedError(f"Le document {name} est interne : il reste au dossier et ne se poste pas.")
    if subject.entry.act is Act.PREPARER_TRANSMISSION:
        raise RefusedError(
            f"Le courrier {name} est le projet d'information du département : il n'est pas signé (la nuit "
            "prépare, une personne "
            f"signe). Signez-le d'abord : of transmettre {subject.opened.reference} --signataire NOM."
        )


def _unreachable(subject: LetterSubject, mode: PostMode) -> str:
    """Return why a letter cannot leave in that mode: no e-mail address, or no school between the house and
    its addressee; empty when it can."""
    letter, persons = subject.letter, subject.persons
    if letter.role in (Recipient.DEPARTEMENT, INTERNAL):
        return (
            "l'établissement scolaire ne remet rien au département. Choisissez un autre mode."
            if mode is PostMode.ETABLISSEMENT and letter.role != INTERNAL
            else ""
        )
    if not mode.electronic:
        return ""
    number = letter.representant_id
    person = (
        persons.jeune if number is None else persons.representants[persons.representant_ids.index(number)]
    )
    return (
        ""
        if person.courriel
        else f"aucune adresse électronique n'est connue pour {letter.destinataire}. Complétez sa fiche (of "
        "modifier … --courriel), ou choisissez un autre mode."
    )


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """A letter on paper: for whom, in which run, how many sheets."""

    name: str
    destinataire: str
    run: str
    sheets: int


def printed_letters(connection: Connection, numbers: Sequence[int]) -> list[PrintedLetter]:
    """Return where these printed letters lie: their run, and their sheets, as it was printed."""
    c, f, t = m.courrier.c, m.feuille.c, m.tirage.c
    question = (
        select(c.id, c.destinataire, f.tirage_id, f.pages, t.recto_verso)
        .join(m.feuille, (f.courrier_id == c.id) & (f.tirage_id == c.tirage_id))
        .join(m.tirage, t.id == f.tirage_id)
        .where(*own(connection, m.courrier), c.id.in_(numbers))
        .order_by(f.tirage_id, f.rang)
    )
    return [
        PrintedLetter(
            letter_id(row.id),
            row.destinataire,
            run_name(row.tirage_id),
            -(-row.pages // 2) if row.recto_verso else row.pages,
        )
        for row in connection.execute(question)
    ]
