"""Contacts in the words of the national dashboard, what each means for the procedure, and one noted by mistake."""

from __future__ import annotations

import pytest

from cli.conftest import Of
from ofworkflow.procedure.vocabulary import ContactResult

MET = ("recevoir", "--present", "les_deux", "--mode", "passage", "--le", "02/12/2025")


def tried(of: Of, reference: str, result: str) -> None:
    """Note three solicitations, by three ways, over three weeks."""
    for day, nature in (("05/12/2025", "telephone"), ("12/12/2025", "sms"), ("28/12/2025", "courriel")):
        answer = of("contact", reference, "--nature", nature, "--resultat", result, "--le", day)
        assert answer.code == 0, answer.err


@pytest.fixture
def met(of: Of, opened: str) -> str:
    """Return a dossier received, its solution to be built."""
    of(MET[0], opened, *MET[1:])
    return opened


# What each word means for the 3° of R. 114-7: a solicitation without answer, or not.
@pytest.mark.parametrize(
    ("result", "is_silence"),
    [
        ("message", True), ("sans_reponse", True), ("contacte_sans_retour", True), ("injoignable", True),
        ("faux_numero", False), ("coordonnees_incorrectes", False),  # nobody was reached
        ("joint", False), ("rendez_vous_pris", False), ("deja_accompagne", False), ("nouveau_contrat", False),
        ("nouveau_projet", False), ("ne_souhaite_pas", False),  # an answer, be it no
    ],
)  # fmt: skip
def test_only_what_was_left_unanswered_makes_a_silence(of: Of, met: str, result: str, is_silence: bool) -> None:
    tried(of, met, result)
    assert of("--au", "05/01/2026", "silence", met).code == (0 if is_silence else 3)


def test_an_answer_puts_an_end_to_the_silence_before_it(of: Of, met: str) -> None:
    tried(of, met, "sans_reponse")
    of("contact", met, "--nature", "telephone", "--resultat", "ne_souhaite_pas", "--le", "30/12/2025")
    assert of("--au", "05/01/2026", "silence", met).code == 3


def test_every_word_of_the_dashboard_that_asks_for_something_says_what(of: Of, opened: str) -> None:
    for result in list(ContactResult)[3:]:
        answer = of("contact", opened, "--nature", "telephone", "--resultat", str(result), "--le", "02/12/2025")
        assert answer.code == 0, answer.err
        assert not result.then or f"Ensuite : {result.then.format(r=opened)}" in answer.err, result
        assert answer.err.count("Ensuite : ") == 1, result  # what the word asks for, else what the stage does


def test_a_contact_noted_by_mistake_counts_no_more_and_stays_to_be_read(of: Of, met: str) -> None:
    tried(of, met, "sans_reponse")
    answer = of("--au", "05/01/2026", "contact", met, "--annuler", "2", "--motif", "un autre jeune")
    assert answer.code == 0, answer.err
    assert "contact n° 2 annulé (SMS, sans réponse, le ven. 12/12/2025)" in answer.out
    assert of("--au", "05/01/2026", "silence", met).code == 3
    kept = of("voir", met, "--json").json["contacts"][1]
    assert (kept["n"], kept["annule_motif"], kept["annule_le"] is None) == (2, "un autre jeune", False)
    assert "sans réponse (annulé)" in of("voir", met).out
    assert of("--au", "05/01/2026", "stats", "--annee", "2025", "--json").code == 0
    again = of("--au", "05/01/2026", "contact", met, "--annuler", "2", "--motif", "x")
    assert (again.code, "Déjà noté" in again.err) == (3, True)
    of("--au", "05/01/2026", "nuit")
    assert of("--au", "05/01/2026", "docteur").code == 0


def test_a_silence_that_rested_upon_it_is_said(of: Of, met: str) -> None:
    tried(of, met, "sans_reponse")
    of("--au", "05/01/2026", "silence", met)
    answer = of("--au", "06/01/2026", "contact", met, "--annuler", "1", "--motif", "faux")
    assert f"of annuler {met} --motif MOTIF" in answer.err


def test_the_same_contact_may_be_noted_again_once_voided(of: Of, opened: str) -> None:
    words = ("contact", opened, "--nature", "sms", "--resultat", "message", "--le", "02/12/2025")
    of(*words)
    assert of(*words).code == 3
    of("contact", opened, "--annuler", "1", "--motif", "x")
    assert of(*words).code == 0


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (("--annuler", "1"), 2, "--motif TEXTE"),
        (("--annuler", "9", "--motif", "x"), 2, "n'a pas de contact n° 9"),
        (("--annuler", "1", "--motif", "x", "--nature", "sms"), 2, "sans autre option"),
        (("--nature", "sms"), 2, "--resultat RESULTAT"),
        (("--nature", "sms", "--resultat", "message", "--qui", "jeune"), 2, "Personne n'a répondu"),
    ],
)
def test_what_makes_no_sense_is_said(of: Of, opened: str, words: tuple[str, ...], code: int, reason: str) -> None:
    answer = of("contact", opened, *words)
    assert (answer.code, reason in answer.err) == (code, True), answer.err
