"""Boxes: frame, browser chrome, icon on its tile, name, role, number and flags; and their shadows."""

from __future__ import annotations

from oauthviz.core.geometry import Rect
from oauthviz.drawing.badge import draw_badge
from oauthviz.drawing.callout import draw_flag
from oauthviz.drawing.icons import draw_icon
from oauthviz.drawing.isometric import box_slab, draw_slab, is_solid
from oauthviz.drawing.isometric_colours import box_faces
from oauthviz.drawing.isometric_icons import draw_pedestal_icon
from oauthviz.drawing.scene import Group, Look, Node, Path, Rectangle
from oauthviz.drawing.sketch import ECHO_OPACITY, ECHO_SHIFT, ECHO_TURN, ECHO_WIDTH, turned
from oauthviz.drawing.surface import box_colour, draw_frame, draw_window
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import PlacedBox
from oauthviz.theme.icons import GRID, Icon, load_icon
from oauthviz.theme.model import Tone

# Shares of the tile's side: its radius, the icon on it, the icon where a cloud takes its place, where there is none.
_TILE_RADIUS = 0.27
_ICON_SHARE = 0.66
_CLOUD_ICON_SHARE = 0.74
_BARE_ICON_SHARE = 1.15

# Below this side an icon is drawn with the heavier stroke, lest it fade.
_SMALL_TILE = 40.0

# A hero's cloud: sides as multiples of the tile's, best first; the tile it needs; room to keep round it in px.
_CLOUD_FACTORS = (2.3, 2.1, 1.9)
_CLOUD_LEAST_TILE = 44.0
_CLOUD_SIDE_ROOM = 14.0
_CLOUD_TOP_ROOM = 12.0
_CLOUD_NAME_ROOM = 6.0
# Where the cloud icon's own outline begins and ends on its grid, and the icon's middle in it.
_CLOUD_BOUNDS = Rect(4.0, 10.9, 40.6, 28.1)
_CLOUD_MIDDLE = (24.1, 27.3)


def draw_shadows(boxes: tuple[PlacedBox, ...], pen: Pen) -> tuple[Node, ...]:
    """The soft shadow of every box as offset copies, in a layer below all lines."""
    paint, radius = pen.theme.paint, pen.theme.metrics.box_radius
    copies = tuple(
        Rectangle(
            box.rect.grown(-layer.inset, 0).moved(0, layer.dy),
            radius,
            Look(fill=paint.shadow_colour, fill_opacity=layer.opacity),
        )
        for box in boxes
        for layer in paint.shadow
    )
    return (Group(copies, name="shadows", hidden=True),) if copies else ()


def draw_box(box: PlacedBox, pen: Pen, in_cloud: bool) -> Group:
    """A box with everything that belongs to it. `in_cloud`: a cloud already lies round it, so its icon gets none."""
    paint = pen.theme.paint
    tone = paint.box_tone(box.kinds)
    solid = is_solid(pen)
    fill = box_faces(pen.theme, tone, box.hero).front if solid else box_colour(box, tone, paint)
    parts: list[Node] = [*(draw_slab if solid else draw_frame)(box, tone, pen)]
    if box.window > 0:
        radius = 0.0 if solid else pen.theme.metrics.box_radius
        chrome = draw_window(box, box_slab(box, pen).front, radius, tone, pen)
        parts.append(Group(tuple(chrome), name="window", hidden=True))
    cloud = _cloud(box) if paint.tile.hero_cloud and not in_cloud and not solid else None
    if cloud is not None:
        parts.append(_silhouette(cloud, paint.cloud.hero))
    parts.append(draw_pedestal_icon(box, tone, pen) if solid else _icon(box, tone, pen, bare=cloud is not None))
    parts.append(pen.text(box.name, paint.text))
    if box.role is not None and box.role.lines:
        parts.append(pen.text(box.role, paint.secondary))
    if box.number is not None:
        inside = box.rect.contains(box.number.rect())
        parts += draw_badge(box.number, tone, pen, fill if inside else pen.background)
    parts += [draw_flag(flag, tone, pen) for flag in box.flags]
    label = box.name.text if box.role is None else f"{box.name.text}: {box.role.text}"
    data = (("id", box.id), ("kind", " ".join(box.kinds)), ("zone", box.group or ""))
    if box.link:
        linked = Group(tuple(parts), href=box.link, label=label)
        return Group((linked,), name="box", id=f"box-{box.id}", data=data)
    return Group(tuple(parts), name="box", id=f"box-{box.id}", data=data, label=label)


