"""How numbers become cells: a count, a rate with its base, days; hidden, absent or zero, each said its own
way."""

from __future__ import annotations

from ofworkflow.statistics.bilan.content import HIDDEN, Bar, Cell, CellKind
from ofworkflow.statistics.figures import Figure
from ofworkflow.statistics.indicators.kinds import Unit
from ofworkflow.statistics.percents import percent

_KINDS = {Unit.NOMBRE: CellKind.COUNT, Unit.RAPPORT: CellKind.RATE, Unit.JOURS: CellKind.DAYS}


def words(text: str) -> Cell:
    """Return a cell of words."""
    return Cell(text)


def count(number: int | None, *, zero: str = "0") -> Cell:
    """Return a count; « n. c. » where it is hidden, `zero` where there is none."""
    if number is None:
        return Cell(HIDDEN, None, CellKind.COUNT)
    return Cell(grouped(number) if number else zero, number, CellKind.COUNT)


def rate(part: int | None, whole: int | None) -> Cell:
    """Return a rate of two numbers; hidden where one of them is, « – » for 0/0."""
    if part is None or whole is None:
        return Cell(HIDDEN, None, CellKind.RATE)
    return Cell(percent(part, whole), part / whole if whole else None, CellKind.RATE)


def value(figure: Figure | None) -> Cell:
    """Return the value of an indicator."""
    if figure is None:
        return Cell(HIDDEN)
    kind = _KINDS[figure.indicator.unit]
    if kind is CellKind.COUNT:
        return count(figure.numerator)
    shown = f"{figure.value} jours" if kind is CellKind.DAYS and figure.value is not None else figure.shown
    return Cell(shown, figure.value, kind)


def bar(label: str, number: int | None) -> Bar:
    """Return a bar of a count."""
    return Bar(label, number, HIDDEN if number is None else grouped(number))


def grouped(number: int) -> str:
    """Return a number with its thousands apart, by a no-break space that no font lacks."""
    return f"{number:,}".replace(",", " ")
