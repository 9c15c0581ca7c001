"""The appointments of some days, with who comes, whom to call and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import Connection, select

from ofworkflow.storage import models as m
from ofworkflow.storage.leaves import receiver
from ofworkflow.storage.rows import NamedRow
from ofworkflow.storage.scope import own


class AppointmentRow(NamedRow, Protocol):
    """An appointment, its dossier and its minor; `attente` is the state of the delay that awaits its
    outcome."""

    dossier_id: int
    jeune_id: int
    n: int
    kind: str
    le: date
    heure: str
    lieu: str
    issue: str | None
    attente: str | None
    conseiller: str
    aussi: str | None  # of two representatives who must not meet, the other's hour
    aussi_avec: int | None  # and number


_d, _r, _e, _j, _n = m.dossier.c, m.rendez_vous.c, m.echeance.c, m.jeune.c, m.journal.c
_APPOINTMENTS = (
    select(
        _r.dossier_id, _d.jeune_id, _r.n, _r.etape.label("kind"), _r.le, _r.heure, _r.lieu, _r.issue,
        _e.etat.label("attente"), _d.reference,
        receiver(_r.dossier_id, _r.n, _d.conseiller).label("conseiller"), _j.nom, _j.prenom,
        _n.donnees["demande", "aussi"].as_string().label("aussi"),
        _n.donnees["demande", "aussi_avec"].as_integer().label("aussi_avec"),
    )
    .join(m.journal, (_n.dossier_id == _r.dossier_id) & (_n.n == _r.n))
    .join(m.dossier, _d.id == _r.dossier_id)
    .join(m.jeune, _j.id == _d.jeune_id)
    .outerjoin(
        m.echeance, (_e.dossier_id == _r.dossier_id) & (_e.ouverte_par == _r.n) & (_e.slug == "issue")
    )
)  # fmt: skip


def appointments_between(connection: Connection, first: date, last: date) -> Sequence[AppointmentRow]:
    """Return the appointments of these days, both included, in the order of the hours."""
    question = _APPOINTMENTS.where(*own(connection, m.dossier), _r.le.between(first, last))
    return connection.execute(question.order_by(_r.le, _r.heure, _d.reference, _r.n)).all()


def appointments_of_those(connection: Connection, first: date, last: date) -> Sequence[AppointmentRow]:
    """Return every appointment, whatever its day, of the dossiers that have one in these days: a move is a
    chain."""
    met = select(_r.dossier_id).where(_r.le.between(first, last))
    question = _APPOINTMENTS.where(*own(connection, m.dossier), _r.dossier_id.in_(met))
    return connection.execute(question.order_by(_d.reference, _r.n)).all()


def counsellors(connection: Connection) -> Sequence[str]:
    """Return the counsellors who hold an open dossier."""
    question = select(_d.conseiller).where(*own(connection, m.dossier), _d.clos_le.is_(None)).distinct()
    return connection.execute(question.order_by(_d.conseiller)).scalars().all()


def births(connection: Connection, references: Sequence[str]) -> dict[str, date]:
    """Return when the minors of these dossiers were born."""
    last_days: dict[str, date] = {}
    for start in range(0, len(references), _AT_ONCE):
        some = references[start : start + _AT_ONCE]
        question = select(_d.reference, _j.naissance).join(m.jeune, _j.id == _d.jeune_id)
        restricted = question.where(*own(connection, m.dossier), _d.reference.in_(some))
        last_days.update((row.reference, row.naissance) for row in connection.execute(restricted))
    return last_days


_AT_ONCE = 500  # values of one question: SQLite once took 999
