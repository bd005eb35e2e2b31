"""Plane geometry of the check on bare tuples: quick, because a layout search asks for it thousands of times.

A `Span` is a rectangle as (left, top, right, bottom); a polyline is a sequence of points; everything in px.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, hypot, sqrt

from oauthviz.core.geometry import Point, Rect

Span = tuple[float, float, float, float]
Interval = tuple[float, float]

_BLOCK = 16  # segments


def span(rect: Rect) -> Span:
    """A rectangle as (left, top, right, bottom)."""
    x, y = rect.x, rect.y
    return (x, y, x + rect.w, y + rect.h)


def joined(a: Span, b: Span) -> Span:
    """The smallest span round both."""
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def span_of(points: Sequence[Point]) -> Span:
    """The smallest span round the points (at least one)."""
    xs = [p[0] for p in points]
    ys = [p[1] for p in points]
    return (min(xs), min(ys), max(xs), max(ys))


def box_of(p: Point, q: Point) -> Span:
    """The smallest span round a segment."""
    return (min(p[0], q[0]), min(p[1], q[1]), max(p[0], q[0]), max(p[1], q[1]))


def overlaps(a: Span, b: Span, slack: float) -> bool:
    """Whether the two share more than `slack` px in both directions."""
    return a[0] + slack < b[2] and b[0] + slack < a[2] and a[1] + slack < b[3] and b[1] + slack < a[3]


def holds(outer: Span, inner: Span, slack: float) -> bool:
    """Whether `inner` leaves `outer` by at most `slack` px on any side."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def shrunk(a: Span, by: float) -> Span:
    """The span with `by` px less on every side; may turn inside out, which then meets nothing."""
    return (a[0] + by, a[1] + by, a[2] - by, a[3] - by)


def gap(a: Span, b: Span) -> float:
    """Euclidean distance of two spans; 0 where they touch."""
    dx = max(a[0] - b[2], b[0] - a[2], 0.0)
    dy = max(a[1] - b[3], b[1] - a[3], 0.0)
    return hypot(dx, dy)


def clipped(p: Point, q: Point, area: Span) -> float:
    """How many px of the segment p-q lie strictly inside `area` (Liang and Barsky's clipping)."""
    x0, y0, x1, y1 = area
    px, py = p
    dx, dy = q[0] - px, q[1] - py
    low, high = 0.0, 1.0
    for d, lower, upper in ((dx, x0 - px, x1 - px), (dy, y0 - py, y1 - py)):
        if d == 0:
            if lower >= 0 or upper <= 0:
                return 0.0
            continue
        enter, leave = (lower / d, upper / d) if d > 0 else (upper / d, lower / d)
        low, high = max(low, enter), min(high, leave)
        if low >= high:
            return 0.0
    return (high - low) * hypot(dx, dy)


def enters(points: Sequence[Point], area: Span) -> bool:
    """Whether a polyline enters `area`."""
    x0, y0, x1, y1 = area
    p = points[0]
    for q in points[1:]:
        apart = (p[0] <= x0 and q[0] <= x0) or (p[0] >= x1 and q[0] >= x1)
        apart = apart or (p[1] <= y0 and q[1] <= y0) or (p[1] >= y1 and q[1] >= y1)
        if not apart and clipped(p, q, area) > 0:
            return True
        p = q
    return False


def longest_inside(points: Sequence[Point], area: Span) -> float:
    """The longest unbroken stretch of a polyline inside `area`, in px."""
    x0, y0, x1, y1 = area
    best = run = 0.0
    for p, q in pairwise(points):
        apart = (p[0] <= x0 and q[0] <= x0) or (p[0] >= x1 and q[0] >= x1)
        apart = apart or (p[1] <= y0 and q[1] <= y0) or (p[1] >= y1 and q[1] >= y1)
        inside = 0.0 if apart else clipped(p, q, area)
        run = run + inside if inside else 0.0
        best = max(best, run)
    return best


