"""What must hold before any act, and before those of a dossier's life: its days, the age of the minor."""

from __future__ import annotations

from ofworkflow.law.deadlines import age_on, in_scope, majority_on
from ofworkflow.law.periods import in_words
from ofworkflow.law.texts import OF_AGE, SCOPE_FROM_YEARS
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import Attempt, Refusal, guard
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Closing, Stage
from ofworkflow.text import counted


@guard("L'acte n'est pas daté d'un jour futur")
def not_in_the_future(a: Attempt) -> Refusal | None:
    """Refuse an act dated after today."""
    if a.done_on <= a.facts.today:
        return None
    return Refusal(
        f"le {french_day(a.done_on)} est dans le futur : nous sommes le {french_day(a.facts.today)}",
        "Donnez avec --le un jour passé, ou attendez ce jour.",
        "un acte se note le jour où il est fait, ou après",
    )


@guard("Rien n'est écrit librement de ce qui touche à la santé ou fait taire l'information")
def nothing_written_freely(a: Attempt) -> Refusal | None:
    """Refuse words of somebody's own beside what closed lists alone may say: a note, a reason in words."""
    why = a.request.sensitive()
    if not why:
        return None
    for field, words in a.request.free.items():
        option, text = f"--{field.replace('_', '-')}", getattr(a.request, field)
        if words is None and text:
            return Refusal(why, f"Retirez {option}.", _NO_FREE_WORD)
        if words is not None and text and text not in [word.label for word in words]:
            return Refusal(why, f"Choisissez {option} parmi {', '.join(words)}.", _NO_FREE_WORD)
    return Refusal(why, "Retirez --note.", _NO_FREE_WORD) if a.facts.note.strip() else None


_NO_FREE_WORD = "invariant : ni donnée de santé, ni commentaire libre"


@guard("L'acte ne précède pas le dernier acte d'une personne")
def not_before_the_last_act(a: Attempt) -> Refusal | None:
    """Refuse an act dated before the person's act that it follows; the night's own count only for what
    undoes them."""
    last = a.case.last_human_on
    if (a.request.voids or isinstance(a.request, ask.Rouvrir)) and a.case.last_act:
        undone_on = a.case.acts_on[a.case.last_act[0]]
        last = max(last, undone_on) if last else undone_on
    if last is None or a.done_on >= last:
        return None
    return Refusal(
        f"le {french_day(a.done_on)} précède le dernier acte du dossier, fait le {french_day(last)}",
        f"Donnez avec --le un jour à partir du {french_day(last)}, ou annulez d'abord le dernier acte (of "
        "annuler).",
        "les actes se suivent dans l'ordre des jours",
    )


@guard(
    "Le jeune a 16 ou 17 ans ce jour-là, ou attend ses 16 ans",
    basis="L. 114-1",
    settings=("age_au_plus_tot",),
)
def reported_in_scope(a: Attempt) -> Refusal | None:
    """Refuse to open a dossier outside 16-18, but for who is old enough to wait for 16."""
    waits = a.rules.age_au_plus_tot <= age_on(a.case.born_on, a.done_on) < SCOPE_FROM_YEARS
    if waits or in_scope(a.case.born_on, a.done_on):
        return None
    if a.done_on < a.case.sixteen_on:
        return Refusal(
            f"né(e) le {a.case.born_on:%d/%m/%Y}, le jeune a {age_on(a.case.born_on, a.done_on)} ans le "
            f"{french_day(a.done_on)}, et un dossier s'ouvre à partir de {a.rules.age_au_plus_tot} ans",
            "Vérifiez la date de naissance.",
        )
    return Refusal(
        f"né(e) le {a.case.born_on:%d/%m/%Y}, le jeune n'a pas entre {SCOPE_FROM_YEARS} et {OF_AGE} le "
        f"{french_day(a.done_on)}",
        "Vérifiez la date de naissance ; hors de cet âge, aucun dossier n'est ouvert.",
    )


@guard("La date corrigée n'est pas celle que le dossier dit déjà")
def birth_is_another(a: Attempt) -> Refusal | None:
    """Refuse the date that the dossier says, but where what was done too early is withdrawn since: it waits
    then."""
    if not isinstance(a.request, ask.CorrigerNaissance) or a.request.naissance != a.case.born_on:
        return None
    if a.dest is Stage.ATTENTE and a.case.stage is not Stage.ATTENTE:
        return None
    return Refusal(
        f"le dossier dit déjà « né(e) le {a.case.born_on:%d/%m/%Y} »", "Vérifiez la date que dit la pièce."
    )


