"""Somebody came: the young person, or a representative alone; named where it was noted who, with the hours
that somebody noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from ofworkflow.casework.mail.letters.subject import (
    Common,
    LetterSubject,
    as_read,
    clock_after,
    told_of,
)
from ofworkflow.letters.models.attestation_presence import AttestationPresence
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import who_came
from ofworkflow.procedure.case import Appointment
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.procedure.vocabulary import Presence


def build(s: LetterSubject, common: Common) -> AttestationPresence:
    """Return what the letter says."""
    request = s.entry.request
    minor = common["jeune"]
    minor_came = isinstance(request, ask.Recevoir) and request.present is not Presence.REPRESENTANT
    presents: tuple[str, ...] = (f"{minor.prenom} {minor.nom}",) if minor_came else ()
    if isinstance(request, ask.Recevoir | ask.ConstaterAbsence) and request.present is not Presence.MINEUR:
        people = s.persons.representants
        ranks: Sequence[int] = who_came(request.representants, people, s.entry.done_on)
        if appointment := _of_the_day(s):
            ranks = told_of(s, appointment, ranks)
        named = tuple(_who(people[rank]) for rank in ranks)
        presents += named or (() if minor_came and request.representants else ("un représentant légal",))
    begins, ends = _hours(s)
    received = isinstance(request, ask.Recevoir)
    day = s.entry.done_on if received else _given_on(s)
    return AttestationPresence(
        **common, recu_le=day, presents=presents, debut=begins, fin=ends, jeune_present=minor_came
    )


def _who(r: RepresentantLegal) -> str:
    """Return who was received: a person of a service, whose name as it is written has no article."""
    return f"une personne de « {r.full_name} »" if r.is_service else r.full_name


def _of_the_day(s: LetterSubject) -> Appointment | None:
    """Return the appointment that was held, or missed, that day."""
    appointment = s.opened.case.appointment_before(s.entry.n)
    held = isinstance(s.entry.request, ask.Recevoir)
    return None if appointment is None or (held and appointment.on != s.entry.done_on) else appointment


def _given_on(s: LetterSubject) -> date:
    appointment = s.opened.case.appointment_before(s.entry.n)
    return appointment.on if appointment else s.entry.done_on


def _hours(s: LetterSubject) -> tuple[time | None, time | None]:
    """Return from when to when, as far as somebody noted it; a length noted alone is counted from the
    appointment's hour."""
    request = s.entry.request
    if not isinstance(request, ask.Recevoir):
        return None, None
    appointment, begins = _of_the_day(s), request.debut
    if begins is None and request.duree and appointment is not None:
        begins = as_read(s, appointment).rdv.heure
    ends = request.fin
    if ends is None and request.duree and begins is not None:
        ends = clock_after(begins, request.duree)
    return begins, ends
