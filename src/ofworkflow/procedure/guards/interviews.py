"""What must hold before an interview is held, missed or excused: each guard gives a refusal — what,
why, what instead — or nothing."""

from __future__ import annotations

from datetime import date

from ofworkflow.law.periods import days_between
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import holders
from ofworkflow.procedure.attempts import Attempt, ContactFact, Need, Refusal, appointment_given, guard
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.french import french_day, join_words
from ofworkflow.procedure.vocabulary import (
    Alone,
    AppointmentOutcome,
    Closing,
    ContactNature,
    ContactResult,
    Delay,
    InterviewMode,
    InviteMode,
    Presence,
    ReportReason,
    Stage,
)
from ofworkflow.text import counted


@guard(
    "Un représentant légal peut recevoir le courrier, ou le jeune quand nul ne le représente",
    basis="R. 114-6 et R. 114-7",
    needs=Need.ADDRESSEES,
)
def somebody_to_write_to(a: Attempt) -> Refusal | None:
    """Refuse to summon when no representative can be written to, nor the minor where nobody represents him or
    her: emancipated, or nobody known."""
    theirs = [x for x in a.facts.addressees if x.role == "representant"]
    if any(x.deliverable for x in theirs or a.facts.addressees):
        return None
    if not theirs:
        return Refusal(
            "aucun représentant légal n'est connu, et l'adresse du jeune est incomplète",
            "Ajoutez un représentant (of modifier --ajouter-representant), ou complétez l'adresse du jeune.",
            "R. 114-6 et R. 114-7 : le jeune est convoqué avec son représentant légal",
        )
    return Refusal(
        "aucun représentant légal du jeune n'a d'adresse complète",
        "Complétez l'adresse d'un représentant légal (code postal et ville).",
        "R. 114-6 et R. 114-7 : le jeune est convoqué avec son représentant légal",
    )


@guard(
    "L'absence ne peut plus être justifiée, ou une raison de ne pas attendre est donnée",
    settings=("justification",),
)
def window_over(a: Attempt) -> Refusal | None:
    """Refuse to summon again while the absence may still be excused, unless a reason is given."""
    window = a.case.open_delay(Delay.JUSTIFICATION)
    request = a.request
    if (
        not isinstance(request, ask.Convoquer)
        or window is None
        or a.done_on > window.dates.legal_on
        or request.motif_anticipation
    ):
        return None
    return Refusal(
        f"l'absence peut encore être justifiée jusqu'au {french_day(window.dates.legal_on)}",
        "Attendez cette date, ou dites pourquoi vous passez outre avec --motif-anticipation.",
    )


@guard("L'abandon ou le silence est constaté", basis="R. 114-7, 2° et 3°")
def trigger_established(a: Attempt) -> Refusal | None:
    """Refuse a R. 114-7 convocation that nothing triggers."""
    if a.case.trigger:
        return None
    return Refusal(
        "ni l'abandon d'un accompagnement ni le silence du jeune ne sont constatés",
        "Constatez d'abord l'abandon (of rompre) ou le silence (of silence).",
    )


@guard("Il reste une convocation dans ces deux mois", settings=("convocations_par_cycle",))
def convocations_left(a: Attempt) -> Refusal | None:
    """Refuse one more R. 114-7 convocation after as many absences as the house allows."""
    missed = sum(
        1
        for x in a.case.appointments
        if x.n in a.case.convocations and x.outcome is AppointmentOutcome.ABSENT and a.case.reached(x.n)
    )
    if missed < a.rules.convocations_par_cycle:
        return None
    return Refusal(
        f"le jeune a déjà manqué {missed} convocations dans ce délai de deux mois",
        "Préparez l'information du département (of preparer) ou constatez la situation (of situation).",
    )


