"""Figures on a terminal: the sentence first, then where everyone stands, each indicator, what to be
careful of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from ofworkflow.cli.breakdowns_screen import show_breakdown
from ofworkflow.cli.charts import Screen, textures
from ofworkflow.cli.figures_data import STANDING, TOTAL
from ofworkflow.procedure.french import french_day
from ofworkflow.records import dataclass
from ofworkflow.statistics.cautions import cautions
from ofworkflow.statistics.comparison import FigureGap, compare
from ofworkflow.statistics.headline import headline
from ofworkflow.statistics.indicators.catalogue import BY_CODE, INDICATORS
from ofworkflow.statistics.indicators.kinds import Duration, Group, Indicator, Unit
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.statistics.percents import percent
from ofworkflow.text import aligned, counted

if TYPE_CHECKING:
    from ofworkflow.statistics.figures import Figure, Figures
    from ofworkflow.statistics.modalities import Cut

_GROUPS = tuple(
    (str(group), tuple(dict.fromkeys(one.family for one in INDICATORS if one.group is group)))
    for group in Group
)
"""The families of indicators, in the order of the procedure."""

_STANDING_WORDS = {
    "en_regle": "en règle",
    "exemptes": "exemptés",
    "sans_solution": "sans solution",
    "inconnus": "inconnus",
}
_LEAST_BAR, _MOST_BAR, _MOST_TEXT = 6, 40, 110
_MEDIAN = 0.5


def show_figures_on(
    screen: Screen, figures: Figures, cuts: Sequence[Cut], before: Figures | None, *, every: bool
) -> None:
    """Write the headline figures, `every` one of them, and the breakdowns asked for."""
    known = (
        f", comme on le savait le {french_day(figures.known_at.date())} au soir" if figures.known_at else ""
    )
    screen.write(f"Du {french_day(figures.first)} au {french_day(figures.last)}{known}", bold=True)
    sentence = headline(figures)
    for line in wrap(
        f"{sentence}, le {french_day(figures.last)}."
        if figures.total.counts.get(Standing.FOLLOWED)
        else sentence,
        _text(screen),
    ):
        screen.write(line, bold=True)
    if figures.total.counts.get(Standing.POPULATION):
        _standing(screen, figures)
    if before is None:
        _indicators(screen, figures, every=every)
    else:
        _compared(screen, figures, before, every=every)
    for cut in cuts:
        show_breakdown(screen, figures, cut, every=every)
    show_cautions(screen, figures)


def show_cautions(screen: Screen, figures: Figures) -> None:
    """Write what the figures are to be read with, below them."""
    warnings = cautions(figures)
    if warnings:
        screen.write("\nÀ lire avec ces chiffres", bold=True)
    for caution in warnings:
        for i, line in enumerate(wrap(caution.sentence, _text(screen) - 4)):
            screen.write(f"  {'!' if i == 0 else ' '} {line}")


def _text(screen: Screen) -> int:
    return min(screen.width, _MOST_TEXT) if screen.bars else 10_000


def _standing(screen: Screen, figures: Figures) -> None:
    """Where each minor stands: four parts that add up to everyone."""
    counts = figures.total.counts
    everyone = counts.get(Standing.POPULATION, 0)
    parts = [counts.get(measure, 0) for measure in STANDING.values()]
    screen.write(
        f"\nOù en est chacun le {french_day(figures.last)} ({counted(everyone, 'jeune')})",
        bold=True,
    )
    if bar := screen.stack(parts, min(screen.width - 4, 2 * _MOST_BAR)):
        screen.write(f"  {bar}")
    signs = textures(len(parts)) if screen.bars else " " * len(parts)
    rows = [
        (f"{sign} {_STANDING_WORDS[name]}".strip(), part, percent(part, everyone))
        for sign, name, part in zip(signs, STANDING, parts, strict=True)
    ]
    for line in aligned([*rows, (TOTAL if not screen.bars else f"  {TOTAL}", everyone, "")]):
        screen.write(f"  {line}")


def _groups(*, every: bool, parts_shown: bool) -> list[tuple[str, list[_Row]]]:
    """Return the lines of a screen below their titles; not `every` one, those that head a column of a
    breakdown, in one list without a title, less the four parts where they are shown already."""
    groups = [(title, list(_tree(families))) for title, families in _GROUPS]
    if every:
        return groups
    main = [row.indicator for _, rows in groups for row in rows if row.indicator and row.indicator.column]
    parts = STANDING.values() if parts_shown else ()
    return [("", [_Row(0, i.label, i) for i in main if i.denominator or i.numerator not in parts])]


def _indicators(screen: Screen, figures: Figures, *, every: bool) -> None:
    """Each indicator: its label, its value, what it divides with a bar, and last the code to ask for the
    dossiers behind."""
    figure_of = {figure.indicator.code: figure for figure in figures.total.figures}
    groups = _groups(every=every, parts_shown=True)
    label = max(len(_label(row)) for _, rows in groups for row in rows)
    value = max(len(figure.shown) for figure in figure_of.values()) + 1
    fraction = max(len(_fraction(figure)) for figure in figure_of.values())
    code = max(len(i.code) for i in INDICATORS if i.unit is Unit.RAPPORT)
    left = screen.width - label - value - fraction - code - 6
    room = min(left, _MOST_BAR) if screen.bars and left >= _LEAST_BAR else 0
    # columns after the value; a terminal too narrow for the codes of rates lets these run over, and no other
    end = max(min(fraction + room + code + 4, screen.width - label - value - 2), 0)
    for title, rows in groups:
        screen.write(f"\n{title}" if title else "", bold=True)
        for row in rows:
            if row.indicator is None:
                screen.write(f"{_label(row):<{label + value}}  {_spread(screen, figures, row.kind, end)}")
                continue
            figure = figure_of[row.indicator.code]
            bar = (
                screen.bar(figure.numerator or 0, figure.denominator or 0, room) if _fraction(figure) else ""
            )
            drawn = f"{_fraction(figure):<{fraction}}  {bar}".rstrip()
            code_room = max(end - len(drawn), len(row.indicator.code) + 1)
            text = f"{_label(row):<{label}}{figure.shown:>{value}}  {drawn}{row.indicator.code:>{code_room}}"
            screen.write(text, bold=every and row.depth == 0)


def _compared(screen: Screen, figures: Figures, before: Figures, *, every: bool) -> None:
    """Both values of each indicator, and what separates them: a sign and an arrow, never a colour."""
    screen.write(
        f"\nComparé à la période du {french_day(before.first)} au {french_day(before.last)}", bold=True
    )
    changes = {change.indicator.code: change for change in compare(figures, before)}
    groups = _groups(every=every, parts_shown=False)
    wide = screen.width >= _MOST_TEXT  # room for what each rate divides, and for the codes
    heads = ("", "période", "avant", "écart", "code" if wide else "")
    rows: list[tuple[str, ...]] = [heads]
    titles = {title for title, _ in groups if title}
    for title, listed in groups:
        if title:
            rows.append((title, "", "", "", ""))
        for row in listed:
            both = _both(changes[row.indicator.code], wide=wide) if row.indicator else ("", "", "")
            rows.append(
                (
                    f"{'  ' if title else ''}{_label(row)}",
                    *both,
                    row.indicator.code if wide and row.indicator else "",
                )
            )
    for line, cells in zip(aligned(rows, left=(0, 3, 4)), rows, strict=True):
        is_title = cells[0] in titles
        screen.write(f"\n{line}" if is_title else line, bold=is_title or cells is heads)


def _both(change: FigureGap, *, wide: bool) -> tuple[str, str, str]:
    def value(figure: Figure) -> str:
        fraction = _fraction(figure)
        return f"{fraction}  {figure.shown:>5}" if wide and fraction else figure.shown

    gap = change.shown if change.arrow in ("", "=") else f"{change.arrow} {change.shown}"
    return value(change.now), value(change.before), gap


def _spread(screen: Screen, figures: Figures, kind: Duration, room: int) -> str:
    """Return how durations spread, from none to the longest, and how many were measured."""
    days = figures.total.durations.get(kind, {})
    if not days:
        return f"{'aucun mesuré':>{room}}" if screen.bars else "aucun mesuré"
    measured = counted(sum(days.values()), "mesuré", "mesurés")
    ends = f"0 {{}} {max(days)} j"
    shape = screen.distribution(days, max(room - len(measured) - len(ends), 6))
    text = ends.format(shape) if shape else f"de {min(days)} à {max(days)} j,"
    return f"{text} {measured:>{max(room - len(text) - 1, 0)}}"


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the list: an indicator, or what the two lines of days below it measure."""

    depth: int
    label: str
    indicator: Indicator | None
    kind: Duration = Duration.INTERVIEW_DAYS


