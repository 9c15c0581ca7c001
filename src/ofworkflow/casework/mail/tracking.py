"""Registered and tracked numbers: one an envelope, typed or scanned in order, or read from a CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import Connection, String, func, or_, select, type_coerce

from ofworkflow.casework.dossier.opened import letter_id
from ofworkflow.errors import RefusedError, UsageError
from ofworkflow.outside.texts import NotATextError, decoded
from ofworkflow.procedure.french import french_day
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.rows import LetterRow
from ofworkflow.storage.scope import own
from ofworkflow.storage.upsert import upsert
from ofworkflow.text import counted

# What carriers print, spaces apart: « 1A 209 382 1234 5 », « RK 123 456 785 FR », « 87001234567890J ».
_NUMBER = re.compile(r"[0-9A-Z]{8,20}")

_ENVELOPE = ("dossier_id", "acte_n", "pli", "poste_le")
"""What tells an envelope from any other."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Letters that leave together, in the order of their run."""

    destinataire: str
    letters: tuple[int, ...]


def envelopes(connection: Connection, numbers: Sequence[int]) -> list[Envelope]:
    """Return the envelopes of these letters: in the order of the run that printed them, else of their
    numbers."""
    c, f = m.courrier.c, m.feuille.c
    question = (
        select(c.id, c.dossier_id, c.acte_n, c.pli, c.destinataire)
        .outerjoin(m.feuille, (f.courrier_id == c.id) & (f.tirage_id == c.tirage_id))
        .where(c.id.in_(numbers))
        .order_by(c.tirage_id, f.rang, c.id)
    )
    grouped: dict[tuple[int, int, int], list[tuple[int, str]]] = {}
    for row in connection.execute(question):
        grouped.setdefault((row.dossier_id, row.acte_n, row.pli), []).append((row.id, row.destinataire))
    return [Envelope(group[0][1], tuple(number for number, _ in group)) for group in grouped.values()]


def in_order(typed: Sequence[str], plis: Sequence[Envelope]) -> dict[int, str]:
    """Return the number of each letter, one number an envelope, in their order; raise `UsageError`."""
    if not typed:
        return {}
    if len(typed) != len(plis):
        raise UsageError(
            f"{counted(len(typed), 'numéro')} pour {counted(len(plis), 'pli')}. Donnez-en un par pli, "
            "dans l'ordre du bordereau, ou un CSV « courrier;numero » (--numeros)."
        )
    return _checked(
        {letter: number for pli, number in zip(plis, typed, strict=True) for letter in pli.letters}, plis
    )


def from_csv(content: bytes, plis: Sequence[Envelope]) -> dict[int, str]:
    """Return the number of each letter from lines « C000123;1A 209 382 1234 5 »; raise `UsageError` naming
    the line."""
    try:
        text = decoded(content)
        rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text else ","))
    except (NotATextError, csv.Error):
        raise UsageError(
            "Le fichier des numéros n'est pas un CSV lisible. Enregistrez-le en « CSV UTF-8 »."
        ) from None
    together = {letter: pli for pli in plis for letter in pli.letters}
    by_letter: dict[int, str] = {}
    for line, row in enumerate(rows, start=1):
        if not row or (line == 1 and not re.fullmatch(r"\s*[Cc][0-9]+\s*", row[0])):
            continue  # an empty line, or the headings
        name = row[0].strip().upper()
        if not re.fullmatch(r"C[0-9]{1,9}", name) or len(row) < 2 or int(name[1:]) not in together:
            raise UsageError(
                f"Fichier des numéros, ligne {line} : « {';'.join(row)} » ne désigne aucun des courriers à "
                "poster. "
                "Écrivez « C000123;numéro »."
            )
        for letter in together[int(name[1:])].letters:
            if by_letter.setdefault(letter, row[1]) != row[1]:
                raise UsageError(
                    f"Fichier des numéros, ligne {line} : le pli de {name} a déjà le numéro "
                    f"{by_letter[letter]}. "
                    "Un pli n'a qu'un numéro : corrigez le fichier."
                )
    return _checked(by_letter, plis)


