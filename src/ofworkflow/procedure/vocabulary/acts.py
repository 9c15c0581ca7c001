"""Where a dossier stands, what is done to it, what then runs; the kinds that acts are given."""

from __future__ import annotations

from ofworkflow.procedure.vocabulary.word import Word

__all__ = [
    "AUTOMATE",
    "Act",
    "AppointmentOutcome",
    "Delay",
    "DelayState",
    "Nature",
    "Presence",
    "PromiseEnd",
    "Proof",
    "Proposition",
    "PropositionAnswer",
    "Stage",
    "Trigger",
]


class Stage(Word):
    """Where the dossier stands in its current cycle."""

    ATTENTE = "attente", "En attente de ses 16 ans", "reported before the 16th birthday: nothing runs yet"
    REPERAGE = "reperage", "Repéré, entretien à fixer", "reported, first interview to be set"
    ENTRETIEN = "entretien", "Convoqué au premier entretien", "summoned to the first interview (R. 114-6)"
    ABSENCE = "absence", "Absent au premier entretien", "absent from the first interview"
    CONVOCATION = "convocation", "Convocation (article R. 114-7) envoyée", "summoned under R. 114-7"
    CARENCE = "carence", "Absent à la convocation (article R. 114-7)", "absent from that one"
    SUIVI = "suivi", "Reçu, solution à construire", "received, solution to be built"
    TRANSMISSION = (
        "transmission",
        "Information du département à envoyer",
        "notice to the département to be signed",
    )
    DEPARTEMENT = "departement", "Département informé", "département informed"
    CONFORMITE = "conformite", "En règle", "obligation met"
    EXEMPTION = "exemption", "Exempté", "exempt on a medical certificate (R. 114-3)"
    CLOTURE = "cloture", "Clos", "closed"


class Act(Word):
    """What is done to a dossier: infinitives; `command` is what performs it on the command line, `does` its
    line in the help."""

    command: str
    does: str

    def __new__(cls, slug: str, label: str = "", english: str = "", command: str = "", does: str = "") -> Act:
        """Make the member."""
        member = cls._spelt(slug, label, english)
        member.command, member.does = command, does
        return member

    @property
    def is_of_the_night(self) -> bool:
        """Tell whether no person does it by hand."""
        return self.command == "nuit"

    OUVRIR = "ouvrir", "Ouvrir", "open the dossier", "ouvrir"
    SIGNALER = (
        "signaler",
        "Signaler de nouveau",
        "report again a minor already known",
        "signaler",
        "Noter un nouveau signalement du même jeune.",
    )
    CONVOQUER = (
        "convoquer",
        "Convoquer",
        "summon, first (R. 114-6) or second time (R. 114-7)",
        "convoquer",
        "Convoquer le jeune et son représentant légal.",
    )
    REPORTER = "reporter", "Reporter", "give another appointment", "reporter", "Donner un autre rendez-vous."
    INVITER = (
        "inviter",
        "Inviter",
        "give a follow-up appointment",
        "inviter",
        "Donner un rendez-vous de suivi.",
    )
    POSTER = "poster", "Poster", "record that letters left the house", "courriers poster"
    ENREGISTRER_RETOUR = (
        "enregistrer_retour",
        "Enregistrer le retour d'un pli",
        "record what the post says of an envelope",
        "courriers retour",
    )
    CORRIGER = (
        "corriger",
        "Corriger un envoi",
        "withdraw a posting wrongly noted, noted again as it was",
        "courriers corriger",
    )
    RECEVOIR = "recevoir", "Recevoir", "hold the interview", "recevoir", "Noter que l'entretien a eu lieu."
    CONSTATER_ABSENCE = (
        "constater_absence",
        "Constater l'absence",
        "record an absence",
        "absence",
        "Constater une absence.",
    )
    JUSTIFIER = "justifier", "Justifier", "accept an excuse", "justifier", "Accepter une excuse."
    CONSTATER_SITUATION = (
        "constater_situation",
        "Constater une situation",
        "record a situation that meets the obligation",
        "situation",
        "Constater une situation qui met en règle.",
    )
    EXEMPTER = (
        "exempter",
        "Exempter",
        "exempt on a certificate seen",
        "exempter",
        "Exempter sur certificat vu.",
    )
    ROMPRE = (
        "rompre",
        "Rompre",
        "record that a situation ended before its term",
        "rompre",
        "Constater une situation rompue.",
    )
    PROPOSER = (
        "proposer",
        "Proposer une solution",
        "record a proposal and its answer",
        "proposer",
        "Noter une proposition faite au jeune, et sa réponse.",
    )
    PROMETTRE = (
        "promettre",
        "Noter une promesse",
        "record an entry promised, not begun",
        "promettre",
        "Noter une entrée promise, qui commence plus tard.",
    )
    RETIRER = (
        "retirer",
        "Retirer une promesse",
        "withdraw a promise",
        "retirer",
        "Retirer une promesse qui ne tient plus.",
    )
    CONSTATER_AGE = "constater_age", "Constater les 16 ans", "begin on the 16th birthday", "nuit"
    CONSTATER_TERME = "constater_terme", "Constater le terme", "record the normal end of a situation", "nuit"
    CONSTATER_SILENCE = (
        "constater_silence",
        "Constater le silence",
        "record that nobody answers any more",
        "silence",
        "Constater que le jeune ne répond plus.",
    )
    PREPARER_TRANSMISSION = (
        "preparer_transmission",
        "Préparer l'information du département",
        "draft the notice",
        "preparer",
        "Préparer l'information du département.",
    )
    TRANSMETTRE = (
        "transmettre",
        "Transmettre",
        "send the notice to the département",
        "transmettre",
        "Informer le président du conseil départemental.",
    )
    ENREGISTRER_REPONSE = (
        "enregistrer_reponse",
        "Enregistrer la réponse",
        "record the département's answer",
        "reponse",
        "Noter la réponse du département.",
    )
    DEMANDER = (
        "demander",
        "Demander à un partenaire",
        "ask something of a partner",
        "demander",
        "Demander quelque chose à un partenaire, avec une date de réponse.",
    )
    REPONDRE = (
        "repondre",
        "Noter la réponse d'un partenaire",
        "record a partner's answer",
        "repondre",
        "Noter ce qu'un partenaire a répondu.",
    )
    INSCRIRE = (
        "inscrire",
        "Inscrire à la réunion",
        "have the platform's meeting speak of it",
        "inscrire",
        "Inscrire un dossier à la réunion de la plateforme.",
    )
    DECIDER = (
        "decider",
        "Noter une décision de la réunion",
        "record what the meeting decided",
        "decider",
        "Noter ce que la réunion a décidé : qui fait quoi, avant quand.",
    )
    ACHEVER = (
        "achever",
        "Achever une décision",
        "a decision is done or dropped",
        "achever",
        "Noter qu'une décision est faite, ou abandonnée.",
    )
    CADRER = (
        "cadrer",
        "Noter un cadre scolaire",
        "record a frame of the school: TDO, PAE, Avenir Pro",
        "cadrer",
        "Noter un cadre scolaire du jeune : TDO, PAE, Avenir Pro, ATTA.",
    )
    CORRIGER_NAISSANCE = (
        "corriger_naissance",
        "Corriger la date de naissance",
        "correct a wrong birth date, on a document seen",
        "naissance",
        "Corriger la date de naissance, sur la pièce vue.",
    )
    CLOTURER = "cloturer", "Clore", "close the dossier", "clore", "Clore un dossier."
    ROUVRIR = "rouvrir", "Rouvrir", "open a closed dossier again", "rouvrir", "Rouvrir un dossier clos."
    RECTIFIER = (
        "rectifier",
        "Rectifier",
        "withdraw an act whose letters left",
        "rectifier",
        "Retirer un acte dont des courriers sont partis.",
    )
    ANNULER = "annuler", "Annuler", "void the last act", "annuler", "Annuler le dernier acte."


