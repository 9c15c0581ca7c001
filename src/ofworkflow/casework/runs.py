"""Print runs: what is ready in one file, in envelope order, sealed letter by letter.

Everything is made first, in a folder of its own; then one transaction seals the letters, binds them, puts the file in its place
and marks them printed. Killed before its end, a run has done nothing; after it, everything is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from ofworkflow.casework.desk import Desk
from ofworkflow.casework.dispatch import NotMade
from ofworkflow.casework.journal import INTERNAL, WAITING, letter_id
from ofworkflow.casework.letter_contexts import Press, Subject, letter_context
from ofworkflow.casework.sealing import AGAIN, follow, keep_seal
from ofworkflow.casework.subjects import job_of, subjects_of
from ofworkflow.errors import LetterError, OfWorkflowError, UsageError, WriteError
from ofworkflow.files import Destination, make_folder, relative, tighten, within
from ofworkflow.letters import contexts as ctx
from ofworkflow.letters.binding import bind
from ofworkflow.letters.page_reading import pages_of
from ofworkflow.letters.renderer import Job, ProducedLetter
from ofworkflow.letters.workshop import Workshop
from ofworkflow.procedure.vocabulary import Act, LetterState, PostMode
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.scope import own
from ofworkflow.text import fold
from ofworkflow.workbench import Bench, workbench

AT_MOST = 1000
"""Letters in one run: what a person puts into envelopes, what a printer takes, what a transaction seals at once."""

AT_ONCE = 200
"""Letters composed and laid out before the next ones are looked at."""

_LATIN_ENDS = 0x250

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Run:
    """A run that was printed: its number, its file, how many letters, envelopes and pages; and what could not be made."""

    name: str
    path: Path
    letters: tuple[int, ...]
    envelopes: int
    pages: int
    failed: tuple[NotMade, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A letter made: its bytes wait in a file, not in memory."""

    subject: Subject
    path: Path
    made: ProducedLetter
    pages: int


@dataclass(slots=True)
class _Batch:
    sheets: list[_Sheet] = field(default_factory=list)
    failed: list[NotMade] = field(default_factory=list)


def run_name(number: int) -> str:
    """Return « T0001 »."""
    return f"T{number:04d}"


def run_number(text: str) -> int:
    """Return the number of a run from « T0001 » or « 1 »; raise `UsageError`."""
    digits = text.strip().upper().removeprefix("T")
    if not re.fullmatch("[0-9]{1,9}", digits):  # a database counts no further
        raise UsageError(f"« {text} » n'est pas un lot d'impression. Écrivez-le comme T0001 (of courriers tirages les liste).")
    return int(digits)


def print_waiting(
    database: Database, press: Press, desk: Desk, *,
    output: Destination | None, duplex: bool, progress: Progress, at_most: int = AT_MOST,
) -> tuple[Run | None, tuple[NotMade, ...]]:  # fmt: skip
    """Print what is ready, `at_most` letters; return the run, `None` when nothing could be printed, and what failed.

    Raise `LetterError` when the folder does not take the files: nothing is then marked printed.
    """
    with _bench(press) as bench:
        with database.reading() as connection:
            ready = subjects_of(connection, press, _ready(), limit=at_most)
        # the night's draft of a notice is left out: nobody signed it
        waiting = sorted((s for s in ready if s.entry.act is not Act.PREPARER_TRANSMISSION), key=_envelope_order)
        with closing(Workshop(len(waiting))) as shop:
            batch = _make(waiting, bench, shop, progress)
            _note_failures(database, batch.failed)
            run = _bind(database, press, desk, batch, bench, shop, output, duplex) if batch.sheets else None
        return run, tuple(batch.failed)


def print_again(
    connection: Connection, press: Press, desk: Desk, number: int, *, sheet: int | None, output: Destination | None, duplex: bool
) -> Run:
    """Print a run again, or one of its letters, from the sealed bytes; it is noted. Raise `UsageError`, `LetterError`."""
    question = (
        select(m.feuille.c.courrier_id, m.scelle.c.pdf)
        .join(m.courrier, m.courrier.c.id == m.feuille.c.courrier_id)
        .join(m.scelle, m.scelle.c.sha256 == m.courrier.c.sha256)
        .where(*own(connection, m.courrier), m.feuille.c.tirage_id == number)
        .order_by(m.feuille.c.rang)
    )
    rows = connection.execute(question if sheet is None else question.where(m.feuille.c.courrier_id == sheet)).all()
    if not rows:
        what = f"Le lot {run_name(number)}" + (f" ne contient pas {letter_id(sheet)}" if sheet is not None else " n'existe pas")
        raise UsageError(f"{what}. Voyez les lots (of courriers tirages).")
    numbers = tuple(row.courrier_id for row in rows)
    name = run_name(number) if sheet is None else f"{run_name(number)}_{letter_id(sheet)}"
    place = output or _own_place(press, f"{name}_bis.pdf")
    with _bench(press) as bench:
        parts = [bench.put(f"{letter_id(row.courrier_id)}.pdf", row.pdf) for row in rows]
        pages = _bound(parts, place, duplex)
    follow(connection, list(numbers), AGAIN, desk.today, desk, tirage_id=number)
    return Run(name, place.path, numbers, len(numbers), sum(pages))


