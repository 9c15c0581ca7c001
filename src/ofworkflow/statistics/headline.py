"""The sentence that a mission locale publishes: who is accompanied, in order, at work or learning."""

from __future__ import annotations

from ofworkflow.statistics.figures import Figures
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.text import counted


def headline(figures: Figures) -> str:
    """Return « 198 accompagnés, 100 % en règle, 49 % (97/198) en situation professionnelle », or why there
    is no such rate."""
    total = figures.total
    everyone, followed = total.counts.get(Standing.POPULATION, 0), total.figure("I6").numerator or 0
    if not everyone:
        return "Aucun jeune de 16 ou 17 ans n'avait de dossier ouvert dans la période."
    if not followed:
        return f"Aucun accompagné parmi {counted(everyone, 'jeune')}."
    return (
        f"{counted(followed, 'accompagné')}, {total.figure('I7a').explained} en règle, "
        f"{total.figure('I8').explained} en situation professionnelle"
    )
