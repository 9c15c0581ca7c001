"""The last screen that somebody was shown, so that a line of it can be run by its number.

It is kept in a file of that person alone, beside no base: numbers, references and commands, no name. A line
whose dossier changed since is told so: its command was right for what the dossier was then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection

from ofworkflow.errors import OfWorkflowError, RefusedError, UsageError
from ofworkflow.files import make_folder, write_whole
from ofworkflow.records import dataclass
from ofworkflow.storage import queries

_FORM = 1


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """A numbered line: the command that it gives, and the dossier it is about, where it is about one."""

    number: int
    command: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class LineToRun:
    """A line of the last screen, with whom it is about as the base says it now."""

    line: ScreenLine
    screen: str
    who: str


def remember(connection: Connection, place: Path | None, screen: str, lines: Iterable[ScreenLine]) -> None:
    """Keep what the screen of that command shows; a place that cannot be written is done without."""
    if place is None:
        return
    shown = list(lines)
    versions = queries.versions(connection, sorted({x.reference for x in shown if x.reference}))
    kept = [[x.number, x.command, x.reference, versions.get(x.reference, 0)] for x in shown]
    content = json.dumps({"forme": _FORM, "ecran": screen, "lignes": kept}, ensure_ascii=False)
    with suppress(OfWorkflowError, OSError, ValueError):
        make_folder(place.parent)
        write_whole(place, content.encode())


def line_to_run(connection: Connection, place: Path | None, number: int) -> LineToRun:
    """Return that line of the last screen; raise `UsageError` where there is none, `RefusedError` where its
    dossier changed since."""
    screen, lines = _read(place)
    if not lines:
        raise UsageError(
            "Aucun écran n'est retenu. Affichez-en un (of, of chercher, of doutes), puis tapez : of faire N"
        )
    if number not in lines:
        raise UsageError(
            f"Le dernier écran ({screen}) n'a pas de ligne {number} : de {min(lines)} à {max(lines)}. "
            f"Réaffichez-le : {screen}"
        )
    line, version = lines[number]
    if not line.reference:
        return LineToRun(line, screen, "")
    now = queries.versions(connection, [line.reference])
    if now.get(line.reference) != version:
        raise RefusedError(
            f"L'écran n'est plus à jour : le dossier {line.reference} a changé depuis. Rien n'a été fait. "
            f"Réaffichez-le : {screen}"
        )
    [who] = queries.names_of(connection, [line.reference])
    return LineToRun(line, screen, who)


def _read(place: Path | None) -> tuple[str, dict[int, tuple[ScreenLine, int]]]:
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(place.read_bytes()) if place else {}
        if kept.get("forme") == _FORM:
            lines: Sequence[tuple[int, str, str, int]] = kept["lignes"]
            return str(kept["ecran"]), {n: (ScreenLine(n, c, r), v) for n, c, r, v in lines}
    return "", {}
