"""Gradients of a read picture: which colour and opacity they have at a point of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from oauthviz.core.colours import hexadecimal
from oauthviz.core.geometry import Point
from oauthviz.drawing.ink import Gradient, LinearGradient, RadialGradient, Stop, stop_at
from oauthviz.layout.check.model import Colour
from oauthviz.layout.check.plane import Span
from oauthviz.render.reading_outlines import Matrix, applied, inverse, read_transform, times

_SHARES = {"x1": 0.0, "y1": 0.0, "x2": 1.0, "y2": 0.0, "cx": 0.5, "cy": 0.5, "r": 0.5}
"""Where SVG's gradients lie if they do not say so, in shares of what they fill."""


class Shade(Struct, frozen=True):
    """A gradient, and the map from px of the picture into its own coordinates."""

    gradient: Gradient
    into: Matrix

    def at(self, point: Point) -> tuple[tuple[float, float, float], float]:
        """Red, green and blue (0-255) and the opacity at a point of the picture."""
        return stop_at(self.gradient, applied(self.into, *point))


def read_shade(
    element: Any, stops: list[tuple[float, Colour, float]], bounds: Span, matrix: Matrix, number: Callable[[str], float]
) -> Shade | None:
    """The shade of a gradient element that fills something with these bounds, in coordinates under `matrix`.

    `stops` are its stops (offset, colour, opacity), `number` reads one of its lengths. None where it has no area.
    """
    if element.get("gradientUnits") != "userSpaceOnUse":
        left, top, right, bottom = bounds
        matrix = (right - left, 0.0, 0.0, bottom - top, left, top)
    turned = element.get("gradientTransform")
    back = inverse(times(matrix, read_transform(turned)) if turned else matrix)
    if back is None or not stops:
        return None

    def n(key: str) -> float:
        return number(key) if key in element.attrib else _SHARES[key]

    shown = tuple(Stop(offset, hexadecimal(colour), opacity) for offset, colour, opacity in stops)
    name = element.get("id", "")
    if element.tag.endswith("radialGradient"):
        return Shade(RadialGradient(name, (n("cx"), n("cy")), n("r"), shown), back)
    return Shade(LinearGradient(name, (n("x1"), n("y1")), (n("x2"), n("y2")), shown), back)
