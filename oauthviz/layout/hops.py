"""Hops: where a level line is drawn in a small arc over the upright one that it crosses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from oauthviz.core.geometry import Point, Polyline
from oauthviz.layout.problem import Problem

ROOM = 30.0
"""Free px that a hop (a semicircle of radius 7) wants on either side."""
ROOM_BEND = 10.0
"""Free px before a bend downwards, for each px of the bend's radius.

A hop rises and the bend falls, so that both together look like a slope unless the line is long between them.
"""


def hops_over(problem: Problem, lines: Mapping[int, Polyline], edge: int, radius: float) -> tuple[Point, ...]:
    """Where the level stretches of an edge's `lines` (by their link) hop over other edges' upright ones.

    `radius` is that of bends, in px. Hops that would touch each other or a bend would hide what they should show: such
    lines then just cross.
    """
    others = [lines[link.index] for link in problem.links if link.edge != edge]
    uprights = [(a, b) for line in others for a, b in pairwise(line) if a[0] == b[0]]
    found = (hop for k in problem.links_of[edge] for hop in hops_along(lines[k], uprights, radius))
    return tuple(dict.fromkeys(found))


def hops_along(line: Polyline, uprights: Sequence[tuple[Point, Point]], radius: float) -> Iterator[Point]:
    """The hops of one line over upright segments."""
    for i, ((x0, y), (x1, y1)) in enumerate(pairwise(line)):
        if y != y1:
            continue
        before, after = line[i - 1] if i else None, line[i + 2] if i + 2 < len(line) else None
        first, last = sorted(((x0, _room(y, before, radius)), (x1, _room(y, after, radius))))
        crossed = {x for (x, ya), (_, yb) in uprights if first[0] < x < last[0] and min(ya, yb) < y < max(ya, yb)}
        walls = [first, *((x, ROOM) for x in sorted(crossed)), last]
        for left, (x, _), right in zip(walls, walls[1:-1], walls[2:], strict=False):
            if x - left[0] >= left[1] and right[0] - x >= right[1]:
                yield x, y


def _room(y: float, beyond: Point | None, radius: float) -> float:
    """What a hop keeps free to the end of its stretch, where the line goes on to a point or to nowhere."""
    return max(ROOM, ROOM_BEND * radius) if beyond is not None and beyond[1] > y else ROOM
