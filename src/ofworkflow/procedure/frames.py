"""How long a frame of the school lasts, and what of it deserves a look.

TDO: circulaire du 18 juillet 2023, NOR MENE2315401C. Parcours Ambition emploi: arrêté du 18 juillet 2023,
four months under school status; its name is Avenir Pro + since the arrêté du 28 novembre 2025. No public text
of « ATTA » was found.
"""

from __future__ import annotations

from datetime import date

from ofworkflow.law.periods import add_days, add_months
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.natures import NATURES, usual_end
from ofworkflow.procedure.vocabulary import Frame, Nature


def months_at_most(frame: Frame) -> int | None:
    """Return how many months a frame lasts at most; `None`: the school year. The table of natures says it,
    for a path that meets the obligation is the same one."""
    return NATURES[Nature.PARCOURS_AMENAGE].by_subtype.get(frame.value)


def frame_ends_on(frame: Frame, starts_on: date) -> date:
    """Return the last day of a frame whose end was not given."""
    months = months_at_most(frame)
    return add_days(add_months(starts_on, months), -1) if months else _school_year(starts_on)


def about_a_frame(
    case: CaseState, frame: Frame, starts_on: date, ends_on: date | None, instead_of: int | None
) -> list[str]:
    """Say what deserves a look: too long, a second one in the same school year."""
    months, sentences = months_at_most(frame), list[str]()
    if months is None:
        return sentences
    longest = frame_ends_on(frame, starts_on)
    if ends_on and ends_on > longest:
        sentences.append(
            f"{_named(frame)} dure au plus {months} mois : au plus tard le {french_day(longest)}."
        )
    year = _school_year(starts_on)
    begun = [f.starts_on for f in case.partnership.frames if f.frame is frame and f.n != instead_of]
    begun += [
        c.starts_on
        for c in case.coverages
        if c.nature == Nature.PARCOURS_AMENAGE and c.subtype.casefold() == frame.value
    ]
    if any(day != starts_on and _school_year(day) == year for day in begun):
        sentences.append(
            f"{_named(frame)} : c'est le second de l'année scolaire, avant le {french_day(year)}."
        )
    return sentences


def _named(frame: Frame) -> str:
    return f"Le {frame.label}"


def _school_year(day: date) -> date:
    return usual_end(Nature.SCOLARITE, day)
