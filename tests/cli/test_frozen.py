"""Frozen bilans as they are typed: freezing a year, the list, what changed and why, the seal that no longer holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import OPEN, Of, Typed

Bilan = Callable[..., Typed]


@pytest.fixture
def bilan(of: Of) -> Bilan:
    """Return « of bilan … » on one dossier opened in December 2025, received in January; today is 15/01/2027."""
    of(*OPEN, "--le", "01/12/2025")
    of("convoquer", "2025-0001", "--rdv", "20/01/2026 14:00", "--le", "05/01/2026")
    of("recevoir", "2025-0001", "--present", "mineur", "--le", "20/01/2026")

    def type_command(name: str, *arguments: str, au: str = "2027-01-15") -> Typed:
        typed = (*arguments, "--figer") if name == "figer" else (name, *arguments)
        return of("--au", au, "--auteur", "Camille Renard", "bilan", *typed)

    return type_command


def break_seal(folder: Path) -> None:
    base = sqlite3.connect(folder / "ofworkflow.db")
    base.execute("UPDATE bilan_fige SET contenu = replace(contenu, 'received', 'refused')")
    base.commit()
    base.close()


def test_a_year_is_frozen_under_a_number(bilan):
    done = bilan("figer", "2026")
    assert done.code == 0
    assert "Figé sous le numéro B0001 (SHA-256 " in done.err
    [listed] = bilan("liste", "--json").json["bilans"]
    assert set(listed) == {"numero", "du", "au", "fige_le", "auteur", "dossiers", "sha256", "anomalie"}
    assert (listed["numero"], listed["du"], listed["au"], listed["dossiers"]) == ("B0001", "2026-01-01", "2026-12-31", 1)
    assert (listed["auteur"], listed["anomalie"], len(listed["sha256"])) == ("Camille Renard", None, 64)
    shown = bilan("liste").out
    assert "B0001" in shown
    assert "intact" in shown


def test_frozen_again_it_is_said_to_be_identical(bilan):
    bilan("figer", "2026")
    assert "Identique à B0001" in bilan("figer", "2026").err
    assert len(bilan("liste", "--json").json["bilans"]) == 1


def test_what_changed_is_said_with_its_reason_and_its_author(bilan, of):
    bilan("figer", "2026")
    of("--au", "2027-01-10", "--auteur", "Dominique Petit", "situation", "2025-0001", "--nature", "emploi",
       "--debut", "01/12/2026", "--fin", "01/03/2027", "--preuve", "contrat")  # fmt: skip
    done = bilan("figer", "2026")
    assert "I8 en situation professionnelle : 0 % (0/1) → 100 % (1/1)" in done.err
    assert "2025-0001 : acte n° 4, constater une situation (emploi), du dim. 10/01/2027, noté le " in done.err
    assert "par Dominique Petit" in done.err
    assert "Figé sous le numéro B0002" in done.err
    shown = bilan("comparer", "B0001", "b0002").out
    for said in (
        "De B0001, figé le",
        "I8 en situation professionnelle : 0 % (0/1) → 100 % (1/1)\n  entrés : 2025-0001",
        "Pourquoi",
        "par Dominique Petit",
    ):
        assert said in shown


def test_the_json_of_a_comparison_has_its_fields(bilan, of):
    bilan("figer", "2026")
    of("--au", "2027-01-10", "annuler", "2025-0001", "--motif", "erreur")
    found = bilan("comparer", "B0001", "2026", "--json").json
    assert list(found) == [
        "schema", "ancien", "nouveau", "identique", "moteurs", "indicateurs", "ventilations", "dossiers",
    ]  # fmt: skip
    assert (found["ancien"]["numero"], found["nouveau"]["numero"], found["identique"]) == ("B0001", None, False)
    changed = {c["code"]: c for c in found["indicateurs"]}
    assert changed["I3"]["avant"] == {"numerateur": 1, "denominateur": None, "affiche": "1"}
    assert changed["I3"]["dossiers"] == [{"reference": "2025-0001", "sens": "sorti", "avant": [1], "apres": [0]}]
    assert {"ventilation": "commune", "modalite": "Lambersart", "code": "I3"}.items() <= found["ventilations"][0].items() or any(
        c["modalite"] == "Lambersart" and c["code"] == "I3" for c in found["ventilations"]
    )
    [dossier] = found["dossiers"]
    [reason] = dossier["raisons"]
    assert {name: reason[name] for name in ("nature", "n", "acte", "fait_le", "detail")} == {
        "nature": "annulation", "n": 3, "acte": "recevoir", "fait_le": "2026-01-20", "detail": "erreur",
    }  # fmt: skip
    assert reason["enregistre_le"][-6:] in ("+01:00", "+02:00")


def test_nothing_changed_is_said(bilan):
    bilan("figer", "2026")
    assert "Rien n'a changé, au dossier près." in bilan("comparer", "B0001").out
    assert bilan("comparer", "B0001", "--json").json["identique"] is True


def test_a_year_that_runs_is_frozen_up_to_today_and_says_so(bilan):
    done = bilan("figer", "2026", au="2026-10-31")
    assert "l'année n'est pas finie : le bilan s'arrête au sam. 31/10/2026" in done.err
    assert bilan("liste", "--json").json["bilans"][0]["au"] == "2026-10-31"


def test_no_report_yet_is_said(bilan):
    done = bilan("liste")
    assert (done.code, done.out) == (0, "")
    assert "of bilan ANNÉE --figer" in done.err


def test_a_seal_that_no_longer_holds_is_code_4_everywhere(bilan, of, folder):
    bilan("figer", "2026")
    assert [a for a in of("docteur", "--json").json["anomalies"] if a["controle"] == "bilans"] == []
    break_seal(folder)
    listed = bilan("liste")
    assert listed.code == 4
    assert "ALTÉRÉ" in listed.out
    compared = bilan("comparer", "B0001")
    assert (compared.code, compared.out) == (4, "")
    assert "n'est plus celui qui a été figé" in compared.err
    checked = of("docteur", "--json")
    assert checked.code == 4
    assert [a["sujet"] for a in checked.json["anomalies"] if a["controle"] == "bilans"] == ["B0001"]
    again = bilan("figer", "2026")
    assert again.code == 0
    assert "B0001 n'est plus celui qui a été figé" in again.err
    assert "Figé sous le numéro B0002" in again.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("comparer", "B0042"), "of bilan liste"),
        (("comparer", "2025", "2026"), "of stats --annee"),
        (("comparer", "B0001", "2025"), "compte l'année 2026, et non 2025"),
        (("figer", "2028"), "n'a pas commencé"),
    ],
)
def test_what_cannot_be_compared_is_said(bilan, arguments, said):
    bilan("figer", "2026")
    done = bilan(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_what_is_frozen_names_nobody(bilan, folder):
    bilan("figer", "2026")
    base = sqlite3.connect(folder / "ofworkflow.db")
    [(content,)] = base.execute("SELECT contenu FROM bilan_fige").fetchall()
    base.close()
    assert list(json.loads(content)["population"]) == ["2025-0001"]
    assert "DUPONT" not in content
