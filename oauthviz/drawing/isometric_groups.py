"""Zones and clouds in the isometric projection: quiet slabs, and clouds with a rim."""

from __future__ import annotations

from math import floor

from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.core.outlines import cloud_inner, cloud_outline
from oauthviz.core.slab import SLOPE, Slab
from oauthviz.drawing.backdrop import faded_page
from oauthviz.drawing.ink import mixed
from oauthviz.drawing.isometric import box_depth, corners, inner_width, polygon, slab_edges
from oauthviz.drawing.isometric_colours import zone_colours
from oauthviz.drawing.scene import Look, Node, Path
from oauthviz.drawing.sketch import sampled, sketched_outline
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import Layout, PlacedGroup
from oauthviz.theme.model import Tone

# A zone's depth in depths of a box, and as a share of the room beside its boxes; px that its name keeps from its top
# face.
_ZONE_DEPTH = 0.9
_ZONE_ROOM = 0.65
_NAME_CLEAR = 3.0

# How much of its outline's colour a cloud's rim takes; depths of a cloud that are tried.
_RIM = 0.5
_CLOUD_STEPS = 10


def draw_group_slab(group: PlacedGroup, layout: Layout, tone: Tone, pen: Pen) -> tuple[Node, ...]:
    """The body of a zone or a cloud, as deep as its place in the layout allows; nothing of a dashed rectangle."""
    if group.shape == "zone":
        return _zone(group, _zone_depth(group, layout, box_depth(pen)), tone, pen)
    if group.shape == "cloud":
        return _cloud(group, _cloud_depth(group, layout, box_depth(pen)), pen)
    return ()


def _zone(group: PlacedGroup, depth: float, tone: Tone, pen: Pen) -> tuple[Node, ...]:
    """Quiet faces with solid edges; the front is as thin a tint as in the flat projection."""
    slab, frame = Slab(group.rect, depth), pen.theme.paint.zone
    page = pen.background or pen.theme.paint.background
    top, side, edge, inner_edge = zone_colours(pen.theme, page, tone.line)
    outline = Look(stroke=edge, width=frame.width, round_ends=True)
    inner = Look(stroke=inner_edge, width=inner_width(frame.width), round_ends=True)
    front = polygon(corners(slab.front))
    return (
        *(Path(front, look) for look in faded_page(frame, pen.background)),
        Path(front, Look(fill=tone.line, fill_opacity=frame.fill_opacity), name="face-front"),
        Path(polygon(slab.top), Look(fill=top), name="face-top"),
        Path(polygon(slab.side), Look(fill=side), name="face-side"),
        *slab_edges(slab, "zone-frame", f"zone/{group.id}", outline, inner, pen),
    )


def _zone_depth(group: PlacedGroup, layout: Layout, most: float) -> float:
    """How deep a zone can be without its right face meeting what stands in it, nor its top face its name."""
    rect = group.rect
    inside = [box.rect for box in layout.boxes if box.id in group.members]
    inside += [g.rect for g in layout.groups if set(g.members) < set(group.members)]
    room = min((rect.right - r.right for r in inside), default=rect.w)
    tops = [r.y for r in inside] + ([group.name.line_rects()[0].y] if group.name and group.name.lines else [])
    rise = min(tops, default=rect.bottom) - rect.y - _NAME_CLEAR
    return max(0.0, floor(4 * min(_ZONE_DEPTH * most, _ZONE_ROOM * room, rise / SLOPE)) / 4)


def _cloud(group: PlacedGroup, depth: float, pen: Pen) -> tuple[Node, ...]:
    """A cloud with a rim at its top and right."""
    cloud, sketch = pen.theme.paint.cloud, pen.theme.paint.sketch
    back, front = cloud_outline(group.rect), cloud_outline(Slab(group.rect, depth).front)
    rim, fill = Look(fill=mixed(cloud.fill, cloud.outline, _RIM)), Look(fill=cloud.fill)
    stroke = Look(stroke=cloud.outline, width=cloud.width, round_ends=True)
    inner = replace(stroke, width=inner_width(cloud.width))
    if sketch is None:
        return (
            Path(back, replace(stroke, fill=rim.fill), name="boundary-frame"),
            Path(front, replace(inner, fill=fill.fill), name="face-front"),
        )
    return (
        Path(back, rim, name="boundary-frame"),
        *sketched_outline(sampled(back, sketch.step)[:-1], f"cloud/{group.id}", sketch, stroke, second=False),
        Path(front, fill, name="face-front"),
        *sketched_outline(sampled(front, sketch.step)[:-1], f"cloud/{group.id}/front", sketch, inner),
    )


def _cloud_depth(group: PlacedGroup, layout: Layout, most: float) -> float:
    """The largest depth, in some steps, that leaves a cloud's boxes on its front."""
    inside: list[Rect] = [box.rect for box in layout.boxes if box.id in group.members]
    for step in range(_CLOUD_STEPS, 0, -1):
        depth = most * step / _CLOUD_STEPS
        if all(cloud_inner(Slab(group.rect, depth).front).contains(rect, 1.0) for rect in inside):
            return depth
    return 0.0
