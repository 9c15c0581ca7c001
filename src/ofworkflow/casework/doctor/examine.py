"""An examination, from the file to the last dossier: nothing is written, nothing stops it, memory stays
that of a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from datetime import date
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ofworkflow.casework.doctor import dossier as d
from ofworkflow.casework.doctor.checks import BASE_CHECKS, DOSSIER_CHECKS, ENGINE_CHECKS
from ofworkflow.casework.doctor.engines import THE_BASE, is_truncated, what_the_file_says
from ofworkflow.casework.doctor.kinds import (
    SHOWN_AT_MOST,
    BaseCheck,
    DossierCheck,
    Examination,
    Finding,
    Flaw,
    Ground,
    Looked,
)
from ofworkflow.casework.doctor.raw import StoredRow, any_text, rows
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.mail.tracking import doubled_numbers
from ofworkflow.casework.night.plans import is_planned
from ofworkflow.errors import StorageError
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database, is_trial, schema_version, sqlite_path

Progress = Callable[[int, int], None]


def _quiet(done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class _Findings:
    kept: list[Finding] = field(default_factory=list)
    looked: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, check: BaseCheck | DossierCheck, faults: Iterable[Flaw]) -> None:
        """Keep what a check finds, and count what is too much to be shown."""
        self.looked[check.name] = check.says
        for fault in faults:
            self.counts[check.name] += 1
            if self.counts[check.name] <= SHOWN_AT_MOST:
                self.kept.append(Finding(check.name, fault.subject, fault.sentence, check.to_do))

    def order(self) -> list[str]:
        return [
            _FILE.name,
            *(c.name for c in (*ENGINE_CHECKS, *BASE_CHECKS)),
            *(c.name for c in DOSSIER_CHECKS),
        ]


_FILE = BaseCheck(
    "fichier",
    "le fichier de la base",
    "Restaurez la dernière sauvegarde (of base restaurer FICHIER) ; gardez ce fichier à part.",
    lambda ground: (),
)


def examine(
    database: Database, desk: Desk, *, expected_on: date,
    letters_folder: Path | None = None, backup_folder: Path | None = None, progress: Progress = _quiet,
) -> Examination:  # fmt: skip
    """Check everything that `checks` lists, on a base in whatever state, and report; nothing is written.

    The base as a whole for what its engine says, and the dossiers of the house that `database` sees.
    `expected_on` is the last day whose night should be done. Raise `StorageError` when there is no base
    there, or when it is of another version.
    """
    path = sqlite_path(database.url)
    if path is not None and not path.is_file():
        database.check()
    findings = _Findings()
    if path is not None:
        findings.add(_FILE, what_the_file_says(path))
        if any(not is_truncated(finding.sentence) for finding in findings.kept):
            return _report(findings, Counter(), {})
    if _stands_at(database) is None:
        findings.add(_FILE, [Flaw(THE_BASE, "elle n'a pas les tables d'ofworkflow, ou ne se lit plus")])
        return _report(findings, Counter(), {})
    database.check()
    examination: Examination | None = None
    try:
        with database.reading() as connection:
            if not database.is_sqlite:
                # one moment for the whole examination, whoever writes meanwhile
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            ground = Ground(database, connection, desk, expected_on, letters_folder, backup_folder)
            examination = examine_on(ground, findings, progress)
    except (StorageError, SQLAlchemyError) as error:
        if _is_of_the_moment(database, error):
            raise
        if examination is None or not examination.faults:
            findings.add(_FILE, [Flaw(THE_BASE, f"elle ne se lit pas jusqu'au bout ({_said(error)})")])
            examination = None
    return examination or _report(findings, Counter(), {})


def _stands_at(database: Database) -> str | None:
    try:
        with database.reading() as connection:
            return schema_version(connection)
    except (StorageError, SQLAlchemyError) as error:
        if _is_of_the_moment(database, error):
            raise
        return None


def _is_of_the_moment(database: Database, error: Exception) -> bool:
    """Tell what says nothing of the base: somebody holds it, a server does not answer."""
    return not database.is_sqlite or "occup" in str(error)


def examine_on(
    ground: Ground,
    findings: _Findings | None = None,
    progress: Progress = _quiet,
    checks: Iterable[BaseCheck] = (*ENGINE_CHECKS, *BASE_CHECKS),
) -> Examination:
    """Make the checks of the base, then those of its dossiers, in the transaction of `ground`."""
    findings = findings or _Findings()
    with any_text(ground.connection):
        for check in checks:
            findings.add(check, _all_of(check, ground))
        for of_dossiers, faults in _dossiers(ground, progress):
            findings.add(of_dossiers, faults)
    return _report(findings, ground.counted, ground.not_checked)


def _report(findings: _Findings, counted: Counter[str], not_checked: dict[str, str]) -> Examination:
    order = [name for name in findings.order() if name in findings.looked]
    looked = tuple(
        Looked(name, findings.looked[name], findings.counts[name])
        for name in order
        if name not in not_checked
    )
    kept = tuple(sorted(findings.kept, key=lambda f: order.index(f.check)))
    return Examination(kept, looked, dict(counted), dict(not_checked))


def _all_of(check: BaseCheck, ground: Ground) -> Iterator[Flaw]:
    """Yield what a check finds, and that it could not go to its end: a base in ruins is told, not fled
    from."""
    try:
        with ground.connection.begin_nested():
            yield from check.look(ground)
    except Exception as error:  # noqa: BLE001 — whatever the base holds, the other checks are made
        yield Flaw(THE_BASE, f"ce contrôle n'a pas pu aller à son terme ({_said(error)})")


def _dossiers(ground: Ground, progress: Progress) -> Iterator[tuple[DossierCheck, list[Flaw]]]:
    connection = ground.connection
    try:
        whole = _whole(ground)
        total, done = d.count(connection), 0
        for batch in d.files(connection, whole):
            for check in DOSSIER_CHECKS:
                yield check, [Flaw(_name(file), sentence) for file in batch for sentence in _one(check, file)]
            done += len(batch)
            ground.counted["dossiers"] = done
            ground.counted["actes"] += sum(len(file[m.journal]) for file in batch)
            ground.counted["courriers"] += sum(len(file[m.courrier]) for file in batch)
            progress(done, total)
    except (SQLAlchemyError, DBAPIError) as error:
        yield DOSSIER_CHECKS[0], [Flaw(THE_BASE, f"les dossiers n'ont pas pu être tous lus ({_said(error)})")]


def _one(check: DossierCheck, file: d.DossierFile) -> list[str]:
    """Return what a check finds in a dossier; one that stumbles on a value already told says nothing more."""
    try:
        return list(dict.fromkeys(check.look(file)))
    except Exception as error:  # noqa: BLE001 — whatever a dossier holds, the others are examined
        if file.wrong_values:
            return []
        return [f"ce contrôle n'a pas pu aller à son terme ({_said(error)})"]


def _whole(ground: Ground) -> d.Whole:
    connection = ground.connection
    nights = frozenset(row.debut_a for row in rows(connection, m.nuit) if row.debut_a is not None)
    whole = d.Whole(ground.desk, is_planned(connection, ground.desk.rules), nights, is_trial(connection))
    lots: dict[int, StoredRow] = {}
    filled: dict[tuple[int, int | None], list[d.ByAList]] = {}
    for row in rows(connection, m.lot):
        lots[row.id] = row
        for who, before in d.by_a_list(row.bilan) if isinstance(row.bilan, dict) else ():
            filled.setdefault(who, []).append(d.ByAList(row.enregistre_a, before))
        row.bilan = None
    whole.lots, whole.filled = lots, filled
    whole.doubled = doubled_numbers(connection)
    return whole


def _name(file: d.DossierFile) -> str:
    return file.row.reference or f"dossier n° {file.row.id}"


def _said(error: Exception) -> str:
    orig = getattr(error, "orig", None) or error
    lines = str(orig).strip().splitlines()
    return f"{type(orig).__name__} : {lines[0]}" if lines else type(orig).__name__
