"""Bends of an orthogonal line: one rule for what is drawn and what is measured."""

from __future__ import annotations

from math import hypot

from oauthviz.core.geometry import Point, Polyline

INNER_SHARE = 0.12
"""A bend takes at most this share of a segment between two bends, so that a short jog keeps its upright."""

LONG, LONG_RADIUS = 1000.0, 7.5
"""px of line before and after a jog from which on its bends take no more: rounder ones look like a slope from afar."""


def bend_radius(points: Polyline, corner: int, most: float) -> float:
    """Radius in px of the bend at `points[corner]` (not an end): `most`, less where a segment beside it is short.

    A first or last segment gives up to half of itself. Between two long segments a bend takes less too.
    """
    radius, last = most, len(points) - 1
    for other, beyond, before in ((corner - 1, corner - 2, corner + 1), (corner + 1, corner + 2, corner - 1)):
        end = other in (0, last)
        radius = min(radius, _distance(points[corner], points[other]) * (0.5 if end else INNER_SHARE))
        if not end and _distance(points[before], points[corner]) + _distance(points[other], points[beyond]) > LONG:
            radius = min(radius, LONG_RADIUS)
    return radius


def _distance(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def straightened(points: Polyline) -> Polyline:
    """Without repeated points and without points on the straight way between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) < 0.01:
            continue
        if len(kept) > 1:
            (ax, ay), (bx, by) = direction(kept[-2], kept[-1]), direction(kept[-1], point)
            if ax * bx + ay * by > 0.99999:
                kept.pop()
        kept.append(point)
    return tuple(kept)


def direction(a: Point, b: Point) -> Point:
    """The unit vector from `a` to `b`; (1, 0) where they are one point."""
    d = hypot(b[0] - a[0], b[1] - a[1])
    return ((b[0] - a[0]) / d, (b[1] - a[1]) / d) if d > 0 else (1.0, 0.0)
