"""A list, read and checked and matched, before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from ofworkflow.intake.checking import Fault, Territory, check_row
from ofworkflow.intake.mapping import columns_of, load_mapping
from ofworkflow.intake.matching import Doubt, Modification, match
from ofworkflow.intake.readers import read_bytes, read_listing
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


def preview(
    connection: Connection,
    path: Path,
    *,
    source: Source,
    list_on: date,
    communes: Mapping[str, str],
    mapping_folder: Path | None = None,
    mapping_name: str | None = None,
) -> Preview:
    """Read a list of `list_on` and tell what it would do; write nothing.

    Raise `ListError` when the file is no list, or lacks a column that is needed; a faulty row is a reject, not an error.
    """
    content = read_bytes(path)
    listing = read_listing(path, content)
    columns = columns_of(listing.columns, load_mapping(mapping_folder, mapping_name), file=path.name)
    territory = Territory(communes)
    sound: list[tuple[int, Signalement]] = []
    faults: list[Fault] = []
    for row in listing.rows:
        checked = check_row(row, columns, source=source, list_on=list_on, territory=territory)
        if isinstance(checked, Signalement):
            sound.append((row.line, checked))
        else:
            faults += checked
    matched = match(connection, sound)
    return Preview(
        path.name,
        hashlib.sha256(content).hexdigest(),
        matched.new,
        matched.modified,
        matched.unchanged,
        matched.doubtful,
        tuple(faults),
    )
