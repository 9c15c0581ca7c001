"""A wrong birth date, corrected: 16, majority and what they bound are counted again, from the beginning."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.due import due_acts
from ofworkflow.procedure.vocabulary import (
    Act,
    BirthProof,
    Closing,
    Delay,
    DelayState,
    Presence,
    Retrait,
    Source,
    Stage,
)
from procedure import cases
from procedure.cases import Case, rules
from procedure.stages import ON, REACHED

DAY = timedelta(days=1)
CARD = BirthProof.CARTE_IDENTITE


def corrected(case: Case, born_on: date, on: date = ON) -> tuple[str, ...]:
    """Correct the birth date, and return what is said of it."""
    return case.do(ask.CorrigerNaissance(born_on, CARD), on).warnings


def ends(case: Case, slug: Delay) -> date | None:
    """Return the end of the delay of that kind that runs."""
    running = case.state.open_delay(slug)
    return running.dates.legal_on if running else None


def test_the_entry_keeps_both_dates_and_the_document_seen() -> None:
    case = cases.opened()
    corrected(case, date(2009, 6, 14))
    last = case.entries[-1].request
    assert last == ask.CorrigerNaissance(date(2009, 6, 14), CARD, date(2009, 5, 14))
    assert case.state.born_on == date(2009, 6, 14)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.CLOTURE])
def test_majority_moves_at_every_stage_and_the_night_closes_on_the_right_day(stage: Stage) -> None:
    case = REACHED[stage]()
    born_on = case.born_on + 9 * DAY
    corrected(case, born_on)
    majority = born_on.replace(year=born_on.year + 18)
    assert ends(case, Delay.MAJORITE) == majority
    case.night(majority - DAY)
    assert case.state.stage is not Stage.CLOTURE
    case.night(majority)
    assert (case.state.stage, case.state.closed_on) == (Stage.CLOTURE, majority)


def test_a_delay_that_the_right_majority_cuts_short_is_said() -> None:
    """The two months end on 5 March: who turns 18 that very day must be spoken of the day before."""
    case = cases.summoned_again()
    end = ends(case, Delay.DEPARTEMENT)
    assert end is not None
    said = corrected(case, end.replace(year=end.year - 18), end - 20 * DAY)
    assert any("le jour même de la majorité" in sentence for sentence in said)
    assert not any("majorité" in sentence for sentence in corrected(case, end.replace(year=end.year - 17), end - 20 * DAY))


@pytest.mark.parametrize(
    ("born_on", "refused"),
    [
        (cases.BORN_ON, "dit déjà"),  # not another one
        (ON + DAY, "est après"),
        (date(2011, 3, 3), "n'aurait que 14 ans"),  # 15 tomorrow
        (date(2011, 3, 2), ""),  # 15 on the day
        (date(2007, 12, 1), "aurait eu dix-huit ans avant l'ouverture"),  # of age on the day it was opened
        (date(2007, 12, 2), ""),  # the day after
    ],
)
def test_a_date_by_which_no_dossier_would_be_held_is_refused(born_on: date, refused: str) -> None:
    case = cases.opened(rules=rules(age_au_plus_tot=15))
    if not refused:
        corrected(case, born_on)
        assert case.state.born_on == born_on
        return
    with pytest.raises(GuardError, match=refused):
        corrected(case, born_on)
    assert len(case.entries) == 1


def test_who_turns_out_of_age_is_closed_that_day_never_before_the_correction() -> None:
    case = cases.summoned()
    said = corrected(case, date(2008, 2, 1), ON)
    assert any("l'obligation a cessé" in sentence for sentence in said)
    case.night(ON)
    assert (case.entries[-1].act, case.entries[-1].done_on) == (Act.CLOTURER, ON)


def test_who_is_not_16_and_of_whom_nothing_was_done_waits_for_the_day() -> None:
    case = cases.opened()
    first = case.state.open_delay(Delay.PREMIER_ENTRETIEN)
    assert first is not None
    said = corrected(case, date(2010, 3, 10))
    assert case.state.stage is Stage.ATTENTE
    assert {d.slug for d in case.state.open_delays()} == {Delay.SEIZE_ANS, Delay.MAJORITE}
    assert next(d for d in case.state.delays if d.key == first.key).state is DelayState.SANS_OBJET
    assert any("en attente de ses 16 ans" in sentence for sentence in said)
    case.night(date(2026, 3, 10))
    assert case.state.stage is Stage.REPERAGE
    assert ends(case, Delay.PREMIER_ENTRETIEN) == date(2026, 6, 10)  # three months from the birthday


def test_it_never_ran_even_where_it_was_late() -> None:
    case = cases.opened()
    late = date(2026, 3, 20)
    corrected(case, date(2010, 4, 1), late)
    assert {d.state for d in case.state.delays if d.slug is Delay.PREMIER_ENTRETIEN} == {DelayState.SANS_OBJET}


@pytest.mark.parametrize(
    ("born_on", "starts_on"),
    [
        (date(2010, 2, 10), date(2026, 2, 10)),  # reported before 16, as it turns out: from the birthday
        (date(2009, 12, 1), date(2025, 12, 1)),  # 16 on the day of the report
        (date(2009, 12, 2), date(2025, 12, 2)),
    ],
)
def test_the_three_months_run_from_the_report_or_from_the_right_birthday(born_on: date, starts_on: date) -> None:
    case = cases.opened()
    corrected(case, born_on)
    running = case.state.open_delay(Delay.PREMIER_ENTRETIEN)
    assert running is not None
    assert running.dates.starts_on == starts_on


@pytest.mark.parametrize(("born_on", "starts_on"), [(date(2009, 11, 1), date(2025, 12, 1)), (date(2010, 2, 1), date(2026, 2, 1))])
def test_who_waited_and_is_16_already_begins_with_the_night(born_on: date, starts_on: date) -> None:
    case = REACHED[Stage.ATTENTE]()
    assert any("commence avec la nuit" in sentence for sentence in corrected(case, born_on))
    assert case.state.stage is Stage.ATTENTE
    case.night(ON)
    begun = case.entries[-1]
    assert (begun.act, begun.done_on, case.state.stage) == (Act.CONSTATER_AGE, ON, Stage.REPERAGE)
    assert case.state.delays[-1].dates.starts_on == starts_on


def test_what_was_done_too_early_is_withdrawn_then_the_date_noted_again() -> None:
    case = cases.absent()
    born_on = date(2010, 3, 10)
    said = corrected(case, born_on)
    assert case.state.stage is Stage.ABSENCE
    assert any("of rectifier REF --acte 2 --motif autre --avec-suite" in sentence for sentence in said)
    case.do(ask.Annuler("trop tôt"), ON)  # the correction is the last act: voided, the date is the old one again
    assert (case.state.born_on, case.state.stage) == (cases.BORN_ON, Stage.ABSENCE)


def test_an_act_before_it_is_withdrawn_and_the_correction_stays() -> None:
    case = cases.summoned()
    corrected(case, date(2010, 3, 10))
    case.do(ask.Rectifier(2, Retrait.AUTRE), ON)
    assert (case.state.stage, case.state.born_on) == (Stage.REPERAGE, date(2010, 3, 10))
    corrected(case, date(2010, 3, 10))  # the same date, for what stood in its way is gone
    assert case.state.stage is Stage.ATTENTE
    with pytest.raises(GuardError, match="dit déjà"):
        corrected(case, date(2010, 3, 10))


def test_voiding_the_correction_puts_back_all_that_it_moved() -> None:
    case = cases.opened()
    before = case.state.open_delays()
    corrected(case, date(2010, 3, 10))
    case.do(ask.Annuler("mauvaise fiche"), ON)
    assert case.state.open_delays() == before
    assert (case.state.stage, case.state.born_on) == (Stage.REPERAGE, cases.BORN_ON)


def test_a_dossier_closed_by_a_wrong_majority_is_reopened_until_the_right_one() -> None:
    case = cases.summoned(born_on=date(2008, 1, 20))
    case.night(date(2026, 1, 20))
    assert case.state.stage is Stage.CLOTURE
    said = corrected(case, date(2008, 11, 20))
    assert case.state.stage is Stage.CLOTURE
    assert any("of rouvrir" in sentence for sentence in said)
    of_age = [d for d in case.state.delays if d.slug is Delay.MAJORITE]
    assert [(d.dates.legal_on, d.is_open) for d in of_age] == [(date(2026, 11, 20), False)]
    case.do(ask.Rouvrir("date de naissance corrigée"), ON)
    assert case.state.stage is Stage.ENTRETIEN
    assert ends(case, Delay.MAJORITE) == date(2026, 11, 20)
    assert [d.done_on for d in due_acts(case.state, case.rules)][-1] == date(2026, 11, 20)


def test_of_a_dossier_closed_for_another_reason_nothing_is_to_be_done() -> None:
    case = cases.opened()
    case.do(ask.Cloturer(Closing.DEMENAGEMENT), date(2025, 12, 5))
    assert corrected(case, date(2009, 6, 1)) == ()


def test_the_notice_that_left_with_the_other_date_is_named() -> None:
    case = cases.told()
    notice = case.state.notice
    assert notice is not None
    cases.post(case, ON, n=notice[0])
    said = corrected(case, date(2009, 6, 1))
    assert any(f"--acte {notice[0]} --motif date" in sentence for sentence in said)


@pytest.mark.parametrize("act", [ask.Recevoir(Presence.MINEUR), ask.ConstaterAbsence(Presence.REPRESENTANT)])
def test_whatever_act_attested_a_presence_with_the_other_date_is_named(act: ask.Recevoir | ask.ConstaterAbsence) -> None:
    """The table says which letters an act calls for: a parent who came alone has an attestation too."""
    case = cases.summoned()
    n = case.do(act, ON).n
    cases.post(case, ON, n=n)
    [sentence] = [each for each in corrected(case, date(2009, 6, 1)) if f"--acte {n} --motif date" in each]
    assert "« Attestation de présence »" in sentence


def test_a_report_of_a_second_cycle_moves_like_the_first() -> None:
    case = cases.opened()
    case.do(ask.Cloturer(Closing.DEMENAGEMENT), date(2025, 12, 5))
    case.do(ask.Signaler(Source.SIEI, date(2026, 1, 10)), date(2026, 1, 10))
    corrected(case, date(2009, 6, 1))
    of_age = {d.dates.legal_on for d in case.state.delays if d.slug is Delay.MAJORITE}
    assert of_age == {date(2027, 6, 1)}
