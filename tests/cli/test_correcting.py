"""A posting wrongly noted, corrected: the two months run from the right day, the journal keeps both."""

from __future__ import annotations

from typing import Any

import pytest

from cli.conftest import Of

WHY = ("--motif", "le facteur est passé le lendemain")


@pytest.fixture
def summoned(of: Of, opened: str) -> str:
    """Return a dossier summoned under R. 114-7, its letters noted posted on 05/01/2026, registered."""
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
    of("absence", opened, "--le", "15/12/2025")
    answer = of("convoquer", opened, "--rdv", "02/02/2026 14:00", "--le", "05/01/2026", "--envoi", "recommande")
    assert answer.code == 0, answer.err
    return opened


def letters(of: Of, reference: str, act: int) -> list[Any]:
    return [x for x in of("voir", reference, "--json").json["courriers"] if x["acte"] == act]


def delay(of: Of, reference: str, slug: str) -> Any:
    sheet = of("--au", "12/01/2026", "voir", reference, "--json").json
    return next(d for d in sheet["echeances"] if d["slug"] == slug and d["etat"] == "ouverte")


def sound(of: Of, on: str) -> None:
    of("--au", on, "nuit")
    answer = of("--au", on, "docteur")
    assert answer.code == 0, answer.out


def test_the_two_months_run_from_the_right_day(of: Of, summoned: str) -> None:
    assert delay(of, summoned, "departement")["legale"] == "2026-03-05"
    first = letters(of, summoned, 5)[0]["id"]
    answer = of("--au", "12/01/2026", "courriers", "corriger", first, "--le", "08/01/2026", *WHY)
    assert answer.code == 0, answer.err
    assert "Information du département : jeu. 05/03/2026 → lun. 09/03/2026" in answer.out
    moved = delay(of, summoned, "departement")
    assert (moved["depart"], moved["nominale"], moved["legale"], moved["provisoire"]) == (
        "2026-01-08",
        "2026-03-08",
        "2026-03-09",
        False,
    )
    assert {x["poste_le"] for x in letters(of, summoned, 5)} == {"2026-01-08"}
    journal = of("voir", summoned, "--json").json["journal"]
    assert [(e["acte"], e["fait_le"], e["annule_par"]) for e in journal[-3:]] == [
        ("poster", "2026-01-05", 7), ("corriger", "2026-01-12", None), ("poster", "2026-01-08", None),
    ]  # fmt: skip
    why = of("--au", "12/01/2026", "pourquoi", summoned, "departement").out
    assert "envoi du lun. 05/01/2026 : mal noté, corrigé par" in why
    assert "le facteur est passé le lendemain" in why
    sound(of, "12/01/2026")


def test_a_registered_letter_that_was_a_plain_one_is_not_awaited_any_more(of: Of, summoned: str) -> None:
    first = letters(of, summoned, 5)[0]["id"]
    answer = of("--au", "12/01/2026", "courriers", "corriger", first, "--mode", "simple", *WHY)
    assert "Retour du recommandé : mar. 20/01/2026 → ne court plus" in answer.out
    assert {x["mode"] for x in letters(of, summoned, 5)} == {"simple"}
    assert delay(of, summoned, "departement")["legale"] == "2026-03-05"
    sound(of, "12/01/2026")


def test_a_wrong_number_is_free_for_the_envelope_that_has_it(of: Of, summoned: str) -> None:
    mine, other = (x["id"] for x in letters(of, summoned, 5)[:2])
    assert of("--au", "12/01/2026", "courriers", "corriger", mine, "--numero", "1A 234 567 8901 2", *WHY).code == 0
    assert of("--au", "12/01/2026", "courriers", "corriger", mine, "--numero", "1A 234 567 8901 3", *WHY).code == 0
    assert of("--au", "12/01/2026", "courriers", "corriger", other, "--numero", "1A 234 567 8901 2", *WHY).code == 0
    assert [x["numero"] for x in letters(of, summoned, 5)[:2]] == ["1A 234 567 8901 3", "1A 234 567 8901 2"]
    sound(of, "12/01/2026")


