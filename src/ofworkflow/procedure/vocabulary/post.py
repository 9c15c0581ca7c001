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
    """How a letter leaves."""

    SIMPLE = "simple", "lettre simple", "plain"
    SUIVI = "suivi", "lettre suivie", "tracked"
    RECOMMANDE = "recommande", "lettre recommandée", "registered"
    MAIN_PROPRE = "main_propre", "remise en main propre", "handed over"
