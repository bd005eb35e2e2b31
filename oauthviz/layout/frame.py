"""The frame of the picture: title, subtitle, key, legend and caption, and the area they leave to the diagram."""

from __future__ import annotations

from itertools import accumulate, product

from msgspec import Struct

from oauthviz.core.geometry import Point, Rect
from oauthviz.graph.model import Diagram
from oauthviz.layout.legend import place_legend
from oauthviz.layout.model import PlacedKeyEntry, PlacedLegend, TextBlock
from oauthviz.layout.sizing import canvas_growth
from oauthviz.layout.typeset import set_block
from oauthviz.text.model import Measurer
from oauthviz.theme.metrics import Metrics

KEY_SAMPLES, KEY_LEAD = (38.0, 26.0), 8.0
KEY_GAP, KEY_LINE = 22.0, 20.0
KEY_CLEAR = 40.0
"""A key entry's sample line (where there is room, long enough for several dashes), the gaps before its text, between
entries and from line to line, and what the key keeps from the title and subtitle beside it: px on the usual canvas."""
KEY_STACK = 2
"""Lines of a key beside the title and subtitle: a second one where it is too wide for the subtitle's."""
TIGHT_TITLE, TIGHT_GAP = 0.72, 8.0
BLEED, NARROWEST_MARGIN = 12.0, 8.0
"""px by which the diagram may leave the margin where it would not fit else, and what stays of it in any case."""
NOTE_X, NOTE_Y = 16.0, 7.0
"""px by which a sticky note is larger than its caption on each side; it stands at the margin, and clear of a legend."""
FOOT_GAP = 40.0
"""px between the caption and a key on the same line."""


class Frame(Struct, frozen=True):
    """Everything round the diagram, and the diagram's own area in px."""

    title: TextBlock
    subtitle: TextBlock | None
    caption: TextBlock | None
    key: tuple[PlacedKeyEntry, ...]
    legend: PlacedLegend | None
    area: Rect


def set_frame(diagram: Diagram, metrics: Metrics, measurer: Measurer, dense: bool, tight: bool = False) -> Frame:
    """Set the bands of the picture from the top and from the bottom (design system, section 1).

    A `tight` one leaves the diagram as much as it can: the legend's type at its floor, narrow bands, a little of the
    margin.
    """
    canvas = diagram.canvas
    grow = canvas_growth(canvas)
    inset = 0.0 if dense else min(12.0 * grow, canvas.margin * 0.45)
    left, right = canvas.margin + inset, canvas.width - canvas.margin - inset
    width = right - left
    middle = metrics.title_align == "center"
    x = (left + right) / 2 if middle else left
    align = "middle" if middle else "start"

    sizes = metrics.sizes
    shrink = min(1.0, max(0.6, min(canvas.width, canvas.height) / 1024))
    least = sizes.title_min * grow
    size = max(least, sizes.title * grow * shrink * (0.86 if dense else 1.0) * (TIGHT_TITLE if tight else 1.0))
    title_style = metrics.style("title", size, 1.12)
    lines = measurer.wrap(diagram.title, title_style, width, 1)
    while lines.width > width and size > least:
        size = max(least, size - 1)
        title_style = metrics.style("title", size, 1.12)
        lines = measurer.wrap(diagram.title, title_style, width, 1 if size > least else 3)
    # Capitals start a little below the margin; a line box carries .14 em of air above them.
    top = canvas.margin + inset + grow * (2.0 if dense else 6.0) - 0.14 * size
    title = set_block(measurer, "title", diagram.title, lines.lines, title_style, x, top, align)
    bottom = title.lines[-1].baseline

    subtitle = None
    key_room = 0.0 if middle else width - title.lines[-1].width - KEY_CLEAR * grow
    stack_room = 0.0 if middle else width - max(line.width for line in title.lines) - KEY_CLEAR * grow
    if diagram.subtitle:
        size = max(sizes.subtitle_min, sizes.subtitle * grow * shrink * (0.87 if dense else 1.0))
        style = metrics.style("subtitle", size, 1.3)
        sub = measurer.wrap(diagram.subtitle, style, width, 4)
        top = bottom + grow * (7.0 if dense else 12.0)
        subtitle = set_block(measurer, "subtitle", diagram.subtitle, sub.lines, style, x, top, align)
        bottom = subtitle.lines[-1].baseline
        key_room = width - sub.width - KEY_CLEAR * grow if not middle else 0.0
        stack_room = min(stack_room, key_room)
    if title.line_rects()[0].y > bottom - grow * (KEY_LINE * (KEY_STACK - 1) + sizes.key_label):
        stack_room = 0.0

    floor = canvas.height - canvas.margin
    caption = None
    foot: TextBlock | None = None
    if diagram.caption:
        style = metrics.style("caption", sizes.caption * grow, 1.3)
        note_x, note_y = (NOTE_X, NOTE_Y) if metrics.caption_style == "sticky" else (0.0, 0.0)
        cap = measurer.wrap(diagram.caption, style, width - 2 * note_x, 4)
        height = len(cap.lines) * style.line_height
        place = left + note_x, floor - height
        caption = set_block(measurer, "caption", diagram.caption, cap.lines, style, *place, "start")
        foot = caption
        floor -= height + note_y + grow * (TIGHT_GAP if tight else 10.0 if dense else 16.0)
    key, bottom = _set_key(diagram, metrics, measurer, left, right, bottom, (key_room, stack_room), foot)
    # A title's letters reach farther below their line than a subtitle's.
    dense_gap = 22.0 if bottom == title.lines[-1].baseline else 14.0
    area_top = bottom + grow * (TIGHT_GAP if tight else dense_gap if dense else 30.0)
    legend = place_legend(diagram, metrics, measurer, Rect(left, 0.0, width, floor), dense, tight)
    if legend is not None:
        floor = legend.rect.y - grow * (TIGHT_GAP if tight else 14.0 if dense else 28.0)
    side = min(left, max(NARROWEST_MARGIN, canvas.margin - BLEED)) if tight else left
    return Frame(title, subtitle, caption, key, legend, Rect(side, area_top, canvas.width - 2 * side, floor - area_top))


