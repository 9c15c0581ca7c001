"""Names of representatives written first name first, « Anne Dupont », where capitals do not tell: the minors
do, who mostly bear the name of a parent. Pure."""

from __future__ import annotations

from ofworkflow.intake.prepared import PreparedList, PreparedRow
from ofworkflow.text import fold


def turn_names(prepared: PreparedList) -> None:
    """Put the names of representatives in their order, for the rows whose case does not tell it, where the
    names of the minors prove it and none proves the other."""
    for prefix in ("rl1_", "rl2_"):
        if f"{prefix}identite" not in prepared.headings and "representants" not in prepared.headings:
            continue
        unsure = [row for row in prepared.rows if _is_unsure(row, prefix)]
        turned = sum(fold(row.get(f"{prefix}prenom")) == fold(row.get("nom")) for row in unsure)
        straight = sum(fold(row.get(f"{prefix}nom")) == fold(row.get("nom")) for row in unsure)
        for row in unsure if turned > straight else ():
            name, first = row.get(f"{prefix}nom"), row.get(f"{prefix}prenom")
            row.cells |= {f"{prefix}nom": first, f"{prefix}prenom": name}


def _is_unsure(row: PreparedRow, prefix: str) -> bool:
    name, first = row.get(f"{prefix}nom"), row.get(f"{prefix}prenom")
    return bool(name and first) and name.isupper() == first.isupper()
