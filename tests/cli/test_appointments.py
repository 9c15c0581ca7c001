"""An appointment that does not suit is refused before anything is made; a reason goes beyond, typed or asked for."""

from __future__ import annotations

from pathlib import Path

from cli.conftest import OPEN, Of
from terminals import on_terminal

SUNDAY = ("--rdv", "14/12/2025 14:00", "--le", "02/12/2025")
MARTIN = [word.replace("DUPONT", "MARTIN") for word in OPEN]


def test_nothing_is_made_of_an_appointment_that_does_not_suit(of: Of, opened: str, folder: Path) -> None:
    refused = of("convoquer", opened, *SUNDAY)
    assert refused.code == 3
    assert "le dim. 14/12/2025 est un dimanche" in refused.err
    assert len(of("voir", opened, "--json").json["journal"]) == 1
    assert not list(folder.glob("courriers/**/*.pdf"))


def test_the_reason_is_in_the_journal_and_in_why(of: Of, opened: str) -> None:
    done = of("convoquer", opened, *SUNDAY, "--malgre", "portes ouvertes")
    assert done.code == 0
    assert "portes ouvertes" in done.err
    assert "parce que portes ouvertes" in of("pourquoi", opened, "2").out


def test_on_a_terminal_the_reason_is_asked_for(of: Of, opened: str, folder: Path) -> None:
    shown = on_terminal("convoquer", opened, *SUNDAY, folder=folder, typed="portes ouvertes\n")
    assert "Motif pour passer outre" in shown
    assert "parce que portes ouvertes" in of("pourquoi", opened, "2").out


def test_a_slug_is_kept_in_words(of: Of, opened: str) -> None:
    early = ("convoquer", opened, "--rdv", "04/12/2025 14:00", "--le", "02/12/2025")
    assert of(*early).code == 3
    done = of(*early, "--motif-preavis", "accord")
    assert "Préavis de 2 jours au lieu de 10 : la famille est d'accord." in done.err
    assert "préavis court, parce que la famille est d'accord" in of("pourquoi", opened, "2").out


def test_two_families_at_once_are_said_until_one_appointment_is_no_longer_expected(of: Of, opened: str) -> None:
    other = of(*MARTIN, "--le", "01/12/2025").out.strip()
    same = ("--rdv", "15/12/2025 14:30", "--le", "02/12/2025")
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    refused = of("convoquer", other, *same)
    assert refused.code == 3
    assert f"dossier {opened}" in refused.err
    of("clore", opened, "--motif", "erreur", "--le", "02/12/2025")
    assert of("convoquer", other, *same).code == 0


def test_brothers_and_sisters_may_be_expected_together(of: Of, opened: str) -> None:
    brother = [word.replace("Léa", "Tom").replace("14/05/2009", "02/03/2010") for word in OPEN]
    other = of(*brother, "--le", "10/03/2026").out.strip()
    same = ("--rdv", "30/03/2026 14:00", "--le", "11/03/2026")
    assert of("convoquer", opened, *same).code == 0
    assert of("convoquer", other, *same).code == 0


def test_a_counsellor_is_not_expected_at_two_places_at_once(of: Of, opened: str) -> None:
    other = of(*MARTIN, "--le", "01/12/2025").out.strip()
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--lieu", "à l'antenne")
    refused = of("convoquer", other, "--rdv", "15/12/2025 14:30", "--le", "02/12/2025")
    assert (refused.code, "par le même conseiller" in refused.err) == (3, True)


def test_a_room_that_a_colleague_takes_is_said_and_a_reason_goes_beyond(of: Of, opened: str, folder: Path) -> None:
    config = folder / "config.toml"
    text = config.read_text(encoding="utf-8").replace("salles = []", 'salles = ["bureau 2"]')
    config.write_text(text, encoding="utf-8")
    (folder / "autre.toml").write_text(text.replace('nom = "Renard"', 'nom = "Autre"'), encoding="utf-8")
    theirs = of("--config", "autre.toml", *MARTIN, "--le", "01/12/2025").out.strip()
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--lieu", "bureau 2, dans nos locaux")
    same = ("convoquer", theirs, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--lieu")
    refused = of(*same, "Bureau 2")
    assert (refused.code, f"« bureau 2 » est pris à 14 h par une autre famille (dossier {opened}" in refused.err) == (3, True)
    assert of(*same, "Bureau 2", "--malgre", "le bureau a deux tables").code == 0


def test_school_holidays_are_shown_and_stop_nothing(of: Of, opened: str) -> None:
    done = of("convoquer", opened, "--rdv", "22/12/2025 14:00", "--le", "02/12/2025")
    assert (done.code, "(vacances de Noël)" in done.err) == (0, True)
    week = of("--au", "22/12/2025", "agenda", "--json").json
    assert week["vacances"] == [{"nom": "vacances de Noël", "du": "2025-12-20", "au": "2026-01-04"}]
    assert "vacances de Noël" in of("--au", "22/12/2025", "agenda").err
    assert [free for free in week["libres"] if free["jour"] == "2025-12-22"]
