"""The parts of the annual bilan, in the order of its readers: where the minors stand, what was done, how
long, who left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ofworkflow.records import dataclass
from ofworkflow.statistics.bilan import cells
from ofworkflow.statistics.bilan.content import (
    HIDDEN,
    Bar,
    Bars,
    Block,
    Cell,
    CellKind,
    Histogram,
    Parts,
    Section,
    Table,
    TableRow,
)
from ofworkflow.statistics.bilan.numbers import BINS, Numbers
from ofworkflow.statistics.bilan.readable import INDICATOR, capitalised
from ofworkflow.statistics.bilan.waiting import Waiting, waiting_blocks
from ofworkflow.statistics.comparison import change
from ofworkflow.statistics.figures import Figure, FigureLine
from ofworkflow.statistics.indicators.catalogue import BY_MEASURE, CUTS, INDICATORS
from ofworkflow.statistics.indicators.kinds import Duration, Indicator, Measure
from ofworkflow.statistics.indicators.leaving import BY_REASON, BY_SITUATION, Leaving
from ofworkflow.statistics.indicators.meeting import BY_NATURE, Meeting
from ofworkflow.statistics.indicators.noticing import Noticing
from ofworkflow.statistics.indicators.reaching import Reaching
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.statistics.modalities import LABELS, By, Cut, HouseTerritory, words

[_PLACES] = BY_MEASURE[Standing.POPULATION].sums
_FUNNEL = (
    Reaching.OPENED,
    Reaching.FIRST_PERSONS,
    Meeting.ABSENT_PERSONS,
    Reaching.SECOND_PERSONS,
    Noticing.NOTICED,
)
_CHANGES = tuple(indicator.code for indicator in INDICATORS if indicator.compared)
_PARTS = {Standing.POPULATION: "Situation", Leaving.EXITS: "Sortie"}  # what the lines of a whole are
_TWO_MONTHS, _THREE_MONTHS = 2, 3  # columns of thirty days or so from the left: where the law ends the wait


_WAITS = (
    (
        Duration.INTERVIEW_DAYS,
        "delai-entretien",
        "Du signalement au premier entretien",
        "le signalement",
        _THREE_MONTHS,
        "3 mois (L. 313-8)",
    ),
    (
        Duration.OUTCOME_DAYS,
        "delai-issue",
        "De la seconde convocation à son issue",
        "l'envoi",
        _TWO_MONTHS,
        "2 mois (R. 114-7)",
    ),
)
_EXITS = (
    ("sorties-motif", "Sorties par motif", BY_REASON),
    ("sorties-situation", "Situation à la sortie", BY_SITUATION),
)


@dataclass(frozen=True, slots=True)
class Year:
    """What the sections are made of."""

    year: int
    numbers: Numbers
    territory: HouseTerritory
    waiting: Waiting
    internal: bool


def name_of(measure: Measure) -> str:
    """Return what a number is called in a table."""
    return BY_MEASURE[measure].name


def sections(year: Year) -> tuple[Section, ...]:
    """Return the parts of the bilan; those that have nothing to say are left out."""
    made = (Section(slug, title, tuple(part(year))) for slug, title, part in _SECTIONS)
    return tuple(section for section in made if section.blocks)


def _standing(year: Year) -> Iterator[Block]:
    n = year.numbers
    parts = tuple(cells.bar(name_of(m), n.count(m)) for m in _PLACES)
    whole = n.count(Standing.POPULATION)
    yield Parts(
        "situation", "Où en est chacun, le jour de l'observation",
        f"Chaque jeune de la population ({_said(whole)}) est à une seule place : {_listed(parts)}.", parts,
    )  # fmt: skip
    yield _counts(n, "situation-tableau", "Où en est chacun", _PLACES, "Population", Standing.POPULATION)
    yield _indicators(n, "chiffres-cles", "Les chiffres clés et ce qui les fait")


def _funnel(year: Year) -> Iterator[Block]:
    n = year.numbers
    steps = tuple(cells.bar(name_of(m), n.count(m)) for m in _FUNNEL)
    yield Bars(
        "convocations",
        "Du repérage à l'information du département",
        f"Jeunes, au moins une fois dans la période : {_listed(steps)}.",
        steps,
    )
    ways = tuple(
        cells.bar(name_of(m), n.count(m))
        for m in (Reaching.RECEIVED, Standing.FOLLOWED, Standing.COMPLIANT, Standing.PROFESSIONAL)
    )
    yield Bars("solutions", "De l'entretien à la solution", f"Jeunes : {_listed(ways)}.", ways)
    yield _indicators(n, "convocations-tableau", "Convocations et entretiens")


def _communes(year: Year) -> Iterator[Block]:
    yield from _by(
        year,
        By.COMMUNE,
        zero="/",
        note="« / » : aucun jeune. Toutes les communes du territoire ont leur ligne.",
    )
    if year.territory.antennes:
        yield from _by(year, By.ANTENNE, zero="/")


def _people(year: Year) -> Iterator[Block]:
    for measure in CUTS[By.SEXE, By.AGE]:
        yield _crossed(year, (By.SEXE, By.AGE), measure)
    for by in (By.NIVEAU, By.QPV, By.SOURCE):
        yield from _by(year, by)


def _contacts(year: Year) -> Iterator[Block]:
    n = year.numbers
    bars = tuple(cells.bar(name_of(m), n.count(m)) for m in BY_NATURE)
    yield Bars(
        "contacts",
        "Contacts par nature",
        f"Contacts notés, quel qu'en soit le résultat : {_listed(bars)}.",
        bars,
    )
    yield _indicators(n, "contacts-tableau", "Contacts")
    yield _indicators(
        n, "presence", "Présence aux rendez-vous",
        note="Une absence excusée, un rendez-vous déplacé ou annulé par la maison ne comptent pas.",
    )  # fmt: skip


def _departement(year: Year) -> Iterator[Block]:
    yield _indicators(
        year.numbers,
        "departement",
        "Informations du président du conseil départemental (R. 114-7)",
        note="Une information aide, et ne sanctionne pas. "
        "Ses suites à trois et six mois ne comptent qu'à ce terme.",
    )


def _delays(year: Year) -> Iterator[Block]:
    n = year.numbers
    for duration, slug, title, start, limit, label in _WAITS:
        bars = tuple(
            cells.bar(_month(first), count) for first, count in zip(BINS, n.bins(duration), strict=True)
        )
        yield Histogram(
            slug, title, f"Jours écoulés depuis {start} : {_listed(bars)}.", bars, "jours", limit, label
        )
        yield _indicators(
            n,
            f"{slug}-tableau",
            f"{title} : ce qui est jugé",
            note="Chaque délai est jugé une fois, dans la période où il arrive à son terme.",
        )


def _waiting(year: Year) -> Iterator[Block]:
    yield from waiting_blocks(year.waiting, internal=year.internal)


def _exits(year: Year) -> Iterator[Block]:
    n = year.numbers
    for slug, title, measures in _EXITS:
        yield _counts(n, slug, title, measures, "Sorties", Leaving.EXITS)


def _changes(year: Year) -> Iterator[Block]:
    n, rows = year.numbers, []
    for code in _CHANGES:
        now, before = n.figure(code), n.last_year(code)
        label = n.now.total.figure(code).indicator.label
        gap = Cell(HIDDEN) if now is None or before is None else _gap(now, before)
        rows.append(TableRow(capitalised(label), (cells.value(before), cells.value(now), gap)))
    columns = (INDICATOR, str(year.year - 1), str(year.year), "Écart")
    if not any(n.before.total.counts.get(measure) for measure in (Standing.POPULATION, Reaching.OPENED)):
        yield f"Aucun dossier de {year.year - 1} n'est dans cette base : rien à comparer."
        return
    yield Table(
        "evolution",
        "Par rapport à l'année précédente",
        columns,
        tuple(rows),
        "Écart en nombre, ou en points pour un taux.",
    )


_SECTIONS: Sequence[tuple[str, str, Callable[[Year], Iterator[Block]]]] = (
    ("situation", "Où en sont les jeunes", _standing),
    ("parcours", "Du repérage à la solution", _funnel),
    ("communes", "Par commune", _communes),
    ("publics", "Qui sont les jeunes accompagnés", _people),
    ("attente", "Le temps jusqu'à la mise en règle", _waiting),
    ("delais", "Les délais", _delays),
    ("contacts", "Contacts et présence", _contacts),
    ("departement", "Le département", _departement),
    ("sorties", "Les sorties", _exits),
    ("evolution", "D'une année à l'autre", _changes),
)


def _by(year: Year, by: By, *, zero: str = "0", note: str = "") -> Iterator[Table]:
    n, cut = year.numbers, (by,)
    measures = [m for m in CUTS[cut] if m not in n.given_up]
    rows = [
        TableRow(
            words(by, line.modality[0]),
            tuple(cells.count(n.count(m, line, cut), zero=zero) for m in measures),
        )
        for line in n.now.breakdowns[cut]
    ]
    rows.append(TableRow("Ensemble", tuple(cells.count(n.count(m), zero=zero) for m in measures), total=True))
    columns = (
        LABELS[by].capitalize() if by is not By.QPV else LABELS[by][0].upper() + LABELS[by][1:],
        *(name_of(m) for m in measures),
    )
    title = "Toutes les communes du territoire" if by is By.COMMUNE else f"Par {LABELS[by]}"
    yield Table(f"par-{by}", title, columns, tuple(rows), note)


def _crossed(year: Year, cut: Cut, measure: Measure) -> Table:
    n, lines = year.numbers, {line.modality: line for line in year.numbers.now.breakdowns[cut]}
    down, across = (list(dict.fromkeys(where[place] for where in lines)) for place in (0, 1))
    rows = [
        TableRow(
            words(cut[0], row),
            (
                *(cells.count(n.count(measure, lines[row, column], cut)) for column in across),
                _sum(n, cut, 0, row, measure),
            ),
        )
        for row in down
    ]
    ends = tuple(_sum(n, cut, 1, column, measure) for column in across)
    rows.append(TableRow("Ensemble", (*ends, cells.count(n.count(measure))), total=True))
    title = f"{name_of(measure)}, par sexe et âge"
    return Table(
        f"{'-'.join(cut)}-{measure}",
        title,
        ("Sexe", *(words(cut[1], c) for c in across), "Ensemble"),
        tuple(rows),
    )


def _sum(n: Numbers, cut: Cut, place: int, modality: str, measure: Measure) -> Cell:
    """Return the total of a row, or of a column, of a table by two things."""
    count = sum(
        line.counts.get(measure, 0) for line in n.now.breakdowns[cut] if line.modality[place] == modality
    )
    alone = FigureLine((modality,), {measure: count})
    return cells.count(n.count(measure, alone, (cut[place],)))


def _counts(
    n: Numbers, slug: str, title: str, measures: Sequence[Measure], total: str, whole: Measure
) -> Table:
    """Return a table of the parts of a whole, each with its share of it."""
    base = n.count(whole)
    rows = [TableRow(name_of(m), (cells.count(n.count(m)), cells.rate(n.count(m), base))) for m in measures]
    rows.append(TableRow(total, (cells.count(base), cells.rate(base, base)), total=True))
    return Table(slug, title, (_PARTS[whole], "Jeunes", "Part"), tuple(rows))


def _indicators(n: Numbers, slug: str, title: str, note: str = "") -> Table:
    """Return the indicators that say they stand there; what makes them has its columns only where
    something is in them."""
    rows = [_indicator(n, indicator) for indicator in INDICATORS if indicator.table == slug]
    heads = ("Valeur", "Nombre", "Sur")
    kept = [place for place in range(len(heads)) if any(row.cells[place].shown for row in rows)]
    made = (
        TableRow(row.head, tuple(row.cells[place] for place in kept), row.total, row.detail) for row in rows
    )
    return Table(slug, title, (INDICATOR, *(heads[place] for place in kept)), tuple(made), note)


def _indicator(n: Numbers, indicator: Indicator) -> TableRow:
    figure = n.figure(indicator.code)
    shown = cells.value(figure)
    part = whole = Cell("")
    if indicator.denominator is not None and isinstance(indicator.numerator, Measure):
        part, whole = cells.count(n.count(indicator.numerator)), cells.count(n.count(indicator.denominator))
    elif isinstance(indicator.numerator, Duration) and figure is not None:
        whole = cells.count(figure.denominator)
    return TableRow(capitalised(indicator.label), (shown, part, whole), detail=indicator.detail)


def _gap(now: Figure, before: Figure) -> Cell:
    gap = change(now, before)
    return Cell(gap.shown, gap.difference, CellKind.WORDS)


def _month(first: int) -> str:
    last = BINS[-1]
    return f"{first} et plus" if first == last else f"{first} à {first + BINS[1] - 1}"


def _listed(bars: Sequence[Bar]) -> str:
    shown = [f"{_uncapped(bar.label)} : {bar.shown}" for bar in bars if bar.shown != HIDDEN]
    return ", ".join(shown) or "nombres trop petits"


def _uncapped(label: str) -> str:
    return label if label[:2].isupper() else label[0].lower() + label[1:]


def _said(number: int | None) -> str:
    return "trop petite" if number is None else cells.grouped(number)
