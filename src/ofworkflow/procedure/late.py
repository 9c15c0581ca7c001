"""What becomes of a delay when an act ends it: met in time, late, or without object."""

from __future__ import annotations

from datetime import date

from ofworkflow.procedure.case import RunningDelay
from ofworkflow.procedure.delays import DELAYS
from ofworkflow.procedure.vocabulary import Act, DelayState


def is_late(delay: RunningDelay, on: date) -> bool:
    """Tell whether what ends a delay on that day comes after its legal end, where that is « hors délai »."""
    return DELAYS[delay.slug].can_be_late and not delay.provisional and on > delay.dates.legal_on


def ending(delay: RunningDelay, act: Act, done_on: date, *, met: bool = True) -> DelayState:
    """Return what becomes of a delay that an act ends; `met`: it did what it asks."""
    if act is Act.CORRIGER_NAISSANCE:
        return DelayState.SANS_OBJET  # it never ran: late or not
    if is_late(delay, done_on):
        return DelayState.HORS_DELAI
    return DelayState.TENUE if met and act in DELAYS[delay.slug].met_by else DelayState.SANS_OBJET
