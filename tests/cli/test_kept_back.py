"""The screens say which letter must not leave, and why; what could be done is done (exit code 5)."""

from __future__ import annotations

from cli.conftest import Of


def test_each_screen_of_letters_says_what_must_not_leave(of: Of, opened: str) -> None:
    assert of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025").code == 0
    assert of("courriers", "imprimer").code == 0
    assert of("modifier", opened, "--representant", "2", "--autorite", "retiree").code == 0
    why = "C000002 ne doit pas partir : Marc DUPONT ne reçoit plus de courrier (autorité parentale retirée)"
    again = of("courriers", "imprimer", "--lot", "T0001", "--remplacer")
    assert (again.code, "2 courriers" in again.out, why in again.err) == (5, True, True)
    alone = of("courriers", "imprimer", "--lot", "T0001", "--feuille", "C000002")
    assert (alone.code, why in alone.err) == (3, True)
    assert why in of("courriers", "apercu", "C000002").err
    posted = of("courriers", "poster", "T0001", "--le", "02/12/2025", "--mode", "simple")
    assert (posted.code, posted.out.splitlines()[0][:11], why in posted.err) == (0, "2 courriers", True)
    refused = of("courriers", "poster", "C000002", "--le", "02/12/2025", "--mode", "simple")
    assert (refused.code, why in refused.err) == (3, True)
