"""THE TABLE of letters: to whom each goes, when it applies, and which ones each step calls for or stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.entries import Request
from ofworkflow.procedure.vocabulary import Closing, InviteMode, Presence, Recipient, Word
from ofworkflow.records import dataclass


class Model(Word):
    """The letters, by the name of their template."""

    PREMIERE_CONVOCATION = "premiere_convocation", "Convocation à un premier entretien", "first summons"
    REPORT = "report", "Report de rendez-vous", "new appointment"
    INVITATION = "invitation", "Invitation à un rendez-vous", "follow-up appointment"
    ANNULATION = "annulation", "Annulation de rendez-vous", "appointment cancelled by us"
    SECONDE_CONVOCATION = "seconde_convocation", "Convocation (article R. 114-7)", "summons of R. 114-7"
    ATTESTATION_PRESENCE = "attestation_presence", "Attestation de présence", "attendance at the interview"
    ATTESTATION_CONFORMITE = "attestation_conformite", "Attestation de conformité", "obligation met"
    INFORMATION_DEPARTEMENT = (
        "information_departement",
        "Information du département",
        "notice to the département",
    )
    INFORMATION_FAMILLE = "information_famille", "Information de la famille", "the family is told"
    RECTIFICATIF_DEPARTEMENT = (
        "rectificatif_departement",
        "Rectificatif au département",
        "corrects the notice",
    )
    COPIE_RENDEZ_VOUS = "copie_rendez_vous", "Rendez-vous, en copie", "an appointment, to who is told of it"
    RECTIFICATIF_FAMILLE = (
        "rectificatif_famille",
        "Rectificatif : information de la famille",
        "the family is told that the notice was corrected",
    )
    RECTIFICATIF = "rectificatif", "Rectificatif : un courrier retiré", "a letter withdrawn"
    CONSTAT_CARENCE = "constat_carence", "Constat d'absence", "internal record of an absence"
    MAJORITE = "majorite", "Fin de la procédure à la majorité", "the procedure ends"


Applies = Callable[[Request, CaseState, date], bool]
OfAct = Callable[[Request, CaseState], int]
OfActs = Callable[[Request, CaseState], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class StepLetter:
    """A letter that a step calls for; without `when`, always."""

    model: Model
    to: Recipient = Recipient.DESTINATAIRES
    when: Applies | None = None
    of_act: OfAct | None = None  # it goes to those alone that the letters of that earlier act reached
    but_of: OfActs | None = (
        None  # but not to those whom the letters of these reached: another letter tells them
    )
    to_the_other: bool = False  # of two who must not meet, to the one who is expected no more

    def for_letters(self, request: Request, case: CaseState) -> tuple[frozenset[int], frozenset[int]]:
        """Return the letters that say to whom it goes, and those that say to whom it does not."""
        reaching = case.letters_reaching
        mine = reaching(self.of_act(request, case)) if self.of_act else frozenset[int]()
        others = self.but_of(request, case) if self.but_of else ()
        return mine, frozenset().union(*map(reaching, others))

    def applies(self, request: Request, case: CaseState, done_on: date) -> bool:
        """Tell whether this act, on the case as it was, calls for it."""
        return self.when is None or self.when(request, case, done_on)


def _told(request: Request, case: CaseState, done_on: date) -> bool:
    # of one that we cancelled, a letter already said that it would not be held
    return case.appointment is None or (
        case.appointment.n not in case.called_off and case.reached(case.appointment.n)
    )


def _never_told(request: Request, case: CaseState, done_on: date) -> bool:
    # nobody was told of the appointment before: what leaves is the convocation itself, not its postponement
    return not _told(request, case, done_on)


def _notice_left(request: Request, case: CaseState, done_on: date) -> bool:
    return case.notice_left_on is not None


def _notice_of_the_absence_left(request: Request, case: CaseState, done_on: date) -> bool:
    # of a follow-up appointment, the département was told nothing
    follows_up = case.appointment is not None and case.appointment.is_follow_up
    return not follows_up and _notice_left(request, case, done_on)


def _still_expected(request: Request, case: CaseState, done_on: date) -> bool:
    # Who was told to come must be told not to; nobody writes to a family in mourning about an appointment.
    appointment = case.appointment
    was_told = (
        appointment is not None
        and not appointment.outcome
        and appointment.n not in case.called_off
        and appointment.n in case.posted_on
        and appointment.on >= done_on
    )
    if appointment is not None and appointment.is_follow_up and not isinstance(request, ask.Cloturer):
        return False  # who is in order is still expected
    return was_told and not (
        isinstance(request, ask.Cloturer) and request.motif in (Closing.DECES, Closing.MAJORITE)
    )


def _one_is_expected_no_more(request: Request, case: CaseState, done_on: date) -> bool:
    appointment = case.appointment
    return (
        isinstance(request, ask.Appointing)
        and request.avec is not None
        and appointment is not None
        and appointment.avec is None
        and not appointment.outcome
        and appointment.n in case.posted_on
        and appointment.n not in case.called_off
    )


def _of_the_appointment(request: Request, case: CaseState) -> int:
    # who was never summoned has nothing to be told of it
    return case.appointment.n if case.appointment else 0


def _of_the_withdrawn(request: Request, case: CaseState) -> int:
    # who received nothing of it has nothing to unlearn
    return request.voided_n(case) or 0


def _withdrawn_after(request: Request, case: CaseState) -> tuple[int, ...]:
    # withdrawn in one go, each person is written to once: by what withdraws the first act that reached them
    if not isinstance(request, ask.Rectifier) or request.suite_de is None:
        return ()
    return tuple(n for n, _ in case.acts if request.suite_de <= n < request.acte_n)


def _minor_came(request: Request, case: CaseState, done_on: date) -> bool:
    return isinstance(request, ask.Recevoir) and request.present is not Presence.REPRESENTANT


def _parent_alone(request: Request, case: CaseState, done_on: date) -> bool:
    return (
        isinstance(request, ask.Recevoir | ask.ConstaterAbsence) and request.present is Presence.REPRESENTANT
    )


def _by_letter(request: Request, case: CaseState, done_on: date) -> bool:
    return isinstance(request, ask.Inviter) and request.par is InviteMode.LETTRE


def _family_told(request: Request, case: CaseState, done_on: date) -> bool:
    return not (isinstance(request, ask.Transmettre) and request.sans_famille)


def _of_the_notice(request: Request, case: CaseState) -> int:
    # who was not told of the notice is not told that it was corrected
    return case.notice[0] if case.notice else 0


def _of_age(request: Request, case: CaseState, done_on: date) -> bool:
    return isinstance(request, ask.Cloturer) and request.motif is Closing.MAJORITE


_REPORT = StepLetter(Model.REPORT, when=_told)
_FIRST = StepLetter(Model.PREMIERE_CONVOCATION)
_SECOND = StepLetter(Model.SECONDE_CONVOCATION)
_CANCELLED = StepLetter(Model.ANNULATION, when=_still_expected, of_act=_of_the_appointment)
_COPY = StepLetter(Model.COPIE_RENDEZ_VOUS, Recipient.COPIES)
_CANCELLED_COPY = replace(_CANCELLED, to=Recipient.COPIES)
_NOT_YOU = StepLetter(
    Model.ANNULATION, when=_one_is_expected_no_more, of_act=_of_the_appointment, to_the_other=True
)
_NOTICE = StepLetter(Model.INFORMATION_DEPARTEMENT, Recipient.DEPARTEMENT)
_CORRECTED = (
    StepLetter(Model.RECTIFICATIF_DEPARTEMENT, Recipient.DEPARTEMENT, _notice_left),
    StepLetter(Model.RECTIFICATIF_FAMILLE, when=_notice_left, of_act=_of_the_notice),
)

# what each step calls for: a row of the table names one of these
FIRST_SUMMONS = (_FIRST, _COPY)
SECOND_SUMMONS = (_SECOND, _COPY)
FIRST_MOVED = (_REPORT, replace(_FIRST, when=_never_told), _COPY, _NOT_YOU)
SECOND_MOVED = (_REPORT, replace(_SECOND, when=_never_told), _COPY, _NOT_YOU)
_PARENT_CAME = StepLetter(Model.ATTESTATION_PRESENCE, Recipient.REPRESENTANT, _parent_alone)
RECEIVED = (StepLetter(Model.ATTESTATION_PRESENCE, Recipient.JEUNE, _minor_came), _PARENT_CAME)
ABSENT = (StepLetter(Model.CONSTAT_CARENCE, Recipient.INTERNE), _PARENT_CAME)
INVITED = (StepLetter(Model.INVITATION, when=_by_letter), _NOT_YOU)
IN_ORDER = (
    StepLetter(Model.ATTESTATION_CONFORMITE, Recipient.JEUNE),
    _CANCELLED,
    _CANCELLED_COPY,
    *_CORRECTED,
)
EXEMPT = (_CANCELLED, _CANCELLED_COPY, *_CORRECTED)
EXCUSED_SINCE = _CORRECTED
EXCUSED_AT_LAST = tuple(replace(letter, when=_notice_of_the_absence_left) for letter in _CORRECTED)
PREPARED = (_NOTICE,)
TRANSMITTED = (_NOTICE, StepLetter(Model.INFORMATION_FAMILLE, when=_family_told))
WITHDRAWN = (
    StepLetter(Model.RECTIFICATIF, of_act=_of_the_withdrawn, but_of=_withdrawn_after),
    StepLetter(Model.RECTIFICATIF, Recipient.COPIES, of_act=_of_the_withdrawn, but_of=_withdrawn_after),
    StepLetter(
        Model.RECTIFICATIF_DEPARTEMENT,
        Recipient.DEPARTEMENT,
        of_act=_of_the_withdrawn,
        but_of=_withdrawn_after,
    ),
)
CLOSED = (StepLetter(Model.MAJORITE, Recipient.JEUNE, _of_age), _CANCELLED, _CANCELLED_COPY)

# which letters that wait each step stops
NOTICE_DRAFT = frozenset({Model.INFORMATION_DEPARTEMENT})
SUMMONSES = frozenset(
    {
        Model.PREMIERE_CONVOCATION,
        Model.SECONDE_CONVOCATION,
        Model.REPORT,
        Model.INVITATION,
        Model.COPIE_RENDEZ_VOUS,
    }
)
NOTICE_AND_FAMILY = NOTICE_DRAFT | {Model.INFORMATION_FAMILLE}
BEFORE_A_NOTICE = SUMMONSES | {Model.INFORMATION_DEPARTEMENT}
# who is in order is still expected at a follow-up: what tells it leaves
BEFORE_A_SOLUTION = (BEFORE_A_NOTICE - {Model.INVITATION}) | {Model.INFORMATION_FAMILLE}
EVERY_LETTER = frozenset(Model)
# closed, what happened is still attested, what was told wrongly is still taken back, and who was told to come
# is still told not to
BEFORE_A_CLOSING = EVERY_LETTER - {
    Model.ATTESTATION_PRESENCE,
    Model.ATTESTATION_CONFORMITE,
    Model.ANNULATION,
    Model.RECTIFICATIF,
    Model.RECTIFICATIF_DEPARTEMENT,
    Model.RECTIFICATIF_FAMILLE,
}

SAY_BIRTH = frozenset(
    {
        Model.ATTESTATION_PRESENCE,
        Model.ATTESTATION_CONFORMITE,
        Model.INFORMATION_DEPARTEMENT,
        Model.RECTIFICATIF_DEPARTEMENT,
        Model.MAJORITE,
    }
)
"""The letters that say when the minor was born, or comes of age."""
