"""The same figures, counted again in plain Python, day by day, from the journals of a random base."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, select

from house import appointment, desk, minor, reported
from ofworkflow.casework.acts import perform
from ofworkflow.casework.contacts import record_contact
from ofworkflow.casework.opening import open_dossiers
from ofworkflow.errors import RefusedError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import (
    Act,
    Breach,
    Closing,
    ContactNature,
    ContactResult,
    Excuse,
    Nature,
    PostMode,
    Presence,
    Proof,
    ReportReason,
    Source,
)
from ofworkflow.statistics.figures import Figures, compute
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

DAY = timedelta(days=1)
COMMUNES = ["Lambersart", "La Madeleine", "Verlinghem"]
PROFESSIONAL = {
    "scolarite", "formation", "apprentissage", "professionnalisation", "emploi", "service_civique", "deuxieme_chance",
    "parcours_amenage",
}  # fmt: skip
PERIODS = [
    (date(2026, 1, 1), date(2026, 12, 31)),
    (date(2026, 3, 10), date(2026, 5, 20)),
    (date(2025, 1, 1), date(2025, 12, 31)),
    (date(2026, 2, 28), date(2026, 2, 28)),
]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_base_and_a_plain_recount_agree(database, seed):
    live_through(database, Random(seed), dossiers=60)  # noqa: S311 — chance, not secrets
    with database.reading() as connection:
        for first, last in PERIODS:
            figures = compute(connection, first=first, last=last, communes=COMMUNES)
            assert flat(figures) == recount(connection, first, last)
            assert_adds_up(figures)
        assert compute(connection, first=PERIODS[0][0], last=PERIODS[0][1], communes=COMMUNES) == compute(
            connection, first=PERIODS[0][0], last=PERIODS[0][1], communes=COMMUNES
        )


def assert_adds_up(figures: Figures) -> None:
    for lines in figures.breakdowns.values():
        for i, total in enumerate(figures.total):
            assert sum(line.figures[i].numerator for line in lines) == total.numerator
            assert sum(line.figures[i].denominator or 0 for line in lines) == (total.denominator or 0)


def flat(figures: Figures) -> dict[tuple[str, str], tuple[int, int | None]]:
    groups = [("", figures.total), *((line.modality, line.figures) for line in figures.breakdowns["commune"])]
    return {(name, f.indicator.code): (f.numerator, f.denominator) for name, listed in groups for f in listed}


def live_through(database: Database, random: Random, *, dossiers: int) -> None:
    """Open dossiers and let them live: whatever the procedure refuses is not done."""
    done: Counter[str] = Counter()
    for _ in range(dossiers):
        opened_on = date(2025, 6, 1) + DAY * random.randrange(500)
        born_on = opened_on - DAY * random.randrange(5_850, 6_570)
        if random.random() < 0.1:
            born_on = date(2008, 2, 29)
        person = minor(born_on=born_on, commune=random.choice([*COMMUNES[:2], "Tourcoing", ""]))
        with database.writing() as connection:
            try:
                open_dossiers(
                    connection, [reported(person, on=opened_on, source=random.choice(list(Source)))], done_on=opened_on,
                    desk=desk(opened_on),
                )  # fmt: skip
            except RefusedError:
                continue
            number = connection.execute(select(m.dossier.c.id).order_by(m.dossier.c.id.desc())).scalars().first()
            assert number is not None
            day = opened_on
            for _ in range(random.randrange(18)):
                day += DAY * random.choice([0, 0, 1, 5, 12, 26, 60])
                done[_something(connection, number, day, random)] += 1
    assert len(done) >= 12, done  # the base is worth counting


def _something(connection: Connection, number: int, day: date, random: Random) -> str:
    if random.random() < 0.3:
        record_contact(
            connection, number, nature=random.choice([ContactNature.SMS, ContactNature.TELEPHONE]),
            result=random.choice(list(ContactResult)), done_on=day, desk=desk(day), note="",
        )  # fmt: skip
        return "contact"
    steps: list[Any] = [
        ask.Convoquer(appointment(day + 25 * DAY), "urgent"),
        ask.Recevoir(random.choice(list(Presence))),
        ask.ConstaterAbsence(),
        ask.Justifier(Excuse.FAMILIAL, "tard"),
        ask.Rompre(Breach.ABANDON),
        ask.ConstaterSilence(),
        ask.Reporter(appointment(day + 30 * DAY), ReportReason.DEMANDE_FAMILLE),
        ask.Rouvrir("revenu"),
    ]
    always: list[Any] = [
        ask.Exempter(day + DAY * random.choice([0, 20, 200])),
        ask.Annuler("saisie"),
        ask.ConstaterSituation(
            random.choice(list(Nature)), day - DAY * random.randrange(5), Proof.CONTRAT, day,
            fin=day + DAY * random.choice([0, 30, 150, 400]),
        ),
        ask.Cloturer(random.choice([Closing.DEMENAGEMENT, Closing.ERREUR, Closing.DOUBLON, Closing.DECES])),
    ]  # fmt: skip
    random.shuffle(steps)
    random.shuffle(always)
    # The first one that is not refused is done; what is always possible comes first one time in three.
    for request in always + steps if random.random() < 0.35 else steps + always:
        try:
            result = perform(connection, number, request, done_on=day, desk=desk(day))
        except RefusedError:
            continue
        if request.act in (Act.CONVOQUER, Act.REPORTER) and random.random() < 0.8:
            perform(connection, number, ask.Poster(result.decision.n, (), PostMode.SIMPLE), done_on=day, desk=desk(day))
        return str(request.act)
    return "rien"


def recount(connection: Connection, first: date, last: date) -> dict[tuple[str, str], tuple[int, int | None]]:
    """Count again, from the journals alone."""
    journals: dict[int, list[Any]] = defaultdict(list)
    for entry in connection.execute(select(m.journal).order_by(m.journal.c.dossier_id, m.journal.c.n)):
        journals[entry.dossier_id].append(entry)
    reached = {
        c.dossier_id for c in connection.execute(select(m.contact)) if c.resultat == "joint" and first <= c.le <= last
    }  # fmt: skip
    communes = connection.execute(select(m.dossier.c.id, m.jeune.c.commune).join(m.jeune, m.jeune.c.id == m.dossier.c.jeune_id))
    counted: dict[str, Counter[str]] = {name: Counter() for name in ("", *COMMUNES)}
    for number, commune in communes:
        name = commune or "inconnu"
        found = _one(journals[number], number in reached, first, last)
        if found is not None:
            for group in ("", name):
                counted.setdefault(group, Counter()).update(found)
    rates = {"I7a": "bound", "I7b": "bound", "I8": "I6"}
    codes = ["I1", "I2", "I3", "I3b", "I4", "I4b", "I5", "I5b", *(f"{c}-{t}" for c in ("I5", "I5b") for t in "123"), "I6", *rates]
    return {
        (name, code): (counter[code], counter[rates[code]] if code in rates else None)
        for name, counter in counted.items()
        for code in codes
    }


def _one(journal: list[Any], reached: bool, first: date, last: date) -> Counter[str] | None:
    voided = {e.donnees["annule"] for e in journal if e.acte == "annuler"}
    entries = [e for e in journal if e.n not in voided and e.acte != "annuler"]
    born_on = date.fromisoformat(entries[0].donnees["demande"]["naissance"])
    of_age_on = _birthday(born_on, 18)
    days = [d for d in _days(first, last) if _birthday(born_on, 16) <= d < of_age_on and _is_open(entries, d)]
    closing = next((e for e in reversed(entries) if e.acte in ("cloturer", "rouvrir")), None)
    if closing is not None and closing.donnees["demande"]["motif"] in ("erreur", "doublon", "deces"):
        return None
    if not days:
        return None
    c: Counter[str] = Counter({"I1": first <= entries[0].fait_le <= last, "I2": reached})
    done = [e for e in entries if first <= e.fait_le <= last]
    received = [e.donnees["demande"]["present"] for e in done if e.acte == "recevoir"]
    c["I3"], c["I3b"] = bool(received), any(p != "mineur" for p in received)
    summons = [(e.vers, e.donnees.get("declencheur")) for e in done if e.acte == "convoquer"]
    c["I4"] = sum(stage == "entretien" for stage, _ in summons)
    c["I5"] = sum(stage == "convocation" for stage, _ in summons)
    for trigger in "123":
        c[f"I5-{trigger}"] = sum(used == trigger for _, used in summons)
        c[f"I5b-{trigger}"] = c[f"I5-{trigger}"] > 0
    c["I4b"], c["I5b"] = c["I4"] > 0, c["I5"] > 0
    covers = _covers(entries)
    observed = min(last, of_age_on - DAY)
    met = any(nature != "exemption" and d in span for nature, span in covers for d in _days(first, last))
    on_the_day = {nature for nature, span in covers if observed in span}
    compliant = on_the_day - {"exemption"}
    c["I6"] = bool(received) or met
    if c["I6"]:
        c["bound"] = bool(compliant) or "exemption" not in on_the_day
        c["I7a"], c["I7b"] = bool(compliant), bool(compliant - {"accompagnement"})
        c["I8"] = bool(compliant & PROFESSIONAL)
    return c


def _is_open(entries: list[Any], day: date) -> bool:
    since = None
    for e in entries:
        if e.acte in ("ouvrir", "rouvrir"):
            since = e.fait_le
        elif e.acte == "cloturer" and since is not None:
            if since <= day <= e.fait_le:
                return True
            since = None
    return since is not None and since <= day


def _covers(entries: list[Any]) -> list[tuple[str, set[date]]]:
    covers: list[tuple[str, set[date]]] = []
    for e in entries:
        if e.acte in ("constater_situation", "exempter"):
            couvre = e.donnees["couvre"]
            days = set(_days(date.fromisoformat(couvre["debut"]), date.fromisoformat(couvre["fin"])))
            covers.append((couvre["nature"], days))
        elif e.acte in ("rompre", "constater_silence"):
            covers = [
                (nature, {d for d in days if d < e.fait_le} if nature != "exemption" and e.fait_le in days else days)
                for nature, days in covers
            ]
    return covers


def _days(first: date, last: date) -> list[date]:
    return [first + DAY * i for i in range((last - first).days + 1)]


def _birthday(born_on: date, years: int) -> date:
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, 2, 28)