def _tree(families: Sequence[str]) -> Iterator[_Row]:
    """Yield the indicators of these families, each followed by what details it."""
    for family in families:
        yield from _under(None, family, 0)


def _under(parent: str | None, family: str, depth: int) -> Iterator[_Row]:
    children = [i for i in INDICATORS if i.family == family and _parent(i) == parent]
    # what has details of its own comes after what has none
    for indicator in sorted(
        children, key=lambda i: bool(parent) and any(_parent(other) == i.code for other in INDICATORS)
    ):
        head, _, tail = indicator.label.partition(", ")
        if isinstance(indicator.numerator, Duration):
            if indicator.share == _MEDIAN:
                yield _Row(depth, head, None, indicator.numerator)
            yield _Row(depth + 1, tail, indicator)
            continue
        repeated = parent and BY_CODE[parent].label.startswith(head)  # the line above says it already
        yield _Row(depth, tail if tail and repeated else indicator.label, indicator)
        yield from _under(indicator.code, family, depth + 1)


def _parent(indicator: Indicator) -> str | None:
    stem, _, detail = indicator.code.partition("-")
    if detail:
        return stem
    return indicator.family if indicator.detail else None


def _label(row: _Row) -> str:
    return f"{'  ' * row.depth}{row.label}"


def _fraction(figure: Figure) -> str:
    return f"{figure.numerator}/{figure.denominator}" if figure.indicator.unit is Unit.RAPPORT else ""
