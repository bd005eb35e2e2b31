"""A frame's name and the icon before it: the icon gives way where an arrow comes too near."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.drawing.route import stretches
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import PlacedArrow, PlacedGroup, TextBlock

# px that the icon keeps from an arrow and, where it has to, from the name; its least share of its own size.
_CLEAR = 2.0
_NAME_CLEAR = 3.0
_LEAST = 0.7


def heading(group: PlacedGroup, arrows: tuple[PlacedArrow, ...], pen: Pen) -> tuple[TextBlock | None, Rect | None]:
    """The name of a frame and where its icon goes: as the layout has them, if no arrow comes near the icon.

    Else the icon shrinks towards the name, and where it could no longer be told it is left out: the name then stands in
    the middle of what the arrow leaves of both.
    """
    name, spot = group.name, group.icon_rect
    if name is None or spot is None or not name.lines:
        return name, spot
    near = [taken.right for taken in _extents(arrows, pen) if taken.overlaps(spot)]
    if not near:
        return name, spot
    left, end = max(spot.x, *near), name.lines[0].x - _NAME_CLEAR
    side = min(spot.w, end - left)
    if side >= _LEAST * spot.w:
        return name, Rect(end - side, spot.cy - side / 2, side, side)
    shift = max(0.0, name.lines[0].x - left) / 2
    return replace(name, lines=tuple(replace(line, x=line.x - shift) for line in name.lines)), None


def _extents(arrows: tuple[PlacedArrow, ...], pen: Pen) -> Iterator[Rect]:
    """What the lines and heads of arrows take, with the room to keep from them."""
    metrics = pen.theme.metrics
    for arrow in arrows:
        for branch in arrow.branches:
            for line in stretches(branch.points):
                yield line.grown(_CLEAR + metrics.port_radius / 2)
        for (x, y), (ox, oy) in arrow.heads:
            long, half = metrics.head_gap + metrics.head_length, metrics.head_width / 2
            upright = abs(oy - y) > abs(ox - x)
            dx, dy = (half, long) if upright else (long, half)
            yield Rect(x - dx, y - dy, 2 * dx, 2 * dy).grown(_CLEAR)
