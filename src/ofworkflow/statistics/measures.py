"""What is counted, asked of the base in one question: one row a dossier of the population, then sums by group.

The journal says what was done, less what was voided; `situation` says what covers which days; the delay `majorite` gives the day
of majority, so that no date is computed here but its eve.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Select, Subquery, and_, case, exists, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from ofworkflow.procedure.case import EXEMPTION
from ofworkflow.procedure.natures import NATURES
from ofworkflow.procedure.vocabulary import Act, Closing, ContactResult, Delay, Nature, Presence, Stage
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own

LEFT_OUT = (Closing.ERREUR, Closing.DOUBLON, Closing.DECES)
"""A dossier closed so is in no figure, whenever it was closed."""

_WITH_REPRESENTATIVE = (Presence.REPRESENTANT, Presence.LES_DEUX)
_PROFESSIONAL = [str(row.nature) for row in NATURES.values() if row.professional]
_OPENING_N = 1  # the entry « ouvrir »


class Measure(StrEnum):
    """A number that adds up over dossiers: acts where the name is that of an act, persons elsewhere."""

    OPENED = "opened"
    CONTACTED = "contacted"
    RECEIVED = "received"
    RECEIVED_WITH = "received_with"
    FIRST = "first"
    FIRST_PERSONS = "first_persons"
    SECOND = "second"
    SECOND_PERSONS = "second_persons"
    SECOND_1 = "second_1"
    SECOND_1_PERSONS = "second_1_persons"
    SECOND_2 = "second_2"
    SECOND_2_PERSONS = "second_2_persons"
    SECOND_3 = "second_3"
    SECOND_3_PERSONS = "second_3_persons"
    FOLLOWED = "followed"
    BOUND = "bound"
    COMPLIANT = "compliant"
    COMPLIANT_BEYOND = "compliant_beyond"
    PROFESSIONAL = "professional"


def measure(connection: Connection, *, first: date, last: date) -> Sequence[Any]:
    """Return a row for each commune and source met, with the sum of every `Measure` over its dossiers."""
    return connection.execute(question(first, last).where(*own(connection, m.dossier))).all()


def question(first: date, last: date) -> Select[Any]:
    """Return the question, on a period whose two days are included, observed on its last day."""
    acts, contacts, cover = _acts(first, last), _contacts(first, last), _cover(first, last)
    d, of_age, outside = m.dossier, m.echeance, _outside(first, last)
    followed = or_(acts.c.received == 1, cover.c.in_period == 1)
    compliant = cover.c.compliant == 1
    measures: dict[Measure, ColumnElement[int]] = {
        Measure.OPENED: _one(d.c.ouvert_le >= first),
        Measure.CONTACTED: _one(contacts.c.dossier_id.is_not(None)),
        Measure.RECEIVED: _one(acts.c.received == 1),
        Measure.RECEIVED_WITH: _one(acts.c.received_with == 1),
        Measure.FOLLOWED: _one(followed),
        # Who meets the obligation is not counted as exempt, even while a certificate still runs.
        Measure.BOUND: _one(followed & or_(func.coalesce(cover.c.exempt, 0) == 0, compliant)),
        Measure.COMPLIANT: _one(followed & compliant),
        Measure.COMPLIANT_BEYOND: _one(followed & (cover.c.beyond == 1)),
        Measure.PROFESSIONAL: _one(followed & (cover.c.professional == 1)),
    }
    for kind, persons in _ACTS_AND_PERSONS.items():
        measures[kind] = func.coalesce(acts.c[kind], 0)
        measures[persons] = _one(acts.c[kind] > 0)
    return (
        select(m.jeune.c.commune, d.c.source, *(func.sum(column).label(name) for name, column in measures.items()))
        .select_from(
            d.join(
                of_age, (of_age.c.dossier_id == d.c.id) & (of_age.c.ouverte_par == _OPENING_N) & (of_age.c.slug == Delay.MAJORITE)
            )
            .join(m.jeune, m.jeune.c.id == d.c.jeune_id)
            .outerjoin(outside, outside.c.dossier_id == d.c.id)
            .outerjoin(acts, acts.c.dossier_id == d.c.id)
            .outerjoin(contacts, contacts.c.dossier_id == d.c.id)
            .outerjoin(cover, cover.c.dossier_id == d.c.id)
        )
        # In scope at the opening (a guard of « ouvrir »), so 16 or 17 on a day of the period unless of age before it.
        .where(d.c.ouvert_le <= last, of_age.c.legale_le > first, outside.c.dossier_id.is_(None))
        .group_by(m.jeune.c.commune, d.c.source)
    )


_ACTS_AND_PERSONS = {
    Measure.FIRST: Measure.FIRST_PERSONS,
    Measure.SECOND: Measure.SECOND_PERSONS,
    Measure.SECOND_1: Measure.SECOND_1_PERSONS,
    Measure.SECOND_2: Measure.SECOND_2_PERSONS,
    Measure.SECOND_3: Measure.SECOND_3_PERSONS,
}


def _live(*columns: ColumnElement[Any]) -> Select[Any]:
    """Begin a question on the entries of the journal that no later « annuler » voids."""
    j, a = m.journal.c, m.journal.alias("annulation").c
    voided = select(a.n).where(
        a.dossier_id == j.dossier_id,
        a.n > j.n,  # always true of what voids, and what makes the primary key the shortest way to it
        a.acte == Act.ANNULER,
        a.donnees["annule"].as_integer() == j.n,
    )
    return select(*columns).where(~exists(voided))


def _outside(first: date, last: date) -> Subquery:
    """Give the dossiers left out, and those closed before the period and not opened again by its end."""
    j = m.journal.c
    closed, reopened = j.acte == Act.CLOTURER, j.acte == Act.ROUVRIR
    left_out = j.donnees["demande", "motif"].as_string().in_([str(motif) for motif in LEFT_OUT])
    return (
        _live(j.dossier_id)
        .where(j.acte.in_((Act.CLOTURER, Act.ROUVRIR)))
        .group_by(j.dossier_id)
        .having(
            or_(
                _last_n(and_(closed, j.fait_le < first)) > _last_n(and_(reopened, j.fait_le <= last)),
                _last_n(and_(closed, left_out)) > _last_n(reopened),
            )
        )
        .subquery("outside")
    )


def _last_n(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.max(case((condition, m.journal.c.n), else_=0))


def _acts(first: date, last: date) -> Subquery:
    """Give what was done in each dossier in the period: interviews held, convocations made."""
    j = m.journal.c
    received = j.acte == Act.RECEVOIR
    present = j.donnees["demande", "present"].as_string().in_([str(presence) for presence in _WITH_REPRESENTATIVE])
    second = and_(j.acte == Act.CONVOQUER, j.vers == Stage.CONVOCATION)
    trigger = j.donnees["declencheur"].as_string()
    return (
        _live(
            j.dossier_id,
            func.max(_one(received)).label("received"),
            func.max(_one(and_(received, present))).label("received_with"),
            func.sum(_one(and_(j.acte == Act.CONVOQUER, j.vers == Stage.ENTRETIEN))).label(Measure.FIRST),
            func.sum(_one(second)).label(Measure.SECOND),
            func.sum(_one(and_(second, trigger == "1"))).label(Measure.SECOND_1),
            func.sum(_one(and_(second, trigger == "2"))).label(Measure.SECOND_2),
            func.sum(_one(and_(second, trigger == "3"))).label(Measure.SECOND_3),
        )
        .where(j.acte.in_((Act.RECEVOIR, Act.CONVOQUER)), j.fait_le.between(first, last))
        .group_by(j.dossier_id)
        .subquery("acts")
    )


def _contacts(first: date, last: date) -> Subquery:
    """Give the dossiers in which somebody was reached in the period."""
    c = m.contact.c
    return (
        select(c.dossier_id).where(c.resultat == ContactResult.JOINT, c.le.between(first, last)).distinct().subquery("contacts")
    )


def _cover(first: date, last: date) -> Subquery:
    """Give what covers a day of the period, and what covers the day of the observation: the last one, or the eve of majority."""
    s, of_age = m.situation.c, m.echeance.c
    majority = of_age.legale_le
    qualifying = s.nature != EXEMPTION
    not_void = or_(s.rompue_le.is_(None), and_(s.rompue_le > first, s.rompue_le > s.debut_le))
    observed = and_(
        s.debut_le < majority,
        or_(s.fin_le >= last, s.fin_le >= eve_of(majority)),
        or_(s.rompue_le.is_(None), s.rompue_le > last, s.rompue_le >= majority),
    )
    return (
        select(
            s.dossier_id,
            func.max(_one(qualifying)).label("in_period"),
            func.max(_one(and_(qualifying, observed))).label("compliant"),
            func.max(_one(and_(qualifying, observed, s.nature != Nature.ACCOMPAGNEMENT))).label("beyond"),
            func.max(_one(and_(s.nature.in_(_PROFESSIONAL), observed))).label("professional"),
            func.max(_one(and_(s.nature == EXEMPTION, observed))).label("exempt"),
        )
        .select_from(
            m.situation.join(
                m.echeance,
                (of_age.dossier_id == s.dossier_id) & (of_age.ouverte_par == _OPENING_N) & (of_age.slug == Delay.MAJORITE),
            )
        )
        .where(s.debut_le <= last, s.fin_le >= first, not_void, majority > first)
        .group_by(s.dossier_id)
        .subquery("cover")
    )


def _one(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


class eve_of(FunctionElement[date]):  # noqa: N801 — reads as the SQL function it stands for
    """The day before a day: the one computation on dates that the two bases write differently."""

    type = Date()
    inherit_cache = True
    name = "eve_of"


@compiles(eve_of, "sqlite")
def _eve_on_sqlite(element: eve_of, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, '-1 day')"


@compiles(eve_of)
def _eve_elsewhere(element: eve_of, compiler: Any, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)} - 1)"
