"""Letters « à produire » made into drafts, and looked at.

Order of effects: the act and its letters' rows are committed together; drafts are made after; a failure
leaves the letter « à produire » with its reason, and the night tries again. A draft follows the data until it
is printed or posted.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path, PurePath

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select, update

from ofworkflow.casework.dossier.locking import hold, hurry
from ofworkflow.casework.dossier.opened import letter_id
from ofworkflow.casework.dossier.transactions import Transactions
from ofworkflow.casework.mail.letters.subject import LetterSubject, Press
from ofworkflow.casework.mail.postable import kept_back, staying
from ofworkflow.casework.mail.sealing import sealed_letter
from ofworkflow.casework.mail.subjects import job_of, make, subject_of, subjects_of
from ofworkflow.errors import OfWorkflowError, RefusedError, WriteError
from ofworkflow.files import Destination, make_folder, relative, remove, tighten, within
from ofworkflow.letters.renderer import ProducedLetter
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import LetterState
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.failures import BusyError
from ofworkflow.storage.rows import LetterRow
from ofworkflow.storage.scope import own
from ofworkflow.workbench import sweep

BATCH = 100
TRIES = 5

HELD = "le courrier, ou son dossier, est tenu par un autre programme"


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
    held: bool = False  # it could be made, and somebody else's program would not let it be noted

    @property
    def name(self) -> str:
        """« C000123 »."""
        return letter_id(self.id)


_Draft = tuple[LetterSubject, Made | NotMade]


def produce_waiting(
    database: Transactions, press: Press, *, dossier_id: int | None = None
) -> tuple[list[Made], list[NotMade]]:
    """Make every draft « à produire » (of one dossier, or all), batch by batch; nothing is lost when one
    fails."""
    if dossier_id is None:
        tighten(press.folder)
        sweep(press.folder)
    withdraw_drafts(database, press, dossier_id)
    made: list[Made] = []
    failed: list[NotMade] = []
    after, tries = 0, 0
    while True:
        c = m.courrier.c
        where = [c.etat == str(LetterState.A_PRODUIRE), c.id > after]
        where += [c.dossier_id == dossier_id] if dossier_id is not None else []
        with database.reading() as connection:
            subjects = subjects_of(connection, press, where, limit=BATCH)
        if not subjects:
            return made, failed
        stale, results = make_drafts(database, press, subjects)
        made += [r for r in results if isinstance(r, Made)]
        failed += [r for r in results if isinstance(r, NotMade)]
        # made again at once where somebody changed what they say; whoever changes it again and again leaves
        # them to the night
        tries = tries + 1 if stale else 0
        after = min(stale) - 1 if stale and tries < TRIES else max(subject.letter.id for subject in subjects)


def make_drafts(
    database: Transactions,
    press: Press,
    subjects: Sequence[LetterSubject],
    cancelled: Sequence[LetterRow] = (),
) -> tuple[set[int], list[Made | NotMade]]:
    """Make the drafts of these letters, then note what came of them; return those that somebody changed
    meanwhile, left alone.

    The files of the drafts that were cancelled, if any, are removed first.
    """
    gone = [row.id for row in cancelled if row.fichier and _is_withdrawn(press, row.fichier)]
    return _noted(database, press, [(subject, _draft(subject)) for subject in subjects], gone)


def _noted(
    database: Transactions, press: Press, drafts: Sequence[_Draft], gone: Sequence[int]
) -> tuple[set[int], list[Made | NotMade]]:
    """Note what became of these drafts; return the letters to be made again, and what became of the others.

    Where somebody else's program holds one of them, each is noted alone, and the night will come back to
    those that are held.
    """
    begun: list[None] = []

    def work(
        connection: Connection, some: Sequence[_Draft], *, hurried: bool
    ) -> tuple[set[int], list[Made | NotMade]]:
        begun.append(None)
        if hurried:
            hurry(connection)
            _forget_files(connection, gone=gone)
        stale = _withdraw_stale(connection, [subject for subject, _ in some])
        results = [result for subject, result in some if subject.letter.id not in stale]
        _note_results(connection, press, results, () if hurried else gone)
        return stale, results

    try:
        return database.write(lambda connection: work(connection, drafts, hurried=False))
    except BusyError:
        if not begun:
            raise  # the base itself is held
    stale, results = set[int](), list[Made | NotMade]()
    for draft in drafts:
        begun.clear()
        try:
            again, noted = database.write(lambda connection, one=draft: work(connection, [one], hurried=True))  # type: ignore[misc]
        except BusyError:
            if not begun:
                raise
            again, noted = set(), [_held(press, draft[0])]
        stale |= again
        results += noted
    return stale, results


def _held(press: Press, subject: LetterSubject) -> NotMade:
    letter = subject.letter
    if letter.fichier is None:  # nobody knows of the file: it would stay there if the letter were cancelled
        with suppress(OfWorkflowError):
            for suffix in (".pdf", ".ics"):
                remove(press.folder, _name(subject) + suffix)
    return NotMade(letter.id, subject.opened.reference, HELD, held=True)


def preview(connection: Connection, press: Press, number: int) -> tuple[ProducedLetter, str]:
    """Return the letter as it stands, and why it must not leave, empty when it may.

    What left is its sealed bytes, what did not a draft. Raise `LetterError`, `UsageError`.
    """
    subject = subject_of(connection, press, number)
    letter = sealed_letter(connection, subject.letter.sha256) if subject.letter.sha256 else make(subject)
    return letter, kept_back(subject)


def _draft(subject: LetterSubject) -> Made | NotMade:
    letter = subject.letter
    if why := kept_back(subject):
        return NotMade(letter.id, subject.opened.reference, why)
    try:
        path = write_draft(subject, job_of(subject).make())
    except OfWorkflowError as error:
        return NotMade(letter.id, subject.opened.reference, str(error))
    return Made(letter.id, Model(letter.modele), letter.destinataire, path)


def write_draft(subject: LetterSubject, letter: ProducedLetter) -> Path:
    """Write the PDF, whole or not at all, and the calendar file of its appointment beside it; return the path
    of the PDF.

    Raise `WriteError`, `RefusedError` when a link would lead it out of the letters' folder.
    """
    with ExitStack() as placed:
        return lay_letter(subject, letter, placed)


def lay_letter(subject: LetterSubject, letter: ProducedLetter, placed: ExitStack) -> Path:
    """Write the same files, which take their places when `placed` ends well: no file bears the number of a
    letter undone."""
    home = subject.press.folder
    path = within(home, f"{_name(subject)}.pdf")
    make_folder(home)
    placed.enter_context(Destination(path, via=home).opened()).write(letter.pdf)
    if letter.invitation:
        placed.enter_context(Destination(path.with_suffix(".ics"), via=home).opened()).write(letter.ics)
    return path


def _name(subject: LetterSubject) -> str:
    return f"{subject.opened.reference}/{letter_id(subject.letter.id)}_{subject.letter.modele}"


def withdraw_drafts(database: Transactions, press: Press, dossier_id: int | None = None) -> None:
    """Remove the files of drafts that were cancelled, or must not leave any more, so that nobody prints them
    by mistake.

    A file that lies outside of the letters' folder is not ours to remove, and is forgotten; one that cannot
    be removed is tried again at the next occasion.
    """
    c = m.courrier.c
    where: list[ColumnElement[bool]] = [c.fichier.is_not(None)]
    where += [c.dossier_id == dossier_id] if dossier_id is not None else []
    with database.reading() as connection:
        stay = staying(connection, *where, c.etat == str(LetterState.A_PRODUIRE), on=press.today)
        stopped = or_(c.etat == str(LetterState.ANNULE), c.id.in_(stay))
        rows = connection.execute(
            select(c.id, c.fichier).where(*own(connection, m.courrier), *where, stopped)
        ).all()
    if not rows:
        return
    gone = [row.id for row in rows if _is_withdrawn(press, row.fichier)]
    database.write(partial(_forget_files, gone=gone))


def _forget_files(connection: Connection, *, gone: Sequence[int]) -> None:
    if not gone:
        return
    c = m.courrier.c
    # one that somebody else's program holds is forgotten at the next occasion
    free = select(c.id).where(c.id.in_(gone)).order_by(c.id).with_for_update(skip_locked=True)
    connection.execute(update(m.courrier).where(c.id.in_(free)).values(fichier=None))


def _is_withdrawn(press: Press, stored: str) -> bool:
    try:
        for name in (stored, str(PurePath(stored).with_suffix(".ics"))):
            remove(press.folder, name)
    except RefusedError:
        return True
    except WriteError:
        return False
    return True


def _withdraw_stale(connection: Connection, subjects: Sequence[LetterSubject]) -> set[int]:
    """Return the letters whose dossier moved while their draft was made: « à produire » again, whoever
    made one since."""
    versions = hold(connection, {subject.opened.id for subject in subjects})
    stale = {s.letter.id for s in subjects if versions.get(s.opened.id) != s.opened.version}
    if stale:
        c = m.courrier.c
        draft = (c.id.in_(stale), c.etat == str(LetterState.PREPARE), c.sha256.is_(None))
        connection.execute(update(m.courrier).where(*draft).values(etat=str(LetterState.A_PRODUIRE)))
    return stale


def _note_results(
    connection: Connection, press: Press, results: Sequence[Made | NotMade], gone: Sequence[int]
) -> None:
    annulled = str(LetterState.ANNULE)
    made = [
        {"b_id": number, "b_etat": annulled, "etat": annulled, "fichier": None, "erreur": None}
        for number in gone
    ]
    made += [
        {
            "b_id": r.id,
            "b_etat": str(LetterState.A_PRODUIRE),
            "etat": str(LetterState.PREPARE),
            "fichier": relative(press.folder, r.path),
            "erreur": None,
        }
        for r in results
        if isinstance(r, Made)
    ]
    failed = [
        {"b_id": r.id, "b_etat": str(LetterState.A_PRODUIRE), "erreur": r.reason}
        for r in results
        if isinstance(r, NotMade)
    ]
    if made:
        connection.execute(_NOTE, made)
    if failed:
        connection.execute(_NOTE, failed)


# cancelled or posted meanwhile: left as it is
_NOTE = update(m.courrier).where(
    m.courrier.c.id == bindparam("b_id"), m.courrier.c.etat == bindparam("b_etat")
)
