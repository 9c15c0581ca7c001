"""Contacts: what was tried to reach the young person or the family. Facts beside the journal, never
edited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from ofworkflow.casework.acts.repeats import refuse_repeated_contact
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import moved
from ofworkflow.casework.dossier.opened import Opened, read
from ofworkflow.casework.dossier.persons import persons_of_one
from ofworkflow.errors import AlreadyNotedError, RefusedError, UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Act, Answering, ContactNature, ContactResult
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage import queries
from ofworkflow.storage.noted_words import add_notes


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
        stands = (func.coalesce(c.note, "") == note, c.annule_a.is_(None))
        noted = connection.execute(select(m.contact).where(*same, *stands)).all()
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
    add_notes(connection, [{"dossier_id": dossier_id, "note": note}])


@dataclass(frozen=True, slots=True)
class VoidedContact:
    """A contact that counts no more, and what was built upon it."""

    nature: ContactNature
    result: ContactResult
    on: date
    warnings: tuple[str, ...] = ()


def void_contact(
    connection: Connection, dossier_id: int, number: int, *, why: str, desk: Desk
) -> VoidedContact:
    """Void the contact of that number on the sheet (1: the first that was noted): it stays to be read, and
    counts no more.

    Raise `UsageError` for a number that is none, `AlreadyNotedError` for one voided already.
    """
    opened = read(connection, [dossier_id], lock=True)[0]
    moved(connection, [dossier_id])
    c = m.contact.c
    rows = connection.execute(select(m.contact).where(c.dossier_id == dossier_id).order_by(c.id)).all()
    if not 1 <= number <= len(rows):
        raise UsageError(
            f"Le dossier {opened.reference} n'a pas de contact n° {number} ; il en a {len(rows)} (of voir "
            f"{opened.reference})."
        )
    row = rows[number - 1]
    if row.annule_a is not None:
        raise AlreadyNotedError(
            f"Déjà noté : le contact n° {number} est annulé, par {row.annule_par} ({row.annule_motif})."
        )
    connection.execute(
        update(m.contact)
        .where(c.id == row.id)
        .values(annule_a=desk.now, annule_par=desk.author, annule_motif=why)
    )
    return VoidedContact(
        ContactNature(row.nature), ContactResult(row.resultat), row.le, tuple(_built_upon(opened, row.le))
    )


def _built_upon(opened: Opened, on: date) -> Iterator[str]:
    """Say what stands that such a contact may have been counted for."""
    case = opened.case
    for n, act in reversed(case.acts):
        if act is Act.CONSTATER_SILENCE and case.acts_on[n] >= on and n >= case.cycle:
            undo = (
                f"of annuler {opened.reference} --motif MOTIF"
                if case.last_act == (n, act)
                else f"of voir {opened.reference}"
            )
            yield (
                f"l'acte n° {n} constate un silence, qui comptait peut-être ce contact : vérifiez-le (of "
                f"pourquoi {opened.reference} {n}), et retirez-le s'il ne tient plus ({undo})"
            )
    if case.notice_left_on and case.notice_left_on >= on and case.notice:
        yield (
            f"l'information partie le {french_day(case.notice_left_on)} dit les contacts d'alors. Si "
            f"celui-ci y change quelque chose : of rectifier {opened.reference} --acte {case.notice[0]} "
            "--motif autre"
        )


def _check_answering(
    connection: Connection,
    dossier_id: int,
    result: ContactResult,
    who: Answering | None,
    representative: int | None,
) -> None:
    if who is not None and not result.reached:
        raise UsageError(
            f"Personne n'a répondu (« {result.label} ») : --qui ne va qu'avec --resultat joint, ou un autre "
            "où quelqu'un répond. Ôtez l'un, ou changez l'autre."
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
