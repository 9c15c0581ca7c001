"""Click's own words, in French: it asks the standard `gettext` for each, and finds them in our catalogue."""

from __future__ import annotations

import gettext
import os

import ofworkflow

_CATALOGUES = f"{ofworkflow.__path__[0]}/resources/locale"  # without pathlib: nothing else of an aid needs it


def speak_french() -> None:
    """Have `gettext` look the words of its standard domain up in French, whatever the language of the
    session."""
    gettext.bindtextdomain("messages", _CATALOGUES)
    os.environ["LANGUAGE"] = "fr"
