"""A small linear-programme builder over HiGHS (Huangfu and Hall 2018, dual revised simplex)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from oauthviz.core.numbers import snap

GRID = 0.05
"""Solutions are rounded to this grid in px, so that a processor's last digits never reach a picture."""

Terms = Sequence[tuple[int, float]]


class LinearProgram:
    """Minimise c.x subject to rows a.x >= b and bounds. Variables are numbered as they are made."""

    def __init__(self) -> None:
        self._cost: list[float] = []
        self._low: list[float] = []
        self._high: list[float] = []
        self._starts: list[int] = [0]
        self._index: list[int] = []
        self._value: list[float] = []
        self._bound: list[float] = []

    def variable(self, low: float = -1e7, high: float = 1e7, cost: float = 0.0) -> int:
        """A new variable between `low` and `high` with this cost a unit; returns its number."""
        self._cost.append(cost)
        self._low.append(low)
        self._high.append(high)
        return len(self._cost) - 1

    def charge(self, variable: int, cost: float) -> None:
        """Add to a variable's cost."""
        self._cost[variable] += cost

    def at_least(self, terms: Terms, bound: float) -> None:
        """The sum of coefficient x variable over `terms` is at least `bound`."""
        for index, value in terms:
            self._index.append(index)
            self._value.append(value)
        self._starts.append(len(self._index))
        self._bound.append(bound)

    def apart(self, later: int, earlier: int, distance: float) -> None:
        """`later` is at least `distance` more than `earlier`."""
        self._index += (later, earlier)
        self._value += (1.0, -1.0)
        self._starts.append(len(self._index))
        self._bound.append(distance)

    def distance(self, a: int, b: int, weight: float, offset: float = 0.0) -> int:
        """Charge `weight` for each px of |a - b + offset|; returns the variable that holds the distance."""
        gap = self.variable(0.0, cost=weight)
        self.at_least(((gap, 1.0), (a, -1.0), (b, 1.0)), offset)
        self.at_least(((gap, 1.0), (a, 1.0), (b, -1.0)), -offset)
        return gap

    def solve(self) -> list[float] | None:
        """The optimum on the grid, or None where the rows contradict each other."""
        solver = _solver()
        count = len(self._cost)
        # A slope too small to matter makes the optimum unique, so that no solver has to choose among equals.
        cost = [c + 1e-5 * (1 + i % 97) / 97 for i, c in enumerate(self._cost)]
        rows = len(self._bound)
        numpy = _numpy()
        status = solver.passModel(
            count,
            rows,
            len(self._index),
            2,
            1,
            0.0,
            numpy.array(cost, dtype=numpy.float64),
            numpy.array(self._low, dtype=numpy.float64),
            numpy.array(self._high, dtype=numpy.float64),
            numpy.array(self._bound, dtype=numpy.float64),
            numpy.full(rows, 1e30),
            numpy.array(self._starts[:-1], dtype=numpy.int32),
            numpy.array(self._index, dtype=numpy.int32),
            numpy.array(self._value, dtype=numpy.float64),
            numpy.zeros(count, dtype=numpy.int32),
        )
        highspy = _highspy()
        if status == highspy.HighsStatus.kError:
            return None
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return [snap(v, GRID) for v in solver.getSolution().col_value]


def _highspy() -> Any:
    import highspy  # heavy: with its numpy 120 ms, and only a layout needs it

    return highspy


def _numpy() -> Any:
    import numpy  # heavy, see above

    return numpy


def _solver() -> Any:
    """A solver with fixed options: one thread, dual simplex, silent. A fresh basis each time keeps results apart."""
    highspy = _highspy()
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("solver", "simplex")
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("random_seed", 0)
    return solver
