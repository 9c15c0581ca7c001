"""Whatever is typed, wherever: a French sentence and the right code, never « Erreur inattendue », nothing raw on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.conftest import MOTHER, Of, leaves

_SIGNS = "\x1b[31mX\x1b]0;t\x07a\r\nb\0c\u202ed\u2066e\u200bf\u3164g"  # what acts on a terminal, what hides
TEXTS = ("", _SIGNS, "caf\udce9\ud800e\u0301" + "\u0301" * 90, "é" * 3000, "'; DROP TABLE jeune; --=1+1;;;;;{0}%s%n")
NUMBERS = ("9" * 5000, "C99999999999999999999", "T99999999999999999999", "-99999999999999999999", "T²", "²", "٣", "\\")
DAYS = ("9999-12-31", "0001-01-01", "+9999j", "9999-12-31 23:59", "9999-12-31..0001-01-01", "²", _SIGNS)
PATHS = (_SIGNS, "caf\udce9\ud800", "é" * 3000, "/", "..", "")
_BY_METAVAR = {
    "DATE": DAYS, '"DATE HH:MM"': DAYS, "PÉRIODE": DAYS, "ANNÉE": DAYS, "TEXTE": TEXTS, "NOM": TEXTS, "FICHIER": PATHS, "REP": PATHS,
}  # fmt: skip
# What a command needs around the one word that is hostile.
VALID = {
    "reference": "2025-0001", "nom": "DUPONT", "prenom": "Léa", "naissance": "14/05/2009", "sexe": "F", "commune": "Lambersart",
    "rdv": "2025-12-19 14:00", "debut": "2025-12-02", "texte": "dupont", "fichier": "config.toml", "cible": "C000001",
    "cibles": "C000001", "courrier": "C000001", "lot": "T0001", "annee": "2025", "a": "B0001", "mode": "simple",
    "issue": "distribue", "signataire": "Camille", "representants": MOTHER,
}  # fmt: skip
# They talk to nobody, or would not end.
_LEFT_OUT = {"demo", "planifier"}
_WRITES_WHERE_IT_IS_TOLD = {"init"}


def _words(param: click.Parameter, value: str) -> list[str]:
    if isinstance(param, click.Argument):
        return ["--", value] if value.startswith("-") else [value]
    return [max(param.opts, key=len), value]


def _valid(param: click.Parameter) -> str:
    if isinstance(param.type, click.Choice):
        return str(param.type.choices[0])
    return VALID.get(param.name or "", "1")


def _typed(path: tuple[str, ...], command: click.Command) -> Iterator[list[str]]:
    """Yield each way to put a hostile word in this command, all the others being sound."""
    for param in command.params:
        if isinstance(param, click.Option) and param.is_flag:
            continue
        needed = [other for other in command.params if other.required and other is not param]
        options = [word for other in needed if isinstance(other, click.Option) for word in _words(other, _valid(other))]
        sound = [_valid(other) for other in needed if isinstance(other, click.Argument)]
        if isinstance(param.type, click.Path):
            values = PATHS
        elif isinstance(param.type, click.types.StringParamType):
            named = isinstance(param, click.Argument) or param.metavar
            values = _BY_METAVAR.get(param.metavar or "", (*TEXTS[1:], *NUMBERS) if named else TEXTS[1:4])
        else:
            values = (_SIGNS, NUMBERS[0])  # refused before it reaches the command
        for value in values:
            yield [*path, *options, *sound, *_words(param, value)]


@pytest.fixture
def house(of: Of, opened: str, folder: Path) -> Of:
    """Return the tool over a dossier with letters, one of them posted in a run."""
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    of("courriers", "imprimer")
    return of


LEAVES = [(path, command) for path, command in leaves() if path[0] not in _LEFT_OUT | _WRITES_WHERE_IT_IS_TOLD]


@pytest.mark.parametrize(("path", "command"), LEAVES, ids=[" ".join(path) for path, _ in LEAVES])
def test_no_argument_of_any_command_is_an_unexpected_error(house: Of, path: tuple[str, ...], command: click.Command) -> None:
    wrong = []
    for words in _typed(path, command):
        typed = house("--au", "2025-12-05", *words)
        said = typed.out + typed.err
        hidden = {char for char in said if not char.isprintable()} - set("\n\u00a0\u202f\ufeff")
        if "inattendue" in said or "Traceback" in said or hidden or typed.code not in range(6):
            wrong.append((words, typed.code, said[-300:]))
    assert wrong == []


@pytest.mark.parametrize(("option", "values"), [("--config", PATHS), ("--au", DAYS), ("--auteur", TEXTS)])
def test_nor_is_what_is_typed_before_the_command(of: Of, option: str, values: tuple[str, ...]) -> None:
    for value in values:
        typed = of(option, value, "jour")
        assert "inattendue" not in typed.out + typed.err, value
        assert typed.code in (0, 1, 2)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("courriers", "apercu", "C99999999999999999999"), 2),
        (("courriers", "bordereau", "T²"), 2),
        (("courriers", "poster", "T99999999999999999999", "--mode", "simple"), 2),
        (("modifier", "2025-0001", "--representant", "99999999999999999999", "--nom", "X"), 2),
        (("pourquoi", "2025-0001", "99999999999999999999"), 2),
        (("--au", "9999-12-31", "jour"), 2),
        (("contact", "2025-0001", "--nature", "sms", "--resultat", "joint", "--le", "0001-01-01"), 2),
        (("bilan", "comparer", "²"), 2),
        (("ouvrir", "--nom", "é" * 300, "--prenom", "x", "--naissance", "14/05/2009", "--sexe", "F", "--commune", "y"), 2),
    ],
)
def test_what_cannot_be_meant_is_not_understood(house: Of, words: tuple[str, ...], code: int) -> None:
    typed = house(*words)
    assert typed.code == code, typed.err
    assert typed.out == ""


def test_letters_of_an_argument_in_latin_1_are_read(of: Of, opened: str) -> None:
    """The system gives bytes that are no UTF-8 as surrogates: they were letters."""
    of("modifier", opened, "--prenom", "H\udce9l\udce8ne")
    assert of("voir", opened, "--json").json["jeune"]["prenom"] == "Hélène"
    assert [d["prenom"] for d in of("chercher", "h\udce9l\udce8ne", "--json").json["dossiers"]] == ["Hélène"]


def test_free_texts_are_kept_clean(of: Of, opened: str) -> None:
    hostile = "à\x1b[2J revoir\r\n\u202edemain\0"
    of("contact", opened, "--nature", "sms", "--resultat", "joint", "--le", "02/12/2025", "--note", hostile)
    of("--auteur", hostile, "convoquer", opened, "--rdv", "19/12/2025 14:00", "--le", "02/12/2025", "--lieu", hostile)
    entry = of("voir", opened, "--json").json["journal"][-1]
    assert entry["auteur"] == "à revoir demain"
    import sqlite3

    with sqlite3.connect("ofworkflow.db") as base:
        kept = [*base.execute("SELECT lieu FROM rendez_vous"), *base.execute("SELECT note FROM contact")]
        data = base.execute("SELECT donnees FROM journal ORDER BY n DESC").fetchone()[0]
    base.close()
    assert kept == [("à revoir demain",), ("à revoir demain",)]
    assert "\\u202e" not in data
