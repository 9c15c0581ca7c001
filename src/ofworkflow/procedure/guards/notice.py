"""What must hold before the département is informed, and the checklist that says it line by line."""

from __future__ import annotations

from collections.abc import Iterator

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import Attempt, Guard, Need, Refusal, appointment_given, guard
from ofworkflow.procedure.case import Appointment, CaseState
from ofworkflow.procedure.delays import must_leave_by
from ofworkflow.procedure.french import french_day, join_words
from ofworkflow.procedure.guards.lives import still_minor
from ofworkflow.procedure.natures import promised
from ofworkflow.procedure.notice_day import earliest_notice_on
from ofworkflow.procedure.vocabulary import AppointmentOutcome, Delay


@guard("Le département a été informé", basis="R. 114-7")
def after_a_notice(a: Attempt) -> Refusal | None:
    """Refuse the answer to a notice that nobody sent."""
    if a.case.notices:
        return None
    return Refusal(
        "le département n'a reçu aucune information sur ce jeune",
        "Gardez la trace d'un échange avec lui par un contact (of contact).",
    )


@guard("Les deux mois courent", basis="R. 114-7")
def two_months_running(a: Attempt) -> Refusal | None:
    """Refuse to prepare a notice that no running delay asks for."""
    if a.case.open_delay(Delay.DEPARTEMENT):
        return None
    return Refusal(
        "aucun délai de deux mois ne court", "Convoquez d'abord le jeune et son représentant (of convoquer)."
    )


@guard("Une convocation R. 114-7 postée a son rendez-vous passé", basis="R. 114-7")
def convocation_effective(a: Attempt) -> Refusal | None:
    """Refuse without a posted R. 114-7 convocation whose appointment is past (invariant 1)."""
    if a.case.effective_convocation(a.done_on):
        return None
    return Refusal(
        f"aucune convocation R. 114-7 postée n'a son rendez-vous passé le {french_day(a.done_on)}",
        "Notez l'envoi des courriers (of courriers poster), ou attendez le rendez-vous.",
    )


@guard("L'issue de chaque rendez-vous passé est notée", applies=appointment_given)
def outcome_noted(a: Attempt) -> Refusal | None:
    """Refuse while nobody noted what became of an appointment: an absence is never presumed."""
    missing = a.case.unsettled(a.done_on)
    if missing is None:
        return None
    return Refusal(
        f"l'issue du rendez-vous du {french_day(missing.on)} n'est pas notée",
        "Notez-la d'abord : venu (of recevoir), absent (of absence), excusé (of absence, puis of justifier).",
        "une absence n'est jamais présumée",
    )


@guard("Ni situation ni exemption ne couvre le jour", basis="L. 114-1, R. 114-3")
def not_compliant(a: Attempt) -> Refusal | None:
    """Refuse while a situation or an exemption covers the day (invariant 2)."""
    covering = a.case.covering(a.done_on)
    if not covering:
        return None
    return Refusal(
        f"le jeune est en règle ou exempté le {french_day(a.done_on)}, jusqu'au "
        f"{french_day(covering[0].ends_on)}",
        "Constatez la situation (of situation), ou sa fin si elle est rompue (of rompre).",
    )


@guard("Chaque destinataire peut être écrit, ou une raison est donnée", needs=Need.ADDRESSEES)
def everybody_written_to(a: Attempt) -> Refusal | None:
    """Refuse while an addressee has no deliverable address and no reason is given."""
    request = a.request
    without = [x.name for x in a.facts.addressees if not x.deliverable]
    if not isinstance(request, ask.Transmettre) or not without or request.motif_sans_adresse:
        return None
    if request.sans_famille:
        return None  # nobody of the family is written to
    return Refusal(
        f"{join_words(without)} : adresse incomplète",
        "Complétez l'adresse, ou dites pourquoi avec --motif-sans-adresse.",
        "chaque destinataire reçoit l'information de la famille",
    )


@guard("Une personne nommée signe")
def signed(a: Attempt) -> Refusal | None:
    """Refuse a notice that nobody signs."""
    if not isinstance(a.request, ask.Transmettre) or a.request.signataire.strip():
        return None
    return Refusal(
        "personne ne signe",
        "Donnez le nom du signataire avec --signataire.",
        "la nuit prépare, une personne signe",
    )


@guard(
    "Le jour que la maison s'est fixé est venu, ou une raison de ne pas attendre est donnée",
    settings=("information_au_plus_tot", "justification"),
)
def not_too_soon(a: Attempt) -> Refusal | None:
    """Refuse a notice before the day that the letters of the convocation announce, unless a reason is
    given."""
    request = a.request
    missed = _last_convocation(a.case)  # each letter announces a day of its own: the last one holds
    if not isinstance(request, ask.Transmettre) or missed is None or request.motif_anticipation.strip():
        return None
    if missed.outcome is AppointmentOutcome.TENU:
        return None
    window = a.case.open_delay(Delay.JUSTIFICATION)
    running = a.case.open_delay(Delay.DEPARTEMENT)
    earliest = earliest_notice_on(
        a.rules,
        missed.on,
        window_ends_on=window.dates.legal_on if window else None,
        last_useful_on=must_leave_by(running, a.case.majority_on) if running else None,
    )
    if a.done_on >= earliest:
        return None
    return Refusal(
        f"la convocation annonce que le département ne sera pas informé avant le {french_day(earliest)}",
        "Attendez ce jour, ou dites pourquoi avec --motif-anticipation.",
    )


