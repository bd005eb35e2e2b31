"""What a shape is filled with: one colour, or a gradient; and the colours that come of laying one over another."""

from __future__ import annotations

from math import hypot

from msgspec import Struct

from oauthviz.core.colours import hexadecimal, laid_over, rgb
from oauthviz.core.geometry import Point


class Stop(Struct, frozen=True):
    """A colour (#rrggbb) of a gradient at `offset` from 0 to 1; offsets rise from stop to stop."""

    offset: float
    colour: str
    opacity: float = 1.0


class LinearGradient(Struct, frozen=True):
    """From `start` to `end`, in the coordinates of the shape that it fills. `name` is the tail of its id."""

    name: str
    start: Point
    end: Point
    stops: tuple[Stop, ...]

    def offset_at(self, point: Point) -> float:
        """Where between start (0) and end (1) a point lies; less or more beyond them."""
        dx, dy = self.end[0] - self.start[0], self.end[1] - self.start[1]
        length = dx * dx + dy * dy
        return ((point[0] - self.start[0]) * dx + (point[1] - self.start[1]) * dy) / length if length else 1.0


class RadialGradient(Struct, frozen=True):
    """From `centre` out to `radius`, in the coordinates of the shape that it fills. `name` is the tail of its id."""

    name: str
    centre: Point
    radius: float
    stops: tuple[Stop, ...]

    def offset_at(self, point: Point) -> float:
        """How far from the centre (0) to the circle (1) a point lies."""
        return hypot(point[0] - self.centre[0], point[1] - self.centre[1]) / self.radius if self.radius else 1.0


Gradient = LinearGradient | RadialGradient
Ink = str | LinearGradient | RadialGradient


def stop_at(gradient: Gradient, point: Point) -> tuple[tuple[float, float, float], float]:
    """The colour (red, green and blue, 0-255) and the opacity that a gradient has at a point."""
    at = gradient.offset_at(point)
    before, after = gradient.stops[0], gradient.stops[-1]
    for stop in gradient.stops:
        if stop.offset <= at:
            before = stop
        else:
            after = stop
            break
    span = after.offset - before.offset
    share = min(max((at - before.offset) / span, 0.0), 1.0) if span > 0 else 1.0 if at >= after.offset else 0.0
    red, green, blue = (a + (b - a) * share for a, b in zip(rgb(before.colour), rgb(after.colour), strict=True))
    return (red, green, blue), before.opacity + (after.opacity - before.opacity) * share


def mixed(below: str, above: str, opacity: float) -> str:
    """The colour that shows where `above` is laid over `below`; both #rrggbb."""
    return hexadecimal(laid_over(rgb(below), rgb(above), opacity))


def ink_at(ink: Ink, point: Point, below: str) -> str:
    """The colour that shows at a point of what is filled with an ink over a surface."""
    if isinstance(ink, str):
        return ink
    (red, green, blue), opacity = stop_at(ink, point)
    return hexadecimal(laid_over(rgb(below), (round(red), round(green), round(blue)), opacity))
