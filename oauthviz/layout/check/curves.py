"""Curves as points: Bezier flattening and rounded corners, in px."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from math import ceil, hypot, sqrt

from oauthviz.core.bends import bend_radius, straightened
from oauthviz.core.geometry import Point, Polyline

FLATNESS = 0.015
"""How far, in px, a flattened curve may lie from the true one."""


def cubic_points(p: Point, a: Point, b: Point, q: Point) -> list[Point]:
    """A cubic from `p` to `q` as points, `p` left out."""
    # the second difference of the control points bounds the distance between curve and chord
    bend = max(
        hypot(p[0] - 2 * a[0] + b[0], p[1] - 2 * a[1] + b[1]),
        hypot(a[0] - 2 * b[0] + q[0], a[1] - 2 * b[1] + q[1]),
    )
    steps = min(max(1, ceil(sqrt(0.75 * bend / FLATNESS))), 64)
    (px, py), (ax, ay), (bx, by), (qx, qy) = p, a, b, q
    points = [
        (w0 * px + w1 * ax + w2 * bx + w3 * qx, w0 * py + w1 * ay + w2 * by + w3 * qy)
        for w0, w1, w2, w3 in _weights(steps)
    ]
    points.append(q)
    return points


@cache
def _weights(steps: int) -> tuple[tuple[float, float, float, float], ...]:
    """How much each control point counts at the inner points of a cubic that is parted into so many steps."""
    shares = [(1 - k / steps, k / steps) for k in range(1, steps)]
    return tuple((s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t) for s, t in shares)


def outline_points(commands: Iterable[Sequence[str | float]]) -> Polyline:
    """A closed path of M, L, C and Z commands with absolute numbers as the points of its border."""
    points: list[Point] = []
    for command in commands:
        numbers = [float(n) for n in command[1:]]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command[0] == "C":
            points += cubic_points(points[-1], *pairs)
        else:
            points += pairs
    return tuple(points)


def trimmed(points: Polyline, start: float, end: float) -> Polyline:
    """A polyline without its first `start` and last `end` px, each segment keeping at least half a px."""
    if len(points) < 2:
        return points
    first, last = _before(points[1], points[0], start), _before(points[-2], points[-1], end)
    return (first, *points[1:-1], last)


def _before(a: Point, b: Point, by: float) -> Point:
    """The point `by` px before `b` on the way from `a`."""
    length = hypot(b[0] - a[0], b[1] - a[1])
    share = min(by, max(length - 0.5, 0.0)) / length if length else 0.0
    return (b[0] + (a[0] - b[0]) * share, b[1] + (a[1] - b[1]) * share)


def rounded(points: Polyline, radius: float) -> Polyline:
    """A polyline whose corners are cut as a quadratic curve of `radius` px (see `bend_radius`) cuts them."""
    points = straightened(points)
    if len(points) < 3:
        return points
    out = [points[0]]
    for i in range(1, len(points) - 1):
        p, c, q = points[i - 1 : i + 2]
        before, after = hypot(c[0] - p[0], c[1] - p[1]), hypot(q[0] - c[0], q[1] - c[1])
        r = bend_radius(points, i, radius)
        if r < 0.5:
            out.append(c)
            continue
        a = (c[0] + (p[0] - c[0]) * r / before, c[1] + (p[1] - c[1]) * r / before)
        b = (c[0] + (q[0] - c[0]) * r / after, c[1] + (q[1] - c[1]) * r / after)
        out.append(a)
        for t in (0.25, 0.5, 0.75):
            u = 1 - t
            out.append(
                (
                    u * u * a[0] + 2 * u * t * c[0] + t * t * b[0],
                    u * u * a[1] + 2 * u * t * c[1] + t * t * b[1],
                )
            )
        out.append(b)
    out.append(points[-1])
    return tuple(out)
