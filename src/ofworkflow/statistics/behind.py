"""The dossiers behind a figure: who is counted in it, and who is only in what it is divided by."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from ofworkflow.errors import UsageError
from ofworkflow.law.texts import PREMIER_ENTRETIEN
from ofworkflow.records import dataclass
from ofworkflow.statistics.facts import PeriodFacts, gathered
from ofworkflow.statistics.figures import FigureLine, Figures, draw
from ofworkflow.statistics.indicators.catalogue import INDICATORS
from ofworkflow.statistics.indicators.judging import Judging
from ofworkflow.statistics.indicators.kinds import Duration, Indicator
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.statistics.modalities import HouseTerritory
from ofworkflow.statistics.periods import Period
from ofworkflow.storage import models as m
from ofworkflow.text import counted, fold

if TYPE_CHECKING:
    from ofworkflow.statistics.sources import Answer

OTHERS = (
    Indicator("population", "jeunes de la population", "jeunes comptés dans la période", Standing.POPULATION),
    Indicator(
        "sans_solution",
        "jeunes sans solution",
        "jeunes que rien ne couvre le jour de l'observation, reçus ou joints dans la période",
        Standing.WITHOUT,
    ),
    Indicator(
        "trop_jeunes",
        "délais trop jeunes",
        f"signalements de la période dont les {PREMIER_ENTRETIEN.words} ne sont pas finis",
        Judging.TOO_YOUNG,
    ),
)
"""What may be listed too, though no indicator: the parts of the population, and what waits to be judged."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A dossier behind a figure: how many times it counts above and below the line, and for days, those
    measured.

    `denominator` is `None` where nothing is divided. The stage is today's.
    """

    reference: str
    nom: str
    prenom: str
    born_in: int
    commune: str
    stage: str
    numerator: int
    denominator: int | None = None
    days: tuple[int, ...] = ()


def asked_for(code: str) -> Indicator:
    """Return the indicator of that code, capitals or not; raise `UsageError` with the nearest ones."""
    known = {indicator.code.lower(): indicator for indicator in (*INDICATORS, *OTHERS)}
    wanted = code.strip().lower()
    if wanted in known:
        return known[wanted]
    near = [known[name] for name in get_close_matches(wanted, known, n=4, cutoff=0.5)]
    near += [i for i in known.values() if wanted and fold(wanted) in fold(i.label) and i not in near]
    nearest = " ; ".join(f"{indicator.code} ({indicator.label})" for indicator in near[:4])
    hint = f"Les plus proches : {nearest}." if nearest else "La liste : of stats."
    raise UsageError(f"L'indicateur « {code} » n'est pas connu. {hint}")


def behind(facts: PeriodFacts, indicator: Indicator) -> tuple[Behind, ...]:
    """Return the dossiers behind a figure, in the order of opening; the days of a median from the
    shortest."""
    if isinstance(indicator.numerator, Duration):
        return _lasting(facts, indicator.numerator)
    measures = [indicator.numerator, *([indicator.denominator] if indicator.denominator else [])]
    return tuple(
        _one(
            row,
            getattr(row, indicator.numerator),
            getattr(row, indicator.denominator) if indicator.denominator else None,
        )
        for row in facts.behind(*measures)
    )


def why_none(indicator: Indicator, total: FigureLine) -> str:
    """Return why there is no dossier behind a figure."""
    if indicator.numerator is Duration.INTERVIEW_DAYS:
        return _why_not_measured(total.counts.get(Judging.INTERVIEW_JUDGED, 0), "n'a vu son entretien tenu")
    if indicator.numerator is Duration.OUTCOME_DAYS:
        return _why_not_measured(
            total.counts.get(Judging.OUTCOME_JUDGED, 0), "n'a pris fin avant la fin de la période"
        )
    return f"Aucun dossier derrière {indicator.code} ({indicator.label}) dans la période."


def _why_not_measured(judged: int, ended: str) -> str:
    if not judged:
        return "Aucune durée : aucun délai n'est arrivé à son terme dans la période."
    return f"Aucune durée : {counted(judged, 'délai jugé')}, dont aucun {ended}."


def _lasting(facts: PeriodFacts, kind: Duration) -> tuple[Behind, ...]:
    d, j, f = m.dossier.c, m.jeune.c, facts.durations.c
    question = (
        select(d.reference, j.nom, j.prenom, j.naissance, j.commune, d.etape, f.days)
        .join(m.dossier, d.id == f.dossier_id)
        .join(m.jeune, j.id == d.jeune_id)
        .where(f.kind == kind)
        .order_by(d.reference, f.days)
    )
    lines = [
        list(rows) for _, rows in groupby(facts.connection.execute(question), key=lambda row: row.reference)
    ]
    lasting = [_one(rows[0], len(rows), days=[row.days for row in rows]) for rows in lines]
    return tuple(sorted(lasting, key=lambda one: (one.days, one.reference)))


def _one(row: Answer, numerator: int, denominator: int | None = None, days: Sequence[int] = ()) -> Behind:
    return Behind(
        row.reference,
        row.nom,
        row.prenom,
        row.naissance.year,
        row.commune,
        row.etape,
        numerator,
        denominator,
        tuple(days),
    )


def behind_figure(
    connection: Connection, indicator: Indicator, period: Period, *, territory: HouseTerritory
) -> tuple[Figures, Sequence[Behind]]:
    """Return the figures of a period, and the dossiers behind one of them, from the same facts."""
    with gathered(connection, first=period.first, last=period.last, known_at=period.known_at) as facts:
        figures = draw(
            facts, first=period.first, last=period.last, territory=territory, known_at=period.known_at
        )
        return figures, behind(facts, indicator)
