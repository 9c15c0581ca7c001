"""What a reader of the printed bilan could work out of it: its tables as equations, solved for each number that is not shown.

Written from the bilan as it is printed, not from how it was masked: a column adds up to its total, what has the same name in two
tables is the same number, and who is in a professional situation is in order, who is in order is accompanied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from scipy.optimize import linprog

from ofworkflow.statistics.bilan.content import HIDDEN, AnnualBilan, CellKind, Table, TableRow

Name = tuple[str, str]  # a quantity, and of whom: ("En règle", "par-commune/Lambersart"), ("En règle", "")

_NESTED = (("En situation professionnelle", "En règle"), ("En règle", "Accompagnés"), ("Reçus", "Accompagnés"))
_MOST = 100_000


class Printed:
    """The numbers of a bilan: those shown, those hidden, and what links them."""

    def __init__(self, bilan: AnnualBilan) -> None:
        self.shown: dict[Name, int] = {}
        self.hidden: set[Name] = set()
        self.sums: list[tuple[Name, list[Name]]] = []
        for table in (b for s in bilan.sections for b in s.blocks if isinstance(b, Table)):
            self._read(table)

    def widths(self) -> dict[Name, float]:
        """Return, for each hidden number, how far apart its least and greatest possible values are."""
        names = sorted(self.shown.keys() | self.hidden)
        place = {name: i for i, name in enumerate(names)}
        bounds = [(self.shown[n], self.shown[n]) if n in self.shown else (0, _MOST) for n in names]
        equal = [self._row(place, {total: 1, **dict.fromkeys(parts, -1)}) for total, parts in self.sums]
        below = [
            self._row(place, {(small, where): 1, (large, where): -1})
            for small, large in _NESTED
            for where in {w for _, w in names}
            if (small, where) in place and (large, where) in place
        ]
        return {name: self._width(place[name], bounds, equal, below) for name in sorted(self.hidden)}

    def _read(self, table: Table) -> None:
        counted = [i for i in range(len(table.columns) - 1) if any(row.cells[i].kind is CellKind.COUNT for row in table.rows)]
        totals = [row for row in table.rows if row.total]
        for i in counted:
            if not totals or table.columns[0] == "Indicateur":
                continue
            parts = [self._name(table, row, i) for row in table.rows if not row.total]
            self.sums.append((self._name(table, totals[0], i), parts))
        for row in table.rows:
            for i in counted:
                self._keep(self._name(table, row, i), row, i)
            if table.columns[-1] == "Ensemble":  # a table by two things: its rows add up too
                *cells, whole = [self._name(table, row, i) for i in counted]
                self.sums.append((whole, cells))

    def _keep(self, name: Name, row: TableRow, i: int) -> None:
        cell = row.cells[i]
        if cell.shown == HIDDEN:
            assert cell.value is None
            assert name not in self.shown, f"{name} est caché ici et montré ailleurs"
            self.hidden.add(name)
        elif isinstance(cell.value, int):
            assert self.shown.setdefault(name, cell.value) == cell.value, name
            assert name not in self.hidden, f"{name} est montré ici et caché ailleurs"

    @staticmethod
    def _name(table: Table, row: TableRow, i: int) -> Name:
        column = table.columns[i + 1]
        if column == "Jeunes":  # a table whose lines are the quantities: those of the observation day stand in others too
            alone = row.total or table.slug == "situation-tableau"
            return row.head if alone else f"{table.slug}/{row.head}", ""
        if table.columns[-1] == "Ensemble":
            column = table.title.partition(",")[0] if column == "Ensemble" else f"{table.title}/{column}"
        return column, "" if row.total else f"{table.slug}/{row.head}"

    @staticmethod
    def _row(place: dict[Name, int], terms: dict[Name, int]) -> dict[int, int]:
        found: dict[int, int] = defaultdict(int)
        for name, sign in terms.items():
            found[place[name]] += sign
        return found

    @staticmethod
    def _width(at: int, bounds: list[tuple[int, int]], equal: list[dict[int, int]], below: list[dict[int, int]]) -> float:
        def matrix(rows: list[dict[int, int]]) -> np.ndarray | None:
            if not rows:
                return None
            made = np.zeros((len(rows), len(bounds)))
            for i, row in enumerate(rows):
                for j, sign in row.items():
                    made[i, j] = sign
            return made

        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(bounds))
            goal[at] = sign
            a, b = matrix(equal), matrix(below)
            found = linprog(
                goal, A_eq=a, b_eq=None if a is None else np.zeros(len(a)), A_ub=b, b_ub=None if b is None else np.zeros(len(b)),
                bounds=bounds,
            )  # fmt: skip
            assert found.status == 0, found.message  # the printed numbers do not contradict each other
            ends.append(sign * found.fun)
        return float(ends[1] - ends[0])


def numbers_in(text: str) -> Iterator[str]:
    """Yield the whole numbers that a text holds."""
    word = ""
    for char in text + " ":
        if char.isdigit():
            word += char
        elif word:
            yield word
            word = ""
