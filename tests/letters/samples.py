"""Sample data for letters: an invented house, an invented family."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

from ofworkflow.letters import contexts as c

MAISON = c.Maison(
    nom="Mission locale de la Deûle",
    adresse=("12 rue de l'Exemple", "59130 LAMBERSART"),
    ville="Lambersart",
    telephone="03 53 01 00 00",
    courriel="accueil@exemple.invalid",
    acces="Bus ligne 10, arrêt Exemple ; entrée accessible aux fauteuils roulants.",
    horaires="Du lundi au vendredi, de 9 h à 12 h et de 13 h 30 à 17 h.",
    logo=None,
    delegue_donnees="dpo@exemple.invalid",
    duree_entretien=45,
    fenetre=c.Fenetre(),
)
CONSEILLER = c.Conseiller(
    "Camille", "Renard", "Conseillère référente, Obligation de formation", "03 53 01 00 01", "camille.renard@exemple.invalid"
)
JEUNE = c.Jeune("Léa", "Évrard", date(2009, 9, 14), "F")
MERE = c.Destinataire(
    "representant",
    "Madame",
    "Émilie",
    "Évrard",
    "mère",
    ("Chez M. Dupont", "913, boulevard Emmanuelle Foucher", "59118 Wambrechies"),
    "Madame,",
)
LEA = c.Destinataire("jeune", "", "Léa", "Évrard", "", MERE.adresse, "Bonjour,")
PRESIDENT = c.Destinataire(
    "departement",
    "",
    "",
    "Monsieur le Président du conseil départemental du Nord",
    "",
    ("Hôtel du Département", "1 place de l'Exemple", "59000 LILLE"),
    "Monsieur le Président,",
)
INTERNE = c.Destinataire("interne", "", "", "", "", (), "")
RENDEZ_VOUS = c.RendezVous(date(2026, 12, 3), time(14, 30), "dans nos locaux, 12 rue de l'Exemple à Lambersart")
ANCIEN = c.RendezVous(date(2026, 11, 26), time(9), "dans nos locaux, 12 rue de l'Exemple à Lambersart")
SOURCE = "les services de l'Éducation nationale (système d'information SIEI)"

REPRESENTANTS = (
    c.Representant("Madame", "Émilie", "Évrard", "mère", MERE.adresse, "06 00 00 00 01", "emilie@exemple.invalid"),
    c.Representant("Monsieur", "Paul", "Martin", "père", None, "", ""),
)
CHRONOLOGIE = (
    c.Fait(date(2026, 9, 21), "Signalement reçu", "services de l'Éducation nationale"),
    c.Fait(date(2026, 9, 28), "Appel téléphonique", "message laissé"),
    c.Fait(date(2026, 10, 5), "Convocation au premier entretien (R. 114-6)", "lettre simple ; entretien du 20/10/2026"),
    c.Fait(date(2026, 10, 20), "Premier entretien", "absence constatée, sans motif reçu"),
    c.Fait(
        date(2026, 10, 29), "Seconde convocation (R. 114-7)", "lettre recommandée 1A 000 000 0000 0, distribuée le 31/10/2026"
    ),
    c.Fait(date(2026, 12, 3), "Entretien", "absence constatée"),
)
COMMUN: dict[str, Any] = {
    "reference": "2026-0042", "le": date(2026, 11, 9), "jeune": JEUNE, "conseiller": CONSEILLER, "maison": MAISON
}  # fmt: skip


def premiere_convocation(destinataire: c.Destinataire = MERE, **changes: Any) -> c.PremiereConvocation:
    base = c.PremiereConvocation(
        **COMMUN,
        destinataire=destinataire,
        rendez_vous=RENDEZ_VOUS,
        source=SOURCE,
        signale_le=date(2026, 9, 21),
        avec_mention=True,
    )
    return replace(base, **changes)


def seconde_convocation(destinataire: c.Destinataire = MERE, **changes: Any) -> c.SecondeConvocation:
    base = c.SecondeConvocation(
        **COMMUN,
        destinataire=destinataire,
        rendez_vous=RENDEZ_VOUS,
        declencheur="1",
        absence_le=date(2026, 10, 20),
        terme_le=date(2027, 1, 11),
        avec_mention=False,
        source=SOURCE,
    )
    return replace(base, **changes)


def report(destinataire: c.Destinataire = MERE, **changes: Any) -> c.Report:
    return replace(c.Report(**COMMUN, destinataire=destinataire, rendez_vous=RENDEZ_VOUS, ancien=ANCIEN), **changes)


def information_departement(**changes: Any) -> c.InformationDepartement:
    base = c.InformationDepartement(
        **COMMUN,
        destinataire=PRESIDENT,
        departement_nom="Département du Nord",
        representants=REPRESENTANTS,
        source=SOURCE,
        signale_le=date(2026, 9, 21),
        chronologie=CHRONOLOGIE,
        situation="Aucune situation connue depuis la fin de la scolarité",
        propositions=("Entretien à la mission locale", "Parcours d'accompagnement (PACEA)"),
        signataire="Dominique Lefèvre",
        signataire_qualite="Directrice",
        annexes=("Copie de la convocation du 29 octobre 2026", "Preuve de dépôt de la lettre recommandée"),
        hors_delai=False,
        terme_le=date(2026, 12, 29),
        adresse_jeune=MERE.adresse,
        telephone_jeune="06 00 00 00 02",
    )
    return replace(base, **changes)


def information_famille(destinataire: c.Destinataire = MERE, **changes: Any) -> c.InformationFamille:
    base = c.InformationFamille(
        **COMMUN,
        destinataire=destinataire,
        departement_nom="Département du Nord",
        transmis_le=date(2026, 12, 21),
        motif="les deux entretiens proposés n'ont pas eu lieu",
    )
    return replace(base, **changes)


def rectificatif_departement(**changes: Any) -> c.RectificatifDepartement:
    base = c.RectificatifDepartement(
        **COMMUN,
        destinataire=PRESIDENT,
        departement_nom="Département du Nord",
        transmis_le=date(2026, 12, 21),
        situation="apprentissage",
        depuis=date(2027, 1, 4),
        signataire="Dominique Lefèvre",
        signataire_qualite="Directrice",
    )
    return replace(base, **changes)


def annulation(destinataire: c.Destinataire = MERE, **changes: Any) -> c.Annulation:
    return replace(c.Annulation(**COMMUN, destinataire=destinataire, rendez_vous=RENDEZ_VOUS), **changes)


def attestation_presence(destinataire: c.Destinataire = LEA, **changes: Any) -> c.AttestationPresence:
    presents = ("Léa Évrard", "Émilie Évrard (mère)")
    base = c.AttestationPresence(**COMMUN, destinataire=destinataire, recu_le=date(2026, 12, 3), presents=presents)
    return replace(base, **changes)


def attestation_conformite(destinataire: c.Destinataire = LEA, **changes: Any) -> c.AttestationConformite:
    base = c.AttestationConformite(**COMMUN, destinataire=destinataire, situation="apprentissage", depuis=date(2027, 1, 4))
    return replace(base, **changes)


def constat_carence(**changes: Any) -> c.ConstatCarence:
    base = c.ConstatCarence(
        **COMMUN,
        destinataire=INTERNE,
        rendez_vous=RENDEZ_VOUS,
        attendus=("Léa Évrard", "Émilie Évrard (mère)"),
        presents=(),
        attendu_jusqu_a=time(15),
        appels=(c.Fait(date(2026, 12, 3), "Appel au représentant légal", "message laissé"),),
    )
    return replace(base, **changes)


def majorite(destinataire: c.Destinataire = LEA, **changes: Any) -> c.Majorite:
    return replace(c.Majorite(**COMMUN, destinataire=destinataire, le_jour=date(2027, 9, 14)), **changes)


TOUTES = (
    premiere_convocation,
    report,
    seconde_convocation,
    information_departement,
    information_famille,
    rectificatif_departement,
    annulation,
    attestation_presence,
    attestation_conformite,
    constat_carence,
    majorite,
)
