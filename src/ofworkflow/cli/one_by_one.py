"""A plan gone through one minor after the other: kept, left, or given another hour, checked at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ofworkflow.cli.acts.typed import with_reasons
from ofworkflow.cli.hours import ask_hour
from ofworkflow.cli.output import WrittenLines, ask, echo, next_page, say, warn
from ofworkflow.cli.summoning_screen import line_of
from ofworkflow.errors import OfWorkflowError
from ofworkflow.procedure.requests import Convoquer
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.agenda.summoning import Proposed
    from ofworkflow.procedure.case import RendezVous

_KEYS = "o oui, n pas lui, h autre heure, q s'arrêter là"
_LINES = 10  # a minor, the hour that is asked, a refusal and the reason to go beyond


def key_of(question: str, *more: str) -> str:
    """Return the key that is pressed, « n » for Enter; one that is none is said."""
    key = ask(question, default="n").strip().lower()
    known = {"oui": "o", "non": "n"}
    if (key := known.get(key, key)) not in ("o", "n", "u", "q", *more):
        warn(f"« {key} » n'est pas l'une des touches.")
    return key


def one_by_one(app: App, proposed: Sequence[Proposed], regardless: str) -> Sequence[Proposed]:
    """Return those whom a person keeps, each at its hour; `regardless` is why one is kept that is refused."""
    kept: list[Proposed] = []
    moved: dict[str, RendezVous] = {}
    page = WrittenLines.lines
    for each in proposed:
        if next_page(_LINES, page):
            page = WrittenLines.lines
        together = next((moved[r] for r in each.ensemble if r in moved), None)
        if together:  # brothers and sisters still come together
            each = replace(each, rdv=together)
        chosen = _one(app, each, kept, moved, regardless)
        if chosen is None:
            break
        kept += chosen
    if not kept:
        say("Rien n'est écrit.")
    return kept


def _one(
    app: App, each: Proposed, kept: Sequence[Proposed], moved: dict[str, RendezVous], regardless: str
) -> list[Proposed] | None:
    """Return the minor where he or she is kept, nobody where not; `None` to go no further."""
    echo(line_of(each))
    while (key := key_of(_KEYS, "h")) not in ("n", "q"):
        if key == "o":
            # as proposed, nothing stands in its way, unless an hour was moved since
            checked = _checked(app, each, kept, regardless) if moved else each
            if checked:
                return [checked]
        elif key == "h" and (rdv := ask_hour(app, each.rdv)):
            other = _checked(app, replace(each, rdv=rdv), kept, regardless)
            if other:
                moved[each.reference] = other.rdv
                echo(line_of(other))
                return [other]
    return None if key == "q" else []


def _checked(app: App, each: Proposed, kept: Sequence[Proposed], regardless: str) -> Proposed | None:
    """Return a proposal whose hour every guard lets through, or lets through for a reason that is asked;
    nothing where none is given."""
    from ofworkflow.casework.paper.summoning import try_hour

    def trial(request: Convoquer) -> Convoquer:
        wanted = replace(each, motif_preavis=request.motif_preavis, malgre=request.malgre)
        return app.rehearse(try_hour, wanted, tuple(kept), desk=app.desk(), regardless=regardless)

    try:
        request = with_reasons(each.request, trial)
    except OfWorkflowError as error:
        warn(str(error))
        return None
    return replace(each, motif_preavis=request.motif_preavis, malgre=request.malgre)
