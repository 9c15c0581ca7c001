"""A minor reported again, a dossier opened again too late: another cycle, and the one before kept as it ended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Act, Answer, Breach, Closing, Delay, DelayState, Nature, Source, Stage
from procedure import cases
from procedure.cases import Case, rdv, rules, situation

DAY = timedelta(days=1)
CLOSED_ON, A_YEAR_LATER = date(2026, 2, 1), date(2026, 12, 1)
LAST_DAY = date(2026, 3, 5)  # of the two months of `absent_again`


def _again(case: Case, on: date = A_YEAR_LATER, source: Source = Source.SIEI) -> Case:
    case.do(ask.Signaler(source, on), on)
    return case


def _delay(case: Case, slug: Delay) -> list[tuple[int, DelayState]]:
    return [(d.opened_by, d.state) for d in case.state.delays if d.slug is slug]


def test_a_report_on_a_closed_dossier_begins_a_cycle_with_its_own_three_months() -> None:
    case = _again(cases.closed())
    state, n = case.state, case.entries[-1].n
    assert (state.stage, state.cycles, state.closed_on) == (Stage.REPERAGE, (n,), None)
    assert _delay(case, Delay.PREMIER_ENTRETIEN) == [(1, DelayState.SANS_OBJET), (n, DelayState.OUVERTE)]
    running = state.open_delay(Delay.PREMIER_ENTRETIEN)
    assert running is not None
    assert running.dates.nominal_on == date(2027, 3, 1)
    assert state.open_delay(Delay.MAJORITE) is not None
    assert state.open_delay(Delay.CONSERVATION) is None
    assert (state.convocations, state.appointment) == ((), None)
    assert len(state.appointments) == 2, "the old cycle stays readable"


@pytest.mark.parametrize(
    ("setting", "build", "opens"),
    [
        ("cycle", cases.closed, True),
        ("toujours", cases.closed, True),
        ("jamais", cases.closed, False),
        ("cycle", cases.followed, False),
        ("toujours", cases.followed, True),
        ("toujours", cases.opened, False),  # the three months of the first report still run
        ("jamais", cases.followed, False),
    ],
)
def test_the_house_says_when_another_report_opens_another_delay(setting: str, build, opens: bool) -> None:
    case = build(rules=rules(signalement_repete=setting))
    before = len(_delay(case, Delay.PREMIER_ENTRETIEN))
    _again(case, date(2026, 3, 2))
    assert len(_delay(case, Delay.PREMIER_ENTRETIEN)) - before == opens


@pytest.mark.parametrize(
    ("build", "slug", "stage"),
    [
        (cases.compliant, Delay.FIN_SITUATION, Stage.CONFORMITE),
        (cases.exempt, Delay.REVISION_EXEMPTION, Stage.EXEMPTION),
    ],
)
def test_a_report_on_a_closed_dossier_finds_what_covers_the_day(build, slug: Delay, stage: Stage) -> None:
    """L. 114-1, R. 114-3: closing ends no situation; its last day is the last on which the new cycle stands there."""
    until = build().state.coverages[-1].ends_on
    for on, expected in ((until, stage), (until + DAY, Stage.REPERAGE)):
        case = build()
        case.do(ask.Cloturer(Closing.HORS_CHAMP), CLOSED_ON)
        n = _again(case, on).entries[-1].n
        assert case.state.stage is case.entries[-1].dest is expected
        covered = expected is stage
        assert [d.opened_by for d in case.state.open_delays() if d.slug is slug] == ([n] if covered else [])
        assert bool(case.night(on + DAY)) is covered, "the term is seen on its morrow"
        assert case.state.stage is Stage.REPERAGE


def test_what_covers_a_new_cycle_can_be_broken() -> None:
    case = cases.compliant()
    case.do(ask.Cloturer(Closing.HORS_CHAMP), CLOSED_ON)
    _again(case, date(2026, 3, 2))
    case.do(ask.Rompre(Breach.AUTRE), date(2026, 3, 9))
    assert case.state.stage is Stage.REPERAGE
    assert case.state.open_delay(Delay.FIN_SITUATION) is None


def test_only_a_school_opens_the_three_months() -> None:
    assert len(_delay(_again(cases.closed(), source=Source.AUTRE), Delay.PREMIER_ENTRETIEN)) == 1


@pytest.mark.parametrize("build", [cases.opened, cases.summoned_again, cases.silent, cases.compliant, cases.told])
def test_a_report_on_an_open_dossier_is_a_fact_that_moves_nothing(build) -> None:
    case = build()
    before = case.state
    _again(case, date(2026, 3, 2))
    after = case.state
    assert (after.stage, after.cycles, after.trigger) == (before.stage, (), before.trigger)
    assert after.open_delays() == before.open_delays()
    assert case.entries[-1].act is Act.SIGNALER


def test_nobody_is_reported_again_once_of_age_nor_on_a_day_to_come() -> None:
    with pytest.raises(GuardError, match="dix-huit ans depuis"):
        _again(cases.closed(), date(2027, 5, 14))
    with pytest.raises(GuardError, match="serait postérieur au jour où il est noté"):
        cases.closed().do(ask.Signaler(Source.SIEI, date(2026, 12, 2)), A_YEAR_LATER)


def test_an_appointment_of_the_cycle_before_is_not_held_nor_missed_in_the_next() -> None:
    case = cases.summoned()
    case.do(ask.Cloturer(Closing.HORS_CHAMP), date(2025, 12, 20))  # its day is past, nobody said what became of it
    _again(case)
    case.do(ask.Convoquer(rdv(date(2027, 1, 5))), date(2026, 12, 2))
    assert [a.outcome for a in case.state.appointments] == [None, None]


def test_a_second_cycle_lives_to_its_own_notice() -> None:
    case = _again(cases.closed())
    case.do(ask.Convoquer(rdv(date(2026, 12, 15))), date(2026, 12, 2))
    cases.post(case, date(2026, 12, 2))
    case.do(ask.ConstaterAbsence(), date(2026, 12, 15))
    given = case.do(ask.Convoquer(rdv(date(2027, 1, 25))), date(2027, 1, 4))
    assert [letter.model for letter in given.letters] == [Model.SECONDE_CONVOCATION, Model.COPIE_RENDEZ_VOUS]
    assert len(_delay(case, Delay.DEPARTEMENT)) == 2
    with pytest.raises(GuardError, match="rendez-vous passé"):
        case.do(ask.PreparerTransmission(), date(2027, 1, 20))  # the convocation of the cycle before counts for nothing


@pytest.mark.parametrize(
    ("reopened_on", "stage", "why"),
    [
        (LAST_DAY, Stage.CARENCE, "on the last day of the two months it takes up where it stood"),
        (date(2026, 3, 6), Stage.REPERAGE, "the morrow of their end, another cycle begins"),
    ],
)
def test_a_reopening_after_the_two_months_is_another_cycle(reopened_on: date, stage: Stage, why: str) -> None:
    case = cases.closed()
    told = case.do(ask.Rouvrir("revenue"), reopened_on)
    assert case.state.stage is stage, why
    begun = stage is Stage.REPERAGE
    assert bool(case.state.cycles) is begun
    assert any("nouveau cycle" in warning for warning in told.warnings) is begun
    assert (case.state.open_delay(Delay.DEPARTEMENT) is None) is begun
    assert (case.state.open_delay(Delay.MAJORITE) is not None) is True
    assert [d.request.act for d in case.night(date(2026, 4, 30))] == ([] if begun else [Act.PREPARER_TRANSMISSION])


def test_two_months_that_no_letter_made_run_do_not_end() -> None:
    case = cases.summoned_again(posted_on=None)
    case.do(ask.Cloturer(Closing.ERREUR), date(2026, 1, 6))
    case.do(ask.Rouvrir("à tort"), date(2026, 4, 1))
    assert case.state.stage is Stage.CONVOCATION


def test_a_reopening_once_of_age_is_refused() -> None:
    with pytest.raises(GuardError, match="dix-huit ans depuis"):
        cases.closed().do(ask.Rouvrir("revenue"), date(2027, 5, 14))


@pytest.mark.parametrize("after", ["situation", "suivi", "clos"])
def test_the_departement_answers_at_any_stage_after_a_notice(after: str) -> None:
    case = cases.told()
    on = date(2026, 3, 20)
    if after == "situation":
        case.do(situation(on), on)
    elif after == "suivi":
        case.do(situation(on), on)
        case.do(ask.Rompre(Breach.ABANDON), on)
    else:
        case.do(ask.Cloturer(Closing.DEMENAGEMENT), on)
    before = case.state
    case.do(ask.EnregistrerReponse(Answer.MESURE), date(2026, 3, 25))
    assert (case.state.stage, case.state.trigger) == (before.stage, before.trigger)


def test_an_answer_that_came_while_the_dossier_was_closed_is_not_asked_for_again() -> None:
    case = cases.told(posted=True)
    case.do(ask.Cloturer(Closing.DEMENAGEMENT), date(2026, 3, 1))
    case.do(ask.EnregistrerReponse(Answer.ACCUSE), date(2026, 3, 5))
    case.do(ask.Rouvrir("revenue"), date(2026, 3, 10))
    assert [state for _, state in _delay(case, Delay.ACCUSE_DEPARTEMENT)] == [DelayState.TENUE]


def test_nobody_answers_a_notice_that_nobody_sent() -> None:
    with pytest.raises(GuardError, match=r"n'a reçu aucune information .*of contact"):
        cases.absent_again().do(ask.EnregistrerReponse(Answer.ACCUSE), date(2026, 2, 2))


@pytest.mark.parametrize(
    ("reopened_on", "stage"),
    [(date(2026, 4, 23), Stage.CONVOCATION), (date(2026, 4, 24), Stage.CONFORMITE)],  # two months after 23/02/2026
)
def test_a_reopening_in_another_cycle_finds_what_covers_the_day(reopened_on: date, stage: Stage) -> None:
    """One of two accompaniments abandoned, summoned (2°): taken up there, or in order in another cycle."""
    case = cases.compliant(Nature.ACCOMPAGNEMENT)
    kept = case.entries[-1].n
    case.do(situation(date(2026, 2, 1), Nature.ACCOMPAGNEMENT), date(2026, 2, 1))
    case.do(ask.Rompre(Breach.ABANDON, case.entries[-1].n), date(2026, 2, 21))
    case.do(ask.Convoquer(rdv(date(2026, 3, 23))), date(2026, 2, 23))
    cases.post(case, date(2026, 2, 23))
    case.do(ask.Cloturer(Closing.HORS_CHAMP), date(2026, 3, 2))
    case.do(ask.Rouvrir("revenue"), reopened_on)
    assert case.state.stage is stage
    opened = [d for d in case.state.open_delays() if d.slug is Delay.FIN_SITUATION]
    begun = stage is Stage.CONFORMITE
    assert [(d.opened_by, d.dates.legal_on) for d in opened] == (
        [(case.entries[-1].n, case.state.coverage(kept).ends_on)] if begun else []
    )


def test_a_reopening_where_it_stood_opens_no_second_term() -> None:
    case = cases.compliant()
    before = case.state.open_delay(Delay.FIN_SITUATION)
    case.do(ask.Cloturer(Closing.ERREUR), CLOSED_ON)
    case.do(ask.Rouvrir("erreur"), CLOSED_ON)
    assert case.state.stage is Stage.CONFORMITE
    assert [d for d in case.state.delays if d.slug is Delay.FIN_SITUATION] == [before]
