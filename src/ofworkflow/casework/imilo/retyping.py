"""What changed here and must be typed in the national system, ticked once it is.

Nothing is kept for it but the ticks: what there is to type follows from the journal, from the modifications
of cards and from the lists. A tick is a line of the modifications, as any other change: who, when; taken
back, it is another line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import Connection, insert, select

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hold
from ofworkflow.casework.dossier.opened import Opened, read
from ofworkflow.casework.dossier.persons import OF_THE_DOSSIER, TICKED
from ofworkflow.casework.explain.entries import asked_in_words
from ofworkflow.errors import AlreadyNotedError, UsageError
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE
from ofworkflow.procedure.vocabulary import Act, Source
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own

TYPED_THERE = frozenset(
    {
        Act.OUVRIR, Act.SIGNALER, Act.RECEVOIR, Act.CONSTATER_ABSENCE, Act.PROPOSER, Act.PROMETTRE,
        Act.CONSTATER_SITUATION, Act.EXEMPTER, Act.ROMPRE, Act.TRANSMETTRE, Act.CLOTURER, Act.ROUVRIR,
    }
)  # fmt: skip
"""Acts that the national system keeps too; convocations, postings and the rest are ours."""

_AT_ONCE = 200
_LABELS = {f.name: f.label for f in (*REPRESENTATIVE, *MINOR)}


@dataclass(frozen=True, slots=True)
class ToRetype:
    """One thing to type there: its number (« 2025-0001.3 »), whose, since when, what; `fait` once it is
    ticked."""

    numero: str
    reference: str
    nom: str
    le: date
    quoi: str
    fait: bool = False


def to_retype(
    connection: Connection, *, since: date | None = None, reference: str = "", ticked: bool = False
) -> list[ToRetype]:
    """Return what is to be typed in the national system, the oldest first, of one dossier or of all;
    `ticked`: what was ticked instead."""
    items = [
        item
        for item in _every(connection, {reference} if reference else ())
        if since is None or item.le >= since
    ]
    return sorted((each for each in items if each.fait is ticked), key=lambda each: (each.le, each.numero))


def tick(connection: Connection, numbers: Collection[str], *, back: bool, desk: Desk) -> list[ToRetype]:
    """Tick what was typed there, by its number, by the reference of a dossier, or all (« tout »); `back`:
    take ticks back.

    Raise `UsageError` for a number that is none, `AlreadyNotedError` where nothing is left to tick.
    """
    named_of = set() if "tout" in numbers else {number.partition(".")[0] for number in numbers}
    dossiers = {row.reference: row for row in _rows(connection, named_of)}
    hold(connection, [row.id for row in dossiers.values()])  # who ticks at the same second is read after
    known = list(_every(connection, named_of))
    chosen: dict[str, ToRetype] = {}
    for number in numbers:
        named = [each for each in known if number in (each.numero, each.reference, "tout")]
        if not named:
            raise UsageError(f"« {number} » n'est pas un numéro de la liste. Voyez-la : of imilo a-ressaisir")
        chosen |= {each.numero: each for each in named if each.fait is back}
    if not chosen:
        state = "n'est pas coché" if back else "est déjà coché"
        raise AlreadyNotedError(f"Déjà noté : {', '.join(numbers)} {state}. Rien n'a été écrit de plus.")
    lines = [
        {
            "jeune_id": dossiers[each.reference].jeune_id, "representant_id": None, "champ": TICKED,
            "avant": each.numero if back else None, "apres": None if back else each.numero,
            "le": desk.today, "auteur": desk.author, "enregistre_a": desk.now,
        }
        for each in chosen.values()
    ]  # fmt: skip
    connection.execute(insert(m.modification), lines)
    return list(chosen.values())


class _NamedDossier(Protocol):
    """A dossier, and whose it is."""

    id: int
    reference: str
    source: str
    jeune_id: int
    nom: str
    prenom: str


def _rows(connection: Connection, references: Collection[str]) -> Sequence[_NamedDossier]:
    """Return the dossiers of these references; of none, all."""
    d = m.dossier.c
    question = select(d.id, d.reference, d.source, d.jeune_id, m.jeune.c.nom, m.jeune.c.prenom)
    question = question.join(m.jeune, m.jeune.c.id == d.jeune_id).where(*own(connection, m.dossier))
    if references:
        question = question.where(d.reference.in_(references))
    return connection.execute(question.order_by(d.id)).all()


def _every(connection: Connection, references: Collection[str] = ()) -> Iterator[ToRetype]:
    rows = _rows(connection, references)
    names = {row.id: f"{row.prenom} {row.nom}" for row in rows}
    by_list = _by_lists(connection)
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        ticks = _ticks(connection, [row.jeune_id for row in some])
        cards = _cards(connection, [row.jeune_id for row in some])
        sources = {row.id: row.source for row in some}
        for opened in read(connection, [row.id for row in some]):
            done = ticks[opened.jeune_id]
            items = (
                *_acts(opened, done, sources[opened.id]),
                *cards[opened.jeune_id],
                *by_list[opened.jeune_id],
            )
            for mark, on, what in items:
                number = f"{opened.reference}.{mark}"
                yield ToRetype(number, opened.reference, names[opened.id], on, what, number in done)


_Item = tuple[str, date, str]


def _acts(opened: Opened, done: Collection[str], source: str) -> Iterator[_Item]:
    """Yield the acts that stand, and those that were typed there and were taken back since."""
    annulled = opened.case.annulled
    for entry in opened.entries:
        if entry.act not in TYPED_THERE or (entry.act is Act.OUVRIR and source == Source.IMILO):
            continue
        words = asked_in_words(entry)
        what = f"{entry.act.label}{f' ({words})' if words else ''}"
        if entry.n not in annulled:
            yield str(entry.n), entry.done_on, what
        elif f"{opened.reference}.{entry.n}" in done:
            yield f"{entry.n}r", entry.done_on, f"À retirer : {what}, annulé ici"


def _cards(connection: Connection, minors: Sequence[int]) -> dict[int, list[_Item]]:
    """Return what was corrected of each card, the last word of each field."""
    t = m.modification.c
    last: dict[tuple[int, int | None, str], _Item] = {}
    question = (
        select(m.modification).where(t.jeune_id.in_(minors), t.champ.not_in(OF_THE_DOSSIER)).order_by(t.id)
    )
    for row in connection.execute(question):
        whose = "" if row.representant_id is None else "représentant, "
        label = _LABELS.get(row.champ, row.champ)
        what = f"Fiche : {whose}{label} : {row.avant or 'vide'} → {row.apres or 'vide'}"
        key = (row.jeune_id, row.representant_id, row.champ)
        last[key] = (f"f{row.id}", row.le, what)
    by_minor: dict[int, list[_Item]] = defaultdict(list)
    for (minor, _, _), item in last.items():
        by_minor[minor].append(item)
    return by_minor


def _by_lists(connection: Connection) -> dict[int, list[_Item]]:
    """Return what lists changed of each card, but those of the national system itself."""
    t = m.lot.c
    question = select(t.id, t.numero, t.liste_le, t.bilan["completes"].label("whom"))
    question = question.where(*own(connection, m.lot), t.source != str(Source.IMILO)).order_by(t.id)
    by_minor: dict[int, list[_Item]] = defaultdict(list)
    for row in connection.execute(question):
        for each in row.whom or ():
            fields = ", ".join(_LABELS.get(name, name) for name in each["champs"]) or "représentants"
            item = (f"l{row.id}", row.liste_le, f"Fiche complétée par la liste {row.numero} : {fields}")
            by_minor[each["jeune"]].append(item)
    return by_minor


def _ticks(connection: Connection, minors: Sequence[int]) -> dict[int, set[str]]:
    t = m.modification.c
    by_minor: dict[int, set[str]] = defaultdict(set)
    question = (
        select(t.jeune_id, t.avant, t.apres).where(t.jeune_id.in_(minors), t.champ == TICKED).order_by(t.id)
    )
    for minor, before, after in connection.execute(question):
        if after:
            by_minor[minor].add(after)
        else:
            by_minor[minor].discard(before)
    return by_minor
