"""A frozen bilan: sealed once, identical when asked again, else told dossier by dossier with the reasons; never changed."""

from __future__ import annotations

import json
import threading
from datetime import date

import pytest
from sqlalchemy import event, select, update

from house import NOW, act, desk, minor, open_one, reported, summon
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.casework.registry.corrections import correct
from ofworkflow.errors import BrokenSealError, UsageError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Closing, ContactNature, ContactResult, Excuse, Nature, PostMode, Presence, Proof
from ofworkflow.statistics.bilan_changes import Way
from ofworkflow.statistics.figures import compute
from ofworkflow.statistics.freezing import EVERY_BREAKDOWN, Differences, Freezing, current, differences, freeze
from ofworkflow.statistics.frozen import SealedBilan, sealed
from ofworkflow.statistics.modalities import By, HouseTerritory
from ofworkflow.statistics.reasons import ReasonKind
from ofworkflow.storage import bilans as store
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

JAN_1, DEC_31 = date(2026, 1, 1), date(2026, 12, 31)
PLACE = HouseTerritory(("Lambersart", "La Madeleine"))
PERIOD = {"first": JAN_1, "last": DEC_31, "territory": PLACE, "author": "Camille Renard", "now": NOW}


def frozen(database: Database, **more: object) -> Freezing:
    with database.writing() as connection:
        return freeze(connection, **(PERIOD | more))  # type: ignore[arg-type]


def since(database: Database, old: SealedBilan) -> Differences:
    """Return what separates a bilan from the figures of now."""
    with database.reading() as connection:
        now, _ = current(connection, **PERIOD)  # type: ignore[arg-type]
        return differences(connection, old, now)


def moves(found: Differences, code: str) -> list[tuple[str, Way]]:
    return [(m.reference, m.way) for c in found.figures if c.code == code for m in c.moves]


@pytest.fixture
def lived(database: Database) -> Database:
    """Return a base where one is received, one at work, one of whom nothing is known."""
    first = open_one(database)
    summon(database, first, date(2026, 1, 5), rdv=date(2026, 1, 20))
    act(database, first, ask.Recevoir(Presence.MINEUR), date(2026, 1, 20))
    second = open_one(database, reported(minor("MARTIN", "Zoé", sexe="F", commune="La Madeleine")))
    job(database, second)
    open_one(database, reported(minor("PETIT", "Hugo", sexe="M")))
    return database


def job(database: Database, dossier: int, on: date = date(2026, 6, 1)) -> None:
    request = ask.ConstaterSituation(Nature.EMPLOI, date(2026, 6, 1), Proof.CONTRAT, date(2026, 6, 1), fin=date(2027, 2, 28))
    act(database, dossier, request, on)


def test_what_is_sealed_is_every_figure_as_shown_its_definition_and_the_population_by_reference(lived):
    content = frozen(lived).bilan.content
    with lived.reading() as connection:
        figures = compute(connection, first=JAN_1, last=DEC_31, territory=PLACE, by=EVERY_BREAKDOWN)
    assert {code: one["valeur"] for code, one in content["indicateurs"].items()} == {
        f.indicator.code: [f.numerator, f.denominator, f.shown] for f in figures.total.figures
    }
    assert content["indicateurs"]["I8"] | {"valeur": None} == {
        "libelle": "en situation professionnelle", "version": 1, "mesures": ["professional", "followed"], "valeur": None,
    }  # fmt: skip
    assert set(content["ventilations"]) == set(By)
    communes = {tuple(where): cells for where, cells in content["ventilations"]["commune"]}
    assert communes["La Madeleine",]["I8"] == [1, 1, "100 %"]
    assert list(content["population"]) == ["2025-0001", "2025-0002", "2025-0003"]
    assert content["population"]["2025-0001"]["n"] == 3
    assert content["population"]["2025-0001"]["mesures"]["received"] == 1
    assert content["periode"] == {"du": "2026-01-01", "au": "2026-12-31"}
    assert (content["auteur"], content["structure"], content["numero"]) == ("Camille Renard", None, "B0001")


def test_no_person_is_named_in_what_is_sealed(lived):
    text = store.canonical(frozen(lived).bilan.content)
    for said in ("DUPONT", "Léa", "MARTIN", "PETIT", "2009-05-14", "Lilas"):
        assert said not in text


def test_asked_again_it_is_the_same_and_no_second_one_is_written(lived):
    first, again = frozen(lived), frozen(lived, author="Dominique Petit")
    assert (first.is_new, again.is_new) == (True, False)
    assert again.bilan.number == first.bilan.number == "B0001"
    assert again.bilan.sha256 == first.bilan.sha256
    with lived.reading() as connection:
        assert [row.numero for row in store.kept(connection)] == ["B0001"]
        assert since(lived, first.bilan).identical


def test_an_act_after_the_period_changes_nothing(lived):
    before = frozen(lived).bilan
    act(lived, 1, ask.Cloturer(Closing.DEMENAGEMENT), date(2027, 1, 5))
    assert not frozen(lived).is_new
    assert since(lived, before).identical


