"""A letter changed by hand: a copy goes out as a document, comes back, and is what will be sealed."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, delete, insert, select, update

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hold_letters, moved
from ofworkflow.casework.dossier.opened import letter_id
from ofworkflow.casework.mail.letters.subject import LetterSubject, Press, letter_context
from ofworkflow.casework.mail.postable import kept_back
from ofworkflow.casework.mail.sealing import CHANGED, follow
from ofworkflow.casework.mail.subjects import make, subject_of
from ofworkflow.errors import AlreadyNotedError, LetterError, RefusedError
from ofworkflow.letters.edited import from_docx
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import LetterState
from ofworkflow.storage import models as m


def editable_copy(connection: Connection, press: Press, number: int) -> bytes:
    """Return a letter as a document whose sentences can be changed; raise `RefusedError` once it is
    sealed."""
    subject = subject_of(connection, press, number)
    _refuse_sealed(subject)
    return press.renderer.editable(letter_context(subject), letter_id(number))


def take_back(
    connection: Connection, press: Press, number: int, name: str, content: bytes, desk: Desk
) -> str:
    """Keep the file that came back, and return its SHA-256; raise `LetterError` when no letter can be made of
    it.

    Raise `AlreadyNotedError` for the very file that was kept. A second file replaces the first: nothing has
    left yet.
    """
    hold_letters(connection, [number])
    subject = subject_of(connection, press, number)
    _refuse_sealed(subject)
    whose = refuse_unreadable(name, content)
    if whose not in ("", letter_id(number)):
        raise LetterError(
            f"{name} est la copie de {whose}, non de {letter_id(number)} : il n'est pas repris, pour ne pas "
            "écrire à une autre "
            f"famille. Tapez : of courriers reprendre {whose} {name}"
        )
    digest = hashlib.sha256(content).hexdigest()
    kept = connection.execute(select(m.retouche.c.sha256).where(m.retouche.c.courrier_id == number)).scalar()
    if kept == digest:
        raise AlreadyNotedError(
            f"Déjà repris : {letter_id(number)} partira de ce fichier ({name}). Rien n'a été écrit de plus."
        )
    connection.execute(delete(m.retouche).where(m.retouche.c.courrier_id == number))
    connection.execute(
        insert(m.retouche).values(
            courrier_id=number,
            fichier=name,
            contenu=content,
            sha256=digest,
            auteur=desk.author,
            enregistre_a=desk.now,
        )
    )
    try:
        make(subject_of(connection, press, number))
    except LetterError as error:
        raise LetterError(f"{name} n'est pas repris. {error}") from error
    connection.execute(
        update(m.courrier)
        .where(m.courrier.c.id == number)
        .values(etat=str(LetterState.A_PRODUIRE), erreur=None)
    )
    follow(connection, [number], CHANGED, desk.today, desk)
    moved(connection, [subject.letter.dossier_id])
    return digest


def refuse_unreadable(name: str, content: bytes) -> str:
    """Return the letter a document was made from; raise `LetterError` when no letter can be made of it,
    whichever it is."""
    try:
        return from_docx(content).courrier
    except LetterError as error:
        raise LetterError(f"{name} n'est pas repris. {error}") from error


def _refuse_sealed(subject: LetterSubject) -> None:
    letter = subject.letter
    if reason := kept_back(subject):
        raise RefusedError(f"{reason} Il ne se retouche plus.")
    if not letter.sha256:
        return
    when = f" depuis le {french_day(letter.poste_le)}" if letter.poste_le else ""
    raise RefusedError(
        f"Le courrier {letter_id(letter.id)} est {LetterState(letter.etat).label}{when} : il est scellé et "
        "ne se retouche plus. "
        "Si son contenu doit changer, faites l'acte qui le corrige (of voir dit lesquels sont possibles)."
    )
