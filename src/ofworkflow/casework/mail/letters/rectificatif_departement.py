"""What the département was told is no longer so: compliance, exemption or an accepted excuse came after the
notice."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from ofworkflow.casework.mail.letters.subject import (
    Common,
    LetterSubject,
    covered_by,
    departement,
    excused_by_them,
    given_before,
)
from ofworkflow.letters.models.rectificatif_departement import RectificatifDepartement
from ofworkflow.procedure.natures import told_outside
from ofworkflow.procedure.vocabulary import Act


def build(s: LetterSubject, common: Common) -> RectificatifDepartement:
    """Return what the letter says."""
    c = s.press.conseiller
    return RectificatifDepartement(
        **common,
        departement_nom=departement(s).nom,
        transmis_le=notice_that_left(s),
        **what_changed(s),
        signataire=f"{c.prenom} {c.nom}",
        signataire_qualite=c.qualite,
    )


class Changed(TypedDict):
    """What the département was told that is no longer so: a situation, or an absence excused since."""

    situation: str
    depuis: date | None
    excuse_le: date | None
    excuse_de_leur_fait: bool


def what_changed(s: LetterSubject) -> Changed:
    """Return what the act changed of what the département was told."""
    excused = s.entry.act is Act.JUSTIFIER
    covers = None if excused else covered_by(s)
    return {
        "situation": told_outside(covers.nature) if covers else "",
        "depuis": covers.starts_on if covers else None,
        "excuse_le": given_before(s, s.letter.acte_n).on if excused else None,
        "excuse_de_leur_fait": excused_by_them(s),
    }


def notice_that_left(s: LetterSubject) -> date:
    """Return the day of the notice that really left, whatever was prepared or voided since."""
    left = s.opened.case.transmitted_on
    told = next(
        e
        for e in reversed(s.opened.entries)
        if e.act is Act.TRANSMETTRE and e.n < s.letter.acte_n and e.n in left
    )
    return left[told.n]
