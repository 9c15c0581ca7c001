"""The dossier of the second model: what each act changes, written from procedure.md alone (sections 3 to 6)."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import date

from model.days import DAY, Calendar, add_months, majority
from model.words import ACCOMPANIMENTS, FINAL, MINOR_S_DOING, RESTING, WAITS, Act, Covering, Delay, House, Letter, Meeting, Start

REPORTED_BY_SCHOOL = {"siei", "cfa", "psad"}
SUMMONSES = ("premiere_convocation", "seconde_convocation", "report", "invitation")
COVERED = ("conformite", "exemption")
OF_PARTNERS = ("demande", "reunion", "decision")
LAST_WORDS = {"distribue", "refuse", "non_reclame", "npai", "perdu"}


@dataclass
class Dossier:
    """One life: the stage, the delays, the letters, all rebuilt from the acts in their order."""

    house: House
    start: Start
    today: date = date.min
    number: int = 0
    stage: str = "reperage"
    delays: list[Delay] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    covers: list[Covering] = field(default_factory=list)
    contacts: list[tuple[date, str, str]] = field(default_factory=list)
    heard: date | None = None
    triggers: set[str] = field(default_factory=set)
    before_closing: str = ""
    closed_for: str = ""
    closed_on: date = date.max
    suspended: list[Delay] = field(default_factory=list)
    summonses: int = 0
    notice_by: int | None = None
    acknowledged: bool = False
    answered: bool = False  # the département did, since the last notice
    informed: bool = False
    waits_for: Act | None = None  # before 16: the report from which the three months will run
    promised: dict[int, str] = field(default_factory=dict)  # the nature of each promise
    listed: list[date] = field(default_factory=list)  # the meetings of partners that speak of it
    theirs: dict[int, date] = field(default_factory=dict)  # acts of another mission locale, posted by it on that day

    # -- what is read ------------------------------------------------------------------------------------------------------

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.house.territory, self.house.good_friday, self.house.customary)

    @property
    def majority(self) -> date:
        return majority(self.start.born)

    @property
    def sixteen(self) -> date:
        """The sixteenth birthday, from which the obligation is checked (L. 114-1)."""
        return add_months(self.start.born, 192)

    def compliant(self, day: date) -> bool:
        """Say whether a dated situation covers the day."""
        return any(one.covers(day) for one in self.covers if one.nature != "exemption")

    def covered(self, day: date) -> bool:
        """Say whether a situation, or the exemption, covers the day."""
        return any(one.covers(day) for one in self.covers)

    def open(self, slug: str) -> Delay | None:
        """Return the delay of that kind that still runs."""
        return next((one for one in reversed(self.delays) if one.slug == slug and one.state == "ouverte"), None)

    @property
    def meeting(self) -> Meeting | None:
        """Return the last appointment given."""
        return self.meetings[-1] if self.meetings else None

    @property
    def waiting(self) -> Meeting | None:
        """Return the last appointment given, where its outcome is not known: one that another replaced is asked for no more."""
        one = self.meeting
        return one if one and one.outcome is None else None

    def addressees(self) -> list[str]:
        """Return who is written to: the minor, and each representative who is neither withdrawn nor deceased."""
        return ["jeune", *(one.name for one in self.start.persons if one.written_to)]

    def letters_of(self, act: int) -> list[Letter]:
        return [one for one in self.letters if one.by == act]

    def posted(self, act: int, until: date = date.max) -> list[date]:
        """Return the days on which letters of an act left and were not lost, as it was known on a day."""
        ours = sorted(
            one.posted for one in self.letters_of(act) if one.posted and one.posted <= until and (one.left or one.told_on > until)
        )
        return [self.theirs[act]] if act in self.theirs else ours

    # -- delays ------------------------------------------------------------------------------------------------------------

    def statutory(self, slug: str, by: int, start: date, months: int) -> Delay:
        """Return the three dates of a statutory delay (section 5)."""
        nominal = add_months(start, months)
        return Delay(slug, by, start, nominal, self.calendar.forward(nominal), self.calendar.backward(nominal))

    def plain(self, slug: str, start: date, end: date, about: int | None = None) -> None:
        self.delays.append(Delay(slug, self.number, start, end, end, end, about=about))

    def end(self, state: str, *slugs: str) -> None:
        """End the delays of these kinds; a statutory one whose legal end is past stays marked late."""
        for one in self.delays:
            if one.slug in slugs and one.state == "ouverte":
                one.close(state, self.today)

    def end_all(self, *, but: tuple[str, ...] = ()) -> None:
        self.end("sans_objet", *({one.slug for one in self.delays} - set(but)))

    # -- letters -----------------------------------------------------------------------------------------------------------

    def reached(self, act: int, *models: str) -> list[str]:
        """Return who is still written to, and had a letter of these models (any) of that act."""
        had = {one.to for one in self.letters_of(act) if one.posted and one.left and (not models or one.model in models)}
        return [name for name in self.addressees() if name in had]

    def write(self, model: str, *to: str) -> None:
        for one in to:
            self.letters.append(Letter(self.number, model, one))

    def stop_summons(self, *, notice: bool = True) -> None:
        """Stop the letters of appointments, and of the notice, that have not left: what they announce is not any more."""
        self.stop(*SUMMONSES, *(["information_departement"] if notice else []))

    def stop(self, *models: str) -> None:
        """Stop the letters of these models that have not left."""
        for one in self.letters:
            if one.model in models and one.state == "prepare" and one.to != "dossier":
                one.state = "annule"

    # -- the acts ----------------------------------------------------------------------------------------------------------

    def do(self, act: Act) -> None:
        """Write one act, its guards having let it pass."""
        self.number += act.word != "contact"  # a contact is a fact beside the journal
        self.today = self.today if act.word == "contact" else act.le  # a contact is no act: nothing runs from it
        getattr(self, f"do_{act.word}")(act)

    def do_annuler(self, act: Act) -> None:
        """The journal keeps the line; the others are played again without the act that it voids."""

    def do_rectifier(self, act: Act) -> None:
        """The act is withdrawn as if voided; a letter tells those whom its letters reached, the département too."""
        self.write("rectificatif", *act.atteints)
        if act.departement:
            self.write("rectificatif_departement", "departement")

    def take_up(self, act: Act) -> None:
        """Write what another mission locale did: its acts, with their days, no letter of ours, no envelope due to us."""
        ours = list(self.letters)
        self.do(act)
        self.letters = ours  # a letter is never written on our paper for an act that is theirs
        if act.mode:
            self.theirs[self.number] = act.le
            self.number += 1  # its posting is an entry of its own
            self.anchor()

    def do_ouvrir(self, act: Act) -> None:
        start = self.start
        self.plain("majorite", start.born, self.majority)
        diploma = None if start.diploma is None else "non" if start.diploma == "aucun" else "oui"
        told = {"source": start.source, "signale_le": start.reported, "diplome": diploma, "emploi": start.job}
        self.reported(Act("ouvrir", act.le, told))

    def reported(self, act: Act) -> None:
        """Let the three months run from a report (L. 313-8): of a school, of who has no diploma and no job, as far as anybody
        said; before 16 it waits, and what a school says is not covered by another."""
        if act.le < self.sixteen:
            known = self.waits_for
            if self.stage != WAITS:
                self.stage = WAITS
                self.plain("seize_ans", act.le, self.sixteen)
            if known is None or known.source not in REPORTED_BY_SCHOOL or act.source in REPORTED_BY_SCHOOL:
                self.waits_for = act
        elif act.source in REPORTED_BY_SCHOOL and "oui" not in {act.diplome, act.emploi}:
            begins = self.sixteen if act.word == "age" else act.signale_le
            self.delays.append(self.statutory("premier_entretien", self.number, begins, 3))

    def do_age(self, act: Act) -> None:
        """The minor is 16: what waited begins, the three months from the birthday."""
        assert self.waits_for is not None
        self.end("tenue", "seize_ans")
        self.stage = "reperage"
        told, self.waits_for = self.waits_for, None
        self.reported(Act("age", act.le, told.args))

    def give(self, act: Act, kind: str) -> None:
        day, hour = act.meeting
        self.meetings.append(Meeting(self.number, kind, day, hour))
        self.plain("issue", day, day + self.house.outcome * DAY)

    def do_convoquer(self, act: Act) -> None:
        if self.stage == "reperage":
            self.stage = "entretien"
            self.stop_summons(notice=False)
            self.give(act, "premier")
            self.write("premiere_convocation", *self.addressees())
            return
        self.stage = "convocation"
        self.stop_summons(notice=False)
        self.end("tenue", "justification")
        self.end("sans_objet", "issue")  # a follow-up that was still expected: this one takes its place
        self.give(act, "seconde")
        self.summonses += 1
        self.two_months(act)
        self.triggers.clear()  # it summons once
        self.write("seconde_convocation", *self.addressees())

    def two_months(self, act: Act) -> None:
        """Open the two months, where none runs: provisional, from the act's day, until the letters are posted."""
        if self.open("departement") is None:
            delay = self.statutory("departement", self.number, act.le, 2)
            delay.provisional = True
            self.delays.append(delay)

    def do_reporter(self, act: Act) -> None:
        old = self.meeting
        assert old is not None
        kind = old.kind
        if act.motif == "demande_famille":
            self.heard = act.le
        if old.outcome is None:
            old.outcome = "reporte"
        announced = bool(self.posted(old.by))  # unknown at the address or lost, a letter has no effect
        self.stop_summons()
        self.end("tenue", "issue", "justification")
        self.give(act, kind)
        if kind == "seconde":
            self.two_months(act)
        if self.stage in {"carence", "transmission"}:
            self.stage = "convocation"
            self.summonses += 1
        # Nobody knows of the first date where its letters never left: the summons itself is written again.
        model = "premiere_convocation" if kind == "premier" else "seconde_convocation"
        self.write("report" if announced else model, *self.addressees())

    def do_poster(self, act: Act) -> None:
        for one in self.letters_of(act.acte):
            if (one.state == "prepare" or act.corrige) and (one.model, one.to) in act.a:
                one.state, one.posted = ("remis" if act.mode == "main_propre" else "poste"), act.le
                one.posting, one.mode = self.number, act.mode
        if act.mode == "recommande":
            end = act.le + 15 * DAY  # CPCE: a delay of the law, with its three dates
            self.delays.append(Delay("pli", self.number, act.le, end, self.calendar.forward(end), self.calendar.backward(end)))
        self.anchor()
        self.transmitted(act)

    def transmitted(self, act: Act) -> None:
        """The notice is transmitted on the day its letter is posted."""
        told = any(model == "information_departement" for model, _ in act.a)
        if told and act.corrige and self.notice_by != act.acte:
            # it was transmitted, and withdrawn since: nothing is awaited
            met = next(one for one in reversed(self.delays) if one.slug == "departement" and one.opened_by <= act.acte)
            met.close("tenue", act.le)
        if told and self.notice_by == act.acte and not self.acknowledged:
            self.end("tenue", "departement")
            if not self.answered:  # what it answered is not asked for again
                self.plain("accuse_departement", act.le, act.le + self.house.acknowledgement * DAY)
            self.acknowledged = True

    def do_retour(self, act: Act) -> None:
        """The post says what became of an envelope: unknown or lost, its letters have no effect."""
        told = [one for one in self.letters_of(act.acte) if one.posted and (one.model, one.to) in act.a]
        for one in told:
            one.state, one.told_on = act.issue, act.le
        for posting in {one.posting for one in told}:
            if all(one.state in LAST_WORDS for one in self.letters if one.posting == posting):
                for delay in self.delays:
                    if (delay.slug, delay.opened_by, delay.state) == ("pli", posting, "ouverte"):
                        delay.state = "tenue"
        self.anchor()

    def do_corriger(self, act: Act) -> None:
        """The posting is left out; the one that follows says how it was."""

    def anchor(self) -> None:
        """Count the two months from the first valid posting of the convocations that they are of; those that are over, by what
        was so on their last day: nothing makes them run again (docs/decisions/0052)."""
        two_months = [one for one in self.delays if one.slug == "departement"]
        for delay in two_months:
            until = delay.closed_on or date.max
            after = min((one.opened_by for one in two_months if one.opened_by > delay.opened_by), default=self.number + 1)
            theirs = [one.by for one in self.meetings if delay.opened_by <= one.by < after]
            days = sorted(day for by in theirs for day in self.posted(by, until))
            if days and (delay.provisional or days[0] != delay.start):
                fresh = self.statutory("departement", delay.opened_by, days[0], 2)
                delay.start, delay.nominal, delay.legal, delay.internal = fresh.start, fresh.nominal, fresh.legal, fresh.internal
            delay.provisional = not days  # nothing arrived: as before anything was posted
            if delay.closed_on:
                delay.close("tenue" if delay.met else "sans_objet", delay.closed_on)

    def do_recevoir(self, act: Act) -> None:
        one = self.waiting
        if one is not None:
            one.outcome = "tenu"
        self.end("tenue", "issue")
        self.heard = act.le
        if act.present == "les_deux":
            self.end("tenue", "premier_entretien")
        if self.stage == FINAL:
            pass  # noted late, it was held before the closing
        elif self.stage in {"suivi", *COVERED}:
            self.stop("invitation")
        else:
            self.end("sans_objet", "justification")
            self.stop_summons()
            self.stage = "suivi"
        self.triggers.discard("3")  # who comes is silent no more
        came = ["jeune"] if act.present != "representant" else self.addressees()[1:]
        if act.present != "representant" or len(came) == 1:
            self.write("attestation_presence", *came)

    def do_absence(self, act: Act) -> None:
        one = self.waiting
        assert one is not None
        one.outcome = "absent"
        self.end("tenue", "issue")
        if one.kind == "suivi":
            # A follow-up appointment missed is a solicitation without answer (3°), never a 1°.
            self.contacts.append((one.day, one.told_by, "sans_reponse"))
            self.write("constat_carence", "dossier")
            return
        if self.stage == FINAL:  # noted late, after a closing by majority: a fact, and nothing more
            self.write("constat_carence", "dossier")
            return
        self.stop("information_departement")
        self.stage = "absence" if one.kind == "premier" else "carence"
        self.plain("justification", act.le, self.calendar.working_days_after(act.le, self.house.justification))
        self.write("constat_carence", "dossier")

    def do_justifier(self, act: Act) -> None:
        self.heard = act.le
        one = self.meeting
        assert one is not None
        one.outcome = "excuse"
        if self.stage in RESTING:  # the dossier went on since: its stage stays
            if one.kind != "suivi":
                self.withdraw_notice()
            return
        self.end("tenue", "justification", "issue")
        self.stop("information_departement", *(["information_famille"] if self.stage == "departement" else []))
        if self.stage == "absence":
            self.stage = "reperage"
            return
        if self.stage in {"departement", FINAL} and one.kind != "suivi":
            self.withdraw_notice()
        self.stage = FINAL if self.stage == FINAL else "convocation"

    def withdraw_notice(self) -> None:
        """Rectify a notice that left; stop one that did not."""
        if self.notice_by is None:
            return
        if any(one.posted for one in self.letters_of(self.notice_by) if one.model == "information_departement"):
            self.write("rectificatif_departement", "departement")
            self.write("rectificatif_famille", *self.reached(self.notice_by, "information_famille"))
        self.notice_by = None
        self.end("sans_objet", "accuse_departement")

    def do_situation(self, act: Act) -> None:
        last = act.fin or act.revue
        if act.nature == "scolarite" and act.preuve == "certificat_scolarite":
            # R. 114-1: enrolment alone is provisional and re-checked after 30 days.
            last = min(last, act.le + self.house.enrolment_days * DAY)
        self.become(act, Covering(self.number, act.nature, act.debut, last), "conformite")
        for one in self.running("promesse"):  # it becomes a situation on its day; another nature leaves it to come
            if self.promised[one.opened_by] == act.nature and one.nominal <= act.le:
                one.state = "tenue"
        self.watch("fin_situation", self.farthest())
        if act.nature == "scolarite" and act.preuve == "assiduite" and (again := add_months(act.le, 3)) <= last:
            self.plain("assiduite", act.le, again)  # R. 114-1: attendance is proved again each term
        self.write("attestation_conformite", "jeune")

    def become(self, act: Act, cover: Covering, stage: str) -> None:
        """Meet the obligation: every open delay but `majorite` ends; an informed département gets a rectifying letter."""
        follow_up = self.waiting and self.waiting.kind == "suivi"  # still expected of who is in order
        kept = ["majorite", "promesse", *OF_PARTNERS, *(["issue"] if follow_up else [])]
        kept.append("fin_situation" if cover.nature == "exemption" else "revision_exemption")
        if cover.nature == "scolarite" and act.preuve == "assiduite":
            self.end("tenue", "assiduite")  # seen again
        else:
            kept.append("assiduite")  # of a pupil, whatever comes beside the school
        self.end_all(but=tuple(kept))
        self.stop("premiere_convocation", "seconde_convocation", "report", "information_departement", "information_famille")
        if not follow_up:
            self.stop("invitation")
        expected = self.waiting
        if not self.call_off(act.le):
            self.withdraw_notice()
            return self.cover(cover, stage)
        self.withdraw_notice()
        assert expected is not None
        self.write("annulation", *self.reached(expected.by))
        return self.cover(cover, stage)

    def call_off(self, day: date, *, closing: bool = False) -> bool:
        """Cancel the appointment that is expected; say whether the family was told of it, and must be told not to come."""
        one = self.waiting
        if one is None or one.day < day or (one.kind == "suivi" and not closing):
            return False  # a past one is not cancelled: what became of it is still to be noted
        one.outcome = "annule"
        return any(x.posted for x in self.letters_of(one.by))

    def cover(self, cover: Covering, stage: str) -> None:
        self.covers.append(cover)
        self.heard = self.today
        self.triggers.clear()
        self.stage = stage
        self.uncovered(self.today, stage)
        self.summonses = 0

    def watch(self, slug: str, end: date | None) -> None:
        """Watch the end of what covers the day, by one delay: the run of situations, or the exemption."""
        if end is not None:
            self.plain(slug, self.today, end)

    def watch_again(self, state: str) -> None:
        """Watch what is left once something ended: a delay that ends on the same day goes on."""
        for slug, exempt in (("fin_situation", False), ("revision_exemption", True)):
            left = [one.last for one in self.covers if one.covers(self.today) and (one.nature == "exemption") is exempt]
            delay, end = self.open(slug), max(left, default=None)
            if delay is not None and delay.nominal == end:
                continue
            self.end(state, slug)
            self.watch(slug, end)
        pupil = {one.by for one in self.covers if one.covers(self.today)}
        if (seen := self.open("assiduite")) is not None and seen.opened_by not in pupil:
            self.end("sans_objet", "assiduite")

    def farthest(self) -> date:
        """Return the end of the run of situations: a shorter one beside a longer one ends nothing."""
        return max(one.last for one in self.covers if one.covers(self.today) and one.nature != "exemption")

    def do_exempter(self, act: Act) -> None:
        last = act.jusqu_au or add_months(act.le, self.house.exemption_months)
        self.become(act, Covering(self.number, "exemption", act.le, last), "exemption")
        self.watch("revision_exemption", max(one.last for one in self.covers if one.nature == "exemption" and one.covers(act.le)))

    def do_rompre(self, act: Act) -> None:
        ended = self.named(act)
        ended.broken = act.le
        self.triggers.clear()
        if ended.nature in ACCOMPANIMENTS and act.motif in MINOR_S_DOING:
            self.triggers.add("2")
        self.watch_again("sans_objet")
        self.uncovered(act.le, "suivi" if "2" in self.triggers else "reperage")

    def named(self, act: Act) -> Covering:
        """Return the situation that the act names; the last that covers the day by default."""
        return next(one for one in reversed(self.covers) if one.covers(act.le) and act.situation in {None, one.by})

    def uncovered(self, day: date, stage: str) -> None:
        """Derive the stage from what covers the day; nothing left: the stage given."""
        left = [one for one in self.covers if one.covers(day)]
        if left:
            self.stage = "exemption" if all(one.nature == "exemption" for one in left) else "conformite"
        else:
            self.stage = stage

    def do_terme(self, act: Act) -> None:
        self.watch_again("tenue")
        self.uncovered(act.le, "reperage")

    def do_silence(self, act: Act) -> None:
        for one in self.covers:
            if one.covers(act.le):
                one.broken = act.le
        self.end("sans_objet", "fin_situation", "revision_exemption")
        self.triggers.add("3")
        self.stage = "suivi"

    def do_preparer(self, act: Act) -> None:
        self.stage = "transmission"
        self.end("sans_objet", "justification")
        self.write("information_departement", "departement")

    def do_transmettre(self, act: Act) -> None:
        self.notice_by, self.acknowledged, self.answered, self.informed = self.number, False, False, True
        self.stage = "departement"
        self.stop_summons()
        self.end("sans_objet", "justification", "issue")
        self.write("information_departement", "departement")
        self.write("information_famille", *self.addressees())

    def do_reponse(self, act: Act) -> None:
        self.end("tenue", "accuse_departement")
        self.answered = True

    def do_clore(self, act: Act) -> None:
        self.before_closing, self.closed_for, self.closed_on = self.stage, act.motif, act.le
        self.stop(*{one.model for one in self.letters})
        expected = self.waiting
        announced = self.call_off(act.le, closing=True)
        called_off = {one.by for one in self.meetings if one.outcome == "annule"}
        self.suspended = [
            x for x in self.delays if x.state == "ouverte" and not (x.slug == "issue" and x.opened_by in called_off)
        ]
        self.end_all()
        self.plain("conservation", act.le, add_months(act.le, self.house.retention_months))
        self.stage = FINAL
        if act.motif == "majorite":
            self.write("majorite", "jeune")
        elif announced and expected and act.motif != "deces":
            self.write("annulation", *self.reached(expected.by))

    def do_rouvrir(self, act: Act) -> None:
        self.end("sans_objet", "conservation")
        over = [copy(delay) for delay in self.suspended]
        for delay in self.suspended:
            delay.state, delay.closed_on, delay.met = "ouverte", None, False
        self.anchor()  # the post may have spoken meanwhile
        running = self.open("departement")
        if running is None or running.provisional or act.le <= running.legal:
            self.stage = self.before_closing
            return
        # Where the two months ended meanwhile, a new cycle: nothing of the old one may lead to a notice, and what the closing
        # ended stays so.
        for was, delay in zip(over, self.suspended, strict=True):
            if delay.slug in {"departement", "issue", "justification"}:
                delay.state, delay.closed_on, delay.met = was.state, was.closed_on, was.met
        self.new_cycle(act.le)

    def new_cycle(self, day: date) -> None:
        """Begin where what covers the day puts the dossier (L. 114-1): closing ends no situation."""
        self.watch_again("sans_objet")
        self.uncovered(day, "reperage")
        self.summonses = 0
        self.notice_by = None
        self.triggers.clear()

    def do_signaler(self, act: Act) -> None:
        """A report more; on a closed dossier another cycle, with its own three months (setting `cycle`)."""
        if self.stage == WAITS:
            self.reported(act)
        if self.stage != FINAL:
            return
        self.end("sans_objet", "conservation")
        self.plain("majorite", self.start.born, self.majority)
        self.new_cycle(act.le)
        self.waits_for = None
        self.reported(act)

    def do_inviter(self, act: Act) -> None:
        one = self.waiting
        if one is not None:
            one.outcome = "reporte"
        self.end("tenue", "issue")
        self.stop("invitation")
        self.give(act, "suivi")
        self.meetings[-1].told_by = act.par
        if act.par == "lettre":
            self.write("invitation", *self.addressees())

    def do_promettre(self, act: Act) -> None:
        """An entry that begins later: it meets nothing yet, and is asked for on its day."""
        self.heard = act.le
        self.promised[self.number] = act.nature
        self.plain("promesse", act.le, act.debut)

    def do_retirer(self, act: Act) -> None:
        if act.motif == "refusee":
            self.heard = act.le  # the minor gives it up
        self.settle("promesse", act.promesse, "sans_objet")

    def running(self, slug: str) -> list[Delay]:
        """Return the delays of that kind that run."""
        return [one for one in self.delays if one.slug == slug and one.state == "ouverte"]

    def settle(self, slug: str, named: int | None, state: str) -> None:
        """End the delay that an act opened, the only one by default."""
        [one] = [x for x in self.running(slug) if named in {None, x.opened_by}]
        one.close(state, self.today)

    def do_proposer(self, act: Act) -> None:
        """A proposal changes neither stage nor delay; the notice lists it."""
        if act.reponse != "sans_reponse":
            self.heard = act.le

    def do_demander(self, act: Act) -> None:
        """Ask something of a partner, who answers by a day (docs/decisions/0043)."""
        self.plain("demande", act.le, act.avant)

    def do_repondre(self, act: Act) -> None:
        self.settle("demande", act.demande, "sans_objet" if act.reponse in {"sans_reponse", "retiree"} else "tenue")

    def do_inscrire(self, act: Act) -> None:
        self.listed.append(act.reunion)
        self.plain("reunion", act.le, act.reunion)

    def do_decider(self, act: Act) -> None:
        held = max(day for day in self.listed if day <= act.le)
        for one in self.running("reunion"):
            if one.nominal == held:
                one.close("tenue", act.le)
        if act.avant:
            self.plain("decision", act.le, act.avant)

    def do_achever(self, act: Act) -> None:
        self.settle("decision", act.decision, "tenue" if act.issue == "faite" else "sans_objet")

    def do_contact(self, act: Act) -> None:
        self.contacts.append((act.le, act.nature, act.resultat))

    def unanswered(self, day: date) -> list[tuple[date, str]]:
        """Return the solicitations without answer since the last interview or answer, wrong numbers left out."""
        known = sorted((one for one in self.contacts if one[0] <= day), key=lambda one: one[0])
        answers = [n for n, one in enumerate(known) if one[2] == "joint"]
        later = known[answers[-1] + 1 :] if answers else known
        heard = self.heard or date.min
        return [(on, nature) for on, nature, result in later if result != "faux_numero" and on > heard]
