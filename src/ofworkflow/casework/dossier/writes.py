"""What is written about dossiers: an entry more, and every projection that follows from it, whole or not
at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import date, datetime
from functools import cache
from typing import TypedDict, TypeVar

from sqlalchemy import Connection, and_, bindparam, case, delete, insert, literal, update

from ofworkflow.casework.dossier.births import BirthNoted, write_birth
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.opened import INTERNAL, WAITING, Opened
from ofworkflow.casework.dossier.persons import Persons
from ofworkflow.errors import ConcurrentChangeError
from ofworkflow.procedure.case import Appointment, CaseState, Coverage, HouseRules
from ofworkflow.procedure.due import Alerte
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.plan import Planned, PlannedAlerte, PlannedRefusal, plan
from ofworkflow.procedure.step_letters import EVERY_LETTER, Model
from ofworkflow.procedure.vocabulary import LetterState, Stage
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.journal_codec import encode
from ofworkflow.storage.noted_words import add_notes
from ofworkflow.storage.prepared import Prepared, together
from ofworkflow.storage.projections import appointment_row, coverage_row, delay_row
from ofworkflow.storage.rows import Values

_T = TypeVar("_T", Coverage, Appointment)


class AlerteGiven(TypedDict):
    """An alerte given, as its table keeps it."""

    dossier_id: int
    ouverte_par: int
    slug: str
    tombe_le: date
    jours_restants: int
    donnee_le: date
    enregistre_a: datetime


@dataclass(slots=True)
class Writes:
    """What is to be written for some dossiers, kept together so that a batch costs a few statements, not
    thousands."""

    journal: list[Values] = field(default_factory=list)
    delays: dict[tuple[int, int, str], Values] = field(default_factory=dict)
    gone_delays: list[Values] = field(default_factory=list)
    rows: dict[str, dict[tuple[int, int], Values]] = field(default_factory=lambda: defaultdict(dict))
    gone: dict[str, list[Values]] = field(default_factory=lambda: defaultdict(list))
    letters: list[Values] = field(default_factory=list)
    cancelled: list[tuple[int, int | None, frozenset[Model]]] = field(default_factory=list)
    given_back: list[tuple[int, int, frozenset[Model]]] = field(default_factory=list)
    alerts: list[AlerteGiven] = field(default_factory=list)
    planned: list[Values] = field(default_factory=list)
    taken_back: list[int] = field(default_factory=list)  # printed letters that must not leave any more
    births: list[BirthNoted] = field(default_factory=list)
    touched: dict[int, tuple[Opened, HouseRules]] = field(default_factory=dict)
    persons: dict[int, Persons] = field(
        default_factory=dict
    )  # of the dossiers whose letters are addressed to them

    def touch(self, opened: Opened, rules: HouseRules) -> None:
        """Note that the row of this dossier, and what the night will do of it, are to be worked out again."""
        self.touched[opened.id] = (opened, rules)

    def give(self, opened: Opened, alerte: Alerte, desk: Desk) -> None:
        """Give an alerte, as a fact: not given twice, and late when its night was missed."""
        by, slug = alerte.delay.key
        opened.warned[by, slug] = alerte.on
        self.alerts.append(
            {
                "dossier_id": opened.id, "ouverte_par": by, "slug": str(slug), "tombe_le": alerte.on,
                "jours_restants": alerte.days_left, "donnee_le": desk.today, "enregistre_a": desk.now,
            }
        )  # fmt: skip

    def cancel_letters(
        self, dossier_id: int, *, acte_n: int | None = None, models: frozenset[Model] = EVERY_LETTER
    ) -> None:
        """Cancel the letters that wait, those of an earlier act of these very writes included."""
        self.cancelled.append((dossier_id, acte_n, models))
        if acte_n is not None:  # given back a moment ago by what followed it, and voided in its turn
            self.given_back = [back for back in self.given_back if back[:2] != (dossier_id, acte_n)]
        for row in self.letters:
            concerned = acte_n in (None, row["acte_n"]) and row["modele"] in models
            if (
                row["dossier_id"] == dossier_id
                and concerned
                and (acte_n is not None or row["role"] != INTERNAL)
            ):
                row["etat"] = str(LetterState.ANNULE)

    def give_letters_back(self, dossier_id: int, acte_n: int, models: frozenset[Model]) -> None:
        """Let the letters of an act wait again: what had stopped them is voided."""
        self.given_back.append((dossier_id, acte_n, models))

    def flush(self, connection: Connection) -> None:
        """Write everything; raise `ConcurrentChangeError` when a dossier is no longer the one that was
        read."""
        futures = {
            number: tuple(plan(o.case, rules, o.warned)) for number, (o, rules) in self.touched.items()
        }
        rows = [_dossier_row(opened, futures[number]) for number, (opened, _) in self.touched.items()]
        self.planned += [row for number, future in futures.items() for row in rows_to_come(number, future)]
        for dossier_id, acte_n, models in self.cancelled:
            self.taken_back += _cancel_letters(connection, dossier_id, acte_n, models)
        for dossier_id, number, models in self.given_back:
            _give_back(connection, dossier_id, number, models)
        with together(connection):
            _UPDATE_DOSSIER.write(connection, *rows, or_else=_changed)
            _INSERT_JOURNAL.write(connection, *self.journal)
            add_notes(connection, self.journal)
            _DELETE_DELAY.write(connection, *self.gone_delays)
            _WRITE_DELAY.write(connection, *self.delays.values())
            for name in _PROJECTIONS:
                _DELETE[name].write(connection, *self.gone[name])
                _WRITE[name].write(connection, *self.rows[name].values())
            _INSERT_LETTER.write(connection, *self.letters)
            _INSERT_ALERT.write(connection, *self.alerts)
            _DELETE_PLAN.write(connection, *({"b_dossier_id": number} for number in self.touched))
            for sort in _SORTS:  # each with its own columns: most are warnings, of few
                _INSERT_PLAN.write(connection, *(row for row in self.planned if sort in row))
        for noted in self.births:
            write_birth(connection, noted)


def _changed() -> ConcurrentChangeError:
    return ConcurrentChangeError(
        "Quelqu'un d'autre vient de modifier ce dossier : rien n'a été écrit. Relisez-le (of voir), "
        "puis recommencez."
    )


def record(
    writes: Writes, opened: Opened, entry: Entry, desk: Desk, *, after: CaseState, note: str = ""
) -> None:
    """Add to `writes` the entry and what it changes; `after` is the case that the journal gives with it."""
    before = opened.case
    writes.journal.append(journal_row(opened.id, entry, desk, note))
    opened.entries.append(entry)
    opened.case = after
    if after.born_on != before.born_on:
        writes.births.append(BirthNoted(opened.id, opened.jeune_id, before.born_on, after.born_on, desk))
    _project_delays(writes, opened.id, before, after)
    if after.coverages is not before.coverages:
        _project(writes, "situation", opened.id, coverage_row, before.coverages, after.coverages)
    if after.appointments is not before.appointments:
        _project(writes, "rendez_vous", opened.id, appointment_row, before.appointments, after.appointments)
    writes.touch(opened, desk.rules)


def journal_row(dossier_id: int, entry: Entry, desk: Desk, note: str, **beside: object) -> Values:
    """Return the row of an entry: its legal day, the instant it is recorded, and what is kept beside it."""
    return {
        "dossier_id": dossier_id,
        "n": entry.n,
        "acte": str(entry.act),
        "de": str(entry.source) if entry.source else None,
        "vers": str(entry.dest),
        "fait_le": entry.done_on,
        "enregistre_a": desk.now,
        "auteur": entry.author,
        "note": note or None,
        "donnees": encode(entry) | beside,
    }


def dossier_columns(case: CaseState, future: Sequence[Planned]) -> Values:
    """Return the columns of the dossier's row that a replay gives."""
    slug, on = _following(case)
    return {
        "etape": str(case.stage),
        "clos_le": case.closed_on,
        "prochaine_echeance": slug,
        "prochaine_le": on,
        "nuit_le": future[0].on if future else None,
    }


