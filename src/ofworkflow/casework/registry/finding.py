"""Finding somebody: one search wherever a dossier is asked for, from what is sure to what resembles.

A reference, the name of the minor, a number, a phone; then a parent, a commune, a school; then the words of a
note; then what sounds alike or is a slip of the keyboard away. The first that answers is the answer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from operator import ne

from sqlalchemy import Connection

from ofworkflow.casework.registry.lines import DossierLine, by_reference, going_on, named
from ofworkflow.errors import UsageError
from ofworkflow.records import dataclass
from ofworkflow.storage import finding, queries
from ofworkflow.storage.rows import ListedRow
from ofworkflow.text import fold, similarity

RESEMBLES = "ressemble"
_SURE = frozenset({"reference", "nom", "numero", "ine", "telephone", "parent"})
"""What names one person when it answers alone; a place, a note or a likeness only proposes."""
_SHOWN = 10
_LEAST_PHONE = 6  # digits below which a number is not a phone
_SLIP = 78  # of a hundred: « Duran » and « Durand » give 91
_SOUND = 50  # below it two names are not even compared by their sound


@dataclass(frozen=True, slots=True)
class Found:
    """A dossier that answers, and by what: « nom », « telephone », « parent », « ressemble » …"""

    line: DossierLine
    by: str


class SeveralFoundError(UsageError):
    """Several dossiers answer, or none for sure; `hits` are those to choose from."""

    def __init__(self, message: str, hits: Sequence[Found]) -> None:
        super().__init__(message)
        self.hits = tuple(hits)


def search(connection: Connection, text: str) -> tuple[Found, ...]:
    """Return the dossiers that answer to a text, at most fifty, by the first way in which any does."""
    for way in _WAYS:
        if hits := tuple(way(connection, text)):
            return hits
    return ()


def find_dossier(connection: Connection, text: str) -> DossierLine:
    """Return the one dossier that a text designates.

    Raise `SeveralFoundError` with the candidates when several answer, or when it only resembles; `UsageError`
    when none does.
    """
    hits = search(connection, text)
    if len(hits) == 1 and hits[0].by in _SURE:
        return hits[0].line
    if not hits:
        raise UsageError(
            f"Aucun dossier ne répond à « {text} ». Cherchez avec « of chercher », ou listez avec « of "
            "dossiers »."
        )
    shown = [
        f"{f.line.reference} {f.line.nom} {f.line.prenom} ({f.line.naissance.year})" for f in hits[:_SHOWN]
    ]
    if hits[0].by == RESEMBLES:
        raise SeveralFoundError(
            f"Aucun dossier ne répond à « {text} ». Vouliez-vous dire : {' ; '.join(shown[:3])} ?", hits
        )
    more = f" ; et {len(hits) - _SHOWN} autres" if len(hits) > _SHOWN else ""
    raise SeveralFoundError(
        f"Plusieurs dossiers répondent à « {text} » : {' ; '.join(shown)}{more}. Donnez la référence."
        if len(hits) > 1
        else f"« {text} » est dans un dossier ({hits[0].by}) : {shown[0]}. Donnez la référence.",
        hits,
    )


def _by_reference(connection: Connection, text: str) -> Iterator[Found]:
    line = by_reference(connection, text)
    if line is not None:
        yield Found(line, "reference")


def _by_name(connection: Connection, text: str) -> Iterator[Found]:
    return (Found(line, "nom") for line in named(connection, text))


def _by_number(connection: Connection, text: str) -> Iterator[Found]:
    number = text.strip().upper()
    if re.fullmatch(r"[0-9]{1,5}", number):
        yield from _all(connection, finding.by_number(connection, number), "numero")
    elif re.fullmatch(r"[0-9A-Z]{9,11}", number) and any(c.isdigit() for c in number):
        yield from _all(connection, finding.by_ine(connection, number), "ine")


def _by_phone(connection: Connection, text: str) -> Iterator[Found]:
    digits = re.sub(r"^(\+|00)33", "0", re.sub(r"[\s./()-]", "", text))
    if digits.isascii() and digits.isdigit() and len(digits) >= _LEAST_PHONE:
        yield from _all(connection, finding.by_phone(connection, digits), "telephone")


def _around(connection: Connection, text: str) -> Iterator[Found]:
    """Find by parents, communes and schools, mixed with the name: « zoe lambersart », « anne dupont »."""
    words = fold(text).split()
    if not words:
        return
    parents: dict[int, list[str]] = defaultdict(list)
    for parent in finding.parents(connection):
        name = _folded(f"{parent.prenom} {parent.nom}")
        if any(word in name for word in words):
            parents[parent.jeune_id].append(name)
    hits: list[tuple[int, str]] = []
    for row in finding.placed(connection):
        fields = {
            "nom": f"{row.cle} {_folded(row.nom_usage or '')}",
            "parent": " ".join(parents.get(row.jeune_id, ())),
            "commune": _folded(row.commune),
            "etablissement": _folded(row.etablissement or ""),
        }
        by = {next((name for name, value in fields.items() if word in value), "") for word in words}
        if "" not in by:
            hits.append((row.id, max(by, key=_FIELDS.index)))
    hits.sort(key=lambda hit: _FIELDS.index(hit[1]))
    by_number = dict(hits)
    for line in going_on(connection, finding.dossiers_of(connection, list(by_number))):
        yield Found(line, by_number.get(line.id, hits[0][1]))


_FIELDS = ("nom", "parent", "commune", "etablissement")


def _by_note(connection: Connection, text: str) -> Iterator[Found]:
    words = fold(text).split()
    if words:
        notes = [(row.dossier_id, fold(row.note)) for row in finding.notes(connection)]
        held = [number for number, note in notes if all(word in note for word in words)]
        yield from _all(connection, finding.dossiers_of(connection, held), "note")


def _alike(connection: Connection, text: str) -> Iterator[Found]:
    """Find what sounds alike, or is a slip of the keyboard away: each word of the text beside one of the
    name."""
    wanted = fold(text).split()
    dossiers: dict[str, list[int]] = defaultdict(list)
    for row in finding.placed(connection):
        dossiers[row.cle].append(row.id)
    words = {word for key in dossiers for word in key.split()}
    near = [_near(word, words) for word in wanted]
    if not near or not all(near):
        return
    scored = []
    for key in dossiers:
        mine = key.split()
        scores = [max((alike.get(word, 0.0) for word in mine), default=0.0) for alike in near]
        if all(scores):
            scored.append((-sum(scores), key))
    numbers = [number for _, key in sorted(scored) for number in dossiers[key]]
    yield from _all(connection, finding.dossiers_of(connection, numbers), RESEMBLES)


def _alike_reference(connection: Connection, text: str) -> Iterator[Found]:
    """Find the references that one digit tells from the one that was typed."""
    typed = text.strip()
    if re.fullmatch(r"[0-9]{4}-[0-9]+", typed):
        near = (known for known in queries.own_references(connection) if _one_digit_apart(typed, known))
        for reference in sorted(islice(near, 3)):
            yield from (Found(each.line, RESEMBLES) for each in _by_reference(connection, reference))


def _one_digit_apart(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(map(ne, one, other)) == 1


def _near(word: str, words: set[str]) -> dict[str, float]:
    """Return the words of the base that are nearly this one, each with how near."""
    from ofworkflow.procedure.name_keys import sound_of

    sound = sound_of(word)
    scored = (
        (other, similarity(word, other))
        for other in words
        # as long as that, they may share enough letters
        if 200 * min(len(word), len(other)) >= _SOUND * (len(word) + len(other))
    )
    return {
        other: max(score, float(_SLIP))
        for other, score in scored
        if score >= _SLIP or (score >= _SOUND and sound_of(other) == sound)
    }


@lru_cache(maxsize=4096)  # communes and schools are few
def _folded(text: str) -> str:
    return fold(text)


def _all(connection: Connection, rows: Sequence[ListedRow], by: str) -> Iterator[Found]:
    return (Found(line, by) for line in going_on(connection, rows))


_WAYS: tuple[Callable[[Connection, str], Iterator[Found]], ...] = (
    _by_reference, _by_name, _by_number, _by_phone, _around, _by_note, _alike_reference, _alike,
)  # fmt: skip
