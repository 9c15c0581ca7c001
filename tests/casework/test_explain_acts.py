"""Why this act, by whom, from which row; why not; and what each word typed leads to."""

from __future__ import annotations

from datetime import date

import pytest

from casework.explaining import chain, explained, said, subject
from house import NOW, act, desk, open_one, summon
from ofworkflow.casework.explain.answers import explain
from ofworkflow.casework.explain.links import LinkKind
from ofworkflow.casework.explain.reading import read_subject
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.errors import UsageError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.steps import BY_SOURCE, STEPS
from ofworkflow.procedure.vocabulary import Act, Excuse, PostMode, Stage
from ofworkflow.storage.database import Database
from procedure import cases, stages
from procedure.cases import rdv, rules

FLOORS = [
    (date(2026, 1, 30), "2026-02-23", False, "10 days before 05/03/2026"),
    (date(2026, 2, 23), "2026-02-23", False, "the appointment is that very day, and its absence noted"),
]


@pytest.mark.parametrize(("appointment", "on", "delayed", "why"), FLOORS, ids=[row[-1] for row in FLOORS])
def test_the_notice_to_come_says_its_arithmetic_and_its_floor(appointment: date, on: str, delayed: bool, why: str) -> None:
    case = cases.absent()
    case.do(ask.Convoquer(rdv(appointment), malgre="essai"), date(2026, 1, 5))
    cases.post(case, date(2026, 1, 5))
    assert explained(case, "preparer", date(2026, 1, 6)).on is None  # its outcome is asked for first
    case.do(ask.ConstaterAbsence(), appointment)
    told = explained(case, "preparer", appointment)
    assert told.on == date.fromisoformat(on)
    [setting] = chain(told, LinkKind.REGLAGE)
    assert (setting["reglage"], setting["valeur"], setting["jour"]) == ("preparation_avant_terme", 10, "2026-02-23")
    floors = [(floor["quoi"], floor["retarde"]) for floor in chain(told, LinkKind.PLANCHER)]
    assert floors == [("rendez_vous", delayed), ("dernier_acte", False)]


def test_an_act_of_the_night_keeps_its_day_when_the_setting_moves() -> None:
    told = explained(cases.to_transmit(), 8, date(2026, 3, 1), house=rules(preparation_avant_terme=20))
    [_, moved] = chain(told, LinkKind.REGLAGE)
    assert (moved["inscrit"], moved["aujourd_hui"], moved["change"]) == ("2026-02-23", "2026-02-13", True)


def test_an_entry_says_what_voided_it() -> None:
    case = cases.absent()
    case.do(ask.Justifier(Excuse.TRANSPORT), date(2025, 12, 16))
    case.do(ask.Annuler("mauvais dossier"), date(2025, 12, 17))
    [voided] = chain(explained(case, 5, date(2025, 12, 18)), LinkKind.ANNULATION)
    assert (voided["acte_n"], voided["acte"]) == (6, "annuler")
    assert "mauvais dossier" in voided["texte"]
    [voids] = chain(explained(case, 6, date(2025, 12, 18)), LinkKind.ANNULATION)
    assert voids["acte_n"] == 5


def test_an_entry_says_what_was_asked_opened_and_ended() -> None:
    told = explained(cases.summoned_again(), 5, date(2026, 1, 6))
    [asked] = chain(told, LinkKind.DEMANDE)
    assert asked["demande"]["rdv"]["le"] == "2026-01-30"
    assert "rendez-vous ven. 30/01/2026 à 14:00" in asked["texte"]
    [row] = chain(told, LinkKind.ETAPE)
    assert (row["de"], row["vers"], row["article"], row["declencheur"]) == ("absence", "convocation", "R. 114-7", "1")
    effects = [(d["effet"], d["echeance"], d["etat"]) for d in chain(told, LinkKind.ECHEANCE)]
    assert effects == [("ouvre", "issue", "ouverte"), ("ouvre", "departement", "ouverte"), ("ferme", "justification", "tenue")]
    assert [g["verification"] for g in chain(told, LinkKind.GARDE)] == [
        check.label for check in BY_SOURCE[Act.CONVOQUER, Stage.ABSENCE].told_checks()
    ]


def test_a_refusal_tells_every_guard_not_only_the_first() -> None:
    case = cases.absent_again()
    case.addressees = ()
    told = explained(case, "reporter", date(2027, 5, 14))
    refused = [guard["verification"] for guard in chain(told, LinkKind.GARDE) if guard["tenue"] is False]
    assert len(refused) > 1
    assert all(guard["que_faire"] for guard in chain(told, LinkKind.GARDE) if guard["tenue"] is False)
    assert [g["tenue"] for g in chain(told, LinkKind.GARDE)][: len(refused)] == [False] * len(refused), "what refuses comes first"