def planned_rows(dossier_id: int, future: Sequence[Planned]) -> list[Values]:
    """Return the rows of what the night will write about a dossier left alone, whole: what is not said is
    NULL."""
    return [_NOTHING | row for row in rows_to_come(dossier_id, future)]


def rows_to_come(dossier_id: int, future: Sequence[Planned]) -> list[Values]:
    """Return the same rows, each with the columns of its sort: to be written."""
    return [
        {"dossier_id": dossier_id, "rang": rank, "le": p.on, **_planned(p)} for rank, p in enumerate(future)
    ]


def _planned(planned: Planned) -> Values:
    if isinstance(planned, PlannedAlerte):
        by, slug = planned.alerte.delay.key
        return {"ouverte_par": by, "slug": str(slug), "jours_restants": planned.alerte.days_left}
    if isinstance(planned, PlannedRefusal):
        return {"refus": planned.reason}
    entry, (slug_after, on_after) = planned.entry, _following(planned.after)
    # an entry, the delays it opens and ends, one letter: an act that did more would need a person
    [letter] = planned.decision.letters or (None,)
    return {
        "n": entry.n,
        "acte": str(entry.act),
        "de": str(entry.source),
        "vers": str(entry.dest),
        "donnees": encode(entry),
        "modele": str(letter.model) if letter else None,
        "prochaine_echeance": slug_after,
        "prochaine_le": on_after,
    }


def _following(case: CaseState) -> tuple[str | None, date | None]:
    delay = None if case.stage is Stage.CLOTURE else next(iter(case.open_delays()), None)
    return (str(delay.slug), delay.dates.legal_on) if delay else (None, None)


def _dossier_row(opened: Opened, future: Sequence[Planned]) -> Values:
    return {
        "b_id": opened.id,
        "b_version": opened.version,
        "version": opened.version + 1,
        **dossier_columns(opened.case, future),
    }


