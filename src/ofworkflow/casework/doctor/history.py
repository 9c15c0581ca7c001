"""Persons as they were at an instant: what was written of them since is undone, from the modifications and
the lists."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Boolean, Date, Table

from ofworkflow.casework.doctor.dossier import ByAList, DossierFile
from ofworkflow.casework.doctor.raw import StoredRow
from ofworkflow.casework.dossier.persons import OF_THE_DOSSIER, Persons
from ofworkflow.procedure.fields import Value, minor_of, representative_of
from ofworkflow.storage import models as m

ADDED = "representant"
"""What stands for a field where a modification says that a representative was added."""
_NOBODY: Mapping[str, Value] = {"nom": "", "prenom": "", "naissance": date.min, "sexe": "", "commune": ""}


def persons_at(file: DossierFile, instant: datetime, *, undone_from: int | None = None) -> Persons:
    """Return who was known at that instant; of what was typed in its second, that number and the next ones
    are undone, and what a list wrote then."""
    representatives = []
    for row in sorted(file[m.representant], key=lambda r: (r.rang, r.id)):
        values = values_at(file, row, row.id, instant, undone_from=undone_from)
        if values is not None:
            representatives.append((row.id, representative_of(_row(m.representant, values))))
    minor = values_at(file, file.minor, None, instant, undone_from=undone_from) if file.minor else None
    known = tuple(who for _, who in representatives)
    numbers = tuple(number for number, _ in representatives)
    return Persons(minor_of(_row(m.jeune, minor) if minor else _NOBODY), known, numbers)


def persons_around(file: DossierFile, instant: datetime) -> Iterator[Persons]:
    """Yield who was known at that instant, then, where something was written in its second, before each thing
    of it.

    Instants are kept to the second: after how much of it an act came is not known.
    """
    of_the_second = [c.id for c in file[m.modification] if c.enregistre_a == instant]
    around: list[Persons] = []
    for undone_from in (None, 0, *sorted(of_the_second)[1:]):
        persons = persons_at(file, instant, undone_from=undone_from)
        if persons not in around:
            around.append(persons)
            yield persons


def values_at(
    file: DossierFile,
    row: StoredRow,
    representative: int | None,
    instant: datetime,
    *,
    undone_from: int | None = None,
) -> dict[str, str | None] | None:
    """Return the fields of a person at that instant, as texts; `None` for a representative who was added
    since."""
    values = {name: _text(value) for name, value in vars(row).items() if name != "unreadable"}
    typed = [
        (c.enregistre_a, c.id, None if c.champ == ADDED else {c.champ: c.avant})
        for c in file[m.modification]
        if c.representant_id == representative and c.champ not in OF_THE_DOSSIER
    ]
    listed = [(each.at, sys.maxsize, each.before) for each in _by_lists(file, representative)]
    latest_first = sorted((*reversed(typed), *reversed(listed)), key=lambda change: change[0], reverse=True)
    for at, number, before in latest_first:  # of one instant, the last one written comes first
        if at < instant or (at == instant and (undone_from is None or number < undone_from)):
            break
        if before is None:
            return None
        values |= {name: _text(value) for name, value in before.items()}
    return values


def _by_lists(file: DossierFile, representative: int | None) -> Sequence[ByAList]:
    return file.whole.filled.get((file.row.jeune_id, representative), ())


def broken_chains(file: DossierFile) -> Iterator[str]:
    """Say where what was written of a person does not follow: each value is the one before the next, the
    last is the card's."""
    cards: dict[int | None, StoredRow] = {row.id: row for row in file[m.representant]}
    if file.minor:
        cards[None] = file.minor
    last: dict[tuple[int | None, str], str | None] = {}
    for change in file[m.modification]:
        key = (change.representant_id, change.champ)
        if change.champ in (ADDED, *OF_THE_DOSSIER) or change.representant_id not in cards:
            continue
        if key in last and not _follows(file, key, last[key], change.avant):
            yield f"la modification de « {change.champ} » ne part pas de la valeur d'avant"
        last[key] = change.apres
    for key, value in last.items():
        who, name = key
        if not _follows(file, key, value, _text(getattr(cards[who], name, None))):
            yield f"« {name} » n'est plus ce que dit sa dernière modification"


def _follows(file: DossierFile, key: tuple[int | None, str], before: str | None, now: str | None) -> bool:
    who, name = key
    replaced = {
        _text(each.before[name]) for each in _by_lists(file, who) if each.before and name in each.before
    }
    return before == now or before in replaced


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _row(table: Table, values: Mapping[str, str | None]) -> dict[str, Value]:
    """Return texts as the columns of a table hold them."""
    kinds = {column.name: column.type for column in table.c}
    return {
        name: text if text is None else _READ.get(type(kinds[name]), str)(text)
        for name, text in values.items()
        if name in kinds
    }


_READ: Mapping[type[object], Callable[[str], Value]] = {
    Date: date.fromisoformat,
    Boolean: "True".__eq__,
}
