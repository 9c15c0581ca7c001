"""The minors whom nobody represents: the rule of `procedure.addressees.holders`, asked of the whole base."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import Connection, and_, exists, func, not_, or_, select

from ofworkflow.procedure.addressees import GROUNDS, PARENTS
from ofworkflow.procedure.vocabulary import Authority, Stage
from ofworkflow.storage import models as m
from ofworkflow.storage.rows import NamedRow
from ofworkflow.storage.scope import own


class UnrepresentedRow(NamedRow, Protocol):
    """An open dossier whose minor nobody represents, and since when."""

    since: date


def unrepresented(connection: Connection, on: date) -> Sequence[UnrepresentedRow]:
    """Return the open dossiers of minors whom nobody represents on a day, emancipated ones left out; `since`
    when."""
    d, j, r = m.dossier.c, m.jeune.c, m.representant.c
    begun, over = or_(r.depuis_le.is_(None), r.depuis_le <= on), r.jusqu_au < on
    holds = r.autorite.in_([str(ground) for ground, gives in GROUNDS.items() if gives.holds])
    dead = r.autorite == str(Authority.DECEDE)
    parent = and_(r.qualite.in_([str(q) for q in PARENTS]), r.autorite != str(Authority.TITULAIRE))
    within = and_(begun, or_(r.jusqu_au.is_(None), ~over, dead))
    represents = or_(and_(within, holds), and_(not_(within), parent))
    lost_on = select(func.max(r.depuis_le)).where(r.jeune_id == j.id, r.depuis_le <= on).scalar_subquery()
    question = (
        select(d.reference, j.nom, j.prenom, func.coalesce(lost_on, d.ouvert_le).label("since"))
        .join(m.jeune, j.id == d.jeune_id)
        # an open dossier always has a next delay: its index holds them alone (`storage.indexes`)
        .where(
            *own(connection, m.dossier),
            d.clos_le.is_(None),
            d.prochaine_le.is_not(None),
            d.etape != str(Stage.ATTENTE),
        )
        .where(or_(j.emancipe_le.is_(None), j.emancipe_le > on))
        .where(~exists().where(r.jeune_id == j.id, represents))
    )
    return connection.execute(question.order_by(d.ouvert_le, d.reference)).all()
