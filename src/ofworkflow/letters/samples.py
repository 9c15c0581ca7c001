"""Sample letters: an invented house, an invented family; rich, poor and hostile data to try a template on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from typing import Any

from ofworkflow.letters import people as c
from ofworkflow.letters.contexts import Document, Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.records import dataclass

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
    "Camille",
    "Renard",
    "Conseillère référente, Obligation de formation",
    "03 53 01 00 01",
    "camille.renard@exemple.invalid",
)
JEUNE = c.JeuneNomme("Léa", "Évrard", date(2009, 9, 14), "F")
MERE = c.Destinataire(
    "representant",
    "Madame",
    "Émilie",
    "Évrard",
    "mère",
    ("Chez M. Dupont", "913, boulevard Emmanuelle Foucher", "59118 Wambrechies"),
    "Madame,",
    "F",
)
SERVICE = c.Destinataire(
    "representant",
    "",
    "",
    "Service de l'aide sociale à l'enfance",
    "service de l'aide sociale à l'enfance",
    ("2 place de l'Exemple", "59000 Lille"),
    "Madame, Monsieur,",
    est_un_service=True,
)
COPIE = replace(
    MERE,
    role="copie",
    prenom="Claire",
    nom="Lemaire",
    qualite="tiers digne de confiance",
    civilite="",
    sexe="",
    salutation="Madame, Monsieur,",
)
SERVICE_EN_COPIE = replace(SERVICE, role="copie")
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
RENDEZ_VOUS = c.RendezVousAnnonce(
    date(2026, 12, 3), time(14, 30), "dans nos locaux, 12 rue de l'Exemple à Lambersart"
)
ANCIEN = c.RendezVousAnnonce(date(2026, 11, 26), time(9), "dans nos locaux, 12 rue de l'Exemple à Lambersart")
SOURCE = "les services de l'Éducation nationale (système d'information SIEI)"

REPRESENTANTS = (
    c.Representant(
        "Madame", "Émilie", "Évrard", "mère", MERE.adresse, "06 00 00 00 01", "emilie@exemple.invalid"
    ),
    c.Representant("Monsieur", "Paul", "Martin", "père", None, "", ""),
)
CHRONOLOGIE = (
    c.Fait(date(2026, 9, 21), "Repérage", "services de l'Éducation nationale"),
    c.Fait(date(2026, 9, 28), "Appel téléphonique", "message laissé"),
    c.Fait(
        date(2026, 10, 5),
        "Convocation au premier entretien (R. 114-6)",
        "lettre simple ; entretien du 20/10/2026",
    ),
    c.Fait(date(2026, 10, 20), "Premier entretien", "absence constatée, sans motif reçu"),
    c.Fait(
        date(2026, 10, 29),
        "Seconde convocation (R. 114-7)",
        "lettre recommandée 1A 000 000 0000 0, distribuée le 31/10/2026",
    ),
    c.Fait(date(2026, 12, 3), "Entretien", "absence constatée"),
)
COMMUN: dict[str, Any] = {
    "reference": "2026-0042",
    "le": date(2026, 11, 9),
    "jeune": JEUNE,
    "conseiller": CONSEILLER,
    "maison": MAISON,
    "source": SOURCE,
    "source_nommee": SOURCE,
    "accompagnants": ("Émilie Évrard", "Paul Martin"),
}


LONG = "Anne-Marie-Élisabeth Van den Broeck-Saint-Exupéry d'Arc"
_NAMES = (
    # markup, templates and formulas are names like any other
    ("O'Brien <b>{{ 7*7 }}</b>", "#let $x$ *gras* _souligné_"),
    ("=CMD|'/C calc'!A0", "salle #3 // D:\\lettres | 5$"),
    ("Nguyễn Thị Ánh", "Đặng"),
    ("İbrahim Şükrü", "Çağlar"),
    ("محمد", "العربي"),
    ("Олександр", "Шевченко"),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A letter to try a template on, and what its data are like: riche, pauvre, hostile."""

    kind: str
    context: Document


def samples(kind: LetterKind, maison: c.Maison) -> Iterator[Sample]:
    """Yield sample letters of a kind, from that house, each to whoever may receive it."""
    first = replace(kind.sample, maison=maison)
    poor_house = replace(maison, acces="", horaires="", logo=None)
    for to in kind.to or (first.destinataire,):
        yield Sample("riche", replace(first, destinataire=to))
        yield Sample("pauvre", replace(first, maison=poor_house, destinataire=to, **kind.poor))
        if isinstance(first, Lettre):
            for prenom, nom in _NAMES:
                jeune = replace(first.jeune, prenom=prenom, nom=nom, sexe="")
                yield Sample("hostile", replace(first, jeune=jeune, destinataire=to, **kind.hostile))
