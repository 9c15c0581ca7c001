"""The day: what is late, due, to be sent or awaited, the most serious legal consequence first, each with
what to type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import Connection

from ofworkflow.casework.dossier.opened import letter_id
from ofworkflow.casework.mail.again import to_send_again
from ofworkflow.casework.mail.postable import staying
from ofworkflow.casework.morning.missing import incomplete_tasks, unrepresented_tasks
from ofworkflow.casework.morning.partners import HEADINGS, partner_tasks
from ofworkflow.casework.morning.task import Task as Task
from ofworkflow.casework.night.ledger import failure_of, last_night_on
from ofworkflow.law.deadlines import majority_on
from ofworkflow.law.periods import add_days, days_between
from ofworkflow.law.texts import DEPARTEMENT, PREMIER_ENTRETIEN
from ofworkflow.procedure.delays import cut_short_on
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.mailings import NEVER_ARRIVED
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Act, Delay, LetterState, Stage
from ofworkflow.records import dataclass
from ofworkflow.storage import queries
from ofworkflow.storage.rows import DelayRow
from ofworkflow.text import counted

HORIZON_DAYS = 30
NOTICE_DAYS = 10  # how near the end of the two months a missing outcome comes before all else


@dataclass(frozen=True, slots=True)
class DayAlerte:
    """An alerte given by the last night, or since; `is_late` when its own night was missed."""

    reference: str
    name: str
    delay: Delay
    days_left: int
    fell_on: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class Parked:
    """A dossier that waits for the 16th birthday: nothing is to be done of it."""

    reference: str
    name: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Day:
    """The day's work; `last_night_on` is the last finished night, whose alertes are told; `is_first`: the
    house has no dossier yet."""

    on: date
    tasks: tuple[Task, ...]
    alertes: tuple[DayAlerte, ...]
    night_missing: bool
    last_night_on: date | None
    waiting: tuple[Parked, ...] = ()
    is_first: bool = False


def day_work(connection: Connection, today: date) -> Day:
    """Return what there is to do on that day."""
    by_rank = sorted(
        (
            *_aside(connection),
            *_delays(connection, today),
            *_letters(connection, today),
            *_returns(connection),
            *_stages(connection),
            *_excused(connection),
            *unrepresented_tasks(connection, today),
            *incomplete_tasks(connection),
        ),
        key=_serious_first,
    )
    # the same thing to type on the same dossier is said once, for its most serious reason
    tasks = {
        (t.command, t.reference if t.command.startswith("of voir") else ""): t for t in reversed(by_rank)
    }
    last = last_night_on(connection)
    ordered = tuple(sorted(tasks.values(), key=_serious_first))
    waiting = tuple(
        Parked(row.reference, f"{row.nom} {row.prenom}", row.prochaine_le)
        for row in queries.dossiers_at(connection, [str(Stage.ATTENTE)])
    )
    lines = _alertes(connection, last, today)
    first = not ordered and not waiting and not queries.count_dossiers(connection)
    return Day(today, ordered, lines, last is None or last < today, last, waiting, first)


def _serious_first(task: Task) -> tuple[int, str, date, str]:
    return task.rank, task.heading, task.due_on or date.max, task.reference


def _alertes(connection: Connection, night_on: date | None, today: date) -> tuple[DayAlerte, ...]:
    # since the last night, an act of a person may have given those that no night had
    rows = queries.alertes_given(connection, night_on or today, max(night_on or today, today))
    return tuple(
        DayAlerte(
            r.reference,
            f"{r.nom} {r.prenom}",
            Delay(r.slug),
            r.jours_restants,
            r.tombe_le,
            r.tombe_le < r.donnee_le,
        )
        for r in rows
    )


def _aside(connection: Connection) -> Iterator[Task]:
    for row in queries.set_aside(connection):
        yield Task(
            0,
            "Mis de côté par la nuit",
            row.reference,
            f"{row.nom} {row.prenom}",
            f"{row.motif} ({failure_of(row).since})",
            row.depuis_le,
            f"of docteur, puis of voir {row.reference}",
        )


@dataclass(frozen=True, slots=True)
class _Rule:
    """When a running delay is work, and how it is said; `command` is what to type, `{r}` standing for the
    reference."""

    rank: int
    heading: str
    stages: frozenset[Stage]
    within: int  # days before the legal end
    command: str


_R7 = frozenset({Stage.CONVOCATION, Stage.CARENCE, Stage.SUIVI})
_NOT_YET = frozenset({Stage.REPERAGE})
_OPEN = frozenset(Stage) - {Stage.CLOTURE, Stage.ATTENTE}
_MISSED = frozenset({Stage.ABSENCE, Stage.CARENCE})
_AT_ONCE = 3650

_RULES: Mapping[Delay, tuple[_Rule, ...]] = {
    Delay.DEPARTEMENT: (
        _Rule(
            0,
            "Département à informer",
            frozenset({Stage.TRANSMISSION}),
            _AT_ONCE,
            "of transmettre {r} --signataire NOM",
        ),
        _Rule(0, "Information signée, à poster", frozenset({Stage.DEPARTEMENT}), _AT_ONCE, "of voir {r}"),
        _Rule(
            1,
            f"{DEPARTEMENT.words.capitalize()} bientôt écoulés (R. 114-7)",
            _R7,
            HORIZON_DAYS,
            "of voir {r}",
        ),
    ),
    Delay.PREMIER_ENTRETIEN: (
        _Rule(
            2,
            f"Premier entretien dans les {PREMIER_ENTRETIEN.words} (L. 313-8)",
            _NOT_YET,
            HORIZON_DAYS,
            "of convoquer {r} --rdv DATE",
        ),
        _Rule(
            2,
            f"Premier entretien dans les {PREMIER_ENTRETIEN.words} (L. 313-8)",
            _OPEN,
            HORIZON_DAYS,
            "of voir {r}",
        ),
    ),
    Delay.MAJORITE: (_Rule(3, "Majorité proche", _OPEN, HORIZON_DAYS, "of voir {r}"),),
    Delay.JUSTIFICATION: (
        _Rule(
            4, "Seconde convocation à envoyer", frozenset({Stage.ABSENCE}), -1, "of convoquer {r} --rdv DATE"
        ),
        _Rule(
            4,
            "Suite à donner à une absence",
            frozenset({Stage.CARENCE}),
            -1,
            "of reporter {r} --rdv DATE --motif MOTIF ou of preparer {r}",
        ),
        _Rule(8, "Excuse possible", _MISSED, HORIZON_DAYS, "of justifier {r} --motif MOTIF"),
    ),
    Delay.ISSUE: (
        _Rule(
            5, "Issue du rendez-vous à noter", _OPEN, 0, "of recevoir {r} --present QUI … ou of absence {r}"
        ),
    ),
    Delay.ACCUSE_DEPARTEMENT: (
        _Rule(7, "Réponse du département attendue", _OPEN, 0, "of reponse {r} --nature accuse"),
    ),
    Delay.PLI: (
        _Rule(
            7,
            "Retour d'un recommandé attendu",
            _OPEN,
            0,
            "of courriers retour ID --issue ISSUE  (of voir {r})",
        ),
    ),
    Delay.PROMESSE: (
        _Rule(5, "Entrée à vérifier", _OPEN, 0, "of situation {r} … ou of retirer {r} --motif MOTIF"),
    ),
    Delay.ASSIDUITE: (
        _Rule(
            5,
            "Assiduité à voir de nouveau (R. 114-1)",
            _OPEN,
            0,
            "of situation {r} --nature scolarite --debut DATE --preuve assiduite",
        ),
    ),
    Delay.FIN_SITUATION: (_Rule(9, "Solution bientôt terminée", _OPEN, HORIZON_DAYS, "of situation {r} …"),),
    Delay.REVISION_EXEMPTION: (_Rule(9, "Exemption à revoir", _OPEN, HORIZON_DAYS, "of exempter {r}"),),
}

_STAGES: Mapping[Stage, tuple[int, str, str]] = {
    Stage.REPERAGE: (10, "À convoquer", "of convoquer {r} --rdv DATE"),
    Stage.SUIVI: (11, "Solution à construire", "of inviter {r} --rdv DATE ou of situation {r} …"),
}


TOGETHER: Mapping[str, str] = {
    "À convoquer": "of convoquer --lot",
    f"Premier entretien dans les {PREMIER_ENTRETIEN.words} (L. 313-8)": "of convoquer --lot",
    "Seconde convocation à envoyer": "of convoquer --lot",
    "Issue du rendez-vous à noter": "of issues",
    "Issue à noter avant la fin des deux mois": "of issues",
    "Courriers à poster": "of courriers poster",
}
"""By heading, what does all its lines in one gesture."""

_OUTCOME_FIRST = _Rule(
    0,
    "Issue à noter avant la fin des deux mois",
    _OPEN,
    0,
    "of recevoir {r} --present QUI … ou of absence {r}",
)
"""No notice is prepared over an appointment whose outcome is missing: near the end, it comes first."""

_EXCUSED_AT: Mapping[Stage, str] = {
    Stage.REPERAGE: "of convoquer {r} --rdv DATE",
    Stage.CONVOCATION: "of reporter {r} --rdv DATE --motif absence_justifiee",
    Stage.TRANSMISSION: "of reporter {r} --rdv DATE --motif absence_justifiee",
}


def _delays(connection: Connection, today: date) -> Iterator[Task]:
    slugs = [str(slug) for slug in (*_RULES, *HEADINGS)]
    every = queries.delays_running(connection, slugs, add_days(today, HORIZON_DAYS))
    yield from partner_tasks(connection, [r for r in every if r.slug in HEADINGS and r.etape in _OPEN], today)
    rows = [row for row in every if row.slug in _RULES]
    soon = add_days(today, NOTICE_DAYS)
    ending = {
        r.reference for r in rows if r.slug == Delay.DEPARTEMENT and not r.provisoire and r.legale_le <= soon
    }
    for row in rows:
        last, why = _last_day(row)
        left = days_between(today, last)
        rule = next((r for r in _RULES[Delay(row.slug)] if row.etape in r.stages and left <= r.within), None)
        if rule is None or row.provisoire:
            continue
        if row.slug == Delay.ISSUE and row.reference in ending:
            rule = _OUTCOME_FIRST
        yield Task(
            rule.rank,
            rule.heading,
            row.reference,
            f"{row.nom} {row.prenom}",
            _when(last, left) + why,
            last,
            rule.command.format(r=row.reference),
        )


# What the house must have done while the young person is a minor; the end of a situation, or an answer, is
# not its doing.
_TO_MEET_AS_A_MINOR = frozenset({Delay.PREMIER_ENTRETIEN, Delay.DEPARTEMENT})


def _last_day(row: DelayRow) -> tuple[date, str]:
    """Return the last day on which the delay can be met, and why when it is not its legal end."""
    cut = (
        cut_short_on(Delay(row.slug), row.legale_le, majority_on(row.naissance))
        if row.slug in _TO_MEET_AS_A_MINOR
        else None
    )
    if cut is None:
        return row.legale_le, ""
    return cut, f", veille de la majorité (fin légale le {french_day(row.legale_le)})"


def _when(on: date, left: int) -> str:
    if left < 0:
        return f"dépassé depuis le {french_day(on)} ({-left} j)"
    return (
        f"au plus tard le {french_day(on)} (aujourd'hui)"
        if left == 0
        else f"au plus tard le {french_day(on)} (dans {left} j)"
    )


def _letters(connection: Connection, today: date) -> Iterator[Task]:
    rows = [row for row in queries.waiting_letters(connection) if row.acte != Act.PREPARER_TRANSMISSION]
    stay = staying(connection, on=today)
    for (reference, _), group in groupby(rows, key=lambda r: (r.reference, r.acte_n)):
        letters = list(group)
        first = letters[0]
        errors = [
            row.erreur
            for row in letters
            if row.etat == LetterState.A_PRODUIRE and row.erreur and row.id not in stay
        ]
        stopped = [stay[row.id] for row in letters if row.id in stay]
        ids = " ".join(letter_id(row.id) for row in letters if row.id not in stay)
        yield Task(
            6, "Courriers à poster", reference, f"{first.nom} {first.prenom}",
            f"{Model.say(first.modele)}, {counted(len(letters), 'courrier')}" + _held_up(errors, stopped),
            None, f"of courriers poster {ids} --le DATE --mode MODE" if ids else f"of voir {reference}",
        )  # fmt: skip


def _held_up(errors: Sequence[str], stopped: Sequence[str]) -> str:
    return "".join([*(f" ; à produire : {error}" for error in errors[:1]), *(f" ; {why}" for why in stopped)])


def _returns(connection: Connection) -> Iterator[Task]:
    rows = queries.letters_returned(connection, [str(state) for state in sorted(NEVER_ARRIVED)])
    for _, envelope in groupby(rows, key=lambda r: (r.reference, r.acte_n, r.pli)):
        letters = list(envelope)
        row = letters[0]
        yield Task(
            1,
            "Courriers jamais arrivés",
            row.reference,
            f"{row.nom} {row.prenom}",
            f"{Model.say(row.modele)} à {row.destinataire} : {LetterState.say(row.etat)}, le "
            f"{french_day(row.issue_le)}",
            None,
            " puis ".join(to_send_again(letters)),
        )


def _excused(connection: Connection) -> Iterator[Task]:
    """An accepted excuse asks for another date, until one is given."""
    for row in queries.excused_without_date(connection, [str(s) for s in _EXCUSED_AT]):
        stage = Stage(row.etape)
        yield Task(
            3,
            "Absence excusée, autre date à donner",
            row.reference,
            f"{row.nom} {row.prenom}",
            stage.label,
            row.prochaine_le,
            _EXCUSED_AT[stage].format(r=row.reference),
        )


def _stages(connection: Connection) -> Iterator[Task]:
    for row in queries.dossiers_at(connection, [str(stage) for stage in _STAGES]):
        stage = Stage(row.etape)
        rank, heading, command = _STAGES[stage]
        yield Task(
            rank,
            heading,
            row.reference,
            f"{row.nom} {row.prenom}",
            stage.label,
            row.prochaine_le,
            command.format(r=row.reference),
        )
