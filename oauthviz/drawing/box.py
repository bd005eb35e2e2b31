"""Boxes: frame, browser chrome, icon on its tile, name, role, number and flags; and their shadows."""

from __future__ import annotations

from oauthviz.core.geometry import Rect
from oauthviz.core.outlines import Command
from oauthviz.drawing.badge import draw_badge
from oauthviz.drawing.callout import draw_flag
from oauthviz.drawing.icons import draw_icon
from oauthviz.drawing.scene import Circle, Group, Look, Node, Path, Rectangle
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import PlacedBox
from oauthviz.theme.icons import load_icon
from oauthviz.theme.model import Tone

# Shares of the tile's side: its radius, the icon on it, the icon where a cloud takes the tile's place.
_TILE_RADIUS = 0.27
_ICON_SHARE = 0.66
_CLOUD_ICON_SHARE = 0.74

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

# Browser chrome at a strip of 34 px: dots and address pill; all scale with the strip.
_STRIP = 34.0
_DOT_X = (20.0, 35.0, 50.0)
_DOT_OPACITY = (0.9, 0.6, 0.35)
_ADDRESS_FROM, _ADDRESS_TO, _ADDRESS_HEIGHT = 68.0, 16.0, 15.0


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
    fill = paint.hero_surface if box.hero else tone.box_fill
    look = Look(fill=fill, stroke=tone.box_outline, width=paint.strokes.box)
    parts: list[Node] = [Rectangle(box.rect, pen.theme.metrics.box_radius, look, name="box-frame")]
    if box.window > 0:
        parts.append(_window(box, tone, pen))
    cloud = None if in_cloud else _cloud(box)
    if cloud is not None:
        parts.append(_silhouette(cloud, paint.cloud.hero))
    parts.append(_icon(box, tone, pen, bare=cloud is not None))
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
    size = side * (_CLOUD_ICON_SHARE if bare else _ICON_SHARE)
    spot = Rect(tile.cx - size / 2, tile.cy - size / 2, size, size)
    stroke = paint.strokes.icon_small if side < _SMALL_TILE else paint.strokes.icon
    shape = draw_icon(box.icon, spot, tone.icon, paint, stroke)
    under = () if bare else (Rectangle(tile, side * _TILE_RADIUS, Look(fill=tone.tile), name="tile"),)
    return Group((*under, shape), name="icon", data=(("icon", box.icon),), hidden=True)


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


def _window(box: PlacedBox, tone: Tone, pen: Pen) -> Group:
    """Browser chrome: a strip in the tile's colour with three dots and an address pill."""
    rect, s = box.rect, box.window / _STRIP
    inset = pen.theme.paint.strokes.box / 2
    r = max(pen.theme.metrics.box_radius - inset, 0.0)
    left, right, top, bottom = rect.x + inset, rect.right - inset, rect.y + inset, rect.y + box.window
    strip: tuple[Command, ...] = (
        ("M", left, bottom),
        ("L", left, top + r),
        ("A", r, r, 0.0, 0.0, 1.0, left + r, top),
        ("L", right - r, top),
        ("A", r, r, 0.0, 0.0, 1.0, right, top + r),
        ("L", right, bottom),
        ("Z",),
    )
    middle = rect.y + box.window / 2 + 0.5 * s
    rule: tuple[Command, ...] = (("M", rect.x, bottom), ("L", rect.right, bottom))
    parts: list[Node] = [
        Path(strip, Look(fill=tone.tile)),
        Path(rule, Look(stroke=tone.box_outline, width=pen.theme.paint.strokes.box - 0.2)),
    ]
    for x, opacity in zip(_DOT_X, _DOT_OPACITY, strict=True):
        parts.append(Circle(rect.x + x * s, middle, 4 * s, Look(fill=tone.line, fill_opacity=opacity)))
    start, height = rect.x + _ADDRESS_FROM * s, _ADDRESS_HEIGHT * s
    width = rect.right - _ADDRESS_TO * s - start
    if width > 2 * height:
        address = Rect(start, middle - height / 2, width, height)
        parts.append(Rectangle(address, height / 2, Look(fill=pen.theme.paint.surface)))
    return Group(tuple(parts), name="window", hidden=True)
