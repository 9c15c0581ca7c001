"""HiGHS, called through its own C library: the cheapest whole numbers that keep sums.

Its Python package needs NumPy, eight times its size, for arrays that a few hundred numbers do without. The
same solver is asked here by the functions it promises to C (`highs_c_api.h`), from the library that
`highsbox` installs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from ctypes import CDLL, POINTER, c_char_p, c_double, c_int, c_void_p
from functools import cache
from pathlib import Path

from ofworkflow.records import dataclass

_BY_COLUMN, _MINIMIZE, _WHOLE = (
    1,
    1,
    1,
)  # kHighsMatrixFormatColwise, kHighsObjSenseMinimize, kHighsVarTypeInteger
_OPTIMAL, _INFEASIBLE = 7, 8  # kHighsModelStatus…
_LIBRARIES = {"win32": ("bin", "highs.dll"), "darwin": ("lib", "libhighs.dylib")}
_ELSEWHERE = ("lib", "libhighs.so")
_INTS, _DOUBLES = POINTER(c_int), POINTER(c_double)
_FUNCTIONS = {  # what each returns, and is given
    "Highs_create": (c_void_p, ()),
    "Highs_destroy": (None, (c_void_p,)),
    "Highs_setBoolOptionValue": (c_int, (c_void_p, c_char_p, c_int)),
    "Highs_setDoubleOptionValue": (c_int, (c_void_p, c_char_p, c_double)),
    "Highs_passMip": (
        c_int, (c_void_p, *[c_int] * 5, c_double, *[_DOUBLES] * 5, _INTS, _INTS, _DOUBLES, _INTS),
    ),
    "Highs_run": (c_int, (c_void_p,)),
    "Highs_getModelStatus": (c_int, (c_void_p,)),
    "Highs_getSolution": (c_int, (c_void_p, *[_DOUBLES] * 4)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """An unknown: what each unit of it costs, between which bounds it lies, and its sign in each row where
    it stands."""

    cost: float
    least: float
    most: float
    signs: Mapping[int, int]


def cheapest(columns: Sequence[Column], rows: int) -> list[int] | None:
    """Return the whole numbers that cost the least and bring every row to 0; `None` when there are none.

    Raise `ArithmeticError` when the solver says neither.
    """
    library = _library()
    highs = library.Highs_create()
    try:
        library.Highs_setBoolOptionValue(highs, b"output_flag", 0)
        library.Highs_setDoubleOptionValue(highs, b"mip_rel_gap", 0.0)
        _pass(library, highs, columns, rows)
        library.Highs_run(highs)
        status = library.Highs_getModelStatus(highs)
        if status == _INFEASIBLE:
            return None
        if status != _OPTIMAL:
            raise ArithmeticError(f"le solveur HiGHS s'est arrêté sans réponse (état {status})")
        values = (c_double * len(columns))()
        library.Highs_getSolution(highs, values, None, None, None)
        return [round(value) for value in values]
    finally:
        library.Highs_destroy(highs)


def _pass(library: CDLL, highs: int, columns: Sequence[Column], rows: int) -> None:
    starts: list[int] = []
    places: list[int] = []
    signs: list[int] = []
    for column in columns:
        starts.append(len(places))
        places += column.signs.keys()
        signs += column.signs.values()
    count, zeros = len(columns), _doubles([0.0] * rows)
    library.Highs_passMip(
        highs, count, rows, len(places), _BY_COLUMN, _MINIMIZE, 0.0,
        _doubles([column.cost for column in columns]),
        _doubles([column.least for column in columns]), _doubles([column.most for column in columns]),
        zeros, zeros, _ints(starts), _ints(places), _doubles(signs), _ints([_WHOLE] * count),
    )  # fmt: skip


def _doubles(numbers: Sequence[float]) -> object:
    return (c_double * len(numbers))(*numbers)


def _ints(numbers: Sequence[int]) -> object:
    return (c_int * len(numbers))(*numbers)


@cache
def _library() -> CDLL:
    from highsbox import highs_dist_dir

    folder, name = _LIBRARIES.get(sys.platform, _ELSEWHERE)
    path = Path(highs_dist_dir(), folder, name)
    if sys.platform == "win32":
        os.add_dll_directory(str(path.parent))
    library = CDLL(str(path))
    for function, (returned, arguments) in _FUNCTIONS.items():
        declared = getattr(library, function)
        declared.restype, declared.argtypes = returned, arguments
    return library
