"""The journal as it is stored: the one place that knows its JSON, for ever (`tests/golden`).

What is empty is left out. The keys below are those that questions in SQL read too;
`tests/storage/test_journal_codec.py` holds them together.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, time
from functools import cache
from typing import Any, Protocol, Union, get_args, get_origin, get_type_hints

from ofworkflow.errors import StorageError
from ofworkflow.law.deadlines import Deadline
from ofworkflow.procedure.case import Coverage, RendezVous, RunningDelay
from ofworkflow.procedure.entries import NO_EFFECT, Effects, Ended, Entry, Request
from ofworkflow.procedure.requests import REQUESTS
from ofworkflow.procedure.vocabulary import Act, Alone, Delay, DelayState, Stage, Trigger, Word
from ofworkflow.text import clean_line, iso

Json = Mapping[str, Any]  # as `json.loads` gives it
_day = date.fromisoformat

ASKED, OPENS, ENDS, COVERS, ANNULS = "demande", "ouvre", "ferme", "couvre", "annule"
ESTABLISHES, UNDER, NEW_CYCLE, ALONE = "declencheur_ouvert", "declencheur", "cycle", "jeune_seul"
CLEARS, THEIRS = "declencheur_eteint", "repris_de"


class UnreadableEntryError(StorageError):
    """An entry whose stored form is not one that the program ever wrote."""

    def __init__(self, n: object, why: str) -> None:
        self.n = n
        super().__init__(
            f"L'entrée n° {n} du journal ne se lit pas : {why}. Faites examiner la base (of docteur)."
        )


class JournalLine(Protocol):
    """A row of the journal."""

    n: int
    acte: str
    de: str | None
    vers: str
    fait_le: date
    auteur: str
    donnees: Json


def decode(line: JournalLine) -> Entry:
    """Return the entry of a row of the journal; raise `UnreadableEntryError`."""
    try:
        source = Stage(line.de) if line.de else None
        request = decode_request(Act(line.acte), line.donnees.get(ASKED, {}))
        effects = _effects(line.n, line.donnees)
        return Entry(line.n, request, source, Stage(line.vers), line.fait_le, line.auteur, effects)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableEntryError(line.n, f"{error}" or type(error).__name__) from error


def encode(entry: Entry) -> dict[str, object]:
    """Return what the journal keeps of an entry beside its columns."""
    effects = entry.effects
    data: dict[str, object] = {ASKED: encode_request(entry.request)}
    if effects.opens:
        data[OPENS] = [_delay_data(delay) for delay in effects.opens]
    if effects.ends:
        data[ENDS] = [[end.opened_by, str(end.slug), str(end.state)] for end in effects.ends]
    if effects.covers:
        data[COVERS] = _coverage_data(effects.covers)
    if effects.opens_trigger:
        data[ESTABLISHES] = str(effects.opens_trigger)
    if effects.under:
        data[UNDER] = str(effects.under)
    if effects.clears_trigger:
        data[CLEARS] = True
    if effects.annuls is not None:
        data[ANNULS] = effects.annuls
    if effects.new_cycle:
        data[NEW_CYCLE] = True
    if effects.alone:
        data[ALONE] = str(effects.alone)
    if effects.repris_de:
        data[THEIRS] = clean_line(effects.repris_de)
    return data


def encode_request(request: Request | RendezVous) -> dict[str, object]:
    """Return what was asked; what is empty is left out."""
    kind: type = type(request)
    pairs = [(name, getattr(request, name)) for name in _names(kind)]
    return {name: _plain(value) for name, value in pairs if value not in _LEFT_OUT}


def decode_request(act: Act, written: Json) -> Request:
    """Return the request of an act, from what was kept of it; raise `TypeError` where something needed is
    missing."""
    readers = _readers(act)
    values = {
        name: read(written[name]) if name in written else empty
        for name, read, empty in readers
        if name in written or empty is not None
    }
    return REQUESTS[act](**values)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def _plain(value: object) -> object:
    if isinstance(value, RendezVous):
        return encode_request(value)
    if isinstance(value, date):
        return iso(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return list(value)
    return _words(value) if isinstance(value, str) else value


def _words(value: str) -> str:
    """Return what is kept of words, whatever face of the program they come by; a word of the vocabulary is
    its slug."""
    return str(value) if isinstance(value, Word) else clean_line(value)


@cache
def _readers(act: Act) -> tuple[tuple[str, Callable[[object], object], object], ...]:
    """Return the fields of a request: name, what reads the stored value, and the empty value that the
    journal leaves out."""
    hints = get_type_hints(REQUESTS[act])
    known = ((f.name, hints[f.name], f.default) for f in fields(REQUESTS[act]))
    return tuple(
        (name, _reader(hint), _EMPTY.get(hint) if default is MISSING else None)
        for name, hint, default in known
    )


_LEFT_OUT: tuple[object, ...] = (None, "", ())
_EMPTY: Mapping[object, object] = {str: "", tuple[int, ...]: ()}


def _reader(hint: object) -> Callable[[object], object]:
    if get_origin(hint) in (Union, types.UnionType):
        [hint] = [part for part in get_args(hint) if part is not type(None)]
    if hint is RendezVous:
        return _rendez_vous
    if get_origin(hint) is tuple:
        return _numbers
    return _SCALARS.get(hint) or _word(hint)


def _word(hint: object) -> Callable[[object], object]:
    if isinstance(hint, type) and issubclass(hint, Word):
        return hint
    raise TypeError(f"the journal does not know how to keep {hint}")


def _rendez_vous(value: object) -> RendezVous:
    if not isinstance(value, Mapping):
        raise TypeError(f"« {value} » n'est pas un rendez-vous")
    lieu = value.get("lieu", "")
    return RendezVous(date.fromisoformat(value["le"]), time.fromisoformat(value["heure"]), lieu)


def _numbers(value: object) -> tuple[int, ...]:
    if not isinstance(value, list):
        raise TypeError(f"« {value} » n'est pas une liste de numéros")
    return tuple(map(int, value))


_SCALARS: Mapping[object, Callable[[object], object]] = {
    date: _day,  # type: ignore[dict-item]  # whatever else raises `TypeError`
    time: lambda value: time.fromisoformat(str(value)),
    int: lambda value: int(str(value)),
    str: str,
}


def _effects(n: int, data: Json) -> Effects:
    if len(data) == 1 and ASKED in data:
        return NO_EFFECT
    covers, annuls = data.get(COVERS), data.get(ANNULS)
    established, under = data.get(ESTABLISHES), data.get(UNDER)
    return Effects(
        opens=tuple([_delay(opened) for opened in data.get(OPENS, ())]),
        ends=tuple(
            [Ended(int(by), Delay(slug), DelayState(state)) for by, slug, state in data.get(ENDS, ())]
        ),
        covers=_coverage(n, covers) if covers else None,
        opens_trigger=Trigger(established) if established else None,
        under=Trigger(under) if under else None,
        annuls=int(annuls) if annuls is not None else None,
        new_cycle=bool(data.get(NEW_CYCLE)),
        clears_trigger=bool(data.get(CLEARS)),
        alone=Alone(data[ALONE]) if ALONE in data else None,
        repris_de=str(data.get(THEIRS, "")),
    )


def _delay_data(delay: RunningDelay) -> dict[str, object]:
    dates = delay.dates
    data: dict[str, object] = {
        "slug": str(delay.slug),
        "par": delay.opened_by,
        "depart": iso(dates.starts_on),
        "nominale": iso(dates.nominal_on),
        "legale": iso(dates.legal_on),
        "interne": iso(dates.internal_on),
        "fondement": dates.basis,
        "duree": dates.length,
    }
    if dates.version_since:
        data["version"] = iso(dates.version_since)
    if delay.provisional:
        data["provisoire"] = True
    if delay.anchor:
        data["ancre"] = delay.anchor
    return data


def _delay(data: Json) -> RunningDelay:
    dates = Deadline(
        _day(data["depart"]), _day(data["nominale"]), _day(data["legale"]), _day(data["interne"]),
        data["fondement"], data["duree"], _day(data["version"]) if "version" in data else None,
    )  # fmt: skip
    return RunningDelay(
        Delay(data["slug"]), data["par"], dates, bool(data.get("provisoire")), data.get("ancre", "")
    )


def _coverage_data(coverage: Coverage) -> dict[str, object]:
    return {
        "nature": coverage.nature,
        "debut": iso(coverage.starts_on),
        "fin": iso(coverage.ends_on),
        "revue": coverage.is_review,
        "preuve": _words(coverage.proof),
        "preuve_vue": iso(coverage.proof_seen_on),
        "sous_type": coverage.subtype,
    }


def _coverage(n: int, data: Json) -> Coverage:
    return Coverage(
        n, data["nature"], _day(data["debut"]), _day(data["fin"]), data["revue"],
        data["preuve"], _day(data["preuve_vue"]), data["sous_type"],
    )  # fmt: skip
