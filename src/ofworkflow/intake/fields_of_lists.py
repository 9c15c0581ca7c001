"""The fields that a list may give, and the columns that the State's lists call them by."""

from __future__ import annotations

from collections.abc import Mapping

from ofworkflow.procedure.fields import MINOR, RANKS, REPORTED, REPRESENTATIVE, PersonField

FIELDS_OF_LISTS: Mapping[str, PersonField] = {
    **{f.mapped: f for f in (*MINOR, *REPORTED) if f.heading},
    **{f"rl{rank}_{f.mapped}": f for rank in RANKS for f in REPRESENTATIVE if f.heading},
}
"""What a mapping calls it → the field."""

STATE_COLUMNS: Mapping[str, str] = {
    name: f"{name[:3].upper()}_{f.heading}" if name[:2] == "rl" and name[2:3].isdigit() else f.heading
    for name, f in FIELDS_OF_LISTS.items()
}
"""Field → column of the State's lists (SIEI; the platforms and training centres send the same)."""
