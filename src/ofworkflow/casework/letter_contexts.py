"""What a letter says about a dossier: from the journal and the persons to the frozen context of its template.

A closed list of data: no note, no proof, no other child, nobody else's confidential address (invariant 7).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path
from typing import Any, Literal, cast

from ofworkflow.casework.journal import Opened
from ofworkflow.casework.persons import Persons
from ofworkflow.errors import LetterError
from ofworkflow.letters import contexts as ctx
from ofworkflow.letters.renderer import Renderer
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import Appointment, Coverage
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.natures import nature_label
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.procedure.requests.interviews import SUMMONS
from ofworkflow.procedure.vocabulary import Act, Delay, Model, PostMode, Presence, Quality, Source, Trigger

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

    maison: ctx.Maison
    conseiller: ctx.Conseiller
    departement: DepartementAddress
    folder: Path
    renderer: Renderer
    attente: int = 30  # minutes after the hour before an absence is recorded


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything a letter may speak of; `letter` is its row, `first` tells a first letter to that person."""

    letter: Any
    opened: Opened
    persons: Persons
    source: Source
    signale_le: date
    contacts: tuple[ctx.Fait, ...]
    posted: tuple[Any, ...]  # rows of the letters of this dossier that left
    first: bool
    press: Press
    retouche: bytes | None = None  # a file whose words somebody changed by hand

    @property
    def entry(self) -> Entry:
        """The entry whose letter it is."""
        return next(e for e in self.opened.entries if e.n == self.letter.acte_n)


def letter_context(subject: Subject) -> ctx.Lettre:
    """Return the context of a letter, dated on the legal day of its act."""
    return _BUILDERS[Model(subject.letter.modele)](subject, _common(subject))


def _common(s: Subject) -> dict[str, Any]:
    j = s.persons.jeune
    return {
        "reference": s.opened.reference,
        "le": s.entry.done_on,
        "destinataire": _addressee(s),
        "jeune": ctx.Jeune(j.prenom, j.nom, j.naissance, cast(ctx.Sexe, j.sexe)),
        "conseiller": s.press.conseiller,
        "maison": s.press.maison,
    }


def _addressee(s: Subject) -> ctx.Destinataire:
    if s.letter.role == "departement":
        d = s.press.departement
        return ctx.Destinataire("departement", "", "", d.destinataire, "", d.adresse, d.salutation)
    if s.letter.role == "interne":
        return ctx.Destinataire("interne", "", "", "", "", (), "")
    j = s.persons.jeune
    if s.letter.role == "jeune":
        address = next((x.address for x in s.persons.addressees() if x.role == "jeune"), j.adresse)
        return ctx.Destinataire("jeune", "", j.prenom, j.nom, "", address.lines(), f"Bonjour {j.prenom},")
    r = s.persons.representants[s.persons.representant_ids.index(s.letter.representant_id)]
    civility = CIVILITIES.get(r.qualite, "")
    return ctx.Destinataire(
        "representant", civility, r.prenom, r.nom, r.qualite.label, r.adresse.lines(), f"{civility or 'Madame, Monsieur'},"
    )


def _appointment(a: Appointment) -> ctx.RendezVous:
    return ctx.RendezVous(a.rdv.le, a.rdv.heure, a.rdv.lieu)


def _numbered(s: Subject, a: Appointment) -> ctx.RendezVous:
    """Return an appointment with how many were given before it: what makes a calendar replace the older one."""
    return replace(_appointment(a), rang=[x.n for x in s.opened.case.appointments].index(a.n))


def _given(s: Subject) -> tuple[Appointment | None, Appointment]:
    """Return the appointment of the act, and the one it replaces."""
    before = None
    for appointment in s.opened.case.appointments:
        if appointment.n == s.letter.acte_n:
            return before, appointment
        before = appointment
    raise LookupError(s.letter.acte_n)


def _first_summons(s: Subject, common: dict[str, Any]) -> ctx.Lettre:
    _, given = _given(s)
    return ctx.PremiereConvocation(
        **common, rendez_vous=_numbered(s, given), source=s.source.label, signale_le=s.signale_le, avec_mention=s.first
    )


def _moved(s: Subject, common: dict[str, Any]) -> ctx.Lettre:
    old, given = _given(s)
    return ctx.Report(**common, rendez_vous=_numbered(s, given), ancien=_appointment(old or given))


