"""« of bilan » as it is typed: which file is written, what is said, what is refused, and nothing half written."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pypdf
import pytest

from cli.conftest import OPEN, Of


@pytest.fixture
def house(of: Of) -> Of:
    """Return a house with one dossier, received and in order."""
    assert of("--au", "2026-03-02", *OPEN, "--le", "2026-03-02").code == 0
    situation = (
        "situation",
        "2026-0001",
        "--nature",
        "emploi",
        "--debut",
        "2026-03-10",
        "--fin",
        "2027-03-01",
        "--preuve",
        "contrat",
    )
    assert of("--au", "2026-03-10", *situation).code == 0
    return of


def bilan(of: Of, *arguments: str) -> tuple[int, str, str]:
    typed = of("--au", "2027-01-15", "bilan", *arguments)
    return typed.code, typed.out, typed.err


@pytest.mark.parametrize("form", ["html", "pdf", "xlsx"])
def test_each_format_is_written_beside_the_configuration(house, form):
    code, out, err = bilan(house, "2026", "--format", form)
    assert (code, out.strip()) == (0, f"bilan-2026.{form}")
    assert "mineur" in err
    content = Path(f"bilan-2026.{form}").read_bytes()
    if form == "pdf":
        assert "bilan 2026" in pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    elif form == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0] == "Synthèse"
    else:
        assert content.startswith(b"<!DOCTYPE html>")


def test_the_report_hides_one_person_and_the_internal_one_does_not(house):
    """A mission locale of one dossier: the bilan says nothing of that child."""
    _, _, err = bilan(house, "2026")
    assert "Effectifs trop petits : aucun nombre de mineurs ne peut être communiqué." in err
    assert "pour les voir tous : of bilan 2026 --interne" in err
    _, out, err = bilan(house, "2026", "--interne")
    assert out.strip() == "bilan-2026-interne.html"
    assert "1 mineur accompagné, 100 % en règle" in err
    assert "ne pas diffuser" in err


def test_the_usual_file_is_replaced_and_another_only_when_told(house):
    assert bilan(house, "2026")[0] == 0
    assert bilan(house, "2026")[0] == 0
    Path("autre.html").write_text("à moi", encoding="utf-8")
    code, _, err = bilan(house, "2026", "--sortie", "autre.html")
    assert code == 2
    assert "existe déjà" in err
    assert "--remplacer" in err
    assert Path("autre.html").read_text(encoding="utf-8") == "à moi"
    assert bilan(house, "2026", "--sortie", "autre.html", "--remplacer")[0] == 0
    assert Path("autre.html").read_bytes().startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2030",), "n'a pas commencé"),
        (("1999",), "2020"),
        (("2026", "--format", "doc"), "doc"),
        (("l'an dernier",), "l'an dernier"),
    ],
)
def test_what_cannot_be_reported_is_refused_in_one_sentence(house, arguments, said):
    code, out, err = bilan(house, *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_a_folder_that_takes_no_file_says_so(house):
    Path("fichier").write_text("", encoding="utf-8")
    code, _, err = bilan(house, "2026", "--sortie", "fichier/bilan.html")
    assert code == 1
    assert "n'a pas pu être écrit" in err


def test_a_running_year_is_observed_today(house):
    typed = house("--au", "2026-06-30", "bilan", "2026", "--interne")
    assert typed.code == 0
    assert "le 30 juin 2026" in typed.err
    assert "année en cours" in Path("bilan-2026-interne.html").read_text(encoding="utf-8")


def test_frozen_then_compared(house):
    assert "B0001" in bilan(house, "2026", "--figer")[2]
    assert "Identique à B0001" in bilan(house, "2026", "--figer")[2]
    assert "Rien n'a changé" in bilan(house, "comparer", "B0001", "2026")[1]
    assert "B0001" in bilan(house, "liste")[1]


def test_a_threshold_that_would_hide_nothing_is_refused(house):
    config = Path("config.toml")
    config.write_text(config.read_text(encoding="utf-8").replace("seuil_masquage = 5", "seuil_masquage = 2"), encoding="utf-8")
    code, _, err = bilan(house, "2026")
    assert code == 1
    assert "3 au moins" in err


def test_a_report_that_cannot_be_written_seals_nothing(house):
    Path("fichier").write_text("", encoding="utf-8")
    assert bilan(house, "2026", "--figer", "--sortie", "fichier/bilan.html")[0] == 1
    assert "B0001" not in bilan(house, "liste")[1]
