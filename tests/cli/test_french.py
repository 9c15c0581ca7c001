"""Click speaks French through the standard `gettext`: every sentence it can say is in our catalogue."""

from __future__ import annotations

import ast
import gettext
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest
from tools.catalogue import SOURCE, catalogue

from cli.conftest import leaves
from ofworkflow.cli.arguments import tidied
from ofworkflow.cli.french import speak_french

_ASKED = {"_": 1, "gettext": 1, "ngettext": 2}
_SAID_AS_IT_IS = {"required"}  # what click hands to gettext by a variable


def _click_s_words() -> Iterator[tuple[str, ...]]:
    """Every message that click's source passes to `gettext`, with its plural."""
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _ASKED:
                asked = node.args[: _ASKED[node.func.id]]
                if all(isinstance(arg, ast.Constant) for arg in asked):
                    yield tuple(ast.literal_eval(arg) for arg in asked)
                else:
                    assert ast.unparse(node) == "_(extra['required'])", f"{path.name}:{node.lineno}"


@pytest.fixture(scope="module")
def words() -> gettext.GNUTranslations:
    """What `of` reads."""
    with SOURCE.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def _fields(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


def test_every_sentence_of_click_is_in_the_catalogue_with_its_blanks(words: gettext.GNUTranslations) -> None:
    known = {message.id if isinstance(message.id, tuple) else (message.id,) for message in catalogue() if message.id}
    said = set(_click_s_words()) | {(word,) for word in _SAID_AS_IT_IS}
    assert len(said) > 60
    assert known == said
    for message in said:
        french = {words.ngettext(*message, n) for n in (1, 2)} if len(message) == 2 else {words.gettext(*message)}
        assert all(french)
        assert french.isdisjoint(set(message) - {"%(prog)s, version %(version)s"}), message
        assert all(_fields(text) <= set().union(*map(_fields, message)) for text in french), message


def test_what_the_program_reads_is_what_is_edited(words: gettext.GNUTranslations) -> None:
    for message in catalogue():
        if isinstance(message.id, tuple):
            assert tuple(words.ngettext(*message.id, n) for n in (1, 2)) == message.string
        elif message.id:
            assert words.gettext(message.id) == message.string


@pytest.mark.parametrize("session", ["C", "en_US.UTF-8", "fr_FR.UTF-8", ""])
def test_click_speaks_french_whatever_the_language_of_the_session(session: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from ofworkflow.cli.main import main; main()", "convoquer"]
    environment = {"PATH": "", "LANGUAGE": session, "LC_ALL": session, "PYTHONUTF8": "1", "HOME": str(tmp_path)}
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Erreur : Il manque l'argument « REF ».")


_FRENCH_PLACES = {
    "A", "ANNÉE", "B", "CODE", "DATE", "FICHIER", "HH:MM", "ID", "LISTE", "LOT", "MINUTES", "MOTIF", "N", "NOM", "PÉRIODE", "REF", "REF1", "REF2",
    "REP", "STRUCTURE", "TEXTE", "ADRESSE", "CP", "PAYS", "PRENOM", "QUALITE", "VILLE", "ACTE", "ECHEANCE", "ETAPE", "ÉTAPE", "CHAMP", "LIGNE",
    "F", "M", "MM", "HH", "JOUR", "SHELL", "SUITE", "RÉGLAGE",
}  # fmt: skip
_ENGLISH = re.compile(
    r"\b(text|file|path|integer|float|boolean|range|default|required|show|this message|exit|filename|directory|the|and|with|your|dynamic|"
    r"optional|commands|arguments)\b",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def _french() -> None:
    speak_french()


def test_every_place_of_every_command_has_a_french_name() -> None:
    for names, command in leaves():
        context = click.Context(tidied(command))
        for param in command.params:
            if not getattr(param, "is_flag", False):
                places = set(re.findall(r"\b[A-ZÉÈ]+[0-9]?\b", param.make_metavar(context)))
                assert places <= _FRENCH_PLACES, (names, param.name, places)


def test_no_help_holds_an_english_word() -> None:
    for names, command in leaves():
        said = click.Context(tidied(command), info_name=names[-1], terminal_width=110).get_help()
        own = said.replace("Show this message and exit.", "")  # click's, in its catalogue above: French once the tool speaks
        assert _ENGLISH.findall(own.replace("ARGUMENTS", "").replace("--format", "")) == [], names
        assert "TEXT " not in said, names


def test_what_a_command_requires_comes_first_in_its_help() -> None:
    for names, command in leaves():
        required = [param.required for param in tidied(command).params if isinstance(param, click.Option)]
        assert required == sorted(required, reverse=True), names
