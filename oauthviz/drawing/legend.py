"""The legend's panel, and the key of arrow kinds."""

from __future__ import annotations

from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.core.outlines import Command
from oauthviz.drawing.arrow import draw_head, head_stop
from oauthviz.drawing.badge import draw_legend_number
from oauthviz.drawing.marker import draw_swipe
from oauthviz.drawing.route import dash_offset, fitted_dash
from oauthviz.drawing.scene import Group, Look, Node, Path, Rectangle
from oauthviz.drawing.sketch import rectangle_points, sketched_outline
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import PlacedKeyEntry, PlacedLegend
from oauthviz.theme.metrics import FINE_GROWTH

# The key's arrows: px of a head beside a text of the theme's usual size.
_HEAD_LENGTH, _HEAD_WIDTH = 10.0, 9.0


def draw_legend(legend: PlacedLegend, pen: Pen) -> Group:
    """The panel with its heading and its numbered items."""
    paint = pen.theme.paint
    parts = _panel(legend.rect, pen)
    if legend.title is not None and legend.title.lines:
        parts += draw_swipe(legend.title, "legend", pen, legend.rect)
        parts.append(pen.text(legend.title, paint.text))
    for item in legend.items:
        tone = paint.arrow_tone(item.kind or "request")
        number = draw_legend_number(item.badge, tone, pen)
        entry = (*number, pen.text(item.text, paint.text))
        parts.append(Group(entry, name="legend-item", data=(("n", item.number),)))
    return Group(tuple(parts), name="legend", id="legend")


def _panel(rect: Rect, pen: Pen) -> list[Node]:
    panel, sketch = pen.theme.paint.panel, pen.theme.paint.sketch
    if sketch is None:
        look = Look(fill=panel.fill, stroke=panel.outline, width=panel.width)
        return [Rectangle(rect, panel.radius, look, name="legend-panel")]
    stroke = Look(stroke=panel.outline, width=panel.width, round_ends=True)
    outline = sketched_outline(rectangle_points(rect, panel.radius, sketch.step), "legend", sketch, stroke)
    return [Rectangle(rect, panel.radius, Look(fill=panel.fill), name="legend-panel"), *outline]


def draw_key(entries: tuple[PlacedKeyEntry, ...], pen: Pen) -> Group:
    """Sample arrows with what they stand for."""
    paint = pen.theme.paint
    parts: list[Node] = []
    for entry in entries:
        (x0, y0), (x1, y1) = entry.start, entry.end
        look, tone = paint.arrow_look(entry.kind), paint.arrow_tone(entry.kind)
        by = min(round(entry.text.style.size / pen.theme.metrics.sizes.key_label, 3), FINE_GROWTH)
        length, width = by * _HEAD_LENGTH, by * _HEAD_WIDTH
        end = x1 - head_stop(0, length, pen)
        dash = fitted_dash(end - x0, look.dash)
        offset = dash_offset(end - x0, dash)
        line: tuple[Command, ...] = (("M", x0, y0), ("L", end, y1))
        stroke = Look(stroke=tone.line, width=paint.strokes.key, dash=dash, dash_offset=offset)
        head = draw_head(entry.end, entry.start, 0, (length, width), f"key/{entry.kind}", tone, pen)
        ink = paint.secondary if paint.key_text == "secondary" else tone.text
        sample = (Path(line, stroke), replace(head, name=""), pen.text(entry.text, ink))
        parts.append(Group(sample, name="key-entry", data=(("kind", entry.kind),)))
    return Group(tuple(parts), name="key", id="key")
