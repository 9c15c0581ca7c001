"""What the département was told, and what became of the minors after: I10."""

from __future__ import annotations

from ofworkflow.law.texts import DEPARTEMENT
from ofworkflow.statistics.indicators.kinds import JUDGED_ONCE, Group, Indicator, Measure, MeasureRow
from ofworkflow.statistics.indicators.standing import Standing


class Noticing(Measure):
    """Notices, each counted; persons in `NOTICED` alone."""

    NOTICES = "notices"
    NOTICED = "noticed"
    NOTICES_IN_TIME = "notices_in_time"
    NOTICES_LATE = "notices_late"
    NOTICES_ANSWERED = "notices_answered"
    JUDGED_3 = "judged_3"
    BACK_3 = "back_3"
    JUDGED_6 = "judged_6"
    BACK_6 = "back_6"


N = Noticing

MEASURES = (
    MeasureRow(N.NOTICES, sums=((N.NOTICES_IN_TIME, N.NOTICES_LATE),)),
    MeasureRow(N.NOTICED, "Département informé", part_of=(N.NOTICES, Standing.POPULATION)),
    MeasureRow(N.NOTICES_IN_TIME),
    MeasureRow(N.NOTICES_LATE),
    MeasureRow(N.NOTICES_ANSWERED, part_of=(N.NOTICES,)),
    MeasureRow(
        N.JUDGED_3, apart="des informations d'une autre période, dont les trois mois finissent dans celle-ci"
    ),
    MeasureRow(N.BACK_3, part_of=(N.JUDGED_3,)),
    MeasureRow(
        N.JUDGED_6, apart="des informations d'une autre période, dont les six mois finissent dans celle-ci"
    ),
    MeasureRow(N.BACK_6, part_of=(N.JUDGED_6,)),
)

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "I10",
        "informations du département",
        "informations transmises au département dans la période (R. 114-7)",
        N.NOTICES,
        acts=True,
        group=Group.INFORMER,
        column="infos dépt",
        table="departement",
        compared=True,
    ),
    Indicator(
        "I10b",
        "jeunes dont le département a été informé",
        "jeunes avec au moins une information dans la période",
        N.NOTICED,
        detail=True,
        table="departement",
    ),
    Indicator(
        "I10-temps",
        f"informations dans les {DEPARTEMENT.words}",
        f"informations parties avant la fin légale des {DEPARTEMENT.words} / I10",
        N.NOTICES_IN_TIME,
        N.NOTICES,
        acts=True,
        group=Group.INFORMER,
        column="à temps",
        table="departement",
        compared=True,
    ),
    Indicator(
        "I10-retard",
        "informations hors délai",
        f"informations parties après la fin légale des {DEPARTEMENT.words}",
        N.NOTICES_LATE,
        detail=True,
        acts=True,
        table="departement",
    ),
    Indicator(
        "I10-reponse",
        "informations suivies d'une réponse",
        "informations dont le département a accusé réception, ou répondu, avant la fin de la période / I10",
        N.NOTICES_ANSWERED,
        N.NOTICES,
        detail=True,
        acts=True,
        table="departement",
    ),
    *(
        Indicator(
            f"I10-{months}",
            f"de nouveau en règle dans les {months} mois",
            "informations dont le jeune est entré dans une situation qui satisfait à l'obligation dans les "
            f"{months} mois / "
            f"celles dont les {months} mois finissent dans la période",
            back,
            judged,
            detail=True,
            acts=True,
            exclusions="Les jeunes devenus majeurs avant ce terme.",
            maturity=JUDGED_ONCE,
            table="departement",
        )
        for months, back, judged in ((3, N.BACK_3, N.JUDGED_3), (6, N.BACK_6, N.JUDGED_6))
    ),
)
