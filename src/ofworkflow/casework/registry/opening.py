"""Open dossiers: one at the keyboard, or a whole list in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, Table, and_, insert, or_, select, update

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hold_openings
from ofworkflow.casework.dossier.persons import card_fingerprint
from ofworkflow.casework.dossier.writes import Writes, dossier_columns, journal_row, rows_to_come
from ofworkflow.casework.registry.checks import checked_card
from ofworkflow.errors import AlreadyNotedError, UsageError
from ofworkflow.intake.territory import Communes
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import GROUNDS
from ofworkflow.procedure.attempts import Facts
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.decide import Decision, decide
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE, card_of
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.persons import Jeune, Signalement
from ofworkflow.procedure.plan import plan
from ofworkflow.procedure.replay import advance
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.name_keys import new_keys
from ofworkflow.storage.person_rows import minor_row, representative_row
from ofworkflow.storage.projections import delay_row
from ofworkflow.storage.scope import own
from ofworkflow.storage.searched import new_row, searched
from ofworkflow.storage.upsert import upsert
from ofworkflow.text import fold


@dataclass(frozen=True, slots=True)
class NewDossier:
    """A dossier that was opened at the keyboard, with what deserves a look."""

    reference: str
    decision: Decision
    warnings: tuple[str, ...]


def open_one(
    connection: Connection,
    reported: Signalement,
    *,
    done_on: date,
    desk: Desk,
    communes: Communes,
    note: str = "",
    homonym: bool = False,
) -> NewDossier:
    """Open the dossier of one minor, reported as the keyboard says (`homonym`: another one of the same name
    and day of birth).

    Raise `UsageError` when the card lacks something, `AlreadyNotedError` for the dossier that was just
    opened, and what `open_dossiers` raises.
    """
    whole, caution = _completed(reported, communes)
    known = "" if homonym else refuse_known(connection, whole.jeune, done_on, desk)
    [(reference, decision)] = open_dossiers(connection, [whole], done_on=done_on, desk=desk, note=note)
    return NewDossier(reference, decision, tuple(filter(None, (caution, known, *decision.warnings))))


def _completed(s: Signalement, communes: Communes) -> tuple[Signalement, str]:
    """Return the report with what follows from it: the commune as we write it, the town, the address, who
    houses the minor.

    And what to say of a commune that is not of the territory.
    """
    minor, own = s.jeune, s.jeune.adresse
    if not minor.nom or not minor.prenom:
        raise UsageError("Le nom et le prénom ne peuvent pas être vides. Donnez-les avec --nom et --prenom.")
    if own.code_postal and not own.ville and not own.pays:
        own = replace(own, ville=minor.commune)
    if own.pays and not own.ville:
        raise UsageError(f"L'adresse en {own.pays} n'a pas de ville. Donnez-la avec --ville.")
    checked_card(card_of(MINOR, replace(minor, adresse=own)), {}, communes)
    for r in s.representants:
        checked_card(card_of(REPRESENTATIVE, r), {}, communes)
    address = own if own.is_complete() or not s.representants else s.representants[0].adresse
    code, commune = communes.named(minor.commune)
    caution = ""
    if communes.communes and not code:
        caution = (
            f"La commune « {commune} » n'est pas du territoire (territoire.communes de la configuration)."
        )
    host = next(  # one host at a time, among those whom a letter may go to
        (i for i, r in enumerate(s.representants) if r.adresse == address and GROUNDS[r.autorite].holds), None
    )
    housed = tuple(replace(r, heberge=i == host) for i, r in enumerate(s.representants))
    whole = replace(minor, adresse=address, commune=commune, commune_insee=code)
    return replace(s, jeune=whole, representants=housed), caution


def open_dossiers(
    connection: Connection,
    signalements: Sequence[Signalement],
    *,
    done_on: date,
    desk: Desk,
    lot_id: int | None = None,
    note: str = "",
) -> list[tuple[str, Decision]]:
    """Open one dossier a reported minor; return their references (« 2026-0042 ») with what was decided.

    Raise `GuardError` when one of them is out of scope on `done_on`: nothing is written then.
    """
    decided = [(s, *_decide(s, done_on, desk)) for s in signalements]
    if not decided:
        return []
    cards = [minor_row(s.jeune) for s, _, _ in decided]
    minors = _insert_returning(connection, m.jeune, cards)
    connection.execute(insert(m.cle_nom), new_keys(minors, (s.jeune for s, _, _ in decided)))
    by_minor = [
        [representative_row(jeune_id, rank, r) for rank, r in enumerate(s.representants)]
        for jeune_id, (s, _, _) in zip(minors, decided, strict=True)
    ]
    prints = [card_fingerprint(card, theirs) for card, theirs in zip(cards, by_minor, strict=True)]
    if representatives := [row for theirs in by_minor for row in theirs]:
        connection.execute(insert(m.representant), representatives)
    first = _reserve(connection, f"dossier-{done_on.year}", len(decided))
    references = [f"{done_on.year}-{number:04d}" for number in range(first, first + len(decided))]
    futures = [tuple(plan(case, desk.rules, {})) for _, _, case in decided]
    rows = [
        {
            "reference": reference,
            "structure": desk.structure,
            "jeune_id": jeune_id,
            "lot_id": lot_id,
            "source": str(s.source),
            "conseiller": desk.conseiller,
            "signale_le": s.signale_le,
            "ouvert_le": done_on,
            **dossier_columns(case, future),
        }
        for reference, jeune_id, (s, _, case), future in zip(
            references, minors, decided, futures, strict=True
        )
    ]
    ids = _insert_returning(connection, m.dossier, rows)
    words = (searched(s.jeune, s.representants) for s, _, _ in decided)
    searches = [new_row(number, desk.structure, each) for number, each in zip(ids, words, strict=True)]
    connection.execute(insert(m.recherche), searches)
    writes = Writes()
    for dossier_id, (_, decision, case), future, card in zip(ids, decided, futures, prints, strict=True):
        writes.planned += rows_to_come(dossier_id, future)
        writes.journal.append(journal_row(dossier_id, decision.entry(), desk, note, fiche=card))
        writes.delays |= {(dossier_id, *delay.key): delay_row(dossier_id, delay) for delay in case.delays}
    writes.flush(connection)
    return [(reference, decision) for reference, (_, decision, _) in zip(references, decided, strict=True)]


def refuse_known(connection: Connection, minor: Jeune, done_on: date, desk: Desk) -> str:
    """Raise `AlreadyNotedError` when a dossier of this minor is opened on that very day already, by whoever,
    at whatever instant.

    By INE, else by name and birth date, as a list is matched. Return what to say when he or she has one of
    another day.
    """
    hold_openings(connection, desk.structure)
    d, j = m.dossier.c, m.jeune.c
    same = and_(j.cle == fold(minor.nom, minor.prenom), j.naissance == minor.naissance)
    which = or_(same, j.ine == minor.ine) if minor.ine else same
    question = select(d.reference, d.ouvert_le, d.clos_le, j.prenom, j.nom).join(m.jeune, j.id == d.jeune_id)
    merged = select(m.fusion.c.id).where(m.fusion.c.absorbe_id == d.id, m.fusion.c.annule_a.is_(None))
    known = connection.execute(
        question.where(*own(connection, m.dossier), which, ~merged.exists()).order_by(d.id.desc()).limit(1)
    ).first()
    if known is None:
        return ""
    who = f"{known.prenom} {known.nom}, né(e) le {french_day(minor.naissance)}"
    closed = (
        f", clos le {french_day(known.clos_le)} : rouvrez-le (of rouvrir {known.reference} --motif MOTIF)"
        if known.clos_le
        else ""
    )
    if known.ouvert_le != done_on:
        return (
            f"{who}, a déjà le dossier {known.reference}{closed}. Si c'est la même personne, clôturez l'un "
            "des deux (of clore)."
        )
    raise AlreadyNotedError(
        f"Déjà noté : {who}, a le dossier {known.reference}{closed}. Rien n'a été écrit de plus. "
        "Si c'est une autre personne du même nom, née le même jour, ajoutez --homonyme."
    )


def next_lot_number(connection: Connection) -> str:
    """Reserve and return the next import number (« L0001 »)."""
    return f"L{_reserve(connection, 'lot', 1):04d}"


def _decide(signalement: Signalement, done_on: date, desk: Desk) -> tuple[Decision, CaseState]:
    blank = CaseState(born_on=signalement.jeune.naissance)
    s = signalement
    request = ask.Ouvrir(s.jeune.naissance, s.source, s.signale_le, s.diplome, s.emploi, s.par, s.raison)
    facts = Facts(today=desk.today)
    decision = decide(blank, request, done_on=done_on, author=desk.author, rules=desk.rules, facts=facts)
    return decision, advance(blank, decision.entry())


def _insert_returning(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]
) -> list[int]:
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.execute(statement, list(rows)).scalars())


def _reserve(connection: Connection, name: str, count: int) -> int:
    """Reserve `count` numbers that are never given again, and return the first."""
    c = m.compteur
    last = connection.execute(
        update(c).where(c.c.nom == name).values(dernier=c.c.dernier + count).returning(c.c.dernier)
    ).scalar()
    if last is None:
        # Two first dossiers of the year at the same second: the second one waits here, then counts on.
        connection.execute(
            upsert(connection, m.compteur).values(nom=name, dernier=0).on_conflict_do_nothing()
        )
        return _reserve(connection, name, count)
    return int(last) - count + 1
