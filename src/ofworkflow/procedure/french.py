"""French dates and hours, the same on the screen, in a refusal and in a chronology."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

_SHORT_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")


def french_day(day: date) -> str:
    """Return « jeu. 03/12/2026 »."""
    return f"{_SHORT_DAYS[day.weekday()]} {day:%d/%m/%Y}"


def french_hour(at: time) -> str:
    """Return « 14 h » or « 14 h 30 »."""
    return f"{at.hour} h {at.minute:02d}" if at.minute else f"{at.hour} h"


def join_words(words: Iterable[str], last: str = "et") -> str:
    """Return « a, b et c »."""
    items = list(words)
    return f" {last} ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
