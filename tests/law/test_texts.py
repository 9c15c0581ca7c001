"""THE LAW: versions in force, articles behind each duration."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.law.deadlines import deadline
from ofworkflow.law.periods import Days, Months, Years
from ofworkflow.law.texts import ARTICLES, CITED, DEPARTEMENT, R114_7, RULES, NotInForceError, Rule, Version

METROPOLE = WorkCalendar()
CHANGED = Rule(
    "departement",
    (*DEPARTEMENT.versions, Version(since=date(2027, 1, 1), length=Months(1), basis=R114_7)),
)  # an invented change of law


@pytest.mark.parametrize(
    ("start", "nominal_on", "since", "why"),
    [
        (date(2026, 12, 31), date(2027, 2, 28), date(2020, 9, 1), "eve of the change: two months still"),
        (date(2027, 1, 1), date(2027, 2, 1), date(2027, 1, 1), "day of the change: one month"),
        (date(2027, 1, 2), date(2027, 2, 2), date(2027, 1, 1), "its morrow"),
    ],
)
def test_a_delay_follows_the_version_in_force_on_its_departure(start: date, nominal_on: date, since: date, why: str) -> None:
    found = deadline(CHANGED, starts_on=start, calendar=METROPOLE)
    assert (found.nominal_on, found.version_since) == (nominal_on, since)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_before_its_first_version_a_rule_is_not_in_force(rule: Rule) -> None:
    first = rule.versions[0].since
    assert rule.on(first) == rule.versions[0]
    with pytest.raises(NotInForceError, match=f"« {rule.slug} » n'était pas encore en vigueur"):
        rule.on(first.replace(year=first.year - 1))


def test_the_procedure_exists_since_1_september_2020() -> None:
    assert deadline(DEPARTEMENT, starts_on=date(2020, 9, 1), calendar=METROPOLE).nominal_on == date(2020, 11, 1)
    with pytest.raises(NotInForceError, match="01/09/2020"):
        deadline(DEPARTEMENT, starts_on=date(2020, 8, 31), calendar=METROPOLE)


@pytest.mark.parametrize(
    ("slug", "length", "article"),
    [
        ("premier_entretien", Months(3), "L. 313-8"),
        ("departement", Months(2), "R. 114-7"),
        ("majorite", Years(18), "388 et 414"),
        ("pli", Days(15), "R. 1-1-6 et R. 2-3"),
        ("pli_electronique", Days(15), "R. 53-3"),
        ("pli_perdu", Days(40), "R. 1-1-6 et R. 2-3"),
    ],
)
def test_each_duration_is_the_one_of_its_article(slug: str, length: object, article: str) -> None:
    version = RULES[slug].versions[-1]
    assert (version.length, version.basis.number) == (length, article)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_versions_follow_one_another_and_cite_a_known_article(rule: Rule) -> None:
    days = [version.since for version in rule.versions]
    assert days == sorted(set(days))
    assert all(version.basis in ARTICLES for version in rule.versions)


ROOT = Path(__file__).parents[2]
_CITED = re.compile(r"\b([LR])\.[ \u00a0]?(\d[\d-]*\d)")


def test_every_article_that_is_cited_is_in_the_page_of_the_law_with_where_it_was_read() -> None:
    """An article that nobody looked up is marked « à confirmer », never taken for granted."""
    known = {f"{letter}. {number}" for a in (*ARTICLES, *CITED) for letter, number in _CITED.findall(a.number)}
    places = (*(ROOT / "src").rglob("*.py"), *(ROOT / "letter_templates").glob("*.j2"), *(ROOT / "docs").glob("*.md"))
    cited = {
        (f"{letter}. {number}", path.name)
        for path in places
        for letter, number in _CITED.findall(path.read_text(encoding="utf-8"))
    }
    assert {(number, name) for number, name in cited if number not in known} == set()
    assert all(a.source for a in (*ARTICLES, *CITED))
