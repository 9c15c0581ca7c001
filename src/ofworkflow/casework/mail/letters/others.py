"""What another mission locale did before we had the dossier: a letter of ours says whose it was."""

from __future__ import annotations

from collections.abc import Sequence

from ofworkflow.procedure.case import Appointment
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.requests import Poster


def given_by_others(entries: Sequence[Entry], appointment: Appointment) -> str:
    """Return the mission locale that gave the appointment, where it was not us."""
    return next(e.effects.repris_de for e in entries if e.n == appointment.n)


def sent_by_others(entries: Sequence[Entry], entry: Entry) -> str:
    """Return how the letters of an act of theirs left, and from where; empty for an act of ours."""
    theirs = entry.effects.repris_de
    if not theirs:
        return ""
    posted = (e for e in entries if isinstance(e.request, Poster) and e.request.acte_n == entry.n)
    return " ; ".join(
        f"envoyée par {theirs} : {e.request.mode.label}, le {e.done_on:%d/%m/%Y}"
        for e in posted
        if isinstance(e.request, Poster)
    )


def with_whose(entry: Entry, detail: str) -> str:
    """Return the detail of a fact, with who did it where it was not us, and nothing says so yet."""
    theirs = entry.effects.repris_de
    if not theirs or theirs in detail:
        return detail
    return f"{detail} ; noté par {theirs}" if detail else f"noté par {theirs}"
