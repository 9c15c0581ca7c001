"""Finding, reaching, receiving, summoning: I1 to I5."""

from __future__ import annotations

from ofworkflow.statistics.indicators.kinds import PLACES, SOURCE, Group, Indicator, Measure, MeasureRow
from ofworkflow.statistics.indicators.standing import Standing


class Reaching(Measure):
    """What was done to find the minors and to meet them."""

    OPENED = "opened"
    SIGNALEMENTS = "signalements"
    CONTACTED = "contacted"
    RECEIVED = "received"
    RECEIVED_WITH = "received_with"
    FIRST = "first"
    FIRST_PERSONS = "first_persons"
    SECOND = "second"
    SECOND_PERSONS = "second_persons"
    SECOND_1 = "second_1"
    SECOND_1_PERSONS = "second_1_persons"
    SECOND_2 = "second_2"
    SECOND_2_PERSONS = "second_2_persons"
    SECOND_3 = "second_3"
    SECOND_3_PERSONS = "second_3_persons"


R = Reaching
_EVERYONE = (Standing.POPULATION,)

MEASURES = (
    MeasureRow(R.OPENED, "Repérés", part_of=(R.SIGNALEMENTS, *_EVERYONE), by=(*PLACES, SOURCE)),
    MeasureRow(R.SIGNALEMENTS, apart="des actes : un jeune peut être signalé plusieurs fois"),
    MeasureRow(R.CONTACTED, part_of=_EVERYONE),
    MeasureRow(R.RECEIVED, "Reçus", part_of=(Standing.FOLLOWED,), by=PLACES),
    MeasureRow(R.RECEIVED_WITH, part_of=(R.RECEIVED,)),
    MeasureRow(R.FIRST, apart="des actes : un jeune peut en avoir plusieurs"),
    MeasureRow(R.FIRST_PERSONS, "Convoqués à un premier entretien", part_of=(R.FIRST, *_EVERYONE)),
    MeasureRow(R.SECOND, sums=((R.SECOND_1, R.SECOND_2, R.SECOND_3),)),
    MeasureRow(R.SECOND_PERSONS, "Convoqués une seconde fois (R. 114-7)", part_of=(R.SECOND, *_EVERYONE)),
    MeasureRow(R.SECOND_1),
    MeasureRow(R.SECOND_2),
    MeasureRow(R.SECOND_3),
    MeasureRow(R.SECOND_1_PERSONS, part_of=(R.SECOND_1, R.SECOND_PERSONS)),
    MeasureRow(R.SECOND_2_PERSONS, part_of=(R.SECOND_2, R.SECOND_PERSONS)),
    MeasureRow(R.SECOND_3_PERSONS, part_of=(R.SECOND_3, R.SECOND_PERSONS)),
)

_TRIGGERS = (
    ("1", "1° absence injustifiée", R.SECOND_1, R.SECOND_1_PERSONS),
    ("2", "2° abandon d'un accompagnement", R.SECOND_2, R.SECOND_2_PERSONS),
    ("3", "3° silence", R.SECOND_3, R.SECOND_3_PERSONS),
)
_NOT_MOVED = "Un report n'en est pas une."

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "I1",
        "jeunes repérés",
        "jeunes dont un dossier s'est ouvert dans la période, ou un nouveau cycle sur un signalement ; par "
        "source dans la ventilation",
        R.OPENED,
        exclusions="Un dossier repris d'une autre mission locale compte où il fut ouvert ; un signalement de "
        "plus sur un dossier ouvert n'en fait pas un jeune de plus.",
        version=2,
        group=Group.REPERER,
        column="repérés",
        table="convocations-tableau",
        compared=True,
    ),
    Indicator(
        "I1b",
        "signalements reçus",
        "ouvertures et nouveaux signalements de la période, sur un dossier ouvert ou clos",
        R.SIGNALEMENTS,
        detail=True,
        acts=True,
        table="convocations-tableau",
    ),
    Indicator(
        "I2",
        "jeunes contactés",
        "jeunes avec au moins un contact de résultat « joint »",
        R.CONTACTED,
        exclusions="Un message laissé n'est pas un contact qui joint.",
        group=Group.REPERER,
        column="contactés",
    ),
    Indicator(
        "I3",
        "jeunes reçus",
        "jeunes avec au moins un entretien tenu",
        R.RECEIVED,
        group=Group.REPERER,
        column="reçus",
        table="convocations-tableau",
        compared=True,
    ),
    Indicator(
        "I3b",
        "jeunes reçus avec un représentant légal",
        "les I3 dont un représentant légal était à un entretien, avec le jeune ou sans lui",
        R.RECEIVED_WITH,
        detail=True,
        table="convocations-tableau",
    ),
    Indicator(
        "I4",
        "premières convocations",
        "convocations à un premier entretien (R. 114-6)",
        R.FIRST,
        exclusions=_NOT_MOVED,
        acts=True,
        group=Group.CONVOQUER,
        column="1res conv.",
        table="convocations-tableau",
        compared=True,
    ),
    Indicator(
        "I4b",
        "jeunes convoqués à un premier entretien",
        "jeunes avec au moins une première convocation",
        R.FIRST_PERSONS,
        detail=True,
        table="convocations-tableau",
    ),
    Indicator(
        "I5",
        "secondes convocations (R. 114-7)",
        "convocations du 1°, du 2° ou du 3°",
        R.SECOND,
        exclusions=_NOT_MOVED,
        acts=True,
        group=Group.CONVOQUER,
        column="2es conv.",
        table="convocations-tableau",
        compared=True,
    ),
    Indicator(
        "I5b",
        "jeunes convoqués une seconde fois",
        "jeunes avec au moins une seconde convocation",
        R.SECOND_PERSONS,
        detail=True,
        table="convocations-tableau",
    ),
    *(
        indicator
        for trigger, name, acts, persons in _TRIGGERS
        for indicator in (
            Indicator(
                f"I5-{trigger}",
                f"secondes convocations, {name}",
                f"les I5 au titre du {name}",
                acts,
                detail=True,
                acts=True,
                table="convocations-tableau",
            ),
            Indicator(
                f"I5b-{trigger}",
                f"jeunes convoqués, {name}",
                f"les I5b au titre du {name}",
                persons,
                detail=True,
                exclusions="Un jeune convoqué à deux titres est dans deux lignes : "
                "leur somme peut dépasser I5b.",
            ),
        )
    ),
)
