"""Finding somebody: one search wherever a dossier is asked for, from what is sure to what resembles.

A reference, the name of the minor, a number, a phone, an e-mail, a birth date; then a parent, a commune, a
school; then the words of a note; then what sounds alike or is a slip of the keyboard away. The first that
answers is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, product
from operator import ne

from sqlalchemy import ColumnElement, Connection

from ofworkflow.casework.registry import typed
from ofworkflow.casework.registry.lines import DossierLine, by_reference, going_on, named
from ofworkflow.errors import UsageError
from ofworkflow.records import dataclass
from ofworkflow.storage import finding, queries
from ofworkflow.storage.rows import ListedRow
from ofworkflow.text import fold, similarity

RESEMBLES = "ressemble"
_SURE = frozenset({"reference", "nom", "numero", "ine", "telephone", "courriel", "parent"})
"""What names one person when it answers alone; a birth date, a place, a note or a likeness only proposes."""
_SHOWN = 10
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
    # « Mme Tran » is Tran, where nobody is called so
    bare = typed.without_courtesies(text)
    texts = (text, bare) if bare and bare != fold(text) else (text,)
    for ways, each in product((_WAYS, _NEARLY), texts):
        for way in ways:
            if hits := tuple(way(connection, each)):
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
    if not text.strip():
        raise UsageError("Aucune référence ni aucun nom n'est donné. Cherchez avec « of chercher ».")
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
    line = by_reference(connection, typed.reference_in(text))
    if line is not None:
        yield Found(line, "reference")


def _by_name(connection: Connection, text: str) -> Iterator[Found]:
    return (Found(line, "nom") for line in named(connection, text))


def _by_number(connection: Connection, text: str) -> Iterator[Found]:
    number = typed.bare_number(text).upper().replace(" ", "")
    if re.fullmatch(r"[0-9]{1,5}", number):
        yield from _all(connection, finding.by_number(connection, number), "numero")
    elif re.fullmatch(r"[0-9A-Z]{9,11}", number) and any(c.isdigit() for c in number):
        yield from _all(connection, finding.by_ine(connection, number), "ine")


def _by_phone(connection: Connection, text: str) -> Iterator[Found]:
    if digits := typed.phone_in(text):
        yield from _all(connection, finding.by_phone(connection, digits), "telephone")


def _by_mail(connection: Connection, text: str) -> Iterator[Found]:
    if "@" in text:
        yield from _all(connection, finding.by_mail(connection, text.strip()), "courriel")


def _by_birth(connection: Connection, text: str) -> Iterator[Found]:
    if birth := typed.birth_in(text):
        first, last, words = birth
        yield from _all(
            connection, finding.born(connection, first, last, words), "nom" if words else "naissance"
        )


def _around(connection: Connection, text: str) -> Iterator[Found]:
    """Find by parents, communes and schools, mixed with the name: « zoe lambersart », « anne dupont »; where
    nobody is so found, by the words of one note."""
    words = fold(text).split()
    by = dict(finding.around(connection, words)) if words else {}
    first = next(iter(by.values()), "")
    if first == _NOTE:
        yield from _by_note(connection, words)
        return
    numbers = [number for number, field in by.items() if field != _NOTE]
    for line in going_on(connection, finding.dossiers_of(connection, numbers)):
        yield Found(line, by.get(line.id, first))


def _by_note(connection: Connection, words: Sequence[str]) -> Iterator[Found]:
    notes = ((row.dossier_id, fold(row.note)) for row in finding.notes(connection, words))
    held = [number for number, note in notes if all(word in note for word in words)]
    yield from _all(connection, finding.dossiers_of(connection, held), _NOTE)


def _scattered(connection: Connection, text: str) -> Iterator[Found]:
    """Find by words of which some are in notes, the others anywhere: « zoe marraine »."""
    if words := fold(text).split():
        numbers = [number for number, _ in finding.around(connection, words)]
        yield from _all(connection, finding.dossiers_of(connection, numbers), _NOTE)


_NOTE = finding.FIELDS[-1]


def _alike(connection: Connection, text: str) -> Iterator[Found]:
    """Find what sounds alike, or is a slip of the keyboard away: each word of the text beside one of the
    name; failing that, of any field."""
    wanted = fold(text).split()
    for what in (finding.NAMES, finding.EVERYTHING):
        if numbers := _alike_in(connection, what, wanted):
            yield from _all(connection, finding.dossiers_of(connection, numbers), RESEMBLES)
            return


def _alike_in(connection: Connection, what: ColumnElement[str], wanted: Sequence[str]) -> Sequence[int]:
    from ofworkflow.procedure.name_keys import sound_of

    text, sounding = finding.said(connection, what, list(map(sound_of, wanted)))
    words = set(text.split())
    near = [_near(word, words, alike & words) for word, alike in zip(wanted, sounding, strict=True)]
    if not near or not all(near):
        return ()
    scored = []
    rarest = min(near, key=len)
    for line in _lines_holding(text, rarest):
        mine = line.split()
        scores = [max((alike.get(word, 0.0) for word in mine), default=0.0) for alike in near]
        if all(scores):
            scored.append((-sum(scores), line))
    best = [line for _, line in sorted(scored)[: finding.AT_MOST]]
    return finding.saying(connection, what, best) if best else ()


def _lines_holding(text: str, words: Iterable[str]) -> set[str]:
    """Return the lines where one of these words is, each once: far from reading them all."""
    lines, text = set(), f"\n{text}\n"
    for word in words:
        at = text.find(word)
        while at >= 0:
            end = text.index("\n", at)
            lines.add(text[text.rindex("\n", 0, at) + 1 : end])
            at = text.find(word, end)
    return lines


def _alike_reference(connection: Connection, text: str) -> Iterator[Found]:
    """Find the references that one digit tells from the one that was typed."""
    wanted = text.strip()
    if re.fullmatch(r"[0-9]{4}-[0-9]+", wanted):
        near = (known for known in queries.own_references(connection) if _one_digit_apart(wanted, known))
        for reference in sorted(islice(near, 3)):
            yield from (Found(each.line, RESEMBLES) for each in _by_reference(connection, reference))


def _one_digit_apart(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(map(ne, one, other)) == 1


def _near(word: str, words: set[str], sounding: set[str]) -> dict[str, float]:
    """Return the words of the base that are nearly this one, each with how near."""
    from ofworkflow.procedure.near_words import near_words

    alike = {other: float(_SLIP) for other in sounding if similarity(word, other) >= _SOUND}
    return alike | near_words(word, words, least=_SLIP)


def _all(connection: Connection, rows: Sequence[ListedRow], by: str) -> Iterator[Found]:
    return (Found(line, by) for line in going_on(connection, rows))


_WAYS: tuple[Callable[[Connection, str], Iterator[Found]], ...] = (
    _by_reference, _by_name, _by_number, _by_phone, _by_mail, _by_birth, _around,
)  # fmt: skip
_NEARLY = (_alike_reference, _alike, _scattered)
