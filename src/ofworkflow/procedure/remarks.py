"""What an act is allowed, and deserves a look for: the sentences of `Decision.warnings`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ofworkflow.law.periods import days_between
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import Attempt
from ofworkflow.procedure.birth_remarks import about_a_birth
from ofworkflow.procedure.case import CaseState, RunningDelay
from ofworkflow.procedure.delays import beyond_majority
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.guards.appointments import in_the_way
from ofworkflow.procedure.guards.notice import cautions
from ofworkflow.procedure.mailings import NEVER_ARRIVED
from ofworkflow.procedure.requests.interviews import preavis_days
from ofworkflow.procedure.solution_remarks import about_solutions
from ofworkflow.procedure.vocabulary import SCHOOL_SOURCES, Delay, Presence, Stage
from ofworkflow.text import counted


def remarks(attempt: Attempt, n: int, opens: Sequence[RunningDelay], *, new_cycle: bool) -> list[str]:
    """Say what is allowed but deserves a look: what the house went beyond, an end after majority, a short
    préavis, an appointment too late; `new_cycle`: the act begins one."""
    case, request, done_on, rules = attempt.case, attempt.request, attempt.done_on, attempt.rules
    sentences = _waived(attempt)
    sentences += [warning for delay in opens if (warning := beyond_majority(case, delay))]
    sentences += _about_a_report(attempt)
    if isinstance(request, ask.Rouvrir) and new_cycle:
        sentences.append(
            "Les deux mois de la convocation précédente ont pris fin : un nouveau cycle commence, et ce qui "
            "précède ne peut plus mener à une information du département."
        )
    if isinstance(request, ask.Convoquer | ask.Reporter):
        two_months = next(
            (d for d in opens if d.slug is Delay.DEPARTEMENT), case.open_delay(Delay.DEPARTEMENT)
        )
        if two_months and request.rdv.le > two_months.dates.internal_on:
            sentences.append(
                f"Le rendez-vous du {french_day(request.rdv.le)} tombe après la fin des deux mois "
                f"({french_day(two_months.dates.internal_on)}) : l'information du département serait tardive."
            )
        wanted = preavis_days(rules, second=attempt.dest is Stage.CONVOCATION)
        if (preavis := days_between(done_on, request.rdv.le)) < wanted:
            sentences.append(
                f"Préavis de {counted(preavis, 'jour', 'jours')} au lieu de {wanted} : "
                f"{request.motif_preavis}."
            )
    if isinstance(request, ask.Transmettre):
        sentences += [f"À regarder : {why}" for _, why in cautions(attempt)]
    sentences += about_solutions(request, case)
    sentences += about_a_birth(attempt)
    if isinstance(request, ask.Recevoir):
        sentences += _interview_to_hold_again(request, case, done_on)
    if isinstance(request, ask.EnregistrerRetour):
        sentences += _never_arrived(request, case, n, done_on)
    if isinstance(request, ask.Poster):
        appointment = next((a for a in case.appointments if a.n == request.acte_n), None)
        # an invitation has no préavis; posted on the day of its act, the act said it already
        late = done_on > case.acts_on.get(request.acte_n, done_on)
        if appointment and not appointment.is_follow_up and late:
            wanted = preavis_days(rules, second=appointment.kind is Stage.CONVOCATION)
            preavis = days_between(done_on, appointment.on)
            if preavis < wanted:
                sentences.append(
                    f"Préavis court : {preavis} jours entre l'envoi et le rendez-vous, au lieu de {wanted}."
                )
    return sentences


def _about_a_report(a: Attempt) -> list[str]:
    """Say that who is not 16 waits, and why the three months of L. 313-8 do not run."""
    if not isinstance(a.request, ask.Ouvrir | ask.Signaler):
        return []
    sentences = []
    if a.dest is Stage.ATTENTE:
        sentences.append(
            f"Le dossier est en attente de ses 16 ans, le {french_day(a.case.sixteen_on)} : rien n'est dû "
            "avant."
        )
    if a.request.source in SCHOOL_SOURCES and (why := a.request.report.why_not):
        sentences.append(f"Les trois mois de l'article L. 313-8 ne courent pas : {why}.")
    return sentences


def _waived(a: Attempt) -> list[str]:
    """Say what the house went beyond, and for which reason."""
    if not isinstance(a.request, ask.Appointing):
        return []
    reasons = in_the_way(a, a.request)
    return [
        f"{each[0].upper()}{each[1:]} ; rendez-vous donné quand même : {a.request.malgre}."
        for each in reasons
    ]


def _interview_to_hold_again(request: ask.Recevoir, case: CaseState, done_on: date) -> list[str]:
    """L. 313-8 wants the minor and a representative together: say what is still to be done, once."""
    missing = {Presence.MINEUR: "un représentant légal", Presence.REPRESENTANT: "le jeune"}.get(
        request.present
    )
    running = case.open_delay(Delay.PREMIER_ENTRETIEN)
    if missing is None or running is None or request.ends_delay(case, running, done_on):
        return []
    return [
        f"L'entretien de l'article L. 313-8 se tient avec le jeune et un représentant légal : {missing} "
        f"n'était pas là, et ce délai reste ouvert jusqu'au {french_day(running.dates.legal_on)}. Proposez "
        "un autre rendez-vous (of inviter)."
    ]


def _never_arrived(request: ask.EnregistrerRetour, case: CaseState, n: int, done_on: date) -> list[str]:
    appointment = next((a for a in case.appointments if a.n == request.acte_n), None)
    if request.issue not in NEVER_ARRIVED:
        return []
    if request.mailed(case, n, done_on).reached(request.acte_n):
        return ["Ce courrier n'a pas d'effet ; ceux des autres destinataires gardent le leur."]
    what = (
        f"le rendez-vous du {french_day(appointment.on)} n'a été annoncé à personne"
        if appointment
        else "personne n'a été informé"
    )
    return [
        f"Aucun courrier de cet acte n'est arrivé : {what}. Nouvelle adresse ou nouveau mode, puis renvoyez."
    ]
