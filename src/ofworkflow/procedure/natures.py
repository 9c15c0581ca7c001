"""What each situation counts for, and how long it usually lasts: a table, as the figures and the reviews
need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import TypedDict

from ofworkflow.law.periods import add_days, add_months
from ofworkflow.procedure.case import EXEMPTION, CaseState, Coverage, Promise
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Nature, Proof
from ofworkflow.records import dataclass

SCHOOL_YEAR_ENDS = (8, 31)


@dataclass(frozen=True, slots=True)
class NatureRow:
    """A row of the table.

    `professional`: counts as « situation professionnelle » of the annual report; `months`: usual length, else
    the school year. `accompanies`: an accompaniment of R. 114-2, whose early abandonment by the minor is the
    2° of R. 114-7, whatever the scheme, or for the schemes named. `to_confirm`: we found no text of it;
    `meets`: the obligation is met by it, a waiting list being only a promise. `shown_by`: the
    proofs that show it; `provisional`: those that show it for the days of an enrolment alone (R. 114-1).
    """

    nature: Nature
    professional: bool
    months: int | None = 12
    by_subtype: Mapping[str, int] = field(default_factory=dict)
    accompanies: bool | frozenset[str] = False
    to_confirm: bool = False
    meets: bool = True
    shown_by: tuple[Proof, ...] = ()
    provisional: tuple[Proof, ...] = ()


class _Proofs(TypedDict, total=False):
    shown_by: tuple[Proof, ...]
    provisional: tuple[Proof, ...]


_P = Proof
_SCHOOL: _Proofs = {
    "shown_by": (_P.ASSIDUITE, _P.BULLETIN),  # R. 114-1: attendance, beside the enrolment
    "provisional": (_P.CERTIFICAT_SCOLARITE, _P.ATTESTATION),
}
_WORK: _Proofs = {"shown_by": (_P.CONTRAT, _P.BULLETIN_PAIE)}  # volunteering has neither
_MISSION: _Proofs = {"shown_by": (_P.CONTRAT, _P.ATTESTATION)}
_STAY: _Proofs = {"shown_by": (_P.ATTESTATION, _P.CONTRAT, _P.ASSIDUITE, _P.AUTRE)}
_TRAINING: _Proofs = {
    "shown_by": (_P.CONTRAT, _P.ATTESTATION, _P.ASSIDUITE, _P.CERTIFICAT_SCOLARITE, _P.BULLETIN, _P.AUTRE),
}

NATURES: Mapping[Nature, NatureRow] = {
    row.nature: row
    for row in (
        # the house counts initial schooling among formations
        NatureRow(Nature.SCOLARITE, True, None, **_SCHOOL),
        NatureRow(Nature.FORMATION, True, **_TRAINING),
        NatureRow(Nature.APPRENTISSAGE, True, 24, **_TRAINING),
        NatureRow(Nature.PROFESSIONNALISATION, True, **_TRAINING),
        NatureRow(Nature.EMPLOI, True, **_WORK),
        NatureRow(Nature.SERVICE_CIVIQUE, True, 6, **_MISSION),
        # R. 114-2: the volunteering contract of EPIDE, the personalised path of an E2C (L. 214-14)
        NatureRow(
            Nature.DEUXIEME_CHANCE,
            True,
            6,
            {"epide": 6},
            accompanies=frozenset({"epide", "e2c"}),
            **_TRAINING,
        ),
        NatureRow(Nature.ACCOMPAGNEMENT, False, 12, {"cej": 12, "pacea": 24}, accompanies=True, **_STAY),
        # the pupil keeps school status
        NatureRow(Nature.PARCOURS_AMENAGE, True, 4, {"tdo": 4, "pae": 4}, **_TRAINING),
        NatureRow(Nature.MEDICO_SOCIAL, False, accompanies=True, **_STAY),
        NatureRow(Nature.SCOLARITE_DISTANCE, True, None, to_confirm=True, **_SCHOOL),  # a pupil, as at school
        NatureRow(Nature.INSTRUCTION_FAMILLE, False, None, to_confirm=True, **_STAY),
        NatureRow(Nature.CENTRE_EDUCATIF_FERME, False, 6, to_confirm=True, **_STAY),
        NatureRow(Nature.DETENTION, False, 6, to_confirm=True, **_STAY),
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


OF_JUSTICE = frozenset({Nature.CENTRE_EDUCATIF_FERME, Nature.DETENTION})
"""What a judge decided: data of justice, told to nobody outside (RGPD, article 10)."""


def told_outside(nature: str) -> str:
    """Return how a letter that leaves the house names it: an exemption, only ever one of health (R.
    114-3), is not; nor what a judge decided."""
    if nature == EXEMPTION or Nature(nature) in OF_JUSTICE:
        return "situation régulière au regard de l'obligation de formation"
    return Nature(nature).label


def nature_label(nature: str) -> str:
    """Return the French label of a situation or of an exemption, which says nothing of health."""
    return "exemption prévue par l'article R. 114-3" if nature == EXEMPTION else Nature(nature).label
