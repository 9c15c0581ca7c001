"""The one door to the screen: no text acts on a terminal, no cell runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path

import pytest

from cli.conftest import MOTHER, Of
from ofworkflow.cli import output
from terminals import raw_on_terminal

_RUN = [
    "=1+1", "+33 6 39 98", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\u3000=1+1", "\u200b=1+1",
    "＝1+1", "＋1", "－1", "＠SUM(A1)", "﹦1", "'=1+1", '"=1+1', "=cmd|' /C calc'!A0", "-cmd|' /C calc'!A0", "- 1", "--1", "-1-1",
]  # fmt: skip
_INSIDE = ["DUPONT;=1+1", "DUPONT, =1+1", 'DUPONT";@SUM(A1)', "x\t=1+1", "rue A,＝1", "a;-cmd|' /C calc'!A0", 'a"=1+1']
_PLAIN = ["-5", "-3,5", "12", "Jean-Paul", "a=b", "rue B, -2 étage", "x@exemple.invalid", "", "06 39 98 01 01", "L'Île"]


def _cells(capsys: pytest.CaptureFixture[str], cells: list[object]) -> list[str]:
    output.show_csv(["a"] * len(cells), [cells])
    return list(csv.reader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff")), delimiter=";"))[1]


@pytest.mark.parametrize("cell", _RUN)
def test_no_cell_of_a_csv_can_run(capsys: pytest.CaptureFixture[str], cell: str) -> None:
    [shown] = _cells(capsys, [cell])
    assert shown.startswith("'")


@pytest.mark.parametrize("cell", _INSIDE)
def test_nor_what_another_spreadsheet_would_take_for_a_cell(capsys: pytest.CaptureFixture[str], cell: str) -> None:
    output.show_csv(["a"], [[cell]])
    line = capsys.readouterr().out.splitlines()[1]
    for separator in ";,\t|":
        for piece in line.split(separator):
            assert not piece.strip(' "\t').startswith(tuple("=+-@＝＋－＠")), line


def test_what_a_spreadsheet_only_reads_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert _cells(capsys, [*_PLAIN, -5, 3]) == [*_PLAIN, "-5", "3"]


def test_a_csv_begins_with_a_bom_unless_a_person_reads_it_on_a_terminal(
    of: Of, opened: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert of("dossiers", "--csv").out.startswith("\ufeffréférence;nom")
    assert of("stats", "--csv", "--annee", "2025").out.startswith("\ufeff")
    assert raw_on_terminal("dossiers", "--csv", folder=folder).startswith("référence;nom")


# a colour, a window's title, the same in one byte, lines, right to left, isolates, nothing at all, a flood, a bell
_HOSTILE = "D\x1b[31mU\x1b]0;pris\x07P\x9b2JO\r\nN\u202eT\u2066a\u2069b\u200bc\u0301" + "\u0301" * 60 + "d\x07"


def _harmless(shown: str) -> None:
    shown = shown.replace("\r\n", "\n")
    for sequence in ("\x1b[1m", "\x1b[0m", "\x1b[33m", "\x1b[33m\x1b[1m", "\x1b[2m"):  # ours
        shown = shown.replace(sequence, "")
    hidden = {char for char in shown if not char.isprintable()} - set("\n\u00a0\u202f")
    assert not hidden, ascii(hidden)
    assert "\u0301" * 5 not in shown


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
def test_a_name_of_an_older_base_does_nothing_to_a_terminal(of: Of, opened: str, folder: Path) -> None:
    """On a pipe click takes escape sequences away itself: only a terminal shows what gets through."""
    import sqlite3

    with sqlite3.connect(folder / "ofworkflow.db") as base:
        base.execute("UPDATE jeune SET nom = ?, commune = ?", (_HOSTILE, _HOSTILE))
        base.execute("UPDATE representant SET nom = ?, adresse1 = ?", (_HOSTILE, _HOSTILE))
        base.execute("UPDATE journal SET note = ?, auteur = ?", (_HOSTILE, _HOSTILE))
    base.close()
    for words in (("voir", opened), ("dossiers",), ("dossiers", "--json")):
        _harmless(raw_on_terminal(*words, folder=folder))


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
def test_what_was_typed_is_quoted_harmless(of: Of, opened: str, folder: Path) -> None:
    typed = "\x1b[31mx\u202e\r\n\x07y"
    for words in (("voir", typed), ("chercher", typed), (typed,), ("dossiers", "--etape", typed), ("voir", opened, typed)):
        _harmless(raw_on_terminal(*words, folder=folder, code=None))


def test_tables_clean_what_their_cells_hold(capsys: pytest.CaptureFixture[str]) -> None:
    output.show_table(("a", "b"), [("x\x1b[2J\u202ey", "1\n2")])
    assert capsys.readouterr().out == "a       b\nx [2Jy  1 2\n"


def test_json_escapes_what_a_terminal_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    output.show_json({"nom": "DU\x9b\u202e\U000e0041PONT é"})
    shown = capsys.readouterr().out
    assert shown.strip().isprintable()
    assert "é" in shown
    assert json.loads(shown)["nom"] == "DU\x9b\u202e\U000e0041PONT é"


def test_mother_is_harmless_too(of: Of) -> None:
    hostile = MOTHER.replace("DUPONT", "DU\x1b[31mPONT\u202e")
    typed = of(
        "ouvrir", "--nom", "A\u200b", "--prenom", "B\x07", "--naissance", "14/05/2009", "--sexe", "F", "--commune", "Lambersart",
        "--le", "01/12/2025", "--representant", hostile,
    )  # fmt: skip
    found = of("voir", typed.out.strip(), "--json").json
    assert (found["jeune"]["nom"], found["jeune"]["prenom"]) == ("A", "B")
    assert found["representants"][0]["nom"] == "DUPONT"


@pytest.mark.parametrize(
    ("typed", "by_default", "agreed"),
    [
        ("o\n", False, True), ("oui\n", False, True), ("OUI\n", False, True), ("n\n", True, False), ("non\n", True, False), ("\n", False, False),
        ("\n", True, True), ("peut-être\noui\n", False, True),
    ],
)  # fmt: skip
def test_yes_and_no_are_french_words(monkeypatch: pytest.MonkeyPatch, typed: str, by_default: bool, agreed: bool) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert output.agrees("Enregistrer ?", by_default=by_default) is agreed


def test_every_confirmation_goes_through_the_one_door() -> None:
    """A question ending in « [o/N] » that reads its own answer would not know « oui »."""
    cli = Path(output.__file__).parent
    asking = [
        p.name
        for p in cli.rglob("*.py")
        if p.name != "output.py" and re.search(r"\[[oO]/[nN]\]|click\.confirm", p.read_text(encoding="utf-8"))
    ]
    assert asking == []
