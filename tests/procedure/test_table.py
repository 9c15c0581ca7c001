"""THE TABLE: every step taken once, every forbidden pair refused."""

from __future__ import annotations

from itertools import product

import pytest
from transitions import MachineError

from ofworkflow.procedure.decide import ActNotAllowedError
from ofworkflow.procedure.delays import DELAYS
from ofworkflow.procedure.machine import travel
from ofworkflow.procedure.requests import VOIDING
from ofworkflow.procedure.steps import BY_SOURCE, STEPS, Step, possible_acts
from ofworkflow.procedure.vocabulary import Act, Delay, Stage
from procedure import cases
from procedure.stages import ON, REACHED, ready, request

PAIRS = [(step, source) for step in STEPS for source in step.sources]
PAIR_NAMES = [f"{step.act} depuis {source or 'rien'}" for step, source in PAIRS]
FORBIDDEN = [pair for pair in product(Act, (None, *Stage)) if pair not in BY_SOURCE]

# procedure.md, section 3, copied by hand: what the table must say, whoever changes it.
WRITTEN: dict[Act, dict[str, str]] = {
    Act.OUVRIR: {"–": "reperage"},
    Act.CONVOQUER: {"reperage": "entretien", "absence": "convocation", "conformite suivi": "convocation"},
    Act.REPORTER: {"entretien": "entretien", "convocation carence transmission": "convocation"},
    Act.RECEVOIR: {"reperage entretien convocation carence absence transmission departement": "suivi", "cloture": "cloture"},
    Act.CONSTATER_ABSENCE: {"entretien": "absence", "convocation transmission": "carence", "cloture": "cloture"},
    Act.JUSTIFIER: {"absence": "reperage", "carence transmission departement": "convocation", "cloture": "cloture"},
    Act.ROMPRE: {"conformite exemption": "reperage"},
    Act.CONSTATER_TERME: {"conformite exemption": "reperage"},
    Act.CONSTATER_SILENCE: {"suivi conformite": "suivi"},
    Act.PREPARER_TRANSMISSION: {"convocation carence suivi": "transmission"},
    Act.TRANSMETTRE: {"transmission carence": "departement"},
    Act.SIGNALER: {"cloture": "reperage"},
    Act.CONSTATER_AGE: {"attente": "reperage"},
    Act.CORRIGER_NAISSANCE: {"reperage": "reperage"},
}
FROM_ANY_OPEN_STAGE = {
    Act.CONSTATER_SITUATION: Stage.CONFORMITE,
    Act.EXEMPTER: Stage.EXEMPTION,
    Act.CLOTURER: Stage.CLOTURE,
}


# a follow-up appointment is given, held, missed, excused: the stage stays
FOLLOW_UPS = {
    Act.INVITER: "suivi conformite exemption departement",
    Act.RECEVOIR: "suivi conformite exemption",
    Act.CONSTATER_ABSENCE: "reperage suivi conformite exemption departement",
    Act.JUSTIFIER: "reperage suivi conformite exemption",
}
STAYS = (Act.POSTER, Act.ENREGISTRER_RETOUR, Act.ENREGISTRER_REPONSE, Act.CORRIGER_NAISSANCE)
WHILE_OPEN = (
    Act.SIGNALER, Act.PROPOSER, Act.PROMETTRE, Act.RETIRER,
    Act.DEMANDER, Act.REPONDRE, Act.INSCRIRE, Act.DECIDER, Act.ACHEVER, Act.CADRER,
)  # fmt: skip
WAITING = {(Act.SIGNALER, Stage.ATTENTE), (Act.CLOTURER, Stage.ATTENTE)}
"""What may be done of who is not 16 yet, beside what the post does and what voids."""
OPEN = tuple(stage for stage in Stage if stage not in (Stage.CLOTURE, Stage.ATTENTE))


