"""What lies behind a point of a read picture: filled shapes and broad strokes, composed in drawing order."""

from __future__ import annotations

from collections.abc import Sequence

from oauthviz.core.colours import contrast_ratio
from oauthviz.core.geometry import Point
from oauthviz.layout.check.model import Colour
from oauthviz.layout.check.plane import distance_to_line, inside_outline
from oauthviz.render.reading_nodes import Shape
from oauthviz.render.reading_tree import Tree

OPAQUE = 0.999
COVERING = 0.5
"""Opacity from which something painted over a text hides it."""


def average(colours: Sequence[Colour]) -> Colour:
    """The mean of some colours (at least one)."""
    r, g, b = (round(sum(channel) / len(colours)) for channel in zip(*colours, strict=True))
    return (r, g, b)


def backdrop(tree: Tree, before: int, point: Point) -> Colour | None:
    """The colour at a point once all shapes before the number `before` are painted, glyphs apart.

    None where something transparent lies at the bottom.
    """
    surface: tuple[float, ...] | None = None
    for number, shape in tree.near(point):
        if number >= before:
            break
        for colour, alpha in _paint_at(shape, point):
            if alpha >= OPAQUE:
                surface = colour
            elif surface is not None:
                surface = tuple(s * (1 - alpha) + c * alpha for s, c in zip(surface, colour, strict=True))
    if surface is None:
        return None
    r, g, b = (round(s) for s in surface)
    return (r, g, b)


def covered(tree: Tree, after: int, point: Point) -> bool:
    """Whether any shape from the number `after` on hides what was painted at a point before; glyphs hide nothing."""
    return any(
        alpha >= COVERING
        for number, shape in tree.near(point)
        if number >= after
        for _, alpha in _paint_at(shape, point)
    )


def _paint_at(shape: Shape, point: Point) -> list[tuple[tuple[float, float, float], float]]:
    """The colour and opacity that a shape paints at a point near it: its fill, then its stroke."""
    x, y = point
    reach = shape.reach
    out: list[tuple[tuple[float, float, float], float]] = []
    # an odd number of parts round the point fills it; the hole of a ring stays open
    if shape.fill and sum(inside_outline(x, y, part) for part in shape.parts if len(part) > 2) % 2:
        if shape.shade is None:
            out.append((average(shape.fill), shape.fill_alpha))
        else:
            colour, alpha = shape.shade.at(point)
            out.append((colour, alpha * shape.fill_alpha))
    if reach and any(distance_to_line(x, y, part) <= reach for part in shape.parts if len(part) > 1):
        out.append((average(shape.stroke), shape.stroke_alpha))
    return out


def weakest(colours: Sequence[Colour], behind: Sequence[Colour | None]) -> tuple[Colour | None, Colour | None]:
    """The pair of a colour and a backdrop with the least contrast; None where no colour or no backdrop is known."""
    pairs = [(a, b) for b in behind if b is not None for a in colours]
    return min(pairs, key=lambda pair: contrast_ratio(*pair)) if pairs else (colours[0] if colours else None, None)


def middling(colours: Sequence[Colour], behind: Sequence[Colour | None]) -> tuple[Colour | None, Colour | None]:
    """The pair with the middle contrast: a line may cross a border without being hard to see."""
    pairs = sorted(((a, b) for b in behind if b is not None for a in colours), key=lambda pair: contrast_ratio(*pair))
    return pairs[len(pairs) // 2] if pairs else (colours[0] if colours else None, None)
