"""The charts, as SVG that a browser, a printer and the PDF draw alike: labelled where they are read, from
zero, on one scale.

One colour carries the numbers and no meaning hangs on it; what is hidden is an empty hatched place, never a
zero. A title and a description say the same in words, for who does not see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from ofworkflow.statistics.bilan.content import Bar, Bars, Chart, Curve, Histogram, Parts, Point
from ofworkflow.statistics.percents import per_cent

WIDTH = 440  # units; labels stay legible on a telephone
_BLUE, _INK, _GREY, _TRACK, _LIMIT = "#0072B2", "#1b1f24", "#4a5360", "#e6eaef", "#B34700"
_ROW, _BAR, _TEXT, _SMALL = 38, 14, 13, 11.5
_VALUE = 78  # room right of the longest bar for its number


def draw(chart: Chart) -> str:
    """Return the SVG of a chart."""
    height, marks = _drawn(chart)
    title, says = escape(chart.title), escape(chart.says)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" '
        f'width="{WIDTH}" height="{height:g}" '
        f'role="img" aria-labelledby="{chart.slug}-t {chart.slug}-d" '
        f"font-family=\"'Noto Sans', 'Segoe UI', Arial, sans-serif\" "
        f'font-size="{_TEXT}" fill="{_INK}"><title id="{chart.slug}-t">{title}</title>'
        f'<desc id="{chart.slug}-d">{says}</desc>'
        f'<defs><pattern id="{chart.slug}-h" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)">'
        f'<rect width="2" height="6" fill="#c3cad3"/></pattern></defs>{"".join(marks)}</svg>'
    )


def _drawn(chart: Chart) -> tuple[float, Iterator[str]]:
    """Return the height of a chart, and its marks."""
    match chart:
        case Bars():
            return _bars(chart)
        case Parts():
            return _parts(chart)
        case Histogram():
            return _histogram(chart)
        case Curve():
            return _curve(chart)


def _bars(chart: Bars) -> tuple[float, Iterator[str]]:
    most = max((bar.value or 0 for bar in chart.bars), default=0) or 1
    return _ROW * len(chart.bars) + 4, _rows(
        chart.slug, chart.bars, [0.0] * len(chart.bars), most, track=False
    )


def _parts(chart: Parts) -> tuple[float, Iterator[str]]:
    """Each part starts where the one above ended: the whole is read along the steps; from zero when one of
    them is hidden."""
    values = [bar.value for bar in chart.parts]
    known = [value for value in values if value is not None]
    whole = len(known) == len(values)
    starts = [float(sum(known[:place])) if whole else 0.0 for place in range(len(values))]
    most = (sum(known) if whole else max(known, default=0)) or 1
    return _ROW * len(chart.parts) + 4, _rows(chart.slug, chart.parts, starts, most, track=whole)


def _rows(
    slug: str, bars: Sequence[Bar], starts: Sequence[float], most: float, *, track: bool
) -> Iterator[str]:
    scale = (WIDTH - _VALUE) / most
    for place, (bar, start) in enumerate(zip(bars, starts, strict=True)):
        top = _ROW * place
        yield _text(0, top + 13, bar.label)
        if track:
            yield _rect(0, top + 19, WIDTH - _VALUE, _TRACK)
        if bar.value is None:
            yield _rect(0, top + 19, 40, f"url(#{slug}-h)")
            yield _text(46, top + 31, bar.shown, fill=_GREY)
            continue
        end = (start + bar.value) * scale
        yield _rect(start * scale, top + 19, max(bar.value * scale, 0), _BLUE)
        yield _text((end if not track else WIDTH - _VALUE) + 6, top + 31, bar.shown, weight=700)


def _histogram(chart: Histogram) -> tuple[float, Iterator[str]]:
    return 190, _columns(chart)


def _columns(chart: Histogram) -> Iterator[str]:
    floor, high, step = 150, 105, WIDTH / len(chart.bars)
    most = max((bar.value or 0 for bar in chart.bars), default=0) or 1
    for place, bar in enumerate(chart.bars):
        left, middle = place * step, (place + 0.5) * step
        if bar.value is None:
            yield _rect(left + 6, floor - 16, step - 12, f"url(#{chart.slug}-h)", 16)
            yield _text(middle, floor - 20, bar.shown, anchor="middle", size=_SMALL, fill=_GREY)
        else:
            tall = bar.value / most * high
            yield _rect(left + 6, floor - tall, step - 12, _BLUE, tall)
            yield _text(middle, floor - tall - 5, bar.shown, anchor="middle", weight=700)
        yield _text(middle, floor + 16, bar.label, anchor="middle", size=_SMALL)
    yield _line(0, floor, WIDTH, floor, _GREY)
    yield _text(WIDTH, floor + 34, chart.unit, anchor="end", size=_SMALL, fill=_GREY)
    if chart.limit is not None:
        at = chart.limit * step
        yield _line(at, 16, at, floor, _LIMIT, dash="4 3")
        yield _text(at + 5, 14, chart.limit_label, fill=_LIMIT, weight=700, size=_SMALL)


def _curve(chart: Curve) -> tuple[float, Iterator[str]]:
    return 220, _axes_and_line(chart)


def _axes_and_line(chart: Curve) -> Iterator[str]:
    left, right, top, floor = 40.0, WIDTH - 8.0, 14.0, 180.0

    def x(day: float) -> float:
        return left + (right - left) * min(day, chart.last_day) / chart.last_day

    def y(share: float) -> float:
        return floor - (floor - top) * share

    for share in (0, 0.25, 0.5, 0.75, 1):
        yield _line(left, y(share), right, y(share), "#d5dae1" if share else _GREY)
        yield _text(left - 5, y(share) + 4, per_cent(share), anchor="end", size=_SMALL, fill=_GREY)
    every = 30 if chart.last_day <= 180 else 60 if chart.last_day <= 420 else 120
    for day in range(0, chart.last_day + 1, every):
        yield _line(x(day), floor, x(day), floor + 4, _GREY)
        yield _text(x(day), floor + 17, str(day), anchor="middle", size=_SMALL, fill=_GREY)
    yield _text(right, floor + 33, "jours depuis le signalement", anchor="end", size=_SMALL, fill=_GREY)
    banded = [(x(p.day), y(p.band[0]), y(p.band[1])) for p in chart.points if p.band]
    if banded:
        lows, highs = [(a, low) for a, low, _ in banded], [(a, high) for a, _, high in banded]
        outline = [*_path(highs, chart.stepped), *reversed(list(_path(lows, chart.stepped)))]
        yield f'<polygon points="{_pairs(outline)}" fill="{_BLUE}" fill-opacity="0.18"/>'
    line = [(x(0), y(0)), *((x(p.day), y(p.share)) for p in chart.points)]
    if chart.stepped and chart.points:
        line.append((x(chart.last_day), line[-1][1]))
    drawn = _pairs(_path(line, chart.stepped))
    yield f'<polyline points="{drawn}" fill="none" stroke="{_BLUE}" stroke-width="2.5"/>'
    yield from _said(chart, x, y)


def _said(chart: Curve, x: Callable[[float], float], y: Callable[[float], float]) -> Iterator[str]:
    """Write the share on the curve itself, at a few days far enough from each other."""
    labelled: list[Point] = []
    for day in (30, 90, 180, 360):
        reached = [p for p in chart.points if p.day <= day]
        if reached and day <= chart.last_day and (chart.stepped or reached[-1].day == day):
            labelled.append(Point(day, reached[-1].share))
    for point in labelled:
        at = f'cx="{x(point.day):.1f}" cy="{y(point.share):.1f}"'
        yield f'<circle {at} r="3.5" fill="{_BLUE}" stroke="#fff"/>'
        over = y(point.share) > 34
        above = y(point.share) - 9 if over else y(point.share) + 18
        anchor = "end" if x(point.day) > WIDTH - 40 else "middle"
        yield _text(x(point.day), above, per_cent(point.share), anchor=anchor, weight=700, halo=True)


def _path(points: Iterable[tuple[float, float]], stepped: bool) -> Iterator[tuple[float, float]]:
    before: tuple[float, float] | None = None
    for point in points:
        if stepped and before is not None:
            yield point[0], before[1]
        yield point
        before = point


def _pairs(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in points)


def _rect(left: float, top: float, width: float, fill: str, height: float = _BAR) -> str:
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, *, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{dashed}/>'


def _text(
    left: float,
    base: float,
    words: str,
    *,
    anchor: str = "start",
    size: float = _TEXT,
    weight: int = 400,
    fill: str = "",
    halo: bool = False,
) -> str:
    more = f' text-anchor="{anchor}"' if anchor != "start" else ""
    more += f' font-size="{size:g}"' if size != _TEXT else ""
    more += f' font-weight="{weight}"' if weight != 400 else ""
    more += f' fill="{fill}"' if fill else ""
    under = (
        f'<text x="{left:.1f}" y="{base:.1f}"{more} stroke="#fff" stroke-width="4">{escape(words)}</text>'
        if halo
        else ""
    )
    return f'{under}<text x="{left:.1f}" y="{base:.1f}"{more}>{escape(words)}</text>'
