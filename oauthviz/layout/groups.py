"""Frames of zones and boundaries, and where their headings stand."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import ceil

from msgspec.structs import replace

from oauthviz.core.geometry import Polyline, Rect
from oauthviz.core.numbers import snap
from oauthviz.core.outlines import cloud_heading, cloud_inner
from oauthviz.core.typography import TextStyle
from oauthviz.layout.columns import Columns
from oauthviz.layout.extents import HEADING_INSET, LEAST_INSET, side_pad
from oauthviz.layout.labels import Marks
from oauthviz.layout.model import PlacedGroup
from oauthviz.layout.problem import Problem
from oauthviz.layout.sizing import Sized
from oauthviz.layout.solution import Solution
from oauthviz.layout.typeset import set_block

ICON, ICON_GAP = 18.0, 6.0
"""A heading's icon, and the gap between it and the name, in px at the usual label size."""
HEADING_AIR, LEAST_AIR = 8.0, 3.0
"""px that a heading in the middle keeps from what is beside it where there is room, and a cloud's at least."""
BORDER_INSET = 22.0
"""px of a border that show on each side of a heading on it, round corners included."""
SIZE_STEP = 0.5
"""px by which such headings become smaller until each finds a place."""


def frame_clusters(
    problem: Problem,
    solution: Solution,
    columns: Columns,
    boxes: Sequence[Rect],
    lines: Sequence[Polyline],
    marks: Sequence[Marks],
) -> tuple[PlacedGroup, ...]:
    """Frame every cluster. A cloud whose silhouette cannot hold its box becomes a dashed rectangle.

    Names that interrupt their zones' borders are all of one size, the largest for which each of them finds a place.
    """
    sized, scale = solution.sized, solution.sized.scale
    frames: list[tuple[int, Rect, str]] = []
    for c, cluster in enumerate(problem.clusters):
        shape = problem.diagram.groups[cluster.index].shape
        inside = [solution.classes.column[b] for b in sorted(cluster.members)]
        left = columns.left[min(inside)] - side_pad(problem, solution.classes, scale, cluster, False)
        right = columns.right[max(inside)] + side_pad(problem, solution.classes, scale, cluster, True)
        top, bottom = solution.placement.cluster[c]
        if cluster.named and scale.interrupted(shape):
            top += len(sized.heading(cluster.index).lines) * scale.border_line / 2
        rect = Rect(snap(left), snap(top), snap(right - left), snap(bottom - top))
        if shape == "cloud" and not all(cloud_inner(rect).contains(boxes[b], 1.0) for b in sorted(cluster.members)):
            shape = "rectangle"
        frames.append((cluster.index, rect, shape))
    taken = _taken(lines, marks)
    on_border = [
        _largest_on_border(sized, index, rect, shape, taken)
        for index, rect, shape in frames
        if scale.interrupted(shape) and problem.diagram.groups[index].name
    ]
    size = min(on_border, default=scale.heading)
    return tuple(_with_heading(sized, index, rect, shape, size, taken) for index, rect, shape in frames)


def _with_heading(sized: Sized, index: int, rect: Rect, shape: str, size: float, taken: Sequence[Rect]) -> PlacedGroup:
    """A frame with its name where it is free of `taken`; `size`: the type of names on borders."""
    group, scale = sized.problem.diagram.groups[index], sized.scale
    role = "zone-name" if shape == "zone" else "boundary-name"
    if not group.name:
        return PlacedGroup(group.id, shape, group.members, rect, None, group.icon, None)
    style = sized.heading_style(shape)
    if scale.interrupted(shape):
        style = replace(style, size=size)
    lines, icon, width, height = _heading(sized, index, style)
    if shape == "cloud":
        room = cloud_heading(rect)
        y = max(room.bottom - height, rect.y)
        x = _free_middle(room, width, y, height, taken, LEAST_AIR)
    elif scale.interrupted(shape):
        y = rect.y - height / 2
        inset = min(BORDER_INSET * scale.grow, max(LEAST_INSET, (rect.w - width) / 2))
        x = _free_middle(Rect(rect.x + inset, y, rect.w - 2 * inset, height), width, y, height, taken, 0.0)
    else:
        y = rect.y + 6 * scale.grow
        inset = min(HEADING_INSET * scale.grow, max(LEAST_INSET, (rect.w - width) / 2))
        x = _free_place(rect, width, y, height, inset, taken)
    name = set_block(sized.measurer, role, group.name, lines, style, x + icon, y)
    side = ICON * scale.grow
    icon_rect = Rect(snap(x), snap(y + height / 2 - side / 2), side, side) if group.icon else None
    return PlacedGroup(group.id, shape, group.members, rect, name, group.icon, icon_rect)


