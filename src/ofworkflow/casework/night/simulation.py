"""What would happen by a day if nobody did anything, night by night, and the load of the weeks to come;
nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.opened import WAITING, read
from ofworkflow.casework.night.plans import is_planned, open_after
from ofworkflow.casework.night.rounds import NightAct, NightAlerte, NightResult
from ofworkflow.law.periods import add_days
from ofworkflow.procedure.plan import PlannedAct, PlannedAlerte, plan
from ofworkflow.procedure.vocabulary import Act, Delay, Stage
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.scope import own

WEEKS = 8
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Week:
    """What a week will ask of the house, if nobody is late and nobody answers; `monday` opens it."""

    monday: date
    interviews: int  # appointments already given
    to_fix: int  # first interviews to be held by then, and no appointment yet
    second_summons: int  # excuses no longer possible: the second convocation can leave
    to_prepare: int  # notices that the night will prepare
    notices: int  # the two months end
    letters: int  # at least: those that wait, those that the night makes, one for each summons
    of_age: int


class _Coming(NamedTuple):
    reference: str
    le: date
    acte: str | None
    slug: str | None
    jours_restants: int | None
    modele: str | None


def simulate(connection: Connection, desk: Desk, *, until: date) -> list[NightResult]:
    """Return what each night would do, from that of today to that of `until`, leaving out those that would
    do nothing."""
    results = []
    coming = sorted(_coming(connection, desk, until), key=lambda c: (c.le, c.reference))
    for night, group in groupby(coming, key=lambda c: max(c.le, desk.today)):
        rows = list(group)
        result = NightResult(night, simulated=True, examined=len({row.reference for row in rows}))
        result.acts = [NightAct(r.reference, Act(r.acte), r.le) for r in rows if r.acte]
        result.alertes = [
            NightAlerte(r.reference, Delay(r.slug), r.jours_restants or 0, r.le) for r in rows if r.slug
        ]
        results.append(result)
    return results


def load(connection: Connection, desk: Desk, *, weeks: int = WEEKS) -> list[Week]:
    """Return the load of the weeks to come, that of today first: what is late falls in it."""
    first = add_days(desk.today, -desk.today.weekday())
    last = add_days(first, weeks * DAYS_A_WEEK - 1)
    r, d, e = m.rendez_vous.c, m.dossier.c, m.echeance.c
    opened = (*own(connection, m.dossier), d.prochaine_le.is_not(None))
    appointments = (
        select(r.le, func.count())
        .join(m.dossier, d.id == r.dossier_id)
        .where(*opened, r.issue.is_(None), r.le >= desk.today)
    )
    ends = (
        select(e.legale_le, func.count())
        .join(m.dossier, d.id == e.dossier_id)
        .where(*opened, e.etat == "ouverte")
    )

    def ending(slug: Delay, *stages: Stage) -> Counter[date]:
        there = [d.etape.in_([str(stage) for stage in stages])] if stages else []
        return _by_week(
            connection.execute(ends.where(e.slug == str(slug), *there).group_by(e.legale_le)), first, last
        )

    coming = list(_coming(connection, desk, last))
    interviews = _by_week(connection.execute(appointments.group_by(r.le)), first, last)
    to_fix = ending(Delay.PREMIER_ENTRETIEN, Stage.REPERAGE)
    second, notices = ending(Delay.JUSTIFICATION, Stage.ABSENCE), ending(Delay.DEPARTEMENT)
    done = {
        act: _by_week([(c.le, 1) for c in coming if c.acte == act], first, last)
        for act in (Act.PREPARER_TRANSMISSION, Act.CLOTURER)
    }
    letters = _by_week([(c.le, 1) for c in coming if c.modele], first, last)
    letters[first] += _waiting(connection)
    mondays = [add_days(first, DAYS_A_WEEK * i) for i in range(weeks)]
    return [
        Week(
            day,
            interviews[day],
            to_fix[day],
            second[day],
            done[Act.PREPARER_TRANSMISSION][day],
            notices[day],
            letters[day] + to_fix[day] + second[day],
            done[Act.CLOTURER][day],
        )
        for day in mondays
    ]


def _coming(connection: Connection, desk: Desk, until: date) -> Iterator[_Coming]:
    p, d = m.prevision.c, m.dossier.c
    if is_planned(connection, desk.rules):
        question = select(d.reference, p.le, p.acte, p.slug, p.jours_restants, p.modele).join(
            m.dossier, d.id == p.dossier_id
        )
        where = (*own(connection, m.dossier), d.nuit_le <= until, p.le <= until, p.refus.is_(None))
        yield from (_Coming(*row) for row in connection.execute(question.where(*where)))
        return
    # the house has changed its habits since: the night would first make its plans again
    after = 0
    while ids := open_after(connection, after):
        after = ids[-1]
        for opened in read(connection, ids):
            for planned in plan(opened.case, desk.rules, opened.warned):
                if planned.on > until:
                    break
                if isinstance(planned, PlannedAlerte):
                    w = planned.alerte
                    yield _Coming(opened.reference, planned.on, None, str(w.delay.slug), w.days_left, None)
                elif isinstance(planned, PlannedAct):
                    model = next((str(letter.model) for letter in planned.decision.letters), None)
                    yield _Coming(
                        opened.reference, planned.on, str(planned.decision.request.act), None, None, model
                    )


def _by_week(rows: Iterable[tuple[date, int]], first: date, last: date) -> Counter[date]:
    by_week: Counter[date] = Counter()
    for day, count in rows:
        if day <= last:
            by_week[max(first, add_days(day, -day.weekday()))] += count
    return by_week


def _waiting(connection: Connection) -> int:
    c = m.courrier.c
    states: Sequence[str] = [str(state) for state in WAITING]
    question = (
        select(func.count()).select_from(m.courrier).where(*own(connection, m.courrier), c.etat.in_(states))
    )
    return int(connection.execute(question.where(c.role != "interne")).scalar_one())


def simulated(database: Database, desk: Desk, *, until: date) -> tuple[list[NightResult], list[Week]]:
    """Return what the nights up to that day would do, and the load of the weeks to come, read at one
    instant."""
    with database.reading() as connection:
        return simulate(connection, desk, until=until), load(connection, desk)
