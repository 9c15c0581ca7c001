"""What another mission locale did is told as its own: days that can be, no letter, no figure of ours, the doctor agrees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from house import appointment, desk, open_one
from ofworkflow.casework.dossier.opened import read
from ofworkflow.casework.registry.taking_up import take_up
from ofworkflow.errors import AlreadyNotedError, OfWorkflowError, RefusedError, UsageError
from ofworkflow.intake.handover import read_handover
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.handover import TheirAct
from ofworkflow.procedure.replay import replay
from ofworkflow.procedure.vocabulary import Answer, Delay, DelayState, PostMode, Presence, ReportReason, Stage
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

THEM = "la mission locale de Roubaix"
FIRST = TheirAct(ask.Convoquer(appointment(date(2025, 12, 15))), date(2025, 12, 2), PostMode.RECOMMANDE)
ABSENT = TheirAct(ask.ConstaterAbsence(), date(2025, 12, 15))
SECOND = TheirAct(ask.Convoquer(appointment(date(2026, 1, 30))), date(2026, 1, 5), PostMode.RECOMMANDE)
ABSENT_AGAIN = TheirAct(ask.ConstaterAbsence(), date(2026, 1, 30))
NOTICE = TheirAct(ask.Transmettre("", departement="62"), date(2026, 2, 2), PostMode.RECOMMANDE)
ANSWER = TheirAct(ask.EnregistrerReponse(Answer.ACCUSE), date(2026, 2, 3))
RECEIVED = TheirAct(ask.Recevoir(Presence.LES_DEUX), date(2025, 12, 15))
TODAY = date(2026, 2, 3)


def _take_up(database: Database, dossier: int, *acts: TheirAct) -> Stage:
    with database.writing() as connection:
        reference = connection.execute(select(m.dossier.c.reference).where(m.dossier.c.id == dossier)).scalar_one()
        return take_up(connection, reference, THEM, acts, desk=desk(TODAY)).stage


def test_the_two_months_run_from_their_posting_and_nothing_of_ours_is_made(database: Database) -> None:
    dossier = open_one(database)
    assert _take_up(database, dossier, FIRST, ABSENT, SECOND, ABSENT_AGAIN) is Stage.CARENCE
    with database.reading() as connection:
        [opened] = read(connection, [dossier])
        letters = connection.execute(select(func.count()).select_from(m.courrier)).scalar_one()
    running = opened.case.open_delay(Delay.DEPARTEMENT)
    assert running is not None
    assert (running.dates.starts_on, running.dates.legal_on, running.provisional) == (date(2026, 1, 5), date(2026, 3, 5), False)
    assert opened.case.open_delay(Delay.PLI) is None  # what the post owes of their envelopes, it owes to them
    assert letters == 0
    assert {e.author for e in opened.entries[1:]} == {e.effects.repris_de for e in opened.entries[1:]} == {THEM}
    assert opened.case == replay(opened.entries)


@pytest.mark.parametrize(
    ("outcome", "left_on", "state"),
    [
        (ABSENT_AGAIN, date(2026, 2, 2), DelayState.TENUE),
        (ABSENT_AGAIN, date(2026, 3, 6), DelayState.HORS_DELAI),  # the two months ended on the 5th
        (TheirAct(ask.Recevoir(Presence.MINEUR), date(2026, 1, 30)), date(2026, 2, 2), DelayState.TENUE),  # drafted by them
    ],
)
def test_their_notice_ends_the_two_months_and_waits_for_nothing_here(
    database: Database, outcome: TheirAct, left_on: date, state: DelayState
) -> None:
    dossier = open_one(database)
    with database.writing() as connection:
        reference = connection.execute(select(m.dossier.c.reference).where(m.dossier.c.id == dossier)).scalar_one()
        acts = (FIRST, ABSENT, SECOND, outcome, replace(NOTICE, done_on=left_on), replace(ANSWER, done_on=left_on))
        assert take_up(connection, reference, THEM, acts, desk=desk(date(2026, 3, 6))).stage is Stage.DEPARTEMENT
    with database.reading() as connection:
        [opened] = read(connection, [dossier])
        letters = connection.execute(select(func.count()).select_from(m.courrier)).scalar_one()
    [ended] = [d for d in opened.case.delays if d.slug is Delay.DEPARTEMENT]
    assert (ended.state, ended.closed_on, opened.case.notice_left_on, letters) == (state, left_on, left_on, 0)
    assert opened.case.open_delay(Delay.ACCUSE_DEPARTEMENT) is None  # owed to them, as their envelopes are
    assert opened.case.answers
    assert opened.case == replay(opened.entries)


REFUSED: list[tuple[str, tuple[TheirAct, ...], type[OfWorkflowError], str]] = [
    ("to come", (FIRST, TheirAct(ask.ConstaterAbsence(), date(2026, 2, 4))), RefusedError, "est à venir"),
    ("out of order", (FIRST, TheirAct(ask.ConstaterAbsence(), date(2025, 12, 1))), RefusedError, "donnez-les dans l'ordre"),
    (
        "before its appointment",
        (FIRST, TheirAct(ask.ConstaterAbsence(), date(2025, 12, 14))),
        RefusedError,
        "précède son rendez-vous",
    ),
    ("no outcome", (FIRST,), RefusedError, "n'a pas d'issue"),
    ("a notice without a convocation", (FIRST, ABSENT, NOTICE), RefusedError, "ne suit aucune convocation"),
    ("an answer without a notice", (FIRST, ABSENT, ANSWER), RefusedError, "ne suit aucune information"),
    ("a second summons without a first", (SECOND, ABSENT_AGAIN, NOTICE), RefusedError, "ne suit aucune convocation"),
    (
        "what no stage knows",
        (FIRST, ABSENT, TheirAct(ask.Reporter(appointment(date(2026, 1, 30)), ReportReason.DEMANDE_FAMILLE), date(2026, 1, 5))),
        RefusedError,
        "ne peut pas suivre : le dossier est alors à l'étape « Absent au premier entretien »",
    ),
    ("nothing", (), UsageError, "Dites de qui"),
]


@pytest.mark.parametrize(("acts", "kind", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_have_been_is_refused_and_nothing_is_written(
    database: Database, acts: tuple[TheirAct, ...], kind: type[OfWorkflowError], said: str
) -> None:
    dossier = open_one(database)
    with pytest.raises(kind, match=said):
        _take_up(database, dossier, *acts)
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(m.journal)).scalar_one() == 1


def test_a_dossier_is_taken_up_once_and_before_anything_else(database: Database) -> None:
    dossier = open_one(database)
    _take_up(database, dossier, FIRST, RECEIVED)
    with pytest.raises(AlreadyNotedError, match="déjà repris de la mission locale de Roubaix"):
        _take_up(database, dossier, FIRST, RECEIVED)


def test_the_file_says_the_same_as_the_options(tmp_path: Path) -> None:
    path = tmp_path / "histoire.toml"
    path.write_text(
        'de = "la mission locale de Roubaix"\n[[actes]]\nacte = "convoquer"\nle = 2025-12-02\nrdv = 2025-12-15T14:00:00\n'
        'mode = "recommande"\n[[actes]]\nacte = "recevoir"\nle = 2025-12-15\npresent = "les_deux"\n'
        '[[actes]]\nacte = "transmettre"\nle = 2025-12-16\nmode = "simple"\ndepartement = "62"\n'
        '[[actes]]\nacte = "reponse"\nle = 2025-12-17\nnature = "mesure"\n',
        encoding="utf-8",
    )
    who, acts = read_handover(path)
    assert who == THEM
    assert [(type(a.request), a.done_on, a.mode) for a in acts] == [
        (ask.Convoquer, date(2025, 12, 2), PostMode.RECOMMANDE), (ask.Recevoir, date(2025, 12, 15), None),
        (ask.Transmettre, date(2025, 12, 16), PostMode.SIMPLE), (ask.EnregistrerReponse, date(2025, 12, 17), None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("de = 1\n", "n'a pas la forme attendue"),
        ("[[actes]]\nacte = 'absence'\n", "Acte 1 : « le » donne le jour"),
        ("[[actes]]\nacte = 'danser'\nle = 2025-12-02\n", "Acte 1 : « acte » est l'un de convoquer"),
        ("[[actes]]\nacte = 'absence'\nle = 2025-12-02\nrdv = 1\n", "« rdv » n'y a pas de sens"),
        ("[[actes]]\nacte = 'recevoir'\nle = 2025-12-02\npresent = 'tous'\n", "Acte 1 \\(recevoir\\)"),
        ("[[actes]]\nacte = 'transmettre'\nle = 2025-12-02\ndepartement = 'Nord'\n", "« Nord » n'est pas le code"),
        ("[[actes", "n'est pas un TOML lisible"),
    ],
)
def test_a_file_that_is_not_understood_says_where(tmp_path: Path, words: str, said: str) -> None:
    path = tmp_path / "histoire.toml"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        read_handover(path)
