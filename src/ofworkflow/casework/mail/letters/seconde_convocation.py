"""R. 114-7, and which of its three triggers; `terme_le` ends the two months and may still be provisional."""

from __future__ import annotations

from typing import cast

from ofworkflow.casework.mail.letters.chronology import interview_before
from ofworkflow.casework.mail.letters.subject import (
    Common,
    LetterSubject,
    began_before,
    given_before,
    given_by,
    majority_before_end,
    notice_not_before,
    numbered,
    standing,
    told_of,
    two_months,
    two_months_end,
)
from ofworkflow.letters.models.seconde_convocation import Declencheur, Depart, SecondeConvocation
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import EXEMPTION
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.natures import nature_label
from ofworkflow.procedure.vocabulary import Act, Stage, Trigger


def build(s: LetterSubject, common: Common) -> SecondeConvocation:
    """Return what the letter says."""
    _, appointment = given_by(s)
    entries = standing(s)
    trigger = next((e.effects.under for e in reversed(entries) if e.effects.under), Trigger.ABSENCE)
    absence = next((e for e in reversed(entries) if e.act is Act.CONSTATER_ABSENCE), None)
    missed = given_before(s, absence.n).on if absence and trigger is Trigger.ABSENCE else None
    running, since = two_months(s), began_before(s)
    earlier = running is not None and any(
        a.kind is Stage.CONVOCATION and running.opened_by <= a.n < s.letter.acte_n
        for a in s.opened.case.appointments
    )
    return SecondeConvocation(
        **common,
        rendez_vous=numbered(s, appointment),
        declencheur=cast(Declencheur, str(trigger)),
        absence_le=missed,
        parent_venu=bool(missed and absence and _parent_came(s, absence)),
        terme_le=two_months_end(s),
        seconde=interview_before(s, s.letter.acte_n),
        suivante=earlier,
        depart=cast(Depart, running.anchor if running else "envoi"),
        depart_le=since,
        information_des_le=notice_not_before(s, appointment),
        majorite_le=majority_before_end(s),
        arret_de=_stopped(s) if trigger is Trigger.ABANDON else "",
        propose_par=absence.effects.repris_de if absence and trigger is Trigger.ABSENCE else "",
    )


def _parent_came(s: LetterSubject, absence: Entry) -> bool:
    """Tell whether this letter says that a representative came: not to who must not meet them."""
    request, missed = absence.request, s.opened.case.appointment_before(absence.n)
    if not isinstance(request, ask.ConstaterAbsence) or not request.present:
        return False
    ranks = [number - 1 for number in request.representants]
    return missed is None or missed.other is None or bool(told_of(s, missed, ranks))


def _stopped(s: LetterSubject) -> str:
    """Return what was abandoned: what the breach names; one of before named nothing, and ended all of the
    day."""
    ended = next((e for e in reversed(standing(s)) if isinstance(e.request, ask.Rompre)), None)
    if ended is None or not isinstance(ended.request, ask.Rompre):
        return ""
    named = s.opened.case.coverage(ended.request.situation)
    broken = [c for c in s.opened.case.coverages if c.broken_on and c.n < ended.n and c.nature != EXEMPTION]
    stopped = named or (broken[-1] if broken else None)
    return nature_label(stopped.nature) if stopped else ""
