"""What ends which situation, whose doing it is, and where that leaves the dossier (R. 114-7, 2°)."""

from __future__ import annotations

from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.entries import Effects, Entry
from ofworkflow.procedure.natures import NATURES
from ofworkflow.procedure.replay import replay
from ofworkflow.procedure.vocabulary import Breach, BreachedBy, Delay, Nature, Stage, Trigger
from ofworkflow.storage.journal_codec import decode, encode
from procedure import cases
from procedure.cases import line_of, rdv, situation

FIRST, SECOND, ENDED = date(2025, 12, 16), date(2026, 1, 10), date(2026, 2, 2)
MINOR = BreachedBy.JEUNE
BY_THE_MINOR = {  # nature, scheme: is its abandonment by the minor the 2° of R. 114-7?
    (Nature.ACCOMPAGNEMENT, "cej"): True,
    (Nature.MEDICO_SOCIAL, ""): True,
    (Nature.DEUXIEME_CHANCE, "EPIDE"): True,
    (Nature.DEUXIEME_CHANCE, "e2c"): True,  # the personalised path (L. 214-14)
    (Nature.DEUXIEME_CHANCE, ""): False,  # a micro-lycée is a school
    **{(nature, ""): False for nature, row in NATURES.items() if row.accompanies is False and row.meets},
}


@pytest.mark.parametrize(("nature", "scheme"), BY_THE_MINOR, ids=lambda x: str(x) or "-")
def test_only_an_accompaniment_abandoned_by_the_minor_is_the_2nd_trigger(nature: Nature, scheme: str) -> None:
    case = cases.followed()
    case.do(situation(FIRST, nature, sous_type=scheme), FIRST)
    case.do(ask.Rompre(Breach.ABANDON), ENDED)
    triggers = BY_THE_MINOR[nature, scheme]
    assert (case.state.stage, case.state.trigger) == ((Stage.SUIVI, Trigger.ABANDON) if triggers else (Stage.REPERAGE, None))
    case.do(ask.Convoquer(rdv(date(2026, 3, 2))), date(2026, 2, 3))
    assert case.state.stage is (Stage.CONVOCATION if triggers else Stage.ENTRETIEN)  # else a new R. 114-6 interview


@pytest.mark.parametrize(
    ("motif", "by", "triggers"),
    [
        (Breach.ABANDON, None, True),
        (Breach.EXCLUSION, None, False),
        (Breach.FERMETURE, None, False),
        (Breach.FIN_MAISON, None, False),
        (Breach.RUPTURE_CONTRAT, None, False),  # nobody said whose doing
        (Breach.RUPTURE_CONTRAT, MINOR, True),
        (Breach.RUPTURE_CONTRAT, BreachedBy.ACCORD, False),
        (Breach.AUTRE, MINOR, True),
    ],
)
def test_whose_doing_it_is_follows_from_the_reason_or_is_said(motif: Breach, by: BreachedBy | None, triggers: bool) -> None:
    case = cases.compliant(Nature.ACCOMPAGNEMENT)
    case.do(ask.Rompre(motif, du_fait=by), ENDED)
    assert (case.state.trigger is Trigger.ABANDON) is triggers


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (ask.Rompre(Breach.FERMETURE, du_fait=MINOR), "« fermeture ou fin de l'action » est du fait de l'établissement"),
        (ask.Rompre(Breach.FIN_EXEMPTION), "n'est pas une exemption"),
        (ask.Rompre(Breach.ABANDON, 99), "l'acte n° 99 n'a noté aucune situation"),
        (ask.Rompre(Breach.ABANDON, depuis=date(2025, 12, 15)), "aucune situation ni exemption ne couvre le lun. 15/12/2025"),
        (ask.Rompre(Breach.ABANDON, depuis=date(2026, 2, 3)), "après l'acte"),
    ],
)
def test_a_breach_that_contradicts_itself_is_refused(asked: ask.Rompre, said: str) -> None:
    case = cases.compliant()
    with pytest.raises(GuardError) as refused:
        case.do(asked, ENDED)
    assert said in str(refused.value)


