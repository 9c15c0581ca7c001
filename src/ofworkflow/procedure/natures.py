"""What each situation counts for, and how long it usually lasts: a table, as the figures and the reviews
need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ofworkflow.law.periods import add_days, add_months
from ofworkflow.procedure.case import EXEMPTION, CaseState, Coverage, Promise
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Nature

SCHOOL_YEAR_ENDS = (8, 31)


@dataclass(frozen=True, slots=True)
class NatureRow:
    """A row of the table.

    `professional`: counts as « situation professionnelle » of the annual report; `months`: usual length, else
    the school year. `accompanies`: an accompaniment of R. 114-2, whose early abandonment by the minor is the
    2° of R. 114-7, whatever the scheme, or for the schemes named. `to_confirm`: we found no text of it;
    `meets`: the obligation is met by it, a waiting list being only a promise.
    """

    nature: Nature
    professional: bool
    months: int | None = 12
    by_subtype: Mapping[str, int] = field(default_factory=dict)
    accompanies: bool | frozenset[str] = False
    to_confirm: bool = False
    meets: bool = True


NATURES: Mapping[Nature, NatureRow] = {
    row.nature: row
    for row in (
        NatureRow(Nature.SCOLARITE, True, None),  # the house counts initial schooling among formations
        NatureRow(Nature.FORMATION, True),
        NatureRow(Nature.APPRENTISSAGE, True, 24),
        NatureRow(Nature.PROFESSIONNALISATION, True),
        NatureRow(Nature.EMPLOI, True),
        NatureRow(Nature.SERVICE_CIVIQUE, True, 6),
        # R. 114-2: the volunteering contract of EPIDE, the personalised path of an E2C (L. 214-14)
        NatureRow(Nature.DEUXIEME_CHANCE, True, 6, {"epide": 6}, accompanies=frozenset({"epide", "e2c"})),
        NatureRow(Nature.ACCOMPAGNEMENT, False, 12, {"cej": 12, "pacea": 24}, accompanies=True),
        NatureRow(Nature.PARCOURS_AMENAGE, True, 4, {"tdo": 4, "pae": 4}),  # the pupil keeps school status
        NatureRow(Nature.MEDICO_SOCIAL, False, accompanies=True),
        NatureRow(Nature.SCOLARITE_DISTANCE, True, None, to_confirm=True),  # a pupil, as at school
        NatureRow(Nature.INSTRUCTION_FAMILLE, False, None, to_confirm=True),
        NatureRow(Nature.CENTRE_EDUCATIF_FERME, False, 6, to_confirm=True),
        NatureRow(Nature.DETENTION, False, 6, to_confirm=True),
        NatureRow(Nature.LISTE_ATTENTE, False, meets=False),
    )
}


def is_accompaniment(coverage: Coverage) -> bool:
    """Tell whether a situation is an accompaniment of R. 114-2; an exemption is none."""
    if coverage.nature == EXEMPTION:
        return False
    accompanies = NATURES[Nature(coverage.nature)].accompanies
    return accompanies if isinstance(accompanies, bool) else coverage.subtype.casefold() in accompanies


def only_accompaniment(case: CaseState, day: date) -> bool:
    """Tell whether accompaniments are all that covers the day."""
    return all(is_accompaniment(coverage) for coverage in case.covering(day))


def named(coverage: Coverage) -> str:
    """Return how the house tells a situation or an exemption from the others: its entry, its nature, its
    first day."""
    scheme = f" ({coverage.subtype})" if coverage.subtype else ""
    return (
        f"n° {coverage.n}, {nature_label(coverage.nature)}{scheme}, depuis le "
        f"{french_day(coverage.starts_on)}"
    )


def promised(promise: Promise) -> str:
    """Return how the house tells a promise from the others."""
    scheme = f" ({promise.subtype})" if promise.subtype else ""
    return f"n° {promise.n}, {promise.nature.label}{scheme}, à partir du {french_day(promise.starts_on)}"


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
