"""Who reports, who is called, who answers for the minor."""

from __future__ import annotations

from ofworkflow.procedure.vocabulary.word import Word

__all__ = [
    "SCHOOL_SOURCES",
    "Alone",
    "Answering",
    "Authority",
    "BirthProof",
    "ContactNature",
    "ContactResult",
    "OuiNon",
    "Quality",
    "ReportedFor",
    "Source",
]


class ContactNature(Word):
    """By which way somebody was contacted."""

    TELEPHONE = "telephone", "téléphone", "phone"
    SMS = "sms", "SMS", "text message"
    COURRIEL = "courriel", "courriel", "e-mail"
    VISITE = "visite", "visite", "visit"
    COURRIER = "courrier", "courrier", "letter"
    AUTRE = "autre", "autre", "other"


class ContactResult(Word):
    """What came of a contact: our own words, and those that missions locales tick on the national dashboard
    of apprenticeship; `reached`: somebody answered, `tried`: a solicitation without answer, counted by the
    3° of R. 114-7; neither: it reached nobody. `then` is what it asks for, `{r}` the reference."""

    reached: bool
    tried: bool
    then: str

    def __new__(
        cls, slug: str, label: str = "", english: str = "", kind: str = "", then: str = ""
    ) -> ContactResult:
        """Make the member."""
        member = cls._spelt(slug, label, english)
        member.reached, member.tried, member.then = kind == "joint", kind == "tente", then
        return member

    JOINT = "joint", "joint", "answered", "joint"
    MESSAGE = "message", "message laissé", "message left", "tente"
    SANS_REPONSE = "sans_reponse", "sans réponse", "no answer", "tente"
    FAUX_NUMERO = (
        "faux_numero",
        "faux numéro",
        "wrong number",
        "",
        "un faux numéro n'est pas un silence ; corrigez la fiche : of fiche {r}",
    )
    RENDEZ_VOUS_PRIS = (
        "rendez_vous_pris",
        "rendez-vous pris",
        "an appointment was agreed upon",
        "joint",
        'le rendez-vous se donne par un acte : of inviter {r} --rdv "DATE HH:MM", ou of convoquer {r} '
        '--rdv "DATE HH:MM"',
    )
    CONTACTE_SANS_RETOUR = (
        "contacte_sans_retour",
        "contacté sans retour",
        "contacted, nothing came back",
        "tente",
    )
    COORDONNEES_INCORRECTES = (
        "coordonnees_incorrectes",
        "coordonnées incorrectes",
        "wrong particulars",
        "",
        "cela n'a touché personne et n'est pas un silence ; corrigez la fiche : of fiche {r}",
    )
    INJOIGNABLE = (
        "injoignable",
        "injoignable après relances",
        "not reached after several tries",
        "tente",
        "c'est une sollicitation, comptée une fois ; quand le silence est établi : of silence {r}",
    )
    DEJA_ACCOMPAGNE = (
        "deja_accompagne",
        "déjà accompagné",
        "accompanied already",
        "joint",
        "cela ne met en règle qu'avec une preuve : of situation {r} --nature accompagnement --debut DATE "
        "--preuve attestation",
    )
    NOUVEAU_CONTRAT = (
        "nouveau_contrat",
        "nouveau contrat",
        "a new contract",
        "joint",
        "vu, le contrat met en règle : of situation {r} --nature apprentissage --debut DATE --preuve "
        "contrat ; à venir : of promettre {r} --nature apprentissage --debut DATE --preuve contrat",
    )
    NOUVEAU_PROJET = (
        "nouveau_projet",
        "nouveau projet",
        "another project",
        "joint",
        "un projet n'est pas une situation ; notez ce qui est proposé : of proposer {r} --nature NATURE "
        "--reponse REPONSE",
    )
    NE_SOUHAITE_PAS = (
        "ne_souhaite_pas",
        "ne souhaite pas d'accompagnement",
        "does not wish to be accompanied",
        "joint",
        "c'est une réponse, jamais un silence : l'obligation demeure ; of proposer {r} --nature NATURE "
        "--reponse refusee",
    )


class Answering(Word):
    """Who answered a contact."""

    is_family: bool

    def __new__(cls, slug: str, label: str = "", english: str = "", is_family: bool = True) -> Answering:
        """Make the member: `is_family` tells whether it is an answer of those whom we try to reach."""
        member = cls._spelt(slug, label, english)
        member.is_family = is_family
        return member

    JEUNE = "jeune", "le jeune", "the minor"
    REPRESENTANT = "representant", "un représentant légal", "a legal representative"
    TIERS = "tiers", "une autre personne", "somebody else", False


