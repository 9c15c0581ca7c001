"""Two mission locales in one base: each sees, and touches, its own dossiers only (trap 18)."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from cli.conftest import OPEN, Of, Typed
from ofworkflow.cli.main import command_names
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

OTHER = [word.replace("DUPONT", "MARTIN").replace("Léa", "Zoé").replace("Anne", "Rose") for word in OPEN]
SUMMON = ("--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
NAMES = re.compile(r"\b(DUPONT|Léa|Anne|Marc)\b")

# What a counsellor of the other house may type about ours: by reference, by letter, by run, by name.
ABOUT = {
    "guide": ("2025-0001",),
    "fusionner": ("2025-0001", "2025-0002"),
    "modifier": ("2025-0001", "--telephone", "06 39 98 01 01"),
    "fiche": ("2025-0001", "--telephone", "06 39 98 01 01"),
    "faire": ("1",),
    "voir": ("2025-0001",),
    "pourquoi": ("2025-0001",),
    "contact": ("2025-0001", "--nature", "sms", "--resultat", "joint"),
    "convoquer": ("2025-0001", *SUMMON),
    "reporter": ("2025-0001", "--rdv", "20/01/2026 10:00", "--motif", "demande_famille"),
    "inviter": ("2025-0001", "--rdv", "20/01/2026 10:00"),
    "proposer": ("2025-0001", "--nature", "formation_initiale", "--reponse", "acceptee"),
    "promettre": ("2025-0001", "--nature", "emploi", "--debut", "05/01/2026", "--preuve", "contrat"),
    "retirer": ("2025-0001", "--motif", "non_tenue"),
    "demander": ("2025-0001", "--genre", "cio", "--nom", "CIO", "--objet", "nouvelles", "--avant", "05/01/2026"),
    "repondre": ("2025-0001", "--reponse", "favorable"),
    "inscrire": ("2025-0001", "--reunion", "05/01/2026", "--sujet", "place"),
    "decider": ("2025-0001", "--quoi", "rien"),
    "achever": ("2025-0001",),
    "naissance": ("2025-0001", "--date", "12/05/2009", "--preuve", "passeport"),
    "cadrer": ("2025-0001", "--cadre", "tdo", "--debut", "01/12/2025"),
    "recevoir": ("2025-0001", "--present", "mineur"),
    "absence": ("2025-0001",),
    "justifier": ("2025-0001", "--motif", "transport"),
    "situation": ("2025-0001", "--nature", "emploi", "--debut", "01/12/2025", "--preuve", "contrat"),
    "exempter": ("2025-0001",),
    "rompre": ("2025-0001", "--motif", "abandon"),
    "silence": ("2025-0001",),
    "preparer": ("2025-0001",),
    "transmettre": ("2025-0001", "--signataire", "X"),
    "reponse": ("2025-0001", "--nature", "accuse"),
    "clore": ("2025-0001", "--motif", "erreur"),
    "rouvrir": ("2025-0001", "--motif", "x"),
    "annuler": ("2025-0001", "--motif", "x"),
    "rectifier": ("2025-0001", "--acte", "2", "--motif", "date"),
    "reprendre": ("2025-0001", "--de", "X", "--premiere", "01/12/2025", "--premier-rdv", "02/12/2025 10:00"),
    "signaler": ("2025-0001",),
}
LETTERS = (
    ("apercu", "C000001"), ("apercu", "2025-0001"), ("poster", "C000001", "--mode", "simple"), ("retour", "C000001", "--issue", "npai"),
    ("renvoyer", "C000001"), ("imprimer", "--lot", "T0001"), ("bordereau", "T0001"), ("poster", "T0001", "--mode", "simple"),
)  # fmt: skip
# What lists: it must answer, and hold nothing of ours.
LISTS = (
    ("jour", "--tout"), ("agenda", "mois"), ("issues",), ("rappels",), ("contact", "--lot", "--tous"), ("conges",), ("conges", "--du", "15/12/2025"), ("convoquer", "--lot", "--tous"), ("chercher", "dupont"), ("dossiers",), ("courriers",), ("courriers", "tirages"), ("courriers", "verifier"),
    ("stats", "--annee", "2025"), ("stats", "--annee", "2025", "--dossiers", "population"), ("bilan", "2025", "--figer"),
    ("bilan", "liste"), ("rapport", "--noms"), ("nuit", "--simuler", "--au", "31/12/2026"), ("nuits",), ("docteur",),
    ("base", "etat"), ("nuit",), ("importer", "liste.csv"), ("lots",), ("doutes",),
    ("imilo", "a-ressaisir"), ("imilo", "comparer", "liste.csv"),
    ("reunion",), ("reunion", "09/12/2025"), ("reunion", "20/12/2025", "--sujet", "nouvelles", "--tous"), ("partenaires", "--tous"),
)  # fmt: skip
NOT_ABOUT_DOSSIERS = {"init", "demo", "ouvrir", "planifier", "procedure", "completion", "config"}


_LIST = """NOM;PRENOM;DATE_NAISSANCE;SEXE;ADRESSE;CODE_POSTAL;COMMUNE;RL1_NOM;RL1_PRENOM;RL1_QUALITE;RL1_ADRESSE;RL1_CODE_POSTAL;RL1_COMMUNE
DUPONT;Léa;14/05/2009;F;12 rue des Lilas;59130;Lambersart;DUPONT;Anne;mere;12 rue des Lilas;59130;Lambersart
"""


@pytest.fixture
def theirs(of: Of, folder: Path) -> Of:
    """Return the tool as the other mission locale types it, after each has opened and summoned somebody."""
    config = (folder / "config.toml").read_text(encoding="utf-8")
    (folder / "autre.toml").write_text(config.replace('"ML-EXEMPLE"', '"ML-AUTRE"'), encoding="utf-8")
    of(*OPEN, "--le", "01/12/2025")
    of("convoquer", "2025-0001", *SUMMON[:-2])
    of("--au", "02/12/2025", "courriers", "imprimer")

    def type_there(*arguments: str) -> Typed:
        return of("--config", "autre.toml", "--au", "16/12/2025", *arguments)

    assert type_there(*OTHER, "--le", "01/12/2025").out.strip() == "2025-0002"
    return type_there


def _everything(folder: Path) -> list[object]:
    base = Database(f"sqlite:///{folder / 'ofworkflow.db'}")
    with base.reading() as connection:
        d = m.dossier.c
        ours = select(d.id).where(d.structure == "ML-EXEMPLE")
        found = [
            list(connection.execute(select(table).where(table.c[name].in_(ours))))
            for table, name in (
                (m.dossier, "id"),
                (m.journal, "dossier_id"),
                (m.courrier, "dossier_id"),
                (m.prevision, "dossier_id"),
            )
        ]
    base.dispose()
    return found


def test_every_command_is_tried_from_the_other_house() -> None:
    assert set(command_names()) == set(ABOUT) | {words[0] for words in LISTS} | NOT_ABOUT_DOSSIERS | {"courriers"}


def test_nothing_of_ours_can_be_acted_upon_from_the_other_house(theirs: Of, folder: Path) -> None:
    before = _everything(folder)
    for words in [(name, *rest) for name, rest in ABOUT.items()] + [("courriers", *words) for words in LETTERS]:
        answer = theirs(*words)
        assert answer.code == 2, words
        assert not NAMES.search(answer.out + answer.err), words
    assert _everything(folder) == before


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_no_list_of_the_other_house_holds_anything_of_ours(theirs: Of, folder: Path, words: tuple[str, ...]) -> None:
    (folder / "liste.csv").write_text(_LIST, encoding="utf-8")
    before = _everything(folder)
    answer = theirs(*words)
    assert answer.code in (0, 4), answer.err
    if words[0] == "importer":  # known to us, unknown to them: their list does not tell that we follow her
        assert "1 dossier à créer" in answer.out
    elif words[:2] == ("imilo", "comparer"):  # idem: what their own export says, and nothing of ours
        ours, _, theirs_alone = answer.out.partition("Dans l'export seulement")
        assert "DUPONT" in theirs_alone
        assert not NAMES.search(ours)
    else:
        assert not NAMES.search(answer.out)
        assert "2025-0001" not in answer.out
    assert _everything(folder) == before


def test_a_night_over_all_of_them_leaves_each_its_own_letters(theirs: Of, of: Of) -> None:
    both = theirs("--au", "31/01/2026", "nuit", "--toutes", "--json").json
    assert {a["reference"] for a in both["alertes"]} == {"2025-0002"}
    assert both["autres_structures"]["alertes"] == 1
    assert of("--au", "31/01/2026", "nuit", "--json").json["examines"] == 0
    assert of("--au", "31/01/2026", "nuits", "--du", "31/01/2026").code == 0


def test_on_postgresql_too_a_night_over_all_of_them_shows_no_reference_of_another_house(
    of: Of, folder: Path, postgresql_base: Database, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """The night is done by several, on connections of their own: none of them tells the others' references."""
    monkeypatch.setenv("OFWORKFLOW_BASE_URL", postgresql_base.url)
    theirs: Of = request.getfixturevalue("theirs")
    simulated = theirs("--au", "02/12/2025", "nuit", "--toutes", "--simuler", "--au", "31/01/2026")
    assert "2025-0002" in simulated.out
    with postgresql_base.writing() as connection:
        d = m.dossier.c
        connection.execute(update(m.dossier).where(d.reference == "2025-0001").values(prochaine_le=date(2031, 1, 1)))
    night = theirs("--au", "31/01/2026", "nuit", "--toutes", "--json")
    ledger = theirs("--au", "31/01/2026", "nuits", "--du", "31/01/2026", "--json")
    for answer in (simulated, night, ledger, theirs("--au", "31/01/2026", "nuits", "--du", "31/01/2026")):
        assert "2025-0001" not in answer.out + answer.err
    assert {a["reference"] for a in night.json["alertes"]} == {"2025-0002"}
    assert night.json["autres_structures"]["echecs"] == 1
    assert "2025-0001" in of("--au", "31/01/2026", "nuits", "--du", "31/01/2026", "--json").out


