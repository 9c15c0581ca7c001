"""An export of the national system beside the dossiers: who is in one and not in the other, what each says
otherwise. Read as any list is, by the same readers and the same columns; nothing is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date

from sqlalchemy import Connection, select

from ofworkflow.casework.dossier.opened import read
from ofworkflow.intake.completing import ToldOfKnown
from ofworkflow.intake.preview import Preview
from ofworkflow.procedure.case import EXEMPTION
from ofworkflow.procedure.fields import MINOR
from ofworkflow.procedure.persons import Jeune
from ofworkflow.procedure.vocabulary import Nature
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own
from ofworkflow.text import fold

_AT_ONCE = 200
_SITUATION = re.compile(r"\b(situation|statut)\b")
_NONE_HERE = "aucune"


@dataclass(frozen=True, slots=True)
class ExportGap:
    """One thing that is not said alike: the dossier, the line of the export, the field, what each says."""

    reference: str
    ligne: int
    nom: str
    champ: str
    ici: str
    la_bas: str


@dataclass(frozen=True, slots=True)
class OnlyOnOneSide:
    """Somebody whom only one of the two knows: a dossier, or a line of the export."""

    nom: str
    reference: str = ""
    ligne: int = 0


@dataclass(frozen=True, slots=True)
class ExportCompared:
    """What an export and the dossiers do not say alike; `lu` is how it was read."""

    lu: Preview
    ecarts: tuple[ExportGap, ...]
    ici_seulement: tuple[OnlyOnOneSide, ...]
    la_bas_seulement: tuple[OnlyOnOneSide, ...]


def compare_export(
    connection: Connection, look: Callable[[Connection], Preview], today: date
) -> ExportCompared:
    """Compare an export with the open dossiers; raise what `preview` raises."""
    seen = look(connection)
    dossiers = _open_dossiers(connection)
    theirs = _situations(seen)
    ours = _ours(
        connection, [dossiers[row.jeune_id][0] for row in seen.connus if row.jeune_id in dossiers], today
    )
    gaps = [gap for row in seen.connus for gap in _gaps(row, dossiers, ours, theirs)]
    here = tuple(
        OnlyOnOneSide(name, reference)
        for minor, (_, reference, name) in dossiers.items()
        if minor not in seen.nommes
    )
    there = tuple(OnlyOnOneSide(f"{s.jeune.prenom} {s.jeune.nom}", ligne=line) for line, s in seen.a_creer)
    return ExportCompared(seen, tuple(gaps), here, there)


_Dossiers = Mapping[int, tuple[int, str, str]]  # by minor: the dossier, its reference, the name


def _open_dossiers(connection: Connection) -> _Dossiers:
    d, j = m.dossier.c, m.jeune.c
    question = select(d.jeune_id, d.id, d.reference, j.prenom, j.nom).join(m.jeune, j.id == d.jeune_id)
    rows = connection.execute(question.where(*own(connection, m.dossier), d.clos_le.is_(None)).order_by(d.id))
    return {row.jeune_id: (row.id, row.reference, f"{row.prenom} {row.nom}") for row in rows}


def _gaps(
    row: ToldOfKnown, dossiers: _Dossiers, ours: Mapping[int, str], theirs: Mapping[int, str]
) -> Iterator[ExportGap]:
    """Yield where the card and the row differ, what one says and the other does not included."""
    number, reference, name = dossiers.get(row.jeune_id, (0, "", f"{row.fiche.prenom} {row.fiche.nom}"))
    for field in MINOR:
        if field.heading and not field.follows:
            mine, other = field.say(field.of(row.fiche)), field.say(field.of(row.report.jeune))
            if _apart(field.name, row.fiche, row.report.jeune) and (mine or other):
                yield ExportGap(reference, row.ligne, name, field.label, mine, other)
    if row.ligne in theirs and number:
        mine, other = ours.get(number, _NONE_HERE), theirs[row.ligne]
        if fold(mine) != fold(other):
            yield ExportGap(reference, row.ligne, name, "situation", mine, other)


def _apart(name: str, one: Jeune, other: Jeune) -> bool:
    field = next(f for f in MINOR if f.name == name)
    compare = field.telling.of if field.telling and field.name != "adresse1" else field.of
    mine, theirs = compare(one), compare(other)
    if isinstance(mine, str) and isinstance(theirs, str):
        return fold(mine) != fold(theirs)
    return mine != theirs


def _ours(connection: Connection, dossiers: Collection[int], today: date) -> dict[int, str]:
    """Return the situation of each dossier on the day, in our words."""
    numbers, words = sorted(dossiers), dict[int, str]()
    for start in range(0, len(numbers), _AT_ONCE):
        for opened in read(connection, numbers[start : start + _AT_ONCE]):
            covering = opened.case.covering(today)
            if covering:
                nature = covering[0].nature
                words[opened.id] = "exemption" if nature == EXEMPTION else Nature(nature).label
    return words


def _situations(seen: Preview) -> dict[int, str]:
    """Return the situation that the export says of each line, in our words where it uses them: the words of
    the two are the same list."""
    reading = seen.lecture
    if reading is None:
        return {}
    column = next((c for c in reading.listing.columns if _SITUATION.search(fold(c.heading))), None)
    if column is None:
        return {}
    ours = {fold(word): nature.label for nature in Nature for word in (str(nature), nature.label)}
    cells = ((row.line, row.cell(column.at).strip()) for row in reading.listing.rows)
    return {line: ours.get(fold(cell), cell) for line, cell in cells if cell}
