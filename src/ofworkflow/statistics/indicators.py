"""The indicators: one row each, with its code, its name, and what is divided by what.

What each row counts is said in `sentence`, in the words of docs/chiffres.md; the measures it names are in `measures.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ofworkflow.statistics.measures import Measure


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure that has a name. Without a denominator it is a count, with one it is a rate.

    `detail`: it details the row before it, and is left out of the tables where room is short.
    """

    code: str
    label: str
    sentence: str
    numerator: Measure
    denominator: Measure | None = None
    detail: bool = False


_TRIGGERS = (
    ("1", "1° absence", Measure.SECOND_1, Measure.SECOND_1_PERSONS),
    ("2", "2° abandon", Measure.SECOND_2, Measure.SECOND_2_PERSONS),
    ("3", "3° silence", Measure.SECOND_3, Measure.SECOND_3_PERSONS),
)

INDICATORS: tuple[Indicator, ...] = (
    Indicator("I1", "jeunes repérés", "dossiers ouverts dans la période", Measure.OPENED),
    Indicator("I2", "jeunes contactés", "au moins un contact « joint » dans la période", Measure.CONTACTED),
    Indicator("I3", "jeunes reçus", "au moins un entretien tenu dans la période", Measure.RECEIVED),
    Indicator(
        "I3b",
        "jeunes reçus avec un représentant légal",
        "au moins un entretien tenu dans la période, un représentant présent",
        Measure.RECEIVED_WITH,
    ),
    Indicator("I4", "premières convocations", "convocations à un premier entretien faites dans la période", Measure.FIRST),
    Indicator(
        "I4b",
        "jeunes convoqués à un premier entretien",
        "au moins une première convocation faite dans la période",
        Measure.FIRST_PERSONS,
    ),
    Indicator("I5", "secondes convocations (R. 114-7)", "secondes convocations faites dans la période", Measure.SECOND),
    Indicator(
        "I5b",
        "jeunes convoqués une seconde fois",
        "au moins une seconde convocation faite dans la période",
        Measure.SECOND_PERSONS,
    ),
    *(
        indicator
        for trigger, name, acts, persons in _TRIGGERS
        for indicator in (
            Indicator(f"I5-{trigger}", f"secondes convocations, {name}", f"les I5 au titre du {name}", acts, detail=True),
            Indicator(f"I5b-{trigger}", f"jeunes convoqués, {name}", f"les I5b au titre du {name}", persons, detail=True),
        )
    ),
    Indicator(
        "I6",
        "jeunes accompagnés",
        "jeunes de la population reçus, ou dans une situation qui satisfait à l'obligation, dans la période",
        Measure.FOLLOWED,
    ),
    Indicator(
        "I7a",
        "en règle",
        "jeunes accompagnés dans une situation qui satisfait à l'obligation le jour de l'observation / I6 moins les exemptés",
        Measure.COMPLIANT,
        Measure.BOUND,
    ),
    Indicator(
        "I7b",
        "en règle hors accompagnement seul",
        "les mêmes, moins ceux que seul un accompagnement met en règle / I6 moins les exemptés",
        Measure.COMPLIANT_BEYOND,
        Measure.BOUND,
    ),
    Indicator(
        "I8",
        "en situation professionnelle",
        "jeunes accompagnés en emploi, formation, alternance, service civique ou deuxième chance le jour de l'observation / I6",
        Measure.PROFESSIONAL,
        Measure.FOLLOWED,
    ),
)
