"""One damaged dossier: it is named, the others go on; a base of another house says so."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from cli.conftest import OPEN, Of

SECOND = [word.replace("DUPONT", "MARTIN").replace("Léa", "Zoé") for word in OPEN]
READERS = (
    ("jour",), ("dossiers",), ("chercher", "martin"), ("voir", "2025-0002"), ("pourquoi", "2025-0002"), ("nuit",), ("docteur",),
    ("courriers",), ("stats", "--annee", "2025"),
)  # fmt: skip
DAMAGE = {
    "étape": "UPDATE dossier SET etape = 'zzz' WHERE id = 1",
    "échéance": "UPDATE dossier SET prochaine_echeance = 'zzz' WHERE id = 1",
    "acte": "UPDATE journal SET acte = 'zzz' WHERE dossier_id = 1 AND n = 2",
    "données": "UPDATE journal SET donnees = '{}' WHERE dossier_id = 1 AND n = 1",
    "état d'un courrier": "UPDATE courrier SET etat = 'zzz' WHERE dossier_id = 1",
    "modèle d'un courrier": "UPDATE courrier SET modele = 'zzz' WHERE dossier_id = 1",
    "qualité": "UPDATE representant SET qualite = 'zzz' WHERE jeune_id = 1",
}


@pytest.fixture
def two(of: Of) -> Of:
    of(*OPEN, "--le", "01/12/2025")
    of(*SECOND, "--le", "01/12/2025")
    of("convoquer", "2025-0001", "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    return of


UNREADABLE = {
    "jour": "UPDATE dossier SET prochaine_le = 'jamais' WHERE id = 1",
    "naissance": "UPDATE jeune SET naissance = 'jamais' WHERE id = 1",
    "jour qui n'existe pas": "UPDATE jeune SET naissance = '2009-02-30' WHERE id = 1",
    "jour d'un acte": "UPDATE journal SET fait_le = 'jamais' WHERE dossier_id = 1 AND n = 1",
    "instant": "UPDATE journal SET enregistre_a = 'jamais' WHERE dossier_id = 1 AND n = 1",
    "échéance": "UPDATE echeance SET legale_le = 'jamais' WHERE dossier_id = 1",
    "JSON": "UPDATE journal SET donnees = '{' WHERE dossier_id = 1 AND n = 1",
}
"""What SQLite keeps although its column's type cannot read it."""


@pytest.mark.parametrize("damage", UNREADABLE)
def test_a_value_that_its_column_cannot_read_stops_no_list(two: Of, folder: Path, damage: str) -> None:
    with sqlite3.connect(folder / "ofworkflow.db") as connection:
        connection.execute(UNREADABLE[damage])
    assert "2025-0001" in two("docteur").out
    for words in READERS:
        answer = two("--au", "03/12/2025", *words)
        assert answer.code in (0, 4, 5), (words, answer.err)
        assert "inattendue" not in answer.err, (words, answer.err)
        if words[0] in ("dossiers", "chercher"):
            assert "2025-0002" in answer.out
    told = two("--au", "03/12/2025", "nuit", "--json")
    assert {failure["reference"] for failure in told.json["echecs"]} <= {"2025-0001"}
    named = [two("--au", "03/12/2025", *words) for words in (("nuit",), ("dossiers",), ("jour",))]
    assert any("2025-0001" in answer.out + answer.err for answer in named)


@pytest.mark.parametrize("damage", DAMAGE)
def test_one_damaged_dossier_stops_no_screen_and_is_named(two: Of, folder: Path, damage: str) -> None:
    with sqlite3.connect(folder / "ofworkflow.db") as connection:
        connection.execute(DAMAGE[damage])
    examined = two("docteur")
    assert examined.code == 4
    assert "2025-0001" in examined.out
    for words in READERS:
        answer = two("--au", "03/12/2025", *words)
        assert "inattendue" not in answer.err, (words, answer.err)
        assert answer.code in (0, 4, 5), (words, answer.err)
    damaged = two("voir", "2025-0001")
    assert damaged.code in (0, 1)
    assert damaged.code == 0 or ("2025-0001" in damaged.err and "docteur" in damaged.err)


@pytest.mark.parametrize("words", [(), ("dossiers",), ("chercher", "x"), ("stats", "--annee", "2025"), ("nuit",)], ids=" ".join)
def test_a_base_of_another_code_only_says_so(two: Of, folder: Path, words: tuple[str, ...]) -> None:
    assert "avez-vous changé" not in two("--au", "03/12/2025", *words).err
    path = folder / "config.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"ML-EXEMPLE"', '"ML-NEUVE"'), encoding="utf-8")
    said = two("--au", "03/12/2025", *words).err
    assert "aucun dossier de ML-NEUVE ; elle en contient 2 de ML-EXEMPLE : avez-vous changé [structure] code ?" in said
