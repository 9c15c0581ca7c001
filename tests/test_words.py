"""One word, one thing: a public class name is of one class, a name of the glossary is never another's."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from tools.words import ONE_WORD, OneWord

SOURCES = Path(__file__).resolve().parents[1] / "src" / "ofworkflow"
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+")


@cache
def _classes() -> dict[str, list[str]]:
    where: dict[str, list[str]] = defaultdict(list)
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(path.relative_to(SOURCES).as_posix())
    return where


def test_no_public_class_name_is_twice_in_the_sources() -> None:
    twice = {name: paths for name, paths in _classes().items() if len(paths) > 1}
    assert twice == {}


# A variable, a parameter or a field is named after what it holds; a migration stays as it was released.
_VERBS = {"found", "said", "given", "asked", "told"}


def _bindings(path: Path) -> list[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    stored = [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return stored + [n.arg for n in nodes if isinstance(n, ast.arg)]


def test_a_binding_is_a_noun() -> None:
    places = {
        path.relative_to(SOURCES).as_posix(): verbs
        for path in SOURCES.rglob("*.py")
        if "migrations" not in path.parts and (verbs := _VERBS.intersection(_bindings(path)))
    }
    assert places == {}


# What a forbidden piece of a name is kept for: the report of an appointment, the département's notice, and nothing else.
_MODULES = {
    "letters/models/report.py", "casework/mail/letters/report.py", "procedure/guards/notice.py", "procedure/notice_day.py",
    "cli/acts/notices.py",
    "procedure/requests/notices.py",
}  # fmt: skip
_NAMES = {"Report", "ReportReason"}


@pytest.mark.parametrize("word", ONE_WORD, ids=[word.mot for word in ONE_WORD])
def test_no_module_and_no_class_says_a_word_of_the_glossary_another_way(word: OneWord) -> None:
    others = set(word.kept_from)
    modules = [path.relative_to(SOURCES).as_posix() for path in SOURCES.rglob("*.py")]
    assert {m for m in modules if others & set(re.split(r"[/_.]", m))} <= _MODULES
    assert {name for name in _classes() if others & {piece.lower() for piece in _PIECE.findall(name)}} <= _NAMES


ROOT = SOURCES.parents[1]
_SLUGS = {"cli.md", "glossary.md", "procedure.md"}  # generated: they print what is stored beside its label


def _labels() -> list[tuple[str, str]]:
    from ofworkflow.procedure import step_letters, vocabulary

    kinds = [each for each in vars(vocabulary).values() if isinstance(each, type) and issubclass(each, vocabulary.Word)]
    return [(f"{kind.__name__}.{member.name}", member.label) for kind in (*kinds, step_letters.Model) for member in kind]


def test_nothing_that_a_person_reads_says_carence() -> None:
    """It speaks of an education that fails: the word stays in stored slugs only."""
    assert [name for name, label in _labels() if "carence" in label.lower()] == []
    for path in (*ROOT.glob("letter_templates/*"), *ROOT.glob("docs/*.md"), ROOT / "README.md", ROOT / "config.toml"):
        if path.name not in _SLUGS:
            said = path.read_text(encoding="utf-8").lower().replace("`constat_carence`", "")
            assert "carence" not in said, path.name


def test_what_names_a_stage_or_a_letter_is_true_without_a_first_convocation() -> None:
    """2° and 3° of R. 114-7 summon without a first interview: nothing is « second » there."""
    assert [name for name, label in _labels() if "seconde" in label.lower()] == []


def test_every_word_of_the_glossary_has_one_row_and_its_names_are_in_the_code() -> None:
    assert len({word.mot for word in ONE_WORD}) == len(ONE_WORD)
    sources = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    for word in ONE_WORD:
        for name in re.findall(r"`([A-Za-z_.]+)`", word.code):
            assert re.search(rf"\b{re.escape(name)}\b", sources), name
