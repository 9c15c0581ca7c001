"""A plan to summon many at once: an hour for each, that respects notice, legal ends, majority and families.

Reading only. Each proposal is given afterwards as an appointment of its own (`casework.paper.summoning`),
with every guard; what a guard refuses already is set aside here, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time

from sqlalchemy import Connection

from ofworkflow.casework.acts.perform import settle
from ofworkflow.casework.agenda.appointments import leaves_of
from ofworkflow.casework.agenda.moving import ENDS, busy_from
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.facts import facts_of
from ofworkflow.casework.dossier.opened import Opened, read
from ofworkflow.casework.dossier.persons import Persons, persons_of
from ofworkflow.casework.dossier.writes import Writes
from ofworkflow.casework.registry.siblings import household_keys
from ofworkflow.errors import RefusedError
from ofworkflow.law.periods import add_days
from ofworkflow.law.school_holidays import school_holiday
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import RendezVous
from ofworkflow.procedure.decide import GuardError, decide
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.requests.interviews import preavis_days
from ofworkflow.procedure.slots import Slot, Wanted, propose
from ofworkflow.procedure.steps import STEPS
from ofworkflow.procedure.vocabulary import Act, Delay, Stage
from ofworkflow.records import dataclass
from ofworkflow.storage import summoning
from ofworkflow.storage.queries import DossierFilter
from ofworkflow.storage.summoning import CandidateRow

_AT_ONCE_BY_THE_STAGE = frozenset({Stage.REPERAGE, Stage.ABSENCE})
_TRIGGERED = frozenset(
    stage for step in STEPS if step.act is Act.CONVOQUER for stage in step.sources if stage
) - set(_AT_ONCE_BY_THE_STAGE)
_TRIGGERING = frozenset(str(step.act) for step in STEPS if step.establishes)
_A_YEAR = 366
_WHY = "proposé en lot"  # a reason that waives the guards of an hour not chosen yet; never written


@dataclass(frozen=True, slots=True)
class Proposed:
    """A minor, and the hour proposed; `due_on` is the legal end that comes first, `ensemble` the brothers and
    sisters received at the same hour."""

    reference: str
    dossier_id: int
    nom: str
    prenom: str
    conseiller: str
    stage: Stage  # that it leads to: the first interview, or R. 114-7
    rdv: RendezVous
    due_on: date
    due: Delay
    ensemble: tuple[str, ...] = ()
    vacances: str = ""  # the school holidays of that day: shown, no obstacle
    motif_preavis: str = ""  # why that hour, chosen by hand, comes sooner than the house's notice
    malgre: str = ""  # why it is given although something stands in its way

    @property
    def request(self) -> ask.Convoquer:
        """What is asked of the procedure."""
        return ask.Convoquer(self.rdv, motif_preavis=self.motif_preavis, malgre=self.malgre)

    @property
    def is_late(self) -> bool:
        """Tell whether no hour was left before the legal end."""
        return self.rdv.le > self.due_on


@dataclass(frozen=True, slots=True)
class Aside:
    """A minor who is not proposed an hour: why, and what to do instead."""

    reference: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class SummonsPlan:
    """What would be done: an hour each, who is set aside, and how many more wait beyond the limit."""

    proposed: tuple[Proposed, ...]
    aside: tuple[Aside, ...]
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: CandidateRow
    opened: Opened
    persons: Persons
    from_on: date
    stage: Stage
    due_on: date
    due: Delay

    @property
    def majority_on(self) -> date:
        return self.opened.case.majority_on


def plan_summons(
    connection: Connection, kept: DossierFilter, *, desk: Desk, place: str, at_most: int = 200
) -> SummonsPlan:
    """Propose an hour to each minor of these dossiers who may be summoned today, the nearest legal end first,
    `at_most` of them."""
    candidates: list[_Candidate] = []
    aside: list[Aside] = []
    beyond = 0
    for rows in summoning.candidates(
        connection,
        kept,
        stages=_AT_ONCE_BY_THE_STAGE,
        triggered=_TRIGGERED,
        by=_TRIGGERING,
    ):
        if len(candidates) >= at_most:
            beyond += len(rows)
            continue
        for each in _looked_at(connection, rows, desk):
            if isinstance(each, Aside):
                aside.append(each)
            elif len(candidates) < at_most:
                candidates.append(each)
            else:
                beyond += 1
    proposed, without = _placed(connection, candidates, desk, place)
    return SummonsPlan(tuple(proposed), (*aside, *without), beyond)


def _looked_at(
    connection: Connection, rows: Sequence[CandidateRow], desk: Desk
) -> Iterable[_Candidate | Aside]:
    persons = persons_of(connection, [row.jeune_id for row in rows])
    opened = {each.id: each for each in read(connection, [row.id for row in rows])}
    for row in rows:
        if judged := _judged(row, opened[row.id], persons[row.jeune_id], desk):
            yield judged


def _judged(row: CandidateRow, opened: Opened, persons: Persons, desk: Desk) -> _Candidate | Aside | None:
    """Return the candidate, or why it is none; nothing where nobody would think of summoning."""
    name, today = opened.minor_name, desk.today
    try:
        for _ in settle(Writes(), opened, until=today, desk=desk):
            pass  # as the act will find it: what is due is done before it
    except RefusedError as error:
        return Aside(opened.reference, name, str(error))
    case = opened.case
    stage = case.stage
    if stage not in _AT_ONCE_BY_THE_STAGE and not (stage in _TRIGGERED and case.trigger):
        return None
    second = stage is not Stage.REPERAGE
    days = preavis_days(desk.rules, second=second)
    from_on = add_days(today, max(days, 1))
    tried_on = min(from_on, max(add_days(case.majority_on, -1), today))
    try:
        decision = decide(
            case,
            ask.Convoquer(RendezVous(tried_on, _NOON, ""), motif_preavis=_WHY, malgre=_WHY),
            done_on=today,
            author=desk.author,
            rules=desk.rules,
            facts=facts_of(opened.reference, persons, today, desk),
        )
    except GuardError as error:
        return Aside(opened.reference, name, f"{error.refusal.why}. {error.refusal.instead}")
    if from_on >= case.majority_on:
        return Aside(
            opened.reference,
            name,
            f"sa majorité, le {french_day(case.majority_on)}, vient avant la fin du préavis de {days} jours. "
            f"Plus tôt, avec votre raison : of convoquer {opened.reference} --rdv DATE --motif-preavis "
            "majorite_proche",
        )
    ends = [(d.dates.legal_on, d.slug) for d in case.open_delays() if d.slug in ENDS]
    due_on, due = min(ends, default=(case.majority_on, Delay.MAJORITE))
    return _Candidate(row, opened, persons, from_on, decision.dest, due_on, due)


def _placed(
    connection: Connection, candidates: Sequence[_Candidate], desk: Desk, place: str
) -> tuple[list[Proposed], list[Aside]]:
    if not candidates:
        return [], []
    held = busy_from(connection, desk.today)
    keys = {c.row.id: household_keys(c.persons) for c in candidates}
    theirs = persons_of(connection, sorted({row.jeune_id for row in held}))
    household = _households(
        [*keys.items(), *((-row.jeune_id, household_keys(theirs[row.jeune_id])) for row in held)]
    )
    expected: dict[int, list[Slot]] = {}
    busy: list[tuple[str, Slot]] = []
    for row in held:
        slot = Slot(row.le, _hour(row.heure), row.lieu)
        busy.append((row.conseiller, slot))
        if row.aussi:
            busy.append((row.conseiller, Slot(row.le, _hour(row.aussi), row.lieu)))
        expected.setdefault(household[-row.jeune_id], []).append(slot)
    wanted = [
        Wanted(c.row.id, household[c.row.id], c.row.conseiller, c.from_on, c.majority_on, c.due_on)
        for c in candidates
    ]
    slots = propose(
        wanted,
        desk.rules,
        place=place,
        busy=busy,
        away=leaves_of(connection, desk.today, add_days(desk.today, _A_YEAR)),
        expected=expected,
    )
    together: dict[tuple[int, Slot], list[str]] = {}
    for c in candidates:
        if c.row.id in slots:
            together.setdefault((household[c.row.id], slots[c.row.id]), []).append(c.opened.reference)
    for row in held:
        key = household[-row.jeune_id], Slot(row.le, _hour(row.heure), row.lieu)
        if key in together:
            together[key].append(row.reference)
    proposed, without = [], []
    for c in candidates:
        if (hour := slots.get(c.row.id)) is None:
            without.append(Aside(c.opened.reference, c.opened.minor_name, _no_hour(c)))
            continue
        beside = [r for r in together[household[c.row.id], hour] if r != c.opened.reference]
        vacances = school_holiday(hour.le, desk.rules.zone_scolaire)
        proposed.append(_proposed(c, RendezVous(hour.le, hour.heure, hour.lieu), tuple(beside), vacances))
    return sorted(proposed, key=lambda p: (p.rdv.le, p.rdv.heure, p.reference)), without


def _proposed(c: _Candidate, rdv: RendezVous, beside: tuple[str, ...], vacances: str) -> Proposed:
    minor = c.persons.jeune
    return Proposed(
        c.opened.reference,
        c.opened.id,
        minor.nom,
        minor.prenom,
        c.row.conseiller,
        c.stage,
        rdv,
        c.due_on,
        c.due,
        beside,
        vacances,
    )


def _no_hour(c: _Candidate) -> str:
    why = (
        f"aucune heure libre entre le {french_day(c.from_on)} et sa majorité, le {french_day(c.majority_on)}"
    )
    return (
        f"{why}. Voyez les heures libres (of agenda mois), ou donnez-en une avec votre raison : of convoquer "
        f"{c.opened.reference} --rdv DATE --malgre MOTIF"
    )


def _households(keys: Iterable[tuple[int, frozenset[tuple[str, ...]]]]) -> Mapping[int, int]:
    """Return, for each, the number of its family: those who share a key, from one to the next, have the
    same."""
    above: dict[int, int] = {}

    def top(number: int) -> int:
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    first: dict[tuple[str, ...], int] = {}
    for number, theirs in keys:
        above.setdefault(number, number)
        for key in theirs:
            above[top(number)] = top(first.setdefault(key, number))
    return {number: top(number) for number in above}


def _hour(text: str) -> time:
    return time.fromisoformat(text)


_NOON = time(12)
