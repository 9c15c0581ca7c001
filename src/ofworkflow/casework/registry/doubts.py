"""Doubtful rows of lists: shown beside who they may be, and decided by a person, once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, select, update

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hold_openings
from ofworkflow.casework.registry.corrections import correct
from ofworkflow.casework.registry.families import complete_family
from ofworkflow.casework.registry.lines import by_reference
from ofworkflow.casework.registry.lots import LotRow
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.errors import AlreadyNotedError, RefusedError, UsageError
from ofworkflow.intake.completing import added_by
from ofworkflow.intake.doubts import Decided, WaitingRow
from ofworkflow.intake.verdicts import Severity
from ofworkflow.procedure.decide import Decision
from ofworkflow.procedure.fields import (
    MINOR,
    REPRESENTATIVE,
    Card,
    Value,
    card_of,
    minor_of,
    representative_of,
)
from ofworkflow.procedure.persons import Jeune, Signalement
from ofworkflow.procedure.vocabulary import OuiNon, Source
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.person_rows import minor_from, read_back, written
from ofworkflow.storage.queries import dossier_row
from ofworkflow.storage.scope import own

_Kept = dict[str, object]


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """A doubtful row that waits: of which list, why, and how much it weighs."""

    numero: int
    lot: str
    fichier: str
    source: str
    liste_le: date
    ligne: int
    motif: str
    gravite: Severity
    etat: Decided
    lu: Mapping[str, str]
    pour: str = ""  # the mission locale that it is to be handed over to

    @property
    def who(self) -> str:
        """Return whom the row is about, as the list writes it."""
        return " ".join(list(self.lu.values())[:3])


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the base that the row may be about: the dossier, the card."""

    reference: str
    clos_le: date | None
    fiche: Card


@dataclass(frozen=True, slots=True)
class DoubtView:
    """A doubtful row beside who it may be; `fiche` is empty where the list does not say who it is for
    certain."""

    line: DoubtLine
    fiche: Card
    candidats: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decides: it is the minor of a dossier, somebody else, or a row that is not taken."""

    kind: Decided
    reference: str = ""
    motif: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of a decision: the dossier concerned, what was filled of its card, what opened it."""

    numero: int
    reference: str = ""
    filled: tuple[str, ...] = ()
    decision: Decision | None = None


def kept(connection: Connection, waiting: Sequence[WaitingRow]) -> list[Mapping[str, object]]:
    """Return what the lot keeps of its doubtful rows, numbered on from the last."""
    if not waiting:
        return []
    last = max((_number(each) for _, each in _every(connection)), default=0)
    return [
        {
            "n": number,
            "ligne": each.doute.ligne,
            "motif": each.doute.motif,
            "gravite": str(each.doute.gravite),
            **({"pour": each.doute.pour} if each.doute.pour else {}),
            "empreinte": each.empreinte,
            "jeunes": list(each.doute.jeunes),
            "etat": str(Decided.ATTEND),
            "lu": dict(each.lu),
            "signalement": _as_json(each.signalement) if each.signalement else None,
        }
        for number, each in enumerate(waiting, start=last + 1)
    ]


def doubts(connection: Connection) -> list[DoubtLine]:
    """Return the rows that wait for a person, the gravest first, then the oldest."""
    lines = [_line(lot, each) for lot, each in _every(connection) if each["etat"] == Decided.ATTEND]
    return sorted(lines, key=lambda line: (line.gravite is not Severity.FORTE, line.numero))


def doubt(connection: Connection, number: int) -> DoubtView:
    """Return one doubtful row beside who it may be; raise `UsageError`."""
    lot, each = _find(connection, number)
    report = _report(each)
    candidates = tuple(_candidates(connection, each))
    return DoubtView(_line(lot, each), card_of(MINOR, report.jeune) if report else {}, candidates)


def settle(connection: Connection, number: int, verdict: Verdict, *, done_on: date, desk: Desk) -> Settled:
    """Decide a doubtful row; raise `UsageError`, `AlreadyNotedError`, and what opening raises.

    What the row said is forgotten with the decision; the same list again does not ask again.
    """
    hold_openings(connection, desk.structure)
    lot, each = _find(connection, number)
    if each["etat"] != Decided.ATTEND:
        raise AlreadyNotedError(
            f"Le doute n° {number} est déjà tranché ({each['etat']}, {each.get('par', '')}). "
            "Rien n'a été écrit de plus."
        )
    report = _report(each)
    done = Settled(number)
    if verdict.kind is Decided.AUTRE:
        if report is None:
            raise RefusedError(
                f"La ligne {each['ligne']} ne dit pas qui c'est avec certitude : {each['motif']} Ouvrez le "
                f'dossier vous-même (of ouvrir), puis : of doutes {number} --rejeter "ouvert à la main"'
            )
        [(reference, decision)] = open_dossiers(connection, [report], done_on=done_on, desk=desk)
        done = replace(done, reference=reference, decision=decision)
    elif verdict.kind is Decided.MEME:
        done = _same(connection, number, verdict.reference, report, desk)
    decided: _Kept = {
        "etat": str(verdict.kind), "par": desk.author, "le": desk.today.isoformat(),
        "a": desk.now.isoformat(), "dossier": done.reference, "raison": verdict.motif,
        "lu": {}, "signalement": None,
    }  # fmt: skip
    _write(connection, lot, [each | decided if one is each else one for one in _of(lot)])
    return done


