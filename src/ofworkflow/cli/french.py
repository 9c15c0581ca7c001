"""Click's own words, in French: it asks the standard `gettext` for each, and finds them in our catalogue."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

_CATALOGUES = Path(__file__).resolve().parents[1] / "resources" / "locale"


def speak_french() -> None:
    """Have `gettext` look the words of its standard domain up in French, whatever the language of the
    session."""
    gettext.bindtextdomain("messages", str(_CATALOGUES))
    os.environ["LANGUAGE"] = "fr"
