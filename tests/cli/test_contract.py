"""What other programs rely on: the keys of `--json`, of `--csv`, the exit codes, stdout for data and stderr for talk."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import OPEN, Of
from ofworkflow.cli.output import show_csv


def test_voir_json_holds_the_keys_of_the_contract(of: Of, opened: str) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    data = of("voir", opened, "--json").json
    assert next(iter(data)) == "schema"
    assert data["schema"] == 1
    promised = "reference etape etape_libelle jeune conforme majorite_le echeances journal courriers situations actes_possibles"
    assert set(promised.split()) <= set(data)
    assert set(data["jeune"]) == {"nom", "prenom", "naissance", "sexe", "commune"}
    assert {
        "slug",
        "ouverte_par",
        "depart",
        "nominale",
        "legale",
        "interne",
        "etat",
        "provisoire",
        "fondement",
        "dernier_jour_utile",
    } == set(data["echeances"][0])
    assert {"n", "acte", "de", "vers", "fait_le", "enregistre_le", "auteur", "annule_par"} <= set(data["journal"][0])
    assert {"id", "modele", "destinataire", "etat", "sha256"} <= set(data["courriers"][0])
    assert data["courriers"][0]["id"] == "C000001"
    assert data["majorite_le"] == "2027-05-14"
    assert {"reporter", "recevoir", "absence", "situation"} <= set(data["actes_possibles"])


def test_voir_gives_the_last_useful_day_of_what_majority_cuts_short(of: Of) -> None:
    """Reported on 01/12/2025, of age on 02/03/2026, the very day the three months end."""
    reference = of(*[word.replace("14/05/2009", "02/03/2008") for word in OPEN], "--le", "01/12/2025").out.strip()
    found = {d["slug"]: d["dernier_jour_utile"] for d in of("voir", reference, "--json").json["echeances"]}
    assert found == {"premier_entretien": "2026-03-01", "majorite": None}
    assert "dernier jour utile le dim. 01/03/2026 (majorité)" in of("voir", reference).out


def test_recording_instants_carry_the_offset_of_the_territory(of: Of, opened: str) -> None:
    assert of("voir", opened, "--json").json["journal"][0]["enregistre_le"][-6:] in ("+01:00", "+02:00")


def test_dossiers_json_names_the_next_delay(of: Of, opened: str) -> None:
    [listed] = of("dossiers", "--json").json["dossiers"]
    assert listed == {
        "reference": opened, "nom": "DUPONT", "prenom": "Léa", "commune": "Lambersart", "etape": "reperage",
        "prochaine_echeance": {"slug": "premier_entretien", "legale": "2026-03-02"},
    }  # fmt: skip


def test_a_closed_dossier_has_no_next_delay(of: Of, opened: str) -> None:
    of("clore", opened, "--motif", "erreur", "--le", "02/12/2025")
    assert of("dossiers", "--json").json["dossiers"][0]["prochaine_echeance"] is None


def test_nuit_json_says_what_was_done(of: Of, opened: str) -> None:
    night = of("--au", "31/01/2026", "nuit", "--json").json
    assert {"au", "simulation", "examines", "actes", "alertes", "echecs"} <= set(night)
    [warning] = night["alertes"]
    assert (warning["reference"], warning["echeance"], warning["jours_restants"]) == (opened, "premier_entretien", 30)


def test_a_simulated_night_writes_nothing(of: Of, opened: str) -> None:
    simulated = of("--au", "14/05/2027", "nuit", "--simuler", "--json").json
    assert [act["acte"] for act in simulated["actes"]] == ["cloturer"]
    assert simulated["simulation"] is True
    assert of("voir", opened, "--json").json["etape"] == "reperage"


def test_filters_of_dossiers(of: Of, opened: str) -> None:
    assert of("dossiers", "--etape", "suivi", "--json").json["dossiers"] == []
    assert len(of("dossiers", "--commune", "lambersart", "--echeance-avant", "03/03/2026", "--json").json["dossiers"]) == 1
    assert of("dossiers", "--echeance-avant", "02/03/2026", "--json").json["dossiers"] == []


def test_a_formula_in_a_name_stays_text_in_csv(of: Of) -> None:
    of(*[word.replace("DUPONT", "=CMD|'/C CALC'!A0") if "--" not in word and ";" not in word else word for word in OPEN])
    line = of("dossiers", "--csv").out.splitlines()[1]
    assert line.split(";")[1] == "'=CMD|'/C CALC'!A0"


def test_a_name_cannot_act_on_the_terminal(of: Of) -> None:
    of(*[word.replace("Léa", "Léa\x1b[31m\nX") for word in OPEN])
    assert "\x1b" not in of("dossiers").out
    assert "\x1b" not in of("voir", "2026-0001").out


def test_pourquoi_gives_the_chain_to_the_date(of: Of, opened: str) -> None:
    [chain] = of("pourquoi", opened, "premier_entretien", "--json").json["explications"]
    said = " ".join(chain["etapes"])
    assert chain["date"] == "2026-03-02"
    for part in ("L. 313-8", "3 mois", "dim. 01/03/2026 est un dimanche", "01/09/2020"):
        assert part in said


def test_pourquoi_explains_a_refusal(of: Of, opened: str) -> None:
    answer = of("pourquoi", opened, "transmettre")
    assert answer.code == 0
    assert "impossible à l'étape" in answer.out


def test_the_day_says_what_to_type(of: Of, opened: str) -> None:
    day = of("--au", "15/02/2026", "jour", "--json").json
    assert day["nuit_manquante"] is True
    assert [(t["reference"], t["rang"]) for t in day["taches"]] == [(opened, 2)]
    assert of("--au", "15/02/2026").out.startswith("Le dim. 15/02/2026")


def test_procedure_comes_from_the_table(of: Of) -> None:
    assert "R. 114-7" in of("procedure").out
    assert of("procedure", "--format", "mermaid").out.startswith("stateDiagram-v2")


def test_the_future_is_only_written_in_a_trial_base(of: Of, opened: str, folder: Path) -> None:
    import sqlite3

    with sqlite3.connect(folder / "ofworkflow.db") as base:
        base.execute("DELETE FROM meta")
    base.close()
    answer = of("--au", "2030-01-01", "exempter", opened)
    assert answer.code == 3
    assert "base d'essai" in answer.err
    assert of("--au", "2030-01-01", "voir", opened).code == 0


def test_help_and_errors_are_in_french(of: Of) -> None:
    assert "Usage :" in of("--help").out
    for command in ("convoquer", "importer", "courriers", "situation"):
        shown = of(command, "--help").out
        assert not any(word in shown for word in ("Usage:", "Show this", "required]")), shown


@pytest.mark.parametrize("command", ["--help", "--version"])
def test_start_up_imports_nothing_that_help_does_not_need(command: str) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from ofworkflow.cli.main import main\n"
        f"try: main([{command!r}])\nexcept SystemExit: pass\n"
        "heavy = {'sqlalchemy', 'jinja2', 'typst', 'apscheduler', 'dateutil', 'transitions', 'alembic', 'openpyxl'}\n"
        "heavy |= {'ofworkflow.procedure.requests', 'ofworkflow.wiring', 'ofworkflow.cli.acts'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("-3,4", "-3,4"),  # a difference is a number, and stays one
        ("-12", "-12"),
        ("-2+3", "'-2+3"),  # a spreadsheet would work it out
        ("+33", "'+33"),
        ("-1|calc", "'-1|calc"),
        ("=1", "'=1"),
    ],
)
def test_a_negative_number_is_a_number_and_nothing_longer_is(capsys: pytest.CaptureFixture[str], cell: str, written: str) -> None:
    show_csv(("x",), [(cell,)])
    assert capsys.readouterr().out.splitlines()[1] == written
