"""The appointments of some days: who comes, when, to which interview, whom to call, what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time

from sqlalchemy import Connection

from ofworkflow.casework.agenda.phones import PhoneToCall, phone_of_appointment
from ofworkflow.casework.dossier.opened import read
from ofworkflow.casework.dossier.persons import Persons, persons_of
from ofworkflow.law.school_holidays import SchoolHoliday, school_holidays
from ofworkflow.procedure.appointments import Leave, free_hours
from ofworkflow.procedure.case import HouseRules
from ofworkflow.procedure.vocabulary import AppointmentOutcome, DelayState, Stage
from ofworkflow.records import dataclass
from ofworkflow.storage import agenda
from ofworkflow.storage.agenda import AppointmentRow
from ofworkflow.storage.leaves import leaves_between

CALLED_OFF = "annule"
"""What became of an appointment that an act took away, and that no outcome ends."""

_KINDS = {
    Stage.ENTRETIEN: ("premier_entretien", "premier entretien"),
    Stage.CONVOCATION: ("seconde_convocation", "convocation R. 114-7"),
    Stage.SUIVI: ("suivi", "rendez-vous de suivi"),
}


@dataclass(frozen=True, slots=True)
class ReceivedApart:
    """A representative who must not meet the other one, at another hour of the day; `issue` as of `Expected`,
    empty too where nobody noted that he or she came."""

    heure: time
    number: int
    nom: str
    telephone: str
    issue: str
    held: bool = False  # the minor's interview, which may be noted first

    @property
    def issue_label(self) -> str:
        """What became of it, in words: nothing is asked for once the interview is held, who comes may be
        noted."""
        return "venue non notée" if self.held and not self.issue else _label(self.issue)


@dataclass(frozen=True, slots=True)
class Expected:
    """An appointment on a screen; `issue` is an outcome, « annule », or empty while it is expected."""

    dossier_id: int
    n: int
    reference: str
    nom: str
    prenom: str
    jour: date
    heure: time
    lieu: str
    stage: Stage
    conseiller: str
    telephone: str
    issue: str
    a_appeler: str = ""  # whose that phone is
    other: ReceivedApart | None = None

    @property
    def nature(self) -> str:
        """Which interview, as JSON says it."""
        return _KINDS[self.stage][0]

    @property
    def nature_label(self) -> str:
        """Which interview, in words."""
        return _KINDS[self.stage][1]

    @property
    def issue_label(self) -> str:
        """What became of it, in words; « à noter » while it is expected."""
        return _label(self.issue)

    @property
    def hours(self) -> tuple[time, ...]:
        """The hours that it takes, the minor's first."""
        return (self.heure, self.other.heure) if self.other else (self.heure,)

    @property
    def still_takes(self) -> bool:
        """Tell whether the hour is taken: held, expected or missed, not moved nor called off."""
        return self.issue not in {CALLED_OFF, AppointmentOutcome.REPORTE, AppointmentOutcome.EXCUSE}


def _label(issue: str) -> str:
    if not issue:
        return "à noter"
    return "annulé" if issue == CALLED_OFF else AppointmentOutcome(issue).label


@dataclass(frozen=True, slots=True)
class FreeHour:
    """An hour at which a counsellor receives, and expects nobody."""

    jour: date
    heure: time
    conseiller: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """Some days: what is given, what is free, the holidays among them."""

    first: date
    last: date
    rendez_vous: tuple[Expected, ...]
    libres: tuple[FreeHour, ...]
    holidays: tuple[tuple[date, str], ...]
    school_holidays: tuple[SchoolHoliday, ...] = ()
    leaves: tuple[Leave, ...] = ()


def awaiting_outcome(connection: Connection, first: date, now: datetime, today: date) -> list[Expected]:
    """Return the appointments since that day that have no outcome, their hour come: one of this afternoon is
    no one's absence yet. A day other than the true one (`--au`) counts whole."""
    over = now.time() if now.date() == today else time.max
    return [
        each
        for each in appointments(connection, first, today)
        if not each.issue and (each.jour < today or max(each.hours) <= over)
    ]


def appointments(connection: Connection, first: date, last: date) -> tuple[Expected, ...]:
    """Return the appointments of these days, both included, those moved elsewhere left out."""
    rows = agenda.appointments_between(connection, first, last)
    kept = [row for row in rows if row.issue != AppointmentOutcome.REPORTE]
    persons = persons_of(connection, sorted({row.jeune_id for row in kept}))
    others = _others(connection, kept, persons)
    return tuple(
        _shown(row, phone_of_appointment(persons[row.jeune_id], row.le), others.get((row.dossier_id, row.n)))
        for row in kept
    )


