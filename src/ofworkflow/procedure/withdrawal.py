"""What rests on an act: what is to be withdrawn before it."""

from __future__ import annotations

from collections.abc import Sequence

from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.replay import advance, posted_act, standing
from ofworkflow.procedure.requests import Ouvrir
from ofworkflow.procedure.steps import BY_SOURCE


def built_on(entries: Sequence[Entry], n: int) -> list[Entry]:
    """Return the acts that could not have been done without the entry `n`, and all that followed them.

    An act is built on it when the dossier would not have stood where it was done, or when it ended or moved a
    delay that the entry opened.
    """
    case: CaseState | None = None
    built: list[Entry] = []
    for entry in standing(entries):
        if n in (entry.n, posted_act(entry)):
            continue
        if case is None:
            case = CaseState(born_on=entry.request.naissance) if isinstance(entry.request, Ouvrir) else None
        elif entry.n > n and not entry.request.of_the_post and (built or _needs(entry, case, n)):
            built.append(entry)
        if case is not None:
            case = advance(case, entry)
    return built


def _needs(entry: Entry, case: CaseState, n: int) -> bool:
    moved = {by for by, *_ in entry.effects.ends} | {delay.opened_by for delay in entry.effects.opens}
    elsewhere = entry.source != case.stage and not (
        entry.request.keeps_stage and (entry.act, case.stage) in BY_SOURCE
    )
    return elsewhere or n in moved
