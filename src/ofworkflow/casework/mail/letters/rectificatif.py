"""A letter that left is withdrawn: what it was, what it announced, what remains."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import (
    Common,
    LetterSubject,
    as_read,
    number_of_reader,
    numbered,
    shown,
)
from ofworkflow.errors import LetterError
from ofworkflow.letters.models.rectificatif import CourrierRetire, Rectificatif
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import Appointment
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.requests import Appointing
from ofworkflow.procedure.requests.interviews import appointment_of
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Recipient, Retrait, Stage

_AS_READ = {
    str(Model.INFORMATION_FAMILLE): "Information du département",
    str(Model.RECTIFICATIF_FAMILLE): "Ce que nous écrivons au département",
}
"""How a letter names itself to who reads it, where its name in the house says something else."""


def build(s: LetterSubject, common: Common) -> Rectificatif:
    """Return what the letter says."""
    request, stands, stage = s.entry.request, _expected(s), s.opened.case.stage
    addressee, entries = (s.letter.role, s.letter.representant_id), withdrawn_with(s)
    numbers = {entry.n for entry in entries}
    rows = [row for row in s.posted if row.acte_n in numbers]
    theirs = [row for row in rows if (row.role, row.representant_id) == addressee]
    to_them = {row.acte_n for row in theirs} | {entries[0].n}
    appointments = [
        as_read(s, appointment_of(entry.request, entry.n, Stage.SUIVI))
        for entry in entries
        if entry.n in to_them and isinstance(entry.request, Appointing)
    ]
    last = appointments[-1] if appointments else None
    return Rectificatif(
        **common,
        retires=tuple(
            CourrierRetire(_AS_READ.get(row.modele, Model(row.modele).label), row.poste_le)
            for row in sorted(theirs, key=lambda row: row.id)
            if row.poste_le
        ),
        motif=str(request.motif if isinstance(request, ask.Rectifier) else Retrait.AUTRE),
        rendez_vous=numbered(s, last) if last else None,
        a_venir=last is not None and last.on >= s.entry.done_on,
        autres=tuple(shown(each) for each in appointments[:-1] if each.on < s.entry.done_on),
        maintenu=shown(stands) if stands else None,
        en_regle=stage is Stage.CONFORMITE,
        exempte=stage is Stage.EXEMPTION,
        clos=stage is Stage.CLOTURE,
        departement_prevenu=any(row.role == Recipient.DEPARTEMENT for row in rows),
    )


def withdrawn_with(s: LetterSubject) -> list[Entry]:
    """Return the entries that this letter withdraws: that of its act, and those that went with it, in one go,
    before it (`of rectifier --avec-suite`), in the order of the journal."""
    first, request = withdrawn_by(s), s.entry.request
    batch = (request.suite_de or request.acte_n) if isinstance(request, ask.Rectifier) else None
    numbers = {
        e.request.acte_n
        for e in s.opened.entries
        if isinstance(e.request, ask.Rectifier) and e.n < s.entry.n and e.request.suite_de == batch
    }
    return [first, *(e for e in s.opened.entries if e.n in numbers)]


def withdrawn_by(s: LetterSubject) -> Entry:
    """Return the entry that the act of the letter withdraws; raise `LetterError` where it withdraws none."""
    voided = s.entry.effects.annuls
    if voided is None:
        raise LetterError("ce courrier retire un acte que le sien ne nomme pas")
    return next(e for e in s.opened.entries if e.n == voided)


def _expected(s: LetterSubject) -> Appointment | None:
    """Return the appointment to which they are still expected, now that the other one is withdrawn."""
    case = s.opened.case
    appointment = case.appointment
    if (
        appointment is None
        or appointment.outcome
        or appointment.n in case.called_off
        or appointment.on < s.entry.done_on
    ):
        return None
    theirs = s.letter.representant_id
    # of two who must not meet, the other one's day and hour are not told
    mine = not appointment.numbers or theirs is None or number_of_reader(s) in appointment.numbers
    return as_read(s, appointment) if mine and case.reached(appointment.n) else None
