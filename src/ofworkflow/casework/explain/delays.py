"""The chain of a delay: what opened and moved it, its rule, its count, what became of it, what the night
says and does of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ofworkflow.casework.explain.automaton import coming_of
from ofworkflow.casework.explain.counting import count_links
from ofworkflow.casework.explain.links import Explanation, Link, LinkKind, Subject, about, said_of
from ofworkflow.casework.explain.rules import rule_links
from ofworkflow.casework.registry.view import delay_state
from ofworkflow.law.texts import L313_8
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import RunningDelay
from ofworkflow.procedure.delays import DELAYS, AlerteDay, alerte_days, beyond_majority, last_useful_on
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Delay, DelayState, Stage
from ofworkflow.text import counted


def explain_delay(subject: Subject, delay: RunningDelay) -> Explanation:
    """Explain one delay, open or ended, whole."""
    links = (
        *_majority(subject, delay),
        *_opened(subject, delay),
        *rule_links(delay, subject),
        *count_links(delay, subject),
        _state(subject, delay),
        *alerte_links(subject, delay),
        *coming_of(subject, delay),
    )
    return Explanation(delay.slug.label, str(delay.slug), delay.dates.legal_on, _short(subject, delay), links)


def explain_no_interview(subject: Subject) -> Explanation:
    """Explain why the three months of L. 313-8 never ran: who reported, what was known of the minor."""
    reports = [
        e
        for e in subject.entries
        if isinstance(e.request, ask.Ouvrir | ask.Signaler) and e.n not in subject.case.annulled
    ]
    links = []
    for entry in reports:
        why = entry.request.report.why_not if isinstance(entry.request, ask.Ouvrir | ask.Signaler) else ""
        if entry.dest is Stage.ATTENTE and not why:
            why = f"le jeune n'a 16 ans que le {french_day(subject.case.sixteen_on)}"
        ran = "" if why else "un délai courait, ou la maison n'en ouvre pas un second (signalement_repete)"
        links.append(Link(LinkKind.ACTE, f"{said_of(entry)} : {why or ran}.", about(entry)))
    rule = f"Règle : {L313_8}. {L313_8.says}"
    links.append(Link(LinkKind.REGLE, rule, {"article": L313_8.number, "code": L313_8.code}))
    short = "Les trois mois de l'article L. 313-8 ne courent pas."
    return Explanation(Delay.PREMIER_ENTRETIEN.label, str(Delay.PREMIER_ENTRETIEN), None, short, tuple(links))


def explain_alertes(subject: Subject) -> list[Explanation]:
    """Explain the alertes of every delay that has some, those still running first."""
    explanations = []
    for delay in (*subject.case.open_delays(), *(d for d in subject.case.delays if not d.is_open)):
        links = tuple(alerte_links(subject, delay))
        if links:
            coming = [
                day
                for link in links
                if link.facts["etat"] in COMING and isinstance(day := link.facts["jour"], date)
            ]
            short = f"Fin légale le {french_day(delay.dates.legal_on)}, {_said_state(subject, delay)}."
            what = f"Alertes de « {delay.slug.label} »"
            explanations.append(Explanation(what, str(delay.slug), min(coming, default=None), short, links))
    return explanations


COMING = ("due", "a_venir", "apres_majorite")
"""The states of an alerte that was not given yet."""


def values_of(subject: Subject, delay: RunningDelay) -> list[tuple[Entry, RunningDelay]]:
    """Return the values the journal keeps of a delay, oldest first, each with the entry that gave it,
    voided ones left out."""
    return [
        (entry, value)
        for entry in subject.entries
        if entry.n not in subject.case.annulled
        for value in entry.effects.opens
        if value.key == delay.key
    ]


def _short(subject: Subject, delay: RunningDelay) -> str:
    d = delay.dates
    basis = "règle de la maison" if d.basis.startswith("maison") else d.basis
    phrase = (
        f"{basis}, {d.length} depuis le {french_day(d.starts_on)}"
        if not d.length.startswith("jusqu")
        else basis
    )
    last = last_useful_on(subject.case, delay)
    useful = f" ; dernier jour utile le {french_day(last)} (majorité)" if last else ""
    return f"{phrase} ; {_said_state(subject, delay)}{useful}."


def _said_state(subject: Subject, delay: RunningDelay) -> str:
    if delay.is_open and delay.provisional:
        return "provisoire, les courriers ne sont pas postés"
    closed = f" le {french_day(delay.closed_on)}" if delay.closed_on else ""
    return f"{delay_state(delay, subject.today).label}{closed}"


def _majority(subject: Subject, delay: RunningDelay) -> Iterator[Link]:
    if phrase := beyond_majority(subject.case, delay):
        last = last_useful_on(subject.case, delay)
        yield Link(
            LinkKind.MAJORITE, phrase, {"majorite": subject.case.majority_on, "dernier_jour_utile": last}
        )


def _opened(subject: Subject, delay: RunningDelay) -> Iterator[Link]:
    entry = subject.entry(delay.opened_by)
    yield Link(LinkKind.ACTE, f"Ouverte par {said_of(entry)} par {entry.author}.", about(entry))
    yield from _born_otherwise(subject, delay)
    if delay.slug is not Delay.DEPARTEMENT:
        return
    values = values_of(subject, delay)
    for rank, (giver, value) in enumerate(values, start=1):
        facts = about(giver) | {
            "depart": value.dates.starts_on,
            "nominale": value.dates.nominal_on,
            "legale": value.dates.legal_on,
            "interne": value.dates.internal_on,
            "provisoire": value.provisional,
            "actuelle": rank == len(values),
        }
        now = "" if rank == len(values) else " (remplacé depuis, gardé au journal)"
        phrase = (
            f"départ le {french_day(value.dates.starts_on)}, fin légale le "
            f"{french_day(value.dates.legal_on)}{now}"
        )
        yield Link(
            LinkKind.ANCRAGE,
            f"Acte n° {giver.n}, {_why_anchored(giver, value, first=rank == 1)} : {phrase}.",
            facts,
        )
    yield from _corrected(subject, delay)


def _born_otherwise(subject: Subject, delay: RunningDelay) -> Iterator[Link]:
    """Say the corrections of the birth date that moved it, with the end that it had before each."""
    values = values_of(subject, delay)
    for (_, was), (entry, _) in pairwise(values):
        if isinstance(entry.request, ask.CorrigerNaissance) and entry.request.avant:
            yield Link(
                LinkKind.ANCRAGE,
                f"Date de naissance corrigée par {said_of(entry)} ({entry.request.preuve.label}) : "
                f"{entry.request.naissance:%d/%m/%Y}, et non {entry.request.avant:%d/%m/%Y}. La fin légale "
                f"était le {french_day(was.dates.legal_on)}.",
                about(entry) | {"avant": entry.request.avant, "legale": was.dates.legal_on},
            )


def _corrected(subject: Subject, delay: RunningDelay) -> Iterator[Link]:
    """Say the postings that moved it and were wrongly noted: they count no more, the journal keeps them."""
    for entry in subject.entries:
        if not isinstance(entry.request, ask.Corriger):
            continue
        wrong = subject.entry(entry.request.envoi_n)
        for value in wrong.effects.opens:
            if value.key == delay.key:
                yield Link(
                    LinkKind.ANCRAGE,
                    f"Acte n° {wrong.n}, envoi du {french_day(wrong.done_on)} : mal noté, corrigé par "
                    f"{said_of(entry)} (motif : {entry.request.motif}). La fin légale était le "
                    f"{french_day(value.dates.legal_on)}.",
                    about(entry) | {"envoi": wrong.n, "legale": value.dates.legal_on},
                )


def _why_anchored(giver: Entry, value: RunningDelay, *, first: bool) -> str:
    if first:
        return (
            "convocation décidée, délai provisoire jusqu'à l'envoi"
            if value.provisional
            else "convocation décidée"
        )
    if not isinstance(giver.request, ask.EnregistrerRetour):
        return f"courriers postés le {french_day(giver.done_on)}"
    back = f"courrier {giver.request.issue.label} le {french_day(giver.done_on)}"
    return f"{back}, délai de nouveau provisoire" if value.provisional else back


def _state(subject: Subject, delay: RunningDelay) -> Link:
    state = delay_state(delay, subject.today)
    facts = {"etat": str(state), "provisoire": delay.provisional, "close_le": delay.closed_on, "par": None}
    if delay.is_open:
        late = f" depuis le {french_day(delay.dates.legal_on)}" if state is DelayState.HORS_DELAI else ""
        phrase = "provisoire, elle courra de l'envoi" if delay.provisional else f"{state.label}{late}"
        return Link(LinkKind.ETAT, f"État : {phrase}. La nuit : {DELAYS[delay.slug].night}.", facts)
    ender = ended_by(subject, delay)
    by = f", par {said_of(ender)}" if ender else ""
    return Link(LinkKind.ETAT, f"État : {state.label}{by}.", facts | {"par": ender.n if ender else None})


def ended_by(subject: Subject, delay: RunningDelay) -> Entry | None:
    """Return the entry that ended a delay."""
    standing = (e for e in reversed(subject.entries) if e.n not in subject.case.annulled)
    return next((e for e in standing if any(end.key == delay.key for end in e.effects.ends)), None)


def alerte_links(subject: Subject, delay: RunningDelay) -> Iterator[Link]:
    """Say each alerte of a delay, given or to come: its day, and why that day; one that its end made
    pointless is left out."""
    for day in sorted(alerte_days(delay), key=lambda w: w.on):
        state, phrase = _alerte_state(subject, delay, day)
        if state == "close":
            continue
        rule = {"echeance": str(delay.slug), "jours_restants": day.left, "jours_ecoules": day.elapsed}
        text = f"Alerte du {french_day(day.on)}, {_why_that_day(delay, day)} : {phrase}."
        yield Link(LinkKind.ALERTE, text, {"jour": day.on} | rule | {"etat": state})


def _why_that_day(delay: RunningDelay, day: AlerteDay) -> str:
    if day.left is None:
        return f"{counted(day.elapsed or 0, 'jour')} après le départ"
    if day.left > 0:
        return f"{counted(day.left, 'jour')} avant la fin légale"
    return "jour de la fin légale" if day.left == 0 else "lendemain de la fin légale"


def _alerte_state(subject: Subject, delay: RunningDelay, day: AlerteDay) -> tuple[str, str]:
    days = subject.alertes_given.get(delay.key, {})
    if told_on := days.get(day.on):
        late = f", en retard, le {french_day(told_on)}" if told_on > day.on else ""
        return "donnee", f"donnée{late}"
    if any(day.on <= fell_on for fell_on in days):
        return "close", ""  # the delay was moved since: a later alerte of it was given already
    if not delay.is_open:
        return "close", ""
    if delay.provisional:
        return "provisoire", "en attente, le délai est provisoire"
    if day.on >= subject.case.majority_on:
        return "apres_majorite", "jamais, le dossier sera clos à la majorité"
    if day.on <= subject.today:
        return "due", "due, la prochaine nuit la donnera"
    return "a_venir", "à venir"
