"""What must hold before an act is voided: the last one, of which nothing left the house; or one whose
letters left, on which nothing else is built."""

from __future__ import annotations

from ofworkflow.law.periods import in_words
from ofworkflow.law.texts import OF_AGE
from ofworkflow.procedure.attempts import Attempt, Refusal, guard
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.requests import REQUESTS, Rectifier
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
    closes = dict(a.case.acts).get(a.request.voided_n(a.case) or 0) is Act.CLOTURER
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
        f"{REQUESTS[act].corrective} Si l'acte est une erreur, retirez-le par un courrier : of rectifier "
        f"{a.facts.reference} --acte {n} --motif MOTIF",
        "ce qui est posté ne s'efface pas",
    )


@guard("L'acte nommé est au dossier, et n'est pas encore retiré")
def named_act_stands(a: Attempt) -> Refusal | None:
    """Refuse to withdraw what is not there, the opening, what the post did, what was withdrawn already."""
    named = _named(a)
    if (act := dict(a.case.acts).get(named)) not in (None, Act.OUVRIR):
        return None
    see = f"Relisez le journal (of voir {a.facts.reference}) : les numéros y sont."
    if act is Act.OUVRIR:
        return Refusal(
            "un dossier ne s'efface pas", f"Clôturez-le : of clore {a.facts.reference} --motif erreur"
        )
    if by := a.case.annulled.get(named):
        return Refusal(
            f"l'acte n° {named} ne compte déjà plus, depuis l'acte n° {by}", "Rien à faire de plus."
        )
    if named in a.case.acts_on:
        whose = next((f" n° {mailing.act_n}" for mailing in a.case.mailings if mailing.n == named), "")
        return Refusal(
            f"l'acte n° {named} note ce que la poste a fait",
            f"Retirez l'acte{whose} dont c'étaient les courriers, ou corrigez l'envoi. {see}",
        )
    return Refusal(f"l'acte n° {named} n'est pas de ceux qui se retirent", see)


@guard("Rien n'est bâti sur l'acte nommé")
def nothing_built_upon(a: Attempt) -> Refusal | None:
    """Refuse to withdraw an act that others follow: they are undone first, the last one before the others."""
    later = [(n, act) for n, act in a.case.acts if n > _named(a) and not REQUESTS[act].stands_apart]
    if not later:
        return None
    first = "l'acte suivant" if len(later) == 1 else f"les {len(later)} actes suivants"
    typed = " ; ".join(_undoing(a, n) for n, _ in reversed(later))
    names = ", ".join(f"n° {n} « {act.label} »" for n, act in later)
    return Refusal(
        f"{first} en dépend{'' if len(later) == 1 else 'ent'} : {names}",
        f"Ajoutez --avec-suite pour tout retirer d'un geste, ou tapez dans cet ordre : {typed} ; puis la "
        "même commande.",
    )


def _undoing(a: Attempt, n: int) -> str:
    if n in a.case.posted_on:
        return f"of rectifier {a.facts.reference} --acte {n} --motif MOTIF"
    return f"of annuler {a.facts.reference} --motif MOTIF"


@guard("Un courrier de l'acte est parti")
def something_posted(a: Attempt) -> Refusal | None:
    """Refuse to withdraw by letter what nobody was told."""
    named = _named(a)
    if named in a.case.posted_on:
        return None
    return Refusal(
        f"aucun courrier de l'acte n° {named} n'est parti : personne n'a rien à en savoir",
        f"Annulez-le simplement : of annuler {a.facts.reference} --motif MOTIF",
    )


def _named(a: Attempt) -> int:
    return a.request.acte_n if isinstance(a.request, Rectifier) else 0
