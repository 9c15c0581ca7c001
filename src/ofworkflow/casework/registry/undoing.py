"""A list undone: exactly what it wrote, and nothing that a person built on it.

A dossier that nobody touched since goes away whole: its list opened it in error, and nothing true was
written in it but that; the lot keeps its reference, which is never given again. A dossier in which a person
wrote stays: the journal is not taken back (docs/decisions/0027).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from sqlalchemy import Connection, delete, func, select, update

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hold, hold_minors, hold_openings
from ofworkflow.casework.registry.corrections import make_drafts_again
from ofworkflow.casework.registry.doubts import forget, forget_minors
from ofworkflow.casework.registry.lots import LotRow, lines_of, lot_row
from ofworkflow.casework.registry.traces import Trace, moved_since, tables_of_minors, undo
from ofworkflow.errors import AlreadyNotedError
from ofworkflow.intake.doubts import Decided
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Act, LetterState
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.name_keys import follow_names
from ofworkflow.storage.searched import follow_searched

_AT_ONCE = 500
# What the opening itself wrote of a dossier, and what the night says of it: it goes with the dossier.
_OF_THE_OPENING = (m.prevision, m.alerte, m.echec, m.echeance, m.recherche)


@dataclass(frozen=True, slots=True)
class LeftStanding:
    """What is not undone: the dossier, why, and what to type."""

    reference: str
    ligne: int | None
    motif: str
    geste: str


@dataclass(slots=True)
class Undone:
    """What undoing a list takes away, puts back, and leaves."""

    numero: str
    retires: list[str] = field(default_factory=list)  # dossiers that go away
    remis: list[str] = field(default_factory=list)  # dossiers whose card is again as it was
    gardes: list[LeftStanding] = field(default_factory=list)


def undo_lot(connection: Connection, number: str, *, desk: Desk, applied: bool) -> Undone:
    """Undo a list, or tell what undoing it would do; raise `UsageError`, `AlreadyNotedError`."""
    if applied:
        hold_openings(connection, desk.structure)
    row = lot_row(connection, number)
    if row.annule_a is not None:
        raise AlreadyNotedError(
            f"Le lot {row.numero} est déjà annulé, depuis le {french_day(row.annule_a.date())}. "
            "Rien n'a été écrit de plus."
        )
    done = Undone(row.numero)
    gone = _take_away(connection, row, done, applied=applied)
    left = _put_back(connection, row, done, applied=applied)
    done.gardes += _decided(row)
    if applied:
        _note(connection, row, done, gone, left, desk)
    return done


@dataclass(frozen=True, slots=True)
class _Opened:
    """A dossier that the list opened."""

    id: int
    reference: str
    jeune_id: int


def _take_away(
    connection: Connection, row: LotRow, done: Undone, *, applied: bool
) -> Mapping[str, list[int]]:
    d = m.dossier.c
    question = select(d.id, d.reference, d.jeune_id).where(d.lot_id == row.id).order_by(d.id)
    opened = [_Opened(*each) for each in connection.execute(question)]
    if applied:
        hold(connection, [each.id for each in opened])
    lines = lines_of(row)
    gone: dict[str, list[int]] = defaultdict(list)
    for start in range(0, len(opened), _AT_ONCE):
        some = opened[start : start + _AT_ONCE]
        why = _built_upon(connection, some, row)
        done.gardes += [
            LeftStanding(each.reference, lines.get(each.reference), *why[each.id])
            for each in some
            if each.id in why
        ]
        taken = [each for each in some if each.id not in why]
        done.retires += [each.reference for each in taken]
        if applied and taken:
            _remove(connection, taken, gone)
    return gone


def _remove(connection: Connection, taken: Sequence[_Opened], gone: dict[str, list[int]]) -> None:
    dossiers, minors = [each.id for each in taken], [each.jeune_id for each in taken]
    for table in (*_OF_THE_OPENING, m.journal):
        connection.execute(delete(table).where(table.c.dossier_id.in_(dossiers)))
    for table in reversed(tables_of_minors()):
        whose = table.c.id if table is m.jeune else table.c.jeune_id
        if "id" in table.c:
            gone[table.name] += connection.execute(select(table.c.id).where(whose.in_(minors))).scalars()
        connection.execute(delete(table).where(whose.in_(minors)))


def _built_upon(connection: Connection, some: Sequence[_Opened], row: LotRow) -> dict[int, tuple[str, str]]:
    """Return, for each dossier in which something was written since, what, and what to type."""
    reasons: dict[int, tuple[str, str]] = {}
    for tell in (_merges, _acts, _contacts, _corrections, _other_dossiers, _later_lists):
        for number, why, gesture in tell(connection, some, row):
            reasons.setdefault(number, (why, gesture))
    return reasons


_Told = Iterator[tuple[int, str, str]]


def _acts(connection: Connection, some: Sequence[_Opened], row: LotRow) -> _Told:
    j = m.journal.c
    by_id = {each.id: each for each in some}
    question = select(j.dossier_id, j.n, j.acte, j.fait_le).where(j.dossier_id.in_(by_id), j.n > 1)
    for each in connection.execute(question.order_by(j.dossier_id, j.n.desc())):
        reference = by_id[each.dossier_id].reference
        yield (
            each.dossier_id,
            f"un acte y est noté (« {Act(each.acte).label} » du {french_day(each.fait_le)})",
            f"of annuler {reference} --motif TEXTE, puis of clore {reference} --motif erreur",
        )


def _merges(connection: Connection, some: Sequence[_Opened], row: LotRow) -> _Told:
    f, d = m.fusion.c, m.dossier.c
    numbers = [each.id for each in some]
    question = select(f.absorbe_id, f.garde_id, f.annule_a, d.reference).join(m.dossier, d.id == f.absorbe_id)
    question = question.where(f.absorbe_id.in_(numbers) | f.garde_id.in_(numbers)).order_by(f.id)
    for goes, stays, undone_at, reference in connection.execute(question):
        for each in some:
            if each.id in (goes, stays):
                gesture = f"of clore {each.reference} --motif erreur"
                if undone_at is None:
                    gesture = f"of fusionner --annuler {reference}, puis {gesture}"
                yield each.id, "deux dossiers y ont été réunis", gesture


def _contacts(connection: Connection, some: Sequence[_Opened], row: LotRow) -> _Told:
    c = m.contact.c
    by_id = {each.id: each for each in some}
    question = select(c.dossier_id, func.max(c.le)).where(c.dossier_id.in_(by_id)).group_by(c.dossier_id)
    for number, on in connection.execute(question):
        reference = by_id[number].reference
        yield number, f"un contact y est noté ({french_day(on)})", f"of clore {reference} --motif erreur"


def _corrections(connection: Connection, some: Sequence[_Opened], row: LotRow) -> _Told:
    t = m.modification.c
    by_minor = {each.jeune_id: each for each in some}
    question = select(t.jeune_id, t.champ, t.le).where(t.jeune_id.in_(by_minor))
    for minor, what, on in connection.execute(question.order_by(t.id.desc())):
        each = by_minor[minor]
        yield (
            each.id,
            f"sa fiche a été corrigée ({what}, le {french_day(on)})",
            f"of clore {each.reference} --motif erreur",
        )


def _other_dossiers(connection: Connection, some: Sequence[_Opened], row: LotRow) -> _Told:
    d = m.dossier.c
    by_minor = {each.jeune_id: each for each in some}
    question = select(d.jeune_id, d.reference).where(
        d.jeune_id.in_(by_minor), d.lot_id.is_distinct_from(row.id)
    )
    for minor, other in connection.execute(question):
        each = by_minor[minor]
        yield each.id, f"le dossier {other} est du même jeune", f"of voir {other}"


def _later_lists(connection: Connection, some: Sequence[_Opened], row: LotRow) -> _Told:
    by_minor = {each.jeune_id: each for each in some}
    later = select(m.lot).where(m.lot.c.id > row.id, m.lot.c.annule_a.is_(None)).order_by(m.lot.c.id.desc())
    for lot in connection.execute(later):
        for trace in _traces(lot):
            if (each := by_minor.get(_minor(trace))) is not None:
                yield (
                    each.id,
                    f"la liste {lot.numero} a complété sa fiche",
                    f"of importer --annuler {lot.numero} --appliquer",
                )


def _put_back(connection: Connection, row: LotRow, done: Undone, *, applied: bool) -> list[Trace]:
    """Put back what the list changed of known persons; return what is left to undo."""
    by_minor: dict[int, list[Trace]] = defaultdict(list)
    for trace in _traces(row):
        by_minor[_minor(trace)].append(trace)
    names = _references(connection, by_minor)
    if applied:
        hold_minors(connection, by_minor)
    left: list[Trace] = []
    for minor, traces in by_minor.items():
        leaned_upon = _leaned_upon(connection, traces, row)
        undone = [
            (trace, what)
            for trace in reversed(traces)
            for what in [_why_it_stays(trace, leaned_upon) or undo(connection, trace, applied=applied)]
        ]
        if applied:
            follow_names(connection, [minor])
            follow_searched(connection, [minor])
            _follow(connection, minor)
        reference = names.get(minor, f"jeune n° {minor}")
        done.gardes += [_changed_since(reference, what) for _, what in undone if what]
        left += [trace for trace, what in undone if what]
        if any(not what for trace, what in undone if trace["table"] != m.dossier.name):
            done.remis.append(reference)
    return left


def _leaned_upon(connection: Connection, traces: Sequence[Trace], row: LotRow) -> str:
    """Return why the representatives that the list added stay: the dossier served since, and what was noted
    in it may name them, by their number too."""
    if not any(map(_adds_somebody, traces)):
        return ""
    if any(trace["table"] == m.dossier.name and moved_since(connection, trace) for trace in traces):
        return "le dossier a servi depuis"
    d, c = m.dossier.c, m.contact.c
    contacts = select(c.id).join(m.dossier, d.id == c.dossier_id)
    noted = contacts.where(d.jeune_id == _minor(traces[0]), c.enregistre_a >= row.enregistre_a)
    return "un contact est noté depuis" if connection.execute(noted.limit(1)).first() else ""


def _adds_somebody(trace: Trace) -> bool:
    return trace["table"] == m.representant.name and trace["fait"] == "ajoute"


def _why_it_stays(trace: Trace, leaned_upon: str) -> str:
    return f"{_STAYS}{leaned_upon}" if leaned_upon and _adds_somebody(trace) else ""


_STAYS = "reste : "


def _follow(connection: Connection, minor: int) -> None:
    """Have the drafts of a minor made again, where there are any."""
    d, c = m.dossier.c, m.courrier.c
    drafts = select(c.id).where(c.dossier_id == d.id, c.etat == str(LetterState.PREPARE), c.sha256.is_(None))
    held = select(d.id).where(d.jeune_id == minor, drafts.exists())
    make_drafts_again(connection, list(connection.execute(held).scalars()))


def _changed_since(reference: str, what: str) -> LeftStanding:
    if what == "ligne":
        return LeftStanding(
            reference, None, "ce que la liste y avait ajouté n'y est plus", f"of voir {reference}"
        )
    if what.startswith(_STAYS):
        return LeftStanding(
            reference, None, f"le représentant ajouté {what}", f"of modifier {reference} --representant N …"
        )
    return LeftStanding(reference, None, f"{what} a été corrigé depuis", f"of modifier {reference}")


def _references(connection: Connection, minors: Mapping[int, object]) -> dict[int, str]:
    d = m.dossier.c
    numbers, references = sorted(minors), dict[int, str]()
    for start in range(0, len(numbers), _AT_ONCE):
        question = select(d.jeune_id, d.reference).where(d.jeune_id.in_(numbers[start : start + _AT_ONCE]))
        references |= {row.jeune_id: row.reference for row in connection.execute(question.order_by(d.id))}
    return references


def _decided(row: LotRow) -> Iterator[LeftStanding]:
    """Yield the dossiers that a person opened from a doubtful row of the list."""
    for each in _listed(row.bilan.get("doutes")):
        if isinstance(each, dict) and each["etat"] == Decided.AUTRE:
            reference = each["dossier"]
            yield LeftStanding(
                reference,
                each["ligne"],
                "ouvert par qui a tranché un doute",
                f"of clore {reference} --motif erreur",
            )


def _note(
    connection: Connection,
    row: LotRow,
    done: Undone,
    gone: Mapping[str, list[int]],
    left: list[Trace],
    desk: Desk,
) -> None:
    before = row.bilan.get("retires")
    former = before if isinstance(before, dict) else {}
    removed = {name: [*former.get(name, ()), *numbers] for name, numbers in gone.items()}
    forget_minors(connection, gone.get(m.jeune.name, ()))
    removed["references"] = [*former.get("references", ()), *done.retires]
    bilan = row.bilan | {
        "retires": {**former, **removed},
        "changements": left,
        "completes": _still_filled(row, left),
        "doutes": forget(row.bilan),
        "annulations": [
            *_listed(row.bilan.get("annulations")),
            {"le": desk.today.isoformat(), "auteur": desk.author, "a": desk.now.isoformat(),
             "retires": len(done.retires), "remis": len(done.remis), "gardes": len(done.gardes)},
        ],
    }  # fmt: skip
    whole = None if done.gardes else desk.now
    values = {"bilan": bilan, "annule_a": whole}
    connection.execute(update(m.lot).where(m.lot.c.id == row.id).values(values))


def _traces(row: LotRow) -> list[Trace]:
    return [each for each in _listed(row.bilan.get("changements")) if isinstance(each, dict)]


def _still_filled(row: LotRow, left: list[Trace]) -> list[object]:
    """Return whom the list filled in, those who are as before without their number: on SQLite the number of
    a minor taken away is given again."""
    completed = _listed(row.bilan.get("completes"))
    if "changements" not in row.bilan:
        return completed  # a lot of an older version, whose fields stay
    still = {_minor(trace) for trace in left}
    return [
        each | {"jeune": 0} if isinstance(each, dict) and each.get("jeune") not in still else each
        for each in completed
    ]


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _minor(trace: Trace) -> int:
    number = trace.get("jeune")
    return number if isinstance(number, int) else 0
