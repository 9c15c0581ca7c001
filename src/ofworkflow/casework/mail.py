"""What leaves the house and what comes back: posting, returns, letters sent again.

What is posted is sealed in the same transaction as its journal entry: there is no posted letter without its bytes, nor the
other way round. What the post says of an envelope holds for every letter in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from ofworkflow.casework.acts import Done, perform
from ofworkflow.casework.desk import Desk
from ofworkflow.casework.dispatch import write_draft
from ofworkflow.casework.journal import INTERNAL, WAITING, letter_id
from ofworkflow.casework.letter_contexts import Press, Subject
from ofworkflow.casework.persons import persons_of
from ofworkflow.casework.sealing import SENT_AGAIN, follow, keep_seal
from ofworkflow.casework.subjects import make, subjects_of
from ofworkflow.errors import RefusedError, UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.mailings import NEVER_ARRIVED
from ofworkflow.procedure.requests import EnregistrerRetour, Poster
from ofworkflow.procedure.vocabulary import Act, LetterState, PostMode
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own


@dataclass(frozen=True, slots=True)
class Returned:
    """What the post said: the acts recorded, and for each letter that never arrived what to do now."""

    done: tuple[Done, ...]
    letters: tuple[int, ...]


def post(
    connection: Connection,
    press: Press,
    numbers: Sequence[int],
    *,
    done_on: date,
    mode: PostMode,
    tracking: Mapping[int, str] | None = None,
    desk: Desk,
) -> list[Done]:
    """Seal these letters and record that they left the house on `done_on`, all or none.

    `tracking` gives the number of each letter that has one. Raise `RefusedError` for a letter that already left or was
    cancelled, `LetterError` when one cannot be made.
    """
    tracking = tracking or {}
    by_act: dict[tuple[int, int], list[Subject]] = defaultdict(list)
    for subject in subjects_of(connection, press, [m.courrier.c.id.in_(numbers)]):
        _check_postable(subject)
        by_act[subject.letter.dossier_id, subject.letter.acte_n].append(subject)
    missing = set(numbers) - {s.letter.id for subjects in by_act.values() for s in subjects}
    if missing:
        raise UsageError(f"Courrier inconnu : {', '.join(map(letter_id, sorted(missing)))}. Voyez la liste (of courriers).")
    done = []
    for (dossier_id, acte_n), subjects in by_act.items():
        sent = [s.letter.id for s in subjects]
        for subject in subjects:
            _leave(connection, subject, done_on, mode, tracking.get(subject.letter.id, ""), desk)
        numbered = ", ".join(dict.fromkeys(tracking[n] for n in sent if tracking.get(n)))
        done.append(perform(connection, dossier_id, Poster(acte_n, tuple(sent), mode, numbered), done_on=done_on, desk=desk))
    return done


def record_return(
    connection: Connection, numbers: Sequence[int], *, issue: LetterState, done_on: date, presented_on: date | None, desk: Desk
) -> Returned:
    """Record what the post says of the envelopes of these letters; raise `RefusedError` for one that did not leave."""
    c = m.courrier.c
    asked = connection.execute(select(m.courrier).where(*own(connection, m.courrier), c.id.in_(numbers)).order_by(c.id)).all()
    missing = set(numbers) - {row.id for row in asked}
    if missing:
        raise UsageError(f"Courrier inconnu : {', '.join(map(letter_id, sorted(missing)))}. Voyez la liste (of courriers).")
    for row in asked:
        if not row.poste_le:
            raise RefusedError(
                f"Le courrier {letter_id(row.id)} n'est pas parti : la poste n'a rien pu en dire. "
                f"Notez d'abord l'envoi (of courriers poster {letter_id(row.id)} --le DATE --mode MODE)."
            )
    done, letters = [], []
    for dossier_id, acte_n, pli, poste_le in sorted({(r.dossier_id, r.acte_n, r.pli, r.poste_le) for r in asked}):
        same = (c.dossier_id == dossier_id, c.acte_n == acte_n, c.pli == pli, c.poste_le == poste_le)
        together = list(connection.execute(select(c.id).where(*same).order_by(c.id)).scalars())
        request = EnregistrerRetour(acte_n, tuple(together), issue, presented_on)
        done.append(perform(connection, dossier_id, request, done_on=done_on, desk=desk))
        values: dict[str, Any] = {"etat": str(issue), "issue_le": done_on}
        if presented_on:
            values["presente_le"] = presented_on
        connection.execute(update(m.courrier).where(c.id.in_(together)).values(**values))
        follow(connection, together, str(issue), done_on, desk)
        letters += together
    return Returned(tuple(done), tuple(letters))


def send_again(connection: Connection, numbers: Sequence[int], *, desk: Desk) -> list[int]:
    """Make anew, to the address as it is now, letters that never arrived; return those that take their place.

    Raise `RefusedError` for one that may have arrived, was already replaced, or whose addressee is no longer written to.
    """
    c = m.courrier.c
    replaced = set(connection.execute(select(c.remplace).where(c.remplace.in_(numbers))).scalars())
    question = select(m.courrier, m.dossier.c.jeune_id).join(m.dossier, m.dossier.c.id == c.dossier_id)
    found = connection.execute(question.where(*own(connection, m.courrier), c.id.in_(numbers))).all()
    missing = set(numbers) - {row.id for row in found}
    if missing:
        raise UsageError(f"Courrier inconnu : {', '.join(map(letter_id, sorted(missing)))}. Voyez la liste (of courriers).")
    persons = persons_of(connection, sorted({row.jeune_id for row in found}))
    fresh: list[int] = []
    envelopes: dict[tuple[int, int, int], int] = {}
    for row in found:
        name = letter_id(row.id)
        if row.etat not in NEVER_ARRIVED:
            raise RefusedError(
                f"Le courrier {name} est {LetterState(row.etat).label} : seul un courrier inconnu à l'adresse ou perdu "
                "se renvoie. "
                f"Notez d'abord son retour (of courriers retour {name} --issue npai)."
            )
        if row.id in replaced:
            raise RefusedError(f"Le courrier {name} a déjà été remplacé. Voyez la liste (of courriers).")
        who = persons[row.jeune_id]
        written = {
            (x.role, who.representant_ids[x.rank] if x.rank is not None else None) for x in who.addressees() if x.deliverable
        }
        if row.role != "departement" and (row.role, row.representant_id) not in written:
            raise RefusedError(
                f"{row.destinataire} n'a pas d'adresse complète, ou ne reçoit plus les courriers : "
                "complétez sa fiche (of modifier), puis renvoyez."
            )
        values = {
            "dossier_id": row.dossier_id, "structure": row.structure, "acte_n": row.acte_n, "modele": row.modele,
            "role": row.role, "representant_id": row.representant_id, "destinataire": row.destinataire,
            "pli": _new_envelope(connection, row, envelopes), "etat": str(LetterState.A_PRODUIRE), "remplace": row.id,
        }  # fmt: skip
        fresh.append(connection.execute(insert(m.courrier).values(values).returning(c.id)).scalar_one())
        follow(connection, [row.id], SENT_AGAIN, desk.today, desk)
    return fresh


def _new_envelope(connection: Connection, row: Any, envelopes: dict[tuple[int, int, int], int]) -> int:
    """Return the number of a new envelope; letters that left in one envelope leave again in one."""
    old = (row.dossier_id, row.acte_n, row.pli)
    if old not in envelopes:
        c = m.courrier.c
        last = select(func.max(c.pli)).where(c.dossier_id == row.dossier_id, c.acte_n == row.acte_n)
        envelopes[old] = connection.execute(last).scalar_one() + 1
    return envelopes[old]


def postable(connection: Connection, dossier_id: int) -> list[int]:
    """Return the letters of a dossier that wait for the post; not the draft of a notice, which nobody signed."""
    return _waiting_for_the_post(connection, m.courrier.c.dossier_id == dossier_id)


def postable_of_run(connection: Connection, run_id: int) -> list[int]:
    """Return the letters of a print run that wait for the post."""
    return _waiting_for_the_post(connection, m.courrier.c.tirage_id == run_id)


def letters_of_act(connection: Connection, dossier_id: int, acte_n: int) -> list[int]:
    """Return the letters of an act that wait for the post."""
    return _waiting_for_the_post(connection, m.courrier.c.dossier_id == dossier_id, m.courrier.c.acte_n == acte_n)


def _waiting_for_the_post(connection: Connection, *where: Any) -> list[int]:
    c, j = m.courrier.c, m.journal.c
    signed = (j.dossier_id == c.dossier_id) & (j.n == c.acte_n) & (j.acte != str(Act.PREPARER_TRANSMISSION))
    question = (
        select(c.id).join(m.journal, signed).where(*own(connection, m.courrier), *where, c.etat.in_(WAITING), c.role != INTERNAL)
    )
    return list(connection.execute(question.order_by(c.id)).scalars())


def _check_postable(subject: Subject) -> None:
    letter, name = subject.letter, letter_id(subject.letter.id)
    state = LetterState(letter.etat)
    if state is LetterState.ANNULE:
        raise RefusedError(
            f"Le courrier {name} a été annulé : il ne doit pas partir. Voyez les courriers du dossier (of courriers)."
        )
    if state not in WAITING:
        raise RefusedError(
            f"Le courrier {name} est déjà {state.label}, le {french_day(letter.poste_le)} : il ne part pas deux fois."
        )
    if letter.role == INTERNAL:
        raise RefusedError(f"Le document {name} est interne : il reste au dossier et ne se poste pas.")
    if subject.entry.act is Act.PREPARER_TRANSMISSION:
        raise RefusedError(
            f"Le courrier {name} est le projet d'information du département : il n'est pas signé (la nuit prépare, une personne "
            f"signe). Signez-le d'abord : of transmettre {subject.opened.reference} --signataire NOM."
        )


def _leave(connection: Connection, subject: Subject, done_on: date, mode: PostMode, number: str, desk: Desk) -> None:
    state = LetterState.REMIS if mode is PostMode.MAIN_PROPRE else LetterState.POSTE
    values: dict[str, Any] = {
        "etat": str(state),
        "poste_le": done_on,
        "mode": str(mode),
        "numero": number or None,
        "erreur": None,
    }
    if not subject.letter.sha256:  # printed letters are sealed already: those bytes leave
        letter = make(subject)
        keep_seal(connection, letter, desk)
        values |= {"sha256": letter.sha256, "fichier": str(write_draft(subject, letter))}
    connection.execute(update(m.courrier).where(m.courrier.c.id == subject.letter.id).values(**values))
    follow(connection, [subject.letter.id], str(state), done_on, desk, mode=str(mode), numero=number or None)
