"""Zones, boundaries and clouds: the frames that lie under boxes."""

from __future__ import annotations

from oauthviz.core.outlines import cloud_outline
from oauthviz.drawing.icons import draw_icon
from oauthviz.drawing.scene import Group, Look, Node, Path, Rectangle
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import PlacedGroup

# The cloud's shadow: an offset copy of its outline, as faint as a box's.
_CLOUD_SHADOW = (2.0, 5.0)
_CLOUD_SHADOW_OPACITY = 0.03


def draw_group(group: PlacedGroup, pen: Pen) -> Group:
    """A zone or a boundary with its heading."""
    paint = pen.theme.paint
    zone = group.shape == "zone"
    frame = paint.zone if zone else paint.boundary
    tone = paint.tones[frame.tone]
    kind = "zone" if zone else "boundary"
    ink = tone.text
    parts: list[Node] = []
    if group.shape == "cloud":
        ink = paint.cloud.text
        outline = cloud_outline(group.rect)
        if paint.shadow:
            dark = Look(fill=paint.shadow_colour, fill_opacity=_CLOUD_SHADOW_OPACITY)
            parts.append(Group((Path(outline, dark),), name="shadow", at=_CLOUD_SHADOW, hidden=True))
        look = Look(fill=paint.cloud.fill, stroke=paint.cloud.outline, width=paint.cloud.width)
        parts.append(Path(outline, look, name="boundary-frame"))
    else:
        look = Look(
            fill=tone.line,
            fill_opacity=frame.fill_opacity,
            stroke=tone.line,
            width=frame.width,
            dash=frame.dash,
        )
        parts.append(Rectangle(group.rect, frame.radius, look, name=f"{kind}-frame"))
    if group.icon is not None and group.icon_rect is not None:
        parts.append(draw_icon(group.icon, group.icon_rect, ink, paint, paint.strokes.icon_small))
    if group.name is not None and group.name.lines:
        parts.append(pen.text(group.name, ink))
    label = group.name.text if group.name is not None else None
    data = (("id", group.id), ("members", " ".join(group.members)))
    return Group(tuple(parts), name=kind, id=f"{kind}-{group.id}", data=data, label=label)
