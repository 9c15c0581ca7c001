"""Internal record of an absence: who was expected, who came, until when we waited, which calls were made."""

from __future__ import annotations

from datetime import time

from ofworkflow.casework.mail.letters.subject import (
    Common,
    LetterSubject,
    clock_after,
    last_given,
    represented_by,
    shown,
)
from ofworkflow.letters.models.constat_carence import ConstatCarence
from ofworkflow.letters.people import Fait
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import who_came
from ofworkflow.procedure.french import french_hour


def build(s: LetterSubject, common: Common) -> ConstatCarence:
    """Return what the letter says."""
    appointment = last_given(s)
    request = s.entry.request
    came: tuple[str, ...] = ()
    waited: time | None = None
    if isinstance(request, ask.ConstaterAbsence):
        came, waited = _who_came(request, s), _waited(request, appointment.rdv.heure)
    other = appointment.other
    apart = other and s.persons.representants[other.avec - 1]
    expected = [
        f"{r.full_name}, {r.qualite.label}"
        + (f" (à part, à {french_hour(other.heure)})" if other and r is apart else "")
        for r in represented_by(s)
    ]
    return ConstatCarence(
        **common,
        rendez_vous=shown(appointment),
        attendus=(f"{common['jeune'].prenom} {common['jeune'].nom}", *expected),
        presents=came,
        attendu_jusqu_a=waited,
        appels=_calls_since(s),
    )


def _who_came(request: ask.ConstaterAbsence, s: LetterSubject) -> tuple[str, ...]:
    if not request.present:
        return ()
    people = s.persons.representants
    named = tuple(
        f"{people[rank].full_name}, {people[rank].qualite.label}"
        for rank in who_came(request.representants, people, s.entry.done_on)
    )
    return named or ("un représentant légal",)


def _waited(request: ask.ConstaterAbsence, at: time) -> time | None:
    """Return until when somebody waited, where it was noted."""
    if request.attente:
        return clock_after(at, request.attente)
    return request.attendu_jusqu_a


def _calls_since(s: LetterSubject) -> tuple[Fait, ...]:
    appointment = last_given(s)
    since = s.opened.case.acts_on.get(appointment.n, appointment.on)
    return tuple(fact for fact in s.contacts if since <= fact.le <= s.entry.done_on)
