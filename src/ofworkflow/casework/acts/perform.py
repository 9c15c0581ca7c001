"""One act on one dossier, from what is asked to what is written: read, settle what is due, decide, record.
One transaction.

What fell due before the act is done first, as the night would have: an act gives the same journal whether the
nights before it ran or not (docs/decisions/0003).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ofworkflow.casework.acts.repeats import refuse_repeated
from ofworkflow.casework.dossier.agenda import day_of
from ofworkflow.casework.dossier.births import printed_with_a_birth
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.facts import facts_of
from ofworkflow.casework.dossier.opened import Opened, Whose, letter_id, read, recipients_of
from ofworkflow.casework.dossier.persons import Persons, contacts_of, persons_of_one
from ofworkflow.casework.dossier.writes import Writes, record
from ofworkflow.errors import RefusedError, UsageError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import Addressee, who_came
from ofworkflow.procedure.attempts import Need
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.decide import Decision, decide, left_standing
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.french import french_day, join_words
from ofworkflow.procedure.given_back import given_back
from ofworkflow.procedure.plan import PlannedAct, PlannedAlerte, first_on, plan
from ofworkflow.procedure.replay import advance, replay
from ofworkflow.procedure.requests import Appointing, ConstaterAbsence, Recevoir, Request
from ofworkflow.procedure.step_letters import Model, StepLetter
from ofworkflow.procedure.steps import row_of
from ofworkflow.procedure.vocabulary import Alone, Delay, LetterState, Recipient, Retrait, Stage
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class InHand:
    """What an act held of its dossier, as it left it: its letters are made of that, in the same
    transaction."""

    opened: Opened
    persons: Persons | None


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did: shown to the counsellor, with the automatic acts that had to come first."""

    reference: str
    dossier_id: int
    decision: Decision
    stage: Stage
    settled: tuple[Decision, ...]
    warnings: tuple[str, ...]
    in_hand: InHand = field(repr=False, compare=False)
    undone: tuple[Decision, ...] = ()  # what followed the act that it withdraws, undone first
    taken_back: tuple[int, ...] = ()  # printed letters that it cancelled: they lie on somebody's desk
    card_changed: bool = False  # the birth date is another one: drafts are to be made again
    late: tuple[tuple[Delay, date], ...] = ()  # the alertes that no night gave, each with the day it fell on


def perform(
    connection: Connection,
    dossier: Opened | int,
    request: Request,
    *,
    done_on: date,
    desk: Desk,
    note: str = "",
    again: bool = False,
    with_what_followed: bool = False,
    at_once: bool = False,
) -> Done:
    """Do one act on one dossier, held already or by its number, in the transaction of the caller; where it
    withdraws another, `with_what_followed` undoes first, from the last one, what came after that.
    `at_once`: with the act before it, in the same transaction; nothing falls due between the two.

    Raise what `decide` raises, `UsageError` when the dossier does not exist, `AlreadyNotedError` for the very
    act that was just noted unless it is done `again`, and `ConcurrentChangeError` when somebody else was
    faster.
    """
    opened = dossier if isinstance(dossier, Opened) else _held(connection, dossier)
    if not again:
        refuse_repeated(opened, request, done_on, desk)
    writes = Writes()
    settled = () if at_once else tuple(settle(writes, opened, until=desk.today, desk=desk))
    if settled and isinstance(request, ask.Annuler):
        first = join_words(f"« {d.request.act.label} », daté du {french_day(d.done_on)}" for d in settled)
        raise RefusedError(
            f"« Annuler » est refusé : la nuit doit d'abord faire {first}, et c'est cela que vous "
            "annuleriez. "
            f"Tapez « of nuit », relisez le dossier (of voir {opened.reference}), puis annulez si c'est "
            "toujours ce qu'il faut."
        )
    undone = [
        apply(connection, writes, opened, undoing, done_on=done_on, desk=desk)
        for undoing in (undoing_what_followed(opened, request) if with_what_followed else ())
    ]
    decision = apply(connection, writes, opened, request, done_on=done_on, desk=desk, note=note)
    writes.flush(connection)
    opened.version += 1  # as it is written now
    stage = opened.case.stage or decision.dest
    late = tuple((Delay(row["slug"]), row["tombe_le"]) for row in writes.alerts)
    in_hand = InHand(opened, writes.persons.get(opened.id))
    printed = _printed(connection, opened) if writes.births else ()
    return Done(
        opened.reference, opened.id, decision, stage, settled, (*decision.warnings, *printed), in_hand,
        tuple(undone), tuple(writes.taken_back), bool(writes.births), late,
    )  # fmt: skip


