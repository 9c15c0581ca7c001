"""What must hold before the last act is voided: something is left to void, and nothing of it left the
house."""

from __future__ import annotations

from ofworkflow.law.periods import in_words
from ofworkflow.law.texts import OF_AGE
from ofworkflow.procedure.attempts import Attempt, Refusal, guard
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.requests import REQUESTS
from ofworkflow.procedure.vocabulary import Act


@guard("Il reste un acte à annuler")
def something_left(a: Attempt) -> Refusal | None:
    """Refuse to void the opening: a dossier is not erased."""
    if a.case.last_act is not None and a.case.last_act[1] is not Act.OUVRIR:
        return None
    return Refusal(
        "il ne reste que l'ouverture du dossier",
        "Clôturez-le (of clore --motif erreur).",
        "un dossier ne s'efface pas",
    )


@guard("L'acte n'est pas une clôture à la majorité", basis="L. 114-1")
def closing_may_be_voided(a: Attempt) -> Refusal | None:
    """Refuse to void a closing once the minor is of age."""
    closes = a.case.last_act is not None and a.case.last_act[1] is Act.CLOTURER
    if not closes or a.done_on < a.case.majority_on:
        return None
    return Refusal(
        f"le jeune a {in_words(OF_AGE)} depuis le {french_day(a.case.majority_on)}", "Le dossier reste clos."
    )


@guard("Aucun courrier de l'acte n'est parti")
def nothing_posted(a: Attempt) -> Refusal | None:
    """Refuse to void an act whose letters left."""
    if a.case.last_act is None or a.case.last_act[0] not in a.case.posted_on:
        return None
    n, act = a.case.last_act
    return Refusal(
        f"un courrier de l'acte « {act.label} » est parti le {french_day(a.case.posted_on[n])}",
        REQUESTS[act].corrective,
        "ce qui est posté ne s'efface pas",
    )
