"""Seals: the exact bytes that left, kept in the base under their SHA-256, with who made them, from what,
and when."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, insert, select

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.opened import letter_id
from ofworkflow.letters.renderer import ProducedLetter
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own

AGAIN, CHANGED, SENT_AGAIN = "reimprime", "retouche", "renvoye"
"""What may happen to a letter beside its states: printed again, changed by hand, replaced by another."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A seal that no longer holds: which letters rest on it, and what is wrong."""

    letters: tuple[str, ...]
    reason: str


def keep_seal(connection: Connection, letter: ProducedLetter, desk: Desk) -> None:
    """Keep the bytes of a letter, once for all letters that have the very same ones."""
    known = connection.execute(select(m.scelle.c.sha256).where(m.scelle.c.sha256 == letter.sha256)).scalar()
    if known is None:
        connection.execute(
            insert(m.scelle).values(
                sha256=letter.sha256,
                pdf=letter.pdf,
                modele=letter.modele,
                version_modele=letter.version_modele,
                donnees=letter.donnees,
                auteur=desk.author,
                enregistre_a=desk.now,
                retouche_sha256=letter.retouche_sha256 or None,
                origine_sha256=letter.origine_sha256 or None,
            )
        )


def sealed_letter(connection: Connection, sha256: str) -> ProducedLetter:
    """Return a sealed letter, byte for byte."""
    row = connection.execute(select(m.scelle).where(m.scelle.c.sha256 == sha256)).one()
    return ProducedLetter(
        row.modele, row.pdf, row.sha256, row.version_modele, row.donnees,
        retouche_sha256=row.retouche_sha256 or "", origine_sha256=row.origine_sha256 or "",
    )  # fmt: skip


def follow(
    connection: Connection,
    numbers: Iterator[int] | list[int],
    event: str,
    on: date,
    desk: Desk,
    **more: object,
) -> None:
    """Add one line to what happened to each of these letters; nothing there is ever changed."""
    line = {"evenement": event, "le": on, "auteur": desk.author, "enregistre_a": desk.now, **more}
    lines = [{"courrier_id": number, **line} for number in numbers]
    if lines:
        connection.execute(insert(m.suivi), lines)


def every_broken_seal(connection: Connection) -> list[Broken]:
    """Return all that `broken_seals` finds."""
    return list(broken_seals(connection))


def broken_seals(connection: Connection) -> Iterator[Broken]:
    """Yield every seal whose bytes are no longer those of its SHA-256, and every letter that left without
    a seal."""
    c = m.courrier.c
    resting: dict[str, list[str]] = {}
    for row in connection.execute(
        select(c.id, c.sha256).where(*own(connection, m.courrier), c.sha256.is_not(None)).order_by(c.id)
    ):
        resting.setdefault(row.sha256, []).append(letter_id(row.id))
    seals = select(m.scelle.c.sha256, m.scelle.c.pdf).execution_options(yield_per=50)
    if whose := own(connection, m.courrier):
        seals = seals.where(m.scelle.c.sha256.in_(select(c.sha256).where(*whose)))
    kept = set()
    for row in connection.execute(seals):
        kept.add(row.sha256)
        if hashlib.sha256(row.pdf).hexdigest() != row.sha256:
            yield Broken(
                tuple(resting.get(row.sha256, ())), "les octets gardés ne sont plus ceux qui ont été scellés"
            )
    for sha256, letters in resting.items():
        if sha256 not in kept:
            yield Broken(tuple(letters), "le scellé manque dans la base")
    left = c.etat.not_in(("a_produire", "prepare", "annule")) & c.sha256.is_(None)
    for number in connection.execute(
        select(c.id).where(*own(connection, m.courrier), left).order_by(c.id)
    ).scalars():
        yield Broken((letter_id(number),), "parti sans scellé")