def _heading(sized: Sized, index: int, style: TextStyle) -> tuple[tuple[str, ...], float, float, float]:
    """A heading's lines, what its icon takes before them, its width with the icon, and its height."""
    group = sized.problem.diagram.groups[index]
    icon = (ICON + ICON_GAP) * sized.scale.grow if group.icon else 0.0
    lines = sized.heading(index).lines
    width = max(sized.measurer.width(line, style) for line in lines)
    return lines, icon, icon + width, len(lines) * style.line_height


def _largest_on_border(sized: Sized, index: int, rect: Rect, shape: str, taken: Sequence[Rect]) -> float:
    """The largest type in which a name finds a place on the top border of its frame; the usual one where none does."""
    scale = sized.scale
    style = sized.heading_style(shape)
    inset = BORDER_INSET * scale.grow
    for step in range(ceil((scale.on_border - scale.heading) / SIZE_STEP)):
        larger = replace(style, size=scale.on_border - step * SIZE_STEP)
        _, _, width, height = _heading(sized, index, larger)
        stretches = _free_stretches(rect.x + inset, rect.right - inset, rect.y - height / 2, height, taken)
        if any(right - left >= width for left, right in stretches):
            return larger.size
    return scale.heading


def _free_place(rect: Rect, width: float, y: float, height: float, inset: float, taken: Sequence[Rect]) -> float:
    """Left end of the heading: as far left in the strip as what is taken leaves free.

    `inset` is what it keeps from the frame's left side.
    """
    # Beside a line, rather near the border than on the line.
    start, end = rect.x + inset, rect.right - LEAST_INSET
    for left, right in _free_stretches(start, end, y, height, taken):
        if right - left >= width:
            return left
    return start


def _free_middle(room: Rect, width: float, y: float, height: float, taken: Sequence[Rect], least: float) -> float:
    """Left end of the heading: as near to the middle of `room` as what is there lets it be.

    On both sides it has `least` px of air, and more where there is room.
    """
    usual = room.cx - width / 2
    half = max(room.w / 2, width / 2 + HEADING_AIR)
    found = [
        min(max(usual, left + air), right - width - air)
        for left, right in _free_stretches(room.cx - half, room.cx + half, y, height, taken)
        if (air := min(HEADING_AIR, (right - left - width) / 2)) >= least
    ]
    return min(found, key=lambda x: (abs(x - usual), x), default=usual)


def _taken(lines: Sequence[Polyline], marks: Sequence[Marks]) -> list[Rect]:
    """What lines, badges, labels, pills and callouts take, with the room that a heading keeps from them."""
    found: list[Rect] = []
    for line in lines:
        for (x0, y0), (x1, y1) in itertools.pairwise(line):
            found.append(Rect(min(x0, x1) - 6, min(y0, y1) - 3, abs(x1 - x0) + 12, abs(y1 - y0) + 6))
    for mark in marks:
        if mark.badge:
            found.append(mark.badge.rect().grown(4))
        found += [r.grown(4, 1) for r in (mark.label.line_rects() if mark.label else ())]
        found += [p.rect.grown(4) for p in mark.pills]
        found += [f.rect.grown(4) for f in mark.flags]
    return sorted(found, key=lambda rect: rect.x)


def _free_stretches(
    start: float, end: float, y: float, height: float, taken: Sequence[Rect]
) -> list[tuple[float, float]]:
    """The stretches of a strip that are not taken, from left to right."""
    strip = Rect(start, y, end - start, height)
    found, left = [], start
    for rect in taken:
        if not rect.overlaps(strip):
            continue
        if rect.x > left:
            found.append((left, rect.x))
        left = max(left, rect.right + 1)
    return [*found, (left, end)] if left < end else found
