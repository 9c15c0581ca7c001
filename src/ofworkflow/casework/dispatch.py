"""Letters from « à produire » to sealed and posted.

Order of effects: the act and its letters' rows are committed together; drafts are made after; a failure leaves the letter « à
produire » with its reason, and the night tries again. What is posted is sealed in the same transaction as its journal entry:
there is no posted letter without its bytes, nor the other way round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from ofworkflow.casework.acts import Done, perform
from ofworkflow.casework.desk import Desk
from ofworkflow.casework.journal import WAITING, letter_id, read
from ofworkflow.casework.letter_contexts import Press, Subject, letter_context
from ofworkflow.casework.persons import persons_of
from ofworkflow.errors import LetterError, OfWorkflowError, RefusedError, UsageError
from ofworkflow.letters import contexts as ctx
from ofworkflow.letters.renderer import ProducedLetter
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.requests import Poster
from ofworkflow.procedure.vocabulary import Act, ContactNature, ContactResult, LetterState, Model, PostMode, Source
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

BATCH = 100


@dataclass(frozen=True, slots=True)
class Made:
    """A draft that was written."""

    id: int
    modele: Model
    destinataire: str
    path: Path


@dataclass(frozen=True, slots=True)
class NotMade:
    """A letter that could not be made, and why; it stays « à produire »."""

    id: int
    reference: str
    reason: str


def produce_waiting(database: Database, press: Press, *, dossier_id: int | None = None) -> tuple[list[Made], list[NotMade]]:
    """Make every draft « à produire » (of one dossier, or all), batch by batch; nothing is lost when one fails."""
    _withdraw_drafts(database, dossier_id)
    made: list[Made] = []
    failed: list[NotMade] = []
    after = 0
    while True:
        c = m.courrier.c
        where = [c.etat == str(LetterState.A_PRODUIRE), c.id > after]
        where += [c.dossier_id == dossier_id] if dossier_id is not None else []
        with database.reading() as connection:
            subjects = _subjects(connection, press, where, limit=BATCH)
        if not subjects:
            return made, failed
        after = max(subject.letter.id for subject in subjects)
        results = [_draft(subject) for subject in subjects]
        made += [r for r in results if isinstance(r, Made)]
        failed += [r for r in results if isinstance(r, NotMade)]
        with database.writing() as connection:
            _note_results(connection, results)


def preview(connection: Connection, press: Press, number: int) -> ProducedLetter:
    """Return the letter as it stands: the sealed bytes if it left, else a draft; raise `LetterError`, `UsageError`."""
    subject = _subject(connection, press, number)
    if subject.letter.sha256:
        row = connection.execute(select(m.scelle).where(m.scelle.c.sha256 == subject.letter.sha256)).one()
        return ProducedLetter(row.modele, row.pdf, row.sha256, row.version_modele, row.donnees)
    return press.renderer.render(letter_context(subject))


def post(
    connection: Connection, press: Press, numbers: Sequence[int], *, done_on: date, mode: PostMode, number: str, desk: Desk
) -> list[Done]:
    """Seal these letters and record that they left the house on `done_on`, all or none.

    Raise `RefusedError` for a letter that already left or was cancelled, `LetterError` when one cannot be made.
    """
    by_act: dict[tuple[int, int], list[Subject]] = defaultdict(list)
    for subject in _subjects(connection, press, [m.courrier.c.id.in_(numbers)]):
        _check_postable(subject)
        by_act[subject.letter.dossier_id, subject.letter.acte_n].append(subject)
    missing = set(numbers) - {s.letter.id for subjects in by_act.values() for s in subjects}
    if missing:
        raise UsageError(f"Courrier inconnu : {', '.join(map(letter_id, sorted(missing)))}. Voyez la liste (of courriers).")
    done = []
    for (dossier_id, acte_n), subjects in by_act.items():
        for subject in subjects:
            _seal(connection, subject, done_on=done_on, mode=mode, number=number, desk=desk)
        request = Poster(acte_n, tuple(s.letter.id for s in subjects), mode, number)
        done.append(perform(connection, dossier_id, request, done_on=done_on, desk=desk))
    return done


def postable(connection: Connection, dossier_id: int) -> list[int]:
    """Return the letters of a dossier that wait for the post; not the draft of a notice, which nobody signed."""
    c, j = m.courrier.c, m.journal.c
    signed = (j.dossier_id == c.dossier_id) & (j.n == c.acte_n) & (j.acte != str(Act.PREPARER_TRANSMISSION))
    question = select(c.id).join(m.journal, signed).where(c.dossier_id == dossier_id, c.etat.in_(WAITING))
    return list(connection.execute(question.order_by(c.id)).scalars())


def letters_of_act(connection: Connection, dossier_id: int, acte_n: int) -> list[int]:
    """Return the letters of an act that wait for the post."""
    c = m.courrier.c
    where = (c.dossier_id == dossier_id, c.acte_n == acte_n, c.etat.in_(WAITING))
    return list(connection.execute(select(c.id).where(*where).order_by(c.id)).scalars())


def _check_postable(subject: Subject) -> None:
    letter, name = subject.letter, letter_id(subject.letter.id)
    state = LetterState(letter.etat)
    if state is LetterState.ANNULE:
        raise RefusedError(
            f"Le courrier {name} a été annulé : il ne doit pas partir. Voyez les courriers du dossier (of courriers)."
        )
    if state not in WAITING:
        raise RefusedError(
            f"Le courrier {name} est déjà {state.label}, le {french_day(letter.poste_le)} : il ne part pas deux fois."
        )
    if subject.entry.act is Act.PREPARER_TRANSMISSION:
        raise RefusedError(
            f"Le courrier {name} est le projet d'information du département : il n'est pas signé (la nuit prépare, une personne "
            f"signe). Signez-le d'abord : of transmettre {subject.opened.reference} --signataire NOM."
        )


def _seal(connection: Connection, subject: Subject, *, done_on: date, mode: PostMode, number: str, desk: Desk) -> None:
    letter = press_letter(subject)
    known = connection.execute(select(m.scelle.c.sha256).where(m.scelle.c.sha256 == letter.sha256)).scalar()
    if known is None:
        connection.execute(
            m.scelle.insert().values(
                sha256=letter.sha256, pdf=letter.pdf, modele=letter.modele, version_modele=letter.version_modele,
                donnees=letter.donnees, auteur=desk.author, enregistre_a=desk.now,
            )
        )  # fmt: skip
    state = LetterState.REMIS if mode is PostMode.MAIN_PROPRE else LetterState.POSTE
    path = _write_pdf(subject, letter)
    connection.execute(
        update(m.courrier)
        .where(m.courrier.c.id == subject.letter.id)
        .values(
            etat=str(state),
            sha256=letter.sha256,
            poste_le=done_on,
            mode=str(mode),
            numero=number or None,
            fichier=str(path),
            erreur=None,
        )
    )


def press_letter(subject: Subject) -> ProducedLetter:
    """Make one letter; raise `LetterError` naming it."""
    try:
        return subject.press.renderer.render(letter_context(subject))
    except LetterError as error:
        raise LetterError(f"Courrier {letter_id(subject.letter.id)} du dossier {subject.opened.reference} : {error}") from error


def _draft(subject: Subject) -> Made | NotMade:
    letter = subject.letter
    try:
        path = _write_pdf(subject, subject.press.renderer.render(letter_context(subject)))
    except OfWorkflowError as error:
        return NotMade(letter.id, subject.opened.reference, str(error))
    except OSError as error:
        reason = f"le dossier {subject.press.folder} n'accepte pas l'écriture ({error.strerror})"
        return NotMade(letter.id, subject.opened.reference, reason)
    return Made(letter.id, Model(letter.modele), letter.destinataire, path)


def _write_pdf(subject: Subject, letter: ProducedLetter) -> Path:
    """Write the file whole or not at all."""
    folder = subject.press.folder / subject.opened.reference
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{letter_id(subject.letter.id)}_{letter.modele}.pdf"
    partial = path.with_suffix(".partiel")
    partial.write_bytes(letter.pdf)
    partial.replace(path)
    return path


def _withdraw_drafts(database: Database, dossier_id: int | None) -> None:
    """Remove the files of drafts that were cancelled, so that nobody prints them by mistake."""
    c = m.courrier.c
    where = [c.etat == str(LetterState.ANNULE), c.fichier.is_not(None)]
    where += [c.dossier_id == dossier_id] if dossier_id is not None else []
    with database.reading() as connection:
        rows = connection.execute(select(c.id, c.fichier).where(*where)).all()
    if not rows:
        return
    for row in rows:
        Path(row.fichier).unlink(missing_ok=True)
    with database.writing() as connection:
        connection.execute(update(m.courrier).where(c.id.in_([row.id for row in rows])).values(fichier=None))


def _note_results(connection: Connection, results: Sequence[Made | NotMade]) -> None:
    for result in results:
        values = (
            {"etat": str(LetterState.PREPARE), "fichier": str(result.path), "erreur": None}
            if isinstance(result, Made)
            else {"erreur": result.reason}
        )
        still = m.courrier.c.etat == str(LetterState.A_PRODUIRE)  # cancelled or posted meanwhile: left as it is
        connection.execute(update(m.courrier).where(m.courrier.c.id == result.id, still).values(**values))


def _subject(connection: Connection, press: Press, number: int) -> Subject:
    found = _subjects(connection, press, [m.courrier.c.id == number])
    if not found:
        raise UsageError(f"Courrier inconnu : {letter_id(number)}. Voyez la liste (of courriers).")
    return found[0]


def _subjects(
    connection: Connection, press: Press, where: Sequence[ColumnElement[bool]], *, limit: int | None = None
) -> list[Subject]:
    """Gather what letters need, in as many questions for a hundred of them as for one."""
    letters = connection.execute(select(m.courrier).where(*where).order_by(m.courrier.c.id).limit(limit)).all()
    ids = sorted({letter.dossier_id for letter in letters})
    if not ids:
        return []
    opened = {o.id: o for o in read(connection, ids)}
    persons = persons_of(connection, [o.jeune_id for o in opened.values()])
    d = m.dossier.c
    rows = {r.id: r for r in connection.execute(select(d.id, d.source, d.signale_le).where(d.id.in_(ids)))}
    contacts: dict[int, list[ctx.Fait]] = defaultdict(list)
    for r in connection.execute(
        select(m.contact).where(m.contact.c.dossier_id.in_(ids)).order_by(m.contact.c.le, m.contact.c.id)
    ):
        what = f"Contact par {ContactNature(r.nature).label}" if r.nature != "autre" else "Contact"
        contacts[r.dossier_id].append(ctx.Fait(r.le, what, ContactResult(r.resultat).label))
    siblings: dict[int, list[Any]] = defaultdict(list)
    valid = m.courrier.c.etat != str(LetterState.ANNULE)
    for r in connection.execute(select(m.courrier).where(m.courrier.c.dossier_id.in_(ids), valid).order_by(m.courrier.c.id)):
        siblings[r.dossier_id].append(r)
    return [
        Subject(
            letter, opened[letter.dossier_id], persons[opened[letter.dossier_id].jeune_id],
            Source(rows[letter.dossier_id].source), rows[letter.dossier_id].signale_le, tuple(contacts[letter.dossier_id]),
            tuple(r for r in siblings[letter.dossier_id] if r.poste_le), _is_first(letter, siblings[letter.dossier_id]), press,
        )
        for letter in letters
    ]  # fmt: skip


def _is_first(letter: Any, siblings: Sequence[Any]) -> bool:
    same = [r.id for r in siblings if (r.role, r.representant_id) == (letter.role, letter.representant_id)]
    return not same or letter.id <= same[0]
