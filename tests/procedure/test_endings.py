"""What becomes of a delay: met, without object, or late, and always marked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.vocabulary import Answer, Breach, Closing, Delay, DelayState, Excuse, PostMode, Presence
from procedure import cases
from procedure.cases import Case, situation


@pytest.mark.parametrize("asked", [situation(date(2026, 2, 2)), ask.Exempter()], ids=["in order", "exempt"])
def test_compliance_ends_every_delay_but_majority(asked: Request) -> None:
    case = cases.absent_again()
    cases.post(case, date(2026, 1, 6), n=5, mode=PostMode.RECOMMANDE, today=date(2026, 2, 1))
    before = {d.key for d in case.state.open_delays()}
    assert {slug for _, slug in before} == {
        Delay.PREMIER_ENTRETIEN, Delay.JUSTIFICATION, Delay.DEPARTEMENT, Delay.MAJORITE, Delay.PLI,
    }  # fmt: skip
    case.do(asked, date(2026, 2, 2))
    assert {d.slug for d in case.state.open_delays() if d.key in before} == {Delay.MAJORITE}
    ended = {d.slug: d.state for d in case.state.delays if d.key in before and not d.is_open}
    assert set(ended.values()) == {DelayState.SANS_OBJET}


NOTICE_LEAVES = ask.Poster(9, (9,), PostMode.SIMPLE, information=(9,))
ENDINGS: list[tuple[Delay, Callable[[], Case], Request, date, DelayState]] = [
    (Delay.PREMIER_ENTRETIEN, cases.summoned, ask.Recevoir(Presence.LES_DEUX), date(2026, 3, 2), DelayState.TENUE),
    (Delay.PREMIER_ENTRETIEN, cases.summoned, ask.Recevoir(Presence.LES_DEUX), date(2026, 3, 3), DelayState.HORS_DELAI),
    (Delay.PREMIER_ENTRETIEN, cases.summoned, ask.Cloturer(Closing.DOUBLON), date(2026, 1, 5), DelayState.SANS_OBJET),
    (Delay.ISSUE, cases.summoned, ask.ConstaterAbsence(), date(2025, 12, 16), DelayState.TENUE),
    (Delay.ISSUE, cases.summoned, ask.ConstaterAbsence(), date(2025, 12, 17), DelayState.HORS_DELAI),
    (Delay.JUSTIFICATION, cases.absent, ask.Justifier(Excuse.TRANSPORT), date(2025, 12, 22), DelayState.TENUE),
    (Delay.JUSTIFICATION, cases.absent, ask.Recevoir(Presence.MINEUR), date(2025, 12, 17), DelayState.SANS_OBJET),
    (Delay.DEPARTEMENT, cases.told, NOTICE_LEAVES, date(2026, 3, 5), DelayState.TENUE),
    (Delay.DEPARTEMENT, cases.told, NOTICE_LEAVES, date(2026, 3, 6), DelayState.HORS_DELAI),
    (Delay.DEPARTEMENT, cases.to_transmit, situation(date(2026, 3, 5)), date(2026, 3, 5), DelayState.SANS_OBJET),
    (
        Delay.ACCUSE_DEPARTEMENT,
        lambda: cases.told(posted=True),
        ask.EnregistrerReponse(Answer.ACCUSE),
        date(2026, 3, 26),
        DelayState.TENUE,
    ),
    (Delay.FIN_SITUATION, cases.compliant, ask.Rompre(Breach.ABANDON), date(2026, 1, 5), DelayState.SANS_OBJET),
    (Delay.CONSERVATION, cases.closed, ask.Rouvrir("erreur"), date(2026, 2, 3), DelayState.SANS_OBJET),
]


@pytest.mark.parametrize(
    ("slug", "build", "asked", "on", "state"), ENDINGS, ids=[f"{r[0]} {r[2].act} le {r[3]:%d-%m-%Y}" for r in ENDINGS]
)
def test_what_becomes_of_a_delay(slug: Delay, build: Callable[[], Case], asked: Request, on: date, state: DelayState) -> None:
    case = build()
    [key] = [d.key for d in case.state.open_delays() if d.slug is slug]
    case.do(asked, on)
    [found] = [d for d in case.state.delays if d.key == key]
    assert (found.state, found.closed_on) == (state, on)
