"""What the département was told is no longer so: compliance, exemption or an accepted excuse came after the
notice."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from ofworkflow.casework.mail.letters.rectificatif import withdrawn_by, withdrawn_with
from ofworkflow.casework.mail.letters.subject import (
    Common,
    LetterSubject,
    covered_by,
    departement,
    excused_by_them,
    given_before,
)
from ofworkflow.errors import LetterError
from ofworkflow.letters.models.rectificatif_departement import RectificatifDepartement
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.natures import told_outside
from ofworkflow.procedure.vocabulary import Act, Recipient, Stage


def build(s: LetterSubject, common: Common) -> RectificatifDepartement:
    """Return what the letter says."""
    c = s.press.conseiller
    return RectificatifDepartement(
        **common,
        departement_nom=departement(s).nom,
        transmis_le=notice_that_left(s),
        transmis_par=_notice(s).effects.repris_de,
        **(what_was_withdrawn(s) if s.entry.act is Act.RECTIFIER else what_changed(s)),
        signataire=f"{c.prenom} {c.nom}",
        signataire_qualite=c.qualite,
    )


class Changed(TypedDict):
    """What the département was told that is no longer so: a situation, or an absence excused since."""

    situation: str
    depuis: date | None
    excuse_le: date | None
    excuse_de_leur_fait: bool
    autre_rendez_vous: bool


class Withdrawn(TypedDict):
    """What the département was sent by mistake: the notice itself, or what corrected it on that day."""

    situation: str
    depuis: date | None
    retiree: bool
    rectificatif_du: date | None
    avec_rectificatif_du: date | None
    retiree_depuis: bool


def what_was_withdrawn(s: LetterSubject) -> Withdrawn:
    """Return which letter to the département is withdrawn."""
    withdrawn = withdrawn_by(s)
    is_notice = withdrawn.act is Act.TRANSMETTRE
    with_it = {entry.n for entry in withdrawn_with(s)} - {withdrawn.n}
    others = [
        r.poste_le for r in s.posted if r.acte_n in with_it and r.role == Recipient.DEPARTEMENT and r.poste_le
    ]
    sent = (r.poste_le for r in s.posted if r.acte_n == withdrawn.n and r.role == Recipient.DEPARTEMENT)
    return {
        "situation": "",
        "depuis": None,
        "retiree": is_notice,
        "rectificatif_du": None if is_notice else next(sent, None),
        "avec_rectificatif_du": max(others, default=None) if is_notice else None,
        "retiree_depuis": not is_notice and _notice(s).n in s.opened.case.annulled,
    }


def what_changed(s: LetterSubject) -> Changed:
    """Return what the act changed of what the département was told."""
    excused = s.entry.act is Act.JUSTIFIER
    covers = None if excused else covered_by(s)
    return {
        "situation": told_outside(covers.nature) if covers else "",
        "depuis": covers.starts_on if covers else None,
        "excuse_le": given_before(s, s.letter.acte_n).on if excused else None,
        "excuse_de_leur_fait": excused_by_them(s),
        "autre_rendez_vous": excused and s.entry.dest is Stage.CONVOCATION,
    }


def notice_that_left(s: LetterSubject) -> date:
    """Return the day of the notice that really left, whatever was prepared or voided since."""
    return s.opened.case.transmitted_on[_notice(s).n]


def _notice(s: LetterSubject) -> Entry:
    """Return the notice that the letter speaks of: the last that had left, and that nothing had withdrawn
    before the act of the letter; raise `LetterError` where none had."""
    case, n = s.opened.case, s.letter.acte_n
    for entry in reversed(s.opened.entries[: n - 1]):
        stood = case.annulled.get(entry.n, n) >= n  # one withdrawn before tells nothing any more
        if entry.act is Act.TRANSMETTRE and entry.n in case.transmitted_on and stood:
            return entry
    raise LetterError("ce courrier parle d'une information du département qui n'est pas partie")
