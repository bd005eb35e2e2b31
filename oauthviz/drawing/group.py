"""Zones, boundaries and clouds: the frames that lie under boxes."""

from __future__ import annotations

from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.core.outlines import Commands, cloud_outline, rectangle_outline
from oauthviz.drawing.backdrop import faded_page
from oauthviz.drawing.frame_heading import heading
from oauthviz.drawing.icons import draw_icon
from oauthviz.drawing.isometric import is_solid
from oauthviz.drawing.marker import draw_swipe
from oauthviz.drawing.scene import Group, Look, Node, Path, Rectangle
from oauthviz.drawing.sketch import Hand, rectangle_points, sampled, sketched_outline
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import PlacedArrow, PlacedGroup, TextBlock
from oauthviz.theme.model import Frame, Tone

# The cloud's shadow: an offset copy of its outline, as faint as a box's.
_CLOUD_SHADOW = (2.0, 5.0)
_CLOUD_SHADOW_OPACITY = 0.03
# px between a heading and the ends of the border that it interrupts.
_OPENING_AIR = 10.0


def draw_group(
    group: PlacedGroup, tone: Tone, pen: Pen, arrows: tuple[PlacedArrow, ...] = (), solid: tuple[Node, ...] = ()
) -> Group:
    """A zone or a boundary in its tone, with its heading; its icon keeps clear of `arrows`.

    `solid`: what is drawn of it in the isometric projection.
    """
    paint = pen.theme.paint
    zone = group.shape == "zone"
    frame = paint.zone if zone else paint.boundary
    if is_solid(pen):
        frame = frame.model_copy(update={"radius": 0.0})
    kind = "zone" if zone else "boundary"
    ink = tone.text if frame.heading == "tone" else paint.text
    parts: list[Node] = []
    if group.shape == "cloud":
        ink = paint.cloud.text
    name, spot = heading(group, arrows, pen)
    if solid:
        parts += solid
    elif group.shape == "cloud":
        outline = cloud_outline(group.rect)
        if paint.shadow:
            dark = Look(fill=paint.shadow_colour, fill_opacity=_CLOUD_SHADOW_OPACITY)
            parts.append(Group((Path(outline, dark),), name="shadow", at=_CLOUD_SHADOW, hidden=True))
        parts += _cloud(outline, group.id, pen)
    else:
        parts += _rectangle(group, _opening(group.rect, name, spot), frame, tone, f"{kind}-frame", pen)
    if group.icon is not None and spot is not None:
        parts.append(draw_icon(pen.icons.get(group.icon), spot, ink, paint, paint.strokes.icon_small))
    if name is not None and name.lines:
        if zone:
            parts += draw_swipe(name, f"zone/{group.id}", pen, group.rect)
        parts.append(pen.text(name, ink))
    label = name.text if name is not None else None
    data = (("id", group.id), ("members", " ".join(group.members)))
    return Group(tuple(parts), name=kind, id=f"{kind}-{group.id}", data=data, label=label)


def _rectangle(
    group: PlacedGroup, opening: tuple[float, float] | None, frame: Frame, tone: Tone, name: str, pen: Pen
) -> list[Node]:
    """A zone's or a boundary's tint and its outline, which may waver round the frame's own rectangle.

    Its top side is open between the two x of `opening`.
    """
    sketch, rect, radius = pen.theme.paint.sketch, group.rect, frame.radius
    if opening is not None:
        # The corners beside a name that is nearly as wide as its frame are as round as it lets them be.
        radius = min(radius, opening[0] - rect.x, rect.right - opening[1])
    page = [Rectangle(rect, radius, look) for look in faded_page(frame, pen.background)]
    tint = Look(fill=tone.line, fill_opacity=frame.fill_opacity)
    stroke = Look(stroke=tone.line, width=frame.width, dash=frame.dash, round_ends=sketch is not None)
    if sketch is None and opening is None:
        look = replace(tint, stroke=tone.line, width=frame.width, dash=frame.dash)
        return [*page, Rectangle(rect, radius, look, name=name)]
    body = [*page, Rectangle(rect, radius, tint, name=name)]
    if sketch is None:
        return [*body, Path(rectangle_outline(rect, radius, opening), stroke)]
    points = rectangle_points(rect, radius, sketch.step, opening)
    seed = f"{name}/{group.id}"
    if opening is not None:
        return [*body, Path(Hand(seed, sketch).line(points), stroke)]
    return [*body, *sketched_outline(points, seed, sketch, stroke, second=False)]


def _opening(rect: Rect, name: TextBlock | None, spot: Rect | None) -> tuple[float, float] | None:
    """Between which x a frame's top side gives way to its name and the icon before it, or None."""
    taken = [*name.line_rects()] if name is not None else []
    if not any(line.y < rect.y < line.bottom for line in taken):
        return None
    taken += [spot] if spot is not None else []
    left, right = min(line.x for line in taken), max(line.right for line in taken)
    return max(rect.x, left - _OPENING_AIR), min(rect.right, right + _OPENING_AIR)


def _cloud(outline: Commands, name: str, pen: Pen) -> list[Node]:
    cloud, sketch = pen.theme.paint.cloud, pen.theme.paint.sketch
    if sketch is None:
        look = Look(fill=cloud.fill, stroke=cloud.outline, width=cloud.width)
        return [Path(outline, look, name="boundary-frame")]
    stroke = Look(stroke=cloud.outline, width=cloud.width, round_ends=True)
    points = sampled(outline, sketch.step)[:-1]
    return [
        Path(outline, Look(fill=cloud.fill), name="boundary-frame"),
        *sketched_outline(points, f"cloud/{name}", sketch, stroke),
    ]