def forget(bilan: Mapping[str, object]) -> list[_Kept]:
    """Return the doubts of a list that is undone: those that wait are asked no more, and say nothing."""
    doubts = bilan.get("doutes")
    gone: _Kept = {"etat": str(Decided.ANNULE), "lu": {}, "signalement": None, "jeunes": []}
    return [
        each | gone if each["etat"] == Decided.ATTEND else each
        for each in (doubts if isinstance(doubts, list) else [])
    ]


def forget_minors(connection: Connection, minors: Collection[int]) -> None:
    """Have no doubt point at minors who were taken away."""
    gone = set(minors)
    lots = {lot.id: lot for lot, each in _every(connection) if gone & set(_minors(each))}
    for lot in lots.values():
        left = [each | {"jeunes": [n for n in _minors(each) if n not in gone]} for each in _of(lot)]
        _write(connection, lot, left)


def _minors(each: _Kept) -> list[int]:
    return each["jeunes"] if isinstance(each["jeunes"], list) else []


def _same(
    connection: Connection, number: int, reference: str, report: Signalement | None, desk: Desk
) -> Settled:
    dossier = by_reference(connection, reference)
    if dossier is None:
        raise UsageError(f"Le dossier « {reference} » n'existe pas. Cherchez-le : of chercher NOM")
    row = dossier_row(connection, dossier.id)
    if report is None or row.clos_le is not None:
        return Settled(number, dossier.reference)
    known = minor_from(connection.execute(select(m.jeune).where(m.jeune.c.id == row.jeune_id)).one())
    values: dict[str, Value] = dict(added_by(known, report.jeune))
    changes = correct(connection, row, values, representative=None, desk=desk) if values else []
    family = complete_family(connection, row, report.representants, desk=desk)
    added = (f"représentant {name}" for _, name in family.added)
    filled = (*(change.champ for change in changes), *family.completed, *added)
    return Settled(number, dossier.reference, filled)


def _candidates(connection: Connection, each: _Kept) -> Iterator[Candidate]:
    numbers = _minors(each)
    d = m.dossier.c
    question = select(d.reference, d.clos_le, m.jeune).join(m.jeune, m.jeune.c.id == d.jeune_id)
    question = question.where(d.jeune_id.in_(numbers), *own(connection, m.dossier)).order_by(d.id)
    for row in connection.execute(question):
        yield Candidate(row.reference, row.clos_le, card_of(MINOR, minor_from(row)))


def _find(connection: Connection, number: int) -> tuple[LotRow, _Kept]:
    place = next(((lot, each) for lot, each in _every(connection) if _number(each) == number), None)
    if place is None or place[1]["etat"] == Decided.ANNULE:
        raise UsageError(f"Le doute n° {number} n'existe pas. Ceux qui attendent : of doutes")
    return place


def _every(connection: Connection) -> Iterator[tuple[LotRow, _Kept]]:
    for lot in connection.execute(select(m.lot).where(*own(connection, m.lot)).order_by(m.lot.c.id)):
        yield from ((lot, each) for each in _of(lot))


def _of(lot: LotRow) -> list[_Kept]:
    doubts = lot.bilan.get("doutes")
    return doubts if isinstance(doubts, list) else []


def _write(connection: Connection, lot: LotRow, doubts: list[_Kept]) -> None:
    values = {"bilan": lot.bilan | {"doutes": doubts}}
    connection.execute(update(m.lot).where(m.lot.c.id == lot.id).values(values))


def _number(each: _Kept) -> int:
    return each["n"] if isinstance(each["n"], int) else 0


def _line(lot: LotRow, each: _Kept) -> DoubtLine:
    read = each["lu"] if isinstance(each["lu"], dict) else {}
    line = each["ligne"] if isinstance(each["ligne"], int) else 0
    return DoubtLine(
        _number(each), lot.numero, lot.fichier, lot.source, lot.liste_le, line, str(each["motif"]),
        Severity(str(each["gravite"])), Decided(str(each["etat"])), read, str(each.get("pour", "")),
    )  # fmt: skip


def _as_json(report: Signalement) -> Mapping[str, object]:
    return {
        "jeune": written(card_of(MINOR, report.jeune)),
        "representants": [written(card_of(REPRESENTATIVE, each)) for each in report.representants],
        "source": str(report.source),
        "signale_le": report.signale_le.isoformat(),
        **({"emploi": str(report.emploi)} if report.emploi else {}),
    }


def _report(each: _Kept) -> Signalement | None:
    report = each["signalement"]
    if not isinstance(report, dict):
        return None
    minor: Jeune = minor_of(read_back(m.jeune, report["jeune"]))
    persons = tuple(representative_of(read_back(m.representant, one)) for one in report["representants"])
    job = OuiNon(report["emploi"]) if "emploi" in report else None
    return Signalement(
        minor, persons, Source(report["source"]), date.fromisoformat(report["signale_le"]), job
    )
