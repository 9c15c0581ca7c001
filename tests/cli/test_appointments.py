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
