"""The three months of L. 313-8 have conditions: a school's report, no diploma and no job; they run from its day."""

from __future__ import annotations

from datetime import date

import pytest

from house import minor, reported
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Closing, Delay, OuiNon, Source
from procedure.cases import BORN_ON, Case

ON, REPORTED = date(2025, 12, 1), date(2025, 10, 20)
YES, NO = OuiNon.OUI, OuiNon.NON


@pytest.mark.parametrize(
    ("source", "diplome", "emploi", "why_not"),
    [
        (Source.SIEI, None, None, ""),  # what nobody said is no reason to let the three months go
        (Source.CFA, NO, NO, ""),
        (Source.SIEI, YES, NO, "un diplôme"),
        (Source.SIEI, NO, YES, "un emploi"),
        (Source.PSAD, YES, YES, "un diplôme"),
        (Source.AUTRE, NO, NO, ""),  # no school's report: nothing to say of it
    ],
)
def test_the_delay_runs_for_who_has_neither_diploma_nor_job(
    source: Source, diplome: OuiNon | None, emploi: OuiNon | None, why_not: str
) -> None:
    case = Case()
    said = case.do(ask.Ouvrir(BORN_ON, source, REPORTED, diplome, emploi), ON).warnings
    running = case.state.open_delay(Delay.PREMIER_ENTRETIEN)
    assert (running is None) is (bool(why_not) or source is Source.AUTRE)
    if running:
        assert running.dates.starts_on == REPORTED  # the school's day, not that of the opening
    assert [why_not in sentence for sentence in said] == ([True] if why_not else [])


def test_another_cycle_looks_at_what_is_known_then() -> None:
    case = Case()
    case.do(ask.Ouvrir(BORN_ON, Source.SIEI, ON, NO, NO), ON)
    case.do(ask.Cloturer(Closing.DEMENAGEMENT), date(2025, 12, 2))
    case.do(ask.Signaler(Source.SIEI, date(2026, 2, 2), NO, YES), date(2026, 2, 2))
    assert case.state.open_delay(Delay.PREMIER_ENTRETIEN) is None


def test_who_waits_for_16_keeps_what_was_known() -> None:
    case = Case(born_on=date(2010, 1, 15))
    case.do(ask.Ouvrir(case.born_on, Source.SIEI, ON, YES), ON)
    case.night(date(2026, 1, 15))
    assert case.state.open_delay(Delay.PREMIER_ENTRETIEN) is None


@pytest.mark.parametrize(("niveau", "diplome"), [("", None), ("aucun", NO), ("cap_bep", YES), ("superieur", YES)])
def test_a_diploma_is_known_by_the_level_of_the_card(niveau: str, diplome: OuiNon | None) -> None:
    assert reported(minor(niveau=niveau)).diplome is diplome
