"""Each guard at its edges: what, why, what instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import Addressee
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.guards import ContactFact
from ofworkflow.procedure.persons import Adresse
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.vocabulary import (
    Closing,
    ContactNature,
    ContactResult,
    Excuse,
    Nature,
    Presence,
    Proof,
    ReportReason,
    Source,
    Stage,
)
from procedure import cases
from procedure.cases import Case, rdv, situation

DAY = date
CONVOKE = ask.Convoquer
Build = Callable[[], Case]

# case, request, first day it is allowed or refused, allowed?, a word of the refusal, why
EDGES: list[tuple[Build, Request, date, bool, str, str]] = [
    (cases.opened, CONVOKE(rdv(DAY(2025, 12, 12))), DAY(2025, 12, 2), True, "", "10 days of notice"),
    (cases.opened, CONVOKE(rdv(DAY(2025, 12, 11))), DAY(2025, 12, 2), False, "12/12/2025", "9 days of notice"),
    (cases.absent, CONVOKE(rdv(DAY(2026, 1, 13))), DAY(2025, 12, 23), True, "", "window over, 21 days of notice"),
    (cases.absent, CONVOKE(rdv(DAY(2026, 1, 12))), DAY(2025, 12, 23), False, "preavis_seconde", "20 days of notice"),
    (cases.absent, CONVOKE(rdv(DAY(2026, 1, 30))), DAY(2025, 12, 22), False, "--motif-anticipation", "last day of the window"),
    (cases.absent, CONVOKE(rdv(DAY(2026, 1, 30)), "danger de rupture"), DAY(2025, 12, 22), True, "", "a reason is given"),
    (cases.opened, CONVOKE(rdv(DAY(2027, 5, 13))), DAY(2027, 5, 1), True, "", "appointment on the eve of majority"),
    (cases.opened, CONVOKE(rdv(DAY(2027, 5, 14))), DAY(2027, 5, 1), False, "majorité", "appointment on the day of majority"),
    (cases.opened, CONVOKE(rdv(DAY(2027, 6, 30))), DAY(2027, 5, 14), False, "dix-huit ans", "summoned on the day of majority"),
    (cases.summoned, ask.ConstaterAbsence(), DAY(2025, 12, 14), False, "pas encore passé", "eve of the appointment"),
    (cases.summoned, ask.ConstaterAbsence(), DAY(2025, 12, 15), True, "", "day of the appointment"),
    (cases.absent, ask.Justifier(Excuse.TRANSPORT), DAY(2025, 12, 22), True, "", "last day of the window"),
    (cases.absent, ask.Justifier(Excuse.TRANSPORT), DAY(2025, 12, 23), False, "--motif-retard", "morrow of the window"),
    (cases.absent, ask.Justifier(Excuse.TRANSPORT, "hospitalisée"), DAY(2025, 12, 23), True, "", "late, with a reason"),
    (cases.followed, situation(DAY(2025, 12, 20)), DAY(2025, 12, 20), True, "", "begins on the day"),
    (cases.followed, situation(DAY(2025, 12, 20), debut=DAY(2025, 12, 21)), DAY(2025, 12, 20), False, "commence", "begins on the morrow"),
    (cases.followed, situation(DAY(2025, 12, 20), fin=DAY(2025, 12, 20)), DAY(2025, 12, 20), True, "", "ends on the day"),
    (cases.followed, situation(DAY(2025, 12, 20), debut=DAY(2025, 9, 1), fin=DAY(2025, 12, 19)), DAY(2025, 12, 20), False, "pris fin", "over"),
    (cases.followed, ask.Exempter(DAY(2025, 12, 20)), DAY(2025, 12, 20), True, "", "certificate ends on the day"),
    (cases.followed, ask.Exempter(DAY(2025, 12, 19)), DAY(2025, 12, 20), False, "R. 114-3", "certificate over"),
    (cases.summoned_again, ask.PreparerTransmission(), DAY(2026, 1, 30), False, "rendez-vous passé", "on the appointment's day, no outcome"),
    (cases.summoned_again, ask.PreparerTransmission(), DAY(2026, 1, 31), True, "", "on its morrow"),
    (cases.absent_again, ask.Transmettre("Camille Renard"), DAY(2026, 1, 30), True, "", "once the absence is recorded"),
    (cases.absent_again, ask.Transmettre(" "), DAY(2026, 2, 1), False, "--signataire", "nobody signs"),
    (cases.absent_again, ask.Transmettre("Camille Renard"), DAY(2027, 5, 13), True, "", "late, on the eve of majority"),
    (cases.absent_again, ask.Transmettre("Camille Renard"), DAY(2027, 5, 14), False, "dix-huit ans", "on the day of majority"),
    (cases.followed, ask.PreparerTransmission(), DAY(2026, 1, 2), False, "deux mois", "no two months run"),
    (cases.followed, CONVOKE(rdv(DAY(2026, 2, 20))), DAY(2026, 1, 2), False, "2° et 3°", "no trigger"),
    (cases.summoned, ask.Reporter(rdv(DAY(2026, 2, 20)), ReportReason.NOUVELLE_CONVOCATION), DAY(2025, 12, 3), False, "absence", "nobody absent"),
    (cases.opened, ask.Annuler("erreur"), DAY(2025, 12, 3), False, "of clore", "the opening"),
    (cases.summoned, ask.Annuler("erreur"), DAY(2025, 12, 3), False, "of reporter", "its letters left"),
    (cases.followed, ask.Annuler("erreur"), DAY(2025, 12, 16), True, "", "no letter left"),
]  # fmt: skip


@pytest.mark.parametrize(("build", "request_", "on", "allowed", "said", "why"), EDGES, ids=[row[-1] for row in EDGES])
def test_a_guard_holds_to_the_day(build: Build, request_: Request, on: date, allowed: bool, said: str, why: str) -> None:
    case = build()
    before = list(case.entries)
    if allowed:
        case.do(request_, on)
        assert len(case.entries) == len(before) + 1
    else:
        with pytest.raises(GuardError) as refused:
            case.do(request_, on)
        assert said in str(refused.value)
        assert refused.value.refusal.basis
        assert refused.value.refusal.instead.endswith(".")
        assert case.entries == before


@pytest.mark.parametrize(
    ("born_on", "allowed"),
    [(date(2009, 12, 1), True), (date(2009, 12, 2), False), (date(2007, 12, 2), True), (date(2007, 12, 1), False)],
)
def test_a_dossier_opens_from_the_16th_birthday_to_the_eve_of_the_18th(born_on: date, allowed: bool) -> None:
    case = Case(born_on=born_on)
    request = ask.Ouvrir(born_on, Source.SIEI, date(2025, 12, 1))
    if allowed:
        case.do(request, date(2025, 12, 1))
    else:
        with pytest.raises(GuardError, match=r"L\. 114-1"):
            case.do(request, date(2025, 12, 1))


def test_no_act_is_dated_in_the_future_nor_before_the_act_it_follows() -> None:
    case = cases.summoned()
    with pytest.raises(GuardError, match="futur"):
        case.do(ask.Exempter(), date(2025, 12, 4), today=date(2025, 12, 3))
    with pytest.raises(GuardError, match="précède"):
        case.do(ask.Exempter(), date(2025, 12, 1))


def test_an_interview_of_friday_may_be_recorded_after_the_night_of_saturday() -> None:
    case = cases.absent_again()
    case.night(date(2026, 2, 23))
    assert case.state.stage is Stage.TRANSMISSION
    case.do(ask.Recevoir(Presence.MINEUR), date(2026, 2, 20), today=date(2026, 2, 24))
    assert case.state.stage is Stage.SUIVI


def test_an_absence_waits_for_the_hour_of_the_appointment() -> None:
    case = cases.summoned()
    with pytest.raises(GuardError, match="14:00"):
        case.do(ask.ConstaterAbsence(), date(2025, 12, 15), hour=time(13, 59))
    case.do(ask.ConstaterAbsence(), date(2025, 12, 15), hour=time(14, 0))


def test_nobody_is_absent_from_an_interview_to_which_no_letter_went() -> None:
    case = cases.opened()
    case.do(ask.Convoquer(rdv(date(2025, 12, 15))), date(2025, 12, 2))
    with pytest.raises(GuardError, match="of courriers poster"):
        case.do(ask.ConstaterAbsence(), date(2025, 12, 16))


def test_an_excused_absence_is_not_an_absence_again() -> None:
    case = cases.absent_again()
    case.do(ask.Justifier(Excuse.SCOLAIRE), date(2026, 2, 2))
    with pytest.raises(GuardError, match="of reporter"):
        case.do(ask.ConstaterAbsence(), date(2026, 2, 3))


@pytest.mark.parametrize(("on", "allowed"), [(date(2025, 12, 14), True), (date(2025, 12, 15), False), (date(2025, 12, 1), True)])
def test_letters_leave_before_the_appointment(on: date, allowed: bool) -> None:
    case = cases.opened(date(2025, 12, 1))
    case.do(ask.Convoquer(rdv(date(2025, 12, 15))), date(2025, 12, 1))
    if allowed:
        decision = cases.post(case, on)
        assert bool(decision.warnings) is (on == date(2025, 12, 14))  # a short notice is said, not refused
    else:
        with pytest.raises(GuardError, match="rendez-vous"):
            cases.post(case, on)


def _tried(*days: int, channels: str = "stsss", result: ContactResult = ContactResult.SANS_REPONSE) -> tuple[ContactFact, ...]:
    ways = {"s": ContactNature.SMS, "t": ContactNature.TELEPHONE}
    return tuple(ContactFact(date(2026, 1, day), ways[channel], result) for day, channel in zip(days, channels, strict=False))


SILENCES = [
    (_tried(1, 5, 10), date(2026, 1, 22), True, "3 solicitations, 2 channels, 21 days"),
    (_tried(1, 5, 10), date(2026, 1, 21), False, "20 days"),
    (_tried(1, 5), date(2026, 1, 25), False, "2 solicitations"),
    (_tried(1, 5, 10, channels="sss"), date(2026, 1, 25), False, "one channel"),
    ((*_tried(1, 5, 10), *_tried(12, result=ContactResult.JOINT)), date(2026, 1, 25), False, "answered since"),
    ((*_tried(1, result=ContactResult.JOINT), *_tried(2, 5, 10)), date(2026, 1, 25), True, "answered before only"),
]


@pytest.mark.parametrize(("contacts", "on", "allowed", "why"), SILENCES, ids=[row[-1] for row in SILENCES])
def test_silence_needs_solicitations_channels_and_days(
    contacts: tuple[ContactFact, ...], on: date, allowed: bool, why: str
) -> None:
    case = cases.followed(contacts=contacts)
    if allowed:
        case.do(ask.ConstaterSilence(), on)
        assert case.state.trigger == "3"
    else:
        with pytest.raises(GuardError, match="of contact"):
            case.do(ask.ConstaterSilence(), on)


def test_the_notice_waits_while_a_situation_or_an_exemption_covers_the_day() -> None:
    """Invariant 2, reached through an accompaniment that covers the day under a running convocation."""
    case = cases.followed(contacts=_tried(1, 5, 10))
    case.do(ask.ConstaterSilence(), date(2026, 1, 22))
    case.do(situation(date(2026, 1, 23), Nature.ACCOMPAGNEMENT), date(2026, 1, 23))
    case.do(ask.Convoquer(rdv(date(2026, 2, 20))), date(2026, 1, 24))
    cases.post(case, date(2026, 1, 24))
    case.do(ask.ConstaterAbsence(), date(2026, 2, 20))
    with pytest.raises(GuardError, match="en règle ou exempté"):
        case.do(ask.Transmettre("Camille Renard"), date(2026, 2, 21))


def test_every_red_check_of_the_preflight_is_said_at_once() -> None:
    nowhere = (Addressee("representant", 0, "Anne DUPONT", Adresse(), 1),)
    case = cases.absent_again()
    case.addressees = nowhere
    with pytest.raises(GuardError) as refused:
        case.do(ask.Transmettre(""), date(2026, 2, 1))
    assert "Anne DUPONT : adresse incomplète" in str(refused.value)
    assert "personne ne signe" in str(refused.value)
    case.do(ask.Transmettre("Camille Renard", "sans domicile connu"), date(2026, 2, 1))


def test_nobody_is_summoned_without_a_representative_to_write_to() -> None:
    case = cases.opened(addressees=())
    with pytest.raises(GuardError, match="représentant légal"):
        case.do(ask.Convoquer(rdv(date(2025, 12, 20))), date(2025, 12, 2))


def test_the_house_summons_twice_at_most_in_a_cycle() -> None:
    case = cases.absent_again()
    case.do(ask.Reporter(rdv(date(2026, 2, 25)), ReportReason.NOUVELLE_CONVOCATION), date(2026, 2, 2))
    cases.post(case, date(2026, 2, 2))
    case.do(ask.ConstaterAbsence(), date(2026, 2, 25))
    with pytest.raises(GuardError, match="convocations_par_cycle"):
        case.do(ask.Reporter(rdv(date(2026, 3, 30)), ReportReason.NOUVELLE_CONVOCATION), date(2026, 2, 26))


@pytest.mark.parametrize(("on", "allowed"), [(date(2027, 5, 13), True), (date(2027, 5, 14), False)])
def test_a_closed_dossier_is_not_reopened_once_of_age(on: date, allowed: bool) -> None:
    case = cases.opened()
    case.do(ask.Cloturer(Closing.ERREUR), date(2025, 12, 3))
    if allowed:
        case.do(ask.Rouvrir("erreur de saisie"), on)
        assert case.state.stage is Stage.REPERAGE
    else:
        with pytest.raises(GuardError, match="dix-huit ans"):
            case.do(ask.Rouvrir("erreur de saisie"), on)


def test_enrolment_alone_is_provisional_and_checked_again_after_30_days() -> None:
    """R. 114-1: schooling counts with proof of enrolment and of attendance."""
    enrolled = situation(date(2025, 12, 16), Nature.SCOLARITE, preuve=Proof.CERTIFICAT_SCOLARITE)
    case = cases.followed()
    case.do(enrolled, date(2025, 12, 16))
    [cover] = case.state.coverages
    assert (cover.ends_on, cover.is_review) == (date(2026, 1, 15), True)
    attending = cases.followed()
    attending.do(situation(date(2025, 12, 16), Nature.SCOLARITE, preuve=Proof.ASSIDUITE), date(2025, 12, 16))
    assert attending.state.coverages[0].ends_on == date(2026, 8, 31)  # the school year
