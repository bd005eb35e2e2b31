"""Boxes: icon, name, role and flags set inside a frame (design system, section 3)."""

from __future__ import annotations

from math import inf

from oauthviz.core.geometry import Polyline, Rect
from oauthviz.core.numbers import snap
from oauthviz.core.slab import Slab
from oauthviz.layout.model import Badge, Flag, PlacedBox, TextBlock
from oauthviz.layout.scale import LEAST_PAD
from oauthviz.layout.sizing import BoxText, Sized
from oauthviz.layout.typeset import set_block, set_centred
from oauthviz.text.model import Break

WINDOW_FROM = 230.0
"""A user agent's box shows its browser chrome from this height on."""
BAR_CLEAR = 4.0
"""px that the ports of such a box keep below the chrome's bar."""

_Set = tuple[Rect, TextBlock, TextBlock | None, float]
"""The icon's tile, the name, the role, and where the last of them ends."""


def place_box(sized: Sized, box: int, rect: Rect, port: float = inf) -> PlacedBox:
    """Set one box into its final frame. The frame is at least as large as its `BoxText` asked for.

    Where boxes are slabs, everything stands in the front face. `port` is the y of the highest port on its sides: no
    arrow leaves a browser by the bar of its window.
    """
    node = sized.problem.diagram.nodes[box]
    scale = sized.scale
    grow = scale.grow
    face = Slab(rect, scale.depth).front
    text = sized.box_text(box, rect.w - 2 * scale.pad)
    window = 0.0
    strip = sized.metrics.window_strip
    high = rect.h >= WINDOW_FROM * grow and text.tall_height + strip + 40 * grow <= rect.h
    if node.window and high and port > face.y + strip + BAR_CLEAR:
        window = strip
    tall = text.is_tall(rect.h)
    number = None
    inset = 0.0
    if node.number:
        radius = sized.badge_radius(node.number)
        cx, cy = face.right - scale.pad * 0.7 - radius, face.y + window + scale.pad * 0.7 + radius
        number = Badge(set_centred(sized.measurer, "step", node.number, sized.step_style, cx, cy), cx, cy, radius)
        inset = 2 * scale.badge - scale.pad / 2
    lean = _lean(sized, box, text, face.w, tall)
    body = Rect(face.x + lean, face.y + window + inset, face.w, face.h - window - inset)
    tile, name, role, end = (_tall if tall else _compact)(sized, box, rect, body)
    return PlacedBox(
        node.id,
        node.kinds,
        node.group,
        rect,
        "tall" if tall else "compact",
        node.icon,
        tile,
        name,
        role,
        number,
        _flags(sized, box, body, end, tall),
        node.hero,
        window,
        node.link,
    )


def _lean(sized: Sized, box: int, text: BoxText, width: float, tall: bool) -> float:
    """How far a slab's texts move to the right: ports stand on its front's left edge, and none on the right one.

    That gives the left padding back what the depth took from it, as far as the texts leave room. Centred texts move
    only where they fill the front, and never by more than a hair.
    """
    scale = sized.scale
    if scale.depth == 0:
        return 0.0
    flags = [sized.flag_width(flag) for flag in sized.node_flags[box]]
    if tall:
        free = (width - max(text.name.width, text.role.width, *flags)) / 2
        return max(0.0, min(LEAST_PAD * scale.grow - free, free / 4))
    used = max(scale.tile + scale.beside + text.compact_name.width, text.role.width, *flags)
    room = (width - 2 * scale.pad - used) / 2
    return min(scale.depth / 2, max(room, min(scale.depth, scale.pad) / 4))


def _flags(sized: Sized, box: int, body: Rect, top: float, centred: bool) -> tuple[Flag, ...]:
    node = sized.problem.diagram.nodes[box]
    scale = sized.scale
    gap = 6 * scale.grow
    flags = []
    for text, broken in zip(node.callouts, sized.node_flags[box], strict=True):
        width, height = sized.flag_width(broken), sized.flag_height(broken)
        x = body.cx - width / 2 if centred else body.x + scale.pad
        flags.append(make_flag(sized, text, broken, node.id, Rect(snap(x), snap(top + gap), width, height)))
        top += height + gap
    return tuple(flags)


def make_flag(sized: Sized, text: str, broken: Break, on: str, rect: Rect, stem: Polyline | None = None) -> Flag:
    """A callout's frame with its icon and text."""
    style, scale, icon = sized.flag_style, sized.scale, sized.scale.flag_icon
    left = rect.x + scale.flag_pad
    start = left + icon + scale.flag_gap
    top = rect.cy - len(broken.lines) * style.line_height / 2
    block = set_block(sized.measurer, "callout", text, broken.lines, style, start, top)
    return Flag(block, rect, Rect(snap(left), snap(rect.cy - icon / 2), icon, icon), on, stem)


def _tall(sized: Sized, box: int, rect: Rect, body: Rect) -> _Set:
    node = sized.problem.diagram.nodes[box]
    scale = sized.scale
    measure = sized.measurer
    text = sized.box_text(box, rect.w - 2 * scale.pad)
    name_height = len(text.name.lines) * sized.name_style.line_height
    role_height = len(text.role.lines) * sized.role_style.line_height
    grow = scale.grow
    below = 4 * grow
    flags_height = sum(sized.flag_height(flag) + 6 * grow for flag in sized.node_flags[box])
    rest = name_height + (below + role_height if text.role.lines else 0.0) + flags_height
    wanted = grow * (50.0 if rect.h < 200 * grow else 60.0 if rect.h < 300 * grow else 74.0)
    free = body.h - rest - 1.6 * scale.pad
    gap = 12.0 * grow if rect.h >= 170 * grow and free >= 60.0 * grow else scale.tall_gap
    tile = max(30.0 * grow, min(wanted, free - gap, body.w - 2 * scale.pad))
    top = body.y + (body.h - tile - gap - rest) / 2
    name_top = top + tile + gap
    name = set_block(measure, "box-name", node.name, text.name.lines, sized.name_style, body.cx, name_top, "middle")
    y = name_top + name_height
    role = None
    if text.role.lines:
        role = set_block(
            measure, "box-role", node.role, text.role.lines, sized.role_style, body.cx, y + below, "middle"
        )
        y += below + role_height
    return Rect(snap(body.cx - tile / 2), snap(top), snap(tile), snap(tile)), name, role, y


def _compact(sized: Sized, box: int, rect: Rect, body: Rect) -> _Set:
    node = sized.problem.diagram.nodes[box]
    scale = sized.scale
    measure = sized.measurer
    text = sized.box_text(box, rect.w - 2 * scale.pad)
    name_height = len(text.compact_name.lines) * sized.name_style.line_height
    head = max(scale.tile, name_height)
    role_height = len(text.role.lines) * sized.role_style.line_height
    below = 8 * scale.grow
    flags_height = sum(sized.flag_height(flag) + 6 * scale.grow for flag in sized.node_flags[box])
    total = head + (below + role_height if text.role.lines else 0.0) + flags_height
    top = body.y + (body.h - total) / 2
    x = body.x + scale.pad
    name = set_block(
        measure,
        "box-name",
        node.name,
        text.compact_name.lines,
        sized.name_style,
        x + scale.tile + scale.beside,
        top + (head - name_height) / 2,
    )
    y = top + head
    role = None
    if text.role.lines:
        role = set_block(measure, "box-role", node.role, text.role.lines, sized.role_style, x, y + below)
        y += below + role_height
    return Rect(snap(x), snap(top + (head - scale.tile) / 2), scale.tile, scale.tile), name, role, y
