"""How round the bends of an orthogonal line are: one rule for what is drawn and what is measured."""

from __future__ import annotations

from math import hypot

from oauthviz.core.geometry import Polyline

INNER_SHARE = 0.12
"""A bend takes at most this share of a segment between two bends, so that a short jog keeps its upright."""


def bend_radius(points: Polyline, corner: int, most: float) -> float:
    """Radius in px of the bend at `points[corner]` (not an end): `most`, less where a segment beside it is short.

    A first or last segment gives up to half of itself.
    """
    radius = most
    for other in (corner - 1, corner + 1):
        (x0, y0), (x1, y1) = points[corner], points[other]
        end = other in (0, len(points) - 1)
        radius = min(radius, hypot(x1 - x0, y1 - y0) * (0.5 if end else INNER_SHARE))
    return radius
