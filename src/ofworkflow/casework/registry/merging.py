"""Two dossiers of one minor, merged: one goes on, both journals stay; and the merge undone.

The one that goes on keeps its journal as it is: its stage and its delays are still what a replay gives. The
other is closed as a duplicate, by an entry of its own journal; whatever names it leads to the one that goes
on. What is known of the persons follows, and the contacts, which the procedure counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import Connection, delete, insert, select, update

from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hold, hold_openings, moved
from ofworkflow.casework.dossier.opened import Opened, read
from ofworkflow.casework.dossier.persons import Persons, persons_of_one
from ofworkflow.casework.registry.corrections import Correction, HeldDossier, correct, trace
from ofworkflow.casework.registry.families import complete_family
from ofworkflow.errors import AlreadyNotedError, RefusedError, UsageError
from ofworkflow.intake.completing import added_by
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.fields import Value
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Closing, Delay, Stage
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.merged import goes_on_as
from ofworkflow.storage.queries import dossier_row
from ofworkflow.storage.scope import own
from ofworkflow.storage.searched import follow_searched

MERGED_INTO = "Réuni (of fusionner) au dossier"
"""How the note of the closing begins: the journal itself says where the dossier went."""


@dataclass(frozen=True, slots=True)
class MergedDossiers:
    """What merging did: who goes on, what was filled, what to note again there, one sentence each."""

    garde: str
    absorbe: str
    remplis: tuple[str, ...] = ()
    representants: tuple[str, ...] = ()
    contacts: int = 0
    a_reprendre: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnmergedDossiers:
    """What undoing a merge did; `gardes` says what somebody changed since, and stays."""

    garde: str
    absorbe: str
    gardes: tuple[str, ...] = ()


class _FusionRow(Protocol):
    id: int
    absorbe_id: int
    garde_id: int
    acte_n: int
    le: date
    enregistre_a: datetime
    traces: dict[str, object]


def merge(
    connection: Connection, one: str, other: str, *, kept: str, despite: str, done_on: date, desk: Desk
) -> MergedDossiers:
    """Merge the dossiers of these two references; `kept` names the one that goes on, else the one that is
    the furthest, then the one reported first.

    Raise `UsageError`, `AlreadyNotedError`, and `RefusedError` where the two cannot be one minor, unless
    `despite` says why they are, or where what runs in the one that stops would be lost.
    """
    hold_openings(connection, desk.structure)
    numbers = [_number(connection, text) for text in (one, other)]
    if len({goes_on_as(connection, number) for number in numbers}) == 1:
        raise AlreadyNotedError(
            f"Déjà noté : {one} et {other} sont un seul dossier. Rien n'a été écrit de plus."
            if numbers[0] != numbers[1]
            else f"{one} et {other} sont le même dossier. Donnez deux références."
        )
    hold(connection, numbers)
    stays, goes = _which(read(connection, numbers), kept)
    ours, theirs = (persons_of_one(connection, each.jeune_id) for each in (stays, goes))
    _refuse_closed(stays, goes)
    _refuse_other(ours, theirs, despite)
    _refuse_lost(stays, goes, despite)
    values = dict(added_by(ours.jeune, theirs.jeune))
    row = dossier_row(connection, stays.id)
    changes = correct(connection, row, values, representative=None, desk=desk) if values else []
    family = complete_family(connection, row, theirs.representants, desk=desk)
    contacts = _contacts(connection, stays, goes, row.signale_le)
    missing = (*_to_note_again(stays, goes), *family.left)
    note = f"{MERGED_INTO} {stays.reference}." + (f" {despite}" if despite else "")
    closing = ask.Cloturer(Closing.DOUBLON)
    done = perform(connection, goes.id, closing, done_on=done_on, desk=desk, note=note, again=True)
    traces = {
        "champs": [[change.champ, str(change.apres)] for change in changes],
        "representants": [number for number, _ in family.added],
        "completes": [[each.representant_id, each.champ, each.avant, each.apres] for each in family.filled],
        "contacts": contacts,
    }
    values_of_it = {
        "structure": stays.structure, "absorbe_id": goes.id, "garde_id": stays.id, "acte_n": done.decision.n,
        "le": done_on, "malgre": despite or None, "auteur": desk.author, "enregistre_a": desk.now,
        "traces": traces,
    }  # fmt: skip
    connection.execute(insert(m.fusion).values(values_of_it))
    follow_searched(connection, [stays.jeune_id, goes.jeune_id])  # contacts went from the one to the other
    moved(connection, [stays.id])
    return MergedDossiers(
        stays.reference, goes.reference, (*(c.champ for c in changes), *family.completed),
        tuple(name for _, name in family.added),
        len(contacts), missing,
    )  # fmt: skip


def unmerge(
    connection: Connection, reference: str, *, motif: str, done_on: date, desk: Desk
) -> UnmergedDossiers:
    """Undo the merge of the dossier of this reference, the one that does not go on; raise `UsageError`, and
    what voiding an act raises."""
    hold_openings(connection, desk.structure)
    row = _merge_of(connection, _number(connection, reference))
    hold(connection, [row.absorbe_id, row.garde_id])
    stays, goes = (read(connection, [number])[0] for number in (row.garde_id, row.absorbe_id))
    left, traces = _give_back(connection, row, stays, desk)
    perform(connection, goes.id, ask.Annuler(motif), done_on=done_on, desk=desk, again=True)
    values = {"annule_a": desk.now, "traces": traces}
    connection.execute(update(m.fusion).where(m.fusion.c.id == row.id).values(values))
    follow_searched(connection, [stays.jeune_id, goes.jeune_id])
    moved(connection, [stays.id])
    return UnmergedDossiers(stays.reference, goes.reference, left)


def _number(connection: Connection, text: str) -> int:
    d = m.dossier.c
    question = select(d.id).where(d.reference == text.strip().upper(), *own(connection, m.dossier))
    value = connection.execute(question).scalar()
    if value is None:
        raise UsageError(f"Le dossier « {text} » n'existe pas. Donnez sa référence : of chercher NOM")
    return int(value)


def _merge_of(connection: Connection, number: int) -> _FusionRow:
    f = m.fusion.c
    which = (f.absorbe_id == number) | (f.garde_id == number)
    rows = connection.execute(select(m.fusion).where(which, f.annule_a.is_(None)).order_by(f.id.desc())).all()
    own_merge: _FusionRow | None = next((row for row in rows if row.absorbe_id == number), None)
    if own_merge is None and len(rows) == 1:
        own_merge = rows[0]
    if own_merge is None:
        raise UsageError(
            "Ce dossier n'est réuni à aucun autre, ou l'est à plusieurs : donnez la référence de celui qui "
            "ne continue pas (of voir la dit)."
        )
    return own_merge


def _which(dossiers: list[Opened], kept: str) -> tuple[Opened, Opened]:
    """Return the one that goes on, and the other."""
    first, second = sorted(dossiers, key=_progress, reverse=True)
    if kept:
        named = [each for each in (first, second) if each.reference == kept.strip().upper()]
        if not named:
            raise UsageError(f"--garder {kept} : ce n'est aucun des deux. Donnez l'une des deux références.")
        return named[0], second if named[0] is first else first
    return first, second


def _progress(opened: Opened) -> tuple[bool, bool, int, int, int]:
    case = opened.case
    runs = any(delay.slug is Delay.DEPARTEMENT for delay in case.open_delays())
    age = case.opened_on.toordinal() if case.opened_on else 0
    return case.stage is not Stage.CLOTURE, runs, len(case.acts_on), -age, -opened.id


def _refuse_closed(stays: Opened, goes: Opened) -> None:
    for each in (stays, goes):
        if each.case.stage is Stage.CLOTURE:
            on = each.case.closed_on
            raise RefusedError(
                f"Le dossier {each.reference} est clos{f' depuis le {french_day(on)}' if on else ''} : deux "
                "dossiers ouverts se réunissent. "
                f"Rouvrez-le d'abord (of rouvrir {each.reference} --motif TEXTE)."
            )


def _refuse_other(ours: Persons, theirs: Persons, despite: str) -> None:
    one, other = ours.jeune, theirs.jeune
    wrong = []
    if one.ine and other.ine and one.ine != other.ine:
        wrong.append(f"deux INE ({one.ine}, {other.ine})")
    if one.naissance != other.naissance:
        wrong.append(f"deux dates de naissance ({french_day(one.naissance)}, {french_day(other.naissance)})")
    if wrong and not despite:
        raise RefusedError(
            f"Ce ne peut pas être le même jeune : {' et '.join(wrong)}. Corrigez la fiche fautive, ou, si "
            "c'est bien le même, ajoutez --malgre MOTIF."
        )


def _refuse_lost(stays: Opened, goes: Opened, despite: str) -> None:
    """A statutory delay that runs only in the one that stops would end with it."""
    running = {delay.slug for delay in stays.case.open_delays()}
    lost = [d for d in goes.case.open_delays() if d.slug is Delay.DEPARTEMENT and d.slug not in running]
    if lost and not despite:
        raise RefusedError(
            f"Le délai « {lost[0].slug.label} » court dans {goes.reference}, pas dans {stays.reference} : il "
            f"finirait avec lui. Gardez {goes.reference} (--garder {goes.reference}), ou ajoutez "
            "--malgre MOTIF."
        )


def _contacts(connection: Connection, stays: Opened, goes: Opened, since: date) -> list[list[int | None]]:
    """Take the contacts over, those from before the report of the one that goes on left where they are."""
    c = m.contact.c
    rows = connection.execute(
        select(c.id, c.representant).where(c.dossier_id == goes.id, c.le >= since).order_by(c.id)
    ).all()
    if rows:  # by which number the other dossier called somebody says nothing here
        taken = update(m.contact).where(c.id.in_([row.id for row in rows]))
        connection.execute(taken.values(dossier_id=stays.id, representant=None))
    return [[row.id, row.representant] for row in rows]


def _to_note_again(stays: Opened, goes: Opened) -> tuple[str, ...]:
    """Say what the one that stops holds and that the procedure of the other does not know."""
    known = {(c.nature, c.starts_on) for c in stays.case.coverages}
    lost = [
        f"la situation du {french_day(c.starts_on)} : of situation {stays.reference} …"
        for c in goes.case.coverages
        if (c.nature, c.starts_on) not in known and c.broken_on is None
    ]
    if (expected := goes.case.appointment) is not None and expected.outcome is None:
        lost.append(f"le rendez-vous du {french_day(expected.on)} : il est annulé avec {goes.reference}")
    return tuple(lost)


def _give_back(
    connection: Connection, row: _FusionRow, stays: Opened, desk: Desk
) -> tuple[tuple[str, ...], Mapping[str, object]]:
    """Put back what merging filled, added and took over; return what stays, changed since, and what to
    keep of the traces."""
    traces = row.traces
    card = connection.execute(select(m.jeune).where(m.jeune.c.id == stays.jeune_id)).one()._asdict()
    filled = [(str(n), str(v)) for n, v in _pairs(traces.get("champs"))]
    left = [f"{name} a été corrigé depuis" for name, value in filled if str(card[name]) != value]
    same: dict[str, Value] = {name: "" for name, value in filled if str(card[name]) == value}
    dossier = dossier_row(connection, stays.id)
    if same:
        correct(connection, dossier, same, representative=None, desk=desk)
    left += _empty_again(connection, dossier, row, desk)
    gone = _remove_representatives(connection, row, left)
    c = m.contact.c
    for number, representative in _pairs(traces.get("contacts")):
        back = update(m.contact).where(c.id == number, c.dossier_id == stays.id)
        connection.execute(back.values(dossier_id=row.absorbe_id, representant=representative))
    return tuple(left), traces | {"retires": gone}


def _empty_again(connection: Connection, dossier: HeldDossier, row: _FusionRow, desk: Desk) -> Iterator[str]:
    """Put back what stood in the representatives where merging filled them; yield what was changed since."""
    completed, r = row.traces.get("completes"), m.representant.c
    for number, name, before, after in completed if isinstance(completed, list) else []:
        now = connection.execute(select(r[name]).where(r.id == number)).scalar()
        if now == before:
            continue
        if now != after:
            yield f"représentant, {name} a été corrigé depuis"
            continue
        connection.execute(update(m.representant).where(r.id == number).values({name: before}))
        trace(connection, dossier, number, [Correction(name, now, before)], desk)


def _remove_representatives(
    connection: Connection, row: _FusionRow, left: list[str]
) -> Mapping[str, list[int]]:
    r, t = m.representant.c, m.modification.c
    numbers = row.traces.get("representants")
    gone: dict[str, list[int]] = {"representant": [], "modification": []}
    for number in reversed(numbers if isinstance(numbers, list) else []):
        changes = connection.execute(select(t.id).where(t.representant_id == number)).scalars().all()
        who = connection.execute(select(r.nom, r.prenom, r.jeune_id, r.rang).where(r.id == number)).first()
        last = (
            who
            and not connection.execute(
                select(r.id).where(r.jeune_id == who.jeune_id, r.rang > who.rang)
            ).first()
        )
        written_to = connection.execute(
            select(m.courrier.c.id).where(m.courrier.c.representant_id == number)
        ).first()
        if who is None or not last or len(changes) > 1 or written_to:
            left.append(f"{who.prenom} {who.nom} reste représentant : sa fiche a servi depuis" if who else "")
            continue
        connection.execute(delete(m.modification).where(t.id.in_(changes)))
        connection.execute(delete(m.representant).where(r.id == number))
        gone["representant"].append(number)
        gone["modification"] += changes
    return gone


def _pairs(pairs: object) -> list[tuple[object, object]]:
    return [(each[0], each[1]) for each in (pairs if isinstance(pairs, list) else [])]
