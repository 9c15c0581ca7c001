"""A posting wrongly noted: it counts no more, and is noted again as it was, in one transaction.

What ran from it (the two months, the return of a registered letter, the département's acknowledgement) runs
from the right one, for stage and delays follow from the journal; what the post said of its envelopes since is
said again of the posting that stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from sqlalchemy import Connection, delete, select, update

from ofworkflow.casework.acts.perform import Done, perform
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import held_letters
from ofworkflow.casework.dossier.opened import Opened, letter_id, read
from ofworkflow.casework.mail.sealing import follow
from ofworkflow.casework.mail.tracking import envelopes, in_order, take_numbers
from ofworkflow.errors import AlreadyNotedError, RefusedError, UsageError
from ofworkflow.procedure.case import RunningDelay
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.requests import Corriger, EnregistrerRetour, Poster
from ofworkflow.procedure.vocabulary import LetterState, PostMode
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.rows import LetterRow, Values


@dataclass(frozen=True, slots=True)
class AsItWas:
    """How a posting really was: what is not said is as it was noted."""

    on: date | None = None
    mode: PostMode | None = None
    numbers: tuple[str, ...] = ()
    agreed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CorrectedPosting:
    """A posting corrected: its letters, what was noted, what is now, the delays that moved, over or not
    (nothing: it runs no more), what to look at."""

    reference: str
    name: str
    letters: tuple[int, ...]
    before: tuple[date, PostMode]
    after: tuple[date, PostMode]
    moved: tuple[tuple[RunningDelay, RunningDelay | None], ...]
    warnings: tuple[str, ...]


def correct_posting(
    connection: Connection, numbers: Sequence[int], right: AsItWas, *, why: str, desk: Desk
) -> list[CorrectedPosting]:
    """Correct the postings of these letters, each with all the letters that it noted.

    Raise `UsageError` where nothing is said to be otherwise, `RefusedError` for a letter that did not leave,
    `AlreadyNotedError` where it is noted so, and `GuardError` where the right day makes no sense.
    """
    if not (right.on or right.mode or right.numbers):
        raise UsageError("Dites ce qui était mal noté : --le DATE, --mode MODE ou --numero N.")
    held = held_letters(connection, numbers)
    for row in held:
        if not row.poste_le:
            raise RefusedError(
                f"Le courrier {letter_id(row.id)} n'est pas noté parti : rien n'est à corriger. Pour noter "
                f"l'envoi : of courriers poster {letter_id(row.id)} --le DATE --mode MODE"
            )
    tracked = in_order(right.numbers, envelopes(connection, numbers))
    done = []
    for dossier_id in sorted({row.dossier_id for row in held}):
        opened = read(connection, [dossier_id], lock=True)[0]
        mine = {row.id for row in held if row.dossier_id == dossier_id}
        postings = sorted({_posting_of(opened, number).n for number in mine})
        done += [_correct(connection, opened.id, n, right, tracked, why, desk) for n in postings]
    return done


def _posting_of(opened: Opened, letter: int) -> Entry:
    """Return the posting of a letter that stands."""
    for entry in reversed(opened.entries):
        stands = entry.n not in opened.case.annulled
        if stands and isinstance(entry.request, Poster) and letter in entry.request.courriers:
            return entry
    raise RefusedError(
        f"Le journal ne dit pas l'envoi de {letter_id(letter)}. Faites examiner la base (of docteur)."
    )


def _correct(
    connection: Connection,
    dossier_id: int,
    n: int,
    right: AsItWas,
    tracked: dict[int, str],
    why: str,
    desk: Desk,
) -> CorrectedPosting:
    opened = read(connection, [dossier_id], lock=True)[0]
    entry = next(e for e in opened.entries if e.n == n)
    wrong = cast("Poster", entry.request)
    c = m.courrier.c
    rows: Sequence[LetterRow] = connection.execute(
        select(m.courrier).where(c.id.in_(wrong.courriers)).order_by(c.id)
    ).all()
    on, mode = right.on or entry.done_on, right.mode or wrong.mode
    numbered = {row.id: tracked.get(row.id, row.numero or "") for row in rows}
    if (on, mode) == (entry.done_on, wrong.mode) and all(numbered[r.id] == (r.numero or "") for r in rows):
        raise AlreadyNotedError(
            f"Déjà noté : {', '.join(letter_id(r.id) for r in rows)}, {mode.label}, le {french_day(on)}. "
            "Rien n'a été écrit de plus."
        )
    returns = _returns(opened, n, wrong.courriers)
    before = {d.key: d for d in opened.case.delays}
    first = perform(connection, dossier_id, Corriger(n, why), done_on=desk.today, desk=desk, again=True)
    _free_numbers(connection, rows)
    posted = Poster(
        wrong.acte_n,
        wrong.courriers,
        mode,
        ", ".join(dict.fromkeys(number for number in numbered.values() if number)),
        wrong.information,
        right.agreed_on or (wrong.accord_le if mode.consented else None),
    )
    _note(connection, rows, on, mode, numbered, desk)
    last = perform(connection, dossier_id, posted, done_on=on, desk=desk, again=True, at_once=True)
    for back in returns:
        request = cast("EnregistrerRetour", back.request)
        follow(connection, list(request.courriers), str(request.issue), back.done_on, desk)
        last = perform(
            connection, dossier_id, request, done_on=back.done_on, desk=desk, again=True, at_once=True
        )
    after = last.in_hand.opened.case
    now = {d.key: d for d in after.delays}
    of_posting = {d.slug: d for d in after.delays if d.opened_by > n}  # what the other posting opened
    moved = tuple(
        (delay, now.get(key) or (of_posting.get(delay.slug) if delay.opened_by == n else None))
        for key, delay in before.items()
        if now.get(key) != delay and (delay.is_open or key in now)
    )
    return CorrectedPosting(
        first.reference, first.in_hand.opened.minor_name, wrong.courriers,
        (entry.done_on, wrong.mode), (on, mode), moved,
        tuple(_what_was_said(last, wrong.acte_n)),
    )  # fmt: skip


def _returns(opened: Opened, n: int, letters: Sequence[int]) -> list[Entry]:
    """Return what the post said of these letters since the posting `n`, in the order it was noted."""
    return [
        e
        for e in opened.entries
        if e.n > n and isinstance(e.request, EnregistrerRetour) and set(e.request.courriers) & set(letters)
    ]


def _free_numbers(connection: Connection, rows: Sequence[LetterRow]) -> None:
    """Take their numbers back from these envelopes: they bear others, or left on another day."""
    t = m.numero.c
    for envelope in {(r.dossier_id, r.acte_n, r.pli, r.poste_le) for r in rows}:
        whose = zip((t.dossier_id, t.acte_n, t.pli, t.poste_le), envelope, strict=True)
        connection.execute(delete(m.numero).where(*(column == value for column, value in whose)))


def _note(
    connection: Connection,
    rows: Sequence[LetterRow],
    on: date,
    mode: PostMode,
    numbered: dict[int, str],
    desk: Desk,
) -> None:
    take_numbers(connection, rows, numbered, on)
    left = LetterState.REMIS if mode is PostMode.MAIN_PROPRE else LetterState.POSTE
    for row in rows:
        number = numbered[row.id] or None
        values: Values = {"poste_le": on, "mode": str(mode), "numero": number}
        if row.etat in (LetterState.POSTE, LetterState.REMIS):
            values["etat"] = str(left)
        connection.execute(update(m.courrier).where(m.courrier.c.id == row.id).values(**values))
        follow(connection, [row.id], str(left), on, desk, mode=str(mode), numero=number)


def _what_was_said(done: Done, acte_n: int) -> list[str]:
    """Say what left since with the wrong day in it: a notice tells when the family was summoned."""
    case = done.in_hand.opened.case
    summons = {a.n for a in case.appointments}
    if case.notice is None or case.notice_left_on is None or acte_n not in summons | {case.notice[0]}:
        return list(done.warnings)
    n, _ = case.notice
    return [
        *done.warnings,
        f"L'information partie le {french_day(case.notice_left_on)} dit l'ancien envoi. Si cela compte, "
        f"retirez-la par un courrier, puis informez de nouveau : of rectifier {done.reference} --acte {n} "
        "--motif date",
    ]
