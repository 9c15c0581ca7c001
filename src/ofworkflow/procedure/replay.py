"""From the journal to the case: pure, and the only way to know where a dossier stands.

Each entry carries what it changed (the dates of the delays it opened, with their article and version), so that a replay gives
what was decided that day, whatever became of the law or the settings since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.requests import Ouvrir
from ofworkflow.procedure.vocabulary import Delay


def replay(entries: Iterable[Entry]) -> CaseState:
    """Return the case that the journal tells; the first entry opens it.

    Entries voided by a later « annuler » are left out, and kept in `CaseState.annulled`. Raise `ValueError` where the journal
    does not begin with an opening.
    """
    journal = list(entries)
    if not journal or not isinstance(journal[0].request, Ouvrir):
        raise ValueError("a journal begins with an opening")
    annulled = {entry.effects.annuls: entry.n for entry in journal if entry.effects.annuls is not None}
    case = CaseState(born_on=journal[0].request.naissance)
    for entry in journal:
        if entry.n not in annulled and not entry.request.voids:
            case = advance(case, entry)
        else:
            case = case.but(last_n=entry.n, last_entry_on=entry.done_on)
    return case.but(annulled=annulled) if annulled else case


def advance(case: CaseState, entry: Entry) -> CaseState:
    """Return the case after one more entry (anything but one that voids another, which needs the whole journal)."""
    request = entry.request
    acts_on = {**case.acts_on, entry.n: entry.done_on}
    case = request.fold(case, entry)
    case = case.but(
        acts_on=acts_on,
        # a posting is recorded at whatever stage the dossier stands, once what was voided is left out
        stage=case.stage if request.of_the_post else entry.dest,
        last_n=entry.n,
        last_act=case.last_act if request.of_the_post else (entry.n, entry.act),
        last_entry_on=entry.done_on,
        last_human_on=case.last_human_on if entry.by_automaton or request.of_the_post else entry.done_on,
        trigger=case.trigger if request.keeps_trigger else entry.effects.opens_trigger,
    )
    return _move_delays(case, entry)


def _move_delays(case: CaseState, entry: Entry) -> CaseState:
    ended = {end.key: end.state for end in entry.effects.ends}
    if ended:
        case = case.but(
            delays=tuple(replace(d, state=ended[d.key], closed_on=entry.done_on) if d.key in ended else d for d in case.delays),
        )
        if any(slug is Delay.DEPARTEMENT for _, slug in ended):
            case = case.but(convocations=())
    for delay in entry.effects.opens:
        case = case.with_delay(delay)
    return case
