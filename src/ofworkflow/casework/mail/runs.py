"""Print runs: what is ready in one file, in envelope order, sealed letter by letter.

Everything is made first, in a folder of its own; then one transaction seals the letters, binds them and marks
them printed, and the file takes its place. Killed before its commit, a run has done nothing, and no file
bears its number; killed before its file took its place, it is not finished, and the next one finishes it from
the seals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.lines import run_name as run_name
from ofworkflow.casework.dossier.locking import hold_letters
from ofworkflow.casework.dossier.opened import INTERNAL, letter_id
from ofworkflow.casework.mail.drafts import NotMade
from ofworkflow.casework.mail.letters.subject import LetterSubject, Press
from ofworkflow.casework.mail.postable import kept_back
from ofworkflow.casework.mail.sealing import AGAIN, follow, keep_seal
from ofworkflow.casework.mail.sheets import AT_ONCE as AT_ONCE
from ofworkflow.casework.mail.sheets import (
    Progress,
    RunBatch,
    RunSheet,
    make_sheets,
)
from ofworkflow.casework.mail.slips import run_number as run_number
from ofworkflow.casework.mail.slips import slip_of_registered as slip_of_registered
from ofworkflow.casework.mail.slips import slips_of
from ofworkflow.casework.mail.subjects import says, subjects_of
from ofworkflow.casework.mail.together import in_envelope_order
from ofworkflow.errors import LetterError, RefusedError, UsageError, WriteError
from ofworkflow.files import Destination, make_folder, relative, tighten, why_not, within
from ofworkflow.letters.binding import bind
from ofworkflow.letters.workshop import Workshop
from ofworkflow.procedure.vocabulary import Act, LetterState
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.scope import own
from ofworkflow.workbench import Bench, workbench

AT_MOST = 1000
"""Letters in one run: what a person puts into envelopes, what a printer takes, what a transaction seals at
once."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run that was printed: its number, its file, its letters, how many envelopes, pages, and records that
    stay in the dossier; and what could not be made."""

    name: str
    path: Path
    letters: tuple[int, ...]
    envelopes: int
    pages: int
    filed: int = 0
    failed: tuple[NotMade, ...] = ()


class _AllStoppedError(RefusedError):
    """No letter of a run may leave any more."""


def print_waiting(
    database: Database, press: Press, desk: Desk, *,
    output: Destination | None, duplex: bool, progress: Progress, at_most: int = AT_MOST,
    only: Sequence[int] | None = None, together: bool = False,
) -> tuple[Run | None, tuple[NotMade, ...]]:  # fmt: skip
    """Print what is ready, `at_most` letters, or these ones `only`; return the run, `None` when nothing could
    be printed, and what failed. `together`: what goes to one person at one address is in one envelope.

    Raise `LetterError` when the folder does not take the files: nothing is then marked printed.
    """
    with _bench(press) as bench:
        with database.reading() as connection:
            which = _ready() if only is None else [*_ready(), m.courrier.c.id.in_(only)]
            ready = _leaving(subjects_of(connection, press, which, limit=at_most), desk)
        # the night's draft of a notice is left out: nobody signed it
        signed = [s for s in ready if s.entry.act is not Act.PREPARER_TRANSMISSION]
        stopped = _stopped(signed)
        waiting = in_envelope_order(s for s in signed if s.letter.id not in stopped)
        with closing(Workshop(len(waiting))) as shop:
            batch = make_sheets(waiting, bench, shop, progress)
            batch.together = together
            batch.failed += stopped.values()
            run = _bind(database, press, desk, batch, bench, shop, output, duplex) if waiting else None
        return run, tuple(batch.failed)


def finish_runs(database: Database, press: Press) -> tuple[Run, ...]:
    """Give their file to the runs of a program that died before it took its place; return those that were
    made again.

    The letters are sealed and marked printed: they come from their seals, without the slip. Raise
    `LetterError`.
    """
    t, finished = m.tirage.c, []
    with database.reading() as connection:
        left = connection.execute(
            select(m.tirage).where(*own(connection, m.tirage), t.fini_a.is_(None)).order_by(t.id)
        ).all()
    for row in left:
        place = Destination(press.folder / row.fichier, replaces=False, via=press.folder)
        if not place.path.exists():
            # all of them stopped since: there is nothing to print, and nothing left to finish
            with suppress(_AllStoppedError), _bench(press) as bench, database.reading() as connection:
                finished.append(
                    _from_seals(
                        connection, press, run_name(row.id), row.id, None, bench, place, row.recto_verso
                    )
                )
        _note_finished(database, row.id)
    return tuple(finished)


def _note_finished(database: Database, number: int) -> None:
    t = m.tirage.c
    database.write(lambda c: c.execute(update(m.tirage).where(t.id == number).values(fini_a=t.enregistre_a)))


def print_again(
    connection: Connection,
    press: Press,
    desk: Desk,
    number: int,
    *,
    sheet: int | None,
    output: Destination | None,
    duplex: bool,
) -> Run:
    """Print a run again, or one of its letters, from the sealed bytes; it is noted.

    A letter that must not leave any more is left out, and said. Raise `RefusedError` when all of them are,
    `UsageError`, `LetterError`.
    """
    f = m.feuille.c
    hold_letters(
        connection, list(connection.execute(select(f.courrier_id).where(f.tirage_id == number)).scalars())
    )
    name = run_name(number) if sheet is None else f"{run_name(number)}_{letter_id(sheet)}"
    place = output or _own_place(press, f"{name}_bis.pdf")
    with _bench(press) as bench:
        run = _from_seals(connection, press, name, number, sheet, bench, place, duplex)
    follow(connection, list(run.letters), AGAIN, desk.today, desk, tirage_id=number)
    return run


def _from_seals(
    connection: Connection,
    press: Press,
    name: str,
    number: int,
    sheet: int | None,
    bench: Bench,
    place: Destination,
    duplex: bool,
) -> Run:
    """Bind the sealed letters of a run, or one of them, but those that must not leave any more."""
    question = (
        select(m.feuille.c.courrier_id, m.scelle.c.pdf)
        .join(m.courrier, m.courrier.c.id == m.feuille.c.courrier_id)
        .join(m.scelle, m.scelle.c.sha256 == m.courrier.c.sha256)
        .where(*own(connection, m.courrier), m.feuille.c.tirage_id == number)
        .order_by(m.feuille.c.rang)
    )
    rows = connection.execute(
        question if sheet is None else question.where(m.feuille.c.courrier_id == sheet)
    ).all()
    if not rows:
        what = f"Le lot {run_name(number)}" + (
            f" ne contient pas {letter_id(sheet)}" if sheet is not None else " n'existe pas"
        )
        raise UsageError(f"{what}. Voyez les lots (of courriers tirages).")
    stopped = _stopped(
        subjects_of(connection, press, [m.courrier.c.id.in_([row.courrier_id for row in rows])])
    )
    rows = [row for row in rows if row.courrier_id not in stopped]
    if not rows:
        raise _AllStoppedError(" ".join(each.reason for each in stopped.values()))
    parts = [bench.put(f"{letter_id(row.courrier_id)}.pdf", row.pdf) for row in rows]
    with place.opened() as file:
        pages = bind(parts, file, duplex=duplex)
    letters = tuple(row.courrier_id for row in rows)
    return Run(name, place.path, letters, len(letters), sum(pages), failed=tuple(stopped.values()))


@contextmanager
def _bench(press: Press) -> Iterator[Bench]:
    """Give a bench in the letters' folder; what cannot be written is said with what it means for the run."""
    try:
        make_folder(press.folder)
        tighten(press.folder)
        with workbench(press.folder) as bench:
            yield bench
    except (OSError, WriteError) as error:
        cause = (
            str(error)  # it says what to do already
            if isinstance(error, WriteError)
            else f"{press.folder} : {why_not(error)}. Faites de la place ou changez de dossier (--sortie)."
        )
        raise LetterError(
            f"Les fichiers du tirage n'ont pas pu être écrits : rien n'est marqué imprimé. {cause}"
        ) from error


