"""The slips of print runs: their envelopes in order, what could not be made, the registered items with
their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Connection, select

from ofworkflow import countries
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.lines import run_name
from ofworkflow.casework.dossier.opened import INTERNAL, letter_id
from ofworkflow.casework.mail.drafts import NotMade
from ofworkflow.casework.mail.letters.subject import LetterSubject, Press, letter_context
from ofworkflow.casework.mail.subjects import subjects_of
from ofworkflow.casework.mail.together import in_envelopes
from ofworkflow.errors import UsageError
from ofworkflow.letters.models.bordereau import Bordereau
from ofworkflow.letters.people import Destinataire, Pli
from ofworkflow.letters.renderer import ProducedLetter
from ofworkflow.procedure.vocabulary import PostMode
from ofworkflow.storage import models as m
from ofworkflow.text import fold

_LATIN_ENDS = 0x250


def run_number(text: str) -> int:
    """Return the number of a run from « T0001 » or « 1 »; raise `UsageError`."""
    digits = text.strip().upper().removeprefix("T")
    if not re.fullmatch("[0-9]{1,9}", digits):  # a database counts no further
        raise UsageError(
            f"« {text} » n'est pas un lot d'impression. Écrivez-le comme T0001 (of courriers tirages les "
            "liste)."
        )
    return int(digits)


def slip_of_registered(connection: Connection, press: Press, desk: Desk, number: int) -> ProducedLetter:
    """Return the slip of the registered items of a run, with their numbers; raise `UsageError` where it
    has none."""
    c = m.courrier.c
    where = [c.tirage_id == number, c.mode == str(PostMode.RECOMMANDE)]
    subjects = {s.letter.id: s for s in subjects_of(connection, press, where)}
    if not subjects:
        raise UsageError(
            f"Le lot {run_name(number)} n'a aucun recommandé posté. Notez l'envoi (of courriers poster)."
        )
    order = connection.execute(
        select(m.feuille).where(m.feuille.c.tirage_id == number).order_by(m.feuille.c.rang)
    ).all()
    rows = [(subjects[row.courrier_id], row.pages) for row in order if row.courrier_id in subjects]
    return press.renderer.render(
        slips_of(press, desk, run_name(number), rows, registered=True, at_most=len(rows))[0]
    )


def slips_of(
    press: Press, desk: Desk, name: str, rows: Sequence[tuple[LetterSubject, int]], *,
    registered: bool = False, failed: Sequence[NotMade] = (), at_most: int = 60, together: bool = False,
) -> list[Bordereau]:  # fmt: skip
    """Return the slip, in leaves of that many envelopes: a table of a thousand lines is heavy to lay out,
    and to read.

    `together`: brothers' and sisters' envelopes to one person at one address are one. Registered, each act
    has its own: its number proves that act, and what the post says of it is of no other.
    """
    grouped: list[list[tuple[LetterSubject, int]]]
    if registered:
        acts: dict[tuple[int, int, int], list[tuple[LetterSubject, int]]] = {}
        for subject, pages in rows:
            letter = subject.letter
            acts.setdefault((letter.dossier_id, letter.acte_n, letter.pli), []).append((subject, pages))
        grouped = list(acts.values())
    else:
        count = {subject.letter.id: pages for subject, pages in rows}
        grouped = [
            [(subject, count[subject.letter.id]) for subject in group]
            for group in in_envelopes(subject for subject, _ in rows)
        ]
    if together:
        grouped = _one_a_home(grouped)
    plis = tuple(_envelope(rank, group) for rank, group in enumerate(grouped, start=1))
    leaves = [plis[start : start + at_most] for start in range(0, len(plis), at_most)]
    return [
        Bordereau(
            reference=name,
            le=desk.today,
            destinataire=Destinataire("interne", "", "", "", "", (), ""),
            conseiller=press.conseiller,
            maison=press.maison,
            plis=leaf,
            courriers=len(rows),
            pages=sum(pages for _, pages in rows),
            recommandes=registered,
            feuillet=f"{i} sur {len(leaves)}" if len(leaves) > 1 else "",
            echecs=tuple(f"{letter_id(f.id)} ({f.reference}) : {_printable(f.reason)}" for f in failed)
            if i == 1
            else (),
        )
        for i, leaf in enumerate(leaves, start=1)
    ]


def _printable(reason: str) -> str:
    # the reason may quote the very character that no font has
    return "".join(c if ord(c) < _LATIN_ENDS or c in "’«»–…" else "?" for c in reason)


def _town(address: Sequence[str]) -> str:
    """Return the town as the printer needs it: with its country, where the postage is another."""
    if len(address) > 1 and countries.find(address[-1]):
        return f"{address[-2]}, {address[-1]}"
    return address[-1] if address else ""


def _one_a_home(
    grouped: Sequence[list[tuple[LetterSubject, int]]],
) -> list[list[tuple[LetterSubject, int]]]:
    merged: dict[tuple[str, ...], list[tuple[LetterSubject, int]]] = {}
    for group in grouped:
        to = letter_context(group[0][0]).destinataire
        home = (fold(group[0][0].letter.destinataire), *map(fold, to.adresse))
        merged.setdefault(home, []).extend(group)
    return list(merged.values())


def _envelope(rank: int, group: Sequence[tuple[LetterSubject, int]]) -> Pli:
    first = group[0][0].letter
    to = letter_context(group[0][0]).destinataire
    return Pli(
        rank, first.destinataire if first.role != INTERNAL else "À classer au dossier", _town(to.adresse),
        ", ".join(dict.fromkeys(s.opened.reference for s, _ in group)),
        ", ".join(letter_id(s.letter.id) for s, _ in group), sum(pages for _, pages in group),
        PostMode(first.mode).label if first.mode else "", first.numero or "",
        len(group), len({(s.letter.dossier_id, s.letter.acte_n) for s, _ in group}),
    )  # fmt: skip