class OuiNon(Word):
    """What was said of a condition; nothing where nobody said it."""

    OUI = "oui", "oui", "yes"
    NON = "non", "non", "no"


class Source(Word):
    """Who reported the minor."""

    SIEI = "siei", "l'établissement scolaire, par le système d'échange de l'État (SIEI)", "State system"
    PSAD = "psad", "la plateforme de suivi et d'appui aux décrocheurs (PSAD)", "drop-out platform"
    IMILO = "imilo", "notre propre fichier de suivi", "our own case tool"
    CFA = "cfa", "le centre de formation d'apprentis", "apprentice training centre"
    AUTRE = "autre", "un partenaire de la mission locale", "another partner"


class ReportedFor(Word):
    """Why the minor was reported: a closed list, for nothing of health nor of a sanction to be told by it."""

    DEPART = "depart", "a quitté l'établissement en cours d'année", "left school during the year"
    NON_INSCRIT = "non_inscrit", "n'est inscrit nulle part depuis la rentrée", "not enrolled anywhere"
    NE_VIENT_PLUS = "ne_vient_plus", "est inscrit et ne vient plus", "enrolled, does not come any more"
    CONTRAT_ROMPU = "contrat_rompu", "son contrat d'apprentissage est rompu", "apprenticeship broken off"
    SANS_SUITE = "sans_suite", "sa formation a pris fin sans suite", "training over, nothing after"
    ARRIVEE = "arrivee", "vient d'arriver sur le territoire, sans solution", "moved in, without a solution"
    DEMANDE = "demande", "le demande lui-même, ou sa famille", "asked for by the family"
    AUTRE = "autre", "une autre raison", "other"


SCHOOL_SOURCES = frozenset({Source.SIEI, Source.PSAD, Source.CFA})
"""Sources whose report is a school's or a training centre's, and opens the three months of L. 313-8."""


class Quality(Word):
    """Who a legal representative is to the minor."""

    MERE = "mere", "mère", "mother"
    PERE = "pere", "père", "father"
    TUTEUR = "tuteur", "en charge de la tutelle", "guardian"
    ASE = "ase", "service de l'aide sociale à l'enfance", "child welfare service"
    TIERS = "tiers", "tiers digne de confiance", "third party with custody"
    AUTRE = "autre", "représentant légal", "other legal representative"


class BirthProof(Word):
    """The document seen that says when the minor was born; never a copy of it."""

    CARTE_IDENTITE = "carte_identite", "carte d'identité", "identity card"
    PASSEPORT = "passeport", "passeport", "passport"
    LIVRET_FAMILLE = "livret_famille", "livret de famille", "family record book"
    ACTE_NAISSANCE = "acte_naissance", "acte de naissance", "birth certificate"
    DECISION = "decision", "décision de justice ou de l'administration", "decision of a court or an office"
    SAISIE = "saisie", "erreur de saisie, la pièce relue", "typing error: the document was read again"


class Authority(Word):
    """The closed list of grounds on which somebody is written to about a minor, or not."""

    TITULAIRE = "titulaire", "titulaire de l'autorité parentale", "holds parental authority"
    EXCLUSIVE = "exclusive", "exercice exclusif de l'autorité parentale", "holds it alone"
    DELEGATION = "delegation", "délégation de l'autorité parentale", "by delegation"
    TUTELLE = "tutelle", "tutelle", "guardianship"
    RETIREE = "retiree", "autorité parentale retirée", "withdrawn: not written to"
    DECEDE = "decede", "décédé", "deceased: not written to"
    CONFIE = (
        "confie",
        "jeune confié à un tiers, en copie",
        "third-party custody: a copy (code civil 373-3, 375-3)",
    )
    COPIE = "copie", "en copie, sans autorité parentale", "a copy: foster family, ASE without authority"
    A_IDENTIFIER = "a_identifier", "à identifier : on ne lui écrit pas", "a phone or an e-mail without a name"


class Alone(Word):
    """Why the letters of an act went to the minor alone."""

    EMANCIPE = "emancipe", "jeune émancipé", "emancipated (code civil 413-1, 413-7)"
    INCONNU = "inconnu", "aucun représentant légal connu", "no representative known"
