"""Contacts: what was tried to reach the young person or the family. Facts beside the journal, never
edited."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, func, insert, select

from ofworkflow.casework.acts.repeats import refuse_repeated_contact
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import moved
from ofworkflow.casework.dossier.persons import persons_of_one
from ofworkflow.errors import RefusedError, UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Answering, ContactNature, ContactResult
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
    who: Answering | None = None,
    representative: int | None = None,
    again: bool = False,
) -> None:
    """Log a contact; raise `RefusedError` when it is dated in the future or before the report.

    `who` answered: raise `UsageError` where nobody did, or for a representative who is not known.
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
    _check_answering(connection, dossier_id, result, who, representative)
    if not again:
        c = m.contact.c
        same = (
            c.dossier_id == dossier_id,
            c.le == done_on,
            c.nature == str(nature),
            c.resultat == str(result),
            func.coalesce(c.qui, "") == (str(who) if who else ""),
            func.coalesce(c.representant, 0) == (representative or 0),
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
            qui=str(who) if who else None,
            representant=representative,
        )
    )


def _check_answering(
    connection: Connection,
    dossier_id: int,
    result: ContactResult,
    who: Answering | None,
    representative: int | None,
) -> None:
    if who is not None and result is not ContactResult.JOINT:
        raise UsageError(
            f"Personne n'a répondu (« {result.label} ») : --qui ne va qu'avec --resultat joint. "
            "Ôtez l'un, ou changez l'autre."
        )
    if representative is None:
        return
    if who is not Answering.REPRESENTANT:
        raise UsageError("--representant dit lequel a répondu : ajoutez --qui representant.")
    known = len(
        persons_of_one(connection, queries.dossier_row(connection, dossier_id).jeune_id).representants
    )
    if representative > known:
        raise UsageError(
            f"Le représentant n° {representative} n'existe pas : ce dossier en connaît {known}. "
            "Voyez la fiche (of voir), ou ajoutez-le (of modifier --ajouter-representant)."
        )
