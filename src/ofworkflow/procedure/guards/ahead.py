"""What must hold of what is ahead: a promise begins later, and is named; an answer follows a proposal."""

from __future__ import annotations

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import Attempt, Refusal, guard, unnamed
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.natures import promised


@guard("Ce qui est promis commence plus tard, et sa preuve est vue")
def promise_begins_later(a: Attempt) -> Refusal | None:
    """Refuse the promise of what began already, of what begins of age, or whose proof was not seen yet."""
    request = a.request
    if not isinstance(request, ask.Promettre):
        return None
    if request.debut <= a.done_on:
        return Refusal(
            f"elle commence le {french_day(request.debut)}, et nous sommes le {french_day(a.done_on)}",
            "Constatez la situation (of situation).",
            "une promesse précède ce qu'elle annonce",
        )
    if request.debut >= a.case.majority_on:
        return Refusal(
            f"elle commencerait à la majorité ou après, le {french_day(a.case.majority_on)}",
            "Gardez-en la trace par un contact (of contact).",
            "L. 114-1",
        )
    if request.preuve_vue > a.done_on:
        return Refusal(
            f"sa preuve aurait été vue le {french_day(request.preuve_vue)}, après l'acte",
            "Corrigez --preuve-vue.",
        )
    return None


@guard("La promesse retirée est nommée, et tient encore")
def held_promise_named(a: Attempt) -> Refusal | None:
    """Refuse to withdraw nothing, or one promise among several."""
    request = a.request
    if not isinstance(request, ask.Retirer):
        return None
    return unnamed(
        request.promesse, {each.n: promised(each) for each in a.case.held_promises},
        none="aucune promesse ne tient", several="plusieurs promesses tiennent",
        other="une promesse qui tient", option="--promesse",
    )  # fmt: skip


@guard("La réponse suit une proposition de même nature")
def answers_a_proposal(a: Attempt) -> Refusal | None:
    """Refuse an answer to what was not proposed."""
    request = a.request
    if not isinstance(request, ask.Proposer) or request.suite_de is None:
        return None
    if any(p.n == request.suite_de and p.what is request.nature for p in a.case.proposals):
        return None
    listed = " ; ".join(f"n° {p.n}, {p.what.label}" for p in a.case.proposals) or "aucune"
    return Refusal(
        f"l'acte n° {request.suite_de} ne propose pas « {request.nature.label} »",
        f"Propositions du dossier : {listed}. Sans --suite-de, la proposition est nouvelle.",
    )
