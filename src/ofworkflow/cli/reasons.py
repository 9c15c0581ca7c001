"""Why a dossier moved, as a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ofworkflow.clock import Clock
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Act, ContactNature, ContactResult
from ofworkflow.statistics.reasons import Reason, ReasonKind


def sentence(reason: Reason, clock: Clock) -> str:
    """Return what came between: the act and its legal day, when it was recorded, by whom."""
    sentence = _SAID[reason.kind](reason)
    if reason.recorded_at is None:
        return sentence
    recorded = f"{clock.here(reason.recorded_at):%d/%m/%Y %H:%M}"
    return f"{sentence}{' le' if reason.kind in _ENDED else ', noté le'} {recorded} par {reason.author}"


_ENDED = (ReasonKind.ANNULATION, ReasonKind.FICHE, ReasonKind.IMPORT)
"""What is said as done on the day of its recording: « annulé le … », « fiche corrigée le … »."""


def _act(reason: Reason) -> str:
    detail = f" ({reason.detail})" if reason.detail else ""
    return f"acte n° {reason.n}, {Act(reason.act).label.lower()}{detail}, {_of(reason)}"


def _voided(reason: Reason) -> str:
    return f"acte n° {reason.n} ({Act(reason.act).label.lower()}, {_of(reason)}) annulé"


def _contact(reason: Reason) -> str:
    nature, _, result = reason.detail.partition(", ")
    return f"contact {_of(reason)} ({ContactNature(nature).label}, {ContactResult(result).label})"


def _of(reason: Reason) -> str:
    return f"du {french_day(reason.done_on)}" if reason.done_on else ""


_SAID: Mapping[ReasonKind, Callable[[Reason], str]] = {
    ReasonKind.OUVERTURE: lambda reason: f"dossier ouvert, {_of(reason)}",
    ReasonKind.ACTE: _act,
    ReasonKind.ANNULATION: _voided,
    ReasonKind.CONTACT: _contact,
    ReasonKind.FICHE: lambda reason: f"fiche corrigée ({reason.detail})",
    ReasonKind.IMPORT: lambda reason: f"fiche complétée par la liste {reason.detail}",
    ReasonKind.AUCUNE: lambda reason: (
        "aucune trace : la base a été changée hors d'ofworkflow, ou le moteur compte autrement"
    ),
}
