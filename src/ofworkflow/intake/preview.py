"""A list, read and checked and matched, before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from ofworkflow.intake.checking import Communes, Fault, check_row
from ofworkflow.intake.mapping import columns_of, load_mapping
from ofworkflow.intake.matching import Doubt, Modification, match
from ofworkflow.intake.readers import Listing, read_bytes, read_listing
from ofworkflow.outside.reading import shown_name
from ofworkflow.procedure.persons import Signalement
from ofworkflow.procedure.vocabulary import Source


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would do; each sound row is in one of the first four, each fault of the others in `rejets`.

    Lines are those of the file, its header being the first.
    """

    fichier: str
    fichier_sha256: str
    a_creer: tuple[tuple[int, Signalement], ...]
    a_modifier: tuple[Modification, ...]
    inchanges: int
    douteux: tuple[Doubt, ...]
    rejets: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list read from its file, before anything is asked of the base."""

    fichier: str
    sha256: str
    listing: Listing


def read_list(path: Path) -> ReadList:
    """Return the list of a file: what is long or hostile in it is met here, outside of any transaction;
    raise `ListError`."""
    content = read_bytes(path)
    name = shown_name(path)
    return ReadList(name, hashlib.sha256(content).hexdigest(), read_listing(Path(name), content))


def preview(
    connection: Connection,
    read: ReadList,
    *,
    source: Source,
    list_on: date,
    communes: Mapping[str, str],
    mapping_folder: Path | None = None,
    mapping_name: str | None = None,
) -> Preview:
    """Tell what a list of `list_on` would do; write nothing.

    Raise `ListError` when it lacks a column that is needed; a faulty row is a reject, not an error.
    """
    columns = columns_of(read.listing.columns, load_mapping(mapping_folder, mapping_name), file=read.fichier)
    known = Communes(communes)
    sound: list[tuple[int, Signalement]] = []
    faults: list[Fault] = []
    for row in read.listing.rows:
        checked = check_row(row, columns, source=source, list_on=list_on, communes=known)
        if isinstance(checked, Signalement):
            sound.append((row.line, checked))
        else:
            faults += checked
    matched = match(connection, sound)
    return Preview(
        read.fichier,
        read.sha256,
        matched.new,
        matched.modified,
        matched.unchanged,
        matched.doubtful,
        tuple(faults),
    )
