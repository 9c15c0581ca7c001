"""What is asked of partners, what the platform's meeting decides, the frames of the school: dated, late, ended, and moving nothing."""

from __future__ import annotations

from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.frames import frame_ends_on
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.vocabulary import (
    Agreed,
    AgreedEnd,
    AskedFor,
    Closing,
    Delay,
    DelayState,
    Frame,
    MeetingTopic,
    PartnerAnswer,
    PartnerKind,
    Stage,
)
from procedure import cases
from procedure.cases import Case
from procedure.stages import situation

ON, LATER, MEETING = date(2025, 12, 2), date(2025, 12, 16), date(2025, 12, 9)


def _demand(by: date = LATER, name: str = "CIO de Lille") -> ask.Demander:
    return ask.Demander(PartnerKind.CIO, name, AskedFor.NOUVELLES, by)


def _states(case: Case, slug: Delay) -> list[DelayState]:
    return [delay.state for delay in case.state.delays if delay.slug is slug]


@pytest.mark.parametrize(
    ("answer", "on", "state"),
    [
        (PartnerAnswer.FAVORABLE, LATER, DelayState.TENUE),  # on the day itself it is in time
        (PartnerAnswer.DEFAVORABLE, ON, DelayState.TENUE),  # « no » is an answer
        (PartnerAnswer.RENSEIGNEMENT, date(2025, 12, 17), DelayState.HORS_DELAI),
        (PartnerAnswer.SANS_REPONSE, LATER, DelayState.SANS_OBJET),  # nobody answered: nothing was met
        (PartnerAnswer.RETIREE, ON, DelayState.SANS_OBJET),
    ],
)
def test_a_request_to_a_partner_is_awaited_until_it_is_answered(answer: PartnerAnswer, on: date, state: DelayState) -> None:
    case = cases.opened()
    case.do(_demand(), ON)
    [delay] = [d for d in case.state.open_delays() if d.slug is Delay.DEMANDE]
    assert delay.dates.legal_on == LATER
    case.do(ask.Repondre(answer), on)
    assert _states(case, Delay.DEMANDE) == [state]
    [demand] = case.state.partnership.requests
    assert (demand.answer, demand.answered_on) == (answer, on)
    assert case.state.stage is Stage.REPERAGE


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (_demand(date(2025, 12, 1)), "avant l'acte"),
        (_demand(cases.opened().state.majority_on), "majorité ou après"),  # the day itself is too late
        (_demand(name="  "), "aucun partenaire n'est nommé"),
        (ask.Repondre(PartnerAnswer.FAVORABLE), "aucune demande"),
        (ask.Inscrire(date(2025, 12, 1), MeetingTopic.PLACE), "avant l'acte"),
        (ask.Decider(Agreed.RIEN), "aucune réunion"),
        (ask.Decider(Agreed.RIEN, reunion=MEETING), "ne parle de ce dossier"),
        (ask.Achever(AgreedEnd.FAITE), "aucune décision"),
        (ask.Cadrer(Frame.TDO, LATER, ON), "avant de commencer"),
        (ask.Cadrer(Frame.TDO, ON, suite_de=1), "ne note pas ce cadre"),
    ],
)
def test_what_makes_no_sense_is_refused(request_: Request, says: str) -> None:
    with pytest.raises(GuardError, match=says):
        cases.opened().do(request_, ON)


def test_of_two_requests_the_answer_names_one() -> None:
    case = cases.opened()
    case.do(_demand(), ON)
    case.do(_demand(name="lycée Baggio"), ON)
    with pytest.raises(GuardError, match="plusieurs demandes attendent"):
        case.do(ask.Repondre(PartnerAnswer.FAVORABLE), ON)
    case.do(ask.Repondre(PartnerAnswer.FAVORABLE, case.entries[-1].n), ON)
    assert [each.name for each in case.state.partnership.awaited] == ["CIO de Lille"]


def test_a_situation_ends_no_request_and_a_closing_ends_them_all() -> None:
    """What others promised to do is still awaited of a minor in order; of a closed dossier, nothing is."""
    case = cases.opened()
    case.do(_demand(), ON)
    case.do(situation(ON), ON)
    assert _states(case, Delay.DEMANDE) == [DelayState.OUVERTE]
    case.do(ask.Cloturer(Closing.DEMENAGEMENT), ON)
    assert _states(case, Delay.DEMANDE) == [DelayState.SANS_OBJET]
    case.do(ask.Rouvrir("revenu"), ON)
    assert _states(case, Delay.DEMANDE) == [DelayState.OUVERTE]


