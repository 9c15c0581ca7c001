"""Who came to the appointments, and how the minors were contacted: I13 and I14."""

from __future__ import annotations

from ofworkflow.statistics.indicators.kinds import Group, Indicator, Measure, MeasureRow
from ofworkflow.statistics.indicators.standing import Standing


class Meeting(Measure):
    """Appointments and contacts, each counted; persons in `ABSENT_PERSONS` alone."""

    FIRST_EXPECTED = "first_expected"
    FIRST_ABSENT = "first_absent"
    SECOND_EXPECTED = "second_expected"
    SECOND_ABSENT = "second_absent"
    EXPECTED = "expected"
    NO_SHOW = "no_show"
    ABSENT_PERSONS = "absent_persons"
    CONTACTS = "contacts"
    BY_ENTRETIEN = "by_entretien"
    BY_SMS = "by_sms"
    BY_COURRIEL = "by_courriel"
    BY_TELEPHONE = "by_telephone"
    BY_AUTRES = "by_autres"
    UNANSWERED = "unanswered"


M = Meeting
BY_NATURE = (M.BY_ENTRETIEN, M.BY_SMS, M.BY_COURRIEL, M.BY_TELEPHONE, M.BY_AUTRES)

MEASURES = (
    MeasureRow(M.EXPECTED, sums=((M.FIRST_EXPECTED, M.SECOND_EXPECTED),)),
    MeasureRow(M.FIRST_EXPECTED),
    MeasureRow(M.SECOND_EXPECTED),
    MeasureRow(M.NO_SHOW, part_of=(M.EXPECTED,), sums=((M.FIRST_ABSENT, M.SECOND_ABSENT),)),
    MeasureRow(M.FIRST_ABSENT, part_of=(M.FIRST_EXPECTED,)),
    MeasureRow(M.SECOND_ABSENT, part_of=(M.SECOND_EXPECTED,)),
    MeasureRow(
        M.ABSENT_PERSONS, "Absents à ce premier entretien", part_of=(M.FIRST_ABSENT, Standing.POPULATION)
    ),
    MeasureRow(M.CONTACTS, sums=(BY_NATURE,)),
    MeasureRow(M.BY_ENTRETIEN, "Entretiens tenus"),
    MeasureRow(M.BY_SMS, "SMS"),
    MeasureRow(M.BY_COURRIEL, "Courriels"),
    MeasureRow(M.BY_TELEPHONE, "Téléphone"),
    MeasureRow(M.BY_AUTRES, "Autres (visite, courrier…)"),
    MeasureRow(M.UNANSWERED, part_of=(M.CONTACTS,)),
)

_NOT_ABSENT = (
    "Une absence excusée, un rendez-vous déplacé ou annulé par la maison, une issue non notée ne comptent "
    "nulle part."
)

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "I13",
        "absences aux rendez-vous",
        "absences / entretiens tenus et absences",
        M.NO_SHOW,
        M.EXPECTED,
        exclusions=_NOT_ABSENT,
        acts=True,
        group=Group.PRESENCE,
        column="absences",
        table="presence",
        compared=True,
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
        table="presence",
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
        table="presence",
    ),
    Indicator(
        "I14",
        "contacts",
        "entretiens tenus et contacts notés, quel qu'en soit le résultat",
        M.CONTACTS,
        acts=True,
        group=Group.PRESENCE,
        column="contacts",
        table="contacts-tableau",
        compared=True,
    ),
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
        table="contacts-tableau",
    ),
)
