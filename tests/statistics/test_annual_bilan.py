"""The annual bilan: the same numbers as the figures, nothing that leaves the house says too much, one file that stands alone."""

from __future__ import annotations

import re
from datetime import date
from itertools import count, pairwise
from random import Random

import pytest
from lxml import html as reader

from figures.attack import Printed
from house import act, desk, minor, reported, summon
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.config import COMMUNES_EXEMPLE
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.natures import NATURES
from ofworkflow.procedure.vocabulary import Nature, PostMode, Presence, Source
from ofworkflow.statistics.bilan.annual import House, annual_bilan
from ofworkflow.statistics.bilan.content import HIDDEN, AnnualBilan, CellKind, Table
from ofworkflow.statistics.bilan.page import MARK, as_html
from ofworkflow.statistics.bilan.readable import INDICATOR, readable
from ofworkflow.statistics.modalities import HouseTerritory
from ofworkflow.storage.database import Database

HOUSE = House("Mission locale de la Deûle", "Lambersart", "#1f3a5f")
NAMES = tuple(line.partition(" ")[2] for line in COMMUNES_EXEMPLE)
TERRITORY = HouseTerritory(NAMES, (("Antenne du Nord", NAMES[5:]),))
HOSTILE = "=CMD|'/C calc'!A0 <script>alert(1)</script> {{ 7*7 }} #set page(fill: red)"
_numbers = count(1)


def bilan(database: Database, year: int = 2026, *, internal: bool = False, today: date = date(2027, 3, 1)) -> AnnualBilan:
    with database.reading() as connection:
        return annual_bilan(
            connection, year=year, today=today, house=HOUSE, territory=TERRITORY, threshold=5, internal=internal
        )  # fmt: skip


def live(database: Database, *, people: int, seed: int, **person: object) -> None:
    """Open dossiers; some are received, some find a solution, some do not come."""
    chance = Random(seed)  # noqa: S311 — chance, not secrets
    on = date(2026, 2, 2)
    drawn = [
        minor(
            nom=f"NOM{next(_numbers)}", born_on=date(2009, chance.randint(1, 12), chance.randint(1, 28)), sexe=chance.choice("FFM"),
            commune=chance.choice(NAMES[:4] * 3 + NAMES), niveau=chance.choice(("aucun", "aucun", "cap_bep", "bac", "")),
            qpv=chance.choice((True, False, False, None)), **person,
        )
        for _ in range(people)
    ]  # fmt: skip
    with database.writing() as connection:
        listed = [reported(one, on=on, source=chance.choice((Source.SIEI, Source.SIEI, Source.CFA))) for one in drawn]
        open_dossiers(connection, listed, done_on=on, desk=desk(on))
    for number in range(1, people + 1):
        fate = chance.random()
        if fate < 0.7:
            nature = chance.choice((Nature.EMPLOI, Nature.FORMATION, Nature.ACCOMPAGNEMENT))
            request = ask.ConstaterSituation(
                nature, date(2026, 3, 2), NATURES[nature].shown_by[0], date(2026, 3, 2), fin=date(2027, 2, 1)
            )
            act(database, number, request, date(2026, 3, chance.randint(2, 28)))
        elif fate < 0.9:
            done = summon(database, number, date(2026, 3, 2), rdv=date(2026, 3, 20))
            act(database, number, ask.Poster(done.decision.n, (), PostMode.SIMPLE), date(2026, 3, 2))
            came = ask.Recevoir(Presence.LES_DEUX) if fate < 0.8 else ask.ConstaterAbsence()
            act(database, number, came, date(2026, 3, 20))


def tables(found: AnnualBilan) -> dict[str, Table]:
    return {b.slug: b for s in found.sections for b in s.blocks if isinstance(b, Table)}


@pytest.fixture
def lived(database):
    live(database, people=60, seed=5)
    return database


