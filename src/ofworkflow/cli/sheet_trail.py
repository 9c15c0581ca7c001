"""What the sheet says of what is stored beside its own words: in short by default, whole with `--tout`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ofworkflow.cli.fitting import show_fitted
from ofworkflow.cli.output import echo
from ofworkflow.clock import Clock
from ofworkflow.procedure.french import french_day

if TYPE_CHECKING:
    from ofworkflow.casework.registry.trail import Cell, StoredRows, Trail

_BRIEF = {"modification": ("le", "champ", "avant", "apres", "auteur")}


def trail_json(trail: Trail, clock: Clock) -> dict[str, object]:
    """Return the sections of `of voir --json`, each row by its columns, instants in the house's own time."""
    return {
        name: [{column: _plain(row[column], clock) for column in section.columns} for row in section.rows]
        for name, section in trail.items()
    }


def show_trail(trail: Trail, clock: Clock, *, title: Callable[[str], None], whole: bool) -> None:
    """Write the sections: all of them, or in short those that a person reads every day."""
    for name, section in trail.items():
        if not section.rows or not (whole or name in _BRIEF):
            continue
        title(f"\n{section.title}")
        if whole:
            _records(section, clock)
        else:
            columns = _BRIEF[name]
            rows = [[_said(row[column], clock) for column in columns] for row in section.rows]
            show_fitted(columns, rows, optional=(4,), flexible=(2, 3))


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
