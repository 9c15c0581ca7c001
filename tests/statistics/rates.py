"""The indicators once more, from their definitions: what is divided by what, and a median as the rank that it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import ceil

from recount import Counted

NUMBERS = {
    "I1": "opened", "I2": "contacted", "I3": "received", "I3b": "received_with", "I4": "first", "I4b": "first_persons",
    "I5": "second", "I5b": "second_persons",
    **{f"I5-{trigger}": f"second_{trigger}" for trigger in "123"},
    **{f"I5b-{trigger}": f"second_{trigger}_persons" for trigger in "123"},
    "I6": "followed", "I9": "exempt", "I10": "notices", "I10b": "noticed", "I10-retard": "notices_late",
    "I12": "exits", "I12-majorite": "exits_majorite", "I12-demenagement": "exits_demenagement", "I12-hors_champ": "exits_hors_champ",
    "I12-professionnelle": "exits_professional", "I12-en_regle": "exits_compliant", "I12-exempte": "exits_exempt",
    "I12-sans": "exits_without",
    "I14": "contacts", **{f"I14-{by}": f"by_{by}" for by in ("entretien", "sms", "courriel", "telephone", "autres")},
    "I14-sans_reponse": "unanswered", "I15": "unknown",
}  # fmt: skip
RATES = {
    "I7a": ("compliant", "bound"), "I7b": ("compliant_beyond", "bound"), "I8": ("professional", "followed"),
    "I10-temps": ("notices_in_time", "notices"), "I10-reponse": ("notices_answered", "notices"),
    "I10-3": ("back_3", "judged_3"), "I10-6": ("back_6", "judged_6"),
    "I11": ("interview_in_time", "interview_judged"), "I11b": ("outcome_in_time", "outcome_judged"),
    "I13-1": ("first_absent", "first_expected"), "I13-2": ("second_absent", "second_expected"), "I13": ("no_show", "expected"),
}  # fmt: skip
DAYS = {
    "I11-mediane": ("interview_days", 50), "I11-p90": ("interview_days", 90),
    "I11b-mediane": ("outcome_days", 50), "I11b-p90": ("outcome_days", 90),
}  # fmt: skip


def rates(those: Iterable[Counted]) -> dict[str, tuple[int | None, int | None]]:
    """Return each indicator over these dossiers: its number and what it is divided by; for days, how many were measured."""
    measures: Counter[str] = Counter()
    days: dict[str, list[int]] = {"interview_days": [], "outcome_days": []}
    for each in those:
        measures.update(each.measures)
        for name, listed in each.durations.items():
            days[name] += listed
    found: dict[str, tuple[int | None, int | None]] = {code: (measures[name], None) for code, name in NUMBERS.items()}
    found |= {code: (measures[above], measures[below]) for code, (above, below) in RATES.items()}
    return found | {code: (_ranked(days[name], percent), len(days[name])) for code, (name, percent) in DAYS.items()}


def _ranked(days: list[int], percent: int) -> int | None:
    return sorted(days)[ceil(percent * len(days) / 100) - 1] if days else None
