"""Decide first, write after: from a case and a request to a frozen `Decision`, or a refusal. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ofworkflow.errors import RefusedError
from ofworkflow.law.deadlines import deadline
from ofworkflow.law.periods import add_days, add_months, days_between
from ofworkflow.law.texts import DEPARTEMENT
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import EXEMPTION, CaseState, Coverage, Entry, HouseRules, RunningDelay
from ofworkflow.procedure.checks import guards_of
from ofworkflow.procedure.delays import DELAYS, ON_APPOINTMENT, ON_PRESENTATION, Opening, beyond_majority, open_delay
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.guards import Attempt, Facts, Refusal
from ofworkflow.procedure.machine import travel
from ofworkflow.procedure.mailings import NEVER_ARRIVED
from ofworkflow.procedure.natures import usual_end
from ofworkflow.procedure.replay import coverage_to_data, delay_to_data, with_mailing, with_return
from ofworkflow.procedure.requests import Request, to_data
from ofworkflow.procedure.steps import BY_SOURCE, Step, possible_acts
from ofworkflow.procedure.vocabulary import COMMANDS, Act, Closing, Delay, DelayState, Model, Nature, Presence, Proof, Stage


class ActNotAllowedError(RefusedError):
    """The table has no such step at that stage."""

    def __init__(self, act: Act, stage: Stage | None, allowed: list[Act]) -> None:
        self.act, self.stage, self.allowed = act, stage, allowed
        commands = ", ".join(f"of {COMMANDS[a]}" for a in allowed)
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
    opens: tuple[RunningDelay, ...] = ()
    closes: tuple[tuple[int, Delay, DelayState], ...] = ()
    covers: Coverage | None = None
    letters: tuple[Model, ...] = ()
    declares_trigger: str = ""
    uses_trigger: str = ""
    annuls: int | None = None
    warnings: tuple[str, ...] = ()

    def entry(self) -> Entry:
        """Return the line of the journal that says it all."""
        data: dict[str, Any] = {"demande": to_data(self.request)}
        if self.opens:
            data["ouvre"] = [delay_to_data(delay) for delay in self.opens]
        if self.closes:
            data["ferme"] = [[n, str(slug), str(state)] for n, slug, state in self.closes]
        if self.covers:
            data["couvre"] = coverage_to_data(self.covers)
        if self.declares_trigger:
            data["declencheur_ouvert"] = self.declares_trigger
        if self.uses_trigger:
            data["declencheur"] = self.uses_trigger
        if self.annuls is not None:
            data["annule"] = self.annuls
        return Entry(self.n, self.request.act, self.source, self.dest, self.done_on, self.author, data)


def decide(case: CaseState, request: Request, *, done_on: date, author: str, rules: HouseRules, facts: Facts) -> Decision:
    """Decide one act on the day it was done.

    Raise `ActNotAllowedError` when the table has no such step, `GuardError` when one of its guards does not hold, and
    `NotInForceError` when a rule did not exist yet on that day.
    """
    step = BY_SOURCE.get((request.act, case.stage))
    if step is None:
        raise ActNotAllowedError(request.act, case.stage, possible_acts(case.stage))
    dest = _destination(step, case)
    attempt = Attempt(case, request, done_on, rules, facts, dest)
    for guard in guards_of(step, request.act):
        if refusal := guard(attempt):
            raise GuardError(request.act, refusal)
    n = case.last_n + 1
    covers = _coverage(request, n, done_on, rules)
    decision = Decision(n, request, step, case.stage, dest, done_on, author, covers=covers)
    decision = _with_trigger(decision, case)
    if isinstance(request, ask.Annuler) and case.last_act:
        return replace(decision, annuls=case.last_act[0])
    after_cover = replace(case, coverages=(*case.coverages, covers)) if covers else case
    closes = _closings(step, case, request.act, done_on)
    ended = {(by, slug) for by, slug, _ in closes}
    still = replace(after_cover, delays=tuple(d for d in case.delays if d.key not in ended))
    opening = Opening(still, request, done_on, rules, dest)
    opens = tuple(d for slug in step.opens if (d := open_delay(slug, opening, n=n)))
    if isinstance(request, ask.Poster | ask.EnregistrerRetour):
        sent = _after_the_post(request, case, n, done_on)
        opens += _anchors(sent, rules)
        closes += _returned_delays(sent)
    decision = replace(decision, opens=opens, closes=closes, letters=_letters(step, request, case, dest, done_on))
    return replace(decision, warnings=tuple(_warnings(decision, case, rules)))


def _destination(step: Step, case: CaseState) -> Stage:
    if step.dest is not None:
        return travel(step.act, case.stage)
    if step.act is Act.ROUVRIR and case.before_closing and case.before_closing.stage:
        return case.before_closing.stage
    if case.stage is None:
        raise ActNotAllowedError(step.act, None, [Act.OUVRIR])
    return case.stage


def _coverage(request: Request, n: int, done_on: date, rules: HouseRules) -> Coverage | None:
    if isinstance(request, ask.Exempter):
        # R. 114-3: without an end on the certificate, the house reviews it after some months.
        usual = add_months(done_on, rules.revision_exemption)
        return Coverage(n, EXEMPTION, done_on, request.jusqu_au or usual, request.jusqu_au is None, str(Proof.AUTRE), done_on)
    if not isinstance(request, ask.ConstaterSituation):
        return None
    end: date | None = request.fin
    review: date | None = request.revue
    if request.nature is Nature.SCOLARITE and request.preuve is Proof.CERTIFICAT_SCOLARITE:
        # R. 114-1: enrolment without attendance is provisional, and re-checked.
        recheck = add_days(done_on, rules.inscription_provisoire)
        if min(day for day in (end, review, recheck) if day) == recheck:
            end, review = None, recheck
    last = end or review or usual_end(request.nature, request.debut, request.sous_type)
    return Coverage(
        n, str(request.nature), request.debut, max(last, done_on), end is None and review is not None,
        str(request.preuve), request.preuve_vue, request.sous_type,
    )  # fmt: skip


def _with_trigger(decision: Decision, case: CaseState) -> Decision:
    if decision.step.act is Act.ROMPRE:
        return replace(decision, declares_trigger="2")
    if decision.step.act is Act.CONSTATER_SILENCE:
        return replace(decision, declares_trigger="3")
    if decision.step.act is Act.CONVOQUER and decision.dest is Stage.CONVOCATION:
        return replace(decision, uses_trigger="1" if case.stage is Stage.ABSENCE else case.trigger)
    return decision


def _closings(step: Step, case: CaseState, act: Act, done_on: date) -> tuple[tuple[int, Delay, DelayState], ...]:
    return tuple(
        (delay.opened_by, delay.slug, _ending(delay, act, done_on)) for delay in case.open_delays() if delay.slug in step.ends
    )


def _ending(delay: RunningDelay, act: Act, done_on: date) -> DelayState:
    kind = DELAYS[delay.slug]
    if kind.can_be_late and not delay.provisional and done_on > delay.dates.legal_on:
        return DelayState.HORS_DELAI
    return DelayState.TENUE if act in kind.met_by else DelayState.SANS_OBJET


def _letters(step: Step, request: Request, case: CaseState, dest: Stage, done_on: date) -> tuple[Model, ...]:
    if isinstance(request, ask.Reporter) and case.appointment and not case.reached(case.appointment.n):
        # Nobody was told of the first appointment: what leaves is the convocation itself, not its postponement.
        return (Model.SECONDE_CONVOCATION if dest is Stage.CONVOCATION else Model.PREMIERE_CONVOCATION,)
    return tuple(model for model in step.letters if model not in _ONLY_WHEN or _ONLY_WHEN[model](request, case, done_on))


def _notice_left(request: Request, case: CaseState, done_on: date) -> bool:
    return case.notice is not None and case.notice[0] in case.posted_on


def _still_expected(request: Request, case: CaseState, done_on: date) -> bool:
    # Who was told to come must be told not to; nobody writes to a family in mourning about an appointment.
    given = case.appointment
    told = given is not None and not given.outcome and given.n in case.posted_on and given.on >= done_on
    return told and not (isinstance(request, ask.Cloturer) and request.motif in (Closing.DECES, Closing.MAJORITE))


def _minor_came(request: Request, case: CaseState, done_on: date) -> bool:
    return isinstance(request, ask.Recevoir) and request.present is not Presence.REPRESENTANT


def _of_age(request: Request, case: CaseState, done_on: date) -> bool:
    return isinstance(request, ask.Cloturer) and request.motif is Closing.MAJORITE


# Letters of a step that only some of its acts call for; the others always go with it.
_ONLY_WHEN: Mapping[Model, Callable[[Request, CaseState, date], bool]] = {
    Model.RECTIFICATIF_DEPARTEMENT: _notice_left,
    Model.ANNULATION: _still_expected,
    Model.ATTESTATION_PRESENCE: _minor_came,
    Model.MAJORITE: _of_age,
}


def _after_the_post(request: ask.Poster | ask.EnregistrerRetour, case: CaseState, n: int, done_on: date) -> CaseState:
    asked = to_data(request)
    return with_mailing(case, n, asked, done_on) if isinstance(request, ask.Poster) else with_return(case, asked, done_on)


def _anchors(case: CaseState, rules: HouseRules) -> tuple[RunningDelay, ...]:
    """R. 114-7: the two months run from the first valid posting of the convocation that opened them.

    A later convocation moves them only when the earlier ones proved undeliverable; when none arrived they are provisional again.
    """
    running = case.open_delay(Delay.DEPARTEMENT)
    if running is None:
        return ()
    summons = {a.n for a in case.appointments if a.n >= running.opened_by}
    by_presentation = running.anchor == ON_PRESENTATION
    days = [
        day
        for mailing in case.mailings
        if mailing.act_n in summons and (day := mailing.effective_on(by_presentation=by_presentation)) is not None
    ]
    moved = replace(running, provisional=not days)
    if days and running.anchor != ON_APPOINTMENT and (running.provisional or min(days) != running.dates.starts_on):
        moved = replace(moved, dates=deadline(DEPARTEMENT, starts_on=min(days), calendar=rules.calendar))
    return () if moved == running else (moved,)


def _returned_delays(case: CaseState) -> tuple[tuple[int, Delay, DelayState], ...]:
    over = {mailing.n for mailing in case.mailings if mailing.is_over()}
    return tuple(
        (d.opened_by, d.slug, DelayState.TENUE) for d in case.open_delays() if d.slug is Delay.PLI and d.opened_by in over
    )


def _warnings(decision: Decision, case: CaseState, rules: HouseRules) -> list[str]:
    """Say what is allowed but deserves a look: an end after majority, a short notice, an appointment too late."""
    said = [warning for delay in decision.opens if (warning := beyond_majority(case, delay))]
    request = decision.request
    if isinstance(request, ask.Convoquer | ask.Reporter):
        two_months = next((d for d in decision.opens if d.slug is Delay.DEPARTEMENT), case.open_delay(Delay.DEPARTEMENT))
        if two_months and request.rdv.le > two_months.dates.internal_on:
            said.append(
                f"Le rendez-vous du {french_day(request.rdv.le)} tombe après la fin des deux mois "
                f"({french_day(two_months.dates.internal_on)}) : l'information du département serait tardive."
            )
    if isinstance(request, ask.EnregistrerRetour):
        said += _never_arrived(request, case, decision)
    if isinstance(request, ask.Poster):
        given = next((a for a in case.appointments if a.n == request.acte_n), None)
        if given:
            second = given.kind is Stage.CONVOCATION
            wanted = rules.preavis_seconde_convocation if second else rules.preavis_premier_entretien
            notice = days_between(decision.done_on, given.on)
            if notice < wanted:
                said.append(f"Préavis court : {notice} jours entre l'envoi et le rendez-vous, au lieu de {wanted}.")
    return said


def _never_arrived(request: ask.EnregistrerRetour, case: CaseState, decision: Decision) -> list[str]:
    given = next((a for a in case.appointments if a.n == request.acte_n), None)
    if request.issue not in NEVER_ARRIVED:
        return []
    if _after_the_post(request, case, decision.n, decision.done_on).reached(request.acte_n):
        return ["Ce courrier n'a pas d'effet ; ceux des autres destinataires gardent le leur."]
    what = f"le rendez-vous du {french_day(given.on)} n'a été annoncé à personne" if given else "personne n'a été informé"
    return [f"Aucun courrier de cet acte n'est arrivé : {what}. Nouvelle adresse ou nouveau mode, puis renvoyez."]
