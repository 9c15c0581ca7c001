"""Where people are written to, as it is corrected by hand: whose address, and who lives under one roof."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from ofworkflow.casework.dossier.persons import Persons
from ofworkflow.procedure.persons import Adresse

_ASKED = "--adresse ADRESSE --cp CP --ville VILLE"


def address_command(reference: str, number: int | None, place: Adresse | None = None) -> str:
    """Return what is typed to change an address: the minor's (None), or a representative's, by number."""
    whose = "" if number is None else f" --representant {number}"
    return f"of modifier {reference}{whose} {_ASKED if place is None else _typed(place)}"


def _typed(place: Adresse) -> str:
    parts = (
        ("--adresse", place.ligne1),
        ("--complement", place.ligne2),
        ("--cp", place.code_postal),
        ("--ville", place.ville),
        ("--pays", place.pays),
    )
    return " ".join(f"{option} {shlex.quote(text)}" for option, text in parts if text)


def left_behind(before: Persons, after: Persons) -> Iterator[tuple[int | None, Adresse]]:
    """Yield who still has the address that the other one left: the minor (None), or the representative who
    lodges him or her (by number), with the new address.

    Nothing says that both have moved: a person decides.
    """
    host = next((n for n, each in enumerate(after.representants) if each.heberge), None)
    if host is None or host >= len(before.representants) or not before.representants[host].heberge:
        return
    minor_was, minor_is = before.jeune.adresse, after.jeune.adresse
    host_was, host_is = before.representants[host].adresse, after.representants[host].adresse
    if minor_was != host_was or not minor_was.is_complete() or minor_is == host_is:
        return
    if minor_is == minor_was:
        yield None, host_is
    elif host_is == host_was:
        yield host + 1, minor_is
