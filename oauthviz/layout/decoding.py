"""Decoding: structures out of the columns and places that an estimate works with, and back."""

from __future__ import annotations

from typing import Any

from oauthviz.layout.estimate import Estimate
from oauthviz.layout.problem import Problem
from oauthviz.layout.stacking import Reading
from oauthviz.layout.structure import Structure, complete


def decoded(problem: Problem, estimate: Estimate, col: Any, place: Any) -> list[Structure]:
    """Complete structures: each link runs as the estimate takes it to run, passing links where they bend least.

    `col`, `place`: a row for each structure and a column for each box, both normal.
    """
    if not len(col):
        return []
    reading = estimate.read(col, place)
    return [_structure(problem, reading, i) for i in range(len(col))]


def encoded(np: Any, problem: Problem, structure: Structure) -> tuple[Any, Any]:
    """The columns and places of a structure's boxes, one for each box."""
    n = problem.size
    col, place = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    boxes = [(c, entry) for c, entries in enumerate(structure.columns) for entry in entries if entry < n]
    for at, (c, box) in enumerate(boxes):
        col[box], place[box] = c, at
    return col, place


def normal(np: Any, col: Any, key: Any) -> tuple[Any, Any]:
    """Columns counted from 0 without empty ones, and keys replaced by places in the order of all boxes."""
    order = np.argsort(col * (1 << 40) + key, axis=1, kind="stable")
    sorted_col = np.take_along_axis(col, order, axis=1)
    counted = np.zeros_like(sorted_col)
    counted[:, 1:] = np.cumsum(sorted_col[:, 1:] != sorted_col[:, :-1], axis=1)
    place = np.empty_like(col)
    np.put_along_axis(place, order, np.arange(col.shape[1])[None, :], axis=1)
    return np.take_along_axis(counted, place, axis=1), place


def _structure(problem: Problem, r: Reading, i: int) -> Structure:
    """One structure of a batch, its passing links at their estimated heights among the boxes of the column."""
    n = problem.size
    col, place, low, high = (values[:, i].tolist() for values in (r.col, r.place, r.low, r.high))
    columns: list[list[int]] = []
    for c in range(max(col) + 1):
        entries = [(place[b], 1, 0, b) for b in range(n) if col[b] == c]
        for k in range(len(low)):
            if low[k] < c < high[k]:
                entries.append((int(r.slots[c, k, i]), 0, int(r.heights[c, k, i]), n + k))
        columns.append([entry[-1] for entry in sorted(entries)])
    left = frozenset(k for k in range(len(low)) if r.left_loop[k, i])
    bent = frozenset(k for k in range(len(low)) if r.beside[k, i])
    structure = Structure(columns, left, bent=bent)
    complete(problem, structure)
    return structure
