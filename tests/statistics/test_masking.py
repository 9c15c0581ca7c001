"""Small counts stay in the house: somebody who reads all that is published tries to work the hidden numbers out, and fails.

The attack is written apart from what it attacks: it only knows the tables as they are printed, and linear programming.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ofworkflow.statistics.masking import Counts, Masking, Why, mask

Subsets = Collection[tuple[str, str]]
Interval = tuple[int, int]


class Reader:
    """Knows what is printed, that counts are whole and not negative, and which measure is a part of which."""

    def __init__(self, tables: Sequence[Counts], subsets: Subsets, threshold: int) -> None:
        self.truth = {key: n for table in tables for key, n in printed(table)}
        self.threshold = threshold
        self.sums: list[tuple[object, list[object]]] = []
        for part, base in subsets:
            for measure, where in [key for key in self.truth if key[0] == part and (base, key[1]) in self.truth]:
                self.truth["rest", part, base, where] = self.truth[base, where] - self.truth[measure, where]
                self.sums.append(((base, where), [(part, where), ("rest", part, base, where)]))
        self.rests = [key for key in self.truth if key[0] == "rest"]
        for name in {table.measure for table in tables} | {key[:3] for key in self.rests}:
            made = (
                (lambda where, name=name: (*name, where)) if isinstance(name, tuple) else (lambda where, name=name: (name, where))
            )
            for table in tables:
                if name == table.measure or (isinstance(name, tuple) and name[1] == table.measure):
                    self.sums += [
                        (made(total), [made(part) for part in parts])
                        for total, parts in margins(table)
                        if all(made(where) in self.truth for where in (total, *parts))
                    ]
        self.columns = {key: i for i, key in enumerate(self.truth)}
        self.small = [key for key, n in self.truth.items() if 0 < n < threshold]

    def bounds(self, masked: Collection[object], *, told: bool) -> list[tuple[float, float | None]]:
        """Return what is known of each number; `told` which masks come from the rule, one also knows they are 1 to 4."""
        bounds = {key: (0, None) if key in masked or key in self.rests else (n, n) for key, n in self.truth.items()}
        if told:
            bounds |= dict.fromkeys(self.small, (1, self.threshold - 1))
            for total, parts in self.sums:
                if total in self.small:
                    bounds |= dict.fromkeys(parts, (0, self.threshold - 1))
        return list(bounds.values())

    def work_out(self, target: object, masked: Collection[object], *, told: bool) -> Interval:
        """Return the least and the greatest value that the number `target` can have."""
        matrix = np.zeros((len(self.sums), len(self.columns)))
        for row, (total, parts) in enumerate(self.sums):
            matrix[row, self.columns[total]] = -1
            for part in parts:
                matrix[row, self.columns[part]] += 1
        goal = np.zeros(len(self.columns))
        goal[self.columns[target]] = 1
        ends = []
        for sign in (1, -1):
            cap = [(low, 10_000 if high is None else high) for low, high in self.bounds(masked, told=told)]
            found = linprog(sign * goal, A_eq=matrix, b_eq=np.zeros(len(self.sums)), bounds=cap, integrality=1)
            assert found.status == 0, found.message
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]


def printed(table: Counts) -> Iterator[tuple[tuple[str, object], int]]:
    """Give every number of a table, margins included."""
    numbers: Counter[object] = Counter()
    for cell, n in table.cells.items():
        for kept in product((True, False), repeat=len(cell)):
            numbers[tuple(sorted((by, name) for by, name, keep in zip(table.by, cell, kept, strict=True) if keep))] += n
    yield from (((table.measure, where), n) for where, n in numbers.items())


def margins(table: Counts) -> Iterator[tuple[object, list[object]]]:
    """Give every sum of a table: a margin, and what it adds up."""
    wheres = [where for (_, where), _ in printed(table)]
    for total, axis in product(wheres, table.by):
        if axis not in dict(total):
            parts = [w for w in wheres if tuple(pair for pair in w if pair[0] != axis) == total and axis in dict(w)]
            yield total, parts


def assert_nothing_leaks(tables: Sequence[Counts], masking: Masking, *, threshold: int = 5, subsets: Subsets = ()) -> None:
    """Check that no sensitive number can be narrowed to less than half of what the rule already tells."""
    reader = Reader(tables, subsets, threshold)
    for key in reader.small:
        assert key in reader.rests or masking.masked[key] is Why.PRIMARY
        number = (f"{key[2]} moins {key[1]}", key[3]) if key in reader.rests else key
        low, high = reader.work_out(key, masking.masked, told=number not in masking.weaker)
        assert high - low >= (threshold - 1) // 2, (key, low, high)
        assert low <= reader.truth[key] <= high


def grid(rows: Sequence[Sequence[int]], measure: str = "I6") -> Counts:
    """Return a table of communes by sexes, or whatever they stand for."""
    return Counts(measure, ("commune", "sexe"), {(f"c{i}", f"s{j}"): n for i, row in enumerate(rows) for j, n in enumerate(row)})


def line(counts: Sequence[int], by: str = "commune", measure: str = "I6") -> Counts:
    """Return a table with one breakdown."""
    return Counts(measure, (by,), {(f"{by[0]}{i}",): n for i, n in enumerate(counts)})


TEN_COMMUNES = grid([[31, 28], [22, 19], [14, 17], [11, 9], [12, 3], [8, 10], [7, 6], [5, 2], [6, 0], [9, 13]])


def test_without_secondary_masks_the_attack_finds_the_number() -> None:
    """The attack has teeth: with the small cell alone hidden, the totals give it away."""
    table = grid([[12, 3], [9, 11]])
    reader = Reader([table], (), 5)
    three = "I6", (("commune", "c0"), ("sexe", "s1"))
    assert reader.work_out(three, {three}, told=False) == (3, 3)
    assert_nothing_leaks([table], mask([table], threshold=5))


@pytest.mark.parametrize(
    ("count", "why"),
    [(0, None), (1, Why.PRIMARY), (4, Why.PRIMARY), (5, None)],  # nobody, the ends of the rule, the first that may be shown
)
def test_a_count_from_1_to_4_is_masked(count: int, why: Why | None) -> None:
    assert mask([line([count, 20, 30])], threshold=5).why("I6", commune="c0") is why


def test_the_threshold_is_a_setting() -> None:
    table = line([9, 20, 30])
    assert not mask([table], threshold=5).masked
    assert mask([table], threshold=10).why("I6", commune="c0") is Why.PRIMARY
    with pytest.raises(ValueError, match="seuil de masquage 2"):
        mask([table], threshold=2)


def test_ten_communes_by_sex_lose_four_numbers_out_of_thirty_three() -> None:
    masking = mask([TEN_COMMUNES], threshold=5)
    assert_nothing_leaks([TEN_COMMUNES], masking)
    primary = [number for number, why in masking.masked.items() if why is Why.PRIMARY]
    assert len(primary) == 2
    assert len(masking.masked) == 4  # one rectangle, the least there can be
    assert masking.shown("I6", commune="c8", sexe="s1") == 0
    assert masking.shown("I6") == 232


def test_a_table_without_small_counts_is_shown_whole() -> None:
    assert not mask([grid([[5, 0], [0, 8], [31, 6]])], threshold=5).masked


def test_under_a_small_total_everything_is_masked_zeros_included() -> None:
    """« 0 » beside a masked cell would say where the few of a commune all are."""
    table = grid([[4, 0, 0], [20, 30, 10], [15, 8, 9]])
    masking = mask([table], threshold=5)
    assert masking.why("I6", commune="c0") is Why.PRIMARY
    assert masking.why("I6", commune="c0", sexe="s0") is Why.PRIMARY
    assert masking.why("I6", commune="c0", sexe="s2") is Why.SECONDARY
    assert_nothing_leaks([table], masking)


def test_what_a_rate_leaves_is_protected_like_what_it_counts() -> None:
    """38 out of 40 says that two are not: the 38 goes, and nothing gives it back."""
    part, base = line([38, 20, 0, 12], measure="en règle"), line([40, 41, 9, 30], measure="tenus")
    masking = mask([part, base], subsets=[("en règle", "tenus")], threshold=5)
    assert masking.shown("en règle", commune="c0") is None
    assert masking.shown("tenus", commune="c0") == 40
    assert masking.shown("en règle", commune="c2") == 0
    assert_nothing_leaks([part, base], masking, subsets=[("en règle", "tenus")])


def test_everybody_and_nobody_are_shown() -> None:
    part, base = line([40, 0], measure="en règle"), line([40, 25], measure="tenus")
    assert not mask([part, base], subsets=[("en règle", "tenus")], threshold=5).masked


def test_tables_that_share_a_total_do_not_give_it_back() -> None:
    """A masked total can stand in two tables: it is the same number, masked in both."""
    tables = [grid([[3, 30], [25, 14], [16, 20]]), line([33, 39, 36]), line([44, 64], by="sexe")]
    masking = mask(tables, threshold=5)
    assert_nothing_leaks(tables, masking)
    assert masking.shown("I6", commune="c1") == 39


def test_when_the_rule_itself_tells_it_is_said() -> None:
    """Two communes of 4 spread over 8 levels: who knew that nothing else is hidden would know that each level has 1."""
    table = grid([[1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 1]])
    masking = mask([table], threshold=5)
    assert masking.weaker
    assert_nothing_leaks([table], masking)


@given(st.permutations(list(TEN_COMMUNES.cells)))
def test_the_same_tables_get_the_same_masks_in_any_order_of_their_lines(cells: list[tuple[str, ...]]) -> None:
    """Two prints of one table with other masks would each say what the other hides."""
    shuffled = Counts("I6", ("commune", "sexe"), {cell: TEN_COMMUNES.cells[cell] for cell in cells})
    assert mask([shuffled], threshold=5) == mask([TEN_COMMUNES], threshold=5)


@pytest.mark.parametrize(
    ("tables", "subsets"),
    [
        ([line([10, 20]), line([11, 20])], ()),  # the same commune, two counts
        ([Counts("I6", ("commune", "sexe"), {("c0", "s0"): 5, ("c1", "s1"): 5})], ()),  # two cells missing
        ([line([10], measure="a"), line([9], measure="b")], [("a", "b")]),  # a part greater than its base
        ([line([-1, 20])], ()),
    ],
)
def test_tables_that_do_not_add_up_are_refused(tables: list[Counts], subsets: Subsets) -> None:
    with pytest.raises(ValueError, match=r"contredisent|manque"):
        mask(tables, subsets=subsets, threshold=5)


def test_no_table_and_no_cell_mask_nothing() -> None:
    assert not mask([], threshold=5).masked
    assert not mask([line([])], threshold=5).masked


# Mostly small, some zeros, a few large: what the tables of a small territory look like, and worse.
small_counts = st.one_of(st.integers(0, 4), st.integers(0, 1), st.integers(0, 30), st.integers(3, 8))
thresholds = st.sampled_from([3, 4, 5, 5, 5, 8, 11])
attacked = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def grids(rows: int, columns: int) -> st.SearchStrategy[list[list[int]]]:
    """Draw a table of at most so many rows and columns."""
    return st.integers(1, columns).flatmap(
        lambda width: st.lists(st.lists(small_counts, min_size=width, max_size=width), min_size=1, max_size=rows)
    )


@attacked
@given(st.lists(small_counts, max_size=20), thresholds)
def test_no_table_with_one_breakdown_leaks(counts: list[int], threshold: int) -> None:
    table = line(counts)
    assert_nothing_leaks([table], mask([table], threshold=threshold), threshold=threshold)


@attacked
@given(grids(12, 8), thresholds)
def test_no_table_with_two_breakdowns_leaks(rows: list[list[int]], threshold: int) -> None:
    table = grid(rows)
    assert_nothing_leaks([table], mask([table], threshold=threshold), threshold=threshold)


@attacked
@given(st.data(), grids(5, 3), thresholds)
def test_no_pair_of_tables_leaks(data: st.DataObject, rows: list[list[int]], threshold: int) -> None:
    rest = [data.draw(st.lists(small_counts, min_size=len(row), max_size=len(row))) for row in rows]
    base = [[a + b for a, b in zip(*pair, strict=True)] for pair in zip(rows, rest, strict=True)]
    tables, subsets = [grid(rows, "part"), grid(base, "base")], [("part", "base")]
    masking = mask(tables, subsets=subsets, threshold=threshold)
    assert_nothing_leaks(tables, masking, threshold=threshold, subsets=subsets)


@attacked
@given(st.lists(st.tuples(small_counts, small_counts, small_counts), min_size=1, max_size=10))
def test_no_chain_of_parts_leaks(counts: list[tuple[int, int, int]]) -> None:
    """In order beyond accompaniment, in order, bound: each counts a part of the next, and three rests can be taken."""
    names = "beyond", "compliant", "bound"
    tables = [line([sum(row[: i + 1]) for row in counts], measure=name) for i, name in enumerate(names)]
    subsets = [("beyond", "compliant"), ("compliant", "bound"), ("beyond", "bound")]
    assert_nothing_leaks(tables, mask(tables, subsets=subsets, threshold=5), subsets=subsets)


@attacked
@given(grids(6, 4), st.booleans())
def test_no_tables_that_share_totals_leak(rows: list[list[int]], crossed: bool) -> None:
    whole = [line([sum(row) for row in rows]), line([sum(column) for column in zip(*rows, strict=True)], by="sexe")]
    tables = [*whole, grid(rows)] if crossed else whole
    assert_nothing_leaks(tables, mask(tables, threshold=5))


@attacked
@given(grids(8, 4))
def test_what_is_shown_is_true(rows: list[list[int]]) -> None:
    table = grid(rows)
    masking = mask([table], threshold=5)
    truth: Mapping[object, int] = dict(printed(table))
    for number, n in masking.values.items():
        assert masking.shown(number[0], **dict(number[1])) == (None if number in masking.masked else truth[number])
        assert n == truth[number]


def test_measures_that_add_up_are_masked_together():
    """Three parts shown and their total would give the fourth away."""
    found = mask(
        [Counts(measure, (), {(): n}) for measure, n in (("all", 60), ("a", 30), ("b", 27), ("c", 3))],
        sums=[(("all", ()), (("a", ()), ("b", ()), ("c", ())))], threshold=5,
    )  # fmt: skip
    assert found.why("c") is Why.PRIMARY
    assert sum(found.shown(measure) is None for measure in ("all", "a", "b", "c")) >= 2


def test_measures_that_do_not_add_up_are_refused():
    tables = [Counts(measure, (), {(): n}) for measure, n in (("all", 10), ("a", 6), ("b", 6))]
    with pytest.raises(ValueError, match="somme"):
        mask(tables, sums=[(("all", ()), (("a", ()), ("b", ())))], threshold=5)


def test_what_a_part_leaves_of_the_grand_total_is_no_cell_where_it_is_said_so():
    """195 of 198 in order is a figure of the house; 18 of 20 in a commune says two persons."""
    tables = [Counts("bound", (), {(): 198}), Counts("compliant", (), {(): 195})]
    assert mask(tables, within=[("compliant", "bound")], threshold=5).shown("compliant") == 195
    assert mask(tables, subsets=[("compliant", "bound")], threshold=5).shown("compliant") is None
    cells, less = {("x",): 90, ("y",): 20, ("z",): 88}, {("x",): 80, ("y",): 18, ("z",): 87}
    found = mask(
        [Counts("bound", ("commune",), cells), Counts("compliant", ("commune",), less)],
        within=[("compliant", "bound")], threshold=5,
    )  # fmt: skip
    assert found.shown("compliant", commune="y") is None
