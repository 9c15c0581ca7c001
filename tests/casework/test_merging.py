"""Two dossiers of one minor: merged, and the merge undone; every table as it was, what tells the acts apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from casework.test_undoing import dumped
from house import BAC, NOW, act, appointment, desk, minor, open_one, reported
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.casework.registry.corrections import correct
from ofworkflow.casework.registry.finding import find_dossier, search
from ofworkflow.casework.registry.merging import MergedDossiers, UnmergedDossiers, merge, unmerge
from ofworkflow.casework.registry.view import view_named
from ofworkflow.errors import AlreadyNotedError, RefusedError, UsageError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.persons import RepresentantLegal, Signalement
from ofworkflow.procedure.vocabulary import Closing, ContactNature, ContactResult, Quality, Stage
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.queries import dossier_row

ON = date(2025, 12, 10)
# What tells the two acts: the closing and its annulment, the corrections, the merge itself; and what counts entries.
TOLD = {"journal", "modification", "fusion", "compteur", "meta"}


def merged(database: Database, one: str, other: str, *, kept: str = "", despite: str = "", on: date = ON) -> MergedDossiers:
    with database.writing() as connection:
        return merge(connection, one, other, kept=kept, despite=despite, done_on=on, desk=desk(on))


def unmerged(database: Database, reference: str, *, on: date = ON) -> UnmergedDossiers:
    with database.writing() as connection:
        return unmerge(connection, reference, motif="deux jumelles", done_on=on, desk=desk(on))


def _other(**more: object) -> Signalement:
    """Return the same minor as another list has her: a phone more, an uncle more."""
    uncle = RepresentantLegal(Quality.TUTEUR, "DUPONT", "Yves", BAC)
    said = reported(minor(tel_portable="06 39 98 01 01", **more), on=date(2025, 12, 3))
    return replace(said, representants=(said.representants[0], uncle))


@pytest.fixture
def two(database: Database) -> Database:
    """Return a base where one minor has two dossiers: 2025-0001, reported first, and 2025-0002, with a contact."""
    open_one(database)
    second = open_one(database, _other(), on=date(2025, 12, 3))
    with database.writing() as connection:
        record_contact(
            connection, second, nature=ContactNature.SMS, result=ContactResult.MESSAGE, done_on=date(2025, 12, 4),
            desk=desk(date(2025, 12, 4)), note="",
        )  # fmt: skip
    return database


def state(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Return every table, but what counts the entries of a journal: the version of a dossier, the number of its next
    entry, the words of their notes."""
    tables = dumped(database, but=TOLD)
    for column in (m.dossier.c.version, m.prevision.c.donnees, m.prevision.c.n, m.recherche.c.notes):
        at = list(column.table.c).index(column)
        tables[column.table.name] = [tuple(row[:at]) + tuple(row[at + 1 :]) for row in tables[column.table.name]]
    return tables


def test_a_merge_undone_leaves_every_table_as_it_was(two: Database) -> None:
    before = state(two)
    done = merged(two, "2025-0002", "2025-0001")
    assert (done.garde, done.absorbe, done.remplis) == ("2025-0001", "2025-0002", ("tel_portable",))
    assert (done.representants, done.contacts, done.a_reprendre) == (("Yves DUPONT",), 1, ())
    assert state(two) != before
    assert unmerged(two, "2025-0002").gardes == ()
    assert state(two) == before
    merged(two, "2025-0001", "2025-0002")  # and again
    unmerged(two, "2025-0001")  # either reference names the merge
    assert state(two) == before


def _mother(database: Database) -> dict[str, object]:
    r = m.representant.c
    with database.reading() as connection:
        question = select(r.nom, r.prenom, r.telephone, r.courriel).where(r.jeune_id == 1).order_by(r.rang)
        return dict(connection.execute(question).first()._mapping)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "of_the_other",
    [{"nom": "DUPOND", "prenom": "Ane"}, {"nom": "DUPONT", "prenom": ""}, {"nom": "MARTIN", "prenom": "Anne"}],
    ids=["deux fautes", "sans prénom", "un autre nom, son téléphone"],
)
def test_the_representatives_of_two_dossiers_are_told_apart_as_an_import_does_and_completed(
    database: Database, of_the_other: dict[str, str]
) -> None:
    """One mother, written otherwise, is no second mother; what only the other dossier says of her is kept."""
    first = reported()
    mother = replace(first.representants[0], telephone="03 53 01 03 66")
    open_one(database, replace(first, representants=(mother,)))
    said = _other()
    same = replace(mother, courriel="anne@exemple.invalid", **of_the_other)  # type: ignore[arg-type]
    open_one(database, replace(said, representants=(same, *said.representants[1:])), on=date(2025, 12, 3))
    before, known = state(database), _mother(database)
    done = merged(database, "2025-0001", "2025-0002")
    assert (done.remplis, done.representants) == (("tel_portable", "représentant (courriel)"), ("Yves DUPONT",))
    assert _mother(database) == known | {"courriel": "anne@exemple.invalid"}
    assert unmerged(database, "2025-0002").gardes == ()
    assert state(database) == before


