"""Interviews of the second model: summoned, moved, held, missed, excused (procedure.md, section 3)."""

from __future__ import annotations

from model.days import DAY
from model.post import Post
from model.state import COVERED
from model.words import FINAL, RESTING, Act, Meeting


class Interviews(Post):
    """Appointments and what became of them."""

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
