"""Who is already known: in the base, or earlier in the same list. What becomes of what a list says of
somebody known is for `completing`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from ofworkflow.intake.completing import ListProposal, Modification, ToldOfKnown, completions
from ofworkflow.intake.likeness import Likeness
from ofworkflow.intake.nearness import Marks, Near, People, marks_of, who_may_be
from ofworkflow.intake.verdicts import Severity
from ofworkflow.procedure.fields import differences
from ofworkflow.procedure.persons import Jeune, Signalement
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.merged import minors_merged
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
    pour: str = ""  # the mission locale that the row is to be handed over to


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
    people, marks = who_may_be(connection, [signalement.jeune for _, signalement in sound])
    minors = people.cards
    closed = _closed(connection, minors)
    merged = minors_merged(connection, closed) if closed else {}
    other_cards = {number: minors.pop(number) for number in merged}
    if unseen := set(merged.values()) - minors.keys():
        people.read(connection, unseen)
        closed |= _closed(connection, unseen)
    known = _Known(people, closed)
    for number, card in other_cards.items():
        known.also(merged[number], card, minors[merged[number]])
    seen: dict[_Key, tuple[int, Signalement]] = {}
    before = Near()
    new: list[tuple[int, Signalement]] = []
    rows: list[ToldOfKnown] = []
    doubtful: list[Doubt] = []
    unchanged = 0
    for (line, signalement), theirs in zip(sound, marks, strict=True):
        keys = _keys(signalement.jeune)
        earlier = next((seen[key] for key in keys if key in seen), None)
        for key in keys:
            seen.setdefault(key, (line, signalement))
        if earlier is None:
            outcome = known.compare(line, signalement, theirs)
            if outcome == "nouveau" and (near := before.alike(signalement.jeune, theirs)):
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
        before.add(line, signalement.jeune, theirs)
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

    def __init__(self, people: People, closed: Mapping[int, tuple[str, date]]) -> None:
        self.closed = closed
        self.by_key: dict[_Key, dict[int, Jeune]] = defaultdict(dict)
        self.by_former: dict[_Key, dict[int, Jeune]] = defaultdict(dict)
        self.near = Near()
        for number, minor in people.cards.items():
            self.also(number, minor, minor, is_near=number in people.alike)
            for before in people.former_cards(number):
                self.by_former[_named(before)][number] = minor
                self.near.add(number, before, marks_of(before), minor)

    def also(self, number: int, other: Jeune, minor: Jeune, *, is_near: bool = True) -> None:
        """Know a minor by a card: the minor's own, or that of a dossier which was merged."""
        for key in _keys(other):
            self.by_key[key][number] = minor
        if is_near:
            self.near.add(number, other, marks_of(other))

    def compare(self, line: int, reported: Signalement, marks: Marks) -> Doubt | ToldOfKnown | str:
        """Return what a row is to the base: « nouveau », somebody known, or why it is doubtful."""
        minor = reported.jeune
        alike = next((list(self.by_key[key].items()) for key in _keys(minor) if key in self.by_key), [])
        who = f"{minor.nom} {minor.prenom}"
        before = self.by_former.get(_named(minor), {})
        if not alike:
            alike = [
                (number, known) for number, known in before.items() if _same_by_a_former_name(known, minor)
            ]
        if not alike:
            return self.resembles(line, minor, marks) or "nouveau"
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
        if number in before:  # the list still says the name, or the day, that somebody corrected: hers stands
            minor = replace(minor, nom=known.nom, prenom=known.prenom, naissance=known.naissance)
        if gaps := ", ".join(t.label for t in differences(known, minor) if not t.renews):
            return Doubt(
                line,
                f"{who} est déjà connu(e), avec {gaps}. Vérifiez sa fiche, rien n'est remplacé.",
                jeunes=(number,),
            )
        if minor is not reported.jeune:
            reported = replace(reported, jeune=minor)
        return ToldOfKnown(line, number, known, reported)

    def resembles(self, line: int, minor: Jeune, marks: Marks) -> Doubt | None:
        """Return the doubt that a minor is somebody known under another spelling, or another name."""
        if (near := self.near.alike(minor, marks)) is None:
            return None
        number, known, why = near
        return Doubt(
            line,
            f"{minor.nom} {minor.prenom} est peut-être {known.prenom} {known.nom}, déjà connu(e) : "
            f"{why.why}. Vérifiez, rien n'est écrit.",
            _severity(why),
            (number,),
        )


def _same_by_a_former_name(known: Jeune, minor: Jeune) -> bool:
    """Tell whether who bore a name is certainly the one of a list: the first name stands, and tells from a
    twin."""
    other_ine = bool(known.ine and minor.ine and known.ine != minor.ine)
    return fold(known.prenom) == fold(minor.prenom) and known.sexe == minor.sexe and not other_ine


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
    return [minor.ine, _named(minor)] if minor.ine else [_named(minor)]


def _named(minor: Jeune) -> _Key:
    return fold(minor.nom, minor.prenom), minor.naissance


def _folded(signalement: Signalement) -> str:
    return fold(str(astuple(signalement)))


def _severity(why: Likeness) -> Severity:
    return Severity.FORTE if why.strong else Severity.MOYENNE
