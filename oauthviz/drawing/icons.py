"""Icons in the tone of what they stand for."""

from __future__ import annotations

from oauthviz.core.geometry import Rect
from oauthviz.drawing.scene import Group, Look, Path
from oauthviz.theme.icons import GRID, Icon, IconShape, load_icon
from oauthviz.theme.model import Paint


def draw_icon(icon: Icon | str, rect: Rect, colour: str, paint: Paint, stroke: float) -> Group:
    """An icon, or the shipped one of that name, over `rect` (a square), `stroke` units of its own grid wide."""
    return paint_icon(load_icon(icon) if isinstance(icon, str) else icon, rect, colour, paint.icon_tint, stroke)


def paint_icon(icon: Icon, rect: Rect, colour: str, tint: float, stroke: float) -> Group:
    """A parsed icon over `rect` (a square) in one colour."""
    scale = min(rect.w, rect.h) / GRID
    parts = tuple(Path(shape.commands, _look(shape, colour, tint, stroke)) for shape in icon.shapes)
    at = (rect.cx - scale * GRID / 2, rect.cy - scale * GRID / 2)
    return Group(parts, name="icon-shape", at=at, scale=scale)


def _look(shape: IconShape, colour: str, tint: float, stroke: float) -> Look:
    if shape.paint == "tint":
        return Look(fill=colour, fill_opacity=tint)
    if shape.paint == "solid":
        return Look(fill=colour)
    return Look(stroke=colour, width=stroke, round_ends=True)
