"""A dossier to explain, from a pure case: its journal and the house today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from ofworkflow.casework.explain.answers import explain
from ofworkflow.casework.explain.links import Explanation, LinkKind, Subject
from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import Facts
from ofworkflow.procedure.case import HouseRules
from ofworkflow.procedure.vocabulary import Delay
from procedure import cases
from procedure.cases import Case, rdv, rules


def subject(
    case: Case,
    today: date,
    *,
    house: HouseRules | None = None,
    given: Mapping[tuple[int, Delay], Mapping[date, date]] | None = None,
) -> Subject:
    """Return what an explanation looks at on that day; `house` is what the settings have become."""
    facts = Facts(today, None, case.contacts, case.addressees)
    return Subject("2026-0001", case.entries, case.state, house or case.rules, facts, given or {})


def explained(case: Case, what: object, today: date, **more: Any) -> Explanation:
    """Return the first explanation of a word."""
    return explain(subject(case, today, **more), str(what))[0]


def chain(explanation: Explanation, *kinds: LinkKind) -> list[dict[str, Any]]:
    """Return the chain as JSON, of these kinds only where some are given."""
    return [link.as_json() for link in explanation.links if not kinds or link.kind in kinds]


def said(explanation: Explanation, *kinds: LinkKind) -> list[str]:
    """Return the sentences of these kinds."""
    return [link.text for link in explanation.links if link.kind in kinds]


def summoned_again_on(posted_on: date, territory: str = "metropole", **calendar: bool) -> Case:
    """Return a dossier whose second convocation was decided and posted on that day."""
    case = Case(rules=rules(calendar=WorkCalendar(territory, **calendar)), born_on=date(posted_on.year - 17, 6, 1))
    first = posted_on - timedelta(50)
    case.do(ask.Ouvrir(case.born_on, cases.Source.SIEI, first), first)
    case.do(ask.Convoquer(rdv(first + timedelta(15)), malgre="essai"), first)
    cases.post(case, first)
    case.do(ask.ConstaterAbsence(), first + timedelta(15))
    case.do(ask.Convoquer(rdv(posted_on + timedelta(25)), malgre="essai"), posted_on)
    cases.post(case, posted_on)
    return case


def absent_on(day: date, territory: str = "metropole") -> Case:
    """Return a dossier whose first interview was missed on that day."""
    case = Case(rules=rules(calendar=WorkCalendar(territory)), born_on=date(day.year - 17, 6, 1))
    first = day - timedelta(15)
    case.do(ask.Ouvrir(case.born_on, cases.Source.SIEI, first), first)
    case.do(ask.Convoquer(rdv(day), malgre="essai"), first)
    cases.post(case, first)
    case.do(ask.ConstaterAbsence(), day)
    return case
