"""The acts, typed: what is done, what is refused and with which exit code, nothing half written."""

from __future__ import annotations

import pytest

from cli.conftest import OPEN, Of

SUMMON = ("--rdv", "15/12/2025 14:00", "--le", "02/12/2025")


def test_a_dossier_gets_a_reference_of_its_year(of: Of) -> None:
    assert of(*OPEN, "--le", "01/12/2025").out.strip() == "2025-0001"
    assert of(*OPEN, "--le", "05/01/2026").out.strip() == "2026-0001"


def test_convoquer_makes_one_letter_a_person_and_says_where(of: Of, opened: str) -> None:
    answer = of("convoquer", opened, *SUMMON)
    assert answer.code == 0
    assert answer.out.count("premiere_convocation.pdf") == 3
    assert "lun. 15/12/2025 à 14:00" in answer.err  # the understood date is echoed


def test_the_two_months_run_from_the_posting(of: Of, opened: str) -> None:
    of("convoquer", opened, *SUMMON, "--envoi", "simple")
    of("absence", opened, "--le", "15/12/2025")
    of("convoquer", opened, "--rdv", "30/01/2026 09:30", "--le", "02/01/2026")
    before = {d["slug"]: d for d in of("voir", opened, "--json").json["echeances"]}["departement"]
    assert (before["depart"], before["provisoire"]) == ("2026-01-02", True)
    of("courriers", "poster", opened, "--mode", "recommande", "--numero", "1A 209 382 1234 5", "--numero", "1A 209 382 1235 2",
       "--le", "05/01/2026")  # fmt: skip
    after = {d["slug"]: d for d in of("voir", opened, "--json").json["echeances"]}["departement"]
    assert (after["depart"], after["legale"], after["provisoire"]) == ("2026-01-05", "2026-03-05", False)


REFUSED = [
    (("rompre", "{r}", "--motif", "abandon"), "Actes possibles", "not at this stage"),
    (("convoquer", "{r}", "--rdv", "05/12/2025 14:00", "--le", "02/12/2025"), "preavis_premier_entretien", "too soon"),
    (("convoquer", "{r}", "--rdv", "31/12/2030 14:00", "--le", "31/12/2029"), "futur", "act in the future"),
    (("exempter", "{r}", "--le", "30/11/2025"), "précède", "before the act it follows"),
    (
        ("situation", "{r}", "--nature", "emploi", "--debut", "01/03/2026", "--preuve", "contrat", "--le", "02/12/2025"),
        "commence",
        "later",
    ),
]


@pytest.mark.parametrize(("command", "said", "why"), REFUSED, ids=[why for *_, why in REFUSED])
def test_a_rule_of_the_procedure_refuses_with_3_and_writes_nothing(
    of: Of, opened: str, command: tuple[str, ...], said: str, why: str
) -> None:
    before = of("voir", opened, "--json").json
    answer = of(*(word.format(r=opened) for word in command))
    assert answer.code == 3
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert of("voir", opened, "--json").json == before


UNREADABLE = [
    (("recevoir", "2031-0001", "--present", "mineur"), "Aucun dossier", "unknown reference"),
    (("absence", "{r}", "--le", "31/02/2026"), "n'existe pas dans le calendrier", "impossible date"),
    (("absence", "{r}", "--le", "bientôt"), "n'est pas comprise", "no date at all"),
    (("convoquer", "{r}", "--rdv", "15/12/2025"), "l'heure", "no hour"),
    (("rompre", "{r}"), "Il manque l'option", "missing option"),
    (("recevoir", "{r}"), "Dites qui est venu", "nobody said to have come"),
    (("recevoir", "{r}", "--present", "voisin"), "Choisissez parmi", "unknown word"),
    (("recevoirr", "{r}"), "Vouliez-vous dire", "unknown command"),
    (("situation", "{r}", "--nature", "emploi", "--debut", "1/12/2025", "--preuve", "contrat", "--fin", "2/12/2026", "--revue",
      "2/12/2026"), "se contredisent", "end and review"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "said", "why"), UNREADABLE, ids=[why for *_, why in UNREADABLE])
def test_what_cannot_be_understood_ends_with_2(of: Of, opened: str, command: tuple[str, ...], said: str, why: str) -> None:
    answer = of(*(word.format(r=opened) for word in command))
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "\n " not in answer.err, "one sentence, on one line"


def test_a_name_stands_for_a_dossier_once_confirmed(of: Of, opened: str) -> None:
    assert of("convoquer", "dupont", *SUMMON).code == 2
    assert of("convoquer", "dupont lea", *SUMMON, "--oui").code == 0


def test_several_of_the_same_name_are_listed(of: Of, opened: str) -> None:
    of(*[word.replace("Léa", "Zoé") for word in OPEN], "--le", "01/12/2025")
    answer = of("voir", "dupont")
    assert answer.code == 2
    assert "2025-0001 DUPONT Léa (2009)" in answer.err
    assert "2025-0002" in answer.err


def test_a_close_spelling_is_proposed(of: Of, opened: str) -> None:
    assert "2025-0001" in of("voir", "dupond léa").err


def test_envoi_seals_and_posts_in_one_gesture(of: Of, opened: str) -> None:
    of("convoquer", opened, *SUMMON, "--envoi", "recommande")
    view = of("voir", opened, "--json").json
    assert [entry["acte"] for entry in view["journal"]] == ["ouvrir", "convoquer", "poster"]
    assert {(letter["etat"], letter["poste_le"]) for letter in view["courriers"]} == {("poste", "2025-12-02")}
    assert all(len(letter["sha256"]) == 64 for letter in view["courriers"])


def test_a_late_posting_after_the_appointment_is_refused(of: Of, opened: str) -> None:
    of("convoquer", opened, *SUMMON)
    answer = of("courriers", "poster", opened, "--mode", "simple", "--le", "15/12/2025")
    assert answer.code == 3
    assert "rendez-vous" in answer.err
    assert {letter["etat"] for letter in of("voir", opened, "--json").json["courriers"]} == {"prepare"}


def test_the_last_act_is_voided_until_a_letter_left(of: Of, opened: str) -> None:
    of("convoquer", opened, *SUMMON)
    assert of("annuler", opened, "--motif", "erreur de dossier", "--le", "02/12/2025").code == 0
    view = of("voir", opened, "--json").json
    assert (view["etape"], view["journal"][1]["annule_par"]) == ("reperage", 3)
    of("convoquer", opened, *SUMMON, "--envoi", "simple")
    refused = of("annuler", opened, "--motif", "erreur", "--le", "02/12/2025")
    assert refused.code == 3
    assert "of reporter" in refused.err


def test_the_preflight_lists_what_is_red_and_writes_nothing(of: Of, opened: str) -> None:
    answer = of("transmettre", opened, "--verifier")
    assert answer.code == 3
    assert "non  Une convocation R. 114-7" in answer.out
    assert len(of("voir", opened, "--json").json["journal"]) == 1


def test_a_representative_is_said_to_be_added_once_it_is(of: Of, opened: str) -> None:
    """The second half of the line is refused: nothing was added, and nothing is said to be."""
    added = ("--ajouter-representant", "ROUX;Zoé;tuteur;5 rue Neuve;59130;Lambersart")
    refused = of("modifier", opened, *added, "--representant", "9", "--adresse", "8 rue Haute")
    assert (refused.code, refused.out) == (2, "")
    assert of("modifier", opened, *added).out.strip() == f"{opened} · Léa DUPONT : représentant n° 3 ajouté."
