"""Which rows of a list are taken: all, or those that a person ticked. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from ofworkflow.errors import UsageError
from ofworkflow.intake.preview import Preview
from ofworkflow.records import dataclass

_ONE = re.compile(r"\s*(\d{1,7})\s*(?:-\s*(\d{1,7})\s*)?")


@dataclass(frozen=True, slots=True)
class Ticks:
    """The lines that were ticked, or those left out; as typed, in the numbers of the file."""

    only: str = ""
    but: str = ""
    by_hand: frozenset[int] | None = None  # one key each, on a terminal

    def taken(self, seen: Preview) -> Preview:
        """Return what is left to write of a list: the rows ticked; the others are counted apart.

        Raise `UsageError` for a line that nothing can be written of: a ticked row is never lost in silence.
        """
        lines = written_lines(seen)
        _refuse_others(seen, lines_of(self.only))
        listed = {row.line for row in seen.lecture.listing.rows} if seen.lecture else lines
        if missing := sorted(lines_of(self.but) - listed):
            raise _no_line(missing[0], _NOBODY)
        kept = lines_of(self.only) if self.only else lines - lines_of(self.but)
        if self.by_hand is not None:
            kept &= self.by_hand
        if not (self.only or self.but or self.by_hand is not None):
            return seen
        left_out = lines_of(self.but)
        only = self.only or self.by_hand is not None
        return replace(
            seen,
            attendent=() if only else tuple(w for w in seen.attendent if w.doute.ligne not in left_out),
            a_creer=tuple(each for each in seen.a_creer if each[0] in kept),
            a_modifier=tuple(each for each in seen.a_modifier if each.ligne in kept),
            ecartees=tuple(sorted(lines - kept)),
        )

    def asked(self, seen: Preview, take: Callable[[int], bool]) -> Ticks:
        """Return these ticks with what a person answers for each row left."""
        lines = sorted(written_lines(self.taken(seen)))
        return replace(self, by_hand=frozenset(line for line in lines if take(line)))


def _refuse_others(seen: Preview, named: set[int]) -> None:
    listed = {row.line for row in seen.lecture.listing.rows} if seen.lecture else named
    whys = dict.fromkeys(named - listed, _NOBODY)
    whys |= {doubt.ligne: "elle est douteuse" for doubt in seen.douteux if doubt.ligne in named}
    whys |= {fault.ligne: "elle est rejetée" for fault in seen.rejets if fault.ligne in named}
    for line, why in sorted(whys.items()):
        raise _no_line(line, why)


_NOBODY = "elle n'est pas d'une personne de la liste"


def _no_line(line: int, why: str) -> UsageError:
    return UsageError(
        f"Ligne {line} : {why}, rien ne peut en être écrit. Reprenez les numéros que montre l'aperçu."
    )


def written_lines(seen: Preview) -> set[int]:
    """Return the lines of which something would be written."""
    return {line for line, _ in seen.a_creer} | {change.ligne for change in seen.a_modifier}


def lines_of(typed: str) -> set[int]:
    """Return the lines of « 3,5-9 »; raise `UsageError`."""
    lines: set[int] = set()
    for part in filter(str.strip, typed.split(",")):
        match = _ONE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if last < first or last - first > 1_000_000:
            raise UsageError(f"« {part.strip()} » n'est pas un numéro de ligne. Écrivez par exemple 3,5-9.")
        lines |= set(range(first, last + 1))
    return lines


def shown(lines: Iterable[int]) -> str:
    """Return lines as they are typed: « 3,5-9 »."""
    parts: list[str] = []
    run: list[int] = []
    for line in [*sorted(lines), -1]:
        if run and line != run[-1] + 1:
            parts.append(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]))
            run = []
        run.append(line)
    return ",".join(parts)
