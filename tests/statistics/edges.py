"""Small stories for the edges of the figures, and what both computations count of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from house import act, desk, minor, open_one, reported, summon
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.natures import NATURES
from ofworkflow.procedure.vocabulary import ContactNature, ContactResult, Nature, PostMode, Presence
from ofworkflow.statistics.figures import compute
from ofworkflow.storage.database import Database
from recount import rates, recount

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
Pair = tuple[int | None, int | None]


def counted(database: Database, first: date = FIRST, last: date = LAST, known_at: datetime | None = None) -> dict[str, Pair]:
    """Return each indicator, its number and what it is divided by, once both computations have said the same."""
    with database.reading() as connection:
        total = compute(connection, first=first, last=last, known_at=known_at).total
        again = recount(connection, first, last, antennes={}, known_at=known_at)
    found = {figure.indicator.code: (figure.numerator, figure.denominator) for figure in total.figures}
    assert found == rates(again.values())
    assert total.counts["too_young"] == sum(each.measures.get("too_young", 0) for each in again.values())
    assert total.counts["without"] == sum(each.measures.get("without", 0) for each in again.values())
    return found | {"too_young": (total.counts["too_young"], None), "without": (total.counts["without"], None)}  # type: ignore[index]


def numbers(found: dict[str, Pair], *codes: str) -> list[int | None]:
    return [found[code][0] for code in codes]


def post(database: Database, dossier: int, n: int, on: date) -> None:
    act(database, dossier, ask.Poster(n, (), PostMode.SIMPLE), on)


def situation(database: Database, dossier: int, on: date, *, until: date, nature: Nature = Nature.EMPLOI) -> None:
    act(database, dossier, job(on, nature=nature, until=until), on)


def job(on: date, *, nature: Nature = Nature.EMPLOI, until: date = date(2027, 3, 31)) -> ask.ConstaterSituation:
    return ask.ConstaterSituation(nature, on, NATURES[nature].shown_by[0], on, fin=until)


def receive(database: Database, dossier: int, on: date) -> None:
    summon(database, dossier, on - 10 * DAY, rdv=on)
    act(database, dossier, ask.Recevoir(Presence.LES_DEUX), on)


def contact(database: Database, dossier: int, on: date, result: ContactResult, nature: ContactNature = ContactNature.SMS) -> None:
    with database.writing() as connection:
        record_contact(connection, dossier, nature=nature, result=result, done_on=on, desk=desk(on), note="")


def absent(database: Database, dossier: int, rdv: date) -> None:
    """Summon ten days before a first interview to which nobody comes."""
    n = summon(database, dossier, rdv - 10 * DAY, rdv=rdv).decision.n
    post(database, dossier, n, rdv - 10 * DAY)
    act(database, dossier, ask.ConstaterAbsence(), rdv)


def summoned_again(database: Database, on: date, *, posted_on: date | None = None, **person: object) -> int:
    """Open a dossier whose minor is summoned again on that day (R. 114-7, 1°), for three weeks later."""
    dossier = open_one(database, reported(minor(**person), on=on - 30 * DAY), on=on - 30 * DAY)
    absent(database, dossier, on - 15 * DAY)
    n = summon(database, dossier, on, rdv=on + 22 * DAY).decision.n
    if posted_on:
        post(database, dossier, n, posted_on)
    return dossier


def informed(database: Database, on: date, *, summoned_on: date | None = None, **person: object) -> int:
    """Open a dossier whose département is informed on that day, after a second absence."""
    start = summoned_on or on - 40 * DAY
    dossier = summoned_again(database, start, posted_on=start, **person)
    act(database, dossier, ask.ConstaterAbsence(), start + 22 * DAY)
    inform(database, dossier, on)
    return dossier


def inform(database: Database, dossier: int, on: date, *, posted_on: date | None = None) -> None:
    """Sign the notice on that day, and post it."""
    n = act(database, dossier, ask.Transmettre("Camille Renard", motif_anticipation="urgent"), on).decision.n
    act(database, dossier, ask.Poster(n, (), PostMode.SIMPLE, information=(n,)), posted_on or on)
