"""A small builder of linear programmes."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from itertools import accumulate

from oauthviz.layout.solver import Basis, Model, solver

GRID = 0.05
"""Solutions are rounded to this grid in px, so that a processor's last digits never reach a picture."""

_PER_PX = round(1 / GRID)

_SLOPES = tuple(1e-5 * (1 + n) / 97 for n in range(97))
"""Slopes too small to matter, which make the optimum unique, so that no solver has to choose among equals."""

Row = Mapping[int, float]
"""Coefficients by variable."""


class LinearProgram:
    """Minimise c.x subject to rows a.x >= b and bounds. Variables are numbered as they are made."""

    def __init__(self) -> None:
        self.basis: Basis | None = None
        # Lists, and arrays only in the end: a picture's programmes have some hundred thousand entries in all.
        self._cost: list[float] = []
        self._low: list[float] = []
        self._high: list[float] = []
        self._rows: list[Row] = []
        self._bounds: list[float] = []

    @property
    def model(self) -> Model:
        """The programme as the solver takes it."""
        rows = self._rows
        starts = array("i", accumulate(map(len, rows), initial=0))
        starts.pop()
        return Model(
            array("d", self._cost),
            array("d", self._low),
            array("d", self._high),
            array("d", self._bounds),
            starts,
            array("i", [variable for row in rows for variable in row]),
            array("d", [coefficient for row in rows for coefficient in row.values()]),
        )

    def variable(self, low: float = -1e7, high: float = 1e7, cost: float = 0.0) -> int:
        """A new variable between `low` and `high` with this cost a unit; returns its number."""
        number = len(self._cost)
        self._cost.append(cost + _SLOPES[number % len(_SLOPES)])
        self._low.append(low)
        self._high.append(high)
        return number

    def charge(self, variable: int, cost: float) -> None:
        """Add to a variable's cost."""
        self._cost[variable] += cost

    def at_least(self, row: Row, bound: float) -> None:
        """The sum of coefficient x variable over `row` is at least `bound`."""
        self._rows.append(row)
        self._bounds.append(bound)

    def apart(self, later: int, earlier: int, distance: float) -> None:
        """`later` is at least `distance` more than `earlier`."""
        self._rows.append({later: 1.0, earlier: -1.0})
        self._bounds.append(distance)

    def distance(self, a: int, b: int, weight: float) -> int:
        """Charge `weight` for each px of |a - b|; returns the variable that holds the distance."""
        gap = self.variable(0.0, cost=weight)
        self._rows += {gap: 1.0, a: -1.0, b: 1.0}, {gap: 1.0, a: 1.0, b: -1.0}
        self._bounds += 0.0, 0.0
        return gap

    def solve(self, start: Basis | None = None) -> list[float] | None:
        """The optimum on the grid, or None where the rows contradict each other; `basis` then holds where it was found.

        `start`: the basis of a like programme, whose variables were made in the same order.
        """
        found = solver().optimum(self.model, start)
        if found is None:
            return None
        values, self.basis = found
        return [round(value * _PER_PX) / _PER_PX for value in values]
