"""The dossiers behind a figure: a list for a person, a program or a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ofworkflow.cli.charts import Screen, screen
from ofworkflow.cli.output import say, show_csv, show_json
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Stage
from ofworkflow.statistics.indicators.kinds import Unit
from ofworkflow.statistics.periods import Period
from ofworkflow.text import aligned, counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.statistics.behind import Behind
    from ofworkflow.statistics.figures import Figure, Figures
    from ofworkflow.statistics.indicators.kinds import Indicator

_CSV = (
    "dossier",
    "nom",
    "prénom",
    "né en",
    "commune",
    "étape",
    "code",
    "numérateur",
    "dénominateur",
    "jours",
)


def show_behind(app: App, code: str, period: Period, *, as_json: bool, as_csv: bool) -> None:
    """Write the dossiers that a figure counts, and those that are only in what it is divided by."""
    from ofworkflow.cli.figures_data import behind_json
    from ofworkflow.statistics.behind import asked_for, behind_figure, why_none

    indicator = asked_for(code)
    figures, dossiers = app.read(behind_figure, indicator, period, territory=app.territory)
    figure = figures.total.of(indicator)
    if as_json:
        show_json(behind_json(figures, indicator, figure, dossiers))
    elif as_csv:
        show_csv(_CSV, [_csv_row(one, indicator) for one in dossiers])
    elif not dossiers:
        say(why_none(indicator, figures.total))
    else:
        _show(screen(), figures, indicator, figure, dossiers)


def _csv_row(one: Behind, indicator: Indicator) -> tuple[str | int, ...]:
    blank = "" if one.denominator is None else one.denominator
    days = " ".join(map(str, one.days))
    return (
        one.reference,
        one.nom,
        one.prenom,
        one.born_in,
        one.commune,
        one.stage,
        indicator.code,
        one.numerator,
        blank,
        days,
    )


def _show(
    where: Screen, figures: Figures, indicator: Indicator, figure: Figure, dossiers: Sequence[Behind]
) -> None:
    is_rate = indicator.unit is Unit.RAPPORT
    fraction = f" ({figure.numerator}/{figure.denominator})" if is_rate else ""
    where.write(f"{indicator.code} · {indicator.label} : {figure.shown}{fraction}", bold=True)
    where.write(f"Du {french_day(figures.first)} au {french_day(figures.last)} ; étapes d'aujourd'hui.")
    if not is_rate:
        _list(where, counted(len(dossiers), "dossier"), dossiers, indicator)
        return
    above = [one for one in dossiers if one.numerator]
    below = [one for one in dossiers if not one.numerator]
    _list(where, f"Au numérateur : {counted(len(above), 'dossier')}", above, indicator)
    _list(where, f"Au dénominateur seulement : {counted(len(below), 'dossier')}", below, indicator)


def _list(where: Screen, title: str, dossiers: Sequence[Behind], indicator: Indicator) -> None:
    where.write(f"\n{title}", bold=True)
    if not dossiers:
        return
    heads = ("dossier", "nom", "né en", "commune", "étape")
    times = {Unit.JOURS: "jours", Unit.RAPPORT: "compté", Unit.NOMBRE: "fois"}[indicator.unit]
    more = indicator.acts or indicator.unit is Unit.JOURS  # acts may count several times
    rows = [
        (
            one.reference,
            *((_times(one),) * more),
            f"{one.nom} {one.prenom}",
            one.born_in,
            one.commune,
            Stage.say(one.stage),
        )
        for one in dossiers
    ]
    name = 1 + more
    lines = aligned(
        [(heads[0], *((times,) * more), *heads[1:]), *rows],
        left={0, name, name + 2, name + 3}, width=where.width, shrink={name + 3: 16, name: 16, name + 2: 12},
    )  # fmt: skip
    for i, line in enumerate(lines):
        where.write(line, bold=i == 0)


def _times(one: Behind) -> str:
    """Say how many times a dossier counts, or its days."""
    if one.days:
        return ", ".join(f"{days} j" for days in one.days)
    return str(one.numerator) if one.denominator is None else f"{one.numerator}/{one.denominator}"
