"""Who left, why, and with what: I12."""

from __future__ import annotations

from ofworkflow.statistics.indicators.kinds import Group, Indicator, Measure, MeasureRow
from ofworkflow.statistics.indicators.standing import Standing


class Leaving(Measure):
    """Persons, each counted once for a reason, once for a situation."""

    EXITS = "exits"
    EXITS_MAJORITE = "exits_majorite"
    EXITS_DEMENAGEMENT = "exits_demenagement"
    EXITS_DEPART_ETRANGER = "exits_depart_etranger"
    EXITS_HORS_CHAMP = "exits_hors_champ"
    EXITS_PROFESSIONAL = "exits_professional"
    EXITS_COMPLIANT = "exits_compliant"
    EXITS_EXEMPT = "exits_exempt"
    EXITS_WITHOUT = "exits_without"


L = Leaving
BY_REASON = (L.EXITS_MAJORITE, L.EXITS_DEMENAGEMENT, L.EXITS_DEPART_ETRANGER, L.EXITS_HORS_CHAMP)
BY_SITUATION = (L.EXITS_PROFESSIONAL, L.EXITS_COMPLIANT, L.EXITS_EXEMPT, L.EXITS_WITHOUT)

MEASURES = (
    MeasureRow(L.EXITS, part_of=(Standing.POPULATION,), sums=(BY_REASON, BY_SITUATION)),
    MeasureRow(L.EXITS_MAJORITE, "Majorité"),
    MeasureRow(L.EXITS_DEMENAGEMENT, "Déménagement"),
    MeasureRow(L.EXITS_DEPART_ETRANGER, "Départ à l'étranger"),
    MeasureRow(L.EXITS_HORS_CHAMP, "Hors champ"),
    MeasureRow(L.EXITS_PROFESSIONAL, "En situation professionnelle"),
    MeasureRow(L.EXITS_COMPLIANT, "Autrement en règle"),
    MeasureRow(L.EXITS_EXEMPT, "Exemptés"),
    MeasureRow(L.EXITS_WITHOUT, "Sans situation"),
)

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "I12",
        "sorties",
        "dossiers clos dans la période et encore clos à sa fin",
        L.EXITS,
        exclusions="Les dossiers clos pour erreur, doublon ou décès ne sont dans aucun chiffre.",
        group=Group.SORTIES,
        column="sorties",
        compared=True,
    ),
    Indicator(
        "I12-majorite", "sorties à la majorité", "les I12 clos à 18 ans", L.EXITS_MAJORITE, detail=True
    ),
    Indicator(
        "I12-demenagement",
        "sorties pour déménagement",
        "les I12 clos pour déménagement",
        L.EXITS_DEMENAGEMENT,
        detail=True,
    ),
    Indicator(
        "I12-depart_etranger",
        "sorties pour départ à l'étranger",
        "les I12 clos pour départ à l'étranger",
        L.EXITS_DEPART_ETRANGER,
        detail=True,
    ),
    Indicator(
        "I12-hors_champ", "sorties hors champ", "les I12 clos hors champ", L.EXITS_HORS_CHAMP, detail=True
    ),
    Indicator(
        "I12-professionnelle",
        "sortis en situation professionnelle",
        "les I12 en situation professionnelle à la sortie",
        L.EXITS_PROFESSIONAL,
        detail=True,
    ),
    Indicator(
        "I12-en_regle",
        "sortis autrement en règle",
        "les I12 en accompagnement seul ou en médico-social à la sortie",
        L.EXITS_COMPLIANT,
        detail=True,
    ),
    Indicator("I12-exempte", "sortis exemptés", "les I12 exemptés à la sortie", L.EXITS_EXEMPT, detail=True),
    Indicator(
        "I12-sans",
        "sortis sans situation",
        "les I12 que rien ne couvrait à la sortie",
        L.EXITS_WITHOUT,
        detail=True,
    ),
)
