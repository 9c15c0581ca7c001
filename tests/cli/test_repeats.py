"""The same thing typed twice, a return that contradicts another, a number that is somebody else's: said, and not written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cli.conftest import OPEN, Of
from terminals import on_terminal

SUMMON = ("--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
POSTED = ("--mode", "simple", "--le", "02/12/2025")


@pytest.fixture
def posted(of: Of, opened: str) -> str:
    """Return a dossier whose three letters left on 02/12/2025."""
    of("convoquer", opened, *SUMMON, "--envoi", "simple")
    return opened


TWICE = [
    (("convoquer", "{r}", *SUMMON), "of an appointment"),
    (("convoquer", "{r}", *SUMMON, "--envoi", "suivi"), "with its letters posted in between"),
    (
        ("situation", "{r}", "--nature", "emploi", "--debut", "01/12/2025", "--preuve", "contrat", "--le", "02/12/2025"),
        "situation",
    ),
    (("clore", "{r}", "--motif", "demenagement", "--le", "02/12/2025"), "a closing"),
    (("contact", "{r}", "--nature", "telephone", "--resultat", "sans_reponse", "--le", "02/12/2025"), "a contact"),
    (("modifier", "{r}", "--ajouter-representant", "PETIT;Luc;tuteur;1 rue Neuve;59000;Lille"), "a representative"),
]


@pytest.mark.parametrize(("command", "what"), TWICE, ids=[what for _, what in TWICE])
def test_the_same_thing_typed_again_is_already_noted(of: Of, opened: str, command: tuple[str, ...], what: str) -> None:
    typed = [word.format(r=opened) for word in command]
    assert of(*typed).code == 0
    before = of("voir", opened, "--json").json
    again = of(*typed)
    assert (again.code, again.err.count("Déjà noté")) == (3, 1)
    assert "Rien n'a été écrit de plus" in again.err
    assert of("voir", opened, "--json").json == before


def test_a_second_call_of_the_day_is_noted_when_it_is_said_to_be_another(of: Of, opened: str) -> None:
    call = ("contact", opened, "--nature", "telephone", "--resultat", "sans_reponse", "--le", "02/12/2025")
    assert [of(*call).code, of(*call, "--encore").code, of(*call, "--note", "le soir").code] == [0, 0, 0]
    assert len(of("voir", opened, "--json").json["contacts"]) == 3


def test_another_act_in_between_makes_it_a_new_one(of: Of, opened: str) -> None:
    """Summoned by mistake, voided, summoned again the same way: nothing there is a repetition."""
    for command in (
        ("convoquer", opened, *SUMMON),
        ("annuler", opened, "--motif", "erreur", "--le", "02/12/2025"),
        ("convoquer", opened, *SUMMON),
        ("annuler", opened, "--motif", "erreur", "--le", "02/12/2025"),
    ):
        assert of(*command).code == 0
    assert of("annuler", opened, "--motif", "erreur", "--le", "02/12/2025").code == 3


def test_a_colleague_who_does_the_same_at_the_same_second_is_told(of: Of, opened: str) -> None:
    situation = ("situation", opened, "--nature", "emploi", "--debut", "01/12/2025", "--preuve", "contrat", "--le", "02/12/2025")
    assert of("--auteur", "Camille Renard", *situation).code == 0
    told = of("--auteur", "Dominique Morel", *situation)
    assert told.code == 3
    assert "par Camille Renard" in told.err


def test_the_same_minor_is_opened_once_a_day(of: Of, opened: str) -> None:
    again = of(*OPEN, "--le", "01/12/2025")
    assert again.code == 3
    assert f"a le dossier {opened}" in again.err
    assert of(*OPEN, "--le", "01/12/2025", "--homonyme").out.strip() == "2025-0002"
    later = of(*OPEN, "--le", "05/01/2026")
    assert later.code == 0
    assert "a déjà le dossier 2025-0002" in later.err


@pytest.mark.parametrize("named", ["C000001", "{r}"])
def test_letters_posted_again_are_already_noted(of: Of, posted: str, named: str) -> None:
    again = of("courriers", "poster", named.format(r=posted), *POSTED)
    assert again.code == 3
    assert "Déjà noté" in again.err


# returns


def _return(of: Of, issue: str, *more: str, on: str = "05/12/2025") -> tuple[int, str]:
    answer = of("courriers", "retour", "C000001", "--issue", issue, "--le", on, *more)
    return answer.code, answer.err


def test_a_return_does_not_flip_without_a_reason(of: Of, posted: str) -> None:
    """Delivered, unknown, delivered: each change asks why, and the journal keeps what was there."""
    assert _return(of, "distribue")[0] == 0
    code, said = _return(of, "npai")
    assert code == 3
    assert "déjà noté « distribué »" in said
    assert "--corrige MOTIF" in said
    assert _return(of, "npai", "--corrige", "  ")[0] == 3
    assert _return(of, "npai", "--corrige", "lu de travers")[0] == 0
    [*_, last] = of("voir", posted, "--json").json["journal"]
    assert last["acte"] == "enregistrer_retour"
    assert {c["id"]: c["etat"] for c in of("voir", posted, "--json").json["courriers"]}["C000003"] == "npai"
    assert _return(of, "distribue")[0] == 3


@pytest.mark.parametrize(
    ("first", "then", "code"),
    [
        (("presente",), ("distribue",), 0),  # it follows
        (("presente",), ("npai",), 0),
        (("non_reclame",), ("non_reclame", "--presente-le", "03/12/2025"), 0),  # it completes
        (("distribue",), ("distribue",), 3),  # already noted
        (("refuse", "--presente-le", "03/12/2025"), ("refuse", "--presente-le", "04/12/2025"), 3),
        (("perdu",), ("presente",), 3),  # back to the post
    ],
)
def test_what_follows_or_completes_a_return_asks_nothing(
    of: Of, posted: str, first: tuple[str, ...], then: tuple[str, ...], code: int
) -> None:
    assert _return(of, *first)[0] == 0
    assert _return(of, *then)[0] == code


def test_the_same_return_of_another_day_is_a_correction(of: Of, posted: str) -> None:
    assert _return(of, "distribue")[0] == 0
    assert _return(of, "distribue", on="06/12/2025")[0] == 3
    assert _return(of, "distribue", "--corrige", "date du tampon", on="06/12/2025")[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
def test_on_a_terminal_the_reason_is_asked(of: Of, posted: str, folder: Path) -> None:
    assert _return(of, "distribue")[0] == 0
    shown = on_terminal(
        "courriers", "retour", "C000001", "--issue", "npai", "--le", "05/12/2025", folder=folder, typed="lu de travers\n"
    )
    assert "Motif de la correction" in shown
    assert {c["id"]: c["etat"] for c in of("voir", posted, "--json").json["courriers"]}["C000001"] == "npai"


# numbers


def test_a_number_of_another_family_is_refused_however_it_is_given(of: Of, opened: str, folder: Path) -> None:
    other = of(*(w.replace("DUPONT", "MARTIN") for w in OPEN), "--le", "01/12/2025").out.strip()
    for reference in (opened, other):
        of("convoquer", reference, *SUMMON, "--malgre", "essai")  # both at once
    numbers = ("--numero", "1A 209 382 1234 5", "--numero", "1A 209 382 1235 2")
    registered = ("--mode", "recommande", "--le", "02/12/2025")
    assert of("courriers", "poster", opened, *registered, *numbers).code == 0
    (folder / "numeros.csv").write_text("C000004;1a209 382 12345\nC000005;87001234567890\n", encoding="utf-8")
    for given in (numbers, ("--numeros", "numeros.csv")):
        refused = of("courriers", "poster", other, *registered, *given)
        assert refused.code == 3
        assert f"1A20938212345 est déjà celui d'un pli de C000001, pour Anne DUPONT ({opened})" in refused.err
    assert {c["etat"] for c in of("voir", other, "--json").json["courriers"]} == {"prepare"}


def test_a_copy_taken_back_twice_is_noted_once(of: Of, opened: str) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    of("courriers", "apercu", "C000001", "--docx")
    assert of("courriers", "reprendre", "C000001", "courriers/apercus/C000001.docx").code == 0
    again = of("courriers", "reprendre", "C000001", "courriers/apercus/C000001.docx")
    assert (again.code, "Déjà repris" in again.err) == (3, True)
