"""R. 114-7: the notice to the president of the conseil départemental; a closed list of data."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from ofworkflow.letters import words
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import ANNEX, EVERYWHERE, YOUNG, Mention
from ofworkflow.letters.people import Envoi, Fait, Representant
from ofworkflow.letters.samples import CHRONOLOGIE, COMMUN, LONG, MERE, PRESIDENT, REPRESENTANTS
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class InformationDepartement(Lettre):
    """R. 114-7: the notice to the president of the conseil départemental; a closed list of data.

    `informes`: who has a letter of this act, where each person who is written to has one;
    `famille_non_informee`: why nobody has. `envois`: the convocations that left, as the register proves it.
    `situation`, `propositions`, `annexes` are noun phrases from closed lists, never a free comment.
    `annexes_scellees`: the SHA-256 of what each annex is a copy of; none in a sample, which binds nothing.
    """

    modele: ClassVar[str] = "information_departement"

    departement_nom: str
    representants: tuple[Representant, ...]
    signale_le: date
    chronologie: tuple[Fait, ...]
    situation: str
    propositions: tuple[str, ...]
    signataire: str
    signataire_qualite: str
    annexes: tuple[str, ...]
    hors_delai: bool
    terme_le: date
    adresse_jeune: tuple[str, ...] | None = None
    telephone_jeune: str = ""
    courriel_jeune: str = ""
    informes: tuple[str, ...] = ()
    emancipe_le: date | None = None
    famille_non_informee: str = ""
    annexes_scellees: tuple[str, ...] = ()
    envois: tuple[Envoi, ...] = ()

    @property
    def copies(self) -> tuple[tuple[str, str], ...]:
        """What is bound behind it."""
        return tuple(zip(self.annexes, self.annexes_scellees, strict=False))


KIND = LetterKind(
    sample=InformationDepartement(
        **COMMUN,
        destinataire=PRESIDENT,
        departement_nom="Département du Nord",
        representants=REPRESENTANTS,
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
        informes=("Léa Évrard", "Émilie Évrard"),
        envois=(
            Envoi(
                date(2026, 10, 29),
                "Seconde convocation (article R. 114-7)",
                "Émilie Évrard",
                "lettre recommandée n° 1A 000 000 0000 0",
                "distribuée le 31/10/2026",
                "0f1e2d3c4b5a",
            ),
        ),
    ),
    mentions=(
        *EVERYWHERE,
        YOUNG,
        Mention("la naissance", of=lambda x: words.day_month_year(x.jeune.naissance)),
        Mention("l'article R. 114-7", r"R\. ?114-7"),
        Mention("l'origine du repérage", of=lambda x: x.source_nommee),
        Mention("la date du repérage", of=lambda x: words.day_month_year(x.signale_le)),
        Mention("la chronologie", r"chronologie"),
        Mention("la situation connue", of=lambda x: x.situation),
        Mention("que le respect n'a pas pu être établi", r"n.a pas pu être établi"),
        ANNEX,
        Mention("le signataire", of=lambda x: x.signataire),
    ),
    pages_at_most=4,
    poor={
        "representants": (),
        "propositions": (),
        "annexes": (),
        "envois": (),
        "informes": (),
        "adresse_jeune": None,
        "telephone_jeune": "",
        "signataire_qualite": "",
        "chronologie": CHRONOLOGIE[:1],
    },
    hostile={"signataire": LONG, "hors_delai": True},
    forbidden={r"\brefus(e|é|ent)\b": "que la famille « refuse » (le respect n'a pas pu être établi)"},
)
