"""Those who work on a dossier with us: who they are, what is asked of them, what a meeting decides, and the
frames of the school. Closed lists: nothing of health, of a judge nor of a sanction is told by them."""

from __future__ import annotations

from ofworkflow.procedure.vocabulary.word import Word

__all__ = [
    "Agreed",
    "AgreedEnd",
    "AskedFor",
    "Frame",
    "MeetingTopic",
    "PartnerAnswer",
    "PartnerKind",
]


class PartnerKind(Word):
    """What a partner of proximity is; `discreet`: its name alone would tell of a judge or of social help."""

    discreet: bool

    def __new__(cls, slug: str, label: str = "", english: str = "", discreet: bool = False) -> PartnerKind:
        """Make the member."""
        member = cls._spelt(slug, label, english)
        member.discreet = discreet
        return member

    CIO = "cio", "centre d'information et d'orientation", "guidance centre"
    LYCEE = "lycee", "lycée ou collège", "school"
    CFA = "cfa", "centre de formation d'apprentis", "apprentice training centre"
    MLDS = "mlds", "mission de lutte contre le décrochage scolaire", "school drop-out team"
    PREVENTION = "prevention", "club de prévention", "street youth work"
    PJJ = "pjj", "protection judiciaire de la jeunesse", "youth justice", True
    ASE = "ase", "aide sociale à l'enfance", "child welfare", True
    CCAS = "ccas", "centre communal d'action sociale", "municipal social service", True
    FRANCE_TRAVAIL = "france_travail", "France Travail", "employment service"
    DEUXIEME_CHANCE = "deuxieme_chance", "école de la deuxième chance ou EPIDE", "second-chance school"
    COMMUNE = "commune", "mairie, service jeunesse", "town hall"
    ASSOCIATION = "association", "association, centre social", "association"
    AUTRE = "autre", "autre partenaire", "other"


class AskedFor(Word):
    """What is asked of a partner."""

    NOUVELLES = "nouvelles", "donner des nouvelles du jeune", "news"
    COORDONNEES = "coordonnees", "dire comment le joindre", "how to reach the minor"
    INSCRIPTION = "inscription", "dire s'il est inscrit, et s'il vient", "enrolment and attendance"
    PLACE = "place", "chercher ou réserver une place", "a place"
    ENTRETIEN = "entretien", "le recevoir, seul ou avec nous", "an interview"
    RELAIS = "relais", "prendre le relais", "take over"


class PartnerAnswer(Word):
    """What a partner answered."""

    FAVORABLE = "favorable", "oui", "yes"
    DEFAVORABLE = "defavorable", "non", "no"
    RENSEIGNEMENT = "renseignement", "le renseignement est donné", "told"
    SANS_REPONSE = "sans_reponse", "sans réponse, elle n'est plus attendue", "no answer, awaited no more"
    RETIREE = "retiree", "demande retirée", "withdrawn"


class MeetingTopic(Word):
    """Why a dossier is spoken of at the meeting of the platform."""

    INJOIGNABLE = "injoignable", "personne ne parvient à le joindre", "nobody reaches the minor"
    NOUVELLES = "nouvelles", "savoir où il en est", "what became of the minor"
    RETOUR = "retour", "préparer un retour au lycée ou au CFA", "back to school"
    PLACE = "place", "trouver une place", "a place"
    CADRE = "cadre", "ouvrir un parcours (TDO, Avenir Pro)", "a frame of the school"
    RELAIS = "relais", "dire qui le suit", "who follows"


class Agreed(Word):
    """What a meeting decided; `asks`: somebody has it to do."""

    asks: bool

    def __new__(cls, slug: str, label: str = "", english: str = "", asks: bool = True) -> Agreed:
        """Make the member."""
        member = cls._spelt(slug, label, english)
        member.asks = asks
        return member

    CONTACTER = "contacter", "joindre le jeune ou sa famille", "reach the family"
    RECEVOIR = "recevoir", "le recevoir", "receive the minor"
    VERIFIER = "verifier", "vérifier son inscription et sa présence", "check enrolment"
    PLACE = "place", "chercher une place", "look for a place"
    CADRE = "cadre", "ouvrir un parcours (TDO, Avenir Pro)", "open a frame"
    RELAIS = "relais", "prendre le relais", "take over"
    RIEN = "rien", "rien de plus", "nothing more", False


class AgreedEnd(Word):
    """What became of a decision of the meeting."""

    FAITE = "faite", "faite", "done"
    ABANDONNEE = "abandonnee", "abandonnée", "dropped"


class Frame(Word):
    """The frames of the school that a minor can be in, beside a situation: they meet nothing alone."""

    TDO = "tdo", "parcours « Tous droits ouverts » (TDO)", "school path with partners, four months"
    PAE = "pae", "parcours Ambition emploi (PAE, devenu Avenir Pro +)", "after the last year, four months"
    AVENIR_PRO = "avenir_pro", "Avenir Pro", "last year of a vocational school"
    ATTA = "atta", "ATTA", "no public text found: the word is the house's"