def test_an_act_noted_late_gives_a_new_number_and_is_the_reason(lived):
    frozen(lived)
    act(lived, 3, ask.ConstaterSituation(Nature.EMPLOI, date(2026, 12, 1), Proof.CONTRAT, date(2027, 1, 10), fin=date(2027, 3, 1)),
        date(2027, 1, 10))  # fmt: skip
    done = frozen(lived)
    assert (done.bilan.number, done.is_new) == ("B0002", True)
    assert done.since is not None
    assert done.since.old.number == "B0001"
    assert moves(done.since, "I8") == [("2025-0003", Way.ENTRE)]
    assert moves(done.since, "I15") == [("2025-0003", Way.SORTI)]
    [reason] = done.since.why["2025-0003"]
    assert (reason.kind, reason.n, reason.act, reason.done_on, reason.author, reason.detail) == (
        ReasonKind.ACTE, 2, "constater_situation", date(2027, 1, 10), "Camille Renard", "emploi"
    )  # fmt: skip
    assert list(done.since.why) == ["2025-0003"]


def test_an_act_voided_since_is_the_reason(lived):
    before = frozen(lived).bilan
    act(lived, 1, ask.Annuler("ce n'était pas lui"), date(2026, 12, 1))
    found = since(lived, before)
    assert moves(found, "I3") == [("2025-0001", Way.SORTI)]
    [reason] = found.why["2025-0001"]
    assert (reason.kind, reason.n, reason.act, reason.done_on) == (ReasonKind.ANNULATION, 3, "recevoir", date(2026, 1, 20))


def test_what_is_noted_and_voided_in_between_is_no_reason(lived):
    before = frozen(lived).bilan
    summon(lived, 3, date(2026, 12, 1), rdv=date(2026, 12, 15))
    act(lived, 3, ask.Annuler("erreur"), date(2026, 12, 2))
    assert since(lived, before).identical
    contact(lived, 3)
    assert [reason.kind for reason in since(lived, before).why["2025-0003"]] == [ReasonKind.CONTACT]


def contact(database: Database, dossier: int) -> None:
    with database.writing() as connection:
        record_contact(
            connection, dossier, nature=ContactNature.SMS, result=ContactResult.JOINT, done_on=date(2026, 3, 2),
            desk=desk(date(2026, 12, 1)), note="",
        )  # fmt: skip


def test_a_contact_noted_since_is_the_reason(lived):
    before = frozen(lived).bilan
    contact(lived, 3)
    found = since(lived, before)
    assert moves(found, "I2") == [("2025-0003", Way.ENTRE)]
    [reason] = found.why["2025-0003"]
    assert (reason.kind, reason.done_on, reason.detail) == (ReasonKind.CONTACT, date(2026, 3, 2), "sms, joint")


def test_a_dossier_closed_as_a_duplicate_goes_out_of_every_figure(lived):
    before = frozen(lived).bilan
    act(lived, 2, ask.Cloturer(Closing.DOUBLON), date(2027, 1, 5))
    found = since(lived, before)
    assert moves(found, "I6") == [("2025-0002", Way.SORTI)]
    [reason] = found.why["2025-0002"]
    assert (reason.act, reason.detail) == ("cloturer", "doublon")


def test_a_dossier_opened_late_comes_in(lived):
    before = frozen(lived).bilan
    open_one(lived, reported(minor("DURAND", "Iris"), on=date(2026, 5, 4)), on=date(2026, 5, 4))
    found = since(lived, before)
    assert moves(found, "I1") == [("2026-0001", Way.ENTRE)]
    assert [reason.kind for reason in found.why["2026-0001"]] == [ReasonKind.OUVERTURE]


def test_a_corrected_sheet_moves_a_breakdown_and_is_the_reason(lived):
    before = frozen(lived).bilan
    with lived.writing() as connection:
        row = connection.execute(select(m.dossier).where(m.dossier.c.id == 3)).one()
        correct(connection, row, {"commune": "La Madeleine"}, representative=None, desk=desk(date(2026, 12, 1)))
    done = frozen(lived)
    assert done.is_new
    assert done.since is not None
    assert (done.since.figures, done.since.moved) == ((), ())
    assert {(c.breakdown, c.modality, c.code) for c in done.since.cells} >= {
        ("commune", "Lambersart", "I15"), ("commune", "La Madeleine", "I15"),
    }  # fmt: skip
    [reason] = done.since.why["2025-0003"]
    assert (reason.kind, reason.detail) == (ReasonKind.FICHE, "commune : Lambersart → La Madeleine")
    assert since(lived, before).cells == done.since.cells


def test_what_left_no_trace_says_so(lived):
    before = frozen(lived).bilan
    with lived.writing() as connection:
        connection.execute(update(m.rendez_vous).values(issue="absent"))
    found = since(lived, before)
    assert [reason.kind for reason in found.why["2025-0001"]] == [ReasonKind.AUCUNE]


