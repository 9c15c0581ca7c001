"""One module a letter: its context, its sample, who receives it, what it must say, its pages."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from ofworkflow.letters.kinds import LetterKind


@cache
def names() -> tuple[str, ...]:
    """Return the names of every kind of letter, those of their modules and of their templates."""
    return tuple(module.name for module in iter_modules(__path__))


@cache
def kind_of(name: str) -> LetterKind:
    """Return a kind of letter by the name of its template; only its own module is imported. Raise
    `KeyError`."""
    if name not in names():
        raise KeyError(name)
    kind: LetterKind = import_module(f"ofworkflow.letters.models.{name}").KIND
    return kind
