"""The meeting of the platform: who it speaks of, what it decided, and what the partners may read of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import OPEN, Of
from ofworkflow.casework.agenda.meeting import SHOWN
from ofworkflow.letters.page_reading import text_of
from ofworkflow.procedure.vocabulary import Stage

REF, DAY = "2025-0001", "09/12/2025"


def _listed(of: Of, *more: str) -> None:
    of("--au", "01/12/2025", *OPEN, *more)
    assert (
        of("--au", "02/12/2025", "inscrire", REF, "--reunion", DAY, "--sujet", "injoignable", "--note", "mère très inquiète").code
        == 0
    )


def _handout(of: Of, folder: Path, on: str = DAY) -> str:
    made = of("--au", on, "reunion", DAY, "--sortie", "feuille.pdf", "--remplacer")
    assert made.code == 0, made.err
    return " ".join(text_of((folder / "feuille.pdf").read_bytes()).split())


def test_a_meeting_is_the_dossiers_listed_for_its_day(of: Of) -> None:
    _listed(of)
    assert of("reunion", "--json").json["reunions"] == [{"le": "2025-12-09", "dossiers": 1, "attendus": 1}]
    assert of("reunion", "10/12/2025", "--json").json["dossiers"] == []
    of("--au", DAY, "decider", REF, "--quoi", "recevoir", "--qui", "nous", "--avant", "16/12/2025")
    assert of("reunion", "--json").json["reunions"] == [{"le": "2025-12-09", "dossiers": 1, "attendus": 0}]
    [line] = of("reunion", DAY, "--json").json["dossiers"]
    assert (line["reference"], line["parle"], line["decisions"][0]["qui"]) == (REF, True, "la mission locale")
    assert "le recevoir (la mission locale)" in of("reunion", DAY).out.replace("\n", " ")
    of("--au", DAY, "annuler", REF, "--motif", "essai")
    of("--au", DAY, "annuler", REF, "--motif", "essai", "--encore")  # the listing itself: the meeting is no more
    assert of("reunion", "--json").json["reunions"] == []


def test_many_are_listed_in_one_gesture_once(of: Of) -> None:
    of("--au", "01/12/2025", *OPEN)
    many = ("--au", "02/12/2025", "reunion", DAY, "--sujet", "nouvelles", "--tous")
    assert of(*many, "--json").json["proposes"] == [REF]
    assert of("reunion", "--json").json["reunions"] == []  # proposed only
    assert of(*many, "--appliquer").code == 0
    assert of(*many, "--json").json["proposes"] == []
    assert of("reunion", "--json").json["reunions"][0]["dossiers"] == 1


def test_the_handout_shows_what_the_partners_need_and_nothing_else(of: Of, folder: Path) -> None:
    """RGPD, article 5, 1, c: no address, no phone, no date of birth, no note, no reference, no parent."""
    _listed(of, "--telephone", "06 39 98 01 01", "--etablissement", "Lycée Baggio")
    of("--au", "02/12/2025", "contact", REF, "--nature", "telephone", "--resultat", "joint", "--note", "pleure au téléphone")
    said = _handout(of, folder)
    for shown in (
        "Léa DUPONT",
        "16 ans",
        "Lambersart",
        "Lycée Baggio",
        "premier entretien à fixer",
        "personne ne parvient",
        "Ne pas diffuser",
    ):
        assert shown in said, shown
    for hidden in (REF, "Lilas", "59130", "06 39", "14/05/2009", "Anne", "Marc", "inquiète", "pleure"):
        assert hidden not in said.partition("Qui fait quoi")[2].partition("Ne pas diffuser")[0], hidden


@pytest.mark.parametrize("school", ["IME Les Lilas", "lycée Baggio, ULIS", "Hôpital de jour", "Itep du Nord"])
def test_a_school_that_tells_of_health_is_left_out(of: Of, folder: Path, school: str) -> None:
    _listed(of, "--etablissement", school)
    said = _handout(of, folder)
    assert not {word for word in school.replace(",", "").split() if word in said.split() and len(word) > 3}
    assert "Lambersart" in said


def test_where_an_address_is_confidential_neither_commune_nor_school_is_shown(of: Of, folder: Path) -> None:
    _listed(of, "--etablissement", "Lycée Baggio")
    of("--au", "02/12/2025", "modifier", REF, "--representant", "1", "--confidentielle", "oui")
    said = _handout(of, folder)
    assert "Léa DUPONT" in said
    assert "Baggio" not in said
    assert "Lambersart" not in said.partition("Léa DUPONT")[2].partition("Ne pas diffuser")[0]


def test_an_exemption_reads_as_any_dossier_in_order(of: Of, folder: Path) -> None:
    """R. 114-3 knows no exemption but one of health: told apart, it would say so."""
    assert SHOWN[Stage.EXEMPTION] == SHOWN[Stage.CONFORMITE]
    assert set(SHOWN) == set(Stage)
    _listed(of)
    of("--au", "03/12/2025", "exempter", REF)
    said = _handout(of, folder).casefold()
    assert "en règle" in said
    assert not {"exempt", "certificat", "114-3", "santé"} & {w for w in ("exempt", "certificat", "114-3", "santé") if w in said}


@pytest.mark.parametrize(
    ("kind", "name", "shown"), [("pjj", "UEMO de Lille", "un partenaire"), ("cfa", "CFA de Lille", "CFA de Lille")]
)
def test_who_would_tell_of_a_judge_is_not_named(of: Of, folder: Path, kind: str, name: str, shown: str) -> None:
    _listed(of)
    of("--au", DAY, "decider", REF, "--quoi", "contacter", "--qui", name, "--genre", kind, "--avant", "16/12/2025")
    said = _handout(of, folder)
    assert f"par {shown}, avant le 16/12/2025" in said
    assert ("UEMO" in said) is False
    assert name in of("voir", REF).out.replace("\n", " ")  # the house knows


def test_a_closed_dossier_is_on_no_handout(of: Of, folder: Path) -> None:
    _listed(of)
    of("--au", "03/12/2025", "clore", REF, "--motif", "demenagement")
    refused = of("--au", DAY, "reunion", DAY, "--sortie", "feuille.pdf")
    assert refused.code == 2
    assert "ne parle d'aucun dossier" in refused.err
    assert not (folder / "feuille.pdf").exists()
