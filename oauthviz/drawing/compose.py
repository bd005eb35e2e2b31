"""A layout becomes a scene: every thing in its layer, back to front."""

from __future__ import annotations

from oauthviz.drawing.arrow import draw_arrow
from oauthviz.drawing.backdrop import backdrop_of, group_tones
from oauthviz.drawing.background import draw_background, page_lights
from oauthviz.drawing.box import draw_box, draw_shadows
from oauthviz.drawing.enlarging import enlarged
from oauthviz.drawing.fitting import fitted
from oauthviz.drawing.glow import draw_glows
from oauthviz.drawing.group import draw_group
from oauthviz.drawing.headings import draw_headings
from oauthviz.drawing.isometric import draw_arrow_shadows, draw_slab_shadows, is_solid
from oauthviz.drawing.isometric_groups import draw_group_slab
from oauthviz.drawing.legend import draw_key, draw_legend
from oauthviz.drawing.mirror import mirrored_scene
from oauthviz.drawing.scene import Group, Node, Outlines, Scene, text_lines
from oauthviz.drawing.text import Pen, Typesetting
from oauthviz.graph.model import Diagram, Edge
from oauthviz.i18n.tags import direction_of
from oauthviz.layout.model import Layout
from oauthviz.layout.partial import part_of
from oauthviz.theme.icon_packs import SHIPPED, IconSet
from oauthviz.theme.model import Theme

TRANSPARENT = "none"


def draw(layout: Layout, diagram: Diagram, theme: Theme, typesetter: Typesetting, icons: IconSet = SHIPPED) -> Scene:
    """The scene of what a diagram has of a finished layout, mirrored where its language runs right to left.

    The diagram may lack arrows and legend items of the layout; whatever is drawn looks as it does beside them. Decides
    no position but for parts of a pixel; an unknown icon is a SpecError.
    """
    whole = fitted(layout)
    layout = part_of(whole, diagram)
    theme = enlarged(theme, theme.metrics.growth(layout.label_size))
    wish = diagram.canvas.background
    page = None if wish == TRANSPARENT else wish or theme.paint.background
    pen = Pen(theme, typesetter, page, layout.dense, icons)
    parts = (
        *draw_background(theme, layout.width, layout.height, page, own=wish is None),
        *_groups(whole, pen),
        *_shadows(layout, pen),
        *draw_glows(layout.boxes, layout.arrows, pen),
        *_boxes(layout, pen),
        *_arrows(layout, diagram, pen),
        *((draw_legend(layout.legend, pen),) if layout.legend is not None else ()),
        *((draw_key(layout.key, pen),) if layout.key else ()),
        *draw_headings(layout, pen),
    )
    scene = Scene(
        layout.width,
        layout.height,
        diagram.title,
        diagram.description,
        diagram.lang,
        parts,
        outlines_of(parts, typesetter),
    )
    return mirrored_scene(scene) if direction_of(diagram.lang) == "rtl" else scene


def _groups(layout: Layout, pen: Pen) -> tuple[Group, ...]:
    tones = group_tones(layout.groups, pen.theme.paint)
    if not is_solid(pen):
        return tuple(draw_group(group, tones[group.id], pen, layout.arrows) for group in layout.groups)
    return tuple(
        draw_group(group, tones[group.id], pen, layout.arrows, draw_group_slab(group, layout, tones[group.id], pen))
        for group in layout.groups
    )


def _shadows(layout: Layout, pen: Pen) -> tuple[Node, ...]:
    if not is_solid(pen):
        return draw_shadows(layout.boxes, pen)
    return (*draw_arrow_shadows(layout.arrows, pen), *draw_slab_shadows(layout.boxes, pen))


def _boxes(layout: Layout, pen: Pen) -> tuple[Group, ...]:
    clouded = {member for group in layout.groups if group.shape == "cloud" for member in group.members}
    return tuple(draw_box(box, pen, box.id in clouded) for box in layout.boxes)


def _arrows(layout: Layout, diagram: Diagram, pen: Pen) -> tuple[Group, ...]:
    # a page of the spec's own colour has no lights
    own = pen.background is not None and diagram.canvas.background is None
    lights = page_lights(pen.theme.paint, layout.width, layout.height) if own else ()
    backdrop = backdrop_of(layout.groups, pen.theme.paint, pen.background, lights)
    names = {node.id: node.name for node in diagram.nodes}
    edges = {edge.id: edge for edge in diagram.edges}
    return tuple(draw_arrow(arrow, pen, backdrop, _in_words(edges[arrow.id], names)) for arrow in layout.arrows)


def _in_words(edge: Edge, names: dict[str, str]) -> str:
    """`3. Browser → Server: label`, which needs no language but the spec's own."""
    number = f"{edge.number}. " if edge.number else ""
    sources = ", ".join(names[source] for source in edge.sources)
    text = f": {edge.label}" if edge.label else ""
    return f"{number}{sources} {'↔' if edge.both else '→'} {names[edge.target]}{text}"


def outlines_of(parts: tuple[Node, ...], typesetter: Typesetting) -> Outlines:
    """The outline of every glyph below `parts`, by font and glyph."""
    used = {
        (run.font, glyph.glyph_id) for line in text_lines(parts) for run in line.shaped.runs for glyph in run.glyphs
    }
    return {key: typesetter.outline(*key) for key in sorted(used)}
