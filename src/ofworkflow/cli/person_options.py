"""The options that say what is known of a person: one a field that is declared (`procedure.fields`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

import click

from ofworkflow.cli.dates import read_date
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE, PersonField, Value

_Command = TypeVar("_Command", bound=Callable[..., object])

_PROVED = "La date de naissance que dit la pièce vue, avec --preuve."
_AT_OPENING = {"adresse1": "Celle du premier représentant par défaut."}


def opening_options(command: _Command) -> _Command:
    """Add what may be said of a minor who is reported."""
    return _added(
        command,
        (
            _option(f, required=bool(f.needed and not f.line), hint=_AT_OPENING.get(f.name, f.hint))
            for f in MINOR
            if not f.follows
        ),
    )


def correction_options(command: _Command) -> _Command:
    """Add what may be corrected of a minor or of a representative; an option that both have is there once."""
    by_option = {f.asked: f for fields in (MINOR, REPRESENTATIVE) for f in fields if not f.follows}
    return _added(command, (_option(f, hint=_PROVED if f.instead else None) for f in by_option.values()))


def typed_card(
    fields: Sequence[PersonField], typed: Mapping[str, str | None], *, today: date
) -> dict[str, Value]:
    """Return what was typed, by the names of the columns; what was not typed is left out.

    An option of another person stays under its own name. Raise `UsageError` for what is not understood.
    """
    known = {_parameter(f): f for f in fields if not f.follows}
    card: dict[str, Value] = {}
    for parameter, text in typed.items():
        if text is None:
            continue
        if (f := known.get(parameter)) is None:
            card[parameter] = text
        else:
            card[f.name] = (
                read_date(text, today=today, past=not f.ahead) if f.is_day and text else f.read(text)
            )
    return card


def _added(command: _Command, options: Iterable[Callable[[_Command], _Command]]) -> _Command:
    for option in reversed(list(options)):
        command = option(command)
    return command


def _option(
    f: PersonField, *, required: bool = False, hint: str | None = None
) -> Callable[[_Command], _Command]:
    choices = [str(word) for word in f.words] if f.words else list(f.choices)
    return click.option(
        f"--{f.asked}",
        _parameter(f),
        required=required,
        help=(f.hint if hint is None else hint) or f.told,
        type=click.Choice(choices) if choices else None,
        metavar="DATE" if f.is_day else None,
    )


def _parameter(f: PersonField) -> str:
    return f.asked.replace("-", "_")
