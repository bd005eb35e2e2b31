"""Glow without a filter: the same outline stroked wide and faint, in one layer below all lines and boxes."""

from __future__ import annotations

from itertools import product

from msgspec.structs import replace

from oauthviz.drawing.arrow import strands
from oauthviz.drawing.isometric import box_slab, is_solid, polygon
from oauthviz.drawing.route import route_outline
from oauthviz.drawing.scene import Group, Look, Node, Path, Rectangle
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import PlacedArrow, PlacedBox


def draw_glows(boxes: tuple[PlacedBox, ...], arrows: tuple[PlacedArrow, ...], pen: Pen) -> tuple[Node, ...]:
    """The glows of all boxes and arrows in their tones; nothing where the theme has none."""
    glow = pen.theme.paint.glow
    if glow is None:
        return ()
    parts = [node for box in boxes for node in _round_box(box, pen)]
    parts += [node for arrow in arrows for node in _along_arrow(arrow, pen)]
    return (Group(tuple(parts), name="glows", hidden=True),) if parts else ()


def _round_box(box: PlacedBox, pen: Pen) -> list[Node]:
    paint, glow = pen.theme.paint, pen.theme.paint.glow
    assert glow is not None
    line = paint.box_tone(box.kinds).line
    radius = pen.theme.metrics.box_radius
    layers = glow.box_dense if pen.dense and not box.hero else glow.box
    looks = [Look(stroke=line, width=layer.width, stroke_opacity=layer.opacity) for layer in layers]
    if is_solid(pen):
        return [Path(polygon(box_slab(box, pen).silhouette), look) for look in looks]
    return [Rectangle(box.rect, radius, look) for look in looks]


def _along_arrow(arrow: PlacedArrow, pen: Pen) -> list[Node]:
    paint, glow, radius = pen.theme.paint, pen.theme.paint.glow, pen.theme.metrics.corner_radius
    assert glow is not None
    look = paint.arrow_look(arrow.kind)
    line = paint.tones[look.tone].line
    outlines = [(route_outline(strand.way, radius, arrow.hops), strand) for strand in strands(arrow, pen)]
    layers = [layer for layer in (glow.arrow_dense if pen.dense else glow.arrow) if layer.opacity * look.glow > 0]
    found: list[Node] = []
    for layer, (outline, strand) in product(layers, outlines):
        stroke = Look(stroke=line, width=layer.width, stroke_opacity=layer.opacity * look.glow)
        # a narrow layer that fills the gaps between dashes looks like a line of its own
        if layer.width < sum(look.dash):
            stroke = replace(stroke, dash=strand.dash, dash_offset=strand.dash_offset)
        found.append(Path(outline, stroke))
    return found
