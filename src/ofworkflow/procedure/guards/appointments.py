"""What must hold before an appointment is given: its day, its hour, the days left before it."""

from __future__ import annotations

from ofworkflow.law.hours import times_it_strikes
from ofworkflow.law.periods import add_days, days_between
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import apart, written_to
from ofworkflow.procedure.appointments import meets, obstacles
from ofworkflow.procedure.attempts import Attempt, Guard, Need, Refusal, guard
from ofworkflow.procedure.french import french_day, french_hour, join_words
from ofworkflow.procedure.requests.interviews import preavis_days, preavis_setting, slots_of
from ofworkflow.procedure.vocabulary import AppointmentOutcome, Presence

_HOUSE_AND_CALENDAR = (
    "réglages procedure.ouverture, procedure.salles, courriers.duree_entretien et territoire.jours_feries"
)


def _preavis(*, second: bool) -> Guard:
    setting = preavis_setting(second=second)

    def enough_preavis(a: Attempt) -> Refusal | None:
        """Refuse an appointment too soon after its letters leave, unless a reason is given: the articles set
        no notice, the house does."""
        if not isinstance(a.request, ask.Convoquer | ask.Reporter):
            return None
        rdv, preavis = a.request.rdv, preavis_days(a.rules, second=second)
        left = days_between(a.done_on, rdv.le)
        if left >= preavis:
            return None
        what = (
            f"le rendez-vous du {french_day(rdv.le)} est à moins de {preavis} jours du "
            f"{french_day(a.done_on)}"
        )
        earliest = f"Proposez un rendez-vous à partir du {french_day(add_days(a.done_on, preavis))}"
        if left <= 0:
            return Refusal(what, f"{earliest}.")  # no reason announces an appointment once it is past
        if a.request.motif_preavis.strip():
            return None
        return Refusal(
            what,
            f"{earliest}, ou dites pourquoi plus tôt avec --motif-preavis (accord, main_propre, "
            "majorite_proche, ou un texte) : aucun article ne fixe de préavis.",
            waived_by="motif_preavis",
        )

    return Guard(
        enough_preavis,
        "Le rendez-vous laisse le préavis de la maison, ou une raison est donnée",
        settings=(setting,),
    )


first_notice = _preavis(second=False)
second_notice = _preavis(second=True)


@guard("L'heure du rendez-vous sonne une fois, et une seule, ce jour-là")
def hour_strikes_once(a: Attempt) -> Refusal | None:
    """Refuse an appointment at an hour that a clock change skips or repeats: the letter and a calendar
    would not agree on it, and no reason makes that hour exist."""
    if not isinstance(a.request, ask.Appointing):
        return None
    for rdv in slots_of(a.request):
        times = times_it_strikes(rdv.le, rdv.heure, a.rules.fuseau)
        if times == 1:
            continue
        what = "n'existe pas" if times == 0 else "revient deux fois"
        return Refusal(
            f"{rdv.heure:%H:%M} {what} le {french_day(rdv.le)}, jour de changement d'heure "
            f"({a.rules.fuseau})",
            f"Donnez une autre heure avec {'--rdv' if rdv == a.request.rdv else '--aussi'}.",
            "réglage territoire.fuseau",
        )
    return None


@guard(
    "Le jour et l'heure conviennent, ou une raison de passer outre est donnée",
    settings=("ouverture",),
    needs=Need.AGENDA,
)
def day_and_hour_suit(a: Attempt) -> Refusal | None:
    """Refuse an appointment on a Sunday, a holiday, a day of leave, out of hours or on top of another
    family's, unless a reason is given."""
    if not isinstance(a.request, ask.Appointing) or a.request.malgre.strip():
        return None
    reasons = in_the_way(a, a.request)
    if not reasons:
        return None
    which = "--rdv ou un autre --aussi" if a.request.aussi else "--rdv"
    return Refusal(
        join_words(reasons),
        f"Donnez un autre {which}, ou dites pourquoi passer outre avec --malgre.",
        _HOUSE_AND_CALENDAR,
        waived_by="malgre",
    )


def in_the_way(a: Attempt, request: ask.Appointing) -> tuple[str, ...]:
    """Return what stands in the way of the moments that are asked for, each sentence once."""
    facts = a.facts
    reasons = (
        each
        for rdv in slots_of(request)
        for each in obstacles(rdv, a.rules, facts.taken, family=facts.family, leaves=facts.leaves)
    )
    return tuple(dict.fromkeys(reasons))


@guard("Le rendez-vous est à venir")
def to_come(a: Attempt) -> Refusal | None:
    """Refuse a follow-up appointment before the day on which it is given."""
    if not isinstance(a.request, ask.Inviter) or a.request.rdv.le >= a.done_on:
        return None
    return Refusal(
        f"le rendez-vous du {french_day(a.request.rdv.le)} est avant le {french_day(a.done_on)}",
        "Donnez un jour à venir avec --rdv.",
        "un rendez-vous s'annonce avant qu'il ait lieu",
    )


