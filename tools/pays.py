"""The countries an address may name: `python -m tools.pays` checks the file, `python -m tools.pays --ecrire` writes it.

The names are those of CLDR in French, read through Babel: 36 MB for 4 kB of names, so it stays with the tools.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from babel import Locale
from babel import __version__ as babel_version
from babel.core import get_cldr_version

from ofworkflow.clock import Clock
from ofworkflow.text import fold

FILE = Path(__file__).resolve().parents[1] / "src" / "ofworkflow" / "resources" / "pays.tsv"

# Written to by a French postcode: no country on the last line of an address.
FRANCE = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF")
# Groups of countries, made-up codes, places without a post.
NOT_COUNTRIES = (
    "EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AQ", "BV", "CP", "DG", "GS", "HM", "IO", "TF", "UM", "AC", "CQ", "EA", "IC",
)  # fmt: skip
# Where the post has another name than CLDR (UPU, list of member countries, in French).
NAMED = {
    "CD": "République démocratique du Congo", "CG": "Congo", "CZ": "République tchèque", "HK": "Hong Kong", "MM": "Myanmar",
    "MO": "Macao", "PS": "Palestine", "SX": "Sint Maarten", "VA": "Vatican",
}  # fmt: skip
# What people write beside the name.
SAID = {
    "AE": "Émirats", "BA": "Bosnie", "BY": "Belarus", "CD": "RDC, Congo-Kinshasa", "CF": "Centrafrique",
    "CG": "Congo-Brazzaville, République du Congo", "CN": "République populaire de Chine", "CV": "Cabo Verde",
    "CZ": "Tchéquie", "DE": "République fédérale d'Allemagne", "DO": "République dominicaine",
    "FR": "République française",
    "GB": "Angleterre, Écosse, Grande-Bretagne, Irlande du Nord, Pays de Galles, UK, United Kingdom",
    "GF": "Guyane", "GN": "République de Guinée, Guinée-Conakry", "KM": "Union des Comores", "KR": "Corée", "MD": "Moldova",
    "MK": "Macédoine", "MM": "Birmanie", "MU": "Île Maurice", "NL": "Hollande", "RE": "Réunion, Île de la Réunion",
    "RS": "République de Serbie", "RU": "Fédération de Russie", "SZ": "Swaziland", "TR": "Türkiye",
    "US": "USA, États-Unis d'Amérique", "VN": "Vietnam",
}  # fmt: skip

_HEAD = """\
# Les pays qu'une adresse peut nommer, par leur nom français. Écrit par « python -m tools.pays --ecrire » : pas à la main.
# Source : CLDR {cldr} (Unicode, licence Unicode-3.0), lu par Babel {babel} ; noms de l'UPU et noms usuels : tools/pays.py.
# Fait le {day}.
# Code (ISO 3166-1, et XK pour le Kosovo), nom écrit sur l'enveloppe (vide : un code postal français suffit), autres noms.
"""


def page(made_on: date) -> str:
    """Return the whole file, as it is written on that day."""
    lines = [_HEAD.format(cldr=get_cldr_version(), babel=babel_version, day=f"{made_on:%d/%m/%Y}")]
    return "".join([*lines, *("\t".join(row).rstrip("\t") + "\n" for row in rows())])


def rows() -> list[tuple[str, str, str]]:
    """Return each country: its code, the name an envelope shows, the other names it is known by."""
    found = []
    for code, name in sorted(Locale("fr").territories.items()):
        if len(code) == 2 and code not in NOT_COUNTRIES:
            shown = "" if code in FRANCE else NAMED.get(code, name)
            others = [name, *SAID[code].split(", ")] if code in SAID else [name]
            kept = {fold(said): said for said in reversed(others) if fold(said) != fold(shown)}
            found.append((code, shown, ", ".join(sorted(kept.values(), key=fold))))
    return found


def day_of(text: str) -> date:
    """Return the day on which a file says that it was made."""
    line = next(line for line in text.splitlines() if line.startswith("# Fait le "))
    return datetime.strptime(line, "# Fait le %d/%m/%Y.").replace(tzinfo=UTC).date()


def main() -> int:
    """Check the file, or write it; return 1 when it is not what Babel says."""
    text = FILE.read_text(encoding="utf-8") if FILE.is_file() else ""
    if text and page(day_of(text)) == text:
        return 0
    if "--ecrire" not in sys.argv:
        print("Les pays ne sont plus ceux de Babel : python -m tools.pays --ecrire", file=sys.stderr)
        return 1
    FILE.write_text(page(Clock().true_today()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
