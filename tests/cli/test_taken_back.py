"""What was printed and must not leave any more is asked back by name; what a run does not note is said, and why."""

from __future__ import annotations

import sqlite3

import pytest

from cli.conftest import OPEN, Of


@pytest.fixture
def printed(of: Of, opened: str) -> str:
    """Return a dossier whose summons lies printed, with that of another minor in the same run."""
    other = of(*[w.replace("Léa", "Zoé").replace("DUPONT", "MARTIN") for w in OPEN], "--le", "01/12/2025").out.strip()
    for reference, hour in ((opened, "09:00"), (other, "10:00")):
        of("convoquer", reference, "--rdv", f"15/12/2025 {hour}", "--le", "02/12/2025")
    assert of("--au", "02/12/2025", "courriers", "imprimer").code == 0
    return opened


@pytest.mark.parametrize(
    "words",
    [
        ("annuler", "2025-0001", "--motif", "erreur", "--le", "03/12/2025"),
        ("clore", "2025-0001", "--motif", "erreur", "--le", "03/12/2025"),
    ],
)
def test_printed_sheets_are_asked_back_by_name(of: Of, printed: str, words: tuple[str, ...]) -> None:
    answer = of(*words)
    assert answer.code == 0, answer.err
    mine = [x for x in of("voir", printed, "--json").json["courriers"] if x["acte"] == 2]
    with sqlite3.connect("ofworkflow.db") as base:
        [(sheets,)] = base.execute(
            "SELECT sum(pages) FROM feuille f JOIN courrier c ON c.id = f.courrier_id WHERE c.dossier_id = 1"
        )
    base.close()
    assert f"retirez ces {sheets} feuilles de la pile" in answer.err
    assert len(mine) == 3
    for letter in mine:
        assert f"{letter['id']} pour {letter['destinataire']} (lot T0001)" in answer.err


def test_nothing_is_asked_back_of_what_was_not_printed(of: Of, opened: str) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    assert "retirez" not in of("annuler", opened, "--motif", "erreur", "--le", "03/12/2025").err


def test_posting_a_run_says_what_it_does_not_note(of: Of, printed: str) -> None:
    of("annuler", printed, "--motif", "erreur", "--le", "03/12/2025")
    left = [x for x in of("voir", "2025-0002", "--json").json["courriers"] if x["acte"] == 2]
    of("courriers", "poster", left[0]["id"], "--mode", "simple", "--le", "03/12/2025")
    answer = of("courriers", "poster", "T0001", "--mode", "simple", "--le", "04/12/2025")
    assert answer.code == 0, answer.err
    assert answer.err.count("n'est pas noté : il a été annulé depuis. Retirez-le de la pile") == 3
    assert (
        f"{left[0]['id']}, pour {left[0]['destinataire']}, n'est pas noté de nouveau : il est parti le mer. 03/12/2025"
        in answer.err
    )


def test_a_record_of_the_dossier_is_said_to_be_kept_never_to_be_posted(of: Of, printed: str) -> None:
    of("courriers", "poster", "T0001", "--mode", "simple", "--le", "02/12/2025")
    absent = of("--au", "16/12/2025", "absence", printed)
    assert "à garder au dossier (prêt à imprimer)" in absent.out
    run = of("--au", "16/12/2025", "courriers", "imprimer")
    assert run.out.startswith("Lot T0002 : 1 document scellé, à classer au dossier, ")
    assert "poster" not in absent.err + run.err
    assert "imprimé, à classer" in of("voir", printed).out
