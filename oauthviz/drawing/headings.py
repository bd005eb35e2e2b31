"""Title, subtitle and caption, with what the theme adds to them."""

from __future__ import annotations

from oauthviz.core.geometry import Rect
from oauthviz.drawing.ink import Ink, LinearGradient, Stop
from oauthviz.drawing.marker import draw_note, draw_swipe
from oauthviz.drawing.scene import Group, Look, Node, Rectangle
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import Layout, TextBlock

# The block cursor behind a title: its gap, width and height, and how far it goes below the baseline, in ems.
_CURSOR_GAP, _CURSOR_W, _CURSOR_H, _CURSOR_BELOW = 0.3, 0.42, 0.82, 0.06
_CURSOR_OPACITY = 0.85


def draw_headings(layout: Layout, pen: Pen) -> tuple[Node, ...]:
    """Title, subtitle and caption, as far as the picture has them."""
    paint = pen.theme.paint
    parts: list[Node] = []
    if layout.title.lines:
        marker = paint.highlighter
        if marker is not None and marker.title:
            parts += draw_swipe(layout.title, "title", pen)
        parts.append(pen.text(layout.title, _title_ink(layout.title, pen)))
        parts += _cursor(layout, pen)
    if layout.subtitle is not None and layout.subtitle.lines:
        parts.append(pen.text(layout.subtitle, paint.secondary))
    if layout.caption is not None and layout.caption.lines:
        sticky = pen.theme.metrics.caption_style == "sticky"
        parts += draw_note(layout.caption, pen) if sticky else ()
        parts.append(pen.text(layout.caption, paint.secondary))
    return tuple(parts)


def _title_colour(pen: Pen) -> str:
    paint = pen.theme.paint
    return paint.text if paint.title.tone is None else paint.tones[paint.title.tone].line


def _title_ink(title: TextBlock, pen: Pen) -> Ink:
    colours = pen.theme.paint.title.gradient
    if len(colours) < 2:
        return colours[0] if colours else _title_colour(pen)
    left = min(line.x for line in title.lines)
    right = max(line.x + line.width for line in title.lines)
    stops = tuple(Stop(i / (len(colours) - 1), colour) for i, colour in enumerate(colours))
    return LinearGradient("title-fill", (left, 0.0), (right, 0.0), stops)


def _cursor(layout: Layout, pen: Pen) -> tuple[Node, ...]:
    """A block behind the last line of the title, where there is room for it."""
    last, size = layout.title.lines[-1], layout.title.style.size
    left = last.x + last.width + _CURSOR_GAP * size
    if not pen.theme.paint.title.cursor or left + _CURSOR_W * size > layout.width - layout.margin:
        return ()
    top = last.baseline + (_CURSOR_BELOW - _CURSOR_H) * size
    block = Rect(left, top, _CURSOR_W * size, _CURSOR_H * size)
    look = Look(fill=_title_colour(pen), fill_opacity=_CURSOR_OPACITY)
    return (Group((Rectangle(block, 0, look),), name="cursor", hidden=True),)
