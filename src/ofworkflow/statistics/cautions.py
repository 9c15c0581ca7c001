"""What a careful reader is warned of before trusting figures: « autres » too large, unknown situations,
delays not judged yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ofworkflow.law.texts import PREMIER_ENTRETIEN
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.records import dataclass
from ofworkflow.statistics.figures import FigureLine, Figures
from ofworkflow.statistics.indicators.judging import Judging
from ofworkflow.statistics.indicators.meeting import Meeting
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.statistics.modalities import LABELS, UNKNOWN, By, words
from ofworkflow.statistics.percents import per_cent, percent
from ofworkflow.text import agreed, counted

THRESHOLD = 0.10
"""The part of a breakdown above which « autres », or « inconnu », says that it was badly filled in."""

_OTHERS: Mapping[By, str] = {By.SOURCE: Source.AUTRE}


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning: `slug` for a program, `sentence` for the house, `discreet` the same without a number, for
    what leaves it."""

    slug: str
    sentence: str
    discreet: str


def cautions(figures: Figures, threshold: float = THRESHOLD) -> tuple[Caution, ...]:
    """Return what these figures are to be read with, in the order of importance; nothing where all is well.

    « Autres » and « inconnu » are looked at in every breakdown that was asked for, alone or crossed, over the
    whole population.
    """
    return (
        *_situations(figures),
        *_young(figures),
        *_contacts(figures, threshold),
        *_breakdowns(figures, threshold),
    )


def _situations(figures: Figures) -> Iterator[Caution]:
    unknown, whole = (
        figures.total.counts.get(measure, 0) for measure in (Standing.UNKNOWN, Standing.POPULATION)
    )
    if unknown:
        yield Caution(
            "situations_inconnues",
            f"{counted(unknown, 'situation inconnue', 'situations inconnues')} le jour de l'observation sur "
            f"{whole} "
            f"({percent(unknown, whole)}) : une ligne à part, jamais répartie sur les autres (of stats "
            "--dossiers I15).",
            "Certaines situations sont inconnues le jour de l'observation : une ligne à part, jamais "
            "répartie sur les autres.",
        )


def _young(figures: Figures) -> Iterator[Caution]:
    if young := figures.total.counts.get(Judging.TOO_YOUNG, 0):
        yield Caution(
            "delais_trop_jeunes",
            f"{counted(young, 'signalement', 'signalements')} de la période dont les "
            f"{PREMIER_ENTRETIEN.words} ne sont pas finis : pas encore {agreed(young, 'jugé')} (I11).",
            f"Des signalements de la période, dont les {PREMIER_ENTRETIEN.words} ne sont pas finis, ne "
            "sont pas encore jugés.",
        )


def _contacts(figures: Figures, threshold: float) -> Iterator[Caution]:
    others, whole = (
        figures.total.counts.get(measure, 0) for measure in (Meeting.BY_AUTRES, Meeting.CONTACTS)
    )
    if others > threshold * whole:
        yield Caution(
            "contacts_autres",
            f"« Autres » fait {percent(others, whole)} des contacts ({others} sur {whole}) : leur nature est "
            "à préciser.",
            f"« Autres » dépasse {per_cent(threshold)} des contacts : leur nature est à préciser.",
        )


def _breakdowns(figures: Figures, threshold: float) -> Iterator[Caution]:
    for by, spread in _spreads(figures).items():
        whole = spread.total()
        for modality, slug, remedy in (
            (_OTHERS.get(by), "autre", "ce qu'il recouvre est à préciser"),
            (UNKNOWN, "inconnu", "les fiches sont à compléter (of modifier)"),
        ):
            part = spread[modality] if modality else 0
            if part > threshold * whole:
                word = words(by, modality or "")
                named = f"« {word if word == modality else f'{modality} ({word})'} »"
                yield Caution(
                    f"{by}_{slug}",
                    f"{named} fait {percent(part, whole)} de la ventilation par {LABELS[by]} ({part} sur "
                    f"{whole}) : {remedy}.",
                    f"{named} dépasse {per_cent(threshold)} de la ventilation par {LABELS[by]}.",
                )


def _spreads(figures: Figures) -> dict[By, Counter[str]]:
    """Return, for each thing that tables are broken down by, how many of the population each modality
    holds."""
    spreads: dict[By, Counter[str]] = {}
    for cut, lines in figures.breakdowns.items():
        for place, by in enumerate(cut):
            spreads.setdefault(by, _spread(lines, place))
    return spreads


def _spread(lines: tuple[FigureLine, ...], place: int) -> Counter[str]:
    spread: Counter[str] = Counter()
    for line in lines:
        spread[line.modality[place]] += line.counts.get(Standing.POPULATION, 0)
    return spread
