"""Write `resources/communes.tsv.xz`: the communes of France, with their codes and postcodes.

    npm pack @etalab/decoupage-administratif@6.0.0      # an archive; unpack it
    python -m tools.communes package/data/communes.json

The data are the official ones (INSEE, code officiel géographique of 2026; La Poste for postcodes), gathered by
Etalab under the Licence Ouverte. One line a commune, current or former: code, name, the name as it is compared,
postcodes, and for a former one (delegated, associated, municipal arrondissement) the code of the commune that it
is now part of.
"""

from __future__ import annotations

import json
import lzma
import sys
from pathlib import Path

from ofworkflow.communes import key_of

OUT = Path(__file__).resolve().parents[1] / "src" / "ofworkflow" / "resources" / "communes.tsv.xz"
MILLESIME = "code officiel géographique 2026, @etalab/decoupage-administratif 6.0.0"


def main(source: str) -> None:
    """Write the file from the JSON of the package."""
    rows = json.loads(Path(source).read_text(encoding="utf-8"))
    postcodes: dict[str, list[str]] = {}
    for row in rows:
        postcodes.setdefault(row["code"], []).extend(row.get("codesPostaux", []))
    lines = [f"# {MILLESIME}"]
    for row in sorted(rows, key=lambda each: (each["code"], each["type"] != "commune-actuelle")):
        now = row.get("chefLieu") or row.get("commune") or ""
        current = row["type"] == "commune-actuelle"
        if current or now:
            codes = " ".join(sorted(set(postcodes[row["code"]] if current else row.get("codesPostaux", []))))
            lines.append("\t".join((row["code"], row["nom"], key_of(row["nom"]), codes, "" if current else now)))
    OUT.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(lines) - 1} communes, {OUT.stat().st_size} octets")


if __name__ == "__main__":
    main(sys.argv[1])
