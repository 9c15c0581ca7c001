"""Appointments and interviews: why so soon, how one is told, how an interview is held and by whom."""

from __future__ import annotations

from ofworkflow.procedure.vocabulary.word import Word

__all__ = [
    "PreavisReason",
]


class PreavisReason(Word):
    """Why an appointment comes sooner than the house's habit; any other reason is written in words."""

    ACCORD = "accord", "la famille est d'accord", "the family agrees"
    MAIN_PROPRE = "main_propre", "la convocation est remise en main propre", "handed over"
    MAJORITE_PROCHE = "majorite_proche", "la majorité est proche", "the 18th birthday is near"
