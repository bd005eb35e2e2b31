"""HiGHS (Huangfu and Hall 2018, dual revised simplex), by the shorter of two ways.

The package highspy brings the solver as a shared library with a C interface. It is called directly, because highspy's
own interface takes numpy arrays, and importing numpy takes longer than all the solving that one picture needs. Where
the solver is a part of highspy's extension module instead (on Windows), highspy is the way: same solver, same optimum.
"""

from __future__ import annotations

import ctypes
import threading
import weakref
from array import array
from collections.abc import Sequence
from ctypes import c_char_p, c_double, c_int, c_void_p
from functools import cache
from typing import Any, Protocol

from msgspec import Struct, field

from oauthviz.resources import package_file

_OPTIONS: tuple[tuple[str, bool | int | str], ...] = (
    ("output_flag", False),
    ("threads", 1),
    ("solver", "simplex"),
    ("presolve", "off"),
    ("simplex_dual_edge_weight_strategy", 1),
    ("random_seed", 0),
)
# Codes of the C interface, which highspy shares.
_ROW_WISE, _MINIMISE = 2, 1
_ERROR, _OPTIMAL = -1, 7
_BASIC = 1
_UNBOUNDED = 1e30

_FILES = ("libhighs.so.1", "libhighs.1.dylib")
_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "create": (c_void_p, ()),
    "destroy": (None, (c_void_p,)),
    "getSizeofHighsInt": (c_int, (c_void_p,)),
    "setBoolOptionValue": (c_int, (c_void_p, c_char_p, c_int)),
    "setIntOptionValue": (c_int, (c_void_p, c_char_p, c_int)),
    "setStringOptionValue": (c_int, (c_void_p, c_char_p, c_char_p)),
    "clearModel": (c_int, (c_void_p,)),
    "passLp": (c_int, (c_void_p, *[c_int] * 5, c_double, *[c_void_p] * 8)),
    "run": (c_int, (c_void_p,)),
    "getModelStatus": (c_int, (c_void_p,)),
    "getSolution": (c_int, (c_void_p, *[c_void_p] * 4)),
    "getBasis": (c_int, (c_void_p, *[c_void_p] * 2)),
    "setBasis": (c_int, (c_void_p, *[c_void_p] * 2)),
}


def _doubles() -> array[float]:
    return array("d")


def _integers() -> array[int]:
    return array("i")


class Model(Struct, frozen=True):
    """A linear programme: variables with `cost`, `low` and `high`, rows with a lower `bound`.

    Row r holds the entries `starts[r]` up to the next row's start: `value` times the variable `index`.
    """

    cost: array[float] = field(default_factory=_doubles)
    low: array[float] = field(default_factory=_doubles)
    high: array[float] = field(default_factory=_doubles)
    bound: array[float] = field(default_factory=_doubles)
    starts: array[int] = field(default_factory=_integers)
    index: array[int] = field(default_factory=_integers)
    value: array[float] = field(default_factory=_doubles)


class Basis(Struct, frozen=True):
    """Where a simplex ended, by the solver's status codes: a good start for a model that differs a little."""

    variables: array[int]
    rows: array[int]

    def fitting(self, model: Model) -> Basis | None:
        """The same for a model with these variables and perhaps more rows; None for any other."""
        more = len(model.bound) - len(self.rows)
        if len(model.cost) != len(self.variables) or more < 0:
            return None
        return Basis(self.variables, self.rows + array("i", [_BASIC]) * more)


Optimum = tuple[Sequence[float], Basis]
"""The values of the variables, and the basis that gives them."""


class Solver(Protocol):
    """Solves one model after another; none depends on those before it."""

    def optimum(self, model: Model, start: Basis | None = None) -> Optimum | None:
        """What costs least, or None where the rows contradict each other.

        From the `start` that a like model ended at, where it fits, it takes about half the steps.
        """
        ...


_LOCAL = threading.local()


def solver() -> Solver:
    """This thread's solver with fixed options: one thread, dual simplex, silent."""
    found: Solver | None = getattr(_LOCAL, "solver", None)
    if found is None:
        library = load_libhighs()
        found = _LOCAL.solver = HighspySolver() if library is None else LibrarySolver(library)
    return found


