"""The invariants of the procedure that a journal alone can show, checked after any walk."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise

from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.law.deadlines import deadline, majority_on
from ofworkflow.law.texts import RULES
from ofworkflow.procedure.case import CaseState, RunningDelay
from ofworkflow.procedure.due import alertes, due_acts
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.plan import plan
from ofworkflow.procedure.replay import advance, replay
from ofworkflow.procedure.vocabulary import AUTOMATE, Act, Delay, DelayState, Stage
from ofworkflow.storage.journal_codec import decode, encode
from procedure.cases import Case, line_of

BEFORE_MAJORITY = frozenset({Act.TRANSMETTRE, Act.CONVOQUER, Act.REPORTER, Act.PREPARER_TRANSMISSION, Act.ROUVRIR, Act.SIGNALER})


def check(case: Case) -> None:
    """Assert every invariant on the case as it stands."""
    entries, state = case.entries, case.state
    _journal_is_whole(entries, state)
    for i, entry in enumerate(entries[1:], start=1):
        before = replay(entries[:i])
        _entry_holds(before, entry, majority_on(before.born_on))
    for delay in state.delays:
        _delay_can_be_recomputed(delay, case)
    assert all(c.starts_on <= c.ends_on for c in state.coverages), "6. every situation has an end or a review date"
    if state.stage is Stage.CLOTURE:
        assert due_acts(state, case.rules) == [], "10. nothing is due on a closed dossier"
        assert {d.slug for d in state.open_delays()} == {Delay.CONSERVATION}
        assert alertes(state, {}) == []
    else:
        assert list(plan(state, case.rules, {}))[-1].after.stage is Stage.CLOTURE, (
            "6. every open dossier has dated next steps, to its end"
        )
        assert state.open_delay(Delay.MAJORITE) is not None
        assert state.closed_on is None


def _journal_is_whole(entries: list[Entry], state: CaseState) -> None:
    assert [e.n for e in entries] == list(range(1, len(entries) + 1)), "5. nothing is taken out"
    assert all(entry.source is before.dest for before, entry in pairwise(entries))
    # 9. the journal as it is stored, read again in one go or entry by entry, gives the case
    stored = [decode(line_of(e, json.loads(json.dumps(encode(e))))) for e in entries]
    assert replay(stored) == state
    folded = replay(stored[:1])
    for i, entry in enumerate(stored[1:], start=2):
        folded = replay(stored[:i]) if entry.request.voids else advance(folded, entry)
    assert folded == state


def _entry_holds(before: CaseState, entry: Entry, majority: date) -> None:
    on = entry.done_on
    if entry.act is Act.TRANSMETTRE:
        posted = [a for a in before.appointments if a.n in before.convocations and a.n in before.posted_on]
        assert any(a.on <= on and a.outcome != "reporte" for a in posted), "1. a posted convocation whose appointment is past"
        assert not [c for c in before.coverages if c.starts_on <= on <= c.ends_on and (c.broken_on or date.max) > on], "2."
    if entry.act in BEFORE_MAJORITY:
        assert on < majority, "3. before majority"
    if entry.act in (Act.CONVOQUER, Act.REPORTER):
        assert date.fromisoformat(encode(entry)["demande"]["rdv"]["le"]) < majority, "3. the appointment too"
    if entry.act is Act.CONSTATER_ABSENCE:
        expected = before.appointments[-1]
        assert expected.n in before.posted_on, "12. nobody is absent without a letter"
        assert expected.outcome is None, "12. an excused or moved appointment is not missed"
        assert expected.on <= on
    if entry.author == AUTOMATE:
        assert entry.act in (Act.CLOTURER, Act.CONSTATER_AGE, Act.CONSTATER_TERME, Act.PREPARER_TRANSMISSION), (
            "the night prepares, a person signs"
        )
    if entry.act is Act.CLOTURER and entry.author == AUTOMATE:
        assert on == max(majority, before.last_entry_on or majority), "of age by a birth date corrected since: that day"
    after = advance(before, entry) if not entry.request.voids else None
    if after is not None:
        _endings_are_marked(before, after, entry)
        kept = [(a.n, a.outcome) for a in before.appointments if a.outcome in ("absent", "tenu", "excuse", "reporte")]
        later = {a.n: a.outcome for a in after.appointments}
        changed = [n for n, outcome in kept if later[n] != outcome]
        assert not changed or entry.act is Act.JUSTIFIER, "12. an outcome stays, unless an absence is excused"


def _endings_are_marked(before: CaseState, after: CaseState, entry: Entry) -> None:
    running = {d.key for d in before.open_delays()}
    for delay in after.delays:
        if delay.key in running and not delay.is_open and delay.slug is Delay.DEPARTEMENT:
            late = not delay.provisional and entry.done_on > delay.dates.legal_on
            assert (delay.state is DelayState.HORS_DELAI) is late, "11. a late ending is always marked"
            assert (delay.state is DelayState.TENUE) is (entry.act is Act.TRANSMETTRE and not late)


def _delay_can_be_recomputed(delay: RunningDelay, case: Case) -> None:
    """Invariant 4: from the journal and the law alone."""
    opener = case.entries[delay.opened_by - 1]
    told = [d for e in case.entries for d in encode(e).get("ouvre", ()) if (d["par"], d["slug"]) == (opener.n, delay.slug)]
    assert told, "4. the entry that opened it says so"
    if delay.slug in RULES and delay.slug is not Delay.MAJORITE:
        assert deadline(RULES[delay.slug], starts_on=delay.dates.starts_on, calendar=WorkCalendar()) == delay.dates
    if delay.slug is Delay.DEPARTEMENT and delay.is_open:
        starts_on, posted = _departure(opener, delay, case)
        assert (delay.dates.starts_on, delay.provisional) == (starts_on, not posted)
    elif delay.slug is Delay.PREMIER_ENTRETIEN:
        reported = encode(opener)["demande"].get("signale_le")  # before 16, from the birthday
        starts_on = date.fromisoformat(reported) if reported else case.state.sixteen_on
        corrected = [e for e in case.entries if e.act is Act.CORRIGER_NAISSANCE]
        if not corrected:
            assert delay.dates.starts_on == starts_on
        elif delay.is_open and len(told) > 1:  # moved by a birth date corrected since
            known = case.state.reports[opener.n].on
            assert delay.dates.starts_on in (known, max(known, case.state.sixteen_on))
    elif delay.slug is Delay.ISSUE:
        appointment = date.fromisoformat(encode(opener)["demande"]["rdv"]["le"])
        assert delay.dates.legal_on == appointment + timedelta(case.rules.issue)
    elif delay.slug in (Delay.JUSTIFICATION, Delay.ACCUSE_DEPARTEMENT, Delay.CONSERVATION, Delay.PLI):
        assert delay.dates.starts_on == opener.done_on


def _departure(opener: Entry, delay: RunningDelay, case: Case) -> tuple[date, bool]:
    """Return from when the two months run, and whether letters left: read from the postings, not from the delay."""
    posted = [
        e.done_on
        for e in case.entries
        if e.act is Act.POSTER
        and e.n not in case.state.annulled  # noted wrongly, and corrected since
        and encode(e)["demande"]["acte_n"] >= opener.n
        and case.entries[encode(e)["demande"]["acte_n"] - 1].act in (Act.CONVOQUER, Act.REPORTER)
    ]
    if delay.anchor == "rendez_vous":
        return date.fromisoformat(encode(opener)["demande"]["rdv"]["le"]), bool(posted)
    return min(posted, default=opener.done_on), bool(posted)
