"""`config.toml`: every key within its domain, whatever editor saved it, or one sentence that names the key."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ofworkflow import config
from ofworkflow.config import Settings, load
from ofworkflow.config.domains import Domain
from ofworkflow.config.trade_domains import TERRITORIES
from ofworkflow.errors import ConfigError
from ofworkflow.law import calendar
from ofworkflow.wiring import App


def _keys() -> Iterator[tuple[str, str, Any, Domain]]:
    """Return section, key, default and domain of everything that can be set."""
    for section in dataclasses.fields(Settings):
        if not section.metadata.get("internal"):
            values = getattr(Settings(), section.name)
            for key in dataclasses.fields(values):
                yield section.name, key.name, getattr(values, key.name), key.metadata["domain"]


KEYS = list(_keys())


def _load(folder: Path, content: str | bytes) -> Settings:
    path = folder / "config.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load(path)


def _refused(folder: Path, content: str | bytes) -> str:
    with pytest.raises(ConfigError) as caught:
        _load(folder, content)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def _toml(value: Any) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value)


@pytest.mark.parametrize(("section", "key", "default", "domain"), KEYS, ids=[f"{s}.{k}" for s, k, *_ in KEYS])
def test_every_key_has_a_domain_that_holds_its_default_and_refuses_by_name_what_is_outside(
    tmp_path: Path, section: str, key: str, default: Any, domain: Domain
) -> None:
    assert getattr(getattr(_load(tmp_path, f"[{section}]\n{key} = {_toml(default)}\n"), section), key) == default
    assert domain.outside, "a domain that refuses nothing is no domain"
    for value in domain.outside:
        wrong = [*default, value] if isinstance(default, tuple) else value
        assert f"« {section}.{key} »" in _refused(tmp_path, f"[{section}]\n{key} = {_toml(wrong)}\n"), value


@pytest.mark.parametrize(("section", "key", "default", "domain"), KEYS, ids=[f"{s}.{k}" for s, k, *_ in KEYS])
def test_every_key_refuses_another_type_and_what_no_line_holds(
    tmp_path: Path, section: str, key: str, default: Any, domain: Domain
) -> None:
    others = ["{a = 1}", "true", "1979-05-27"] + (
        ["nan", "inf", "-1"] if isinstance(default, float | int) else ['"a\\u0000b"', '"a\\u202eb"']
    )
    for other in others:
        for wrong in (other, f"[{other}]"):
            assert f"« {section}.{key} »" in _refused(tmp_path, f"[{section}]\n{key} = {wrong}\n"), wrong


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[courriers]\nfenetre_gauche = 140\nfenetre_largeur = 85\n", "fenetre_largeur » font sortir la fenêtre de la page (225 mm"),
        ("[courriers]\nfenetre_haut = 250\nfenetre_hauteur = 50\n", "fenetre_hauteur » font sortir la fenêtre de la page (300 mm"),
        ('[territoire]\nantennes = ["Nord : 59328, 59999"]\n', "Nord a la commune 59999, qui n'est pas dans"),
        ('[territoire]\nantennes = ["Nord : 59328", "Sud : 59328"]\n', "la commune 59328 est à Nord et à Sud"),
        ('[territoire]\nantennes = ["Nord : 59328", "Nord : 59356"]\n', "deux fois l'antenne « Nord »"),
        ('[territoire]\ncommunes = ["59328 Lambersart", "59328 Autre"]\n', "deux fois le code « 59328 »"),
        ('[territoire]\ncommunes = ["59328 Lambersart", "59356 Lambersart"]\n', "deux fois le nom « Lambersart »"),
        ("[procedure]\nsilence_sollicitations = 2\nsilence_canaux = 3\n", "silence_canaux » (3) dépasse"),
        ('[rapport]\nserveur = "s"\ndestinataires = ["a@b.invalid"]\n', "rapport.expediteur » est vide"),
        ('[rapport]\nserveur = "s"\nport = 465\n', "écrivez le port 587, ou « tls »"),
        ('[rapport]\nserveur = "s"\nport = 587\nchiffrement = "aucun"\n', "écrivez le port 25, ou « starttls »"),
        ('[courriers]\ndossier = "letter_templates"\n', "sont le même dossier"),
        ('[courriers]\ndossier = "a/../letter_templates"\n', "sont le même dossier"),
        ('[structure]\nadresse = ["12 rue de l\'Exemple"]\n', "doit finir par le code postal et la ville"),
        ("[structure]\nadresse = []\n", "de 1 à 5 lignes"),
        ('[territoire]\nfuseau = "europe/pariss"\n', "Vouliez-vous dire « Europe/Paris » ?"),
        ('[territoire]\njours_feries = "Métropole"\n', "Vouliez-vous dire « metropole » ?"),
    ],
)  # fmt: skip
def test_keys_that_do_not_hold_together_are_named(tmp_path: Path, text: str, said: str) -> None:
    assert said in _refused(tmp_path, text)


@pytest.mark.parametrize(
    ("code", "where"),
    [("2A004", "Ajaccio"), ("2B033", "Bastia"), ("97411", "Saint-Denis"), ("97502", "Saint-Pierre"), ("98818", "Nouméa"), ("01004", "Ambérieu")],
)  # fmt: skip
def test_the_official_codes_of_corsica_and_overseas_are_taken(tmp_path: Path, code: str, where: str) -> None:
    settings = _load(tmp_path, f'[territoire]\ncommunes = ["{code} {where}"]\n')
    assert settings.territoire.commune_names() == {code: where}


def test_the_territories_are_those_whose_holidays_are_known() -> None:
    assert tuple(calendar.TERRITORIES) == TERRITORIES


def test_a_password_in_the_address_of_the_base_is_not_repeated(tmp_path: Path) -> None:
    assert "s3cret" not in _refused(tmp_path, '[base]\nurl = "mysql://moi:s3cret@serveur/base"\n')


TEXT = '[structure]\r\nnom = "Mission locale de la Deûle"\r\nville = "Saint-Étienne"\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_a_configuration_saved_by_a_plain_editor_is_read(tmp_path: Path, encoding: str, newline: str) -> None:
    assert _load(tmp_path, TEXT.replace("\r\n", newline).encode(encoding)).structure.ville == "Saint-Étienne"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x81", "n'est pas un texte"),
        (b"\xff\xfea", "n'est pas un texte"),
        (b"x" * 1_000_001, "dépasse 1 Mo"),
        ("[structure]\nnom = “Deûle”\n".encode(), "ligne 2, colonne 7, les guillemets sont courbes"),
        (b'[courriers]\ndossier = "C:\\Users\\moi"\n', "dans un chemin, écrivez /"),
        (b"a = " + b"[" * 5000, "est mal écrit"),
    ],
)
def test_what_is_no_configuration_is_said_so(tmp_path: Path, content: bytes, said: str) -> None:
    assert said in _refused(tmp_path, content)


def test_a_user_without_a_home_uses_the_configuration_of_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA", "OFWORKFLOW_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # what Python does for a user that the system does not list
    monkeypatch.chdir(tmp_path)
    assert config.find_config(None) is None
    (tmp_path / "config.toml").touch()
    assert config.find_config(None) == Path("config.toml")


def test_a_name_that_no_file_can_have_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="illisible"):
        load(Path("a\0b"))


def test_a_text_is_kept_clean_and_the_name_of_a_file_as_it_is_written(tmp_path: Path) -> None:
    """Composed accents, single spaces, nothing that hides; a folder's name may really have two spaces or a loose accent."""
    content = '[structure]\nnom = "  Mission  locale de la De\u0302le "\n[courriers]\ndossier = "mes  courriers e\u0301"\n'
    settings = _load(tmp_path, content)
    assert settings.structure.nom == "Mission locale de la D\u00eale"
    assert settings.courriers.dossier == "mes  courriers e\u0301"
    assert "« structure.nom »" in _refused(tmp_path, '[structure]\nnom = "\u2800\u115f"\n')  # shown as nothing at all


@pytest.mark.parametrize("name", ["config.toml.txt", "Config.TOML", "config.txt", "config.toml.toml", "CONFIG.TOML.TXT"])
def test_a_configuration_under_nearly_its_name_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "ailleurs"))
    monkeypatch.delenv("OFWORKFLOW_CONFIG", raising=False)
    (tmp_path / name).write_text("", encoding="utf-8")
    for explicit in (None, "config.toml"):
        with pytest.raises(ConfigError, match=f"« {name} » est là, et n'est pas lu : renommez-le en « config.toml »"):
            App(explicit).settings  # noqa: B018 — reading it is what is tried
    (tmp_path / name).rename(tmp_path / "autre.toml")
    with pytest.raises(ConfigError, match="of init"):
        App(None).settings  # noqa: B018 — the same
