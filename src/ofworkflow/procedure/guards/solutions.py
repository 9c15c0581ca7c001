"""What must hold of what covers a day: a situation that holds on it, a certificate in force, accompaniment
alone."""

from __future__ import annotations

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import Attempt, Refusal, guard
from ofworkflow.procedure.case import EXEMPTION
from ofworkflow.procedure.french import french_day, join_words
from ofworkflow.procedure.natures import NATURES, named, only_accompaniment
from ofworkflow.procedure.vocabulary import Breach, BreachedBy


@guard("Rien d'autre qu'un accompagnement ne couvre le jour", basis="R. 114-7, 3°")
def accompaniment_only(a: Attempt) -> Refusal | None:
    """Refuse where something else than accompaniment covers the day."""
    if only_accompaniment(a.case, a.done_on):
        return None
    return Refusal(
        f"une autre solution que l'accompagnement couvre le {french_day(a.done_on)}",
        "Si cette solution a pris fin avant son terme, notez-le d'abord (of rompre).",
    )


@guard("La situation couvre le jour de l'acte", basis="L. 114-1, R. 114-1")
def situation_covers_the_day(a: Attempt) -> Refusal | None:
    """Refuse a situation that does not hold on the day, or whose dates contradict each other (R. 114-1)."""
    request = a.request
    if not isinstance(request, ask.ConstaterSituation):
        return None
    end = request.fin or request.revue
    if not NATURES[request.nature].meets:
        return Refusal(
            f"« {request.nature.label} » ne satisfait pas à l'obligation",
            "Notez une promesse (of promettre).",
        )
    if end is not None and end < request.debut:
        why, instead = (
            f"elle finirait le {french_day(end)}, avant son début le {french_day(request.debut)}",
            "Corrigez les dates.",
        )
    elif request.debut > a.done_on:
        why = f"elle ne commence que le {french_day(request.debut)}, après le {french_day(a.done_on)}"
        instead = "Notez-la le jour où elle commence ; d'ici là, c'est une promesse (of promettre)."
    elif end is not None and end < a.done_on:
        why = f"elle a pris fin le {french_day(end)}, avant le {french_day(a.done_on)}"
        instead = "Une solution passée ne met plus en règle : notez celle d'aujourd'hui."
    elif request.preuve_vue > a.done_on:
        why, instead = (
            f"sa preuve aurait été vue le {french_day(request.preuve_vue)}, après l'acte",
            "Corrigez --preuve-vue.",
        )
    else:
        return None
    return Refusal(f"cette situation ne couvre pas le jour de l'acte : {why}", instead)


@guard("Le certificat est en cours", basis="R. 114-3")
def certificate_valid(a: Attempt) -> Refusal | None:
    """Refuse an exemption already over."""
    request = a.request
    if not isinstance(request, ask.Exempter) or request.jusqu_au is None or request.jusqu_au >= a.done_on:
        return None
    return Refusal(
        f"le certificat n'est plus valable depuis le {french_day(request.jusqu_au)}",
        "Demandez un certificat en cours.",
    )


@guard("La situation rompue est nommée, et couvrait le jour de sa fin", basis="R. 114-7, 2°")
def ended_situation_named(a: Attempt) -> Refusal | None:
    """Refuse a breach of nothing, of one among several, or of what did not cover the day."""
    request = a.request
    if not isinstance(request, ask.Rompre):
        return None
    since = request.depuis or a.done_on
    covering = a.case.covering(since)
    listed = " ; ".join(named(c) for c in covering)
    if since > a.done_on:
        why, instead = f"elle prendrait fin le {french_day(since)}, après l'acte", "Corrigez --depuis."
    elif not covering:
        why = f"aucune situation ni exemption ne couvre le {french_day(since)}"
        instead = "Vérifiez --le et --depuis ; of voir montre les situations."
    elif request.situation is None:
        why = f"plusieurs situations couvrent le {french_day(since)} : {listed}"
        instead = "Dites laquelle a pris fin avec --situation N."
    elif request.situation not in [c.n for c in covering]:
        why = f"l'acte n° {request.situation} n'a noté aucune situation qui couvre le {french_day(since)}"
        instead = f"Choisissez parmi : {listed}."
    else:
        return None
    return Refusal(why, instead, "une fin nomme ce qui prend fin")


@guard("Le motif de la fin, ce qui prend fin et par qui s'accordent")
def breach_makes_sense(a: Attempt) -> Refusal | None:
    """Refuse a reason that contradicts whose doing it is said to be, or that is not of what it ends."""
    request = a.request
    ended = a.case.coverage(request.situation) if isinstance(request, ask.Rompre) else None
    if not isinstance(request, ask.Rompre) or ended is None:
        return None
    if request.motif.by and request.du_fait != request.motif.by:
        usual, typed = BreachedBy(request.motif.by).label, request.du_fait.label if request.du_fait else ""
        return Refusal(
            f"« {request.motif.label} » est {usual}, et vous dites « {typed} »",
            "Corrigez --motif ou --du-fait.",
        )
    if (ended.nature == EXEMPTION) is not (request.motif is Breach.FIN_EXEMPTION):
        return Refusal(
            "une exemption prend fin, elle ne se rompt pas"
            if ended.nature == EXEMPTION
            else "ce qui prend fin n'est pas une exemption",
            "Pour une exemption, et pour elle seule : --motif fin_exemption.",
        )
    return None


@guard("L'assiduité vue est celle d'un élève, ce jour ou avant", basis="R. 114-1")
def attendance_of_a_pupil(a: Attempt) -> Refusal | None:
    """Refuse an attendance seen after the act, or of who is no pupil."""
    request = a.request
    if not isinstance(request, ask.ConstaterSituation) or request.assiduite_vue is None:
        return None
    if not NATURES[request.nature].provisional:
        return Refusal(
            f"« {request.nature.label} » n'est pas une scolarité",
            "Retirez --assiduite-vue ; la pièce vue se dit avec --preuve.",
        )
    if request.assiduite_vue > a.done_on:
        return Refusal(
            f"l'assiduité aurait été vue le {french_day(request.assiduite_vue)}, après l'acte",
            "Corrigez --assiduite-vue.",
        )
    return None


VOLUNTEERING = ("bénévol", "benevol")


@guard("La pièce vue montre cette nature de situation", basis="L. 114-1, R. 114-1")
def proof_shows_it(a: Attempt) -> Refusal | None:
    """Refuse a proof that does not show the nature, and volunteering as a job."""
    request = a.request
    if not isinstance(request, ask.ConstaterSituation):
        return None
    row = NATURES[request.nature]
    if any(word in request.sous_type.casefold() for word in VOLUNTEERING):
        return Refusal(
            "le bénévolat ne satisfait pas à l'obligation",
            "Une mission de service civique a sa nature (--nature service_civique).",
        )
    if request.preuve in (*row.shown_by, *row.provisional):
        return None
    known = join_words(f"« {proof.label} »" for proof in (*row.shown_by, *row.provisional))
    return Refusal(
        f"« {request.preuve.label} » ne montre pas « {request.nature.label} »",
        f"Pièces qui la montrent : {known}.",
    )
