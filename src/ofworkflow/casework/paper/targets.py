"""What people name when they speak of letters: a letter (C000123), a run (T0001), else a dossier."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.dossier.lines import letters, run_name
from ofworkflow.casework.mail.postable import (
    last_left,
    left_of_run,
    postable,
    postable_of_run,
    staying_beside,
)
from ofworkflow.casework.mail.slips import run_number
from ofworkflow.casework.mail.tracking import Envelope, envelopes
from ofworkflow.casework.registry.finding import find_dossier
from ofworkflow.errors import AlreadyNotedError, UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.records import dataclass

_DIGITS = 9  # of the longest number of a letter: a database counts no further


def letters_only(texts: Iterable[str]) -> list[int]:
    """Return the letters that these numbers name; raise `UsageError` for anything else."""
    return list(dict.fromkeys(_letter(text) for text in texts))


def letters_to_show(connection: Connection, texts: Iterable[str]) -> list[int]:
    """Return the letters that these texts name, every one of a dossier; raise `UsageError` when there is
    none."""

    def of_dossier(dossier_id: int) -> list[int]:
        return [line.id for line in letters(connection, dossier_id=dossier_id)]

    return _named(connection, texts, of_dossier, "à montrer")


def letters_to_post(connection: Connection, texts: Iterable[str], *, on: date | None = None) -> list[int]:
    """Return the letters that these texts name and that wait for the post on a day.

    Raise `UsageError` when there is none, `AlreadyNotedError` when they left already.
    """
    return _named(
        connection, texts, lambda dossier_id: postable(connection, dossier_id, on=on), "à poster", on=on
    )


@dataclass(frozen=True, slots=True)
class ToPost:
    """Letters that somebody is about to post, their envelopes, and why others of the same dossiers stay."""

    letters: tuple[int, ...]
    envelopes: tuple[Envelope, ...]
    staying: tuple[str, ...]


def to_post(connection: Connection, texts: Sequence[str], *, on: date | None = None) -> ToPost:
    """Return what these texts name that waits for the post on a day; raise what `letters_to_post` raises."""
    numbers = letters_to_post(connection, texts, on=on)
    beside = staying_beside(connection, numbers, on=on)
    runs = [run_number(text) for text in texts if re.fullmatch(r"[Tt][0-9]+", text.strip())]
    left = [why for run in runs for why in left_of_run(connection, run, numbers)]
    return ToPost(tuple(numbers), tuple(envelopes(connection, numbers)), (*beside, *left))


def _letter(text: str) -> int:
    match = re.fullmatch(r"[Cc]([0-9]+)", text.strip())
    if match is None:
        raise UsageError(
            f"« {text} » n'est pas un courrier. Donnez son numéro (C000123) : of courriers les liste."
        )
    if len(match[1]) > _DIGITS:
        raise UsageError(f"Courrier inconnu : {text}. Voyez la liste (of courriers).")
    return int(match[1])


def _named(
    connection: Connection,
    texts: Iterable[str],
    of_dossier: Callable[[int], list[int]],
    what: str,
    *,
    on: date | None = None,
) -> list[int]:
    numbers: list[int] = []
    for text in texts:
        if re.fullmatch(r"[Cc][0-9]+", text.strip()):
            numbers.append(_letter(text))
        elif re.fullmatch(r"[Tt][0-9]+", text.strip()):
            numbers += _of_run(connection, run_number(text), on)
        else:
            line = find_dossier(connection, text)
            letters_ready = of_dossier(line.id)
            if not letters_ready:
                _refuse_all_left(connection, f"du dossier {line.reference}", dossier_id=line.id)
                raise UsageError(
                    f"Le dossier {line.reference} n'a aucun courrier {what}. Voyez of voir {line.reference}."
                )
            numbers += letters_ready
    return list(dict.fromkeys(numbers))


def _of_run(connection: Connection, run: int, on: date | None) -> list[int]:
    letters_ready = postable_of_run(connection, run, on=on)
    if not letters_ready:
        _refuse_all_left(connection, f"du lot {run_name(run)}", run_id=run)
        raise UsageError(
            f"Le lot {run_name(run)} n'a aucun courrier à poster. Voyez les lots (of courriers tirages)."
        )
    return letters_ready


def _refuse_all_left(
    connection: Connection, whose: str, *, dossier_id: int | None = None, run_id: int | None = None
) -> None:
    if left_on := last_left(connection, dossier_id=dossier_id, run_id=run_id):
        raise AlreadyNotedError(
            f"Déjà noté : les courriers {whose} sont partis, les derniers le {french_day(left_on)}. "
            "Rien n'a été écrit de plus ; voyez ce qu'ils sont devenus (of courriers)."
        )