def test_a_night_over_all_of_them_shows_no_reference_of_another_house(theirs: Of, of: Of, folder: Path) -> None:
    """Its own in full, of the others only how much: done, simulated, set aside, in the ledger."""
    simulated = theirs("--au", "02/12/2025", "nuit", "--toutes", "--simuler", "--au", "31/01/2026")
    assert "2025-0002" in simulated.out
    with sqlite3.connect(folder / "ofworkflow.db") as base:  # ours disagrees with its journal: it is set aside
        base.execute("UPDATE dossier SET prochaine_le = '2031-01-01' WHERE reference = '2025-0001'")
    base.close()
    night = theirs("--au", "31/01/2026", "nuit", "--toutes")
    ledger = theirs("--au", "31/01/2026", "nuits", "--du", "31/01/2026", "--json")
    for answer in (simulated, night, ledger, theirs("--au", "31/01/2026", "nuits", "--du", "31/01/2026")):
        assert "2025-0001" not in answer.out + answer.err
    assert "Autres missions locales : 0 acte" in night.err
    assert "1 échec" in night.err
    assert "2025-0001" in of("--au", "31/01/2026", "nuits", "--du", "31/01/2026", "--json").out


def test_a_dossier_left_under_another_code_is_found_by_the_doctor(of: Of, opened: str, folder: Path) -> None:
    of("--au", "02/12/2025", "nuit")
    assert of("--au", "02/12/2025", "docteur").code == 0
    path = folder / "config.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"ML-EXEMPLE"', '"ML-NEUVE"'), encoding="utf-8")
    found = of("--au", "02/12/2025", "docteur", "--json")
    assert found.code == 4
    assert [(a["controle"], a["sujet"]) for a in found.json["anomalies"]][-1] == ("structures", "ML-EXEMPLE")
