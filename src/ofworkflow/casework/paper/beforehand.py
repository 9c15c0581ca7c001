"""An act that writes to people, seen before it is done: in a transaction that its caller takes back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.lines import letters
from ofworkflow.casework.registry.finding import find_dossier
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Act
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Beforehand:
    """What an act would do: the acts it withdraws, who would be written to, the stage it leads to, what would
    deserve a look."""

    reference: str
    who: str
    withdrawn: tuple[str, ...]
    letters: tuple[str, ...]
    stage: str
    warnings: tuple[str, ...] = ()


def beforehand(
    connection: Connection,
    text: str,
    request: Request,
    *,
    done_on: date,
    desk: Desk,
    with_what_followed: bool = False,
) -> Beforehand:
    """Return what that act would do; for a transaction that is only rehearsed (`App.rehearse`). Raise what
    `perform` raises."""
    line = find_dossier(connection, text)
    done = perform(
        connection,
        line.id,
        request,
        done_on=done_on,
        desk=desk,
        again=True,
        with_what_followed=with_what_followed,
    )
    acts = {e.n: e.act for e in done.in_hand.opened.entries}
    new = {done.decision.n, *(undone.n for undone in done.undone)}
    written = [row for row in letters(connection, dossier_id=line.id) if row.acte_n in new]
    gone = [d.annuls for d in (*done.undone, done.decision) if d.annuls is not None]
    return Beforehand(
        line.reference,
        f"{line.prenom} {line.nom}",
        tuple(f"n° {n} « {Act(acts[n]).label} »" for n in gone),
        tuple(f"{Model.say(row.modele)}, pour {row.destinataire}" for row in written),
        done.stage.label,
        done.warnings,
    )
