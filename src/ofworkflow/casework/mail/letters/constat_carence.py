"""Internal record of an absence: who was expected, who came, until when we waited, which calls were made."""

from __future__ import annotations

from datetime import time

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject, last_given, shown
from ofworkflow.letters.models.constat_carence import ConstatCarence
from ofworkflow.letters.people import Fait
from ofworkflow.procedure.addressees import written_to


def build(s: LetterSubject, common: Common) -> ConstatCarence:
    """Return what the letter says."""
    appointment = last_given(s)
    expected = [f"{r.full_name}, {r.qualite.label}" for _, r in written_to(s.persons.representants)]
    return ConstatCarence(
        **common,
        rendez_vous=shown(appointment),
        attendus=(f"{common['jeune'].prenom} {common['jeune'].nom}", *expected),
        presents=(),
        attendu_jusqu_a=_later(appointment.rdv.heure, s.press.attente),
        appels=_calls_since(s),
    )


def _later(at: time, minutes: int) -> time:
    total = min(at.hour * 60 + at.minute + minutes, 24 * 60 - 1)
    return time(total // 60, total % 60)


def _calls_since(s: LetterSubject) -> tuple[Fait, ...]:
    appointment = last_given(s)
    since = s.opened.case.acts_on.get(appointment.n, appointment.on)
    return tuple(fact for fact in s.contacts if since <= fact.le <= s.entry.done_on)
