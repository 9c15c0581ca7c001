"""What meets the obligation, from when to when, on what proof."""

from __future__ import annotations

from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.natures import NATURES, usual_end
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.vocabulary import Breach, Delay, Nature, Proof, Stage
from procedure import cases
from procedure.cases import rules, situation

ON = date(2025, 12, 20)
EVE, MORROW = date(2025, 12, 19), date(2025, 12, 21)

COVERS: list[tuple[Request, str, str]] = [
    (situation(ON), "", "begins on the day"),
    (situation(ON, debut=EVE), "", "began the eve"),
    (situation(ON, debut=MORROW), "ne commence que", "begins on the morrow"),
    (situation(ON, fin=ON), "", "ends on the day"),
    (situation(ON, fin=MORROW), "", "ends on the morrow"),
    (situation(ON, debut=date(2025, 9, 1), fin=EVE), "a pris fin", "ended the eve"),
    (situation(ON, debut=date(2025, 9, 1), revue=EVE), "a pris fin", "was to be reviewed the eve"),
    (situation(ON, fin=EVE), "avant son début", "ends before it begins"),
    (ask.ConstaterSituation(Nature.EMPLOI, ON, Proof.CONTRAT, MORROW), "--preuve-vue", "its proof seen on the morrow"),
    (ask.ConstaterSituation(Nature.EMPLOI, ON, Proof.CONTRAT, EVE), "", "its proof seen the eve"),
    (ask.Exempter(ON), "", "certificate ends on the day"),
    (ask.Exempter(MORROW), "", "certificate ends on the morrow"),
    (ask.Exempter(EVE), "n'est plus valable depuis le ven. 19/12/2025 (R. 114-3)", "certificate ended the eve"),
    (ask.Exempter(), "", "certificate without an end"),
]


@pytest.mark.parametrize(("asked", "said", "why"), COVERS, ids=[row[-1] for row in COVERS])
def test_what_is_recorded_covers_the_day(asked: Request, said: str, why: str) -> None:
    case = cases.followed()
    if said:
        with pytest.raises(GuardError) as refused:
            case.do(asked, ON)
        assert said in str(refused.value)
        assert refused.value.refusal.basis in ("L. 114-1, R. 114-1", "R. 114-3")
    else:
        case.do(asked, ON)
        assert case.state.covering(ON)


USUAL = [
    (Nature.ACCOMPAGNEMENT, "cej", date(2025, 12, 16), date(2026, 12, 15), "CEJ: 12 months"),
    (Nature.ACCOMPAGNEMENT, "PACEA", date(2025, 12, 16), date(2027, 12, 15), "PACEA: 24 months, in capitals"),
    (Nature.ACCOMPAGNEMENT, "", date(2025, 12, 16), date(2026, 12, 15), "any accompaniment"),
    (Nature.SERVICE_CIVIQUE, "", date(2025, 12, 16), date(2026, 6, 15), "service civique: 6 months"),
    (Nature.DEUXIEME_CHANCE, "epide", date(2025, 12, 16), date(2026, 6, 15), "EPIDE: 6 months"),
    (Nature.PARCOURS_AMENAGE, "tdo", date(2025, 10, 31), date(2026, 2, 27), "TDO: 4 months, no 31 February"),
    (Nature.SCOLARITE, "", date(2025, 12, 16), date(2026, 8, 31), "the school year"),
    (Nature.SCOLARITE, "", date(2026, 8, 31), date(2026, 8, 31), "its last day"),
    (Nature.SCOLARITE, "", date(2026, 9, 1), date(2027, 8, 31), "the first day of the next one"),
]


@pytest.mark.parametrize(("nature", "subtype", "start", "end", "why"), USUAL, ids=[row[-1] for row in USUAL])
def test_a_situation_without_an_end_has_the_usual_one(nature: Nature, subtype: str, start: date, end: date, why: str) -> None:
    assert usual_end(nature, start, subtype) == end


def test_every_nature_has_its_row_and_accompaniment_alone_is_not_professional() -> None:
    assert list(NATURES) == list(Nature)
    assert not NATURES[Nature.ACCOMPAGNEMENT].professional


