"""What letters speak of, gathered from the base: as many questions for a hundred letters as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, String, cast, func, select

from ofworkflow.casework.dossier.opened import Opened, letter_id, read
from ofworkflow.casework.dossier.persons import Persons, persons_of
from ofworkflow.casework.mail.letters.annexes import COPIED
from ofworkflow.casework.mail.letters.subject import LetterSubject, Press, letter_context
from ofworkflow.casework.registry.cycles import signalement_of_cycle
from ofworkflow.errors import LetterError, UsageError
from ofworkflow.letters.people import Fait
from ofworkflow.letters.renderer import Job, ProducedLetter
from ofworkflow.procedure.attempts import answered
from ofworkflow.procedure.mailings import NEVER_ARRIVED
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Answering, ContactNature, ContactResult, LetterState, Source
from ofworkflow.storage import models as m
from ofworkflow.storage.leaves import relays_of
from ofworkflow.storage.rows import LetterRow, ReportedRow
from ofworkflow.storage.scope import own


def job_of(subject: LetterSubject) -> Job:
    """Return all that making this letter needs, its words already composed; raise `LetterError`, its cause
    in one sentence."""
    context = letter_context(subject)
    behind = tuple((titre, subject.sealed[sha256]) for titre, sha256 in context.copies)
    return subject.press.renderer.prepare(context, retouche=subject.retouche, annexes=behind)


def says(subject: LetterSubject) -> tuple[object, ...]:
    """Return all that this letter says and to whom: two equal ones make the same letter."""
    return letter_context(subject), subject.retouche


def make(subject: LetterSubject) -> ProducedLetter:
    """Make one letter; raise `LetterError` naming it."""
    try:
        return job_of(subject).make()
    except LetterError as error:
        raise LetterError(
            f"Courrier {letter_id(subject.letter.id)} du dossier {subject.opened.reference} : {error}"
        ) from error


def subject_of(connection: Connection, press: Press, number: int) -> LetterSubject:
    """Return what one letter speaks of; raise `UsageError` when it does not exist."""
    subjects = subjects_of(connection, press, [m.courrier.c.id == number])
    if not subjects:
        raise UsageError(f"Courrier inconnu : {letter_id(number)}. Voyez la liste (of courriers).")
    return subjects[0]


def subjects_of(
    connection: Connection, press: Press, where: Sequence[ColumnElement[bool]], *, limit: int | None = None
) -> list[LetterSubject]:
    """Return what the letters of these conditions speak of, in the order of their numbers."""
    letters = connection.execute(
        select(m.courrier).where(*own(connection, m.courrier), *where).order_by(m.courrier.c.id).limit(limit)
    ).all()
    ids = sorted({letter.dossier_id for letter in letters})
    if not ids:
        return []
    opened = {o.id: o for o in read(connection, ids)}
    persons = persons_of(connection, [o.jeune_id for o in opened.values()])
    d = m.dossier.c
    rows = {r.id: r for r in connection.execute(select(d.id, d.source, d.signale_le).where(d.id.in_(ids)))}
    contacts: dict[int, list[Fait]] = defaultdict(list)
    for r in connection.execute(
        select(m.contact)
        .where(m.contact.c.dossier_id.in_(ids), m.contact.c.annule_a.is_(None))
        .order_by(m.contact.c.le, m.contact.c.id)
    ):
        contacts[r.dossier_id].append(_fact(r.le, r.nature, r.resultat, r.qui or ""))
    siblings: dict[int, list[LetterRow]] = defaultdict(list)
    valid = m.courrier.c.etat != str(LetterState.ANNULE)
    for r in connection.execute(
        select(m.courrier).where(m.courrier.c.dossier_id.in_(ids), valid).order_by(m.courrier.c.id)
    ):
        siblings[r.dossier_id].append(r)
    changed = m.retouche.c
    retouches = {
        r.courrier_id: r.contenu
        for r in connection.execute(
            select(changed.courrier_id, changed.contenu).where(
                changed.courrier_id.in_([letter.id for letter in letters])
            )
        )
    }
    relays = relays_of(connection, ids)
    sealed = _sealed(connection, letters, [r for rows in siblings.values() for r in rows])
    return [
        LetterSubject(
            letter,
            opened[letter.dossier_id],
            persons[opened[letter.dossier_id].jeune_id],
            *_reported(opened[letter.dossier_id], letter.acte_n, rows[letter.dossier_id]),
            tuple(contacts[letter.dossier_id]),
            tuple(r for r in siblings[letter.dossier_id] if r.poste_le),
            _is_first(letter, siblings[letter.dossier_id]),
            press,
            retouches.get(letter.id),
            sealed=sealed,
            relays={n: who for (dossier_id, n), who in relays.items() if dossier_id == letter.dossier_id},
        )
        for letter in letters
    ]


def subjects_in_hand(
    connection: Connection, press: Press, opened: Opened, persons: Persons | None, acte_n: int
) -> tuple[list[LetterRow], list[LetterSubject] | None]:
    """Return the letters of a dossier that an act holds, and what those of this act speak of, asked in one
    question.

    `None` in place of these when others of the dossier are to be made too: that is asked apart.
    """
    c, d = m.courrier.c, m.dossier.c
    question = select(m.courrier, d.source, d.signale_le, _contacts_told()).join(
        m.dossier, d.id == c.dossier_id
    )
    letters = connection.execute(question.where(c.dossier_id == opened.id).order_by(c.id)).all()
    fresh = [r for r in letters if r.etat == LetterState.A_PRODUIRE]
    if any(r.acte_n != acte_n or r.fichier for r in fresh):
        return list(letters), None
    if not fresh:
        return list(letters), []
    persons = persons or persons_of(connection, [opened.jeune_id])[opened.jeune_id]
    valid = [r for r in letters if r.etat != LetterState.ANNULE]
    posted, contacts = tuple(r for r in valid if r.poste_le), _contacts(fresh[0].contacts or "")
    sealed = _sealed(connection, fresh, posted)
    return list(letters), [
        LetterSubject(
            r,
            opened,
            persons,
            *_reported(opened, r.acte_n, r),
            contacts,
            posted,
            _is_first(r, valid),
            press,
            sealed=sealed,
        )
        for r in fresh
    ]


def _sealed(
    connection: Connection, letters: Sequence[LetterRow], left: Sequence[LetterRow]
) -> Mapping[str, bytes]:
    """Return the sealed convocations of these dossiers, where one of the letters binds copies of them."""
    if all(letter.modele != Model.INFORMATION_DEPARTEMENT for letter in letters):
        return {}
    c = m.scelle.c
    wanted = {row.sha256 for row in left if row.modele in COPIED and row.sha256}
    return {
        row.sha256: row.pdf for row in connection.execute(select(c.sha256, c.pdf).where(c.sha256.in_(wanted)))
    }


def _reported(opened: Opened, n: int, row: ReportedRow) -> tuple[Source, date]:
    return signalement_of_cycle(opened, n, Source(row.source), row.signale_le)


def _contacts_told() -> ColumnElement[str]:
    """Return the contacts of a dossier on one line: « day:number:nature:result:who,… »."""
    k = m.contact.c
    line = cast(k.le, String) + ":" + cast(k.id, String) + ":" + k.nature + ":" + k.resultat
    line += ":" + func.coalesce(k.qui, "")
    stands = (k.dossier_id == m.dossier.c.id, k.annule_a.is_(None))
    lines = select(func.aggregate_strings(line, ",")).where(*stands)
    return lines.correlate(m.dossier).scalar_subquery().label("contacts")


def _contacts(lines: str) -> tuple[Fait, ...]:
    split = (line.split(":") for line in lines.split(",") if line)
    ordered = sorted(
        (date.fromisoformat(on), int(number), nature, result, who)
        for on, number, nature, result, who in split
    )
    return tuple(_fact(on, nature, result, who) for on, _, nature, result, who in ordered)


def _fact(on: date, nature: str, result: str, who: str) -> Fait:
    what = f"Contact par {ContactNature(nature).label}" if nature != "autre" else "Contact"
    return Fait(on, what, answered(ContactResult(result), Answering(who) if who else None))


def _is_first(letter: LetterRow, siblings: Sequence[LetterRow]) -> bool:
    """Tell whether no letter before this one may have reached that person: one unknown at its address, or
    lost, told nothing."""
    whose = (letter.role, letter.representant_id)
    return not any(
        r.id < letter.id and (r.role, r.representant_id) == whose and r.etat not in NEVER_ARRIVED
        for r in siblings
    )
