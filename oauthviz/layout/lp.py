"""A small builder of linear programmes."""

from __future__ import annotations

from collections.abc import Sequence

from oauthviz.layout.solver import Basis, Model, solver

GRID = 0.05
"""Solutions are rounded to this grid in px, so that a processor's last digits never reach a picture."""

_PER_PX = round(1 / GRID)

Terms = Sequence[tuple[int, float]]


class LinearProgram:
    """Minimise c.x subject to rows a.x >= b and bounds. Variables are numbered as they are made."""

    def __init__(self) -> None:
        self.model = model = Model()
        self.basis: Basis | None = None
        # The arrays of the model, at hand: a picture's programmes have some ten thousand entries.
        self._cost, self._low, self._high, self._bound = model.cost, model.low, model.high, model.bound
        self._starts, self._index, self._value = model.starts, model.index, model.value

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

    def solve(self, start: Basis | None = None) -> list[float] | None:
        """The optimum on the grid, or None where the rows contradict each other; `basis` then holds where it was found.

        `start`: the basis of a like programme, whose variables were made in the same order.
        """
        found = solver().optimum(self.model, start)
        if found is None:
            return None
        values, self.basis = found
        return [round(value * _PER_PX) / _PER_PX for value in values]
