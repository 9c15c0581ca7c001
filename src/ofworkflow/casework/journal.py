"""The journal and its projections: a dossier is read from its entries, changed by one more, and written whole or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from ofworkflow.casework.desk import Desk
from ofworkflow.errors import ConcurrentChangeError
from ofworkflow.procedure.case import CaseState, Entry, HouseRules, RunningDelay
from ofworkflow.procedure.replay import replay
from ofworkflow.procedure.vocabulary import Act, Delay, LetterState, Stage
from ofworkflow.storage import models as m


def letter_id(number: int) -> str:
    """Return « C000123 »."""
    return f"C{number:06d}"


INTERNAL = "interne"
"""The role of a letter to nobody: a record that stays in the dossier."""

WAITING = (LetterState.A_PRODUIRE, LetterState.PREPARE, LetterState.IMPRIME)


class Opened:
    """A dossier in hand: its row, its journal, and the case they give.

    The journal is replayed when it is first asked for, so that a journal which cannot be is one dossier's failure, not a batch's.
    """

    def __init__(self, row: Any, lines: Sequence[Any]) -> None:
        self.id: int = row.id
        self.reference: str = row.reference
        self.jeune_id: int = row.jeune_id
        self.version: int = row.version
        self.minor_name: str = f"{row.prenom} {row.nom}"
        self.warned = {_warned_key(name): date.fromisoformat(on) for name, on in row.avertis.items()}
        self.lines = lines  # the rows themselves, with their instants and notes

    @cached_property
    def entries(self) -> list[Entry]:
        """The journal."""
        return [to_entry(line) for line in self.lines]

    @cached_property
    def case(self) -> CaseState:
        """What a replay of the journal gives."""
        return replay(self.entries)


@dataclass(slots=True)
class Writes:
    """What is to be written for some dossiers, kept together so that a batch costs a few statements, not thousands."""

    journal: list[dict[str, Any]] = field(default_factory=list)
    dossiers: dict[int, dict[str, Any]] = field(default_factory=dict)
    new_delays: dict[tuple[int, int, str], dict[str, Any]] = field(default_factory=dict)
    moved_delays: dict[tuple[int, int, str], dict[str, Any]] = field(default_factory=dict)
    gone_delays: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    updates: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    gone: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    letters: list[dict[str, Any]] = field(default_factory=list)
    cancelled: list[tuple[int, int | None, tuple[str, ...]]] = field(default_factory=list)

    def cancel_letters(self, dossier_id: int, *, acte_n: int | None = None, models: tuple[str, ...] = ()) -> None:
        """Cancel the letters that wait, those of an earlier act of these very writes included; no model means every one."""
        self.cancelled.append((dossier_id, acte_n, models))
        for row in self.letters:
            concerned = acte_n in (None, row["acte_n"]) and (not models or row["modele"] in models)
            if row["dossier_id"] == dossier_id and concerned and (acte_n is not None or row["role"] != INTERNAL):
                row["etat"] = str(LetterState.ANNULE)

    def absorb(self, other: Writes) -> None:
        """Add what another dossier writes."""
        for name in ("journal", "gone_delays", "letters", "cancelled"):
            getattr(self, name).extend(getattr(other, name))
        for name in ("dossiers", "new_delays", "moved_delays"):
            getattr(self, name).update(getattr(other, name))
        for name in ("rows", "updates", "gone"):
            for table, rows in getattr(other, name).items():
                getattr(self, name)[table].extend(rows)

    def flush(self, connection: Connection) -> None:
        """Write everything; raise `ConcurrentChangeError` when a dossier is no longer the one that was read."""
        _many(connection, _INSERT_JOURNAL, self.journal)
        done = _many(connection, _UPDATE_DOSSIER, list(self.dossiers.values()))
        if done not in (-1, len(self.dossiers)):
            raise ConcurrentChangeError(
                "Quelqu'un d'autre vient de modifier ce dossier : rien n'a été écrit. Relisez-le (of voir), puis recommencez."
            )
        _many(connection, _DELETE_DELAY, self.gone_delays)
        _many(connection, _INSERT_DELAY, list(self.new_delays.values()))
        _many(connection, _UPDATE_DELAY, list(self.moved_delays.values()))
        for name in _PROJECTIONS:
            _many(connection, _DELETE[name], self.gone[name])
            _many(connection, _INSERT[name], self.rows[name])
            _many(connection, _UPDATE[name], self.updates[name])
        for dossier_id, acte_n, models in self.cancelled:
            _cancel_letters(connection, dossier_id, acte_n, models)
        _many(connection, _INSERT_LETTER, self.letters)


def read(
    connection: Connection, ids: Sequence[int], *, lock: bool = False, skip_locked: bool = False, due_by: date | None = None
) -> list[Opened]:
    """Return the dossiers of these identifiers, read from their journals, in the order of the identifiers.

    `lock` keeps the rows for this transaction on PostgreSQL (on SQLite the writing transaction already holds the base);
    `skip_locked` leaves out those that somebody else holds; `due_by` those that the night has nothing to do with by that day.
    """
    one = len(ids) == 1
    given: dict[str, Any] = {"id": ids[0]} if one else {"ids": list(ids)}
    if due_by:
        given["due_by"] = due_by
    rows = connection.execute(_ROWS[one, due_by is not None, lock, skip_locked], given).all()
    if not rows:
        return []
    lines: dict[int, list[Any]] = defaultdict(list)
    kept: dict[str, Any] = {"id": rows[0].id} if one else {"ids": [row.id for row in rows]}
    for line in connection.execute(_JOURNAL_OF[one], kept):
        lines[line.dossier_id].append(line)
    return [Opened(row, lines[row.id]) for row in rows]


def to_entry(line: Any) -> Entry:
    """Return the entry of a row of the journal."""
    source = Stage(line.de) if line.de else None
    return Entry(line.n, Act(line.acte), source, Stage(line.vers), line.fait_le, line.auteur, line.donnees)


def record(writes: Writes, opened: Opened, entry: Entry, desk: Desk, *, after: CaseState, note: str = "") -> None:
    """Add to `writes` the entry and what it changes; `after` is the case that the journal gives with it."""
    before = opened.case
    writes.journal.append(journal_row(opened.id, entry, desk, note))
    opened.entries.append(entry)
    opened.case = after
    _project_delays(writes, opened.id, before, after)
    _project(writes, "situation", opened.id, {c.n: coverage_row(opened.id, c) for c in before.coverages},
             {c.n: coverage_row(opened.id, c) for c in after.coverages})  # fmt: skip
    _project(writes, "rendez_vous", opened.id, {a.n: appointment_row(opened.id, a) for a in before.appointments},
             {a.n: appointment_row(opened.id, a) for a in after.appointments})  # fmt: skip
    touch(writes, opened, desk.rules)


def journal_row(dossier_id: int, entry: Entry, desk: Desk, note: str) -> dict[str, Any]:
    """Return the row of an entry: its legal day, and the instant it is recorded."""
    return {
        "dossier_id": dossier_id, "n": entry.n, "acte": str(entry.act), "de": str(entry.source) if entry.source else None,
        "vers": str(entry.dest), "fait_le": entry.done_on, "enregistre_a": desk.now, "auteur": entry.author,
        "note": note or None, "donnees": dict(entry.data),
    }  # fmt: skip


def touch(writes: Writes, opened: Opened, rules: HouseRules) -> None:
    """Add to `writes` the row of the dossier as the case and the warnings given now have it."""
    writes.dossiers[opened.id] = {
        "b_id": opened.id, "b_version": opened.version, "version": opened.version + 1,
        "avertis": {f"{by}:{slug}": on.isoformat() for (by, slug), on in opened.warned.items()},
        **dossier_columns(opened.case, rules, opened.warned),
    }  # fmt: skip


def dossier_columns(case: CaseState, rules: HouseRules, warned: Mapping[tuple[int, Delay], date]) -> dict[str, Any]:
    """Return the columns of the dossier's row that a replay gives."""
    from ofworkflow.procedure.horizon import next_night_on  # the whole table of steps: only to write

    closed = case.stage is Stage.CLOTURE
    following = None if closed else next(iter(case.open_delays()), None)
    return {
        "etape": str(case.stage),
        "clos_le": case.closed_on,
        "prochaine_echeance": str(following.slug) if following else None,
        "prochaine_le": following.dates.legal_on if following else None,
        "nuit_le": next_night_on(case, rules, warned),
    }


