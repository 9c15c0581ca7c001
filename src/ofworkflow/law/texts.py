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


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a code, and what it asks in our words."""

    number: str
    code: str
    says: str
    since: date = date(2020, 9, 1)
    reread_on: date = REREAD_ON

    def __str__(self) -> str:
        return f"{self.number} du {self.code}"


_EDUCATION = "code de l'éducation"
_CIVIL_PROCEDURE = "code de procédure civile"
_POST = "code des postes et des communications électroniques"

L114_1 = Article(
    "L. 114-1",
    _EDUCATION,
    "La formation est obligatoire jusqu'à la majorité ; les missions locales le vérifient.",
)
R114_1 = Article(
    "R. 114-1", _EDUCATION, "La scolarité compte avec la preuve de l'inscription et celle de l'assiduité."
)
R114_2 = Article("R. 114-2", _EDUCATION, "Accompagnements et parcours qui satisfont à l'obligation.")
R114_3 = Article(
    "R. 114-3", _EDUCATION, "Seule exemption : des difficultés de santé attestées par un certificat médical."
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
)
L313_8 = Article(
    "L. 313-8",
    _EDUCATION,
    "Un 16-18 ans sans diplôme ni emploi est reçu avec son représentant dans les trois mois du signalement.",
)
CPC_640 = Article(
    "640", _CIVIL_PROCEDURE, "Un délai court de l'acte ou de l'événement qui l'ouvre.", date(1976, 1, 1)
)
CPC_641 = Article(
    "641",
    _CIVIL_PROCEDURE,
    "En jours, celui du départ ne compte pas ; en mois ou en années, même quantième, sinon dernier jour du "
    "mois.",
    date(1976, 1, 1),
)
CPC_642 = Article(
    "642",
    _CIVIL_PROCEDURE,
    "Un délai finit à minuit ; un terme un samedi, un dimanche, un jour férié ou chômé passe au premier jour "
    "ouvrable suivant.",
    date(1976, 1, 1),
)
CIVIL_388_414 = Article(
    "388 et 414", "code civil", "Le mineur a moins de dix-huit ans accomplis.", date(1974, 7, 7)
)
R2_3 = Article(
    "R. 1-1-6 et R. 2-3",
    _POST,
    "Un pli recommandé est gardé quinze jours ; passé quarante jours, il est réputé perdu.",
)
L100 = Article(
    "L. 100",
    _POST,
    "Une lettre recommandée électronique vaut un recommandé ; un particulier y a consenti avant l'envoi.",
    date(2019, 1, 1),
)
R53_3 = Article(
    "R. 53-3",
    _POST,
    "Le destinataire d'une lettre recommandée électronique a quinze jours pour l'accepter ou non.",
    date(2019, 1, 1),
)
ARTICLES = (
    L114_1, R114_1, R114_2, R114_3, R114_4, R114_6, R114_7, L313_8, CPC_640, CPC_641, CPC_642, CIVIL_388_414, R2_3, L100, R53_3,
)  # fmt: skip


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
