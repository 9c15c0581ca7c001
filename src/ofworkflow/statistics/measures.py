"""What is counted of each dossier: the closed list of measures, whole numbers that add up, and of durations, in days.

`facts.py` works them out, one row a dossier; an indicator (`indicators.py`) divides one by another.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Measure(StrEnum):
    """A number that adds up over dossiers: acts where the name is that of an act, persons elsewhere."""

    POPULATION = "population"
    OPENED = "opened"
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
    # where a minor stands on the day of the observation: the four parts of the population
    COMPLIANT = "compliant"
    EXEMPT = "exempt"
    WITHOUT = "without"
    UNKNOWN = "unknown"
    FOLLOWED = "followed"
    BOUND = "bound"
    COMPLIANT_BEYOND = "compliant_beyond"
    PROFESSIONAL = "professional"
    NOTICES = "notices"
    NOTICED = "noticed"
    NOTICES_IN_TIME = "notices_in_time"
    NOTICES_LATE = "notices_late"
    NOTICES_ANSWERED = "notices_answered"
    JUDGED_3 = "judged_3"
    BACK_3 = "back_3"
    JUDGED_6 = "judged_6"
    BACK_6 = "back_6"
    INTERVIEW_JUDGED = "interview_judged"
    INTERVIEW_IN_TIME = "interview_in_time"
    OUTCOME_JUDGED = "outcome_judged"
    OUTCOME_IN_TIME = "outcome_in_time"
    TOO_YOUNG = "too_young"
    EXITS = "exits"
    EXITS_MAJORITE = "exits_majorite"
    EXITS_DEMENAGEMENT = "exits_demenagement"
    EXITS_HORS_CHAMP = "exits_hors_champ"
    EXITS_PROFESSIONAL = "exits_professional"
    EXITS_COMPLIANT = "exits_compliant"
    EXITS_EXEMPT = "exits_exempt"
    EXITS_WITHOUT = "exits_without"
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


class Duration(StrEnum):
    """A number of days, kept with how many times it was met: a distribution, never a sum."""

    INTERVIEW_DAYS = "interview_days"
    OUTCOME_DAYS = "outcome_days"


def quantile(days: Mapping[int, int], share: float) -> int | None:
    """Return the least number of days that at least `share` of the durations do not pass; `None` when there is none.

    `days`: how many durations lasted that many days.
    """
    wanted, reached = share * sum(days.values()), 0
    for day, count in sorted(days.items()):
        reached += count
        if reached >= wanted:
            return day
    return None
