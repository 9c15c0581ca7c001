"""Two dossiers of one minor, merged by what is typed: acts, figures, lists, the doctor follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import OPEN, Of
from cli.test_lots import LEA, _list, _unsound

MERGE = ("fusionner", "2025-0001", "2025-0002", "--le", "05/12/2025")
UNDO = ("fusionner", "--annuler", "2025-0002", "--le", "05/12/2025")


@pytest.fixture
def twice(of: Of, opened: str) -> Of:
    """Return the tool, once one minor has two dossiers."""
    assert of(*OPEN, "--homonyme", "--le", "02/12/2025").out.strip() == "2025-0002"
    return of


def test_an_act_typed_about_the_one_that_stopped_is_done_in_the_other(twice: Of) -> None:
    done = twice(*MERGE, "--json")
    assert (done.code, done.json["garde"], done.json["absorbe"]) == (0, "2025-0001", "2025-0002")
    view = twice("voir", "2025-0002", "--json").json
    assert (view["reference"], [one["reference"] for one in view["reunis"]]) == ("2025-0001", ["2025-0002"])
    assert twice("convoquer", "2025-0002", "--rdv", "22/12/2025 14:00", "--le", "06/12/2025").code == 0
    told = [each["acte"] for each in twice("voir", "2025-0001", "--json").json["journal"]]
    assert told == ["ouvrir", "convoquer"]
    assert "2025-0001" in twice("modifier", "2025-0002", "--telephone", "06 39 98 01 01").err
    assert twice("contact", "2025-0002", "--nature", "sms", "--resultat", "joint", "--le", "06/12/2025").code == 0
    assert twice("pourquoi", "2025-0002").code == 0
    assert "Dossier réuni" in twice("voir", "2025-0001").out
    assert _unsound(twice) == []


def test_figures_count_one_minor(twice: Of) -> None:
    def counted() -> dict[str, object]:
        figures = twice("stats", "--annee", "2025", "--json").json["indicateurs"]
        return {each["code"]: (each["numerateur"], each["denominateur"]) for each in figures}

    both = counted()
    twice(*MERGE)
    one = counted()
    assert one != both
    twice(*UNDO)
    assert counted() == both


def test_a_list_knows_one_minor_by_either_card(twice: Of, folder: Path) -> None:
    _list(folder, LEA)
    words = ("importer", "liste.csv", "--le", "08/12/2025", "--appliquer", "--json")
    assert twice(*words).json["douteux"] == 1  # two persons look like her
    twice(*MERGE)
    again = twice("importer", "liste.csv", "--le", "08/12/2025", "--json").json
    assert (again["a_creer"], again["inchanges"], again["douteux"]) == (0, 1, 0)


def test_the_merge_is_undone_and_the_doctor_agrees(twice: Of) -> None:
    twice(*MERGE)
    assert _unsound(twice) == []
    assert twice(*UNDO).code == 0
    assert twice("voir", "2025-0002", "--json").json["etape"] == "reperage"
    assert twice("voir", "2025-0001", "--json").json["reunis"] == []
    assert _unsound(twice) == []
    assert twice(*UNDO).code == 2


def test_a_statutory_delay_does_not_stop_with_its_dossier(twice: Of) -> None:
    late = ("--motif-preavis", "accord", "--envoi", "simple")
    assert twice("convoquer", "2025-0002", "--rdv", "04/12/2025 14:00", "--le", "03/12/2025", *late).code == 0
    assert twice("absence", "2025-0002", "--le", "05/12/2025").code == 0
    again = ("convoquer", "2025-0002", "--rdv", "12/01/2026 14:00", "--le", "15/12/2025", *late)
    assert twice(*again).code == 0
    refused = twice("fusionner", "2025-0001", "2025-0002", "--garder", "2025-0001", "--le", "16/12/2025")
    assert refused.code == 3
    assert "--garder 2025-0002" in refused.err
    done = twice("fusionner", "2025-0001", "2025-0002", "--le", "16/12/2025", "--json")
    assert (done.code, done.json["garde"]) == (0, "2025-0002")
    assert _unsound(twice) == []


def test_a_list_is_not_undone_under_a_merge(of: Of, folder: Path) -> None:
    _list(folder, LEA)
    assert of("importer", "liste.csv", "--le", "01/12/2025", "--appliquer").code == 0
    assert of(*OPEN, "--homonyme", "--le", "02/12/2025").code == 0
    of(*MERGE)
    kept = of("importer", "--annuler", "L0001", "--appliquer", "--json")
    assert kept.code == 5
    assert kept.json["gardes"][0]["geste"].startswith("of fusionner --annuler 2025-0002, puis of clore 2025-0001")
    of(*UNDO)
    assert of("importer", "--annuler", "L0001", "--appliquer").code == 5  # its journal tells of it
    assert _unsound(of) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("fusionner", "2025-0001"), 2), (("fusionner", "2025-0001", "2025-0001"), 3), (("fusionner", "2025-0001", "2025-0009"), 2),
        (("fusionner", "2025-0001", "--annuler", "2025-0002"), 2), (("fusionner", "--annuler", "2025-0002"), 2),
    ],
)  # fmt: skip
def test_what_cannot_be_merged_changes_nothing(twice: Of, words: tuple[str, ...], code: int) -> None:
    assert twice(*words).code == code
    assert len(twice("chercher", "dupont", "--json").json["dossiers"]) == 2
