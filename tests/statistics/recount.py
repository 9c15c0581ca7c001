"""Every figure counted a second time: plain Python over the journals, one dossier at a time.

Written from the definitions alone. It shares nothing with what it checks: neither a replay, nor a table that the acts project, nor
a line of SQL that counts. What an entry opened, ended or covered is read from the entry itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from ofworkflow.storage import models as m

DAY = timedelta(days=1)
EXEMPTION = "exemption"
PROFESSIONAL = {
    "scolarite", "formation", "apprentissage", "professionnalisation", "emploi", "service_civique", "deuxieme_chance",
    "parcours_amenage",
}  # fmt: skip
NEVER_WAS = {"erreur", "doublon", "deces"}
MOTIFS = ("majorite", "demenagement", "hors_champ")
BY_NATURE = {"sms": "by_sms", "courriel": "by_courriel", "telephone": "by_telephone"}  # the others: by_autres
NO_ANSWER = {"message", "sans_reponse", "faux_numero"}


@dataclass(frozen=True, slots=True)
class Counted:
    """What one dossier of the population counts for: its measures that are not zero, its durations in days, its modalities."""

    measures: Mapping[str, int]
    durations: Mapping[str, Sequence[int]]
    where: Mapping[str, str]


def recount(
    connection: Connection, first: date, last: date, *, antennes: Mapping[str, Sequence[str]], known_at: datetime | None = None
) -> dict[str, Counted]:
    """Return what each dossier of the population counts for, by reference, from the entries and contacts recorded by then."""
    journals, contacts = _known(connection, m.journal, known_at), _known(connection, m.contact, known_at)
    d, j = m.dossier.c, m.jeune.c
    persons = select(
        d.id, d.reference, d.source, d.signale_le, d.conseiller, j.commune, j.sexe, j.niveau, j.qpv, j.etablissement
    ).join(m.jeune, j.id == d.jeune_id)
    found = {}
    for person in connection.execute(persons):
        if not journals[person.id]:
            continue
        story = Story(sorted(journals[person.id], key=lambda e: e.n), contacts[person.id], person.signale_le, first, last)
        if story.is_counted:
            found[person.reference] = Counted(
                {name: number for name, number in story.measures().items() if number},
                {name: sorted(days) for name, days in story.durations().items()},
                _modalities(person, story, antennes),
            )
    return found


def _known(connection: Connection, table: Any, known_at: datetime | None) -> dict[int, list[Any]]:
    by_dossier: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(select(table)):
        if known_at is None or row.enregistre_a <= known_at:
            by_dossier[row.dossier_id].append(row)
    return by_dossier


def _modalities(person: Any, story: Story, antennes: Mapping[str, Sequence[str]]) -> dict[str, str]:
    at_home = [name for name, communes in antennes.items() if person.commune in communes]
    return {
        "commune": person.commune or "inconnu",
        "antenne": (at_home[0] if at_home else "sans antenne") if person.commune else "inconnu",
        "sexe": person.sexe or "inconnu",
        "age": "16" if story.observed_on < birthday(story.born_on, 17) else "17",
        "niveau": person.niveau or "inconnu",
        "qpv": {True: "oui", False: "non", None: "inconnu"}[person.qpv],
        "source": person.source,
        "etablissement": person.etablissement or "inconnu",
        "conseiller": person.conseiller or "inconnu",
    }


@dataclass(slots=True)
class Delay:
    """A delay as the entries tell it; `ended_by` is the act that ended it."""

    slug: str
    starts_on: date
    legal_on: date
    state: str = "ouverte"
    ended_on: date | None = None
    ended_by: str = ""


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
        voided = {e.donnees["annule"] for e in self.entries if e.acte == "annuler"}
        return [e for e in self.entries if e.acte != "annuler" and e.n not in voided]

    @cached_property
    def born_on(self) -> date:
        return _day(self.live[0].donnees["demande"]["naissance"])

    @cached_property
    def of_age_on(self) -> date:
        return birthday(self.born_on, 18)

    @cached_property
    def observed_on(self) -> date:
        return self.last if self.last < self.of_age_on else self.of_age_on - DAY

    @cached_property
    def is_counted(self) -> bool:
        """In the population: open on one day at least of the period, at 16 or 17, and a dossier that had to be."""
        turns = self._acts("cloturer", "rouvrir")
        if turns and turns[-1].acte == "cloturer" and _asked(turns[-1], "motif") in NEVER_WAS:
            return False
        sixteen_on = birthday(self.born_on, 16)
        return any(sixteen_on <= day < self.of_age_on and self._is_open(day) for day in self._days())

    def _is_open(self, day: date) -> bool:
        since: date | None = None
        for e in self.live:
            if e.acte in ("ouvrir", "rouvrir"):
                since = e.fait_le
            elif e.acte == "cloturer":
                if since is not None and since <= day <= e.fait_le:
                    return True
                since = None
        return since is not None and since <= day

    def _days(self) -> Iterator[date]:
        day = self.first
        while day <= self.last:
            yield day
            day += DAY

    def _in_period(self, day: date) -> bool:
        return self.first <= day <= self.last

    def _acts(self, *acts: str) -> list[Any]:
        return [e for e in self.live if e.acte in acts]

    def _done(self, act: str) -> list[Any]:
        return [e for e in self._acts(act) if self._in_period(e.fait_le)]

    # — what the entries tell —

    @cached_property
    def covers(self) -> list[Cover]:
        covers: list[Cover] = []
        for e in self.live:
            if e.acte in ("constater_situation", "exempter"):
                told = e.donnees["couvre"]
                starts_on, ends_on = _day(told["debut"]), _day(told["fin"])
                covers.append(Cover(e.n, told["nature"], starts_on, range(starts_on.toordinal(), ends_on.toordinal() + 1)))
            elif e.acte in ("rompre", "constater_silence"):
                broken_on = e.fait_le.toordinal()
                for cover in covers:
                    if cover.nature != EXEMPTION and broken_on in cover.days:
                        cover.days = range(cover.days.start, broken_on)
        return covers

    def _natures(self, day: date) -> set[str]:
        return {cover.nature for cover in self.covers if day.toordinal() in cover.days}

    @cached_property
    def delays(self) -> list[Delay]:
        known: dict[tuple[int, str], Delay] = {}
        closing: Any = None
        for e in self.live:
            if e.acte == "rouvrir":
                # as before the closing: what it ended runs again
                for by, slug, _ in closing.donnees.get("ferme", ()):
                    delay = known[by, slug]
                    delay.state, delay.ended_on, delay.ended_by = "ouverte", None, ""
            for by, slug, state in e.donnees.get("ferme", ()):
                delay = known[by, slug]
                delay.state, delay.ended_on, delay.ended_by = state, e.fait_le, e.acte
            for told in e.donnees.get("ouvre", ()):
                known[told["par"], told["slug"]] = Delay(told["slug"], _day(told["depart"]), _day(told["legale"]))
            if e.acte == "cloturer":
                closing = e
        return list(known.values())

    @cached_property
    def appointments(self) -> list[Rdv]:
        given: list[Rdv] = []
        for e in self.live:
            expected = given[-1] if given and not given[-1].outcome else None
            if e.acte in ("convoquer", "reporter"):
                if expected:
                    expected.outcome = "reporte"
                given.append(Rdv(e.vers, _day(_asked(e, "rdv")["le"])))
            elif e.acte == "recevoir" and expected:
                expected.outcome = "tenu"
            elif e.acte == "constater_absence":
                given[-1].outcome = "absent"
            elif e.acte == "justifier":
                given[-1].outcome = "excuse"
        return given

    # — what is counted —

    def measures(self) -> Counter[str]:
        """Every measure of the period."""
        counted: Counter[str] = Counter(population=1, opened=self._in_period(self.live[0].fait_le))
        for count in (self._met, self._stands, self._notices, self._back, self._delays, self._exit, self._presence):
            counted.update(count())
        return counted

    def _met(self) -> Counter[str]:
        c: Counter[str] = Counter()
        received = self._done("recevoir")
        c["received"] = bool(received)
        c["received_with"] = any(_asked(e, "present") in ("representant", "les_deux") for e in received)
        c["by_entretien"] = len(received)
        for row in self.contacts:
            if self._in_period(row.le):
                c[BY_NATURE.get(row.nature, "by_autres")] += 1
                c["contacted"] |= row.resultat == "joint"
                c["unanswered"] += row.resultat in NO_ANSWER
        c["contacts"] = c["by_entretien"] + c["by_sms"] + c["by_courriel"] + c["by_telephone"] + c["by_autres"]
        for e in self._done("convoquer"):
            names = ["first"] if e.vers == "entretien" else ["second", f"second_{e.donnees['declencheur']}"]
            for name in names:
                c[name] += 1
                c[f"{name}_persons"] = 1
        return c

    def _stands(self) -> Counter[str]:
        c: Counter[str] = Counter()
        met = self._met()
        on_the_day = self._natures(self.observed_on)
        situations, exempt = on_the_day - {EXEMPTION}, EXEMPTION in on_the_day
        covered = any(self._natures(day) - {EXEMPTION} for day in self._days() if day < self.of_age_on)
        followed = bool(met["received"] or covered)
        c["followed"] = followed
        c["compliant"] = followed and bool(situations)
        c["compliant_beyond"] = followed and bool(situations - {"accompagnement"})
        c["professional"] = followed and bool(situations & PROFESSIONAL)
        c["bound"] = followed and (bool(situations) or not exempt)
        c["exempt"] = exempt and not situations
        seen = bool(met["received"] or met["contacted"])
        c["without"] = not on_the_day and seen
        c["unknown"] = not on_the_day and not seen
        return c

    def _notices(self) -> Counter[str]:
        c: Counter[str] = Counter()
        for e in self._done("transmettre"):
            late = any((slug, state) == ("departement", "hors_delai") for _, slug, state in e.donnees.get("ferme", ()))
            following = [x for x in self._acts("transmettre") if x.n > e.n]
            until = following[0].n if following else self.live[-1].n + 1
            answers = [x for x in self._acts("enregistrer_reponse") if e.n < x.n < until and x.fait_le <= self.last]
            c["notices"] += 1
            c["noticed"] = 1
            c["notices_late" if late else "notices_in_time"] += 1
            c["notices_answered"] += bool(answers)
        return c

    def _back(self) -> Counter[str]:
        c: Counter[str] = Counter()
        for e in self._acts("transmettre"):
            for months in (3, 6):
                mark = months_later(e.fait_le, months)
                if not self._in_period(mark) or mark >= self.of_age_on:
                    continue
                since = [x for x in self.covers if x.n > e.n and x.nature != EXEMPTION and x.starts_on <= mark and len(x.days)]
                c[f"judged_{months}"] += 1
                c[f"back_{months}"] += bool(since)
        return c

    def _delays(self) -> Counter[str]:
        c: Counter[str] = Counter()
        for delay in self._interviews():
            c["interview_judged"] += 1
            c["interview_in_time"] += delay.state == "tenue"
        for delay in self._outcomes():
            c["outcome_judged"] += 1
            c["outcome_in_time"] += delay.ended_on is not None and delay.ended_on <= delay.legal_on
        for delay in self.delays:
            waits = delay.legal_on > self.last and (delay.ended_on is None or delay.ended_on > self.last)
            c["too_young"] += delay.slug == "premier_entretien" and waits and self._in_period(self.reported_on)
        return c

    def durations(self) -> dict[str, list[int]]:
        """Every duration of the period, in days."""
        interviews = [e.fait_le for e in self._acts("recevoir") if e.fait_le >= self.reported_on]
        held = interviews[:1] if interviews and interviews[0] <= self.last else []
        met = [d for d in self._outcomes() if d.ended_by != "cloturer"]
        ended = [(d, d.ended_on) for d in met if d.ended_on is not None and d.ended_on <= self.last]
        return {
            "interview_days": [(on - self.reported_on).days for _ in self._interviews() for on in held],
            "outcome_days": [(on - delay.starts_on).days for delay, on in ended],
        }

    def _interviews(self) -> list[Delay]:
        return [d for d in self._judged("premier_entretien") if d.state != "sans_objet"]

    def _outcomes(self) -> list[Delay]:
        """The two months that came to their end: those that a closing ended before it are left out."""
        meets = ("constater_situation", "exempter")
        late = [d for d in self.delays if d.ended_on is not None and d.ended_on > d.legal_on]
        return [d for d in self._judged("departement") if d.state != "sans_objet" or d.ended_by in meets or d in late]

    def _judged(self, slug: str) -> list[Delay]:
        return [d for d in self.delays if d.slug == slug and self._in_period(d.legal_on)]

    def _exit(self) -> Counter[str]:
        closings = self._done("cloturer")
        if not closings:
            return Counter()
        closing, reopened = closings[-1], [e for e in self._acts("rouvrir") if e.fait_le <= self.last]
        if any(e.n > closing.n for e in reopened) or _asked(closing, "motif") not in MOTIFS:
            return Counter()
        natures = self._natures(min(closing.fait_le, self.of_age_on - DAY))
        if natures & PROFESSIONAL:
            at_exit = "professional"
        elif natures - {EXEMPTION}:
            at_exit = "compliant"
        else:
            at_exit = "exempt" if natures else "without"
        return Counter(exits=1, **{f"exits_{at_exit}": 1, f"exits_{_asked(closing, 'motif')}": 1})

    def _presence(self) -> Counter[str]:
        c: Counter[str] = Counter()
        for rdv in self.appointments:
            if self._in_period(rdv.on) and rdv.outcome in ("tenu", "absent"):
                which, absent = "first" if rdv.kind == "entretien" else "second", rdv.outcome == "absent"
                c[f"{which}_expected"] += 1
                c[f"{which}_absent"] += absent
        c["expected"] = c["first_expected"] + c["second_expected"]
        c["no_show"] = c["first_absent"] + c["second_absent"]
        c["absent_persons"] = c["first_absent"] > 0
        return c


def birthday(born_on: date, age: int) -> date:
    """Return the day somebody reaches that age: 28 February in a common year for who was born on the 29th."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 2, 28)


def months_later(day: date, count: int) -> date:
    """Return the same day number so many months later, else the last day of that month."""
    month = day.month - 1 + count
    for number in range(day.day, 0, -1):
        try:
            return date(day.year + month // 12, month % 12 + 1, number)
        except ValueError:
            continue
    raise AssertionError(day)


def _asked(entry: Any, name: str) -> Any:
    return entry.donnees["demande"].get(name)


def _day(text: str) -> date:
    return date.fromisoformat(text)
