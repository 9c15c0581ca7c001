"""What nothing in a list proves, for a person to say: day or month first, which sex is 1. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date

from ofworkflow.intake.days import ReadDay
from ofworkflow.intake.judging import NUMBERED, proved_by
from ofworkflow.intake.prepared import plausible_birth
from ofworkflow.intake.preview import Reading
from ofworkflow.intake.proposal import days_of
from ofworkflow.records import dataclass

_ASKED = 2  # days that may be two, from which the column is asked: one alone waits as a row
_NAMES = 3  # first names shown of each number


@dataclass(frozen=True, slots=True)
class Unproved:
    """A day that may be two, and the first names by number of a sex; empty where all is proved."""

    day: str = ""
    sexes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def unproved(reading: Reading, list_on: date) -> Unproved:
    """Return what a person has to say of a list."""
    return Unproved(_day(reading, list_on), _sexes(reading))


def _day(reading: Reading, list_on: date) -> str:
    places = reading.mapped.places
    if "naissance" not in places:
        return ""
    days = days_of(reading.listing, places)["naissance"]
    if days.order:
        return ""
    texts = (row.cell(places["naissance"]) for row in reading.listing.rows)
    both = [text for text in texts if _may_be_two(days.read(text, _plausible_on(list_on)))]
    return both[0] if len(both) >= _ASKED else ""


def _plausible_on(list_on: date) -> Callable[[date], bool]:
    return lambda on: plausible_birth(on, list_on)


def _may_be_two(read: ReadDay | None) -> bool:
    other = read.swapped if read else None
    return read is not None and other is not None and (read.on.day, read.on.month) == (other.month, other.day)


def _sexes(reading: Reading) -> Mapping[str, tuple[str, ...]]:
    listing, at = reading.listing, reading.mapped.places.get("sexe")
    if at is None or proved_by(listing.columns[at].heading):
        return {}
    if any(text not in NUMBERED for text in {row.cell(at) for row in listing.rows} - {""}):
        return {}
    who = next(
        (
            p
            for f in ("prenom", "nom_prenom", "prenom_nom")
            if (p := reading.mapped.places.get(f)) is not None
        ),
        at,
    )
    return {
        number: tuple(row.cell(who) for row in listing.rows if row.cell(at) == number)[:_NAMES]
        for number in sorted({row.cell(at) for row in listing.rows} & NUMBERED)
    }
