"""« of convoquer --lot »: fifteen families in one gesture, on a terminal or without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import OPEN, Of
from terminals import on_terminal

AU = ("--au", "02/12/2025")
NAMES = (
    "DUPONT", "MARTIN-DUBOIS", "PETIT", "ROUX", "ÉVRARD", "FABRE", "GARNIER", "HENRY", "IMBERT", "JOLY", "KLEIN", "LEROY",
    "MOREL", "NOËL", "OLIVIER",
)  # fmt: skip


def opens(of: Of, *names: str) -> None:
    """Open a dossier for each, of a family of its own."""
    for name in names:
        of(*[word.replace("DUPONT", name).replace("12 rue", f"12 {name} rue") for word in OPEN], "--le", "01/12/2025")


def test_fifteen_families_are_summoned_printed_and_posted_in_sixty_keys(of: Of, folder: Path) -> None:
    opens(of, *NAMES)
    typed = "o\no\n"
    shown = on_terminal(*AU, "convoquer", "--lot", folder=folder, columns=80, typed=typed)
    assert len("of convoquer --lot\n" + typed) <= 60
    assert "15 jeunes convoqués" in shown
    assert "45 courriers postés (lettre simple)" in shown
    assert {d["etape"] for d in of("dossiers", "--json").json["dossiers"]} == {"entretien"}
    assert {c["etat"] for c in of("courriers", "--json").json["courriers"]} == {"poste"}


@pytest.mark.parametrize("columns", [80, 120])
def test_no_row_of_the_plan_wraps_and_no_word_of_it_is_cut(of: Of, folder: Path, columns: int) -> None:
    opens(of, *NAMES[:3])
    of(
        *[w.replace("Léa", "Rose-Marie Joséphine Anastasie").replace("DUPONT", "VAN DEN BERGHE-LECLERCQ") for w in OPEN],
        "--le",
        "01/12/2025",
    )
    shown = on_terminal(*AU, "convoquer", "--lot", folder=folder, columns=columns, typed="n\n").splitlines()
    table = shown[1:6]
    assert all(len(line) <= columns for line in table)
    assert [line.split()[0] for line in table] == ["n", "1", "2", "3", "4"]
    named = " ".join(table).replace("…", " ").split()
    known = {"VAN", "DEN", "BERGHE-LECLERCQ", "Rose-Marie", "Joséphine", "Anastasie", *NAMES[:3], "Léa"}
    assert all(
        word in known
        for word in named
        if word.replace("-", "").isalpha() and word[0].isupper() and word not in ("Camille", "Renard")
    )
    assert of("dossiers", "--etape", "entretien", "--json").json["dossiers"] == []


def test_one_by_one_keeps_who_is_kept(of: Of, folder: Path) -> None:
    opens(of, *NAMES[:3])
    shown = on_terminal(*AU, "convoquer", "--lot", folder=folder, columns=100, typed="x\nu\no\nn\nq\nn\n")
    assert "« x » n'est pas l'une des touches" in shown
    assert "1 jeune convoqué" in shown
    assert "Une fois postés : of courriers poster T0001" in shown
    assert len(of("dossiers", "--etape", "entretien", "--json").json["dossiers"]) == 1


def test_without_a_terminal_nothing_is_written_until_it_is_asked(of: Of) -> None:
    opens(of, *NAMES[:2])
    plan = of(*AU, "convoquer", "--lot")
    assert (plan.code, "Rien n'est écrit" in plan.err) == (0, True)
    assert of(*AU, "convoquer", "--lot", "--poster").code == 2
    data = of(*AU, "convoquer", "--lot", "--json").json
    assert [(r["nature"], r["jour"], r["heure"]) for r in data["rendez_vous"]] == [
        ("premier_entretien", "2025-12-12", "09:00"),
        ("premier_entretien", "2025-12-12", "09:45"),
    ]
    assert of("courriers", "--json").json["courriers"] == []
    done = of(*AU, "convoquer", "--lot", "--appliquer", "--poster", "--json").json
    assert (done["convoques"], done["refuses"], done["tirage"]) == (["2025-0001", "2025-0002"], [], "T0001")
    again = of(*AU, "convoquer", "--lot", "--appliquer", "--poster")
    assert (again.code, "0 jeune à convoquer" in again.out) == (0, True)
    assert len(of("courriers", "--json").json["courriers"]) == 6


def test_letters_that_cannot_be_printed_wait_and_are_said(of: Of, folder: Path) -> None:
    opens(of, NAMES[0])
    (folder / "courriers").write_text("un fichier à la place du dossier", encoding="utf-8")
    done = of(*AU, "convoquer", "--lot", "--appliquer", "--poster")
    assert done.code == 5
    assert "attendent : of courriers imprimer" in done.err
    (folder / "courriers").unlink()
    again = of(*AU, "convoquer", "--lot", "--appliquer")
    assert "3 courriers attendent" in again.err
    assert of(*AU, "courriers", "imprimer").code == 0


def test_a_person_who_stops_at_the_last_question_is_told_what_is_done(of: Of, folder: Path) -> None:
    opens(of, NAMES[0])
    shown = on_terminal(*AU, "convoquer", "--lot", folder=folder, columns=100, typed="o\n\x04")
    assert "Une fois postés" in shown
    assert "Abandonné" not in shown


def test_dossiers_of_a_colleague_are_asked_for(of: Of, folder: Path) -> None:
    """Nobody acts in bulk beyond their own dossiers by mistake (trap 18)."""
    opens(of, NAMES[0])
    config = folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('nom = "Renard"', 'nom = "Autre"'), encoding="utf-8")
    mine = of(*AU, "convoquer", "--lot", "--json").json
    assert mine["rendez_vous"] == []
    assert "of convoquer --lot --tous" in of(*AU, "convoquer", "--lot").err
    theirs = [
        of(*AU, "convoquer", "--lot", *whose, "--json").json["rendez_vous"] for whose in (("--tous",), ("--conseiller", "renard"))
    ]
    assert [len(each) for each in theirs] == [1, 1]
    assert of(*AU, "convoquer", "--lot", "--tous", "--conseiller", "renard").code == 2


def test_the_help_says_where_the_form_for_many_is(of: Of) -> None:
    assert "of convoquer --lot --help" in of("convoquer", "--help").out.replace("\n", " ").replace("  ", "")
    assert "--poster" in of("convoquer", "--lot", "--help").out


def test_one_by_one_gives_another_hour_with_the_checks_of_any_other(of: Of, folder: Path) -> None:
    """A Sunday asks for its reason; an hour that another of the plan has just been given is refused."""
    opens(of, *NAMES[:3])
    typed = "u\nh\n14/12/2025 10:00\nla famille ne peut que là\nh\n14/12/2025 10:15\n\nn\no\nn\n"
    shown = on_terminal(*AU, "convoquer", "--lot", folder=folder, columns=200, typed=typed)
    assert "le dim. 14/12/2025 est un dimanche" in shown
    assert "une autre famille est attendue à 10 h par le même conseiller (dossier 2025-0001" in shown
    assert "2 jeunes convoqués" in shown
    given = {r: of("voir", r, "--json").json["rendez_vous"] for r in ("2025-0001", "2025-0002", "2025-0003")}
    assert [[(a["jour"], a["heure"]) for a in theirs] for theirs in given.values()] == [
        [("2025-12-14", "10:00")], [], [("2025-12-12", "10:30")],
    ]  # fmt: skip
    assert "la famille ne peut que là" in of("pourquoi", "2025-0001", "2").out


def test_a_sibling_follows_to_the_hour_that_was_chosen(of: Of, folder: Path) -> None:
    for name in ("Léa", "Tom"):
        of(*[word.replace("Léa", name) for word in OPEN], "--le", "01/12/2025")
    on_terminal(*AU, "convoquer", "--lot", folder=folder, columns=200, typed="u\nh\n16/12/2025 14:00\no\nn\n")
    days = of("--au", "16/12/2025", "jour", "--json").json["rendez_vous"]
    assert [(a["prenom"], a["heure"]) for a in days] == [("Léa", "14:00"), ("Tom", "14:00")]


def test_a_reason_for_the_lot_is_kept_where_something_stands_in_the_way(of: Of, folder: Path) -> None:
    opens(of, *NAMES[:2])
    typed = "u\nh\n14/12/2025 10:00\no\nn\n"
    why = "samedi et dimanche portes ouvertes"
    shown = on_terminal(*AU, "convoquer", "--lot", "--malgre", why, folder=folder, columns=200, typed=typed)
    assert "2 jeunes convoqués" in shown
    kept = [why in of("pourquoi", r, "2").out for r in ("2025-0001", "2025-0002")]
    assert kept == [True, False]


def test_the_plan_names_each_of_two_siblings_whole_at_eighty_columns(of: Of, folder: Path) -> None:
    for prenom, day in (("Maxence", "12/03/2009"), ("Bérengère", "20/11/2008")):
        of(
            *[w.replace("Léa", prenom).replace("DUPONT", "VANDERMEERSCH DELAPORTE").replace("14/05/2009", day) for w in OPEN],
            "--le",
            "01/12/2025",
        )
    shown = on_terminal(*AU, "convoquer", "--lot", folder=folder, columns=80, typed="n\n")
    assert "VANDERMEERSCH DELAPORTE Maxence" in shown
    assert "VANDERMEERSCH DELAPORTE Bérengère" in shown


def test_nobody_to_summon_is_no_question(of: Of, folder: Path) -> None:
    shown = on_terminal(*AU, "convoquer", "--lot", folder=folder)
    assert "Personne à convoquer." in shown
    assert "?" not in shown


def test_a_reason_that_is_not_given_does_not_say_the_refusal_again(of: Of, opened: str, folder: Path) -> None:
    shown = on_terminal(*AU, "convoquer", opened, "--rdv", "04/12/2025 10:00", folder=folder, typed="\n", code=3)
    assert shown.count("est refusé") == 1
    assert "Erreur : Aucun motif n'est donné" in shown
    assert of("voir", opened, "--json").json["etape"] == "reperage"
