"""Figures of a picture that tell how calm it is: crossings, bends, the largest hole, the smallest type."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from msgspec import Struct

from oauthviz.core.geometry import Point
from oauthviz.layout.check.index import Index, Way
from oauthviz.layout.check.model import Drawn
from oauthviz.layout.check.plane import crossing_point, overlaps, sampled, simplified
from oauthviz.layout.check.rules.arrows import SMOOTHING

SAME_BEND = 14.0
"""px within which two bends of one arrow are one: branches turn into their trunk together."""

SAME_CROSSING = 6.0
"""px within which two crossings of the same lines are one."""

NUDGE = (0.37, 0.29)
"""px by which one of two lines is moved, so that a crossing in a bend point is still seen."""

GRID = 48
"""Rows and columns of the grid in which the largest empty rectangle is looked for."""

SIDE = 20.0
"""px left and right that the empty rectangle does not count."""

FILLING_ROLES = ("arrow-label", "zone-name", "callout", "protocol", "key-label")
"""Texts that fill the diagram's own area; the headings and the legend lie outside it."""


class Figures(Struct, frozen=True):
    """`largest_empty_rectangle` is a share of the diagram's area (0-1); `smallest_text` is px by role, roles sorted."""

    boxes: int
    arrows: int
    crossings: int
    bends: int
    largest_empty_rectangle: float
    most_label_lines: int
    smallest_text: tuple[tuple[str, float], ...]


def figures(drawn: Drawn) -> Figures:
    """The figures of a picture."""
    index = Index(drawn, None)
    sizes: dict[str, float] = {}
    for text in drawn.texts:
        sizes[text.role] = min(text.size, sizes.get(text.role, text.size))
    return Figures(
        boxes=len(drawn.boxes),
        arrows=len(drawn.arrows),
        crossings=_crossings(index.ways),
        bends=_bends(index.ways),
        largest_empty_rectangle=_largest_empty_rectangle(index),
        most_label_lines=max((len(t.lines) for t in drawn.texts if t.role == "arrow-label"), default=0),
        smallest_text=tuple((role, round(size, 1)) for role, size in sorted(sizes.items())),
    )


def largest_empty_rectangle(drawn: Drawn) -> float:
    """The figure of that name alone."""
    return _largest_empty_rectangle(Index(drawn, None))


def _crossings(ways: list[Way]) -> int:
    count = 0
    for place, way in enumerate(ways):
        for other in ways[place + 1 :]:
            if other.arrow.id != way.arrow.id and overlaps(way.bounds, other.bounds, -1.0):
                count += _crossings_of(way.points, other.points)
    return count


def _crossings_of(a: Sequence[Point], b: Sequence[Point]) -> int:
    """Crossings of two polylines, those of one place counted once."""
    moved = [(x + NUDGE[0], y + NUDGE[1]) for x, y in b]
    found: list[Point] = []
    for p, q in pairwise(a):
        for r, s in pairwise(moved):
            at = crossing_point(p, q, r, s)
            if at and all(hypot(at[0] - f[0], at[1] - f[1]) > SAME_CROSSING for f in found):
                found.append(at)
    return len(found)


def _bends(ways: list[Way]) -> int:
    """Places where a line changes its course, counted once for all branches of an arrow."""
    known: dict[str, list[Point]] = {}
    count = 0
    for way in ways:
        seen = known.setdefault(way.arrow.id, [])
        for x, y in simplified(sampled(way.points), SMOOTHING)[1:-1]:
            if all(hypot(x - u, y - v) > SAME_BEND for u, v in seen):
                seen.append((x, y))
                count += 1
    return count


def _largest_empty_rectangle(index: Index) -> float:
    marks = [area for _, area in index.boxes]
    marks += [line.area for line in index.lines if line.text.role in FILLING_ROLES]
    if not marks:
        return 1.0
    heights = [y for area in marks for y in (area[1], area[3])] + [y for way in index.ways for y in way.bounds[1::2]]
    x0, x1, y0, y1 = SIDE, index.drawn.width - SIDE, min(heights), max(heights)
    filled = [[False] * GRID for _ in range(GRID)]

    def cell(x: float, y: float) -> tuple[int, int]:
        row = int((y - y0) / (y1 - y0 + 1e-9) * GRID)
        column = int((x - x0) / (x1 - x0) * GRID)
        return min(max(row, 0), GRID - 1), min(max(column, 0), GRID - 1)

    for area in marks:
        (top, left), (bottom, right) = cell(area[0], area[1]), cell(area[2], area[3])
        for row in range(top, bottom + 1):
            filled[row][left : right + 1] = [True] * (right + 1 - left)
    for way in index.ways:
        for p, q in pairwise(way.points):
            (top, left), (bottom, right) = cell(*p), cell(*q)
            if top == bottom:
                left, right = min(left, right), max(left, right)
                filled[top][left : right + 1] = [True] * (right + 1 - left)
            elif left == right:
                for row in range(min(top, bottom), max(top, bottom) + 1):
                    filled[row][left] = True
            else:
                for x, y in sampled((p, q)):
                    row, column = cell(x, y)
                    filled[row][column] = True
    return round(_largest_hole(filled) / (GRID * GRID), 3)


def _largest_hole(filled: list[list[bool]]) -> int:
    """Cells of the largest rectangle without a filled one (largest rectangle under a histogram, row by row)."""
    best = 0
    heights = [0] * len(filled[0])
    for row in filled:
        heights = [0 if full else height + 1 for full, height in zip(row, heights, strict=True)]
        stack: list[tuple[int, int]] = []
        for column, height in enumerate([*heights, 0]):
            start = column
            while stack and stack[-1][1] >= height:
                start, tall = stack.pop()
                best = max(best, tall * (column - start))
            stack.append((start, height))
    return best
