"""The journal of one dossier, read once more for the recount: what each entry opened, ended or covered is read from the entry itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from types import SimpleNamespace
from typing import Any

DAY = timedelta(days=1)
EXEMPTION = "exemption"
NEVER_WAS = {"erreur", "doublon", "deces"}


@dataclass(slots=True)
class Delay:
    """A delay as the entries tell it; `ended_by` is the act that ended it."""

    opened_by: int
    slug: str
    starts_on: date
    legal_on: date
    state: str = "ouverte"
    ended_on: date | None = None
    ended_by: str = ""


VOIDING = ("annuler", "rectifier", "corriger")
"""The acts that void another one."""


@dataclass(slots=True)
class Cover:
    """A situation or an exemption, noted by the entry `n`: the days that it covers, one by one."""

    n: int
    nature: str
    starts_on: date
    days: range  # ordinals


@dataclass(slots=True)
class Rdv:
    """An appointment, and what became of it; empty while nobody said."""

    kind: str
    on: date
    outcome: str = ""


@dataclass(frozen=True)
class Story:
    """The journal of one dossier, and a period."""

    entries: Sequence[Any]
    contacts: Sequence[Any]
    reported_on: date
    first: date
    last: date

    @cached_property
    def live(self) -> list[Any]:
        """What stands: nothing voided, nor what voided it."""
        voided = {e.donnees["annule"] for e in self.entries if e.acte in VOIDING}
        stands = [e for e in self.entries if e.acte not in VOIDING and e.n not in voided]
        return [_envelope_alone(e) if asked(e, "acte_n") in voided else e for e in stands]

    @cached_property
    def born_on(self) -> date:
        """The day that the last entry to say it says."""
        return [day_of(e.donnees["demande"]["naissance"]) for e in self.live if e.acte in ("ouvrir", "corriger_naissance")][-1]

    @cached_property
    def of_age_on(self) -> date:
        return birthday(self.born_on, 18)

    @cached_property
    def observed_on(self) -> date:
        return self.last if self.last < self.of_age_on else self.of_age_on - DAY

    @cached_property
    def is_counted(self) -> bool:
        """In the population: open on one day at least of the period, at 16 or 17, and a dossier that had to be."""
        turns = [e for e in self.live if e.acte in ("cloturer", "rouvrir") or begins_again(e)]
        if turns and turns[-1].acte == "cloturer" and asked(turns[-1], "motif") in NEVER_WAS:
            return False
        sixteen_on = birthday(self.born_on, 16)
        return any(sixteen_on <= day < self.of_age_on and self._is_open(day) for day in self.days())

    def _is_open(self, day: date) -> bool:
        since: date | None = None
        for e in self.live:
            if e.acte in ("ouvrir", "rouvrir", "constater_age") or begins_again(e):
                since = None if e.vers == "attente" else e.fait_le
            elif e.acte == "cloturer":
                if since is not None and since <= day <= e.fait_le:
                    return True
                since = None
        return since is not None and since <= day

    def days(self) -> Iterator[date]:
        day = self.first
        while day <= self.last:
            yield day
            day += DAY

    def in_period(self, day: date) -> bool:
        return self.first <= day <= self.last

    def acts(self, *acts: str) -> list[Any]:
        return [e for e in self.live if e.acte in acts and not is_theirs(e)]

    def done(self, act: str) -> list[Any]:
        return [e for e in self.acts(act) if self.in_period(e.fait_le)]

    # — what the entries tell —

    @cached_property
    def covers(self) -> list[Cover]:
        covers: list[Cover] = []
        for e in self.live:
            if e.acte in ("constater_situation", "exempter"):
                told = e.donnees["couvre"]
                starts_on, ends_on = day_of(told["debut"]), day_of(told["fin"])
                covers.append(Cover(e.n, told["nature"], starts_on, range(starts_on.toordinal(), ends_on.toordinal() + 1)))
            elif e.acte in ("rompre", "constater_silence"):
                named, since = asked(e, "situation"), asked(e, "depuis")
                broken_on = (day_of(since) if since else e.fait_le).toordinal()
                for cover in covers:
                    if cover.n == named or (named is None and cover.nature != EXEMPTION and broken_on in cover.days):
                        cover.days = range(cover.days.start, broken_on)
        return covers

    def natures(self, day: date) -> set[str]:
        return {cover.nature for cover in self.covers if day.toordinal() in cover.days}

    @cached_property
    def delays(self) -> list[Delay]:
        known: dict[tuple[int, str], Delay] = {}
        closing: Any = None
        for e in self.live:
            if e.acte == "rouvrir":
                # as before the closing: what it ended runs again
                for by, slug, _ in closing.donnees.get("ferme", ()):
                    if e.donnees.get("cycle") and slug in ("departement", "issue", "justification"):
                        continue  # another cycle: what the one before summoned for is over
                    if (by, slug) in known:
                        delay = known[by, slug]
                        delay.state, delay.ended_on, delay.ended_by = "ouverte", None, ""
            for by, slug, state in e.donnees.get("ferme", ()):
                if (by, slug) not in known:
                    continue  # it ran from a posting that was corrected since: it never did
                delay = known[by, slug]
                delay.state, delay.ended_on, delay.ended_by = state, e.fait_le, "autre" if is_theirs(e) else e.acte
            for told in e.donnees.get("ouvre", ()):
                key, begins, ends = (told["par"], told["slug"]), day_of(told["depart"]), day_of(told["legale"])
                if key in known and known[key].ended_on:
                    _begun_otherwise(known[key], begins, ends)
                else:
                    known[key] = Delay(*key, begins, ends)
            if e.acte == "cloturer":
                closing = e
        return list(known.values())

    @cached_property
    def appointments(self) -> list[Rdv]:
        given: list[Rdv] = []
        begun = 0  # those of the cycles before are no longer expected
        for e in self.live:
            begun = len(given) if e.donnees.get("cycle") else begun
            expected = given[-1] if len(given) > begun and not given[-1].outcome else None
            if e.acte in ("convoquer", "reporter", "inviter"):
                if expected:
                    expected.outcome = "reporte"
                # a follow-up is no summons, and counts as none
                summons = e.acte != "inviter" and not is_theirs(e)
                given.append(Rdv(e.vers if summons else "", day_of(asked(e, "rdv")["le"])))
            elif e.acte == "recevoir" and expected:
                expected.outcome = "tenu"
            elif e.acte == "constater_absence":
                given[-1].outcome = "absent"
            elif e.acte == "justifier":
                given[-1].outcome = "excuse"
        return given


def _begun_otherwise(delay: Delay, starts_on: date, legal_on: date) -> None:
    """Two months that are over, whose convocation is said posted on another day: over still, late or not by their right end."""
    delay.starts_on, delay.legal_on = starts_on, legal_on
    if delay.ended_on and delay.ended_on > legal_on:
        delay.state = "hors_delai"
    elif delay.state == "hors_delai":
        delay.state = "tenue" if delay.ended_by in ("poster", "transmettre") else "sans_objet"


def birthday(born_on: date, age: int) -> date:
    """Return the day somebody reaches that age: 28 February in a common year for who was born on the 29th."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 2, 28)


def is_theirs(entry: Any) -> bool:
    """Tell what another mission locale did before us."""
    return "repris_de" in entry.donnees


def begins_again(entry: Any) -> bool:
    """Tell a report on a dossier that was closed."""
    return bool(entry.acte == "signaler" and entry.de == "cloture")


def months_later(day: date, count: int) -> date:
    """Return the same day number so many months later, else the last day of that month."""
    month = day.month - 1 + count
    for number in range(day.day, 0, -1):
        try:
            return date(day.year + month // 12, month % 12 + 1, number)
        except ValueError:
            continue
    raise AssertionError(day)


def _envelope_alone(posted: Any) -> Any:
    """Return what still stands of a posting of letters that were withdrawn: the registered letter is on its way."""
    data = {
        "demande": {},
        "ouvre": [d for d in posted.donnees.get("ouvre", ()) if d["slug"] == "pli"],
        "ferme": [d for d in posted.donnees.get("ferme", ()) if d[1] == "pli"],
    }
    return SimpleNamespace(**{**posted._asdict(), "donnees": data})


def asked(entry: Any, name: str) -> Any:
    return entry.donnees["demande"].get(name)


def day_of(text: str) -> date:
    return date.fromisoformat(text)
