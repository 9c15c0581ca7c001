"""Which dossier goes on where two of one minor were merged."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from ofworkflow.storage import models as m

_AT_ONCE = 500


def goes_on_as(connection: Connection, dossier_id: int) -> int:
    """Return the dossier that goes on for this one: itself, unless it was merged."""
    f, known = m.fusion.c, {dossier_id}
    while True:
        question = select(f.garde_id).where(f.absorbe_id == dossier_id, f.annule_a.is_(None))
        following = connection.execute(question.order_by(f.id.desc())).scalar()
        if following is None or following in known:
            return dossier_id
        dossier_id = following
        known.add(dossier_id)


def merged_into(connection: Connection, dossiers: Collection[int]) -> Mapping[int, int]:
    """Return, of these dossiers, those that were merged, each with the one that goes on."""
    f, merged = m.fusion.c, set[int]()
    numbers = sorted(dossiers)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        question = select(f.absorbe_id).where(f.absorbe_id.in_(some), f.annule_a.is_(None))
        merged |= set(connection.execute(question).scalars())
    return {number: goes_on_as(connection, number) for number in sorted(merged)}


def minors_merged(connection: Connection, minors: Collection[int]) -> Mapping[int, int]:
    """Return, of these minors, those whose dossier was merged, each with the minor who goes on."""
    f, d = m.fusion.c, m.dossier.c
    numbers, references = sorted(minors), dict[int, int]()
    for start in range(0, len(numbers), _AT_ONCE):
        question = (
            select(d.jeune_id, d.id).join(m.fusion, f.absorbe_id == d.id)
            .where(d.jeune_id.in_(numbers[start : start + _AT_ONCE]), f.annule_a.is_(None))
        )  # fmt: skip
        for minor, dossier in connection.execute(question).all():
            kept = select(d.jeune_id).where(d.id == goes_on_as(connection, dossier))
            references[minor] = connection.execute(kept).scalar_one()
    return references


def absorbed_by(connection: Connection, dossier_id: int) -> list[int]:
    """Return the dossiers that were merged into this one, those merged into them included."""
    f = m.fusion.c
    direct = list(
        connection.execute(
            select(f.absorbe_id).where(f.garde_id == dossier_id, f.annule_a.is_(None)).order_by(f.id)
        ).scalars()
    )
    return [each for one in direct for each in (one, *absorbed_by(connection, one))]
