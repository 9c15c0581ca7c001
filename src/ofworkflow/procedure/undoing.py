"""What must hold before the last act is voided: something is left to void, and nothing of it left the house."""

from __future__ import annotations

from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.guards import Attempt, Refusal
from ofworkflow.procedure.vocabulary import Act

_CORRECTIVE = {
    Act.CONVOQUER: "Donnez un autre rendez-vous (of reporter).",
    Act.REPORTER: "Donnez un autre rendez-vous (of reporter).",
    Act.TRANSMETTRE: "Constatez la situation (of situation) : un rectificatif partira au département.",
}


def something_left(a: Attempt) -> Refusal | None:
    """Refuse to void the opening: a dossier is not erased."""
    if a.case.last_act is not None and a.case.last_act[1] is not Act.OUVRIR:
        return None
    return Refusal(
        "il ne reste que l'ouverture du dossier",
        "un dossier ne s'efface pas",
        "Clôturez-le (of clore --motif erreur).",
    )


def closing_may_be_voided(a: Attempt) -> Refusal | None:
    """Refuse to void a closing once the minor is of age."""
    closes = a.case.last_act is not None and a.case.last_act[1] is Act.CLOTURER
    if not closes or a.done_on < a.case.majority_on:
        return None
    return Refusal(f"le jeune a dix-huit ans depuis le {french_day(a.case.majority_on)}", "L. 114-1", "Le dossier reste clos.")


def nothing_posted(a: Attempt) -> Refusal | None:
    """Refuse to void an act whose letters left."""
    if a.case.last_act is None or a.case.last_act[0] not in a.case.posted_on:
        return None
    n, act = a.case.last_act
    return Refusal(
        f"un courrier de l'acte « {act.label} » est parti le {french_day(a.case.posted_on[n])}",
        "ce qui est posté ne s'efface pas",
        _CORRECTIVE.get(act, "Notez l'acte qui corrige la situation (of voir dit lesquels sont possibles)."),
    )
