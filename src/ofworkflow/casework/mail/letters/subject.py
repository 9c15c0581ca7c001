"""What a letter says about a dossier: from the journal and the persons to the frozen context of its template.

A closed list of data: no note, no proof, no other child, nobody else's confidential address (invariant 7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TypedDict, cast

from ofworkflow.casework.dossier.opened import Opened
from ofworkflow.casework.dossier.persons import Persons
from ofworkflow.errors import LetterError
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.people import Conseiller, Destinataire, Fait, JeuneNomme, Maison, RendezVousAnnonce, Sexe
from ofworkflow.letters.renderer import Renderer
from ofworkflow.procedure.case import Appointment, Coverage
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Act, Delay, PostMode, Quality, Source
from ofworkflow.storage.rows import LetterRow

CIVILITIES: Mapping[Quality, str] = {Quality.MERE: "Madame", Quality.PERE: "Monsieur"}


@dataclass(frozen=True, slots=True)
class DepartementAddress:
    """Who receives the notice of R. 114-7."""

    nom: str
    destinataire: str
    salutation: str
    adresse: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Press:
    """What makes letters: the house as they show it, the folder of the PDF, the renderer."""

    maison: Maison
    conseiller: Conseiller
    departement: DepartementAddress
    folder: Path
    renderer: Renderer
    attente: int = 30  # minutes after the hour before an absence is recorded


@dataclass(frozen=True, slots=True)
class LetterSubject:
    """Everything a letter may speak of; `letter` is its row, `first` tells a first letter to that person."""

    letter: LetterRow
    opened: Opened
    persons: Persons
    source: Source
    signale_le: date
    contacts: tuple[Fait, ...]
    posted: tuple[LetterRow, ...]  # rows of the letters of this dossier that left
    first: bool
    press: Press
    retouche: bytes | None = None  # a file whose words somebody changed by hand

    @property
    def entry(self) -> Entry:
        """The entry whose letter it is."""
        return next(e for e in self.opened.entries if e.n == self.letter.acte_n)


class Common(TypedDict):
    """What every letter of a dossier is given."""

    reference: str
    le: date
    destinataire: Destinataire
    jeune: JeuneNomme
    conseiller: Conseiller
    maison: Maison


def letter_context(subject: LetterSubject) -> Lettre:
    """Return the context of a letter, dated on the legal day of its act; its module, alone, is imported."""
    builder = import_module(f"ofworkflow.casework.mail.letters.{Model(subject.letter.modele)}")
    context: Lettre = builder.build(subject, _common(subject))
    return context


def _common(s: LetterSubject) -> Common:
    j = s.persons.jeune
    return {
        "reference": s.opened.reference,
        "le": s.entry.done_on,
        "destinataire": _addressee(s),
        "jeune": JeuneNomme(j.prenom, j.nom, j.naissance, cast(Sexe, j.sexe)),
        "conseiller": s.press.conseiller,
        "maison": s.press.maison,
    }


def _addressee(s: LetterSubject) -> Destinataire:
    if s.letter.role == "departement":
        d = s.press.departement
        return Destinataire("departement", "", "", d.destinataire, "", d.adresse, d.salutation)
    if s.letter.role == "interne":
        return Destinataire("interne", "", "", "", "", (), "")
    j = s.persons.jeune
    if s.letter.role == "jeune":
        address = next((x.address for x in s.persons.addressees() if x.role == "jeune"), j.adresse)
        return Destinataire("jeune", "", j.prenom, j.nom, "", address.lines(), f"Bonjour {j.prenom},")
    r = s.persons.representants[s.persons.representant_ids.index(s.letter.representant_id)]
    civility = CIVILITIES.get(r.qualite, "")
    return Destinataire(
        "representant", civility, r.prenom, r.nom, r.qualite.label, r.adresse.lines(), f"{civility or 'Madame, Monsieur'},"
    )


def shown(a: Appointment) -> RendezVousAnnonce:
    """Return an appointment as a letter names it."""
    return RendezVousAnnonce(a.rdv.le, a.rdv.heure, a.rdv.lieu)


def numbered(s: LetterSubject, a: Appointment) -> RendezVousAnnonce:
    """Return an appointment with how many were given before it: what makes a calendar replace the older one."""
    return replace(shown(a), rang=[x.n for x in s.opened.case.appointments].index(a.n))


def given_by(s: LetterSubject) -> tuple[Appointment | None, Appointment]:
    """Return the appointment of the act, and the one it replaces."""
    before = None
    for appointment in s.opened.case.appointments:
        if appointment.n == s.letter.acte_n:
            return before, appointment
        before = appointment
    raise LookupError(s.letter.acte_n)


def two_months_end(s: LetterSubject) -> date:
    """Return the legal end of the two months of R. 114-7."""
    delay = next(d for d in reversed(s.opened.case.delays) if d.slug is Delay.DEPARTEMENT)
    return delay.dates.legal_on


def last_given(s: LetterSubject) -> Appointment:
    """Return the last appointment given before the act."""
    return given_before(s, s.letter.acte_n)


def given_before(s: LetterSubject, n: int) -> Appointment:
    """Return the last appointment given before the entry `n`: the one that it settles."""
    given = s.opened.case.appointment_before(n)
    if given is None:
        raise LookupError(n)
    return given


def standing(s: LetterSubject) -> list[Entry]:
    """Return the entries up to the act of the letter, but those that were voided."""
    voided = s.opened.case.annulled
    return [e for e in s.opened.entries if e.n <= s.letter.acte_n and e.n not in voided]


def covered_by(s: LetterSubject) -> Coverage:
    """Return the situation that the act recorded; raise `LetterError` where it recorded none."""
    covers = s.entry.effects.covers
    if covers is None:
        raise LetterError("ce courrier parle d'une situation que son acte ne dit pas")
    return covers


def chronology(s: LetterSubject) -> tuple[Fait, ...]:
    """Return what was done, day by day, in words of closed lists."""
    facts = [Fait(s.signale_le, "Signalement reçu", s.source.label), *s.contacts]
    facts += [
        Fait(_happened_on(s, entry), told.what, told.detail)
        for entry in standing(s)
        if (told := entry.request.told(entry, _sent(s, entry)))
    ]
    return tuple(sorted(facts, key=lambda fact: fact.le))


def _happened_on(s: LetterSubject, entry: Entry) -> date:
    """Return the day of the fact, which is not the day on which somebody wrote it down: an absence is of its appointment."""
    return given_before(s, entry.n).on if entry.act is Act.CONSTATER_ABSENCE else entry.done_on


def _sent(s: LetterSubject, entry: Entry) -> str:
    sent = [row for row in s.posted if row.acte_n == entry.n]
    return " ; ".join(sorted({f"{_posting(row)}" for row in sent})) or "non postée"


def _posting(row: LetterRow) -> str:
    number = f" n° {row.numero}" if row.numero else ""
    return f"{PostMode(row.mode or '').label}{number}, le {row.poste_le:%d/%m/%Y}"
