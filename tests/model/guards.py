"""What the second model refuses: procedure.md, sections 3, 5 and 7."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from model.days import DAY
from model.dossier import Dossier
from model.state import COVERED, LAST_WORDS
from model.words import ACCOMPANIMENTS, FINAL, RESTING, WAITS, Act, Meeting, RefusedError

STAGES = (
    "reperage", "entretien", "absence", "convocation", "carence", "suivi", "transmission", "departement", "conformite",
    "exemption", "cloture", "attente",
)  # fmt: skip
FOLLOWED = ("reperage", "suivi", "conformite", "exemption", "departement")
Guard = Callable[[Dossier, Act], None]


def need(holds: object, why: str) -> None:
    """Refuse unless it holds."""
    if not holds:
        raise RefusedError(why)


def at(dossier: Dossier, *stages: str) -> None:
    need(dossier.stage in stages, f"étape {dossier.stage}")


def open_(d: Dossier) -> None:
    """Nothing is done of a closed dossier, nor of one that waits for 16."""
    need(d.stage not in {FINAL, WAITS}, f"étape {d.stage}")


def convoquer(d: Dossier, act: Act) -> None:
    at(d, "reperage", "absence", "conformite", "suivi")
    house = d.house
    if d.stage == "absence":
        window = d.open("justification")
        need(window is None or act.le > window.legal or act.motif_anticipation, "délai pour se justifier")
        missed = d.meeting
        sent = missed and any(one.posted for one in d.letters_of(missed.by))
        need(not sent or d.posted(missed.by), "les courriers du rendez-vous manqué ne sont pas arrivés")
    if d.stage in {"conformite", "suivi"}:
        need(d.triggers, "aucun déclencheur")
    first = d.stage == "reperage"
    appointment(d, act, house.notice_first if first else house.notice_second)


def appointment(d: Dossier, act: Act, notice: int) -> None:
    """An appointment leaves the notice the house sets, falls on a working day, at an hour it receives, before majority."""
    day, hour = act.meeting
    need(day > act.le, "rendez-vous passé")
    need(act.motif_preavis or day >= act.le + notice * DAY, "préavis")
    need(act.malgre or (d.calendar.works(day) and received_at(hour)), "jour ou heure")
    need(day < d.majority, "majorité")


def received_at(hour: time) -> bool:
    """Say whether the house receives at that hour."""
    minutes = hour.hour * 60 + hour.minute
    return any(first <= minutes < last for first, last in ((540, 720), (810, 1020)))


def reporter(d: Dossier, act: Act) -> None:
    at(d, "entretien", "convocation", "carence", "transmission")
    if d.stage == "transmission":  # a way out where nothing arrived, or the absence is excused
        last = d.meeting
        arrived = any(d.posted(one.by) for one in d.meetings if one.kind == "seconde" and one.by >= running(d))
        need((last and last.outcome == "excuse") or not arrived, "la convocation est arrivée")
    if d.stage == "carence":
        need(d.summonses < d.house.summons_per_cycle, "convocations par cycle")
    appointment(d, act, d.house.notice_first if d.stage == "entretien" else d.house.notice_second)


def inviter(d: Dossier, act: Act) -> None:
    at(d, "suivi", "conformite", "exemption", "departement")
    appointment(d, act, 0)


def recevoir(d: Dossier, act: Act) -> None:
    # conformite and exemption: a follow-up appointment (`inviter`) is held there too (docs/decisions/0026)
    need(d.stage != WAITS, "pas encore seize ans")
    if d.stage == FINAL:  # noted late: it was held before the closing
        need(d.closed_for == "majorite" or act.le >= d.majority, "clos")
        need(act.le < d.closed_on, "après la clôture")


def absence(d: Dossier, act: Act) -> None:
    one = d.waiting
    if d.stage == FINAL:
        need(d.closed_for == "majorite" or act.le >= d.majority, "clos")
        need(one and one.day < d.closed_on, "rien à noter")
    else:
        at(d, "entretien", "convocation", "transmission", *(FOLLOWED if one and one.kind == "suivi" else ()))
    need(one and one.day <= act.le, "rendez-vous à venir")
    assert one is not None
    need(d.posted(one.by) or one.told_by != "lettre", "aucune lettre partie")


def unsettled(d: Dossier, day: date) -> Meeting | None:
    """Return the past appointment that somebody was told of, and of which nobody noted the outcome."""
    one = d.waiting
    return one if one and one.day < day and (d.posted(one.by) or one.told_by != "lettre") else None


def justifier(d: Dossier, act: Act) -> None:
    at(d, "absence", "carence", "transmission", "departement", FINAL, *RESTING)
    if d.stage == FINAL:
        need(d.closed_for == "majorite" or act.le >= d.majority, "clos")
    one = d.meeting
    # An absence is never presumed (section 5), and an excuse answers one: it is noted first, from `transmission` too.
    need(one and one.outcome == "absent", "aucune absence")
    if one and one.kind == "suivi":
        return  # it has no window
    window = next((x for x in reversed(d.delays) if x.slug == "justification"), None)
    need(act.motif_retard or (window and act.le <= window.legal), "délai pour se justifier passé")


def situation(d: Dossier, act: Act) -> None:
    open_(d)
    last = act.fin or act.revue
    need(act.debut <= act.le <= last, "ne couvre pas le jour")


def exempter(d: Dossier, act: Act) -> None:
    open_(d)
    need(act.jusqu_au is None or act.jusqu_au >= act.le, "certificat passé")


def rompre(d: Dossier, act: Act) -> None:
    at(d, *COVERED)
    covering = [one for one in d.covers if one.covers(act.le)]
    need(act.situation or len(covering) == 1, "laquelle")
    ended = next((one for one in covering if act.situation in {None, one.by}), None)
    need(ended, "aucune situation")
    assert ended is not None
    need((ended.nature == "exemption") == (act.motif == "fin_exemption"), "le motif n'est pas celui d'une exemption")


def silence(d: Dossier, act: Act) -> None:
    at(d, "suivi", "conformite")
    if d.stage == "conformite":
        need(all(one.nature in ACCOMPANIMENTS for one in d.covers if one.covers(act.le)), "accompagnement seul")
    tried = d.unanswered(act.le)
    days, ways = [day for day, _ in tried], {way for _, way in tried}
    need(len(days) >= d.house.silence_number and len(ways) >= d.house.silence_ways, "sollicitations")
    need((act.le - min(days)).days >= d.house.silence_days, "durée")


def preparer(d: Dossier, act: Act) -> None:
    at(d, "convocation", "carence", "suivi")
    need(d.open("departement"), "délai")
    need(effective(d, act.le), "aucune convocation postée dont le rendez-vous soit passé")
    # A further appointment still to come stops nothing: the two months are a ceiling, and the draft waits for a signature.
    need(unsettled(d, act.le) is None, "issue à noter")


def running(d: Dossier) -> int:
    """Return the act that opened the last two months."""
    return next((one.opened_by for one in reversed(d.delays) if one.slug == "departement"), 0)


def allowed(d: Dossier, act: Act) -> bool:
    """Say whether an act would be done."""
    try:
        GUARDS[act.word](d, act)
    except RefusedError:
        return False
    return True


def effective(d: Dossier, day: date) -> bool:
    """Say whether a posted R. 114-7 convocation has its appointment past (invariant 1)."""
    kept = [
        one for one in d.meetings if one.kind == "seconde" and one.by >= running(d) and one.outcome not in {"reporte", "annule"}
    ]
    return any((one.day < day or (one.day == day and one.outcome)) and d.posted(one.by) for one in kept)


def earliest_notice(d: Dossier) -> date | None:
    """Return the day from which the notice may leave without a reason: the house's, never past the last that the law leaves."""
    one = next((x for x in reversed(d.meetings) if x.kind == "seconde"), None)
    if one is None:
        return None
    if one.outcome == "tenu":
        return min(one.day, d.heard or one.day)  # what the letter announces is for those who do not come
    delay = d.open("departement")
    last = min(delay.legal, d.majority - DAY) if delay else d.majority - DAY
    return min(wanted(d, one.day), max(one.day + DAY, last))