def _own_place(press: Press, name: str) -> Destination:
    return Destination(within(press.folder, name), via=press.folder)


def _leaving(subjects: Iterable[LetterSubject], desk: Desk) -> list[LetterSubject]:
    """Return what letters speak of on the day of the run, which seals them."""
    return [replace(subject, leaves_on=desk.today) for subject in subjects]


def _stopped(subjects: Iterable[LetterSubject]) -> dict[int, NotMade]:
    return {
        s.letter.id: NotMade(s.letter.id, s.opened.reference, why) for s in subjects if (why := kept_back(s))
    }


def _ready() -> list[ColumnElement[bool]]:
    return [
        m.courrier.c.etat.in_([str(LetterState.A_PRODUIRE), str(LetterState.PREPARE)]),
        m.courrier.c.sha256.is_(None),
    ]


def _bind(
    database: Database, press: Press, desk: Desk, batch: RunBatch, bench: Bench, shop: Workshop,
    output: Destination | None, duplex: bool,
) -> Run | None:  # fmt: skip
    """Seal and bind; the file takes its place once that is committed: no paper exists whose letters would
    be printed again."""
    run = None
    try:
        with ExitStack() as after_commit:
            run = _seal(database, press, desk, batch, bench, shop, output, duplex, after_commit)
    except (WriteError, UsageError) as error:
        if run is None:
            raise
        raise LetterError(
            f"Le lot {run.name} est scellé, mais son fichier n'a pas pris sa place : {error} Puis : of "
            "courriers imprimer, "
            "qui le refera depuis ses scellés."
        ) from error
    if run is not None:
        _note_finished(database, run_number(run.name))
    return run


