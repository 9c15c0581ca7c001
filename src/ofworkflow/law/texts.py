"""THE LAW: each article once, each duration once, with the day it came into force and the day somebody last
re-read it.

A change of law is a new `Version`, never an edit: a running delay keeps the version it opened under.
Durations that differ from one mission locale to the next are not here but in `config.toml`; their kind is, so
that one table shows every delay.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ofworkflow.errors import OfWorkflowError
from ofworkflow.law.periods import Days, Months, Period, Years, in_words
from ofworkflow.records import dataclass

REREAD_ON = date(2026, 11, 23)
TO_CONFIRM = "à confirmer"
"""What stands in place of a source where nobody has read the text itself."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a code, and what it asks in our words; `source`: where its words were read on
    28/11/2026."""

    number: str
    code: str
    says: str
    since: date = date(2020, 9, 1)
    reread_on: date = REREAD_ON
    source: str = TO_CONFIRM

    def __str__(self) -> str:
        return f"{self.number} du {self.code}"


_EDUCATION = "code de l'éducation"
_CIVIL_PROCEDURE = "code de procédure civile"
_POST = "code des postes et des communications électroniques"

L114_1 = Article(
    "L. 114-1",
    _EDUCATION,
    "La formation est obligatoire jusqu'à la majorité ; les missions locales le vérifient.",
    source="eduscol.education.fr/2448 ; toutpourlemploi.fr",
)
R114_1 = Article(
    "R. 114-1",
    _EDUCATION,
    "La scolarité compte avec la preuve de l'inscription et celle de l'assiduité.",
    source="centre-inffo.fr, 07/08/2020 ; weka.fr",
)
R114_2 = Article(
    "R. 114-2",
    _EDUCATION,
    "Accompagnements et parcours qui satisfont à l'obligation.",
    source="weka.fr (décret n° 2020-978)",
)
R114_3 = Article(
    "R. 114-3",
    _EDUCATION,
    "Seule exemption : des difficultés de santé attestées par un certificat médical.",
    source="centre-inffo.fr, 07/08/2020 ; cap-metiers.pro",
)
R114_4 = Article("R. 114-4", _EDUCATION, "Les établissements signalent les jeunes sortis sans solution.")
R114_6 = Article(
    "R. 114-6",
    _EDUCATION,
    "La mission locale reçoit le jeune avec son représentant légal et propose une solution.",
)
R114_7 = Article(
    "R. 114-7",
    _EDUCATION,
    "Absence sans motif, abandon ou silence : le jeune et son représentant sont convoqués ; sans mise en "
    "règle, "
    "le président du conseil départemental est informé dans les deux mois de la convocation.",
    source="juriblio.fr ; lagazettedescommunes.com, 18/08/2020",
)
L313_8 = Article(
    "L. 313-8",
    _EDUCATION,
    "Un 16-18 ans sans diplôme ni emploi est reçu avec son représentant dans les trois mois du signalement.",
    source="doctrine.fr (LEGIARTI000038901945)",
)
CPC_640 = Article(
    "640",
    _CIVIL_PROCEDURE,
    "Un délai court de l'acte ou de l'événement qui l'ouvre.",
    date(1976, 1, 1),
    source="solent-avocats.com",
)
CPC_641 = Article(
    "641",
    _CIVIL_PROCEDURE,
    "En jours, celui du départ ne compte pas ; en mois ou en années, même quantième, sinon dernier jour du "
    "mois.",
    date(1976, 1, 1),
    source="doctrine.fr (LEGIARTI000006411002)",
)
CPC_642 = Article(
    "642",
    _CIVIL_PROCEDURE,
    "Un délai finit à minuit ; un terme un samedi, un dimanche, un jour férié ou chômé passe au premier jour "
    "ouvrable suivant.",
    date(1976, 1, 1),
    source="doctrine.fr (LEGIARTI000006411003)",
)
CIVIL_388_414 = Article(
    "388 et 414",
    "code civil",
    "Le mineur a moins de dix-huit ans accomplis.",
    date(1974, 7, 7),
    source="388 : doctrine.fr ; 414 : à confirmer",
)
R2_3 = Article(
    "R. 1-1-6 et R. 2-3",
    _POST,
    "Un pli recommandé est gardé quinze jours ; passé quarante jours, il est réputé perdu.",
    source="R. 2-3 : lexbase.fr (décret n° 2006-1020) ; R. 1-1-6 : à confirmer",
)
L100 = Article(
    "L. 100",
    _POST,
    "Une lettre recommandée électronique vaut un recommandé ; un particulier y a consenti avant l'envoi.",
    date(2019, 1, 1),
    source="ar24.fr ; docsenligne.com",
)
R53_3 = Article(
    "R. 53-3",
    _POST,
    "Le destinataire d'une lettre recommandée électronique a quinze jours pour l'accepter ou non.",
    date(2019, 1, 1),
    source="doctrine.fr (LEGIARTI000036899789)",
)
ARTICLES = (
    L114_1, R114_1, R114_2, R114_3, R114_4, R114_6, R114_7, L313_8, CPC_640, CPC_641, CPC_642, CIVIL_388_414, R2_3, L100, R53_3,
)  # fmt: skip


_TRAVAIL, _CIVIL = "code du travail", "code civil"
_PUBLIC = "code des relations entre le public et l'administration"
CITED = (
    Article("L. 214-14", _EDUCATION, "L'école de la deuxième chance propose un parcours de formation personnalisé.",
            date(2009, 11, 26)),
    Article("L. 111-2", _PUBLIC, "Un courrier dit le prénom, le nom, la qualité et l'adresse administratives de l'agent.",
            date(2016, 1, 1), source="juriblio.fr"),
    Article("L. 111-3", _PUBLIC, "Un courrier va au nom de famille, sauf demande de voir le nom d'usage.",
            date(2016, 1, 1), source="juriblio.fr"),
    Article("L. 3133-1", _TRAVAIL, "Les onze jours fériés de toute la France.", date(2008, 5, 1)),
    Article("L. 3134-13", _TRAVAIL, "Les jours fériés propres à l'Alsace et à la Moselle.", date(2008, 5, 1),
            source="courdecassation.fr (avis n° 12-00008) ; Vendredi saint par commune : ordonnance du 16 août 1892"),
    Article("L. 3422-2", _TRAVAIL, "L'abolition de l'esclavage est fériée outre-mer, à la date de chaque territoire.",
            date(2016, 8, 10), source="legifrance.gouv.fr, lu au 21/05/2019 ; Saint-Martin (28 mai) : à confirmer"),
    Article("L. 221-1", "code de l'action sociale et des familles", "2° : les actions du département que nomme R. 114-7.",
            source="cité par R. 114-7 ; son texte : à confirmer"),
    Article("373-2-1, 373-3, 373-4, 375-3, 377, 378 et 390", _CIVIL,
            "Exercice exclusif, tiers, enfant confié, délégation, retrait, tutelle : à qui l'on écrit.", date(2007, 1, 1)),
    Article("413-1 et 413-7", _CIVIL, "Le mineur émancipé n'est plus sous l'autorité parentale.", date(2007, 1, 1),
            source="413-2 : kohenavocats.fr ; ancien 482, de mêmes mots : criminocorpus.org ; 413-7 : à confirmer"),
    Article("13 et 14", "RGPD", "Ce que l'on dit à une personne des données que l'on tient d'elle.", date(2018, 5, 25)),
)  # fmt: skip
"""Articles that a letter, a setting or the code cites, and that set no delay."""


class NotInForceError(OfWorkflowError):
    """No version of the rule was in force on that day."""

    def __init__(self, rule: str, day: date) -> None:
        super().__init__(
            f"La règle « {rule} » n'était pas encore en vigueur le {day:%d/%m/%Y}. Vérifiez la date : "
            "la procédure existe depuis le 01/09/2020."
        )


@dataclass(frozen=True, slots=True)
class Version:
    """A duration as one version of the text sets it."""

    since: date
    length: Period
    basis: Article


@dataclass(frozen=True, slots=True)
class Rule:
    """A duration set by law, with all its versions, oldest first."""

    slug: str
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version:
        """Return the version in force on `day`; raise `NotInForceError` before the first."""
        in_force = [version for version in self.versions if version.since <= day]
        if not in_force:
            raise NotInForceError(self.slug, day)
        return in_force[-1]

    @property
    def words(self) -> str:
        """Its duration as a sentence about no day in particular says it, « deux mois »: that of the last
        version."""
        return in_words(self.versions[-1].length)


# L. 313-8: received within three months of the school's report. Not modelled: what the school itself must do
# meanwhile.
PREMIER_ENTRETIEN = Rule("premier_entretien", (Version(date(2020, 9, 1), Months(3), L313_8),))

# R. 114-7: two months at most from the convocation to the notice. Not modelled: what the département does
# next.
DEPARTEMENT = Rule("departement", (Version(date(2020, 9, 1), Months(2), R114_7),))

# Code civil 388 and 414: of age at eighteen completed, at midnight on the birthday.
OF_AGE = Years(18)
MAJORITE = Rule("majorite", (Version(date(1974, 7, 7), OF_AGE, CIVIL_388_414),))

# CPCE R. 1-1-6: kept fifteen days at the post office. R. 2-3: lost after forty.
PLI_GARDE = Rule("pli", (Version(date(2007, 1, 7), Days(15), R2_3),))
PLI_PERDU = Rule("pli_perdu", (Version(date(2007, 1, 7), Days(40), R2_3),))

# CPCE R. 53-3: the same fifteen days, of another text, for one that is electronic.
PLI_ELECTRONIQUE = Rule("pli_electronique", (Version(date(2019, 1, 1), Days(15), R53_3),))

RULES: Mapping[str, Rule] = {
    rule.slug: rule
    for rule in (PREMIER_ENTRETIEN, DEPARTEMENT, MAJORITE, PLI_GARDE, PLI_PERDU, PLI_ELECTRONIQUE)
}


def rule_behind(slug: str, basis: str) -> Rule | None:
    """Return the rule that a delay of that name followed, by the article written with it: a registered
    letter is kept under one text on paper, under another when it is electronic."""
    same_name = [rule for rule in RULES.values() if rule.slug.startswith(slug)]
    cites = (r for r in same_name if any(version.basis.number == basis for version in r.versions))
    return next(cites, RULES.get(slug))


# L. 114-1: from the 16th birthday to majority.
SCOPE_FROM_YEARS = 16
