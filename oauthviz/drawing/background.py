"""The page: its colour, the lights on it, and its grid or its dots."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot

from oauthviz.core.geometry import Rect
from oauthviz.core.outlines import Command, Commands
from oauthviz.drawing.ink import RadialGradient, Stop, mixed
from oauthviz.drawing.isometric import draw_floor
from oauthviz.drawing.scene import Circle, Group, Look, Node, Path, Rectangle
from oauthviz.theme.effects import Light
from oauthviz.theme.model import Paint, Theme

# The length of a dash that is only a point, in px.
_POINT = 0.01

# From a pixel's edge to its middle, in px.
_SHARP = 0.5

# Steps of a light, each too small to be seen.
_BANDS = 20


def draw_background(theme: Theme, width: float, height: float, colour: str | None, own: bool) -> tuple[Node, ...]:
    """The page in `colour`; all else only on the theme's own background. Nothing where `colour` is None."""
    if colour is None:
        return ()
    page = Rectangle(Rect(0, 0, width, height), 0, Look(fill=colour), name="page")
    if not own:
        return (Group((page,), name="background", hidden=True),)
    ground: list[Node] = [page]
    for light in page_lights(theme.paint, width, height):
        ground.append(Circle(*light.centre, light.radius, Look(fill=light), name="light"))
    if theme.metrics.depth > 0:
        ground.append(draw_floor(theme, width, height))
    else:
        ground += _pattern(theme.paint, width, height)
    return (Group(tuple(ground), name="background", hidden=True),)


def page_lights(paint: Paint, width: float, height: float) -> tuple[RadialGradient, ...]:
    """The gradients that lie over a page of that size.

    Where a light has its ground for itself its colours are opaque: translucent ones over large areas come out one or
    two grey levels apart in different renderers.
    """
    longer = max(width, height)
    found: list[RadialGradient] = []
    for i, light in enumerate(paint.lights, 1):
        centre, radius = (light.x * width, light.y * height), light.reach * longer
        alone = all(hypot(centre[0] - o.centre[0], centre[1] - o.centre[1]) >= radius + o.radius for o in found)
        found.append(RadialGradient(f"light-{i}", centre, radius, _banded(light, paint.background if alone else None)))
    return tuple(found)


def _banded(light: Light, ground: str | None) -> tuple[Stop, ...]:
    """A light in steps: a PNG holds rings of one colour in a third of what a smooth fading takes."""
    stops = []
    for band in range(_BANDS):
        opacity = light.opacity * (1 - (band + 0.5) / _BANDS)
        colour = light.colour if ground is None else mixed(ground, light.colour, opacity)
        shown = opacity if ground is None else 1.0
        stops += [Stop(band / _BANDS, colour, shown), Stop((band + 1) / _BANDS, colour, shown)]
    return tuple(stops)


def _pattern(paint: Paint, width: float, height: float) -> list[Node]:
    """The grid with its major lines, and the dots."""
    parts: list[Node] = []
    grid, dots = paint.grid, paint.dots
    if grid is not None:
        every = grid.major_every if grid.major is not None else 0
        fine = _net(grid.spacing, width, height, lambda i: not every or i % every > 0)
        parts.append(Path(fine, Look(stroke=grid.colour, width=grid.width), name="grid"))
        if grid.major is not None:
            strong = _net(grid.spacing, width, height, lambda i: i % every == 0)
            parts.append(Path(strong, Look(stroke=grid.major, width=grid.width), name="grid"))
    if dots is not None:
        # a line of dashes without length, whose round ends are the dots
        rows: list[Command] = []
        for i in range(1, int(height // dots.spacing) + 1):
            rows += [("M", dots.spacing / 2, (i - 0.5) * dots.spacing), ("L", width, (i - 0.5) * dots.spacing)]
        look = Look(stroke=dots.colour, width=2 * dots.radius, dash=(_POINT, dots.spacing - _POINT), round_ends=True)
        parts.append(Path(tuple(rows), look, name="dots"))
    return parts


def _net(spacing: float, width: float, height: float, wanted: Callable[[int], bool]) -> Commands:
    """Upright and level lines, those whose number is wanted, none along the page's edge.

    They are in the middle of a pixel, so that they are sharp.
    """
    lines: list[Command] = []
    for i in filter(wanted, range(1, int((width - _SHARP) // spacing) + 1)):
        lines += [("M", i * spacing + _SHARP, 0.0), ("L", i * spacing + _SHARP, height)]
    for i in filter(wanted, range(1, int((height - _SHARP) // spacing) + 1)):
        lines += [("M", 0.0, i * spacing + _SHARP), ("L", width, i * spacing + _SHARP)]
    return tuple(lines)