@pytest.mark.parametrize("nature", [nature for nature, row in NATURES.items() if row.meets])
def test_every_situation_has_an_end_or_a_review_date(nature: Nature) -> None:
    """Invariant 6, for a situation that began years ago too."""
    case = cases.followed()
    case.do(situation(ON, nature, debut=date(2020, 9, 1)), ON)
    [cover] = case.state.coverages
    assert cover.starts_on == date(2020, 9, 1)
    assert cover.ends_on >= ON
    assert case.state.open_delay(Delay.FIN_SITUATION) is not None


ENROLMENTS = [
    ({}, date(2026, 1, 15), True, "30 days after it was seen"),
    ({"fin": date(2026, 6, 30)}, date(2026, 1, 15), True, "a later end does not make it proven"),
    ({"fin": date(2026, 1, 10)}, date(2026, 1, 10), False, "an earlier end is kept"),
    ({"revue": date(2026, 1, 10)}, date(2026, 1, 10), True, "an earlier review is kept"),
    ({"preuve": Proof.ASSIDUITE}, date(2026, 8, 31), False, "attendance proven: the school year"),
]


@pytest.mark.parametrize(("more", "ends_on", "review", "why"), ENROLMENTS, ids=[row[-1] for row in ENROLMENTS])
def test_enrolment_alone_is_provisional(more: dict[str, object], ends_on: date, review: bool, why: str) -> None:
    """R. 114-1: schooling counts with proof of enrolment and of attendance."""
    case = cases.followed()
    enrolled = situation(date(2025, 12, 16), Nature.SCOLARITE, **({"preuve": Proof.CERTIFICAT_SCOLARITE} | more))
    case.do(enrolled, date(2025, 12, 16))
    [cover] = case.state.coverages
    assert (cover.ends_on, cover.is_review) == (ends_on, review)


def test_a_certificate_of_enrolment_makes_only_schooling_provisional() -> None:
    case = cases.followed()
    case.do(situation(ON, Nature.FORMATION, preuve=Proof.CERTIFICAT_SCOLARITE, fin=date(2026, 6, 30)), ON)
    assert case.state.coverages[0].ends_on == date(2026, 6, 30)


def test_an_enrolment_that_nobody_confirmed_brings_the_dossier_back() -> None:
    case = cases.followed()
    case.do(situation(date(2025, 12, 16), Nature.SCOLARITE, preuve=Proof.CERTIFICAT_SCOLARITE), date(2025, 12, 16))
    assert case.night(date(2026, 1, 15)) == []
    [term] = case.night(date(2026, 1, 16))
    assert (term.request, term.done_on, case.state.stage) == (ask.ConstaterTerme(), date(2026, 1, 16), Stage.REPERAGE)


def test_attendance_confirmed_within_the_30_days_keeps_the_school_year() -> None:
    case = cases.followed()
    case.do(situation(date(2025, 12, 16), Nature.SCOLARITE, preuve=Proof.CERTIFICAT_SCOLARITE), date(2025, 12, 16))
    case.do(situation(date(2026, 1, 10), Nature.SCOLARITE, preuve=Proof.ASSIDUITE, debut=date(2025, 12, 16)), date(2026, 1, 10))
    assert case.night(date(2026, 8, 31)) == []
    assert case.night(date(2026, 9, 1))[0].done_on == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("months", "jusqu_au", "ends_on", "review"),
    [
        (3, None, date(2026, 3, 20), True),  # reviewed after three months
        (1, None, date(2026, 1, 20), True),  # or as the house says
        (3, date(2026, 6, 30), date(2026, 6, 30), False),  # the certificate says until when
    ],
)
def test_an_exemption_lasts_as_long_as_its_certificate(months: int, jusqu_au: date | None, ends_on: date, review: bool) -> None:
    case = cases.followed(rules=rules(revision_exemption=months))
    case.do(ask.Exempter(jusqu_au), ON)
    [cover] = case.state.coverages
    assert (cover.ends_on, cover.is_review) == (ends_on, review)
    assert [case.state.is_exempt(day) for day in (EVE, ON, ends_on)] == [False, True, True]
    assert not case.state.is_compliant(ON)  # exempt is not in order
    [term] = case.night(date(2026, 12, 31))
    assert (term.request, case.state.stage) == (ask.ConstaterTerme(), Stage.REPERAGE)


