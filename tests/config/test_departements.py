"""The département of a dossier is that of the minor's residence: a table of the configuration, by the code of the commune."""

from __future__ import annotations

from pathlib import Path

import pytest

from ofworkflow.config import Settings, load
from ofworkflow.errors import ConfigError
from ofworkflow.text import departement_of_commune

PAS_DE_CALAIS = """
[departements.62]
nom = "Département du Pas-de-Calais"
destinataire = "Madame la Présidente du conseil départemental du Pas-de-Calais"
salutation = "Madame la Présidente,"
autorite = "la présidente du conseil départemental"
adresse = ["Hôtel du Département", "2 rue de l'Exemple", "62000 ARRAS"]
"""


def _load(folder: Path, text: str) -> Settings:
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return load(folder / "config.toml")


@pytest.mark.parametrize(
    ("insee", "code"),
    [
        ("59328", "59"),
        ("01001", "01"),
        ("2A004", "2A"),
        ("2B033", "2B"),
        ("97105", "971"),
        ("97411", "974"),
        ("98818", "988"),
        ("", ""),
    ],
)
def test_a_commune_is_of_the_departement_that_its_code_begins_with(insee: str, code: str) -> None:
    assert departement_of_commune(insee) == code


def test_the_house_s_own_is_that_of_its_communes_and_the_table_adds_others(tmp_path: Path) -> None:
    settings = _load(tmp_path, PAS_DE_CALAIS)
    assert settings.departement_codes() == {"59", "62"}
    ours, theirs = settings.departement_of("59"), settings.departement_of("62")
    assert ours is not None
    assert theirs is not None
    assert (ours.nom, theirs.nom) == ("Département du Nord", "Département du Pas-de-Calais")
    assert settings.departement_of("80") is None
    assert settings.departement_of("") is None


def test_a_house_without_communes_nor_code_has_one_departement_as_before(tmp_path: Path) -> None:
    settings = _load(tmp_path, "[territoire]\ncommunes = []\n")
    assert settings.departement_codes() == frozenset()
    assert settings.departement_of("80") is settings.departement


def test_a_code_that_is_said_wins_over_the_communes(tmp_path: Path) -> None:
    assert _load(tmp_path, '[departement]\ncode = "2A"\n').departement_codes() == {"2A"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[departements]\n62 = "Pas-de-Calais"\n', "« departements.62 » doit être une section"),
        ("departements = 62\n", "doit être des sections, chacune écrite [departements.59]"),
        (PAS_DE_CALAIS.replace("62]", "20]"), "« departements.20 » doit"),
        (PAS_DE_CALAIS.replace("nom =", "non ="), "« non » est inconnu dans [departements.62]"),
        ("\n".join(x for x in PAS_DE_CALAIS.splitlines() if not x.startswith("adresse")), "« departements.62.adresse » manque"),
        (PAS_DE_CALAIS + 'code = "80"\n', "« departements.62.code » dit 80"),
    ],
)
def test_a_table_badly_written_is_refused_by_the_name_of_its_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        _load(tmp_path, text)
    assert said in str(refused.value)