def _icon(box: PlacedBox, tone: Tone, pen: Pen, bare: bool) -> Group:
    paint = pen.theme.paint
    tile = box.tile
    side = min(tile.w, tile.h)
    style = paint.tile.style
    size = side * (_CLOUD_ICON_SHARE if bare else _BARE_ICON_SHARE if style == "bare" else _ICON_SHARE)
    spot = Rect(tile.cx - size / 2, tile.cy - size / 2, size, size)
    stroke = paint.strokes.icon_small if side < _SMALL_TILE else paint.strokes.icon
    shape = draw_icon(pen.icons.get(box.icon), spot, tone.icon, paint, stroke)
    under: tuple[Node, ...] = ()
    if not bare and style != "bare":
        look = Look(fill=tone.tile)
        if style == "outline":
            look = Look(fill=tone.tile, stroke=tone.line, stroke_opacity=paint.tile.outline_opacity)
        under = (Rectangle(tile, side * _TILE_RADIUS, look, name="tile"),)
    echo = _echo(pen.icons.get(box.icon), spot, tone.icon) if paint.sketch is not None else ()
    return Group((*under, *echo, shape), name="icon", data=(("icon", box.icon),), hidden=True)


def _echo(icon: Icon, spot: Rect, colour: str) -> tuple[Node, ...]:
    """The outlines of an icon once more, thin, faint and a little askew, as a hand retraces them."""
    look = Look(stroke=colour, width=ECHO_WIDTH, stroke_opacity=ECHO_OPACITY, round_ends=True)
    strokes = (shape.commands for shape in icon.shapes if shape.paint == "stroke")
    parts = tuple(Path(turned(commands, ECHO_TURN, (GRID / 2, GRID / 2)), look) for commands in strokes)
    at = (spot.x + ECHO_SHIFT[0], spot.y + ECHO_SHIFT[1])
    return (Group(parts, at=at, scale=spot.w / GRID),) if parts else ()


def _cloud(box: PlacedBox) -> tuple[float, float, float] | None:
    """Corner and scale of the cloud behind a hero's icon, or None where the box has no room for one."""
    side = min(box.tile.w, box.tile.h)
    if not box.hero or box.anatomy != "tall" or side < _CLOUD_LEAST_TILE or not box.name.lines:
        return None
    name_top = box.name.line_rects()[0].y
    for factor in _CLOUD_FACTORS:
        scale = factor * side / 48
        x, y = box.tile.cx - _CLOUD_MIDDLE[0] * scale, box.tile.cy - _CLOUD_MIDDLE[1] * scale
        left, top = x + _CLOUD_BOUNDS.x * scale, y + _CLOUD_BOUNDS.y * scale
        right, bottom = x + _CLOUD_BOUNDS.right * scale, y + _CLOUD_BOUNDS.bottom * scale
        if (
            left >= box.rect.x + _CLOUD_SIDE_ROOM
            and right <= box.rect.right - _CLOUD_SIDE_ROOM
            and top >= box.rect.y + box.window + _CLOUD_TOP_ROOM
            and bottom <= name_top - _CLOUD_NAME_ROOM
        ):
            return x, y, scale
    return None


def _silhouette(cloud: tuple[float, float, float], fill: str) -> Group:
    x, y, scale = cloud
    shapes = tuple(Path(s.commands, Look(fill=fill)) for s in load_icon("cloud").shapes if s.paint == "tint")
    return Group(shapes, name="icon-cloud", at=(x, y), scale=scale, hidden=True)
