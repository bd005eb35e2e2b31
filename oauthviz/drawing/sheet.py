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
from oauthviz.theme.model import Theme

# Columns, a cell's sides, the two sizes that an icon is shown in, the margin and the name's place in the cell, in px.
_COLUMNS = 5
_CELL_W, _CELL_H = 190.0, 190.0
_LARGE, _SMALL, _SMALL_X = 96.0, 24.0, 118.0
_MARGIN = 48.0
_NAME_Y, _NAME_SIZE = 132.0, 14.0


def draw_sheet(names: Sequence[str], theme: Theme, typesetter: Typesetting) -> Scene:
    """The icons of those names in rows of five, each large and small, by turns in the tones of the theme's arrows.

    Raises SpecError for a name that no icon has.
    """
    pen = Pen(theme, typesetter, theme.paint.background, dense=False)
    width = 2 * _MARGIN + _COLUMNS * _CELL_W
    height = 2 * _MARGIN + -(-len(names) // _COLUMNS) * _CELL_H
    tones = [theme.paint.tones[name].icon for name in sorted(theme.paint.tones)]
    style = theme.metrics.style("box-role", _NAME_SIZE)
    parts: list[Node] = [*draw_background(theme, width, height, theme.paint.background, own=False)]
    for i, name in enumerate(names):
        x, y = _MARGIN + i % _COLUMNS * _CELL_W, _MARGIN + i // _COLUMNS * _CELL_H
        colour = tones[i % len(tones)]
        large, small = Rect(x, y, _LARGE, _LARGE), Rect(x + _SMALL_X, y + _LARGE - _SMALL, _SMALL, _SMALL)
        line = PlacedLine(name, x, y + _NAME_Y, typesetter.shape(name, style).width)
        entry = (
            draw_icon(name, large, colour, theme.paint, theme.paint.strokes.icon),
            draw_icon(name, small, colour, theme.paint, theme.paint.strokes.icon_small),
            pen.text(TextBlock("icon-name", name, style, (line,)), theme.paint.text),
        )
        parts.append(Group(entry, name="icon", data=(("icon", name),)))
    drawn = tuple(parts)
    return Scene(width, height, "Icons", ", ".join(names), "en", drawn, outlines_of(drawn, typesetter))
