"""The rows of persons, from the fields that are declared (`procedure.fields`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Date, Row, Table

from ofworkflow.procedure.fields import (
    MINOR,
    REPRESENTATIVE,
    Card,
    Value,
    card_of,
    minor_of,
    representative_of,
)
from ofworkflow.procedure.persons import Jeune, RepresentantLegal
from ofworkflow.storage import models as m
from ofworkflow.text import fold

PersonRow = Row[tuple[object, ...]]
"""A row of `jeune` or of `representant`, whole."""


def minor_row(minor: Jeune) -> dict[str, object]:
    """Return the row of a minor."""
    return {**stored(m.jeune, card_of(MINOR, minor)), "cle": fold(minor.nom, minor.prenom)}


def representative_row(jeune_id: int, rank: int, who: RepresentantLegal) -> dict[str, object]:
    """Return the row of a representative."""
    return {"jeune_id": jeune_id, "rang": rank, **stored(m.representant, card_of(REPRESENTATIVE, who))}


def written(card: Card) -> dict[str, str | bool]:
    """Return a card as JSON keeps it: what is said only, days in ISO."""
    values = ((name, value.isoformat() if isinstance(value, date) else value) for name, value in card.items())
    return {
        name: value if isinstance(value, bool) else str(value)
        for name, value in values
        if value not in ("", None)
    }


def read_back(table: Table, written: Mapping[str, object]) -> dict[str, Value]:
    """Return the card that `written` kept."""
    return {name: _read(table, name, written.get(name)) for name in table.c.keys()}  # noqa: SIM118 — of columns


def _read(table: Table, name: str, value: object) -> Value:
    if isinstance(value, str) and isinstance(table.c[name].type, Date):
        return date.fromisoformat(value)
    return value if isinstance(value, str | bool) else None


def stored(table: Table, card: Card) -> dict[str, Value]:
    """Return values as the base keeps them: what is not said is NULL, but where a text cannot be."""
    return {name: _stored(value, nullable=bool(table.c[name].nullable)) for name, value in card.items()}


def minor_from(row: PersonRow) -> Jeune:
    """Return the minor of a row."""
    return minor_of(row._asdict())


def representative_from(row: PersonRow) -> RepresentantLegal:
    """Return the representative of a row."""
    return representative_of(row._asdict())


def _stored(value: Value, *, nullable: bool) -> Value:
    if isinstance(value, str):
        return None if nullable and not value else str(value)  # a word of a list goes as its slug
    return value
