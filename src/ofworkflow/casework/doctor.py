"""Everything checked: journals against rows, invariants, seals, nights; what is wrong is said with what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from ofworkflow.casework import ledger
from ofworkflow.casework.desk import Desk
from ofworkflow.casework.journal import Opened, read
from ofworkflow.casework.planning import AT_ONCE, is_planned
from ofworkflow.casework.sealing import broken_seals
from ofworkflow.casework.writes import dossier_columns, planned_rows
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.plan import plan
from ofworkflow.procedure.replay import replay
from ofworkflow.procedure.vocabulary import Act, Stage
from ofworkflow.storage import models as m
from ofworkflow.storage import reports
from ofworkflow.storage.projections import appointment_row, coverage_row, delay_row
from ofworkflow.storage.scope import own, structure_of


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: which check found it, about what, and what to do."""

    check: str
    subject: str
    said: str


Progress = Callable[[int, int], None]


def examine(connection: Connection, desk: Desk, *, expected_on: date, progress: Progress) -> Iterator[Finding]:
    """Yield what is wrong; nothing is written. `expected_on` is the last day whose night should be done."""
    yield from _nights(connection, expected_on)
    yield from _owners(connection)
    yield from _dossiers(connection, desk, progress)
    for number, reason in reports.broken(connection):
        yield Finding("bilans", number, f"{reason}. Restaurez une sauvegarde à part, et comparez.")
    for broken in broken_seals(connection):
        yield Finding("scelles", ", ".join(broken.letters) or "un scellé", f"{broken.reason}. Restaurez une sauvegarde à part.")


def _nights(connection: Connection, expected_on: date) -> Iterator[Finding]:
    found = ledger.nights(connection, first=expected_on, last=expected_on)
    if found.missing:
        last = ledger.last_night_on(connection)
        since = f"la dernière est celle du {french_day(last)}" if last else "aucune n'a encore été faite"
        yield Finding("nuits", french_day(expected_on), f"cette nuit n'a pas été faite ; {since}. Tapez : of nuit")
    for failure in ledger.failures_of(connection):
        since_on = f"depuis le {french_day(failure.since_on)}" if failure.since_on else ""
        yield Finding("nuits", failure.reference, f"mis de côté {since_on} ({failure.tries} essai(s)) : {failure.reason}")


def _owners(connection: Connection) -> Iterator[Finding]:
    """On a base of one's own, a dossier under another code is seen by nobody."""
    code = structure_of(connection)
    if code is None or connection.dialect.name != "sqlite":
        return
    d = m.dossier.c
    others = select(d.structure, func.count()).where(d.structure != code, d.clos_le.is_(None)).group_by(d.structure)
    for other, count in connection.execute(others):
        yield Finding(
            "structures", other, f"{count} dossier(s) ouvert(s) sous ce code, que personne ne voit. Vérifiez [structure] code."
        )


def _dossiers(connection: Connection, desk: Desk, progress: Progress) -> Iterator[Finding]:
    d = m.dossier.c
    total = connection.execute(select(func.count()).select_from(m.dossier).where(*own(connection, m.dossier))).scalar_one()
    planned = is_planned(connection, desk.rules)  # else the next night makes the plans again: they are not to be compared
    after, done = 0, 0
    while True:
        question = select(m.dossier).where(*own(connection, m.dossier), d.id > after).order_by(d.id).limit(AT_ONCE)
        rows = {row.id: row for row in connection.execute(question)}
        if not rows:
            return
        after = max(rows)
        stored = _stored(connection, list(rows))
        for opened in read(connection, list(rows)):
            for said in _one(opened, rows[opened.id], stored[opened.id], desk, planned=planned):
                yield Finding("dossiers", opened.reference, said)
        done += len(rows)
        progress(done, total)


_KEPT = {"echeance": m.echeance, "situation": m.situation, "rendez_vous": m.rendez_vous, "prevision": m.prevision}


def _stored(connection: Connection, ids: Sequence[int]) -> dict[int, dict[str, list[Mapping[str, Any]]]]:
    found: dict[int, dict[str, list[Mapping[str, Any]]]] = {number: {name: [] for name in _KEPT} for number in ids}
    for name, table in _KEPT.items():
        for row in connection.execute(select(table).where(table.c.dossier_id.in_(ids))).mappings():
            found[row["dossier_id"]][name].append(dict(row))
    return found


def _one(opened: Opened, row: Any, stored: Mapping[str, Any], desk: Desk, *, planned: bool) -> Iterator[str]:
    try:
        case = opened.case
        future = tuple(plan(case, desk.rules, opened.warned))
    except Exception as error:  # noqa: BLE001 — one dossier that cannot be read does not hide the others
        yield f"son journal ne peut pas être rejoué ({type(error).__name__} : {error}). Restaurez une sauvegarde à part."
        return
    given: dict[str, Any] = {
        "echeance": [delay_row(opened.id, delay) for delay in case.delays],
        "situation": [coverage_row(opened.id, cover) for cover in case.coverages],
        "rendez_vous": [appointment_row(opened.id, appointment) for appointment in case.appointments],
    }
    columns = dossier_columns(case, future)
    if planned:
        coming = sorted(stored["prevision"], key=lambda row: row["rang"])
        stored = {**stored, "prevision": [{**row, "rang": i} for i, row in enumerate(coming)]}  # what was done is gone
        given["prevision"] = planned_rows(opened.id, future)
    else:
        columns.pop("nuit_le")
    wrong = [name for name, value in columns.items() if getattr(row, name) != value]
    wrong += [name for name, rows in given.items() if sorted(map(repr, rows)) != sorted(map(repr, stored[name]))]
    if wrong:
        yield f"sa fiche ne dit pas ce que dit son journal ({', '.join(wrong)}). Restaurez une sauvegarde à part, et comparez."
    if case.stage is not Stage.CLOTURE and not row.conseiller:
        yield "il n'a pas de conseiller."
    for i, entry in enumerate(opened.entries):
        for acts, said, holds in _INVARIANTS:
            if entry.act in acts and i and not holds(replay(opened.entries[:i]), entry):
                yield f"acte n° {entry.n} : {said}."


def _before_majority(case: CaseState, entry: Entry) -> bool:
    return entry.done_on < case.majority_on


def _after_a_convocation(case: CaseState, entry: Entry) -> bool:
    return case.effective_convocation(entry.done_on) is not None


def _without_cover(case: CaseState, entry: Entry) -> bool:
    return not case.covering(entry.done_on)


_INVARIANTS: tuple[tuple[frozenset[Act], str, Callable[[CaseState, Entry], bool]], ...] = (
    (frozenset({Act.TRANSMETTRE}), "information sans convocation R. 114-7 postée et passée", _after_a_convocation),
    (frozenset({Act.TRANSMETTRE}), "information alors qu'une situation ou une exemption couvrait le jour", _without_cover),
    (
        frozenset({Act.CONVOQUER, Act.REPORTER, Act.TRANSMETTRE, Act.PREPARER_TRANSMISSION}),
        "daté de la majorité ou d'après",
        _before_majority,
    ),
)
"""What no journal may hold, whatever wrote it: the acts concerned, what is wrong, and what must hold before them."""
