"""Countries by their French names (CLDR), as an address may name them; the list is made by `tools/pays.py`.

France is no country of an address: its departments and territories overseas are reached by their postcode (NF
Z 10-011).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ofworkflow.errors import UsageError
from ofworkflow.text import fold

_LIST = Path(__file__).resolve().parent / "resources" / "pays.tsv"


def find(text: str) -> str | None:
    """Return the country that a text names, as French writes it; empty for France; `None` when it is none."""
    return _known().get(fold(text))


def read(text: str) -> str:
    """Return the country that was typed, empty for France; raise `UsageError` with the nearest names."""
    code = find(text) if fold(text) else ""
    if code is None:
        from difflib import get_close_matches  # only when nothing was found

        near = [_known()[key] or "France" for key in get_close_matches(fold(text), _known(), n=3)]
        hint = (
            f"Vouliez-vous dire : {', '.join(dict.fromkeys(near))} ?"
            if near
            else "Écrivez-le en français : Albanie, Géorgie."
        )
        raise UsageError(f"Le pays « {text} » n'est pas connu. {hint}")
    return code


@cache
def _known() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            _, shown, others, *_ = *line.split("\t"), "", ""
            known |= {fold(name): shown for name in (shown, *others.split(", ")) if name}
    return known
