"""The morning: what the last night did, and what people must do now; read from the base alone, so that it can
be told again.

The ledger says when the nights of a day ran; what they did is what the automaton recorded in the journals
meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, func, or_, select

from ofworkflow.casework.morning.day import Task, day_work
from ofworkflow.casework.night.ledger import nights_of, own_part
from ofworkflow.law.periods import days_between
from ofworkflow.letters import rapport as paper
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import AUTOMATE, Act, Delay
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage import queries
from ofworkflow.storage.rows import NightRow
from ofworkflow.storage.scope import own
from ofworkflow.text import counted


@dataclass(frozen=True, slots=True)
class NightRun:
    """A line of the ledger; without `ended_at`, it was stopped, or is still at work."""

    started_at: datetime
    ended_at: datetime | None
    host: str
    examined: int
    alertes: int


@dataclass(frozen=True, slots=True)
class MorningAct:
    """An act that the night did, dated on its legal day."""

    reference: str
    name: str
    act: Act
    done_on: date


@dataclass(frozen=True, slots=True)
class MorningAlerte:
    """An alerte that the night gave; `is_late` when its own night was missed."""

    reference: str
    name: str
    delay: Delay
    days_left: int
    fell_on: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class MorningFailure:
    """A dossier that the night could not do."""

    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class Morning:
    """`night_on` is the day of the last night that was finished, `runs` what the ledger has of it."""

    day: date
    night_on: date | None
    runs: tuple[NightRun, ...]
    acts: tuple[MorningAct, ...]
    alertes: tuple[MorningAlerte, ...]
    failures: tuple[MorningFailure, ...]
    tasks: tuple[Task, ...]

    @property
    def is_night_done(self) -> bool:
        """Whether the night of the day itself was finished."""
        return self.night_on == self.day


def morning_of(connection: Connection, day: date, *, timezone: str) -> Morning:
    """Return the morning of that day, for the dossiers that this connection sees."""
    night_on = _last_night_on(connection, day)
    rows = _ledger(connection, night_on)
    zone = ZoneInfo(timezone)

    def local(instant: datetime | None) -> datetime | None:
        return instant.astimezone(zone) if instant else None

    last_failures: list[dict[str, str]] = next((row.echecs for row in reversed(rows) if row.fin_a), [])
    return Morning(
        day=day,
        night_on=night_on,
        runs=tuple(
            NightRun(row.debut_a.astimezone(zone), local(row.fin_a), row.hote, row.examines, row.alertes)
            for row in rows
        ),
        acts=_acts(connection, rows),
        alertes=_alertes(connection, night_on),
        failures=tuple(
            MorningFailure(f["reference"], f["motif"]) for f in own_part(connection, last_failures)
        ),
        tasks=day_work(connection, day).tasks,
    )


def _last_night_on(connection: Connection, day: date) -> date | None:
    n = m.nuit.c
    finished = (*nights_of(connection), n.fin_a.is_not(None))
    last_on: date | None = connection.execute(
        select(func.max(n.jour_le)).where(*finished, n.jour_le <= day)
    ).scalar()
    return last_on


def _ledger(connection: Connection, night_on: date | None) -> Sequence[NightRow]:
    if night_on is None:
        return []
    n = m.nuit.c
    return connection.execute(
        select(m.nuit).where(*nights_of(connection), n.jour_le == night_on).order_by(n.debut_a, n.id)
    ).all()


def _acts(connection: Connection, runs: Sequence[NightRow]) -> tuple[MorningAct, ...]:
    if not runs:
        return ()
    j, d = m.journal.c, m.dossier.c
    # a run that was stopped did what it did before the one that took the night up again
    until = [
        row.fin_a or min((r.debut_a for r in runs if r.debut_a > row.debut_a), default=row.debut_a)
        for row in runs
    ]
    meanwhile = [
        and_(j.enregistre_a >= row.debut_a, j.enregistre_a <= end)
        for row, end in zip(runs, until, strict=True)
    ]
    rows = connection.execute(
        select(d.reference, m.jeune.c.nom, m.jeune.c.prenom, j.acte, j.fait_le)
        .join(m.dossier, d.id == j.dossier_id)
        .join(m.jeune, m.jeune.c.id == d.jeune_id)
        .where(*own(connection, m.dossier), j.auteur == AUTOMATE, or_(*meanwhile))
        .order_by(j.acte, j.fait_le, d.reference, j.n)
    )
    return tuple(
        MorningAct(row.reference, f"{row.nom} {row.prenom}", Act(row.acte), row.fait_le) for row in rows
    )


def _alertes(connection: Connection, night_on: date | None) -> tuple[MorningAlerte, ...]:
    """Return the alertes that the nights of that day gave, the late ones included."""
    if night_on is None:
        return ()
    rows = queries.alertes_given(connection, night_on, night_on)
    return tuple(
        MorningAlerte(
            r.reference,
            f"{r.nom} {r.prenom}",
            Delay(r.slug),
            r.jours_restants,
            r.tombe_le,
            r.tombe_le < night_on,
        )
        for r in rows
    )


def rapport_context(
    morning: Morning,
    *,
    house: str,
    colour: str,
    names: bool = False,
    shown: int | None = None,
    numbered: bool = False,
) -> paper.Rapport:
    """Return what the rapport prints; without `names`, no words that a person typed: neither names nor
    reasons that quote them.

    `shown` is how many lines of each heading are printed; all by default. `numbered`: what there is to do
    has its numbers, for a screen.
    """

    def table(title: str, rows: Iterable[paper.Ligne]) -> paper.Rubrique:
        lines = tuple(rows)
        kept = lines if shown is None else lines[:shown]
        return paper.Rubrique(title, kept, len(lines), len(lines) - len(kept))

    tasks = [
        table(heading, (_task_line(task, morning.day, names, n if numbered else 0) for n, task in group))
        for heading, group in groupby(enumerate(morning.tasks, start=1), key=lambda t: t[1].heading)
    ]
    acts = [
        table(
            act.label,
            (
                paper.Ligne(a.reference, a.name if names else "", f"daté du {french_day(a.done_on)}")
                for a in group
            ),
        )
        for act, group in groupby(morning.acts, key=lambda a: a.act)
    ]
    warned = (paper.Ligne(w.reference, w.name if names else "", _alerte_sentence(w)) for w in morning.alertes)
    failures = (
        paper.Ligne(
            f.reference, "", f.reason if names else "à reprendre la nuit prochaine", f"of voir {f.reference}"
        )
        for f in morning.failures
    )
    return paper.Rapport(
        maison=house,
        couleur=colour,
        jour=french_day(morning.day),
        nuit=_night_sentence(morning),
        nuit_faite=morning.is_night_done,
        compte=_counts(morning),
        taches=tuple(tasks),
        nombre_taches=len(morning.tasks),
        en_retard=sum(1 for task in morning.tasks if task.due_on is not None and task.due_on < morning.day),
        actes=tuple(acts),
        alertes=table("Alertes données", warned),
        echecs=table("Dossiers que la nuit n'a pas pu traiter", failures),
        noms=names,
    )


def _alerte_sentence(alerte: MorningAlerte) -> str:
    left = alerte.days_left
    when = (
        f"{counted(left, 'jour')} avant la fin"
        if left > 0
        else "le dernier jour"
        if left == 0
        else "délai dépassé"
    )
    late = f", en retard : elle tombait le {french_day(alerte.fell_on)}" if alerte.is_late else ""
    return f"{alerte.delay.label}, {when}{late}"


def _task_line(task: Task, day: date, names: bool, number: int) -> paper.Ligne:
    if names:
        return paper.Ligne(task.reference, task.name, task.reason, task.command, number)
    return paper.Ligne(task.reference, "", _when(task.due_on, day), task.command, number)


def _when(due_on: date | None, day: date) -> str:
    if due_on is None:
        return ""
    left = days_between(day, due_on)
    if left < 0:
        return f"dépassé depuis le {french_day(due_on)}"
    return f"{french_day(due_on)} (aujourd'hui)" if left == 0 else f"{french_day(due_on)} (dans {left} j)"


def _night_sentence(morning: Morning) -> str:
    finished = [run for run in morning.runs if run.ended_at]
    if not finished or morning.night_on is None:
        return "Aucune nuit n'a encore été faite. Tapez : of nuit"
    last = finished[-1]
    when = f"le {french_day(last.started_at.date())} à {last.started_at:%H:%M}, sur {last.host}"
    if morning.is_night_done:
        return f"La nuit a été faite {when}."
    return (
        f"La nuit de ce jour n'a pas été faite ; la dernière est celle du {french_day(morning.night_on)}, "
        f"faite {when}. "
        "Tapez : of nuit"
    )


def _counts(morning: Morning) -> tuple[str, ...]:
    if not morning.runs:
        return ()
    examined, alertes = sum(run.examined for run in morning.runs), sum(run.alertes for run in morning.runs)
    return (
        counted(examined, "dossier examiné"),
        counted(len(morning.acts), "acte fait"),
        counted(alertes, "alerte donnée"),
        counted(len(morning.failures), "échec"),
    )
