"""Remembered estimates: annealing chains meet the same structures again and again, and reject most of the rest.

A structure whose estimate is known is not estimated anew, and one that would be rejected is estimated only as far as
needed to know that; neither changes what the chains do.
"""

from __future__ import annotations

from typing import Any

from oauthviz.layout.estimate import Estimate


class Ledger:
    """What is known of the structures met so far: exact costs, or bounds that a cost lies above."""

    def __init__(self, np: Any, estimate: Estimate, keep: int) -> None:
        self._np, self._estimate = np, estimate
        self._known: dict[bytes, tuple[int, bool]] = {}
        self.best = Best(keep)

    def costs(self, col: Any, place: Any, bound: Any = None) -> Any:
        """Estimated costs of a batch of structures; where a cost is above `bound`, any number above that will do.

        Takes in the structures among them that are cheap enough to keep; `place` must be normal. Shapes as for
        `Estimate.costs`.
        """
        np = self._np
        names = _names(np, col, place)
        keeps_all = bound is None or self.best.limit is None
        bound = None if keeps_all else np.maximum(bound, self.best.limit)
        limits = [None] * len(names) if bound is None else bound.tolist()
        first: dict[bytes, int] = {}
        for i, (name, limit) in enumerate(zip(names, limits, strict=True)):
            cost, exact = self._known.get(name, (0, False))
            if not exact and (limit is None or cost <= limit):
                other = first.get(name)
                if other is None or (limit is not None and limits[other] < limit):
                    first[name] = i
        fresh = list(first.values())
        if fresh:
            own = None if bound is None else bound[fresh]
            found = self._estimate.costs(col[fresh], place[fresh], own).tolist()
            for i, cost in zip(fresh, found, strict=True):
                self._known[names[i]] = cost, limits[i] is None or cost <= limits[i]
        costs = [self._known[name] for name in names]
        self.best.add(names, col, place, costs)
        return np.array([cost for cost, _ in costs], dtype=np.int64)


class Best:
    """The cheapest different structures so far: their columns and places, with cost and order of arrival.

    `limit`: what is not cheaper is of no interest; None as long as everything is.
    """

    def __init__(self, keep: int) -> None:
        self.keep = keep
        self.limit: int | None = None
        self._found: dict[bytes, tuple[int, int, Any, Any]] = {}

    def add(self, names: list[bytes], col: Any, place: Any, costs: list[tuple[int, bool]]) -> None:
        """Take in what is cheap enough of a batch: `costs`, and whether they are exact."""
        for i, (name, (cost, exact)) in enumerate(zip(names, costs, strict=True)):
            if exact and (self.limit is None or cost < self.limit) and name not in self._found:
                self._found[name] = (cost, len(self._found), col[i], place[i])
        if len(self._found) > 4 * self.keep:
            self._prune()

    def _prune(self) -> None:
        ranked = sorted(self._found.items(), key=lambda item: item[1][:2])[: self.keep]
        self._found = {name: (entry[0], i, *entry[2:]) for i, (name, entry) in enumerate(ranked)}
        if len(ranked) == self.keep:
            self.limit = ranked[-1][1][0]

    def ranked(self) -> list[tuple[int, Any, Any]]:
        """(cost, columns, places), cheapest first."""
        self._prune()
        return [(cost, col, place) for cost, _, col, place in self._found.values()]


def _names(np: Any, col: Any, place: Any) -> list[bytes]:
    """A name for each structure, the same for equal ones only."""
    rows = np.concatenate((col, place), axis=1).astype("<u2")
    data, width = rows.tobytes(), 2 * rows.shape[1]
    return [data[i : i + width] for i in range(0, len(data), width)]