def slip_of_registered(connection: Connection, press: Press, desk: Desk, number: int) -> ProducedLetter:
    """Return the slip of the registered items of a run, with their numbers; raise `UsageError` where it has none."""
    c = m.courrier.c
    where = [c.tirage_id == number, c.mode == str(PostMode.RECOMMANDE)]
    subjects = {s.letter.id: s for s in subjects_of(connection, press, where)}
    if not subjects:
        raise UsageError(f"Le lot {run_name(number)} n'a aucun recommandé posté. Notez l'envoi (of courriers poster).")
    order = connection.execute(select(m.feuille).where(m.feuille.c.tirage_id == number).order_by(m.feuille.c.rang)).all()
    rows = [(subjects[row.courrier_id], row.pages) for row in order if row.courrier_id in subjects]
    return press.renderer.render(_slips(press, desk, run_name(number), rows, registered=True, at_most=len(rows))[0])


@contextmanager
def _bench(press: Press) -> Iterator[Bench]:
    """Give a bench in the letters' folder; what cannot be written is said with what it means for the run."""
    try:
        make_folder(press.folder)
        tighten(press.folder)
        with workbench(press.folder) as bench:
            yield bench
    except (OSError, WriteError) as error:
        said = str(error) if isinstance(error, WriteError) else f"{error.filename or press.folder} : {error.strerror}."
        raise LetterError(
            f"Les fichiers du tirage n'ont pas pu être écrits : rien n'est marqué imprimé. {said} "
            "Faites de la place ou changez de dossier (--sortie), puis recommencez."
        ) from error


def _own_place(press: Press, name: str) -> Destination:
    return Destination(within(press.folder, name), via=press.folder)


def _make(waiting: Sequence[Subject], bench: Bench, shop: Workshop, progress: Progress) -> _Batch:
    batch = _Batch()
    for start in range(0, len(waiting), AT_ONCE):
        composed: list[tuple[Subject, Job]] = []
        # composed here while the letters before are laid out there
        results = shop.compile(_noted(_composed(waiting[start : start + AT_ONCE], batch.failed), composed))
        for i, result in enumerate(results):
            subject, job = composed[i]
            if isinstance(result, LetterError):
                batch.failed.append(_not_made(subject, result))
                continue
            path = bench.put(f"{letter_id(subject.letter.id)}.pdf", result[0])
            batch.sheets.append(_Sheet(subject, path, replace(job.made_of(*result), pdf=b""), pages_of(result[0])))
        progress(min(start + AT_ONCE, len(waiting)), len(waiting))
    return batch


def _noted(pairs: Iterable[tuple[Subject, Job]], seen: list[tuple[Subject, Job]]) -> Iterator[Job]:
    for pair in pairs:
        seen.append(pair)
        yield pair[1]


def _composed(subjects: Iterable[Subject], failed: list[NotMade]) -> Iterator[tuple[Subject, Job]]:
    for subject in subjects:
        try:
            yield subject, job_of(subject)
        except OfWorkflowError as error:
            failed.append(_not_made(subject, error))


def _not_made(subject: Subject, error: OfWorkflowError) -> NotMade:
    return NotMade(subject.letter.id, subject.opened.reference, str(error))


def _ready() -> list[Any]:
    return [m.courrier.c.etat.in_([str(LetterState.A_PRODUIRE), str(LetterState.PREPARE)]), m.courrier.c.sha256.is_(None)]


def _envelope_order(subject: Subject) -> tuple[Any, ...]:
    """Household by household: brothers and sisters follow each other, and an envelope's letters are together."""
    letter = subject.letter
    *street, town = letter_context(subject).destinataire.adresse or ("",)
    place = (fold(town), fold(*street))
    return (letter.role == INTERNAL, *place, letter.dossier_id, letter.acte_n, letter.pli, letter.role == "jeune", letter.id)


