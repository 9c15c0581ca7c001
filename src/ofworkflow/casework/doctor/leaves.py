"""Leaves, and the appointments given over: facts beside the journal, against each other and the agenda."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ofworkflow.casework.doctor.kinds import Flaw, Ground
from ofworkflow.casework.doctor.raw import StoredRow, rows
from ofworkflow.casework.doctor.words import wrong_in
from ofworkflow.procedure.french import french_day
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own


def leaves(ground: Ground) -> Iterator[Flaw]:
    """Say the leaves that no command could have noted, and the appointments given over outside any leave."""
    noted = list(rows(ground.connection, m.conge))
    for row in noted:
        for sentence in (*wrong_in(m.conge, [row]), *_of_a_leave(row)):
            yield Flaw(f"le congé n° {row.id}", sentence)
    yield from (Flaw(subject, sentence) for subject, sentence in _of_the_relays(ground, noted))


def _of_a_leave(row: StoredRow) -> Iterator[str]:
    if row.unreadable:
        return
    if row.du_le and row.au_le and row.au_le < row.du_le:
        yield f"il finit le {french_day(row.au_le)}, avant de commencer le {french_day(row.du_le)}"
    if row.de_heure and row.a_heure and row.a_heure <= row.de_heure:
        yield f"il finit à {row.a_heure}, avant de commencer à {row.de_heure}"
    if (row.retire_a is None) is not (row.retire_par is None):
        yield "il dit qui l'a retiré sans dire quand, ou quand sans dire qui"
    elif row.retire_par is not None and not row.retire_par.strip():
        yield "il est retiré, et par personne"
    if row.retire_a and row.enregistre_a and row.retire_a < row.enregistre_a:
        yield "il est retiré avant d'être noté"


def _of_the_relays(ground: Ground, noted: Sequence[StoredRow]) -> Iterator[tuple[str, str]]:
    relays = list(rows(ground.connection, m.relais))
    if not relays:
        return
    whose = {each.dossier_id for each in relays}
    mine = (m.dossier.c.id.in_(whose), *own(ground.connection, m.dossier))
    dossiers = {row.id: row for row in rows(ground.connection, m.dossier, *mine)}
    meetings = rows(ground.connection, m.rendez_vous, m.rendez_vous.c.dossier_id.in_(whose))
    days = {(row.dossier_id, row.n): row.le for row in meetings}
    last: dict[tuple[int, int], str] = {}
    for row in sorted(relays, key=lambda each: each.id or 0):
        dossier, key = dossiers.get(row.dossier_id), (row.dossier_id, row.n)
        subject = f"un rendez-vous confié de {dossier.reference}" if dossier else "un rendez-vous confié"
        for sentence in wrong_in(m.relais, [row]):
            yield subject, sentence
        if row.unreadable:
            continue
        if last.get(key) == row.conseiller:
            yield subject, "il est confié à qui le recevait déjà"
        last[key] = row.conseiller
        day = days.get(key)  # an act that was annulled since gives no appointment any more
        if dossier and day and not any(_covers(leave, day, row, dossier) for leave in noted):
            yield subject, f"il est confié le {french_day(day)}, où aucun congé n'était noté"


def _covers(leave: StoredRow, day: object, relay: StoredRow, dossier: StoredRow) -> bool:
    """Tell whether a leave noted by then covers that day; one withdrawn since leaves what it gave over."""
    if leave.unreadable or None in (leave.du_le, leave.au_le, leave.enregistre_a, relay.enregistre_a):
        return True  # told on its own
    return bool(
        leave.structure == dossier.structure
        and leave.du_le <= day <= leave.au_le
        and leave.enregistre_a <= relay.enregistre_a
    )