def test_inside_the_house_every_number_is_shown_and_adds_up(lived):
    found = bilan(lived, internal=True)
    printed = Printed(found)
    assert not printed.hidden
    for total, parts in printed.sums:
        assert printed.shown[total] == sum(printed.shown[part] for part in parts), total
    assert found.internal


def test_every_commune_of_the_territory_has_its_line_in_the_order_of_the_house(lived):
    table = tables(bilan(lived, internal=True))["par-commune"]
    assert [row.head for row in table.rows][: len(NAMES)] == list(NAMES)
    empty = [row for row in table.rows if row.cells[0].value == 0]
    assert all(row.cells[0].shown == "/" for row in empty)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("people", [3, 25, 120])
def test_no_hidden_number_can_be_worked_out(sqlite_base, people, seed):
    """By linear programming, over everything that is printed together."""
    live(sqlite_base, people=people, seed=seed)
    inside, outside = Printed(bilan(sqlite_base, internal=True)), Printed(bilan(sqlite_base))
    assert not [name for name, value in outside.shown.items() if 0 < value < 5 and name[1] and inside.shown[name] == value]
    narrow = {name: inside.shown[name] for name, width in outside.widths().items() if width < 2}
    assert not {name: value for name, value in narrow.items() if 0 < value < 5}, narrow
    assert people > 100 or outside.hidden  # there was something to hide


@pytest.mark.parametrize("internal", [True, False])
def test_the_page_says_the_numbers_of_the_content_and_no_other(lived, internal):
    found = bilan(lived, internal=internal)
    page = reader.fromstring(as_html(found))
    for slug, table in tables(found).items():
        rows = page.xpath(f"//table[@id='{slug}']/tbody/tr")
        shown = [[cell.text_content().replace("\u00a0%", " %") for cell in row.xpath("./td")] for row in rows]
        assert shown == [[cell.shown for cell in row.cells] for row in table.rows], slug
    assert ("ne pas diffuser" in page.text_content()) is internal


