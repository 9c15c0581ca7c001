"""Who is counted, and what each is broken down by: minors of 16 or 17 with a dossier open on at least one
day of the period."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from ofworkflow.law.periods import add_years
from ofworkflow.procedure.fields import BROKEN_DOWN_BY
from ofworkflow.procedure.requests import VOIDING
from ofworkflow.procedure.vocabulary import Act, Closing, Delay, Stage
from ofworkflow.statistics.sources import Columns, Expression, Question, Sources
from ofworkflow.statistics.sql_days import eve_of
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own

LEFT_OUT = (Closing.ERREUR, Closing.DOUBLON, Closing.DECES)
"""A dossier closed so is in no figure, whenever it was closed."""

_OPENING_N = 1  # the entry « ouvrir »


def population(connection: Connection, known: Sources, first: date, last: date) -> Question:
    """Return the question: a row a dossier of the population, with what it is broken down by and how it left.

    `majority`: the 18th birthday. `exit_on`: the day of a closing of the period that still holds at its end,
    no later than the eve of majority; `exit_reason`: its motif. Both NULL for the others: one closed by
    mistake, and reopened since, did not leave.
    """
    d, j, of_age = m.dossier, m.jeune, known.delays.c
    closings, closing = _closings(connection, known, first, last), known.journal.alias("closing")
    begun, waited = _begun(known), known.delays.alias("waited").c
    waits = exists().where(waited.dossier_id == d.c.id, waited.slug == Delay.SEIZE_ANS)
    ended = and_(
        closing.c.dossier_id == d.c.id,
        closing.c.n == closings.c.closed_n,
        closings.c.closed_n > closings.c.reopened_n,
        closing.c.fait_le >= first,
        ~_left_out(closing.c),
    )
    exit_on = case((closing.c.fait_le < of_age.legale_le, closing.c.fait_le), else_=eve_of(of_age.legale_le))
    return (
        select(
            d.c.id.label("dossier_id"),
            of_age.legale_le.label("majority"),
            case((begun.c.woken_on > d.c.signale_le, begun.c.woken_on), else_=d.c.signale_le).label(
                "reported_on"  # reported before 16, it is a report of the birthday
            ),
            case((closing.c.n.is_not(None), exit_on)).label("exit_on"),
            closing.c.donnees["demande", "motif"].as_string().label("exit_reason"),
            *(j.c[name] for name in BROKEN_DOWN_BY),
            # 17 on the day of the observation; who turns 18 before it is observed on the eve, at 17
            case((of_age.legale_le <= add_years(last, 1), literal(17)), else_=literal(16)).label("age"),
            d.c.source,
            d.c.conseiller,
        )
        .select_from(
            d.join(j, j.c.id == d.c.jeune_id)
            .join(
                known.delays,
                (of_age.dossier_id == d.c.id)
                & (of_age.ouverte_par == _OPENING_N)
                & (of_age.slug == Delay.MAJORITE),
            )
            .outerjoin(begun, begun.c.dossier_id == d.c.id)
            .outerjoin(closings, closings.c.dossier_id == d.c.id)
            .outerjoin(closing, ended)
        )
        # In scope at the opening (a guard of « ouvrir ») or since it waited for 16, so 16 or 17 on a day of
        # the period unless of age before it, or under 16 still by a birth date that was corrected since.
        .where(*own(connection, d), known.opened, d.c.ouvert_le <= last)
        .where(of_age.legale_le > first, of_age.legale_le <= add_years(last, 2))
        .where(or_(begun.c.begun_on <= last, ~waits))
        .where(or_(closings.c.dossier_id.is_(None), closings.c.is_in))
        # reopened once of age, by a birth date that was corrected since, is open on no day of the period
        .where(
            or_(closings.c.dossier_id.is_(None), closings.c.was_open, closings.c.again_on < of_age.legale_le)
        )
    )


def begins(entry: Columns) -> ColumnElement[bool]:
    """Tell the entries by which a dossier begins, or begins again: opened, 16 where it waited for that,
    reported again once closed."""
    waits = entry.vers == Stage.ATTENTE
    return or_(
        and_(entry.acte == Act.OUVRIR, ~waits),
        entry.acte == Act.CONSTATER_AGE,
        and_(begins_again(entry), ~waits),
    )


def _begun(known: Sources) -> Subquery:
    """Give, of each dossier that waited for 16 or was reported again, when it began: `woken_on` at 16."""
    j = known.journal.c
    woken = case((j.acte == Act.CONSTATER_AGE, j.fait_le))
    return (
        live(known, j.dossier_id, func.min(j.fait_le).label("begun_on"), func.max(woken).label("woken_on"))
        .where(j.acte.in_((Act.CONSTATER_AGE, Act.SIGNALER)), begins(j))
        .group_by(j.dossier_id)
        .subquery("begun")
    )


def live(known: Sources, *columns: Expression) -> Question:
    """Begin a question on the entries of the journal that no later one voids, and that we did."""
    j = known.journal.c
    voided = select(j.dossier_id, j.donnees["annule"].as_integer()).where(j.acte.in_(VOIDING))
    return select(*columns).where(tuple_(j.dossier_id, j.n).not_in(voided), is_ours(j))


def is_ours(entry: Columns) -> ColumnElement[bool]:
    """Tell the entries that another mission locale did not do before us: those are no figure of ours."""
    # looked for in the text: every entry is asked, and few are theirs
    return ~cast(entry.donnees, Text).contains('"repris_de":')


def of_ours(known: Sources, dossier_id: ColumnElement[int], n: ColumnElement[int]) -> ColumnElement[bool]:
    """Tell what comes of an entry of ours."""
    theirs = known.journal.alias("theirs").c
    return ~exists().where(theirs.dossier_id == dossier_id, theirs.n == n, ~is_ours(theirs))


def not_voided(known: Sources, entry: Columns, n: ColumnElement[int] | None = None) -> ColumnElement[bool]:
    """Tell the entries that no later one voids; `n`: instead, those whose letters are of such an act."""
    a = known.journal.alias("voiding").c
    return ~exists().where(
        a.dossier_id == entry.dossier_id,
        a.n > entry.n,
        a.acte.in_(VOIDING),
        a.donnees["annule"].as_integer() == (entry.n if n is None else n),
    )


def noted_again(known: Sources, last: date) -> Question:
    """The notices whose posting was noted again once the département had answered: nothing waits for them any
    more, and they left all the same."""
    j, waits = known.journal.alias("posted").c, known.delays.alias("waits").c
    corrected, gone = known.journal.alias("corrected").c, known.journal.alias("gone").c
    act_n = j.donnees["demande", "acte_n"].as_integer()
    withdrawn = exists().where(
        gone.dossier_id == j.dossier_id, gone.acte.in_(VOIDING), gone.donnees["annule"].as_integer() == act_n
    )
    awaited = exists().where(
        waits.dossier_id == j.dossier_id, waits.slug == Delay.ACCUSE_DEPARTEMENT, waits.ouverte_par > act_n,
        waits.ouverte_par <= j.n,
    )  # fmt: skip
    return select(j.dossier_id, j.n, j.fait_le).where(
        j.acte == Act.POSTER,
        j.dossier_id.in_(select(corrected.dossier_id).where(corrected.acte == Act.CORRIGER)),
        j.donnees["demande", "information"].as_string().is_not(None),
        j.fait_le <= last, not_voided(known, j), ~withdrawn, ~awaited,
    )  # fmt: skip


def _closings(connection: Connection, known: Sources, first: date, last: date) -> Subquery:
    """Give, of each dossier ever closed, the entries that closed and reopened it by the end of the period.

    `is_in`: it was not closed before the period for good, nor ever closed as one that is in no figure;
    `was_open`: it was not closed when the period began; `again_on`: the first day of the period on which it
    was open again.
    """
    j = known.journal.c
    closed, reopened = j.acte == Act.CLOTURER, reopens(j)
    left_out = _left_out(j)

    def last_n(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.max(case((condition, j.n), else_=0))

    reopened_n = last_n(and_(reopened, j.fait_le <= last))
    return (
        live(
            known,
            j.dossier_id,
            last_n(and_(closed, j.fait_le <= last)).label("closed_n"),
            reopened_n.label("reopened_n"),
            and_(
                last_n(and_(closed, j.fait_le < first)) <= reopened_n,
                last_n(and_(closed, left_out)) <= last_n(reopened),
            ).label("is_in"),
            (last_n(and_(closed, j.fait_le < first)) <= last_n(and_(reopened, j.fait_le < first))).label(
                "was_open"
            ),
            func.min(case((and_(reopened, j.fait_le.between(first, last)), j.fait_le))).label("again_on"),
        )
        .where(j.acte.in_((Act.CLOTURER, Act.ROUVRIR, Act.SIGNALER)), *_of_own(connection, j.dossier_id))
        .group_by(j.dossier_id)
        .subquery("closings")
    )


def reopens(entry: Columns) -> ColumnElement[bool]:
    """Tell the entries by which a closed dossier is open again: reopened, or reported again."""
    return or_(entry.acte == Act.ROUVRIR, begins_again(entry))


def begins_again(entry: Columns) -> ColumnElement[bool]:
    """Tell the reports that begin another cycle of a dossier that was closed."""
    return and_(entry.acte == Act.SIGNALER, entry.de == Stage.CLOTURE)


def _left_out(entry: Columns) -> ColumnElement[bool]:
    motif: ColumnElement[str] = entry.donnees["demande", "motif"].as_string()
    return motif.in_([str(wrong) for wrong in LEFT_OUT])


def _of_own(connection: Connection, dossier_id: ColumnElement[int]) -> list[ColumnElement[bool]]:
    """Keep the dossiers of the mission locale that asks, so that a country's closings are not read for one
    of its houses."""
    mine = own(connection, m.dossier)
    return [dossier_id.in_(select(m.dossier.c.id).where(*mine))] if mine else []
