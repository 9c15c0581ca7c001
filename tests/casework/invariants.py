"""The invariants of the procedure, checked on a real base after any walk."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from sqlalchemy import select

from ofworkflow.casework.dossier.opened import read
from ofworkflow.casework.dossier.writes import dossier_columns, planned_rows
from ofworkflow.casework.night.reconciliation import disagreements
from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.law.deadlines import deadline
from ofworkflow.law.texts import RULES
from ofworkflow.procedure.case import HouseRules
from ofworkflow.procedure.plan import plan
from ofworkflow.procedure.replay import replay
from ofworkflow.procedure.step_letters import BEFORE_A_CLOSING, EVERY_LETTER, Model
from ofworkflow.procedure.vocabulary import Act, Closing, Delay, LetterState, Stage
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.journal_codec import decode, encode
from ofworkflow.storage.projections import appointment_row, coverage_row, delay_row

WAITING = {"a_produire", "prepare", "imprime"}
NOBODY_TO_WRITE_TO = {Closing.DECES, Closing.ERREUR, Closing.DOUBLON}


def check(database: Database, dossier_id: int, rules: HouseRules) -> None:
    """Assert every invariant of docs/procedure.md that a base can show."""
    with database.reading() as connection:
        [opened] = read(connection, [dossier_id])
        row = connection.execute(select(m.dossier).where(m.dossier.c.id == dossier_id)).one()
        delays = connection.execute(select(m.echeance).where(m.echeance.c.dossier_id == dossier_id)).mappings().all()
        covers = connection.execute(select(m.situation).where(m.situation.c.dossier_id == dossier_id)).mappings().all()
        given = connection.execute(select(m.rendez_vous).where(m.rendez_vous.c.dossier_id == dossier_id)).mappings().all()
        planned = connection.execute(
            select(m.prevision).where(m.prevision.c.dossier_id == dossier_id).order_by(m.prevision.c.rang)
        ).all()
        disagreeing = disagreements(connection)[1]
        letters = connection.execute(select(m.courrier).where(m.courrier.c.dossier_id == dossier_id)).all()
    case, entries = opened.case, opened.entries
    majority = case.majority_on

    # what this process knew of the journal is what the whole of it gives
    assert case == replay([decode(line) for line in opened.lines])

    # 9. replay gives the row, and every projection
    future = list(plan(case, rules, opened.warned))
    columns = dossier_columns(case, future)
    assert {name: getattr(row, name) for name in columns} == columns
    assert [row._asdict() | {"rang": i} for i, row in enumerate(planned)] == planned_rows(dossier_id, future), "9. what comes"
    assert [p.on for p in future] == sorted(p.on for p in future)
    assert disagreeing == []
    plain = [dict(d) for d in delays]
    assert sorted(map(repr, plain)) == sorted(repr(delay_row(dossier_id, d)) for d in case.delays)
    assert sorted(map(repr, map(dict, covers))) == sorted(repr(coverage_row(dossier_id, c)) for c in case.coverages)
    assert sorted(map(repr, map(dict, given))) == sorted(repr(appointment_row(dossier_id, a)) for a in case.appointments)

    # the journal is whole: numbered without a hole, each step leaving from where the last one arrived
    assert [e.n for e in entries] == list(range(1, len(entries) + 1))
    assert all(entry.source is before.dest for before, entry in pairwise(entries))

    for i, entry in enumerate(entries):
        before = replay(entries[:i]) if i else None
        if entry.act is Act.TRANSMETTRE and before is not None:
            assert before.effective_convocation(entry.done_on), "1. a posted convocation whose appointment is past"
            assert not before.covering(entry.done_on), "2. nothing covers the day"
        if entry.act in (Act.TRANSMETTRE, Act.CONVOQUER, Act.REPORTER, Act.PREPARER_TRANSMISSION):
            assert entry.done_on < majority, "3. before majority"
        if entry.act is Act.CONSTATER_ABSENCE and before is not None:
            assert before.appointment is not None
            told = before.appointment.n in before.posted_on or not before.appointment.by_letter
            assert told, "12. nobody is absent from what no letter, nor the call of a follow-up, announced"
            assert before.appointment.outcome is None, "12. an excused or moved appointment is not missed"

    for delay in case.delays:
        entry = entries[delay.opened_by - 1]
        recorded = [d for e in entries for d in encode(e).get("ouvre", ()) if (d["par"], d["slug"]) == (entry.n, delay.slug)]
        assert recorded, "4. the entry that opened it says so"
        if delay.slug in RULES and delay.slug is not Delay.MAJORITE:
            again = deadline(RULES[delay.slug], starts_on=delay.dates.starts_on, calendar=WorkCalendar())
            assert again == delay.dates, "4. it can be computed again"

    assert all(cover.ends_on >= cover.starts_on for cover in case.coverages), "6. every situation has an end"
    if case.stage is not Stage.CLOTURE:
        assert row.prochaine_le is not None, "6. every open dossier has a dated next step"
        assert row.conseiller, "6. and a counsellor"
        assert case.open_delay(Delay.MAJORITE)
    else:
        assert row.nuit_le is None
        closing = next(e for e in reversed(opened.entries) if e.act is Act.CLOTURER)
        stops = EVERY_LETTER if closing.request.motif in NOBODY_TO_WRITE_TO else BEFORE_A_CLOSING
        # but those that say it is closed, and what stays in the dossier
        waiting = [x for x in letters if x.etat in WAITING and x.acte_n < closing.n and x.role != "interne"]
        assert not [x for x in waiting if x.modele in stops], "10. closing stops what was queued"

    for delay in case.delays:
        if delay.slug is Delay.DEPARTEMENT and delay.closed_on and not delay.provisional:
            late = delay.closed_on > delay.dates.legal_on
            assert (delay.state == "hors_delai") is late, "11. a late notice is marked, one in time is not"

    cancelled_acts = set(case.annulled)
    assert not [x for x in letters if x.acte_n in cancelled_acts and not x.poste_le and x.etat != LetterState.ANNULE]
    assert not [x for x in letters if x.poste_le and x.modele in set(Model) and x.sha256 is None], (
        "no posted letter without its bytes"
    )


def assert_settled(database: Database, dossier_id: int, day: date) -> None:
    """Assert that the night of that day left nothing due on that dossier (others may live in another time)."""
    with database.reading() as connection:
        assert (
            connection.execute(
                select(m.dossier.c.reference).where(m.dossier.c.id == dossier_id, m.dossier.c.nuit_le <= day)
            ).all()
            == []
        )