def distance_to_segment(x: float, y: float, p: Point, q: Point) -> float:
    """Distance of a point from the segment p-q."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    length2 = dx * dx + dy * dy
    t = 0.0 if length2 == 0 else min(1.0, max(0.0, ((x - p[0]) * dx + (y - p[1]) * dy) / length2))
    return hypot(x - p[0] - t * dx, y - p[1] - t * dy)


def distance_to_line(x: float, y: float, points: Sequence[Point]) -> float:
    """Distance of a point from a polyline."""
    return min(distance_to_segment(x, y, p, q) for p, q in pairwise(points))


def rect_to_segment(area: Span, p: Point, q: Point) -> float:
    """Distance of a rectangle from the segment p-q; 0 where they meet."""
    if p[0] == q[0] or p[1] == q[1]:
        return gap(area, box_of(p, q))
    if clipped(p, q, area) > 0:
        return 0.0
    x0, y0, x1, y1 = area
    corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    to_corners = min(distance_to_segment(x, y, p, q) for x, y in corners)
    return min(to_corners, gap(area, (p[0], p[1], p[0], p[1])), gap(area, (q[0], q[1], q[0], q[1])))


def near_interval(p: Point, q: Point, r: Point, s: Point, near: float) -> Interval | None:
    """The part of segment p-q closer than `near` to segment r-s, as distances from p.

    The places near a segment form a stadium: a rectangle with a half circle at each end. It is convex, so the part is
    one interval: the hull of what the rectangle and the two circles cut out.
    """
    length = hypot(q[0] - p[0], q[1] - p[1])
    other = hypot(s[0] - r[0], s[1] - r[1])
    if length == 0:
        return None
    ex, ey = ((s[0] - r[0]) / other, (s[1] - r[1]) / other) if other else (1.0, 0.0)
    # p and the direction of p-q in the frame of r-s
    ax, ay = p[0] - r[0], p[1] - r[1]
    px, py = ax * ex + ay * ey, ay * ex - ax * ey
    dx, dy = (q[0] - p[0]) / length, (q[1] - p[1]) / length
    ux, uy = dx * ex + dy * ey, dy * ex - dx * ey
    low, high = length, 0.0
    for centre in (0.0, other):
        b = (px - centre) * ux + py * uy
        root = b * b - ((px - centre) ** 2 + py * py - near * near)
        if root > 0:
            root = sqrt(root)
            low, high = min(low, -b - root), max(high, -b + root)
    enter, leave = 0.0, length
    for place, speed, lower, upper in ((px, ux, 0.0, other), (py, uy, -near, near)):
        if abs(speed) < 1e-9:
            if not lower < place < upper:
                enter, leave = 1.0, 0.0
            continue
        t0, t1 = (lower - place) / speed, (upper - place) / speed
        enter, leave = max(enter, min(t0, t1)), min(leave, max(t0, t1))
    if enter < leave:
        low, high = min(low, enter), max(high, leave)
    low, high = max(low, 0.0), min(high, length)
    return (low, high) if low < high else None


def near_runs(a: Sequence[Point], b: Sequence[Point], near: float) -> list[float]:
    """Lengths of the unbroken stretches of polyline `a` that run closer than `near` px to polyline `b`."""
    parts: list[Interval] = []
    start = 0.0
    around = [
        (min(r[0], s[0]) - near, min(r[1], s[1]) - near, max(r[0], s[0]) + near, max(r[1], s[1]) + near, r, s)
        for r, s in pairwise(b)
    ]
    # a line drawn by hand has hundreds of segments: those of `b` are looked at by blocks first
    blocks = []
    for k in range(0, len(around), _BLOCK):
        lefts, tops, rights, bottoms, _, _ = zip(*around[k : k + _BLOCK], strict=True)
        blocks.append((min(lefts), min(tops), max(rights), max(bottoms), around[k : k + _BLOCK]))
    for p, q in pairwise(a):
        left, right = (p[0], q[0]) if p[0] < q[0] else (q[0], p[0])
        top, bottom = (p[1], q[1]) if p[1] < q[1] else (q[1], p[1])
        for low_x, low_y, high_x, high_y, block in blocks:
            if left >= high_x or right <= low_x or top >= high_y or bottom <= low_y:
                continue
            for x0, y0, x1, y1, r, s in block:
                if left < x1 and right > x0 and top < y1 and bottom > y0:
                    part = near_interval(p, q, r, s, near)
                    if part:
                        parts.append((start + part[0], start + part[1]))
        start += hypot(q[0] - p[0], q[1] - p[1])
    runs: list[Interval] = []
    for low, high in sorted(parts):
        if runs and low <= runs[-1][1] + 0.01:
            runs[-1] = (runs[-1][0], max(runs[-1][1], high))
        else:
            runs.append((low, high))
    return [high - low for low, high in runs]


def simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Ramer, Douglas and Peucker's simplification: points nearer than `tolerance` px to the rest's line fall away."""
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    stack = [(0, len(points) - 1)]
    while stack:
        i, j = stack.pop()
        if j - i < 2:
            continue
        ax, ay = points[i]
        dx, dy = points[j][0] - ax, points[j][1] - ay
        length = hypot(dx, dy)
        worst, at = 0.0, i
        for k in range(i + 1, j):
            x, y = points[k][0] - ax, points[k][1] - ay
            off = abs(x * dy - y * dx) / length if length > 1e-9 else hypot(x, y)
            if off > worst:
                worst, at = off, k
        if worst > tolerance:
            keep[at] = True
            stack += [(i, at), (at, j)]
    return [p for p, kept in zip(points, keep, strict=True) if kept]


def sampled(points: Sequence[Point], step: float = 2.0) -> list[Point]:
    """Points along a polyline, at most `step` px apart."""
    out = [points[0]]
    for p, q in pairwise(points):
        pieces = max(1, ceil(hypot(q[0] - p[0], q[1] - p[1]) / step))
        out += [(p[0] + (q[0] - p[0]) * k / pieces, p[1] + (q[1] - p[1]) * k / pieces) for k in range(1, pieces + 1)]
    return out


def inside_outline(x: float, y: float, outline: Sequence[Point]) -> bool:
    """Whether a point lies inside a closed outline (even-odd)."""
    inside = False
    px, py = outline[-1]
    for qx, qy in outline:
        if (py > y) != (qy > y) and x < (qx - px) * (y - py) / (qy - py) + px:
            inside = not inside
        px, py = qx, qy
    return inside


def outline_meets(outline: Sequence[Point], area: Span) -> bool:
    """Whether the border of a closed outline passes through `area`."""
    return enters((*outline, outline[0]), area)


def crossing_point(p: Point, q: Point, r: Point, s: Point) -> Point | None:
    """Where the segments p-q and r-s cross properly, else None."""

    def side(o: Point, a: Point, b: Point) -> float:
        return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])

    c, d = side(r, s, p), side(r, s, q)
    if c * d >= 0 or side(p, q, r) * side(p, q, s) >= 0:
        return None
    t = c / (c - d)
    return (p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]))


def outlines_cross(a: Sequence[Point], b: Sequence[Point]) -> bool:
    """Whether the borders of two closed outlines cross."""
    for i, p in enumerate(a):
        q = a[i - 1]
        for j, r in enumerate(b):
            if crossing_point(p, q, r, b[j - 1]) is not None:
                return True
    return False
