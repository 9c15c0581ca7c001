"""Why this date, why this refusal: the entry, the rule with its article and version, the unit, each day that was skipped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from ofworkflow.casework.acts import TO_PRESIDENT
from ofworkflow.casework.journal import Opened
from ofworkflow.casework.view import delay_state
from ofworkflow.errors import RefusedError, UsageError
from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.law.periods import add_days
from ofworkflow.law.texts import ARTICLES
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import HouseRules, RunningDelay
from ofworkflow.procedure.decide import decide
from ofworkflow.procedure.delays import DELAYS
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.guards import Facts
from ofworkflow.procedure.horizon import due_acts
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.vocabulary import (
    COMMANDS,
    Act,
    Answer,
    Breach,
    Closing,
    Delay,
    Excuse,
    Nature,
    PostMode,
    Presence,
    Proof,
    ReportReason,
    Source,
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A date or a refusal and the chain that leads to it, one sentence a step."""

    subject: str
    slug: str
    steps: tuple[str, ...]
    on: date | None


def explain(opened: Opened, what: str, *, rules: HouseRules, facts: Facts) -> list[Explanation]:
    """Explain one delay or one act by its slug or command; every running delay when `what` is empty.

    Raise `UsageError` when the word is neither.
    """
    if not what:
        return [_delay(opened, d, rules, facts.today) for d in opened.case.open_delays()] + list(_coming(opened, rules))
    if what in set(Delay):
        found = [d for d in opened.case.delays if d.slug == what]
        if not found:
            raise UsageError(f"Aucune échéance « {Delay(what).label} » n'a été ouverte dans le dossier {opened.reference}.")
        return [_delay(opened, d, rules, facts.today) for d in found]
    act = next((a for a in Act if what in (str(a), COMMANDS[a])), None)
    if act is None:
        raise UsageError(
            f"« {what} » n'est ni une échéance ({', '.join(Delay)}) ni un acte ({', '.join(sorted(set(COMMANDS.values())))})."
        )
    return [_act(opened, act, rules, facts)]


def _delay(opened: Opened, delay: RunningDelay, rules: HouseRules, today: date) -> Explanation:
    return Explanation(
        delay.slug.label, str(delay.slug), tuple(_delay_steps(opened, delay, rules.calendar, today)), delay.dates.legal_on
    )


def _delay_steps(opened: Opened, delay: RunningDelay, calendar: WorkCalendar, today: date) -> Iterator[str]:
    d = delay.dates
    entry = next(e for e in opened.entries if e.n == delay.opened_by)
    yield f"Ouverte par l'acte n° {entry.n}, « {entry.act.label} », fait le {french_day(entry.done_on)} par {entry.author}."
    article = next((a for a in ARTICLES if a.number == d.basis), None)
    version = f", version en vigueur depuis le {d.version_since:%d/%m/%Y}" if d.version_since else ""
    yield f"Règle : {article or d.basis}{version}. {article.says if article else ''}".rstrip()
    if delay.provisional:
        yield "Provisoire : les courriers ne sont pas encore postés ; le délai courra du premier envoi."
    elif delay.anchor:
        yield f"Réglage inscrit avec elle : les deux mois courent depuis « {delay.anchor} »."
    yield f"Départ le {french_day(d.starts_on)}, ce jour ne compte pas ; durée : {d.length}."
    yield f"Fin nominale le {french_day(d.nominal_on)}."
    yield from _skipped(d.nominal_on, d.legal_on, calendar, "Fin légale reportée")
    yield from _skipped(d.nominal_on, d.internal_on, calendar, "Date interne avancée")
    yield f"Fin légale le {french_day(d.legal_on)} ; date interne le {french_day(d.internal_on)}."
    state = delay_state(delay, today)
    closed = f" le {french_day(delay.closed_on)}" if delay.closed_on else ""
    yield f"État : {state.label}{closed}. La nuit : {DELAYS[delay.slug].night}."
    if delay.is_open and delay.slug is not Delay.MAJORITE and d.legal_on >= opened.case.majority_on:
        yield (
            f"Attention : le jeune est majeur le {french_day(opened.case.majority_on)} ; "
            f"dernier jour utile le {french_day(add_days(opened.case.majority_on, -1))}."
        )


