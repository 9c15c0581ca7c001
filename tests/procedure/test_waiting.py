"""Reported before 16: the dossier waits for the birthday, nothing is due before, the night begins it then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.decide import ActNotAllowedError, GuardError
from ofworkflow.procedure.due import alertes, due_acts
from ofworkflow.procedure.vocabulary import Act, Closing, Delay, Presence, Source, Stage
from procedure.cases import Case, opened, rdv, rules

OPENED = date(2025, 12, 1)
SIXTEEN = date(2026, 1, 15)
BORN = SIXTEEN.replace(year=2010)


def waiting(source: Source = Source.SIEI, born_on: date = BORN) -> Case:
    """Return a dossier opened before 16."""
    case = Case(born_on=born_on)
    case.do(ask.Ouvrir(born_on, source, OPENED), OPENED)
    return case


@pytest.mark.parametrize(
    ("born_on", "youngest", "stage"),
    [
        (date(2009, 12, 1), 15, Stage.REPERAGE),  # 16 on the day
        (date(2009, 12, 2), 15, Stage.ATTENTE),  # 16 tomorrow
        (date(2010, 12, 1), 15, Stage.ATTENTE),  # 15 on the day
        (date(2010, 12, 2), 15, None),  # 15 tomorrow
        (date(2010, 12, 2), 14, Stage.ATTENTE),
        (date(2009, 12, 2), 16, None),  # the house waits for nobody
    ],
)
def test_a_dossier_waits_from_the_age_that_the_house_sets(born_on: date, youngest: int, stage: Stage | None) -> None:
    case = Case(born_on=born_on, rules=rules(age_au_plus_tot=youngest))
    if stage is None:
        with pytest.raises(GuardError, match=f"à partir de {youngest} ans"):
            case.do(ask.Ouvrir(born_on, Source.SIEI, OPENED), OPENED)
        return
    said = case.do(ask.Ouvrir(born_on, Source.SIEI, OPENED), OPENED).warnings
    assert case.state.stage is stage
    assert any("en attente de ses 16 ans" in sentence for sentence in said) is (stage is Stage.ATTENTE)


def test_nothing_runs_and_nothing_is_due_before_the_birthday() -> None:
    case = waiting()
    assert {d.slug for d in case.state.open_delays()} == {Delay.SEIZE_ANS, Delay.MAJORITE}
    assert [d.done_on for d in due_acts(case.state, case.rules)] == [SIXTEEN, case.state.majority_on]
    assert all(a.on > SIXTEEN for a in alertes(case.state, {}))
    for request in (ask.Convoquer(rdv(date(2026, 2, 2))), ask.Recevoir(Presence.LES_DEUX), ask.Exempter()):
        with pytest.raises(ActNotAllowedError, match="En attente de ses 16 ans"):
            case.do(request, OPENED)


@pytest.mark.parametrize("nights", [1, 3, 40, 400])
def test_whatever_nights_were_missed_it_begins_on_the_birthday(nights: int) -> None:
    case, day = waiting(), OPENED
    while day < date(2026, 3, 1):
        day += timedelta(days=nights)
        case.night(day)
    begun = [e for e in case.entries if e.act is Act.CONSTATER_AGE]
    assert [(e.done_on, e.author) for e in begun] == [(SIXTEEN, "automate")]


def test_the_three_months_of_a_school_report_run_from_the_birthday() -> None:
    """L. 313-8 speaks of who is 16: reported before, the delay cannot be half over on the birthday."""
    case = waiting()
    case.night(SIXTEEN)
    running = case.state.open_delay(Delay.PREMIER_ENTRETIEN)
    assert running is not None
    assert (running.dates.starts_on, running.dates.legal_on) == (SIXTEEN, date(2026, 4, 15))
    assert case.state.stage is Stage.REPERAGE


@pytest.mark.parametrize(
    ("sources", "runs"),
    [
        ([Source.AUTRE], False),
        ([Source.AUTRE, Source.SIEI], True),  # a school reports the minor while he or she waits
        ([Source.SIEI, Source.AUTRE], True),
    ],
)
def test_a_report_made_while_waiting_counts_at_the_birthday(sources: list[Source], runs: bool) -> None:
    case = waiting(sources[0])
    for source in sources[1:]:
        case.do(ask.Signaler(source, date(2025, 12, 8)), date(2025, 12, 8))
        assert case.state.stage is Stage.ATTENTE
        assert case.state.open_delay(Delay.PREMIER_ENTRETIEN) is None
    case.night(SIXTEEN)
    assert (case.state.open_delay(Delay.PREMIER_ENTRETIEN) is not None) is runs


def test_closed_while_waiting_it_waits_again_once_reopened_or_reported() -> None:
    for again in (ask.Rouvrir("retour"), ask.Signaler(Source.SIEI, date(2025, 12, 20))):
        case = waiting()
        case.do(ask.Cloturer(Closing.DEMENAGEMENT), date(2025, 12, 5))
        case.night(date(2025, 12, 19))
        case.do(again, date(2025, 12, 20))
        assert case.state.stage is Stage.ATTENTE
        case.night(SIXTEEN)
        assert case.state.stage is Stage.REPERAGE


def test_closed_while_waiting_and_reopened_at_16_it_begins_the_day_it_is_reopened() -> None:
    case = waiting()
    case.do(ask.Cloturer(Closing.DEMENAGEMENT), date(2025, 12, 5))
    assert not case.night(date(2026, 2, 1))  # a closed dossier does not wake
    case.do(ask.Rouvrir("retour"), date(2026, 2, 2))
    case.night(date(2026, 2, 2))
    assert (case.entries[-1].act, case.entries[-1].done_on) == (Act.CONSTATER_AGE, date(2026, 2, 2))
    running = case.state.open_delay(Delay.PREMIER_ENTRETIEN)
    assert running is not None
    assert running.dates.starts_on == SIXTEEN


def test_who_is_16_already_waits_for_nothing() -> None:
    assert Delay.SEIZE_ANS not in {d.slug for d in opened().state.delays}


def test_another_cycle_before_16_begins_from_its_own_report() -> None:
    """L. 313-8: closed, then reported by somebody who is no school: its three months are those of the cycle before."""
    case = waiting()
    case.do(ask.Cloturer(Closing.ERREUR), date(2025, 12, 3))
    case.do(ask.Signaler(Source.AUTRE, date(2025, 12, 4)), date(2025, 12, 4))
    case.night(case.state.sixteen_on)
    assert case.state.stage is Stage.REPERAGE
    assert case.state.open_delay(Delay.PREMIER_ENTRETIEN) is None
