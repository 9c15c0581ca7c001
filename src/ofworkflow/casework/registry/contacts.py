"""Contacts: what was tried to reach the young person or the family. Facts beside the journal, never
edited."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, func, insert, select

from ofworkflow.casework.acts.repeats import refuse_repeated_contact
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import moved
from ofworkflow.errors import RefusedError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import ContactNature, ContactResult
from ofworkflow.storage import models as m
from ofworkflow.storage import queries


def record_contact(
    connection: Connection,
    dossier_id: int,
    *,
    nature: ContactNature,
    result: ContactResult,
    done_on: date,
    desk: Desk,
    note: str,
    again: bool = False,
) -> None:
    """Log a contact; raise `RefusedError` when it is dated in the future or before the report.

    Raise `AlreadyNotedError` for the very contact that was just logged, unless it is another one (`again`).
    """
    moved(connection, [dossier_id])  # which holds it: contacts are counted by acts, and told by letters
    reported_on = queries.dossier_row(connection, dossier_id).signale_le
    if done_on > desk.today:
        raise RefusedError(
            f"Le {french_day(done_on)} est dans le futur : notez le contact le jour où il a lieu, ou après."
        )
    if done_on < reported_on:
        raise RefusedError(
            f"Le {french_day(done_on)} précède le signalement du jeune, le {french_day(reported_on)} : "
            "vérifiez --le."
        )
    if not again:
        c = m.contact.c
        same = (
            c.dossier_id == dossier_id,
            c.le == done_on,
            c.nature == str(nature),
            c.resultat == str(result),
        )
        noted = connection.execute(select(m.contact).where(*same, func.coalesce(c.note, "") == note)).all()
        refuse_repeated_contact(noted, nature, done_on, desk)
    connection.execute(
        insert(m.contact).values(
            dossier_id=dossier_id,
            le=done_on,
            nature=str(nature),
            resultat=str(result),
            note=note or None,
            auteur=desk.author,
            enregistre_a=desk.now,
        )
    )
