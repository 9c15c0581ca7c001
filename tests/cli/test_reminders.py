"""Reminders by e-mail, through a real SMTP server: only where the house sets it, to whom may be told, once, never in place of a letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Of
from scheduling.postmen import postman

WEEK_BEFORE, TWO_DAYS_BEFORE = "08/12/2025", "13/12/2025"
CHILD, MOTHER, FATHER = "lea@exemple.invalid", "anne@exemple.invalid", "marc@exemple.invalid"
REASONS = ("obligation", "formation", "absence", "département", "signal", "solution", "L. 114", "R. 114", "convo", "santé")


def house(folder: Path, port: int, *, wanted: str = "oui") -> None:
    """Give the house a server, and say whether reminders leave by it."""
    config = folder / "config.toml"
    text = config.read_text(encoding="utf-8")
    for before, after in (
        ('serveur = ""', 'serveur = "127.0.0.1"'), ('expediteur = ""', 'expediteur = "of@exemple.invalid"'),
        ("port = 587", f"port = {port}"), ('chiffrement = "starttls"', 'chiffrement = "aucun"'), ('courriel = "non"', f'courriel = "{wanted}"'),
    ):  # fmt: skip
        assert before in text, before
        text = text.replace(before, after, 1)
    config.write_text(text, encoding="utf-8")


def expected(of: Of, reference: str, *, posted: bool = True) -> None:
    """Give everybody an address, and the minor an appointment on 15/12/2025, whose letters have left."""
    of("modifier", reference, "--courriel", CHILD)
    for rank, address in ((1, MOTHER), (2, FATHER)):
        of("modifier", reference, "--representant", str(rank), "--courriel", address)
    leaves = ("--envoi", "simple") if posted else ()
    assert of("convoquer", reference, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", *leaves).code == 0


def remind(of: Of, *more: str, on: str = WEEK_BEFORE):
    return of("--au", on, "rappels", "--courriel", *more)


def noted(of: Of, reference: str) -> list[tuple[str, str, str]]:
    return [(c["nature"], c["resultat"], c["note"]) for c in of("voir", reference, "--json").json["contacts"]]


def test_each_who_may_be_told_has_a_message_of_his_own_that_says_nothing_of_why(of: Of, folder: Path, opened: str) -> None:
    expected(of, opened)
    with postman() as man:
        house(folder, man.port)
        shown = remind(of)
        assert (shown.code, "Rien n'est envoyé : 1 rappel" in shown.err, man.received) == (0, True, [])
        done = remind(of, "--appliquer")
        assert (done.code, "1 rappel envoyé." in done.err) == (0, True)
        assert [to for to, _ in man.received] == [[CHILD], [MOTHER], [FATHER]]
        for to, message in man.received:
            text = message.get_content()
            assert message["To"] == to[0]
            assert message["Subject"] == "Rappel de votre rendez-vous"
            assert "lun. 15/12/2025 à 14 h" in text
            assert "ne remplace pas le courrier" in text
            assert [word for word in REASONS if word in text.casefold()] == []
            assert "DUPONT" not in text
        assert noted(of, opened) == [("courriel", "message", "rappel du rendez-vous du 15/12/2025 (J-7)")]
        assert "Aucun rendez-vous à rappeler." in remind(of, "--appliquer").err  # not twice
        assert len(man.received) == 3
        assert remind(of, "--appliquer", on=TWO_DAYS_BEFORE).code == 0
        assert len(man.received) == 6


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (("--representant", "1", "--autorite", "retiree"), [CHILD, FATHER]),
        (("--representant", "1", "--confidentielle", "oui"), [CHILD, FATHER]),
        (("--representant", "1", "--a-part-jusqu-au", "31/12/2026"), [CHILD]),
        (("--emancipe-le", "01/11/2025"), [CHILD]),
        (("--courriel", ""), [MOTHER, FATHER]),
        (("--representant", "2", "--courriel", MOTHER.upper()), [CHILD, MOTHER]),
    ],
)  # fmt: skip
def test_nothing_leaves_for_whom_may_not_be_told(
    of: Of, folder: Path, opened: str, change: tuple[str, ...], left: list[str]
) -> None:
    expected(of, opened)
    changed = of("modifier", opened, *change)
    assert changed.code == 0, changed.err
    house(folder, 25)
    [reminder] = remind(of, "--json").json["rappels"]
    assert [address.casefold() for address in reminder["courriels"]] == left


def test_nothing_takes_the_place_of_a_letter_that_has_not_left(of: Of, folder: Path, opened: str) -> None:
    expected(of, opened, posted=False)
    with postman() as man:
        house(folder, man.port)
        assert "n'est pas posté, un rappel ne le remplace pas" in remind(of).out
        assert "0 rappel envoyé" in remind(of, "--appliquer").err
        assert (man.received, noted(of, opened)) == ([], [])


def test_nobody_with_an_address_is_said_and_nothing_is_noted(of: Of, folder: Path, opened: str) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
    house(folder, 25)
    assert "aucune adresse électronique connue" in remind(of).out
    assert "0 rappel envoyé" in remind(of, "--appliquer").err
    assert noted(of, opened) == []


def test_nothing_leaves_where_the_house_has_not_set_it(of: Of, folder: Path, opened: str) -> None:
    expected(of, opened)
    with postman() as man:
        house(folder, man.port, wanted="non")
        refused = remind(of, "--appliquer")
        assert (refused.code, "[rappels] courriel est « non »" in refused.err) == (1, True)
        assert (man.received, noted(of, opened)) == ([], [])
    assert of("rappels", "--appliquer").code == 2


def test_a_server_that_fails_is_one_sentence_and_nothing_is_noted(of: Of, folder: Path, opened: str) -> None:
    expected(of, opened)
    with postman() as man:
        man.closed = True
        house(folder, man.port)
        failed = remind(of, "--appliquer")
        assert failed.code == 1
        assert "n'a pas pris le courriel" in failed.err
        assert failed.err.strip().count("\n") == 0
        assert noted(of, opened) == []
        man.closed = False
        assert remind(of, "--appliquer").code == 0  # it is still to be done
        assert len(noted(of, opened)) == 1


def test_an_address_that_the_server_refuses_is_said_and_the_others_are_reminded(of: Of, folder: Path, opened: str) -> None:
    expected(of, opened)
    with postman(refused=frozenset({FATHER})) as man:
        house(folder, man.port)
        done = remind(of, "--appliquer")
        assert done.code == 5
        assert FATHER in done.err
        assert [to for to, _ in man.received] == [[CHILD], [MOTHER]]
        assert len(noted(of, opened)) == 1


def test_nobody_is_noted_as_reminded_where_the_server_refuses_each(of: Of, folder: Path, opened: str) -> None:
    expected(of, opened)
    with postman(refused=frozenset({CHILD, MOTHER, FATHER})) as man:
        house(folder, man.port)
        refused = remind(of, "--appliquer")
        assert (refused.code, man.received, noted(of, opened)) == (1, [], [])
        assert CHILD in refused.err


def test_a_server_that_fails_half_way_is_not_asked_to_write_twice_to_the_first(of: Of, folder: Path, opened: str) -> None:
    expected(of, opened)
    with postman() as man:
        man.most = 1
        house(folder, man.port)
        done = remind(of, "--appliquer")
        assert (done.code, [to for to, _ in man.received]) == (5, [[CHILD]])
        assert (MOTHER in done.err, len(noted(of, opened))) == (True, 1)
