"""Les fichiers des courriers et des lots, connus par leur place dans le dossier des courriers : un dossier
copié est le sien.

A draft always lay in « <letters' folder>/<reference>/<file> »: its two last names are its place, wherever the
folder was. A run lies in the letters' folder, or where somebody wanted it: there its whole path stays.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_BATCH = 1000  # rows


def upgrade() -> None:
    """Apply."""
    connection = op.get_bind()
    homes: set[tuple[str, ...]] = set()
    for table, place in (("courrier", _of_letter), ("tirage", _of_run)):
        rows = sa.table(table, sa.column("id"), sa.column("fichier"))
        c = rows.c
        rewrite = sa.update(rows).where(c.id == sa.bindparam("number")).values(fichier=sa.bindparam("place"))
        last = 0
        while batch := connection.execute(
            sa.select(c.id, c.fichier).where(c.id > last, c.fichier.is_not(None)).order_by(c.id).limit(_BATCH)
        ).all():
            last = batch[-1].id
            changed = [{"number": row.id, "place": place(row.fichier, row.id, homes)} for row in batch]
            connection.execute(rewrite, changed)


def _of_letter(path: str, _number: int, homes: set[tuple[str, ...]]) -> str:
    *home, reference, name = ("", *_names(path))
    if _is_whole(path):
        homes.add(tuple(home[1:]))
    return f"{reference}/{name}" if reference else path


def _of_run(path: str, number: int, homes: set[tuple[str, ...]]) -> str:
    *home, name = _names(path)
    if tuple(home) in homes or (name == f"T{number:04d}.pdf" and not homes):
        return name
    # what was typed was taken from where somebody stood: most often the folder of the configuration, above
    # the letters' one
    return (
        path if _is_whole(path) or name == path == f"T{number:04d}.pdf" else f"../{'/'.join((*home, name))}"
    )


def _names(path: str) -> list[str]:
    return re.split(r"[\\/]" if PureWindowsPath(path).drive else "/", path)


def _is_whole(path: str) -> bool:
    return PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute()