def take_numbers(
    connection: Connection, letters: Sequence[LetterRow], tracking: Mapping[int, str], posted_on: date
) -> None:
    """Give these numbers to the envelopes of these letters, for ever; raise `RefusedError` for one that is
    another envelope's.

    The base holds that a number is on one envelope only, and an envelope has one only, whoever posts at the
    same instant.
    """
    numbered = {
        ("".join(tracking[x.id].upper().split()), (x.dossier_id, x.acte_n, x.pli, posted_on)): x.id
        for x in letters
        if tracking.get(x.id)
    }
    if not numbered:
        return
    # in one order: nobody waits in a circle
    lines = [
        dict(zip(("numero", *_ENVELOPE), (bare, *envelope), strict=True))
        for bare, envelope in sorted(numbered)
    ]
    connection.execute(upsert(connection, m.numero).on_conflict_do_nothing(), lines)
    question = select(m.numero).where(m.numero.c.numero.in_([bare for bare, _ in numbered]))
    held = {row.numero: row for row in connection.execute(question)}
    for (bare, envelope), letter in numbered.items():
        if bare not in held:
            raise RefusedError(
                f"Le pli de {letter_id(letter)} a déjà un numéro, et {bare} en serait un second : un pli "
                "n'en a qu'un. "
                "Relisez l'étiquette."
            )
        if tuple(getattr(held[bare], name) for name in _ENVELOPE) != envelope:
            raise RefusedError(_taken(connection, held[bare]))


def doubled_numbers(connection: Connection) -> frozenset[str]:
    """Return the numbers that a letter bears and that are another envelope's: nothing refused it before
    schema 0006."""
    c, n = m.courrier.c, m.numero.c
    bare = func.upper(func.replace(type_coerce(c.numero, String), " ", ""))
    others = or_(*(getattr(n, name) != getattr(c, name) for name in _ENVELOPE))
    doubled = connection.execute(select(n.numero).join(m.courrier, bare == n.numero).where(others))
    return frozenset(doubled.scalars())


class HeldNumber(Protocol):
    """A number of the post, and the envelope that has it."""

    numero: str
    dossier_id: int
    acte_n: int
    pli: int
    poste_le: date


def _taken(connection: Connection, held: HeldNumber) -> str:
    c = m.courrier.c
    same = (c.dossier_id == held.dossier_id, c.acte_n == held.acte_n, c.pli == held.pli)
    question = select(c.id, c.destinataire, m.dossier.c.reference).join(
        m.dossier, m.dossier.c.id == c.dossier_id
    )
    row = connection.execute(
        question.where(*own(connection, m.courrier), *same).order_by(c.id).limit(1)
    ).first()
    whose = (
        f"de {letter_id(row.id)}, pour {row.destinataire} ({row.reference})"
        if row
        else "d'une autre mission locale"
    )
    return (
        f"Le numéro {held.numero} est déjà celui d'un pli {whose}, parti le {french_day(held.poste_le)}. "
        "Un numéro ne sert qu'une fois : relisez l'étiquette."
    )


def _checked(by_letter: Mapping[int, str], plis: Sequence[Envelope]) -> dict[int, str]:
    tidy = {letter: " ".join(number.upper().split()) for letter, number in by_letter.items()}
    owners: dict[str, Envelope] = {}
    for pli in plis:
        number = tidy.get(pli.letters[0])
        if number is None:
            continue
        bare = number.replace(" ", "")
        if not _NUMBER.fullmatch(bare):
            raise UsageError(
                f"« {number} » n'est pas un numéro de suivi ({letter_id(pli.letters[0])}) : "
                "8 à 20 lettres et chiffres. Relisez l'étiquette."
            )
        if bare in owners:
            raise UsageError(
                f"Le numéro {number} est donné à deux plis ({owners[bare].destinataire} et "
                f"{pli.destinataire}). "
                "Chaque pli a le sien : relisez les étiquettes."
            )
        owners[bare] = pli
    return tidy
