"""Countries by their French names (CLDR, through Babel), as an address may name them.

France is no country of an address: its departments and territories overseas are reached by their postcode (NF Z 10-011).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ofworkflow.errors import UsageError
from ofworkflow.text import fold

# Written to by a French postcode: no country on the last line.
_FRANCE = frozenset({"FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF"})
# Groups of countries, made-up codes, places without a post.
_NONE = frozenset(
    {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AQ", "BV", "CP", "DG", "GS", "HM", "IO", "TF", "UM", "AC", "CQ", "EA", "IC"}
)
# Where the post has another name than CLDR (UPU, list of member countries, in French).
_NAMED = {
    "CD": "République démocratique du Congo", "CG": "Congo", "CZ": "République tchèque", "HK": "Hong Kong", "MM": "Myanmar",
    "MO": "Macao", "PS": "Palestine", "SX": "Sint Maarten", "VA": "Vatican",
}  # fmt: skip
# What people write, folded.
_SAID = {
    "rdc": "CD", "congo kinshasa": "CD", "congo brazzaville": "CG", "republique du congo": "CG", "tchequie": "CZ",
    "angleterre": "GB", "ecosse": "GB", "grande bretagne": "GB", "irlande du nord": "GB", "pays de galles": "GB", "uk": "GB",
    "united kingdom": "GB", "usa": "US", "etats unis d amerique": "US", "hollande": "NL", "belarus": "BY", "birmanie": "MM",
    "vietnam": "VN", "federation de russie": "RU", "macedoine": "MK", "ile maurice": "MU", "coree": "KR", "centrafrique": "CF",
    "cabo verde": "CV", "swaziland": "SZ", "moldova": "MD", "turkiye": "TR", "bosnie": "BA", "republique de serbie": "RS",
    "republique federale d allemagne": "DE", "republique populaire de chine": "CN", "union des comores": "KM",
    "republique dominicaine": "DO", "republique de guinee": "GN", "guinee conakry": "GN", "emirats": "AE", "reunion": "RE",
    "ile de la reunion": "RE", "guyane": "GF", "republique francaise": "FR",
}  # fmt: skip


def find(text: str) -> str | None:
    """Return the country that a text names, as French writes it; empty for France; `None` when it is none."""
    return _known().get(fold(text))


def read(text: str) -> str:
    """Return the country that was typed, empty for France; raise `UsageError` with the nearest names."""
    found = find(text) if fold(text) else ""
    if found is None:
        from difflib import get_close_matches  # only when nothing was found

        near = [_known()[key] or "France" for key in get_close_matches(fold(text), _known(), n=3)]
        hint = f"Vouliez-vous dire : {', '.join(dict.fromkeys(near))} ?" if near else "Écrivez-le en français : Albanie, Géorgie."
        raise UsageError(f"Le pays « {text} » n'est pas connu. {hint}")
    return found


@cache
def _known() -> Mapping[str, str]:
    # 50 ms: only where an address names a country
    from babel import Locale

    names = {code: name for code, name in Locale("fr").territories.items() if len(code) == 2 and code not in _NONE}
    names |= _NAMED
    shown = {code: "" if code in _FRANCE else name for code, name in names.items()}
    by_name = {fold(name): shown[code] for code, name in Locale("fr").territories.items() if code in shown}
    by_name |= {fold(name): shown[code] for code, name in names.items()}
    return by_name | {said: shown[code] for said, code in _SAID.items()}
