"""Rows that speak of nothing, in every direction: those whose parent is gone, and parents that nobody
speaks of any more."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlalchemy import Select, Table, and_, exists, func, or_, select

from ofworkflow.casework.doctor.kinds import Flaw, Ground
from ofworkflow.procedure.vocabulary import AUTOMATE, Act
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.text import counted


@dataclass(frozen=True, slots=True)
class TableLink:
    """Columns of a table that name a row of another, whether the base holds it (a foreign key) or not."""

    child: Table
    columns: tuple[str, ...]
    parent: Table
    keys: tuple[str, ...]


def declared() -> list[TableLink]:
    """Return the foreign keys of the tables."""
    return [
        TableLink(
            table,
            tuple(e.parent.name for e in key.elements),
            key.referred_table,
            tuple(e.column.name for e in key.elements),
        )
        for table in m.metadata.sorted_tables
        for key in sorted(table.foreign_key_constraints, key=lambda k: sorted(c.name for c in k.columns))
    ]


# What a row says of another without the base holding it.
SAID: tuple[TableLink, ...] = (
    TableLink(m.courrier, ("dossier_id",), m.dossier, ("id",)),
    TableLink(m.courrier, ("tirage_id",), m.tirage, ("id",)),
    TableLink(m.courrier, ("remplace",), m.courrier, ("id",)),
    TableLink(m.suivi, ("tirage_id",), m.tirage, ("id",)),
    TableLink(m.modification, ("representant_id",), m.representant, ("id",)),
    TableLink(m.echec, ("nuit_id",), m.nuit, ("id",)),
    TableLink(m.alerte, ("dossier_id", "ouverte_par"), m.journal, ("dossier_id", "n")),
    TableLink(m.echeance, ("dossier_id", "ouverte_par"), m.journal, ("dossier_id", "n")),
    TableLink(m.situation, ("dossier_id", "n"), m.journal, ("dossier_id", "n")),
    TableLink(m.rendez_vous, ("dossier_id", "n"), m.journal, ("dossier_id", "n")),
)


def without_parent(ground: Ground) -> Iterator[Flaw]:
    """Say the rows that name a row which is not there."""
    for link, lost in _questions():
        if count := ground.connection.execute(lost).scalar_one():
            named = " et ".join(link.columns)
            yield Flaw(
                f"table {link.child.name}",
                f"{counted(count, 'ligne')} dont {named} ne répond à rien dans « {link.parent.name} »",
            )


@cache
def _questions() -> list[tuple[TableLink, Select[int]]]:
    questions = []
    for link in (*declared(), *SAID):
        parent, child = link.parent.alias("parent"), link.child.c
        same = and_(
            *(parent.c[key] == child[column] for column, key in zip(link.columns, link.keys, strict=True))
        )
        named = and_(*(child[column].is_not(None) for column in link.columns))
        questions.append(
            (link, select(func.count()).select_from(link.child).where(named, ~exists().where(same)))
        )
    return questions


def without_child(ground: Ground) -> Iterator[Flaw]:
    """Say the rows that nothing speaks of, and that never stand alone."""
    j, d, c = m.journal.c, m.dossier.c, m.courrier.c
    first = exists().where(j.dossier_id == d.id, j.n == 1, j.acte == str(Act.OUVRIR))
    for table, spoken_of, what in (
        (m.dossier, first, ("dossier que rien n'ouvre au journal", "dossiers que rien n'ouvre au journal")),
        (m.jeune, exists().where(d.jeune_id == m.jeune.c.id), ("jeune sans dossier", "jeunes sans dossier")),
        (
            m.scelle,
            exists().where(c.sha256 == m.scelle.c.sha256),
            ("scellé qui n'est d'aucun courrier", "scellés qui ne sont d'aucun courrier"),
        ),
        (
            m.tirage,
            exists().where(m.feuille.c.tirage_id == m.tirage.c.id),
            ("tirage sans feuille", "tirages sans feuille"),
        ),
    ):
        if count := ground.connection.execute(
            select(func.count()).select_from(table).where(~spoken_of)
        ).scalar_one():
            yield Flaw(f"table {table.name}", counted(count, *what))
    shared = select(func.count()).select_from(
        select(d.jeune_id).group_by(d.jeune_id).having(func.count() > 1).subquery()
    )
    if count := ground.connection.execute(shared).scalar_one():
        yield Flaw("table dossier", f"{counted(count, 'jeune')} à qui plusieurs dossiers sont rattachés")


def of_two_houses(ground: Ground) -> Iterator[Flaw]:
    """Say the rows that are not of the mission locale of the dossiers they are about; counted, nobody is
    named."""
    a, c, d, f, j, n = (t.c for t in (m.alerte, m.courrier, m.dossier, m.feuille, m.journal, m.nuit))
    by_a_night = (j.auteur == AUTOMATE) & (j.enregistre_a == n.debut_a)
    for table, structure, of_whom in (
        (m.courrier, c.structure, m.courrier.join(m.dossier, d.id == c.dossier_id)),
        (m.lot, m.lot.c.structure, m.lot.join(m.dossier, d.lot_id == m.lot.c.id)),
        (
            m.tirage, m.tirage.c.structure,
            m.tirage.join(m.feuille, f.tirage_id == m.tirage.c.id).join(m.courrier, c.id == f.courrier_id)
            .join(m.dossier, d.id == c.dossier_id),
        ),
    ):  # fmt: skip
        other = or_(structure.is_(None), structure != d.structure)
        question = (
            select(func.count(table.primary_key.columns[0].distinct())).select_from(of_whom).where(other)
        )
        if count := ground.connection.execute(question).scalar_one():
            yield Flaw(
                f"table {table.name}", f"{counted(count, 'ligne')} d'une autre structure que leurs dossiers"
            )
    by_nights = (
        select(n.id)
        .join(m.journal, by_a_night)
        .join(m.dossier, d.id == j.dossier_id)
        .where(n.structure != d.structure),
        select(n.id)
        .join(m.alerte, a.enregistre_a == n.debut_a)
        .join(m.dossier, d.id == a.dossier_id)
        .where(n.structure != d.structure),
    )
    apart = select(func.count()).select_from(by_nights[0].union(by_nights[1]).subquery())
    if count := ground.connection.execute(apart).scalar_one():
        yield Flaw(
            "table nuit", f"{counted(count, 'nuit')} d'une autre structure que les dossiers où elles ont agi"
        )
