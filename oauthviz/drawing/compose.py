"""A layout becomes a scene: every thing in its layer, back to front."""

from __future__ import annotations

from oauthviz.drawing.arrow import draw_arrow
from oauthviz.drawing.backdrop import backdrop_of
from oauthviz.drawing.background import draw_background
from oauthviz.drawing.box import draw_box, draw_shadows
from oauthviz.drawing.enlarging import enlarged
from oauthviz.drawing.group import draw_group
from oauthviz.drawing.legend import draw_key, draw_legend
from oauthviz.drawing.scene import Group, Node, Outlines, Scene, text_lines
from oauthviz.drawing.text import Pen, Typesetting
from oauthviz.graph.model import Diagram, Edge
from oauthviz.layout.model import Layout
from oauthviz.theme.model import Theme

TRANSPARENT = "none"


def draw(layout: Layout, diagram: Diagram, theme: Theme, typesetter: Typesetting) -> Scene:
    """The scene of a finished layout. Decides no position; an unknown icon is a SpecError."""
    theme = enlarged(theme, theme.metrics.growth(layout.label_size))
    wish = diagram.canvas.background
    page = None if wish == TRANSPARENT else wish or theme.paint.background
    pen = Pen(theme, typesetter, page, layout.dense)
    parts = (
        *draw_background(theme, layout.width, layout.height, page, own=wish is None),
        *(draw_group(group, pen) for group in layout.groups),
        *draw_shadows(layout.boxes, pen),
        *_boxes(layout, pen),
        *_arrows(layout, diagram, pen),
        *((draw_legend(layout.legend, pen),) if layout.legend is not None else ()),
        *((draw_key(layout.key, pen),) if layout.key else ()),
        *_headings(layout, pen),
    )
    return Scene(
        layout.width,
        layout.height,
        diagram.title,
        diagram.description,
        diagram.lang,
        parts,
        outlines_of(parts, typesetter),
    )


def _boxes(layout: Layout, pen: Pen) -> tuple[Group, ...]:
    clouded = {member for group in layout.groups if group.shape == "cloud" for member in group.members}
    return tuple(draw_box(box, pen, box.id in clouded) for box in layout.boxes)


def _arrows(layout: Layout, diagram: Diagram, pen: Pen) -> tuple[Group, ...]:
    backdrop = backdrop_of(layout.groups, pen.theme.paint, pen.background)
    names = {node.id: node.name for node in diagram.nodes}
    edges = {edge.id: edge for edge in diagram.edges}
    return tuple(draw_arrow(arrow, pen, backdrop, _in_words(edges[arrow.id], names)) for arrow in layout.arrows)


def _in_words(edge: Edge, names: dict[str, str]) -> str:
    """`3. Browser → Server: label`, which needs no language but the spec's own."""
    number = f"{edge.number}. " if edge.number else ""
    sources = ", ".join(names[source] for source in edge.sources)
    text = f": {edge.label}" if edge.label else ""
    return f"{number}{sources} {'↔' if edge.both else '→'} {names[edge.target]}{text}"


def _headings(layout: Layout, pen: Pen) -> tuple[Group, ...]:
    paint = pen.theme.paint
    blocks = ((layout.title, paint.text), (layout.subtitle, paint.secondary), (layout.caption, paint.secondary))
    return tuple(pen.text(block, fill) for block, fill in blocks if block is not None and block.lines)


def outlines_of(parts: tuple[Node, ...], typesetter: Typesetting) -> Outlines:
    """The outline of every glyph below `parts`, by font and glyph."""
    used = {
        (run.font, glyph.glyph_id) for line in text_lines(parts) for run in line.shaped.runs for glyph in run.glyphs
    }
    return {key: typesetter.outline(*key) for key in sorted(used)}
