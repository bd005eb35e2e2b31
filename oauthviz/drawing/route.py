"""From the points of a route to the outline that is drawn: rounded bends, hops, ends that stop inside their heads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, pairwise
from math import hypot
from typing import NamedTuple

from oauthviz.core.bends import bend_radius, direction, straightened
from oauthviz.core.geometry import Point, Polyline, Rect
from oauthviz.core.outlines import Command, Commands

HOP_RADIUS = 7.0

# Length of a quadratic curve that rounds a right angle, as a multiple of its radius: (sqrt 2 + asinh 1) / sqrt 2.
_QUARTER = 1.6232252401402307
# px, and sines, that make no difference between two lines.
_SAME = 0.01
# An arrowhead's notch as a share of its length, and where the line stops inside the head.
_NOTCH = 0.22
_LINE_STOP = 0.7


def arrow_head(edge: Point, origin: Point, gap: float, length: float, width: float) -> Commands:
    """A filled, notched head whose tip lies `gap` px before `edge`, coming from `origin`."""
    ux, uy = direction(origin, edge)

    def at(back: float, aside: float) -> Point:
        return edge[0] - ux * (gap + back) - uy * aside, edge[1] - uy * (gap + back) + ux * aside

    half = width / 2
    return (
        ("M", *at(0, 0)),
        ("L", *at(length, half)),
        ("L", *at(length * (1 - _NOTCH), 0)),
        ("L", *at(length, -half)),
        ("Z",),
    )


def line_stop(gap: float, length: float) -> float:
    """How far before the box's edge a line ends, so that its end is hidden in the head."""
    return gap + _LINE_STOP * length


def stretches(points: Polyline) -> Iterator[Rect]:
    """What each straight piece of a route takes: a rectangle without width or without height."""
    for (ax, ay), (bx, by) in pairwise(points):
        yield Rect(min(ax, bx), min(ay, by), abs(ax - bx), abs(ay - by))


def trimmed(points: Polyline, start: float, end: float) -> Polyline:
    """The polyline without its first `start` and last `end` px, never losing more than its end segments hold."""
    points = straightened(points)
    if len(points) < 2:
        return points
    head, tail = _shortened(points[1], points[0], start), _shortened(points[-2], points[-1], end)
    if len(points) == 2:
        return (head, tail)
    return (head, *points[1:-1], tail)


def route_outline(points: Polyline, radius: float, hops: tuple[Point, ...] = ()) -> Commands:
    """The path along `points` with bends of at most `radius` px and a semicircle over each hop on a level stretch."""
    points = straightened(points)
    path: list[Command] = [("M", *points[0])]
    here = points[0]
    for i in range(1, len(points)):
        corner = points[i]
        if i == len(points) - 1:
            path += _stretch(here, corner, hops)
            break
        r = bend_radius(points, i, radius)
        entry, leave = _shortened(points[i - 1], corner, r), _shortened(points[i + 1], corner, r)
        path += _stretch(here, entry, hops)
        path.append(("Q", *corner, *leave))
        here = leave
    return tuple(path)


def route_length(points: Polyline, radius: float) -> float:
    """Length of `route_outline(points, radius)` in px, bends taken as right angles and hops left out."""
    points = straightened(points)
    total = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))
    bends = sum(bend_radius(points, i, radius) for i in range(1, len(points) - 1))
    return total - (2 - _QUARTER) * bends


def fitted_dash(length: float, dash: tuple[float, ...]) -> tuple[float, ...]:
    """The pattern, stretched or shrunk a little so that a line of `length` px begins and ends with a whole dash."""
    if not dash:
        return ()
    pattern = dash if len(dash) % 2 == 0 else dash * 2
    repeats = max(1, round((length - pattern[0]) / sum(pattern)))
    stretch = length / (repeats * sum(pattern) + pattern[0])
    return tuple(part * min(max(stretch, 0.75), 1.25) for part in pattern)


def dash_offset(length: float, dash: tuple[float, ...]) -> float:
    """The offset with which a whole dash ends where a line of `length` px ends; branches of a trunk then agree."""
    if not dash:
        return 0.0
    pattern = dash if len(dash) % 2 == 0 else dash * 2
    return (pattern[0] - length) % sum(pattern)


