"""What must hold between an act and the post: letters that left before the appointment, that reached
somebody, that came back."""

from __future__ import annotations

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import Attempt, Refusal, appointment_given, guard
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.mailings import OF_MODE, RETURNS
from ofworkflow.procedure.vocabulary import PostMode


@guard("Les courriers du rendez-vous sont partis, et ne sont pas tous perdus", applies=appointment_given)
def letters_posted(a: Attempt) -> Refusal | None:
    """Refuse an absence from an interview to which no letter went."""
    expected = a.case.appointment
    if expected is None or not expected.by_letter or a.case.reached(expected.n):
        return None
    if expected.n in a.case.posted_on:
        return Refusal(
            f"tous les courriers du rendez-vous du {french_day(expected.on)} sont revenus inconnus à "
            "l'adresse, ou perdus",
            "Complétez l'adresse (of modifier), puis donnez un autre rendez-vous (of reporter).",
            "un courrier qui n'est pas arrivé n'a pas d'effet",
        )
    return Refusal(
        f"aucun courrier du rendez-vous du {french_day(expected.on)} n'a été posté",
        "Notez l'envoi s'il a eu lieu (of courriers poster), sinon donnez un autre rendez-vous (of "
        "reporter).",
        "nul n'est absent d'un entretien auquel il n'a pas été convoqué",
    )


@guard("Les courriers du rendez-vous manqué ne sont pas tous perdus", applies=appointment_given)
def absence_stands(a: Attempt) -> Refusal | None:
    """Refuse to build on an absence from an interview whose letters all came back since."""
    missed = a.case.appointment
    if missed is None or missed.n not in a.case.posted_on or a.case.reached(missed.n):
        return None
    return Refusal(
        f"les courriers du rendez-vous manqué du {french_day(missed.on)} ne sont jamais arrivés",
        "Excusez cette absence (of justifier --motif courriers_revenus), puis convoquez à un premier "
        "entretien.",
        "un courrier inconnu à l'adresse ou perdu n'a pas d'effet",
    )


@guard("Aucune convocation de ces deux mois n'est arrivée, ou l'absence est excusée", basis="R. 114-7")
def never_arrived(a: Attempt) -> Refusal | None:
    """Refuse to take a notice back while one of its convocations did arrive, and nothing is excused."""
    if a.case.excused or not any(a.case.reached(n) for n in a.case.convocations):
        return None
    return Refusal(
        "la convocation est arrivée, et l'information du département est prête",
        "Recevez le jeune s'il vient (of recevoir), ou informez le département (of transmettre).",
    )


@guard("Le retour suit l'envoi de ces courriers")
def returned_after_posted(a: Attempt) -> Refusal | None:
    """Refuse a return of letters that did not leave, or dated before they did."""
    request = a.request
    if not isinstance(request, ask.EnregistrerRetour):
        return None
    left = {letter: mailing.on for mailing in a.case.mailings for letter in mailing.letters}
    if any(letter not in left for letter in request.courriers):
        return Refusal(
            "ce courrier n'est pas parti",
            "Notez d'abord l'envoi (of courriers poster).",
            "un retour suit un envoi",
        )
    modes = {PostMode(x.mode) for x in a.case.mailings if set(x.letters) & set(request.courriers)}
    for mode in sorted(modes & set(OF_MODE)):
        if request.issue not in OF_MODE[mode]:
            return Refusal(
                f"« {request.issue.label} » ne se dit pas d'une {mode.label}",
                f"Choisissez parmi : {', '.join(state for state in RETURNS if state in OF_MODE[mode])}.",
                "chaque façon d'envoyer a ses suites",
            )
    posted_on = max(left[letter] for letter in request.courriers)
    early = [day for day in (a.done_on, request.presente_le) if day and day < posted_on]
    if early:
        return Refusal(
            f"le {french_day(early[0])} précède l'envoi du {french_day(posted_on)}",
            "Vérifiez --le et --presente-le.",
            "un pli est présenté ou rendu le jour de son envoi, ou après",
        )
    if request.presente_le and request.presente_le > a.done_on:
        return Refusal(
            f"la présentation du {french_day(request.presente_le)} suivrait le retour du "
            f"{french_day(a.done_on)}",
            "Vérifiez --le et --presente-le.",
            "un pli est présenté avant d'être rendu",
        )
    return None


@guard("L'envoi nommé est au journal, et compte encore")
def posting_stands(a: Attempt) -> Refusal | None:
    """Refuse to correct what is no posting, or was corrected already."""
    if not isinstance(a.request, ask.Corriger) or a.request.envoi_n in {x.n for x in a.case.mailings}:
        return None
    return Refusal(
        f"l'acte n° {a.request.envoi_n} n'est pas un envoi qui compte",
        f"Relisez le journal (of voir {a.facts.reference}) ; un envoi se corrige par son courrier : of "
        "courriers corriger ID --le DATE --motif MOTIF",
    )


@guard("Un envoi qui veut l'accord du destinataire l'a, et dit depuis quand", basis="CPCE, L. 100")
def agreed_to_its_mode(a: Attempt) -> Refusal | None:
    """Refuse an electronic registered letter to who did not agree to it; the département, which is no private
    person, need not."""
    request = a.request
    if not isinstance(request, ask.Poster):
        return None
    if request.accord_le and not request.mode.consented:
        return Refusal(
            f"une {request.mode.label} ne demande aucun accord",
            "Retirez --accord-le.",
            "l'accord ne se note que pour une lettre recommandée électronique",
        )
    if not request.mode.consented or set(request.courriers) <= set(request.information):
        return None
    if request.accord_le is None:
        return Refusal(
            f"l'accord du destinataire à recevoir une {request.mode.label} n'est pas noté",
            "Donnez son jour : of courriers poster ID --mode lre --accord-le DATE ; sans accord, choisissez "
            "un autre mode.",
            "un particulier y consent avant l'envoi (code des postes, L. 100)",
        )
    if request.accord_le > a.done_on:
        return Refusal(
            f"l'accord du {french_day(request.accord_le)} suivrait l'envoi du {french_day(a.done_on)}",
            "Vérifiez --accord-le.",
            "l'accord précède l'envoi",
        )
    return None


@guard("L'envoi suit l'acte et précède le rendez-vous")
def posted_between_act_and_appointment(a: Attempt) -> Refusal | None:
    """Refuse a posting before the act of its letters, or on or after the appointment they give."""
    request = a.request
    if not isinstance(request, ask.Poster):
        return None
    written_on = a.case.acts_on.get(request.acte_n)
    if written_on is not None and a.done_on < written_on:
        return Refusal(
            f"l'envoi du {french_day(a.done_on)} précède l'acte de ces courriers, fait le "
            f"{french_day(written_on)}",
            "Vérifiez --le.",
            "un courrier part le jour de son acte, ou après",
        )
    appointment = next((x for x in a.case.appointments if x.n == request.acte_n), None)
    if appointment is None or a.done_on < appointment.on:
        return None
    return Refusal(
        f"l'envoi du {french_day(a.done_on)} n'est pas avant le rendez-vous du {french_day(appointment.on)}",
        "Vérifiez --le ; si les courriers ne sont vraiment partis qu'alors, donnez un autre rendez-vous (of "
        "reporter).",
        "un rendez-vous s'annonce avant qu'il ait lieu",
    )
