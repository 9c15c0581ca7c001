"""A plan carried out: each minor summoned in a transaction of his or her own, one print run, the posting.

What stops one minor stops nobody else. Stopped at any moment, what is done is done: the plan made again
proposes the others, and `of courriers imprimer` prints the letters that wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from ofworkflow.casework.acts.perform import Done, perform
from ofworkflow.casework.agenda.summoning import Proposed
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.opened import read_by_reference
from ofworkflow.casework.dossier.transactions import Transactions
from ofworkflow.casework.mail import runs
from ofworkflow.casework.mail.drafts import NotMade, withdraw_drafts
from ofworkflow.casework.mail.letters.subject import Press
from ofworkflow.casework.mail.sheets import Progress
from ofworkflow.errors import OfWorkflowError, StorageError, UsageError
from ofworkflow.files import Destination
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.decide import GuardError
from ofworkflow.records import dataclass
from ofworkflow.storage.database import Database
from ofworkflow.storage.failures import BusyError
from ofworkflow.storage.summoning import letters_of_acts
from ofworkflow.storage.summoning import unprinted as unprinted


@dataclass(frozen=True, slots=True)
class Summoned:
    """What became of a proposal: the act, or why it was not done."""

    proposed: Proposed
    done: Done | None
    why: str = ""


def summon_each(
    base: Transactions, plan: Sequence[Proposed], *, desk: Desk, note: str = "", regardless: str = ""
) -> Iterator[Summoned]:
    """Summon these minors, one transaction each, and yield what became of each; a base that is gone stops
    them all. `regardless`: why those whose day or hour is refused are given it all the same."""
    gone = ""
    for each in plan:
        if gone:
            yield Summoned(each, None, gone)
            continue
        try:
            yield Summoned(each, base.write(_summoning(each, desk, note, regardless)))
        except OfWorkflowError as error:
            if isinstance(error, StorageError) and not isinstance(error, BusyError):
                gone = str(error)
            yield Summoned(each, None, str(error))


def try_hour(
    connection: Connection, each: Proposed, before: Sequence[Proposed], *, desk: Desk, regardless: str = ""
) -> ask.Convoquer:
    """Return the request that summons a minor at that hour, once those of the same day `before`: only to be
    rehearsed. Raise what `perform` raises."""
    for other in before:
        if other.rdv.le == each.rdv.le:
            _summoned(connection, other, desk, "", regardless)
    request = _summoned(connection, each, desk, "", regardless).decision.request
    return request if isinstance(request, ask.Convoquer) else each.request


def _summoning(each: Proposed, desk: Desk, note: str, regardless: str) -> Callable[[Connection], Done]:
    def unit(connection: Connection) -> Done:
        return _summoned(connection, each, desk, note, regardless)

    return unit


def _summoned(connection: Connection, each: Proposed, desk: Desk, note: str, regardless: str) -> Done:
    def attempt(request: ask.Convoquer) -> Done:
        opened = read_by_reference(connection, each.reference)
        if opened is None:
            raise UsageError(f"Le dossier {each.reference} n'existe plus. Voyez la liste (of dossiers).")
        return perform(connection, opened, request, done_on=desk.today, desk=desk, note=note)

    try:
        return attempt(each.request)
    except GuardError as error:
        if not regardless or error.refusal.waived_by != "malgre":
            raise
    return attempt(replace(each.request, malgre=regardless))


def print_summons(
    database: Database,
    press: Press,
    desk: Desk,
    done: Sequence[Done],
    *,
    output: Destination | None,
    duplex: bool,
    together: bool,
    progress: Progress,
) -> tuple[runs.Run | None, tuple[NotMade, ...]]:
    """Print the letters of these acts, and of them alone, in one run; raise what `print_waiting` raises.

    The drafts of earlier letters that these acts cancelled are removed.
    """
    withdraw_drafts(database, press)
    acts = {(each.dossier_id, each.decision.n) for each in done}
    with database.reading() as connection:
        letters = letters_of_acts(connection, acts)
    return runs.print_waiting(
        database,
        press,
        desk,
        output=output,
        duplex=duplex,
        progress=progress,
        at_most=max(len(letters), 1),
        only=letters,
        together=together,
    )
