"""Descent: all that lies one step from the best structures that annealing met, estimated at once.

Annealing draws its moves and so leaves the last step to chance; here every box tries every place.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from oauthviz.layout.candidates import Boxes
from oauthviz.layout.decoding import decoded, encoded, normal
from oauthviz.layout.estimate import Estimate
from oauthviz.layout.ledger import Ledger
from oauthviz.layout.problem import Problem
from oauthviz.layout.structure import Structure

LEADERS = 3
"""So many of the best structures have all that is one step away estimated."""
MOST = 2400
"""So many structures are estimated at most: of large diagrams, where as much is one step away, none."""


def descend(np: Any, ledger: Ledger, most_columns: int) -> None:
    """Estimate what is one step from the best few in the ledger, over and over, until these stay the same."""
    done: set[bytes] = set()
    left = MOST
    while True:
        leaders = ledger.best.ranked()[:LEADERS]
        named = {col.tobytes() + place.tobytes(): (col, place) for _, col, place in leaders}
        fresh = {name: structure for name, structure in named.items() if name not in done}
        left -= sum(step_count(len(col), int(col.max()) + 1) for col, _ in fresh.values())
        if not fresh or left < 0:
            return
        done.update(fresh)
        found = [steps(np, col, place, most_columns) for col, place in fresh.values()]
        col, place = normal(np, *(np.concatenate(part) for part in zip(*found, strict=True)))
        # No cost is below 0: what would not be among the best is estimated only as far as needed to know that.
        ledger.costs(col, place, np.zeros(len(col), dtype=np.int64))


def around(
    problem: Problem,
    estimate: Estimate,
    structure: Structure,
    most_columns: int,
    known: Collection[Boxes],
    count: int,
) -> list[Structure]:
    """So many structures one step from a structure, the best estimates first; none with boxes that are `known`."""
    np = estimate.measures.np
    col, place = normal(np, *steps(np, *encoded(np, problem, structure), most_columns))
    rows: dict[Boxes, int] = {}
    for row in np.argsort(estimate.costs(col, place), kind="stable").tolist():
        columns: list[list[int]] = [[] for _ in range(int(col[row].max()) + 1)]
        for box in np.argsort(place[row]).tolist():
            columns[int(col[row, box])].append(box)
        boxes = tuple(map(tuple, columns))
        if boxes not in known:
            rows.setdefault(boxes, row)
        if len(rows) == count:
            break
    chosen = list(rows.values())
    return decoded(problem, estimate, col[chosen], place[chosen])


def step_count(size: int, columns: int) -> int:
    """How many structures `steps` gives at most, of so many boxes in so many columns."""
    return 3 * size * (size - 1) // 2 + size * (2 * columns + 1)


def steps(np: Any, col: Any, place: Any, most_columns: int) -> tuple[Any, Any]:
    """Columns and keys of all structures one step from one whose columns and places are normal, some of them twice.

    A step puts one box below any other, on top of any column or into a column of its own, or swaps two boxes.
    """
    n, count = len(col), int(col.max()) + 1
    box, other = (index.ravel() for index in np.indices((n, n)))
    box, other = box[box != other], other[box != other]
    below = np.tile(col, (len(box), 1)), np.tile(2 * place, (len(box), 1))
    rows = np.arange(len(box))
    below[0][rows, box], below[1][rows, box] = col[other], 2 * place[other] + 1
    swaps = np.tile(col, (len(box) // 2, 1)), np.tile(2 * place, (len(box) // 2, 1))
    a, b, rows = box[box < other], other[box < other], np.arange(len(box) // 2)
    for values, own in zip(swaps, (col, 2 * place), strict=True):
        values[rows, a], values[rows, b] = own[b], own[a]
    box, at = (index.ravel() for index in np.indices((n, count)))
    rows = np.arange(len(box))
    on_top = np.tile(col, (len(box), 1)), np.tile(2 * place, (len(box), 1))
    on_top[0][rows, box], on_top[1][rows, box] = at, -1
    found = [below, swaps, on_top]
    if count < most_columns:
        box, at = (index.ravel() for index in np.indices((n, count + 1)))
        rows = np.arange(len(box))
        alone = np.where(col >= at[:, None], col + 1, col), np.tile(2 * place, (len(box), 1))
        alone[0][rows, box] = at
        found.append(alone)
    columns, keys = (np.concatenate(part) for part in zip(*found, strict=True))
    return columns, keys
