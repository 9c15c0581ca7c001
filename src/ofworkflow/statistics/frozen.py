"""A report that is sealed: its figures as shown, its definitions, its population by references, under a SHA-256 and a number.

Beside the figures, each dossier keeps its measures and how long its journal was: what moved later can be told, and why.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from ofworkflow import __version__
from ofworkflow.errors import BrokenSealError, UsageError
from ofworkflow.statistics.facts import Facts
from ofworkflow.statistics.figures import Figure, Figures, Line
from ofworkflow.statistics.indicators.catalogue import MEASURES
from ofworkflow.statistics.indicators.kinds import Duration
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.storage import models as m
from ofworkflow.storage import reports as store

FORMAT = 1
_OF_ITS_SEALING = ("numero", "auteur", "fige_a", "moteur", "reperes")
"""What two seals of the same figures may differ by."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report, sealed or about to be. `number` and `sha256` are empty until it is."""

    content: Mapping[str, Any]
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
    def dossiers(self) -> Mapping[str, Mapping[str, Any]]:
        """The population, by reference: `n` entries in its journal, `mesures` that are not 0, `jours`."""
        found: Mapping[str, Mapping[str, Any]] = self.content["population"]
        return found

    def says(self) -> Mapping[str, Any]:
        """Return what it says, whoever sealed it and when: two reports that say the same are identical."""
        kept = {name: value for name, value in self.content.items() if name not in _OF_ITS_SEALING}
        return kept | {"population": {ref: {**one, "n": 0} for ref, one in self.dossiers.items()}}


def drawn_up(facts: Facts, figures: Figures, *, author: str, structure: str | None, now: datetime) -> Report:
    """Return the report of these figures as they are known at `now`; nothing is written.

    `figures` holds every single breakdown that is to be sealed.
    """
    total = figures.total
    content = {
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
                "mesures": [figure.indicator.numerator, figure.indicator.denominator],
                "valeur": _cell(figure),
            }
            for figure in total.figures
        },
        "mesures": {measure: total.counts[measure] for measure in MEASURES if total.counts.get(measure)},
        "durees": {kind: {str(days): count for days, count in total.durations.get(kind, {}).items()} for kind in Duration},
        "ventilations": {
            "+".join(cut): [[list(line.modality), _cells(line)] for line in lines] for cut, lines in figures.breakdowns.items()
        },
        "population": _population(facts),
        "reperes": _marks(facts.connection),
    }
    return Report(json.loads(store.canonical(content)))  # as it will be read again


def seal(connection: Connection, report: Report) -> Report:
    """Give a report its number and write it, once and for all."""
    content = {**report.content, "numero": store.next_number(connection)}
    sha256 = store.keep(connection, content, first=report.first, last=report.last, fixed_at=report.fixed_at)
    return Report(content, sha256)


def sealed(connection: Connection, number: str) -> Report:
    """Return a sealed report; raise `UsageError` when there is none, `BrokenSealError` when its seal no longer holds."""
    row = store.by_number(connection, number.strip().upper())
    if row is None:
        raise UsageError(f"Le bilan figé « {number} » n'existe pas dans cette base. Ceux qui existent : of bilan liste")
    return opened(row)


def opened(row: Any) -> Report:
    """Return the report of a row; raise `BrokenSealError` when its seal no longer holds."""
    if reason := store.what_is_wrong(row):
        raise BrokenSealError(
            f"Le bilan {row.numero} n'est plus celui qui a été figé : {reason}. Restaurez une sauvegarde à part, et comparez."
        )
    return Report(json.loads(row.contenu), row.sha256)


def _cells(line: Line) -> dict[str, list[Any]]:
    """Return the figures of a modality; nothing where there is nobody."""
    if not line.counts.get(Standing.POPULATION):
        return {}
    return {figure.indicator.code: _cell(figure) for figure in line.figures}


def _cell(figure: Figure) -> list[Any]:
    return [figure.numerator, figure.denominator, figure.shown]


def _population(facts: Facts) -> dict[str, dict[str, Any]]:
    days, lengths = _days(facts), _lengths(facts)
    return {
        reference: {"n": lengths[reference], "mesures": measures} | ({"jours": days[reference]} if reference in days else {})
        for reference, measures in facts.vectors()
    }


def _days(facts: Facts) -> dict[str, dict[str, list[int]]]:
    """Return the durations of each dossier that has some."""
    d, f = m.dossier.c, facts.durations.c
    question = select(d.reference, f.kind, f.days).join(m.dossier, d.id == f.dossier_id).order_by(d.reference, f.kind, f.days)
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in facts.connection.execute(question):
        found[row.reference][row.kind].append(row.days)
    return found


def _lengths(facts: Facts) -> dict[str, int]:
    """Return how many entries the journal of each dossier has."""
    d, j = m.dossier.c, m.journal.c
    both = m.dossier.join(facts.rows, facts.rows.c.dossier_id == d.id).join(m.journal, j.dossier_id == d.id)
    question = select(d.reference, func.max(j.n).label("n")).select_from(both).group_by(d.reference)
    return {row.reference: row.n for row in facts.connection.execute(question)}


def _marks(connection: Connection) -> dict[str, int]:
    """Return how far each list beside the journals goes."""
    tables = (m.contact, m.modification, m.lot)
    return {table.name: connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one() for table in tables}
