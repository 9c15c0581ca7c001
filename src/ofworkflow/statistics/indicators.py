"""The indicators: one row each, with its code, its version, what is divided by what, and the sentence that tells people.

`docs/indicators.md` is made from this table; the measures it names are worked out in `facts.py`. A row whose meaning changes
takes a new `version`: a frozen report keeps the ones it was made with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ofworkflow.statistics.measures import Duration, Measure

M = Measure


class Unit(StrEnum):
    """How a figure is read."""

    NOMBRE = "nombre"
    RAPPORT = "rapport"
    JOURS = "jours"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure that has a name: a count, a rate where it has a denominator, days where it has a duration and a `share`.

    `detail`: it details the row before it, and is left out of the tables where room is short. `acts`: it counts acts, not
    persons. `exclusions`, `maturity` (when a delay is old enough to be judged): for people; empty where there is nothing to say.
    """

    code: str
    label: str
    sentence: str
    numerator: M | Duration
    denominator: M | None = None
    share: float = 0.0
    detail: bool = False
    acts: bool = False
    exclusions: str = ""
    maturity: str = ""
    version: int = 1

    @property
    def unit(self) -> Unit:
        """How its value is read."""
        if isinstance(self.numerator, Duration):
            return Unit.JOURS
        return Unit.RAPPORT if self.denominator else Unit.NOMBRE

    @property
    def family(self) -> str:
        """The code of the specification it belongs to: « I5 » for I5b-1."""
        digits = "".join(c for c in self.code.partition("-")[0] if c.isdigit())
        return f"I{digits}"


_TRIGGERS = (
    ("1", "1° absence injustifiée", M.SECOND_1, M.SECOND_1_PERSONS),
    ("2", "2° abandon d'une solution", M.SECOND_2, M.SECOND_2_PERSONS),
    ("3", "3° silence", M.SECOND_3, M.SECOND_3_PERSONS),
)
_NOT_MOVED = "Un report n'en est pas une."
_NOT_ABSENT = "Une absence excusée, un rendez-vous déplacé ou annulé par la maison, une issue non notée ne comptent nulle part."
_JUDGED_ONCE = "Un délai est jugé une fois, dans la période où il arrive à son terme."
_MOOT = "Un délai devenu sans objet (mise en règle, exemption, clôture) n'est pas jugé."
_MOOT_NOTICE = (
    "Un délai qu'une clôture (majorité, départ) arrête avant son terme n'est pas jugé ; une clôture n'est pas une issue."
)

