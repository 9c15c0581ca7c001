"""`of config`: each setting with its value, where it comes from, its article; every fault with its line."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from cli.conftest import Of
from ofworkflow.config import Settings


def test_every_setting_is_shown_with_where_it_comes_from_and_its_article(of: Of, folder: Path) -> None:
    path = folder / "config.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("justification =")]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    shown = {s["nom"]: s for s in of("config", "montrer", "--json").json["reglages"]}
    sections = [f for f in fields(Settings) if not f.metadata.get("internal")]
    assert set(shown) == {f"{s.name}.{key.name}" for s in sections for key in fields(getattr(Settings(), s.name))}
    assert shown["procedure.justification"] == {
        "nom": "procedure.justification", "valeur": "5", "origine": None, "ligne": None, "article": None,
    }  # fmt: skip
    here = 1 + next(n for n, line in enumerate(kept) if line.startswith("preavis_premier_entretien"))
    assert (shown["procedure.preavis_premier_entretien"]["ligne"], shown["procedure.preavis_premier_entretien"]["article"]) == (
        here,
        "R. 114-6",
    )
    screen = of("config", "montrer", "preavis").out
    assert "procedure.preavis_premier_entretien" in screen
    assert "structure" not in screen


def test_an_address_with_a_password_is_never_shown(of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFWORKFLOW_BASE_URL", "postgresql+psycopg://moi:secret@serveur/base")
    answer = of("config", "montrer", "base")
    assert "OFWORKFLOW_BASE_URL" in answer.out
    assert "secret" not in answer.out + answer.err


def test_every_fault_has_one_sentence_and_its_line(of: Of, folder: Path) -> None:
    assert of("config", "valider").code == 0
    path = folder / "config.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("justification = 5", "justification = -5").replace('fuseau = "Europe/Paris"', 'fuzeau = "Europe/Paris"')
    path.write_text(text.replace("silence_canaux = 2", 'silence_canaux = "deux"'), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    answer = of("config", "valider", "--json")
    assert answer.code == 1
    faults = answer.json["fautes"]
    assert [lines[fault["ligne"] - 1].split()[0] for fault in faults] == ["fuzeau", "justification", "silence_canaux"]
    assert "Vouliez-vous dire « fuseau » ?" in faults[0]["phrase"]
    told = of("config", "valider")
    assert len(told.out.splitlines()) == 3
    assert told.out.startswith("ligne ")
    assert "3 fautes" in told.err


@pytest.mark.parametrize(
    ("written", "line", "words"),
    [
        ('[structure]\nnom = "x\n', 2, "mal écrit"),
        ("[structure]\n\n[inconnue]\na = 1\n", 3, "inconnu"),
        ("[courriers]\nfenetre_gauche = 200\nfenetre_largeur = 90\n", 2, ""),
    ],
)
def test_what_is_not_even_a_table_or_does_not_hold_together_has_its_line(
    of: Of, folder: Path, written: str, line: int, words: str
) -> None:
    (folder / "config.toml").write_text(written, encoding="utf-8")
    answer = of("config", "valider", "--json")
    assert answer.code == 1
    assert answer.json["fautes"][0]["ligne"] == line
    assert words in answer.json["fautes"][0]["phrase"]


def test_without_a_configuration_it_is_said(of: Of, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "config.toml").unlink()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "nulle part"))
    assert "of init" in of("config", "valider").err
