"""R. 114-7: the notice to the president of the conseil départemental; a closed list of data."""

from __future__ import annotations

from typing import TypedDict

from ofworkflow.casework.mail.letters.annexes import annexes, postings
from ofworkflow.casework.mail.letters.chronology import chronology
from ofworkflow.casework.mail.letters.subject import (
    CIVILITIES,
    Common,
    LetterSubject,
    departement,
    sent_on,
    two_months_end,
)
from ofworkflow.letters.models.information_departement import InformationDepartement
from ofworkflow.letters.people import Representant
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import written_to
from ofworkflow.procedure.case import EXEMPTION
from ofworkflow.procedure.natures import told_outside
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.procedure.vocabulary import Alone, Recipient


class _Contacts(TypedDict):
    adresse_jeune: tuple[str, ...] | None
    telephone_jeune: str
    courriel_jeune: str


def build(s: LetterSubject, common: Common) -> InformationDepartement:
    """Return what the letter says."""
    signatory = s.entry.request.signataire if isinstance(s.entry.request, ask.Transmettre) else ""
    c = s.press.conseiller
    behind = annexes(s)
    return InformationDepartement(
        **common,
        departement_nom=departement(s).nom,
        representants=tuple(_named(r) for r in named_in_notice(s)),
        signale_le=s.signale_le,
        chronologie=chronology(s),
        situation=_known_situation(s),
        propositions=proposals(s),
        signataire=signatory,
        signataire_qualite=c.qualite if signatory.casefold() == f"{c.prenom} {c.nom}".casefold() else "",
        annexes=tuple(behind.values()),
        annexes_scellees=tuple(behind),
        hors_delai=sent_on(s) > two_months_end(s),
        terme_le=two_months_end(s),
        informes=_who_is_told(s),
        envois=postings(s),
        famille_non_informee=_why_not_told(s),
        emancipe_le=s.persons.jeune.emancipe_le if s.persons.alone(s.day) is Alone.EMANCIPE else None,
        **_minor_contacts(s),
    )


def named_in_notice(s: LetterSubject) -> tuple[RepresentantLegal, ...]:
    """Return the representatives whom the notice names: who is written to, so not a parent beside another
    who holds parental authority alone."""
    if s.persons.alone(s.day) is Alone.EMANCIPE:
        return ()
    return tuple(r for _, r in written_to(s.persons.representants, s.day))


def _minor_contacts(s: LetterSubject) -> _Contacts:
    """Return how to reach the minor: where his or her letters go, so where he or she lives; left out with the
    confidential address of who gives a home."""
    j = s.persons.jeune
    home = next(x.address for x in s.persons.addressees(s.day) if x.role == Recipient.JEUNE)
    where = home if home.is_complete() else j.adresse
    hidden = any(r.confidentielle and r.heberge for r in s.persons.representants)
    return {
        "adresse_jeune": None if hidden or not where.is_complete() else where.lines(),
        "telephone_jeune": j.tel_portable or j.tel_fixe,
        "courriel_jeune": j.courriel,
    }


def _named(r: RepresentantLegal) -> Representant:
    hidden = r.confidentielle
    return Representant(
        CIVILITIES.get(r.qualite, ""), "" if r.is_service else r.prenom, r.nom, r.qualite.label,
        None if hidden else r.adresse.lines(),
        "" if hidden else r.telephone, "" if hidden else r.courriel,
    )  # fmt: skip


def _known_situation(s: LetterSubject) -> str:
    known = [
        c for c in s.opened.case.coverages if c.nature != EXEMPTION and c.n < s.letter.acte_n
    ]  # which is only ever of health (R. 114-3)
    last = known[-1] if known else None
    if last is None:
        return "Aucune situation satisfaisant à l'obligation n'est connue de la mission locale"
    end = last.broken_on or last.ends_on
    return (
        f"Dernière situation connue : {told_outside(last.nature)}, du {last.starts_on:%d/%m/%Y} au "
        f"{end:%d/%m/%Y}"
    )


def proposals(s: LetterSubject) -> tuple[str, ...]:
    """Return the proposals made by the day of the act, each with what was last answered; an interview held is
    no proposal."""
    return tuple(
        f"{p.what.label}, le {p.on:%d/%m/%Y} : {p.answer.label}"
        + (f" (le {p.answered_on:%d/%m/%Y})" if p.answered_on != p.on else "")
        for p in s.opened.case.proposals
        if p.n < s.letter.acte_n
    )


def _why_not_told(s: LetterSubject) -> str:
    """Return why the family is not told; empty when it is."""
    request = s.entry.request
    untold = request.sans_famille if isinstance(request, ask.Transmettre) else None
    return untold.label if untold else ""


def _who_is_told(s: LetterSubject) -> tuple[str, ...]:
    """Return who has a letter of this act, the minor first; nobody where one of them could have none."""
    them = s.persons.addressees(s.day)
    if _why_not_told(s) or not all(x.deliverable for x in them):
        return ()
    return tuple(x.name for x in sorted(them, key=lambda x: x.role != Recipient.JEUNE))
