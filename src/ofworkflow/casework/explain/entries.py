"""One entry of the journal: what was asked, its row of the table, what was checked, what it changed, who
voided it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, time
from functools import cache
from typing import get_args, get_type_hints

from ofworkflow.casework.dossier.opened import letter_id
from ofworkflow.casework.explain.automaton import done_links
from ofworkflow.casework.explain.links import Explanation, Link, LinkKind, Subject, about, said_of
from ofworkflow.casework.explain.rules import coverage_links
from ofworkflow.casework.registry.view import delay_state
from ofworkflow.procedure.attempts import OUR_PROCEDURE, Guard
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.french import french_day, french_hour
from ofworkflow.procedure.requests import REQUESTS, RendezVous
from ofworkflow.procedure.steps import row_written
from ofworkflow.procedure.vocabulary import Act, Word
from ofworkflow.storage.journal_codec import encode_request


def explain_entry(subject: Subject, n: int) -> Explanation:
    """Explain the entry of that number."""
    entry = subject.entry(n)
    voided = n in subject.case.annulled
    who = "la nuit" if entry.by_automaton else entry.author
    links = (
        Link(
            LinkKind.ACTE,
            f"Acte n° {n} : « {entry.act.label} », fait le {french_day(entry.done_on)} par {entry.author}.",
            about(entry),
        ),
        *_voided(subject, entry),
        *_asked(entry),
        *_missed(subject, entry),
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
        text = f"Annulé par {said_of(voider)} par {voider.author} (motif : {_reason(voider)})."
        yield Link(LinkKind.ANNULATION, f"{text} Rien de ce qu'il changeait ne compte plus.", about(voider))
    if entry.effects.annuls is not None:
        undone = subject.entry(entry.effects.annuls)
        yield Link(LinkKind.ANNULATION, f"Il annule {said_of(undone)} par {undone.author}.", about(undone))


def _reason(voider: Entry) -> str:
    return voider.request.because()


def _asked(entry: Entry) -> Iterator[Link]:
    if words := asked_in_words(entry):
        yield Link(LinkKind.DEMANDE, f"Demandé : {words}.", {"demande": encode_request(entry.request)})


def asked_in_words(entry: Entry) -> str:
    """Return what was asked of an act, field by field, in the words of the labels."""
    values = ((label, getattr(entry.request, name)) for name, label in _labels(entry.act))
    return " ; ".join(
        f"{label} {_said(value, label)}" for label, value in values if value not in (None, "", ())
    )


def _missed(subject: Subject, entry: Entry) -> Iterator[Link]:
    missed = subject.case.appointment_before(entry.n)
    if entry.act is Act.CONSTATER_ABSENCE and missed is not None:
        yield Link(
            LinkKind.DEMANDE, f"Rendez-vous manqué : {french_day(missed.on)}.", {"rendez_vous": missed.on}
        )


@cache
def _labels(act: Act) -> tuple[tuple[str, str], ...]:
    """Return the fields of a request with the words in which people read them: their annotations."""
    kind = REQUESTS[act]
    hints = get_type_hints(kind, include_extras=True)
    return tuple((f.name, get_args(hints[f.name])[1]) for f in fields(kind))


def _said(value: object, label: str) -> str:
    if isinstance(value, RendezVous):
        return f"{french_day(value.le)} à {value.heure:%H:%M}" + (f", {value.lieu}" if value.lieu else "")
    if isinstance(value, tuple):
        return ", ".join(letter_id(number) if label == "courriers" else str(number) for number in value)
    if isinstance(value, time):
        return french_hour(value)
    if isinstance(value, Word):
        return value.label
    return french_day(value) if isinstance(value, date) else str(value)


def _row(entry: Entry) -> Link:
    step = row_written(entry.act, entry.source, entry.dest)
    moved = "l'étape ne change pas" if entry.source is entry.dest else f"vers « {entry.dest.label} »"
    since = f"de « {entry.source.label} » " if entry.source and entry.source is not entry.dest else ""
    basis = str(step.basis) if step and step.basis else OUR_PROCEDURE
    trigger = entry.effects.under
    says = step.says.rstrip(".") if step else "La table d'aujourd'hui n'a plus cette ligne"
    under = f", {trigger}°" if trigger else ""
    facts = {
        "de": str(entry.source) if entry.source else None,
        "vers": str(entry.dest),
        "article": step.basis.number if step and step.basis else None,
        "declencheur": str(trigger) if trigger else None,
    }
    return Link(LinkKind.ETAPE, f"Table : {since}{moved}. {says} ({basis}{under}).", facts)


def _delays(subject: Subject, entry: Entry) -> Iterator[Link]:
    known = {delay.key: delay for delay in subject.case.delays}
    for value in entry.effects.opens:
        now = known.get(value.key)
        state = delay_state(now, subject.today) if now else None
        verb = "Ouvre" if value.opened_by == entry.n else "Déplace"
        became = f" ; aujourd'hui : {state.label}" if state else " ; annulée avec l'acte"
        provisional = ", provisoire" if value.provisional else ""
        text = (
            f"{verb} « {value.slug.label} », fin légale le "
            f"{french_day(value.dates.legal_on)}{provisional}{became}."
        )
        facts = {
            "echeance": str(value.slug),
            "effet": verb.lower(),
            "ouverte_par": value.opened_by,
            "legale": value.dates.legal_on,
            "provisoire": value.provisional,
            "etat": str(state) if state else None,
        }
        yield Link(LinkKind.ECHEANCE, text, facts)
    for end in entry.effects.ends:
        text = f"Met fin à « {end.slug.label} » (ouverte par l'acte n° {end.opened_by}) : {end.state.label}."
        facts = {
            "echeance": str(end.slug),
            "effet": "ferme",
            "ouverte_par": end.opened_by,
            "etat": str(end.state),
        }
        yield Link(LinkKind.ECHEANCE, text, facts)


def _letters(subject: Subject, entry: Entry) -> Iterator[Link]:
    for letter in subject.letters:
        if letter.act_n == entry.n:
            text = (
                f"Courrier {letter.number}, « {letter.model.label} », pour {letter.addressee} : "
                f"{letter.state.label}."
            )
            yield Link(
                LinkKind.COURRIER,
                text,
                {"courrier": letter.number, "modele": str(letter.model), "etat": str(letter.state)},
            )


def _checked(subject: Subject, entry: Entry) -> Iterator[Link]:
    step = row_written(entry.act, entry.source, entry.dest)
    for check in step.told_checks() if step else ():
        facts = check_facts(check, subject) | {"tenue": True}
        yield Link(
            LinkKind.GARDE, f"Vérifié : {uncapitalised(check.label)}{basis_of(check, subject)}.", facts
        )


def check_facts(check: Guard, subject: Subject) -> dict[str, object]:
    """Return what a check is about."""
    settings = {name: getattr(subject.rules, name) for name in check.settings}
    return {"verification": check.label, "fondement": check.founded_on, "reglages": settings}


def basis_of(check: Guard, subject: Subject) -> str:
    """Return in brackets the article of a check and the settings it reads, with their values today;
    nothing where it has none."""
    settings = [f"[procedure] {name} = {getattr(subject.rules, name)}" for name in check.settings]
    law = [check.basis] if check.basis else []
    return f" ({', '.join([*law, *settings])})" if law or settings else ""


def uncapitalised(text: str) -> str:
    """Return the text as it stands within a sentence."""
    return text[:1].lower() + text[1:]
