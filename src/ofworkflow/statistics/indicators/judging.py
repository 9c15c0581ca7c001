"""The delays, each judged once, in the period where it comes to its end: I11."""

from __future__ import annotations

from ofworkflow.law.texts import DEPARTEMENT, PREMIER_ENTRETIEN
from ofworkflow.statistics.indicators.kinds import (
    JUDGED_ONCE,
    Duration,
    Group,
    Indicator,
    Measure,
    MeasureRow,
)


class Judging(Measure):
    """Delays, each counted."""

    INTERVIEW_JUDGED = "interview_judged"
    INTERVIEW_IN_TIME = "interview_in_time"
    OUTCOME_JUDGED = "outcome_judged"
    OUTCOME_IN_TIME = "outcome_in_time"
    TOO_YOUNG = "too_young"


J = Judging

MEASURES = (
    MeasureRow(J.INTERVIEW_JUDGED, apart="les délais de signalements d'une autre période y sont aussi"),
    MeasureRow(J.INTERVIEW_IN_TIME, part_of=(J.INTERVIEW_JUDGED,)),
    MeasureRow(J.OUTCOME_JUDGED, apart="les délais de convocations d'une autre période y sont aussi"),
    MeasureRow(J.OUTCOME_IN_TIME, part_of=(J.OUTCOME_JUDGED,)),
    MeasureRow(J.TOO_YOUNG, apart="dit à la maison seule", printed=False),
)

_MOOT = "Un délai devenu sans objet (mise en règle, exemption, clôture) n'est pas jugé."
_MOOT_NOTICE = (
    "Un délai qu'une clôture (majorité, départ) arrête avant son terme n'est pas jugé ; une clôture n'est "
    "pas une issue."
)

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "I11",
        f"premiers entretiens dans les {PREMIER_ENTRETIEN.words}",
        "premiers entretiens tenus dans le délai de l'article L. 313-8 / délais arrivés à leur terme",
        J.INTERVIEW_IN_TIME,
        J.INTERVIEW_JUDGED,
        exclusions=_MOOT,
        maturity=JUDGED_ONCE,
        group=Group.DELAIS,
        column="3 mois",
        table="delai-entretien-tableau",
        compared=True,
    ),
    *(
        Indicator(
            f"I11-{name}",
            f"du signalement au premier entretien, {label}",
            f"{label} des jours entre le signalement et le premier entretien, parmi ceux des délais "
            "jugés dont l'entretien a eu lieu",
            Duration.INTERVIEW_DAYS,
            share=share,
            table="delai-entretien-tableau",
            detail=True,
            maturity=JUDGED_ONCE,
        )
        for name, label, share in (("mediane", "médiane", 0.5), ("p90", "90e centile", 0.9))
    ),
    Indicator(
        "I11b",
        f"issues dans les {DEPARTEMENT.words}",
        "secondes convocations dont l'issue (mise en règle, exemption ou information du département) est "
        f"dans les {DEPARTEMENT.words} / "
        "délais arrivés à leur terme",
        J.OUTCOME_IN_TIME,
        J.OUTCOME_JUDGED,
        exclusions=_MOOT_NOTICE,
        maturity=JUDGED_ONCE,
        acts=True,
        group=Group.DELAIS,
        column="2 mois",
        table="delai-issue-tableau",
        compared=True,
    ),
    *(
        Indicator(
            f"I11b-{name}",
            f"de la seconde convocation à son issue, {label}",
            f"{label} des jours entre l'envoi de la seconde convocation et son issue, parmi les délais jugés "
            "qui ont pris fin",
            Duration.OUTCOME_DAYS,
            share=share,
            table="delai-issue-tableau",
            detail=True,
            maturity=JUDGED_ONCE,
        )
        for name, label, share in (("mediane", "médiane", 0.5), ("p90", "90e centile", 0.9))
    ),
)
