"""Letters: to whom, how they leave, what becomes of them."""

from __future__ import annotations

from ofworkflow.procedure.vocabulary.word import Word

__all__ = [
    "LetterState",
    "PostMode",
    "Recipient",
]


class Recipient(Word):
    """To whom a letter of the table goes: every addressee, or one alone in an envelope of its own."""

    DESTINATAIRES = "destinataires", "chaque destinataire", "each addressee"
    JEUNE = "jeune", "le jeune", "the minor alone"
    REPRESENTANT = (
        "representant",
        "le représentant venu seul",
        "the representative who came without the minor",
    )
    COPIES = "copie", "chaque personne en copie", "who is told without representing the minor"
    DEPARTEMENT = "departement", "Département", "the president of the conseil départemental"
    INTERNE = "interne", "Dossier", "nobody: a record that stays in the dossier"


class LetterState(Word):
    """What became of a letter and its envelope."""

    A_PRODUIRE = "a_produire", "à produire", "to be made"
    PREPARE = "prepare", "prêt à poster", "made, not sent"
    IMPRIME = "imprime", "imprimé", "printed"
    POSTE = "poste", "posté", "posted"
    PRESENTE = "presente", "présenté", "presented"
    DISTRIBUE = "distribue", "distribué", "collected"
    REFUSE = "refuse", "refusé", "refused"
    NON_RECLAME = "non_reclame", "non réclamé", "unclaimed"
    NPAI = "npai", "inconnu à l'adresse", "unknown at address"
    PERDU = "perdu", "perdu", "lost"
    REMIS = "remis", "remis en main propre", "handed over"
    ANNULE = "annule", "annulé", "cancelled before it left"


class PostMode(Word):
    """How a letter leaves: `electronic`, to an e-mail address; `registered`, kept some days at its service;
    `consented`, only to who agreed to it before (a private person, code des postes, L. 100)."""

    electronic: bool
    registered: bool
    consented: bool

    def __new__(
        cls,
        slug: str,
        label: str = "",
        english: str = "",
        electronic: bool = False,
        registered: bool = False,
        consented: bool = False,
    ) -> PostMode:
        """Make the member."""
        member = cls._spelt(slug, label, english)
        member.electronic, member.registered, member.consented = electronic, registered, consented
        return member

    @property
    def in_an_envelope(self) -> bool:
        """Tell whether letters to one address leave together, so that what is said of one is said of all."""
        return self in (PostMode.SIMPLE, PostMode.SUIVI, PostMode.RECOMMANDE)

    SIMPLE = "simple", "lettre simple", "plain"
    SUIVI = "suivi", "lettre suivie", "tracked"
    RECOMMANDE = "recommande", "lettre recommandée", "registered", False, True
    MAIN_PROPRE = "main_propre", "remise en main propre", "handed over"
    LRE = "lre", "lettre recommandée électronique", "electronic registered letter", True, True, True
    COURRIEL = "courriel", "lettre envoyée par courriel", "by e-mail", True
    ETABLISSEMENT = (
        "etablissement",
        "lettre confiée à l'établissement scolaire",
        "given to the school, which hands it over",
    )
