"""How the days of a delay were counted: unit by unit, each day that was skipped named, with the articles
that say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from ofworkflow.casework.explain.links import Link, LinkKind, Subject
from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.law.deadlines import Deadline
from ofworkflow.law.periods import Days, Months, Period, WorkingDays, Years, add_days, read_period
from ofworkflow.law.texts import CPC_640, CPC_641, CPC_642
from ofworkflow.procedure.case import RunningDelay
from ofworkflow.procedure.delays import DELAYS, ON_APPOINTMENT, ON_PRESENTATION
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Delay

_WEEKEND = ("samedi", "dimanche")


def count_links(delay: RunningDelay, subject: Subject) -> Iterator[Link]:
    """Say the departure, the unit, each day where days were skipped, and the ends."""
    d, calendar = delay.dates, subject.rules.calendar
    period = read_period(d.length)
    if period is None:
        yield Link(
            LinkKind.NOMINALE,
            f"Fin connue d'avance : le {french_day(d.nominal_on)}, ce jour compris.",
            {"jour": d.nominal_on},
        )
    else:
        yield _departure(delay)
        yield from _UNITS[type(period)](d, period, calendar)
    yield from _ends(d, calendar)
    if period is not None:
        yield from _recount(d, period, calendar)


def _departure(delay: RunningDelay) -> Link:
    d = delay.dates
    what = _what_runs(delay)
    return Link(
        LinkKind.DEPART,
        f"Départ : {what}, le {french_day(d.starts_on)} (article {CPC_640}).",
        {"jour": d.starts_on, "quoi": what, "article": CPC_640.number},
    )


def _what_runs(delay: RunningDelay) -> str:
    if delay.slug is not Delay.DEPARTEMENT:
        return DELAYS[delay.slug].runs_from
    if delay.anchor == ON_APPOINTMENT:
        return "le rendez-vous de la convocation"
    if delay.provisional:
        return "l'acte de convocation, en attendant l'envoi"
    return (
        "la première présentation, ou à défaut l'envoi"
        if delay.anchor == ON_PRESENTATION
        else "l'envoi de la convocation"
    )


def _in_days(d: Deadline, period: Days, calendar: WorkCalendar) -> Iterator[Link]:
    yield _unit(d, "tous les jours comptent, sauf celui du départ", "jour")
    yield _nominal(d, f"{_rank(period.count)} jour")


def _in_working_days(d: Deadline, period: WorkingDays, calendar: WorkCalendar) -> Iterator[Link]:
    off = f"ni samedi, ni dimanche, ni jour férié ({calendar.name})"
    yield _unit(d, f"{off} ; celui du départ ne compte pas", "jour_ouvre")
    for day in period.counted(d.starts_on, calendar):
        if day.why_skipped:
            text = f"{french_day(day.on)} : {_off(day.why_skipped, day.on, calendar)}, ne compte pas."
            yield Link(LinkKind.JOUR_SAUTE, text, _skip_facts(day.on, day.why_skipped, calendar, "compte"))
        else:
            rank = day.rank or 0
            yield Link(
                LinkKind.JOUR_COMPTE,
                f"{french_day(day.on)} : {_rank(rank)} jour ouvré.",
                {"jour": day.on, "rang": rank},
            )
    yield _nominal(d, f"{_rank(period.count)} jour ouvré")


def _in_months(d: Deadline, period: Months, calendar: WorkCalendar) -> Iterator[Link]:
    yield _unit(d, "de quantième à quantième", "mois")
    yield _nominal(d, _same_number(d, "ce mois"))


def _in_years(d: Deadline, period: Years, calendar: WorkCalendar) -> Iterator[Link]:
    yield _unit(d, "d'anniversaire en anniversaire", "an")
    yield _nominal(d, _same_number(d, "cette année"))


def _same_number(d: Deadline, where: str) -> str:
    if d.nominal_on.day == d.starts_on.day:
        return "même quantième"
    return f"dernier jour du mois, car {where} n'a pas de {_month_day(d.starts_on, where)}"


def _month_day(day: date, where: str) -> str:
    return f"{day:%d/%m}" if where == "cette année" else f"{day.day}"


def _unit(d: Deadline, counted: str, unit: str) -> Link:
    text = f"Durée : {d.length}, {counted} (article {CPC_641})."
    return Link(LinkKind.UNITE, text, {"duree": d.length, "unite": unit, "article": CPC_641.number})


def _nominal(d: Deadline, why: str) -> Link:
    return Link(
        LinkKind.NOMINALE,
        f"Fin nominale : le {french_day(d.nominal_on)}, {why}.",
        {"jour": d.nominal_on, "raison": why},
    )


def _ends(d: Deadline, calendar: WorkCalendar) -> Iterator[Link]:
    if d.version_since is None:  # no working day moves what the house sets, a known end, or a birthday
        yield Link(
            LinkKind.LEGALE,
            f"Fin légale : le {french_day(d.legal_on)} ; aucun jour férié ne la déplace.",
            {"jour": d.legal_on},
        )
        return
    yield from _skipped(d.nominal_on, d.legal_on, calendar, "legale")
    idle = calendar.idle(d.nominal_on)
    facts: dict[str, object] = {"jour": d.legal_on, "article": CPC_642.number}
    if d.legal_on != d.nominal_on:
        moved = f"premier jour ouvrable (article {CPC_642})"
    elif idle:
        moved = f"que le jour chômé ({idle}) ne reporte pas ([territoire] jours_chomes_prolongent)"
        facts |= {"section": "territoire", "reglage": "jours_chomes_prolongent"}
    else:
        moved = "ce jour est ouvré"
    yield Link(LinkKind.LEGALE, f"Fin légale : le {french_day(d.legal_on)}, {moved}.", facts)
    yield from _skipped(d.nominal_on, d.internal_on, calendar, "interne")
    same = d.internal_on == d.nominal_on
    text = (
        "Date interne : le même jour"
        if d.internal_on == d.legal_on
        else f"Date interne : le {french_day(d.internal_on)}"
    )
    why = "" if same else ", dernier jour ouvré avant elle, pour être à l'heure dans toutes les lectures"
    yield Link(LinkKind.INTERNE, f"{text}{why}.", {"jour": d.internal_on})


def _skipped(start: date, end: date, calendar: WorkCalendar, what: str) -> Iterator[Link]:
    step, then = (
        (1, "fin légale reportée d'un jour") if end > start else (-1, "date interne avancée d'un jour")
    )
    day = start
    while day != end:
        why = calendar.why_not_working(day, by_law=end > start)
        text = f"Le {french_day(day)} est {_named(why, day, calendar)} : {then}."
        yield Link(LinkKind.JOUR_SAUTE, text, _skip_facts(day, why, calendar, what))
        day = add_days(day, step)


def _named(why: str | None, day: date, calendar: WorkCalendar) -> str:
    if why is None:
        return "ouvré au calendrier d'aujourd'hui, et ne l'était pas à celui d'alors"
    if why in _WEEKEND:
        return f"un {why}"
    return f"{'chômé' if calendar.idle(day) else 'férié'}, {_off(why, day, calendar)}"


def _off(why: str, day: date, calendar: WorkCalendar) -> str:
    return why if why in _WEEKEND else f"{why} ({calendar.name} ; {calendar.basis(day)})"


def _skip_facts(day: date, why: str | None, calendar: WorkCalendar, what: str) -> dict[str, object]:
    reason = why if why in _WEEKEND else "ferie" if why else "autre_calendrier"
    holiday = why if reason == "ferie" else None
    basis = calendar.basis(day) if holiday else None
    return {
        "jour": day,
        "raison": reason,
        "ferie": holiday,
        "fondement": basis,
        "territoire": calendar.territory,
        "pour": what,
    }


def _recount(d: Deadline, period: Period, calendar: WorkCalendar) -> Iterator[Link]:
    nominal = period.after(d.starts_on, calendar)
    legal = calendar.next_working(nominal, by_law=True) if d.version_since else nominal
    if legal != d.legal_on:
        text = (
            "Recomptée avec les jours fériés d'aujourd'hui ([territoire] jours_feries = "
            f'"{calendar.territory}"), la fin '
        )
        text += f"légale serait le {french_day(legal)} ; les dates inscrites au journal restent."
        facts = {"section": "territoire", "reglage": "jours_feries", "valeur": calendar.territory}
        yield Link(
            LinkKind.REGLAGE, text, facts | {"inscrit": d.legal_on, "aujourd_hui": legal, "change": True}
        )


def _rank(count: int) -> str:
    return "1er" if count == 1 else f"{count}e"


_UNITS: Mapping[type, Callable[[Deadline, Any, WorkCalendar], Iterator[Link]]] = {
    Days: _in_days,
    WorkingDays: _in_working_days,
    Months: _in_months,
    Years: _in_years,
}
