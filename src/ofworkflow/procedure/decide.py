"""Decide first, write after: from a case and a request to a frozen `Decision`, or a refusal. Writes
nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ofworkflow.errors import RefusedError
from ofworkflow.law.periods import add_days, add_months
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import Attempt, Facts, Refusal
from ofworkflow.procedure.birth_delays import moved_by_birth
from ofworkflow.procedure.case import EXEMPTION, CaseState, Coverage, HouseRules, RunningDelay
from ofworkflow.procedure.delays import Opening, cover_ends_on, open_delay
from ofworkflow.procedure.entries import Effects, Ended, Entry, Request
from ofworkflow.procedure.late import ending
from ofworkflow.procedure.machine import travel
from ofworkflow.procedure.natures import NATURES, usual_end
from ofworkflow.procedure.remarks import remarks
from ofworkflow.procedure.step_letters import StepLetter
from ofworkflow.procedure.steps import TERM_DELAYS, Step, possible_acts, row_of
from ofworkflow.procedure.two_months import anchors, started_since, transmitted
from ofworkflow.procedure.vocabulary import Act, Delay, DelayState, Proof, Stage, Trigger
from ofworkflow.records import dataclass

_Post = ask.Poster | ask.EnregistrerRetour


class ActNotAllowedError(RefusedError):
    """The table has no such step at that stage."""

    def __init__(self, act: Act, stage: Stage | None, allowed: list[Act]) -> None:
        self.act, self.stage, self.allowed = act, stage, allowed
        commands = ", ".join(f"of {a.command}" for a in allowed)
        where = f"à l'étape « {stage.label} »" if stage else "sur un dossier qui n'existe pas"
        super().__init__(f"« {act.label} » est impossible {where}. Actes possibles : {commands}.")


class GuardError(RefusedError):
    """A guard of the step does not hold."""

    def __init__(self, act: Act, refusal: Refusal) -> None:
        self.act, self.refusal = act, refusal
        super().__init__(f"« {act.label} » est refusé : {refusal}")


@dataclass(frozen=True, slots=True)
class Decision:
    """What the act changes: to be written whole, or not at all."""

    n: int
    request: Request
    step: Step
    source: Stage | None
    dest: Stage
    done_on: date
    author: str
    effects: Effects
    letters: tuple[StepLetter, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def opens(self) -> tuple[RunningDelay, ...]:
        """The delays that it opens or moves."""
        return self.effects.opens

    @property
    def annuls(self) -> int | None:
        """The entry that it voids."""
        return self.effects.annuls

    def entry(self) -> Entry:
        """Return the line of the journal that says it all."""
        return Entry(self.n, self.request, self.source, self.dest, self.done_on, self.author, self.effects)


def decide(
    case: CaseState,
    request: Request,
    *,
    done_on: date,
    author: str,
    rules: HouseRules,
    facts: Facts,
    repris_de: str = "",
) -> Decision:
    """Decide one act on the day it was done; `repris_de`: another mission locale did it, under its own habits
    and with its own letters.

    Raise `ActNotAllowedError` when the table has no such step, `GuardError` when one of its guards does not
    hold, and `NotInForceError` when a rule did not exist yet on that day.
    """
    step = row_of(request.act, case)
    if step is None:
        raise ActNotAllowedError(request.act, case.stage, possible_acts(case.stage))
    request = request.completed(case, done_on)
    n = case.last_n + 1
    moved_since = _moved_while_closed(case, rules) if isinstance(request, ask.Rouvrir) else ()
    if moved_since and case.before_closing:
        delays = _with(case.before_closing.delays, moved_since)
        case = case.but(before_closing=case.before_closing.but(delays=delays))
    covers = _coverage(request, n, done_on, rules)
    after = (
        request.fold(
            case, Entry(n, request, case.stage, Stage.REPERAGE, done_on, author, Effects(covers=covers))
        )
        if step.or_else
        else case
    )
    dest = _destination(step, case, request, done_on, after)
    attempt = Attempt(case, request, done_on, rules, facts, dest)
    for check in () if repris_de else step.checks:
        if refusal := check(attempt):
            raise GuardError(request.act, refusal)
    if request.voids:
        effects = Effects(annuls=request.voided_n(case))
        its_letters = tuple(letter for letter in step.letters if letter.applies(request, case, done_on))
        return Decision(n, request, step, case.stage, dest, done_on, author, effects, its_letters)
    ends = _ended(step, case, request, done_on, after if step.or_else and covers is None else None)
    new_cycle = _begins_a_cycle(request, case, done_on)
    opens: tuple[RunningDelay, ...] = ()
    if isinstance(request, ask.Rouvrir) and not new_cycle:
        ends += _not_awaited_any_more(case)
        opens = moved_since
    if step.opens:
        ended = {end.key for end in ends}
        still = case.but(
            born_on=after.born_on,
            coverages=after.coverages if step.or_else or not covers else (*case.coverages, covers),
            delays=tuple(delay for delay in _taken_up(case, request).delays if delay.key not in ended),
        )
        opening = Opening(still, request, done_on, rules, dest)
        opens += tuple(delay for slug in step.opens if (delay := open_delay(slug, opening, n=n)))
    if isinstance(request, ask.CorrigerNaissance):
        over, known = {end.key for end in ends}, case.but(born_on=request.naissance)
        opens += tuple(delay for delay in moved_by_birth(known, rules) if delay.key not in over)
    if isinstance(request, _Post):
        sent = request.mailed(case, n, done_on)
        moved = (*anchors(sent, rules), *started_since(sent, request.acte_n, rules))
        ends += _returned_delays(sent)
        ends += transmitted(request, sent.but(delays=_with(sent.delays, moved)), done_on)
        over = {end.key for end in ends}
        opens += tuple(delay for delay in moved if delay.key not in over)  # what it ends runs no more
    established = step.establishes if request.triggers(case) else None
    if step.or_else and dest is not Stage.REPERAGE and not request.keeps_trigger:
        established = established or case.trigger  # what was abandoned stays so while something else goes on
    effects = Effects(
        opens,
        ends,
        covers,
        established,
        _trigger(step, case),
        new_cycle=new_cycle,
        clears_trigger=request.clears_trigger and case.trigger is not None,
        repris_de=repris_de,
    )
    if repris_de:
        return Decision(n, request, step, case.stage, dest, done_on, author, effects)
    letters = tuple(letter for letter in step.letters if letter.applies(request, case, done_on))
    warnings = tuple(remarks(attempt, n, opens, new_cycle=new_cycle))
    return Decision(n, request, step, case.stage, dest, done_on, author, effects, letters, warnings)


def _with(delays: Sequence[RunningDelay], moved: Sequence[RunningDelay]) -> tuple[RunningDelay, ...]:
    again = {delay.key: delay for delay in moved}
    return tuple(again.get(delay.key, delay) for delay in delays)


def _taken_up(case: CaseState, request: Request) -> CaseState:
    """Return the case whose delays may still run once the act is done: reopened, those before the closing."""
    return case.before_closing or case if isinstance(request, ask.Rouvrir) else case


def _moved_while_closed(case: CaseState, rules: HouseRules) -> tuple[RunningDelay, ...]:
    """Return the two months that ran before the closing, where the post, or a posting corrected since, says
    that they began otherwise."""
    before = case.before_closing
    return anchors(before.but(mailings=case.mailings), rules) if before else ()


def _destination(step: Step, case: CaseState, request: Request, done_on: date, after: CaseState) -> Stage:
    if Stage.ATTENTE in step.or_else and done_on < after.sixteen_on:
        return Stage.ATTENTE
    if step.or_else:
        # what covers the day decides; with nothing left, an accompaniment abandoned is followed up
        abandoned = request.triggers(case) or case.trigger is step.establishes
        left = Stage.SUIVI if step.establishes and abandoned else None
        stage = after.standing_by_cover(done_on) or left
        if stage in step.or_else:
            return stage
    if step.dest is not None:
        return travel(step.act, case.stage)
    if step.act is Act.ROUVRIR and case.before_closing and case.before_closing.stage:
        if _begins_a_cycle(request, case, done_on):
            return case.standing_by_cover(done_on) or Stage.REPERAGE
        return case.before_closing.stage
    if case.stage is None:
        raise ActNotAllowedError(step.act, None, [Act.OUVRIR])
    return case.stage


def _coverage(request: Request, n: int, done_on: date, rules: HouseRules) -> Coverage | None:
    if isinstance(request, ask.Exempter):
        # R. 114-3: without an end on the certificate, the house reviews it after some months.
        usual = add_months(done_on, rules.revision_exemption)
        return Coverage(
            n,
            EXEMPTION,
            done_on,
            request.jusqu_au or usual,
            request.jusqu_au is None,
            str(Proof.AUTRE),
            done_on,
        )
    if not isinstance(request, ask.ConstaterSituation):
        return None
    end: date | None = request.fin
    review: date | None = request.revue
    if request.preuve in NATURES[request.nature].provisional and request.attended_on is None:
        # R. 114-1: enrolment without attendance is provisional, and re-checked; so is its attestation.
        recheck = add_days(done_on, rules.inscription_provisoire)
        if min(day for day in (end, review, recheck) if day) == recheck:
            end, review = None, recheck
    last = end or review or usual_end(request.nature, request.debut, request.sous_type)
    return Coverage(
        n, str(request.nature), request.debut, max(last, done_on), end is None and review is not None,
        str(request.preuve), request.preuve_vue, request.sous_type,
    )  # fmt: skip


def _trigger(step: Step, case: CaseState) -> Trigger | None:
    """Return the trigger of R. 114-7 under which the step summons: the one that was established, else the
    row's own."""
    return case.trigger if case.trigger in step.under else next(iter(step.under), None)


