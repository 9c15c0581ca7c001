"""The workbooks that cannot be measured before they are opened, read by another process, under bounds.

The fast reader makes the whole grid that the places of the cells span. What an XLSX claims is counted first
(`outside.archives`); in an old XLS, an XLSB, an OpenDocument, one damaged byte may claim a hundred gigabytes,
and an allocation that fails ends the process that asked for it.
"""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ofworkflow.outside.archives import ArchiveError, Trouble

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_MOST_MEMORY = 1_500_000_000  # bytes of addresses: fifty times a list
_LONGEST = 60  # seconds

RawSheet = tuple[str, bool, list[list[object]]]  # its name, whether it is hidden, its rows


def sheets_apart(content: bytes) -> list[RawSheet]:
    """Return the sheets of a workbook, read by another process; raise `ArchiveError` when it is damaged."""
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_LONGEST, check=True)  # noqa: S603 — this very program
        sheets: list[RawSheet] = pickle.loads(done.stdout)  # noqa: S301 — what our own process has just written
    except (subprocess.SubprocessError, OSError, pickle.UnpicklingError, EOFError):
        raise ArchiveError(Trouble.DAMAGED) from None
    return sheets


def raw_sheets(content: bytes) -> list[RawSheet]:
    """Return the sheets of a workbook; raise what the reader raises for a damaged one."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [
        (
            about.name,
            about.visible is not SheetVisibleEnum.Visible,
            list(map(list, unmerged(book.get_sheet_by_index(at)))),
        )
        for at, about in enumerate(book.sheets_metadata)
        if about.typ is SheetTypeEnum.WorkSheet
    ]


def unmerged(sheet: CalamineSheet) -> Sequence[Sequence[object]]:
    """Return the rows of a sheet, each cell of a merged group with the group's value."""
    rows = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in getattr(sheet, "merged_cell_ranges", None) or ():
        if top >= len(rows) or left >= len(rows[top]) or left != right:
            continue  # a title over several columns says nothing of each
        for row in rows[top + 1 : bottom + 1]:
            row[left] = rows[top][left]
    return rows


def _bounded() -> None:
    try:
        import resource
    except ImportError:  # no such bound on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST, _LONGEST))


if __name__ == "__main__":
    _bounded()
    sys.stdout.buffer.write(pickle.dumps(raw_sheets(sys.stdin.buffer.read())))