def chains(connection: Connection, first: date, last: date) -> tuple[Expected, ...]:
    """Return every appointment of the dossiers that have one in these days, in the order they were given."""
    rows = agenda.appointments_of_those(connection, first, last)
    others = _others(connection, rows, {})
    return tuple(_shown(row, None, others.get((row.dossier_id, row.n))) for row in rows)


def counsellors(connection: Connection) -> tuple[str, ...]:
    """Return the counsellors who hold an open dossier."""
    return tuple(agenda.counsellors(connection))


def agenda_of(
    connection: Connection,
    first: date,
    last: date,
    *,
    rules: HouseRules,
    today: date,
    whose: str = "",
    besides: str = "",
) -> Agenda:
    """Return the agenda of these days, of one counsellor (`whose`) or of all; `besides` is one who may hold
    no dossier yet. No hour of a day before `today` is free any more."""
    expected = tuple(a for a in appointments(connection, first, last) if whose in ("", a.conseiller))
    names = [whose] if whose else sorted({*counsellors(connection), *([besides] if besides else [])})
    days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    holidays = tuple((day, why) for day in days if (why := rules.calendar.holiday(day)))
    leaves = tuple(each for each in leaves_of(connection, first, last) if each.counsellor in names)
    length = rules.duree_entretien
    free = tuple(
        hour
        for hour in _free(rules, [day for day in days if day >= today], names, expected)
        if not any(
            each.counsellor == hour.conseiller and each.covers(hour.jour, hour.heure, length)
            for each in leaves
        )
    )
    school = tuple(school_holidays(first, last, rules.zone_scolaire))
    return Agenda(first, last, expected, free, holidays, school, leaves)


def leaves_of(connection: Connection, first: date, last: date) -> tuple[Leave, ...]:
    """Return the leaves that meet these days, whoever takes them."""
    rows = leaves_between(connection, first, last)
    return tuple(
        Leave.of_row(row.conseiller, row.du_le, row.au_le, row.de_heure, row.a_heure) for row in rows
    )


def _free(
    rules: HouseRules, days: Sequence[date], names: Sequence[str], expected: Sequence[Expected]
) -> Iterator[FreeHour]:
    for day in days:
        for name in names:
            theirs = (a for a in expected if a.jour == day and a.conseiller == name and a.still_takes)
            taken = [hour for a in theirs for hour in a.hours]
            for hour in free_hours(rules, day, taken):
                yield FreeHour(day, hour, name)


def _others(
    connection: Connection, rows: Sequence[AppointmentRow], persons: Mapping[int, Persons]
) -> dict[tuple[int, int], ReceivedApart]:
    """Return who is received apart at these appointments: few are, and their journals alone are read."""
    apart = [row for row in rows if row.aussi and row.aussi_avec]
    if not apart:
        return {}
    cases = {each.id: each.case for each in read(connection, sorted({row.dossier_id for row in apart}))}
    others: dict[tuple[int, int], ReceivedApart] = {}
    for row in apart:
        appointment = next((a for a in cases[row.dossier_id].appointments if a.n == row.n), None)
        if appointment is None or appointment.other is None:
            continue
        known = persons[row.jeune_id].representants if row.jeune_id in persons else ()
        who = known[appointment.other.avec - 1] if appointment.other.avec <= len(known) else None
        off = row.issue is None and row.attente != DelayState.OUVERTE
        others[row.dossier_id, row.n] = ReceivedApart(
            appointment.other.heure,
            appointment.other.avec,
            who.full_name if who else "",
            who.telephone if who else "",
            CALLED_OFF if off else str(appointment.other_outcome or ""),
            held=row.issue == AppointmentOutcome.TENU,
        )
    return others


def _shown(row: AppointmentRow, phone: PhoneToCall | None, other: ReceivedApart | None) -> Expected:
    return Expected(
        row.dossier_id,
        row.n,
        row.reference,
        row.nom,
        row.prenom,
        row.le,
        time.fromisoformat(row.heure),
        row.lieu,
        Stage(row.kind),
        row.conseiller,
        phone.number if phone else "",
        row.issue or ("" if row.attente == DelayState.OUVERTE else CALLED_OFF),
        phone.whose if phone else "",
        other,
    )