def test_what_the_night_has_to_do_first_is_said_before_the_guards() -> None:
    told = explained(cases.absent_again(), "reporter", date(2026, 2, 24))
    assert (chain(told)[0]["genre"], chain(told)[0]["acte"], chain(told)[0]["date_le"]) == (
        "automate", "preparer_transmission", "2026-02-23",
    )  # fmt: skip
    assert chain(explained(cases.absent_again(), "reporter", date(2026, 2, 22)))[0]["genre"] == "etape"


def test_every_guard_of_the_table_is_told_in_words_of_its_own() -> None:
    told = {check for step in STEPS for check in step.told_checks()}
    assert all(check.label for check in told)
    assert len({check.label for check in told}) == len(told) - 1  # the notice of a first summons and of a second: one sentence
    assert all(len(step.told_checks()) >= 2 for step in STEPS)


# An opening has no dossier to explain, a term and an age are the night's alone, and these excuses come late.
POSSIBLE = [
    (act_, stage) for act_, stage in BY_SOURCE if stage and act_ not in (Act.CONSTATER_AGE, Act.CONSTATER_TERME, Act.JUSTIFIER)
]  # fmt: skip


@pytest.mark.parametrize(("act_", "stage"), POSSIBLE, ids=[f"{a} depuis {s}" for a, s in POSSIBLE])
def test_an_act_whose_guards_hold_is_said_possible(act_: Act, stage: Stage | None) -> None:
    told = explain(subject(stages.ready(act_, stage), stages.ON), str(act_))[-1]
    assert told.subject == f"{act_.label} : possible le lun. 02/03/2026"


def test_what_only_a_reason_would_allow_says_how_to_give_it() -> None:
    told = explained(cases.absent(), "justifier", stages.ON)
    [late] = [guard for guard in chain(told, LinkKind.GARDE) if guard["tenue"] is False]
    assert "--motif-retard" in late["que_faire"]


WORDS = [
    ("departemant", "departement"), ("justifiction", "justification"), ("alerte s", "alertes"), ("convocer", "convoquer"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "nearest"), WORDS)
def test_an_unknown_word_proposes_the_nearest(typed: str, nearest: str) -> None:
    with pytest.raises(UsageError, match=f"Vouliez-vous dire « {nearest} »"):
        explained(cases.opened(), typed, date(2025, 12, 2))


@pytest.mark.parametrize("typed", ["Information du département", "département", "DEPARTEMENT", "departement "])
def test_a_delay_is_known_by_its_slug_or_its_label(typed: str) -> None:
    assert explained(cases.summoned_again(), typed, date(2026, 1, 6)).slug == "departement"


def test_a_number_beyond_the_journal_and_a_delay_never_opened_say_what_there_is() -> None:
    with pytest.raises(UsageError, match="va de 1 à 1"):
        explained(cases.opened(), 9, date(2025, 12, 2))
    with pytest.raises(UsageError, match="Ce qui peut l'ouvrir : of convoquer"):
        explained(cases.opened(), "departement", date(2025, 12, 2))


def test_the_warnings_that_the_night_gave_are_told_so(database: Database) -> None:
    dossier = open_one(database)
    summon(database, dossier, date(2025, 12, 2), rdv=date(2025, 12, 15))
    act(database, dossier, ask.Poster(2, (), PostMode.SIMPLE), date(2025, 12, 2))
    night_round(database, desk=desk(date(2026, 2, 1)), now=lambda: NOW)
    with database.reading() as connection:
        seen = read_subject(connection, dossier, desk=desk(date(2026, 2, 1)))
    told = {e.slug: [(w["jour"], w["etat"]) for w in chain(e)] for e in explain(seen, "alertes")}
    assert told["premier_entretien"] == [
        ("2026-01-31", "donnee"), ("2026-02-23", "a_venir"), ("2026-03-01", "a_venir"), ("2026-03-03", "a_venir"),
    ]  # fmt: skip
    [entry] = explain(seen, "2")
    assert {letter["modele"] for letter in chain(entry, LinkKind.COURRIER)} == {"premiere_convocation"}


def test_an_absence_recorded_late_is_explained_with_its_appointment() -> None:
    case = cases.summoned()
    case.do(ask.ConstaterAbsence(), date(2025, 12, 29))
    told = explained(case, 4, date(2025, 12, 30))
    assert "Rendez-vous manqué : lun. 15/12/2025." in said(told, LinkKind.DEMANDE)
