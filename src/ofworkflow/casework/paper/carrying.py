"""An act carried out to the paper: decided and written, its letters posted with it when asked, else made into
drafts.

The act and its letters' rows are committed together; drafts are made after; a failure leaves a letter « à
produire ».
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.acts.perform import Done, perform
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.lines import LetterLine, as_line, letters
from ofworkflow.casework.dossier.locking import hold_openings
from ofworkflow.casework.dossier.opened import read_by_reference
from ofworkflow.casework.dossier.transactions import Transactions
from ofworkflow.casework.mail import posting
from ofworkflow.casework.mail.drafts import Made, NotMade, make_drafts, produce_waiting
from ofworkflow.casework.mail.letters.subject import LetterSubject, Press
from ofworkflow.casework.mail.subjects import subjects_in_hand
from ofworkflow.casework.registry.finding import find_dossier
from ofworkflow.errors import AlreadyNotedError
from ofworkflow.files import relative
from ofworkflow.procedure.requests import CorrigerNaissance, Request
from ofworkflow.procedure.vocabulary import LetterState, PostMode
from ofworkflow.records import dataclass
from ofworkflow.storage.rows import LetterRow


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of an act: itself, the postings noted with it, its letters as they are now, those that
    could not be made."""

    done: Done
    posted: tuple[Done, ...] = ()
    letters: tuple[LetterLine, ...] = ()
    failed: tuple[NotMade, ...] = ()
    before: tuple[Done, ...] = ()  # the acts that had to come first, in the same gesture

    @property
    def last_letter(self) -> int:
        """The number of the last letter of the act; 0 when it writes none."""
        return max((line.id for line in self.letters), default=0)


def carry_out(
    base: Transactions,
    press: Callable[[], Press],
    reference: str,
    request: Request,
    *,
    done_on: date,
    desk: Desk,
    note: str = "",
    again: bool = False,
    mode: PostMode | None = None,
    with_what_followed: bool = False,
    first: Sequence[tuple[Request, date]] = (),
) -> Carried:
    """Do one act on one dossier, and make its letters; `mode`: they are sealed, and leave on the day of the
    act; `first`: what must be done before it, each on its day, all or nothing.

    Raise what `find_dossier`, `perform` and `post` raise: nothing is written then.
    """

    def unit(
        connection: Connection,
    ) -> tuple[Done, Sequence[Done], list[LetterRow], list[LetterSubject] | None]:
        if isinstance(request, CorrigerNaissance):
            hold_openings(connection, desk.structure)  # by birth date, too, a list tells who is known
        opened = read_by_reference(connection, reference) or find_dossier(connection, reference).id
        before.clear()  # done again from its beginning where the base gives way to another program
        for earlier, on in first:
            held = before[-1].dossier_id if before else opened
            before.append(perform(connection, held, earlier, done_on=on, desk=desk, again=again))
        done = perform(
            connection,
            before[-1].dossier_id if before else opened,
            request,
            done_on=done_on,
            desk=desk,
            note=note,
            again=again,
            with_what_followed=with_what_followed,
        )
        n, posted = done.decision.n, list[Done]()
        if mode is not None:
            leaving = posting.letters_of_act(connection, done.dossier_id, n)
            posted = posting.post(connection, press(), leaving, done_on=done_on, mode=mode, desk=desk)
        if not done.decision.letters or before:
            return done, posted, [], None
        hand = done.in_hand
        return done, posted, *subjects_in_hand(connection, press(), hand.opened, hand.persons, n)

    before: list[Done] = []
    try:
        done, posted, rows, subjects = base.write(unit)
    except AlreadyNotedError:
        _finish(base, press(), reference)
        raise
    if done.card_changed:
        return _made_apart(base, press(), done, posted, before)
    if not any(each.decision.letters for each in (*before, done)):
        return Carried(done, tuple(posted), before=tuple(before))
    if subjects is None:
        return _made_apart(base, press(), done, posted, before)
    cancelled = [row for row in rows if row.etat == LetterState.ANNULE and row.fichier]
    stale, results = set[int](), list[Made | NotMade]()
    if subjects or cancelled:
        stale, results = make_drafts(base, press(), subjects, cancelled)
    if stale:
        return _made_apart(base, press(), done, posted)
    lines = tuple(
        _line(row, done.reference, results, press()) for row in rows if row.acte_n == done.decision.n
    )
    return Carried(done, tuple(posted), lines, tuple(r for r in results if isinstance(r, NotMade)))


def _finish(base: Transactions, press: Press, reference: str) -> None:
    """Make what waits in a dossier whose act is typed again: the first time may have died before its letters
    were made."""
    with base.reading() as connection:
        dossier_id = find_dossier(connection, reference).id
    produce_waiting(base, press, dossier_id=dossier_id)


def _made_apart(
    base: Transactions, press: Press, done: Done, posted: Sequence[Done], before: Sequence[Done] = ()
) -> Carried:
    """Make all that waits in the dossier, earlier letters or letters that somebody changed meanwhile
    included."""
    acts = {each.decision.n for each in (*before, done)}
    _, failed = produce_waiting(base, press, dossier_id=done.dossier_id)
    with base.reading() as connection:
        of_act = [line for line in letters(connection, dossier_id=done.dossier_id) if line.acte_n in acts]
    return Carried(done, tuple(posted), tuple(of_act), tuple(failed), tuple(before))


def _line(row: LetterRow, reference: str, results: Sequence[Made | NotMade], press: Press) -> LetterLine:
    """Return a letter as it is once its draft was noted."""
    line = as_line(row, reference)
    result = next((r for r in results if r.id == line.id), None)
    if isinstance(result, Made):
        return replace(
            line, etat=str(LetterState.PREPARE), fichier=relative(press.folder, result.path), erreur=None
        )
    return line if result is None else replace(line, erreur=result.reason)
