"""From the journal to the case: pure, and the only way to know where a dossier stands.

Each entry carries what it changed (the dates of the delays it opened, with their article and version), so that a replay gives
what was decided that day, whatever became of the law or the settings since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ofworkflow.law.deadlines import Deadline
from ofworkflow.procedure.case import EXEMPTION, Appointment, CaseState, Coverage, Entry, RunningDelay
from ofworkflow.procedure.mailings import Mailing, Outcome
from ofworkflow.procedure.vocabulary import Act, Delay, DelayState, LetterState, Stage

# What the post does is dated against its letters, at whatever stage, and is corrected by another fact.
OF_THE_POST = frozenset({Act.POSTER, Act.ENREGISTRER_RETOUR})
_NOT_VOIDABLE = OF_THE_POST | {Act.ANNULER}
# A trigger 2° or 3° is consumed by the next step, not by what merely records a fact.
_KEEPS_TRIGGER = OF_THE_POST | {Act.CONSTATER_SITUATION, Act.EXEMPTER, Act.ROUVRIR, Act.ANNULER}


def replay(entries: Iterable[Entry]) -> CaseState:
    """Return the case that the journal tells; the first entry opens it.

    Entries voided by a later « annuler » are left out, and kept in `CaseState.annulled`.
    """
    journal = list(entries)
    annulled = {int(e.data["annule"]): e.n for e in journal if e.act is Act.ANNULER}
    case = CaseState(born_on=date.fromisoformat(journal[0].asked["naissance"]))
    for entry in journal:
        if entry.n not in annulled and entry.act is not Act.ANNULER:
            case = advance(case, entry)
        else:
            case = case.but(last_n=entry.n, last_entry_on=entry.done_on)
    return case.but(annulled=annulled) if annulled else case


def advance(case: CaseState, entry: Entry) -> CaseState:
    """Return the case after one more entry (anything but « annuler », which needs the whole journal)."""
    acts_on = {**case.acts_on, entry.n: entry.done_on}
    case = _FOLDS.get(entry.act, _same)(case, entry)
    case = case.but(
        acts_on=acts_on,
        # a posting is recorded at whatever stage the dossier stands, once what was voided is left out
        stage=case.stage if entry.act in OF_THE_POST else entry.dest,
        last_n=entry.n,
        last_act=case.last_act if entry.act in _NOT_VOIDABLE else (entry.n, entry.act),
        last_entry_on=entry.done_on,
        last_human_on=case.last_human_on if entry.by_automaton or entry.act in OF_THE_POST else entry.done_on,
        trigger=case.trigger if entry.act in _KEEPS_TRIGGER else str(entry.data.get("declencheur_ouvert", "")),
    )
    return _move_delays(case, entry)


def delay_to_data(delay: RunningDelay) -> dict[str, Any]:
    """Return a delay in the form kept by the journal."""
    dates = delay.dates
    data: dict[str, Any] = {
        "slug": str(delay.slug),
        "par": delay.opened_by,
        "depart": dates.starts_on.isoformat(),
        "nominale": dates.nominal_on.isoformat(),
        "legale": dates.legal_on.isoformat(),
        "interne": dates.internal_on.isoformat(),
        "fondement": dates.basis,
        "duree": dates.length,
    }
    if dates.version_since:
        data["version"] = dates.version_since.isoformat()
    if delay.provisional:
        data["provisoire"] = True
    if delay.anchor:
        data["ancre"] = delay.anchor
    return data


def delay_from_data(data: Mapping[str, Any]) -> RunningDelay:
    """Return the delay that the journal kept."""
    day = date.fromisoformat
    dates = Deadline(
        day(data["depart"]), day(data["nominale"]), day(data["legale"]), day(data["interne"]),
        data["fondement"], data["duree"], day(data["version"]) if "version" in data else None,
    )  # fmt: skip
    return RunningDelay(Delay(data["slug"]), data["par"], dates, bool(data.get("provisoire")), data.get("ancre", ""))


def _move_delays(case: CaseState, entry: Entry) -> CaseState:
    ended = {(int(n), Delay(slug)): DelayState(state) for n, slug, state in entry.data.get("ferme", ())}
    opened = [delay_from_data(data) for data in entry.data.get("ouvre", ())]
    if ended:
        case = case.but(
            delays=tuple(replace(d, state=ended[d.key], closed_on=entry.done_on) if d.key in ended else d for d in case.delays),
        )
        if any(slug is Delay.DEPARTEMENT for _, slug in ended):
            case = case.but(convocations=())
    for delay in opened:
        case = case.with_delay(delay)
    return case


def _same(case: CaseState, entry: Entry) -> CaseState:
    return case


def _opened(case: CaseState, entry: Entry) -> CaseState:
    return case.but(opened_on=entry.done_on)


def _summoned(case: CaseState, entry: Entry) -> CaseState:
    rdv = entry.asked["rdv"]
    moved = case.appointment
    outcome = "reporte" if moved and not moved.outcome else ""
    case = _with_outcome(case, outcome) if outcome else case
    appointment = Appointment(entry.n, entry.dest, date.fromisoformat(rdv["le"]), rdv["heure"], rdv["lieu"])
    under_r114_7 = (*case.convocations, entry.n) if entry.dest is Stage.CONVOCATION else case.convocations
    return case.but(appointments=(*case.appointments, appointment), convocations=under_r114_7)


def _posted(case: CaseState, entry: Entry) -> CaseState:
    act_n = int(entry.asked["acte_n"])
    first = min(case.posted_on.get(act_n, entry.done_on), entry.done_on)
    return with_mailing(case, entry.n, entry.asked, entry.done_on).but(posted_on={**case.posted_on, act_n: first})


def with_mailing(case: CaseState, n: int, asked: Mapping[str, Any], on: date) -> CaseState:
    """Return the case with the letters that the entry `n` says posted on that day."""
    letters = tuple(map(int, asked.get("courriers", ())))
    return case.but(mailings=(*case.mailings, Mailing(n, int(asked["acte_n"]), letters, str(asked["mode"]), on)))


def _returned(case: CaseState, entry: Entry) -> CaseState:
    return with_return(case, entry.asked, entry.done_on)


def with_return(case: CaseState, asked: Mapping[str, Any], on: date) -> CaseState:
    """Return the case with what the post says, on that day, of letters that left."""
    told = set(map(int, asked["courriers"]))
    presented = date.fromisoformat(asked["presente_le"]) if "presente_le" in asked else None
    outcome = Outcome(LetterState(asked["issue"]), on, presented)
    return case.but(
        mailings=tuple(m.told(both, outcome) if (both := tuple(x for x in m.letters if x in told)) else m for m in case.mailings)
    )


def _absent(case: CaseState, entry: Entry) -> CaseState:
    return _with_outcome(case, "absent").but(absence_on=entry.done_on)


def _excused(case: CaseState, entry: Entry) -> CaseState:
    return _with_outcome(case, "excuse").but(absence_on=None)


def _received(case: CaseState, entry: Entry) -> CaseState:
    expected = case.appointment
    return _with_outcome(case, "tenu") if expected and not expected.outcome else case


def _with_outcome(case: CaseState, outcome: str) -> CaseState:
    if not case.appointments:
        return case
    *before, last = case.appointments
    return case.but(appointments=(*before, replace(last, outcome=outcome)))


def _covered(case: CaseState, entry: Entry) -> CaseState:
    return case.but(coverages=(*case.coverages, coverage_from_data(entry.n, entry.data["couvre"])), notice=None)


def coverage_to_data(coverage: Coverage) -> dict[str, Any]:
    """Return a coverage in the form kept by the journal."""
    return {
        "nature": coverage.nature,
        "debut": coverage.starts_on.isoformat(),
        "fin": coverage.ends_on.isoformat(),
        "revue": coverage.is_review,
        "preuve": coverage.proof,
        "preuve_vue": coverage.proof_seen_on.isoformat(),
        "sous_type": coverage.subtype,
    }


def coverage_from_data(n: int, data: Mapping[str, Any]) -> Coverage:
    """Return the coverage that the entry `n` kept."""
    day = date.fromisoformat
    return Coverage(
        n, data["nature"], day(data["debut"]), day(data["fin"]), data["revue"],
        data["preuve"], day(data["preuve_vue"]), data["sous_type"],
    )  # fmt: skip


def _broken(case: CaseState, entry: Entry) -> CaseState:
    # A breach, or silence, ends what covered the day; an exemption is not broken by it.
    day = entry.done_on
    return case.but(
        coverages=tuple(replace(c, broken_on=day) if c.nature != EXEMPTION and c.covers(day) else c for c in case.coverages),
    )


def _noticed(case: CaseState, entry: Entry) -> CaseState:
    # A first notice that left is still to be corrected, whatever becomes of a second one.
    left = case.notice is not None and case.notice[0] in case.posted_on
    return case if left else case.but(notice=(entry.n, entry.done_on))


def _closed(case: CaseState, entry: Entry) -> CaseState:
    # what was voided is known of the whole journal, not of one of its moments
    return case.but(before_closing=case.but(annulled={}), closed_on=entry.done_on)


def _reopened(case: CaseState, entry: Entry) -> CaseState:
    # The dossier is again as it was; only what keeps closed dossiers is over.
    before = case.before_closing or case
    known = {delay.key for delay in before.delays}
    since = tuple(delay for delay in case.delays if delay.key not in known)
    return before.but(delays=(*before.delays, *since), posted_on=case.posted_on, mailings=case.mailings, annulled=case.annulled)


_FOLDS: Mapping[Act, Callable[[CaseState, Entry], CaseState]] = {
    Act.OUVRIR: _opened,
    Act.CONVOQUER: _summoned,
    Act.REPORTER: _summoned,
    Act.POSTER: _posted,
    Act.ENREGISTRER_RETOUR: _returned,
    Act.RECEVOIR: _received,
    Act.CONSTATER_ABSENCE: _absent,
    Act.JUSTIFIER: _excused,
    Act.CONSTATER_SITUATION: _covered,
    Act.EXEMPTER: _covered,
    Act.ROMPRE: _broken,
    Act.CONSTATER_SILENCE: _broken,
    Act.TRANSMETTRE: _noticed,
    Act.CLOTURER: _closed,
    Act.ROUVRIR: _reopened,
}