INDICATORS: tuple[Indicator, ...] = (
    Indicator("I1", "jeunes repérés", "dossiers ouverts dans la période ; par source dans la ventilation", M.OPENED),
    Indicator(
        "I2",
        "jeunes contactés",
        "jeunes avec au moins un contact de résultat « joint »",
        M.CONTACTED,
        exclusions="Un message laissé n'est pas un contact qui joint.",
    ),
    Indicator("I3", "jeunes reçus", "jeunes avec au moins un entretien tenu", M.RECEIVED),
    Indicator(
        "I3b",
        "jeunes reçus avec un représentant légal",
        "les I3 dont un représentant légal était à un entretien, avec le jeune ou sans lui",
        M.RECEIVED_WITH,
        detail=True,
    ),
    Indicator(
        "I4",
        "premières convocations",
        "convocations à un premier entretien (R. 114-6)",
        M.FIRST,
        exclusions=_NOT_MOVED,
        acts=True,
    ),
    Indicator(
        "I4b",
        "jeunes convoqués à un premier entretien",
        "jeunes avec au moins une première convocation",
        M.FIRST_PERSONS,
        detail=True,
    ),
    Indicator(
        "I5", "secondes convocations (R. 114-7)", "convocations du 1°, du 2° ou du 3°", M.SECOND, exclusions=_NOT_MOVED, acts=True
    ),
    Indicator(
        "I5b", "jeunes convoqués une seconde fois", "jeunes avec au moins une seconde convocation", M.SECOND_PERSONS, detail=True
    ),
    *(
        indicator
        for trigger, name, acts, persons in _TRIGGERS
        for indicator in (
            Indicator(
                f"I5-{trigger}", f"secondes convocations, {name}", f"les I5 au titre du {name}", acts, detail=True, acts=True
            ),
            Indicator(
                f"I5b-{trigger}",
                f"jeunes convoqués, {name}",
                f"les I5b au titre du {name}",
                persons,
                detail=True,
                exclusions="Un jeune convoqué à deux titres est dans deux lignes : leur somme peut dépasser I5b.",
            ),
        )
    ),
    Indicator(
        "I6",
        "jeunes accompagnés",
        "jeunes de la population reçus, ou dans une situation qui satisfait à l'obligation, un jour de la période",
        M.FOLLOWED,
        exclusions="Une exemption seule n'y fait pas entrer.",
    ),
    Indicator(
        "I7a",
        "en règle",
        "jeunes accompagnés dans une situation qui satisfait à l'obligation le jour de l'observation / I6 moins les exemptés",
        M.COMPLIANT,
        M.BOUND,
        exclusions="Les exemptés, sauf ceux qu'une situation met en règle ce jour-là.",
    ),
    Indicator(
        "I7b",
        "en règle hors accompagnement seul",
        "les I7a, moins ceux que seul un accompagnement met en règle / le même dénominateur",
        M.COMPLIANT_BEYOND,
        M.BOUND,
        exclusions="Les mêmes que pour I7a.",
    ),
    Indicator(
        "I8",
        "en situation professionnelle",
        "jeunes accompagnés en emploi, formation (scolarité comprise), alternance, service civique ou deuxième chance "
        "le jour de l'observation / I6",
        M.PROFESSIONAL,
        M.FOLLOWED,
        exclusions="L'accompagnement seul et le médico-social mettent en règle sans être « professionnels ».",
    ),
    Indicator(
        "I9",
        "exemptés",
        "jeunes de la population qu'une exemption couvre le jour de l'observation",
        M.EXEMPT,
        exclusions="Celui qu'une situation met en règle ce jour-là est compté en règle.",
    ),
    Indicator(
        "I10",
        "informations du département",
        "informations transmises au département dans la période (R. 114-7)",
        M.NOTICES,
        acts=True,
    ),
    Indicator(
        "I10b",
        "jeunes dont le département a été informé",
        "jeunes avec au moins une information dans la période",
        M.NOTICED,
        detail=True,
    ),
    Indicator(
        "I10-temps",
        "informations dans les deux mois",
        "informations parties avant la fin légale des deux mois / I10",
        M.NOTICES_IN_TIME,
        M.NOTICES,
        acts=True,
    ),
    Indicator(
        "I10-retard",
        "informations hors délai",
        "informations parties après la fin légale des deux mois",
        M.NOTICES_LATE,
        detail=True,
        acts=True,
    ),
    Indicator(
        "I10-reponse",
        "informations suivies d'une réponse",
        "informations dont le département a accusé réception, ou répondu, avant la fin de la période / I10",
        M.NOTICES_ANSWERED,
        M.NOTICES,
        detail=True,
        acts=True,
    ),
    *(
        Indicator(
            f"I10-{months}",
            f"de nouveau en règle dans les {months} mois",
            f"informations dont le jeune est entré dans une situation qui satisfait à l'obligation dans les {months} mois / "
            f"celles dont les {months} mois finissent dans la période",
            back,
            judged,
            detail=True,
            acts=True,
            exclusions="Les jeunes devenus majeurs avant ce terme.",
            maturity=_JUDGED_ONCE,
        )
        for months, back, judged in ((3, M.BACK_3, M.JUDGED_3), (6, M.BACK_6, M.JUDGED_6))
    ),
    Indicator(
        "I11",
        "premiers entretiens dans les trois mois",
        "premiers entretiens tenus dans le délai de l'article L. 313-8 / délais arrivés à leur terme",
        M.INTERVIEW_IN_TIME,
        M.INTERVIEW_JUDGED,
        exclusions=_MOOT,
        maturity=_JUDGED_ONCE,
    ),
    *(
        Indicator(
            f"I11-{name}",
            f"du signalement au premier entretien, {label}",
            f"{label} des jours entre le signalement et le premier entretien, parmi ceux des délais "
            "jugés dont l'entretien a eu lieu",
            Duration.INTERVIEW_DAYS,
            share=share,
            detail=True,
            maturity=_JUDGED_ONCE,
        )
        for name, label, share in (("mediane", "médiane", 0.5), ("p90", "90e centile", 0.9))
    ),
    Indicator(
        "I11b",
        "issues dans les deux mois",
        "secondes convocations dont l'issue (mise en règle, exemption ou information du département) est dans les deux mois / "
        "délais arrivés à leur terme",
        M.OUTCOME_IN_TIME,
        M.OUTCOME_JUDGED,
        exclusions=_MOOT_NOTICE,
        maturity=_JUDGED_ONCE,
        acts=True,
    ),
    *(
        Indicator(
            f"I11b-{name}",
            f"de la seconde convocation à son issue, {label}",
            f"{label} des jours entre l'envoi de la seconde convocation et son issue, parmi les délais jugés qui ont pris fin",
            Duration.OUTCOME_DAYS,
            share=share,
            detail=True,
            maturity=_JUDGED_ONCE,
        )
        for name, label, share in (("mediane", "médiane", 0.5), ("p90", "90e centile", 0.9))
    ),
    Indicator(
        "I12",
        "sorties",
        "dossiers clos dans la période et encore clos à sa fin",
        M.EXITS,
        exclusions="Les dossiers clos pour erreur, doublon ou décès ne sont dans aucun chiffre.",
    ),
    Indicator("I12-majorite", "sorties à la majorité", "les I12 clos à 18 ans", M.EXITS_MAJORITE, detail=True),
    Indicator(
        "I12-demenagement", "sorties pour déménagement", "les I12 clos pour déménagement", M.EXITS_DEMENAGEMENT, detail=True
    ),
    Indicator("I12-hors_champ", "sorties hors champ", "les I12 clos hors champ", M.EXITS_HORS_CHAMP, detail=True),
    Indicator(
        "I12-professionnelle",
        "sortis en situation professionnelle",
        "les I12 en situation professionnelle à la sortie",
        M.EXITS_PROFESSIONAL,
        detail=True,
    ),
    Indicator(
        "I12-en_regle",
        "sortis autrement en règle",
        "les I12 en accompagnement seul ou en médico-social à la sortie",
        M.EXITS_COMPLIANT,
        detail=True,
    ),
    Indicator("I12-exempte", "sortis exemptés", "les I12 exemptés à la sortie", M.EXITS_EXEMPT, detail=True),
    Indicator("I12-sans", "sortis sans situation", "les I12 que rien ne couvrait à la sortie", M.EXITS_WITHOUT, detail=True),
    Indicator(
        "I13",
        "absences aux rendez-vous",
        "absences / entretiens tenus et absences",
        M.NO_SHOW,
        M.EXPECTED,
        exclusions=_NOT_ABSENT,
        acts=True,
    ),
    Indicator(
        "I13-1",
        "absences au premier entretien",
        "absences au premier entretien / premiers entretiens tenus et absences",
        M.FIRST_ABSENT,
        M.FIRST_EXPECTED,
        detail=True,
        exclusions=_NOT_ABSENT,
        acts=True,
    ),
    Indicator(
        "I13-2",
        "absences à la seconde convocation",
        "absences à la seconde convocation / secondes convocations tenues et absences",
        M.SECOND_ABSENT,
        M.SECOND_EXPECTED,
        detail=True,
        exclusions=_NOT_ABSENT,
        acts=True,
    ),
    Indicator("I14", "contacts", "entretiens tenus et contacts notés, quel qu'en soit le résultat", M.CONTACTS, acts=True),
    *(
        Indicator(f"I14-{name}", f"contacts, {label}", f"les I14 : {label}", measure, detail=True, acts=True)
        for name, label, measure in (
            ("entretien", "entretiens", M.BY_ENTRETIEN),
            ("sms", "SMS", M.BY_SMS),
            ("courriel", "courriels", M.BY_COURRIEL),
            ("telephone", "téléphone", M.BY_TELEPHONE),
            ("autres", "autres (visite, courrier, autre)", M.BY_AUTRES),
        )
    ),
    Indicator(
        "I14-sans_reponse",
        "sollicitations sans réponse",
        "contacts dont le résultat est un message laissé, l'absence de réponse ou un faux numéro",
        M.UNANSWERED,
        detail=True,
        acts=True,
        exclusions="Déjà comptées à leur nature : elles ne s'ajoutent pas.",
    ),
    Indicator(
        "I15",
        "situations inconnues",
        "jeunes de la population que rien ne couvre le jour de l'observation, ni reçus ni joints dans la période",
        M.UNKNOWN,
        exclusions="Une ligne à part, jamais répartie sur les autres.",
    ),
)

BY_CODE: Mapping[str, Indicator] = {indicator.code: indicator for indicator in INDICATORS}
"""Each indicator by its code."""
