"""Bilans that were sealed: written once under a number, never changed, and read again against their
SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import Connection, insert, select, text, update

from ofworkflow.storage import models as m
from ofworkflow.storage.rows import BilanRow
from ofworkflow.storage.scope import own, structure_of

_COUNTER = "bilan"


def canonical(content: Mapping[str, object]) -> str:
    """Return the one text of a content: keys sorted, no space, nothing escaped that need not be."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(written: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(written.encode("utf-8")).hexdigest()


def hold(connection: Connection) -> None:
    """Keep what is counted as it stands until the end of this transaction, for one sealing at a time.

    On SQLite, the writing transaction holds the base already. On PostgreSQL, who writes waits, a second or
    so.
    """
    if connection.dialect.name == "postgresql":
        # in the order in which whoever writes comes to them: an import has its lot and its minors before its
        # journals
        counted = ", ".join(table.name for table in (m.lot, m.jeune, m.modification, m.contact, m.journal))
        connection.execute(text(f"LOCK TABLE {counted} IN SHARE ROW EXCLUSIVE MODE"))


def next_number(connection: Connection) -> str:
    """Reserve and return the next number of a sealed bilan (« B0001 »)."""
    c = m.compteur.c
    following = update(m.compteur).where(c.nom == _COUNTER).values(dernier=c.dernier + 1).returning(c.dernier)
    return f"B{connection.execute(following).scalar_one():04d}"


def keep(
    connection: Connection, content: Mapping[str, object], *, first: date, last: date, fixed_at: datetime
) -> str:
    """Write a sealed bilan; return its SHA-256. `content` names its number, its author and its mission
    locale."""
    written = canonical(content)
    sha256 = fingerprint(written)
    connection.execute(
        insert(m.bilan_fige).values(
            numero=content["numero"],
            structure=content["structure"],
            du_le=first,
            au_le=last,
            fige_a=fixed_at,
            auteur=content["auteur"],
            contenu=written,
            sha256=sha256,
        )
    )
    return sha256


def kept(connection: Connection) -> Sequence[BilanRow]:
    """Return the sealed bilans of the house, the oldest first."""
    return connection.execute(
        select(m.bilan_fige).where(*own(connection, m.bilan_fige)).order_by(m.bilan_fige.c.id)
    ).all()


def by_number(connection: Connection, number: str) -> BilanRow | None:
    """Return a sealed bilan of the house by its number, or `None`."""
    return connection.execute(
        select(m.bilan_fige).where(*own(connection, m.bilan_fige), m.bilan_fige.c.numero == number)
    ).first()


def latest(connection: Connection, first: date, last: date) -> BilanRow | None:
    """Return the last bilan sealed for that period by the very house that asks, or `None`."""
    b = m.bilan_fige.c
    mine = b.structure.is_not_distinct_from(structure_of(connection))
    question = (
        select(m.bilan_fige).where(mine, b.du_le == first, b.au_le == last).order_by(b.id.desc()).limit(1)
    )
    return connection.execute(question).first()


def what_is_wrong(row: BilanRow) -> str:
    """Return what is no longer as it was sealed; empty when the seal holds."""
    if fingerprint(row.contenu) != row.sha256:
        return "son contenu n'est plus celui de son SHA-256"
    content = json.loads(row.contenu)
    columns = {
        "numero": row.numero,
        "structure": row.structure,
        "auteur": row.auteur,
        "fige_a": row.fige_a.astimezone(UTC).isoformat(),
        "periode": {"du": row.du_le.isoformat(), "au": row.au_le.isoformat()},
    }
    changed = [name for name, value in columns.items() if content.get(name) != value]
    return f"sa ligne ne dit plus ce qui a été scellé ({', '.join(changed)})" if changed else ""


def broken(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield each sealed bilan whose seal no longer holds, with what is wrong."""
    for row in kept(connection):
        if reason := what_is_wrong(row):
            yield row.numero, reason
