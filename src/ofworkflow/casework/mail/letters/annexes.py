"""What is bound behind a notice of R. 114-7: the convocations that left, from the bytes that were sealed.

One copy a convocation: its letters say the same, but for the envelope. The one that is copied bears neither
an address that is told to nobody, nor the name of who represents the minor no more (invariant 7).
"""

from __future__ import annotations

from collections.abc import Iterator

from ofworkflow.casework.mail.fates import how_it_left, what_became_of
from ofworkflow.casework.mail.letters.chronology import (
    agreed_on,
    interview_before,
    named_now,
    represents_still,
)
from ofworkflow.casework.mail.letters.subject import LetterSubject, standing
from ofworkflow.letters.people import Envoi
from ofworkflow.procedure.requests.interviews import ALONE, SUMMONS
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Recipient
from ofworkflow.storage.rows import LetterRow

COPIED = {
    Model.PREMIERE_CONVOCATION: SUMMONS[0],
    Model.SECONDE_CONVOCATION: SUMMONS[1],
    Model.REPORT: "Report du rendez-vous",
}
"""The letters that summon, and how the notice names the copy of each."""


def annexes(s: LetterSubject) -> dict[str, str]:
    """Return the seals to bind behind the notice, each with the name of its copy, in the order in which their
    letters left."""
    return {
        row.sha256: f"{_what(s, row)} du {row.poste_le:%d/%m/%Y} – {row.destinataire} (copie)"
        for row in _copied(s)
        if row.sha256
    }


def postings(s: LetterSubject) -> tuple[Envoi, ...]:
    """Return each convocation that left, whoever it went to, as the register proves it; nothing that tells
    an address."""
    acts = {entry.n for entry in standing(s)}
    left = (r for r in s.posted if r.modele in COPIED and r.acte_n in acts and r.role != Recipient.COPIES)
    return tuple(
        Envoi(
            row.poste_le,
            _what(s, row),
            named_now(s, row),
            how_it_left(row, agreed_on(s, row)),
            what_became_of(row) or "pas de retour noté",
            (row.sha256 or "")[:12],
        )
        for row in left
        if row.poste_le
    )


def _copied(s: LetterSubject) -> Iterator[LetterRow]:
    done: set[int] = set()
    acts = {entry.n for entry in standing(s)}
    for row in s.posted:
        summons = row.modele in COPIED and row.acte_n in acts - done and row.sha256 in s.sealed
        if summons and row.role != Recipient.COPIES and _may_be_shown(s, row):
            done.add(row.acte_n)
            yield row


def _may_be_shown(s: LetterSubject, row: LetterRow) -> bool:
    persons = s.persons
    if row.representant_id is None:
        return not any(r.confidentielle and r.heberge for r in persons.representants)
    rank = persons.representant_ids.index(row.representant_id)
    return represents_still(s, row) and not persons.representants[rank].confidentielle


def _what(s: LetterSubject, row: LetterRow) -> str:
    what = COPIED[Model(row.modele)]
    return ALONE if what == SUMMONS[1] and not interview_before(s, row.acte_n) else what