def _seal(
    database: Database, press: Press, desk: Desk, batch: RunBatch, bench: Bench, shop: Workshop,
    output: Destination | None, duplex: bool, after_commit: ExitStack,
) -> Run | None:  # fmt: skip
    def unit(connection: Connection) -> tuple[Run | None, list[NotMade]]:
        tried = RunBatch([*batch.sheets], [*batch.failed], batch.together)
        with ExitStack() as attempt:  # the file of an attempt that is undone goes with it
            run = _seal_in(connection, press, desk, tried, bench, shop, output, duplex, attempt)
            after_commit.push(attempt.pop_all())
        return run, tried.failed

    run, batch.failed = database.write(unit)
    return run


def _seal_in(
    connection: Connection, press: Press, desk: Desk, batch: RunBatch, bench: Bench, shop: Workshop,
    output: Destination | None, duplex: bool, after_commit: ExitStack,
) -> Run | None:  # fmt: skip
    held = _still_waiting(connection, press, [s.subject.letter.id for s in batch.sheets])
    now = {subject.letter.id: subject for subject in _leaving(held.values(), desk)}
    sheets = _as_now(batch, now, bench, shop)
    _note_failures(connection, batch.failed)
    if not sheets:
        return None
    made_on = {
        "structure": desk.structure,
        "cree_le": desk.today,
        "recto_verso": duplex,
        "auteur": desk.author,
        "enregistre_a": desk.now,
    }
    number = connection.execute(insert(m.tirage).values(made_on).returning(m.tirage.c.id)).scalar_one()
    slips_wanted = slips_of(
        press,
        desk,
        run_name(number),
        [(x.subject, x.pages) for x in sheets],
        failed=batch.failed,
        together=batch.together,
    )
    slips = []
    for i, made in enumerate(shop.compile(press.renderer.prepare(slip) for slip in slips_wanted)):
        if isinstance(made, LetterError):
            raise made
        slips.append(bench.put(f"bordereau{i}.pdf", made[0]))
    shop.close()
    place = output or _own_place(press, f"{run_name(number)}.pdf")
    file = after_commit.enter_context(place.opened())
    pages = bind([*slips, *(s.path for s in sheets)], file, duplex=duplex)
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
    connection.execute(
        update(m.tirage).where(m.tirage.c.id == number).values(fichier=relative(press.folder, place.path))
    )
    _mark_printed(connection, sheets, number)
    follow(connection, numbers, str(LetterState.IMPRIME), desk.today, desk, tirage_id=number)
    filed = sum(sheet.subject.letter.role == INTERNAL for sheet in sheets)  # each a line of the slip
    envelopes = sum(len(slip.plis) for slip in slips_wanted) - filed
    return Run(run_name(number), place.path, tuple(numbers), envelopes, sum(pages), filed)


def _still_waiting(connection: Connection, press: Press, numbers: Sequence[int]) -> dict[int, LetterSubject]:
    """Hold the dossiers of these letters; return those that still wait, with what they speak of now."""
    return {s.letter.id: s for s in _held(connection, press, numbers, *_ready())}


def _held(
    connection: Connection, press: Press, numbers: Sequence[int], *where: ColumnElement[bool]
) -> list[LetterSubject]:
    hold_letters(connection, numbers)
    return subjects_of(connection, press, [m.courrier.c.id.in_(numbers), *where])


def _as_now(
    batch: RunBatch, now: Mapping[int, LetterSubject], bench: Bench, shop: Workshop
) -> list[RunSheet]:
    """Return the sheets of the letters that still wait, those that no longer say what is known made again."""
    stopped = _stopped(now.values())
    batch.failed += stopped.values()
    going = now.keys() - stopped.keys()
    kept = [
        s for s in batch.sheets if s.subject.letter.id in going
    ]  # cancelled, or printed by somebody else meanwhile
    stale = {s.subject.letter.id for s in kept if says(s.subject) != says(now[s.subject.letter.id])}
    if not stale:
        return kept
    again = make_sheets([now[number] for number in sorted(stale)], bench, shop, lambda done, total: None)
    batch.failed += again.failed
    made = {s.subject.letter.id: s for s in [*kept, *again.sheets]}  # the new one in the place of the old
    failed = stale - {s.subject.letter.id for s in again.sheets}
    order = in_envelope_order(s.subject for number, s in made.items() if number not in failed)
    return [made[subject.letter.id] for subject in order]


def _mark_printed(connection: Connection, sheets: Sequence[RunSheet], number: int) -> None:
    c = m.courrier.c
    statement = update(m.courrier).where(c.id == bindparam("b_id")).values(
        sha256=bindparam("b_sha256"), etat=str(LetterState.IMPRIME), tirage_id=number, erreur=None
    )  # fmt: skip
    connection.execute(statement, [{"b_id": s.subject.letter.id, "b_sha256": s.made.sha256} for s in sheets])


def _note_failures(connection: Connection, failed: Sequence[NotMade]) -> None:
    c = m.courrier.c
    for letter in failed:
        where = (c.id == letter.id, *_ready())  # cancelled, printed or posted meanwhile: left as it is
        connection.execute(
            update(m.courrier).where(*where).values(etat=str(LetterState.A_PRODUIRE), erreur=letter.reason)
        )
