"""A dossier comes from another mission locale: what it did is noted, as its own (docs/decisions/0031)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.opened import read
from ofworkflow.casework.dossier.writes import Writes, record
from ofworkflow.casework.registry.finding import find_dossier
from ofworkflow.errors import AlreadyNotedError, RefusedError, UsageError
from ofworkflow.procedure.decide import Decision
from ofworkflow.procedure.handover import TheirAct, taken_up
from ofworkflow.procedure.replay import advance
from ofworkflow.procedure.vocabulary import Act, Stage
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What was noted of them, and where the dossier stands since."""

    reference: str
    decisions: tuple[Decision, ...]
    stage: Stage


def take_up(
    connection: Connection, reference: str, structure: str, acts: Sequence[TheirAct], *, desk: Desk
) -> TakenUp:
    """Note what another mission locale did, on a dossier opened here where nothing else was done.

    Raise `UsageError` where nothing is told, `AlreadyNotedError` where it was taken up already, and
    `RefusedError` for what cannot have been.
    """
    if not structure.strip() or not acts:
        raise UsageError("Dites de qui (--de) et ce qui a été fait (--premiere …, ou un fichier).")
    [opened] = read(connection, [find_dossier(connection, reference).id], lock=True)
    theirs = next((e.effects.repris_de for e in opened.entries if e.effects.repris_de), "")
    if theirs:
        raise AlreadyNotedError(
            f"Le dossier {opened.reference} est déjà repris de {theirs}. Rien n'a été écrit."
        )
    if any(act not in (Act.OUVRIR, Act.SIGNALER) for _, act in opened.case.acts):
        raise RefusedError(
            f"Le dossier {opened.reference} a déjà des actes d'ici : une reprise se note avant eux. "
            f"Relisez-le (of voir {opened.reference})."
        )
    writes, decisions = Writes(), list[Decision]()
    noted = f"repris par {desk.author}"
    for decision in taken_up(
        opened.case, acts, structure=structure.strip(), rules=desk.rules, today=desk.today
    ):
        entry = decision.entry()
        record(writes, opened, entry, desk, after=advance(opened.case, entry), note=noted)
        decisions.append(decision)
    writes.flush(connection)
    return TakenUp(opened.reference, tuple(decisions), opened.case.stage or Stage.REPERAGE)