def _set_key(
    diagram: Diagram,
    metrics: Metrics,
    measurer: Measurer,
    left: float,
    right: float,
    baseline: float,
    rooms: tuple[float, float],
    foot: TextBlock | None,
) -> tuple[tuple[PlacedKeyEntry, ...], float]:
    """The key of arrow kinds: right-aligned on the subtitle's baseline, or ending there in two lines under each other.

    `rooms` are the px that one line and two have there. Where neither will do, on the last line of the caption `foot`,
    else on lines of its own below the subtitle.

    Derived from the kinds in use; one meaning alone needs no key. Returns the entries and the new lowest baseline.
    """
    used = {edge.kind for edge in diagram.edges}
    entries = [
        (next(k for k in group.kinds if k in used), diagram.string(group.string))
        for group in metrics.key
        if used & set(group.kinds)
    ]
    if len(entries) < 2:
        return (), baseline
    grow = canvas_growth(diagram.canvas)
    style = metrics.style("key_label", metrics.sizes.key_label * grow, 1.2)
    gap, line = KEY_GAP * grow, KEY_LINE * grow
    texts = [measurer.width(text, style) for _, text in entries]
    places = [(rooms[0], 1, baseline), (rooms[1], KEY_STACK, baseline)]
    if foot is not None:
        last = foot.lines[-1]
        places.append((right - last.x - last.width - FOOT_GAP * grow, 1, last.baseline))
    for (room, stack, low), sample in product(places, KEY_SAMPLES):
        widths = [(sample + KEY_LEAD) * grow + width for width in texts]
        columns = [max(widths[n : n + stack]) for n in range(0, len(widths), stack)]
        total = sum(columns) + gap * (len(columns) - 1)
        if total <= room:
            heads = _in_line(columns, right - total, low - line * (stack - 1), gap)
            spots = [(x, y + line * n) for x, y in heads for n in range(stack)]
            lowest = baseline
            break
    else:
        spots = _in_lines(widths, left, right, baseline + 24 * grow, gap, line)
        lowest = spots[-1][1]
    placed: list[PlacedKeyEntry] = []
    for (kind, text), (x, y) in zip(entries, spots, strict=False):
        line_y = y - 0.34 * style.size
        top = y - style.line_height / 2 - 0.36 * style.size
        block = set_block(measurer, "key-label", text, (text,), style, x + (sample + KEY_LEAD) * grow, top)
        placed.append(PlacedKeyEntry(kind, (x, line_y), (x + sample * grow, line_y), block))
    return tuple(placed), lowest


def _in_line(widths: list[float], x: float, y: float, gap: float) -> list[Point]:
    """Where things of these widths start, one after the other from `x` on."""
    starts = accumulate((width + gap for width in widths[:-1]), initial=x)
    return [(start, y) for start in starts]


def _in_lines(widths: list[float], left: float, right: float, y: float, gap: float, line: float) -> list[Point]:
    """The same between `left` and `right`, in as many lines as it takes."""
    spots: list[Point] = []
    x = left
    for width in widths:
        if x + width > right and x > left:
            x, y = left, y + line
        spots.append((x, y))
        x += width + gap
    return spots