def test_the_table_says_what_the_procedure_says() -> None:
    expected = {
        (act, None if source == "–" else Stage(source)): Stage(dest)
        for act, moves in WRITTEN.items()
        for sources, dest in moves.items()
        for source in sources.split()
    }
    expected |= {(act, stage): dest for act, dest in FROM_ANY_OPEN_STAGE.items() for stage in OPEN}
    expected[Act.CLOTURER, Stage.ATTENTE] = Stage.CLOTURE
    assert {pair: step.dest for pair, step in BY_SOURCE.items() if step.dest is not None} == expected
    stays = {pair for pair, step in BY_SOURCE.items() if step.dest is None}
    anywhere = {(act, stage) for act in (*STAYS, *VOIDING) for stage in Stage} - {(Act.CORRIGER_NAISSANCE, Stage.REPERAGE)}
    again = {(act, stage) for act in WHILE_OPEN for stage in OPEN} | {(Act.SIGNALER, Stage.ATTENTE)}
    follow_ups = {(act, Stage(stage)) for act, stages in FOLLOW_UPS.items() for stage in stages.split()}
    assert stays == anywhere | again | follow_ups | {(Act.ROUVRIR, Stage.CLOTURE)}


@pytest.mark.parametrize(("row", "source"), PAIRS, ids=PAIR_NAMES)
def test_every_step_leads_where_the_table_says(row: Step, source: Stage | None) -> None:
    case = ready(row.act, source)
    assert case.state.stage is source
    decision = case.do(request(row.act, case), ON)
    dest = case.state.stage
    if row.dest is not None:
        # exempted beside an accompaniment, the minor stays in order
        beside = row.act is Act.EXEMPTER and source is Stage.CONFORMITE
        assert dest is (Stage.CONFORMITE if beside else row.dest) is decision.dest
    elif row.act in (*STAYS, *FOLLOW_UPS, *WHILE_OPEN):
        assert dest is source
    elif row.act is Act.ROUVRIR:
        assert dest is Stage.CARENCE  # where it was closed
    assert case.entries[-1].dest is dest


@pytest.mark.parametrize(("row", "source"), PAIRS, ids=PAIR_NAMES)
def test_every_step_opens_what_the_table_says(row: Step, source: Stage | None) -> None:
    case = ready(row.act, source)
    before = {delay.key for delay in case.state.delays}
    case.do(request(row.act, case), ON)
    # by default the house counts the two months from the second convocation
    expected = set(row.opens) - ({Delay.DEPARTEMENT} if row.dest is Stage.ENTRETIEN else set())
    if case.state.stage is not Stage.ATTENTE:
        expected -= {Delay.SEIZE_ANS}  # here the minor is 16 already
    if row.act is Act.SIGNALER and source is not Stage.CLOTURE:
        expected = set()  # by default another report opens another delay with another cycle only
    if row.act in (Act.ROMPRE, Act.CONSTATER_TERME, Act.SIGNALER, Act.ROUVRIR):
        expected -= {Delay.FIN_SITUATION, Delay.REVISION_EXEMPTION}  # here nothing covers the day: test_cycles.py
    expected -= {Delay.ASSIDUITE}  # of a pupil only: test_attendance.py
    if row.act is Act.REPORTER:
        expected -= {Delay.DEPARTEMENT}  # they run already
    if row.act is Act.POSTER:
        expected -= {Delay.ACCUSE_DEPARTEMENT}  # no notice among these letters
    opened = [delay for delay in case.state.delays if delay.key not in before]
    assert {delay.slug for delay in opened} == expected
    assert all(delay.opened_by == case.entries[-1].n and delay.is_open for delay in opened)


@pytest.mark.parametrize(
    ("row", "source"),
    # what a birth date moves: test_births.py
    [pair for pair in PAIRS if pair[0].act not in (*VOIDING, Act.ROUVRIR, Act.CORRIGER_NAISSANCE)],
    ids=[name for name in PAIR_NAMES if not name.startswith(("annuler", "rectifier", "corriger", "rouvrir"))],
)
def test_every_step_ends_what_the_table_says_and_nothing_else(row: Step, source: Stage | None) -> None:
    case = ready(row.act, source)
    running = {delay.key: delay for delay in case.state.open_delays()}
    case.do(request(row.act, case), ON)
    after = {delay.key: delay for delay in case.state.delays}
    for key, delay in running.items():
        if delay.slug in row.ends:
            assert not after[key].is_open
            assert after[key].closed_on == ON
        else:
            assert after[key] == delay


