"""The measures of each dossier, as questions on the sources: what was done, who came, what runs, what covers
which day.

Each part is one aggregate a dossier; `measures` puts them side by side. No date is computed here but the eve
of a day, a number of days, and the third and sixth month of a notice: the delays are those that the journal
wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Table,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

from ofworkflow.procedure.case import EXEMPTION
from ofworkflow.procedure.fields import BROKEN_DOWN_BY
from ofworkflow.procedure.natures import NATURES
from ofworkflow.procedure.vocabulary import (
    Act,
    Closing,
    ContactNature,
    ContactResult,
    Delay,
    DelayState,
    Nature,
    Presence,
    Stage,
)
from ofworkflow.statistics.indicators.catalogue import BY_MEASURE, MEASURES
from ofworkflow.statistics.indicators.judging import Judging
from ofworkflow.statistics.indicators.kinds import Measure
from ofworkflow.statistics.indicators.leaving import Leaving
from ofworkflow.statistics.indicators.meeting import Meeting
from ofworkflow.statistics.indicators.noticing import Noticing
from ofworkflow.statistics.indicators.reaching import Reaching
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.statistics.population import (
    begins,
    is_ours,
    live,
    not_voided,
    noted_again,
    of_ours,
)
from ofworkflow.statistics.sources import Columns, Question, Sources
from ofworkflow.statistics.sql_days import eve_of, months_after

_WITH_REPRESENTATIVE = (Presence.REPRESENTANT, Presence.LES_DEUX)
_PROFESSIONAL = [str(row.nature) for row in NATURES.values() if row.professional]
_TRIGGERS = {"1": Reaching.SECOND_1, "2": Reaching.SECOND_2, "3": Reaching.SECOND_3}
_PERSONS = {
    Reaching.FIRST: Reaching.FIRST_PERSONS,
    Reaching.SECOND: Reaching.SECOND_PERSONS,
    Reaching.SECOND_1: Reaching.SECOND_1_PERSONS,
    Reaching.SECOND_2: Reaching.SECOND_2_PERSONS,
    Reaching.SECOND_3: Reaching.SECOND_3_PERSONS,
    Noticing.NOTICES: Noticing.NOTICED,
    Meeting.FIRST_ABSENT: Meeting.ABSENT_PERSONS,
}
_REPORTS = (Act.OUVRIR, Act.SIGNALER, Act.CONSTATER_AGE)
_UNANSWERED = tuple(result for result in ContactResult if not result.reached)
_REACHED = [str(result) for result in ContactResult if result.reached]
_BY_NATURE = {
    ContactNature.SMS: Meeting.BY_SMS,
    ContactNature.COURRIEL: Meeting.BY_COURRIEL,
    ContactNature.TELEPHONE: Meeting.BY_TELEPHONE,
}
_EXITS = {
    Closing.MAJORITE: Leaving.EXITS_MAJORITE,
    Closing.DEMENAGEMENT: Leaving.EXITS_DEMENAGEMENT,
    Closing.DEPART_ETRANGER: Leaving.EXITS_DEPART_ETRANGER,
    Closing.HORS_CHAMP: Leaving.EXITS_HORS_CHAMP,
}
_LATER = (
    (3, Noticing.JUDGED_3, Noticing.BACK_3),
    (6, Noticing.JUDGED_6, Noticing.BACK_6),
)  # months after a notice


def measures(known: Sources, who: Table, first: date, last: date) -> Question:
    """Return the question: a row a dossier of `who`, what it is broken down by, then every measure, in
    their order."""
    parts = {name: part(known, who, first, last).subquery(name) for name, part in _PARTS.items()}
    columns = _columns(who, {name: part.c for name, part in parts.items()}, first, last)
    joined: FromClause = who
    for part in parts.values():
        joined = joined.outerjoin(part, part.c.dossier_id == who.c.dossier_id)
    broken_down = [who.c[name] for name in (*BROKEN_DOWN_BY, "source", "conseiller", "age")]
    return select(
        who.c.dossier_id, *broken_down, *(columns[measure].label(measure) for measure in MEASURES)
    ).select_from(joined)


def _columns(
    who: Table, part: Mapping[str, Columns], first: date, last: date
) -> dict[Measure, ColumnElement[int]]:
    columns: dict[Measure, ColumnElement[int]] = {
        BY_MEASURE[column.name].measure: func.coalesce(column, 0)
        for table in part.values()
        for column in table
        if column.name in BY_MEASURE
    }
    for acts, persons in _PERSONS.items():
        columns[persons] = _one(columns[acts] > 0)
    cover, received, joined = part["covers"], columns[Reaching.RECEIVED] > 0, columns[Reaching.CONTACTED] > 0
    compliant, exempt = cover.observed == 1, and_(func.coalesce(cover.observed, 0) == 0, cover.exempted == 1)
    covered = or_(compliant, exempt)
    followed = or_(received, cover.in_period == 1)
    uncovered = ~func.coalesce(covered, False)
    gone = who.c.exit_on.is_not(None)
    more: dict[Measure, ColumnElement[int]] = {
        Standing.POPULATION: literal(1),
        Standing.FOLLOWED: _one(followed),
        Standing.COMPLIANT: _one(compliant),
        Standing.COMPLIANT_BEYOND: _one(cover.beyond == 1),
        Standing.PROFESSIONAL: _one(cover.professional_then == 1),
        Standing.EXEMPT: _one(exempt),
        # Who meets the obligation is not counted as exempt, even while a certificate still runs.
        Standing.BOUND: _one(and_(followed, ~func.coalesce(exempt, False))),
        Standing.WITHOUT: _one(and_(uncovered, or_(received, joined))),
        Standing.UNKNOWN: _one(and_(uncovered, ~received, ~joined)),
        Leaving.EXITS: _one(gone),
        **{measure: _one(who.c.exit_reason == str(motif)) for motif, measure in _EXITS.items()},
        Leaving.EXITS_PROFESSIONAL: _one(cover.left_professional == 1),
        Leaving.EXITS_COMPLIANT: _one(and_(cover.left_professional == 0, cover.left_compliant == 1)),
        Leaving.EXITS_EXEMPT: _one(and_(cover.left_compliant == 0, cover.left_exempt == 1)),
        Leaving.EXITS_WITHOUT: _one(
            and_(gone, func.coalesce(cover.left_compliant + cover.left_exempt, 0) == 0)
        ),
        Meeting.EXPECTED: columns[Meeting.FIRST_EXPECTED] + columns[Meeting.SECOND_EXPECTED],
        Meeting.NO_SHOW: columns[Meeting.FIRST_ABSENT] + columns[Meeting.SECOND_ABSENT],
        Noticing.NOTICES_IN_TIME: columns[Noticing.NOTICES] - columns[Noticing.NOTICES_LATE],
        Meeting.CONTACTS: columns[Meeting.BY_ENTRETIEN]
        + sum((columns[x] for x in _BY_NATURE.values()), columns[Meeting.BY_AUTRES]),
    }
    return columns | more


def _acts(known: Sources, who: Table, first: date, last: date) -> Question:
    """What was done in the period: reports received, interviews held, convocations made."""
    j = known.journal.c
    received, summoned = j.acte == Act.RECEVOIR, j.acte == Act.CONVOQUER
    # reported before 16, it is a report of the birthday
    reported = and_(j.acte.in_(_REPORTS), j.vers != Stage.ATTENTE)
    present = (
        j.donnees["demande", "present"].as_string().in_([str(presence) for presence in _WITH_REPRESENTATIVE])
    )
    second, trigger = and_(summoned, j.vers == Stage.CONVOCATION), j.donnees["declencheur"].as_string()
    return _each(
        live(
            known, j.dossier_id,
            func.max(_one(begins(j))).label(Reaching.OPENED),
            _sum(reported, Reaching.SIGNALEMENTS),
            func.max(_one(received)).label(Reaching.RECEIVED),
            func.max(_one(and_(received, present))).label(Reaching.RECEIVED_WITH),
            _sum(received, Meeting.BY_ENTRETIEN),
            _sum(and_(summoned, j.vers == Stage.ENTRETIEN), Reaching.FIRST),
            _sum(second, Reaching.SECOND),
            *(_sum(and_(second, trigger == number), measure) for number, measure in _TRIGGERS.items()),
        ).where(j.acte.in_((*_REPORTS, Act.RECEVOIR, Act.CONVOQUER)), j.fait_le.between(first, last)),
        j.dossier_id, who,
    )  # fmt: skip


def _contacts(known: Sources, who: Table, first: date, last: date) -> Question:
    """What was tried to reach the minor in the period, and whether somebody was reached."""
    c = known.contact.c
    others = c.nature.not_in([str(nature) for nature in _BY_NATURE])
    return _each(
        select(
            c.dossier_id,
            func.max(_one(c.resultat.in_(_REACHED))).label(Reaching.CONTACTED),
            *(_sum(c.nature == nature, measure) for nature, measure in _BY_NATURE.items()),
            _sum(others, Meeting.BY_AUTRES),
            _sum(c.resultat.in_([str(result) for result in _UNANSWERED]), Meeting.UNANSWERED),
        ).where(c.le.between(first, last)),
        c.dossier_id, who,
    )  # fmt: skip


def _covers(known: Sources, who: Table, first: date, last: date) -> Question:
    """What covers a day of the period, the day of the observation (the last one, or the eve of majority),
    the day of the exit."""
    s, majority, exit_on = known.coverages.c, who.c.majority, who.c.exit_on
    qualifying, exemption = s.nature != EXEMPTION, s.nature == EXEMPTION
    professional = s.nature.in_(_PROFESSIONAL)
    observed = and_(
        s.debut_le <= last,
        s.debut_le < majority,
        or_(s.fin_le >= last, s.fin_le >= eve_of(majority)),
        or_(s.rompue_le.is_(None), s.rompue_le > last, s.rompue_le >= majority),
    )
    at_exit = and_(
        s.debut_le <= exit_on, s.fin_le >= exit_on, or_(s.rompue_le.is_(None), s.rompue_le > exit_on)
    )
    lasted = or_(s.rompue_le.is_(None), and_(s.rompue_le > first, s.rompue_le > s.debut_le))
    return (
        select(
            s.dossier_id,
            func.max(_one(and_(qualifying, s.debut_le < majority))).label("in_period"),
            func.max(_one(and_(qualifying, observed))).label("observed"),
            func.max(_one(and_(qualifying, observed, s.nature != Nature.ACCOMPAGNEMENT))).label("beyond"),
            func.max(_one(and_(professional, observed))).label("professional_then"),
            func.max(_one(and_(exemption, observed))).label("exempted"),
            func.max(_one(and_(professional, at_exit))).label("left_professional"),
            func.max(_one(and_(qualifying, at_exit))).label("left_compliant"),
            func.max(_one(and_(exemption, at_exit))).label("left_exempt"),
        )
        .join(who, who.c.dossier_id == s.dossier_id)
        .where(s.debut_le <= last, s.fin_le >= first, lasted)
        .group_by(s.dossier_id)
    )


def _visits(known: Sources, who: Table, first: date, last: date) -> Question:
    """Who came and who did not, at the appointments of the period whose outcome is one or the other."""
    r = known.appointments.c
    absent = r.issue == "absent"
    kinds = (
        (Stage.ENTRETIEN, Meeting.FIRST_EXPECTED, Meeting.FIRST_ABSENT),
        (Stage.CONVOCATION, Meeting.SECOND_EXPECTED, Meeting.SECOND_ABSENT),
    )
    sums = [
        _sum(condition, measure)
        for stage, expected, no_show in kinds
        for condition, measure in ((r.etape == stage, expected), (and_(r.etape == stage, absent), no_show))
    ]
    return _each(
        select(r.dossier_id, *sums).where(
            r.le.between(first, last), r.issue.in_(("tenu", "absent")), of_ours(known, r.dossier_id, r.n)
        ),
        r.dossier_id,
        who,
    )


def _delays(known: Sources, who: Table, first: date, last: date) -> Question:
    """The delays that come to their legal end in the period, each judged then and only then."""
    e = known.delays.c
    interview, outcome = e.slug == Delay.PREMIER_ENTRETIEN, e.slug == Delay.DEPARTEMENT
    met = e.etat == DelayState.TENUE
    young = and_(
        interview,
        e.legale_le > last,
        e.depart_le.between(first, last),
        or_(e.close_le.is_(None), e.close_le > last),
    )
    due = e.legale_le.between(first, last)
    not_moot = case((outcome, _not_moot(known)), else_=e.etat != DelayState.SANS_OBJET)
    return _each(
        select(
            e.dossier_id,
            _sum(and_(interview, due, not_moot), Judging.INTERVIEW_JUDGED),
            _sum(and_(interview, due, met), Judging.INTERVIEW_IN_TIME),
            _sum(and_(outcome, due, not_moot), Judging.OUTCOME_JUDGED),
            _sum(and_(outcome, due, not_moot, e.close_le <= e.legale_le), Judging.OUTCOME_IN_TIME),
            _sum(young, Judging.TOO_YOUNG),
        ).where(
            e.slug.in_((Delay.PREMIER_ENTRETIEN, Delay.DEPARTEMENT)),
            or_(due, young),
            ~held_by_others(known),
        ),
        e.dossier_id, who,
    )  # fmt: skip


def _notices(known: Sources, who: Table, first: date, last: date) -> Question:
    """The notices to the département: in time, answered, and what became of the minor in the months after.

    A notice is of the day on which it left: an answer is then awaited, whichever entry opened that wait (the
    posting; in the first journals, the act itself).
    """
    e, s, r = known.delays.c, known.coverages.c, known.journal.alias("answers").c
    awaited = known.delays.alias("awaited").c
    left = (
        select(awaited.dossier_id, awaited.ouverte_par.label("n"), awaited.depart_le.label("fait_le"))
        .where(awaited.slug == Delay.ACCUSE_DEPARTEMENT, awaited.depart_le <= last)
        .union_all(noted_again(known, last))
        .subquery("left_")
        .c
    )
    sent = select(
        left.dossier_id,
        left.n,
        left.fait_le,
        func.lead(left.n).over(partition_by=left.dossier_id, order_by=left.n).label("next_n"),
    ).subquery("sent")
    n = sent.c
    late = exists().where(
        e.dossier_id == n.dossier_id,
        e.slug == Delay.DEPARTEMENT,
        e.close_le == n.fait_le,
        e.etat == DelayState.HORS_DELAI,
    )
    answered = exists().where(
        r.dossier_id == n.dossier_id,
        r.n > n.n,
        or_(n.next_n.is_(None), r.n < n.next_n),
        r.acte == Act.ENREGISTRER_REPONSE,
        r.fait_le <= last,
        not_voided(known, r),
    )
    of_period = n.fait_le.between(first, last)
    columns = [
        _sum(of_period, Noticing.NOTICES),
        _sum(and_(of_period, late), Noticing.NOTICES_LATE),
        _sum(and_(of_period, answered), Noticing.NOTICES_ANSWERED),
    ]
    for months, judged, back in _LATER:
        mark = months_after(n.fait_le, literal(months, Integer))
        old_enough = and_(mark.between(first, last), mark < who.c.majority)
        again = exists().where(
            s.dossier_id == n.dossier_id, s.n > n.n, s.nature != EXEMPTION, s.debut_le <= mark,
            or_(s.rompue_le.is_(None), s.rompue_le > s.debut_le),
        )  # fmt: skip
        columns += [_sum(old_enough, judged), _sum(and_(old_enough, again), back)]
    return select(n.dossier_id, *columns).join(who, who.c.dossier_id == n.dossier_id).group_by(n.dossier_id)


_PARTS: Mapping[str, Callable[[Sources, Table, date, date], Question]] = {
    "acts": _acts,
    "contacts": _contacts,
    "covers": _covers,
    "visits": _visits,
    "delays": _delays,
    "notices": _notices,
}


def judged(e: Columns, slug: Delay, first: date, last: date) -> ColumnElement[bool]:
    """Tell the delays of a kind that come to their legal end in the period."""
    return and_(e.slug == slug, e.legale_le.between(first, last))


def held_by_others(known: Sources) -> ColumnElement[bool]:
    """Tell the first interviews that another mission locale held before us."""
    e, j = known.delays.c, known.journal.alias("held").c
    return exists().where(
        e.slug == Delay.PREMIER_ENTRETIEN, j.dossier_id == e.dossier_id, j.acte == Act.RECEVOIR,
        j.fait_le == e.close_le, ~is_ours(j),
    )  # fmt: skip


def _not_moot(known: Sources) -> ColumnElement[bool]:
    """Tell the two months that ended with an outcome, late or never, from those that a closing made
    pointless before that."""
    e = known.delays.c
    return or_(
        e.etat != DelayState.SANS_OBJET,
        e.close_le > e.legale_le,
        ended_by(known, Act.CONSTATER_SITUATION, Act.EXEMPTER),
    )


def ended_by(known: Sources, *acts: Act, carrying_notice: bool = False) -> ColumnElement[bool]:
    """Tell the delays that one of these acts ended; `carrying_notice`: postings of a notice only."""
    e, j = known.delays.c, known.journal.alias("ending").c
    of_act = j.donnees["demande", "acte_n"].as_integer()
    notice = j.donnees["demande", "information"].as_string().is_not(None)
    return exists().where(
        *((notice, not_voided(known, j, of_act)) if carrying_notice else ()),
        j.dossier_id == e.dossier_id,
        j.acte.in_(acts),
        j.fait_le == e.close_le,
        j.n
        > e.ouverte_par,  # noted while they ran: what was noted before them, the same day, did not end them
        not_voided(known, j),
    )


def _each(question: Question, dossier_id: ColumnElement[int], who: Table) -> Question:
    """Keep the dossiers of the population, one row each."""
    return question.where(dossier_id.in_(select(who.c.dossier_id))).group_by(dossier_id)


def _sum(condition: ColumnElement[bool], measure: Measure) -> ColumnElement[int]:
    return func.sum(_one(condition)).label(measure)


def _one(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
