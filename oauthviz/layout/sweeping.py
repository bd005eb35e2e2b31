"""Sweeping: a good order of the boxes of large graphs to start from, by the barycentre method."""

from __future__ import annotations

from collections.abc import Sequence

from oauthviz.layout.problem import Problem

SWEEPS = 12


def swept(problem: Problem, col: Sequence[int], key: Sequence[int], block: Sequence[int]) -> list[int]:
    """Keys after sweeps over the columns to and fro, each sorted by the mean height of its boxes' neighbours.

    The barycentre method of Sugiyama, Tagawa and Toda (1981); boxes of one block stay together.
    """
    n = problem.size
    near: list[list[int]] = [[] for _ in range(n)]
    for link in problem.links:
        near[link.source].append(link.target)
        near[link.target].append(link.source)
    columns: list[list[int]] = [[] for _ in range(max(col) + 1)]
    for box in sorted(range(n), key=lambda b: (key[b], b)):
        columns[col[box]].append(box)
    height = [0.0] * n
    for boxes in columns:
        for i, box in enumerate(boxes):
            height[box] = (i + 0.5) / len(boxes)
    for sweep in range(SWEEPS):
        for boxes in columns if sweep % 2 == 0 else reversed(columns):
            wish = {b: sum(height[o] for o in near[b]) / len(near[b]) if near[b] else height[b] for b in boxes}
            groups: dict[int, list[int]] = {}
            for box in boxes:
                groups.setdefault(block[box], []).append(box)
            mean = {g: sum(wish[b] for b in members) / len(members) for g, members in groups.items()}
            boxes.sort(key=lambda b: (round(mean[block[b]], 6), block[b], round(wish[b], 6), b))
            for i, box in enumerate(boxes):
                height[box] = (i + 0.5) / len(boxes)
    order = [box for boxes in columns for box in boxes]
    swept = [0] * n
    for place, box in enumerate(order):
        swept[box] = place
    return swept
