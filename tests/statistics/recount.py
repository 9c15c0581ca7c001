"""Every figure counted a second time: plain Python over the journals, one dossier at a time.

Written from the definitions alone. It shares nothing with what it checks: neither a replay, nor a table that the acts project, nor
a line of SQL that counts (`story.py` reads the journal). The indicators too: what is divided by what, a median as the rank it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any

from sqlalchemy import Connection, select

from ofworkflow.storage import models as m
from story import DAY, EXEMPTION, Delay, Story, asked, begins_again, birthday, months_later

PROFESSIONAL = {
    "scolarite", "formation", "apprentissage", "professionnalisation", "emploi", "service_civique", "deuxieme_chance",
    "parcours_amenage", "scolarite_distance",
}  # fmt: skip
MOTIFS = ("majorite", "demenagement", "depart_etranger", "hors_champ")
BY_NATURE = {"sms": "by_sms", "courriel": "by_courriel", "telephone": "by_telephone"}  # the others: by_autres
NO_ANSWER = {
    "message", "sans_reponse", "faux_numero", "contacte_sans_retour", "coordonnees_incorrectes", "injoignable",
}  # fmt: skip
ANSWERED = {"joint", "rendez_vous_pris", "deja_accompagne", "nouveau_contrat", "nouveau_projet", "ne_souhaite_pas"}


NUMBERS = {
    "I1": "opened", "I1b": "signalements", "I2": "contacted", "I3": "received", "I3b": "received_with", "I4": "first", "I4b": "first_persons",
    "I5": "second", "I5b": "second_persons",
    **{f"I5-{trigger}": f"second_{trigger}" for trigger in "123"},
    **{f"I5b-{trigger}": f"second_{trigger}_persons" for trigger in "123"},
    "I6": "followed", "I9": "exempt", "I10": "notices", "I10b": "noticed", "I10-retard": "notices_late",
    "I12": "exits", "I12-majorite": "exits_majorite", "I12-demenagement": "exits_demenagement", "I12-hors_champ": "exits_hors_champ",
    "I12-depart_etranger": "exits_depart_etranger",
    "I12-professionnelle": "exits_professional", "I12-en_regle": "exits_compliant", "I12-exempte": "exits_exempt",
    "I12-sans": "exits_without",
    "I14": "contacts", **{f"I14-{by}": f"by_{by}" for by in ("entretien", "sms", "courriel", "telephone", "autres")},
    "I14-sans_reponse": "unanswered", "I15": "unknown",
}  # fmt: skip
RATES = {
    "I7a": ("compliant", "bound"), "I7b": ("compliant_beyond", "bound"), "I8": ("professional", "followed"),
    "I10-temps": ("notices_in_time", "notices"), "I10-reponse": ("notices_answered", "notices"),
    "I10-3": ("back_3", "judged_3"), "I10-6": ("back_6", "judged_6"),
    "I11": ("interview_in_time", "interview_judged"), "I11b": ("outcome_in_time", "outcome_judged"),
    "I13-1": ("first_absent", "first_expected"), "I13-2": ("second_absent", "second_expected"), "I13": ("no_show", "expected"),
}  # fmt: skip
DAYS = {
    "I11-mediane": ("interview_days", 50), "I11-p90": ("interview_days", 90),
    "I11b-mediane": ("outcome_days", 50), "I11b-p90": ("outcome_days", 90),
}  # fmt: skip


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
        story = Recount(sorted(journals[person.id], key=lambda e: e.n), contacts[person.id], person.signale_le, first, last)
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


def _modalities(person: Any, story: Recount, antennes: Mapping[str, Sequence[str]]) -> dict[str, str]:
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


@dataclass(frozen=True)
class Recount(Story):
    """What is counted of the journal of one dossier, in a period."""

    def measures(self) -> Counter[str]:
        """Every measure of the period."""
        # who was reported before 16 is at 16
        reports = [e for e in self.live if e.acte in ("ouvrir", "signaler", "constater_age") and e.vers != "attente"]
        begun = [e for e in reports if e.acte != "signaler" or begins_again(e)]
        counted: Counter[str] = Counter(
            population=1,
            opened=any(self.in_period(e.fait_le) for e in begun),
            signalements=sum(self.in_period(e.fait_le) for e in reports),
        )
        for count in (self._met, self._stands, self._notices, self._back, self._delays, self._exit, self._presence):
            counted.update(count())
        return counted

    def _met(self) -> Counter[str]:
        c: Counter[str] = Counter()
        received = self.done("recevoir")
        c["received"] = bool(received)
        c["received_with"] = any(asked(e, "present") in ("representant", "les_deux") for e in received)
        c["by_entretien"] = len(received)
        for row in self.contacts:
            if self.in_period(row.le):
                c[BY_NATURE.get(row.nature, "by_autres")] += 1
                c["contacted"] |= row.resultat in ANSWERED
                c["unanswered"] += row.resultat in NO_ANSWER
        c["contacts"] = c["by_entretien"] + c["by_sms"] + c["by_courriel"] + c["by_telephone"] + c["by_autres"]
        for e in self.done("convoquer"):
            names = ["first"] if e.vers == "entretien" else ["second", f"second_{e.donnees['declencheur']}"]
            for name in names:
                c[name] += 1
                c[f"{name}_persons"] = 1
        return c

    def _stands(self) -> Counter[str]:
        c: Counter[str] = Counter()
        met = self._met()
        on_the_day = self.natures(self.observed_on)
        situations, exempt = on_the_day - {EXEMPTION}, EXEMPTION in on_the_day
        covered = any(self.natures(day) - {EXEMPTION} for day in self.days() if day < self.of_age_on)
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
        for e in self._left():
            if not self.in_period(e.fait_le):
                continue
            late = any((slug, state) == ("departement", "hors_delai") for _, slug, state in e.donnees.get("ferme", ()))
            following = [x for x in self._left() if x.n > e.n and x.fait_le <= self.last]
            until = following[0].n if following else self.live[-1].n + 1
            answers = [x for x in self.acts("enregistrer_reponse") if e.n < x.n < until and x.fait_le <= self.last]
            c["notices"] += 1
            c["noticed"] = 1
            c["notices_late" if late else "notices_in_time"] += 1
            c["notices_answered"] += bool(answers)
        return c

    def _left(self) -> list[Any]:
        """The entries by which a notice left: the first posting that carries it; in the first journals, the act that signed it."""
        posted = [e for e in self.acts("poster") if asked(e, "information")]
        left = []
        for e in self.acts("transmettre"):
            at_once = any(told["slug"] == "accuse_departement" for told in e.donnees.get("ouvre", ()))
            left += [e] if at_once else [p for p in posted if asked(p, "acte_n") == e.n][:1]
        return left

    def _back(self) -> Counter[str]:
        c: Counter[str] = Counter()
        for e in self._left():
            for months in (3, 6):
                mark = months_later(e.fait_le, months)
                if not self.in_period(mark) or mark >= self.of_age_on:
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
            c["too_young"] += delay.slug == "premier_entretien" and waits and self.in_period(delay.starts_on)
        return c

    def durations(self) -> dict[str, list[int]]:
        """Every duration of the period, in days."""
        met = [d for d in self._outcomes() if d.ended_by != "cloturer"]
        ended = [(d, d.ended_on) for d in met if d.ended_on is not None and d.ended_on <= self.last]
        return {
            "interview_days": [
                (held - delay.starts_on).days
                for delay in self._interviews()
                if (held := self._first_interview(delay)) and held <= self.last
            ],
            "outcome_days": [(on - delay.starts_on).days for delay, on in ended],
        }

    def _first_interview(self, delay: Delay) -> date | None:
        """The earliest interview on or after the report, noted before the minor was reported again on a closed dossier."""
        following = min((e.n for e in self.live if begins_again(e) and e.n > delay.opened_by), default=10**9)
        held = [e.fait_le for e in self.acts("recevoir") if delay.opened_by < e.n < following and e.fait_le >= delay.starts_on]
        return min(held, default=None)

    def _interviews(self) -> list[Delay]:
        return [d for d in self._judged("premier_entretien") if d.state != "sans_objet" and d.ended_by != "autre"]

    def _outcomes(self) -> list[Delay]:
        """The two months that came to their end: those that a closing ended before it are left out."""
        meets = ("constater_situation", "exempter")
        late = [d for d in self.delays if d.ended_on is not None and d.ended_on > d.legal_on]
        return [d for d in self._judged("departement") if d.state != "sans_objet" or d.ended_by in meets or d in late]

    def _judged(self, slug: str) -> list[Delay]:
        return [d for d in self.delays if d.slug == slug and self.in_period(d.legal_on)]

    def _exit(self) -> Counter[str]:
        closings = self.done("cloturer")
        if not closings:
            return Counter()
        again = [e for e in self.live if e.acte == "rouvrir" or begins_again(e)]
        closing, reopened = closings[-1], [e for e in again if e.fait_le <= self.last]
        if any(e.n > closing.n for e in reopened) or asked(closing, "motif") not in MOTIFS:
            return Counter()
        natures = self.natures(min(closing.fait_le, self.of_age_on - DAY))
        if natures & PROFESSIONAL:
            at_exit = "professional"
        elif natures - {EXEMPTION}:
            at_exit = "compliant"
        else:
            at_exit = "exempt" if natures else "without"
        return Counter(exits=1, **{f"exits_{at_exit}": 1, f"exits_{asked(closing, 'motif')}": 1})

    def _presence(self) -> Counter[str]:
        c: Counter[str] = Counter()
        for rdv in self.appointments:
            if rdv.kind and self.in_period(rdv.on) and rdv.outcome in ("tenu", "absent"):
                which, absent = "first" if rdv.kind == "entretien" else "second", rdv.outcome == "absent"
                c[f"{which}_expected"] += 1
                c[f"{which}_absent"] += absent
        c["expected"] = c["first_expected"] + c["second_expected"]
        c["no_show"] = c["first_absent"] + c["second_absent"]
        c["absent_persons"] = c["first_absent"] > 0
        return c


def rates(those: Iterable[Counted]) -> dict[str, tuple[int | None, int | None]]:
    """Return each indicator over these dossiers: its number and what it is divided by; for days, how many were measured."""
    measures: Counter[str] = Counter()
    days: dict[str, list[int]] = {"interview_days": [], "outcome_days": []}
    for each in those:
        measures.update(each.measures)
        for name, listed in each.durations.items():
            days[name] += listed
    found: dict[str, tuple[int | None, int | None]] = {code: (measures[name], None) for code, name in NUMBERS.items()}
    found |= {code: (measures[above], measures[below]) for code, (above, below) in RATES.items()}
    return found | {code: (_ranked(days[name], percent), len(days[name])) for code, (name, percent) in DAYS.items()}


def _ranked(days: list[int], percent: int) -> int | None:
    return sorted(days)[ceil(percent * len(days) / 100) - 1] if days else None
