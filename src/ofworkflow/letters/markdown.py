"""Markdown to blocks: headings, paragraphs, lists, tables and boxes, as plain data for the layout.

A value never becomes markup: each punctuation mark of a value is swapped for a stand-in before Markdown is
read, and put back after, so that Markdown and typography see letters there and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ofworkflow.letters.words import clean, typography

Run = dict[str, Any]
Block = dict[str, Any]

_STAND_IN = 0xF0000  # a private plane: the stand-in of a mark is its code point moved there
_NOTHING = chr(
    _STAND_IN + 0xFF
)  # an empty value, so that « **{{ nom }}** » stays a pair of stars around something
_STAND_INS = re.compile(f"[{chr(_STAND_IN)}-{chr(_STAND_IN + 0xFFFF)}]")

# What a letter has no use for is switched off, so that a slip of the pen stays text: links, HTML, code,
# entities.
_PARSER = (
    MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    .enable("table")
    .disable(
        [
            "autolink",
            "backticks",
            "code",
            "entity",
            "fence",
            "html_block",
            "html_inline",
            "image",
            "lheading",
            "link",
            "reference",
        ]
    )
)


class UnprintableError(ValueError):
    """A value holds a character that stands for nothing."""


def shield(value: str) -> str:
    """Return `value` out of Markdown's reach, until `sections` puts it back; raise `UnprintableError`."""
    value = clean(value)
    for char in value:
        if unicodedata.category(char) in ("Cn", "Co", "Cs"):
            raise UnprintableError(
                f"le caractère U+{ord(char):04X} ne désigne rien et ne peut pas être imprimé"
            )
    return "".join(chr(_STAND_IN + ord(c)) if _is_mark(c) else c for c in value) or _NOTHING


def sections(text: str) -> list[list[Block]]:
    """Return the blocks of `text`, section by section: a line `---` starts a new one.

    In a box, and in every section but the first, a line of the text is a line of the letter.
    """
    parts: list[list[Token]] = [[]]
    for token in _PARSER.parse(text):
        if token.type == "hr" and token.level == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return [list(_blocks(iter(part), breaks=number > 0)) for number, part in enumerate(parts)]


def plain(runs: list[Run]) -> str:
    """Return runs as bare text."""
    return "".join(run.get("text", " ") for run in runs)


def _is_mark(char: str) -> bool:
    return ord(char) < 0xFFFE and unicodedata.category(char)[0] in "PS"


def _blocks(tokens: Iterator[Token], *, breaks: bool) -> Iterator[Block]:
    for token in tokens:
        match token.type:
            case "heading_open":
                yield {
                    "kind": "heading",
                    "level": int(token.tag[1]),
                    "runs": _inline(next(tokens), breaks=False),
                }
            case "paragraph_open":
                yield {"kind": "paragraph", "runs": _inline(next(tokens), breaks=breaks)}
            case "bullet_list_open" | "ordered_list_open":
                ordered = token.type == "ordered_list_open"
                start = int(token.attrGet("start") or 1)
                items = list(_items(_until(tokens, token)))
                yield {"kind": "list", "ordered": ordered, "start": start, "items": items}
            case "blockquote_open":
                yield {"kind": "box", "blocks": list(_blocks(_until(tokens, token), breaks=True))}
            case "table_open":
                yield _table(_until(tokens, token))
            case _:
                continue


def _until(tokens: Iterator[Token], opened: Token) -> Iterator[Token]:
    closing = opened.type.replace("_open", "_close")
    for token in tokens:
        if token.type == closing and token.level == opened.level:
            return
        yield token


def _items(tokens: Iterator[Token]) -> Iterator[list[Block]]:
    for token in tokens:
        if token.type == "list_item_open":
            yield list(_blocks(_until(tokens, token), breaks=False))


def _table(tokens: Iterator[Token]) -> Block:
    rows: list[list[list[Run]]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_inline(token, breaks=False))
    return {"kind": "table", "head": rows[0], "rows": rows[1:]}


def _inline(token: Token, *, breaks: bool) -> list[Run]:
    runs: list[Run] = []
    strong = em = 0
    for child in token.children or []:
        match child.type:
            case "strong_open" | "strong_close":
                strong += child.nesting
            case "em_open" | "em_close":
                em += child.nesting
            case "hardbreak":
                runs.append({"break": True})
            case "softbreak" if breaks:
                runs.append({"break": True})
            case "softbreak":
                runs.append({"text": " ", "strong": False, "em": False})
            case _ if child.content:
                runs.append({"text": child.content, "strong": strong > 0, "em": em > 0})
    return list(_tidied(_merged(runs)))


def _merged(runs: list[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        same = merged and "text" in run and "text" in merged[-1]
        if same and all(run[k] == merged[-1][k] for k in ("strong", "em")):
            merged[-1] = merged[-1] | {"text": merged[-1]["text"] + run["text"]}
        else:
            merged.append(run)
    return merged


def _tidied(runs: list[Run]) -> Iterator[Run]:
    after_space = True
    for i, run in enumerate(runs):
        if "break" in run:
            after_space = True
            yield run
            continue
        text = _restored(typography(run["text"].replace(_NOTHING, "")))
        text = re.sub(" {2,}", " ", text)
        text = text.lstrip(" ") if after_space else text
        if i + 1 == len(runs) or "break" in runs[i + 1]:
            text = text.rstrip(" ")
        if text:
            after_space = text.endswith(" ")
            yield run | {"text": text}


def _restored(text: str) -> str:
    return _STAND_INS.sub(lambda match: chr(ord(match[0]) - _STAND_IN), text)
