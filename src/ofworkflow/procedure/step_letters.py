"""The letters of a step: to whom each goes, and when it applies where the step does not always call for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.entries import Request
from ofworkflow.procedure.vocabulary import Closing, Model, Presence, Recipient

Applies = Callable[[Request, CaseState, date], bool]


@dataclass(frozen=True, slots=True)
class StepLetter:
    """A letter that a step calls for; without `when`, always."""

    model: Model
    to: Recipient = Recipient.DESTINATAIRES
    when: Applies | None = None

    def applies(self, request: Request, case: CaseState, done_on: date) -> bool:
        """Tell whether this act, on the case as it was, calls for it."""
        return self.when is None or self.when(request, case, done_on)


def _told(request: Request, case: CaseState, done_on: date) -> bool:
    return case.appointment is None or case.reached(case.appointment.n)


def _never_told(request: Request, case: CaseState, done_on: date) -> bool:
    # nobody was told of the appointment before: what leaves is the convocation itself, not its postponement
    return not _told(request, case, done_on)


def _notice_left(request: Request, case: CaseState, done_on: date) -> bool:
    return case.notice is not None and case.notice[0] in case.posted_on


def _still_expected(request: Request, case: CaseState, done_on: date) -> bool:
    # Who was told to come must be told not to; nobody writes to a family in mourning about an appointment.
    given = case.appointment
    told = given is not None and not given.outcome and given.n in case.posted_on and given.on >= done_on
    return told and not (isinstance(request, ask.Cloturer) and request.motif in (Closing.DECES, Closing.MAJORITE))


def _minor_came(request: Request, case: CaseState, done_on: date) -> bool:
    return isinstance(request, ask.Recevoir) and request.present is not Presence.REPRESENTANT


def _of_age(request: Request, case: CaseState, done_on: date) -> bool:
    return isinstance(request, ask.Cloturer) and request.motif is Closing.MAJORITE


FIRST_SUMMONS = StepLetter(Model.PREMIERE_CONVOCATION)
SECOND_SUMMONS = StepLetter(Model.SECONDE_CONVOCATION)
MOVED_FIRST = (
    StepLetter(Model.REPORT, when=_told),
    StepLetter(Model.PREMIERE_CONVOCATION, when=_never_told),
)
MOVED_SECOND = (
    StepLetter(Model.REPORT, when=_told),
    StepLetter(Model.SECONDE_CONVOCATION, when=_never_told),
)
CANCELLED = StepLetter(Model.ANNULATION, when=_still_expected)
ATTENDED = StepLetter(Model.ATTESTATION_PRESENCE, Recipient.JEUNE, _minor_came)
IN_ORDER = StepLetter(Model.ATTESTATION_CONFORMITE, Recipient.JEUNE)
ABSENCE_RECORD = StepLetter(Model.CONSTAT_CARENCE, Recipient.INTERNE)
NOTICE = StepLetter(Model.INFORMATION_DEPARTEMENT, Recipient.DEPARTEMENT)
FAMILY_TOLD = StepLetter(Model.INFORMATION_FAMILLE)
CORRECTED = StepLetter(Model.RECTIFICATIF_DEPARTEMENT, Recipient.DEPARTEMENT, _notice_left)
OF_AGE = StepLetter(Model.MAJORITE, Recipient.JEUNE, _of_age)

SUMMONSES = frozenset({Model.PREMIERE_CONVOCATION, Model.SECONDE_CONVOCATION, Model.REPORT})
EVERY_LETTER = frozenset(Model)
