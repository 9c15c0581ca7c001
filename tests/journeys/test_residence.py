"""A minor who lives elsewhere: the notice goes to the département of residence, the corrections where it went."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import typist
from config.test_departements import PAS_DE_CALAIS
from letters.reading import text

OPEN = (
    "ouvrir", "--nom", "DUPONT", "--prenom", "Léa", "--naissance", "14/05/2009", "--sexe", "F", "--commune", "Arras",
    "--source", "siei", "--representant", "DUPONT;Anne;mere;12 rue des Lilas;62000;Arras",
)  # fmt: skip


@pytest.fixture
def of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(tmp_path)
    typed = typist(capsys)
    assert typed("init", "--essai").code == 0

    def on(day: str, *words: str):
        return typed("--au", day, *words)

    assert on("01/12/2025", *OPEN).code == 0
    for day, *words in (
        ("02/12/2025", "convoquer", "2025-0001", "--rdv", "15/12/2025 14:00", "--envoi", "simple"),
        ("15/12/2025", "absence", "2025-0001"),
        ("05/01/2026", "convoquer", "2025-0001", "--rdv", "30/01/2026 14:00", "--envoi", "simple"),
        ("30/01/2026", "absence", "2025-0001"),
    ):
        answer = on(day, *words)
        assert answer.code == 0, answer
    return on


def _written(folder: Path, model: str) -> str:
    found = sorted(folder.glob(f"courriers/**/*{model}*.pdf"))
    assert found, model
    return "\n".join(text(path.read_bytes()).replace("’", "'") for path in found)


def test_the_notice_goes_where_the_minor_lives_and_what_corrects_it_too(of, tmp_path: Path) -> None:
    def notice():
        return of("26/02/2026", "transmettre", "2025-0001", "--signataire", "Camille Renard", "--envoi", "simple")

    refused = notice()
    assert refused.code == 3
    assert "Arras" in refused.err
    assert "of modifier REF --commune" in refused.err
    assert of("26/02/2026", "modifier", "2025-0001", "--commune", "62041 Arras").code == 0
    refused = notice()
    assert refused.code == 3
    assert "[departements.62] avec nom, destinataire, salutation, autorite et adresse" in refused.err
    with (tmp_path / "config.toml").open("a", encoding="utf-8") as config:
        config.write(PAS_DE_CALAIS)
    done = notice()
    assert done.code == 0, done
    sent = _written(tmp_path, "information_departement")
    assert "Madame la Présidente du conseil départemental du Pas-de-Calais" in sent
    assert "62000 ARRAS" in sent
    assert "du Nord" not in sent
    assert "la présidente du conseil départemental" in _written(tmp_path, "information_famille")
    # she moves, then is in order: the rectifying letter goes where the notice went
    assert of("02/03/2026", "modifier", "2025-0001", "--commune", "Lambersart").code == 0
    corrected = of(
        "10/03/2026", "situation", "2025-0001", "--nature", "emploi", "--debut", "10/03/2026", "--fin", "31/08/2026",
        "--preuve", "contrat",
    )  # fmt: skip
    assert corrected.code == 0, corrected
    assert "62000 ARRAS" in _written(tmp_path, "rectificatif_departement")
    told = _written(tmp_path, "rectificatif_famille")
    assert told.count("la présidente du conseil départemental (Département du Pas-de-Calais)") == 2, "the minor and her mother"
    assert "Situation : emploi" in told


CLOSED = [
    (
        ("demenagement",),
        "votre nouvelle adresse peut vous recevoir|Depuis le déménagement de Léa, la mission locale de sa nouvelle adresse",
    ),
    (("demenagement", "--vers", "Mission locale d'Arras"), "la structure qui prend la suite est : Mission locale d'Arras"),
    (("depart_etranger",), "Vous ne résidez plus en France|Léa ne réside plus en France"),
    (("hors_champ",), "La procédure est close"),
    (("erreur",), "Ce rendez-vous a été donné par erreur"),
    (("doublon",), "Ce rendez-vous a été donné par erreur"),
    (("deces",), ""),  # nobody writes to a family in mourning about an appointment
]


@pytest.mark.parametrize(("motif", "said"), CLOSED, ids=[" ".join(motif) for motif, _ in CLOSED])
def test_a_cancellation_promises_no_appointment_to_whom_has_no_dossier_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], motif: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = typist(capsys)
    assert typed("init", "--essai").code == 0
    assert typed("--au", "01/12/2025", *OPEN).code == 0
    summoned = typed("--au", "02/12/2025", "convoquer", "2025-0001", "--rdv", "15/12/2025 14:00", "--envoi", "simple")
    assert summoned.code == 0, summoned
    # known since: nobody told him to come, nobody tells him not to
    father = "DUPONT;Marc;pere;3 rue du Bac;59110;La Madeleine"
    added = typed("--au", "03/12/2025", "modifier", "2025-0001", "--ajouter-representant", father)
    assert added.code == 0, added
    closed = typed("--au", "08/12/2025", "clore", "2025-0001", "--motif", *motif)
    assert closed.code == 0, closed
    letters = sorted(tmp_path.glob("courriers/**/*annulation*.pdf"))
    assert len(letters) == (2 if said else 0)
    for path in letters:
        told = text(path.read_bytes()).replace("’", "'")
        young, _, adult = said.partition("|")  # nobody is told of a move that was not his or hers
        assert (young if "Bonjour" in told else adult or young) in told
        assert "ne vous déplacez pas" in told
        assert "Marc" not in told
        for promise in ("nouveau rendez-vous", "un autre rendez-vous", "sans attendre"):
            assert promise not in told.replace("ne vous donnerons pas d'autre rendez-vous", "")


def test_nobody_takes_over_a_minor_who_did_not_move(of) -> None:
    refused = of("02/02/2026", "clore", "2025-0001", "--motif", "erreur", "--vers", "Mission locale d'Arras")
    assert refused.code == 3
    assert "Donnez --motif demenagement, ou retirez --vers" in refused.err
