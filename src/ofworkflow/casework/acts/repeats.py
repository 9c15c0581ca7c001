"""The same thing typed twice by mistake, or by two people at the same second: said, not noted again
(docs/decisions/0018)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.opened import Opened
from ofworkflow.errors import AlreadyNotedError
from ofworkflow.procedure.entries import Request
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import ContactNature
from ofworkflow.storage.rows import ContactRow, NotedRow

_BY_THE_SAME = 600  # seconds
_BY_A_COLLEAGUE = 10  # the time to wait for the other's transaction, and a clock that is not quite ours
_AGAIN = "Rien n'a été écrit de plus. Si c'en est bien un second, ajoutez --encore."


def refuse_repeated(opened: Opened, request: Request, done_on: date, desk: Desk) -> None:
    """Raise `AlreadyNotedError` when the last act of a person is this very one, noted a moment ago."""
    if request.of_the_post:
        return  # what letters became says it, however long ago
    pairs = zip(reversed(opened.entries), reversed(opened.lines), strict=True)
    of_people = (pair for pair in pairs if not (pair[0].by_automaton or pair[0].request.of_the_post))
    last, line = next(of_people, (None, None))
    if (
        last is not None
        and line is not None
        and last.done_on == done_on
        and request.repeats(last.request.typed())
        and _is_recent(line, desk)
    ):
        raise AlreadyNotedError(
            f"Déjà noté au dossier {opened.reference} : {last.act.label}, le {french_day(done_on)}, par "
            f"{last.author} "
            f"(acte {last.n}). {_AGAIN}"
        )


def refuse_repeated_contact(
    noted: Sequence[ContactRow], nature: ContactNature, done_on: date, desk: Desk
) -> None:
    """Raise `AlreadyNotedError` when one of these contacts, that say the very same, was noted a moment
    ago."""
    recent = next((row for row in noted if _is_recent(row, desk)), None)
    if recent is not None:
        raise AlreadyNotedError(
            f"Déjà noté : contact ({nature.label}), le {french_day(done_on)}, par {recent.auteur}. {_AGAIN}"
        )


def _is_recent(row: NotedRow, desk: Desk) -> bool:
    noted_at: datetime = row.enregistre_a
    return abs((desk.now - noted_at).total_seconds()) <= (
        _BY_THE_SAME if row.auteur == desk.author else _BY_A_COLLEAGUE
    )
