"""THE TABLE: every step taken once, every forbidden pair refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.decide import ActNotAllowedError
from ofworkflow.procedure.guards import ContactFact
from ofworkflow.procedure.machine import travel
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.steps import BY_SOURCE, STEPS
from ofworkflow.procedure.vocabulary import (
    Act,
    Answer,
    Breach,
    Closing,
    ContactNature,
    ContactResult,
    Delay,
    Excuse,
    Nature,
    PostMode,
    Presence,
    ReportReason,
    Source,
    Stage,
)
from procedure import cases
from procedure.cases import Case, rdv, situation

ON = date(2026, 3, 2)  # late enough for every source below
SILENT = tuple(
    ContactFact(day, nature, ContactResult.SANS_REPONSE)
    for day, nature in (
        (date(2026, 1, 20), ContactNature.SMS),
        (date(2026, 2, 1), ContactNature.TELEPHONE),
        (date(2026, 2, 10), ContactNature.SMS),
    )
)


def _at(stage: Stage | None) -> Case:
    return _REACHED[stage]()


def _reopen_source() -> Case:
    case = cases.absent_again()
    case.do(ask.Cloturer(Closing.ERREUR), date(2026, 2, 1))
    return case


def _exempt() -> Case:
    case = cases.followed()
    case.do(ask.Exempter(), date(2025, 12, 16))
    return case


def _to_transmit() -> Case:
    case = cases.absent_again()
    case.night(date(2026, 2, 23))
    return case


def _told() -> Case:
    case = _to_transmit()
    case.do(ask.Transmettre("Camille Renard"), date(2026, 2, 24))
    return case


_REACHED: dict[Stage | None, Callable[[], Case]] = {
    None: Case,
    Stage.REPERAGE: cases.opened,
    Stage.ENTRETIEN: cases.summoned,
    Stage.ABSENCE: cases.absent,
    Stage.CONVOCATION: cases.summoned_again,
    Stage.CARENCE: cases.absent_again,
    Stage.SUIVI: cases.followed,
    Stage.TRANSMISSION: _to_transmit,
    Stage.DEPARTEMENT: _told,
    Stage.CONFORMITE: lambda: cases.compliant(Nature.ACCOMPAGNEMENT),
    Stage.EXEMPTION: _exempt,
    Stage.CLOTURE: _reopen_source,
}


def _request(act: Act, case: Case) -> Request:
    appointment = case.state.appointment
    return {
        Act.OUVRIR: ask.Ouvrir(case.born_on, Source.SIEI, ON),
        Act.CONVOQUER: ask.Convoquer(rdv(date(2026, 4, 20))),
        Act.REPORTER: ask.Reporter(rdv(date(2026, 4, 20)), ReportReason.DEMANDE_FAMILLE),
        Act.POSTER: ask.Poster(case.entries[0].n if case.entries else 1, (1,), PostMode.SIMPLE),
        Act.RECEVOIR: ask.Recevoir(Presence.LES_DEUX),
        Act.CONSTATER_ABSENCE: ask.ConstaterAbsence(),
        Act.JUSTIFIER: ask.Justifier(Excuse.TRANSPORT, "reçue après"),
        Act.CONSTATER_SITUATION: situation(ON),
        Act.EXEMPTER: ask.Exempter(),
        Act.ROMPRE: ask.Rompre(Breach.ABANDON),
        Act.CONSTATER_TERME: ask.ConstaterTerme(),
        Act.CONSTATER_SILENCE: ask.ConstaterSilence(),
        Act.PREPARER_TRANSMISSION: ask.PreparerTransmission(),
        Act.TRANSMETTRE: ask.Transmettre("Camille Renard"),
        Act.ENREGISTRER_REPONSE: ask.EnregistrerReponse(Answer.ACCUSE),
        Act.CLOTURER: ask.Cloturer(Closing.DEMENAGEMENT),
        Act.ROUVRIR: ask.Rouvrir("erreur"),
        Act.ANNULER: ask.Annuler("erreur" if appointment else "essai"),
    }[act]


def _ready(act: Act, stage: Stage | None) -> Case:
    """Return a case at that stage where the guards of the act hold."""
    case = _at(stage)
    case.contacts = SILENT
    if act is Act.CONVOQUER and stage in (Stage.SUIVI, Stage.CONFORMITE):
        if stage is Stage.CONFORMITE:
            case = cases.followed(contacts=SILENT)
            case.do(ask.ConstaterSilence(), date(2026, 2, 20))
            case.do(situation(date(2026, 2, 21), Nature.ACCOMPAGNEMENT), date(2026, 2, 21))
        else:
            case.do(ask.ConstaterSilence(), date(2026, 2, 20))
    if act is Act.PREPARER_TRANSMISSION and stage is Stage.SUIVI:
        case = cases.absent_again()
        case.do(ask.Recevoir(Presence.MINEUR), date(2026, 2, 2))
    return case


PAIRS = [(step, source) for step in STEPS for source in step.sources]


@pytest.mark.parametrize(("step", "source"), PAIRS, ids=[f"{s.act} depuis {src or 'rien'}" for s, src in PAIRS])
def test_every_step_of_the_table_is_taken(step: object, source: Stage | None) -> None:
    row = BY_SOURCE[step.act, source]  # type: ignore[attr-defined]
    case = _ready(row.act, source)
    if row.act is Act.ANNULER and source is Stage.REPERAGE:
        case.do(ask.Convoquer(rdv(date(2025, 12, 20))), date(2025, 12, 2))
        case.do(ask.Annuler("erreur"), date(2025, 12, 2))
        assert case.state.stage is Stage.REPERAGE
        return
    if row.act is Act.ANNULER and case.state.last_act and case.state.last_act[0] in case.state.posted_on:
        case.do(ask.Reporter(rdv(date(2026, 4, 20)), ReportReason.DEMANDE_FAMILLE), ON)
    before = case.state
    assert before.stage is source
    decision = case.do(_request(row.act, case), ON)
    after = case.state
    if row.dest is not None:
        assert after.stage is row.dest is decision.dest
    assert {d.slug for d in decision.opens} <= set(row.opens) | {Delay.DEPARTEMENT}
    still_open = {d.key for d in after.open_delays()} & {d.key for d in before.open_delays() if d.slug in row.ends}
    assert not still_open, "a delay that the step ends still runs"


FORBIDDEN = [pair for pair in product(Act, (None, *Stage)) if pair not in BY_SOURCE]


@pytest.mark.parametrize(("act", "stage"), FORBIDDEN, ids=[f"{a} depuis {s or 'rien'}" for a, s in FORBIDDEN])
def test_every_forbidden_pair_is_refused_with_what_can_be_done_instead(act: Act, stage: Stage | None) -> None:
    case = _at(stage)
    before = list(case.entries)
    with pytest.raises(ActNotAllowedError) as refused:
        case.do(_request(act, case), ON)
    said = str(refused.value)
    assert f"« {act.label} » est impossible" in said
    assert stage is None or stage.label in said
    assert "Actes possibles : of " in said
    assert case.entries == before


def test_the_machine_follows_the_table() -> None:
    for step in STEPS:
        if step.dest is not None:
            assert {travel(step.act, source) for source in step.sources} == {step.dest}


def test_a_stage_holds_one_step_an_act() -> None:
    assert len(BY_SOURCE) == len(PAIRS)