def _last_convocation(case: CaseState) -> Appointment | None:
    """Return the last R. 114-7 appointment of these two months that was neither moved nor cancelled, past or
    not."""
    kept = (a for a in reversed(case.appointments) if a.n in case.convocations and a.n not in case.called_off)
    return next((a for a in kept if a.outcome is not AppointmentOutcome.REPORTE), None)


@guard(
    "Aucune entrée promise ne retient l'information, ou une raison de ne pas attendre est donnée",
    settings=("promesse_information",),
)
def not_held_by_a_promise(a: Attempt) -> Refusal | None:
    """Refuse a notice while an entry is promised for a day to come, where the house so chose."""
    request = a.request
    coming = [p for p in a.case.held_promises if p.starts_on > a.done_on]
    if not isinstance(request, ask.Transmettre) or not coming or a.rules.promesse_information != HELD:
        return None
    if request.motif_anticipation.strip():
        return None
    return Refusal(
        f"une entrée est promise : {' ; '.join(promised(p) for p in coming)}",
        "Attendez ce jour, retirez la promesse (of retirer), ou dites pourquoi avec --motif-anticipation.",
    )


HELD = "retient"
"""What `promesse_information` says where a promise holds the notice."""


@guard("Le département où habite le jeune est connu", basis="R. 114-7", needs=Need.ADDRESSEES)
def departement_known(a: Attempt) -> Refusal | None:
    """Refuse a notice to the département of somebody who lives in another one, that the configuration does
    not know."""
    where, known = a.facts.residence, a.rules.departements
    if where is None or not known or where.departement in known:
        return None
    if not where.departement:
        return Refusal(
            f"la commune où habite le jeune ({where.commune or 'inconnue'}) n'a pas de code officiel, et son "
            "département n'est pas connu",
            'Donnez-la avec son code (of modifier REF --commune "62041 Arras").',
        )
    return Refusal(
        f"le jeune habite {where.commune or where.insee}, dans le département {where.departement}, que la "
        "configuration ne connaît pas",
        f"Écrivez dans config.toml une section [departements.{where.departement}] avec nom, destinataire, "
        "salutation, autorite et adresse.",
    )


PREFLIGHT: tuple[Guard, ...] = (
    still_minor,
    convocation_effective,
    outcome_noted,
    not_compliant,
    not_too_soon,
    not_held_by_a_promise,
    departement_known,
    everybody_written_to,
    signed,
)
"""What must be green before the département is informed, in the order in which it is told."""


@guard("Une date a suivi l'absence excusée", applies=appointment_given)
def date_after_an_excuse(a: Attempt) -> Refusal | None:
    """Say that an excuse was accepted and no other date given: what the notice would be told of is no
    absence."""
    excused = a.case.excused
    if excused is None:
        return None
    return Refusal(
        f"l'absence du {french_day(excused.on)} est excusée, et aucune autre date n'est donnée",
        "Donnez un autre rendez-vous (of reporter).",
        "une absence excusée ne compte pas contre le jeune",
    )


@guard("Aucune entrée n'est promise")
def nothing_promised(a: Attempt) -> Refusal | None:
    """Say that an entry is promised: the obligation may soon be met."""
    held = a.case.held_promises
    if not held:
        return None
    return Refusal(
        f"une entrée est promise : {' ; '.join(promised(p) for p in held)}",
        "Le jour venu, constatez-la (of situation) ou retirez-la (of retirer).",
        "une promesse ne met pas encore en règle",
    )


CAUTIONS: tuple[Guard, ...] = (date_after_an_excuse, nothing_promised)
"""What should be looked at before the département is informed, and does not forbid it."""


def cautions(a: Attempt) -> Iterator[tuple[str, Refusal]]:
    """Yield what is orange in the pre-flight, and why."""
    for check in CAUTIONS:
        if why := check(a):
            yield check.label, why


def preflight(a: Attempt) -> Iterator[tuple[str, Refusal | None]]:
    """Yield each check of the pre-flight in words, with its refusal where it is red."""
    for check in PREFLIGHT:
        yield check.label, check(a)


def _all_green(a: Attempt) -> Refusal | None:
    red = [refusal for _, refusal in preflight(a) if refusal]
    if len(red) <= 1:
        return red[0] if red else None
    return Refusal(
        " ; ".join(r.why for r in red), " ".join(r.instead for r in red), ", ".join(r.basis for r in red)
    )


preflight_green = Guard(_all_green, "Toutes les vérifications sont vertes", parts=PREFLIGHT)
"""Refuse while one check of the pre-flight is red; all the red ones are said."""
