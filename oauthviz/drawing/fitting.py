"""A layout on the pixels' quarters: level and upright edges come out sharp, and alike in every renderer.

Renderers part a pixel in different ways to tell how much of it an edge covers; where an edge lies on a quarter of a
pixel they agree. Nothing moves by more than an eighth of a px, and what was in line stays in line. Only the frames of
zones, boundaries and the legend, which are hairlines, move inwards to the middle of a pixel, by half of one at most.
"""

from __future__ import annotations

from math import ceil, floor

from msgspec.structs import replace

from oauthviz.core.geometry import Point, Polyline, Rect
from oauthviz.layout.model import Branch, Flag, Layout, Pill, PlacedArrow, PlacedBox, PlacedGroup

_PARTS = 4  # of a px
_DECIMALS = 4  # what sums of coordinates may be off by is none of them


def fitted(layout: Layout) -> Layout:
    """The layout with frames and lines on quarters of a px. Texts, badges and icons stay where they are."""
    legend = layout.legend
    return replace(
        layout,
        boxes=tuple(_box(box) for box in layout.boxes),
        arrows=tuple(_arrow(arrow) for arrow in layout.arrows),
        groups=tuple(_group(group) for group in layout.groups),
        legend=None if legend is None else replace(legend, rect=_middles(legend.rect)),
        key=tuple(replace(entry, start=_point(entry.start), end=_point(entry.end)) for entry in layout.key),
    )


def _box(box: PlacedBox) -> PlacedBox:
    flags = tuple(_flag(flag) for flag in box.flags)
    return replace(box, rect=_rect(box.rect), tile=_rect(box.tile), flags=flags, window=_near(box.window))


def _group(group: PlacedGroup) -> PlacedGroup:
    return replace(group, rect=_rect(group.rect) if group.shape == "cloud" else _middles(group.rect))


def _arrow(arrow: PlacedArrow) -> PlacedArrow:
    return replace(
        arrow,
        branches=tuple(Branch(b.source, b.target, _line(b.points)) for b in arrow.branches),
        heads=tuple((_point(tip), _point(origin)) for tip, origin in arrow.heads),
        ports=_line(arrow.ports),
        pills=tuple(Pill(pill.text, _rect(pill.rect)) for pill in arrow.pills),
        flags=tuple(_flag(flag) for flag in arrow.flags),
        hops=_line(arrow.hops),
    )


def _flag(flag: Flag) -> Flag:
    return replace(flag, rect=_rect(flag.rect), stem=None if flag.stem is None else _line(flag.stem))


def _rect(rect: Rect) -> Rect:
    left, top = _near(rect.x), _near(rect.y)
    return Rect(left, top, _near(rect.right) - left, _near(rect.bottom) - top)


def _middles(rect: Rect) -> Rect:
    """The rectangle with its sides in the middle of the pixels in which they lie; from between two into it."""
    left, top = floor(round(rect.x, _DECIMALS)) + 0.5, floor(round(rect.y, _DECIMALS)) + 0.5
    return Rect(
        left, top, ceil(round(rect.right, _DECIMALS)) - 0.5 - left, ceil(round(rect.bottom, _DECIMALS)) - 0.5 - top
    )


def _line(points: Polyline) -> Polyline:
    return tuple(_point(point) for point in points)


def _point(point: Point) -> Point:
    return _near(point[0]), _near(point[1])


def _near(value: float) -> float:
    return floor(_PARTS * round(value, _DECIMALS) + 0.5) / _PARTS
