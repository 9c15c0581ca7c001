"""What each situation counts for, and how long it usually lasts: a table, as the figures and the reviews
need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ofworkflow.law.periods import add_days, add_months
from ofworkflow.procedure.case import EXEMPTION
from ofworkflow.procedure.vocabulary import Nature

SCHOOL_YEAR_ENDS = (8, 31)


@dataclass(frozen=True, slots=True)
class NatureRow:
    """A row of the table.

    `professional`: counts as « situation professionnelle » of the annual report; `months`: usual length, else
    the school year.
    """

    nature: Nature
    professional: bool
    months: int | None
    by_subtype: Mapping[str, int]


_NONE: Mapping[str, int] = {}

NATURES: Mapping[Nature, NatureRow] = {
    row.nature: row
    for row in (
        NatureRow(Nature.SCOLARITE, True, None, _NONE),  # the house counts initial schooling among formations
        NatureRow(Nature.FORMATION, True, 12, _NONE),
        NatureRow(Nature.APPRENTISSAGE, True, 24, _NONE),
        NatureRow(Nature.PROFESSIONNALISATION, True, 12, _NONE),
        NatureRow(Nature.EMPLOI, True, 12, _NONE),
        NatureRow(Nature.SERVICE_CIVIQUE, True, 6, _NONE),
        NatureRow(Nature.DEUXIEME_CHANCE, True, 6, {"epide": 6}),
        NatureRow(Nature.ACCOMPAGNEMENT, False, 12, {"cej": 12, "pacea": 24}),
        NatureRow(Nature.PARCOURS_AMENAGE, True, 4, {"tdo": 4, "pae": 4}),  # the pupil keeps school status
        NatureRow(Nature.MEDICO_SOCIAL, False, 12, _NONE),
    )
}


def usual_end(nature: Nature, starts_on: date, subtype: str = "") -> date:
    """Return the last day of a situation whose end was not given."""
    row = NATURES[nature]
    months = row.by_subtype.get(subtype.casefold(), row.months)
    if months is not None:
        return add_days(add_months(starts_on, months), -1)
    year_end = date(starts_on.year, *SCHOOL_YEAR_ENDS)
    return year_end if starts_on <= year_end else date(starts_on.year + 1, *SCHOOL_YEAR_ENDS)


def told_outside(nature: str) -> str:
    """Return how a letter that leaves the house names it: an exemption, only ever one of health (R.
    114-3), is not."""
    return (
        "situation régulière au regard de l'obligation de formation"
        if nature == EXEMPTION
        else Nature(nature).label
    )


def nature_label(nature: str) -> str:
    """Return the French label of a situation or of an exemption, which says nothing of health."""
    return "exemption prévue par l'article R. 114-3" if nature == EXEMPTION else Nature(nature).label