def _bind(
    database: Database, press: Press, desk: Desk, batch: _Batch, bench: Bench, shop: Workshop,
    output: Destination | None, duplex: bool,
) -> Run | None:  # fmt: skip
    with database.writing() as connection:
        still = _still_waiting(connection, [s.subject.letter.id for s in batch.sheets])
        sheets = [s for s in batch.sheets if s.subject.letter.id in still]  # cancelled, or printed by somebody else meanwhile
        if not sheets:
            return None
        made_on = {
            "structure": desk.structure,
            "cree_le": desk.today,
            "recto_verso": duplex,
            "auteur": desk.author,
            "enregistre_a": desk.now,
            "fini_a": desk.now,
        }
        number = connection.execute(insert(m.tirage).values(made_on).returning(m.tirage.c.id)).scalar_one()
        told = _slips(press, desk, run_name(number), [(x.subject, x.pages) for x in sheets], failed=batch.failed)
        slips = []
        for i, made in enumerate(shop.compile(press.renderer.prepare(slip) for slip in told)):
            if isinstance(made, LetterError):
                raise made
            slips.append(bench.put(f"bordereau{i}.pdf", made[0]))
        shop.close()
        place = output or _own_place(press, f"{run_name(number)}.pdf")
        pages = _bound([*slips, *(s.path for s in sheets)], place, duplex)
        numbers = [s.subject.letter.id for s in sheets]
        for sheet in sheets:
            keep_seal(connection, replace(sheet.made, pdf=sheet.path.read_bytes()), desk)
        connection.execute(
            insert(m.feuille),
            [
                {"tirage_id": number, "rang": rank, "courrier_id": letter, "pages": count}
                for rank, (letter, count) in enumerate(zip(numbers, pages[len(slips) :], strict=True), start=1)
            ],
        )
        connection.execute(update(m.tirage).where(m.tirage.c.id == number).values(fichier=relative(press.folder, place.path)))
        _mark_printed(connection, sheets, number)
        follow(connection, numbers, str(LetterState.IMPRIME), desk.today, desk, tirage_id=number)
    return Run(run_name(number), place.path, tuple(numbers), sum(len(slip.plis) for slip in told), sum(pages))


def _still_waiting(connection: Connection, numbers: Sequence[int]) -> set[int]:
    c = m.courrier.c
    question = select(c.id).where(c.id.in_(numbers), c.etat.in_(WAITING), c.sha256.is_(None)).with_for_update()
    return set(connection.execute(question).scalars())


def _mark_printed(connection: Connection, sheets: Sequence[_Sheet], number: int) -> None:
    c = m.courrier.c
    statement = update(m.courrier).where(c.id == bindparam("b_id")).values(
        sha256=bindparam("b_sha256"), etat=str(LetterState.IMPRIME), tirage_id=number, erreur=None
    )  # fmt: skip
    connection.execute(statement, [{"b_id": s.subject.letter.id, "b_sha256": s.made.sha256} for s in sheets])


def _bound(parts: Sequence[Path], place: Destination, duplex: bool) -> list[int]:
    """Bind into a file that is whole in its place, or not there."""
    with place.opened() as file:
        return bind(parts, file, duplex=duplex)


def _slips(
    press: Press, desk: Desk, name: str, rows: Sequence[tuple[Subject, int]], *,
    registered: bool = False, failed: Sequence[NotMade] = (), at_most: int = 60,
) -> list[ctx.Bordereau]:  # fmt: skip
    """Return the slip, in leaves of that many envelopes: a table of a thousand lines is heavy to lay out, and to read."""
    grouped: dict[tuple[int, int, int], list[tuple[Subject, int]]] = {}
    for subject, pages in rows:
        letter = subject.letter
        grouped.setdefault((letter.dossier_id, letter.acte_n, letter.pli), []).append((subject, pages))
    plis = tuple(_envelope(rank, group) for rank, group in enumerate(grouped.values(), start=1))
    leaves = [plis[start : start + at_most] for start in range(0, len(plis), at_most)]
    return [
        ctx.Bordereau(
            reference=name, le=desk.today, destinataire=ctx.Destinataire("interne", "", "", "", "", (), ""),
            conseiller=press.conseiller, maison=press.maison, plis=leaf, courriers=len(rows),
            pages=sum(pages for _, pages in rows), recommandes=registered,
            feuillet=f"{i} sur {len(leaves)}" if len(leaves) > 1 else "",
            echecs=tuple(f"{letter_id(f.id)} ({f.reference}) : {_printable(f.reason)}" for f in failed) if i == 1 else (),
        )
        for i, leaf in enumerate(leaves, start=1)
    ]  # fmt: skip


def _printable(reason: str) -> str:
    # the reason may quote the very character that no font has
    return "".join(c if ord(c) < _LATIN_ENDS or c in "’«»–…" else "?" for c in reason)


def _envelope(rank: int, group: Sequence[tuple[Subject, int]]) -> ctx.Pli:
    first = group[0][0].letter
    to = letter_context(group[0][0]).destinataire
    return ctx.Pli(
        rank, first.destinataire, to.adresse[-1] if to.adresse else "", group[0][0].opened.reference,
        ", ".join(letter_id(s.letter.id) for s, _ in group), sum(pages for _, pages in group),
        PostMode(first.mode).label if first.mode else "", first.numero or "",
    )  # fmt: skip


def _note_failures(database: Database, failed: Sequence[NotMade]) -> None:
    if not failed:
        return
    with database.writing() as connection:
        for letter in failed:
            c = m.courrier.c
            where = (c.id == letter.id, c.etat.in_(WAITING))
            connection.execute(update(m.courrier).where(*where).values(etat=str(LetterState.A_PRODUIRE), erreur=letter.reason))
