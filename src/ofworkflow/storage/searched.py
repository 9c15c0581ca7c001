"""The words by which dossiers are looked for (`recherche`): written with what they follow from, and worked
out again where they do not say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, delete, insert, select

from ofworkflow.procedure.name_keys import sound_of
from ofworkflow.storage import models as m
from ofworkflow.storage.noted_words import note_line
from ofworkflow.storage.whole_tables import follow_all
from ofworkflow.text import fold

_AT_ONCE = 500
OF_A_MINOR = frozenset({"nom", "prenom", "nom_usage", "commune", "etablissement"})
OF_A_PARENT = frozenset({"nom", "prenom"})
"""The columns of the cards that the words follow."""


class NamedPerson(Protocol):
    """What is used here of a parent's card."""

    @property
    def nom(self) -> str:
        """The name."""

    @property
    def prenom(self) -> str:
        """The first name; a service has none."""


class PlacedPerson(NamedPerson, Protocol):
    """What is used here of a minor's card."""

    @property
    def nom_usage(self) -> str | None:
        """The name of use."""

    @property
    def commune(self) -> str:
        """Where he or she lives."""

    @property
    def etablissement(self) -> str | None:
        """Where he or she learnt last."""


class Searched(NamedTuple):
    """The words of one dossier, folded."""

    noms: str
    parents: str
    sons: str
    commune: str
    etablissement: str
    notes: str = ""


def searched(minor: PlacedPerson, parents: Iterable[NamedPerson], notes: Iterable[str] = ()) -> Searched:
    """Return the words of a dossier, in the order of the notes that are given."""
    nom, prenom, usage = minor.nom or "", minor.prenom or "", minor.nom_usage or ""
    names = _line(fold(nom, prenom), fold(usage), *_joined(nom, prenom, usage))
    couples = [(each.prenom or "", each.nom or "") for each in parents]
    theirs = _line(*(word for each in couples for word in (fold(*each), *_joined(*each))))
    words = dict.fromkeys((*names.split(), *theirs.split()))
    return Searched(
        noms=names,
        parents=theirs,
        sons=" ".join(f"{sound_of(word)}={word}" for word in words),
        commune=fold(minor.commune or ""),
        etablissement=fold(minor.etablissement or ""),
        notes="".join(map(note_line, notes)),
    )


def _line(*words: str) -> str:
    return " ".join(filter(None, words))


def _joined(*names: str) -> Iterator[str]:
    """Yield names of several words as if they were one, as they are heard: « DE LA TOUR », « Jean-Luc »; and
    each half of a double name: « BEN SALAH-MARTIN »."""
    for piece in dict.fromkeys(piece for name in names for piece in (name, *name.split("-"))):
        if len(words := fold(piece).split()) > 1:
            yield "".join(words)


def in_the_order_of(kept: Searched, written: Searched) -> Searched:
    """Return what is written, its notes in the order in which they are kept where they are the same: they
    were added as they were noted, of acts and of contacts together."""
    same = sorted(kept.notes.split("\n")) == sorted(written.notes.split("\n"))
    return written._replace(notes=kept.notes) if same else written


def new_row(dossier_id: int, structure: str, words: Searched) -> dict[str, object]:
    """Return the row of a dossier."""
    return {"dossier_id": dossier_id, "structure": structure, **words._asdict()}


def follow_searched(connection: Connection, minors: Collection[int]) -> int:
    """Have the words of the dossiers of these minors say what is written of them; return how many rows were
    wrong or missing."""
    d, numbers, wrong = m.dossier.c, sorted(set(minors)), 0
    for start in range(0, len(numbers), _AT_ONCE):
        theirs = select(d.id).where(d.jeune_id.in_(numbers[start : start + _AT_ONCE]))
        wrong += follow_dossiers(connection, connection.execute(theirs).scalars().all())
    return wrong


def follow_all_searched(connection: Connection) -> int:
    """Do the same of every dossier of the base."""
    return follow_all(connection, m.dossier.c.id, follow_dossiers)


def follow_dossiers(connection: Connection, dossiers: Sequence[int]) -> int:
    """Do the same of these dossiers, few at a time."""
    d, j, t = m.dossier.c, m.jeune.c, m.recherche.c
    kept = {
        row["dossier_id"]: (str(row["structure"]), Searched(*(row[name] for name in Searched._fields)))
        for row in connection.execute(select(m.recherche).where(t.dossier_id.in_(dossiers))).mappings()
    }
    question = select(d.id, d.structure, d.jeune_id, j.nom, j.prenom, j.nom_usage, j.commune, j.etablissement)
    rows = connection.execute(question.join(m.jeune, j.id == d.jeune_id).where(d.id.in_(dossiers))).all()
    parents, notes = _parents(connection, [row.jeune_id for row in rows]), _notes(connection, dossiers)
    due = {}
    for row in rows:
        words = searched(row, parents.get(row.jeune_id, ()), notes.get(row.id, ()))
        known = kept.get(row.id)
        due[row.id] = (row.structure, in_the_order_of(known[1], words) if known else words)
    wrong = [number for number, words in due.items() if kept.get(number) != words]
    if wrong:
        connection.execute(delete(m.recherche).where(t.dossier_id.in_(wrong)))
        connection.execute(insert(m.recherche), [new_row(number, *due[number]) for number in wrong])
    return len(wrong)


def _parents(connection: Connection, minors: Sequence[int]) -> Mapping[int, Sequence[NamedPerson]]:
    r, by_minor = m.representant.c, defaultdict[int, list[NamedPerson]](list)
    question = select(r.jeune_id, r.nom, r.prenom).where(r.jeune_id.in_(minors)).order_by(r.rang, r.id)
    for row in connection.execute(question):
        by_minor[row.jeune_id].append(row)
    return by_minor


def _notes(connection: Connection, dossiers: Sequence[int]) -> Mapping[int, Sequence[str]]:
    by_dossier: dict[int, list[str]] = defaultdict(list)
    for table in (m.journal, m.contact):
        c = table.c
        for row in connection.execute(
            select(c.dossier_id, c.note).where(c.dossier_id.in_(dossiers), c.note.is_not(None))
        ):
            by_dossier[row.dossier_id].append(row.note)
    return by_dossier