class Delay(Word):
    """What runs (échéance)."""

    SEIZE_ANS = "seize_ans", "Seizième anniversaire", "16th birthday: the dossier begins"
    PREMIER_ENTRETIEN = "premier_entretien", "Premier entretien à tenir", "first interview, three months"
    ISSUE = "issue", "Issue du rendez-vous à noter", "outcome of an appointment to be recorded"
    JUSTIFICATION = "justification", "Délai pour justifier l'absence", "window to excuse an absence"
    DEPARTEMENT = "departement", "Information du département", "notice to the département, two months"
    MAJORITE = "majorite", "Majorité", "18th birthday"
    FIN_SITUATION = "fin_situation", "Fin ou revue de la situation", "end or review of a situation"
    ASSIDUITE = "assiduite", "Assiduité à voir de nouveau", "school attendance to be proved again (R. 114-1)"
    REVISION_EXEMPTION = "revision_exemption", "Révision de l'exemption", "review of an exemption"
    PROMESSE = "promesse", "Entrée à vérifier", "a promised entry to be checked"
    ACCUSE_DEPARTEMENT = (
        "accuse_departement",
        "Accusé de réception du département",
        "the département's acknowledgement",
    )
    PLI = "pli", "Retour du recommandé", "return of a registered letter"
    DEMANDE = "demande", "Réponse d'un partenaire", "a partner's answer"
    REUNION = "reunion", "Réunion de la plateforme", "the platform's meeting"
    DECISION = "decision", "Décision de la réunion à faire", "what a meeting decided"
    CONSERVATION = "conservation", "Fin de conservation", "end of retention"


class DelayState(Word):
    """What became of a delay."""

    OUVERTE = "ouverte", "en cours", "running"
    TENUE = "tenue", "tenue", "met"
    SANS_OBJET = "sans_objet", "sans objet", "ended by another act"
    HORS_DELAI = "hors_delai", "hors délai", "over"


