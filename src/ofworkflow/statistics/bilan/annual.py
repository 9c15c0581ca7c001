"""The annual bilan, built from one computation: figures of the year and of the year before, less what may
not be shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import Connection

from ofworkflow.letters.words import day_month_year
from ofworkflow.records import dataclass
from ofworkflow.statistics.bilan import cells
from ofworkflow.statistics.bilan.content import HIDDEN, AnnualBilan, Bar, Definition
from ofworkflow.statistics.bilan.numbers import Numbers, cuts_of, numbers
from ofworkflow.statistics.bilan.readable import readable
from ofworkflow.statistics.bilan.sections import Year, name_of, sections
from ofworkflow.statistics.bilan.waiting import Waiting
from ofworkflow.statistics.cautions import cautions
from ofworkflow.statistics.figures import compute
from ofworkflow.statistics.freezing import Freezing, freeze
from ofworkflow.statistics.indicators.catalogue import INDICATORS
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.statistics.modalities import HouseTerritory
from ofworkflow.statistics.spells import spells
from ofworkflow.text import agreed

_KEY = ("I6", "I7a", "I7b", "I8")


@dataclass(frozen=True, slots=True)
class House:
    """Who publishes: its name, its town, its colour (« #1f3a5f »)."""

    name: str
    place: str
    colour: str


@dataclass(frozen=True, slots=True)
class Sealing:
    """By whom and when the figures of a bilan are sealed with it."""

    author: str
    now: datetime


def published(
    connection: Connection,
    *,
    year: int,
    today: date,
    house: House,
    territory: HouseTerritory,
    threshold: int,
    internal: bool,
    sealing: Sealing | None,
    write: Callable[[AnnualBilan], None],
) -> tuple[AnnualBilan, Freezing | None]:
    """Make the bilan of a year and have it written, its figures sealed when asked, all in one transaction.

    What is sealed is what is written, and a bilan that cannot be written seals nothing. Raise what
    `annual_bilan` raises.
    """
    frozen = None
    if sealing is not None:
        first, last = date(year, 1, 1), min(date(year, 12, 31), today)
        frozen = freeze(
            connection, first=first, last=last, territory=territory, author=sealing.author, now=sealing.now
        )
    bilan = annual_bilan(
        connection,
        year=year,
        today=today,
        house=house,
        territory=territory,
        threshold=threshold,
        internal=internal,
    )
    bilan = readable(bilan)
    write(bilan)
    return bilan, frozen


def annual_bilan(
    connection: Connection,
    *,
    year: int,
    today: date,
    house: House,
    territory: HouseTerritory,
    threshold: int,
    internal: bool = False,
) -> AnnualBilan:
    """Return the bilan of a year, observed on its last day, or today while it runs.

    `threshold`: a count under it does not leave the house; `internal`: nothing is hidden. Raise `ValueError`
    on a threshold under 3, and on a year that has not begun.
    """
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    if first > today:
        raise ValueError(f"l'année {year} n'a pas commencé le {today:%d/%m/%Y}")
    now = compute(connection, first=first, last=last, territory=territory, by=cuts_of(territory))
    before = compute(connection, first=date(year - 1, 1, 1), last=date(year - 1, 12, 31), territory=territory)
    waits = spells(connection, first=first, last=last)
    year_numbers = numbers(now, before, territory, threshold=None if internal else threshold)
    content = Year(
        year, year_numbers, territory, Waiting(year, waits, 0 if internal else threshold), internal
    )
    running = "" if last == date(year, 12, 31) else " (année en cours)"
    return AnnualBilan(
        house=house.name,
        place=house.place,
        colour=house.colour,
        year=year,
        internal=internal,
        title=f"Obligation de formation : bilan {year}",
        subtitle=f"Du 1er janvier au {day_month_year(last)}, observé le {day_month_year(last)}{running}",
        made_on=day_month_year(today),
        key=tuple(_key(year_numbers, code) for code in _KEY),
        sentence=_sentence(year_numbers, last),
        warnings=tuple(caution.sentence if internal else caution.discreet for caution in cautions(now)),
        sections=sections(content),
        definitions=tuple(
            Definition(i.code, i.label, i.sentence, i.exclusions, i.maturity, i.version) for i in INDICATORS
        ),
        method=tuple(_method(year_numbers, internal=internal)),
        small="" if internal else _small(threshold),
    )


def _sentence(year_numbers: Numbers, last: date) -> str:
    """Return « 198 mineurs accompagnés, 100 % en règle, 49 % (97/198) en situation professionnelle le 31
    décembre 2025. »."""
    followed = year_numbers.count(Standing.FOLLOWED)
    if followed == 0:
        return "Aucun mineur accompagné dans la période."
    if followed is None:
        return _without_followed(year_numbers, last)
    minors = agreed(followed, "mineur accompagné", "mineurs accompagnés")
    rates = [
        f"{figure.explained} {words}"
        for code, words in (("I7a", "en règle"), ("I8", "en situation professionnelle"))
        if (figure := year_numbers.figure(code)) is not None
    ]
    return f"{', '.join((f'{cells.grouped(followed)} {minors}', *rates))} le {day_month_year(last)}."


def _without_followed(year_numbers: Numbers, last: date) -> str:
    """Lead with what may be said where how many are accompanied may not be."""
    everyone = year_numbers.count(Standing.POPULATION)
    if everyone is None:
        return "Effectifs trop petits : aucun nombre de mineurs ne peut être communiqué."
    minors = agreed(everyone, "mineur a", "mineurs ont")
    return (
        f"{cells.grouped(everyone)} {minors} eu un dossier ouvert, au {day_month_year(last)} ; "
        "d'autres effectifs sont trop petits pour être communiqués."
    )


def _key(year_numbers: Numbers, code: str) -> Bar:
    figure = year_numbers.figure(code)
    label = year_numbers.now.total.figure(code).indicator.label
    shown = HIDDEN if figure is None else cells.value(figure).shown
    return Bar(label, None if figure is None else figure.value, shown)


def _small(threshold: int) -> str:
    return (
        f"Effectifs trop petits : un nombre de 1 à {threshold - 1} n'est pas communiqué (« {HIDDEN} »), ni "
        "ceux qui permettraient de le retrouver par différence, dans ce tableau ou dans un autre. Ce qui "
        "n'a que de tels nombres n'est pas montré."
    )


def _method(year_numbers: Numbers, *, internal: bool) -> list[str]:
    if internal:
        return ["Rien n'est masqué dans ce document : il ne sort pas de la maison."]
    rules = [
        "Un taux est montré quand ses deux nombres le sont.",
        "Les exemptions et les informations du département ne sont jamais ventilées par commune.",
    ]
    if year_numbers.given_up:
        left = ", ".join(f"« {name_of(measure)} »" for measure in sorted(year_numbers.given_up))
        rules.append(f"Colonnes retirées des ventilations, pour garder les chiffres de l'ensemble : {left}.")
    return rules
