"""A plan to summon many, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ofworkflow.cli.fitting import room, show_fitted
from ofworkflow.cli.output import echo, say, title
from ofworkflow.procedure.french import french_day, french_hour
from ofworkflow.procedure.vocabulary import Delay, Stage
from ofworkflow.text import counted

if TYPE_CHECKING:
    from ofworkflow.casework.agenda.summoning import Proposed, SummonsPlan
    from ofworkflow.casework.mail.runs import Run
    from ofworkflow.casework.paper.summoning import Summoned

_KINDS = {
    Stage.ENTRETIEN: ("premier_entretien", "1er"),
    Stage.CONVOCATION: ("seconde_convocation", "R. 114-7"),
}
_HEADINGS = ("n", "jour et heure", "jeune", "objet", "avant", "note", "dossier", "avec")
_DOSSIER, _WITH, _NAME, _NOTE = 6, 7, 2, 5


def show_plan(plan: SummonsPlan, whose: str) -> None:
    """Write the plan: an hour each, who is set aside and why, within the terminal."""
    of_whom = f" de {whose}" if whose else ""
    title(f"{counted(len(plan.proposed), 'jeune')} à convoquer, dossiers{of_whom or ' de tous'}")
    if plan.proposed:
        rows = [_row(number, each, plan) for number, each in enumerate(plan.proposed, start=1)]
        show_fitted(_HEADINGS, rows, width=room()[0], optional=(_WITH, _DOSSIER), flexible=(_NOTE, _NAME))
    elif whose and not plan.aside:
        say("Personne à convoquer. Ceux des autres : of convoquer --lot --tous")
    for each in plan.aside:
        echo(f"De côté, {each.reference} · {each.name} : {each.why}")
    if plan.beyond:
        say(f"… et {counted(plan.beyond, 'autre')} au-delà de la limite : --limite N")


def line_of(each: Proposed) -> str:
    """Return a proposal as one sentence."""
    when = f"{french_day(each.rdv.le)} à {french_hour(each.rdv.heure)}"
    beside = f", avec {', '.join(each.ensemble)}" if each.ensemble else ""
    late = ", passé le délai" if each.is_late else ""
    return f"{each.reference} · {each.prenom} {each.nom} : {when}, {_KINDS[each.stage][1]}{beside}{late}"


def _row(number: int, each: Proposed, plan: SummonsPlan) -> tuple[object, ...]:
    ranks = {other.reference: str(n) for n, other in enumerate(plan.proposed, start=1)}
    beside = [f"n° {ranks[r]}" if r in ranks else r for r in each.ensemble]
    notes = ["hors délai"] * each.is_late + [f"avec {', '.join(beside)}"] * bool(beside)
    notes += ["vacances"] * bool(each.vacances)
    due = each.due_on
    return (
        number,
        f"{french_day(each.rdv.le)[:-5]} {each.rdv.heure:%H:%M}",
        f"{each.nom} {each.prenom}",
        _KINDS[each.stage][1],
        f"{due:%d/%m/%y}" + (" maj." if each.due is Delay.MAJORITE else ""),
        ", ".join(notes),
        each.reference,
        each.conseiller,
    )


def plan_json(plan: SummonsPlan) -> dict[str, object]:
    """Return the plan as JSON."""
    return {
        "rendez_vous": [_proposed_json(each) for each in plan.proposed],
        "a_part": [{"reference": each.reference, "motif": each.why} for each in plan.aside],
        "au_dela": plan.beyond,
    }


def done_json(done: Sequence[Summoned], run: Run | None) -> dict[str, object]:
    """Return what became of it."""
    return {
        "convoques": [each.proposed.reference for each in done if each.done],
        "refuses": [
            {"reference": each.proposed.reference, "motif": each.why} for each in done if not each.done
        ],
        "tirage": run.name if run else None,
    }


def _proposed_json(each: Proposed) -> dict[str, object]:
    return {
        "reference": each.reference,
        "nom": each.nom,
        "prenom": each.prenom,
        "jour": each.rdv.le.isoformat(),
        "heure": f"{each.rdv.heure:%H:%M}",
        "lieu": each.rdv.lieu,
        "nature": _KINDS[each.stage][0],
        "conseiller": each.conseiller,
        "avant_le": each.due_on.isoformat(),
        "echeance": str(each.due),
        "hors_delai": each.is_late,
        "avec": list(each.ensemble),
        "vacances": each.vacances or None,
    }