def delay_row(dossier_id: int, delay: RunningDelay) -> dict[str, Any]:
    """Return the row of a delay."""
    d = delay.dates
    return {
        "dossier_id": dossier_id, "ouverte_par": delay.opened_by, "slug": str(delay.slug),
        "depart_le": d.starts_on, "nominale_le": d.nominal_on, "legale_le": d.legal_on, "interne_le": d.internal_on,
        "etat": str(delay.state), "provisoire": delay.provisional, "fondement": d.basis, "duree": d.length,
        "close_le": delay.closed_on,
    }  # fmt: skip


def coverage_row(dossier_id: int, coverage: Any) -> dict[str, Any]:
    """Return the row of a situation or an exemption."""
    return {
        "dossier_id": dossier_id, "n": coverage.n, "nature": coverage.nature, "sous_type": coverage.subtype or None,
        "debut_le": coverage.starts_on, "fin_le": coverage.ends_on, "revue": coverage.is_review,
        "rompue_le": coverage.broken_on, "preuve": coverage.proof, "preuve_vue_le": coverage.proof_seen_on,
    }  # fmt: skip


def appointment_row(dossier_id: int, appointment: Any) -> dict[str, Any]:
    """Return the row of an appointment."""
    return {
        "dossier_id": dossier_id, "n": appointment.n, "etape": str(appointment.kind), "le": appointment.on,
        "heure": appointment.at, "lieu": appointment.lieu, "issue": appointment.outcome or None,
    }  # fmt: skip


