"""Where a dossier of the second model stands: what is read of it, its delays, its letters (procedure.md, sections 2, 5, 6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from model.days import Calendar, add_months, majority
from model.words import Act, Covering, Delay, House, Letter, Meeting, Start

REPORTED_BY_SCHOOL = {"siei", "cfa", "psad"}
SUMMONSES = ("premiere_convocation", "seconde_convocation", "report", "invitation")
STILL_SAID = {
    "attestation_presence", "attestation_conformite", "annulation", "rectificatif", "rectificatif_departement",
    "rectificatif_famille",
}  # fmt: skip
COVERED = ("conformite", "exemption")
OF_PARTNERS = ("demande", "reunion", "decision")
LAST_WORDS = {"distribue", "refuse", "non_reclame", "npai", "perdu"}


@dataclass
class State:
    """Where a dossier stands, and what is read and ended of it."""

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
    told_by_them: set[int] = field(default_factory=set)  # notices of another mission locale
    written: dict[tuple[int, str], str] = field(default_factory=dict)  # played again, a letter is as it was written
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

    def reached(self, act: int, *models: str) -> list[str]:
        """Return who is still written to, and had a letter of these models (any) of that act."""
        had = {one.to for one in self.letters_of(act) if one.posted and one.left and (not models or one.model in models)}
        return [name for name in self.addressees() if name in had]

    def write(self, model: str, *to: str) -> None:
        for one in to:
            known = self.written.get((self.number, one)) if model in SUMMONSES else None
            self.letters.append(Letter(self.number, known or model, one))

    def stop_summons(self, *, notice: bool = True) -> None:
        """Stop the letters of appointments, and of the notice, that have not left: what they announce is not any more."""
        self.stop(*SUMMONSES, *(["information_departement"] if notice else []))

    def stop(self, *models: str) -> None:
        """Stop the letters of these models that have not left."""
        for one in self.letters:
            if one.model in models and one.state == "prepare" and one.to != "dossier":
                one.state = "annule"

    def running(self, slug: str) -> list[Delay]:
        """Return the delays of that kind that run."""
        return [one for one in self.delays if one.slug == slug and one.state == "ouverte"]

    def settle(self, slug: str, named: int | None, state: str) -> None:
        """End the delay that an act opened, the only one by default."""
        [one] = [x for x in self.running(slug) if named in {None, x.opened_by}]
        one.close(state, self.today)

    def unanswered(self, day: date) -> list[tuple[date, str]]:
        """Return the solicitations without answer since the last interview or answer, wrong numbers left out."""
        known = sorted((one for one in self.contacts if one[0] <= day), key=lambda one: one[0])
        answers = [n for n, one in enumerate(known) if one[2] == "joint"]
        later = known[answers[-1] + 1 :] if answers else known
        heard = self.heard or date.min
        return [(on, nature) for on, nature, result in later if result != "faux_numero" and on > heard]
