"""From the journal to the case: pure, and the only way to know where a dossier stands.

Each entry carries what it changed (the dates of the delays it opened, with their article and version), so
that a replay gives what was decided that day, whatever became of the law or the settings since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ofworkflow.procedure.case import CaseState, RunningDelay
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.late import is_late
from ofworkflow.procedure.requests import CorrigerNaissance, EnregistrerRetour, Ouvrir, Poster
from ofworkflow.procedure.vocabulary import Act, Delay, DelayState


def replay(entries: Iterable[Entry]) -> CaseState:
    """Return the case that the journal tells; the first entry opens it.

    Entries voided by a later one are left out, and kept in `CaseState.annulled`; of what the post did with
    their letters, only what became of the envelopes counts. Raise `ValueError` where the journal does not
    begin with an opening.
    """
    journal = list(entries)
    if not journal or not isinstance(journal[0].request, Ouvrir):
        raise ValueError("a journal begins with an opening")
    annulled = {entry.effects.annuls: entry.n for entry in journal if entry.effects.annuls is not None}
    case = CaseState(born_on=journal[0].request.naissance)
    for entry in journal:
        if entry.n not in annulled and not entry.request.voids:
            case = advance(case, _without_what_was_voided(entry, annulled))
        else:
            case = case.but(last_n=entry.n, last_entry_on=entry.done_on)
        if entry.request.voids:
            case = _said_meanwhile(case, entry, annulled)
    return case.but(annulled=annulled) if annulled else case


def advance(case: CaseState, entry: Entry) -> CaseState:
    """Return the case after one more entry (anything but one that voids another, which needs the whole
    journal)."""
    request, effects = entry.request, entry.effects
    acts_on, acts = {**case.acts_on, entry.n: entry.done_on}, case.acts
    case = request.fold(case, entry)
    changes: dict[str, object] = {
        "acts_on": acts_on,
        "last_n": entry.n,
        "last_entry_on": entry.done_on,
    }
    if not (request.of_the_post or request.keeps_stage):
        # what only records a fact does it wherever the dossier stands, once what was voided is left out
        changes["stage"] = entry.dest
    if not request.of_the_post:
        changes["acts"] = (*acts, (entry.n, entry.act))
        if not entry.by_automaton and not effects.repris_de:  # theirs are of before we had the dossier
            changes["last_human_on"] = entry.done_on
    if not request.keeps_trigger:
        changes["trigger"] = effects.opens_trigger
    elif effects.clears_trigger:
        changes["trigger"] = None
    if effects.ends or effects.opens:
        changes["delays"] = _moved_delays(case, entry)
        if case.convocations and any(slug is Delay.DEPARTEMENT for _, slug, _ in effects.ends):
            changes["convocations"] = ()
    return case.but(**changes)


OF_AN_ENVELOPE = frozenset({Delay.PLI})
"""The delays of the post itself: whatever becomes of the act, its envelopes are on their way."""


def _without_what_was_voided(entry: Entry, annulled: Mapping[int, int]) -> Entry:
    """Return what still counts of an entry: where letters of an act that was withdrawn left, no delay runs
    from them, and none was met by them; nor does a birth date move what such an act had opened."""
    request, effects = entry.request, entry.effects
    if annulled and isinstance(request, CorrigerNaissance):
        standing = tuple(delay for delay in effects.opens if delay.opened_by not in annulled)
        return replace(entry, effects=replace(effects, opens=standing))
    if not annulled or not isinstance(request, Poster | EnregistrerRetour) or request.acte_n not in annulled:
        return entry
    kept = replace(
        effects,
        opens=tuple(delay for delay in effects.opens if delay.slug in OF_AN_ENVELOPE),
        ends=tuple(end for end in effects.ends if end.slug in OF_AN_ENVELOPE),
    )
    return replace(entry, effects=kept)


def _said_meanwhile(case: CaseState, entry: Entry, annulled: Mapping[int, int]) -> CaseState:
    """Return the case with what an annulment says that the post had moved; what was voided since runs no
    more."""
    opens = tuple(delay for delay in entry.effects.opens if delay.opened_by not in annulled)
    if not (opens or entry.effects.ends):
        return case
    return case.but(delays=_moved_delays(case, replace(entry, effects=replace(entry.effects, opens=opens))))


def _moved_delays(case: CaseState, entry: Entry) -> tuple[RunningDelay, ...]:
    """Return the delays after an entry: those that it ended stay in their place, so do those that it
    moved; those that were over stay so."""
    delays = {(delay.opened_by, delay.slug): delay for delay in case.delays}
    for by, slug, state in entry.effects.ends:
        if known := delays.get((by, slug)):
            met = state is DelayState.TENUE or entry.act in _MEETS.get(slug, ())
            delays[by, slug] = known.ended(state, entry.done_on, met=met)
    for delay in entry.effects.opens:
        over = delays.get(delay.key)
        delays[delay.key] = _over_still(over, delay) if over and not over.is_open else delay
    return tuple(delays.values())


_MEETS = {Delay.DEPARTEMENT: (Act.POSTER, Act.TRANSMETTRE)}
"""What meets, late, a delay whose start may be corrected once it is over: the notice that leaves."""


def _over_still(over: RunningDelay, moved: RunningDelay) -> RunningDelay:
    """Return a delay that is over with another start: late or in time by its right end."""
    in_time = DelayState.TENUE if over.met else DelayState.SANS_OBJET
    state = in_time if over.state is DelayState.HORS_DELAI else over.state
    if over.closed_on and is_late(moved, over.closed_on):
        state = DelayState.HORS_DELAI
    return moved.ended(state, over.closed_on, met=over.met)
