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


def told_of(row: LetterRow, who: str, agreed_on: date | None) -> str:
    """Return what became of a letter: to whom, how (since when agreed to, where that is asked), when, and the
    last word of the post where it said one."""
    number = f" n° {row.numero}" if row.numero else ""
    mode, state = PostMode(row.mode or ""), LetterState(row.etat)
    agreed = f" (accord du {agreed_on:%d/%m/%Y})" if agreed_on else ""
    sent = f"à {who} : {mode.label}{number}{agreed}, le {row.poste_le:%d/%m/%Y}"
    if state not in RETURNS:
        return sent
    presented = (
        f", présentée le {row.presente_le:%d/%m/%Y}"
        if row.presente_le and state is not LetterState.PRESENTE
        else ""
    )
    fate = _FATES_BY_MODE.get((mode, state), _FATES[state])
    return f"{sent}{presented}, {fate} le {row.issue_le:%d/%m/%Y}"
