"""Why a dossier moved between two bilans of the same period: what was recorded, voided, corrected or
filled in between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import ColumnElement, Connection, select

from ofworkflow.procedure.fields import BROKEN_DOWN_BY
from ofworkflow.procedure.requests import VOIDING
from ofworkflow.procedure.vocabulary import Act
from ofworkflow.records import dataclass
from ofworkflow.statistics.frozen import SealedBilan
from ofworkflow.statistics.population import LEFT_OUT
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own

if TYPE_CHECKING:
    from ofworkflow.statistics.sources import Answer

T = TypeVar("T")

_AT_ONCE = 500  # dossiers a question


class ReasonKind(StrEnum):
    """What may move a dossier."""

    OUVERTURE = "ouverture"
    ACTE = "acte"
    ANNULATION = "annulation"
    CONTACT = "contact"
    FICHE = "fiche"
    IMPORT = "import"
    AUCUNE = "aucune"  # no trace: the base was changed by something else, or another version counts otherwise


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that came between two bilans: what, of which legal day, recorded when and by whom.

    `n`: of the entry; for a voiding, `act` and `done_on` are those of what was voided. `detail`: what else a
    person needs.
    """

    kind: ReasonKind
    n: int | None = None
    act: str = ""
    done_on: date | None = None
    recorded_at: datetime | None = None
    author: str = ""
    detail: str = ""


def reasons(
    connection: Connection, references: Sequence[str], old: SealedBilan, new: SealedBilan
) -> dict[str, list[Reason]]:
    """Return why each of these dossiers moved from the older bilan to the later one, and whose sheet was
    corrected since.

    `new` may be the figures of now, not sealed. What cannot move the period (an act of later days that covers
    none of it) is told only where nothing else is known of a dossier.
    """
    telling_of: dict[str, list[Reason]] = defaultdict(list)
    faint: dict[str, list[Reason]] = {}
    for some in _some(references):
        for reference, telling, others in _entries(connection, some, old, new):
            telling_of[reference] += telling
            faint[reference] = others
        for reference, reason in _contacts(connection, some, old, new):
            telling_of[reference].append(reason)
    known = set(old.dossiers) | set(new.dossiers)
    for reference, reason in (*_corrections(connection, old, new), *_filled(connection, old, new)):
        if reference in known:
            telling_of[reference].append(reason)
    for reference in references:
        telling_of[reference] = telling_of[reference] or faint.get(reference) or [Reason(ReasonKind.AUCUNE)]
    return dict(sorted(telling_of.items()))


def _entries(
    connection: Connection, references: Sequence[str], old: SealedBilan, new: SealedBilan
) -> Iterator[tuple[str, list[Reason], list[Reason]]]:
    """Yield, of each dossier, the entries in between that can have moved it, and all of them."""
    d, j = m.dossier.c, m.journal.c
    question = (
        select(d.reference, m.journal)
        .join(m.dossier, d.id == j.dossier_id)
        .where(d.reference.in_(references))
    )
    journals: dict[str, dict[int, Answer]] = defaultdict(dict)
    for row in connection.execute(question.order_by(d.reference, j.n)):
        journals[row.reference][row.n] = row
    for reference, entries in journals.items():
        since = [row for row in entries.values() if _is_between(row, reference, old, new)]
        telling = [row for row in _standing(since) if _may_move(row, old.last)]
        yield reference, [_reason(row, entries) for row in telling], [_reason(row, entries) for row in since]


def _is_between(row: Answer, reference: str, old: SealedBilan, new: SealedBilan) -> bool:
    """Tell what was recorded after the older bilan and not after the later one: by its place in the
    journal, where known."""
    before, after = old.dossiers.get(reference), new.dossiers.get(reference)
    is_later = row.n > before["n"] if before else row.enregistre_a >= old.fixed_at
    return bool(is_later and (row.n <= after["n"] if after else row.enregistre_a <= new.fixed_at))


def _standing(since: list[Answer]) -> list[Answer]:
    """Leave out what was both recorded and voided in between: it moves nothing."""
    numbers = {row.n for row in since}
    voided = {
        row.donnees["annule"]: row.n
        for row in since
        if row.acte in VOIDING and row.donnees["annule"] in numbers
    }
    return [row for row in since if row.n not in voided and row.n not in voided.values()]


