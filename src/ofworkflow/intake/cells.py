"""The text of a cell, freed of what programs leave in it and nobody typed: what can be undone with
certainty."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime, time
from urllib.parse import unquote

from ofworkflow.text import clean_line

DAMAGED = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd]")

_PLAIN = re.compile(r"[^\W_][\w\s.,:;/()+@-]*", re.ASCII)  # what no program leaves anything in
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # what a spreadsheet makes of a control sign
_FORMULA_TEXT = re.compile(r'="([^"]*)"')  # ="059130": the trick that keeps a zero
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")
_URL = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f]){2,}|%20")
_QUOTED = re.compile(r"(?:=[89A-F][0-9A-F]){1,}")  # quoted-printable, of a mail
_ONE_BYTE = re.compile(
    r"(?<=[A-Za-z])[%=]([C-Fc-f][0-9A-Fa-f])|[%=]([C-Fc-f][0-9A-Fa-f])(?=[a-z])"
)  # « L%E9a »
_BACKSLASH = re.compile(r"\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})")  # « L\u00e9a », of a program
_MAIL_WORD = re.compile(r"=\?[\w-]+\?[QqBb]\?[^?\s]*\?=")  # « =?UTF-8?Q?L=C3=A9a?= »
_MOJIBAKE = re.compile(
    "[ÃÂâ€Å][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)


def clean_cell(cell: str) -> str:
    """Return a cell without stray spaces nor invisible signs.

    A control sign within is a damaged list, told as such (`cleaning.check_text`), never turned into a space.
    """
    if not cell:
        return cell
    if cell.isascii() and cell.isalnum():
        return cell
    return " ".join(cell.split()) if DAMAGED.search(cell) else clean_line(cell)


def mended(cell: str) -> str:
    """Return a cell with what a program did to it undone; the same text where nothing is certain.

    `="59130"` and `'0639…` of spreadsheets, `_x000D_`, `&eacute;`, `%C3%A8`, `=C3=A9`, `\\u00e9`, a word
    of a mail's heading, and UTF-8 read as something else (« HERVÃ‰ »), by ftfy, which changes a text only
    when it becomes a plainer one.
    """
    return cell if _PLAIN.fullmatch(cell) and "_x" not in cell else _mended(cell)


def _mended(cell: str) -> str:
    text = cell
    if text.startswith('="') and (kept := _FORMULA_TEXT.fullmatch(text)):
        text = kept[1]
    elif (
        text.startswith("'")
        and len(text) > 1
        and (text[1].isdigit() or text[1].isupper() or (text[1] == "+" and text[2:3].isdigit()))
    ):
        text = text[1:]
    if "_x" in text:
        text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    for _ in range(2):  # « &amp;eacute; » was escaped twice
        if "&" in text and _ENTITY.search(text):
            text = html.unescape(text)
    if "=?" in text and _MAIL_WORD.search(text):
        text = _strictly(text, lambda t: _MAIL_WORD.sub(_from_mail_word, t))
    if "\\" in text and _BACKSLASH.search(text):
        text = _BACKSLASH.sub(lambda code: _letter(code[0], int(code[1] or code[2], 16)), text)
    if "%" in text and _URL.search(text):
        text = _strictly(text, lambda t: unquote(t, errors="strict"))
    if "=" in text and _QUOTED.search(text):
        text = _strictly(text, _from_quoted_printable)
    if ("%" in text or "=" in text) and _ONE_BYTE.search(text):
        text = _ONE_BYTE.sub(lambda code: _letter(code[0], int(code[1] or code[2], 16)), text)
    if _MOJIBAKE.search(text):
        import ftfy  # a tenth of a second, and a list in a hundred needs it

        text = ftfy.fix_encoding(text)
    return text if text is cell else clean_cell(text)


def text_of(value: object) -> str:
    """Return what a workbook holds in a cell as a text: days in ISO, whole numbers without their « .0 »."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "O" if value else "N"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _strictly(text: str, change: Callable[[str], str]) -> str:
    try:
        return change(text)
    except (UnicodeDecodeError, ValueError):
        return text


def _letter(written: str, code: int) -> str:
    """Return the letter of a code, or what was written where it is none."""
    return chr(code) if 0xC0 <= code < 0x250 and chr(code).isalpha() else written


def _from_mail_word(word: re.Match[str]) -> str:
    from email.errors import MessageError
    from email.header import decode_header, make_header

    try:
        return str(make_header(decode_header(word[0])))
    except (LookupError, ValueError, MessageError) as error:
        raise ValueError from error


def _from_quoted_printable(text: str) -> str:
    return _QUOTED.sub(lambda run: bytes.fromhex(run[0].replace("=", "")).decode("utf-8"), text)
