"""What must hold before an act: each guard gives a refusal — what, why, what instead — or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from ofworkflow.law.deadlines import in_scope
from ofworkflow.law.periods import add_days, days_between
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import Addressee
from ofworkflow.procedure.case import CaseState, HouseRules
from ofworkflow.procedure.french import french_day, join_words
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.vocabulary import Closing, ContactNature, ContactResult, Delay, ReportReason, Stage


@dataclass(frozen=True, slots=True)
class ContactFact:
    """A logged solicitation."""

    on: date
    nature: ContactNature
    result: ContactResult


@dataclass(frozen=True, slots=True)
class Facts:
    """What an act needs to know beside the journal; `hour` is the time of day when the act is done at this very hour."""

    today: date
    hour: time | None = None
    contacts: tuple[ContactFact, ...] = ()
    addressees: tuple[Addressee, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """An act about to be decided."""

    case: CaseState
    request: Request
    done_on: date
    rules: HouseRules
    facts: Facts
    dest: Stage


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: the reason, its article or setting, and what can be done instead."""

    why: str
    basis: str
    instead: str

    def __str__(self) -> str:
        return f"{self.why} ({self.basis}). {self.instead}"


Guard = Callable[[Attempt], Refusal | None]


def not_in_the_future(a: Attempt) -> Refusal | None:
    """Refuse an act dated after today."""
    if a.done_on <= a.facts.today:
        return None
    return Refusal(
        f"le {french_day(a.done_on)} est dans le futur : nous sommes le {french_day(a.facts.today)}",
        "un acte se note le jour où il est fait, ou après",
        "Donnez avec --le un jour passé, ou attendez ce jour.",
    )


def not_before_the_last_act(a: Attempt) -> Refusal | None:
    """Refuse an act dated before the person's act that it follows; the night's own count only for what undoes them."""
    last = a.case.last_human_on
    if isinstance(a.request, ask.Rouvrir | ask.Annuler) and a.case.last_act:
        undone_on = a.case.acts_on[a.case.last_act[0]]
        last = max(last, undone_on) if last else undone_on
    if last is None or a.done_on >= last:
        return None
    return Refusal(
        f"le {french_day(a.done_on)} précède le dernier acte du dossier, fait le {french_day(last)}",
        "les actes se suivent dans l'ordre des jours",
        f"Donnez avec --le un jour à partir du {french_day(last)}, ou annulez d'abord le dernier acte (of annuler).",
    )


def reported_in_scope(a: Attempt) -> Refusal | None:
    """Refuse to open a dossier outside 16-18."""
    if in_scope(a.case.born_on, a.done_on):
        return None
    return Refusal(
        f"né(e) le {a.case.born_on:%d/%m/%Y}, le jeune n'a pas entre 16 et 18 ans le {french_day(a.done_on)}",
        "L. 114-1",
        "Vérifiez la date de naissance ; hors de cet âge, aucun dossier n'est ouvert.",
    )


def reported_before_opened(a: Attempt) -> Refusal | None:
    """Refuse a report dated after the opening."""
    if not isinstance(a.request, ask.Ouvrir) or a.request.signale_le <= a.done_on:
        return None
    return Refusal(
        f"le signalement du {french_day(a.request.signale_le)} serait postérieur à l'ouverture, le {french_day(a.done_on)}",
        "R. 114-4",
        "Corrigez la date du signalement.",
    )


def still_minor(a: Attempt) -> Refusal | None:
    """Refuse once the minor is of age, or for an appointment on or after that day (invariant 3)."""
    majority = a.case.majority_on
    if a.done_on >= majority:
        what = f"le jeune a dix-huit ans depuis le {french_day(majority)}"
    elif isinstance(a.request, ask.Convoquer | ask.Reporter) and a.request.rdv.le >= majority:
        what = f"le rendez-vous du {french_day(a.request.rdv.le)} tombe à la majorité ou après, le {french_day(majority)}"
    else:
        return None
    return Refusal(what, "L. 114-1", "L'obligation cesse à la majorité ; le dossier se clôt (of clore --motif majorite).")


def notice_setting(*, second: bool) -> str:
    """Return the setting that says how long before its appointment a convocation leaves."""
    return "preavis_seconde_convocation" if second else "preavis_premier_entretien"


def enough_notice(a: Attempt) -> Refusal | None:
    """Refuse an appointment too soon after its letters leave."""
    if not isinstance(a.request, ask.Convoquer | ask.Reporter):
        return None
    rdv = a.request.rdv
    setting = notice_setting(second=a.dest is Stage.CONVOCATION)
    notice: int = getattr(a.rules, setting)
    if days_between(a.done_on, rdv.le) >= notice:
        return None
    return Refusal(
        f"le rendez-vous du {french_day(rdv.le)} est à moins de {notice} jours du {french_day(a.done_on)}",
        f"réglage procedure.{setting}",
        f"Proposez un rendez-vous à partir du {french_day(add_days(a.done_on, notice))}.",
    )


def of_age_if_so_closed(a: Attempt) -> Refusal | None:
    """Refuse to close for majority before the 18th birthday."""
    asked = a.request
    if not isinstance(asked, ask.Cloturer) or asked.motif is not Closing.MAJORITE or a.done_on >= a.case.majority_on:
        return None
    return Refusal(
        f"le jeune n'a dix-huit ans que le {french_day(a.case.majority_on)}",
        "L. 114-1",
        "La nuit clôt le dossier ce jour-là ; d'ici là, donnez un autre --motif.",
    )