@guard("Le rendez-vous attendu est passé", basis="R. 114-7")
def appointment_past(a: Attempt) -> Refusal | None:
    """Refuse an absence before the appointment, or from one that is already settled."""
    expected = a.case.appointment
    if expected is None or expected.outcome:
        return Refusal(
            "aucun rendez-vous n'est attendu",
            "Donnez d'abord un autre rendez-vous (of reporter, of inviter).",
            "invariant : une absence n'est jamais présumée",
        )
    if expected.n in a.case.called_off:
        return Refusal(
            f"le rendez-vous du {french_day(expected.on)} a été annulé par la mission locale",
            "Donnez un autre rendez-vous (of reporter) ; si le jeune est venu quand même, notez l'entretien "
            "(of recevoir).",
            "un rendez-vous que nous annulons ne compte jamais contre le jeune",
        )
    hour = (
        a.facts.hour if a.done_on == a.facts.today else None
    )  # the hour of today says nothing of a past day
    # of two received apart, the last hour: what is noted names who came at each
    last = max(slot.heure for slot in expected.slots)
    early = hour is not None and a.done_on == expected.on and hour < last
    if a.done_on < expected.on or early:
        return Refusal(
            f"le rendez-vous du {french_day(expected.on)} à {last:%H:%M} n'est pas encore passé",
            "Attendez l'heure du rendez-vous.",
        )
    return None


@guard("Le dossier est clos à la majorité, ou ne peut plus être rouvert", basis="L. 114-1")
def closed_at_majority(a: Attempt) -> Refusal | None:
    """Refuse to note what happened before a closing that somebody chose: the dossier is opened again for
    that, as long as the minor is one."""
    if a.case.closed_for is Closing.MAJORITE or a.done_on >= a.case.majority_on:
        return None
    return Refusal("le dossier est clos", "Rouvrez-le d'abord (of rouvrir).", "un dossier clos ne bouge plus")


@guard("Le rendez-vous précédait la clôture", applies=appointment_given)
def before_the_closing(a: Attempt) -> Refusal | None:
    """Refuse an absence from an appointment that the closing cancelled."""
    appointment, closed_on = a.case.appointment, a.case.closed_on
    if appointment is None or closed_on is None or appointment.on < closed_on:
        return None
    return Refusal(
        f"le rendez-vous du {french_day(appointment.on)} n'a plus eu lieu d'être après la clôture du "
        f"{french_day(closed_on)}",
        "Il n'y a rien à noter.",
    )


@guard("L'entretien précédait la clôture")
def held_before_the_closing(a: Attempt) -> Refusal | None:
    """Refuse an interview that a closed dossier no longer holds."""
    closed_on = a.case.closed_on
    if closed_on is None or a.done_on < closed_on:
        return None
    return Refusal(
        f"le dossier est clos depuis le {french_day(closed_on)}",
        "Donnez avec --le le jour de l'entretien, avant la clôture.",
        "après la clôture, seul ce qui l'a précédée se note encore",
    )


def _was_missed(a: Attempt) -> bool:
    appointment = a.case.appointment
    return appointment is not None and appointment.outcome is AppointmentOutcome.ABSENT


@guard("Le rendez-vous a été manqué", applies=appointment_given)
def absence_to_excuse(a: Attempt) -> Refusal | None:
    """Refuse to excuse what was no absence: an appointment that was held, moved, excused, or is to come."""
    if _was_missed(a):
        return None
    if expected := a.case.unsettled(a.done_on):  # an absence is never presumed
        return Refusal(
            f"l'issue du rendez-vous du {french_day(expected.on)} n'est pas notée",
            "Si personne n'est venu, constatez d'abord l'absence (of absence), puis excusez-la.",
            "une excuse répond à une absence, et aucune n'est présumée",
        )
    return Refusal(
        "aucune absence n'est à excuser",
        "Notez ce qui est arrivé (of recevoir), ou la situation du jeune (of situation).",
        "une excuse répond à une absence",
    )


@guard("Un rendez-vous a été manqué")
def one_was_missed(a: Attempt) -> Refusal | None:
    """Refuse to excuse what was no absence, where the dossier has gone on since."""
    if _was_missed(a):
        return None
    return Refusal(
        "aucun rendez-vous n'a été manqué",
        "Donnez un rendez-vous (of inviter), ou notez l'entretien (of recevoir).",
        "une excuse répond à une absence",
    )


