"""The annual bilan as one HTML file: no script, no network, read by a screen reader, printed on A4, on a
telephone too.

What comes from dossiers is data, never markup: everything is escaped, but the charts that `charts` has
escaped itself.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ofworkflow.statistics.bilan.charts import draw
from ofworkflow.statistics.bilan.content import AnnualBilan, Chart

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
MARK = '<meta name="generator" content="ofworkflow : bilan">'
"""What tells a bilan of ours from somebody else's file."""


def as_html(bilan: AnnualBilan) -> bytes:
    """Return the page, in UTF-8."""
    text = _environment().get_template("bilan.html.j2").render(r=bilan, svg=_svg)
    return text.replace(" %", "\u00a0%").encode()  # a rate is never cut at the end of a line


def _svg(chart: Chart) -> Markup:
    from markupsafe import Markup

    return Markup(draw(chart))  # noqa: S704 — `draw` escapes every word it writes


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(RESOURCES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
