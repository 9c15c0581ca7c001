"""The meeting of the platform: a day, the dossiers that it speaks of, what it decided; and the hand-out, with
what may be shown to the partners.

A meeting is a day: it is made of the dossiers listed for it (`inscrire`), and of nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.opened import Opened, read
from ofworkflow.casework.dossier.persons import Persons, persons_of
from ofworkflow.casework.mail.letters.subject import Press
from ofworkflow.casework.registry.lines import DossierLine, as_line
from ofworkflow.errors import UsageError
from ofworkflow.law.deadlines import age_on
from ofworkflow.letters.models.reunion import Reunion
from ofworkflow.letters.people import Destinataire, LigneReunion
from ofworkflow.letters.renderer import ProducedLetter
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.partnership import AgreedStep, Listed
from ofworkflow.procedure.vocabulary import Stage
from ofworkflow.records import dataclass
from ofworkflow.storage import queries
from ofworkflow.storage.meetings import meeting_days as stored_days
from ofworkflow.storage.meetings import spoken_of
from ofworkflow.text import fold

SHOWN: Mapping[Stage, str] = {
    Stage.ATTENTE: "signalé avant ses 16 ans",
    Stage.REPERAGE: "premier entretien à fixer",
    Stage.ENTRETIEN: "premier entretien fixé",
    Stage.ABSENCE: "à rencontrer",
    Stage.CONVOCATION: "nouvel entretien fixé",
    Stage.CARENCE: "à rencontrer",
    Stage.SUIVI: "rencontré, solution à construire",
    Stage.TRANSMISSION: "solution à construire",
    Stage.DEPARTEMENT: "solution à construire",
    Stage.CONFORMITE: "en règle",
    Stage.EXEMPTION: "en règle",
    Stage.CLOTURE: "dossier clos",
}
"""What the partners read of each stage: neither an absence, nor the notice that R. 114-7 addresses to the
département alone, nor an exemption, which is only ever one of health (R. 114-3)."""

_NOT_SPOKEN_OF = frozenset({Stage.CLOTURE, Stage.ATTENTE, Stage.CONFORMITE, Stage.EXEMPTION})

_OF_HEALTH = frozenset(
    {
        "ime", "imp", "impro", "itep", "ditep", "iem", "sessad", "ulis", "medico", "medical", "hopital",
        "chu", "hospitalier", "clinique", "soins", "sante", "therapeutique", "cmp", "cmpp",
        "handicap", "inclusion",
    }
)  # fmt: skip
"""Words of the name of a school or of a class that tell of health or of a handicap (RGPD, article 9)."""

SOMEBODY = "un partenaire"
"""Who does something, where the name alone would tell of a judge or of social help."""


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """A meeting: its day, how many dossiers it speaks of, how many of them wait for a decision."""

    on: date
    dossiers: int
    waiting: int


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """A dossier that a meeting speaks of, as the house sees it: why, what that very meeting decided, and
    what earlier ones left to do."""

    reference: str
    name: str
    stage: Stage
    counsellor: str
    listed: Listed
    agreed: tuple[AgreedStep, ...]
    left: tuple[AgreedStep, ...]
    shown: LigneReunion


def meeting_days(connection: Connection) -> tuple[MeetingDay, ...]:
    """Return the meetings, the last one first."""
    return tuple(MeetingDay(row.le, row.dossiers, row.attendus) for row in stored_days(connection))


def meeting(connection: Connection, day: date) -> tuple[SpokenOf, ...]:
    """Return the dossiers that the meeting of that day speaks of, by name."""
    counsellors = {row.id: row.conseiller for row in spoken_of(connection, day)}
    dossiers = read(connection, list(counsellors)) if counsellors else []
    persons = persons_of(connection, [each.jeune_id for each in dossiers]) if dossiers else {}
    ordered = sorted(dossiers, key=lambda each: _sorted_by(persons[each.jeune_id]))
    return tuple(
        line
        for rank, each in enumerate(ordered, start=1)
        if (line := _line(each, persons[each.jeune_id], day, rank, counsellors[each.id]))
    )


def handout(connection: Connection, press: Press, desk: Desk, day: date) -> ProducedLetter:
    """Return the hand-out of that meeting, as the partners may read it; raise `UsageError` where it speaks
    of nobody, `LetterError` where it cannot be made."""
    lines = [line for line in meeting(connection, day) if line.stage is not Stage.CLOTURE]
    if not lines:
        raise UsageError(
            f"La réunion du {french_day(day)} ne parle d'aucun dossier. Inscrivez-en : of inscrire REF "
            "--reunion DATE --sujet SUJET."
        )
    context = Reunion(
        reference=f"réunion du {day:%d/%m/%Y}",
        le=desk.today,
        destinataire=Destinataire("interne", "", "", "", "", (), ""),
        conseiller=press.conseiller,
        maison=press.maison,
        le_jour=day,
        lignes=tuple(line.shown for line in lines),
    )
    return press.renderer.render(context)


def _sorted_by(persons: Persons) -> tuple[str, str]:
    return persons.jeune.nom, persons.jeune.prenom


def _line(opened: Opened, persons: Persons, day: date, rank: int, counsellor: str) -> SpokenOf | None:
    known, stage = opened.case.partnership, opened.case.stage
    listed = known.listed_for(day)
    if listed is None or stage is None:
        return None
    agreed = tuple(step for step in known.agreed if step.meeting_on == day)
    left = tuple(step for step in known.to_do if step.meeting_on < day)
    name = f"{persons.jeune.nom} {persons.jeune.prenom}"
    shown = _shown(opened, persons, listed, (*agreed, *left), rank, day, counsellor)
    return SpokenOf(opened.reference, name, stage, counsellor, listed, agreed, left, shown)


def _shown(
    opened: Opened, persons: Persons, listed: Listed, steps: tuple[AgreedStep, ...], rank: int, day: date,
    counsellor: str,
) -> LigneReunion:  # fmt: skip
    """Return what the partners may read of a dossier (RGPD, article 5, 1, c): docs/guide/la-reunion.md says
    each field, and why."""
    minor, case = persons.jeune, opened.case
    hidden = any(r.confidentielle for r in persons.representants)  # the commune would say where they live
    frame = next((f for f in case.partnership.frames if f.covers(day)), None)
    stands = SHOWN[case.stage] if case.stage else ""
    return LigneReunion(
        rank,
        f"{minor.prenom} {minor.nom}",
        f"{age_on(minor.naissance, day)} ans",
        "" if hidden else minor.commune,
        "" if hidden else ", ".join(filter(None, map(_harmless, (minor.etablissement, minor.classe)))),
        f"{stands} ; {frame.frame.label}" if frame else stands,
        listed.topic.label,
        tuple(_told(step) for step in steps if step.by),
        counsellor,
    )


def _harmless(school: str) -> str:
    """Return the name of a school or of a class, unless it would tell of health: an IME, an ULIS."""
    return "" if _OF_HEALTH.intersection(fold(school).split()) else school


def _told(step: AgreedStep) -> str:
    who = SOMEBODY if step.kind and step.kind.discreet else step.who
    end = f" : {step.end.label}" if step.end else ""
    return f"{step.what.label}, par {who}, avant le {step.by:%d/%m/%Y}{end}"


def candidates(
    connection: Connection, kept: queries.DossierFilter, day: date, at_most: int
) -> tuple[DossierLine, ...]:
    """Return the open dossiers that the filters keep and that the meeting of that day does not speak of yet,
    the nearest delay first."""
    known = {row.id for row in spoken_of(connection, day)}
    lines = [
        as_line(row)
        for row in queries.dossiers(connection, kept)
        if row.id not in known and row.etape not in _NOT_SPOKEN_OF
    ]
    return tuple(lines[:at_most])
