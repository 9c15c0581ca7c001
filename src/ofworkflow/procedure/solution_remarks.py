"""What a solution deserves a look for, though nothing forbids it."""

from __future__ import annotations

from ofworkflow.law.periods import add_days, add_months
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.entries import Request
from ofworkflow.procedure.frames import about_a_frame
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.natures import NATURES, usual_end
from ofworkflow.procedure.vocabulary import Nature, Proposition


def about_solutions(request: Request, case: CaseState) -> list[str]:
    """Say what a solution deserves a look for: no text found, a school path too long, the first proposal."""
    if isinstance(request, ask.Proposer):
        first = request.nature is not Proposition.FORMATION_INITIALE and not any(
            p.what is Proposition.FORMATION_INITIALE for p in case.proposals
        )
        return ["L. 313-8 : le retour en formation initiale se propose d'abord."] if first else []
    if isinstance(request, ask.Cadrer):
        return about_a_frame(case, request.cadre, request.debut, request.fin, request.suite_de)
    if not isinstance(request, ask.ConstaterSituation):
        return []
    row, remarks = NATURES[request.nature], list[str]()
    if row.to_confirm:
        remarks.append(
            f"À confirmer : aucun texte n'a été trouvé qui dise que « {row.nature.label} » satisfait à "
            "l'obligation ; vérifiez avant de remettre l'attestation."
        )
    if request.nature is Nature.PARCOURS_AMENAGE and row.months is not None:
        longest, end = add_days(add_months(request.debut, row.months), -1), request.fin or request.revue
        if end and end > longest:
            remarks.append(
                f"Un parcours sous statut scolaire dure au plus {row.months} mois : au plus tard le "
                f"{french_day(longest)}."
            )
        year = usual_end(Nature.SCOLARITE, request.debut)
        if any(
            c.nature == row.nature and usual_end(Nature.SCOLARITE, c.starts_on) == year
            for c in case.coverages
        ):
            remarks.append(f"C'est un second parcours sous statut scolaire avant le {french_day(year)}.")
    return remarks