def test_the_page_stands_alone_and_is_read_without_eyes(lived):
    text = as_html(bilan(lived)).decode()
    page = reader.fromstring(text)
    assert MARK in text
    assert not page.xpath("//script | //link | //img | //iframe | //*[@src] | //*[starts-with(@href, 'http')]")
    assert page.get("lang") == "fr"
    levels = [int(h.tag[1]) for h in page.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in page.xpath("//table"):
        assert table.xpath("./caption")[0].text_content().strip()
        assert all(th.get("scope") for th in table.xpath(".//th"))
    drawings = page.xpath("//svg")
    assert len(drawings) >= 5
    for drawing in drawings:
        title, says = drawing.xpath("./title")[0].text_content(), drawing.xpath("./desc")[0].text_content()
        assert title
        assert says
        assert drawing.get("role") == "img"
    marks = page.xpath("//@id")
    assert len(marks) == len(set(marks))
    assert all(page.xpath(f"//*[@id='{link[1:]}']") for link in page.xpath("//a/@href"))


def test_a_hostile_name_is_words_and_nothing_else(database):
    live(database, people=6, seed=1, etablissement=HOSTILE)
    with database.reading() as connection:
        house = House(HOSTILE, HOSTILE, "#1f3a5f")
        found = annual_bilan(
            connection, year=2026, today=date(2027, 3, 1), house=house, territory=HouseTerritory((HOSTILE,)), threshold=5, internal=True
        )  # fmt: skip
    page = reader.fromstring(as_html(found))
    assert not page.xpath("//script")
    assert HOSTILE in page.xpath("//p[@class='maison']")[0].text_content()
    assert HOSTILE in [row.head for row in tables(found)["par-commune"].rows]


def test_a_year_without_anyone_is_a_report_of_zeros(database):
    found = bilan(database)
    assert found.sentence == "Aucun mineur accompagné dans la période."
    assert {cell.shown for row in tables(found)["par-commune"].rows for cell in row.cells} == {"/"}
    assert b"Aucun mineur" in as_html(found)


def test_a_running_year_is_observed_today_and_says_so(lived):
    found = bilan(lived, today=date(2026, 6, 30))
    assert found.subtitle == "Du 1er janvier au 30 juin 2026, observé le 30 juin 2026 (année en cours)"


def test_a_year_that_has_not_begun_is_refused(database):
    with pytest.raises(ValueError, match="2028"):
        bilan(database, 2028)


def test_rates_are_hidden_with_what_makes_them(sqlite_base):
    """2 of 3 in order: neither the number, nor the rate, nor the difference with the year before."""
    live(sqlite_base, people=3, seed=2)
    found = bilan(sqlite_base)
    cells = [cell for table in tables(found).values() for row in table.rows for cell in row.cells]
    assert HIDDEN not in found.sentence
    assert "trop petits" in found.sentence
    assert all(cell.value is None for cell in cells if cell.shown == HIDDEN)
    rates = [cell.value for cell in cells if cell.kind is CellKind.RATE and cell.value is not None]
    assert set(rates) <= {0.0, 1.0}


def test_a_report_built_twice_is_the_same_to_the_byte(lived):
    assert as_html(bilan(lived)) == as_html(bilan(lived))


def read_by(people, database):
    """Return the page that a house of that many young people publishes, and its words."""
    live(database, people=people, seed=2)
    found = readable(bilan(database))
    page = reader.fromstring(as_html(found))
    for style in page.xpath("//style"):
        style.drop_tree()
    return found, page, page.text_content().replace("\u00a0", " ")


@pytest.mark.parametrize("people", [1, 3, 12, 80])
def test_what_is_published_says_why_once_and_prints_no_code(sqlite_base, people):
    found, _, words = read_by(people, sqlite_base)
    assert "n. c." not in found.sentence
    assert all(tile.shown != HIDDEN for tile in found.key)
    assert words.count("Effectifs trop petits : un nombre de 1 à 4") == bool(found.small)
    assert not re.search(r"\bI[0-9]+[a-z]?\b", words)
    assert "n. c.." not in words
    for table in tables(found).values():
        for at in range(len(table.columns) - 1):
            assert any(row.cells[at].shown not in ("", HIDDEN) for row in table.rows), (table.slug, at)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("people", [1, 3])
def test_a_table_of_a_tiny_house_does_not_tell_who_the_few_are(sqlite_base, people, seed):
    """« filles n. c., garçons 0 » hides how many, and says whom."""
    live(sqlite_base, people=people, seed=seed)
    cut = [table for table in tables(readable(bilan(sqlite_base))).values() if table.columns[0] != INDICATOR]
    for table in cut:
        for column in zip(*(row.cells for row in table.rows), strict=True):
            shown = {cell.shown for cell in column}
            assert not (column[-1].shown == HIDDEN and shown <= {HIDDEN, "0", "/"}), table.slug


@pytest.mark.parametrize("people", [3, 80])
def test_no_header_is_empty_and_no_two_landmarks_share_a_name(sqlite_base, people):
    """What axe-core finds in a browser, looked for here without one."""
    _, page, _ = read_by(people, sqlite_base)
    assert all(head.text_content().strip() for head in page.xpath("//th"))
    names = [page.xpath(f"//*[@id='{mark}']")[0].text_content() for mark in page.xpath("//section/@aria-labelledby")]
    names += page.xpath("//nav/@aria-label | //*[@role='region']/@aria-label")
    assert len(names) == len(set(names))
    captions = [caption.text_content() for caption in page.xpath("//caption")]
    assert len(captions) == len(set(captions))


def test_a_year_is_not_compared_to_one_before_the_base(sqlite_base):
    """« +61 » against a year without a single dossier says nothing of the house."""
    live(sqlite_base, people=80, seed=2)
    later, first = (readable(bilan(sqlite_base, year, today=date(2028, 3, 1))) for year in (2027, 2026))
    assert "evolution" in {section.slug for section in later.sections}
    assert "evolution" not in {section.slug for section in first.sections}
