"""THE TABLE, as people and diagrams read it; never written by hand."""

from __future__ import annotations

from collections.abc import Iterator

from ofworkflow.procedure.delays import DELAYS
from ofworkflow.procedure.steps import ALL_STAGES, OPEN_STAGES, STEPS, Step
from ofworkflow.procedure.vocabulary import Stage
from ofworkflow.text import aligned

DESIGN = "notre procédure"


def rows() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield act, from, to, basis, what it says."""
    for step in STEPS:
        yield (
            step.act.label,
            _sources(step),
            _dest(step),
            step.basis.number if step.basis else DESIGN,
            step.says,
        )


def as_text() -> str:
    """Return the table as aligned text, then the delays."""
    return "\n".join(
        [
            *_aligned([("Acte", "De", "Vers", "Fondement", "Ce que dit la table"), *rows()]),
            "",
            *_aligned(
                [
                    ("Échéance", "Nature", "Ce que fait la nuit"),
                    *((k.slug.label, k.nature, k.night) for k in DELAYS.values()),
                ]
            ),
        ]
    )


def as_mermaid() -> str:
    """Return the state diagram; acts possible everywhere are left in a note."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {stage} : {stage.label}" for stage in Stage]
    for step in STEPS:
        if step.dest is None or _everywhere(step):
            continue
        lines += [
            f"    {source or '[*]'} --> {dest} : {step.act.label}"
            for source in step.sources
            for dest in step.dests
        ]
    everywhere = [step for step in STEPS if step.dest is not None and _everywhere(step)]
    acts = " ; ".join(f"{step.act.label} → {step.dest}" for step in everywhere)
    return "\n".join([*lines, f"    note right of {Stage.REPERAGE} : De toute étape ouverte, {acts}"])


def _everywhere(step: Step) -> bool:
    return set(step.sources) >= set(OPEN_STAGES)


def _sources(step: Step) -> str:
    if set(step.sources) >= set(ALL_STAGES):
        return "toute étape"
    if _everywhere(step):
        return "toute étape ouverte" + (f", {Stage.ATTENTE}" if Stage.ATTENTE in step.sources else "")
    return ", ".join(str(source) if source else "–" for source in step.sources)


def _dest(step: Step) -> str:
    return " ou ".join(step.dests) or "(la même ou la précédente)"


def _aligned(table: list[tuple[str, ...]]) -> list[str]:
    return aligned(table, left=range(len(table[0])))