def _project_delays(writes: Writes, dossier_id: int, before: CaseState, after: CaseState) -> None:
    old = {d.key: d for d in before.delays}
    for delay in after.delays:
        known = old.pop(delay.key, None)
        key = (dossier_id, *delay.key)
        if known is None or key in writes.new_delays:
            writes.new_delays[key] = delay_row(dossier_id, delay)
        elif known != delay:
            row = delay_row(dossier_id, delay)
            moved = {f"b_{name}": row.pop(name) for name in ("dossier_id", "ouverte_par", "slug")}
            writes.moved_delays[key] = moved | row
    for by, slug in old:
        if writes.new_delays.pop((dossier_id, by, slug), None):
            continue
        writes.gone_delays.append({"b_dossier_id": dossier_id, "b_ouverte_par": by, "b_slug": str(slug)})


def _project(writes: Writes, name: str, dossier_id: int, old: dict[int, dict[str, Any]], new: dict[int, dict[str, Any]]) -> None:
    for n, row in new.items():
        known = old.pop(n, None)
        if known is None:
            writes.rows[name].append(row)
        elif known != row:
            kept = {key: value for key, value in row.items() if key not in ("dossier_id", "n")}
            writes.updates[name].append({"b_dossier_id": dossier_id, "b_n": n, **kept})
    for n in old:
        writes.gone[name].append({"b_dossier_id": dossier_id, "b_n": n})


def _warned_key(name: str) -> tuple[int, Delay]:
    by, _, slug = name.partition(":")
    return int(by), Delay(slug)


def _many(connection: Connection, statement: Any, rows: Sequence[dict[str, Any]]) -> int:
    """Execute for each row and return how many were touched; one row is not sent as a batch of one."""
    if not rows:
        return 0
    return connection.execute(statement, rows[0] if len(rows) == 1 else rows).rowcount


def _cancel_letters(connection: Connection, dossier_id: int, acte_n: int | None, models: tuple[str, ...]) -> None:
    given: dict[str, Any] = {"b_dossier_id": dossier_id}
    if acte_n is not None:
        given["b_acte_n"] = acte_n
    if models:
        given["b_models"] = models
    connection.execute(_CANCEL[acte_n is not None, bool(models)], given)


def _rows_question(one: bool, due: bool, lock: bool, skip_locked: bool) -> Any:
    d = m.dossier.c
    question = select(d.id, d.reference, d.jeune_id, d.version, d.avertis, m.jeune.c.prenom, m.jeune.c.nom)
    question = question.join(m.jeune, m.jeune.c.id == d.jeune_id)
    question = question.where(d.id == bindparam("id") if one else d.id.in_(bindparam("ids", expanding=True))).order_by(d.id)
    if due:
        question = question.where(d.nuit_le <= bindparam("due_by"))
    return question.with_for_update(of=m.dossier, skip_locked=skip_locked) if lock else question


def _journal_question(one: bool) -> Any:
    j = m.journal.c
    which = j.dossier_id == bindparam("id") if one else j.dossier_id.in_(bindparam("ids", expanding=True))
    return select(m.journal).where(which).order_by(j.dossier_id, j.n)


def _cancel_statement(by_act: bool, by_model: bool) -> Any:
    c = m.courrier.c
    which = [c.dossier_id == bindparam("b_dossier_id"), c.etat.in_(tuple(map(str, WAITING)))]
    which += [c.acte_n == bindparam("b_acte_n")] if by_act else [c.role != INTERNAL]  # a record of facts stays
    which += [c.modele.in_(bindparam("b_models", expanding=True))] if by_model else []
    return update(m.courrier).where(*which).values(etat=str(LetterState.ANNULE), erreur=None)


# Statements are built once: making one again at each act costs as much as sending it.
_BOTH = (False, True)
_ROWS = {key: _rows_question(*key) for key in product(_BOTH, repeat=4)}
_JOURNAL_OF = {one: _journal_question(one) for one in _BOTH}
_CANCEL = {key: _cancel_statement(*key) for key in product(_BOTH, repeat=2)}
_INSERT_JOURNAL = insert(m.journal)
_INSERT_DELAY = insert(m.echeance)
_INSERT_LETTER = insert(m.courrier)
_UPDATE_DOSSIER = update(m.dossier).where(m.dossier.c.id == bindparam("b_id"), m.dossier.c.version == bindparam("b_version"))
_DELAY_KEY = and_(
    m.echeance.c.dossier_id == bindparam("b_dossier_id"),
    m.echeance.c.ouverte_par == bindparam("b_ouverte_par"),
    m.echeance.c.slug == bindparam("b_slug"),
)
_UPDATE_DELAY = update(m.echeance).where(_DELAY_KEY)
_DELETE_DELAY = delete(m.echeance).where(_DELAY_KEY)
_PROJECTIONS = {"situation": m.situation, "rendez_vous": m.rendez_vous}
_INSERT = {name: insert(table) for name, table in _PROJECTIONS.items()}
_DELETE = {
    name: delete(t).where(t.c.dossier_id == bindparam("b_dossier_id"), t.c.n == bindparam("b_n"))
    for name, t in _PROJECTIONS.items()
}
_UPDATE = {
    name: update(t).where(t.c.dossier_id == bindparam("b_dossier_id"), t.c.n == bindparam("b_n"))
    for name, t in _PROJECTIONS.items()
}
