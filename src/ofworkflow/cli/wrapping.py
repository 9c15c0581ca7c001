"""A line too long for its terminal, gone on below between two words; a command is never cut in two."""

from __future__ import annotations

import re
import textwrap

# « Ensuite : … : of poster T0001 »: what is to be typed, at the end of a sentence, and only that.
_COMMAND = re.compile(
    r"(?P<said>.*\S :) (?P<command>of (?:--)?[a-zé](?:(?!\. | ; | ou of |, of |, puis ).)*)"
)
# No line begins with these, nor ends with « ; a phone, a day and its date, an hour stay together.
_TOGETHER = re.compile(
    r" (?=[:;!?»%])|(?<=«) |(?<=\b\d\d) (?=\d\d\b)|(?<=n°) |(?<=\b(?:lun|mar|mer|jeu|ven|sam|dim)\.) (?=\d)"
    r"|(?<=\d) (?=h\b)|(?<=\d h) (?=\d\d\b)"
)
_GLUE = "\ue000"  # of no alphabet: what is shown holds none


def wrapped(line: str, width: int, hang: int | None = None) -> str:
    """Return the line in lines of at most `width` columns, those below `hang` columns in, else two more than
    the first.

    A command stands whole on a line of its own, however long: pasted, it must be one.
    """
    if len(line) <= width:
        return line
    inner = len(line) - len(line.lstrip())
    if line.startswith("of ", inner):
        return line
    below = " " * (inner + 2 if hang is None or hang > width // 2 else hang)
    if match := _COMMAND.fullmatch(line):
        sentence = wrapped(match["said"], width, hang)
        last = len(sentence.rpartition("\n")[2])
        between = " " if last + 1 + len(match["command"]) <= width else f"\n{below}"
        return f"{sentence}{between}{match['command']}"
    return textwrap.fill(
        _TOGETHER.sub(_GLUE, line[inner:]),
        width,
        initial_indent=line[:inner],
        subsequent_indent=below,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    ).replace(_GLUE, " ")
