"""Drawing by hand: outlines and lines that waver a little, the same way every time.

Every wavering is seeded by the id of the thing that it belongs to, so an edit elsewhere never shows in it. Deviations
are sums of uniform numbers rather than normal ones, since those need a logarithm, whose last digits differ from one
machine to another.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import cos, hypot, pi, radians, sin
from random import Random

from oauthviz.core.geometry import Point, Rect
from oauthviz.core.outlines import Command, Commands, rectangle_outline
from oauthviz.drawing.scene import Look, Node, Path
from oauthviz.layout.check.curves import cubic_points
from oauthviz.theme.effects import Sketch

# Points on a corner or a bend, on half a circle, and on a whole one per px of its radius (with a least number).
_CORNER = 4
_HALF_CIRCLE = 6
_CIRCLE_LEAST, _CIRCLE_STEP = 10, 9.0

# A closed outline has at least so many knots.
_LEAST_SPANS = 6

# The second pass wavers more, and goes past its own start by so many points.
_SECOND_JITTER = 1.25
_OVERSHOOT = 5

# Standard deviation of the sum of four numbers between 0 and 1 is the root of a third.
_UNIFORMS = 4
_SPREAD = 3.0**0.5

# An icon's second copy: turned by so many degrees about its middle, moved, thin and faint.
ECHO_TURN, ECHO_SHIFT, ECHO_WIDTH, ECHO_OPACITY = 2.0, (0.8, 0.6), 1.1, 0.5


class Hand:
    """A hand with its own way of wavering, which `seed` alone decides.

    It wavers from knot to knot, `step` px of its way apart, and evenly between them: so corners stay round however
    near to each other their points are.
    """

    def __init__(self, seed: str, sketch: Sketch) -> None:
        self._random = Random(seed)
        self._sketch = sketch

    def loop(self, points: Sequence[Point], more: float = 1.0) -> Commands:
        """A closed curve through the points, each a little off; `more` times the usual deviation."""
        shaken = self._shaken((*points, points[0]), more, closed=True)[:-1]
        return (*_through([shaken[-1], *shaken, shaken[0], shaken[1]]), ("Z",))

    def again(self, points: Sequence[Point]) -> Commands:
        """The second pass along a closed outline: from some point on once round, and a little farther."""
        start = self._random.randrange(len(points))
        turned = [*points[start:], *points[:start]]
        turned += turned[:_OVERSHOOT]
        return _open(self._shaken(turned, _SECOND_JITTER))

    def line(self, points: Sequence[Point], more: float = 1.0) -> Commands:
        """A curve through points of which the first and the last stay where they are, the others are a little off."""
        inner = self._shaken(points, more)[1:-1]
        return _open([points[0], *inner, points[-1]])

    def _shaken(self, points: Sequence[Point], more: float, closed: bool = False) -> list[Point]:
        way = [0.0, *accumulate(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))]
        spans = max(_LEAST_SPANS if closed else 1, round(way[-1] / self._sketch.step))
        knots = [(more * self._deviation(), more * self._deviation()) for _ in range(spans + 1)]
        if closed:
            knots[-1] = knots[0]
        out = []
        for (x, y), at in zip(points, way, strict=True):
            place = at / way[-1] * spans if way[-1] else 0.0
            knot = min(int(place), spans - 1)
            dx, dy = _between(knots[knot], knots[knot + 1], place - knot)
            out.append((x + dx, y + dy))
        return out

    def _deviation(self) -> float:
        total = sum(self._random.random() for _ in range(_UNIFORMS)) - _UNIFORMS / 2
        return self._sketch.jitter * _SPREAD * total


def sketched_outline(
    points: Sequence[Point], seed: str, sketch: Sketch, stroke: Look, second: bool = True
) -> list[Node]:
    """The strokes of a closed outline: two passes, or one where `stroke` is dashed or no second one is wanted."""
    hand = Hand(seed, sketch)
    parts: list[Node] = [Path(hand.loop(points), stroke)]
    if second and not stroke.dash:
        parts.append(Path(hand.again(points), thin(stroke, sketch)))
    return parts


def misregistered(points: Sequence[Point], seed: str, sketch: Sketch, fill: Look) -> Path:
    """The fill of an outline by a marker that missed it a little, to the right and down."""
    by = sketch.shift
    return Path(Hand(f"{seed}/fill", sketch).loop([(x + by, y + by) for x, y in points]), fill)


def thin(stroke: Look, sketch: Sketch) -> Look:
    """The look of the second pass."""
    return Look(
        stroke=stroke.stroke,
        width=stroke.width * sketch.second_width,
        stroke_opacity=sketch.second_opacity,
        round_ends=True,
    )


def rectangle_points(rect: Rect, radius: float, step: float, opening: tuple[float, float] | None = None) -> list[Point]:
    """Points round a rectangle with round corners, clockwise from its top left, about `step` px apart on its sides.

    With an `opening` in its top side (two x) they go from its right end round to its left one.
    """
    points = sampled(rectangle_outline(rect, radius, opening), step)
    return points if opening else points[:-1]


def circle_points(cx: float, cy: float, r: float) -> list[Point]:
    """Points round a circle."""
    count = max(_CIRCLE_LEAST, round(2 * pi * r / _CIRCLE_STEP))
    return [(cx + r * cos(2 * pi * i / count), cy + r * sin(2 * pi * i / count)) for i in range(count)]


def sampled(commands: Commands, step: float) -> list[Point]:
    """Points along a path of M, L, Q, C and A commands, about `step` px apart on straight pieces, nearer on curves.

    An arc is taken for the semicircle of a hop; a closed path ends where it began.
    """
    points: list[Point] = []
    here = (0.0, 0.0)
    for command in commands:
        letter, *numbers = ("L", *points[0]) if command[0] == "Z" else command
        end = (numbers[-2], numbers[-1])
        if letter == "M":
            points.append(end)
        elif letter == "L":
            count = max(1, round(hypot(end[0] - here[0], end[1] - here[1]) / step))
            points += [_between(here, end, i / count) for i in range(1, count + 1)]
        elif letter == "A":
            points += _half_circle(here, end, bool(numbers[4]))
        else:
            points += _curve(letter, here, numbers, step)
        here = end
    return [b for a, b in pairwise([(float("inf"), 0.0), *points]) if hypot(a[0] - b[0], a[1] - b[1]) > 0.01]


def turned(commands: Commands, degrees: float, about: Point) -> Commands:
    """The path turned about a point; the radii of its arcs have to be equal."""
    c, s = cos(radians(degrees)), sin(radians(degrees))

    def at(x: float, y: float) -> Point:
        dx, dy = x - about[0], y - about[1]
        return about[0] + c * dx - s * dy, about[1] + s * dx + c * dy

    out: list[Command] = []
    for letter, *numbers in commands:
        lead = 5 if letter == "A" else 0
        values = list(numbers[:lead])
        if lead:
            values[2] += degrees
        for x, y in zip(numbers[lead::2], numbers[lead + 1 :: 2], strict=True):
            values += at(x, y)
        out.append((letter, *values))
    return tuple(out)


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _half_circle(a: Point, b: Point, clockwise: bool) -> list[Point]:
    cx, cy = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    sign = 1 if clockwise else -1
    angles = [sign * pi * i / _HALF_CIRCLE for i in range(1, _HALF_CIRCLE + 1)]
    dx, dy = a[0] - cx, a[1] - cy
    return [(cx + cos(t) * dx - sin(t) * dy, cy + sin(t) * dx + cos(t) * dy) for t in angles]


def _curve(letter: str, here: Point, numbers: Sequence[float], step: float) -> list[Point]:
    if letter == "Q":
        cx, cy, x, y = numbers
        first = (here[0] + (cx - here[0]) * 2 / 3, here[1] + (cy - here[1]) * 2 / 3)
        second = (x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3)
        end = (x, y)
    else:
        first, second, end = (numbers[0], numbers[1]), (numbers[2], numbers[3]), (numbers[4], numbers[5])
    fine = [here, *cubic_points(here, first, second, end)]
    length = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(fine))
    count = min(max(_CORNER - 1, round(length / step)), len(fine) - 1)
    return [fine[round(i * (len(fine) - 1) / count)] for i in range(1, count + 1)]


def _open(points: Sequence[Point]) -> Commands:
    return _through([points[0], *points, points[-1]])


def _through(points: Sequence[Point]) -> Commands:
    """A curve through all points but the first and the last, which only lend it direction (Catmull and Rom 1974)."""
    out: list[Command] = [("M", *points[1])]
    for a, b, c, d in zip(points, points[1:], points[2:], points[3:], strict=False):
        out.append(
            (
                "C",
                b[0] + (c[0] - a[0]) / 6,
                b[1] + (c[1] - a[1]) / 6,
                c[0] - (d[0] - b[0]) / 6,
                c[1] - (d[1] - b[1]) / 6,
                *c,
            )
        )
    return tuple(out)
