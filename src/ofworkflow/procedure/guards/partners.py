"""What must hold of what is done with partners: days that come, named requests and decisions."""

from __future__ import annotations

from datetime import date

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import Attempt, Refusal, guard, unnamed
from ofworkflow.procedure.french import french_day


@guard("Ce qui est attendu l'est au plus tôt ce jour-là, et avant la majorité", basis="L. 114-1")
def awaited_in_time(a: Attempt) -> Refusal | None:
    """Refuse an answer, a decision or a meeting of a day that is over, or of majority and after."""
    day, what, option = _awaited(a)
    if day is None:
        return None
    if day < a.done_on:
        return Refusal(
            f"{what} serait du {french_day(day)}, avant l'acte, fait le {french_day(a.done_on)}",
            f"Donnez avec {option} ce jour-là ou un jour d'après.",
        )
    if day >= a.case.majority_on:
        return Refusal(
            f"{what} tomberait à la majorité ou après, le {french_day(a.case.majority_on)}",
            f"Donnez avec {option} un jour d'avant : l'obligation cesse à la majorité.",
        )
    return None


def _awaited(a: Attempt) -> tuple[date | None, str, str]:
    request = a.request
    if isinstance(request, ask.Demander):
        return request.avant, "la réponse", "--avant"
    if isinstance(request, ask.Decider):
        return request.avant, "ce qui est décidé", "--avant"
    if isinstance(request, ask.Inscrire):
        return request.reunion, "la réunion", "--reunion"
    return None, "", ""


@guard("Le partenaire est nommé")
def partner_is_named(a: Attempt) -> Refusal | None:
    """Refuse a request to nobody."""
    request = a.request
    if not isinstance(request, ask.Demander) or request.nom.strip():
        return None
    return Refusal("aucun partenaire n'est nommé", "Voyez le carnet de la maison : of partenaires.")


@guard("La demande à laquelle on répond est nommée, et attend encore")
def awaited_request_named(a: Attempt) -> Refusal | None:
    """Refuse an answer to nothing, or to one request among several."""
    request = a.request
    if not isinstance(request, ask.Repondre):
        return None
    awaited = a.case.partnership.awaited
    return unnamed(
        request.demande, {each.n: f"n° {each.n}, {each.name}, {each.what.label}" for each in awaited},
        none="aucune demande à un partenaire n'attend de réponse", several="plusieurs demandes attendent",
        other="une demande qui attend", option="--demande",
    )  # fmt: skip


@guard("La réunion ne parle pas encore du dossier")
def not_listed_twice(a: Attempt) -> Refusal | None:
    """Refuse to list a dossier twice for one meeting."""
    request = a.request
    known = a.case.partnership.listed_for(request.reunion) if isinstance(request, ask.Inscrire) else None
    if known is None or known.settled:
        return None
    return Refusal(
        f"la réunion du {french_day(known.on)} parle déjà du dossier : {known.topic.label}",
        "Rien n'est à faire ; voyez of reunion.",
    )


@guard("La réunion a parlé du dossier, ou n'en parlera plus")
def meeting_spoke_of_it(a: Attempt) -> Refusal | None:
    """Refuse a decision of a meeting that did not speak of it, or was not held yet."""
    request = a.request
    if not isinstance(request, ask.Decider):
        return None
    if request.reunion is None or a.case.partnership.listed_for(request.reunion) is None:
        when = f" du {french_day(request.reunion)}" if request.reunion else ""
        return Refusal(f"aucune réunion{when} ne parle de ce dossier", "Inscrivez-le d'abord (of inscrire).")
    if request.reunion > a.done_on and request.quoi.asks:
        return Refusal(
            f"la réunion du {french_day(request.reunion)} n'a pas encore eu lieu",
            "Attendez ce jour ; pour ne plus en parler : --quoi rien.",
        )
    return None


@guard("Ce qui est décidé dit qui le fait, et avant quand")
def who_and_when(a: Attempt) -> Refusal | None:
    """Refuse what somebody has to do without saying who, nor by when; and a date of nothing."""
    request = a.request
    if not isinstance(request, ask.Decider):
        return None
    if request.quoi.asks and not (request.qui.strip() and request.avant):
        return Refusal(
            f"« {request.quoi.label} » ne dit pas qui le fait, ni avant quand", "Donnez --qui et --avant."
        )
    if not request.quoi.asks and (request.qui or request.avant):
        return Refusal("« rien » ne donne rien à faire", "Retirez --qui et --avant, ou changez --quoi.")
    return None


@guard("La décision achevée est nommée, et reste à faire")
def decision_named(a: Attempt) -> Refusal | None:
    """Refuse the end of nothing, or of one decision among several."""
    request = a.request
    if not isinstance(request, ask.Achever):
        return None
    to_do = a.case.partnership.to_do
    return unnamed(
        request.decision, {each.n: f"n° {each.n}, {each.what.label} ({each.who})" for each in to_do},
        none="aucune décision n'est à faire", several="plusieurs décisions sont à faire",
        other="une décision à faire", option="--decision",
    )  # fmt: skip


@guard("Le cadre finit après avoir commencé ; celui qu'il remplace est noté")
def frame_makes_sense(a: Attempt) -> Refusal | None:
    """Refuse a frame that ends before it begins, or in place of what is none."""
    request = a.request
    if not isinstance(request, ask.Cadrer):
        return None
    if request.fin and request.fin < request.debut:
        return Refusal(
            f"il finirait le {french_day(request.fin)}, avant de commencer le {french_day(request.debut)}",
            "Vérifiez --debut et --fin.",
        )
    known = a.case.partnership.frames
    if request.suite_de and not any(f.n == request.suite_de and f.frame is request.cadre for f in known):
        listed = " ; ".join(f"n° {f.n}, {f.frame.label}" for f in known) or "aucun"
        return Refusal(f"l'acte n° {request.suite_de} ne note pas ce cadre", f"Cadres du dossier : {listed}.")
    return None
