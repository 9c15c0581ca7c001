"""What a search looks at beyond the name of the minor: phones, parents, places, notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from ofworkflow.storage import models as m
from ofworkflow.storage.rows import ListedRow
from ofworkflow.storage.scope import own

_d, _j, _r, _t = m.dossier.c, m.jeune.c, m.representant.c, m.recherche.c
_LISTED = (
    _d.id, _d.reference, _d.etape, _d.prochaine_echeance, _d.prochaine_le, _j.nom, _j.prenom, _j.naissance,
    _j.commune,
)  # fmt: skip
_DOSSIERS = select(*_LISTED).join(m.jeune, _j.id == _d.jeune_id)
AT_MOST = 50
_AT_ONCE = 500


# No column, lest the base read every dossier in the order of its index, and look each one up.
_BY_REFERENCE = _d.reference + ""


class NoteRow(Protocol):
    """A note, and its dossier."""

    dossier_id: int
    note: str
    le: date


def dossiers_of(connection: Connection, numbers: Sequence[int]) -> Sequence[ListedRow]:
    """Return these dossiers, in the order of the numbers, the first fifty."""
    kept = list(dict.fromkeys(numbers))[:AT_MOST]
    rows = connection.execute(_DOSSIERS.where(*own(connection, m.dossier), _d.id.in_(kept))).all()
    by_number = {row.id: row for row in rows}
    return [by_number[number] for number in kept if number in by_number]


def by_number(connection: Connection, digits: str) -> Sequence[ListedRow]:
    """Return the dossiers whose reference ends with that number, the latest year first."""
    ending = _d.reference.endswith(f"-{digits.zfill(4)}")
    question = _DOSSIERS.where(*own(connection, m.dossier), ending)
    return connection.execute(question.order_by(_d.reference.desc()).limit(AT_MOST)).all()


def by_ine(connection: Connection, ine: str) -> Sequence[ListedRow]:
    """Return the dossiers of that national number."""
    question = _DOSSIERS.where(*own(connection, m.dossier), _j.ine == ine)
    return connection.execute(question.order_by(_d.reference.desc()).limit(AT_MOST)).all()


def by_phone(connection: Connection, digits: str) -> Sequence[ListedRow]:
    """Return the dossiers where a phone, the minor's or a representative's, holds these digits."""
    theirs = select(_r.jeune_id).where(_holds(_r.telephone, digits))
    mine = or_(_holds(_j.tel_portable, digits), _holds(_j.tel_fixe, digits), _j.id.in_(theirs))
    question = _DOSSIERS.where(*own(connection, m.dossier), mine)
    return connection.execute(question.order_by(_d.reference).limit(AT_MOST)).all()


def by_mail(connection: Connection, address: str) -> Sequence[ListedRow]:
    """Return the dossiers where an e-mail, the minor's or a representative's, holds that."""
    theirs = select(_r.jeune_id).where(_r.courriel.icontains(address, autoescape=True))
    mine = or_(_j.courriel.icontains(address, autoescape=True), _j.id.in_(theirs))
    question = _DOSSIERS.where(*own(connection, m.dossier), mine)
    return connection.execute(question.order_by(_d.reference).limit(AT_MOST)).all()


def born(connection: Connection, first: date, last: date, words: Sequence[str]) -> Sequence[ListedRow]:
    """Return the dossiers of those born from one day to another, whose names or parents hold these words."""
    named = [or_(*(c.contains(word, autoescape=True) for c in (_t.noms, _t.parents))) for word in words]
    question = _DOSSIERS.join(m.recherche, _t.dossier_id == _d.id)
    question = question.where(*own(connection, m.dossier), _j.naissance.between(first, last), *named)
    return connection.execute(question.order_by(_j.cle, _d.reference).limit(AT_MOST)).all()


def _holds(column: ColumnElement[str], digits: str) -> ColumnElement[bool]:
    plain = func.replace(column, " ", "")
    return (
        plain.contains(digits) | plain.contains(f"+33{digits[1:]}")
        if digits[0] == "0"
        else plain.contains(digits)
    )


def around(connection: Connection, words: Sequence[str]) -> Sequence[tuple[int, str]]:
    """Return the dossiers where each of these words is in a field, in the order of `FIELDS`, then of the
    references, the first fifty: each with the last of the fields that it takes."""
    fields = (*_PLACED, _t.notes)
    held = [[field.contains(word, autoescape=True) for field in fields] for word in words]
    within = [and_(*(or_(*each[: last + 1]) for each in held)) for last in range(len(fields))]
    last = case(*((inside, rank) for rank, inside in enumerate(within))).label("last")
    question = select(_t.dossier_id, last).join(m.dossier, _d.id == _t.dossier_id)
    question = question.where(*own(connection, m.recherche), within[-1]).order_by("last", _BY_REFERENCE)
    return [(row.dossier_id, FIELDS[row.last]) for row in connection.execute(question.limit(AT_MOST))]


FIELDS = ("nom", "parent", "commune", "etablissement", "note")
_PLACED = (_t.noms, _t.parents, _t.commune, _t.etablissement)
NAMES: ColumnElement[str] = _t.noms
EVERYTHING: ColumnElement[str] = reduce(lambda one, other: one + " " + other, _PLACED)
"""What likeness is looked for in: the names of the minor, or every field but the notes."""


def said(
    connection: Connection, what: ColumnElement[str], sounds: Sequence[str]
) -> tuple[str, list[set[str]]]:
    """Return what our dossiers say there, a line each, and the words of theirs that have each of these
    sounds: the base gives a hundred thousand lines at once."""
    tokens = [f"{sound}=" for sound in sounds]
    sounding = [
        func.aggregate_strings(case((_t.sons.contains(token, autoescape=True), _t.sons)), " ")
        for token in tokens
    ]
    question = select(func.aggregate_strings(what, "\n"), *sounding).where(*own(connection, m.recherche))
    lines, *texts = connection.execute(question).one()
    alike = [
        {rest.partition(" ")[0] for rest in f" {text or ''}".split(f" {token}")[1:]}
        for token, text in zip(tokens, texts, strict=True)
    ]
    return lines or "", alike


def saying(connection: Connection, what: ColumnElement[str], lines: Sequence[str]) -> Sequence[int]:
    """Return the dossiers that say one of these lines there, in their order, then that of the references."""
    question = select(_t.dossier_id, what.label("line")).join(m.dossier, _d.id == _t.dossier_id)
    question = question.where(*own(connection, m.recherche), what.in_(lines)).order_by(_BY_REFERENCE)
    rank = {line: at for at, line in enumerate(lines)}
    rows = sorted(connection.execute(question), key=lambda row: rank[row.line])
    return [row.dossier_id for row in rows]


def notes(connection: Connection, words: Sequence[str]) -> Sequence[NoteRow]:
    """Return every note of a contact or of an act, of the dossiers whose notes hold each of these words, the
    latest first."""
    held = [_t.notes.contains(word, autoescape=True) for word in words]
    numbers = connection.execute(select(_t.dossier_id).where(*own(connection, m.recherche), *held))
    ids, c, k = numbers.scalars().all(), m.contact.c, m.journal.c
    contacts = select(c.dossier_id, c.note, c.le).where(c.note.is_not(None))
    acts = select(k.dossier_id, k.note, k.fait_le.label("le")).where(k.note.is_not(None))
    matches: list[NoteRow] = []
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        matches += connection.execute(contacts.where(c.dossier_id.in_(some)))
        matches += connection.execute(acts.where(k.dossier_id.in_(some)))
    return sorted((row for row in matches if row.note), key=lambda row: row.le, reverse=True)
