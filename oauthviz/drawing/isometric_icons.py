"""An icon upright on a pedestal: a 2:1 rhombus with two sides, a lit rhombus on it, and a beam in tall boxes."""

from __future__ import annotations

from oauthviz.core.geometry import Polyline, Rect
from oauthviz.drawing.icons import paint_icon
from oauthviz.drawing.ink import LinearGradient, Stop
from oauthviz.drawing.isometric import box_slab, polygon
from oauthviz.drawing.isometric_colours import box_faces, is_dark, plinth_colours
from oauthviz.drawing.scene import Group, Look, Node, Path
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import PlacedBox
from oauthviz.theme.model import Tone

# Shares of the tile's side: the pedestal's width beside a name and over one, its thickness, the inlay, the icon.
_WIDE, _WIDE_TALL = 1.14, 1.42
_THICK = 0.14
_INLAY = 0.62
_ICON, _ICON_TALL = 0.68, 0.70

# The icon stands on the middle of its pedestal, sunk by a share of its size.
_SUNK = 0.08

# The shares of the room over the tile and of the face's width that a pedestal may take.
_FREE_SHARE, _WIDE_SHARE = 0.4, 0.84

# The halo that parts an icon from its pedestal, in units of its grid; how solid the icon's tinted parts are.
_HALO = 6.2
_TINT = 0.34

# How strong a beam is along its way. Most of it stays low: above, a palette would draw its last levels as steps.
_BEAM = ((0.0, 0.26), (0.35, 0.1), (0.65, 0.02), (0.8, 0.0))

# Below this side an icon is drawn with the heavier stroke, lest it fade.
_SMALL_TILE = 40.0


def draw_pedestal_icon(box: PlacedBox, tone: Tone, pen: Pen) -> Group:
    """The icon of a box in its tile's place, on a pedestal in the box's tone."""
    tall = box.anatomy == "tall"
    tile = box.tile
    side = min(tile.w, tile.h) * (_shrink(box, pen) if tall else 1.0)
    wide = side * (_WIDE_TALL if tall else _WIDE)
    thick = side * _THICK
    size = side * (_ICON_TALL if tall else _ICON)
    above, below = size * (1 - _SUNK), wide / 4 + thick
    # in a tall box it stands on the tile's lower edge, beside a name in the middle of the tile
    middle = tile.bottom - below if tall else tile.cy + (above - below) / 2
    colours = plinth_colours(pen.theme, tone, box_faces(pen.theme, tone, box.hero).front)
    # beside a name the pedestal stands on the texts' left edge, and reaches a little into the gap on its right
    cx = tile.cx if tall else tile.x + wide / 2
    top = _rhombus(cx, middle, wide)
    left, right, bottom = top[3], top[1], top[2]
    edge = Look(fill=colours.top, stroke=tone.line, width=1.0, round_ends=True)
    parts: list[Node] = [
        Path(polygon((left, bottom, _down(bottom, thick), _down(left, thick))), Look(fill=colours.left), name="tile"),
        Path(
            polygon((bottom, right, _down(right, thick), _down(bottom, thick))), Look(fill=colours.right), name="tile"
        ),
        Path(polygon(top), edge, name="tile"),
    ]
    inlay = _rhombus(cx, middle, wide * _INLAY)
    parts.append(
        Path(polygon(inlay), Look(fill=colours.inlay, stroke=tone.line, width=0.8, stroke_opacity=0.6), name="tile")
    )
    spot = Rect(cx - size / 2, middle - above, size, size)
    if tall and is_dark(pen.theme.paint):
        parts.append(_beam(box, inlay, spot, tone))
    parts += _icon(box, spot, tone, pen, colours.halo, side)
    return Group(tuple(parts), name="icon", data=(("icon", box.icon),), hidden=True)


def _shrink(box: PlacedBox, pen: Pen) -> float:
    """How much smaller than usual a tall box's icon and pedestal are, so that they keep from the face's edges.

    They are wider than the tile, and higher by what is often free above it.
    """
    front = box_slab(box, pen).front
    free = box.tile.y - front.y - box.window
    height = _ICON_TALL * (1 - _SUNK) + _WIDE_TALL / 4 + _THICK
    low = (1 + max(0.0, _FREE_SHARE * free / box.tile.h)) / height
    return min(1.0, low, _WIDE_SHARE * front.w / (_WIDE_TALL * box.tile.w))


def _beam(box: PlacedBox, inlay: Polyline, spot: Rect, tone: Tone) -> Path:
    """Light from the inlay upwards, fainter with height, that closes behind the icon: no corner of it shows."""
    _, right, bottom, left = inlay
    outline = (left, (spot.cx, spot.y), right, bottom)
    stops = tuple(Stop(at, tone.line, opacity) for at, opacity in _BEAM)
    light = LinearGradient(f"beam-{box.id}", (spot.cx, bottom[1]), (spot.cx, spot.y), stops)
    return Path(polygon(outline), Look(fill=light), name="tile")


def _icon(box: PlacedBox, spot: Rect, tone: Tone, pen: Pen, halo: str, side: float) -> tuple[Node, ...]:
    """The icon, and under it the same shapes broader and filled in the colour of the face behind.

    An icon is seen through nowhere: lines of the pedestal inside an outline read as strokes of the icon.
    """
    strokes, icon = pen.theme.paint.strokes, pen.icons.get(box.icon)
    drawn = paint_icon(icon, spot, tone.icon, _TINT, strokes.icon_small if side < _SMALL_TILE else strokes.icon)
    body = Look(fill=halo, stroke=halo, width=_HALO, round_ends=True)
    under = tuple(Path(shape.commands, body, name="tile") for shape in icon.shapes)
    return Group(under, at=drawn.at, scale=drawn.scale), drawn


def _rhombus(cx: float, cy: float, wide: float) -> Polyline:
    """A rhombus twice as wide as high, clockwise from its top corner."""
    return ((cx, cy - wide / 4), (cx + wide / 2, cy), (cx, cy + wide / 4), (cx - wide / 2, cy))


def _down(point: tuple[float, float], by: float) -> tuple[float, float]:
    return point[0], point[1] + by
