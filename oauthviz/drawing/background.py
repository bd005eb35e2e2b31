"""The page: its colour and its grid."""

from __future__ import annotations

from oauthviz.core.geometry import Rect
from oauthviz.core.outlines import Command
from oauthviz.drawing.scene import Group, Look, Node, Path, Rectangle
from oauthviz.theme.model import Theme


def draw_background(theme: Theme, width: float, height: float, colour: str | None, own: bool) -> tuple[Node, ...]:
    """The page in `colour`; the theme's grid only on the theme's own background. Nothing where `colour` is None."""
    if colour is None:
        return ()
    page = Rectangle(Rect(0, 0, width, height), 0, Look(fill=colour), name="page")
    grid = theme.paint.grid
    if grid is None or not own:
        return (Group((page,), name="background", hidden=True),)
    lines: list[Command] = []
    for i in range(int(width // grid.spacing) + 1):
        lines += [("M", i * grid.spacing, 0.0), ("L", i * grid.spacing, height)]
    for i in range(int(height // grid.spacing) + 1):
        lines += [("M", 0.0, i * grid.spacing), ("L", width, i * grid.spacing)]
    net = Path(tuple(lines), Look(stroke=grid.colour, width=grid.width), name="grid")
    return (Group((page, net), name="background", hidden=True),)
