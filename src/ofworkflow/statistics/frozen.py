"""A bilan that is sealed: its figures as shown, its definitions, its population by references, under a
SHA-256 and a number.

Beside the figures, each dossier keeps its measures and how long its journal was: what moved later can be
told, and why.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime

from sqlalchemy import Connection, func, select

from ofworkflow import __version__
from ofworkflow.errors import BrokenSealError, UsageError
from ofworkflow.records import dataclass
from ofworkflow.statistics.facts import PeriodFacts
from ofworkflow.statistics.figures import Figure, FigureLine, Figures
from ofworkflow.statistics.indicators.catalogue import MEASURES
from ofworkflow.statistics.indicators.kinds import Duration
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.statistics.sealed_content import SealedCell, SealedContent, SealedDossier
from ofworkflow.storage import bilans as store
from ofworkflow.storage import models as m
from ofworkflow.storage.rows import BilanRow

FORMAT = 1
_OF_ITS_SEALING = ("numero", "auteur", "fige_a", "moteur", "reperes")
"""What two seals of the same figures may differ by."""


@dataclass(frozen=True, slots=True)
class SealedBilan:
    """A bilan, sealed or about to be. `number` and `sha256` are empty until it is."""

    content: SealedContent
    sha256: str = ""

    @property
    def number(self) -> str:
        """« B0001 »; empty for the figures of now."""
        return str(self.content["numero"] or "")

    @property
    def first(self) -> date:
        """The first day of the period."""
        return date.fromisoformat(self.content["periode"]["du"])

    @property
    def last(self) -> date:
        """The last day of the period, that of the observation."""
        return date.fromisoformat(self.content["periode"]["au"])

    @property
    def fixed_at(self) -> datetime:
        """The instant of the sealing: what was recorded by then was known."""
        return datetime.fromisoformat(self.content["fige_a"])

    @property
    def dossiers(self) -> Mapping[str, SealedDossier]:
        """The population, by reference: `n` entries in its journal, `mesures` that are not 0, `jours`."""
        return self.content["population"]

    def says(self) -> Mapping[str, object]:
        """Return what it says, whoever sealed it and when: two bilans that say the same are identical."""
        kept = {name: value for name, value in self.content.items() if name not in _OF_ITS_SEALING}
        return kept | {"population": {ref: {**one, "n": 0} for ref, one in self.dossiers.items()}}


def drawn_up(
    facts: PeriodFacts, figures: Figures, *, author: str, structure: str | None, now: datetime
) -> SealedBilan:
    """Return the bilan of these figures as they are known at `now`; nothing is written.

    `figures` holds every single breakdown that is to be sealed.
    """
    total = figures.total
    content: SealedContent = {
        "format": FORMAT,
        "numero": None,
        "structure": structure,
        "auteur": author,
        "fige_a": now.astimezone(UTC).isoformat(),
        "moteur": __version__,
        "periode": {"du": figures.first.isoformat(), "au": figures.last.isoformat()},
        "indicateurs": {
            figure.indicator.code: {
                "libelle": figure.indicator.label,
                "version": figure.indicator.version,
                "mesures": (figure.indicator.numerator, figure.indicator.denominator),
                "valeur": _cell(figure),
            }
            for figure in total.figures
        },
        "mesures": {measure: total.counts[measure] for measure in MEASURES if total.counts.get(measure)},
        "durees": {
            kind: {str(days): count for days, count in total.durations.get(kind, {}).items()}
            for kind in Duration
        },
        "ventilations": {
            "+".join(cut): [(list(line.modality), _cells(line)) for line in lines]
            for cut, lines in figures.breakdowns.items()
        },
        "population": _population(facts),
        "reperes": _marks(facts.connection),
    }
    return SealedBilan(json.loads(store.canonical(content)))  # as it will be read again


def seal(connection: Connection, bilan: SealedBilan) -> SealedBilan:
    """Give a bilan its number and write it, once and for all."""
    content: SealedContent = {**bilan.content, "numero": store.next_number(connection)}
    sha256 = store.keep(connection, content, first=bilan.first, last=bilan.last, fixed_at=bilan.fixed_at)
    return SealedBilan(content, sha256)


def sealed(connection: Connection, number: str) -> SealedBilan:
    """Return a sealed bilan; raise `UsageError` when there is none, `BrokenSealError` when its seal no
    longer holds."""
    row = store.by_number(connection, number.strip().upper())
    if row is None:
        raise UsageError(
            f"Le bilan figé « {number} » n'existe pas dans cette base. Ceux qui existent : of bilan liste"
        )
    return opened(row)


@dataclass(frozen=True, slots=True)
class SealedLine:
    """A sealed bilan in a list. `dossiers`: how many it counts, `None` where its seal no longer holds;
    `wrong` says why."""

    number: str
    first: date
    last: date
    fixed_at: datetime
    author: str
    sha256: str
    dossiers: int | None
    wrong: str


def sealed_lines(connection: Connection) -> list[SealedLine]:
    """Return the sealed bilans of the house, the oldest first, each read again against its seal."""
    return [_line(row) for row in store.kept(connection)]


def _line(row: BilanRow) -> SealedLine:
    wrong = store.what_is_wrong(row)
    count = None if wrong else len(json.loads(row.contenu)["population"])
    return SealedLine(row.numero, row.du_le, row.au_le, row.fige_a, row.auteur, row.sha256, count, wrong)


def opened(row: BilanRow) -> SealedBilan:
    """Return the bilan of a row; raise `BrokenSealError` when its seal no longer holds."""
    if reason := store.what_is_wrong(row):
        raise BrokenSealError(
            f"Le bilan {row.numero} n'est plus celui qui a été figé : {reason}. Restaurez une sauvegarde à "
            "part, et comparez."
        )
    return SealedBilan(json.loads(row.contenu), row.sha256)


def _cells(line: FigureLine) -> dict[str, SealedCell]:
    """Return the figures of a modality; nothing where there is nobody."""
    if not line.counts.get(Standing.POPULATION):
        return {}
    return {figure.indicator.code: _cell(figure) for figure in line.figures}


def _cell(figure: Figure) -> SealedCell:
    return [figure.numerator, figure.denominator, figure.shown]


def _population(facts: PeriodFacts) -> dict[str, SealedDossier]:
    days, lengths = _days(facts), _lengths(facts)
    population: dict[str, SealedDossier] = {}
    for reference, measures in facts.vectors():
        population[reference] = {"n": lengths[reference], "mesures": measures}
        if reference in days:
            population[reference]["jours"] = days[reference]
    return population


def _days(facts: PeriodFacts) -> dict[str, dict[str, list[int]]]:
    """Return the durations of each dossier that has some."""
    d, f = m.dossier.c, facts.durations.c
    question = (
        select(d.reference, f.kind, f.days)
        .join(m.dossier, d.id == f.dossier_id)
        .order_by(d.reference, f.kind, f.days)
    )
    days: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in facts.connection.execute(question):
        days[row.reference][row.kind].append(row.days)
    return days


def _lengths(facts: PeriodFacts) -> dict[str, int]:
    """Return how many entries the journal of each dossier has."""
    d, j = m.dossier.c, m.journal.c
    both = m.dossier.join(facts.rows, facts.rows.c.dossier_id == d.id).join(m.journal, j.dossier_id == d.id)
    question = select(d.reference, func.max(j.n).label("n")).select_from(both).group_by(d.reference)
    return {row.reference: row.n for row in facts.connection.execute(question)}


def _marks(connection: Connection) -> dict[str, int]:
    """Return how far each list beside the journals goes."""
    tables = (m.contact, m.modification, m.lot)
    return {
        table.name: connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
        for table in tables
    }