@cache
def load_libhighs() -> Any:
    """highspy's shared library with the types of what is used of it; None where there is none that can be used."""
    for name in _FILES:
        path = package_file("highspy", name)
        if path is not None:
            try:
                return _checked(ctypes.CDLL(str(path)))
            except (OSError, AttributeError):
                return None
    return None


def _checked(library: Any) -> Any:
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, f"Highs_{name}")
        function.restype, function.argtypes = result, arguments
    highs = library.Highs_create()
    try:
        return library if library.Highs_getSizeofHighsInt(highs) == array("i").itemsize else None
    finally:
        library.Highs_destroy(highs)


class LibrarySolver:
    """HiGHS by its C interface."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self._highs = library.Highs_create()
        weakref.finalize(self, library.Highs_destroy, self._highs).atexit = False
        for option, value in _OPTIONS:
            if isinstance(value, bool):
                library.Highs_setBoolOptionValue(self._highs, option.encode(), value)
            elif isinstance(value, int):
                library.Highs_setIntOptionValue(self._highs, option.encode(), value)
            else:
                library.Highs_setStringOptionValue(self._highs, option.encode(), value.encode())

    def optimum(self, model: Model, start: Basis | None = None) -> Optimum | None:
        library, highs = self._library, self._highs
        columns, rows, entries = len(model.cost), len(model.bound), len(model.index)
        open_ended = array("d", [_UNBOUNDED]) * rows
        parts = (
            model.cost,
            model.low,
            model.high,
            model.bound,
            open_ended,
            model.starts,
            model.index,
            model.value,
        )
        addresses = [part.buffer_info()[0] for part in parts]
        library.Highs_clearModel(highs)  # with it goes the basis of the model before
        if library.Highs_passLp(highs, columns, rows, entries, _ROW_WISE, _MINIMISE, 0.0, *addresses) == _ERROR:
            return None
        fitting = start.fitting(model) if start is not None else None
        if fitting is not None:
            library.Highs_setBasis(highs, fitting.variables.buffer_info()[0], fitting.rows.buffer_info()[0])
        library.Highs_run(highs)
        if library.Highs_getModelStatus(highs) != _OPTIMAL:
            return None
        values = array("d", bytes(8 * columns))
        basis = Basis(array("i", bytes(4 * columns)), array("i", bytes(4 * rows)))
        library.Highs_getSolution(highs, values.buffer_info()[0], None, None, None)
        library.Highs_getBasis(highs, basis.variables.buffer_info()[0], basis.rows.buffer_info()[0])
        return values, basis


class HighspySolver:
    """HiGHS by highspy."""

    def __init__(self) -> None:
        import highspy  # heavy: with its numpy 120 ms

        package: Any = highspy  # carries no types
        self._highs, self._package = package.Highs(), package
        for option, value in _OPTIONS:
            self._highs.setOptionValue(option, value)

    def optimum(self, model: Model, start: Basis | None = None) -> Optimum | None:
        import numpy  # heavy, see above

        highs = self._highs
        columns, rows = len(model.cost), len(model.bound)
        highs.clearModel()
        status = highs.passModel(
            columns,
            rows,
            len(model.index),
            _ROW_WISE,
            _MINIMISE,
            0.0,
            numpy.frombuffer(model.cost),
            numpy.frombuffer(model.low),
            numpy.frombuffer(model.high),
            numpy.frombuffer(model.bound),
            numpy.full(rows, _UNBOUNDED),
            numpy.frombuffer(model.starts, dtype=numpy.int32),
            numpy.frombuffer(model.index, dtype=numpy.int32),
            numpy.frombuffer(model.value),
            numpy.zeros(columns, dtype=numpy.int32),
        )
        if int(status) == _ERROR:
            return None
        fitting = start.fitting(model) if start is not None else None
        if fitting is not None:
            statuses = self._package.HighsBasisStatus
            begin = self._package.HighsBasis()
            begin.col_status, begin.row_status = (list(map(statuses, s)) for s in (fitting.variables, fitting.rows))
            begin.valid = True
            highs.setBasis(begin)
        highs.run()
        if int(highs.getModelStatus()) != _OPTIMAL:
            return None
        end, values = highs.getBasis(), highs.getSolution().col_value
        return values, Basis(*(array("i", map(int, s)) for s in (end.col_status, end.row_status)))
