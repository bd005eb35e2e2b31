"""A sheet of icons with their names, to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from oauthviz.core.geometry import Rect
from oauthviz.drawing.background import draw_background
from oauthviz.drawing.compose import outlines_of
from oauthviz.drawing.icons import draw_icon
from oauthviz.drawing.scene import Group, Node, Scene
from oauthviz.drawing.text import Pen, Typesetting
from oauthviz.layout.model import PlacedLine, TextBlock
from oauthviz.theme.icons import Icon
from oauthviz.theme.model import Theme

# Icons in a row, the sizes that each is shown in unless one is asked for, and distances, in px.
_COLUMNS = 8
_LARGE, _SMALL = 72.0, 20.0
_GAP, _COLUMN_GAP = 12.0, 28.0
_MARGIN = 40.0
_NAME_DROP, _NAME_SIZE, _NAME_ROOM = 20.0, 12.0, 104.0
# Up to this size an icon is drawn with the heavier stroke, lest it fade.
_SMALL_SIDE = 26.0


def draw_sheet(
    icons: Sequence[Icon], theme: Theme, typesetter: Typesetting, *, size: float | None = None, names: bool = True
) -> Scene:
    """The icons in rows of eight, by turns in the tones of the theme's arrows.

    Each is drawn large and small, or once with sides of `size` px; with its name below unless `names` is off.
    """
    pen = Pen(theme, typesetter, theme.paint.background, dense=False)
    sides = (_LARGE, _SMALL) if size is None else (size,)
    room = sum(sides) + _GAP * (len(sides) - 1)
    cell_w = max(room, _NAME_ROOM if names else 0.0) + _COLUMN_GAP
    cell_h = max(sides) + (_NAME_DROP if names else 0.0) + _COLUMN_GAP
    columns, rows = min(_COLUMNS, max(len(icons), 1)), -(-len(icons) // _COLUMNS)
    width = 2 * _MARGIN + columns * cell_w - _COLUMN_GAP
    height = 2 * _MARGIN + rows * cell_h - _COLUMN_GAP
    tones = [theme.paint.tones[name].icon for name in sorted(theme.paint.tones)]
    parts: list[Node] = [*draw_background(theme, width, height, theme.paint.background, own=False)]
    for i, icon in enumerate(icons):
        x, y = _MARGIN + i % _COLUMNS * cell_w, _MARGIN + i // _COLUMNS * cell_h
        entry: list[Node] = _drawn(icon, sides, x, y, tones[i % len(tones)], theme)
        if names:
            entry.append(_name(icon.name, x, y + max(sides) + _NAME_DROP, pen))
        parts.append(Group(tuple(entry), name="icon", data=(("icon", icon.name),)))
    drawn = tuple(parts)
    title = ", ".join(icon.name for icon in icons)
    return Scene(width, height, "Icons", title, "en", drawn, outlines_of(drawn, typesetter))


def _drawn(icon: Icon, sides: Sequence[float], x: float, y: float, colour: str, theme: Theme) -> list[Node]:
    """The icon in each size from left to right, all standing on one line."""
    strokes = theme.paint.strokes
    out: list[Node] = []
    for side in sides:
        spot = Rect(x, y + max(sides) - side, side, side)
        stroke = strokes.icon_small if side <= _SMALL_SIDE else strokes.icon
        out.append(draw_icon(icon, spot, colour, theme.paint, stroke))
        x += side + _GAP
    return out


def _name(name: str, x: float, baseline: float, pen: Pen) -> Group:
    style = pen.theme.metrics.style("box-role", _NAME_SIZE)
    line = PlacedLine(name, x, baseline, pen.typesetter.shape(name, style).width)
    return pen.text(TextBlock("icon-name", name, style, (line,)), pen.theme.paint.text)