@guard(
    "De deux représentants qui ne doivent pas se rencontrer, un seul est attendu, ou chacun à son heure",
    needs=Need.ADDRESSEES,
)
def one_of_two_apart(a: Attempt) -> Refusal | None:
    """Refuse to expect together two representatives who must not meet (civil code, 515-11)."""
    if not isinstance(a.request, ask.Appointing):
        return None
    request, on = a.request, max(a.done_on, a.request.rdv.le)
    chosen = written_to(a.facts.representants, on)
    kept = apart(a.facts.representants, on)
    if kept and (request.avec or 0) - 1 not in dict(chosen):
        _, who = kept[0]
        until = french_day(who.a_part_jusqu_au) if who.a_part_jusqu_au else ""
        named = " ou ".join(f"--avec {rank + 1} ({r.full_name})" for rank, r in chosen)
        return Refusal(
            f"{who.full_name} ne doit pas rencontrer l'autre représentant jusqu'au {until}",
            f"Dites lequel est attendu : {named} ; l'autre ne saura ni le jour, ni l'heure. Pour "
            "recevoir les deux, chacun à son heure : --aussi HH:MM --aussi-avec N.",
        )
    moved = a.case.appointment
    left_out = moved and not moved.outcome and sorted({*moved.numbers} - {request.avec, request.aussi_avec})
    if moved and left_out:
        keep = f"--avec {moved.avec}" + (
            f" et --aussi-avec {moved.other.avec}, chacun avec une heure" if moved.other else ""
        )
        return Refusal(
            f"le représentant n° {left_out[0]} est attendu le {french_day(moved.on)}, et ne saurait pas que "
            "ce rendez-vous change",
            f"Gardez {keep}, ou notez d'abord ce qu'est devenu ce rendez-vous.",
        )
    home = next((rank for rank, r in chosen if r.heberge), None)
    if kept and home is not None and home != (request.avec or 0) - 1:
        host = a.facts.representants[home].full_name
        return Refusal(
            f"le jeune habite chez {host} : sa lettre y dirait le jour et l'heure où l'autre est attendu",
            f"Attendez {host} (--avec {home + 1}), ou notez où le jeune habite (of modifier REF "
            "--representant N --heberge oui).",
        )
    if request.avec and not kept:
        return Refusal(
            "aucun de ses représentants n'est à recevoir à part ce jour-là",
            "Retirez --avec, ou notez d'abord la mesure (of modifier REF --representant N --a-part-jusqu-au "
            "DATE).",
        )
    return None


@guard(
    "Qui est reçu à part l'est à son heure, l'autre parti",
    settings=("duree_entretien",),
    needs=Need.ADDRESSEES,
)
def other_received_apart(a: Attempt) -> Refusal | None:
    """Refuse an hour apart for nobody, for somebody who is expected already, or so near that both would cross
    on the stairs: an interview's length is left free between the two (civil code, 515-11)."""
    request = a.request
    if not isinstance(request, ask.Appointing) or (request.aussi is None and request.aussi_avec is None):
        return None
    if request.aussi is None or request.aussi_avec is None or request.avec is None:
        return Refusal(
            "une heure à part est celle de quelqu'un, et l'autre a la sienne",
            "Donnez les trois : --avec N, --aussi HH:MM et --aussi-avec N.",
            _APART,
        )
    on = max(a.done_on, request.rdv.le)
    chosen = dict(written_to(a.facts.representants, on))
    if request.aussi_avec == request.avec or request.aussi_avec - 1 not in chosen:
        others = [f"{rank + 1} ({r.full_name})" for rank, r in chosen.items() if rank + 1 != request.avec]
        why = (
            "a déjà son heure" if request.aussi_avec == request.avec else "n'est pas de ceux à qui l'on écrit"
        )
        return Refusal(
            f"le représentant n° {request.aussi_avec} {why}",
            f"Donnez l'autre avec --aussi-avec : {' ou '.join(others)}.",
            _APART,
        )
    between = 2 * a.rules.duree_entretien
    if meets(request.aussi, (request.rdv.heure,), a.rules, minutes=between):
        return Refusal(
            f"à {french_hour(request.rdv.heure)} et à {french_hour(request.aussi)}, ils se croiseraient",
            f"Laissez {between} minutes entre les deux heures : l'entretien de l'un, puis autant avant que "
            "l'autre arrive.",
            _APART,
        )
    return None


@guard("Qui est venu à part se note après l'heure du jeune, ou avec son absence")
def minor_first(a: Attempt) -> Refusal | None:
    """Refuse to note as the interview that the representative received apart came: the minor's hour is what
    the procedure waits for, and what moves the dossier."""
    request, appointment = a.request, a.case.appointment
    if not isinstance(request, ask.Recevoir) or appointment is None or appointment.other is None:
        return None
    theirs = request.present is Presence.REPRESENTANT and request.representants == (appointment.other.avec,)
    if not theirs or a.done_on != appointment.on or appointment.outcome is AppointmentOutcome.TENU:
        return None
    return Refusal(
        f"le représentant n° {appointment.other.avec} est reçu à part, et l'entretien du jeune n'est pas "
        "noté tenu",
        "Notez d'abord celui du jeune (of recevoir) ; s'il n'est pas venu, son absence dit qui est venu : "
        f"of absence --venu {appointment.other.avec}.",
        "R. 114-6 : c'est le jeune qui est convoqué",
    )


_APART = "code civil, article 515-11 : ils ne doivent pas se rencontrer"
GIVEN = (hour_strikes_once, day_and_hour_suit, one_of_two_apart, other_received_apart)
"""What holds of any appointment, whatever it is for."""
