"""Every sentence that a letter may hold is in a table, with the fields it states; many lives are read to the last word.

What is read is what the templates give, before it is laid out. A sentence that is not in the table, one whose field is
empty in that life, or not what the journal says, fails. How a sentence is entered: `sentences.py`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from sqlalchemy import func, select

from letters import samples as s
from letters.lives import FREE_FIELDS, FREE_WORDS, LIVES, PRINTED, House
from letters.proofs import OF_THE_HOUSE, OF_THE_LETTERS, PROOFS
from letters.sentence_table import TABLE
from letters.sentences import at, bare
from ofworkflow.casework.mail.letters.subject import LetterSubject
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.markdown import Block, Run
from ofworkflow.letters.models import kind_of
from ofworkflow.letters.renderer import Renderer
from ofworkflow.letters.words import typography
from ofworkflow.procedure.requests import REQUESTS
from ofworkflow.procedure.step_letters import Model
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

RENDERER = Renderer()
_ENDS = re.compile(r"(?<=[.!?]) (?=[A-ZÀ-Þ«])")  # « R. 114-7 » and « M. Paul » have a no-break space there
Read = tuple[LetterSubject, Lettre]


@pytest.fixture(scope="module")
def house(sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Path]]:
    folder = tmp_path_factory.mktemp("phrases")
    shutil.copyfile(sqlite_model, folder / "ofworkflow.db")
    base = Database(f"sqlite:///{folder / 'ofworkflow.db'}")
    yield base, folder
    base.dispose()


@pytest.fixture(scope="module")
def lived(house: tuple[Database, Path]) -> dict[str, list[Read]]:
    """Return the letters of every life, each with what its template is given."""
    letters: dict[str, list[Read]] = {}
    for name, life in LIVES.items():
        one = House(*house, name=name)
        life(one)
        letters[name] = one.letters()
    return letters


def sentences(context: Lettre) -> Iterator[str]:
    """Yield the sentences of a letter: of its object, its body, its signature, its small print."""
    made = RENDERER.compose(context)
    yield bare("".join(run["text"] for run in made.objet))
    for part in (made.corps, made.signature, made.mentions):
        for block in part:
            yield from _of_block(block)


def _of_block(block: Block) -> Iterator[str]:
    match block["kind"]:
        case "heading" | "paragraph":
            yield from _of_runs(block["runs"])
        case "list":
            for item in block["items"]:
                for inner in item:
                    yield from _of_block(inner)
        case "box":
            for inner in block["blocks"]:
                yield from _of_block(inner)
        case "table":
            for row in (block["head"], *block["rows"]):
                yield bare(" | ".join("".join(run.get("text", " ") for run in cell) for cell in row))
        case unknown:
            raise AssertionError(unknown)


def _of_runs(runs: list[Run]) -> Iterator[str]:
    for line in "".join(run.get("text", "\n") for run in runs).split("\n"):
        yield from map(bare, _ENDS.split(line))


def test_every_sentence_of_every_life_is_in_the_table_with_its_fields(lived: dict[str, list[Read]]) -> None:
    wrong = []
    for life, letters in lived.items():
        for _, context in letters:
            rows = TABLE.get(context.modele, ())
            true = {said for row in rows for said in row.variants(context)}
            for said in sentences(context):
                if said not in true:
                    near = [row.words for row in rows if row.shape.fullmatch(said)]
                    why = f"un champ manque, ou dit autre chose : {near}" if near else "phrase inconnue"
                    wrong.append(f"{context.modele}, {context.destinataire.role}, {life} : {why}\n    {said}")
    assert not wrong, "\n".join(wrong)


def test_every_field_that_a_letter_states_is_what_the_journal_says(lived: dict[str, list[Read]]) -> None:
    """The journal as it was asked, the cards, the postings: read apart from the code that writes letters."""
    wrong = []
    for life, letters in lived.items():
        for subject, context in letters:
            said = set(sentences(context))
            rows = [row for row in TABLE[context.modele] if said & set(row.variants(context))]
            for path in {path.partition(".")[0] if row.of else path for row in rows for path in row.fields if not _set(path)}:
                stated, known = _stated(context, path), _known(subject, path)
                if stated != known:
                    wrong.append(f"{context.modele}, {life}, {path} : {stated!r}, et le journal : {known!r}")
    assert not wrong, "\n".join(wrong)


def test_no_word_that_somebody_writes_freely_is_in_a_letter(house: tuple[Database, Path], lived: dict[str, list[Read]]) -> None:
    """Invariant 7: a note beside an act or a contact, a reason given in words, stay inside. All the lives write some everywhere."""
    base, _ = house
    with base.reading() as connection:
        written = connection.execute(select(m.journal.c.donnees, m.journal.c.note)).all()
        calls = connection.execute(select(func.count()).where(m.contact.c.note == FREE_WORDS)).scalar_one()
    used = {name for data, _ in written for name, said in data["demande"].items() if said == FREE_WORDS}
    assert used == FREE_FIELDS
    assert calls
    assert any(note == FREE_WORDS for _, note in written)
    held = [f"{c.modele}, {life}" for life, letters in lived.items() for _, c in letters if FREE_WORDS in repr(c)]
    assert held == []


def test_every_free_field_of_a_request_is_known_here() -> None:
    """A new one is printed on purpose, or written by the lives to be looked for in their letters."""
    words = {f.name for kind in REQUESTS.values() for f in fields(kind) if get_type_hints(kind)[f.name] is str}
    other = {"motif", "sous_type", "numero", "motif_correction"}  # typed by the lives themselves, or of the post
    assert words - FREE_FIELDS - PRINTED == other


def _set(path: str) -> bool:
    return path.startswith(OF_THE_HOUSE) or path in OF_THE_LETTERS


def _known(subject: LetterSubject, path: str) -> object:
    known = PROOFS[path](subject)
    return typography(known) if isinstance(known, str) else known


def _stated(context: Lettre, path: str) -> object:
    """Return what a letter states, as far as the proof of that field goes."""
    value: Any = at(context, path)
    match path:
        case "representants":
            return tuple((f"{r.prenom} {r.nom}".strip(), r.adresse) for r in value)
        case "chronologie":  # the silence and what became of situations are told beside what is asked of the proof
            told = ("Repérage", "Contact", "onvocation", "Absence", "Entretien")
            return sorted((f.le, "onvocation" if "onvocation" in f.quoi else f.quoi) for f in value
                          if any(what in f.quoi for what in told))  # fmt: skip
        case "attendus" | "non_atteints":
            return sorted(map(bare, value))
        case "appels":
            return [call.le for call in value]
        case "envois":
            return [
                (e.le, e.comment.partition(" n°")[2].replace("\u00a0", " ").partition(" (")[0].strip(), e.empreinte)
                for e in value
            ]
        case "annexes":
            days = (re.search(r"(\d\d)/(\d\d)/(\d{4})", line) for line in value)
            return tuple(date(int(d[3]), int(d[2]), int(d[1])) if d else None for d in days)
        case "situation":
            return str(typography(value.partition(",")[0]))
        case "rendez_vous" | "remplace" | "accompagnants.0" | "accompagnants.1" | "representants.0" | "representants.1":
            return value is not None
        case _:
            return typography(value) if isinstance(value, str) else value


def test_no_sentence_of_the_table_is_left_unlived(lived: dict[str, list[Read]]) -> None:
    """A sentence that no life holds is read by nobody: it is said by no template any more, or wants its life."""
    met = {
        row.words
        for letters in lived.values()
        for _, context in letters
        for row in TABLE[context.modele]
        if set(sentences(context)) & set(row.variants(context))
    }
    unlived = {row.words for rows in TABLE.values() for row in rows} - met
    assert unlived == set(), "\n".join(unlived)


def test_every_letter_is_read_to_whomever_it_may_go_to(lived: dict[str, list[Read]]) -> None:
    read = {(context.modele, context.destinataire.role) for letters in lived.values() for _, context in letters}
    may = {
        (str(model), to.role) for model in Model for to in kind_of(str(model)).to or (kind_of(str(model)).sample.destinataire,)
    }
    assert not may - read


def test_every_field_of_the_table_has_its_proof() -> None:
    named = {(row.of or path) for rows in TABLE.values() for row in rows for path in row.fields}
    assert not {path for path in named if not _set(path)} - PROOFS.keys()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"excuse_le": date(2025, 11, 3)}, "Nous souhaitons"),
        ({"terme_le": date(2027, 1, 11)}, "Sans nouvelle"),
    ],
)
def test_a_letter_that_states_a_field_it_has_not_is_caught(changes: dict[str, Any], sentence: str) -> None:
    """The check itself: words of one letter are not those of another whose fields differ."""
    with_it = s.premiere_convocation(s.LEA, **changes)
    without = s.premiere_convocation(s.LEA)
    said = set(sentences(with_it)) - set(sentences(without))
    assert said
    assert not said & {v for row in TABLE["premiere_convocation"] if not row.is_of_no_fact for v in row.variants(without)}
