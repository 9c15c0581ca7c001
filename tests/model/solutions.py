"""What meets the obligation in the second model, and how it ends: procedure.md, sections 3 and 4."""

from __future__ import annotations

from datetime import date

from model.days import DAY, add_months
from model.interviews import Interviews
from model.state import OF_PARTNERS
from model.words import ACCOMPANIMENTS, MINOR_S_DOING, Act, Covering


class Solutions(Interviews):
    """Situations and exemptions."""

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
