"""Leave of a counsellor: noted, withdrawn, and its appointments given over to colleagues who are free.

Nobody's dossier changes hands: the appointment alone is given over, at its day and its hour, and no letter
has to be made again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, time
from itertools import groupby

from sqlalchemy import Connection

from ofworkflow.casework.agenda.appointments import Expected, appointments, counsellors, leaves_of
from ofworkflow.casework.dossier.agenda import hold_day
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hold_house_lists, moved
from ofworkflow.casework.dossier.transactions import Transactions
from ofworkflow.casework.registry.corrections import make_drafts_again
from ofworkflow.errors import AlreadyNotedError, OfWorkflowError, RefusedError, UsageError
from ofworkflow.procedure.appointments import Leave, meets
from ofworkflow.procedure.french import french_day, french_hour
from ofworkflow.procedure.habits import HouseRules
from ofworkflow.records import dataclass
from ofworkflow.storage import leaves as stored
from ofworkflow.text import of_name


@dataclass(frozen=True, slots=True)
class NotedLeave:
    """A leave that stands: its number, whose, from when to when, who noted it."""

    number: int
    leave: Leave
    author: str


@dataclass(frozen=True, slots=True)
class Relay:
    """An appointment of somebody who is away, and who would receive it; nobody: why. `beside`: the dossiers
    that were expected at that very hour, and go along."""

    appointment: Expected
    to: str
    why: str = ""
    beside: frozenset[int] = frozenset()


def noted_leaves(connection: Connection, first: date, last: date) -> tuple[NotedLeave, ...]:
    """Return the leaves that stand and meet these days."""
    rows = stored.leaves_between(connection, first, last)
    return tuple(NotedLeave(r.id, _as_noted(r), r.auteur) for r in rows)


def note_leave(connection: Connection, leave: Leave, *, desk: Desk) -> int:
    """Note a leave, and return its number; raise `UsageError` where it ends before it begins,
    `AlreadyNotedError` where that very leave, or a longer one, stands."""
    if leave.last < leave.first:
        raise UsageError(
            f"Le congé finirait le {french_day(leave.last)}, avant de commencer le "
            f"{french_day(leave.first)}. Vérifiez --du et --au-jour."
        )
    if leave.since and leave.until and leave.until <= leave.since:
        raise UsageError(
            f"Le congé finirait à {french_hour(leave.until)}, avant de commencer à "
            f"{french_hour(leave.since)}. Vérifiez --a-partir-de et --jusqu-a."
        )
    hold_house_lists(connection, desk.structure)
    for row in stored.leaves_between(connection, leave.first, leave.last):
        known = _as_noted(row)
        as_long = (known.since or time.min) <= (leave.since or time.min) and (known.until or time.max) >= (
            leave.until or time.max
        )
        whole = row.du_le <= leave.first and leave.last <= row.au_le
        if row.conseiller == leave.counsellor and whole and as_long:
            raise AlreadyNotedError(
                f"Déjà noté : {row.conseiller} est en congé {known.span} (n° {row.id}). "
                "Rien n'a été écrit de plus ; voyez of conges."
            )
    return stored.add_leave(
        connection,
        structure=desk.structure,
        conseiller=leave.counsellor,
        du_le=leave.first,
        au_le=leave.last,
        de_heure=f"{leave.since:%H:%M}" if leave.since else None,
        a_heure=f"{leave.until:%H:%M}" if leave.until else None,
        auteur=desk.author,
        enregistre_a=desk.now,
    )


def leave_numbered(connection: Connection, number: int) -> Leave:
    """Return a leave that stands, by its number; raise `UsageError` where there is none."""
    row = stored.leave_numbered(connection, number)
    if row is None or row.retire_a is not None:
        raise UsageError(f"Aucun congé n'a le numéro {number}. Voyez la liste (of conges).")
    return _as_noted(row)


def _as_noted(row: stored.LeaveRow) -> Leave:
    return Leave.of_row(row.conseiller, row.du_le, row.au_le, row.de_heure, row.a_heure)


def withdraw(connection: Connection, number: int, *, desk: Desk) -> Leave:
    """Withdraw a leave, which stays with who withdrew it; raise what `leave_numbered` raises,
    `AlreadyNotedError` where it is withdrawn already."""
    hold_house_lists(connection, desk.structure)
    row = stored.leave_numbered(connection, number)
    if row is not None and row.retire_a is not None:
        raise AlreadyNotedError(f"Déjà noté : le congé n° {number} est retiré. Voyez la liste (of conges).")
    leave = leave_numbered(connection, number)
    stored.withdraw_leave(connection, number, by=desk.author, at=desk.now)
    return leave


def plan_relays(
    connection: Connection, leave: Leave, *, rules: HouseRules, team: Collection[str], to: str = ""
) -> tuple[Relay, ...]:
    """Propose who receives each appointment still expected during a leave: a colleague who is there and free
    at its hour, the least taken that day; `to` alone, where somebody is named."""
    expected = appointments(connection, leave.first, leave.last)
    away = leaves_of(connection, leave.first, leave.last)
    names = [to] if to else sorted({*counsellors(connection), *team} - {leave.counsellor})
    busy: dict[tuple[str, date], list[time]] = {}
    for each in expected:
        if each.still_takes:
            busy.setdefault((each.conseiller, each.jour), []).extend(each.hours)
    length = rules.duree_entretien
    theirs = [
        each
        for each in expected
        if not each.issue
        and each.conseiller == leave.counsellor
        and any(leave.covers(each.jour, at, length) for at in each.hours)
    ]
    relays: list[Relay] = []
    # brothers and sisters are expected at one hour: who was to come together still does
    for (day, _), group in groupby(theirs, key=lambda each: (each.jour, each.heure)):
        together = tuple(group)
        hours = dict.fromkeys(at for each in together for at in each.hours)
        free = [
            name
            for name in names
            if not any(
                other.counsellor == name and other.covers(day, at, length) for other in away for at in hours
            )
            and not any(meets(at, busy.get((name, day), []), rules) for at in hours)
        ]
        name = min(free, key=lambda name: (len(busy.get((name, day), [])), name), default="")
        if name:
            busy.setdefault((name, day), []).extend(hours)
        relays += [_relay(each, name, together, to) for each in together]
    return tuple(relays)


def _relay(each: Expected, name: str, together: tuple[Expected, ...], to: str) -> Relay:
    if name:
        return Relay(each, name, beside=frozenset(other.dossier_id for other in together))
    who = f"{to} n'est pas libre" if to else "personne n'est libre à cette heure"
    move = f'of reporter {each.reference} --rdv "DATE HH:MM" --motif indisponibilite_structure'
    return Relay(each, "", f"{who} ; pour le déplacer : {move}")


def hand_over(base: Transactions, relays: Sequence[Relay], *, desk: Desk) -> Iterator[tuple[Relay, str]]:
    """Give these appointments over, one transaction each; yield each with why it was not, empty when it
    was."""
    for each in relays:
        try:
            base.write(_handing(each, desk))
        except OfWorkflowError as error:
            yield each, str(error)
        else:
            yield each, ""


def _handing(relay: Relay, desk: Desk) -> Callable[[Connection], None]:
    def unit(connection: Connection) -> None:
        a = relay.appointment
        moved(connection, [a.dossier_id])
        hold_day(connection, desk.structure, a.jour)
        now = appointments(connection, a.jour, a.jour)
        here = next((x for x in now if (x.dossier_id, x.n) == (a.dossier_id, a.n)), None)
        if here is None or here.issue:
            raise RefusedError(
                f"Le rendez-vous {of_name(a.prenom)} {a.nom} n'est plus attendu : il n'y a rien à confier. "
                f"Voyez of voir {a.reference}."
            )
        if here.conseiller == relay.to:
            raise AlreadyNotedError(
                f"Déjà noté : {relay.to} reçoit {a.prenom} {a.nom} à {french_hour(a.heure)}. Rien n'a été "
                "écrit de plus."
            )
        taken = (x for x in now if x.conseiller == relay.to and x.still_takes)
        theirs = [at for x in taken if x.dossier_id not in relay.beside for at in x.hours]
        met = next((at for at in here.hours if meets(at, theirs, desk.rules)), None)
        if met:
            raise RefusedError(
                f"{relay.to} n'est plus libre à {french_hour(met)}, le {french_day(a.jour)}. "
                "Relancez pour une autre proposition (of conges)."
            )
        stored.give_over(
            connection,
            dossier_id=a.dossier_id,
            n=a.n,
            conseiller=relay.to,
            auteur=desk.author,
            enregistre_a=desk.now,
        )
        make_drafts_again(connection, [a.dossier_id])  # they name who receives

    return unit
