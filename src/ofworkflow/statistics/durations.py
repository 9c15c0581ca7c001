"""How many days went by: from a report to its first interview, from a R. 114-7 convocation to its outcome."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CompoundSelect, Table, exists, func, literal, or_, select, union_all

from ofworkflow.procedure.vocabulary import Act, Delay, DelayState
from ofworkflow.statistics.aggregates import ended_by, held_by_others, judged
from ofworkflow.statistics.indicators.kinds import Duration
from ofworkflow.statistics.population import begins_again, live, not_voided
from ofworkflow.statistics.sources import Sources
from ofworkflow.statistics.sql_days import days_from


def durations_of(known: Sources, who: Table, first: date, last: date) -> CompoundSelect[tuple[int, str, int]]:
    """Return the question: a row for each duration of the delays judged in the period — dossier, which
    one, days."""
    e, j = known.delays.c, known.journal.c
    again = known.journal.alias("again").c
    # each report has its own first interview: in its cycle, before the next one begins
    received = (
        live(known, e.dossier_id, e.ouverte_par, func.min(j.fait_le).label("on"))
        .select_from(known.delays.join(known.journal, j.dossier_id == e.dossier_id))
        .join(who, who.c.dossier_id == e.dossier_id)
        .where(
            judged(e, Delay.PREMIER_ENTRETIEN, first, last), e.etat != DelayState.SANS_OBJET,
            ~held_by_others(known),
            j.acte == Act.RECEVOIR, j.n > e.ouverte_par, j.fait_le.between(e.depart_le, last),
            ~exists().where(
                again.dossier_id == e.dossier_id, again.n > e.ouverte_par, again.n < j.n, begins_again(again),
                not_voided(known, again),
            ),
        )
        .group_by(e.dossier_id, e.ouverte_par)
        .subquery("received")
    )  # fmt: skip
    interviews = select(
        e.dossier_id,
        literal(str(Duration.INTERVIEW_DAYS)).label("kind"),
        days_from(e.depart_le, received.c.on).label("days"),
    ).join(
        received,
        (received.c.dossier_id == e.dossier_id)
        & (received.c.ouverte_par == e.ouverte_par)
        & (e.slug == Delay.PREMIER_ENTRETIEN),
    )
    outcomes = (
        select(e.dossier_id, literal(str(Duration.OUTCOME_DAYS)), days_from(e.depart_le, e.close_le))
        .join(who, who.c.dossier_id == e.dossier_id)
        .where(
            judged(e, Delay.DEPARTEMENT, first, last),
            e.close_le <= last,
            or_(  # a closing is no outcome
                ended_by(known, Act.CONSTATER_SITUATION, Act.EXEMPTER, Act.TRANSMETTRE),
                ended_by(known, Act.POSTER, carrying_notice=True),
            ),
        )
    )
    return union_all(interviews, outcomes)
