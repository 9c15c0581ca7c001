"""One entry of the journal: what was asked, its row of the table, what was checked, what it changed, who voided it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from ofworkflow.casework.explain.automaton import done_links
from ofworkflow.casework.explain.links import Explanation, Kind, Link, Subject, about, said_of
from ofworkflow.casework.explain.rules import coverage_links
from ofworkflow.casework.journal import letter_id
from ofworkflow.casework.view import delay_state
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import Entry
from ofworkflow.procedure.checks import OUR_PROCEDURE, Check, checks_of
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.replay import delay_from_data
from ofworkflow.procedure.steps import BY_SOURCE
from ofworkflow.procedure.vocabulary import Act, Delay, DelayState, Word

_REQUESTS: Mapping[Act, type] = {request.act: request for request in get_args(ask.Request)}
_ASKED = {
    "naissance": "né(e) le", "source": "signalé par", "signale_le": "signalé le", "rdv": "rendez-vous",
    "motif": "motif", "motif_anticipation": "sans attendre, parce que", "acte_n": "courriers de l'acte n°",
    "courriers": "courriers", "mode": "mode", "numero": "numéro", "issue": "issue", "presente_le": "présenté le",
    "present": "présents", "motif_retard": "acceptée après, parce que", "nature": "nature", "debut": "début",
    "preuve": "preuve", "preuve_vue": "preuve vue le", "fin": "fin", "revue": "à revoir le", "sous_type": "dispositif",
    "jusqu_au": "certificat valable jusqu'au", "signataire": "signé par", "motif_sans_adresse": "sans adresse, parce que",
}  # fmt: skip


def explain_entry(subject: Subject, n: int) -> Explanation:
    """Explain the entry of that number."""
    entry = subject.entry(n)
    voided = n in subject.case.annulled
    who = "la nuit" if entry.by_automaton else entry.author
    links = (
        Link(
            Kind.ACTE,
            f"Acte n° {n} : « {entry.act.label} », fait le {french_day(entry.done_on)} par {entry.author}.",
            about(entry),
        ),
        *_voided(subject, entry),
        *_asked(entry),
        _row(entry),
        *(done_links(subject, entry) if entry.by_automaton else ()),
        *coverage_links(entry, subject),
        *_delays(subject, entry),
        *_letters(subject, entry),
        *_checked(subject, entry),
    )
    short = f"Par {who}, vers « {entry.dest.label} »{', annulé depuis' if voided else ''}."
    return Explanation(f"Acte n° {n}, {entry.act.label}", str(entry.act), entry.done_on, short, links)


def _voided(subject: Subject, entry: Entry) -> Iterator[Link]:
    if by := subject.case.annulled.get(entry.n):
        voider = subject.entry(by)
        text = f"Annulé par {said_of(voider)} par {voider.author} (motif : {voider.asked.get('motif', '')})."
        yield Link(Kind.ANNULATION, f"{text} Rien de ce qu'il changeait ne compte plus.", about(voider))
    if "annule" in entry.data:
        undone = subject.entry(int(entry.data["annule"]))
        yield Link(Kind.ANNULATION, f"Il annule {said_of(undone)} par {undone.author}.", about(undone))


def _asked(entry: Entry) -> Iterator[Link]:
    hints = get_type_hints(_REQUESTS[entry.act])
    parts = [f"{_ASKED.get(name, name)} {_said(value, hints.get(name))}" for name, value in entry.asked.items()]
    if parts:
        yield Link(Kind.DEMANDE, f"Demandé : {' ; '.join(parts)}.", {"demande": dict(entry.asked)})


def _said(value: Any, hint: Any) -> str:
    if isinstance(value, Mapping):
        place = f", {value['lieu']}" if value.get("lieu") else ""
        return f"{french_day(date.fromisoformat(value['le']))} à {value['heure']}{place}"
    if isinstance(value, list):
        return ", ".join(letter_id(number) for number in value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        word = hint(value)
        return word.label if isinstance(word, Word) else str(word)
    return french_day(date.fromisoformat(value)) if hint in (date, date | None) else str(value)


def _row(entry: Entry) -> Link:
    step = BY_SOURCE.get((entry.act, entry.source))
    moved = "l'étape ne change pas" if entry.source is entry.dest else f"vers « {entry.dest.label} »"
    since = f"de « {entry.source.label} » " if entry.source and entry.source is not entry.dest else ""
    basis = str(step.basis) if step and step.basis else OUR_PROCEDURE
    trigger = entry.data.get("declencheur", "")
    says = step.says.rstrip(".") if step else "La table d'aujourd'hui n'a plus cette ligne"
    under = f", {trigger}°" if trigger else ""
    facts = {
        "de": str(entry.source) if entry.source else None, "vers": str(entry.dest),
        "article": step.basis.number if step and step.basis else None, "declencheur": trigger or None,
    }  # fmt: skip
    return Link(Kind.ETAPE, f"Table : {since}{moved}. {says} ({basis}{under}).", facts)


def _delays(subject: Subject, entry: Entry) -> Iterator[Link]:
    known = {delay.key: delay for delay in subject.case.delays}
    for value in map(delay_from_data, entry.data.get("ouvre", ())):
        now = known.get(value.key)
        state = delay_state(now, subject.today) if now else None
        verb = "Ouvre" if value.opened_by == entry.n else "Déplace"
        became = f" ; aujourd'hui : {state.label}" if state else " ; annulée avec l'acte"
        provisional = ", provisoire" if value.provisional else ""
        text = f"{verb} « {value.slug.label} », fin légale le {french_day(value.dates.legal_on)}{provisional}{became}."
        facts = {
            "echeance": str(value.slug), "effet": verb.lower(), "ouverte_par": value.opened_by,
            "legale": value.dates.legal_on, "provisoire": value.provisional, "etat": str(state) if state else None,
        }  # fmt: skip
        yield Link(Kind.ECHEANCE, text, facts)
    for by, slug, state in entry.data.get("ferme", ()):
        text = f"Met fin à « {Delay(slug).label} » (ouverte par l'acte n° {by}) : {DelayState(state).label}."
        yield Link(Kind.ECHEANCE, text, {"echeance": slug, "effet": "ferme", "ouverte_par": by, "etat": state})


def _letters(subject: Subject, entry: Entry) -> Iterator[Link]:
    for letter in subject.letters:
        if letter.act_n == entry.n:
            text = f"Courrier {letter.number}, « {letter.model.label} », pour {letter.addressee} : {letter.state.label}."
            yield Link(Kind.COURRIER, text, {"courrier": letter.number, "modele": str(letter.model), "etat": str(letter.state)})


def _checked(subject: Subject, entry: Entry) -> Iterator[Link]:
    step = BY_SOURCE.get((entry.act, entry.source))
    for check in checks_of(step, entry.act) if step else ():
        facts = check_facts(check, subject) | {"tenue": True}
        yield Link(Kind.GARDE, f"Vérifié : {uncapitalised(check.label)}{basis_of(check, subject)}.", facts)


def check_facts(check: Check, subject: Subject) -> dict[str, Any]:
    """Return what a check is about."""
    settings = {name: getattr(subject.rules, name) for name in check.settings}
    return {"verification": check.label, "fondement": check.basis, "reglages": settings}


def basis_of(check: Check, subject: Subject) -> str:
    """Return in brackets the article of a check and the settings it reads, with their values today; nothing where it has none."""
    settings = [f"[procedure] {name} = {getattr(subject.rules, name)}" for name in check.settings]
    law = [check.basis] if check.basis != OUR_PROCEDURE else []
    return f" ({', '.join([*law, *settings])})" if law or settings else ""


def uncapitalised(text: str) -> str:
    """Return the text as it stands within a sentence."""
    return text[:1].lower() + text[1:]
