"""The table « sentence → field »: each sentence that a letter may hold, and the fields of its data that it states.

To enter a new sentence, add its line under its template in `sentence_table.py`:

    S("Votre situation nous a été signalée le {signale_le:date_simple} par {source_nommee}.", "!repere_par_nous"),

- the words are those of the letter, plain spaces and straight apostrophes, without stars;
- `{field}` is a value that is printed, by its path in the data of the letter (`letters/models/`), with the filter that
  its template uses (`:date_longue`, `:date_simple`, `:date_courte`, `:heure`, `:de`, `:que`, `:au`, `:enumere`, `:lignes`);
- `[ … ]` is what may be missing: it is there if, and only if, each field that it prints is (`[?path: … ]` names the field
  where none is printed);
- what follows is what the sentence states without printing it: a field that must be there, « !field » one that must not,
  « field=value »;
- a sentence that states no fact of the dossier says what it is instead: LAW (what the law, or the house, does for
  everybody), ASKS (asks, offers, greets) or TITLE.

Then name the field in `PROOFS` (`proofs.py`), with how the journal, the cards or the settings say it without the
code that wrote the letter; and, where no life has it yet, live it (`lives.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property

from ofworkflow.letters import words

ITSELF = "soi"
LAW, ASKS, TITLE = "la loi", "une demande", "un titre"
_KINDS = (LAW, ASKS, TITLE)
_FIELD = re.compile(r"\{([a-z0-9_.]+)(?::([a-zà-ÿ_]+))?\}")
_OPTION = re.compile(r"\[(?:\?(!?[a-z0-9_.=]+):)?([^\]]*)\]")

FILTERS = {
    "date_longue": words.long_date,
    "date_simple": words.day_month_year,
    "date_courte": words.short_date,
    "heure": words.hour,
    "de": words.of,
    "que": words.that,
    "au": words.to,
    "enumere": lambda values: " et ".join(filter(None, [", ".join(values[:-1]), values[-1]])),
    "ou": " ou ".join,
    "lignes": ", ".join,
}


def bare(text: str) -> str:
    """Return words as they are compared: plain spaces, straight apostrophes."""
    text = text.replace(words.NBSP, " ").replace(words.NNBSP, " ").replace("’", "'")
    return " ".join(text.split())


def at(data: object, path: str) -> object:
    """Return the value at that path; an item of a list is named by the list, or by its rank where it has one so far."""
    for name in path.split(".") if path != ITSELF else ():
        if isinstance(data, tuple) and name.isdecimal():
            data = data[int(name)] if int(name) < len(data) else None
        else:
            data = getattr(data, name) if data is not None else None
    return data


def holds(data: object, condition: str) -> bool:
    """Tell whether a condition holds: « field », « !field », « field=value »."""
    if condition.startswith("!"):
        return not holds(data, condition[1:])
    path, equals, value = condition.partition("=")
    try:
        found = at(data, path)
    except AttributeError:
        return False
    return str(found) == value if equals else bool(found)


@dataclass(frozen=True)
class S:
    """A sentence, and what it states; `of` is for an item of a list: the list whose items it speaks of."""

    words: str
    states: str = ""
    of: str = ""

    @property
    def is_of_no_fact(self) -> bool:
        return self.states in _KINDS

    @property
    def conditions(self) -> list[str]:
        return [] if self.is_of_no_fact else self.states.split()

    @cached_property
    def fields(self) -> frozenset[str]:
        """Return the paths that it names, printed or not."""
        named = {path for path, _ in _FIELD.findall(self.words)} | {c for c, _ in _OPTION.findall(self.words) if c}
        paths = {c.lstrip("!").partition("=")[0] for c in (*named, *self.conditions)}
        return frozenset(f"{self.of}.{path}" if self.of else path for path in paths)

    @cached_property
    def shape(self) -> re.Pattern[str]:
        """Return what any such sentence looks like, whatever its values."""
        pieces = _OPTION.split(self.words)  # words, condition, what may be missing, words…
        return re.compile(
            "".join(
                f"(?:{_shape(piece)})?" if i % 3 == 2 else _shape(piece) if i % 3 == 0 else "" for i, piece in enumerate(pieces)
            )
        )

    def variants(self, data: object) -> Iterator[str]:
        """Yield what the sentence must be, word for word, for these data; nothing where a field is missing."""
        for item in at(data, self.of) if self.of else (data,):
            if all(holds(item, c) for c in self.conditions):
                text, options = _OPTION.sub("\0", self.words), _OPTION.findall(self.words)
                chosen = [_optional(item, condition, more) for condition, more in options]
                parts = text.split("\0")
                said = "".join(p + c for p, c in zip(parts, [*chosen, ""], strict=True))
                if all(path_is_sex(path) or holds(item, path) for path, _ in _FIELD.findall(text)):
                    yield bare(_filled(item, said))


def _shape(text: str) -> str:
    return ".+?".join(re.escape(piece) for piece in _FIELD.split(text)[::3])  # words, path, filter, words…


def _optional(item: object, condition: str, more: str) -> str:
    needed = [path for path, _ in _FIELD.findall(more)]
    return more if all(holds(item, c) for c in ([condition] if condition else needed)) else ""


def path_is_sex(path: str) -> bool:
    """Tell whether that field makes words agree, and is then printed by none."""
    return path.rpartition(".")[2] == "sexe"


def _filled(item: object, text: str) -> str:
    def value(match: re.Match[str]) -> str:
        found = at(item, match[1])
        assert match[2] or not isinstance(found, (date, time)), f"un filtre manque : {match[0]}"
        if path_is_sex(match[1]):
            return match[2] + {"F": "e", "M": ""}.get(str(found), "(e)")
        return str(FILTERS[match[2]](found) if match[2] else found)

    return _FIELD.sub(value, text)
