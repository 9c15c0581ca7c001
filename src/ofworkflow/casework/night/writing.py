"""What has fallen due, written by the base itself: a few statements for a whole batch, from what was planned
(`procedure.plan`).

The rows are those that the same acts done one by one would write (`tests/casework/test_nightly.py` compares
them).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    TableValuedAlias,
    and_,
    any_,
    case,
    column,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    type_coerce,
    update,
)
from sqlalchemy import cast as sql_cast

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.opened import INTERNAL, WAITING
from ofworkflow.casework.night.ledger import FailureKind
from ofworkflow.procedure.steps import STEPS
from ofworkflow.procedure.vocabulary import DelayState, LetterState, Recipient
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.rows import DueRow
from ofworkflow.storage.scope import own

_P, _D = m.prevision.c, m.dossier.c
_LATER = m.prevision.alias("suite")
_BY_NIGHT = [step for step in STEPS if step.automatic]
# of what the night does, one act stops letters: the closing at majority
[_CLOSING] = [step for step in _BY_NIGHT if step.cancels]
_STOPPED = tuple(sorted(map(str, _CLOSING.cancels)))
_ROLES = {str(letter.model): str(letter.to) for step in _BY_NIGHT for letter in step.letters}


def claim(
    connection: Connection, day: date, *, limit: int, run: int, wait: bool = False, but: Collection[int] = ()
) -> list[int]:
    """Take, for this transaction, the dossiers that have something due by `day`, the longest due first, `but`
    some.

    On PostgreSQL those that another machine holds are left to it (`FOR UPDATE SKIP LOCKED`), unless `wait`;
    on SQLite the writing transaction holds the whole base, and the system takes it back from a process that
    dies.
    """
    question = _owed(connection, day, run, but).order_by(_D.nuit_le, _D.id).limit(limit)
    if not wait:
        return list(connection.execute(question.with_for_update(skip_locked=True)).scalars())
    # who waits holds in the order of the numbers, as everybody does (`locking`): nobody waits in a circle
    ids = list(connection.execute(question).scalars())
    held = (
        _owed(connection, day, run, but)
        .where(among(connection, _D.id, ids))
        .order_by(_D.id)
        .with_for_update()
    )
    return list(connection.execute(held).scalars())


def is_owed(connection: Connection, day: date, run: int, but: Collection[int]) -> bool:
    """Tell whether something is left, `but` some, that was due by `day` and that this run did not try."""
    return connection.execute(_owed(connection, day, run, but).limit(1)).first() is not None


def left_over(connection: Connection, day: date, run: int, known: Collection[int]) -> dict[int, str]:
    """Return the references of what is left that was due by `day` and that this run did not try, and of
    those `known`."""
    owed = _owed(connection, day, run, ()).with_only_columns(_D.id, _D.reference)
    also = select(_D.id, _D.reference).where(
        *own(connection, m.dossier), among(connection, _D.id, sorted(known))
    )
    return {row.id: row.reference for question in (owed, also) for row in connection.execute(question)}


def _owed(connection: Connection, day: date, run: int, but: Collection[int]) -> Select[int]:
    e = m.echec.c
    # what failed in this run, or in one begun since, is for the next night; what disagrees with its journal
    # is for a person
    aside = select(e.dossier_id).where(
        e.dossier_id == _D.id, or_(e.nuit_id >= run, e.genre == FailureKind.ECART)
    )
    held = (~among(connection, _D.id, sorted(but)),) if but else ()
    return select(_D.id).where(*own(connection, m.dossier), _D.nuit_le <= day, ~aside.exists(), *held)


@dataclass(frozen=True, slots=True)
class DueBatch:
    """What is due on some dossiers, read once: told from it, and only what it holds is written."""

    ids: tuple[int, ...]
    rows: tuple[DueRow, ...]

    @property
    def blocked(self) -> set[int]:
        """The dossiers that nothing was planned for, or only an act that the procedure refuses."""
        return {row.id for row in self.rows if row.refus is not None or not row.prevu}

    def only(self, ids: Collection[int]) -> DueBatch:
        """Return the part about these dossiers."""
        kept = frozenset(ids)
        return DueBatch(
            tuple(number for number in self.ids if number in kept),
            tuple(row for row in self.rows if row.id in kept),
        )


def due_of(connection: Connection, ids: Sequence[int], day: date) -> DueBatch:
    """Return what is due by that day on these dossiers, held, in the order of its days: the one time that
    the night goes through it."""
    planned = select(_P.dossier_id).where(_P.dossier_id == _D.id).correlate(m.dossier).exists()
    question = (
        select(
            _D.id, _D.reference, planned.label("prevu"), _P.le, _P.acte, _P.modele, _P.slug,
            _P.jours_restants, _P.refus,
        )
        .outerjoin_from(m.dossier, m.prevision, and_(_P.dossier_id == _D.id, _P.le <= day))
        .where(among(connection, _D.id, ids))
        .order_by(_P.le, _D.id, _P.rang)
    )  # fmt: skip
    rows: Sequence[DueRow] = connection.execute(question).all()
    return DueBatch(tuple(ids), tuple(rows))


def write_due(connection: Connection, batch: DueBatch, desk: Desk) -> None:
    """Write all that is due on these dossiers by the day of the desk: entries, delays, letters, alertes,
    and their rows."""
    night = _Night(connection, _due(connection, batch.ids, desk.today), desk)
    acting = {row.id for row in batch.rows if row.acte}
    if any(row.slug for row in batch.rows):
        night.give_alertes()
    if acting:
        night.append_entries()
        night.move_delays()
    if any(row.modele for row in batch.rows):
        night.prepare_letters()
    if any(row.acte == _CLOSING.act for row in batch.rows):
        night.cancel_letters()
    if len(acting) < len(batch.ids):
        night.move_on(batch.ids)
    if acting:
        night.move_stages()
    connection.execute(delete(m.prevision).where(night.due))


def among(connection: Connection, what: ColumnElement[int], ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that keeps these numbers, sent as one value whatever their count."""
    if connection.dialect.name == "sqlite":
        numbers = func.json_each(literal("[" + ",".join(map(str, ids)) + "]")).table_valued("value")
        return what.in_(select(numbers.c.value))
    return what == any_(literal(list(ids), ARRAY(Integer)))


