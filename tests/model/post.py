"""What leaves and what comes back, in the second model, and what runs from it: procedure.md, sections 5 and 6."""

from __future__ import annotations

from datetime import date

from model.days import DAY
from model.notices import Notices
from model.state import LAST_WORDS
from model.words import Act, Delay


class Post(Notices):
    """Envelopes, and what runs from them."""

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
