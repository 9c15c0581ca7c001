"""Why this date, this alerte, this act, this refusal: each link of the chain, and the days it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from casework.explaining import absent_on, chain, explained, said, subject, summoned_again_on
from ofworkflow.casework.explain.answers import explain
from ofworkflow.casework.explain.delays import COMING, explain_delay, values_of
from ofworkflow.casework.explain.links import LinkKind
from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import HouseRules
from ofworkflow.procedure.delays import last_useful_on
from ofworkflow.procedure.due import alertes, due_acts
from ofworkflow.procedure.vocabulary import Act, Delay, LetterState, Nature, PostMode, Proof
from ofworkflow.storage.journal_codec import decode, encode
from procedure import cases
from procedure.cases import Case, line_of, rules, situation
from procedure.walks import BIRTHS, HOUSES, MOVES, START, Move, reported, try_move

CHAINS = json.loads((Path(__file__).parents[1] / "data" / "chaines.json").read_text(encoding="utf-8"))
SAT, SUN = "samedi", "dimanche"
# procedure.md, section 5: posted on, territory, nominal, legal, internal, and the days skipped on the way to the legal end
TWO_MONTHS = [
    (date(2026, 1, 5), "metropole", date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 5), [], "même quantième"),
    (date(2025, 12, 31), "metropole", date(2026, 2, 28), date(2026, 3, 2), date(2026, 2, 27), [SAT, SUN], "dernier jour du mois"),
    (date(2028, 2, 29), "metropole", date(2028, 4, 29), date(2028, 5, 2), date(2028, 4, 28), [SAT, SUN, "Fête du Travail"], "même quantième"),
    (date(2025, 10, 25), "metropole", date(2025, 12, 25), date(2025, 12, 26), date(2025, 12, 24), ["Noël"], "même quantième"),
    (date(2025, 10, 25), "alsace_moselle", date(2025, 12, 25), date(2025, 12, 29), date(2025, 12, 24), ["Noël", "Saint-Étienne", SAT, SUN], "même quantième"),
]  # fmt: skip


@pytest.mark.parametrize(("posted_on", "territory", "nominal", "legal", "internal", "skipped", "why"), TWO_MONTHS)
def test_the_two_months_name_each_day_they_skip(
    posted_on: date, territory: str, nominal: date, legal: date, internal: date, skipped: list[str], why: str
) -> None:
    told = explained(summoned_again_on(posted_on, territory), "departement", posted_on)
    assert told.on == legal
    facts = {link["genre"]: link for link in chain(told, LinkKind.DEPART, LinkKind.NOMINALE, LinkKind.LEGALE, LinkKind.INTERNE)}
    assert [facts[kind]["jour"] for kind in ("depart", "nominale", "legale", "interne")] == [
        day.isoformat() for day in (posted_on, nominal, legal, internal)
    ]
    assert facts["nominale"]["raison"].startswith(why)
    forward = [day for day in chain(told, LinkKind.JOUR_SAUTE) if day["pour"] == "legale"]
    assert [day["ferie"] or day["raison"] for day in forward] == skipped
    assert [day["jour"] for day in forward] == [(nominal + timedelta(i)).isoformat() for i in range(len(skipped))]
    assert {day["territoire"] for day in forward} <= {territory}


# absent on, territory, the holidays skipped with their territory, and the fifth working day
WORKING_DAYS = [
    (date(2026, 4, 30), "metropole", ["Fête du Travail (métropole ; code du travail, L. 3133-1)", "Fête de la Victoire (métropole ; code du travail, L. 3133-1)"], date(2026, 5, 11)),
    (date(2026, 4, 2), "alsace_moselle", ["Vendredi saint (Alsace-Moselle ; code du travail, L. 3134-13)", "Lundi de Pâques (Alsace-Moselle ; code du travail, L. 3133-1)"], date(2026, 4, 13)),
    (date(2026, 4, 2), "metropole", ["Lundi de Pâques (métropole ; code du travail, L. 3133-1)"], date(2026, 4, 10)),
    (date(2026, 5, 22), "guadeloupe", ["Lundi de Pentecôte (Guadeloupe ; code du travail, L. 3133-1)", "Abolition de l'esclavage (Guadeloupe ; code du travail, L. 3422-2)"], date(2026, 6, 2)),
    (date(2026, 5, 22), "metropole", ["Lundi de Pentecôte (métropole ; code du travail, L. 3133-1)"], date(2026, 6, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("on", "territory", "holidays", "fifth"), WORKING_DAYS)
def test_five_working_days_are_counted_one_by_one(on: date, territory: str, holidays: list[str], fifth: date) -> None:
    told = explained(absent_on(on, territory), "justification", on)
    assert told.on == fifth
    counted = chain(told, LinkKind.JOUR_COMPTE)
    assert [day["rang"] for day in counted] == [1, 2, 3, 4, 5]
    assert counted[-1]["jour"] == fifth.isoformat()
    every = sorted(day["jour"] for day in chain(told, LinkKind.JOUR_COMPTE, LinkKind.JOUR_SAUTE))
    assert every == [(on + timedelta(i)).isoformat() for i in range(1, (fifth - on).days + 1)], "each day once"
    named = [text.partition(" : ")[2].removesuffix(", ne compte pas.") for text in said(told, LinkKind.JOUR_SAUTE)]
    assert [name for name in named if name not in (SAT, SUN)] == holidays


@pytest.mark.parametrize(
    ("told", "whole"),
    [
        (lambda: explained(absent_on(date(2026, 4, 30)), "justification", date(2026, 4, 30)), "jours_ouvres"),
        (lambda: explained(cases.to_transmit(), 8, date(2026, 2, 24)), "acte_de_la_nuit"),
        (lambda: explained(cases.absent(), "convoquer", date(2025, 12, 18)), "refus"),
        (
            lambda: explained(
                summoned_again_on(date(2025, 12, 31)), "departement", date(2026, 1, 31),
                given={(5, Delay.DEPARTEMENT): {date(2026, 1, 30): date(2026, 1, 30)}},
            ),
            "deux_mois",
        ),
    ],
)  # fmt: skip
def test_whole_chains(told: Callable[[], Any], whole: str) -> None:
    """tests/data/chaines.json: each link was read by a person before it was written there."""
    assert json.loads(json.dumps(chain(told()))) == CHAINS[whole]


def test_a_delay_moved_by_a_returned_letter_keeps_its_earlier_values() -> None:
    case = cases.summoned_again(posted_on=date(2026, 1, 6))
    case.do(ask.Poster(5, (51,), PostMode.SUIVI), date(2026, 1, 12))
    case.do(ask.EnregistrerRetour(5, (5,), LetterState.NPAI), date(2026, 1, 20))
    told = explained(case, "departement", date(2026, 1, 21))
    values = [(v["acte_n"], v["depart"], v["provisoire"], v["actuelle"]) for v in chain(told, LinkKind.ANCRAGE)]
    assert values == [
        (5, "2026-01-05", True, False),
        (6, "2026-01-06", False, False),
        (8, "2026-01-12", False, True),
    ]
    assert "courrier inconnu à l'adresse le mar. 20/01/2026" in said(told, LinkKind.ANCRAGE)[-1]
    case.do(ask.EnregistrerRetour(5, (51,), LetterState.PERDU), date(2026, 1, 25))
    told = explained(case, "departement", date(2026, 1, 26))
    assert "de nouveau provisoire" in said(told, LinkKind.ANCRAGE)[-1]
    assert {alert["etat"] for alert in chain(told, LinkKind.ALERTE)} == {"provisoire"}


CHANGED = [
    (cases.absent, "justification", {"justification": 7}, ("5 jours ouvrés", "7 jours ouvrés")),
    (cases.summoned, "issue", {"issue": 3}, ("1 jour", "3 jours")),
    (lambda: cases.told(posted=True), "accuse_departement", {"accuse_departement": 45}, ("30 jours", "45 jours")),
    (cases.closed, "conservation", {"conservation": 12}, ("24 mois", "12 mois")),
    (cases.summoned_again, "departement", {"depart_date": "rendez_vous"}, ("envoi", "rendez_vous")),
    (cases.exempt, "revision_exemption", {"revision_exemption": 6}, ("2026-03-16", "2026-06-16")),
]  # fmt: skip


@pytest.mark.parametrize(("build", "slug", "house", "values"), CHANGED, ids=[row[1] for row in CHANGED])
def test_a_running_delay_keeps_the_setting_it_opened_under(
    build: Callable[[], Case], slug: str, house: dict[str, Any], values: tuple[str, str]
) -> None:
    case, today = build(), date(2026, 2, 24)
    same = explained(case, slug, today)
    other = explained(case, slug, today, house=rules(**house))
    assert {link["change"] for link in chain(same, LinkKind.REGLAGE)} == {False}
    [changed] = [link for link in chain(other, LinkKind.REGLAGE) if link["change"]]
    [(name, value)] = house.items()
    assert (changed["reglage"], changed["valeur"], (changed["inscrit"], changed["aujourd_hui"])) == (name, value, values)
    assert "garde ce qui valait à son ouverture" in changed["texte"]
    assert other.on == same.on


def test_a_running_delay_keeps_the_version_of_the_law_it_opened_under() -> None:
    """A journal written under an earlier, invented, version: three months instead of two."""
    case = cases.summoned_again()
    old = {"version": "2019-09-01", "duree": "3 mois", "nominale": "2026-04-05", "legale": "2026-04-07", "interne": "2026-04-03"}
    for i in (4, 5):
        entry = case.entries[i]
        data = encode(entry)
        kept = [each | old if each["slug"] == "departement" else each for each in data["ouvre"]]
        case.entries[i] = decode(line_of(entry, data | {"ouvre": kept}))
    told = explained(replace(case, _replayed=None), "departement", date(2026, 1, 6))
    [version] = chain(told, LinkKind.VERSION)
    assert (version["version"], version["aujourd_hui"], version["change"]) == ("2019-09-01", "2020-09-01", True)
    assert "Celle du 01/09/2020 dit 2 mois ; une échéance ouverte garde" in version["texte"]
    assert told.on == date(2026, 4, 7)
    assert not [link for link in chain(told, LinkKind.REGLAGE) if link["change"]], "the count is still the right one"


def test_a_territory_changed_since_moves_nothing_and_says_so() -> None:
    case = summoned_again_on(date(2025, 10, 25), "alsace_moselle")
    told = explained(case, "departement", date(2025, 10, 26), house=rules(calendar=WorkCalendar("metropole")))
    [changed] = [link for link in chain(told, LinkKind.REGLAGE) if link["change"]]
    assert (changed["reglage"], changed["inscrit"], changed["aujourd_hui"]) == ("jours_feries", "2025-12-29", "2025-12-26")
    [boxing] = [day for day in chain(told, LinkKind.JOUR_SAUTE) if day["jour"] == "2025-12-26"]
    assert boxing["raison"] == "autre_calendrier"


@pytest.mark.parametrize(("extends", "end"), [(False, "2027-07-21"), (True, "2027-07-22")])
def test_an_idle_day_extends_a_legal_end_where_the_house_says_so_and_the_chain_says_which(extends: bool, end: str) -> None:
    """CPC 642: « férié ou chômé »."""
    calendar = WorkCalendar("martinique", idle_extends=extends)
    case = summoned_again_on(date(2027, 5, 21), "martinique", idle_extends=extends)
    told = explained(case, "departement", date(2027, 5, 22), house=rules(calendar=calendar))
    [legal] = chain(told, LinkKind.LEGALE)
    assert legal["jour"] == end
    assert (legal.get("reglage") == "jours_chomes_prolongent") is not extends
    assert {d["jour"] for d in chain(told, LinkKind.JOUR_SAUTE) if d["pour"] == "legale"} == (
        {"2027-07-21"} if extends else set()
    )
    assert all("chômé, " in d["texte"] for d in chain(told, LinkKind.JOUR_SAUTE) if d["jour"] == "2027-07-21")


ORIGINS = [
    (situation(date(2025, 12, 16), fin=date(2026, 6, 30)), "fin_donnee", "2026-06-30"),
    (situation(date(2025, 12, 16), Nature.ACCOMPAGNEMENT, revue=date(2026, 3, 16)), "revue_donnee", "2026-03-16"),
    (situation(date(2025, 12, 16), Nature.SCOLARITE, preuve=Proof.CERTIFICAT_SCOLARITE), "inscription_provisoire", "2026-01-15"),
    (situation(date(2025, 12, 16)), "duree_habituelle", "2026-12-15"),
]


@pytest.mark.parametrize(("request_", "origin", "end"), ORIGINS, ids=[row[1] for row in ORIGINS])
def test_the_end_of_a_situation_says_where_it_comes_from(request_: ask.Request, origin: str, end: str) -> None:
    case = cases.followed()
    case.do(request_, date(2025, 12, 16))
    [link] = chain(explained(case, "fin_situation", date(2025, 12, 17)), LinkKind.SITUATION)
    assert (link["origine"], link["fin"]) == (origin, end)


def test_the_last_useful_day_comes_first() -> None:
    case = cases.opened(born_on=date(2008, 3, 2))
    told = explained(case, "premier_entretien", date(2025, 12, 2))
    assert chain(told)[0]["genre"] == "majorite"
    assert chain(told)[0]["dernier_jour_utile"] == "2026-03-01"
    assert "dernier jour utile le dim. 01/03/2026" in told.short


_DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(max_examples=40, phases=_DRAWN)
@given(born_on=BIRTHS, house=HOUSES, later=HOUSES, moves=st.lists(MOVES, max_size=14))
def test_whatever_happened_everything_has_an_explanation_that_says_the_days_stored(
    born_on: date, house: HouseRules, later: HouseRules, moves: list[Move]
) -> None:
    case, today = reported(born_on=born_on, rules=house), START
    for move in moves:
        today += timedelta(move.wait)
        try_move(case, move, today)
    seen = subject(case, today, house=later)
    words = ["", "alertes", "nuit", *map(str, Act), *(str(e.n) for e in case.entries), *{str(d.slug) for d in case.state.delays}]
    for word in words:
        for told in explain(seen, word):
            assert json.dumps(chain(told))
            assert all(link.text[0] != " " and "None" not in link.text for link in told.links)
    for delay in case.state.delays:
        told = explain_delay(seen, delay)
        days = {
            link.kind: link.facts["jour"]
            for link in told.links
            if link.kind in (LinkKind.NOMINALE, LinkKind.LEGALE, LinkKind.DEPART)
        }
        assert days[LinkKind.NOMINALE] == delay.dates.nominal_on
        assert days[LinkKind.LEGALE] == delay.dates.legal_on == told.on
        assert days.get(LinkKind.DEPART, delay.dates.starts_on) == delay.dates.starts_on
        assert values_of(seen, delay)[-1][1].dates == delay.dates
        assert values_of(seen, delay)[-1][1].provisional == delay.provisional
        cut = [link.facts["dernier_jour_utile"] for link in told.links if link.kind is LinkKind.MAJORITE]
        assert cut == [last] if (last := last_useful_on(case.state, delay)) else not cut
    told_days = {
        (e.slug, link.facts["jour"])
        for e in explain(seen, "alertes")
        for link in e.links
        if link.facts["etat"] in COMING
    }  # fmt: skip
    assert told_days == {(str(w.delay.slug), w.on) for w in alertes(case.state, {})}
    assert [e.on for e in explain(seen, "nuit")] == [due.done_on for due in due_acts(case.state, later)]
