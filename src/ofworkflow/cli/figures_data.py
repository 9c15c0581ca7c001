"""Figures for programs and spreadsheets: the JSON that others rely on, the rows of the CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ofworkflow.statistics.cautions import cautions
from ofworkflow.statistics.comparison import compare, difference
from ofworkflow.statistics.headline import headline
from ofworkflow.statistics.indicators.catalogue import INDICATORS
from ofworkflow.statistics.indicators.judging import Judging
from ofworkflow.statistics.indicators.kinds import Duration, Unit
from ofworkflow.statistics.indicators.standing import Standing

if TYPE_CHECKING:
    from datetime import date

    from ofworkflow.statistics.behind import Behind
    from ofworkflow.statistics.figures import Figure, Figures
    from ofworkflow.statistics.indicators.kinds import Indicator
    from ofworkflow.statistics.modalities import Cut

CsvRow = tuple[str | int, ...]
"""A row for a spreadsheet."""

TOTAL = "ensemble"
STANDING = {
    "en_regle": Standing.COMPLIANT,
    "exemptes": Standing.EXEMPT,
    "sans_solution": Standing.WITHOUT,
    "inconnus": Standing.UNKNOWN,
}
"""Where each minor stands on the day of the observation: the four parts of the population."""


def figures_json(
    figures: Figures, cuts: Sequence[Cut], before: Figures | None, known_on: date | None
) -> dict[str, object]:
    """Return the object of `of stats --json`: `periode`, `indicateurs`, `ventilations` as docs/cli.md
    says, and more."""
    counts = figures.total.counts
    more: dict[str, object] = {} if before is None else {"comparaison": _comparison(figures, before)}
    return {
        "periode": _period(figures),
        "indicateurs": [_figure(figure) for figure in figures.total.figures],
        "ventilations": {
            "+".join(cut): [
                {
                    "modalite": " + ".join(line.modality),
                    "code": f.indicator.code,
                    "valeur": f.value,
                    "masque": False,
                }
                for line in figures.breakdowns[cut]
                for f in line.figures
            ]
            for cut in cuts
        },
        "observe_le": figures.last.isoformat(),
        "connu_le": known_on.isoformat() if known_on else None,
        "phrase": headline(figures),
        "population": {"total": counts.get(Standing.POPULATION, 0)}
        | {name: counts.get(m, 0) for name, m in STANDING.items()},
        "delais_trop_jeunes": counts.get(Judging.TOO_YOUNG, 0),
        "durees": {
            kind: [
                {"jours": days, "nombre": number}
                for days, number in sorted(figures.total.durations.get(kind, {}).items())
            ]
            for kind in map(Duration, Duration)
        },
        "definitions": [
            {
                "code": i.code,
                "version": i.version,
                "unite": str(i.unit),
                "famille": i.family,
                "phrase": i.sentence,
            }
            for i in INDICATORS
        ],
        "mises_en_garde": [
            {"slug": caution.slug, "phrase": caution.sentence} for caution in cautions(figures)
        ],
        **more,
    }


def behind_json(
    figures: Figures, indicator: Indicator, figure: Figure, dossiers: Sequence[Behind]
) -> dict[str, object]:
    """Return the object of `of stats --dossiers CODE --json`."""
    return {
        "periode": _period(figures),
        "indicateur": _figure(figure),
        "dossiers": [
            {
                "reference": one.reference,
                "nom": one.nom,
                "prenom": one.prenom,
                "annee_naissance": one.born_in,
                "commune": one.commune,
                "etape": one.stage,
                "numerateur": one.numerator,
                "denominateur": one.denominator,
            }
            | ({"jours": list(one.days)} if indicator.unit is Unit.JOURS else {})
            for one in dossiers
        ],
    }


def _period(figures: Figures) -> dict[str, str]:
    return {"du": figures.first.isoformat(), "au": figures.last.isoformat()}


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "code": figure.indicator.code, "libelle": figure.indicator.label,
        "numerateur": figure.numerator, "denominateur": figure.denominator, "valeur": figure.value,
    }  # fmt: skip


def _comparison(figures: Figures, before: Figures) -> dict[str, object]:
    return {
        "periode": _period(before),
        "indicateurs": [
            _figure(change.before) | {"difference": change.difference, "unite": _UNITS[change.indicator.unit]}
            for change in compare(figures, before)
        ],
    }


_UNITS = {Unit.RAPPORT: "points", Unit.JOURS: "jours", Unit.NOMBRE: "nombre"}
_CSV = ("ventilation", "modalité", "code", "indicateur", "numérateur", "dénominateur", "valeur")
_BEFORE = ("numérateur avant", "dénominateur avant", "valeur avant", "différence", "unité")


def csv_headings(*, compared: bool) -> tuple[str, ...]:
    """Return the columns of `of stats --csv`."""
    return _CSV + (_BEFORE if compared else ())


def csv_rows(figures: Figures, cuts: Sequence[Cut], before: Figures | None) -> Iterator[CsvRow]:
    """Yield the rows of `of stats --csv`: the whole first, compared where asked, then each breakdown."""
    blank = ("",) * len(_BEFORE) if before else ()
    for i, figure in enumerate(figures.total.figures):
        yield (TOTAL, TOTAL, *_cells(figure), *(_before(figure, before.total.figures[i]) if before else ()))
    for cut in cuts:
        for line in figures.breakdowns[cut]:
            for figure in line.figures:
                yield ("+".join(cut), " + ".join(line.modality), *_cells(figure), *blank)


def _cells(figure: Figure) -> CsvRow:
    return (figure.indicator.code, figure.indicator.label, *_numbers(figure))


def _numbers(figure: Figure) -> CsvRow:
    return (_blank(figure.numerator), _blank(figure.denominator), decimal(figure.value))


def _before(now: Figure, before: Figure) -> CsvRow:
    gap = difference(now, before)
    return (*_numbers(before), decimal(gap, places=1), _UNITS[now.indicator.unit])


def _blank(number: int | None) -> int | str:
    return "" if number is None else number


def decimal(value: float | int | None, *, places: int = 4) -> int | str:
    """Return a number as a French spreadsheet reads it."""
    return f"{value:.{places}f}".replace(".", ",") if isinstance(value, float) else _blank(value)