def _skipped(start: date, end: date, calendar: WorkCalendar, what: str) -> Iterator[str]:
    step = 1 if end > start else -1
    day = start
    while day != end:
        yield f"{what} : le {french_day(day)} est {_named(calendar.why_not_working(day))}."
        day = add_days(day, step)


def _named(reason: str | None) -> str:
    return {"samedi": "un samedi", "dimanche": "un dimanche"}.get(reason or "", f"férié ({reason})")


def _coming(opened: Opened, rules: HouseRules) -> Iterator[Explanation]:
    for due in due_acts(opened.case, rules)[:1]:
        act = due.request.act
        yield Explanation(
            f"Prochain acte de la nuit : {act.label}",
            str(act),
            (f"La nuit le fera le {french_day(due.due_on)}.",),
            due.due_on,
        )


def _act(opened: Opened, act: Act, rules: HouseRules, facts: Facts) -> Explanation:
    try:
        decision = decide(opened.case, _probe(act, opened, facts.today), done_on=facts.today, author="", rules=rules, facts=facts)
    except RefusedError as refused:
        return Explanation(f"{act.label} : refusé le {french_day(facts.today)}", str(act), (str(refused),), None)
    step = decision.step
    letters = [model.label for model in decision.letters if model not in TO_PRESIDENT or act is Act.TRANSMETTRE]
    steps = [
        f"Possible le {french_day(facts.today)}, vers l'étape « {decision.dest.label} » ({step.basis or 'notre procédure'}).",
        step.says,
        *(f"Ouvre « {d.slug.label} », fin légale le {french_day(d.dates.legal_on)}." for d in decision.opens),
        *(f"Courrier : {label}." for label in letters),
        f"À taper : of {COMMANDS[act]} {opened.reference} …",
    ]
    return Explanation(f"{act.label} : possible", str(act), tuple(steps), None)


def _probe(act: Act, opened: Opened, today: date) -> Request:
    """Return a plausible request, so that what refuses it is the dossier's state and not a missing detail."""
    rdv = ask.RendezVous(add_days(today, 60), time(14), "")
    appointments = opened.case.appointments
    probes: Mapping[Act, Request] = {
        Act.CONVOQUER: ask.Convoquer(rdv),
        Act.REPORTER: ask.Reporter(rdv, ReportReason.DEMANDE_FAMILLE),
        Act.POSTER: ask.Poster(appointments[-1].n if appointments else 0, (), PostMode.SIMPLE),
        Act.RECEVOIR: ask.Recevoir(Presence.LES_DEUX),
        Act.CONSTATER_ABSENCE: ask.ConstaterAbsence(),
        Act.JUSTIFIER: ask.Justifier(Excuse.AUTRE),
        Act.CONSTATER_SITUATION: ask.ConstaterSituation(Nature.EMPLOI, today, Proof.CONTRAT, today),
        Act.EXEMPTER: ask.Exempter(),
        Act.ROMPRE: ask.Rompre(Breach.AUTRE),
        Act.CONSTATER_TERME: ask.ConstaterTerme(),
        Act.CONSTATER_SILENCE: ask.ConstaterSilence(),
        Act.PREPARER_TRANSMISSION: ask.PreparerTransmission(),
        Act.TRANSMETTRE: ask.Transmettre("X"),
        Act.ENREGISTRER_REPONSE: ask.EnregistrerReponse(Answer.ACCUSE),
        Act.CLOTURER: ask.Cloturer(Closing.ERREUR),
        Act.ROUVRIR: ask.Rouvrir("X"),
        Act.ANNULER: ask.Annuler("X"),
        Act.OUVRIR: ask.Ouvrir(opened.case.born_on, Source.AUTRE, today),
    }
    return probes[act]
