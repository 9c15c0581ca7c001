"""What a key of `config.toml` may hold: declared beside the key, checked when the file is read, printed in
the documentation.

A domain gives a few values outside of itself: a test tries them on every key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Any, TypeVar

from ofworkflow.records import dataclass

T = TypeVar("T")

_MOST_CHARS = 500


@dataclass(frozen=True, slots=True)
class Domain:
    """What one value may be: a sentence after « doit », its test, and values that it refuses.

    `count` bounds a list, whose every item is held to the domain; `whole` says what is wrong with the list as
    a whole. A `verbatim` value (a file, an address of a base) is kept as it is written; every other text is
    cleaned. `known` are the words it is one of, the nearest of which is proposed. A `hidden` value is never
    repeated in an error.
    """

    must: str
    holds: Callable[[Any], bool]
    outside: Sequence[object]
    count: tuple[int, int] = (0, 1)
    whole: Callable[[Any], str] = field(default=lambda _: "")
    known: Callable[[], Sequence[str]] = field(default=tuple)
    hidden: bool = False
    verbatim: bool = False

    def refusal(self, value: object) -> str:
        """Return why `value` is outside, as what follows the name of the key; empty when it is inside."""
        if isinstance(value, str) and (stray := next(filter(is_stray, value), None)):
            return (
                f"contient un caractère invisible ou un saut de ligne (U+{ord(stray):04X}) ; "
                "retirez-le, et écrivez sur une ligne."
            )
        if self.holds(value):
            return ""
        if isinstance(value, int | float) and value < 0:
            return f"ne peut pas être négatif : il doit {self.must} ; vous avez écrit {value}."
        hint = _hint(str(value), self.known())
        wrote = "" if self.hidden else f" ; vous avez écrit {_shown(value)}"
        return f"doit {self.must}{wrote}.{hint}"

    def refusal_of_list(self, values: tuple[object, ...]) -> str:
        """Return what is wrong with a list whose items are all inside; empty when nothing is."""
        low, high = self.count
        if not low <= len(values) <= high:
            return (
                f"doit avoir {_from_to(low, high)} ligne{'s' * (high > 1)} ; vous en avez écrit "
                f"{len(values)}."
            )
        return self.whole(values)


def setting(default: T, domain: Domain) -> T:
    """Return the field of a settings dataclass: its default value, and its domain."""
    return field(default=default, metadata={"domain": domain})


def is_stray(char: str) -> bool:
    """Tell whether a character has no place in one line of text: a control, an invisible or a turning
    sign."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def between(low: float, high: float, unit: str = "", **more: Any) -> Domain:
    """Numbers from `low` to `high`, both included."""
    return Domain(
        f"valoir {low:g} au moins et {high:g} au plus{f' ({unit})' if unit else ''}",
        lambda v: low <= v <= high,
        (low - 1, high + 1),
        **more,
    )


def one_of(*words: str) -> Domain:
    """One word of a closed list."""
    return Domain(
        f"être l'un de : {', '.join(words)}", words.__contains__, ("autre chose", ""), known=lambda: words
    )


def like(example: str, pattern: str, outside: Sequence[str], **more: Any) -> Domain:
    """A text of one form, said by an example."""
    return Domain(
        f"s'écrire comme « {example} »", lambda v: re.fullmatch(pattern, v) is not None, outside, **more
    )


def line(most: int = _MOST_CHARS, *, empty: bool = False, **more: Any) -> Domain:
    """A text of one line, not blank unless `empty`."""
    must = f"être un texte de {most} caractères au plus" + ("" if empty else ", pas vide")
    refused = ("x" * (most + 1), "a\nb", "a\u202eb", *(() if empty else ("", " ")))
    return Domain(must, lambda v: len(v) <= most and (empty or bool(v.strip())), refused, **more)


def digits(least: int = 4) -> Domain:
    """A telephone number, with whatever follows it (« poste 12 »)."""
    return Domain(
        f"être un numéro de téléphone ({least} chiffres au moins)",
        lambda v: len(v) <= 60 and sum(c.isdigit() for c in v) >= least,
        ("", "inconnu", "12"),
    )


def place(*, empty: bool = False) -> Domain:
    """A file or a folder, relative to `config.toml` or absolute."""
    must = "être un nom de fichier ou de dossier" + (", ou vide" if empty else "")
    refused = ("x" * 1000, *(() if empty else ("", " ")))
    return Domain(must, lambda v: len(v) < 1000 and (empty or bool(v.strip())), refused, verbatim=True)


def _hint(word: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches  # only when something is wrong

    by_key = {each.casefold(): each for each in known}
    near = get_close_matches(word.casefold(), by_key, n=1)
    return f" Vouliez-vous dire « {by_key[near[0]]} » ?" if near else ""


def _from_to(low: float, high: float) -> str:
    return f"de {low:g} à {high:g}"


def _shown(value: object) -> str:
    if not isinstance(value, str):
        return str(value)
    return f"« {value[:60]}{'…' * (len(value) > 60)} »"
