"""The period that figures are asked for, what was known then, and what they are compared with."""

from __future__ import annotations

import re
from datetime import date

import click

from ofworkflow.cli.dates import read_date
from ofworkflow.cli.output import say, warn
from ofworkflow.errors import UsageError
from ofworkflow.law.periods import add_days, days_between
from ofworkflow.procedure.french import french_day
from ofworkflow.statistics.periods import Period
from ofworkflow.wiring import App

FIRST_YEAR = 2020  # the obligation exists since then
YEAR = click.IntRange(FIRST_YEAR, 9999)


def read_period(
    app: App, year: int | None, du: str | None, au_jour: str | None, connu_le: str | None
) -> Period:
    """Return the period asked for, no later than today nor than the day `connu_le`: what was to come is
    not observed."""
    today = app.clock.today()
    if year is not None and (du or au_jour):
        raise UsageError("--annee ne va pas avec --du ni --au-jour : donnez une année, ou une période.")
    if au_jour and not du:
        raise UsageError("--au-jour donne la fin de la période : donnez aussi son début avec --du.")
    known_on = _known_on(app, connu_le) if connu_le else None
    if du:
        first = read_date(du, today=today, past=True)
        until = read_date(au_jour, today=today, past=True) if au_jour else today
        if until < first:
            raise UsageError(
                f"La période finirait le {french_day(until)}, avant son début le {french_day(first)}."
            )
    else:
        first, until = date(year or today.year, 1, 1), date(year or today.year, 12, 31)
    last = min(until, today, known_on or today)
    if first > today:
        raise UsageError(
            f"La période commence le {french_day(first)}, après aujourd'hui ({french_day(today)}) : rien à "
            "compter."
        )
    if first > last:
        raise UsageError(
            f"La période commence le {french_day(first)}, après le jour de --connu-le ({french_day(last)})."
        )
    if known_on and last < until:
        say(f"Période en cours ce jour-là : observée le {french_day(last)}.")
    elif until > today:
        say(f"Période en cours : observée aujourd'hui, le {french_day(today)}.")
    elif du:
        say(f"Période comprise : du {french_day(first)} au {french_day(until)}.")
    return Period(first, last, known_on, app.clock.end_of(known_on) if known_on else None)


def read_other_period(app: App, text: str, now: Period) -> Period:
    """Return what is compared with: « 2025 », or « 01/01/2025..30/06/2025 »; as known at the same day as
    `now`."""
    today, word = app.clock.today(), text.strip()
    if re.fullmatch(r"\d{4}", word):
        if int(word) < FIRST_YEAR:
            raise UsageError(
                f"--compare {word} : l'obligation existe depuis {FIRST_YEAR}. Donnez une année à partir de "
                "là."
            )
        first, until = date(int(word), 1, 1), date(int(word), 12, 31)
    else:
        start, dots, end = word.partition("..")
        if not (dots and start.strip() and end.strip()):
            raise UsageError(
                f"--compare « {text} » n'est pas compris. Écrivez une année (2025) ou deux jours "
                "(01/01/2025..30/06/2025)."
            )
        first, until = (read_date(day, today=today, past=True) for day in (start, end))
    if until < first:
        raise UsageError(
            f"La période comparée finirait le {french_day(until)}, avant son début le {french_day(first)}."
        )
    last = min(until, today, now.known_on or today)
    if first > last:
        raise UsageError(
            f"La période comparée commence le {french_day(first)}, après le {french_day(last)} : rien à "
            "compter."
        )
    lengths = [
        days_between(period_first, period_last) + 1
        for period_first, period_last in ((now.first, now.last), (first, last))
    ]
    if abs(lengths[0] - lengths[1]) > _LEAP:
        same = add_days(first, lengths[0] - 1)
        warn(
            f"les deux périodes n'ont pas la même longueur ({lengths[0]} jours, {lengths[1]} avant) : les "
            "nombres ne se "
            f"comparent pas tels quels. Pour autant de jours : --compare {first:%d/%m/%Y}..{same:%d/%m/%Y}"
        )
    return Period(first, last, now.known_on, now.known_at)


_LEAP = 1  # a year has 365 days or 366


def _known_on(app: App, text: str) -> date:
    true_today = app.clock.true_today()
    day = read_date(text, today=app.clock.today(), past=True)
    if day > true_today:
        raise UsageError(
            f"--connu-le {french_day(day)} est à venir : rien n'en est su. Donnez un jour jusqu'à "
            "aujourd'hui."
        )
    return day


def year_so_far(year: int, today: date) -> tuple[date, date]:
    """Return the first day of a year, and its last or today; raise `UsageError` when it has not begun."""
    first = date(year, 1, 1)
    if first > today:
        raise UsageError(
            f"L'année {year} n'a pas commencé (aujourd'hui : {french_day(today)}) : rien à compter. Demandez "
            f"{today.year}."
        )
    return first, min(date(year, 12, 31), today)
