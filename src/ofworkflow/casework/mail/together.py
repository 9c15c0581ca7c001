"""Which letters of a run go in one envelope: those of one act that are enclosed together, and those of one
day to one person at one address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ofworkflow.casework.dossier.opened import INTERNAL
from ofworkflow.casework.mail.letters.subject import LetterSubject, letter_context
from ofworkflow.text import fold


def in_envelopes(subjects: Iterable[LetterSubject]) -> list[list[LetterSubject]]:
    """Return the letters of each envelope, household by household: brothers and sisters follow each other.

    An adult's letters come before the minor's: the first one shows its address in the window. Two letters to
    one person are in one envelope where their address is the same, unless that would enclose one adult's
    letter with another's; internal documents, last, are in none.
    """
    enclosed: dict[tuple[int, int, int], list[LetterSubject]] = {}
    for subject in sorted(subjects, key=lambda s: s.letter.id):
        letter = subject.letter
        enclosed.setdefault((letter.dossier_id, letter.acte_n, letter.pli), []).append(subject)
    homes: dict[tuple[object, ...], list[LetterSubject]] = {}
    for group in enclosed.values():
        whose = [_person(subject) for subject in group]
        met: list[LetterSubject] = []
        for other in {id(homes[w]): homes[w] for w in whose if w in homes}.values():
            if len(_adults([*met, *other, *group])) <= 1:  # each has an envelope of his or her own
                met += other
        met += group
        homes |= dict.fromkeys([*whose, *map(_person, met)], met)
    envelopes = {id(group): group for group in homes.values()}.values()
    return sorted((sorted(group, key=_first_on_top) for group in envelopes), key=_household)


def in_envelope_order(subjects: Iterable[LetterSubject]) -> list[LetterSubject]:
    """Return the letters as they are put into envelopes, one after the other."""
    return [subject for group in in_envelopes(subjects) for subject in group]


def _person(subject: LetterSubject) -> tuple[object, ...]:
    letter = subject.letter
    if letter.role == INTERNAL:
        return (letter.id,)
    to = letter_context(subject).destinataire
    return letter.dossier_id, letter.role, letter.representant_id, *map(fold, to.adresse)


def _adults(group: Sequence[LetterSubject]) -> set[tuple[object, ...]]:
    return {_person(subject) for subject in group if subject.letter.role != "jeune"}


def _first_on_top(subject: LetterSubject) -> tuple[object, ...]:
    letter = subject.letter
    return letter.role == "jeune", letter.acte_n, letter.pli, letter.id


def _household(group: Sequence[LetterSubject]) -> tuple[object, ...]:
    letter = group[0].letter
    *street, town = letter_context(group[0]).destinataire.adresse or ("",)
    place = (fold(town), fold(*street))
    return letter.role == INTERNAL, *place, letter.dossier_id, letter.acte_n, letter.pli, letter.id
