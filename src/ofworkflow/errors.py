"""What goes wrong, said as a French sentence with an exit code (docs/cli.md, « Codes de sortie »)."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    REFUSED = 3
    WORK_REMAINS = 4
    PARTLY_DONE = 5


class OfWorkflowError(Exception):
    """A French sentence that a person can act on: what, why, what now."""

    exit_code: ExitCode = ExitCode.ERROR


class UsageError(OfWorkflowError):
    """What was typed cannot be understood."""

    exit_code = ExitCode.USAGE


class RefusedError(OfWorkflowError):
    """A rule of the procedure says no."""

    exit_code = ExitCode.REFUSED


class AlreadyNotedError(RefusedError):
    """The very same thing was noted already: nothing more is written."""


class CorrectionError(RefusedError):
    """What is said contradicts what was noted: a person must say why, for it to replace it."""


class ConfigError(OfWorkflowError):
    """`config.toml` is missing, broken, or holds a key or a value that is not known."""


class ListError(OfWorkflowError):
    """A list that cannot be read at all (a faulty row is a reject, not an error)."""


class StorageError(OfWorkflowError):
    """The database is absent, of another version, locked, or full."""


class WriteError(OfWorkflowError):
    """A file that could not be written: nothing of it is left, and what stood there is as it was."""


class BrokenSealError(OfWorkflowError):
    """What was sealed is no longer what was sealed: somebody must look."""

    exit_code = ExitCode.WORK_REMAINS


class ConcurrentChangeError(OfWorkflowError):
    """Somebody else changed the dossier between our reading and our writing."""


class LetterError(OfWorkflowError):
    """A letter that cannot be made; it stays « à produire » and the night tries again."""


class MailError(OfWorkflowError):
    """An e-mail that did not leave; the night it tells of is done all the same."""


class NightFailedError(OfWorkflowError):
    """A night that every new try failed to do: somebody must look."""
