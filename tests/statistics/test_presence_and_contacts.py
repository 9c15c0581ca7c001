"""Who came, who did not (I13), how people were reached (I14): each at its edges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from edges import DAY, FIRST, LAST, contact, counted, numbers, post, receive, summoned_again
from house import act, appointment, open_one, summon
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import ContactNature, ContactResult, Excuse, LateExcuse, Presence, ReportReason
from ofworkflow.storage.database import Database

RDV = date(2026, 2, 2)


def _came(database: Database, dossier: int) -> None:
    act(database, dossier, ask.Recevoir(Presence.MINEUR), RDV)


def _missed(database: Database, dossier: int) -> None:
    act(database, dossier, ask.ConstaterAbsence(), RDV)


def _excused(database: Database, dossier: int) -> None:
    _missed(database, dossier)
    act(database, dossier, ask.Justifier(Excuse.TRANSPORT), RDV + DAY)


def _excused_late(database: Database, dossier: int) -> None:
    _missed(database, dossier)
    act(database, dossier, ask.Justifier(Excuse.MALADIE, LateExcuse.PIECE_TARDIVE.label), RDV + 60 * DAY)


def _moved(reason: ReportReason) -> Callable[[Database, int], None]:
    def move(database: Database, dossier: int) -> None:
        act(database, dossier, ask.Reporter(appointment(RDV + 30 * DAY), reason), RDV - DAY)

    return move


def _voided(database: Database, dossier: int) -> None:
    _missed(database, dossier)
    act(database, dossier, ask.Annuler("c'était un autre"), RDV)


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (_came, (0, 1)),
        (_missed, (1, 1)),
        (_excused, (0, 0)),
        (_excused_late, (0, 0)),  # even weeks later
        (_moved(ReportReason.DEMANDE_FAMILLE), (0, 0)),
        (_moved(ReportReason.INDISPONIBILITE_STRUCTURE), (0, 0)),  # cancelled by us
        (_voided, (0, 0)),
        (lambda database, dossier: None, (0, 0)),  # nobody noted what became of it
    ],
)
def test_i13_counts_who_was_expected_and_who_did_not_come(database, what, expected):
    dossier = open_one(database)
    post(database, dossier, summon(database, dossier, RDV - 14 * DAY, rdv=RDV).decision.n, RDV - 14 * DAY)
    what(database, dossier)
    found = counted(database)
    assert [found["I13-1"], found["I13-2"], found["I13"]] == [expected, (0, 0), expected]


@pytest.mark.parametrize(("first", "last", "expected"), [(RDV, RDV, 1), (RDV + DAY, LAST, 0), (FIRST, RDV - DAY, 0)])
def test_i13_counts_an_appointment_on_its_day_whatever_day_its_outcome_was_noted(database, first, last, expected):
    dossier = open_one(database)
    post(database, dossier, summon(database, dossier, RDV - 14 * DAY, rdv=RDV).decision.n, RDV - 14 * DAY)
    act(database, dossier, ask.ConstaterAbsence(), RDV + 3 * DAY)
    assert counted(database, first, last)["I13"] == (expected, expected)


def test_i13_tells_the_second_convocation_apart_and_adds_up(database):
    """Absent twice, summoned again and received: three expected, two absent."""
    dossier = summoned_again(database, date(2026, 1, 20), posted_on=date(2026, 1, 20))
    act(database, dossier, ask.ConstaterAbsence(), date(2026, 2, 11))
    act(database, dossier, ask.Reporter(appointment(date(2026, 3, 10)), ReportReason.NOUVELLE_CONVOCATION), date(2026, 2, 12))
    act(database, dossier, ask.Recevoir(Presence.LES_DEUX), date(2026, 3, 10))
    found = counted(database)
    assert [found["I13-1"], found["I13-2"], found["I13"]] == [(1, 1), (1, 2), (2, 3)]


@pytest.mark.parametrize(
    ("nature", "code"),
    [
        (ContactNature.SMS, "I14-sms"), (ContactNature.COURRIEL, "I14-courriel"), (ContactNature.TELEPHONE, "I14-telephone"),
        (ContactNature.VISITE, "I14-autres"), (ContactNature.COURRIER, "I14-autres"), (ContactNature.AUTRE, "I14-autres"),
    ],
)  # fmt: skip
def test_i14_counts_each_contact_under_its_nature(database, nature, code):
    dossier = open_one(database)
    for on in (FIRST - DAY, FIRST, LAST):
        contact(database, dossier, on, ContactResult.SANS_REPONSE, nature)
    found = counted(database)
    parts = {name: found[name][0] for name in ("I14-entretien", "I14-sms", "I14-courriel", "I14-telephone", "I14-autres")}
    assert parts == dict.fromkeys(parts, 0) | {code: 2}
    assert numbers(found, "I14", "I14-sans_reponse") == [2, 2]


def test_i14_adds_the_interviews_held_and_a_refusal_to_answer_is_not_one_more(database):
    dossier = open_one(database)
    receive(database, dossier, date(2026, 2, 2))
    for result in ContactResult:
        contact(database, dossier, date(2026, 3, 2), result)
    found = counted(database)
    assert numbers(found, "I14", "I14-entretien", "I14-sms", "I14-sans_reponse") == [
        13,
        1,
        12,
        6,
    ]  # twelve words, half of them no answer