class Trigger(Word):
    """The three triggers of R. 114-7."""

    ABSENCE = "1", "absence injustifiée au premier entretien", "unjustified absence at the first interview"
    ABANDON = "2", "abandon d'un accompagnement", "an accompaniment of R. 114-2 abandoned"
    SILENCE = "3", "le jeune ne répond plus", "no answer any more"


class AppointmentOutcome(Word):
    """What became of an appointment."""

    TENU = "tenu", "tenu", "held"
    ABSENT = "absent", "absent", "missed"
    EXCUSE = "excuse", "excusé", "missed and excused"
    REPORTE = "reporte", "reporté", "moved"


class Nature(Word):
    """Situations that meet the obligation (R. 114-1, R. 114-2)."""

    SCOLARITE = "scolarite", "scolarité", "schooling"
    FORMATION = "formation", "formation", "vocational training"
    APPRENTISSAGE = "apprentissage", "apprentissage", "apprenticeship"
    PROFESSIONNALISATION = "professionnalisation", "contrat de professionnalisation", "work-study contract"
    EMPLOI = "emploi", "emploi", "job"
    SERVICE_CIVIQUE = "service_civique", "service civique", "civic service"
    DEUXIEME_CHANCE = "deuxieme_chance", "deuxième chance", "second-chance school"
    ACCOMPAGNEMENT = "accompagnement", "accompagnement", "accompaniment scheme"
    PARCOURS_AMENAGE = "parcours_amenage", "parcours sous statut scolaire (TDO, PAE)", "adapted school path"
    MEDICO_SOCIAL = "medico_social", "établissement médico-social", "medico-social establishment"
    SCOLARITE_DISTANCE = "scolarite_distance", "scolarité à distance", "remote schooling"
    INSTRUCTION_FAMILLE = "instruction_famille", "instruction dans la famille", "instruction in the family"
    CENTRE_EDUCATIF_FERME = "centre_educatif_ferme", "centre éducatif fermé", "closed educational centre"
    DETENTION = "detention", "détention", "detention"
    LISTE_ATTENTE = "liste_attente", "liste d'attente", "waiting list: a promise, never compliance"


class Proof(Word):
    """The kind of proof that was seen, never the document itself."""

    CONTRAT = "contrat", "contrat", "contract"
    ATTESTATION = "attestation", "attestation", "attestation"
    CERTIFICAT_SCOLARITE = "certificat_scolarite", "certificat de scolarité", "enrolment only"
    ASSIDUITE = "assiduite", "attestation d'assiduité", "attendance"
    BULLETIN = "bulletin", "bulletin scolaire", "school report"
    BULLETIN_PAIE = "bulletin_paie", "bulletin de paie", "payslip"
    AUTRE = "autre", "autre pièce", "other"


class Proposition(Word):
    """What may be proposed (R. 114-6), return to initial training first (L. 313-8); looking for a solution
    is none."""

    FORMATION_INITIALE = (
        "formation_initiale",
        "retour en formation initiale",
        "back to school or a training centre",
    )
    APPRENTISSAGE = "apprentissage", "apprentissage ou alternance", "apprenticeship or work-study"
    FORMATION = "formation", "formation professionnelle", "vocational training"
    DEUXIEME_CHANCE = "deuxieme_chance", "dispositif de deuxième chance", "second-chance scheme"
    ACCOMPAGNEMENT = "accompagnement", "accompagnement", "accompaniment scheme"
    SERVICE_CIVIQUE = "service_civique", "service civique", "civic service"
    EMPLOI = "emploi", "emploi", "job"
    MEDICO_SOCIAL = "medico_social", "établissement médico-social", "medico-social establishment"


class PropositionAnswer(Word):
    """What was answered to a proposal."""

    ACCEPTEE = "acceptee", "acceptée", "accepted"
    REFUSEE = "refusee", "refusée", "refused"
    REFLEXION = "reflexion", "en réflexion", "thinking it over"
    SANS_REPONSE = "sans_reponse", "sans réponse", "no answer"


class PromiseEnd(Word):
    """Why a promise is held no more."""

    NON_TENUE = "non_tenue", "l'entrée n'a pas eu lieu", "the entry did not happen"
    RETIREE = "retiree", "retirée par l'organisme ou l'employeur", "withdrawn by the other party"
    REFUSEE = "refusee", "le jeune y renonce", "the minor gave it up"
    ERREUR = "erreur", "notée par erreur", "recorded by mistake"


class Presence(Word):
    """Who came to the interview."""

    MINEUR = "mineur", "le jeune seul", "the minor alone"
    REPRESENTANT = "representant", "le représentant légal seul", "the representative alone"
    LES_DEUX = "les_deux", "le jeune et son représentant légal", "both"


AUTOMATE = "automate"
"""The author of what the night does."""
