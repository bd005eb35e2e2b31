"""Curves as points: Bezier flattening and rounded corners, in px."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, hypot, sqrt

from oauthviz.core.geometry import Point, Polyline

FLATNESS = 0.1
"""How far, in px, a flattened curve may lie from the true one."""


def cubic_points(p: Point, a: Point, b: Point, q: Point) -> list[Point]:
    """A cubic from `p` to `q` as points, `p` left out."""
    # the second difference of the control points bounds the distance between curve and chord
    bend = max(
        hypot(p[0] - 2 * a[0] + b[0], p[1] - 2 * a[1] + b[1]),
        hypot(a[0] - 2 * b[0] + q[0], a[1] - 2 * b[1] + q[1]),
    )
    steps = min(max(1, ceil(sqrt(0.75 * bend / FLATNESS))), 64)
    points = []
    for k in range(1, steps):
        t = k / steps
        s = 1 - t
        w0, w1, w2, w3 = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
        points.append((w0 * p[0] + w1 * a[0] + w2 * b[0] + w3 * q[0], w0 * p[1] + w1 * a[1] + w2 * b[1] + w3 * q[1]))
    points.append(q)
    return points


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


def rounded(points: Polyline, radius: float) -> Polyline:
    """A polyline whose corners are cut as a quadratic curve of `radius` px cuts them, each given by three points."""
    if len(points) < 3:
        return points
    out = [points[0]]
    for p, c, q in zip(points, points[1:], points[2:], strict=False):
        before, after = hypot(c[0] - p[0], c[1] - p[1]), hypot(q[0] - c[0], q[1] - c[1])
        r = min(radius, before / 2, after / 2)
        if r < 0.5:
            out.append(c)
            continue
        ux, uy = (p[0] - c[0]) / before, (p[1] - c[1]) / before
        vx, vy = (q[0] - c[0]) / after, (q[1] - c[1]) / after
        if ux * vy == uy * vx:
            out.append(c)
            continue
        # a quadratic curve with the corner as its control point passes a quarter of the way along both sides
        m = r / 4
        out += [
            (c[0] + ux * r, c[1] + uy * r),
            (c[0] + (ux + vx) * m, c[1] + (uy + vy) * m),
            (c[0] + vx * r, c[1] + vy * r),
        ]
    out.append(points[-1])
    return tuple(out)
