"""Where the minors stand on the day of the observation: I6 to I9, and I15."""

from __future__ import annotations

from ofworkflow.statistics.indicators.kinds import (
    LEVEL,
    PLACES,
    QPV,
    SEX_AND_AGE,
    SOURCE,
    Group,
    Indicator,
    Measure,
    MeasureRow,
)


class Standing(Measure):
    """Persons, each counted once."""

    POPULATION = "population"
    FOLLOWED = "followed"
    BOUND = "bound"
    # the four parts of the population
    COMPLIANT = "compliant"
    EXEMPT = "exempt"
    WITHOUT = "without"
    UNKNOWN = "unknown"
    COMPLIANT_BEYOND = "compliant_beyond"
    PROFESSIONAL = "professional"


S = Standing

MEASURES = (
    MeasureRow(S.POPULATION, "Population", sums=((S.COMPLIANT, S.WITHOUT, S.UNKNOWN, S.EXEMPT),)),
    MeasureRow(
        S.FOLLOWED, "Accompagnés", part_of=(S.POPULATION,), by=(*PLACES, SEX_AND_AGE, LEVEL, QPV, SOURCE)
    ),
    MeasureRow(
        S.BOUND, rest_shown=(S.FOLLOWED,)
    ),  # what is left are the exempt, who have a line of their own
    MeasureRow(S.COMPLIANT, "En règle", part_of=(S.BOUND, S.FOLLOWED), by=(*PLACES, LEVEL, QPV)),
    MeasureRow(S.EXEMPT, "Exemptés"),
    MeasureRow(S.WITHOUT, "Sans solution, connus de nous"),
    MeasureRow(S.UNKNOWN, "Situation inconnue"),
    MeasureRow(S.COMPLIANT_BEYOND, part_of=(S.COMPLIANT,)),
    MeasureRow(
        S.PROFESSIONAL,
        "En situation professionnelle",
        part_of=(S.COMPLIANT_BEYOND,),
        by=(*PLACES, SEX_AND_AGE, LEVEL, QPV),
    ),
)

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "I6",
        "jeunes accompagnés",
        "jeunes de la population reçus, ou dans une situation qui satisfait à l'obligation, un jour de la "
        "période",
        S.FOLLOWED,
        exclusions="Une exemption seule n'y fait pas entrer.",
        group=Group.ACCOMPAGNER,
        column="accomp.",
        table="chiffres-cles",
        compared=True,
    ),
    Indicator(
        "I7a",
        "en règle",
        "jeunes accompagnés dans une situation qui satisfait à l'obligation le jour de l'observation / I6 "
        "moins les exemptés",
        S.COMPLIANT,
        S.BOUND,
        exclusions="Les exemptés, sauf ceux qu'une situation met en règle ce jour-là.",
        group=Group.ACCOMPAGNER,
        column="en règle",
        table="chiffres-cles",
        compared=True,
    ),
    Indicator(
        "I7b",
        "en règle hors accompagnement seul",
        "les I7a, moins ceux que seul un accompagnement met en règle / le même dénominateur",
        S.COMPLIANT_BEYOND,
        S.BOUND,
        exclusions="Les mêmes que pour I7a.",
        group=Group.ACCOMPAGNER,
        column="hors acc.",
        table="chiffres-cles",
        compared=True,
    ),
    Indicator(
        "I8",
        "en situation professionnelle",
        "jeunes accompagnés en emploi, formation (scolarité comprise), alternance, service civique ou "
        "deuxième chance "
        "le jour de l'observation / I6",
        S.PROFESSIONAL,
        S.FOLLOWED,
        exclusions="L'accompagnement seul et le médico-social mettent en règle sans être « professionnels ».",
        group=Group.ACCOMPAGNER,
        column="sit. pro.",
        table="chiffres-cles",
        compared=True,
    ),
    Indicator(
        "I9",
        "exemptés",
        "jeunes de la population qu'une exemption couvre le jour de l'observation",
        S.EXEMPT,
        exclusions="Celui qu'une situation met en règle ce jour-là est compté en règle.",
        group=Group.ACCOMPAGNER,
        column="exemptés",
        table="chiffres-cles",
        compared=True,
    ),
    Indicator(
        "I15",
        "situations inconnues",
        "jeunes de la population que rien ne couvre le jour de l'observation, ni reçus ni joints dans la "
        "période",
        S.UNKNOWN,
        exclusions="Une ligne à part, jamais répartie sur les autres.",
        group=Group.ACCOMPAGNER,
        column="inconnus",
        table="chiffres-cles",
        compared=True,
    ),
)
