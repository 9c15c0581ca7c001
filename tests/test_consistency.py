"""The house's own rules: every word has its use, every page and example says what the code does."""

from __future__ import annotations

import ast
import dataclasses
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import get_type_hints

import click

from cli.conftest import examples, leaves
from ofworkflow import config
from ofworkflow.cli.main import cli
from ofworkflow.law import periods, texts
from ofworkflow.law.texts import RULES
from ofworkflow.letters.models import kind_of, names
from ofworkflow.procedure import requests, vocabulary
from ofworkflow.procedure.delays import DELAYS
from ofworkflow.procedure.requests import REQUESTS
from ofworkflow.procedure.step_letters import SAY_BIRTH, Model
from ofworkflow.procedure.steps import STEPS
from ofworkflow.procedure.vocabulary import Act, Delay, Stage

ROOT = Path(__file__).resolve().parents[1]


def test_every_letter_of_the_table_has_its_words_its_context_and_its_builder() -> None:
    asked = {letter.model for step in STEPS for letter in step.letters}
    assert asked == set(Model)
    assert set(names()) == {*map(str, Model), "bordereau", "reunion"}
    for name in names():
        assert (ROOT / "letter_templates" / f"{name}.md.j2").is_file()
    for model in Model:
        builder = import_module(f"ofworkflow.casework.mail.letters.{model}")
        assert get_type_hints(builder.build)["return"] is type(kind_of(model).sample)


def test_the_letters_that_say_when_the_minor_was_born_are_known() -> None:
    """They are those named, or asked back, once a birth date is corrected; that of majority says a day which follows from it."""
    words = {name: (ROOT / "letter_templates" / f"{name}.md.j2").read_text(encoding="utf-8") for name in map(str, Model)}
    assert {name for name, text in words.items() if "naissance" in text} | {Model.MAJORITE} == SAY_BIRTH


def test_every_delay_is_opened_by_some_step() -> None:
    assert {slug for step in STEPS for slug in step.opens} == set(Delay) == set(DELAYS)


def test_every_stage_is_reached_and_every_act_has_a_step_and_a_command() -> None:
    assert {dest for step in STEPS for dest in step.dests} >= set(Stage)
    assert {step.act for step in STEPS} == set(Act) == set(REQUESTS)
    for act in Act:
        context, command = click.Context(cli), cli
        for word in act.command.split():
            assert isinstance(command, click.Group)
            found = command.get_command(context, word)
            assert found is not None, act
            assert found.name == word
            command = found


def test_every_word_and_every_request_is_known_by_its_package() -> None:
    """What a room lists is what it makes: a new one left out of `__all__` would be unknown to the others."""
    for package, kind in ((vocabulary, vocabulary.Word), (requests, requests.Request)):
        for room in pkgutil.iter_modules(package.__path__):
            module = import_module(f"{package.__name__}.{room.name}")
            made = {
                n
                for n, v in vars(module).items()
                if isinstance(v, type) and issubclass(v, kind) and v.__module__ == module.__name__
            }
            assert made <= set(module.__all__)
            assert all(getattr(package, name) is getattr(module, name) for name in module.__all__)


def test_every_duration_of_the_law_is_used() -> None:
    """Taken from its rule by a module of ours: a duration typed a second time would not follow a change of law."""
    rules = {name: rule.slug for name, rule in vars(texts).items() if isinstance(rule, texts.Rule)}
    assert set(rules.values()) == set(RULES)
    imported = {
        alias.name
        for path in (ROOT / "src/ofworkflow").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "ofworkflow.law.texts"
        for alias in node.names
    }
    assert set(rules) <= imported


_SPELLED = re.compile(
    r"\b(deux|trois|quatre|cinq|six|sept|huit|dix|douze|quinze|seize|dix-huit|vingt|trente|quarante)[ \u00a0](jours?|mois|ans?)\b"
)
_AGES = re.compile(r"\b(\d\d)[ \u00a0]ans\b")
_NO_LAW = {  # what is counted in days or months here is ours, or no delay at all
    "six mois",  # what became of a minor since, in the figures
    "trente jours",  # how far back the register of the nights is shown
    "deux jours",  # a period is typed as two days
}


def _prose() -> Iterator[tuple[str, str]]:
    for folder in ("letter_templates", "src/ofworkflow"):
        for path in sorted((ROOT / folder).rglob("*.*")):
            if path.suffix in (".py", ".j2"):
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8").replace("\u00a0", " ")


