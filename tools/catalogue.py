"""Click's words in French: `python -m tools.catalogue` checks that `messages.mo`, which `gettext` reads, says what
`messages.po` says; with `--ecrire`, writes it.

Babel compiles it, and stays with the tools.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[1] / "src/ofworkflow/resources/locale/fr/LC_MESSAGES/messages.po"


def catalogue() -> Catalog:
    """Return the words as they are edited."""
    with SOURCE.open("rb") as file:
        return read_po(file, locale="fr", abort_invalid=True)


def compiled() -> bytes:
    """Return what the program reads."""
    written = io.BytesIO()
    write_mo(written, catalogue())
    return written.getvalue()


def main(arguments: list[str]) -> int:
    """Check the compiled file, or write it; return 1 when it is not what its source says."""
    path = SOURCE.with_suffix(".mo")
    if "--ecrire" in arguments:
        path.write_bytes(compiled())
    elif not path.is_file() or path.read_bytes() != compiled():
        print("À récrire (python -m tools.catalogue --ecrire) : messages.mo.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