@guard("L'excuse vient à temps, ou une raison de l'accepter est donnée", settings=("justification",))
def excuse_in_time(a: Attempt) -> Refusal | None:
    """Refuse an excuse after the window, unless a reason is given; a follow-up appointment has none."""
    if a.case.appointment is not None and a.case.appointment.is_follow_up:
        return None
    window = next((d for d in reversed(a.case.delays) if d.slug is Delay.JUSTIFICATION), None)
    request = a.request
    late = window is None or a.done_on > window.dates.legal_on
    if (
        not isinstance(request, ask.Justifier)
        or not late
        or request.motif_retard
        or not request.motif.is_theirs
    ):
        return None
    return Refusal(
        "le délai pour justifier l'absence est passé"
        + (f" depuis le {french_day(window.dates.legal_on)}" if window else ""),
        "Dites pourquoi l'excuse est acceptée quand même avec --motif-retard.",
        waived_by="motif_retard",
    )


def unanswered(
    contacts: tuple[ContactFact, ...], until: date, *, since: date | None = None
) -> list[ContactFact]:
    """Return the solicitations without answer after the last sign of the family, up to that day.

    A sign is a contact that they answered, or what they did on `since`: came, were excused, showed a proof.
    """
    known = sorted((c for c in contacts if c.on <= until), key=lambda c: c.on)
    answered = [i for i, c in enumerate(known) if c.is_answer]
    later = known[answered[-1] + 1 :] if answered else known
    return [c for c in later if c.is_unanswered and (since is None or c.on > since)]


_CHANNELS = {
    InviteMode.LETTRE: ContactNature.COURRIER,
    InviteMode.SMS: ContactNature.SMS,
    InviteMode.COURRIEL: ContactNature.COURRIEL,
    InviteMode.TELEPHONE: ContactNature.TELEPHONE,
    InviteMode.AUCUN: ContactNature.AUTRE,
}


def missed_follow_ups(case: CaseState) -> tuple[ContactFact, ...]:
    """Return the follow-up appointments that nobody came to: each is a solicitation without answer."""
    return tuple(
        ContactFact(a.on, _CHANNELS[InviteMode(a.told_by)], ContactResult.SANS_REPONSE)
        for a in case.appointments
        if a.is_follow_up and a.outcome is AppointmentOutcome.ABSENT
    )


@guard(
    "Le silence est établi",
    basis="R. 114-7, 3°",
    settings=("silence_sollicitations", "silence_canaux", "silence_duree"),
    needs=Need.CONTACTS,
)
def silent_long_enough(a: Attempt) -> Refusal | None:
    """Refuse to record a silence without enough solicitations, channels and days."""
    contacts = (*a.facts.contacts, *missed_follow_ups(a.case))
    tried = unanswered(contacts, a.done_on, since=a.case.heard_on)
    channels = {c.nature for c in tried}
    span = days_between(tried[0].on, a.done_on) if tried else 0
    r = a.rules
    missing = [
        f"{counted(have, *noun)} sur {want}"
        for have, want, noun in (
            (
                len(tried),
                r.silence_sollicitations,
                ("sollicitation sans réponse", "sollicitations sans réponse"),
            ),
            (len(channels), r.silence_canaux, ("voie",)),
            (span, r.silence_duree, ("jour",)),
        )
        if have < want
    ]
    if not missing:
        return None
    since = f" depuis le {french_day(a.case.heard_on)}" if a.case.heard_on else ""
    return Refusal(
        f"le silence n'est pas établi : {join_words(missing)}{since}",
        "Notez chaque sollicitation avec of contact, par plusieurs voies ; celles qui précèdent le dernier "
        "entretien ou la dernière réponse, et un faux numéro, ne comptent pas.",
        "R. 114-7, 3° ; réglages procedure.silence_*",
    )


@guard("Le motif répond à ce qui s'est passé")
def moved_for_a_reason(a: Attempt) -> Refusal | None:
    """Refuse « nouvelle convocation » where nobody was absent, so that reasons keep their meaning in the
    figures."""
    request = a.request
    if not isinstance(request, ask.Reporter) or request.motif is not ReportReason.NOUVELLE_CONVOCATION:
        return None
    if a.case.stage is Stage.CARENCE:
        return None
    return Refusal(
        "aucune absence à la convocation (article R. 114-7) n'est constatée",
        "Choisissez un autre --motif, ou constatez d'abord l'absence (of absence).",
        "le motif nouvelle_convocation suit une absence",
    )


