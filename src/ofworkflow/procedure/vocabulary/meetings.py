"""Appointments and interviews: why so soon, how one is told, how an interview is held and by whom."""

from __future__ import annotations

from ofworkflow.procedure.vocabulary.word import Word

__all__ = [
    "Holder",
    "InterviewMode",
    "InviteMode",
    "PreavisReason",
]


class InviteMode(Word):
    """How a follow-up appointment is told."""

    LETTRE = "lettre", "par lettre", "by letter"
    SMS = "sms", "par SMS", "by text message"
    COURRIEL = "courriel", "par courriel", "by e-mail"
    TELEPHONE = "telephone", "par téléphone", "by phone"
    AUCUN = "aucun", "de vive voix", "agreed upon, nothing is sent"


class InterviewMode(Word):
    """How an interview is held: R. 114-6 sets no form."""

    RENDEZ_VOUS = "rendez_vous", "sur rendez-vous", "by appointment"
    PASSAGE = "passage", "sans rendez-vous", "walk-in"
    TELEPHONE = "telephone", "par téléphone", "by phone"
    VISIO = "visio", "en visioconférence", "by video"
    DOMICILE = "domicile", "à domicile", "at home"


class Holder(Word):
    """Who held the interview, where it was not the mission locale: L. 313-8 lets a body of the network do
    it."""

    CIO = "cio", "le centre d'information et d'orientation", "guidance centre"
    PSAD = "psad", "la plateforme de suivi et d'appui aux décrocheurs", "drop-out platform"
    MLDS = "mlds", "la mission de lutte contre le décrochage scolaire", "school drop-out team"
    ETABLISSEMENT = "etablissement", "l'établissement scolaire", "the school"
    AUTRE = "autre", "un autre organisme du réseau", "another body of the network"


class PreavisReason(Word):
    """Why an appointment comes sooner than the house's habit; any other reason is written in words."""

    ACCORD = "accord", "la famille est d'accord", "the family agrees"
    MAIN_PROPRE = "main_propre", "la convocation est remise en main propre", "handed over"
    MAJORITE_PROCHE = "majorite_proche", "la majorité est proche", "the 18th birthday is near"
