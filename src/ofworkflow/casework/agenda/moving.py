"""Another hour for one appointment: the first that is free for its counsellor, notice and legal end kept."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import Connection

from ofworkflow.casework.agenda.appointments import Expected, leaves_of
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.opened import read
from ofworkflow.law.periods import add_days
from ofworkflow.procedure.case import RendezVous
from ofworkflow.procedure.requests.interviews import preavis_days
from ofworkflow.procedure.slots import Slot, Wanted, propose
from ofworkflow.procedure.vocabulary import Delay, DelayState, Stage
from ofworkflow.storage import agenda

ENDS = (Delay.PREMIER_ENTRETIEN, Delay.DEPARTEMENT, Delay.MAJORITE)
"""The legal ends by which somebody must have been received."""
_A_YEAR = 366


def busy_from(connection: Connection, first: date) -> list[agenda.AppointmentRow]:
    """Return the appointments that are still expected from that day on."""
    rows = agenda.appointments_between(connection, first, add_days(first, _A_YEAR))
    return [row for row in rows if row.issue is None and row.attente == DelayState.OUVERTE]


def next_hour(connection: Connection, moved: Expected, *, desk: Desk, place: str = "") -> RendezVous | None:
    """Return the first hour at which an appointment may be held instead; nothing where none is left before
    majority."""
    case = read(connection, [moved.dossier_id])[0].case
    second, follow_up = moved.stage is Stage.CONVOCATION, moved.stage is Stage.SUIVI
    notice = 1 if follow_up else max(preavis_days(desk.rules, second=second), 1)
    ends = [delay.dates.legal_on for delay in case.open_delays() if delay.slug in ENDS]
    wanted = Wanted(
        moved.dossier_id,
        moved.dossier_id,
        moved.conseiller,
        add_days(desk.today, notice),
        case.majority_on,
        min(ends, default=case.majority_on),
    )
    busy = [
        (row.conseiller, Slot(row.le, time.fromisoformat(row.heure), row.lieu))
        for row in busy_from(connection, desk.today)
        if row.dossier_id != moved.dossier_id
    ]
    away = leaves_of(connection, desk.today, add_days(desk.today, _A_YEAR))
    slot = propose([wanted], desk.rules, place=place, busy=busy, away=away).get(moved.dossier_id)
    return RendezVous(slot.le, slot.heure, slot.lieu) if slot else None
