"""What a base answers when it cannot do what is asked: one French sentence, its true cause, and nothing of
what it holds.

The text of an error may quote the password of an address, or the row that was written: neither leaves this
module, not even in the trace of `--debug`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError

from ofworkflow.errors import ExitCode, OfWorkflowError, StorageError
from ofworkflow.storage.location import Location

BUSY = "La base est occupée par un autre programme. Rien n'a été écrit : recommencez dans un instant."
FULL = "Le disque est plein : rien n'a été écrit. Faites de la place, puis recommencez."

_DEADLOCKS = frozenset({"40P01", "40001"})  # deadlock_detected, serialization_failure
_HELD = frozenset({"55P03", "55006"})  # lock_not_available, object_in_use
_FULL = frozenset({"53100"})  # disk_full
_NOTHING = re.compile(r"(?:\.| :) rien n'a été écrit[^.]*\.", re.IGNORECASE)
_LOST = ("malformed", "not a database", "file is encrypted")


class BusyError(StorageError):
    """Somebody else's program held what was asked for, longer than we wait: nothing was written."""


class CollisionError(BusyError):
    """Two programs each waited for the other, and the base chose ours to give way: nothing was written, it
    may be done again."""


class UncertainError(StorageError):
    """The base was lost while it committed: it holds all of what was done, or nothing of it."""


def uncertain(error: StorageError, location: Location) -> UncertainError | None:
    """Return what a failed commit says when the base went away in the middle of it; `None`: it is known to
    be undone."""
    cause = error.__cause__
    if not (isinstance(cause, DBAPIError) and cause.connection_invalidated):
        return None
    return UncertainError(
        f"La base {location.place} a cessé de répondre au moment même d'écrire : c'est écrit en entier, ou "
        "pas du tout. "
        "Regardez d'abord (of voir, of courriers), et ne retapez que ce qui manque."
    )


def after_commits(error: StorageError) -> StorageError:
    """Return an error as it is said by a command that had already written: what is done is done, the rest
    is not."""
    refusal = StorageError(
        f"{_NOTHING.sub('.', str(error))} Ce que cette commande avait validé avant est écrit, la suite ne "
        "l'est pas : "
        "regardez (of voir, of courriers), et ne retapez que ce qui manque."
    )
    refusal.exit_code = ExitCode.PARTLY_DONE
    return refusal


@contextmanager
def said_in_french(location: Location) -> Iterator[None]:
    """Turn what a base says into a sentence; raise `StorageError`, or what was raised, without any secret
    in it."""
    try:
        yield
    except OfWorkflowError:
        raise
    except DatabaseError as error:
        _clean(error, location)
        refusal = _sentence(error, location)
        if refusal is None:
            raise
        raise refusal from error
    except Exception as error:
        _clean(error, location)
        raise


def is_collision(error: BaseException) -> bool:
    """Tell whether the base broke a deadlock at our expense, or could not put two transactions in order."""
    return isinstance(error, CollisionError) or (
        isinstance(error, DBAPIError) and _state(error) in _DEADLOCKS
    )


def is_busy(error: BaseException) -> bool:
    """Tell whether somebody else's program held what was asked for."""
    return isinstance(error, BusyError) or (isinstance(error, DBAPIError) and _is_held(error))


def pause(tries: int) -> float:
    """Return how many seconds to wait before trying again: longer each time, and not the same for two
    programs."""
    return float((0.05 * 2**tries) * (0.5 + random.random()))  # noqa: S311 — a wait, not a secret


def first_line(error: BaseException) -> str:
    """Return what an error says, on one line, without the row it may quote further down."""
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def _is_held(error: DBAPIError) -> bool:
    message = first_line(error.orig or error)
    return (
        _state(error) in _HELD
        or "lock timeout" in message
        or "database is locked" in message
        or "table is locked" in message
    )


def _sentence(error: DatabaseError, location: Location) -> StorageError | None:
    state, reason, where = _state(error), first_line(error.orig or error), location.place
    if state in _DEADLOCKS:
        return CollisionError(
            "Deux programmes écrivaient au même instant dans les mêmes dossiers, et la base a fait céder "
            "celui-ci. "
            "Rien n'a été écrit : recommencez."
        )
    if _is_held(error):
        return BusyError(BUSY)
    if state in _FULL or "disk is full" in reason or "No space left" in reason:
        return StorageError(FULL)
    if any(word in reason for word in _LOST):
        return StorageError(lost(location, "elle est abîmée, ou ce n'est pas une base ofworkflow"))
    known = {
        "readonly": f"La base {where} est en lecture seule. Vérifiez les droits du fichier et du dossier.",
        "unable to open": f"La base {where} ne peut pas être ouverte. Vérifiez le chemin et les droits.",
        "disk I/O": f"Le disque de la base {where} ne répond pas bien. "
        "Rien n'a été écrit ; vérifiez-le, puis of docteur.",
        "password authentication failed": f"La base {where} refuse le mot de passe. "
        "Vérifiez-le (PGPASSWORD, ou [base] url).",
    }
    for word, sentence in known.items():
        if word in reason:
            return StorageError(sentence)
    if not _is_operational(error):
        return None
    return StorageError(
        f"La base {where} ne répond pas : {location.scrub(reason)}. "
        "Rien n'a été écrit ; vérifiez [base] url et que le serveur tourne."
    )


def lost(location: Location, why: str) -> str:
    """Return the sentence of a base that is there and cannot be read: it is restored, never made again
    over what is left."""
    return (
        f"Le fichier {location.place} n'est pas une base ofworkflow lisible : {why}. N'en créez pas une "
        "autre : "
        f"restaurez la dernière sauvegarde avec « of base restaurer {_last_backup(location)} » "
        "(docs/sauvegarde.md), "
        "ou vérifiez [base] url."
    )


def _last_backup(location: Location) -> str:
    folder = location.file.parent / "sauvegardes" if location.file else None
    backups = sorted(folder.glob("*.db")) if folder is not None and folder.is_dir() else []
    return str(backups[-1]) if backups else "FICHIER"


def _is_operational(error: DatabaseError) -> bool:
    from sqlalchemy.exc import OperationalError

    return isinstance(error, OperationalError)


def _clean(error: BaseException, location: Location) -> None:
    """Take the password and the rows out of an error and of all that led to it: a trace prints them all."""
    visited: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in visited:
            continue
        visited.add(id(each))
        each.args = tuple(_without_rows(location.scrub(a)) if isinstance(a, str) else a for a in each.args)
        waiting += [each.__cause__, each.__context__, getattr(each, "orig", None)]


def _without_rows(text: str) -> str:
    # PostgreSQL quotes the row under « DETAIL: », whatever the language of the server
    lines = text.splitlines()
    kept = [line for line in lines if not _quotes_a_row(line)]
    return text if len(kept) == len(lines) else "\n".join(kept)


def _quotes_a_row(line: str) -> bool:
    return line.lstrip().startswith(("DETAIL:", "DÉTAIL", "CONTEXT:", "CONTEXTE"))