def test_a_new_definition_is_told(lived):
    before = frozen(lived).bilan
    content = json.loads(store.canonical(before.content))
    content["indicateurs"]["I8"]["version"] = 7
    with lived.reading() as connection:
        now, _ = current(connection, **PERIOD)  # type: ignore[arg-type]
        [change] = differences(connection, SealedBilan(content), now).figures
    assert (change.code, change.redefined, change.moves) == ("I8", (7, 1), ())


def test_the_days_of_a_median_move_too(lived):
    before = frozen(lived).bilan
    summon(lived, 3, date(2026, 1, 6), rdv=date(2026, 2, 3))
    act(lived, 3, ask.Recevoir(Presence.MINEUR), date(2026, 2, 3))
    found = since(lived, before)
    assert moves(found, "I11-mediane") == [("2025-0003", Way.ENTRE)]


def test_two_frozen_reports_tell_only_what_came_between_them(lived):
    first = frozen(lived).bilan
    contact(lived, 3)
    second = frozen(lived).bilan
    act(lived, 1, ask.Annuler("erreur"), date(2026, 12, 1))
    with lived.reading() as connection:
        found = differences(connection, second, first)  # whichever is given first
    assert (found.old.number, found.new.number) in {("B0001", "B0002"), ("B0002", "B0001")}
    assert list(found.why) == ["2025-0003"]


def test_signalements_of_two_periods_are_not_compared(lived):
    one = frozen(lived).bilan
    other = frozen(lived, first=date(2025, 1, 1), last=date(2025, 12, 31)).bilan
    with lived.reading() as connection, pytest.raises(UsageError, match="of stats --annee 2025 --compare 2026"):
        differences(connection, one, other)


@pytest.mark.parametrize(
    "harm",
    [
        lambda row: {"contenu": row.contenu.replace('"received":1', '"received":2')},
        lambda row: {"sha256": "0" * 64},
        lambda row: {"numero": "B0009"},
        lambda row: {"auteur": "Personne"},
        lambda row: {"au_le": date(2026, 12, 30)},
        lambda row: {"structure": "ML-AUTRE"},
    ],
)
def test_a_seal_that_no_longer_holds_is_told(lived, harm):
    number = frozen(lived).bilan.number
    with lived.writing() as connection:
        assert list(store.broken(connection)) == []
        row = store.by_number(connection, number)
        connection.execute(update(m.bilan_fige).values(harm(row)))
        [(named, reason)] = store.broken(connection)
        assert reason
        with pytest.raises(BrokenSealError, match="n'est plus celui qui a été figé") as told:
            sealed(connection, named)
    assert told.value.exit_code == 4


def test_a_broken_report_does_not_prevent_a_new_one(lived):
    frozen(lived)
    with lived.writing() as connection:
        connection.execute(update(m.bilan_fige).values(sha256="0" * 64))
    done = frozen(lived)
    assert (done.bilan.number, done.is_new, done.broken) == ("B0002", True, "B0001")


def test_each_mission_locale_freezes_and_sees_its_own(lived):
    ours, theirs = lived.seen_by("ML-EXEMPLE"), lived.seen_by("ML-AUTRE")
    assert frozen(ours).bilan.content["structure"] == "ML-EXEMPLE"
    assert frozen(theirs).is_new  # the same period, but not the same house
    with theirs.reading() as connection:
        assert [row.numero for row in store.kept(connection)] == ["B0002"]
        with pytest.raises(UsageError, match="n'existe pas"):
            sealed(connection, "B0001")


def test_frozen_by_two_people_at_once_it_is_frozen_once(lived):
    barrier, done = threading.Barrier(2), []

    def person() -> None:
        barrier.wait()
        done.append(frozen(lived))

    people = [threading.Thread(target=person) for _ in range(2)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sorted(one.is_new for one in done) == [False, True]
    assert {one.bilan.number for one in done} == {"B0001"}


def test_an_absence_excused_after_the_period_is_the_reason(lived):
    done = summon(lived, 3, date(2026, 11, 2), rdv=date(2026, 12, 28))
    act(lived, 3, ask.Poster(done.decision.n, (), PostMode.SIMPLE), date(2026, 11, 3))
    act(lived, 3, ask.ConstaterAbsence(), date(2026, 12, 28))
    before = frozen(lived).bilan
    act(lived, 3, ask.Justifier(Excuse.TRANSPORT), date(2027, 1, 4))
    contact(lived, 3)
    found = since(lived, before)
    assert moves(found, "I13") == [("2025-0003", Way.SORTI)]
    assert [(r.kind, r.act) for r in found.why["2025-0003"]] == [(ReasonKind.ACTE, "justifier"), (ReasonKind.CONTACT, "")]


def test_no_code_updates_nor_deletes_a_frozen_report(lived):
    sent: list[str] = []
    event.listen(lived.engine, "before_cursor_execute", lambda c, cur, statement, *rest: sent.append(statement))
    frozen(lived)
    contact(lived, 3)
    frozen(lived)
    assert any(statement.startswith("INSERT INTO bilan_fige") for statement in sent)
    assert not [s for s in sent if s.startswith(("UPDATE bilan_fige", "DELETE FROM bilan_fige"))]
