"""« of stats » as it is typed: the screen, the JSON that others rely on, the table, the refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ofworkflow.cli.main import main
from ofworkflow.cli.setup import prepare_folder

Stats = Callable[..., tuple[int, str, str]]


@pytest.fixture
def stats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Stats:
    """Return « of --au 2026-07-01 stats … » on one minor in a job since 01/06/2026."""
    monkeypatch.chdir(prepare_folder(tmp_path / "maison", trial=True))
    for name in ("OFWORKFLOW_AU", "OFWORKFLOW_CONFIG", "OFWORKFLOW_BASE_URL"):
        monkeypatch.delenv(name, raising=False)

    def of(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main(list(arguments))
        said = capsys.readouterr()
        return int(stopped.value.code or 0), said.out, said.err

    of("--au", "2026-01-05", "ouvrir", "--nom", "DUPONT", "--prenom", "Léa", "--naissance", "14/05/2009", "--sexe", "F",
       "--commune", "Lambersart")  # fmt: skip
    of("--au", "2026-06-01", "situation", "2026-0001", "--nature", "emploi", "--debut", "2026-06-01", "--fin", "2026-12-31",
       "--preuve", "contrat")  # fmt: skip
    return lambda *arguments: of("--au", "2026-07-01", "stats", *arguments)


def test_the_json_has_the_fields_that_others_rely_on(stats):
    code, out, _ = stats("--json", "--par", "commune")
    found = json.loads(out)
    assert code == 0
    assert list(found) == ["schema", "periode", "indicateurs", "ventilations"]
    assert (found["schema"], found["periode"]) == (1, {"du": "2026-01-01", "au": "2026-07-01"})
    indicators = {i["code"]: i for i in found["indicateurs"]}
    assert indicators["I6"] == {
        "code": "I6", "libelle": "jeunes accompagnés", "numerateur": 1, "denominateur": None, "valeur": 1
    }  # fmt: skip
    assert indicators["I7a"] == {"code": "I7a", "libelle": "en règle", "numerateur": 1, "denominateur": 1, "valeur": 1.0}
    assert list(found["ventilations"]) == ["commune"]
    cells = found["ventilations"]["commune"]
    assert {"modalite": "Lambersart", "code": "I6", "valeur": 1, "masque": False} in cells
    assert {"modalite": "Verlinghem", "code": "I7a", "valeur": None, "masque": False} in cells
    assert sum(cell["valeur"] for cell in cells if cell["code"] == "I6") == 1


def test_the_screen_shows_the_numbers_and_every_commune(stats):
    code, out, err = stats()
    assert code == 0
    assert "100 %" in out
    assert "Verlinghem" in out
    assert "observée aujourd'hui, le mer. 01/07/2026" in err


def test_a_period_before_the_situation_has_no_rate(stats):
    _, out, _ = stats("--du", "2026-01-01", "--au-jour", "2026-05-31", "--json")
    rates = [i["valeur"] for i in json.loads(out)["indicateurs"] if i["denominateur"] is not None]
    assert set(rates) == {None}


def test_the_table_is_for_a_french_spreadsheet(stats):
    _, out, _ = stats("--csv", "--par", "commune")
    lines = out.splitlines()
    assert lines[0] == "ventilation;modalité;code;indicateur;numérateur;dénominateur;valeur"
    assert "commune;Lambersart;I7a;en règle;1;1;1,0000" in lines
    assert "commune;Verlinghem;I7a;en règle;0;0;" in lines


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--annee", "2027"), "après aujourd'hui"),
        (("--annee", "2026", "--du", "2026-01-01"), "ne va pas avec"),
        (("--au-jour", "2026-02-01"), "donnez aussi son début"),
        (("--du", "2026-03-01", "--au-jour", "2026-02-01"), "avant son début"),
        (("--par", "pointure"), "n'est pas connue"),
        (("--json", "--csv"), "ne vont pas ensemble"),
    ],
)
def test_what_cannot_be_counted_is_said(stats, arguments, said):
    code, out, err = stats(*arguments)
    assert (code, out) == (2, "")
    assert said in err