def _may_move(row: Answer, last: date) -> bool:
    """Tell whether an entry can change the figures of a period that ends on `last`."""
    if row.acte in _LOOKING_BACK or row.fait_le <= last:
        return True
    cover = row.donnees.get("couvre")
    if cover and cover["debut"] <= last.isoformat():
        return True
    return row.acte == Act.CLOTURER and row.donnees.get("demande", {}).get("motif") in LEFT_OUT


_LOOKING_BACK = (*VOIDING, Act.ROUVRIR, Act.SIGNALER, Act.JUSTIFIER)
"""Acts that change what happened before them, whatever their day: an absence excused later is no longer
one."""


def _reason(row: Answer, entries: Mapping[int, Answer]) -> Reason:
    if row.acte in VOIDING and (voided := entries.get(row.donnees.get("annule", 0))):
        what = (voided.n, voided.acte, voided.fait_le)
        return Reason(
            ReasonKind.ANNULATION,
            *what,
            row.enregistre_a,
            row.auteur,
            str(row.donnees.get("demande", {}).get("motif", "")),
        )
    request = row.donnees.get("demande", {})
    kind = ReasonKind.OUVERTURE if row.acte == Act.OUVRIR else ReasonKind.ACTE
    detail = str(request.get("motif") or request.get("nature") or "")
    return Reason(kind, row.n, row.acte, row.fait_le, row.enregistre_a, row.auteur, detail)


def _contacts(
    connection: Connection, references: Sequence[str], old: SealedBilan, new: SealedBilan
) -> Iterator[tuple[str, Reason]]:
    d, c = m.dossier.c, m.contact.c
    question = select(d.reference, m.contact).join(m.dossier, d.id == c.dossier_id)
    question = question.where(d.reference.in_(references), *_between(c.id, "contact", old, new)).order_by(
        d.reference, c.id
    )
    for row in connection.execute(question):
        yield (
            row.reference,
            Reason(
                ReasonKind.CONTACT,
                None,
                "",
                row.le,
                row.enregistre_a,
                row.auteur,
                f"{row.nature}, {row.resultat}",
            ),
        )


def _corrections(connection: Connection, old: SealedBilan, new: SealedBilan) -> Iterator[tuple[str, Reason]]:
    """Yield what was corrected of the sheets, of what figures are broken down by."""
    d, t = m.dossier.c, m.modification.c
    question = (
        select(d.reference, m.modification)
        .join(m.dossier, d.jeune_id == t.jeune_id)
        .where(*own(connection, m.dossier), t.champ.in_(BROKEN_DOWN_BY), t.representant_id.is_(None))
        .where(*_between(t.id, "modification", old, new))
        .order_by(d.reference, t.id)
    )
    for row in connection.execute(question):
        change = f"{row.champ} : {row.avant or 'vide'} → {row.apres or 'vide'}"
        yield row.reference, Reason(ReasonKind.FICHE, None, "", row.le, row.enregistre_a, row.auteur, change)


def _filled(connection: Connection, old: SealedBilan, new: SealedBilan) -> Iterator[tuple[str, Reason]]:
    """Yield what a list that was imported filled in of the sheets."""
    t = m.lot.c
    question = select(m.lot).where(*own(connection, m.lot), *_between(t.id, "lot", old, new)).order_by(t.id)
    filled: dict[int, list[Reason]] = defaultdict(list)
    for row in connection.execute(question):
        for one in row.bilan.get("completes", ()):
            if fields := sorted(set(one["champs"]) & set(BROKEN_DOWN_BY)):
                origin = f"{row.numero} : {', '.join(fields)}"
                filled[one["jeune"]].append(
                    Reason(ReasonKind.IMPORT, None, "", row.liste_le, row.enregistre_a, row.auteur, origin)
                )
    d = m.dossier.c
    for some in _some(sorted(filled)):
        for row in connection.execute(
            select(d.reference, d.jeune_id).where(*own(connection, m.dossier), d.jeune_id.in_(some))
        ):
            yield from ((row.reference, reason) for reason in filled[row.jeune_id])


def _some(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))


def _between(
    number: ColumnElement[int], name: str, old: SealedBilan, new: SealedBilan
) -> tuple[ColumnElement[bool], ...]:
    """Keep the rows that the older bilan did not know and the later one does."""
    return (number > old.content["reperes"][name], number <= new.content["reperes"][name])
