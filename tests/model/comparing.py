"""Lives played twice, by the model and by the program, compared after each step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from model.lives import Script, Step
from model.program import Program


@dataclass(frozen=True)
class Disagreement:
    """Where the two part: the life, the step, what each says."""

    script: Script
    step: Step
    kind: str
    model: Any
    program: Any
    journal: Any = None

    def __str__(self) -> str:
        """Tell it, with the life up to there."""
        s = self.script
        lines = [
            f"graine {s.seed} ({s.house}) : né(e) {s.start.born}, {s.start.source} {s.start.reported} {s.start.diploma}, ouvert {s.opened}"
        ]
        for one in s.steps:
            lines.append(f"  {one.today} {one.act.word} le {one.act.le} {one.act.args} -> {one.refused or one.seen['etape']}")
            if one is self.step:
                break
        lines += [f"  {self.kind}", f"    modèle    {self.model}", f"    programme {self.program}", f"    journal {self.journal}"]
        return "\n".join(lines)


def compare(program: Program, script: Script, name: str) -> Disagreement | None:
    """Play a life; return the first step at which the two disagree."""
    dossier = program.open(script.start, script.opened, name)
    for step in script.steps:
        refused = program.act(dossier, step.act, step.today) if step.act.word != "nuit" else program.night(step.today)
        found = program.seen(dossier, step.today)
        if bool(refused) != bool(step.refused):
            return Disagreement(script, step, "refus", step.refused or "fait", refused or "fait", found["journal"])
        for key, expected in step.seen.items():
            if found[key] != expected:
                return Disagreement(script, step, key, *_apart(expected, found[key]), found["journal"])
    return None


def _apart(expected: Any, found: Any) -> tuple[Any, Any]:
    if not isinstance(expected, list):
        return expected, found
    return [x for x in expected if x not in found], [x for x in found if x not in expected]


def compare_all(program: Program, scripts: Iterable[Script]) -> list[Disagreement]:
    """Play lives one after the other on one base."""
    found = (compare(program, script, _name(n)) for n, script in enumerate(scripts))
    return [one for one in found if one]


def _name(n: int) -> str:
    letters = "".join(chr(65 + n // 26**k % 26) for k in (2, 1, 0))
    return f"DUPONT{letters}"
