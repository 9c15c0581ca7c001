"""The directory of partners, and its use: by number, by name, by a part of it; nothing of it is overwritten."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from cli.conftest import OPEN, Of
from house import desk
from ofworkflow.casework.registry.partners import Partner, add_partner, change_partner, end_partner, partner_named, partners
from ofworkflow.errors import AlreadyNotedError, UsageError
from ofworkflow.law.periods import add_months
from ofworkflow.procedure.vocabulary import PartnerKind
from ofworkflow.storage.database import Database

REF = "2025-0001"
CIO = ("partenaires", "--ajouter", "CIO de Lille", "--genre", "cio", "--contact", "Mme Delattre", "--telephone", "03 53 01 22 33")


def test_a_partner_is_added_changed_and_ended_and_its_old_lines_stay(of: Of, folder: Path) -> None:
    assert of(*CIO).code == 0
    assert of("partenaires", "--modifier", "1", "--courriel", "cio@exemple.invalid").code == 0
    [known] = of("partenaires", "--json").json["partenaires"]
    assert (known["contact"], known["telephone"], known["courriel"]) == ("Mme Delattre", "03 53 01 22 33", "cio@exemple.invalid")
    assert "CIO de Lille" in of("partenaires").out
    assert of("partenaires", "--terminer", "1").code == 0
    assert of("partenaires", "--json").json["partenaires"] == []
    [ended] = of("partenaires", "--tous", "--json").json["partenaires"]
    assert ended["fin_le"]
    [base] = folder.rglob("*.db")
    with sqlite3.connect(base) as opened:
        assert [row[0] for row in opened.execute("select courriel from partenaire order by id")] == [
            None, "cio@exemple.invalid", "cio@exemple.invalid",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        (CIO, 3, "est au carnet, n° 1"),
        (("partenaires", "--ajouter", "CFA"), 2, "--genre"),
        (("partenaires", "--ajouter", "  ", "--genre", "cfa"), 2, "a un nom"),
        (("partenaires", "--ajouter", "CFA", "--genre", "cfa", "--telephone", "12"), 2, "--telephone"),
        (("partenaires", "--modifier", "1", "--courriel", "pasuncourriel"), 2, "--courriel"),
        (("partenaires", "--modifier", "1"), 2, "Rien à changer"),
        (("partenaires", "--modifier", "9", "--contact", "X"), 2, "n'est pas au carnet"),
        (("partenaires", "--modifier", "1", "--contact", "Mme Delattre"), 3, "Déjà noté"),
        (("partenaires", "--terminer", "9"), 2, "n'est pas au carnet"),
        (("partenaires", "--contact", "X"), 2, "quoi faire"),
        (("partenaires", "--modifier", "1", "--terminer", "1"), 2, "gardez-en un"),
        (("partenaires", "--modifier", "1", "--effacer", "1"), 2, "gardez-en un"),
        (("partenaires", "--effacer", "9"), 2, "n'est pas au carnet"),
        (("partenaires", "--appliquer"), 2, "--effacer N"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(of: Of, typed: tuple[str, ...], code: int, says: str) -> None:
    of(*CIO)
    before = of("partenaires", "--tous", "--json").out
    refused = of(*typed)
    assert (refused.code, says in refused.err) == (code, True), refused.err
    assert of("partenaires", "--tous", "--json").out == before


def test_a_request_takes_its_partner_from_the_directory(of: Of) -> None:
    of("--au", "01/12/2025", *OPEN)
    of(*CIO)
    asked = ("demander", REF, "--objet", "nouvelles", "--avant", "16/12/2025")
    assert of("--au", "02/12/2025", *asked, "--partenaire", "cio").code == 0
    [demand] = of("voir", REF, "--json").json["demandes"]
    assert (demand["partenaire"], demand["genre"], demand["nom"]) == (1, "cio", "CIO de Lille")
    shown = of("--au", "02/12/2025", "voir", REF).out.replace("\n", " ")
    assert "Mme Delattre · 03 53 01 22 33" in shown
    assert of(*asked, "--partenaire", "PJJ").code == 2
    assert of(*asked).code == 2
    assert of(*asked, "--partenaire", "1", "--genre", "cio").code == 2


def test_numbers_go_on_and_a_name_is_the_same_whatever_its_capitals(database: Database) -> None:
    """On both engines."""
    us = desk(date(2025, 12, 2))
    with database.writing() as connection:
        ours = add_partner(connection, Partner(0, PartnerKind.CIO, "CIO de Lille"), desk=us)
        with pytest.raises(AlreadyNotedError):
            add_partner(connection, Partner(0, PartnerKind.CIO, "cio de LILLE"), desk=us)
        changed = change_partner(connection, ours.number, {"phone": "0353012233"}, desk=us)
        assert (changed.number, changed.phone) == (1, "03 53 01 22 33")
        assert add_partner(connection, Partner(0, PartnerKind.CFA, "CFA de Lille"), desk=us).number == 2
        with pytest.raises(UsageError, match="plusieurs partenaires"):
            partner_named(connection, "lille")
        end_partner(connection, 1, us.today, desk=us)
        assert [each.name for each in partners(connection)] == ["CFA de Lille"]
        assert partner_named(connection, "lille").number == 2
        with pytest.raises(UsageError, match="n'est pas au carnet"):
            partner_named(connection, "1")


def test_each_house_has_its_own_directory_and_its_own_meetings(of: Of, folder: Path) -> None:
    config = (folder / "config.toml").read_text(encoding="utf-8")
    (folder / "autre.toml").write_text(config.replace('"ML-EXEMPLE"', '"ML-AUTRE"'), encoding="utf-8")
    theirs = ("--config", "autre.toml", "--au", "02/12/2025")
    of(*CIO)
    of("--au", "01/12/2025", *OPEN)
    of("--au", "02/12/2025", "inscrire", REF, "--reunion", "09/12/2025", "--sujet", "place")
    assert of(*theirs, "partenaires", "--json").json["partenaires"] == []
    assert of(*theirs, "reunion", "--json").json["reunions"] == []
    assert of(*theirs, "reunion", "09/12/2025", "--json").json["dossiers"] == []
    assert of(*theirs, "partenaires", "--modifier", "1", "--contact", "X").code == 2
    assert of(*theirs, *CIO).code == 0  # the same name there is another partner, and the first of its own
    assert [p["n"] for p in of(*theirs, "partenaires", "--json").json["partenaires"]] == [1]
    [ours] = of("partenaires", "--json").json["partenaires"]
    assert ours["contact"] == "Mme Delattre"


def test_what_is_kept_of_who_answers_there_is_shown_with_its_end_then_erased_from_every_line(of: Of, folder: Path) -> None:
    """RGPD, articles 5, 15 and 17: as long as a closed dossier (24 months), counted from the day a line counts no more."""
    of("--au", "01/12/2025", *CIO)
    of("--au", "01/12/2025", "partenaires", "--modifier", "1", "--contact", "M. Roche", "--courriel", "roche@exemple.invalid")
    of("partenaires", "--terminer", "1", "--le", "31/01/2026")
    shown = of("partenaires", "--effacer", "1", "--json").json
    assert [(g["contact"], g["telephone"], g["courriel"]) for g in shown["gardees"]] == [
        ("Mme Delattre", "03 53 01 22 33", None), *[("M. Roche", "03 53 01 22 33", "roche@exemple.invalid")] * 2,
    ]  # fmt: skip
    replaced = [add_months(date.fromisoformat(g["jusqu_au"]), 24).isoformat() for g in shown["gardees"][:2]]
    assert [g["a_effacer_le"] for g in shown["gardees"]] == [*replaced, "2028-01-31"]
    seen = of("partenaires", "--effacer", "1")
    assert ("Mme Delattre" in seen.out, "--effacer 1 --appliquer" in seen.err) == (True, True)
    assert "3 lignes effacées" in of("partenaires", "--effacer", "1", "--appliquer").out
    [known] = of("partenaires", "--tous", "--json").json["partenaires"]
    assert (known["nom"], known["fin_le"], known["contact"], known["telephone"]) == ("CIO de Lille", "2026-01-31", None, None)
    assert of("partenaires", "--effacer", "1", "--json").json["gardees"] == []
    assert of("partenaires", "--effacer", "1", "--appliquer").code == 3
    [base] = folder.rglob("*.db")
    with closing(sqlite3.connect(base)) as opened:
        held = opened.execute("select contact, telephone, courriel from partenaire").fetchall()
    assert held == [(None, None, None)] * 4
    assert all(word not in base.read_bytes() for word in (b"Delattre", b"roche@")), "erased from the file too"


def test_who_answers_today_is_kept_until_somebody_else_does(of: Of) -> None:
    of(*CIO)
    [held] = of("partenaires", "--effacer", "1", "--json").json["gardees"]
    assert (held["jusqu_au"], held["a_effacer_le"]) == (None, None)
