"""What the sheet says of what is stored beside its own words: in short by default, whole with `--tout`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ofworkflow.cli.fitting import show_fitted
from ofworkflow.cli.output import echo
from ofworkflow.clock import Clock
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE, PersonField
from ofworkflow.procedure.french import french_day

if TYPE_CHECKING:
    from ofworkflow.casework.registry.trail import Cell, Line, StoredRows, Trail

_BRIEF = "modification"  # the section that a person reads every day
_TRUTH = {"True": True, "False": False}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def trail_json(trail: Trail, clock: Clock) -> dict[str, object]:
    """Return the sections of `of voir --json`, each row by its columns, instants in the house's own time."""
    return {
        name: [{column: _plain(row[column], clock) for column in section.columns} for row in section.rows]
        for name, section in trail.items()
    }


def show_trail(trail: Trail, clock: Clock, *, title: Callable[[str], None], whole: bool) -> None:
    """Write the sections: all of them, or in short those that a person reads every day."""
    for name, section in trail.items():
        if not section.rows or not (whole or name == _BRIEF):
            continue
        title(f"\n{section.title}")
        if whole:
            _records(section, clock)
        else:
            rows = [_corrected(row, clock) for row in section.rows]
            show_fitted(("le", "champ", "avant", "après", "auteur"), rows, optional=(4,), flexible=(2, 3))


def _corrected(row: Line, clock: Clock) -> tuple[str, ...]:
    """Return what was corrected, in the words of the sheet: « héberge le jeune », « non », « oui »."""
    name = str(row["champ"])
    fields = MINOR if row["representant_id"] is None else REPRESENTATIVE
    known = next((f for f in fields if f.name == name), None)
    values = [_stored(known, str(row[column] or "")) for column in ("avant", "apres")]
    return (_said(row["le"], clock), known.label if known else name, *values, _said(row["auteur"], clock))


def _stored(known: PersonField | None, text: str) -> str:
    """Return a value as people read it: the trace keeps it as a text, whatever it was."""
    if known is None:
        return text
    if text in _TRUTH:
        return known.say(_TRUTH[text])
    return known.say(date.fromisoformat(text) if _DAY.fullmatch(text) else text)


def _records(section: StoredRows, clock: Clock) -> None:
    """Write each row on lines of its own: whatever it holds, nothing is cut."""
    for row in section.rows:
        parts = (f"{name} : {_said(row[name], clock)}" for name in section.columns if row[name] is not None)
        echo(f"- {' ; '.join(parts)}")


def _plain(value: Cell, clock: Clock) -> object:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(clock.timezone)).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _said(value: Cell, clock: Clock) -> str:
    if isinstance(value, datetime):
        at = value.astimezone(ZoneInfo(clock.timezone))
        return f"{french_day(at.date())} à {at:%H:%M}"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)
    return french_day(value) if isinstance(value, date) else str(value if value is not None else "")
