"""Internal record of an absence: who was expected, who came, until when we waited, which calls were made."""

from __future__ import annotations

from datetime import time

from ofworkflow.casework.mail.fates import what_became_of
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
from ofworkflow.procedure.case import Appointment
from ofworkflow.procedure.french import french_hour
from ofworkflow.procedure.mailings import NEVER_ARRIVED
from ofworkflow.procedure.step_letters import SUMMONSES
from ofworkflow.procedure.vocabulary import Recipient


def build(s: LetterSubject, common: Common) -> ConstatCarence:
    """Return what the letter says."""
    appointment = last_given(s)
    request = s.entry.request
    came: tuple[str, ...] = ()
    waited: time | None = None
    if isinstance(request, ask.ConstaterAbsence):
        came, waited = _who_came(request, s), _waited(request, appointment.rdv.heure)
    expected, back = _who_was_expected(s, appointment)
    return ConstatCarence(
        **common,
        rendez_vous=shown(appointment),
        attendus=expected,
        non_atteints=back,
        presents=came,
        attendu_jusqu_a=waited,
        appels=_calls_since(s),
    )


def _who_was_expected(s: LetterSubject, appointment: Appointment) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who knew of the appointment, and who did not: their convocation came back, or was lost; where no
    letter of ours told it, all who are written to."""
    persons, other = s.persons, appointment.other
    summonses = [
        r
        for r in s.posted
        if r.acte_n == appointment.n and r.modele in SUMMONSES and r.role != Recipient.COPIES
    ]
    fates = {row.representant_id: row for row in summonses}
    known: list[str] = []
    back: list[str] = []
    for who in (None, *represented_by(s)):
        rank = None if who is None else persons.representants.index(who)
        name = (
            f"{persons.jeune.prenom} {persons.jeune.nom}"
            if who is None
            else f"{who.full_name}, {who.qualite.label}"
        )
        if other and rank is not None and rank + 1 == other.avec:
            name += f" (à part, à {french_hour(other.heure)})"
        row = fates.get(None if rank is None else persons.representant_ids[rank])
        if row and row.etat in NEVER_ARRIVED:
            back.append(f"{name} : {what_became_of(row)}")
        elif row or not summonses:
            known.append(name)
    return tuple(known), tuple(back)


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