def _ended(
    step: Step, case: CaseState, request: Request, done_on: date, uncovered: CaseState | None
) -> tuple[Ended, ...]:
    """Return the delays that the step ends; where it takes some cover away (`uncovered`: what is left), the
    term of what goes on runs on."""
    return tuple(
        Ended(delay.opened_by, delay.slug, ending(delay, request.act, done_on, met=request.meets()))
        for delay in case.open_delays()
        if delay.slug in step.ends
        and request.ends_delay(case, delay, done_on)
        and not (uncovered and _still_covers(delay, uncovered, done_on))
    )


def _still_covers(delay: RunningDelay, after: CaseState, done_on: date) -> bool:
    """Tell whether what a term delay watches goes on until the same day."""
    if delay.slug is Delay.ASSIDUITE:
        watched = after.coverage(delay.opened_by)
        return watched is not None and watched.covers(done_on)
    return delay.slug in TERM_DELAYS and cover_ends_on(after, delay.slug, done_on) == delay.dates.legal_on


def _begins_a_cycle(request: Request, case: CaseState, done_on: date) -> bool:
    """Tell whether the act begins another cycle: a report on a closed dossier, a reopening after the end of
    the two months, which nothing can be built upon any more."""
    if isinstance(request, ask.Signaler):
        return case.stage is Stage.CLOTURE
    before = case.before_closing if isinstance(request, ask.Rouvrir) else None
    over = before.open_delay(Delay.DEPARTEMENT) if before else None
    return over is not None and not over.provisional and done_on > over.dates.legal_on


