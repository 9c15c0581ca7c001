"""One call of the tool on its base."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from ofworkflow.errors import OfWorkflowError, RefusedError, StorageError
from ofworkflow.records import dataclass

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from ofworkflow.casework.paper.carrying import Carried
    from ofworkflow.files import Destination
    from ofworkflow.procedure.requests import Request
    from ofworkflow.procedure.vocabulary import PostMode
    from ofworkflow.storage.bearings import Bearings
    from ofworkflow.storage.database import Database
    from ofworkflow.storage.numbering import Register


from ofworkflow.wiring.house import SettledHouse

P = ParamSpec("P")
T = TypeVar("T")


class _RehearsedError(Exception):
    """Takes back the transaction of what was only to be seen."""


@dataclass
class App(SettledHouse):
    """One call of the tool: the house, and its base, looked at once and written in whole units of work."""

    _opened: list[Database] = field(default_factory=list)
    reminds: bool = False  # the command says that a night is missing, if one is
    _bearings: Bearings | None = None
    _reminded: bool = False
    _noted: int = 0
    _accounted: int = 0  # transactions whose numbers are known without asking

    @property
    def database(self) -> Database:
        """The base, checked: it exists, and its tables are those of this version."""
        if self._bearings is None:
            with self.reading():
                pass
        return self._base

    @cached_property
    def _base(self) -> Database:
        return self.raw_database()

    def check_base(self) -> None:
        """Look again at a base that was left for a while: it may have gone away, or be an older copy.
        Raise `StorageError`."""
        self._base.check()
        self._bearings = None
        with self.reading():
            pass

    @cached_property
    def register(self) -> Register:
        """The file that remembers the numbers given, beside a base that is a file, else in the folder of
        the letters."""
        from ofworkflow.storage.numbering import Register

        place = self.settings.database_place()
        if isinstance(place, Path):
            return Register(place.with_name(place.name + ".numeros"))
        return Register(self.settings.path(self.settings.courriers.dossier) / ".numeros")

    @property
    def screen_place(self) -> Path | None:
        """The file of the last screen that this user was shown of this base; `None` where there is no place
        for what a user's programs remember."""
        import hashlib

        from ofworkflow.config.reading import state_folder

        folder = state_folder()
        base = self.settings.database_place()
        which = f"{base.resolve() if isinstance(base, Path) else base} {self.settings.structure.code}"
        name = hashlib.sha256(which.encode()).hexdigest()[:16]
        return folder / f"ecran-{name}.json" if folder else None

    def _passed_over(self, bearings: Bearings) -> dict[str, int]:
        """Return the numbers that were printed beyond what the base knows: not empty, an older copy was
        put in its place."""
        from ofworkflow.storage.numbering import behind

        return behind(bearings.marks, self.register.printed_under(bearings.identity, trial=bearings.is_trial))

    def _skip(self, missing: dict[str, int]) -> None:
        """Number on from what was printed since; said once."""
        from ofworkflow.storage.numbering import raise_to

        if missing:
            self._base.write(lambda connection: raise_to(connection, missing))
            self._say_passed_over(missing)

    def _say_passed_over(self, missing: dict[str, int]) -> None:
        from ofworkflow.storage.numbering import said

        numbers = ", ".join(said(name, last) for name, last in sorted(missing.items()))
        self.cautions.append(
            "une copie plus ancienne de la base a été remise en place : ce poste connaît des numéros donnés "
            f"depuis ({numbers}). "
            "Les suivants repartent au-dessus, rien ne portera deux fois le même ; ce qui a été noté "
            "entre-temps manque "
            "(docs/sauvegarde.md)."
        )

    def named_destination(self, path: Path, *, replaces: bool) -> Destination:
        """Return the place of a file for people: nor a run that was recorded."""
        from ofworkflow.storage.queries import run_files

        place = self.destination(path, replaces=replaces)
        runs = tuple((self.letters_folder / name, "un lot déjà enregistré") for name in self.read(run_files))
        return replace(place, protected=replace(self.protected, files=self.protected.files + runs))

    def printed_numbers(self, base: Database) -> dict[str, int]:
        """Return the numbers that this station knows to be given, whatever base stands in place."""
        with base.reading() as connection:
            return self.register.printed(connection)

    def rest_of(self, restored: Database) -> None:
        """Remember how far a base that was just put in place goes."""
        with suppress(StorageError), restored.reading() as connection:
            self.register.remember(connection)

    def rest(self) -> None:
        """Close every connection, so that a plain copy of the base is whole; remember the numbers that
        were given."""
        try:
            written = len(self._base.commits) if self._bearings else 0
            if self._bearings and written > self._noted:
                known: Bearings | None = self._bearings
                if written - self._noted != self._accounted:
                    with self._base.reading() as connection:
                        known = self._look(connection)
                if known:
                    self.register.keep(known.identity, known.marks, trial=known.is_trial)
                self._noted, self._accounted = written, 0
        finally:
            for database in self._opened:
                database.dispose()

    @property
    def has_database(self) -> bool:
        """Whether this call looked at the base."""
        return self._bearings is not None

    def raw_database(self) -> Database:
        """Return the base as the configuration names it, seen by its mission locale, whatever its state."""
        from ofworkflow.storage.database import Database

        database = Database(self.settings.database_place(), self.settings.structure.code)
        self._opened.append(database)
        return database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads; the first one looks at the base before anything else is asked
        of it.

        Raise `StorageError` when it does not exist, or has not the tables of this version.
        """
        if self._bearings is None:
            self._base.check_file()
            with self._base.reading() as connection:
                bearings = self._look(connection)
                missing = self._passed_over(bearings) if bearings else {}
                if bearings and not missing:
                    self._bearings = bearings
                    yield connection
                    return
            if bearings is None:
                self._base.check()  # which says what is wrong
            self._skip(missing)
        with self._base.reading() as connection:
            self._bearings = self._bearings or self._look(connection)
            yield connection

    def _look(self, connection: Connection) -> Bearings | None:
        from ofworkflow.storage.bearings import bearings_of
        from ofworkflow.storage.database import SCHEMA_VERSION

        bearings = bearings_of(connection, self._night_question())
        return bearings if bearings and bearings.schema == SCHEMA_VERSION else None

    def _look_first(self, connection: Connection) -> None:
        """Look at the base in the very transaction that writes; raise `StorageError` when it is not one of
        this version."""
        from ofworkflow.storage.numbering import raise_to

        bearings = self._look(connection)
        if bearings is None:
            self._base.check()  # which says what is wrong
            raise StorageError("La base n'a pas pu être lue. Faites-la examiner : of docteur")
        if missing := self._passed_over(bearings):
            raise_to(connection, missing)
            self._say_passed_over(missing)
        self._bearings = bearings

    def _night_question(self) -> ColumnElement[bool] | None:
        if not self.reminds or self.clock_is_pinned:
            return None
        from ofworkflow.casework.night.ledger import reminder_due

        return reminder_due(self.settings.structure.code, self.night_expected_on)

    def reminder(self) -> date | None:
        """Return the day whose night is missing, when it is to be said; it is noted as said."""
        if self._bearings is None or not self.reminds or self.clock_is_pinned:
            return None
        if not self._bearings.answer and len(self._base.commits) == self._noted + self._accounted:
            return None
        if not self._reminded:
            from ofworkflow.casework.night.ledger import is_reminder_due, note_reminder

            # what this call wrote may be the first dossier: it was not there when the base was looked at
            if not self._bearings.answer and not self.read(is_reminder_due, self.night_expected_on):
                return None

            with self.database.writing() as connection:
                note_reminder(connection, self.night_expected_on)
            self._accounted += 1
        return self.night_expected_on

    def _note_reminder(self, connection: Connection) -> bool:
        """Note, with what this call writes, that it tells of a missing night."""
        if self._reminded or self._bearings is None or not self._bearings.answer:
            return False
        from ofworkflow.casework.night.ledger import note_reminder

        note_reminder(connection, self.night_expected_on)
        return True

    def act(
        self, reference: str, request: Request, *, done_on: date, note: str = "", again: bool = False,
        mode: PostMode | None = None, with_what_followed: bool = False,
        first: Sequence[tuple[Request, date]] = (),
    ) -> Carried:  # fmt: skip
        """Do one act on one dossier, after what must come first, and make its letters; raise what `carry_out`
        raises."""
        from ofworkflow.casework.paper.carrying import carry_out

        before = len(self._base.commits)
        carried = carry_out(
            self,
            lambda: self.press,
            reference,
            request,
            done_on=done_on,
            desk=self.desk(),
            note=note,
            again=again,
            mode=mode,
            with_what_followed=with_what_followed,
            first=first,
        )
        if (
            not carried.done.settled and not carried.done.undone and not carried.before
        ):  # whose letters are not all counted here: the base is asked
            self._give("courrier", carried.last_letter, len(self._base.commits) - before)
        return carried

    def _give(self, name: str, last: int, commits: int) -> None:
        """Note the only number that these transactions gave: it is not asked of the base again."""
        if self._bearings is not None:
            marks = dict(self._bearings.marks)
            marks[name] = max(last, marks.get(name, 0))
            self._bearings = replace(self._bearings, marks=marks)
            self._accounted += commits

    def read(
        self, question: Callable[Concatenate[Connection, P], T], *values: P.args, **named: P.kwargs
    ) -> T:
        """Return the answer to one question, asked in a transaction of its own that only reads.

        A dossier whose values cannot be read is named, and the question is asked again without it.
        """
        from ofworkflow.storage.unreadable import STUMBLED, unreadable

        try:
            with self.reading() as connection:
                return question(connection, *values, **named)
        except STUMBLED:
            with self.reading() as connection:
                trouble = unreadable(connection)
            if not trouble:
                raise
        self.cautions += [
            f"{reference} est laissé de côté : une valeur ne s'y lit pas ({value}). Tapez : of docteur"
            for reference, value in trouble.values()
        ]
        with self.database.without(trouble).reading() as connection:
            return question(connection, *values, **named)

    def write(self, work: Callable[Concatenate[Connection, P], T], *values: P.args, **named: P.kwargs) -> T:
        """Do one use case in a transaction of its own, and return what it returns.

        It is done again from its beginning when the base has it give way to another program
        (`Database.write`). Raise `RefusedError` for a future `--au` outside a trial base.
        """

        noted = False

        def unit(connection: Connection) -> T:
            nonlocal noted
            if self._bearings is None:
                self._look_first(connection)
            self.refuse_future(connection)
            noted = self._note_reminder(connection)
            return work(connection, *values, **named)

        if self._bearings is None:
            self._base.check_file()
        result = self._base.write(unit)
        self._reminded = self._reminded or noted
        return result

    def rehearse(
        self, work: Callable[Concatenate[Connection, P], T], *positional: P.args, **named: P.kwargs
    ) -> T:
        """Return what a use case would return, and write nothing of it; raise what it raises."""
        results: list[T] = []

        def unit(connection: Connection) -> None:
            results.append(work(connection, *positional, **named))
            raise _RehearsedError

        with suppress(_RehearsedError):
            self.write(unit)
        return results[-1]

    def migrate(self, *, trial: bool = False) -> str:
        """Bring the base of this configuration to the tables of this version; return the version it stands
        at."""
        from ofworkflow.casework.base import migrate

        version = migrate(self.raw_database(), trial=trial)
        self.close()
        return version

    def after_commits(self, error: StorageError) -> OfWorkflowError:
        """Return what is said of a base that failed once something was committed."""
        from ofworkflow.storage.failures import after_commits

        return after_commits(error)

    def refuse_future(self, connection: Connection) -> None:
        """Raise `RefusedError` when `--au` is in the future and the base is a real one."""
        if self.clock.today() > self.clock.true_today():
            from ofworkflow.procedure.french import french_day
            from ofworkflow.storage.database import is_trial

            if not is_trial(connection):
                raise RefusedError(
                    f"Rien ne s'écrit à une date future (--au {french_day(self.clock.today())}) dans une "
                    "vraie base : "
                    "lisez seulement, simulez (of nuit --simuler), ou créez une base d'essai (of init "
                    "--essai)."
                )

    @property
    def has_written(self) -> bool:
        """Whether this call committed something, whatever becomes of the rest of it."""
        return any(database.commits for database in self._opened)

    def close(self) -> None:
        """Give back what was opened; raise nothing: what the command did is done."""
        with suppress(StorageError):
            self.rest()
