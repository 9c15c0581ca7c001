"""What the second model refuses, and what its night does: procedure.md, sections 3, 5 and 7."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date, time

from model.days import DAY, add_months
from model.dossier import COVERED, LAST_WORDS, Dossier
from model.words import ACCOMPANIMENTS, FINAL, RESTING, WAITS, Act, House, Meeting, RefusedError, Start

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
    return any(one.day < day and d.posted(one.by) for one in kept)


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
    need(any(day <= act.le for day in d.listed), "aucune réunion n'en a parlé")
    need(not act.avant or act.le <= act.avant < d.majority, "passé, ou majeur")


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
    "retour": retour, "demander": demander, "inscrire": inscrire, "decider": decider,
    "retirer": lambda d, act: one_of(d, "promesse", act.promesse),
    "repondre": lambda d, act: one_of(d, "demande", act.demande),
    "achever": lambda d, act: one_of(d, "decision", act.decision),
    "clore": clore, "rouvrir": rouvrir,
}  # fmt: skip


POST = {"poster", "retour", "corriger", "envoi"}  # `envoi`: the posting of an act of theirs
VOIDING = {"annuler", "rectifier"}


class Life:
    """A dossier that is lived: acts with their days, the night before each, what is voided played again without it."""

    def __init__(self, house: House, start: Start, opened: date) -> None:
        need(add_months(start.born, 180) <= opened < add_months(start.born, 216), "hors champ")
        self.dossier = Dossier(house, start)
        self.acts: list[tuple[Act, bool]] = []  # with whether the night did it
        self.void: set[int] = set()
        self.taken_up: set[int] = set()  # the numbers of the acts of another mission locale
        self.keep(Act("ouvrir", opened))

    def keep(self, act: Act, *, night: bool = False) -> None:
        """Write an act."""
        self.acts.append((act, night))
        self.dossier.do(act)

    @property
    def lived(self) -> list[tuple[int, Act, bool]]:
        """Return the acts that stand, with their numbers: neither voided nor voiding, contacts and the post left out."""
        numbered = [(act, night) for act, night in self.acts if act.word != "contact"]
        return [
            (n, act, night) for n, (act, night) in enumerate(numbered, 1)
            if n not in self.void and act.word not in POST and act.word not in VOIDING
        ]  # fmt: skip

    def drafts(self) -> set[int]:
        """Return the acts whose letters are drafts that nobody signed: they do not leave."""
        return {n for n, act, _ in self.lived if act.word == "preparer"}

    def act(self, act: Act, today: date) -> None:
        """Do one act recorded on a day, what was due before it being done first; raise `RefusedError`, and write nothing."""
        need(act.le <= today, "jour à venir")
        if act.word == "contact":
            self.keep(act)
            return
        was = (deepcopy(self.dossier), list(self.acts), set(self.void), set(self.taken_up))
        try:
            self._act(act, today)
        except RefusedError:
            self.dossier, self.acts, self.void, self.taken_up = was
            raise

    def _act(self, act: Act, today: date) -> None:
        settled = self.night(today)
        if act.word == "corriger":
            self.correct(act, today)
            return
        if act.word in POST:
            GUARDS[act.word](self.dossier, act)
            self.keep(act)
            return
        if act.word == "reprendre":
            self.take_up(act, today)
            return
        # A person's act may be dated before what the night did meanwhile, never before another person's here.
        days = [one.le for n, one, night in self.lived if not night and n not in self.taken_up]
        need(act.le >= max(days), "avant l'acte qu'il suit")
        if act.word in VOIDING:
            self.withdraw(act, settled=bool(settled))
            return
        if act.word == "rouvrir":
            need(act.le >= self.lived[-1][1].le, "avant la clôture")
        if act.word in GUARDS:
            GUARDS[act.word](self.dossier, act)
        self.keep(act)

    def correct(self, act: Act, today: date) -> None:
        """Note a posting again, as it was, and what the post said of its letters since; what was done meanwhile stays done."""
        numbered = dict(enumerate((one for one, _ in self.acts if one.word != "contact"), 1))
        wrong = numbered.get(act.envoi)
        need(wrong and wrong.word == "poster" and act.envoi not in self.void, "pas un envoi qui compte")
        assert wrong is not None
        need((act.posted, act.mode) != (wrong.le, wrong.mode), "déjà noté ainsi")
        need(act.posted <= today, "à venir")
        theirs = set(wrong.a)
        back = [
            one
            for n, one in numbered.items()
            if n > act.envoi and one.word == "retour" and one.acte == wrong.acte and set(one.a) & theirs
        ]
        need(all(one.le >= act.posted for one in back), "rendu avant d'être parti")
        right = Act("poster", act.posted, wrong.args | {"mode": act.mode, "corrige": True})
        written = numbered[wrong.acte]
        need(act.posted >= written.le, "avant son acte")
        given = next((one for one in self.dossier.meetings if one.by == wrong.acte), None)
        need(given is None or act.posted < given.day, "l'envoi n'est pas avant le rendez-vous")
        self.void.add(act.envoi)
        self.acts += [(act, False), (right, False), *((one, False) for one in back)]
        letters = self.dossier.letters
        fresh = self.again()
        known = {
            (one.by, one.model, one.to): one for one in fresh.letters if (one.model, one.to) in theirs and one.by == wrong.acte
        }
        fresh.letters = [known.get((one.by, one.model, one.to), one) for one in letters]
        self.dossier = fresh

    def withdraw(self, act: Act, *, settled: bool) -> None:
        """Void the last act, or withdraw the one that is named, where nothing stands on it: the others are played again."""
        n, undone, _ = self.lived[-1]
        left = n in self.dossier.theirs or any(one.posted for one in self.dossier.letters_of(n))  # whatever the post did of them
        if act.word == "rectifier":
            need(act.acte == n, "d'autres actes s'appuient sur lui, ou il ne compte plus")
            need(left, "aucun courrier n'est parti : il s'annule")
        else:
            need(not settled, "la nuit d'abord : c'est elle qui serait annulée")
            need(not left, "un courrier est parti : il se rectifie")
        need(act.le >= undone.le, "avant l'acte annulé")
        need(undone.word != "ouvrir", "l'ouverture ne s'annule pas")
        need(not (undone.word == "clore" and act.le >= self.dossier.majority), "majeur")
        told = {one.to for one in self.dossier.letters_of(n) if one.left}
        args = act.args | {"atteints": tuple(self.dossier.reached(n)), "departement": "departement" in told}
        self.acts.append((Act(act.word, act.le, args), False))
        self.void.add(n)
        self.dossier = self.again()

    def take_up(self, act: Act, today: date) -> None:
        """Note what another mission locale did, on a dossier where nothing else was done here."""
        d = self.dossier
        need(not self.taken_up and all(one.word in {"ouvrir", "signaler"} for _, one, _ in self.lived), "déjà des actes d'ici")
        need(d.stage != WAITS, "pas encore seize ans")
        before = date.min
        for theirs in act.actes:
            need(theirs.le <= today, "à venir")
            need(theirs.le >= before, "dans le désordre")
            need(theirs.le < d.majority, "majeur")
            one = d.waiting
            need(theirs.word != "absence" or one is None or theirs.le >= one.day, "avant son rendez-vous")
            before = theirs.le
            self.taken_up.add(d.number + 1)
            self.acts.append((theirs, False))
            d.take_up(theirs)
            if theirs.mode:
                self.acts.append((Act("envoi", theirs.le), False))
        need(d.waiting is None, "un rendez-vous sans issue")

    def again(self) -> Dossier:
        """Play the acts again without those that are voided."""
        fresh = Dossier(self.dossier.house, self.dossier.start)
        for act, _ in self.acts:
            if act.word == "envoi":
                continue  # counted with the act of theirs
            if act.word != "contact" and fresh.number + 1 in self.void:
                fresh.number += 2 if act.mode and act.word != "poster" else 1
            elif fresh.number + 1 in self.taken_up:
                fresh.take_up(act)
            else:
                fresh.do(act)
        said = {one.opened_by for one in self.dossier.delays if (one.slug, one.state) == ("pli", "tenue")}
        for delay in fresh.running("pli"):
            if delay.opened_by in said:
                delay.state = "tenue"  # of an envelope, whatever became of its act
        for n in self.void:
            for one in self.dossier.letters_of(n):
                if not one.posted:
                    one.state = "annule"
                fresh.letters.append(one)
        return fresh

    def night(self, today: date) -> list[Act]:
        """Do what is due on or before the day, in date order, each act dated on the day it fell due."""
        done: list[Act] = []
        while (due := self.due(today)) is not None:
            self.keep(due, night=True)
            done.append(due)
        return done

    def due(self, today: date) -> Act | None:
        d = self.dossier
        if d.stage == FINAL:
            return None
        found = [Act("clore", d.majority, {"motif": "majorite"})]
        if d.stage == WAITS:
            found.append(Act("age", max(d.sixteen, d.today)))
        if d.stage in COVERED:
            ends = [
                one.nominal for one in d.delays if one.slug in {"fin_situation", "revision_exemption"} and one.state == "ouverte"
            ]
            if ends:
                found.append(Act("terme", max(min(ends) + DAY, d.today)))
        delay = d.open("departement")
        if delay and not delay.provisional and d.stage in {"convocation", "carence", "suivi"}:
            start = max(delay.legal - d.house.preparation * DAY, d.today)
            for day in sorted({start, *(one.day + DAY for one in d.meetings if one.day >= start)}):
                act = Act("preparer", day)
                if day <= today and allowed(d, act):
                    found.append(act)
                    break
        first = min(found, key=lambda one: one.le)
        return first if first.le <= today else None