def _due(connection: Connection, ids: Sequence[int], day: date) -> ColumnElement[bool]:
    return and_(among(connection, _P.dossier_id, ids), _P.le <= day)


@dataclass(frozen=True, slots=True)
class _Night:
    connection: Connection
    due: ColumnElement[bool]
    desk: Desk

    def give_alertes(self) -> None:
        alertes = select(
            _P.dossier_id, _P.ouverte_par, _P.slug, _P.le, _P.jours_restants,
            literal(self.desk.today, Date), literal(self.desk.now, m.Instant),
        ).where(self.due, _P.slug.is_not(None))  # fmt: skip
        names = [
            "dossier_id",
            "ouverte_par",
            "slug",
            "tombe_le",
            "jours_restants",
            "donnee_le",
            "enregistre_a",
        ]
        self.connection.execute(insert(m.alerte).from_select(names, alertes))

    def append_entries(self) -> None:
        entries = select(
            _P.dossier_id,
            _P.n,
            _P.acte,
            _P.de,
            _P.vers,
            _P.le,
            literal(self.desk.now, m.Instant),
            literal(self.desk.author),
            _P.donnees,
        ).where(self.due, _P.acte.is_not(None))
        names = ["dossier_id", "n", "acte", "de", "vers", "fait_le", "enregistre_a", "auteur", "donnees"]
        self.connection.execute(insert(m.journal).from_select(names, entries))

    def move_delays(self) -> None:
        e, item = m.echeance, _Item(self.connection)
        opened = item.each("ouvre")
        days = [item.day(opened, key) for key in ("depart", "nominale", "legale", "interne")]
        texts = [item.text(opened, key) for key in ("fondement", "duree")]
        rows = (
            select(
                _P.dossier_id,
                _P.n,
                item.text(opened, "slug"),
                *days,
                *texts,
                literal(str(DelayState.OUVERTE)),
                literal(False),
            )
            .select_from(m.prevision.join(opened, true()))
            .where(self.due, _P.acte.is_not(None))
        )
        names = [
            "dossier_id",
            "ouverte_par",
            "slug",
            "depart_le",
            "nominale_le",
            "legale_le",
            "interne_le",
            "fondement",
            "duree",
        ]
        self.connection.execute(insert(e).from_select([*names, "etat", "provisoire"], rows))
        ended = item.each("ferme")
        closed = (
            select(
                _P.dossier_id, item.number(ended, 0).label("par"), item.text(ended, 1).label("slug"),
                item.text(ended, 2).label("etat"), _P.le,
            )
            .select_from(m.prevision.join(ended, true()))
            .where(self.due, _P.acte.is_not(None))
            .subquery("ferme")
        )  # fmt: skip
        same = (
            e.c.dossier_id == closed.c.dossier_id,
            e.c.ouverte_par == closed.c.par,
            e.c.slug == closed.c.slug,
        )
        self.connection.execute(update(e).where(*same).values(etat=closed.c.etat, close_le=closed.c.le))

    def prepare_letters(self) -> None:
        j = m.jeune.c
        role = case(_ROLES, value=_P.modele)
        president, minor = Recipient.DEPARTEMENT, Recipient.JEUNE
        name = case(
            {str(president): literal(president.label), str(minor): j.prenom + " " + j.nom}, value=role
        )
        letters = (
            select(
                _P.dossier_id,
                _D.structure,
                _P.n,
                _P.modele,
                role,
                name,
                literal(1),
                literal(str(LetterState.A_PRODUIRE)),
            )
            .select_from(
                m.prevision.join(m.dossier, _D.id == _P.dossier_id).join(m.jeune, j.id == _D.jeune_id)
            )
            .where(self.due, _P.modele.is_not(None))
            .order_by(_P.dossier_id, _P.n)
        )
        names = ["dossier_id", "structure", "acte_n", "modele", "role", "destinataire", "pli", "etat"]
        self.connection.execute(insert(m.courrier).from_select(names, letters))

    def cancel_letters(self) -> None:
        c = m.courrier.c
        closing = select(func.min(_P.n)).where(
            self.due, _P.acte == str(_CLOSING.act), _P.dossier_id == c.dossier_id
        )
        concerned = select(_P.dossier_id).where(self.due, _P.acte == str(_CLOSING.act))
        waiting = (c.etat.in_(tuple(map(str, WAITING))), c.role != INTERNAL, c.modele.in_(_STOPPED))
        self.connection.execute(
            update(m.courrier)
            .where(
                c.dossier_id.in_(concerned),
                *waiting,
                c.acte_n < closing.correlate(m.courrier).scalar_subquery(),
            )
            .values(etat=str(LetterState.ANNULE), erreur=None)
        )

    def move_on(self, ids: Sequence[int]) -> None:
        # each row once: those that only warned keep their stage and their delays
        later = _LATER.c
        today = self.desk.today
        done = select(later.rang).where(later.dossier_id == _D.id, later.acte.is_not(None), later.le <= today)
        self.connection.execute(
            update(m.dossier)
            .where(among(self.connection, _D.id, ids), ~done.exists())
            .values(**self._touched())
        )

    def move_stages(self) -> None:
        later = _LATER.c
        last = select(func.max(later.rang)).where(
            later.dossier_id == _P.dossier_id, later.acte.is_not(None), later.le <= self.desk.today
        )
        self.connection.execute(
            update(m.dossier)
            .where(_D.id == _P.dossier_id, self.due, _P.rang == last.scalar_subquery())
            .values(
                etape=_P.vers,
                prochaine_echeance=_P.prochaine_echeance,
                prochaine_le=_P.prochaine_le,
                clos_le=case((_P.prochaine_le.is_(None), _P.le), else_=_D.clos_le),
                **self._touched(),
            )
        )

    def _touched(self) -> dict[str, object]:
        later = _LATER.c
        following = select(func.min(later.le)).where(later.dossier_id == _D.id, later.le > self.desk.today)
        return {"nuit_le": following.scalar_subquery(), "version": _D.version + 1}


@dataclass(frozen=True, slots=True)
class _Item:
    """What an entry opens and ends, read from its data, as each base writes it."""

    connection: Connection

    @property
    def _sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"

    def each(self, key: str) -> TableValuedAlias:
        if self._sqlite:
            return func.json_each(_P.donnees, f"$.{key}").table_valued("value", name=key)
        return func.json_array_elements(_P.donnees[key]).table_valued(
            column("value", m.prevision.c.donnees.type), name=key
        )

    def text(self, item: TableValuedAlias, key: str | int) -> ColumnElement[str]:
        if self._sqlite:
            return func.json_extract(item.c.value, f"$[{key}]" if isinstance(key, int) else f"$.{key}")
        inside: ColumnElement[str] = item.c.value[key].as_string()
        return inside

    def number(self, item: TableValuedAlias, key: int) -> ColumnElement[int]:
        return (
            type_coerce(self.text(item, key), Integer)
            if self._sqlite
            else sql_cast(self.text(item, key), Integer)
        )

    def day(self, item: TableValuedAlias, key: str) -> ColumnElement[date]:
        # SQLite keeps days as text, and would make a number of a cast
        return (
            type_coerce(self.text(item, key), Date) if self._sqlite else sql_cast(self.text(item, key), Date)
        )
