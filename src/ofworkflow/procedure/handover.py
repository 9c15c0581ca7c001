"""What another mission locale did before the dossier came to us: its acts, with their days, as theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ofworkflow.errors import RefusedError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import Facts
from ofworkflow.procedure.case import CaseState, HouseRules
from ofworkflow.procedure.decide import ActNotAllowedError, Decision, decide
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.replay import OF_AN_ENVELOPE, advance
from ofworkflow.procedure.two_months import met_by_a_notice
from ofworkflow.procedure.vocabulary import Act, PostMode, Stage
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class TheirAct:
    """An act of theirs; `mode`: how its letters left, that day, where it made some."""

    request: ask.Request
    done_on: date
    mode: PostMode | None = None


def taken_up(
    case: CaseState, acts: Sequence[TheirAct], *, structure: str, rules: HouseRules, today: date
) -> Iterator[Decision]:
    """Yield what each of their acts decides, its posting after it; no guard of ours, no letter of ours.

    Raise `RefusedError` for what cannot have been: a day that does not follow the one before, to come, or
    once of age, or at a stage that the table does not know; an appointment whose outcome is not told; a
    notice without a past R. 114-7 convocation (invariant 1).
    """
    before: date | None = None
    for act in acts:
        _possible_day(case, act, before, today)
        before = act.done_on
        drafted = [ask.PreparerTransmission()] if _signed_undrafted(case, act.request) else []
        n = case.last_n + len(drafted) + 1
        posting = [ask.Poster(n, (), act.mode)] if act.mode else []
        for request in (*drafted, act.request, *posting):
            decision = _theirs(case, request, act.done_on, structure, rules, today)
            case = advance(case, decision.entry())
            yield decision
    appointment = case.appointment
    if appointment is not None and appointment.outcome is None:
        raise RefusedError(
            f"Le rendez-vous du {french_day(appointment.on)}, donné par {structure}, n'a pas d'issue : dites "
            "ce qu'il est devenu (absent, reçu, excusé). Encore attendu, il se reprend après ce jour."
        )


def _theirs(
    case: CaseState, request: ask.Request, done_on: date, structure: str, rules: HouseRules, today: date
) -> Decision:
    try:
        decision = decide(
            case,
            request,
            done_on=done_on,
            author=structure,
            rules=rules,
            facts=Facts(today),
            repris_de=structure,
        )
    except ActNotAllowedError as error:
        stage = error.stage.label if error.stage else ""
        raise RefusedError(
            f"« {request.act.label} », noté le {french_day(done_on)}, ne peut pas suivre : le dossier est "
            f"alors à l'étape « {stage} ». Donnez avant lui les actes qui manquent (docs/reprendre.md)."
        ) from error
    effects = decision.effects
    # what the post owes us of an envelope, it owes to them
    opens = tuple(delay for delay in decision.opens if delay.slug not in OF_AN_ENVELOPE)
    # nothing of theirs waits here for the post: their notice is told on the day on which it left
    met = met_by_a_notice(case, decision.n, done_on) if isinstance(request, ask.Transmettre) else ()
    return replace(decision, effects=replace(effects, opens=opens, ends=(*effects.ends, *met)))


def _signed_undrafted(case: CaseState, request: ask.Request) -> bool:
    """Tell a notice of theirs that the table lets nobody sign before it is drafted: they drafted it."""
    return isinstance(request, ask.Transmettre) and case.stage in (Stage.CONVOCATION, Stage.SUIVI)


def _possible_day(case: CaseState, act: TheirAct, before: date | None, today: date) -> None:
    what = f"« {act.request.act.label} », noté le {french_day(act.done_on)},"
    appointment = case.appointment
    if act.done_on > today:
        raise RefusedError(f"{what} est à venir : une reprise dit ce qui a été fait.")
    if before is not None and act.done_on < before:
        raise RefusedError(f"{what} précède l'acte d'avant ({french_day(before)}) : donnez-les dans l'ordre.")
    if act.done_on >= case.majority_on:
        raise RefusedError(f"{what} tombe à la majorité ou après ({french_day(case.majority_on)}).")
    if act.request.act is Act.CONSTATER_ABSENCE and appointment is not None and act.done_on < appointment.on:
        raise RefusedError(f"{what} précède son rendez-vous, le {french_day(appointment.on)}.")
    if isinstance(act.request, ask.Transmettre) and case.effective_convocation(act.done_on) is None:
        raise RefusedError(
            f"{what} ne suit aucune convocation de l'article R. 114-7 dont le rendez-vous soit passé : "
            "donnez-la, et ce qu'il est devenu."
        )
    if isinstance(act.request, ask.EnregistrerReponse) and not case.notices:
        raise RefusedError(f"{what} ne suit aucune information du département : donnez-la d'abord.")