@guard(
    "À la date corrigée, un dossier se serait ouvert, et se tiendrait encore",
    basis="L. 114-1",
    settings=("age_au_plus_tot",),
)
def birth_makes_sense(a: Attempt) -> Refusal | None:
    """Refuse a birth to come, one that leaves the minor below the age from which a dossier is held, one by
    which he or she was of age when reported."""
    if not isinstance(a.request, ask.CorrigerNaissance):
        return None
    born, opened_on = a.request.naissance, a.case.opened_on or a.done_on
    who = f"né(e) le {born:%d/%m/%Y}, le jeune"
    if born > a.done_on:
        why = f"le {born:%d/%m/%Y} est après le {french_day(a.done_on)}"
        return Refusal(why, "Vérifiez la date de naissance.", "on est né avant")
    if (age := age_on(born, a.done_on)) < a.rules.age_au_plus_tot:
        why = (
            f"{who} n'aurait que {counted(age, 'an')} le {french_day(a.done_on)}, et un dossier se tient à "
            f"partir de {a.rules.age_au_plus_tot} ans"
        )
    elif opened_on >= majority_on(born):
        why = f"{who} aurait eu {in_words(OF_AGE)} avant l'ouverture du dossier, le {french_day(opened_on)}"
    else:
        return None
    return Refusal(
        why,
        "Vérifiez la pièce ; si elle le dit bien, ce dossier n'avait pas à s'ouvrir : of clore "
        f"{a.facts.reference} --motif {Closing.ERREUR}",
    )


@guard("Le signalement ne suit pas le jour où il est noté", basis="R. 114-4")
def reported_before_opened(a: Attempt) -> Refusal | None:
    """Refuse a report dated after the opening."""
    if not isinstance(a.request, ask.Ouvrir | ask.Signaler) or a.request.signale_le <= a.done_on:
        return None
    noted = "à l'ouverture" if isinstance(a.request, ask.Ouvrir) else "au jour où il est noté"
    return Refusal(
        f"le signalement du {french_day(a.request.signale_le)} serait postérieur {noted}, le "
        f"{french_day(a.done_on)}",
        "Corrigez la date du signalement.",
    )


@guard("Le jeune est encore mineur", basis="L. 114-1")
def still_minor(a: Attempt) -> Refusal | None:
    """Refuse once the minor is of age, or for an appointment on or after that day (invariant 3)."""
    majority = a.case.majority_on
    if a.done_on >= majority:
        what = f"le jeune a {in_words(OF_AGE)} depuis le {french_day(majority)}"
    elif isinstance(a.request, ask.Appointing) and a.request.rdv.le >= majority:
        what = (
            f"le rendez-vous du {french_day(a.request.rdv.le)} tombe à la majorité ou après, le "
            f"{french_day(majority)}"
        )
    else:
        return None
    return Refusal(what, "L'obligation cesse à la majorité ; le dossier se clôt (of clore --motif majorite).")


@guard("Une structure ne prend la suite qu'après un déménagement")
def handed_over_if_moved(a: Attempt) -> Refusal | None:
    """Refuse to say who takes over a minor who did not move."""
    request = a.request
    if (
        not isinstance(request, ask.Cloturer)
        or not request.vers.strip()
        or request.motif is Closing.DEMENAGEMENT
    ):
        return None
    return Refusal(
        f"--vers dit qui prend la suite, et le motif est « {request.motif.label} »",
        "Donnez --motif demenagement, ou retirez --vers.",
    )


@guard(f"Si le motif est la majorité, le jeune a {in_words(OF_AGE)}", basis="L. 114-1")
def of_age_if_so_closed(a: Attempt) -> Refusal | None:
    """Refuse to close for majority before the 18th birthday."""
    request = a.request
    if (
        not isinstance(request, ask.Cloturer)
        or request.motif is not Closing.MAJORITE
        or a.done_on >= a.case.majority_on
    ):
        return None
    return Refusal(
        f"le jeune n'a {in_words(OF_AGE)} que le {french_day(a.case.majority_on)}",
        "La nuit clôt le dossier ce jour-là ; d'ici là, donnez un autre --motif.",
    )
