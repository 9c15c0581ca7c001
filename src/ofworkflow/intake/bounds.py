"""What a list of minors never exceeds: measured before anything is opened whole."""

from __future__ import annotations

from pathlib import Path

from ofworkflow.errors import ListError

LARGEST = 20_000_000  # bytes of the file
MOST_LINES = 100_000
MOST_COLUMNS = 500
MOST_CELLS = 2_000_000  # empty ones too
MOST_GRID = 5_000_000  # lines × columns: each line is filled up to the last column
MOST_CHARS = 32_767  # of a cell: a spreadsheet has no more
MOST_OF_A_FIELD = 600  # characters of a cell that is looked into; past it, several cells ran together
MOST_TEXT = (
    50_000_000  # characters of the whole list: a workbook writes a long one once and names it everywhere
)
REMEDY = (
    "Gardez la seule feuille de la liste, supprimez les lignes et colonnes vides autour, et enregistrez-la "
    "de nouveau."
)


def check_bounds(path: Path, *, lines: int = 0, columns: int = 0) -> None:
    """Raise `ListError` for more lines or columns than a list has."""
    if lines > MOST_LINES:
        raise ListError(f"{path.name} a plus de {MOST_LINES} lignes, vides comprises. {REMEDY}")
    if columns > MOST_COLUMNS:
        raise ListError(f"{path.name} a plus de {MOST_COLUMNS} colonnes, vides comprises. {REMEDY}")
