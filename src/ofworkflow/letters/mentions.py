"""What each letter must hold (CRPA L. 111-2, L. 111-3; R. 114-6, R. 114-7; GDPR articles 13 and 14), and
what none may say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ofworkflow.letters import words
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """Something to be read in a letter: `pattern`, or the words that `of` takes from its data."""

    label: str
    pattern: str = ""
    of: Callable[[Any], str] | None = None

    def is_in(self, text: str, context: object) -> bool:
        """Tell whether the letter says it; `text` has plain spaces."""
        if self.of is None:
            return re.search(self.pattern, text, re.I) is not None
        return _bare(self.of(context)) in _bare(text)


def _bare(text: str) -> str:
    text = words.typography(words.clean(text)).replace(words.NBSP, " ").replace(words.NNBSP, " ")
    return "".join(text.replace("’", "'").casefold().split())


EVERYWHERE = (
    Mention("le nom du conseiller (CRPA L. 111-2)", of=lambda x: f"{x.conseiller.prenom} {x.conseiller.nom}"),
    Mention("la qualité du conseiller", of=lambda x: x.conseiller.qualite),
    Mention("le téléphone du conseiller", of=lambda x: x.conseiller.telephone),
    Mention("la mission locale", of=lambda x: x.maison.nom),
    Mention("la référence du dossier", of=lambda x: x.reference),
    Mention("la date du courrier", of=lambda x: words.day_month_year(x.le)),
)
YOUNG = Mention("le nom du jeune (CRPA L. 111-3)", of=lambda x: x.jeune.nom)
APPOINTMENT = (
    Mention("le jour du rendez-vous", of=lambda x: words.long_date(x.rendez_vous.le)),
    Mention("l'heure du rendez-vous", of=lambda x: words.hour(x.rendez_vous.heure)),
    Mention("le lieu du rendez-vous", of=lambda x: x.rendez_vous.lieu),
)
SUMMONS = (
    *APPOINTMENT,
    Mention("la durée de l'entretien", of=lambda x: f"{x.maison.duree_entretien} minutes"),
    Mention("comment venir", of=lambda x: x.maison.acces),
    Mention("l'article L. 114-1", r"L\. ?114-1"),
    Mention("qu'un représentant légal est attendu", r"représentante? légal|représentation légale"),
    Mention("une preuve de scolarité à apporter", r"scolarité"),
    Mention("une preuve d'assiduité à apporter", r"assiduité"),
    Mention("le certificat médical sans diagnostic", r"certificat médical sans diagnostic"),
    Mention("que faire si l'on est déjà en règle", r"déjà en (formation|règle)"),
    Mention("comment changer de date", r"autre|déplacer"),
    Mention("ce qui se passe en cas d'absence", r"absence"),
)
AUTHORITY = Mention("l'autorité du département", of=lambda x: x.maison.autorite.partition(" ")[2])
PRIVACY = (
    AUTHORITY,
    *(
        Mention(f"la mention d'information : {label}", pattern)
        for label, pattern in (
            ("le responsable", r"responsable du traitement"),
            ("la finalité", r"pourquoi"),
            ("la base", r"mission d.intérêt public"),
            ("les catégories", r"identité et coordonnées"),
            ("la source", r"transmises par"),
            ("la durée", r"mois au plus"),
            ("les droits", r"corriger"),
            ("la CNIL", r"CNIL"),
        )
    ),
)
ANNEX = Mention("ce qui est demandé en retour", r"accuser réception|accuser r[ée]ception")

FORBIDDEN: Mapping[str, str] = {
    r"\bamendes?\b": "une amende",
    r"\bpoursuites?\b": "des poursuites",
    r"sanctions? pénales?": "une sanction pénale",
    r"mise en demeure": "une mise en demeure",
    r"allocations? (familiales? )?(sera|seront) (supprimée|suspendue)s?": "la suppression d'allocations",
}
"""No letter threatens: what must not be read, and its name."""
