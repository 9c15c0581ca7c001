"""Why: the reasons that acts are given, and what the département answers; closed lists."""

from __future__ import annotations

from ofworkflow.procedure.vocabulary.word import Word

__all__ = [
    "Answer",
    "Breach",
    "BreachedBy",
    "Closing",
    "Excuse",
    "LateExcuse",
    "NotTold",
    "ReportReason",
    "Retrait",
    "Sooner",
]


class ReportReason(Word):
    """Why an appointment moves."""

    DEMANDE_FAMILLE = "demande_famille", "à la demande de la famille", "the family asked"
    ABSENCE_JUSTIFIEE = "absence_justifiee", "absence justifiée", "excused absence"
    NOUVELLE_CONVOCATION = (
        "nouvelle_convocation",
        "nouvelle convocation après une absence",
        "summoned again after an absence",
    )
    INDISPONIBILITE_STRUCTURE = "indisponibilite_structure", "du fait de la mission locale", "cancelled by us"
    COURRIERS_REVENUS = "courriers_revenus", "tous les courriers sont revenus", "every letter came back"
    POSTE_EMPECHEE = "poste_empechee", "grève ou retard de la poste", "the post did not bring it"


class Retrait(Word):
    """Why an act whose letters left is withdrawn."""

    PERSONNE = "personne", "erreur de personne", "wrong person"
    DATE = "date", "erreur de date", "wrong date"
    ADRESSE = "adresse", "erreur d'adresse", "wrong address"
    ISSUE = "issue", "issue du rendez-vous notée par erreur", "wrong outcome"
    SITUATION = "situation", "situation notée par erreur", "wrong situation"
    COURRIER = "courrier", "courrier parti par erreur", "letter sent by mistake"
    AUTRE = "autre", "autre raison", "other"


class Excuse(Word):
    """Why an absence is excused; the kind only, never a document, never a diagnosis.

    `is_theirs`: it comes from the family. What comes from us, or from the post, is no absence of theirs: it
    is lifted whenever it is known, without a reason for being late, and no letter speaks of it as excused.
    """

    is_theirs: bool

    def __new__(cls, slug: str, label: str = "", english: str = "", is_theirs: bool = True) -> Excuse:
        """Make the member."""
        member = cls._spelt(slug, label, english)
        member.is_theirs = is_theirs
        return member

    MALADIE = "maladie", "empêchement de santé", "health"
    TRANSPORT = "transport", "transport", "transport"
    SCOLAIRE = "scolaire", "cours, examen ou stage", "class, exam or placement"
    PROFESSIONNEL = "professionnel", "travail", "work"
    FAMILIAL = "familial", "raison familiale", "family"
    COURRIER_NON_RECU = "courrier_non_recu", "courrier non reçu", "letter not received"
    VENU_AUTREMENT = "venu_autrement", "venu un autre jour ou sans rendez-vous", "came another way"
    COURRIERS_REVENUS = (
        "courriers_revenus",
        "tous les courriers sont revenus",
        "every letter came back",
        False,
    )
    POSTE_EMPECHEE = "poste_empechee", "grève ou retard de la poste", "the post did not bring it", False
    ERREUR_STRUCTURE = "erreur_structure", "erreur de la mission locale", "our own mistake", False
    AUTRE = "autre", "autre motif", "other"


class LateExcuse(Word):
    """Why an excuse is accepted after its window, where no free word may be written: one of health."""

    PIECE_TARDIVE = "piece_tardive", "la pièce est arrivée après", "its proof came late"
    PREVENU_APRES = "prevenu_apres", "il n'a pas été possible de prévenir avant", "could not tell sooner"
    NOTEE_APRES = "notee_apres", "la mission locale l'a notée après", "we noted it late"


class Sooner(Word):
    """Why the day that the house set for a notice is not awaited, where no free word may be written."""

    MAJORITE_PROCHE = "majorite_proche", "la majorité est proche", "the 18th birthday is near"
    FIN_PROCHE = "fin_proche", "les deux mois finissent", "the two months end"
    REFUS = "refus", "la famille a dit qu'elle ne viendrait pas", "the family said that it would not come"


class NotTold(Word):
    """Why the family is not told that the département was; the label ends the notice's sentence."""

    DANGER = "danger", "pour ne pas mettre le jeune en danger", "it would endanger the minor"
    JUSTICE = "justice", "à la demande de l'autorité judiciaire", "a judge or the prosecutor asked"


class BreachedBy(Word):
    """Whose doing it is that a situation ended before its term."""

    JEUNE = "jeune", "du fait du jeune", "the minor"
    ORGANISME = "organisme", "du fait de l'établissement, de l'employeur ou de l'organisme", "the other party"
    MAISON = "maison", "du fait de la mission locale", "us"
    ACCORD = "accord", "d'un commun accord", "by agreement"
    INCONNU = "inconnu", "sans que l'on sache de qui", "not known"


class Breach(Word):
    """How a situation ended before its term (R. 114-7, 2°); `by` is whose doing the reason says, empty
    where it may be anybody's."""

    by: str

    def __new__(cls, slug: str, label: str = "", english: str = "", by: str = "") -> Breach:
        """Make the member."""
        member = cls._spelt(slug, label, english)
        member.by = by
        return member

    ABANDON = "abandon", "abandon", "left", "jeune"
    RUPTURE_CONTRAT = "rupture_contrat", "rupture du contrat", "contract broken"
    EXCLUSION = "exclusion", "exclusion", "excluded", "organisme"
    FERMETURE = "fermeture", "fermeture ou fin de l'action", "the action closed", "organisme"
    FIN_MAISON = "fin_maison", "arrêt décidé par la mission locale", "ended by us", "maison"
    FIN_EXEMPTION = "fin_exemption", "exemption qui n'a plus cours", "the exemption is over"
    AUTRE = "autre", "autre motif", "other"


class Closing(Word):
    """Why a dossier is closed."""

    MAJORITE = "majorite", "majorité", "of age"
    DEMENAGEMENT = "demenagement", "déménagement", "moved away"
    DEPART_ETRANGER = "depart_etranger", "départ à l'étranger", "gone abroad"
    HORS_CHAMP = "hors_champ", "hors champ", "out of scope"
    ERREUR = "erreur", "erreur", "opened by mistake"
    DOUBLON = "doublon", "doublon", "duplicate"
    DECES = "deces", "décès", "death"


class Answer(Word):
    """What the département answered."""

    ACCUSE = "accuse", "accusé de réception", "acknowledgement"
    MESURE = "mesure", "mesure prise", "measure taken"
    RETOUR = "retour", "autre retour", "other answer"
