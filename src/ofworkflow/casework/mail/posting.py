"""What leaves the house and what comes back: posting, returns, letters sent again.

What is posted is sealed in the same transaction as its journal entry: there is no posted letter without its
bytes, nor the other way round. What the post says of an envelope holds for every letter in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, groupby
from typing import Any, cast

from sqlalchemy import Connection, func, insert, select, update

from ofworkflow.casework.acts.perform import Done, perform
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import held_letters, hold_letters, refuse_unknown
from ofworkflow.casework.dossier.opened import letter_id, read
from ofworkflow.casework.dossier.persons import persons_of
from ofworkflow.casework.mail.again import to_send_again
from ofworkflow.casework.mail.drafts import lay_letter
from ofworkflow.casework.mail.letters.subject import LetterSubject, Press
from ofworkflow.casework.mail.postable import check_postable
from ofworkflow.casework.mail.postable import letters_of_act as letters_of_act
from ofworkflow.casework.mail.postable import postable as postable
from ofworkflow.casework.mail.postable import postable_of_run as postable_of_run
from ofworkflow.casework.mail.postable import staying_beside as staying_beside
from ofworkflow.casework.mail.sealing import SENT_AGAIN, follow, keep_seal
from ofworkflow.casework.mail.subjects import make, subjects_of
from ofworkflow.casework.mail.tracking import take_numbers
from ofworkflow.errors import AlreadyNotedError, CorrectionError, RefusedError
from ofworkflow.files import relative
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.mailings import NEVER_ARRIVED, RETURNS, Outcome, contradicts
from ofworkflow.procedure.requests import EnregistrerRetour, Poster
from ofworkflow.procedure.vocabulary import Act, LetterState, PostMode, Recipient
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.database import after_commit
from ofworkflow.storage.queries import letters_returned
from ofworkflow.storage.rows import LetterRow, Values
from ofworkflow.storage.scope import own


@dataclass(frozen=True, slots=True)
class Returned:
    """What the post said: the acts recorded, and for each letter that never arrived what to do now."""

    done: tuple[Done, ...]
    letters: tuple[int, ...]
    commands: tuple[str, ...] = ()


def post(
    connection: Connection,
    press: Press,
    numbers: Sequence[int],
    *,
    done_on: date,
    mode: PostMode,
    tracking: Mapping[int, str] | None = None,
    agreed_on: date | None = None,
    desk: Desk,
) -> list[Done]:
    """Seal these letters and record that they left the house on `done_on`, all or none.

    `tracking` gives the number of each letter that has one; `agreed_on`, when their addressees agreed to
    that mode. Raise `RefusedError` for a letter that already
    left or was cancelled, `LetterError` when one cannot be made.
    """
    tracking = tracking or {}
    by_act: dict[tuple[int, int], list[LetterSubject]] = defaultdict(list)
    hold_letters(connection, numbers)
    leaving = subjects_of(connection, press, [m.courrier.c.id.in_(numbers)])
    refuse_unknown(numbers, (subject.letter.id for subject in leaving))
    for subject in leaving:
        check_postable(subject, done_on, mode)
    _one_agreement(leaving, mode)
    leaving = [replace(subject, leaves_on=done_on) for subject in leaving]
    for subject in leaving:
        by_act[subject.letter.dossier_id, subject.letter.acte_n].append(subject)
    take_numbers(connection, [s.letter for s in leaving], tracking, done_on)
    done = []
    for (dossier_id, acte_n), subjects in by_act.items():
        sent = [s.letter.id for s in subjects]
        for subject in subjects:
            _leave(connection, subject, done_on, mode, tracking.get(subject.letter.id, ""), desk)
        numbered = ", ".join(dict.fromkeys(tracking[n] for n in sent if tracking.get(n)))
        posting = Poster(acte_n, tuple(sent), mode, numbered, _notices(subjects), agreed_on)
        one = perform(connection, dossier_id, posting, done_on=done_on, desk=desk)
        for subject in subjects:
            _refuse_stopped(subject, one)
        done.append(one)
    return done


def _refuse_stopped(subject: LetterSubject, done: Done) -> None:
    """Refuse a letter that what the night had to do first has stopped: had it run, it would not wait."""
    for settled in done.settled:
        if subject.letter.modele in settled.step.stopped(settled.request):
            raise RefusedError(
                f"Le courrier {letter_id(subject.letter.id)} ne doit pas partir : la nuit doit d'abord faire "
                f"« {settled.request.act.label} », daté du {french_day(settled.done_on)}, qui l'annule. "
                f"Tapez « of nuit », puis relisez le dossier (of voir {done.reference})."
            )


def _notices(subjects: Sequence[LetterSubject]) -> tuple[int, ...]:
    """Return which of these letters inform the département (R. 114-7): it is informed when they leave."""
    signed = (s for s in subjects if s.entry.act is Act.TRANSMETTRE)
    return tuple(s.letter.id for s in signed if s.letter.role == Recipient.DEPARTEMENT)


def record_return(
    connection: Connection,
    numbers: Sequence[int],
    *,
    issue: LetterState,
    done_on: date,
    presented_on: date | None,
    desk: Desk,
    correction: str = "",
) -> Returned:
    """Record what the post says of the envelopes of these letters; raise `RefusedError` for one that did not
    leave.

    Raise `AlreadyNotedError` when all of it is noted, and `CorrectionError` when something else is, unless
    `correction` says why.
    """
    c = m.courrier.c
    held = held_letters(connection, numbers)
    for row in held:
        if not row.poste_le:
            raise RefusedError(
                f"Le courrier {letter_id(row.id)} n'est pas parti : la poste n'a rien pu en dire. "
                f"Notez d'abord l'envoi (of courriers poster {letter_id(row.id)} --le DATE --mode MODE)."
            )
    outcome = Outcome(issue, done_on, presented_on)
    envelopes = {_envelope_of(row): row for row in held}
    if all(_is_noted(row, outcome) for row in envelopes.values()):
        raise AlreadyNotedError(
            f"Déjà noté : {', '.join(letter_id(row.id) for row in held)} : {issue.label}, le "
            f"{french_day(done_on)}. "
            "Rien n'a été écrit de plus. Pour changer ce qui est noté, donnez le bon jour ou la bonne issue "
            "avec --corrige MOTIF."
        )
    done, letters = [], []
    for (dossier_id, acte_n, pli, poste_le, mode, alone), known in sorted(envelopes.items()):
        if _is_noted(known, outcome):
            continue
        same = [c.dossier_id == dossier_id, c.acte_n == acte_n, c.pli == pli, c.poste_le == poste_le]
        same += [c.id == alone] if alone else [c.mode == mode]
        inside: list[LetterRow] = list(connection.execute(select(m.courrier).where(*same).order_by(c.id)))
        together = [row.id for row in inside]
        # a posting corrected since may have put together letters of which different things were said
        known = next((row for row in inside if _replaces(row, outcome)), known)
        request = EnregistrerRetour(
            acte_n, tuple(together), issue, presented_on, **_replaced(known, outcome, correction)
        )
        done.append(perform(connection, dossier_id, request, done_on=done_on, desk=desk))
        values: Values = {"etat": str(issue), "issue_le": done_on}
        if presented_on:
            values["presente_le"] = presented_on
        connection.execute(update(m.courrier).where(c.id.in_(together)).values(**values))
        follow(connection, together, str(issue), done_on, desk)
        letters += together
    back = letters_returned(connection, [str(issue)], only=letters) if issue in NEVER_ARRIVED else ()
    by_dossier = [list(each) for _, each in groupby(back, key=lambda row: row.reference)]
    return Returned(tuple(done), tuple(letters), tuple(chain.from_iterable(map(to_send_again, by_dossier))))


def _envelope_of(letter: LetterRow) -> tuple[int, int, int, date, str, int]:
    """Return what letters of one envelope share; one that left in none is told by its own number."""
    mode = PostMode(cast("str", letter.mode))
    alone = 0 if mode.in_an_envelope else letter.id
    posted_on = cast("date", letter.poste_le)
    return letter.dossier_id, letter.acte_n, letter.pli, posted_on, str(mode), alone


def _one_agreement(leaving: Sequence[LetterSubject], mode: PostMode) -> None:
    """Refuse letters to several people by a mode that each of them agreed to on a day of his or her own."""
    people = {(s.letter.role, s.letter.representant_id) for s in leaving}
    if mode.consented and len(people) > 1:
        raise RefusedError(
            f"Une {mode.label} se note pour un destinataire à la fois : chacun a donné son accord un jour à "
            "lui, et chacune a son numéro. Postez courrier par courrier : of courriers poster "
            f"{letter_id(leaving[0].letter.id)} --mode {mode} --accord-le DATE."
        )


def _outcome(letter: LetterRow) -> Outcome | None:
    state = LetterState(letter.etat)
    return Outcome(state, cast("date", letter.issue_le), letter.presente_le) if state in RETURNS else None


def _is_noted(letter: LetterRow, outcome: Outcome) -> bool:
    known = _outcome(letter)
    return known is not None and (
        (known.state, known.on) == (outcome.state, outcome.on)
        and outcome.presented_on in (None, known.presented_on)
    )


def _replaces(letter: LetterRow, outcome: Outcome) -> bool:
    known = _outcome(letter)
    return known is not None and contradicts(known, outcome)


def _replaced(letter: LetterRow, outcome: Outcome, correction: str) -> dict[str, Any]:
    """Return what the journal keeps of a word of the post that another one replaces; raise
    `CorrectionError`."""
    known = _outcome(letter)
    if known is None or not _replaces(letter, outcome):
        return {}
    if not correction:
        raise CorrectionError(
            f"Le pli de {letter_id(letter.id)} est déjà noté « {known.state.label} » le "
            f"{french_day(known.on)} : "
            f"« {outcome.state.label} », le {french_day(outcome.on)}, le contredit. "
            "Si c'était une erreur, ajoutez --corrige MOTIF ; le journal garde les deux."
        )
    kept = {"avant_issue": known.state, "avant_le": known.on, "avant_presente_le": known.presented_on}
    return {"motif_correction": correction, **kept}


def send_again(connection: Connection, numbers: Sequence[int], *, desk: Desk) -> list[int]:
    """Make anew, to the address as it is now, letters that never arrived; return those that take their place.

    Raise `RefusedError` for one that may have arrived, was already replaced, or whose addressee is no longer
    written to.
    """
    c = m.courrier.c
    hold_letters(connection, numbers)
    taken = connection.execute(select(c.remplace, c.id).where(c.remplace.in_(numbers)))
    replaced = {row.remplace: letter_id(row.id) for row in taken}
    question = select(m.courrier, m.dossier.c.jeune_id).join(m.dossier, m.dossier.c.id == c.dossier_id)
    rows = connection.execute(
        question.where(*own(connection, m.courrier), c.id.in_(numbers)).order_by(c.id)
    ).all()
    refuse_unknown(numbers, (row.id for row in rows))
    persons = persons_of(connection, sorted({row.jeune_id for row in rows}))
    annulled = {o.id: o.case.annulled for o in read(connection, sorted({row.dossier_id for row in rows}))}
    fresh: list[int] = []
    envelopes: dict[tuple[int, int, int], int] = {}
    for row in rows:
        name = letter_id(row.id)
        if row.acte_n in annulled[row.dossier_id]:
            raise RefusedError(
                f"Le courrier {name} est d'un acte qui a été retiré : il ne se renvoie pas. Envoyez le "
                "rectificatif (of courriers)."
            )
        if row.etat not in NEVER_ARRIVED:
            raise RefusedError(
                f"Le courrier {name} est {LetterState(row.etat).label} : seul un courrier inconnu à "
                "l'adresse ou perdu "
                "se renvoie. "
                f"Notez d'abord son retour (of courriers retour {name} --issue npai)."
            )
        if row.id in replaced:
            by = replaced[row.id]
            raise AlreadyNotedError(
                f"Le courrier {name} a déjà été remplacé, par {by}. Regardez-le (of courriers apercu {by})."
            )
        who = persons[row.jeune_id]
        written = {
            (x.role, who.representant_ids[x.rank] if x.rank is not None else None)
            for x in (*who.addressees(desk.today), *who.copies(desk.today))
            if x.deliverable
        }
        if row.role != "departement" and (row.role, row.representant_id) not in written:
            raise RefusedError(
                f"{row.destinataire} n'a pas d'adresse complète, ou ne reçoit plus les courriers : "
                "complétez sa fiche (of modifier), puis renvoyez."
            )
        values = {
            "dossier_id": row.dossier_id,
            "structure": row.structure,
            "acte_n": row.acte_n,
            "modele": row.modele,
            "role": row.role,
            "representant_id": row.representant_id,
            "destinataire": row.destinataire,
            "pli": _new_envelope(connection, row, envelopes),
            "etat": str(LetterState.A_PRODUIRE),
            "remplace": row.id,
        }
        fresh.append(connection.execute(insert(m.courrier).values(values).returning(c.id)).scalar_one())
        follow(connection, [row.id], SENT_AGAIN, desk.today, desk)
    return fresh


def _new_envelope(connection: Connection, row: LetterRow, envelopes: dict[tuple[int, int, int], int]) -> int:
    """Return the number of a new envelope; letters that left in one envelope leave again in one."""
    old = (row.dossier_id, row.acte_n, row.pli)
    if old not in envelopes:
        c = m.courrier.c
        last = select(func.max(c.pli)).where(c.dossier_id == row.dossier_id, c.acte_n == row.acte_n)
        envelopes[old] = connection.execute(last).scalar_one() + 1
    return envelopes[old]


def _leave(
    connection: Connection, subject: LetterSubject, done_on: date, mode: PostMode, number: str, desk: Desk
) -> None:
    state = LetterState.REMIS if mode is PostMode.MAIN_PROPRE else LetterState.POSTE
    values: Values = {
        "etat": str(state),
        "poste_le": done_on,
        "mode": str(mode),
        "numero": number or None,
        "erreur": None,
    }
    if not subject.letter.sha256:  # printed letters are sealed already: those bytes leave
        letter = make(subject)
        keep_seal(connection, letter, desk)
        path = lay_letter(subject, letter, after_commit(connection))
        values |= {"sha256": letter.sha256, "fichier": relative(subject.press.folder, path)}
    connection.execute(update(m.courrier).where(m.courrier.c.id == subject.letter.id).values(**values))
    follow(connection, [subject.letter.id], str(state), done_on, desk, mode=str(mode), numero=number or None)