def test_of_two_situations_the_one_that_ended_is_named_and_the_other_goes_on() -> None:
    case = cases.compliant(Nature.ACCOMPAGNEMENT)
    case.do(situation(SECOND, fin=date(2026, 6, 30)), SECOND)
    kept, job = (c.n for c in case.state.coverages)
    with pytest.raises(GuardError, match=rf"n° {kept}, accompagnement, .* ; n° {job}, emploi, .*--situation N"):
        case.do(ask.Rompre(Breach.ABANDON), ENDED)
    case.do(ask.Rompre(Breach.FERMETURE, job), ENDED)
    assert case.state.stage is Stage.CONFORMITE
    assert [c.n for c in case.state.covering(ENDED)] == [kept]
    assert [d.dates.legal_on for d in case.state.delays if d.slug is Delay.FIN_SITUATION and d.is_open] == [date(2026, 12, 15)]


def test_a_situation_ends_on_its_day_though_it_is_noted_later() -> None:
    case = cases.compliant()
    case.do(ask.Rompre(Breach.EXCLUSION, depuis=date(2026, 1, 15)), ENDED)
    assert [case.state.is_compliant(day) for day in (date(2026, 1, 14), date(2026, 1, 15))] == [True, False]
    assert case.entries[-1].done_on == ENDED


def test_an_exemption_is_ended_and_a_job_beside_it_goes_on() -> None:
    case = cases.exempt()
    case.do(ask.Rompre(Breach.FIN_EXEMPTION), ENDED)
    assert (case.state.stage, case.state.is_exempt(ENDED)) == (Stage.REPERAGE, False)
    case = cases.exempt()
    case.do(situation(SECOND), SECOND)
    case.do(ask.Rompre(Breach.FIN_EXEMPTION, case.entries[-2].n), ENDED)
    assert case.state.stage is Stage.CONFORMITE


ENDS = [
    (date(2026, 2, 28), date(2026, 4, 30), Stage.EXEMPTION, "the job ends first: exempt until the certificate's end"),
    (date(2026, 4, 30), date(2026, 2, 28), Stage.CONFORMITE, "the certificate ends first: in order until the job's end"),
]


@pytest.mark.parametrize(("job", "certificate", "between", "why"), ENDS, ids=[row[-1] for row in ENDS])
@pytest.mark.parametrize("job_first", [True, False])
def test_an_exemption_beside_a_job_keeps_its_own_end(
    job: date, certificate: date, between: Stage, why: str, job_first: bool
) -> None:
    case = cases.followed()
    both: list[ask.Request] = [situation(FIRST, fin=job), ask.Exempter(certificate)]
    for request in both if job_first else reversed(both):
        case.do(request, FIRST)
    assert case.state.stage is Stage.CONFORMITE
    ends = {d.slug: d.dates.legal_on for d in case.state.open_delays()}
    assert (ends[Delay.FIN_SITUATION], ends[Delay.REVISION_EXEMPTION]) == (job, certificate)
    assert case.night(date(2026, 2, 28)) == []
    case.night(date(2026, 3, 1))
    assert case.state.stage is between
    case.night(date(2026, 4, 30))
    assert case.state.stage is between
    case.night(date(2026, 5, 1))
    assert case.state.stage is Stage.REPERAGE


def test_a_new_accompaniment_puts_an_older_trigger_out() -> None:
    case = cases.compliant(Nature.ACCOMPAGNEMENT)
    case.do(ask.Rompre(Breach.ABANDON), ENDED)
    case.do(situation(date(2026, 2, 5), Nature.ACCOMPAGNEMENT), date(2026, 2, 5))
    assert case.state.trigger is None
    with pytest.raises(GuardError, match="ni l'abandon d'un accompagnement ni le silence"):
        case.do(ask.Convoquer(rdv(date(2026, 3, 2))), date(2026, 2, 6))


def test_a_breach_of_before_ends_all_that_covered_the_day_and_keeps_its_trigger() -> None:
    """It named nothing: a base written then says what it said."""
    case = cases.exempt()
    case.do(situation(SECOND), SECOND)
    told = Effects(opens_trigger=Trigger.ABANDON)
    broken = Entry(7, ask.Rompre(Breach.FERMETURE), Stage.CONFORMITE, Stage.SUIVI, ENDED, "Camille", told)
    assert encode(broken)["demande"] == {"motif": "fermeture"}
    assert decode(line_of(broken, encode(broken))) == broken
    then = replay([*case.entries, broken])
    assert (then.stage, then.trigger, then.is_compliant(ENDED), then.is_exempt(ENDED)) == (Stage.SUIVI, "2", False, True)
    covered = Entry(8, situation(ENDED, Nature.ACCOMPAGNEMENT), Stage.SUIVI, Stage.CONFORMITE, ENDED, "Camille")
    assert replay([*case.entries, broken, covered]).trigger is Trigger.ABANDON  # nothing put it out then
