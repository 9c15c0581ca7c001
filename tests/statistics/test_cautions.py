"""What a reader is warned of: exactly the tenth is not above it, and what leaves the house carries no number."""

from __future__ import annotations

from datetime import date

import pytest

from ofworkflow.statistics.cautions import Caution, cautions
from ofworkflow.statistics.figures import FigureLine, Figures
from ofworkflow.statistics.indicators.catalogue import BY_MEASURE
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.statistics.modalities import By, Cut


def figures(breakdowns: dict[Cut, tuple[FigureLine, ...]] | None = None, **counts: int) -> Figures:
    total = FigureLine((), {BY_MEASURE[name].measure: count for name, count in counts.items()})
    return Figures(date(2026, 1, 1), date(2026, 12, 31), total, breakdowns or {})


def line(population: int, *modality: str) -> FigureLine:
    return FigureLine(modality, {Standing.POPULATION: population})


def said(found: tuple[Caution, ...]) -> dict[str, str]:
    return {caution.slug: caution.sentence for caution in found}


def test_nothing_is_said_where_all_is_well():
    assert cautions(figures(population=10, contacts=10, by_autres=1)) == ()


@pytest.mark.parametrize(("others", "warned"), [(10, False), (11, True)])  # of a hundred: exactly the tenth is not above it
def test_other_contacts_above_a_tenth_are_warned_of(others, warned):
    found = said(cautions(figures(contacts=100, by_autres=others)))
    assert ("contacts_autres" in found) is warned
    if warned:
        assert "11 % des contacts (11 sur 100)" in found["contacts_autres"]


def test_no_contact_at_all_is_not_others():
    assert cautions(figures(contacts=0, by_autres=0)) == ()


@pytest.mark.parametrize(("others", "warned"), [(1, False), (2, True)])
def test_other_partners_above_a_tenth_of_the_sources_are_warned_of(others, warned):
    lines = (line(10 - others, "siei"), line(others, "autre"))
    assert ("source_autre" in said(cautions(figures({(By.SOURCE,): lines})))) is warned


def test_what_is_unknown_of_a_breakdown_is_warned_of_once_even_when_crossed():
    lines = (line(8, "F", "bac"), line(1, "F", "inconnu"), line(1, "M", "inconnu"))
    alone = (line(8, "bac"), line(2, "inconnu"))
    found = cautions(figures({(By.SEXE, By.NIVEAU): lines, (By.NIVEAU,): alone}))
    assert [c.slug for c in found] == ["niveau_inconnu"]
    assert "20 % de la ventilation par niveau de qualification (2 sur 10)" in found[0].sentence


def test_unknown_situations_and_delays_not_judged_yet_are_said_with_their_number():
    found = said(cautions(figures(population=8, unknown=1, too_young=2)))
    assert "1 situation inconnue" in found["situations_inconnues"]
    assert "(13 %)" in found["situations_inconnues"]
    assert "2 signalements" in found["delais_trop_jeunes"]


def test_what_leaves_the_house_carries_no_count():
    everything = figures(
        {(By.SOURCE,): (line(3, "autre"), line(4, "siei")), (By.QPV,): (line(3, "oui"), line(4, "inconnu"))},
        population=7, unknown=3, too_young=4, contacts=7, by_autres=4,
    )  # fmt: skip
    found = cautions(everything)
    assert len(found) == 5
    for caution in found:
        text = caution.discreet.replace("I11", "").replace("10 %", "")
        assert not any(character.isdigit() for character in text), caution