def _second_summons(s: Subject, common: dict[str, Any]) -> ctx.Lettre:
    _, given = _given(s)
    entries = [e for e in s.opened.entries if e.n <= s.letter.acte_n]
    trigger = next((e.effects.under for e in reversed(entries) if e.effects.under), Trigger.ABSENCE)
    missed = (
        next((e.done_on for e in reversed(entries) if e.act is Act.CONSTATER_ABSENCE), None)
        if trigger is Trigger.ABSENCE
        else None
    )
    return ctx.SecondeConvocation(
        **common, rendez_vous=_numbered(s, given), declencheur=cast(Literal["1", "2", "3"], str(trigger)), absence_le=missed,
        terme_le=_two_months(s), avec_mention=s.first, source=s.source.label,
    )  # fmt: skip


def _two_months(s: Subject) -> date:
    delay = next(d for d in reversed(s.opened.case.delays) if d.slug is Delay.DEPARTEMENT)
    return delay.dates.legal_on


def _notice(s: Subject, common: dict[str, Any]) -> ctx.Lettre:
    signatory = s.entry.request.signataire if isinstance(s.entry.request, ask.Transmettre) else ""
    c = s.press.conseiller
    convoked = [f for f in chronology(s) if f.quoi in SUMMONS]
    return ctx.InformationDepartement(
        **common, departement_nom=s.press.departement.nom, representants=tuple(_named(r) for r in s.persons.representants),
        source=s.source.label, signale_le=s.signale_le, chronologie=chronology(s), situation=_known_situation(s),
        propositions=_proposals(s), signataire=signatory,
        signataire_qualite=c.qualite if signatory.casefold() == f"{c.prenom} {c.nom}".casefold() else "",
        annexes=tuple(f"{fact.quoi} du {fact.le:%d/%m/%Y} (copie)" for fact in convoked),
        hors_delai=s.entry.done_on > _two_months(s), terme_le=_two_months(s), **_minor_contacts(s),
    )  # fmt: skip


def _minor_contacts(s: Subject) -> dict[str, Any]:
    """Return how to reach the minor; his or her address is left out with the confidential one of who gives a home."""
    j = s.persons.jeune
    hidden = any(r.confidentielle and r.heberge for r in s.persons.representants)
    return {
        "adresse_jeune": None if hidden or not j.adresse.is_complete() else j.adresse.lines(),
        "telephone_jeune": j.tel_portable or j.tel_fixe,
        "courriel_jeune": j.courriel,
    }


def _family_told(s: Subject, common: dict[str, Any]) -> ctx.Lettre:
    motif = "la situation au regard de l'obligation de formation n'a pas pu être établie dans les deux mois de la convocation"
    return ctx.InformationFamille(**common, departement_nom=s.press.departement.nom, transmis_le=s.entry.done_on, motif=motif)


def _corrected(s: Subject, common: dict[str, Any]) -> ctx.Lettre:
    # the notice that really left, whatever was prepared or voided since
    left = s.opened.case.posted_on
    told = next(e for e in reversed(s.opened.entries) if e.act is Act.TRANSMETTRE and e.n < s.letter.acte_n and e.n in left)
    covers = _covers(s)
    c = s.press.conseiller
    return ctx.RectificatifDepartement(
        **common, departement_nom=s.press.departement.nom, transmis_le=told.done_on, situation=nature_label(covers.nature),
        depuis=covers.starts_on, signataire=f"{c.prenom} {c.nom}", signataire_qualite=c.qualite,
    )  # fmt: skip


def _cancelled(s: Subject, common: dict[str, Any]) -> ctx.Lettre:
    return ctx.Annulation(**common, rendez_vous=_numbered(s, _last_given(s)))


def _last_given(s: Subject) -> Appointment:
    return next(a for a in reversed(s.opened.case.appointments) if a.n < s.letter.acte_n)


def _came(s: Subject, common: dict[str, Any]) -> ctx.Lettre:
    request = s.entry.request
    with_somebody = isinstance(request, ask.Recevoir) and request.present is Presence.LES_DEUX
    minor = common["jeune"]
    presents = (f"{minor.prenom} {minor.nom}", *(("un représentant légal",) if with_somebody else ()))
    return ctx.AttestationPresence(**common, recu_le=s.entry.done_on, presents=presents)


