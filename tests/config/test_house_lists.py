"""The lists of `config.toml`: whole numbers or texts, each one checked, or one French sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from ofworkflow.config import load
from ofworkflow.errors import ConfigError


def _load(folder: Path, text: str) -> object:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[nuit]\nnouveaux_essais = 5", "liste de nombres entiers"),
        ('[nuit]\nnouveaux_essais = [1, "cinq"]', "un nombre entier"),
        ("[nuit]\nnouveaux_essais = [1, -5]", "négatif"),
        ("[nuit]\nnouveaux_essais = [true]", "un nombre entier"),
        ('[rapport]\ndestinataires = "accueil@exemple.invalid"', "liste de textes"),
        ('[rapport]\nexpediteur = "ofworkflow"', "doit s'écrire comme"),
        ('[rapport]\nchiffrement = "ssl"', "starttls, tls, aucun"),
    ],
)
def test_a_faulty_list_is_refused_with_what_it_should_be(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        _load(tmp_path, text)


def test_lists_may_be_empty_and_the_sender_too(tmp_path: Path) -> None:
    settings = _load(tmp_path, '[nuit]\nnouveaux_essais = []\n[rapport]\ndestinataires = []\nexpediteur = ""\n')
    assert settings.nuit.nouveaux_essais == ()  # type: ignore[attr-defined]
