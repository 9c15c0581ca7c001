"""The wait from the signalement to compliance, drawn so that nobody is recognised: step by step inside, by
marks outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ofworkflow.records import dataclass
from ofworkflow.statistics.bilan import cells
from ofworkflow.statistics.bilan.content import HIDDEN, Block, Cell, CellKind, Curve, Point, Table, TableRow
from ofworkflow.statistics.percents import NOTHING, per_cent
from ofworkflow.statistics.survival import MARKS, CohortSpan, Spell, WaitCurve, by_period, curve

_HOW = (
    "La courbe part du signalement. Qui n'est plus suivi (dossier encore ouvert, majorité, départ…) compte "
    "tant qu'il l'est, "
    "puis sort du calcul sans être compté comme un succès ni comme un échec (Kaplan-Meier) ; la bande dit "
    "entre quoi la vraie "
    "part se trouve 95 fois sur 100."
)
_NOTE = (
    "« – » : personne n'a encore été suivi aussi longtemps. « ~ » : peu de jeunes suivis jusque-là, à ne pas "
    "comparer."
)
_EVERY = tuple(range(30, 361, 30))  # days at which the curve that leaves the house is read


@dataclass(frozen=True, slots=True)
class Waiting:
    """The spells of the minors reported in the year; `threshold`: the least count that leaves the house, 0
    inside it."""

    year: int
    spells: Sequence[Spell]
    threshold: int


def waiting_blocks(waiting: Waiting, *, internal: bool) -> Iterator[Block]:
    """Yield the curve of the year, then the marks of each quarter."""
    if len(waiting.spells) < max(waiting.threshold, 1):
        return
    yield _HOW
    whole = curve(waiting.spells, marks=_EVERY)
    points = _steps(whole) if internal else tuple(_public(whole, waiting.threshold))
    if points:
        title = f"Part mise en règle selon les jours depuis le signalement ({waiting.year})"
        says = f"{_median(whole, points)} {_read(points)}"
        yield Curve(
            "attente",
            title,
            says,
            points,
            internal,
            max(whole.steps[-1].day, 30) if internal else max(_EVERY),
        )
    quarters = by_period(waiting.spells, CohortSpan.TRIMESTRE)
    yield _quarters(quarters, waiting.threshold)


def _steps(whole: WaitCurve) -> tuple[Point, ...]:
    return tuple(Point(step.day, 1 - step.waiting, _flip(step.band)) for step in whole.steps if step.events)


def _public(whole: WaitCurve, threshold: int) -> Iterator[Point]:
    """Yield the marks between which enough minors became compliant, and after which enough are left: none
    stands for a few."""
    events = {day: sum(step.events for step in whole.steps if step.day <= day) for day in _EVERY}
    shown, total = 0, sum(step.events for step in whole.steps)
    for day in _EVERY:
        enough = events[day] - shown >= threshold and (
            total - events[day] >= threshold or total == events[day]
        )
        mark = next(mark for mark in whole.marks if mark.day == day)
        if enough and mark.compliant is not None and mark.at_risk >= threshold:
            shown = events[day]
            last = max((step for step in whole.steps if step.day <= day), key=lambda step: step.day)
            yield Point(day, mark.compliant, _flip(last.band))


def _flip(band: tuple[float, float] | None) -> tuple[float, float] | None:
    return None if band is None else (1 - band[1], 1 - band[0])


def _median(whole: WaitCurve, points: Sequence[Point]) -> str:
    if whole.median is None:
        return "La moitié n'a pas été atteinte."
    near = next((point.day for point in points if point.day >= whole.median), None)
    return (
        f"La moitié est en règle en {near} jours au plus."
        if near
        else "La moitié n'est pas atteinte aux jours montrés."
    )


def _read(points: Sequence[Point]) -> str:
    marks = [point for point in points if point.day in MARKS] or list(points[-1:])
    return " ".join(f"{per_cent(point.share)} à {point.day} jours." for point in marks)


def _quarters(quarters: Mapping[str, WaitCurve], threshold: int) -> Table:
    columns = [[_size(estimate, threshold) for estimate in quarters.values()]]
    marks = [list(_marks(estimate, threshold)) for estimate in quarters.values()]
    columns += [[row[place] for row in marks] for place in range(len(MARKS))]
    sizes = [estimate.spells for estimate in quarters.values()]
    shown = [_never_alone(column, sizes) for column in columns]
    rows = tuple(
        TableRow(name.replace("-T", ", trimestre "), tuple(column[place] for column in shown))
        for place, name in enumerate(quarters)
    )
    heads = ("Signalés en", "Jeunes", *(f"à {day} jours" for day in MARKS))
    return Table("attente-trimestres", "Mis en règle, par trimestre de signalement", heads, rows, _NOTE)


def _size(estimate: WaitCurve, threshold: int) -> Cell:
    return cells.count(estimate.spells if estimate.spells >= threshold else None)


def _never_alone(column: list[Cell], sizes: Sequence[int]) -> list[Cell]:
    """Hide a second quarter where one is: alone, the curve of the year would give it away."""
    hidden = [place for place, cell in enumerate(column) if cell.shown == HIDDEN]
    others = [place for place, cell in enumerate(column) if cell.value is not None]
    if len(hidden) == 1 and others:
        also = min(others, key=lambda place: (sizes[place], place))
        column[also] = Cell(HIDDEN, None, column[also].kind)
    return column


def _marks(estimate: WaitCurve, threshold: int) -> Iterator[Cell]:
    """Yield the marks of a quarter; outside the house, none that a few minors make, alone or since the
    mark before."""
    shown = 0
    for mark in estimate.marks:
        done = sum(step.events for step in estimate.steps if step.day <= mark.day)
        if mark.compliant is None:
            yield Cell(NOTHING, None, CellKind.RATE)
        elif any(
            0 < few < threshold for few in (done, done - shown, estimate.spells - done, estimate.spells)
        ):
            yield Cell(HIDDEN, None, CellKind.RATE)
        else:
            shown = done
            yield Cell(f"{'~ ' if mark.few else ''}{per_cent(mark.compliant)}", mark.compliant, CellKind.RATE)