def test_a_meeting_decides_who_does_what_and_by_when() -> None:
    case = cases.opened()
    case.do(ask.Inscrire(MEETING, MeetingTopic.INJOIGNABLE), ON)
    with pytest.raises(GuardError, match="n'a pas encore eu lieu"):
        case.do(ask.Decider(Agreed.CONTACTER, "CIO de Lille", LATER), ON)
    with pytest.raises(GuardError, match="qui le fait, ni avant quand"):
        case.do(ask.Decider(Agreed.CONTACTER), MEETING)
    case.do(ask.Decider(Agreed.CONTACTER, "CIO de Lille", LATER), MEETING)
    assert _states(case, Delay.REUNION) == [DelayState.TENUE]
    [delay] = [d for d in case.state.open_delays() if d.slug is Delay.DECISION]
    assert delay.dates.legal_on == LATER
    case.do(ask.Decider(Agreed.RECEVOIR, "la mission locale", LATER), MEETING)  # a second one, of the same meeting
    with pytest.raises(GuardError, match="plusieurs décisions sont à faire"):
        case.do(ask.Achever(AgreedEnd.FAITE), LATER)
    first, second = case.state.partnership.to_do
    case.do(ask.Achever(AgreedEnd.FAITE, first.n), LATER)
    case.do(ask.Achever(AgreedEnd.ABANDONNEE), LATER)  # one alone is left
    assert _states(case, Delay.DECISION) == [DelayState.TENUE, DelayState.SANS_OBJET]
    assert case.state.partnership.agreed[-1].n == second.n


def test_a_dossier_is_listed_once_and_taken_off_before_the_meeting() -> None:
    case = cases.opened()
    case.do(ask.Inscrire(MEETING, MeetingTopic.PLACE), ON)
    with pytest.raises(GuardError, match="parle déjà du dossier"):
        case.do(ask.Inscrire(MEETING, MeetingTopic.RELAIS), ON)
    case.do(ask.Decider(Agreed.RIEN), ON)
    assert not [d for d in case.state.open_delays() if d.slug in (Delay.REUNION, Delay.DECISION)]
    case.do(ask.Inscrire(MEETING, MeetingTopic.RELAIS), ON)
    assert case.state.partnership.listed_for(MEETING) is not None


@pytest.mark.parametrize(
    ("frame", "starts_on", "ends_on"),
    [
        (Frame.TDO, date(2025, 11, 3), date(2026, 3, 2)),  # four months, day before
        (Frame.PAE, date(2025, 10, 31), date(2026, 2, 27)),  # no 31 February: the last day, less one
        (Frame.AVENIR_PRO, date(2025, 11, 3), date(2026, 8, 31)),  # the school year
        (Frame.ATTA, date(2026, 8, 31), date(2026, 8, 31)),  # its last day
        (Frame.ATTA, date(2026, 9, 1), date(2027, 8, 31)),
    ],
)
def test_a_frame_without_an_end_lasts_what_it_usually_does(frame: Frame, starts_on: date, ends_on: date) -> None:
    assert frame_ends_on(frame, starts_on) == ends_on
    case = cases.opened()
    case.do(ask.Cadrer(frame, starts_on), ON)
    [spell] = case.state.partnership.frames
    assert (spell.starts_on, spell.ends_on) == (starts_on, ends_on)
    assert not case.state.is_compliant(ON)


@pytest.mark.parametrize(
    ("second", "says"),
    [
        (ask.Cadrer(Frame.TDO, date(2026, 3, 9)), "second de l'année scolaire"),
        (ask.Cadrer(Frame.TDO, date(2026, 8, 31)), "second de l'année scolaire"),  # its last day
        (ask.Cadrer(Frame.TDO, date(2026, 9, 1)), ""),  # another school year
        (ask.Cadrer(Frame.PAE, date(2026, 3, 9)), ""),  # another frame
        (ask.Cadrer(Frame.AVENIR_PRO, date(2026, 3, 9)), ""),  # a school year long, as often as it comes
        (ask.Cadrer(Frame.TDO, date(2026, 9, 7), date(2027, 1, 6)), ""),  # four months, to the day
        (ask.Cadrer(Frame.TDO, date(2026, 9, 7), date(2027, 1, 7)), "au plus 4 mois"),
        (ask.Cadrer(Frame.TDO, date(2025, 11, 3), date(2026, 1, 2), suite_de=2), ""),  # shortened: the same one
    ],
)
def test_four_months_and_once_a_school_year(second: ask.Cadrer, says: str) -> None:
    """Circulaire of 18 July 2023 (TDO), arrêté of the same day (parcours Ambition emploi): allowed beyond, and said."""
    case = cases.opened()
    case.do(ask.Cadrer(Frame.TDO, date(2025, 11, 3)), ON)
    warned = case.do(second, ON).warnings
    assert [says in each for each in warned] == ([True] if says else [])
