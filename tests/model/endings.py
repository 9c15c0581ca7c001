"""How a dossier of the second model begins, ends, begins again: procedure.md, section 3."""

from __future__ import annotations

from copy import copy
from datetime import date

from model.days import add_months
from model.solutions import Solutions
from model.state import REPORTED_BY_SCHOOL, STILL_SAID
from model.words import FINAL, WAITS, Act


class Endings(Solutions):
    """Openings, closings, cycles."""

    def do_clore(self, act: Act) -> None:
        self.before_closing, self.closed_for, self.closed_on = self.stage, act.motif, act.le
        # what attests, calls off or takes back still leaves; after a death, an error, a duplicate, nothing does (invariant 10)
        kept = set() if act.motif in {"deces", "erreur", "doublon"} else STILL_SAID
        self.stop(*({one.model for one in self.letters} - kept))
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