def wanted(d: Dossier, met: date) -> date:
    """Return the day that the house sets (`information_au_plus_tot`)."""
    if d.house.earliest == "justification":
        window = d.open("justification")
        return (window.legal if window else d.calendar.working_days_after(met, d.house.justification)) + DAY
    return met + (DAY if d.house.earliest == "lendemain" else int(d.house.earliest) * DAY)


def transmettre(d: Dossier, act: Act) -> None:
    at(d, "transmission", "carence")
    need(act.le < d.majority, "majorité")
    need(effective(d, act.le), "aucune convocation postée dont le rendez-vous soit passé")
    need(not d.covered(act.le), "en règle")
    need(unsettled(d, act.le) is None, "issue à noter")
    first = earliest_notice(d)
    need(act.motif_anticipation or (first and act.le >= first), "trop tôt")


def poster(d: Dossier, act: Act) -> None:
    """A convocation that leaves on the day of its appointment, or after it, summons nobody."""
    given = next((one for one in d.meetings if one.by == act.acte), None)
    need(given is None or act.le < given.day, "l'envoi n'est pas avant le rendez-vous")
    wanted = [one for one in d.letters_of(act.acte) if (one.model, one.to) in act.a]
    need(all(one.state == "prepare" for one in wanted), "annulé, ou déjà parti")