def _in_order(s: Subject, common: dict[str, Any]) -> ctx.Lettre:
    covers = _covers(s)
    return ctx.AttestationConformite(**common, situation=nature_label(covers.nature), depuis=covers.starts_on)


def _covers(s: Subject) -> Coverage:
    covers = s.entry.effects.covers
    if covers is None:
        raise LetterError("ce courrier parle d'une situation que son acte ne dit pas")
    return covers


def _missed(s: Subject, common: dict[str, Any]) -> ctx.Lettre:
    given = _last_given(s)
    expected = [f"{r.prenom} {r.nom}, {r.qualite.label}" for r in s.persons.representants]
    return ctx.ConstatCarence(
        **common, rendez_vous=_appointment(given), attendus=(f"{common['jeune'].prenom} {common['jeune'].nom}", *expected),
        presents=(), attendu_jusqu_a=_later(given.rdv.heure, s.press.attente), appels=_calls_since(s),
    )  # fmt: skip


def _later(at: time, minutes: int) -> time:
    total = min(at.hour * 60 + at.minute + minutes, 24 * 60 - 1)
    return time(total // 60, total % 60)


def _calls_since(s: Subject) -> tuple[ctx.Fait, ...]:
    given = _last_given(s)
    since = s.opened.case.acts_on.get(given.n, given.on)
    return tuple(fact for fact in s.contacts if since <= fact.le <= s.entry.done_on)


def _of_age(s: Subject, common: dict[str, Any]) -> ctx.Lettre:
    return ctx.Majorite(**common, le_jour=s.opened.case.majority_on)


def _named(r: RepresentantLegal) -> ctx.Representant:
    hidden = r.confidentielle
    return ctx.Representant(
        CIVILITIES.get(r.qualite, ""), r.prenom, r.nom, r.qualite.label, None if hidden else r.adresse.lines(),
        "" if hidden else r.telephone, "" if hidden else r.courriel,
    )  # fmt: skip


def _known_situation(s: Subject) -> str:
    last = s.opened.case.coverages[-1] if s.opened.case.coverages else None
    if last is None:
        return "Aucune situation satisfaisant à l'obligation n'est connue de la mission locale"
    end = last.broken_on or last.ends_on
    return f"Dernière situation connue : {nature_label(last.nature)}, du {last.starts_on:%d/%m/%Y} au {end:%d/%m/%Y}"


def _proposals(s: Subject) -> tuple[str, ...]:
    met = [e for e in s.opened.entries if e.act is Act.RECEVOIR and e.n not in s.opened.case.annulled]
    return tuple(f"entretien du {e.done_on:%d/%m/%Y} : recherche d'une solution avec la mission locale" for e in met)


def chronology(s: Subject) -> tuple[ctx.Fait, ...]:
    """Return what was done, day by day, in words of closed lists."""
    facts = [ctx.Fait(s.signale_le, "Signalement reçu", s.source.label), *s.contacts]
    for entry in s.opened.entries:
        stands = entry.n not in s.opened.case.annulled and entry.n <= s.letter.acte_n
        if stands and (told := entry.request.told(entry, _sent(s, entry))):
            facts.append(ctx.Fait(entry.done_on, told.what, told.detail))
    return tuple(sorted(facts, key=lambda fact: fact.le))


def _sent(s: Subject, entry: Entry) -> str:
    sent = [row for row in s.posted if row.acte_n == entry.n]
    return " ; ".join(sorted({f"{_posting(row)}" for row in sent})) or "non postée"


def _posting(row: Any) -> str:
    number = f" n° {row.numero}" if row.numero else ""
    return f"{PostMode(row.mode).label}{number}, le {row.poste_le:%d/%m/%Y}"


_BUILDERS: Mapping[Model, Callable[[Subject, dict[str, Any]], ctx.Lettre]] = {
    Model.PREMIERE_CONVOCATION: _first_summons,
    Model.REPORT: _moved,
    Model.SECONDE_CONVOCATION: _second_summons,
    Model.INFORMATION_DEPARTEMENT: _notice,
    Model.INFORMATION_FAMILLE: _family_told,
    Model.RECTIFICATIF_DEPARTEMENT: _corrected,
    Model.ANNULATION: _cancelled,
    Model.ATTESTATION_PRESENCE: _came,
    Model.ATTESTATION_CONFORMITE: _in_order,
    Model.CONSTAT_CARENCE: _missed,
    Model.MAJORITE: _of_age,
}
