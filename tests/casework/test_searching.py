"""What a search gives is what reading every dossier would: on houses drawn at random, and after whatever changes
the words by which somebody is looked for."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection, delete, event, select, update

from house import appointment, desk, minor, open_one, reported
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.casework.registry.corrections import add_representative, correct
from ofworkflow.casework.registry.finding import Found, search
from ofworkflow.casework.registry.keys import make_keys_again
from ofworkflow.casework.registry.merging import merge, unmerge
from ofworkflow.casework.registry.typed import without_courtesies
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.name_keys import sound_of
from ofworkflow.procedure.persons import Adresse, RepresentantLegal
from ofworkflow.procedure.vocabulary import ContactNature, ContactResult, Quality
from ofworkflow.storage import models as m
from ofworkflow.storage import queries
from ofworkflow.storage.database import Database
from ofworkflow.storage.migrate import upgrade
from ofworkflow.storage.searched import follow_all_searched
from ofworkflow.text import fold, similarity
from older_bases import go_back

ON = date(2026, 1, 5)
_HOME = Adresse("12 rue des Lilas", "", "59130", "Lambersart")
_NAMES = (
    "MARTIN", "MARTEIN", "MARTINEAU", "DUPONT", "DUPOND", "DE LA TOUR", "N'GUYEN", "ŁUKASZ", "ROUX", "LEROUX-MARTIN", "Жуков",
)  # fmt: skip
_FIRST = ("Léa", "Zoé", "Camille", "Kamil", "Anne-Lise", "Philippe", "Filip", "Inès")
_PLACES = ("Lambersart", "Marcq-en-Barœul", "La Madeleine")
_SCHOOLS = ("", "Lycée des Métiers", "Collège Camille-Claudel")
_NOTES = ("Voit sa marraine", "Rappeler MARTIN lundi", "ne répond pas à Léa\net déménage", "été à Lambersart")
_FIELDS = ("nom", "parent", "commune", "etablissement")


def drawn(chance: random.Random, database: Database, size: int) -> None:
    """Open the dossiers of a house, some of them with notes."""
    for _ in range(size):
        nom, prenom = chance.choice(_NAMES), chance.choice(_FIRST)
        usage, school = chance.choice(("", "", *_NAMES)), chance.choice(_SCHOOLS)
        card = minor(nom, prenom, commune=chance.choice(_PLACES), etablissement=school, nom_usage=usage)
        report = reported(card)
        parents = tuple(
            RepresentantLegal(quality, chance.choice(_NAMES), chance.choice(_FIRST), _HOME)
            for quality in (Quality.MERE, Quality.PERE)[: chance.randrange(3)]
        )
        number = open_one(database, replace(report, representants=parents or report.representants))
        for _ in range(chance.randrange(3)):
            noted(database, number, chance.choice(_NOTES), chance.choice((ON, date(2026, 1, 7))))


def noted(database: Database, number: int, note: str, on: date = ON) -> None:
    with database.writing() as connection:
        record_contact(
            connection, number, nature=ContactNature.SMS, result=ContactResult.JOINT, done_on=on, desk=desk(date(2026, 1, 9)),
            note=note, again=True,
        )  # fmt: skip


def asked(chance: random.Random) -> Iterator[str]:
    """Yield what is typed: words of the house, some of them spoilt, in any order."""
    known = [*_NAMES, *_FIRST, *_PLACES, *_SCHOOLS[1:], *_NOTES, "Dubois", "Xavier"]
    while True:
        words = [chance.choice(fold(chance.choice(known)).split()) for _ in range(chance.choice((1, 1, 2, 2, 3)))]
        at = chance.randrange(len(words[0]) + 1)
        words[0] = chance.choice((words[0], words[0][:at] + chance.choice("aeinr") + words[0][at + chance.randrange(2) :]))
        yield " ".join(words)


class Reader:
    """Every dossier, read in the order of the references."""

    def __init__(self, connection: Connection) -> None:
        d, j, r, c = m.dossier.c, m.jeune.c, m.representant.c, m.contact.c
        question = select(d.id, d.reference, d.jeune_id, j.nom, j.prenom, j.nom_usage, j.commune, j.etablissement, j.cle)
        self.rows = connection.execute(question.join(m.jeune, j.id == d.jeune_id).order_by(d.reference)).all()
        parents: dict[int, list[str]] = defaultdict(list)
        for row in connection.execute(select(m.representant).order_by(r.rang)):
            parents[row.jeune_id] += (fold(row.prenom, row.nom), *as_heard(row.prenom, row.nom))
        self.notes = connection.execute(select(c.dossier_id, c.note).order_by(c.le.desc(), c.id)).all()
        self.fields = {
            row.reference: (
                " ".join(filter(None, (row.cle, fold(row.nom_usage or ""), *as_heard(row.nom, row.prenom, row.nom_usage or "")))),
                " ".join(parents[row.jeune_id]), fold(row.commune), fold(row.etablissement or ""),
            )
            for row in self.rows
        }  # fmt: skip

    def asked(self, text: str) -> list[tuple[str, str]]:
        """Return what a search by words gives."""
        texts = [each.split() for each in dict.fromkeys((fold(text), without_courtesies(text))) if each]
        return next(filter(None, (way(words) for way in (self.exactly, self.nearly) for words in texts)), [])

    def exactly(self, words: list[str]) -> list[tuple[str, str]]:
        named = sorted((row.cle, row.reference) for row in self.rows if all(word in row.cle for word in words))
        if named:
            return [(reference, "nom") for _, reference in named]
        around = []
        for reference, held in self.fields.items():
            by = [next((at for at, value in enumerate(held) if word in value), len(held)) for word in words]
            if max(by) < len(held):
                around.append((max(by), reference))
        if around:
            return [(reference, _FIELDS[at]) for at, reference in sorted(around)]
        references = {row.id: row.reference for row in self.rows}
        said = [references[row.dossier_id] for row in self.notes if all(word in fold(row.note) for word in words)]
        return [(reference, "note") for reference in dict.fromkeys(said)]

    def nearly(self, words: list[str]) -> list[tuple[str, str]]:
        for last in (1, 4):
            alike = []
            for reference, held in self.fields.items():
                mine = " ".join(held[:last]).split()
                scores = [max((_alike(word, other) for other in mine), default=0.0) for word in words]
                if all(scores):
                    alike.append((-sum(scores), " ".join(held[:last]), reference))
            if alike:
                return [(reference, "ressemble") for *_, reference in sorted(alike)]
        noted: dict[int, str] = defaultdict(str)
        for row in self.notes:
            noted[row.dossier_id] += f" {fold(row.note)}"
        lines = {row.reference: " ".join((*self.fields[row.reference], noted[row.id])) for row in self.rows}
        return [(reference, "note") for reference, line in lines.items() if all(word in line for word in words)]


def as_heard(*names: str) -> list[str]:
    """Return names of several words, and the halves of double names, as one word."""
    halves = [half for name in names for half in (name, *name.split("-")) if " " in fold(half)]
    return ["".join(fold(half).split()) for half in dict.fromkeys(halves)]


def _alike(word: str, other: str) -> float:
    score = similarity(word, other)
    return max(score, 78.0) if score >= 78 or (score >= 50 and sound_of(word) == sound_of(other)) else 0.0


def told(hits: tuple[Found, ...]) -> list[tuple[str, str]]:
    return [(hit.line.reference, hit.by) for hit in hits]


def test_a_search_gives_what_reading_every_dossier_would(database: Database) -> None:
    ways = set()
    for seed in range(2):
        chance = random.Random(seed)  # noqa: S311 — no secret
        drawn(chance, database, 24)
        questions = asked(chance)
        with database.reading() as connection:
            whole = Reader(connection)
            for text in (next(questions) for _ in range(80)):
                found = told(search(connection, text))
                assert found == whole.asked(text)[:50], text
                ways |= {by for _, by in found}
    assert ways == {*_FIELDS, "note", "ressemble"}


def test_capitals_are_no_second_question(database: Database) -> None:
    """What is typed is tried again without courtesies only where it has some: each try reads every dossier."""
    open_one(database)
    sent: list[str] = []
    with database.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *told: sent.append(told[2]))
        counts = []
        for text in ("xavier", "Xavier", "Mme Xavier"):
            sent.clear()
            assert search(connection, text) == ()
            counts.append(len(sent))
    assert counts[0] == counts[1] < counts[2]


def rows(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return sorted(map(tuple, connection.execute(select(m.recherche))))


def found_by(database: Database, text: str) -> list[tuple[str, str]]:
    with database.reading() as connection:
        return told(search(connection, text))


def corrected(database: Database, number: int, values: dict[str, str], representative: int | None = None) -> None:
    with database.writing() as connection:
        row = queries.dossier_row(connection, number)
        correct(connection, row, dict(values), representative=representative, desk=desk(ON))


def added(database: Database, number: int) -> None:
    who = RepresentantLegal(Quality.TUTEUR, "OYELARAN", "Tunde", _HOME)
    with database.writing() as connection:
        add_representative(connection, queries.dossier_row(connection, number), who, desk=desk(ON))


def summoned(database: Database, number: int, note: str) -> None:
    asked = ask.Convoquer(appointment(date(2026, 1, 20)), malgre="essai")
    with database.writing() as connection:
        perform(connection, number, asked, done_on=ON, desk=desk(ON), note=note)


CHANGES: tuple[tuple[Callable[[Database, int], None], str, str], ...] = (
    (lambda base, number: corrected(base, number, {"nom": "KOWALSKI"}), "kowalsky", "ressemble"),
    (lambda base, number: corrected(base, number, {"nom_usage": "VASSEUR"}), "vasseur", "nom"),
    (lambda base, number: corrected(base, number, {"commune": "Wambrechies"}), "wambrechie", "commune"),
    (lambda base, number: corrected(base, number, {"etablissement": "Lycée Baggio"}), "bagio", "ressemble"),
    (lambda base, number: corrected(base, number, {"prenom": "Radegonde"}, 1), "radegonde", "parent"),
    (added, "tunde oyelaran", "parent"),
    (lambda base, number: noted(base, number, "Sa grand-mère l'accompagnera"), "grand mere", "note"),
    (lambda base, number: summoned(base, number, "Préfère l'après-midi"), "lea apres midi", "note"),
)  # fmt: skip


@pytest.mark.parametrize(("change", "typed", "by"), CHANGES, ids=[typed for _, typed, _ in CHANGES])
def test_what_changes_is_found_at_once_and_the_words_are_those_that_are_written(
    database: Database, change: Callable[[Database, int], None], typed: str, by: str
) -> None:
    number = open_one(database)
    open_one(database, reported(minor("ROUX", "Inès", commune="La Madeleine")))
    assert found_by(database, typed) == []
    change(database, number)
    assert found_by(database, typed) == [("2025-0001", by)]
    with database.writing() as connection:
        assert make_keys_again(connection) == 0


def test_contacts_that_a_merge_takes_over_are_found_where_they_are(database: Database) -> None:
    first, second = open_one(database), open_one(database, reported(minor("DUPOND")))
    noted(database, first, "Voit sa marraine")
    noted(database, second, "Cherche un CAP")
    before = rows(database)
    with database.writing() as connection:
        merge(connection, "2025-0001", "2025-0002", kept="2025-0001", despite="", done_on=ON, desk=desk(ON))
    assert found_by(database, "cherche cap") == [("2025-0001", "note")]
    with database.writing() as connection:
        assert make_keys_again(connection) == 0
        unmerge(connection, "2025-0002", motif="Deux sœurs", done_on=ON, desk=desk(ON))
        assert make_keys_again(connection) == 0
    assert found_by(database, "cherche cap") == [("2025-0002", "note")]
    assert [row[:-1] for row in rows(database)] == [row[:-1] for row in before]  # but for the notes of the two acts


def test_words_of_a_base_from_before_and_those_that_went_astray_are_made_again(database: Database) -> None:
    numbers = [open_one(database, reported(minor(name, "Inès"))) for name in ("ROUX", "PETIT", "KOWALSKI")]
    noted(database, numbers[0], "Voit sa marraine")
    before = rows(database)
    with database.writing() as connection:
        go_back(connection, "0017")
        upgrade(connection)
    assert rows(database) == before
    c = m.recherche.c
    with database.writing() as connection:
        connection.execute(delete(m.recherche).where(c.dossier_id == numbers[0]))
        connection.execute(update(m.recherche).where(c.dossier_id == numbers[1]).values(structure="ML-AUTRE"))
        assert (follow_all_searched(connection), follow_all_searched(connection)) == (2, 0)
    assert rows(database) == before
