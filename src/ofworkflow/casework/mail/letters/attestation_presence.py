"""Somebody came: the young person, or a representative alone; named where it was noted who, with the hours
that somebody noted."""

from __future__ import annotations

from datetime import date, time

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject, clock_after
from ofworkflow.letters.models.attestation_presence import AttestationPresence
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import who_came
from ofworkflow.procedure.vocabulary import Presence


def build(s: LetterSubject, common: Common) -> AttestationPresence:
    """Return what the letter says."""
    request = s.entry.request
    minor = common["jeune"]
    minor_came = isinstance(request, ask.Recevoir) and request.present is not Presence.REPRESENTANT
    presents: tuple[str, ...] = (f"{minor.prenom} {minor.nom}",) if minor_came else ()
    if isinstance(request, ask.Recevoir | ask.ConstaterAbsence) and request.present is not Presence.MINEUR:
        people = s.persons.representants
        named = tuple(
            people[rank].full_name for rank in who_came(request.representants, people, s.entry.done_on)
        )
        presents += named or ("un représentant légal",)
    begins, ends = _hours(s)
    received = isinstance(request, ask.Recevoir)
    day = s.entry.done_on if received else _given_on(s)
    return AttestationPresence(
        **common, recu_le=day, presents=presents, debut=begins, fin=ends, jeune_present=minor_came
    )


def _given_on(s: LetterSubject) -> date:
    given = s.opened.case.appointment_before(s.entry.n)
    return given.on if given else s.entry.done_on


def _hours(s: LetterSubject) -> tuple[time | None, time | None]:
    """Return from when to when, as far as somebody noted it; a length noted alone is counted from the
    appointment's hour."""
    asked = s.entry.request
    if not isinstance(asked, ask.Recevoir):
        return None, None
    given = s.opened.case.appointment_before(s.entry.n)
    begins = asked.debut
    if begins is None and asked.duree and given is not None and given.on == s.entry.done_on:
        begins = given.rdv.heure
    ends = asked.fin
    if ends is None and asked.duree and begins is not None:
        ends = clock_after(begins, asked.duree)
    return begins, ends
