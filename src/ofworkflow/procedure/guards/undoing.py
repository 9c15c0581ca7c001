"""What must hold before an act is voided: it is one, and nothing is built on it; the last one, voided without
a word, left nothing at the post."""

from __future__ import annotations

from ofworkflow.law.periods import in_words
from ofworkflow.law.texts import OF_AGE
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import Attempt, Need, Refusal, guard
from ofworkflow.procedure.french import french_day, join_words
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
    voided = a.request.voided(a.case)
    closes = a.case.last_act == (voided, Act.CLOTURER)
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
        f"{REQUESTS[act].corrective} S'il n'aurait pas dû partir : of rectifier REF --acte {n} --motif "
        "TEXTE.",
        "ce qui est posté ne s'efface pas",
    )


@guard("L'acte retiré est un acte du dossier, qui compte encore", needs=Need.JOURNAL)
def an_act_to_withdraw(a: Attempt) -> Refusal | None:
    """Refuse what is no act, the opening, what is voided or voids, what only the post did."""
    if not isinstance(a.request, ask.Rectifier):
        return None
    n = a.request.acte_n
    entry = next((e for e in a.facts.entries if e.n == n), None)
    if entry is None:
        return Refusal(f"le dossier n'a pas d'acte n° {n}", "Voyez leurs numéros (of voir REF).")
    if entry.act is Act.OUVRIR:
        return Refusal(
            "c'est l'ouverture du dossier",
            "Clôturez-le (of clore --motif erreur).",
            "un dossier ne s'efface pas",
        )
    if n in a.case.annulled or entry.request.voids:
        what = "est déjà annulé" if n in a.case.annulled else "en annule un autre"
        return Refusal(f"l'acte n° {n} {what}", "Rien n'est à retirer ; refaites l'acte s'il le faut.")
    if entry.request.of_the_post:
        return Refusal(
            f"l'acte n° {n} est un envoi ou un retour",
            "Retirez l'acte dont c'est le courrier, ou corrigez le retour (of courriers retour --corrige "
            "MOTIF).",
        )
    return None


@guard("Aucun acte ne s'appuie sur celui qui est retiré", needs=Need.JOURNAL)
def nothing_built_on_it(a: Attempt) -> Refusal | None:
    """Refuse to withdraw an act on which later ones rest: they are withdrawn first, from the last."""
    if not isinstance(a.request, ask.Rectifier):
        return None
    built = a.facts.built
    if not built:
        return None
    named = join_words(f"« {e.act.label} » (n° {e.n})" for e in built)
    first = " ; ".join(f"of rectifier REF --acte {e.n} --motif TEXTE" for e in reversed(built))
    return Refusal(
        f"{named} s'appuie{'nt' if len(built) > 1 else ''} sur lui",
        f"Retirez d'abord, dans cet ordre : {first} ; ou le tout avec --avec-suite.",
        "ce qui a suivi n'aurait pas eu lieu",
    )