def cut_dash(length: float, shared: float, dash: tuple[float, ...], offset: float) -> tuple[float, ...]:
    """The pattern of a line whose last `shared` px another one draws: it ends there; its offset stays."""
    if not dash or shared <= 0:
        return dash
    pattern = dash if len(dash) % 2 == 0 else dash * 2
    at = -offset
    own = length - shared
    found: list[float] = []
    for k in count():
        part = pattern[k % len(pattern)]
        if at + part >= own:
            break
        found.append(part)
        at += part
    rest, hidden = max(0.0, own - at), shared + sum(pattern)
    return (*found, rest, hidden) if len(found) % 2 == 0 else (*found, rest + hidden)


def shared_length(points: Polyline, other: Polyline, radius: float) -> float:
    """How many px at the end of `route_outline(points, radius)` run where `other`'s do."""
    a, b = list(straightened(points)), list(straightened(other))
    shared = 0.0
    while len(a) > 1 and len(b) > 1 and hypot(a[-1][0] - b[-1][0], a[-1][1] - b[-1][1]) < _SAME:
        (ux, uy), (vx, vy) = direction(a[-2], a[-1]), direction(b[-2], b[-1])
        if ux * vx + uy * vy < 1 - _SAME:
            break
        own, others = (hypot(way[-1][0] - way[-2][0], way[-1][1] - way[-2][1]) for way in (a, b))
        bends = [bend_radius(tuple(way), len(way) - 2, radius) if len(way) > 2 else 0.0 for way in (a, b)]
        if abs(own - others) > _SAME or len(a) == 2 or len(b) == 2:
            return max(0.0, shared + min(own - bends[0], others - bends[1]))
        shared += own - (2 - _QUARTER) * bends[0]
        a.pop()
        b.pop()
    return shared


class Junction(NamedTuple):
    """Where a line runs into another one from the side: the place `at` it on the other one, after `length` px of its
    own, and where it begins to `bend` that way.
    """

    at: Point
    bend: Point
    length: float


def junction(points: Polyline, other: Polyline, radius: float) -> Junction | None:
    """Where `points` run into a straight piece of `other`, with which they end; None where they do not."""
    a, b = list(straightened(points)), list(straightened(other))
    while len(a) > 2 and len(b) > 1 and hypot(a[-1][0] - b[-1][0], a[-1][1] - b[-1][1]) < _SAME:
        (ux, uy), (vx, vy) = direction(a[-2], a[-1]), direction(b[-2], b[-1])
        own, others = (hypot(way[-1][0] - way[-2][0], way[-1][1] - way[-2][1]) for way in (a, b))
        if ux * vx + uy * vy < 1 - _SAME or own > others + _SAME:
            return None
        if own < others - _SAME:
            straight = others - (bend_radius(tuple(b), len(b) - 2, radius) if len(b) > 2 else 0.0)
            bend = _shortened(a[-3], a[-2], bend_radius(tuple(a), len(a) - 2, radius))
            return Junction(a[-2], bend, route_length(tuple(a[:-1]), radius)) if own <= straight else None
        a.pop()
        b.pop()
    return None


def _stretch(a: Point, b: Point, hops: tuple[Point, ...]) -> list[Command]:
    """A straight piece from `a` (where the path is) to `b`, over the hops that lie on it if it is level."""
    path: list[Command] = []
    if abs(a[1] - b[1]) < 0.01:
        sign = 1.0 if b[0] > a[0] else -1.0
        low, high = min(a[0], b[0]), max(a[0], b[0])
        places = sorted((x for x, y in hops if abs(y - a[1]) < 0.5 and low < x < high), key=lambda x: sign * x)
        limits = [a[0], *places, b[0]]
        for k, x in enumerate(places, 1):
            before, after = abs(x - limits[k - 1]), abs(limits[k + 1] - x)
            room = min(before if k == 1 else before / 2, after if k == len(places) else after / 2)
            r = min(HOP_RADIUS, room)
            path.append(("L", x - sign * r, a[1]))
            path.append(("A", r, r, 0.0, 0.0, 1.0 if sign > 0 else 0.0, x + sign * r, a[1]))
    path.append(("L", *b))
    return path


def _shortened(a: Point, b: Point, by: float) -> Point:
    """The point `by` px before `b` on the way from `a`, half a px after `a` at the earliest."""
    ux, uy = direction(a, b)
    by = min(by, max(hypot(b[0] - a[0], b[1] - a[1]) - 0.5, 0.0))
    return b[0] - ux * by, b[1] - uy * by