def test_what_came_back_is_said_of_the_posting_that_stands(of: Of, summoned: str) -> None:
    both = [x["id"] for x in letters(of, summoned, 5)]
    of("--au", "12/01/2026", "courriers", "retour", *both, "--issue", "npai", "--le", "12/01/2026")
    assert delay(of, summoned, "departement")["provisoire"]
    answer = of("--au", "13/01/2026", "courriers", "corriger", both[0], "--le", "07/01/2026", *WHY)
    assert answer.code == 0, answer.err
    assert delay(of, summoned, "departement")["provisoire"]
    assert {(x["etat"], x["poste_le"]) for x in letters(of, summoned, 5)} == {("npai", "2026-01-07")}
    of("--au", "13/01/2026", "courriers", "corriger", both[0], "--le", "08/01/2026", *WHY)  # and once more
    assert {(x["etat"], x["poste_le"]) for x in letters(of, summoned, 5)} == {("npai", "2026-01-08")}
    sound(of, "13/01/2026")


def test_a_notice_that_left_on_the_old_day_is_said(of: Of, summoned: str) -> None:
    of("absence", summoned, "--le", "02/02/2026")
    answer = of("--au", "20/02/2026", "transmettre", summoned, "--signataire", "Camille Renard", "--envoi", "simple")
    assert answer.code == 0, answer.err
    first = letters(of, summoned, 5)[0]["id"]
    answer = of("--au", "23/02/2026", "courriers", "corriger", first, "--le", "08/01/2026", *WHY)
    assert answer.code == 0, answer.err
    notice = next(e["n"] for e in of("voir", summoned, "--json").json["journal"] if e["acte"] == "transmettre")
    assert f"of rectifier {summoned} --acte {notice} --motif date" in answer.err
    assert of("--au", "23/02/2026", "rectifier", summoned, "--acte", str(notice), "--motif", "date").code == 0
    sound(of, "23/02/2026")


def test_a_late_notice_is_late_or_in_time_by_the_day_it_really_left(of: Of, summoned: str) -> None:
    of("absence", summoned, "--le", "02/02/2026")
    of("--au", "05/03/2026", "transmettre", summoned, "--signataire", "Camille Renard", "--envoi", "simple")

    def ended() -> str:
        return next(d["etat"] for d in of("voir", summoned, "--json").json["echeances"] if d["slug"] == "departement")

    assert ended() == "tenue"
    sent = [x for x in of("voir", summoned, "--json").json["courriers"] if x["poste_le"]]
    notice = next(x["id"] for x in sent if x["modele"] == "information_departement")
    assert of("--au", "09/03/2026", "courriers", "corriger", notice, "--le", "06/03/2026", *WHY).code == 0
    assert ended() == "hors_delai"
    sound(of, "09/03/2026")


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        ((), 2, "Dites ce qui était mal noté"),
        (("--le", "05/01/2026"), 3, "Déjà noté"),
        (("--le", "04/01/2026"), 3, "précède l'acte de ces courriers"),
        (("--le", "02/02/2026"), 3, "n'est pas avant le rendez-vous"),
        (("--mode", "lre"), 3, "l'accord du destinataire"),
        (("--numero", "x"), 2, "n'est pas un numéro de suivi"),
    ],
)
def test_what_makes_no_sense_leaves_the_posting_as_it_was(
    of: Of, summoned: str, words: tuple[str, ...], code: int, reason: str
) -> None:
    before = of("voir", summoned, "--json").json
    answer = of("--au", "12/02/2026", "courriers", "corriger", letters(of, summoned, 5)[0]["id"], *words, *WHY)
    assert (answer.code, reason in answer.err) == (code, True), answer.err
    assert of("voir", summoned, "--json").json == before


def test_a_letter_that_did_not_leave_has_no_posting_to_correct(of: Of, opened: str) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    answer = of("courriers", "corriger", "C000001", "--le", "03/12/2025", *WHY)
    assert (answer.code, "n'est pas noté parti" in answer.err) == (3, True)
