"""A list as its file holds it, before anybody knows which line is the header: sheets, lines, texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a sheet: its number in the file (the first is 1), its cells as text."""

    number: int
    cells: tuple[str, ...]
    hidden: bool = False  # nobody sees it: filtered out, or folded away
    struck: bool = False  # struck through: somebody took it out
    remarks: tuple[str, ...] = ()  # the comments of its cells
    fault: str = ""  # why its cells cannot be told apart, as a French sentence


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name (empty for a text), whether it is hidden, its lines that hold something."""

    name: str
    lines: tuple[SheetLine, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """What a file holds, and how it had to be read: « encodage », « séparateur », each in French words."""

    sheets: tuple[Sheet, ...]
    read_as: Mapping[str, str] = field(default_factory=dict)
