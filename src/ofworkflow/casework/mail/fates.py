"""What became of an envelope, as a letter to the département says it: never that a family « refuses »."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ofworkflow.procedure.mailings import RETURNS
from ofworkflow.procedure.vocabulary import LetterState, PostMode
from ofworkflow.storage.rows import LetterRow

_FATES: Mapping[LetterState, str] = {
    LetterState.PRESENTE: "présentée",
    LetterState.DISTRIBUE: "distribuée",
    LetterState.REFUSE: "non acceptée",
    LetterState.NON_RECLAME: "non réclamée",
    LetterState.NPAI: "revenue (inconnu à l'adresse)",
    LetterState.PERDU: "perdue",
}
_FATES_BY_MODE: Mapping[tuple[PostMode, LetterState], str] = {
    (PostMode.LRE, LetterState.DISTRIBUE): "acceptée",
    (PostMode.COURRIEL, LetterState.DISTRIBUE): "réception confirmée",
    (PostMode.COURRIEL, LetterState.NPAI): "revenue (adresse électronique inconnue)",
    (PostMode.LRE, LetterState.NPAI): "revenue (adresse électronique inconnue)",
    (PostMode.ETABLISSEMENT, LetterState.DISTRIBUE): "remise",
    (PostMode.ETABLISSEMENT, LetterState.PERDU): "jamais remise",
}
"""The same, where the post carried nothing."""


def how_it_left(row: LetterRow, agreed_on: date | None) -> str:
    """Return how a letter left: its mode, its number, since when its addressee agreed where that is asked."""
    number = f" n° {row.numero}" if row.numero else ""
    agreed = f" (accord du {agreed_on:%d/%m/%Y})" if agreed_on else ""
    return f"{PostMode(row.mode or '').label}{number}{agreed}"


def what_became_of(row: LetterRow) -> str:
    """Return the last word of the post on a letter; empty where it said none."""
    state = LetterState(row.etat)
    if state not in RETURNS:
        return ""
    presented = (
        f"présentée le {row.presente_le:%d/%m/%Y}, "
        if row.presente_le and state is not LetterState.PRESENTE
        else ""
    )
    fate = _FATES_BY_MODE.get((PostMode(row.mode or ""), state), _FATES[state])
    return f"{presented}{fate} le {row.issue_le:%d/%m/%Y}"


def told_of(row: LetterRow, agreed_on: date | None) -> str:
    """Return how a letter left, when, and what became of it."""
    sent, fate = f"{how_it_left(row, agreed_on)}, le {row.poste_le:%d/%m/%Y}", what_became_of(row)
    return f"{sent}, {fate}" if fate else sent
