"""Who is already known: in the base, or earlier in the same list. What becomes of what a list says of
somebody known is for `completing`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, select

from ofworkflow.intake.completing import ListProposal, Modification, ToldOfKnown, completions
from ofworkflow.intake.likeness import Likeness, keys_of_name, likeness
from ofworkflow.intake.verdicts import Severity
from ofworkflow.procedure.fields import differences
from ofworkflow.procedure.persons import Jeune, Signalement
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.merged import minors_merged
from ofworkflow.storage.person_rows import minor_from
from ofworkflow.storage.scope import own_of_minors
from ofworkflow.text import fold

BATCH = 500
"""Rows looked for in one question."""

_Key = str | tuple[str, date]  # an INE, or a folded name with a birth date


class Doubt(NamedTuple):
    """A row that a person must decide; nothing is written for it."""

    ligne: int
    motif: str
    gravite: Severity = Severity.MOYENNE
    jeunes: tuple[int, ...] = ()  # who it may be, among those of the base
    commande: str = ""  # what to type, where one act says it all: reported again after a closing
    selon: str = ""  # what the decision holds for, beside the row itself: it is asked again when that moves


@dataclass(frozen=True, slots=True)
class Matched:
    """What becomes of the rows that are sound."""

    new: tuple[tuple[int, Signalement], ...]
    modified: tuple[Modification, ...]
    unchanged: int
    doubtful: tuple[Doubt, ...]
    proposed: tuple[ListProposal, ...] = ()
    known: frozenset[int] = frozenset()  # the minors of the base whom the list names, or may name
    rows: tuple[ToldOfKnown, ...] = ()  # the rows of those who are known for certain


def match(connection: Connection, sound: Sequence[tuple[int, Signalement]]) -> Matched:
    """Tell the new persons from the known ones, by INE, else by name, first name and birth date."""
    minors = dict(_known_minors(connection, [signalement.jeune for _, signalement in sound]))
    closed = _closed(connection, minors)
    merged = minors_merged(connection, closed) if closed else {}
    other_cards = {number: minors.pop(number) for number in merged}
    if unseen := set(merged.values()) - minors.keys():
        minors |= _cards(connection, unseen)
        closed |= _closed(connection, unseen)
    known = _Known(minors.items(), closed)
    for number, card in other_cards.items():
        known.also(merged[number], card, minors[merged[number]])
    seen: dict[_Key, tuple[int, Signalement]] = {}
    before = _Near()
    new: list[tuple[int, Signalement]] = []
    rows: list[ToldOfKnown] = []
    doubtful: list[Doubt] = []
    unchanged = 0
    for line, signalement in sound:
        keys = _keys(signalement.jeune)
        earlier = next((seen[key] for key in keys if key in seen), None)
        for key in keys:
            seen.setdefault(key, (line, signalement))
        if earlier is None:
            outcome = known.compare(line, signalement)
            if outcome == "nouveau" and (near := before.alike(signalement.jeune)):
                first, other, why = near
                outcome = Doubt(
                    line,
                    f"Peut-être la même personne que la ligne {first} ({other.prenom} {other.nom}) : "
                    f"{why.why}. "
                    "Vérifiez, rien n'est écrit ici.",
                    _severity(why),
                )
        else:
            outcome = _compare_twice(line, signalement, *earlier)
        before.add(line, signalement.jeune)
        if outcome == "nouveau":
            new.append((line, signalement))
        elif isinstance(outcome, ToldOfKnown):
            rows.append(outcome)
        elif isinstance(outcome, Doubt):
            doubtful.append(outcome)
        else:
            unchanged += 1
    modified, proposed = completions(connection, rows)
    unchanged += len(rows) - len(modified)
    named = {row.jeune_id for row in rows} | {number for doubt in doubtful for number in doubt.jeunes}
    return Matched(tuple(new), modified, unchanged, tuple(doubtful), proposed, frozenset(named), tuple(rows))


def _closed(connection: Connection, minors: Iterable[int]) -> dict[int, tuple[str, date]]:
    """Return the dossier that was closed last of each of these minors who have none open: its reference,
    the day."""
    d = m.dossier.c
    numbers, closed, still_open = list(minors), dict[int, tuple[str, date]](), set[int]()
    for start in range(0, len(numbers), BATCH):
        question = select(d.jeune_id, d.reference, d.clos_le).where(
            d.jeune_id.in_(numbers[start : start + BATCH])
        )
        for minor, reference, on in connection.execute(
            question.where(*own_of_minors(connection)).order_by(d.clos_le)
        ):
            if on is None:
                still_open.add(minor)
            else:
                closed[minor] = (reference, on)
    return {minor: closure for minor, closure in closed.items() if minor not in still_open}


class _Known:
    """The persons of the base, by INE and by name with birth date."""

    def __init__(self, minors: Iterable[tuple[int, Jeune]], closed: Mapping[int, tuple[str, date]]) -> None:
        self.closed = closed
        self.by_key: dict[_Key, dict[int, Jeune]] = defaultdict(dict)
        self.near = _Near()
        for number, minor in minors:
            for key in _keys(minor):
                self.by_key[key][number] = minor
            self.near.add(number, minor)

    def also(self, number: int, other: Jeune, minor: Jeune) -> None:
        """Know a minor by another card too: that of a dossier which was merged."""
        for key in _keys(other):
            self.by_key[key][number] = minor
        self.near.add(number, other)

    def compare(self, line: int, reported: Signalement) -> Doubt | ToldOfKnown | str:
        """Return what a row is to the base: « nouveau », somebody known, or why it is doubtful."""
        minor = reported.jeune
        alike = next((list(self.by_key[key].items()) for key in _keys(minor) if key in self.by_key), [])
        who = f"{minor.nom} {minor.prenom}"
        if not alike:
            near = self.near.alike(minor)
            if near is None:
                return "nouveau"
            number, known, why = near
            return Doubt(
                line,
                f"{who} est peut-être {known.prenom} {known.nom}, déjà connu(e) : {why.why}. Vérifiez, "
                "rien n'est écrit.",
                _severity(why),
                (number,),
            )
        if len(alike) > 1:
            return Doubt(
                line,
                f"{who} : {len(alike)} personnes de la base lui ressemblent. Vérifiez laquelle, rien n'est "
                "écrit.",
                Severity.FORTE,
                tuple(number for number, _ in alike),
            )
        [(number, known)] = alike
        reference, on = self.closed.get(number, ("", reported.signale_le))
        if reference and on < reported.signale_le:
            command = (
                f"of signaler {reference} --source {reported.source} --le {reported.signale_le:%d/%m/%Y}"
            )
            return Doubt(
                line,
                f"{who} a le dossier {reference}, clos le {on:%d/%m/%Y} : c'est un nouveau signalement. Pour "
                f"commencer un autre cycle : {command}",
                jeunes=(number,),
                commande=command,
                selon=reported.signale_le.isoformat(),
            )
        if gaps := ", ".join(t.label for t in differences(known, minor) if not t.renews):
            return Doubt(
                line,
                f"{who} est déjà connu(e), avec {gaps}. Vérifiez sa fiche, rien n'est remplacé.",
                jeunes=(number,),
            )
        return ToldOfKnown(line, number, known, reported)


class _Near:
    """Minors by birth date and by name, to find who may be one of them without comparing each with each."""

    def __init__(self) -> None:
        self.by_birth: dict[date, list[tuple[int, Jeune]]] = defaultdict(list)
        self.by_name: dict[str, list[tuple[int, Jeune]]] = defaultdict(list)

    def add(self, number: int, minor: Jeune) -> None:
        """Keep a minor, under a number or a line."""
        self.by_birth[minor.naissance].append((number, minor))
        for key in set(keys_of_name(minor.nom)):
            self.by_name[key].append((number, minor))

    def alike(self, minor: Jeune) -> tuple[int, Jeune, Likeness] | None:
        """Return who may be this minor: the number or the line, the card, and why."""
        named = (each for key in keys_of_name(minor.nom) for each in self.by_name.get(key, ()))
        near = (*self.by_birth.get(minor.naissance, ()), *named)
        return next(((n, other, why) for n, other in near if (why := likeness(other, minor))), None)


def _compare_twice(line: int, signalement: Signalement, first_line: int, first: Signalement) -> Doubt | str:
    """Return what a row is to an earlier one on the same person: « inchange » when both say the same."""
    if _folded(signalement) == _folded(first):
        return "inchange"
    labels = [telling.label for telling in differences(first.jeune, signalement.jeune)]
    gaps = ", ".join(labels) or "d'autres renseignements"
    return Doubt(
        line,
        f"Même personne que la ligne {first_line}, avec {gaps}. Gardez la bonne ligne, rien n'est écrit ici.",
    )


def _keys(minor: Jeune) -> list[_Key]:
    named = (fold(minor.nom, minor.prenom), minor.naissance)
    return [minor.ine, named] if minor.ine else [named]


def _folded(signalement: Signalement) -> str:
    return fold(str(astuple(signalement)))


def _severity(why: Likeness) -> Severity:
    return Severity.FORTE if why.strong else Severity.MOYENNE


def _cards(connection: Connection, numbers: Iterable[int]) -> dict[int, Jeune]:
    wanted, cards = sorted(numbers), dict[int, Jeune]()
    for start in range(0, len(wanted), BATCH):
        rows = connection.execute(select(m.jeune).where(m.jeune.c.id.in_(wanted[start : start + BATCH])))
        cards |= {row.id: minor_from(row) for row in rows}
    return cards


def _known_minors(connection: Connection, minors: Sequence[Jeune]) -> Iterator[tuple[int, Jeune]]:
    """Return the minors of the base who may be some of these: by INE, by name, born on one of the days under
    a name that shares its ends with one of the list.

    One question an index: put together, none of them would serve. Of the days, only the names are read: the
    cards follow for those who may be meant.
    """
    c = m.jeune.c
    cards, near, ours = dict[int, Jeune](), set[int](), _of_ours(connection)
    for start in range(0, len(minors), BATCH):
        batch = minors[start : start + BATCH]
        for which in (
            c.cle.in_({fold(minor.nom, minor.prenom) for minor in batch}),
            c.ine.in_({minor.ine for minor in batch if minor.ine}),
        ):
            rows = connection.execute(select(m.jeune).where(which, *ours))
            cards |= {row.id: minor_from(row) for row in rows if row.id not in cards}
        by_day: dict[date, list[frozenset[str]]] = defaultdict(list)
        for minor in batch:
            by_day[minor.naissance].append(_ends(fold(minor.nom, minor.prenom, minor.nom_usage)))
        named = select(c.id, c.cle, c.nom_usage, c.naissance).where(c.naissance.in_(by_day))
        for number, name, usual, born_on in connection.execute(named.where(*ours)):
            theirs = _ends(f"{name} {fold(usual)}" if usual else name)
            if any(len(theirs & listed) >= _SHARED for listed in by_day[born_on]):
                near.add(number)
    yield from (cards | _cards(connection, near - cards.keys())).items()


_SHARED = 2
"""Ends that two names share when they may be one: a slip spoils one end of a word, and leaves the other."""


def _ends(*names: str) -> frozenset[str]:
    """Return the first and the last two letters of each word, in one set: what two spellings of a name
    share."""
    words = fold(*names).split()
    return frozenset(end for word in words for end in (f"{word[:2]}-", f"-{word[-2:]}"))


def _of_ours(connection: Connection) -> tuple[ColumnElement[bool], ...]:
    """Return the condition of the minors of our dossiers: another mission locale's are nobody's business
    here."""
    d, whose = m.dossier.c, own_of_minors(connection)
    return (select(d.id).where(d.jeune_id == m.jeune.c.id, *whose).exists(),) if whose else ()
