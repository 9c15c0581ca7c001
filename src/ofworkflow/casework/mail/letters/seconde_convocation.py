"""R. 114-7, and which of its three triggers; `terme_le` ends the two months and may still be provisional."""

from __future__ import annotations

from typing import cast

from ofworkflow.casework.mail.letters.subject import (
    Common,
    LetterSubject,
    given_before,
    given_by,
    numbered,
    standing,
    two_months_end,
)
from ofworkflow.letters.models.seconde_convocation import Declencheur, SecondeConvocation
from ofworkflow.procedure.vocabulary import Act, Trigger


def build(s: LetterSubject, common: Common) -> SecondeConvocation:
    """Return what the letter says."""
    _, appointment = given_by(s)
    entries = standing(s)
    trigger = next((e.effects.under for e in reversed(entries) if e.effects.under), Trigger.ABSENCE)
    absence = next((e for e in reversed(entries) if e.act is Act.CONSTATER_ABSENCE), None)
    missed = given_before(s, absence.n).on if absence and trigger is Trigger.ABSENCE else None
    return SecondeConvocation(
        **common, rendez_vous=numbered(s, appointment), declencheur=cast(Declencheur, str(trigger)), absence_le=missed,
        terme_le=two_months_end(s), avec_mention=s.first, source=s.source.label,
    )  # fmt: skip
