"""Two bilans of the same period: what changed of each figure, which dossiers came in or went out. Pure;
`reasons` tells why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from ofworkflow.records import dataclass
from ofworkflow.statistics.frozen import SealedBilan
from ofworkflow.statistics.indicators.catalogue import INDICATORS
from ofworkflow.statistics.indicators.kinds import Duration
from ofworkflow.statistics.sealed_content import SealedIndicator, ShownCell, cell_of


class Way(StrEnum):
    """How a dossier moved, of a figure: of what is counted, else of what it is divided by, else it only
    weighs otherwise."""

    ENTRE = "entre"
    SORTI = "sorti"
    ENTRE_BASE = "entre_base"
    SORTI_BASE = "sorti_base"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Move:
    """A dossier that a figure counts otherwise: how much it weighed above and below the line, then and
    now."""

    reference: str
    way: Way
    before: tuple[int, ...]
    now: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is no longer the same, or no longer rests on the same dossiers.

    `before`, `now`: `None` where the indicator did not exist. `redefined`: its versions, where they differ.
    """

    code: str
    label: str
    before: ShownCell | None
    now: ShownCell | None
    redefined: tuple[int, int] | None
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class CellChange:
    """A figure of a breakdown that is no longer the same."""

    breakdown: str
    modality: str
    code: str
    before: ShownCell | None
    now: ShownCell | None


def figure_changes(old: SealedBilan, new: SealedBilan) -> tuple[FigureChange, ...]:
    """Return what changed of the totals, in the order of the indicators."""
    codes, references = dict.fromkeys((*_in_order(new), *_in_order(old))), moved(old, new)
    changes = (_figure_change(code, old, new, references) for code in codes)
    return tuple(change for change in changes if change is not None)


def cell_changes(old: SealedBilan, new: SealedBilan) -> tuple[CellChange, ...]:
    """Return what changed of the breakdowns."""
    return tuple(_cell_changes(old, new))


def moved(old: SealedBilan, new: SealedBilan) -> list[str]:
    """Return the dossiers whose measures are no longer the same, come in or gone out, in the order of
    references."""
    both = sorted(set(old.dossiers) | set(new.dossiers))
    return [reference for reference in both if _weighs(old, reference) != _weighs(new, reference)]


def _weighs(
    bilan: SealedBilan, reference: str
) -> tuple[Mapping[str, int], Mapping[str, list[int]] | None] | None:
    dossier = bilan.dossiers.get(reference)
    return None if dossier is None else (dossier["mesures"], dossier.get("jours"))


def _in_order(bilan: SealedBilan) -> list[str]:
    known = bilan.content["indicateurs"]
    ours = [indicator.code for indicator in INDICATORS if indicator.code in known]
    return [*ours, *sorted(set(known) - set(ours))]


def _figure_change(
    code: str, old: SealedBilan, new: SealedBilan, references: Sequence[str]
) -> FigureChange | None:
    before, now = (bilan.content["indicateurs"].get(code) for bilan in (old, new))
    moves = tuple(_moves(before, now, old, new, references)) if before and now else ()
    redefined = (
        (before["version"], now["version"])
        if before and now and before["version"] != now["version"]
        else None
    )
    if before and now and before["valeur"] == now["valeur"] and not moves and not redefined:
        return None
    label = now["libelle"] if now else before["libelle"] if before else ""
    was, is_now = (cell_of(one["valeur"]) if one else None for one in (before, now))
    return FigureChange(code, label, was, is_now, redefined, moves)


def _moves(
    before: SealedIndicator,
    now: SealedIndicator,
    old: SealedBilan,
    new: SealedBilan,
    references: Sequence[str],
) -> Iterator[Move]:
    for reference in references:
        was, is_now = _weight(old, reference, before["mesures"]), _weight(new, reference, now["mesures"])
        if was != is_now:
            yield Move(reference, _way(was, is_now), was, is_now)


def _way(was: tuple[int, ...], is_now: tuple[int, ...]) -> Way:
    above = bool(sum(was[:1])), bool(sum(is_now[:1]))
    if above[0] != above[1]:
        return Way.ENTRE if above[1] else Way.SORTI
    if any(was) != any(is_now):
        return Way.ENTRE_BASE if any(is_now) else Way.SORTI_BASE
    return Way.CHANGE


def _weight(bilan: SealedBilan, reference: str, names: tuple[str, str | None]) -> tuple[int, ...]:
    """Return how a dossier weighs in a figure: above and below the line, or its days."""
    dossier = bilan.dossiers.get(reference)
    counted = dossier["mesures"] if dossier else {}
    above, below = names
    if above in list(Duration):
        return tuple(dossier.get("jours", {}).get(above, ())) if dossier else ()
    return (counted.get(above, 0),) if below is None else (counted.get(above, 0), counted.get(below, 0))


def _cell_changes(old: SealedBilan, new: SealedBilan) -> Iterator[CellChange]:
    tables = [
        {
            name: {" + ".join(where): cells for where, cells in lines}
            for name, lines in bilan.content["ventilations"].items()
        }
        for bilan in (old, new)
    ]
    for name in dict.fromkeys((*tables[1], *tables[0])):
        before, now = (table.get(name, {}) for table in tables)
        for modality in dict.fromkeys((*now, *before)):
            was, is_now = before.get(modality, {}), now.get(modality, {})
            for code in dict.fromkeys((*is_now, *was)):
                if was.get(code) != is_now.get(code):
                    yield CellChange(name, modality, code, cell_of(was.get(code)), cell_of(is_now.get(code)))