@guard("C'est un rendez-vous de suivi")
def follow_up_expected(a: Attempt) -> Refusal | None:
    """Refuse to record, where only follow-ups are given, the absence or the excuse of another appointment."""
    appointment = a.case.appointment
    wanted = AppointmentOutcome.ABSENT if isinstance(a.request, ask.Justifier) else None
    if appointment is not None and appointment.is_follow_up and appointment.outcome is wanted:
        return None
    return Refusal(
        "aucun rendez-vous de suivi n'est attendu"
        if wanted is None
        else "aucun rendez-vous de suivi n'a été manqué",
        "Donnez un rendez-vous (of inviter), ou notez l'entretien (of recevoir).",
        "à cette étape, seul un rendez-vous de suivi se manque",
    )


@guard("Ce n'est pas un rendez-vous de suivi")
def of_the_convocation(a: Attempt) -> Refusal | None:
    """Refuse to count a follow-up appointment as one of R. 114-7."""
    appointment = a.case.appointment
    if appointment is None or not appointment.is_follow_up:
        return None
    return Refusal(
        f"le rendez-vous du {french_day(appointment.on)} est un rendez-vous de suivi",
        "S'il est venu, notez l'entretien (of recevoir) ; sinon, la sollicitation sans réponse (of contact).",
        "un rendez-vous de suivi ne compte jamais comme une convocation R. 114-7",
    )


@guard("Qui est venu est connu du dossier", needs=Need.ADDRESSEES)
def who_came_is_known(a: Attempt) -> Refusal | None:
    """Refuse a representative that the dossier does not have, or who is written to no more: jointly means
    with somebody who holds parental authority."""
    request = a.request
    if not isinstance(request, ask.Recevoir | ask.ConstaterAbsence):
        return None
    if a.facts.alone is Alone.EMANCIPE and request.present not in (None, Presence.MINEUR):
        return Refusal(
            "le jeune est émancipé, et nul ne le représente",
            "Notez l'entretien avec le jeune seul (of recevoir --present mineur), ou son absence sans "
            "--venu ; qui l'accompagnait se dit dans la note (--note).",
            "code civil, article 413-7",
        )
    for number in request.representants:
        if not 1 <= number <= len(a.facts.representants):
            return Refusal(
                f"le dossier n'a pas de représentant n° {number}",
                "Voyez leurs numéros (of voir), ou complétez la fiche (of modifier).",
                "qui est venu se note par son numéro",
            )
        who = a.facts.representants[number - 1]
        if number - 1 not in dict(holders(a.facts.representants, a.done_on)):
            return Refusal(
                f"{who.full_name} ne compte pas comme représentant légal ({who.autorite.label})",
                "Notez les autres personnes venues, ou corrigez la fiche (of modifier).",
                "R. 114-6 : le jeune est reçu avec son représentant légal",
            )
    return None


@guard("Les heures notées se suivent, et le rendez-vous est celui du jour")
def hours_make_sense(a: Attempt) -> Refusal | None:
    """Refuse an interview that ends before it begins, a length without an hour to count it from, « by
    appointment » where none was expected."""
    request, appointment = a.request, a.case.appointment
    if not isinstance(request, ask.Recevoir):
        return None
    if request.debut and request.fin and request.fin <= request.debut:
        return Refusal(
            f"l'entretien finirait à {request.fin:%H:%M}, avant {request.debut:%H:%M}",
            "Vérifiez --de et --a.",
            "un entretien finit après qu'il commence",
        )
    todays = appointment is not None and appointment.on == a.done_on
    if request.duree and not request.debut and not todays:
        return Refusal(
            f"aucun rendez-vous n'est donné pour le {french_day(a.done_on)}, la durée ne se compte de rien",
            "Donnez l'heure du début avec --de.",
            "une heure que personne n'a notée n'est écrite nulle part",
        )
    if request.mode is InterviewMode.RENDEZ_VOUS and (appointment is None or appointment.outcome):
        return Refusal(
            "aucun rendez-vous n'est attendu",
            "Dites comment l'entretien a eu lieu : --mode passage, telephone, visio ou domicile.",
            "un entretien est noté comme il a eu lieu",
        )
    return None
