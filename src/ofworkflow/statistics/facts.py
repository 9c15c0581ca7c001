"""What is counted, worked out by the base in one pass: one row a dossier of the population, every measure on
it.

The rows lie in a temporary table for as long as figures are drawn from them: sums by group, distributions,
dossiers behind one. The journal says what was done, less what was voided; delays, appointments and situations
are read, never worked out again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    Boolean,
    Column,
    CompoundSelect,
    Connection,
    Date,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    func,
    insert,
    or_,
    select,
)

from ofworkflow.procedure.fields import BROKEN_DOWN_BY
from ofworkflow.records import dataclass
from ofworkflow.statistics import aggregates
from ofworkflow.statistics.durations import durations_of
from ofworkflow.statistics.indicators.catalogue import MEASURES
from ofworkflow.statistics.indicators.kinds import Measure
from ofworkflow.statistics.population import population
from ofworkflow.statistics.sources import Question, known
from ofworkflow.storage import models as m

if TYPE_CHECKING:
    from sqlalchemy.schema import SchemaItem

    from ofworkflow.statistics.sources import Answer

_FLUSH = 1_000  # rows fetched at a time


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """The dossiers of a period, counted one by one."""

    connection: Connection
    rows: Table
    durations: Table

    def sums(self, by: Sequence[str]) -> Sequence[Answer]:
        """Return a row for each combination of these columns that is met, with the sum of every measure."""
        columns = [self.rows.c[name] for name in by]
        sums = [func.sum(self.rows.c[measure]).label(measure) for measure in MEASURES]
        return self.connection.execute(select(*columns, *sums).group_by(*columns)).all()

    def days(self, by: Sequence[str]) -> Sequence[Answer]:
        """Return how many durations of each kind lasted so many days, for each combination of these
        columns."""
        d, columns = self.durations.c, [self.rows.c[name] for name in by]
        what = [*columns, d.kind, d.days]
        question = select(*what, func.count().label("times")).join(
            self.rows, self.rows.c.dossier_id == d.dossier_id
        )
        return self.connection.execute(question.group_by(*what)).all()

    def behind(self, *measures: Measure) -> Sequence[Answer]:
        """Return the dossiers that one of these measures counts: reference, minor, each measure; in the
        order of opening."""
        wanted = [self.rows.c[measure] for measure in measures]
        d, j = m.dossier.c, m.jeune.c
        question = select(
            d.reference, j.nom, j.prenom, j.naissance, j.commune, d.etape, d.conseiller, *wanted
        )
        question = question.join(m.dossier, d.id == self.rows.c.dossier_id).join(m.jeune, j.id == d.jeune_id)
        return self.connection.execute(
            question.where(or_(*(column > 0 for column in wanted))).order_by(d.ouvert_le, d.reference)
        ).all()

    def vectors(self) -> Iterator[tuple[str, dict[str, int]]]:
        """Yield each dossier of the population with the measures that are not 0, in the order of
        references."""
        d = m.dossier.c
        question = select(d.reference, *(self.rows.c[measure] for measure in MEASURES)).join(
            m.dossier, d.id == self.rows.c.dossier_id
        )
        for row in self.connection.execute(
            question.order_by(d.reference).execution_options(yield_per=_FLUSH)
        ):
            yield row[0], {measure: count for measure, count in zip(MEASURES, row[1:], strict=True) if count}


@contextmanager
def gathered(
    connection: Connection, *, first: date, last: date, known_at: datetime | None = None
) -> Iterator[PeriodFacts]:
    """Work out the facts of the period (both days included, observed on the last one), as known at that
    instant; `None`: now."""
    space = MetaData()
    who, rows, durations = _who(space), _rows(space), _durations(space)
    with known(connection, known_at) as sources:
        space.create_all(connection, checkfirst=False)
        _fill(connection, who, population(connection, sources, first, last))
        _fill(connection, durations, durations_of(sources, who, first, last))
        _fill(connection, rows, aggregates.measures(sources, who, first, last))
        yield PeriodFacts(connection, rows, durations)
        space.drop_all(
            connection, checkfirst=False
        )  # after an error the transaction ends, and they go with it


def _fill(
    connection: Connection, table: Table, question: Question | CompoundSelect[tuple[int, str, int]]
) -> None:
    connection.execute(
        insert(table).from_select([str(column.key) for column in question.selected_columns], question)
    )
    # a new table has no statistics: without them the base cannot tell a mission locale from a country
    connection.exec_driver_sql(f"ANALYZE {table.name}")


def _broken_down_by() -> list[Column[str] | Column[int] | Column[bool]]:
    yes_no = [name for name in BROKEN_DOWN_BY if isinstance(m.jeune.c[name].type, Boolean)]
    texts = [*(name for name in BROKEN_DOWN_BY if name not in yes_no), "source", "conseiller"]
    return [
        *(Column(name, String) for name in texts),
        Column("age", SmallInteger),
        *(Column(name, Boolean) for name in yes_no),
    ]


def _who(space: MetaData) -> Table:
    days = ("majority", "reported_on", "exit_on")
    return _temporary(
        "stat_population",
        space,
        *(Column(d, Date) for d in days),
        Column("exit_reason", String),
        *_broken_down_by(),
    )


def _rows(space: MetaData) -> Table:
    return _temporary(
        "stat_faits", space, *_broken_down_by(), *(Column(measure, SmallInteger) for measure in MEASURES)
    )


def _durations(space: MetaData) -> Table:
    columns = (Column("dossier_id", Integer), Column("kind", String), Column("days", Integer))
    return Table("stat_durees", space, *columns, prefixes=["TEMPORARY"])


def _temporary(name: str, space: MetaData, *columns: SchemaItem) -> Table:
    key = Column("dossier_id", Integer, primary_key=True, autoincrement=False)
    return Table(name, space, key, *columns, prefixes=["TEMPORARY"])
