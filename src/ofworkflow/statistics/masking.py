"""Small counts stay in the house: which numbers of the tables that leave it are masked, so that none can be
worked out.

A number from 1 to the threshold less one is masked (primary), and so is a part that leaves that much of its
base: 38 out of 40 says two persons. Under a total that small everything is masked, zeros included. Then
enough other numbers (secondary) for these not to be worked out from the totals.
docs/decisions/0012-masquage.md says what is promised, and what is not.

Known method, for tables linked by any linear constraints: Fischetti & Salazar-González, « Models and
algorithms for optimizing cell suppression in tabular data with linear constraints », Journal of the American
Statistical Association 95 (2000), 916-928. Solved one sensitive number at a time, by the cheapest change of
the tables that moves it, after Castro, « A shortest-paths heuristic for statistical data protection in
positive tables », INFORMS Journal on Computing 19 (2007), 520-533.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from functools import cached_property
from itertools import product
from math import inf

from ofworkflow.records import dataclass
from ofworkflow.statistics.solver import Column, cheapest

Where = tuple[tuple[str, str], ...]
"""What a number is restricted to: (breakdown, modality) pairs, sorted; nothing for the grand total."""

Number = tuple[str, Where]
"""A number of the tables: a measure, and what it is restricted to. It is the same one in every table where
it stands."""

LEAST_THRESHOLD = 3  # below it, a masked count could only be 1
_CELL, _ZERO, _SUM, _GRAND_TOTAL = 10, 40, 60, 600  # what masking costs the reader; a zero is worth showing
_MASKED = 0.01  # the part of it that stays once masked: never 0, so that a change stays short
_REWARD = 1  # for moving other sensitive numbers along, ten times less than the least mask
_GOLDEN = 0.6180339887498949  # its multiples never fall twice on the same place


class Why(StrEnum):
    """Why a number is masked. For the house only: both are printed alike, else the secondary ones are
    known not to be small."""

    PRIMARY = "primaire"
    SECONDARY = "secondaire"


@dataclass(frozen=True, slots=True)
class Counts:
    """A measure broken down by one or two things: `cells` has every combination of modalities, zeros too."""

    measure: str
    by: tuple[str, ...]
    cells: Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Masking:
    """What may be shown of tables that are published together.

    `weaker`: the sensitive numbers that the rule itself would tell to one who knew which masks are primary.
    Seldom any.
    """

    values: Mapping[Number, int]
    masked: Mapping[Number, Why]
    weaker: frozenset[Number]

    def why(self, measure: str, /, **by: str) -> Why | None:
        """Return why a number is masked, `None` if it is not; without breakdown, the grand total."""
        return self.masked.get((measure, tuple(sorted(by.items()))))

    def shown(self, measure: str, /, **by: str) -> int | None:
        """Return a number, or `None` if it is masked. A rate is shown when both its numbers are, and never
        otherwise."""
        number = measure, tuple(sorted(by.items()))
        return None if number in self.masked else self.values[number]


def mask(
    tables: Sequence[Counts],
    *,
    subsets: Collection[tuple[str, str]] = (),
    within: Collection[tuple[str, str]] = (),
    sums: Collection[tuple[Number, tuple[Number, ...]]] = (),
    threshold: int,
) -> Masking:
    """Decide what is masked in tables that are published together; the same tables always give the same
    masks.

    `subsets` says which measure counts a part of which: (« compliant », « bound ») for a rate. What is left
    is protected too; `within`: only under a breakdown, for at the grand total what is left is no cell. `sums`
    says which other numbers add up to which; those that are not printed are passed over. A measure of another
    year has another name. Raise `ValueError` on tables that do not add up, and on a threshold under 3.
    """
    if threshold < LEAST_THRESHOLD:
        raise ValueError(
            f"seuil de masquage {threshold} : en dessous de {LEAST_THRESHOLD}, un nombre masqué ne peut être "
            "que 1"
        )
    return _Search(_link(tables, subsets, within, sums), threshold).run()


@dataclass(slots=True)
class _Linked:
    """The numbers, and the sums between them. What a part leaves of its base is a number too, though it is
    never printed."""

    values: dict[Number, int] = field(default_factory=dict)
    sums: dict[tuple[Number, tuple[Number, ...]], None] = field(default_factory=dict)
    part_of_rest: dict[Number, Number] = field(default_factory=dict)

    def add(self, number: Number, value: int) -> None:
        if value < 0 or self.values.setdefault(number, value) != value:
            raise ValueError(
                f"des tableaux publiés ensemble se contredisent : {number}, {value} et "
                f"{self.values.get(number)}"
            )


def _link(
    tables: Sequence[Counts],
    subsets: Collection[tuple[str, str]],
    within: Collection[tuple[str, str]],
    sums: Collection[tuple[Number, tuple[Number, ...]]],
) -> _Linked:
    linked = _Linked()
    for table in tables:
        modalities = [dict.fromkeys(cell[axis] for cell in table.cells) for axis in range(len(table.by))]
        if set(table.cells) != set(product(*modalities)):
            raise ValueError(f"il manque des cases au tableau {table.measure} par {' et '.join(table.by)}")
        values: Counter[tuple[str | None, ...]] = Counter()
        for cell, count in table.cells.items():
            for place in product(*((name, None) for name in cell)):
                values[place] += count
        for place, value in values.items():
            linked.add(_number(table, place), value)
            for axis, names in enumerate(modalities):
                if place[axis] is None:
                    parts = tuple(_number(table, (*place[:axis], name, *place[axis + 1 :])) for name in names)
                    linked.sums[_number(table, place), parts] = None
    for total, parts in sums:
        _add_up(linked, total, parts)
    for part, base in subsets:
        _add_rest(linked, part, base, at_total=True)
    for part, base in within:
        _add_rest(linked, part, base, at_total=False)
    return linked


def _add_up(linked: _Linked, total: Number, parts: tuple[Number, ...]) -> None:
    if total not in linked.values or any(part not in linked.values for part in parts):
        return
    counts = [linked.values[part] for part in parts]
    if linked.values[total] != sum(counts):
        raise ValueError(f"{total} ne fait pas la somme de ses parts : {linked.values[total]}, et {counts}")
    linked.sums[total, parts] = None


def _number(table: Counts, place: Iterable[str | None]) -> Number:
    return table.measure, tuple(
        sorted((by, name) for by, name in zip(table.by, place, strict=True) if name is not None)
    )


def _add_rest(linked: _Linked, part: str, base: str, *, at_total: bool) -> None:
    places = [
        at
        for measure, at in linked.values
        if measure == part and (base, at) in linked.values and (at or at_total)
    ]
    rests = {(part, at): (f"{base} moins {part}", at) for at in places}
    for number, rest in rests.items():
        whole = base, number[1]
        linked.add(rest, linked.values[whole] - linked.values[number])
        linked.sums[whole, (number, rest)] = None
        linked.part_of_rest[rest] = number
    for total, parts in list(linked.sums):
        if total in rests and all(number in rests for number in parts):
            linked.sums[rests[total], tuple(rests[number] for number in parts)] = None


class _Search:
    """Masks what the rule says, then looks for a change of the tables, in whole persons, that moves each
    sensitive number.

    What such a change moves is masked: two tables at least, the true one and the changed one, then agree with
    all that is shown.
    """

    def __init__(self, linked: _Linked, threshold: int) -> None:
        self.numbers = sorted(linked.values)  # the masks do not depend on the order of the lines
        self.values = [linked.values[number] for number in self.numbers]
        index = {number: i for i, number in enumerate(self.numbers)}
        self.sums = sorted(
            (index[total], sorted(index[part] for part in parts)) for total, parts in linked.sums
        )
        self.rests = {index[rest]: index[part] for rest, part in linked.part_of_rest.items()}
        self.reach = (threshold - 1) // 2
        self.small = [i for i, value in enumerate(self.values) if 0 < value < threshold]
        self.told = [(0.0, inf)] * len(self.values)
        self.by_rule = self._apply_rule(threshold - 1)
        self.hidden = self.by_rule | self.rests.keys()
        self.costs = self._costs()
        self.changes: dict[int, dict[int, int]] = {}
        self.weaker: set[int] = set()

    def run(self) -> Masking:
        """Return the masks."""
        everything = range(len(self.values))
        for i in self.small:
            if i not in self.changes and not any(
                self._protect(i, among) for among in (sorted(self.hidden), everything)
            ):
                self.weaker.add(i)
                if not self._protect(i, everything):
                    raise ArithmeticError(f"le solveur ne trouve pas comment protéger {self.numbers[i]}")
        for i in sorted(self.hidden - self.by_rule - self.rests.keys(), key=lambda i: (-self.costs[i], i)):
            self._spare(i)
        primary = {self.rests.get(i, i) for i in self.small}
        printed = {number: i for i, number in enumerate(self.numbers) if i not in self.rests}
        values = {number: self.values[i] for number, i in printed.items()}
        masked = {
            n: Why.PRIMARY if i in primary else Why.SECONDARY for n, i in printed.items() if i in self.hidden
        }
        return Masking(values, masked, frozenset(self.numbers[i] for i in self.weaker))

    def _apply_rule(self, most: int) -> set[int]:
        """Return what the rule alone masks; note what it would tell of each number to one who knew which
        those are."""
        masked = {self.rests.get(i, i) for i in self.small}
        for i in self.small:
            self.told[i] = (1, most)
        for total, parts in self.sums:
            if 0 < self.values[total] <= most:
                masked.update(self.rests.get(i, i) for i in parts)
                for i in parts:
                    self.told[i] = (0, most)
        return masked

    def _costs(self) -> list[float]:
        """Return what masking each number costs. All differ a little, so that one change is the cheapest,
        on any solver."""
        sums = {total for total, parts in self.sums if not self.rests.keys() & set(parts)}
        kinds = [
            _GRAND_TOTAL if not where else _SUM if i in sums else _CELL if self.values[i] else _ZERO
            for i, (_, where) in enumerate(self.numbers)
        ]
        return [
            (kind + self.values[i].bit_length()) * (1 + i * _GOLDEN % 1 / 100) for i, kind in enumerate(kinds)
        ]

    @cached_property
    def signs(self) -> list[dict[int, int]]:
        """Where each number stands in the sums, by their places: 1 as a part, -1 as the total."""
        signs: list[dict[int, int]] = [{} for _ in self.values]
        for row, (total, parts) in enumerate(self.sums):
            signs[total][row] = -1
            for part in parts:
                signs[part][row] = 1
        return signs

    def _protect(self, i: int, among: Sequence[int]) -> bool:
        """Mask what the cheapest change needs that moves number `i` by the reach, up or down; say whether
        there is one."""
        low, high = (0, inf) if i in self.weaker else self.told[i]
        steps = [step for step in (self.reach, -self.reach) if low <= self.values[i] + step <= high]
        changes = [change for step in steps if (change := self._change(i, step, among))]
        change = min(
            changes, key=lambda change: sum(self.costs[j] for j in change.keys() - self.hidden), default={}
        )
        self.hidden |= change.keys()
        along = [] if i in self.weaker else [j for j in self.small if abs(change.get(j, 0)) >= self.reach]
        self.changes |= dict.fromkeys([j for j in [i, *along] if change and j not in self.changes], change)
        return bool(change)

    def _change(self, moved: int, step: int, among: Sequence[int]) -> dict[int, int]:
        """Return the cheapest change `among` these numbers that moves one by `step` and keeps every sum;
        empty if none does."""
        weak = moved in self.weaker
        pending = set() if weak else set(self.small) - self.changes.keys()
        columns = []
        for way in (1, -1):  # each number has two unknowns: how far it goes up, and down
            for i in among:
                low, high = (0, inf) if weak else self.told[i]
                up, down = high - self.values[i], self.values[i] - low
                reward = 0 if i not in pending else _REWARD if up >= self.reach else -_REWARD
                cost = self.costs[i] * (_MASKED if i in self.hidden else 1) - way * reward
                most = up if way > 0 else down
                least = 0.0
                if i == moved:
                    least = most = max(way * step, 0)
                signs = self.signs[i] if way > 0 else {row: -sign for row, sign in self.signs[i].items()}
                columns.append(Column(cost, least, most, signs))
        solution = cheapest(columns, len(self.sums))
        if solution is None:
            return {}
        moves = zip(among, solution[: len(among)], solution[len(among) :], strict=True)
        change = {i: up - down for i, up, down in moves if up != down}
        # The solver counts in floating point; the promise rests on whole numbers.
        if any(
            change.get(total, 0) != sum(change.get(part, 0) for part in parts) for total, parts in self.sums
        ):
            raise ArithmeticError("le solveur a rendu des tableaux dont les sommes ne tombent pas juste")
        return change

    def _spare(self, spared: int) -> None:
        """Show a number again, if every sensitive one can still move without it."""
        before = self.changes
        self.changes = {i: change for i, change in before.items() if spared not in change}
        among = sorted(self.hidden - {spared})
        if all(i in self.changes or self._protect(i, among) for i in self.small):
            self.hidden.remove(spared)
        else:
            self.changes = before
