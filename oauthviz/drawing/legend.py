"""The legend's panel, and the key of arrow kinds."""

from __future__ import annotations

from oauthviz.core.outlines import Command
from oauthviz.drawing.badge import draw_legend_number
from oauthviz.drawing.route import arrow_head, dash_offset, fitted_dash, line_stop
from oauthviz.drawing.scene import Group, Look, Node, Path, Rectangle
from oauthviz.drawing.text import Pen
from oauthviz.layout.frame import KEY_SAMPLE
from oauthviz.layout.model import PlacedKeyEntry, PlacedLegend
from oauthviz.theme.metrics import FINE_GROWTH

# The key's arrows: a head of 10 x 9 px right at the end of a sample of the usual length.
_HEAD_LENGTH, _HEAD_WIDTH = 10.0, 9.0


def draw_legend(legend: PlacedLegend, pen: Pen) -> Group:
    """The panel with its heading and its numbered items."""
    paint = pen.theme.paint
    look = Look(fill=paint.panel.fill, stroke=paint.panel.outline, width=paint.panel.width)
    parts: list[Node] = [Rectangle(legend.rect, paint.panel.radius, look, name="legend-panel")]
    if legend.title is not None and legend.title.lines:
        parts.append(pen.text(legend.title, paint.text))
    for item in legend.items:
        tone = paint.arrow_tone(item.kind or "request")
        number = draw_legend_number(item.badge, tone, pen)
        entry = (*number, pen.text(item.text, paint.text))
        parts.append(Group(entry, name="legend-item", data=(("n", item.number),)))
    return Group(tuple(parts), name="legend", id="legend")


def draw_key(entries: tuple[PlacedKeyEntry, ...], pen: Pen) -> Group:
    """Sample arrows with what they stand for."""
    paint = pen.theme.paint
    parts: list[Node] = []
    for entry in entries:
        (x0, y0), (x1, y1) = entry.start, entry.end
        look, tone = paint.arrow_look(entry.kind), paint.arrow_tone(entry.kind)
        by = min(round((x1 - x0) / KEY_SAMPLE, 3), FINE_GROWTH)
        length, width = by * _HEAD_LENGTH, by * _HEAD_WIDTH
        end = x1 - line_stop(0, length)
        dash = fitted_dash(end - x0, look.dash)
        offset = dash_offset(end - x0, dash)
        line: tuple[Command, ...] = (("M", x0, y0), ("L", end, y1))
        stroke = Look(stroke=tone.line, width=paint.strokes.key, dash=dash, dash_offset=offset)
        head = arrow_head(entry.end, entry.start, 0, length, width)
        sample = (Path(line, stroke), Path(head, Look(fill=tone.line)), pen.text(entry.text, paint.secondary))
        parts.append(Group(sample, name="key-entry", data=(("kind", entry.kind),)))
    return Group(tuple(parts), name="key", id="key")