OVERLAPS = [
    ((date(2026, 6, 30), date(2026, 2, 28)), date(2026, 7, 1), "the shorter one came last"),
    ((date(2026, 2, 28), date(2026, 6, 30)), date(2026, 7, 1), "the longer one came last"),
    ((date(2026, 1, 9), date(2026, 6, 30)), date(2026, 1, 10), "the first ended the eve: back to the beginning"),
]


@pytest.mark.parametrize(("ends", "term_on", "why"), OVERLAPS, ids=[row[-1] for row in OVERLAPS])
def test_the_term_comes_when_nothing_covers_any_more(ends: tuple[date, date], term_on: date, why: str) -> None:
    case = cases.followed()
    case.do(situation(date(2025, 12, 16), Nature.ACCOMPAGNEMENT, fin=ends[0]), date(2025, 12, 16))
    terms = case.night(date(2026, 1, 10))
    case.do(situation(date(2026, 1, 10), Nature.EMPLOI, fin=ends[1]), date(2026, 1, 10))
    terms += case.night(date(2026, 12, 31))
    assert terms[0].done_on == term_on


def test_a_breach_leaves_an_exemption_untouched() -> None:
    case = cases.exempt()
    case.do(situation(ON), ON)
    case.do(ask.Rompre(Breach.ABANDON, case.entries[-1].n), date(2026, 1, 5))
    assert not case.state.is_compliant(date(2026, 1, 5))
    assert case.state.is_exempt(date(2026, 1, 5))


SHOWN = [
    (Nature.SCOLARITE, Proof.ASSIDUITE, "yes"),
    (Nature.SCOLARITE, Proof.BULLETIN, "yes"),
    (Nature.SCOLARITE, Proof.ATTESTATION, "for a while"),
    (Nature.SCOLARITE, Proof.CERTIFICAT_SCOLARITE, "for a while"),
    (Nature.SCOLARITE, Proof.AUTRE, "no"),
    (Nature.SCOLARITE, Proof.CONTRAT, "no"),
    (Nature.SCOLARITE_DISTANCE, Proof.CERTIFICAT_SCOLARITE, "for a while"),
    (Nature.EMPLOI, Proof.CONTRAT, "yes"),
    (Nature.EMPLOI, Proof.BULLETIN_PAIE, "yes"),
    (Nature.EMPLOI, Proof.ATTESTATION, "no"),  # what an association gives to a volunteer
    (Nature.EMPLOI, Proof.BULLETIN, "no"),
    (Nature.APPRENTISSAGE, Proof.CERTIFICAT_SCOLARITE, "yes"),  # the training centre's
]


@pytest.mark.parametrize(("nature", "proof", "shows"), SHOWN, ids=[f"{n} {p}" for n, p, _ in SHOWN])
def test_each_proof_shows_its_natures_and_no_other(nature: Nature, proof: Proof, shows: str) -> None:
    case = cases.followed()
    asked = situation(date(2025, 12, 16), nature, preuve=proof, fin=date(2026, 6, 30))
    if shows == "no":
        with pytest.raises(GuardError, match=r"ne montre pas .* Pièces qui la montrent"):
            case.do(asked, date(2025, 12, 16))
        return
    case.do(asked, date(2025, 12, 16))
    [cover] = case.state.coverages
    assert cover.ends_on == (date(2026, 6, 30) if shows == "yes" else date(2026, 1, 15))


def test_volunteering_is_no_job_whatever_is_shown() -> None:
    case = cases.followed()
    with pytest.raises(GuardError, match="bénévolat"):
        case.do(situation(ON, sous_type="Bénévole aux Restos"), ON)


def test_every_nature_that_meets_the_obligation_has_its_proofs() -> None:
    assert all(bool(row.shown_by) is row.meets for row in NATURES.values())
