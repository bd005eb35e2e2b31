"""A small linear-programme builder over HiGHS (Huangfu and Hall 2018, dual revised simplex)."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Sequence
from typing import Any

GRID = 0.05
"""Solutions are rounded to this grid in px, so that a processor's last digits never reach a picture."""

_LOCAL = threading.local()
_OPTIONS = (
    ("output_flag", False),
    ("threads", 1),
    ("solver", "simplex"),
    ("presolve", "off"),
    ("simplex_dual_edge_weight_strategy", 1),
    ("random_seed", 0),
)

Terms = Sequence[tuple[int, float]]


class LinearProgram:
    """Minimise c.x subject to rows a.x >= b and bounds. Variables are numbered as they are made."""

    def __init__(self) -> None:
        self._cost = array("d")
        self._low = array("d")
        self._high = array("d")
        self._starts = array("i")
        self._index = array("i")
        self._value = array("d")
        self._bound = array("d")

    def variable(self, low: float = -1e7, high: float = 1e7, cost: float = 0.0) -> int:
        """A new variable between `low` and `high` with this cost a unit; returns its number."""
        number = len(self._cost)
        # A slope too small to matter makes the optimum unique, so that no solver has to choose among equals.
        self._cost.append(cost + 1e-5 * (1 + number % 97) / 97)
        self._low.append(low)
        self._high.append(high)
        return number

    def charge(self, variable: int, cost: float) -> None:
        """Add to a variable's cost."""
        self._cost[variable] += cost

    def at_least(self, terms: Terms, bound: float) -> None:
        """The sum of coefficient x variable over `terms` is at least `bound`."""
        self._starts.append(len(self._index))
        for index, value in terms:
            self._index.append(index)
            self._value.append(value)
        self._bound.append(bound)

    def apart(self, later: int, earlier: int, distance: float) -> None:
        """`later` is at least `distance` more than `earlier`."""
        self._starts.append(len(self._index))
        self._index.extend((later, earlier))
        self._value.extend((1.0, -1.0))
        self._bound.append(distance)

    def distance(self, a: int, b: int, weight: float) -> int:
        """Charge `weight` for each px of |a - b|; returns the variable that holds the distance."""
        gap = self.variable(0.0, cost=weight)
        start = len(self._index)
        self._starts.extend((start, start + 3))
        self._index.extend((gap, a, b, gap, a, b))
        self._value.extend((1.0, -1.0, 1.0, 1.0, 1.0, -1.0))
        self._bound.extend((0.0, 0.0))
        return gap

    def solve(self) -> list[float] | None:
        """The optimum on the grid, or None where the rows contradict each other."""
        numpy, highspy = _numpy(), _highspy()
        solver = _solver()
        count, rows = len(self._cost), len(self._bound)
        status = solver.passModel(
            count,
            rows,
            len(self._index),
            2,
            1,
            0.0,
            numpy.frombuffer(self._cost),
            numpy.frombuffer(self._low),
            numpy.frombuffer(self._high),
            numpy.frombuffer(self._bound),
            numpy.full(rows, 1e30),
            numpy.frombuffer(self._starts, dtype=numpy.int32),
            numpy.frombuffer(self._index, dtype=numpy.int32),
            numpy.frombuffer(self._value),
            numpy.zeros(count, dtype=numpy.int32),
        )
        if status == highspy.HighsStatus.kError:
            return None
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        per_px = round(1 / GRID)
        values: list[float] = (numpy.rint(numpy.array(solver.getSolution().col_value) * per_px) / per_px).tolist()
        return values


def _highspy() -> Any:
    import highspy  # heavy: with its numpy 120 ms, and only a layout needs it

    return highspy


def _numpy() -> Any:
    import numpy  # heavy, see above

    return numpy


def _solver() -> Any:
    """This thread's solver with fixed options: one thread, dual simplex, silent.

    A new model clears the basis, so that no solution depends on those before it.
    """
    solver = getattr(_LOCAL, "solver", None)
    if solver is None:
        solver = _LOCAL.solver = _highspy().Highs()
        for option, value in _OPTIONS:
            solver.setOptionValue(option, value)
    solver.clearModel()
    return solver
