"""Each guard at its edges: what, why, what instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import Addressee
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.persons import Adresse
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.vocabulary import Breach, Closing, Excuse, Nature, Presence, ReportReason, Source, Stage
from procedure import cases
from procedure.cases import Case, rdv, rules, situation

DAY = date
CONVOKE = ask.Convoquer
Build = Callable[[], Case]


def moved(on: date, why: ReportReason = ReportReason.DEMANDE_FAMILLE) -> ask.Reporter:
    return ask.Reporter(rdv(on), why)


# case, request, its day, what the refusal must say (nothing: it is allowed), why
EDGES: list[tuple[Build, Request, date, tuple[str, ...], str]] = [
    (cases.opened, CONVOKE(rdv(DAY(2026, 3, 29), time(2, 0)), malgre="x"), DAY(2026, 3, 2), ("02:00 n'existe pas le dim. 29/03/2026", "territoire.fuseau", "--rdv"), "an hour that the clock change skips"),
    (cases.opened, CONVOKE(rdv(DAY(2026, 3, 29), time(3, 0)), malgre="x"), DAY(2026, 3, 2), (), "the hour after it"),
    (cases.opened, CONVOKE(rdv(DAY(2026, 10, 25), time(2, 59)), malgre="x"), DAY(2026, 3, 2), ("02:59 revient deux fois le dim. 25/10/2026",), "an hour that comes twice"),
    (cases.opened, CONVOKE(rdv(DAY(2026, 10, 25), time(1, 59)), malgre="x"), DAY(2026, 3, 2), (), "the hour before it"),
    (cases.summoned, ask.Reporter(rdv(DAY(2026, 3, 29), time(2, 30)), ReportReason.DEMANDE_FAMILLE), DAY(2026, 3, 2), ("02:30 n'existe pas",), "moved to an hour that is skipped"),
    (lambda: cases.opened(rules=rules(fuseau="America/Miquelon")), CONVOKE(rdv(DAY(2026, 3, 8), time(2, 30)), malgre="x"), DAY(2026, 2, 2), ("n'existe pas", "America/Miquelon"), "Saint-Pierre-et-Miquelon changes three weeks before"),
    (lambda: cases.opened(rules=rules(fuseau="America/Miquelon")), CONVOKE(rdv(DAY(2026, 3, 29), time(2, 30)), malgre="x"), DAY(2026, 3, 2), (), "and not on the day of Paris"),
    (lambda: cases.opened(rules=rules(fuseau="Indian/Reunion")), CONVOKE(rdv(DAY(2026, 3, 29), time(2, 30)), malgre="x"), DAY(2026, 3, 2), (), "La Réunion never changes"),
    (cases.opened, CONVOKE(rdv(DAY(2025, 12, 12))), DAY(2025, 12, 2), (), "10 days of notice"),
    (cases.opened, CONVOKE(rdv(DAY(2025, 12, 11))), DAY(2025, 12, 2), ("moins de 10 jours", "preavis_premier_entretien", "à partir du ven. 12/12/2025"), "9 days of notice"),
    (cases.opened, CONVOKE(rdv(DAY(2025, 12, 1))), DAY(2025, 12, 2), ("preavis_premier_entretien",), "an appointment in the past"),
    (cases.summoned, moved(DAY(2025, 12, 15)), DAY(2025, 12, 5), (), "another first interview: 10 days"),
    (cases.summoned, moved(DAY(2025, 12, 12)), DAY(2025, 12, 3), ("preavis_premier_entretien", "13/12/2025", "--motif-preavis"), "another first interview: 9 days"),
    (cases.absent, CONVOKE(rdv(DAY(2026, 1, 13))), DAY(2025, 12, 23), (), "window over, 21 days of notice"),
    (cases.absent, CONVOKE(rdv(DAY(2026, 1, 12))), DAY(2025, 12, 23), ("moins de 21 jours", "preavis_seconde_convocation", "mar. 13/01/2026"), "20 days of notice"),
    (cases.absent_again, moved(DAY(2026, 2, 23), ReportReason.NOUVELLE_CONVOCATION), DAY(2026, 2, 2), (), "summoned again: 21 days"),
    (cases.absent_again, moved(DAY(2026, 2, 22), ReportReason.NOUVELLE_CONVOCATION), DAY(2026, 2, 2), ("preavis_seconde_convocation",), "summoned again: 20 days"),
    (cases.absent, CONVOKE(rdv(DAY(2026, 1, 30))), DAY(2025, 12, 21), ("--motif-anticipation",), "eve of the end of the window"),
    (cases.absent, CONVOKE(rdv(DAY(2026, 1, 30))), DAY(2025, 12, 22), ("jusqu'au lun. 22/12/2025", "procedure.justification", "--motif-anticipation"), "last day of the window"),
    (cases.absent, CONVOKE(rdv(DAY(2026, 1, 30))), DAY(2025, 12, 23), (), "morrow of the window"),
    (cases.absent, CONVOKE(rdv(DAY(2026, 1, 30)), "danger de rupture"), DAY(2025, 12, 22), (), "a reason is given"),
    (cases.opened, CONVOKE(rdv(DAY(2027, 5, 13))), DAY(2027, 5, 1), (), "appointment on the eve of majority"),
    (cases.opened, CONVOKE(rdv(DAY(2027, 5, 14))), DAY(2027, 5, 1), ("majorité ou après", "L. 114-1", "of clore"), "appointment on the day of majority"),
    (cases.opened, CONVOKE(rdv(DAY(2027, 5, 15))), DAY(2027, 5, 1), ("majorité ou après",), "appointment on its morrow"),
    (cases.opened, CONVOKE(rdv(DAY(2027, 6, 30))), DAY(2027, 5, 14), ("dix-huit ans depuis le ven. 14/05/2027",), "summoned on the day of majority"),
    (cases.summoned, moved(DAY(2027, 5, 14)), DAY(2025, 12, 3), ("L. 114-1",), "moved to the day of majority"),
    (cases.summoned, ask.ConstaterAbsence(), DAY(2025, 12, 14), ("pas encore passé", "R. 114-7", "Attendez"), "eve of the appointment"),
    (cases.summoned, ask.ConstaterAbsence(), DAY(2025, 12, 15), (), "day of the appointment"),
    (cases.summoned, ask.ConstaterAbsence(), DAY(2025, 12, 16), (), "its morrow"),
    (cases.summoned_again, ask.ConstaterAbsence(), DAY(2026, 1, 29), ("pas encore passé",), "eve of the second appointment"),
    (cases.summoned_again, ask.ConstaterAbsence(), DAY(2026, 1, 30), (), "day of the second appointment"),
    (cases.absent, ask.Justifier(Excuse.TRANSPORT), DAY(2025, 12, 22), (), "last day of the window"),
    (cases.absent, ask.Justifier(Excuse.TRANSPORT), DAY(2025, 12, 23), ("depuis le lun. 22/12/2025", "procedure.justification", "--motif-retard"), "morrow of the window"),
    (cases.absent, ask.Justifier(Excuse.TRANSPORT, "hospitalisée"), DAY(2025, 12, 23), (), "late, with a reason"),
    (cases.absent_again, ask.Justifier(Excuse.TRANSPORT), DAY(2026, 2, 6), (), "second absence: last day of the window"),
    (cases.absent_again, ask.Justifier(Excuse.TRANSPORT), DAY(2026, 2, 7), ("--motif-retard",), "second absence: its morrow"),
    (cases.summoned, moved(DAY(2026, 2, 20), ReportReason.NOUVELLE_CONVOCATION), DAY(2025, 12, 3), ("aucune absence", "nouvelle_convocation", "of absence"), "nobody was absent"),
    (cases.summoned_again, moved(DAY(2026, 2, 20), ReportReason.NOUVELLE_CONVOCATION), DAY(2026, 1, 6), ("aucune absence",), "nor at the second"),
    (cases.followed, CONVOKE(rdv(DAY(2026, 2, 20))), DAY(2026, 1, 2), ("ni l'abandon", "R. 114-7, 2° et 3°", "of rompre", "of silence"), "nothing triggers a convocation"),
    (cases.opened, ask.Cloturer(Closing.MAJORITE), DAY(2027, 5, 13), ("que le ven. 14/05/2027", "L. 114-1", "--motif"), "closed for majority on its eve"),
    (cases.opened, ask.Cloturer(Closing.MAJORITE), DAY(2027, 5, 14), (), "closed for majority on the day"),
    (cases.opened, ask.Cloturer(Closing.DEMENAGEMENT), DAY(2025, 12, 1), (), "closed for another reason at any time"),
]  # fmt: skip


@pytest.mark.parametrize(("build", "asked", "on", "said", "why"), EDGES, ids=[row[-1] for row in EDGES])
def test_a_guard_holds_to_the_day(build: Build, asked: Request, on: date, said: tuple[str, ...], why: str) -> None:
    case = build()
    before = list(case.entries)
    if not said:
        case.do(asked, on)
        assert case.entries[:-1] == before
        return
    with pytest.raises(GuardError) as refused:
        case.do(asked, on)
    refusal, sentence = refused.value.refusal, str(refused.value)
    assert sentence.startswith(f"« {asked.act.label} » est refusé : {refusal.why} ({refusal.basis}). {refusal.instead}")
    assert all(words in sentence for words in said)
    assert refusal.basis
    assert refusal.instead.endswith(".")
    assert case.entries == before


BIRTHS = [
    (date(2009, 12, 1), True, "16 on the day"),
    (date(2010, 12, 2), False, "15 on the morrow"),  # test_waiting.py tells who waits for 16
    (date(2007, 12, 2), True, "18 on the morrow"),
    (date(2007, 12, 1), False, "18 on the day"),
]


@pytest.mark.parametrize(("born_on", "allowed", "why"), BIRTHS, ids=[row[-1] for row in BIRTHS])
def test_a_dossier_begins_from_the_16th_birthday_to_the_eve_of_the_18th(born_on: date, allowed: bool, why: str) -> None:
    case = Case(born_on=born_on)
    request = ask.Ouvrir(born_on, Source.SIEI, date(2025, 12, 1))
    if allowed:
        case.do(request, date(2025, 12, 1))
        assert case.state.stage is Stage.REPERAGE
    else:
        with pytest.raises(GuardError, match=r"L\. 114-1"):
            case.do(request, date(2025, 12, 1))


def test_a_report_is_not_later_than_the_opening() -> None:
    case = Case()
    with pytest.raises(GuardError, match=r"R\. 114-4"):
        case.do(ask.Ouvrir(case.born_on, Source.SIEI, date(2025, 12, 2)), date(2025, 12, 1))
    case.do(ask.Ouvrir(case.born_on, Source.SIEI, date(2025, 11, 2)), date(2025, 12, 1))
    assert case.state.opened_on == date(2025, 12, 1)


def test_no_act_is_dated_in_the_future() -> None:
    case = cases.summoned()
    with pytest.raises(GuardError, match=r"jeu\. 04/12/2025 est dans le futur : nous sommes le mer\. 03/12/2025"):
        case.do(ask.Exempter(), date(2025, 12, 4), today=date(2025, 12, 3))
    case.do(ask.Exempter(), date(2025, 12, 3), today=date(2025, 12, 3))


def test_no_act_precedes_the_one_it_follows() -> None:
    case = cases.summoned()
    with pytest.raises(GuardError, match=r"précède le dernier acte du dossier, fait le mar\. 02/12/2025"):
        case.do(ask.Exempter(), date(2025, 12, 1), today=date(2025, 12, 5))
    case.do(ask.Exempter(), date(2025, 12, 2), today=date(2025, 12, 5))


def test_an_interview_of_friday_may_be_recorded_after_the_night_of_saturday() -> None:
    case = cases.to_transmit()
    assert case.state.stage is Stage.TRANSMISSION
    case.do(ask.Recevoir(Presence.MINEUR), date(2026, 2, 20), today=date(2026, 2, 24))
    assert case.state.stage is Stage.SUIVI


@pytest.mark.parametrize(
    ("hour", "allowed"), [(time(13, 59), False), (time(14, 0), True), (None, True)], ids=["a minute before", "at the hour", "later"]
)  # fmt: skip
def test_an_absence_waits_for_the_hour_of_the_appointment(hour: time | None, allowed: bool) -> None:
    case = cases.summoned()
    if allowed:
        case.do(ask.ConstaterAbsence(), date(2025, 12, 15), hour=hour)
        assert case.state.stage is Stage.ABSENCE
    else:
        with pytest.raises(GuardError, match="14:00"):
            case.do(ask.ConstaterAbsence(), date(2025, 12, 15), hour=hour)


def test_nobody_is_absent_from_an_interview_to_which_no_letter_went() -> None:
    case = cases.opened()
    case.do(ask.Convoquer(rdv(date(2025, 12, 15))), date(2025, 12, 2))
    with pytest.raises(GuardError, match="of courriers poster"):
        case.do(ask.ConstaterAbsence(), date(2025, 12, 16))


def test_the_letters_of_the_first_appointment_are_not_those_of_the_second() -> None:
    case = cases.summoned()
    case.do(ask.Reporter(rdv(date(2025, 12, 22)), ReportReason.DEMANDE_FAMILLE), date(2025, 12, 10))
    with pytest.raises(GuardError, match=r"rendez-vous du lun\. 22/12/2025 n'a été posté"):
        case.do(ask.ConstaterAbsence(), date(2025, 12, 22))


@pytest.mark.parametrize("stage", [Stage.ENTRETIEN, Stage.CONVOCATION])
def test_an_appointment_that_we_moved_never_counts_as_an_absence(stage: Stage) -> None:
    """Trap 3: cancelled by us, excused and absent are three things."""
    case = cases.summoned() if stage is Stage.ENTRETIEN else cases.summoned_again()
    on, later = (date(2025, 12, 14), date(2025, 12, 29)) if stage is Stage.ENTRETIEN else (date(2026, 1, 29), date(2026, 2, 20))
    case.do(ask.Reporter(rdv(later), ReportReason.INDISPONIBILITE_STRUCTURE), on)
    with pytest.raises(GuardError, match="pas encore passé"):
        case.do(ask.ConstaterAbsence(), date(2026, 2, 1) if stage is Stage.CONVOCATION else date(2025, 12, 16))
    assert "absent" not in [a.outcome for a in case.state.appointments if a.kind is stage]


def test_an_excused_absence_is_not_an_absence_again() -> None:
    case = cases.absent_again()
    case.do(ask.Justifier(Excuse.SCOLAIRE), date(2026, 2, 2))
    with pytest.raises(GuardError, match="of reporter"):
        case.do(ask.ConstaterAbsence(), date(2026, 2, 3))


POSTINGS = [
    (date(2025, 12, 1), False, None, "eve of the act"),
    (date(2025, 12, 2), True, False, "day of the act: 13 days of notice"),
    (date(2025, 12, 5), True, False, "10 days before the appointment"),
    (date(2025, 12, 6), True, True, "9 days: a short notice is said, not refused"),
    (date(2025, 12, 14), True, True, "eve of the appointment"),
    (date(2025, 12, 15), False, None, "day of the appointment"),
    (date(2025, 12, 16), False, None, "its morrow"),
]


@pytest.mark.parametrize(("on", "allowed", "short", "why"), POSTINGS, ids=[row[-1] for row in POSTINGS])
def test_letters_leave_between_their_act_and_the_appointment(on: date, allowed: bool, short: bool | None, why: str) -> None:
    case = cases.opened(date(2025, 12, 1))
    case.do(ask.Convoquer(rdv(date(2025, 12, 15))), date(2025, 12, 2))
    if allowed:
        decision = cases.post(case, on, today=date(2025, 12, 20))
        assert any("Préavis court" in said for said in decision.warnings) is short
    else:
        with pytest.raises(GuardError, match="l'envoi du"):
            cases.post(case, on, today=date(2025, 12, 20))
        assert case.state.posted_on == {}


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        (Adresse("12 rue des Lilas", "", "59130", "Lambersart"), True),
        (Adresse("", "", "59130", "Lambersart"), True),  # no fixed abode: a postcode and a town are enough for the post
        (Adresse("12 rue des Lilas", "", "", "Lambersart"), False),
        (Adresse("12 rue des Lilas", "", "59130", ""), False),
    ],
)
def test_nobody_is_summoned_without_a_representative_to_write_to(address: Adresse, allowed: bool) -> None:
    minor = Addressee("jeune", None, "Léa DUPONT", Adresse("", "", "59130", "Lambersart"), 2)
    case = cases.opened(addressees=(Addressee("representant", 0, "Anne DUPONT", address, 1), minor))
    if allowed:
        case.do(ask.Convoquer(rdv(date(2025, 12, 19))), date(2025, 12, 2))
        assert case.state.stage is Stage.ENTRETIEN
    else:
        with pytest.raises(GuardError, match="aucun représentant légal"):
            case.do(ask.Convoquer(rdv(date(2025, 12, 19))), date(2025, 12, 2))


@pytest.mark.parametrize("at_most", [1, 2])
def test_the_house_summons_so_many_times_in_a_cycle(at_most: int) -> None:
    case = cases.absent_again(rules=rules(convocations_par_cycle=at_most))
    again = ask.Reporter(rdv(date(2026, 2, 25)), ReportReason.NOUVELLE_CONVOCATION)
    if at_most == 2:
        case.do(again, date(2026, 2, 2))
        cases.post(case, date(2026, 2, 2))
        case.do(ask.ConstaterAbsence(), date(2026, 2, 25))
    with pytest.raises(GuardError, match=f"{at_most} convocations .*convocations_par_cycle.*of preparer"):
        case.do(ask.Reporter(rdv(date(2026, 3, 30)), ReportReason.NOUVELLE_CONVOCATION), date(2026, 2, 26))


def test_only_an_accompaniment_lets_somebody_in_order_be_summoned() -> None:
    """R. 114-7, 2°: a job beside the accompaniment abandoned stands in the way; another accompaniment does not."""
    for beside, allowed in ((Nature.EMPLOI, False), (Nature.MEDICO_SOCIAL, True)):
        case = cases.compliant(beside)
        case.do(situation(date(2026, 1, 20), Nature.ACCOMPAGNEMENT), date(2026, 1, 20))
        case.do(ask.Rompre(Breach.ABANDON, case.entries[-1].n), date(2026, 1, 23))
        assert case.state.stage is Stage.CONFORMITE
        if allowed:
            case.do(ask.Convoquer(rdv(date(2026, 2, 20))), date(2026, 1, 24))
            assert case.state.stage is Stage.CONVOCATION
        else:
            with pytest.raises(GuardError, match="autre solution que l'accompagnement"):
                case.do(ask.Convoquer(rdv(date(2026, 2, 20))), date(2026, 1, 24))
