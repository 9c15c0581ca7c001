"""Sample letters: an invented house, an invented family; rich, poor and hostile data to try a template on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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
    """Return a sample first summons."""
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
    """Return a sample second summons."""
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
    """Return a sample new appointment."""
    return replace(c.Report(**COMMUN, destinataire=destinataire, rendez_vous=RENDEZ_VOUS, ancien=ANCIEN), **changes)


def information_departement(**changes: Any) -> c.InformationDepartement:
    """Return a sample notice."""
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
    """Return a sample letter to the family."""
    base = c.InformationFamille(
        **COMMUN,
        destinataire=destinataire,
        departement_nom="Département du Nord",
        transmis_le=date(2026, 12, 21),
        motif="les deux entretiens proposés n'ont pas eu lieu",
    )
    return replace(base, **changes)


def rectificatif_departement(**changes: Any) -> c.RectificatifDepartement:
    """Return a sample correction of the notice."""
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
    """Return a sample cancelled appointment."""
    return replace(c.Annulation(**COMMUN, destinataire=destinataire, rendez_vous=RENDEZ_VOUS), **changes)


def attestation_presence(destinataire: c.Destinataire = LEA, **changes: Any) -> c.AttestationPresence:
    """Return a sample attestation of presence."""
    presents = ("Léa Évrard", "Émilie Évrard (mère)")
    base = c.AttestationPresence(**COMMUN, destinataire=destinataire, recu_le=date(2026, 12, 3), presents=presents)
    return replace(base, **changes)


def attestation_conformite(destinataire: c.Destinataire = LEA, **changes: Any) -> c.AttestationConformite:
    """Return a sample attestation of compliance."""
    base = c.AttestationConformite(**COMMUN, destinataire=destinataire, situation="apprentissage", depuis=date(2027, 1, 4))
    return replace(base, **changes)


def constat_carence(**changes: Any) -> c.ConstatCarence:
    """Return a sample record of an absence."""
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
    """Return a sample end of the procedure."""
    return replace(c.Majorite(**COMMUN, destinataire=destinataire, le_jour=date(2027, 9, 14)), **changes)


def bordereau(**changes: Any) -> c.Bordereau:
    """Return a sample slip of a print run."""
    plis = (
        c.Pli(1, "Émilie Évrard", "59118 WAMBRECHIES", "2026-0042", "C000123, C000124", 3),
        c.Pli(2, "Paul Martin", "59130 LAMBERSART", "2026-0042", "C000125", 2),
    )
    base = c.Bordereau(
        reference="T0001", le=date(2026, 11, 9), destinataire=INTERNE, conseiller=CONSEILLER, maison=MAISON,
        plis=plis, courriers=3, pages=5, recommandes=False,
    )  # fmt: skip
    return replace(base, **changes)


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
"""One builder for each letter of a dossier."""

_LONG = "Anne-Marie-Élisabeth Van den Broeck-Saint-Exupéry d'Arc"
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
    context: c.Document


def samples(modele: str, maison: c.Maison) -> Iterator[Sample]:
    """Yield sample letters of a model, from that house, each to whoever may receive it; nothing for an unknown model."""
    build: Callable[..., Any] | None = {f.__name__: f for f in (*TOUTES, bordereau)}.get(modele)
    if build is None:
        return
    first = build(maison=maison)
    addressees = (MERE, LEA) if first.destinataire in (MERE, LEA) and modele in _TO_BOTH else (first.destinataire,)
    poor_house = replace(maison, acces="", horaires="", logo=None)
    for to in addressees:
        yield Sample("riche", replace(first, destinataire=to))
        yield Sample("pauvre", replace(first, maison=poor_house, destinataire=to, **_POOR.get(modele, {})))
        if isinstance(first, c.Lettre):
            for prenom, nom in _NAMES:
                jeune = replace(first.jeune, prenom=prenom, nom=nom, sexe="")
                yield Sample("hostile", replace(first, jeune=jeune, destinataire=to, **_HOSTILE.get(modele, {})))


_TO_BOTH = frozenset({"premiere_convocation", "seconde_convocation", "report", "annulation", "information_famille"})
_POOR: dict[str, dict[str, Any]] = {
    "premiere_convocation": {"avec_mention": False},
    "seconde_convocation": {"absence_le": None, "declencheur": "3"},
    "information_departement": {
        "representants": (), "propositions": (), "annexes": (), "adresse_jeune": None, "telephone_jeune": "",
        "signataire_qualite": "", "chronologie": CHRONOLOGIE[:1],
    },
    "rectificatif_departement": {"signataire_qualite": ""},
    "attestation_presence": {"presents": ()},
    "constat_carence": {"appels": (), "attendus": ()},
}  # fmt: skip
_HOSTILE: dict[str, dict[str, Any]] = {
    "information_departement": {"signataire": _LONG, "hors_delai": True},
    "attestation_presence": {"presents": (_LONG, "=1+1")},
}