def _project_delays(writes: Writes, dossier_id: int, before: CaseState, after: CaseState) -> None:
    if after.delays is before.delays:
        return
    known = {delay.key: delay for delay in before.delays}
    for delay in after.delays:
        old = known.pop(delay.key, None)
        if old is not delay and old != delay:  # most stay: the very same
            writes.delays[dossier_id, *delay.key] = delay_row(dossier_id, delay)
    for by, slug in known:
        writes.delays.pop((dossier_id, by, slug), None)
        writes.gone_delays.append({"b_dossier_id": dossier_id, "b_ouverte_par": by, "b_slug": str(slug)})


def _project(
    writes: Writes,
    name: str,
    dossier_id: int,
    row_of: Callable[[int, _T], Values],
    before: Sequence[_T],
    after: Sequence[_T],
) -> None:
    """Note the rows of what is no longer as it was, and of what is no longer there: an entry gives one at
    most."""
    known = {one.n: one for one in before}
    for one in after:
        old = known.pop(one.n, None)
        if old is not one and old != one:
            writes.rows[name][dossier_id, one.n] = row_of(dossier_id, one)
    for n in known:
        writes.rows[name].pop((dossier_id, n), None)
        writes.gone[name].append({"b_dossier_id": dossier_id, "b_n": n})


def _cancel_letters(
    connection: Connection, dossier_id: int, acte_n: int | None, models: frozenset[Model]
) -> list[int]:
    """Cancel letters that wait; return those that lie printed on somebody's desk."""
    by_act = acte_n is not None
    values: dict[str, object] = {"b_dossier_id": dossier_id} | ({"b_acte_n": acte_n} if by_act else {})
    rows, _ = _cancel(models, by_act=by_act).rows(connection, values)
    return [int(number) for number, run in rows if run is not None]


def _give_back(connection: Connection, dossier_id: int, acte_n: int, models: frozenset[Model]) -> None:
    c = m.courrier.c
    stopped = (
        c.dossier_id == dossier_id,
        c.acte_n == acte_n,
        c.modele.in_(sorted(map(str, models))),
        c.etat == str(LetterState.ANNULE),
        c.role != INTERNAL,
    )
    # what was sealed by a print run is printed; the rest is made again from what is known now
    again = case((c.sha256.is_not(None), str(LetterState.IMPRIME)), else_=str(LetterState.A_PRODUIRE))
    connection.execute(update(m.courrier).where(*stopped).values(etat=again))


@cache
def _cancel(models: frozenset[Model], *, by_act: bool) -> Prepared:
    c = m.courrier.c
    which = [
        c.dossier_id == bindparam("b_dossier_id"),
        c.etat.in_([literal(str(state)) for state in WAITING]),
    ]
    which += (
        [c.acte_n == bindparam("b_acte_n")] if by_act else [c.role != INTERNAL]
    )  # a record of facts stays
    which += (
        []
        if models == EVERY_LETTER
        else [c.modele.in_([literal(model) for model in sorted(map(str, models))])]
    )
    cancelled = update(m.courrier).where(*which).values(etat=str(LetterState.ANNULE), erreur=None)
    return Prepared(cancelled.returning(c.id, c.tirage_id))


_INSERT_JOURNAL = Prepared(insert(m.journal))
_WRITE_DELAY = Prepared(insert(m.echeance), key=("dossier_id", "ouverte_par", "slug"))
_INSERT_LETTER = Prepared(insert(m.courrier))
_INSERT_ALERT = Prepared(insert(m.alerte))
_INSERT_PLAN = Prepared(insert(m.prevision))
_DELETE_PLAN = Prepared(delete(m.prevision).where(m.prevision.c.dossier_id == bindparam("b_dossier_id")))
_NOTHING: Values = dict.fromkeys(column.name for column in m.prevision.c)
_SORTS = ("slug", "acte", "refus")  # a warning, an act, an act that would be refused
_UPDATE_DOSSIER = Prepared(
    update(m.dossier).where(
        m.dossier.c.id == bindparam("b_id"), m.dossier.c.version == bindparam("b_version")
    )
)
_DELAY_KEY = and_(
    m.echeance.c.dossier_id == bindparam("b_dossier_id"),
    m.echeance.c.ouverte_par == bindparam("b_ouverte_par"),
    m.echeance.c.slug == bindparam("b_slug"),
)
_DELETE_DELAY = Prepared(delete(m.echeance).where(_DELAY_KEY))
_PROJECTIONS = {"situation": m.situation, "rendez_vous": m.rendez_vous}
_WRITE = {name: Prepared(insert(table), key=("dossier_id", "n")) for name, table in _PROJECTIONS.items()}
_DELETE = {
    name: Prepared(delete(t).where(t.c.dossier_id == bindparam("b_dossier_id"), t.c.n == bindparam("b_n")))
    for name, t in _PROJECTIONS.items()
}
