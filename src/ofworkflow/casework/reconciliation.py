"""The next delay of every open dossier, worked out again from its journal and compared with what its row says.

A second, smaller replay: only what opens and ends a delay is read, row by row as tuples, so that a country is checked each night.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, String, case, select, type_coerce
from sqlalchemy import cast as sql_cast

from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Act, Delay
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own

Key = tuple[int, str]
Next = tuple[str, str] | None
"""The slug of a delay and its legal end, in ISO."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A dossier whose journal does not give what its row says."""

    dossier_id: int
    reference: str
    reason: str


@dataclass(slots=True)
class _Fold:
    running: dict[Key, str] = field(default_factory=dict)
    before_closing: dict[Key, str] = field(default_factory=dict)

    def add(self, act: str, data: dict[str, Any]) -> None:
        if act == Act.CLOTURER:
            self.before_closing, self.running = self.running, {}
            data = {"ouvre": data.get("ouvre", ())}  # it ends all that ran; reopened, all that ran runs again
        if act == Act.ROUVRIR:
            self.running = self.before_closing | self.running
        for by, slug, _ in data.get("ferme", ()):
            self.running.pop((by, slug), None)
        for delay in data.get("ouvre", ()):
            self.running[delay["par"], delay["slug"]] = delay["legale"]

    @property
    def next(self) -> Next:
        first = min(((on, slug) for (_, slug), on in self.running.items()), default=None)
        return (first[1], first[0]) if first else None


def disagreements(connection: Connection) -> tuple[int, list[Disagreement]]:
    """Return how many open dossiers were checked, and those that disagree."""
    found: list[Disagreement] = []
    checked = 0
    for checked, (number, lines) in enumerate(groupby(_lines(connection), key=lambda row: row[0]), start=1):  # noqa: B007
        rows = list(lines)
        _, reference, slug, on = rows[0][:4]
        stored = (slug, on.isoformat()) if slug else None
        if (given := _next(rows)) != stored:
            found.append(Disagreement(number, reference, _sentence(given, stored)))
    return checked, found


def _next(rows: list[Any]) -> Next | str:
    try:
        entries = [(n, act, json.loads(data) if data else {}) for *_, n, act, data in rows]
        voided = {int(data["annule"]) for _, act, data in entries if act == Act.ANNULER}
        fold = _Fold()
        for n, act, data in entries:
            if n not in voided and act != Act.ANNULER:
                fold.add(act, data)
    except (ValueError, KeyError, TypeError) as error:
        return f"{type(error).__name__} : {error}"
    return fold.next


def _lines(connection: Connection) -> Iterator[Any]:
    d, j = m.dossier.c, m.journal.c
    text = _as_text(connection)
    # most entries open and end nothing: their data are not even taken out of the base
    moves = text.contains('"ouvre"') | text.contains('"ferme"') | text.contains('"annule"')
    question = (
        select(d.id, d.reference, d.prochaine_echeance, d.prochaine_le, j.n, j.acte, case((moves, text)))
        .join(m.journal, j.dossier_id == d.id)
        .where(*own(connection, m.dossier), d.prochaine_le.is_not(None))
        .order_by(d.id, j.n)
        .execution_options(yield_per=5000)
    )
    yield from connection.execute(question)


def _as_text(connection: Connection) -> Any:
    kept = m.journal.c.donnees
    return type_coerce(kept, String) if connection.dialect.name == "sqlite" else sql_cast(kept, String)


def _sentence(given: Next | str, stored: Next) -> str:
    if isinstance(given, str):
        return f"son journal ne peut pas être rejoué ({given})"
    return f"son journal donne {_said(given)}, et sa fiche {_said(stored)}"


def _said(following: Next) -> str:
    if following is None:
        return "aucune échéance"
    slug, on = following
    return f"« {Delay(slug).label} » le {french_day(date.fromisoformat(on))}"