def _printed(connection: Connection, opened: Opened) -> tuple[str, ...]:
    """Ask for the sheets that lie printed with another birth date."""
    return tuple(
        f"{letter_id(number)} est imprimé et dit l'ancienne date de naissance : retirez-le de la pile, "
        f"annulez l'acte n° {n} (of annuler {opened.reference} --motif MOTIF), puis refaites-le."
        for number, n in printed_with_a_birth(connection, opened.id)
    )


def undoing_what_followed(opened: Opened, request: Request) -> list[Request]:
    """Return what undoes, from the last one, each act that follows the one that is withdrawn: by a letter
    where one of its own left."""
    if not isinstance(request, ask.Rectifier):
        return []
    why = f"suite de l'acte n° {request.acte_n}, retiré"
    return [
        ask.Rectifier(n, Retrait.COURRIER, why, request.acte_n)
        if n in opened.case.posted_on
        else ask.Annuler(why)
        for n, act in reversed(opened.case.acts)
        if n > request.acte_n and not ask.REQUESTS[act].stands_apart
    ]


def _held(connection: Connection, dossier_id: int) -> Opened:
    dossiers = read(connection, [dossier_id], lock=True)
    if not dossiers:
        raise UsageError(f"Le dossier {dossier_id} n'existe pas.")
    return dossiers[0]


def settle(writes: Writes, opened: Opened, *, until: date, desk: Desk) -> Iterable[Decision]:
    """Do what fell due on or before `until`, in order, each act dated on its day, each alerte given; yield
    the decisions.

    Raise `RefusedError` when the procedure refuses what is due.
    """
    first = first_on(opened.case, desk.rules, opened.warned)
    if first is None or first > until:
        return
    desk = desk.as_automaton()
    for planned in plan(opened.case, desk.rules, opened.warned):
        if planned.on > until:
            return
        if isinstance(planned, PlannedAct):
            _write(writes, opened, planned.decision, planned.entry, planned.after, desk, None)
            yield planned.decision
        elif isinstance(planned, PlannedAlerte):
            writes.give(opened, planned.alerte, desk)
        else:
            raise RefusedError(planned.reason)


def apply(
    connection: Connection,
    writes: Writes,
    opened: Opened,
    request: Request,
    *,
    done_on: date,
    desk: Desk,
    note: str = "",
) -> Decision:
    """Decide one act and add it to `writes`."""
    step = row_of(request.act, opened.case)
    needs = step.needs if step else frozenset()
    persons = persons_of_one(connection, opened.jeune_id) if needs & _OF_PERSONS else None
    day = request.rdv.le if isinstance(request, Appointing) else None
    taken, leaves = day_of(connection, opened, day) if day else ((), ())
    contacts = contacts_of(connection, opened.id) if Need.CONTACTS in needs else ()
    facts = facts_of(
        opened.reference, persons, done_on, desk, contacts=contacts, taken=taken, leaves=leaves, note=note
    )
    if isinstance(request, ask.Transmettre) and facts.residence:
        # the département of that day is kept: the minor may live elsewhere when the notice is corrected
        request = replace(request, departement=facts.residence.departement)
    if isinstance(request, ask.Recevoir) and facts.alone is Alone.EMANCIPE:
        request = replace(
            request, jeune_seul=facts.alone
        )  # whom L. 313-8 wants jointly has nobody to come with
    decision = decide(
        opened.case, request, done_on=done_on, author=desk.author, rules=desk.rules, facts=facts
    )
    entry = decision.entry()
    if decision.annuls is None:
        after = advance(opened.case, entry)
    else:
        after = replay([*opened.entries, entry])
        decision = left_standing(decision, after, desk.rules)
        entry = decision.entry()
        after = replay([*opened.entries, entry])
        writes.cancel_letters(opened.id, acte_n=decision.annuls)
        for acte_n, models in given_back(opened.entries, decision.annuls or 0):
            writes.give_letters_back(opened.id, acte_n, models)
    to_them = any(letter.to is Recipient.DESTINATAIRES for letter in decision.letters)
    if persons is None and (to_them or any(letter.to in TO_THEM for letter in decision.letters)):
        persons = persons_of_one(connection, opened.jeune_id)
    if persons is not None and to_them and (why := persons.alone(done_on)):
        decision = replace(decision, effects=replace(decision.effects, alone=why))
        entry = decision.entry()  # the reason is written in the journal
    if persons is not None:
        writes.persons[opened.id] = persons
    of_others = {x: x.for_letters(request, opened.case) for x in decision.letters if x.of_act}
    whose = {ids: recipients_of(connection, ids) for pair in of_others.values() for ids in pair}
    reached = {letter: whose[mine] - whose[others] for letter, (mine, others) in of_others.items()}
    _write(writes, opened, decision, entry, after, desk, persons, note, reached)
    return decision