def _not_awaited_any_more(case: CaseState) -> tuple[Ended, ...]:
    """A dossier comes back without the appointment that its closing cancelled, nor the answer that came
    meanwhile: nobody asks for them."""
    before = case.before_closing
    if before is None:
        return ()
    return tuple(
        Ended(delay.opened_by, delay.slug, DelayState.TENUE if answered else DelayState.SANS_OBJET)
        for delay in before.open_delays()
        if (answered := delay.slug is Delay.ACCUSE_DEPARTEMENT and case.answers[-1:] > (delay.opened_by,))
        or (delay.slug is Delay.ISSUE and delay.opened_by in before.called_off)
    )


def _returned_delays(case: CaseState) -> tuple[Ended, ...]:
    over = {mailing.n for mailing in case.mailings if mailing.is_over()}
    return tuple(
        Ended(delay.opened_by, delay.slug, DelayState.TENUE)
        for delay in case.open_delays()
        if delay.slug is Delay.PLI and delay.opened_by in over
    )


def left_standing(decision: Decision, after: CaseState, rules: HouseRules) -> Decision:
    """Return an annulment with where the dossier stands `after` it, and what the post said meanwhile: what
    the voided act had ended runs again, from the letters that did arrive (R. 114-7)."""
    decision = replace(decision, dest=after.stage or decision.dest)
    if decision.request.of_the_post:
        return decision  # the posting that follows says it
    moved, over = anchors(after, rules), _returned_delays(after)
    return replace(decision, effects=replace(decision.effects, opens=moved, ends=over))
