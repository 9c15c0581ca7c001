"""An act carried out to the paper: decided and written, its letters posted with it when asked, else made into drafts.

The act and its letters' rows are committed together; drafts are made after; a failure leaves a letter « à produire ».
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.acts.perform import Done, perform
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.lines import LetterLine, letters
from ofworkflow.casework.dossier.transactions import Transactions
from ofworkflow.casework.mail import posting
from ofworkflow.casework.mail.drafts import NotMade, produce_waiting
from ofworkflow.casework.mail.letters.subject import Press
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.vocabulary import PostMode


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of an act: itself, the postings noted with it, its letters as they are now, those that could not be made."""

    done: Done
    posted: tuple[Done, ...] = ()
    letters: tuple[LetterLine, ...] = ()
    failed: tuple[NotMade, ...] = ()


def carry_out(
    base: Transactions, press: Callable[[], Press], dossier_id: int, request: Request, *, done_on: date, desk: Desk,
    note: str = "", again: bool = False, mode: PostMode | None = None,
) -> Carried:  # fmt: skip
    """Do one act on one dossier, and make its letters; `mode`: they are sealed, and leave on the day of the act.

    Raise what `perform` and `post` raise: nothing is written then.
    """

    def unit(connection: Connection) -> tuple[Done, Sequence[Done]]:
        done = perform(connection, dossier_id, request, done_on=done_on, desk=desk, note=note, again=again)
        if mode is None:
            return done, ()
        leaving = posting.letters_of_act(connection, dossier_id, done.decision.n)
        return done, posting.post(connection, press(), leaving, done_on=done_on, mode=mode, desk=desk)

    done, posted = base.write(unit)
    if not done.decision.letters:
        return Carried(done, tuple(posted))
    _, failed = produce_waiting(base, press(), dossier_id=dossier_id)
    with base.reading() as connection:
        of_act = [line for line in letters(connection, dossier_id=dossier_id) if line.acte_n == done.decision.n]
    return Carried(done, tuple(posted), tuple(of_act), tuple(failed))
