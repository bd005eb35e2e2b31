"""What a marker leaves: a swipe behind a heading; and the sticky note under a caption."""

from __future__ import annotations

from oauthviz.core.geometry import Point, Rect
from oauthviz.core.outlines import Command
from oauthviz.drawing.scene import Group, Look, Node, Path
from oauthviz.drawing.sketch import Hand, rectangle_points
from oauthviz.drawing.text import Pen
from oauthviz.layout.frame import NOTE_X, NOTE_Y
from oauthviz.layout.model import TextBlock
from oauthviz.theme.effects import Sketch

# A swipe reaches past the words by shares of their size (and so many px at most), from a little under their middle to
# below the baseline.
_BESIDE, _TOP, _BOTTOM = 0.5, -0.36, 0.24
_MOST_BESIDE = 10.0
_SLANT = 0.16
_SWIPE = Sketch(jitter=1.0, step=30.0)

# A note's corners, how much its edges waver, its shadow, and its tape.
_NOTE_RADIUS = 5.0
_NOTE = Sketch(jitter=0.9, step=46.0)
_NOTE_SHADOW = (2.0, 3.0)
_TAPE_W, _TAPE_H, _TAPE_TILT = 46.0, 6.0, 1.6
# The share of the tape above the note: neither a panel over it nor the words under it are touched.
_TAPE_ABOVE = 0.45

# px that a swipe keeps from the frame round its heading.
_FRAME_CLEAR = 8.0


def draw_swipe(block: TextBlock, seed: str, pen: Pen, frame: Rect | None = None) -> tuple[Node, ...]:
    """A swipe of the highlighter behind each line of a heading; nothing where the theme has no highlighter.

    It stays inside `frame`, where there is one: across its outline it would look like a slip.
    """
    marker = pen.theme.paint.highlighter
    if marker is None:
        return ()
    size = block.style.size
    look = Look(fill=marker.colour, fill_opacity=marker.opacity)
    swipes: list[Node] = []
    for i, line in enumerate(block.lines):
        beside = min(_BESIDE * size, _MOST_BESIDE)
        left, right = line.x - beside, line.x + line.width + beside
        if frame is not None:
            left = min(line.x, max(left, frame.x + _FRAME_CLEAR))
            right = max(line.x + line.width, min(right, frame.right - _FRAME_CLEAR))
        top, bottom = line.baseline + _TOP * size, line.baseline + _BOTTOM * size
        lean = min(_SLANT * size, beside / 2)
        count = max(2, round((right - left) / _SWIPE.step))
        upper: list[Point] = [(left + lean + (right - left) * k / count, top) for k in range(count + 1)]
        lower: list[Point] = [(right - lean - (right - left) * k / count, bottom) for k in range(count + 1)]
        swipes.append(Path(Hand(f"swipe/{seed}/{i}", _SWIPE).loop([*upper, *lower]), look))
    return (Group(tuple(swipes), name="swipe", hidden=True),)


def draw_note(block: TextBlock, pen: Pen) -> tuple[Node, ...]:
    """The note under a caption, with a strip of tape at its top; nothing where the theme has none."""
    note = pen.theme.paint.note
    if note is None or not block.lines:
        return ()
    rects = block.line_rects()
    left, right = min(r.x for r in rects), max(r.right for r in rects)
    area = Rect(left, rects[0].y, right - left, rects[-1].bottom - rects[0].y).grown(NOTE_X, NOTE_Y)
    outline = Hand("note", _NOTE).loop(rectangle_points(area, _NOTE_RADIUS, _NOTE.step))
    shade = Path(outline, Look(fill=pen.theme.paint.shadow_colour, fill_opacity=note.shadow_opacity))
    x, y, w, h = area.cx - _TAPE_W / 2, area.y - _TAPE_ABOVE * _TAPE_H, _TAPE_W, _TAPE_H
    tape: tuple[Command, ...] = (
        ("M", x, y),
        ("L", x + w, y + _TAPE_TILT),
        ("L", x + w - 1, y + h + _TAPE_TILT),
        ("L", x - 1, y + h),
        ("Z",),
    )
    parts: tuple[Node, ...] = (
        Group((shade,), at=_NOTE_SHADOW),
        Path(outline, Look(fill=note.fill)),
        Path(tape, Look(fill=note.tape, fill_opacity=note.tape_opacity)),
    )
    return (Group(parts, name="note", hidden=True),)
