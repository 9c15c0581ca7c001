"""« of stats » as it is typed: the screen, the JSON that others rely on, the table, the dossiers behind a figure, the refusals."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ofworkflow.cli.main import main
from ofworkflow.clock import Clock
from ofworkflow.installation import prepare_folder
from ofworkflow.statistics.indicators.catalogue import BY_CODE, INDICATORS
from terminals import on_terminal

Stats = Callable[..., tuple[int, str, str]]
PERSONS = (
    ("DUPONT", "Léa", "14/05/2009", "F", "Lambersart"),
    ("MARTIN", "Hugo", "02/01/2010", "M", "Lambersart"),
    ("PETIT", "Zoé", "30/06/2009", "F", "Pérenchies"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a house of one's own, and go there."""
    place = prepare_folder(tmp_path / "maison", trial=True)
    monkeypatch.chdir(place)
    for name in ("OFWORKFLOW_AU", "OFWORKFLOW_CONFIG", "OFWORKFLOW_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return place


@pytest.fixture
def of(folder: Path, capsys: pytest.CaptureFixture[str]) -> Stats:
    """Return the tool."""

    def type_command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main(list(arguments))
        said = capsys.readouterr()
        return int(stopped.value.code or 0), said.out, said.err

    return type_command


@pytest.fixture
def stats(of: Stats) -> Stats:
    """Return « of --au 2026-07-01 stats … » on one minor in a job since 01/06/2026."""
    open_all(of, 1)
    return lambda *arguments: of("--au", "2026-07-01", "stats", *arguments)


@pytest.fixture
def three(of: Stats) -> Stats:
    """Return the same, on three minors: one at work, one received, one of whom nothing is known."""
    open_all(of, 3)
    for day, *act in (
        ("2026-01-06", "convoquer", "2026-0002", "--rdv", "2026-01-20 14:00"),
        ("2026-01-20", "recevoir", "2026-0002", "--present", "mineur"),
    ):
        code, _, said = of("--au", day, *act)
        assert code == 0, said
    return lambda *arguments: of("--au", "2026-07-01", "stats", *arguments)


def open_all(of: Stats, count: int) -> None:
    for nom, prenom, naissance, sexe, commune in PERSONS[:count]:
        code, _, said = of("--au", "2026-01-05", "ouvrir", "--nom", nom, "--prenom", prenom, "--naissance", naissance,
                           "--source", "siei", "--sexe", sexe, "--commune", commune,
                           "--representant", f"{nom};Anne;mere;12 rue des Lilas;59130;{commune}")  # fmt: skip
        assert code == 0, said
    of("--au", "2026-06-01", "situation", "2026-0001", "--nature", "emploi", "--debut", "2026-06-01", "--fin", "2026-12-31",
       "--preuve", "contrat")  # fmt: skip


def test_the_json_has_the_fields_that_others_rely_on(stats):
    code, out, _ = stats("--json", "--par", "commune")
    found = json.loads(out)
    assert code == 0
    assert list(found)[:4] == ["schema", "periode", "indicateurs", "ventilations"]
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


def test_the_json_says_what_the_screen_says(three):
    found = json.loads(three("--json", "--par", "sexe+age")[1])
    assert set(found) == {
        "schema", "periode", "indicateurs", "ventilations", "observe_le", "connu_le", "phrase", "population",
        "delais_trop_jeunes", "durees", "definitions", "mises_en_garde",
    }  # fmt: skip
    assert (found["observe_le"], found["connu_le"]) == ("2026-07-01", None)
    assert found["population"] == {"total": 3, "en_regle": 1, "exemptes": 0, "sans_solution": 1, "inconnus": 1}
    assert found["phrase"] == "2 accompagnés, 50 % (1/2) en règle, 50 % (1/2) en situation professionnelle"
    assert found["durees"] == {"interview_days": [{"jours": 15, "nombre": 1}], "outcome_days": []}
    assert {d["unite"] for d in found["definitions"]} == {"nombre", "rapport", "jours"}
    assert [d["code"] for d in found["definitions"]] == [i["code"] for i in found["indicateurs"]]
    assert [caution["slug"] for caution in found["mises_en_garde"]] == ["situations_inconnues"]
    assert {"modalite": "F + 17", "code": "I6", "valeur": 1, "masque": False} in found["ventilations"]["sexe+age"]


def test_a_comparison_is_a_key_of_its_own(three):
    _, out, err = three("--json", "--par", "", "--compare", "2025")
    found = json.loads(out)["comparaison"]
    assert found["periode"] == {"du": "2025-01-01", "au": "2025-12-31"}
    compared = {i["code"]: i for i in found["indicateurs"]}
    assert compared["I1"]["difference"] == 3
    assert (compared["I8"]["valeur"], compared["I8"]["difference"], compared["I8"]["unite"]) == (None, None, "points")
    assert "--compare 01/01/2025..01/07/2025" in err  # half a year is not compared with a whole one without a word


def test_a_comparison_of_equal_lengths_says_nothing(three):
    assert "longueur" not in three("--compare", "01/01/2025..01/07/2025")[2]


def test_every_breakdown_adds_up_alone_and_crossed(three):
    names = ["commune", "antenne", "sexe", "age", "niveau", "qpv", "source", "etablissement", "conseiller"]
    found = json.loads(three("--json", "--par", ",".join([*names, "sexe+age", "commune+source"]))[1])
    assert list(found["ventilations"]) == [*names, "sexe+age", "commune+source"]
    for cells in found["ventilations"].values():
        assert sum(cell["valeur"] for cell in cells if cell["code"] == "I1") == 3


MAIN = [i for i in INDICATORS if i.column]
SAID_ABOVE = {"I9", "I15"}  # two of the four parts that everyone is in


def test_the_screen_shows_the_headline_figures_and_says_how_to_see_the_rest(stats):
    code, out, err = stats()
    assert code == 0
    assert "1 accompagné, 100 % en règle, 100 % en situation professionnelle, le mer. 01/07/2026." in out
    codes = [line.split()[-1] for line in out.splitlines() if line.split() and line.split()[-1] in BY_CODE]
    assert codes == [i.code for i in MAIN if i.code not in SAID_ABOVE]
    assert "Verlinghem" not in out
    assert "observée aujourd'hui, le mer. 01/07/2026" in err
    assert "of stats --tout" in err
    assert "of stats --par" in err


def test_the_whole_has_every_indicator_each_commune_and_each_source(stats):
    _, out, _ = stats("--tout")
    last = [line.split()[-1] for line in out.splitlines() if line.split()]
    assert {i.code for i in INDICATORS} <= set(last)
    assert "Verlinghem" in out
    assert "\nPar source du signalement\n" in out


def test_what_is_asked_for_is_below_the_headline_figures_and_nothing_else(stats):
    _, out, _ = stats("--par", "sexe")
    assert [line for line in out.splitlines() if line.startswith("Par ")] == ["Par sexe"]
    assert "Toutes les colonnes : of stats --par sexe --tout" in out


def test_programs_are_given_the_whole_whatever_a_screen_shows(stats):
    assert stats("--json")[1] == stats("--json", "--tout")[1] == stats("--json", "--par", "commune,source")[1]
    assert stats("--csv")[1] == stats("--csv", "--par", "commune,source")[1]


@pytest.mark.parametrize("every", [(), ("--tout",)])
def test_when_piped_a_table_has_no_bar_and_is_no_wider_than_a_page(three, every):
    _, out, _ = three("--par", "commune,sexe+age", *every)
    assert not set("█▓▒░▁▇#") & set(out)
    assert [line for line in out.partition("À lire avec")[0].splitlines() if len(line) > 110] == []
    verlinghem = [line.split() for line in out.splitlines() if line.startswith("Verlinghem")]
    assert {cell for line in verlinghem for cell in line[1:]} == {"/"}
    below = out.partition("\nPar commune\n")[2].splitlines()
    codes = [code for line in below if line.split() and set(line.split()) <= set(BY_CODE) for code in line.split()]
    assert (codes == [i.code for i in MAIN]) == bool(every)  # once each, in the order of the procedure
    assert set(codes) <= {i.code for i in MAIN}


def test_a_breakdown_read_aloud_says_each_number_after_its_label(three, monkeypatch):
    monkeypatch.setenv("OFWORKFLOW_LECTURE", "1")
    said = three("--par", "commune,sexe+age")[1].splitlines()
    at = said.index("commune : Lambersart")
    assert said[at : at + 3] == ["commune : Lambersart", "jeunes : 2", "jeunes repérés : 2"]
    assert "sexe × âge : garçons" in said


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is not a Windows thing")
@pytest.mark.parametrize("columns", [80, 100])
def test_a_long_name_is_cut_between_words_and_no_row_wraps(of, three, folder, columns):
    school = "Lycée général et technologique Marguerite-de-Flandre de Gondecourt"
    for reference in ("2026-0001", "2026-0002"):
        assert of("--au", "2026-06-01", "modifier", reference, "--etablissement", school)[0] == 0
    words = ("--par", "etablissement,etablissement+age", "--tout", "--compare", "01/01/2025..01/07/2025")
    shown = on_terminal("--au", "2026-07-01", "stats", *words, folder=folder, columns=columns)
    assert [line for line in shown.splitlines()[1:] if len(line) > columns] == []
    named = {line.partition("…")[0] for line in shown.splitlines() if line.startswith("Lycée")}
    assert named
    assert all(f"{school} ".startswith(f"{name} ") for name in named)  # each is whole words of it


def test_a_crossed_breakdown_has_its_totals(three):
    _, out, _ = three("--par", "sexe+age")
    lines = [line.split() for line in out.splitlines()]
    at = lines.index(["jeunes"])
    assert lines[at + 1 : at + 5] == [
        ["sexe", "×", "âge", "16", "ans", "17", "ans", "ensemble"],
        ["filles", "0", "2", "2"],
        ["garçons", "1", "0", "1"],
        ["ensemble", "1", "2", "3"],
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is not a Windows thing")
@pytest.mark.parametrize("columns", [80, 120])
def test_on_a_terminal_each_bar_has_its_words_and_nothing_runs_over(three, folder, columns):
    three()
    shown = on_terminal(
        "--au", "2026-07-01", "stats", "--par", "commune,source,sexe+age,commune+source", folder=folder, columns=columns
    )
    lines = shown.splitlines()
    assert [line for line in lines[1:] if len(line) > columns] == []
    at = next(i for i, line in enumerate(lines) if line.startswith("Où en est chacun"))
    assert len(set(lines[at + 1].split()[0])) == 3  # three parts that are not zero, three textures
    assert [line.split()[0] for line in lines[at + 2 : at + 6]] == ["█", "▓", "▒", "░"]
    assert [line.split()[-3] for line in lines[at + 2 : at + 6]] == ["1", "0", "1", "1"]
    [rate] = [line for line in lines if line.startswith("en règle  ") and "1/2" in line]
    bar = rate.split()[-2]
    assert abs(bar.count("█") - bar.count("░")) <= 1


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is not a Windows thing")
@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"TERM": "linux"}, {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii:replace"}])
def test_a_poor_terminal_is_shown_ascii_bars(three, folder, env):
    three()
    shown = on_terminal("--au", "2026-07-01", "stats", "--compare", "2025", "--par", "commune", folder=folder, env=env)
    assert not set("█▓▒░▁▇↗↘−") & set(shown)
    assert any(line.strip().startswith("###") for line in shown.splitlines())
    assert "/ +3" in shown


def test_a_comparison_shows_both_values_a_sign_and_an_arrow(three):
    _, out, _ = three("--compare", "2025", "--par", "")
    lines = [line.split() for line in out.splitlines()]
    assert ["jeunes", "repérés", "3", "0", "↗", "+3", "I1"] in lines
    assert ["en", "règle", "1/2", "50", "%", "0/0", "–", "–", "I7a"] in lines


def test_a_period_before_the_situation_has_no_rate(stats):
    _, out, _ = stats("--du", "2026-01-01", "--au-jour", "2026-05-31", "--json")
    rates = {i["code"]: i["valeur"] for i in json.loads(out)["indicateurs"]}
    assert {rates[code] for code in ("I7a", "I7b", "I8")} == {None}


def test_a_period_with_nobody_says_so(stats):
    _, out, _ = stats("--annee", "2024")
    assert "Aucun jeune de 16 ou 17 ans n'avait de dossier ouvert dans la période." in out


def test_the_table_is_for_a_french_spreadsheet(stats):
    _, out, _ = stats("--csv", "--par", "commune")
    out = out.removeprefix("\ufeff")
    lines = out.splitlines()
    assert lines[0] == "ventilation;modalité;code;indicateur;numérateur;dénominateur;valeur"
    assert "commune;Lambersart;I7a;en règle;1;1;1,0000" in lines
    assert "commune;Verlinghem;I7a;en règle;0;0;" in lines


def test_the_table_of_a_comparison_has_the_other_values_beside(three):
    _, out, _ = three("--csv", "--par", "sexe", "--compare", "2025")
    out = out.removeprefix("\ufeff")
    rows = {(row["ventilation"], row["code"]): row for row in csv.DictReader(io.StringIO(out), delimiter=";")}
    assert (rows["ensemble", "I1"]["numérateur avant"], rows["ensemble", "I1"]["différence"]) == ("0", "3")
    assert (rows["ensemble", "I8"]["valeur avant"], rows["ensemble", "I8"]["différence"]) == ("", "")
    assert rows["sexe", "I1"]["différence"] == ""


# --- the dossiers behind a figure


def test_a_rate_lists_who_counts_and_who_is_only_divided_by(three):
    _, out, _ = three("--dossiers", "i8")
    above, _, below = out.partition("Au dénominateur seulement : 1 dossier")
    assert "I8 · en situation professionnelle : 50 % (1/2)" in above
    assert "Au numérateur : 1 dossier" in above
    assert "DUPONT Léa" in above
    assert "2009" in above
    assert "Lambersart" in above
    assert "MARTIN Hugo" in below
    assert "PETIT" not in out  # neither received nor in a situation: not in I6


def test_the_json_behind_a_figure_counts_as_the_figure(three):
    found = json.loads(three("--dossiers", "I8", "--json")[1])
    assert found["indicateur"] == {
        "code": "I8", "libelle": "en situation professionnelle", "numerateur": 1, "denominateur": 2, "valeur": 0.5
    }  # fmt: skip
    assert found["dossiers"] == [
        {"reference": "2026-0001", "nom": "DUPONT", "prenom": "Léa", "annee_naissance": 2009, "commune": "Lambersart",
         "etape": "conformite", "numerateur": 1, "denominateur": 1},
        {"reference": "2026-0002", "nom": "MARTIN", "prenom": "Hugo", "annee_naissance": 2010, "commune": "Lambersart",
         "etape": "suivi", "numerateur": 0, "denominateur": 1},
    ]  # fmt: skip


def test_every_indicator_leads_back_to_as_many_dossiers_as_it_counts(three):
    codes = [i["code"] for i in json.loads(three("--json", "--par", "")[1])["indicateurs"]]
    for code in [*codes, "population", "sans_solution", "trop_jeunes"]:
        found = json.loads(three("--dossiers", code, "--json")[1])
        figure, listed = found["indicateur"], found["dossiers"]
        if code.endswith(("mediane", "p90")):
            assert sum(len(one["jours"]) for one in listed) == figure["denominateur"]
            continue
        assert sum(one["numerateur"] for one in listed) == figure["numerateur"], code
        if figure["denominateur"] is not None:
            assert sum(one["denominateur"] for one in listed) == figure["denominateur"], code


def test_a_median_lists_its_days_or_says_why_there_are_none(three):
    assert "15 j" in three("--dossiers", "I11-mediane")[1]
    code, out, err = three("--dossiers", "I11b-mediane")
    assert (code, out) == (0, "")
    assert "aucun délai n'est arrivé à son terme" in err


def test_the_table_behind_a_figure_is_for_a_spreadsheet(three):
    lines = three("--dossiers", "I11-mediane", "--csv")[1].removeprefix("\ufeff").splitlines()
    assert lines[0] == "dossier;nom;prénom;né en;commune;étape;code;numérateur;dénominateur;jours"
    assert lines[1:] == ["2026-0002;MARTIN;Hugo;2010;Lambersart;suivi;I11-mediane;1;;15"]


@pytest.mark.parametrize(
    ("code", "near"), [("I88", "I8 (en situation professionnelle)"), ("exempt", "I9 (exemptés)"), ("zzz", "of stats")]
)
def test_an_unknown_code_is_answered_with_the_nearest(stats, code, near):
    exit_code, out, err = stats("--dossiers", code)
    assert (exit_code, out) == (2, "")
    assert near in err


# --- what was known on a past day


def recorded(folder: Path, acts: dict[str, str]) -> None:
    """Say when each act of the first dossier was typed."""
    base = sqlite3.connect(folder / "ofworkflow.db")
    for act, at in acts.items():
        base.execute("UPDATE journal SET enregistre_a = ? WHERE dossier_id = 1 AND acte = ?", (at, act))
    base.commit()
    base.close()


@pytest.mark.parametrize(
    ("typed_at", "known"),
    [
        ("2026-06-10 21:59:59.000000", True),  # 23:59:59 in Lille: that very evening
        ("2026-06-10 22:00:00.000000", False),  # midnight: it is the morrow already
    ],
)
def test_what_was_known_ends_with_the_civil_day_of_the_territory(stats, folder, typed_at, known):
    recorded(folder, {"ouvrir": "2026-01-05 09:00:00.000000", "constater_situation": typed_at})
    found = json.loads(stats("--connu-le", "10/06/2026", "--json", "--par", "")[1])
    assert found["connu_le"] == "2026-06-10"
    assert found["population"]["total"] == 1
    assert found["population"]["en_regle"] == int(known)


def test_what_was_known_before_the_end_is_observed_on_that_day(stats, folder):
    """As « of stats » would have said it that evening."""
    recorded(folder, {"ouvrir": "2026-01-05 09:00:00.000000", "constater_situation": "2026-06-02 09:00:00.000000"})
    code, out, err = stats("--annee", "2026", "--connu-le", "10/06/2026", "--json")
    assert code == 0
    assert json.loads(out)["periode"] == {"du": "2026-01-01", "au": "2026-06-10"}
    assert "observée le mer. 10/06/2026" in err


def test_what_was_known_later_observes_the_whole_period(stats, folder):
    recorded(folder, {"ouvrir": "2026-01-05 09:00:00.000000", "constater_situation": "2026-06-02 09:00:00.000000"})
    found = json.loads(stats("--du", "01/01/2026", "--au-jour", "31/05/2026", "--connu-le", "10/06/2026", "--json")[1])
    assert found["periode"]["au"] == "2026-05-31"


def test_what_is_known_today_is_what_is_known(stats):
    today = Clock().true_today().isoformat()
    assert json.loads(stats("--json")[1])["indicateurs"] == json.loads(stats("--json", "--connu-le", today)[1])["indicateurs"]


def test_the_screen_says_which_evening_it_tells_of(stats, folder):
    recorded(folder, {"ouvrir": "2026-01-05 09:00:00.000000", "constater_situation": "2026-06-02 09:00:00.000000"})
    assert "comme on le savait le mer. 10/06/2026 au soir" in stats("--connu-le", "10/06/2026")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--annee", "2027"), "après aujourd'hui"),
        (("--annee", "2026", "--du", "2026-01-01"), "ne va pas avec"),
        (("--au-jour", "2026-02-01"), "donnez aussi son début"),
        (("--du", "2026-03-01", "--au-jour", "2026-02-01"), "avant son début"),
        (("--par", "pointure"), "n'est pas connue"),
        (("--par", "sexe+age+qpv"), "deux ventilations différentes au plus"),
        (("--json", "--csv"), "ne vont pas ensemble"),
        (("--connu-le", "2199-01-01"), "est à venir"),
        (("--annee", "2026", "--connu-le", "2025-12-31"), "après le jour de --connu-le"),
        (("--compare", "bientôt"), "n'est pas compris"),
        (("--compare", "01/02/2025..01/01/2025"), "avant son début"),
        (("--compare", "2019"), "depuis 2020"),
        (("--compare", "2027"), "rien à compter"),
        (("--compare", "2025", "--dossiers", "I8"), "ne vont pas ensemble"),
    ],
)
def test_what_cannot_be_counted_is_said(stats, arguments, said):
    code, out, err = stats(*arguments)
    assert (code, out) == (2, "")
    assert said in err
