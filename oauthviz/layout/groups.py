"""Frames of zones and boundaries, and where their headings stand."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from oauthviz.core.geometry import Polyline, Rect
from oauthviz.core.numbers import snap
from oauthviz.core.outlines import cloud_heading, cloud_inner
from oauthviz.layout.columns import Columns
from oauthviz.layout.extents import HEADING_INSET, LEAST_INSET, side_pad
from oauthviz.layout.labels import Marks
from oauthviz.layout.model import PlacedGroup
from oauthviz.layout.problem import Problem
from oauthviz.layout.solution import Solution
from oauthviz.layout.typeset import set_block

ICON, ICON_GAP = 18.0, 6.0
"""A heading's icon, and the gap between it and the name, in px at the usual label size."""
HEADING_AIR, LEAST_AIR = 8.0, 3.0
"""px that a cloud's heading keeps from the heads of lines on either side where there is room, and at least."""


def frame_clusters(
    problem: Problem,
    solution: Solution,
    columns: Columns,
    boxes: Sequence[Rect],
    lines: Sequence[Polyline],
    marks: Sequence[Marks],
) -> tuple[PlacedGroup, ...]:
    """Frame every cluster. A cloud whose silhouette cannot hold its box becomes a dashed rectangle."""
    placed = []
    for c, cluster in enumerate(problem.clusters):
        group = problem.diagram.groups[cluster.index]
        inside = [solution.classes.column[b] for b in sorted(cluster.members)]
        left = columns.left[min(inside)] - side_pad(problem, solution.classes, solution.sized.scale, cluster, False)
        right = columns.right[max(inside)] + side_pad(problem, solution.classes, solution.sized.scale, cluster, True)
        top, bottom = solution.placement.cluster[c]
        rect = Rect(snap(left), snap(top), snap(right - left), snap(bottom - top))
        shape = group.shape
        if shape == "cloud" and not all(cloud_inner(rect).contains(boxes[b], 1.0) for b in sorted(cluster.members)):
            shape = "rectangle"
        placed.append(_with_heading(problem, solution, cluster.index, rect, shape, lines, marks))
    return tuple(placed)


def _with_heading(
    problem: Problem,
    solution: Solution,
    index: int,
    rect: Rect,
    shape: str,
    lines: Sequence[Polyline],
    marks: Sequence[Marks],
) -> PlacedGroup:
    group = problem.diagram.groups[index]
    sized, scale = solution.sized, solution.sized.scale
    role = "zone-name" if shape == "zone" else "boundary-name"
    style = sized.heading_style(shape)
    if not group.name:
        return PlacedGroup(group.id, shape, group.members, rect, None, group.icon, None)
    side = ICON * scale.grow
    icon = side + ICON_GAP * scale.grow if group.icon else 0.0
    heading = sized.heading(index)
    width, height = heading.width, len(heading.lines) * style.line_height
    if shape == "cloud":
        room = cloud_heading(rect)
        y = max(room.bottom - height, rect.y)
        x = _free_middle(room, icon + width, y, height, lines, marks)
    else:
        y = rect.y + 6 * scale.grow
        inset = min(HEADING_INSET * scale.grow, max(LEAST_INSET, (rect.w - icon - width) / 2))
        x = _free_place(rect, icon + width, y, height, inset, lines, marks)
    name = set_block(sized.measurer, role, group.name, heading.lines, style, x + icon, y)
    icon_rect = Rect(snap(x), snap(y + height / 2 - side / 2), side, side) if group.icon else None
    return PlacedGroup(group.id, shape, group.members, rect, name, group.icon, icon_rect)


def _free_place(
    rect: Rect, width: float, y: float, height: float, inset: float, lines: Sequence[Polyline], marks: Sequence[Marks]
) -> float:
    """Left end of the heading: as far left in the strip as lines, badges, labels and pills leave free.

    `inset` is what it keeps from the frame's left side.
    """
    # Beside a line, rather near the border than on the line.
    start, end = rect.x + inset, rect.right - LEAST_INSET
    for left, right in _free_stretches(start, end, y, height, lines, marks):
        if right - left >= width:
            return left
    return start


def _free_middle(
    room: Rect, width: float, y: float, height: float, lines: Sequence[Polyline], marks: Sequence[Marks]
) -> float:
    """Left end of the heading: as near to the middle of `room` as what is there lets it be, with air on both sides."""
    usual = room.cx - width / 2
    half = max(room.w / 2, width / 2 + HEADING_AIR)
    found = [
        min(max(usual, left + air), right - width - air)
        for left, right in _free_stretches(room.cx - half, room.cx + half, y, height, lines, marks)
        if (air := min(HEADING_AIR, (right - left - width) / 2)) >= LEAST_AIR
    ]
    return min(found, key=lambda x: (abs(x - usual), x), default=usual)


def _free_stretches(
    start: float, end: float, y: float, height: float, lines: Sequence[Polyline], marks: Sequence[Marks]
) -> list[tuple[float, float]]:
    """The stretches of a strip that lines, badges, labels and pills leave free, from left to right."""
    blocked: list[Rect] = []
    for line in lines:
        for (x0, y0), (x1, y1) in itertools.pairwise(line):
            blocked.append(Rect(min(x0, x1) - 6, min(y0, y1) - 3, abs(x1 - x0) + 12, abs(y1 - y0) + 6))
    for mark in marks:
        if mark.badge:
            blocked.append(mark.badge.rect().grown(4))
        blocked += [r.grown(4, 1) for r in (mark.label.line_rects() if mark.label else ())]
        blocked += [p.rect.grown(4) for p in mark.pills]
        blocked += [f.rect.grown(4) for f in mark.flags]
    strip = Rect(start, y, end - start, height)
    found, left = [], start
    for rect in sorted((b for b in blocked if b.overlaps(strip)), key=lambda b: b.x):
        if rect.x > left:
            found.append((left, rect.x))
        left = max(left, rect.right + 1)
    return [*found, (left, end)] if left < end else found