def reponse(d: Dossier, act: Act) -> None:
    need(d.informed, "aucune information")


def clore(d: Dossier, act: Act) -> None:
    need(d.stage != FINAL, "clos")
    need(act.motif != "majorite" or act.le >= d.majority, "encore mineur")


def signaler(d: Dossier, act: Act) -> None:
    need(act.le < d.majority, "majeur")


def promettre(d: Dossier, act: Act) -> None:
    open_(d)
    need(act.debut > act.le, "commence déjà : une situation")
    need(act.debut < d.majority, "majorité")


def one_of(d: Dossier, slug: str, named: int | None) -> None:
    """What the act is about runs: named, or the only one."""
    open_(d)
    need(len([one for one in d.running(slug) if named in {None, one.opened_by}]) == 1, "laquelle")


def proposer(d: Dossier, act: Act) -> None:
    open_(d)


def demander(d: Dossier, act: Act) -> None:
    open_(d)
    need(act.le <= act.avant < d.majority, "attendue avant d'être demandée, ou majeur")


def inscrire(d: Dossier, act: Act) -> None:
    open_(d)
    need(act.le <= act.reunion < d.majority, "réunion passée, ou majeur")
    need(act.reunion not in {one.nominal for one in d.running("reunion")}, "déjà inscrit")


def decider(d: Dossier, act: Act) -> None:
    open_(d)
    need(d.listed if not act.avant else any(day <= act.le for day in d.listed), "aucune réunion n'en a parlé")
    need(not act.avant or act.le <= act.avant < d.majority, "passé, ou majeur")


def cadrer(d: Dossier, act: Act) -> None:
    open_(d)
    need(not act.fin or act.debut <= act.fin, "finit avant de commencer")


def retour(d: Dossier, act: Act) -> None:
    """What the post says of letters follows their posting; its last word is said once, and not before it presented them."""
    told = [one for one in d.letters_of(act.acte) if (one.model, one.to) in act.a]
    need(told and all(one.posted and one.posted <= act.le for one in told), "pas parti")
    for one in told:
        need(one.state not in LAST_WORDS, "la poste l'a déjà dit")
        need(one.state != "presente" or (act.issue != "presente" and act.le >= one.told_on), "avant d'être présenté")


def rouvrir(d: Dossier, act: Act) -> None:
    at(d, FINAL)
    need(act.le < d.majority, "majeur")


GUARDS: dict[str, Guard] = {
    "convoquer": convoquer, "reporter": reporter, "inviter": inviter, "recevoir": recevoir, "absence": absence,
    "justifier": justifier, "situation": situation, "exempter": exempter, "rompre": rompre, "silence": silence,
    "preparer": preparer, "transmettre": transmettre, "reponse": reponse, "poster": poster, "signaler": signaler, "promettre": promettre, "proposer": proposer,
    "retour": retour, "demander": demander, "inscrire": inscrire, "decider": decider, "cadrer": cadrer,
    "retirer": lambda d, act: one_of(d, "promesse", act.promesse),
    "repondre": lambda d, act: one_of(d, "demande", act.demande),
    "achever": lambda d, act: one_of(d, "decision", act.decision),
    "clore": clore, "rouvrir": rouvrir,
}  # fmt: skip