@pytest.mark.parametrize("slug", sorted(set(Delay)))
def test_every_delay_can_open_and_end(slug: Delay) -> None:
    assert any(slug in step.opens for step in STEPS)
    assert any(slug in step.ends for step in STEPS)


@pytest.mark.parametrize(("act", "stage"), FORBIDDEN, ids=[f"{a} depuis {s or 'rien'}" for a, s in FORBIDDEN])
def test_every_forbidden_pair_is_refused_with_what_can_be_done_instead(act: Act, stage: Stage | None) -> None:
    case = REACHED[stage]()
    before = list(case.entries)
    with pytest.raises(ActNotAllowedError) as refused:
        case.do(request(act, case), ON)
    said = str(refused.value)
    where = f"à l'étape « {stage.label} »" if stage else "sur un dossier qui n'existe pas"
    assert said.startswith(f"« {act.label} » est impossible {where}. Actes possibles : ")
    named = said.removesuffix(".").partition("Actes possibles : ")[2].split(", ")
    assert named == [f"of {possible.command}" for possible in possible_acts(stage)]
    assert named
    assert case.entries == before


@pytest.mark.parametrize("stage", list(Stage))
def test_the_acts_offered_at_a_stage_are_those_that_the_table_has(stage: Stage) -> None:
    offered = set(possible_acts(stage))
    assert offered == {act for act in Act if (act, stage) not in FORBIDDEN}


@pytest.mark.parametrize(("act", "stage"), list(product(Act, (None, *Stage))))
def test_the_machine_agrees_with_the_table(act: Act, stage: Stage | None) -> None:
    step = BY_SOURCE.get((act, stage))
    if step is not None and step.dest is not None:
        assert travel(act, stage) is step.dest
    else:
        with pytest.raises((MachineError, KeyError)):
            travel(act, stage)


def test_every_stage_is_reached_from_the_opening() -> None:
    reached: set[Stage | None] = {None}
    while more := {d for s in STEPS if not reached.isdisjoint(s.sources) for d in s.dests} - reached:
        reached |= more
    assert reached == {None, *Stage}


def test_only_closing_is_final() -> None:
    """From every other stage compliance, exemption and closing remain possible; before 16, closing alone."""
    assert {act for act, stage in WAITING} <= set(possible_acts(Stage.ATTENTE))
    for stage in OPEN:
        assert {Act.CONSTATER_SITUATION, Act.EXEMPTER, Act.CLOTURER} <= set(possible_acts(stage))
    late = {Act.CONSTATER_ABSENCE, Act.RECEVOIR, Act.JUSTIFIER}  # what came before it, noted after
    assert set(possible_acts(Stage.CLOTURE)) == {*STAYS, *VOIDING, Act.SIGNALER, Act.ROUVRIR, *late}


def test_a_stage_holds_one_step_an_act() -> None:
    assert len(BY_SOURCE) == len(PAIRS)


def test_every_word_has_its_row() -> None:
    assert list(DELAYS) == list(Delay)
    assert all(act.command for act in Act)
    assert {step.act for step in STEPS} == set(Act)
    assert all(slug is kind.slug for slug, kind in DELAYS.items())


def test_a_closed_dossier_is_reopened_where_it_stood_whatever_the_stage() -> None:
    for stage in set(Stage) - {Stage.CLOTURE}:
        case = REACHED[stage]()
        case.do(request(Act.CLOTURER, case), ON)
        case.do(request(Act.ROUVRIR, case), ON)
        assert case.state.stage is stage


def test_a_step_needs_the_night_or_a_person() -> None:
    """Only four acts are the automaton's."""
    alone = {Act.CONSTATER_AGE, Act.CONSTATER_TERME, Act.PREPARER_TRANSMISSION, Act.CLOTURER}
    assert {s.act for s in STEPS if s.automatic} == alone
    assert [d.request.act for d in cases.absent_again().night(cases.BORN_ON.replace(year=2027))] == [
        Act.PREPARER_TRANSMISSION,
        Act.CLOTURER,
    ]