def _write(
    writes: Writes,
    opened: Opened,
    decision: Decision,
    entry: Entry,
    after: CaseState,
    desk: Desk,
    persons: Persons | None,
    note: str = "",
    reached: Reached | None = None,
) -> None:
    record(writes, opened, entry, desk, after=after, note=note)
    if stopped := decision.step.stopped(decision.request):
        writes.cancel_letters(opened.id, models=stopped)
    writes.letters += letter_rows(opened, decision, persons, reached or {})


_OF_PERSONS = frozenset({Need.ADDRESSEES, Need.AGENDA})

Reached = Mapping[StepLetter, Collection[Whose]]
"""For the letters that go to those alone that an earlier act reached: who these are."""


def letter_rows(
    opened: Opened, decision: Decision, persons: Persons | None, reached: Reached
) -> list[dict[str, Any]]:
    """Return the letters of a decision, « à produire »: one a person who is written to, or one to its only
    recipient."""
    rows: list[dict[str, Any]] = []
    for letter in decision.letters:
        before = max((row["pli"] for row in rows), default=0)  # envelopes already taken
        if letter.to is Recipient.REPRESENTANT:
            rows += [
                _letter(opened, decision.n, letter.model, str(letter.to), name, before + place, number)
                for place, (number, name) in enumerate(
                    came_alone(decision.request, persons, decision.done_on), start=1
                )
            ]
        elif letter.to not in TO_SEVERAL:
            if letter.of_act and (str(letter.to), None) not in reached[letter]:
                continue
            name = opened.minor_name if letter.to is Recipient.JEUNE else letter.to.label
            rows.append(_letter(opened, decision.n, letter.model, str(letter.to), name, before + 1, None))
        elif persons:
            rows += [
                _letter(
                    opened,
                    decision.n,
                    letter.model,
                    x.role,
                    x.name,
                    before + x.envelope,
                    _representative_id(x, persons),
                )
                for x in of_letter(persons, letter, decision.done_on, decision.request)
                if x.deliverable and _concerned(letter, x, persons, reached)
            ]
    return rows


def came_alone(request: Request, persons: Persons | None, on: date) -> list[tuple[int, str]]:
    """Return the representatives who came without the minor, as far as it is known: identifier, name."""
    if persons is None or not isinstance(request, Recevoir | ConstaterAbsence):
        return []
    return [
        (persons.representant_ids[rank], persons.representants[rank].full_name)
        for rank in who_came(request.representants, persons.representants, on)
    ]


TO_SEVERAL = frozenset({Recipient.DESTINATAIRES, Recipient.COPIES})
TO_THEM = frozenset({Recipient.COPIES, Recipient.REPRESENTANT})


def of_letter(persons: Persons, letter: StepLetter, on: date, request: Request) -> tuple[Addressee, ...]:
    """Return the persons to whom a letter of the table goes on that day, one envelope each; of two who must
    not meet, those that are expected, or the other one."""
    if letter.to is Recipient.COPIES:
        return persons.copies(on)
    everybody = persons.addressees(on)
    if not isinstance(request, Appointing) or not request.avec:
        return everybody
    them = (None, request.avec - 1, (request.aussi_avec or 0) - 1)
    return tuple(x for x in everybody if (x.rank in them) is not letter.to_the_other)


def _concerned(letter: StepLetter, addressee: Addressee, persons: Persons, reached: Reached) -> bool:
    whose = (addressee.role, _representative_id(addressee, persons))
    return letter.of_act is None or whose in reached[letter]


def _representative_id(addressee: Addressee, persons: Persons) -> int | None:
    return persons.representant_ids[addressee.rank] if addressee.rank is not None else None


def _letter(
    opened: Opened, n: int, model: Model, role: str, name: str, envelope: int, representant_id: int | None
) -> dict[str, Any]:
    return {
        "dossier_id": opened.id, "structure": opened.structure, "acte_n": n,
        "modele": str(model), "role": role, "representant_id": representant_id,
        "destinataire": name, "pli": envelope, "etat": str(LetterState.A_PRODUIRE),
    }  # fmt: skip