def somebody_to_write_to(a: Attempt) -> Refusal | None:
    """Refuse to summon when no representative can be written to."""
    if any(x.role == "representant" and x.deliverable for x in a.facts.addressees):
        return None
    return Refusal(
        "aucun représentant légal du jeune n'a d'adresse complète",
        "R. 114-6 et R. 114-7 : le jeune est convoqué avec son représentant légal",
        "Complétez l'adresse d'un représentant légal (code postal et ville).",
    )


def window_over(a: Attempt) -> Refusal | None:
    """Refuse to summon again while the absence may still be excused, unless a reason is given."""
    window = a.case.open_delay(Delay.JUSTIFICATION)
    asked = a.request
    if not isinstance(asked, ask.Convoquer) or window is None or a.done_on > window.dates.legal_on or asked.motif_anticipation:
        return None
    return Refusal(
        f"l'absence peut encore être justifiée jusqu'au {french_day(window.dates.legal_on)}",
        "réglage procedure.justification",
        "Attendez cette date, ou dites pourquoi vous passez outre avec --motif-anticipation.",
    )


def trigger_established(a: Attempt) -> Refusal | None:
    """Refuse a R. 114-7 convocation that nothing triggers."""
    if a.case.trigger:
        return None
    return Refusal(
        "ni l'abandon d'une solution ni le silence du jeune ne sont constatés",
        "R. 114-7, 2° et 3°",
        "Constatez d'abord l'abandon (of rompre) ou le silence (of silence).",
    )


def convocations_left(a: Attempt) -> Refusal | None:
    """Refuse one more R. 114-7 convocation after as many absences as the house allows."""
    missed = sum(1 for x in a.case.appointments if x.n in a.case.convocations and x.outcome == "absent" and a.case.reached(x.n))
    if missed < a.rules.convocations_par_cycle:
        return None
    return Refusal(
        f"le jeune a déjà manqué {missed} convocations dans ce délai de deux mois",
        "réglage procedure.convocations_par_cycle",
        "Préparez l'information du département (of preparer) ou constatez la situation (of situation).",
    )


def appointment_past(a: Attempt) -> Refusal | None:
    """Refuse an absence before the appointment, or from one that is already settled."""
    expected = a.case.appointment
    if expected is None or expected.outcome:
        return Refusal(
            "aucun rendez-vous n'est attendu", "invariant : une absence n'est jamais présumée",
            "Donnez d'abord un autre rendez-vous (of reporter).",
        )  # fmt: skip
    now = a.facts.hour is not None and a.done_on == a.facts.today  # the hour of today says nothing of a past day
    early = now and a.done_on == expected.on and f"{a.facts.hour:%H:%M}" < expected.at
    if a.done_on < expected.on or early:
        return Refusal(
            f"le rendez-vous du {french_day(expected.on)} à {expected.at} n'est pas encore passé",
            "R. 114-7",
            "Attendez l'heure du rendez-vous.",
        )
    return None


def excuse_in_time(a: Attempt) -> Refusal | None:
    """Refuse an excuse after the window, unless a reason is given."""
    window = a.case.open_delay(Delay.JUSTIFICATION)
    asked = a.request
    late = window is None or a.done_on > window.dates.legal_on
    if not isinstance(asked, ask.Justifier) or not late or asked.motif_retard:
        return None
    return Refusal(
        "le délai pour justifier l'absence est passé" + (f" depuis le {french_day(window.dates.legal_on)}" if window else ""),
        "réglage procedure.justification",
        "Dites pourquoi l'excuse est acceptée quand même avec --motif-retard.",
    )


def unanswered(contacts: tuple[ContactFact, ...], until: date) -> list[ContactFact]:
    """Return the solicitations without answer since the last one that was answered, up to that day."""
    known = sorted((c for c in contacts if c.on <= until), key=lambda c: c.on)
    answered = [i for i, c in enumerate(known) if c.result is ContactResult.JOINT]
    return known[answered[-1] + 1 :] if answered else known


def silent_long_enough(a: Attempt) -> Refusal | None:
    """Refuse to record a silence without enough solicitations, channels and days."""
    tried = unanswered(a.facts.contacts, a.done_on)
    channels = {c.nature for c in tried}
    span = days_between(tried[0].on, a.done_on) if tried else 0
    r = a.rules
    missing = [
        f"{have} {noun} sur {want}"
        for have, want, noun in (
            (len(tried), r.silence_sollicitations, "sollicitation(s) sans réponse"),
            (len(channels), r.silence_canaux, "voie(s)"),
            (span, r.silence_duree, "jour(s)"),
        )
        if have < want
    ]
    if not missing:
        return None
    return Refusal(
        f"le silence n'est pas établi : {join_words(missing)}",
        "R. 114-7, 3° ; réglages procedure.silence_*",
        "Notez chaque sollicitation avec of contact, par plusieurs voies.",
    )


def moved_for_a_reason(a: Attempt) -> Refusal | None:
    """Refuse « nouvelle convocation » where nobody was absent, so that reasons keep their meaning in the figures."""
    asked = a.request
    if not isinstance(asked, ask.Reporter) or asked.motif is not ReportReason.NOUVELLE_CONVOCATION:
        return None
    if a.case.stage is Stage.CARENCE:
        return None
    return Refusal(
        "aucune absence à la seconde convocation n'est constatée",
        "le motif nouvelle_convocation suit une absence",
        "Choisissez un autre --motif, ou constatez d'abord l'absence (of absence).",
    )