def test_what_a_person_corrected_since_the_merge_of_a_representative_stays(database: Database) -> None:
    first = reported()
    open_one(database, first)
    mother = replace(first.representants[0], courriel="anne@exemple.invalid")
    open_one(database, replace(_other(), representants=(mother,)), on=date(2025, 12, 3))
    merged(database, "2025-0001", "2025-0002")
    with database.writing() as connection:
        row = dossier_row(connection, 1)
        correct(connection, row, {"courriel": "autre@exemple.invalid"}, representative=1, desk=desk(ON))
    assert unmerged(database, "2025-0002").gardes == ("représentant, courriel a été corrigé depuis",)
    assert _mother(database)["courriel"] == "autre@exemple.invalid"


def test_the_other_reference_leads_to_the_one_that_goes_on(two: Database) -> None:
    merged(two, "2025-0001", "2025-0002")
    with two.reading() as connection:
        assert find_dossier(connection, "2025-0002").reference == "2025-0001"
        assert [found.line.reference for found in search(connection, "dupont")] == ["2025-0001"]
        assert [found.line.reference for found in search(connection, "2025-0002")] == ["2025-0001"]
        view = view_named(connection, "2025-0002")
    assert view.opened.reference == "2025-0001"
    assert [one.opened.reference for one in view.reunis] == ["2025-0002"]
    assert [entry.request.act.command for entry in view.reunis[0].opened.entries] == ["ouvrir", "clore"]
    assert len(view.contacts) == 1


def test_three_dossiers_are_one(two: Database) -> None:
    open_one(two, reported(on=date(2025, 12, 5)), on=date(2025, 12, 5))
    merged(two, "2025-0002", "2025-0003")
    merged(two, "2025-0002", "2025-0001")
    with two.reading() as connection:
        assert find_dossier(connection, "2025-0003").reference == "2025-0001"
        assert len(view_named(connection, "2025-0003").reunis) == 2
    with pytest.raises(AlreadyNotedError):
        merged(two, "2025-0003", "2025-0001")


@pytest.mark.parametrize("nights", [1, 400])
def test_the_night_does_nothing_of_the_one_that_stopped(two: Database, nights: int) -> None:
    merged(two, "2025-0001", "2025-0002")
    night_round(two, desk=desk(ON + timedelta(days=nights)), now=lambda: NOW)
    with two.reading() as connection:
        told = connection.execute(select(m.journal.c.acte).where(m.journal.c.dossier_id == 2).order_by(m.journal.c.n)).scalars()
        assert list(told) == ["ouvrir", "cloturer"]
        assert list(connection.execute(select(m.alerte).where(m.alerte.c.dossier_id == 2))) == []


@pytest.mark.parametrize(
    ("more", "why"),
    [({"ine": "123456789AB"}, "deux INE"), ({"born_on": date(2009, 5, 15)}, "deux dates de naissance")],
    ids=["INE", "naissance"],
)
def test_what_cannot_be_one_minor_is_refused_unless_somebody_says_why(
    database: Database, more: dict[str, object], why: str
) -> None:
    open_one(database, reported(minor(ine="987654321XY")))
    open_one(database, reported(minor(**more), on=date(2025, 12, 3)), on=date(2025, 12, 3))  # type: ignore[arg-type]
    before = dumped(database, but=set())
    with pytest.raises(RefusedError, match=why):
        merged(database, "2025-0001", "2025-0002")
    assert dumped(database, but=set()) == before
    merged(database, "2025-0001", "2025-0002", despite="faute de frappe du lycée")
    with database.reading() as connection:
        assert connection.execute(select(m.fusion.c.malgre)).scalar() == "faute de frappe du lycée"


def test_the_furthest_goes_on_unless_another_is_named(two: Database) -> None:
    act(two, 2, ask.Convoquer(appointment(date(2025, 12, 22))), date(2025, 12, 8))
    assert merged(two, "2025-0001", "2025-0002").garde == "2025-0002"
    unmerged(two, "2025-0001")
    chosen = merged(two, "2025-0001", "2025-0002", kept="2025-0001")
    assert (chosen.garde, len(chosen.a_reprendre)) == ("2025-0001", 1)  # the appointment is cancelled with its dossier
    unmerged(two, "2025-0002")
    with pytest.raises(UsageError):
        merged(two, "2025-0001", "2025-0002", kept="2025-0099")


def test_a_closed_dossier_is_opened_again_before_it_is_merged(two: Database) -> None:
    act(two, 2, ask.Cloturer(Closing.ERREUR), date(2025, 12, 8))
    with pytest.raises(RefusedError, match="of rouvrir 2025-0002"):
        merged(two, "2025-0001", "2025-0002")


def test_what_somebody_changed_since_stays_when_the_merge_is_undone(two: Database) -> None:
    from ofworkflow.casework.registry.form import SheetChange, correct_sheet
    from ofworkflow.intake.territory import Communes

    merged(two, "2025-0001", "2025-0002")
    with two.writing() as connection:
        correct_sheet(connection, 1, SheetChange({"tel_portable": "06 39 98 09 09"}), desk=desk(ON), communes=Communes({}))
    assert unmerged(two, "2025-0002").gardes == ("tel_portable a été corrigé depuis",)
    with two.reading() as connection:
        assert connection.execute(select(m.jeune.c.tel_portable).order_by(m.jeune.c.id)).scalars().all()[0] == "06 39 98 09 09"
        assert find_dossier(connection, "2025-0002").etape == Stage.REPERAGE


def test_undoing_what_was_not_merged_is_refused(two: Database) -> None:
    with pytest.raises(UsageError):
        unmerged(two, "2025-0001")
