"""Lists to try: the State's columns, one sound row, and what writes them as CSV or XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from ofworkflow.intake.advice import Advice
from ofworkflow.intake.fields_of_lists import STATE_COLUMNS
from ofworkflow.intake.layout import Listing, find_listing
from ofworkflow.intake.preview import Preview, preview, read_list
from ofworkflow.intake.readers import empty_list, read_book
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.storage import models

DATA = Path(__file__).parent.parent / "data"
LIST_ON = date(2026, 10, 15)
COMMUNES = {
    "59328": "Lambersart", "59356": "Lompret", "59368": "La Madeleine", "59378": "Marcq-en-Barœul",
    "59386": "Marquette-lez-Lille", "59457": "Pérenchies", "59482": "Quesnoy-sur-Deûle", "59527": "Saint-André-lez-Lille",
    "59611": "Verlinghem", "59636": "Wambrechies",
}  # fmt: skip
COLUMNS = tuple(STATE_COLUMNS.values())
SOUND = {
    "INE": "123456789AB", "NOM": "DUPONT", "PRENOM": "Léa", "SEXE": "F", "DATE_NAISSANCE": "14/05/2009",
    "ADRESSE1": "12 rue des Lilas", "CODE_POSTAL": "59130", "COMMUNE": "LAMBERSART", "CODE_INSEE": "59328",
    "RL1_LIEN": "MERE", "RL1_NOM": "DUPONT", "RL1_PRENOM": "Anne", "RL1_ADRESSE1": "12, rue des Lilas",
    "RL1_CODE_POSTAL": "59130", "RL1_COMMUNE": "Lambersart",
}  # fmt: skip


def row(**changes: str) -> dict[str, str]:
    """Return the sound row, changed."""
    return SOUND | changes


def csv_text(rows: Iterable[Mapping[str, str]], *, separator: str = ";", columns: Iterable[str] = COLUMNS) -> str:
    """Return a list as a spreadsheet writes it."""
    names = list(columns)
    lines = [names, *([r.get(name, "") for name in names] for r in rows)]
    return "".join(separator.join(_quoted(cell, separator) for cell in line) + "\r\n" for line in lines)


def cells_of(listing: Listing, number: int = 0) -> dict[str, str]:
    """Return the cells of a row by heading."""
    return {column.heading: listing.rows[number].cell(column.at) for column in listing.columns}


def base() -> sa.Connection:
    """Return a connection to a fresh base in memory."""
    connection = sa.create_engine("sqlite://").connect()
    models.metadata.create_all(connection)
    return connection


def look(path: Path, connection: sa.Connection | None = None, **more: object) -> Preview:
    """Return the preview of a list on its day."""
    given: dict[str, object] = {"source": Source.SIEI, "list_on": LIST_ON, "communes": COMMUNES} | more
    return preview(connection or base(), read_list(path), **given)  # type: ignore[arg-type]


def look_as(path: Path, told: Advice, **more: object) -> Preview:
    """Return the preview of a list read as somebody told."""
    given: dict[str, object] = {"source": Source.SIEI, "list_on": LIST_ON, "communes": COMMUNES} | more
    return preview(base(), read_list(path, told), **given)  # type: ignore[arg-type]


def look_at(tmp_path: Path, *rows: Mapping[str, str], connection: sa.Connection | None = None, **more: object) -> Preview:
    """Return the preview of a CSV list that holds these rows."""
    path = tmp_path / "liste.csv"
    path.write_text(csv_text(rows), encoding="utf-8", newline="")
    return look(path, connection, **more)


def read_listing(path: Path, content: bytes) -> Listing:
    """Return the list of a file; raise `ListError` when there is none."""
    listing = find_listing(read_book(path, content))
    if listing is None:
        raise empty_list(path.name)
    return listing


def _quoted(cell: str, separator: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in (separator, '"', "\n", "\r")) else cell