def test_a_sentence_that_spells_a_duration_of_the_law_says_the_one_that_its_rule_sets() -> None:
    """Letters, acts, screens and figures say « deux mois » in words: were the rule to change, every one of these would show."""
    lawful = {periods.in_words(version.length) for rule in RULES.values() for version in rule.versions}
    lawful |= {periods.in_words(age) for age in (periods.Years(texts.SCOPE_FROM_YEARS), texts.OF_AGE)}
    wrong = {
        f"{name} : {spelled[0]}"
        for name, text in _prose()
        for spelled in _SPELLED.finditer(text)
        if spelled[0] not in lawful | _NO_LAW
    }
    assert not wrong


def test_a_letter_that_gives_an_age_gives_that_of_the_law() -> None:
    """« Jusqu'à 18 ans »: the age of the majority rule, and the end of what a mission locale is for."""
    told = {(name, int(age[1])) for name, text in _prose() if name.endswith(".md.j2") for age in _AGES.finditer(text)}
    assert {age for _, age in told} == {texts.OF_AGE.count, 25}
    assert {name for name, age in told if age == 25} == {"letter_templates/majorite.md.j2"}


def test_the_shipped_configuration_is_the_default_one_and_names_every_key() -> None:
    shipped = config.load(ROOT / "config.toml")
    assert dataclasses.replace(shipped, folder=Path()) == config.Settings()
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    for section in dataclasses.fields(config.Settings):
        if not section.metadata.get("internal"):
            assert f"[{section.name}]" in text
            for key in dataclasses.fields(getattr(config.Settings(), section.name)):
                assert re.search(rf"^{key.name} = ", text, re.MULTILINE), key.name


_TOLD = {"echo", "secho", "say", "warn", "title", "tell"}


def test_no_command_says_that_it_is_done_while_its_transaction_can_still_fail() -> None:
    """What was said, then killed or refused before its commit, would be an act that somebody believes and no base holds."""
    told = [
        f"{path.name}:{call.lineno}"
        for path in (ROOT / "src/ofworkflow/cli").rglob("*.py")
        for block in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(block, ast.With) and any("writing()" in ast.unparse(item.context_expr) for item in block.items)
        for call in ast.walk(block)
        if isinstance(call, ast.Call)
        and ((name := ast.unparse(call.func).rpartition(".")[2]) in _TOLD or name.startswith("show_"))
    ]
    assert told == []


_BY_HAND = re.compile(r"""["']s["'] if |if [^\n]*else ["']s["']|widths\[|strict=True\)\)\.rstrip\(\)""")


def test_a_number_with_its_noun_and_a_table_are_written_one_way() -> None:
    """By `ofworkflow.text`: `counted`, `agreed`, `aligned`."""
    by_hand = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "src/ofworkflow").rglob("*.py")
        if path.name != "text.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _BY_HAND.search(line)
    ]
    assert by_hand == []


def test_nobody_reads_a_noun_that_is_perhaps_several() -> None:
    """« 1 dossier », « 2 dossiers », never « dossier(s) »: `counted` knows how many."""
    undecided = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "src/ofworkflow").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"\w\(s\)", node.value)
    }
    undecided |= {
        path.name for path in (ROOT / "src/ofworkflow").rglob("*.j2") if re.search(r"\w\(s\)", path.read_text(encoding="utf-8"))
    }
    assert undecided == set()


def test_no_module_is_too_long_to_be_read_in_one_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "src").rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_each_decision_has_a_number_of_its_own_which_its_title_says() -> None:
    titles = {
        path.name[:4]: path.read_text(encoding="utf-8").partition("\n")[0] for path in sorted((ROOT / "docs/decisions").iterdir())
    }
    assert len(titles) == len(list((ROOT / "docs/decisions").iterdir())), "two decisions have one number"
    assert not {number: title for number, title in titles.items() if not re.match(rf"# {number}\b", title)}
    cited = {
        number
        for folder in ("src", "docs", "letter_templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".md", ".j2")
        for number in re.findall(r"(?:décision |decisions/)(\d{4})", path.read_text(encoding="utf-8"))
    }
    assert cited <= set(titles), "a decision that is cited is not there"


def test_every_command_has_its_row_and_every_row_its_command() -> None:
    """A new command: three examples, of an act beside its command, else in `ofworkflow/cli/examples.py`; tests/cli/test_examples.py types
    them."""
    assert set(examples()) == {"", *(" ".join(names) for names, _ in leaves())}
    for words, three in examples().items():
        assert all(each == "of" or each.startswith("of ") for each in three), words
        assert len(set(three)) == 3, words
        assert three[0].removeprefix("of ").startswith(words.removesuffix(" annee")), words


def test_an_entry_of_the_changelog_is_written_once() -> None:
    """Two branches that add a line at the same place may leave it in two versions: what was released keeps its own."""
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if line.startswith("- ")]
    assert sorted(set(entries)) == sorted(entries)
