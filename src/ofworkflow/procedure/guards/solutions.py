"""What must hold of what covers a day: a situation that holds on it, a certificate in force, accompaniment
alone."""

from __future__ import annotations

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import Attempt, Refusal, guard
from ofworkflow.procedure.french import french_day


@guard("Rien d'autre qu'un accompagnement ne couvre le jour", basis="R. 114-7, 3°")
def accompaniment_only(a: Attempt) -> Refusal | None:
    """Refuse where something else than accompaniment covers the day."""
    if a.case.accompanied_only(a.done_on):
        return None
    return Refusal(
        f"une autre solution que l'accompagnement couvre le {french_day(a.done_on)}",
        "Si cette solution a pris fin avant son terme, notez-le d'abord (of rompre).",
    )


@guard("La situation couvre le jour de l'acte", basis="L. 114-1, R. 114-1")
def situation_covers_the_day(a: Attempt) -> Refusal | None:
    """Refuse a situation that does not hold on the day, or whose dates contradict each other (R. 114-1)."""
    asked = a.request
    if not isinstance(asked, ask.ConstaterSituation):
        return None
    end = asked.fin or asked.revue
    if end is not None and end < asked.debut:
        why, instead = (
            f"elle finirait le {french_day(end)}, avant son début le {french_day(asked.debut)}",
            "Corrigez les dates.",
        )
    elif asked.debut > a.done_on:
        why = f"elle ne commence que le {french_day(asked.debut)}, après le {french_day(a.done_on)}"
        instead = (
            "Notez-la le jour où elle commence ; d'ici là, un contact (of contact) garde la trace de la "
            "promesse."
        )
    elif end is not None and end < a.done_on:
        why = f"elle a pris fin le {french_day(end)}, avant le {french_day(a.done_on)}"
        instead = "Une solution passée ne met plus en règle : notez celle d'aujourd'hui."
    elif asked.preuve_vue > a.done_on:
        why, instead = (
            f"sa preuve aurait été vue le {french_day(asked.preuve_vue)}, après l'acte",
            "Corrigez --preuve-vue.",
        )
    else:
        return None
    return Refusal(f"cette situation ne couvre pas le jour de l'acte : {why}", instead)


@guard("Le certificat est en cours", basis="R. 114-3")
def certificate_valid(a: Attempt) -> Refusal | None:
    """Refuse an exemption already over."""
    asked = a.request
    if not isinstance(asked, ask.Exempter) or asked.jusqu_au is None or asked.jusqu_au >= a.done_on:
        return None
    return Refusal(
        f"le certificat n'est plus valable depuis le {french_day(asked.jusqu_au)}",
        "Demandez un certificat en cours.",
    )
