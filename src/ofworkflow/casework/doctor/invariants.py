"""The invariants of the procedure (docs/procedure.md) that a base can show, whatever wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ofworkflow.casework.doctor.dossier import DossierFile
from ofworkflow.casework.dossier.opened import INTERNAL, WAITING, letter_id
from ofworkflow.law.periods import in_words
from ofworkflow.law.texts import DEPARTEMENT, OF_AGE, rule_behind
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.requests import REQUESTS, VOIDING
from ofworkflow.procedure.step_letters import BEFORE_A_CLOSING, EVERY_LETTER
from ofworkflow.procedure.vocabulary import Act, Delay, DelayState, Stage
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m


@dataclass(frozen=True, slots=True)
class JournalRule:
    """What no journal may hold: the acts concerned, what is wrong, and what must hold in the case just
    before them."""

    acts: frozenset[Act]
    wrong: str
    holds: Callable[[CaseState, Entry], bool]


def _after_a_convocation(case: CaseState, entry: Entry) -> bool:
    return case.effective_convocation(entry.done_on) is not None


def _without_cover(case: CaseState, entry: Entry) -> bool:
    return not case.covering(entry.done_on)


def _before_majority(case: CaseState, entry: Entry) -> bool:
    return entry.done_on < case.majority_on


def _expected(case: CaseState, entry: Entry) -> bool:
    appointment = case.appointment
    if appointment is None or appointment.n in case.called_off:
        return False
    announced = appointment.n in case.posted_on or not appointment.by_letter
    return announced and appointment.outcome is None


def _marked_when_late(case: CaseState, entry: Entry) -> bool:
    ended = {end.key: end.state for end in entry.effects.ends}
    late = [
        d
        for d in case.open_delays()
        if d.slug is Delay.DEPARTEMENT and not d.provisional and entry.done_on > d.dates.legal_on
    ]
    # signed, it may still wait for the post: the letter that leaves ends the two months
    return all(ended.get(d.key, DelayState.HORS_DELAI) is DelayState.HORS_DELAI for d in late)


def _voids_the_last(case: CaseState, entry: Entry) -> bool:
    named = entry.effects.annuls
    return named == max(
        (n for n, act in case.acts if n == named or not REQUESTS[act].stands_apart), default=0
    )


_TRANSMETTRE = frozenset({Act.TRANSMETTRE})
CONVOCATION_POSTED = JournalRule(
    _TRANSMETTRE, "information sans convocation R. 114-7 postée et passée", _after_a_convocation
)
NOT_COVERED = JournalRule(
    _TRANSMETTRE, "information alors qu'une situation ou une exemption couvrait le jour", _without_cover
)
STILL_MINOR = JournalRule(
    frozenset({Act.CONVOQUER, Act.REPORTER, Act.INVITER, Act.TRANSMETTRE, Act.PREPARER_TRANSMISSION}),
    "daté de la majorité ou d'après",
    _before_majority,
)
VOIDS_THE_LAST = JournalRule(
    frozenset(VOIDING) - {Act.CORRIGER}, "annule un autre acte que le dernier", _voids_the_last
)
LATE_IS_MARKED = JournalRule(
    _TRANSMETTRE | {Act.POSTER},
    f"information d'après les {DEPARTEMENT.words}, et non marquée hors délai",
    _marked_when_late,
)
ABSENT_WHEN_EXPECTED = JournalRule(
    frozenset({Act.CONSTATER_ABSENCE}),
    "absence à un rendez-vous déplacé, excusé ou dont rien n'est parti",
    _expected,
)


def rule(kept: JournalRule) -> Callable[[DossierFile], Iterator[str]]:
    """Return the check of a rule of the journal."""

    def look(file: DossierFile) -> Iterator[str]:
        entries = file.opened.entries
        for i, entry in enumerate(entries):
            if i and entry.act in kept.acts and not kept.holds(file.before[i], entry):
                yield f"acte n° {entry.n} : {kept.wrong}"

    return look


def delays(file: DossierFile) -> Iterator[str]:
    """4. Say the delays that no entry opened, or whose end is not that of their rule from their departure."""
    if not file[m.journal]:
        return
    calendar = file.whole.desk.rules.calendar
    numbers = {line.n for line in file[m.journal]}
    for delay in file.case.delays:
        d, which = delay.dates, f"« {delay.slug.label} » (acte n° {delay.opened_by})"
        if delay.opened_by not in numbers:
            yield f"{which} : l'acte qui l'a ouverte n'est pas au journal"
        law = rule_behind(delay.slug, d.basis)
        version = next((v for v in law.versions if v.since == d.version_since), None) if law else None
        if version is not None and delay.slug is not Delay.MAJORITE:
            nominal_on = version.length.after(d.starts_on, calendar)
            kept = [replace(calendar, customary=each) for each in (True, False)]  # settings may have changed
            legal = {each.next_working(nominal_on, by_law=law) for each in kept for law in (True, False)}
            internal = {each.previous_working(nominal_on) for each in kept}
            if d.nominal_on != nominal_on or d.legal_on not in legal or d.internal_on not in internal:
                yield (
                    f"{which} : ses dates ne sont pas celles de {d.basis} comptées du {d.starts_on:%d/%m/%Y}"
                )
        elif not d.internal_on <= d.nominal_on <= d.legal_on:
            yield f"{which} : ses trois dates ne se suivent pas"
        if delay.slug is Delay.MAJORITE and d.legal_on != file.case.majority_on:
            yield f"{which} : ce n'est pas le jour des {in_words(OF_AGE)}"


def next_steps(file: DossierFile) -> Iterator[str]:
    """6. Say an open dossier without counsellor or dated next step, a situation that ends too early."""
    if file.row.etape != Stage.CLOTURE and file.row.prochaine_le is None:
        yield "il est ouvert, et rien n'y est daté"
    if not (file.row.conseiller or "").strip():
        yield "il n'a pas de conseiller"
    for cover in file[m.situation]:
        if cover.fin_le < cover.debut_le:
            yield f"la situation de l'acte n° {cover.n} finit avant de commencer"


def nothing_queued(file: DossierFile) -> Iterator[str]:
    """10. Say the letters that still wait though the closing stopped them at once."""
    if file.row.etape != Stage.CLOTURE:
        return
    closed = [entry for entry in file.opened.entries if entry.act is Act.CLOTURER]
    if not closed:
        return
    n, silent = closed[-1].n, closed[-1].request.silences()
    stopped = EVERY_LETTER if silent else BEFORE_A_CLOSING
    for letter in file[m.courrier]:
        waits = letter.etat in WAITING and letter.role != INTERNAL and letter.acte_n < n
        if waits and letter.modele in stopped:
            yield f"{letter_id(letter.id)} attend encore de partir" + (
                ", et il ne le doit pas" if silent else ""
            )
