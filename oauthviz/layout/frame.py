"""The frame of the picture: title, subtitle, key, legend and caption, and the area they leave to the diagram."""

from __future__ import annotations

from msgspec import Struct

from oauthviz.core.geometry import Rect
from oauthviz.core.typography import TextStyle
from oauthviz.graph.model import Diagram
from oauthviz.layout.key import LINE, Key, Spot, key_of
from oauthviz.layout.legend import place_legend
from oauthviz.layout.model import PlacedKeyEntry, PlacedLegend, TextBlock
from oauthviz.layout.scale import canvas_growth
from oauthviz.layout.typeset import set_block
from oauthviz.text.model import Measurer
from oauthviz.theme.metrics import Metrics

BESIDE = 40.0
"""px that a key or a note keeps from the title and subtitle beside it, on the usual canvas."""
KEY_STACK = 2
"""Lines of a key beside the title and subtitle: a second one where it is too wide for the subtitle's."""
KEY_OVER, KEY_UNDER = 20.0, 14.0
"""px between the diagram and a key below it, and between that and the legend, on the usual canvas."""
KEY_BELOW = 24.0
"""px from the subtitle's baseline to that of a key below it, on the usual canvas."""
TIGHT_TITLE, TIGHT_GAP = 0.72, 8.0
BLEED, NARROWEST_MARGIN = 12.0, 8.0
"""px by which the diagram may leave the margin where it would not fit else, and what stays of it in any case."""
NOTE_X, NOTE_Y = 16.0, 7.0
"""px by which a sticky note is larger than its caption on each side; it stands at the margin, and clear of a legend."""
DESCENT = 0.25
"""What letters reach below their baseline, and less than what they leave free above, in ems."""
NOTE_LINES = (2, 1, 3)
"""Lines of a note beside the title, the most pleasing number first."""
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


class _Bands(Struct):
    """What the bands are set with: the diagram's words, the theme's measures, where they start and end."""

    diagram: Diagram
    metrics: Metrics
    measurer: Measurer
    dense: bool
    tight: bool
    grow: float
    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def centred(self) -> bool:
        return self.metrics.title_align == "center"

    @property
    def gap(self) -> float:
        """Between the bands at the foot."""
        return self.grow * (TIGHT_GAP if self.tight else 10.0 if self.dense else 16.0)


class _Head(Struct):
    """Title and subtitle, the lowest baseline, and the room beside it: for one line, and for what is higher."""

    title: TextBlock
    subtitle: TextBlock | None
    bottom: float
    line_room: float
    stack_room: float


def set_frame(diagram: Diagram, metrics: Metrics, measurer: Measurer, dense: bool, tight: bool = False) -> Frame:
    """Set the bands of the picture from the top and from the bottom (design system, section 1).

    A `tight` one leaves the diagram as much as it can: the legend's type at its floor, narrow bands, a little of the
    margin.
    """
    canvas = diagram.canvas
    grow = canvas_growth(canvas)
    inset = 0.0 if dense else min(12.0 * grow, canvas.margin * 0.45)
    left, right = canvas.margin + inset, canvas.width - canvas.margin - inset
    bands = _Bands(diagram, metrics, measurer, dense, tight, grow, left, right)
    head = _set_head(bands, canvas.margin + inset)
    key = key_of(diagram, metrics, measurer)
    caption, spots, floor = _set_caption(bands, head, key)
    legend = place_legend(diagram, metrics, measurer, Rect(left, 0.0, bands.width, floor), dense, tight)
    if legend is not None:
        floor = legend.rect.y - grow * (TIGHT_GAP if tight else 14.0 if dense else 28.0)
    placed: tuple[PlacedKeyEntry, ...] = ()
    bottom = head.bottom
    if key is not None:
        if not spots:
            spots, floor = _below_diagram(bands, key, legend, floor)
        placed, lowest = key.place(measurer, spots, left, right, head.bottom + KEY_BELOW * grow)
        bottom = bottom if lowest is None else lowest
    # A title's letters reach farther below their line than a subtitle's.
    dense_gap = 22.0 if bottom == head.title.lines[-1].baseline else 14.0
    area_top = bottom + grow * (TIGHT_GAP if tight else dense_gap if dense else 30.0)
    side = min(left, max(NARROWEST_MARGIN, canvas.margin - BLEED)) if tight else left
    area = Rect(side, area_top, canvas.width - 2 * side, floor - area_top)
    return Frame(head.title, head.subtitle, caption, placed, legend, area)


def _set_head(bands: _Bands, top: float) -> _Head:
    """Title and subtitle from `top` down."""
    diagram, metrics, measurer, grow = bands.diagram, bands.metrics, bands.measurer, bands.grow
    width, dense, canvas = bands.width, bands.dense, bands.diagram.canvas
    x = (bands.left + bands.right) / 2 if bands.centred else bands.left
    align = "middle" if bands.centred else "start"
    sizes = metrics.sizes
    shrink = min(1.0, max(0.6, min(canvas.width, canvas.height) / 1024))
    least = sizes.title_min * grow
    size = max(least, sizes.title * grow * shrink * (0.86 if dense else 1.0) * (TIGHT_TITLE if bands.tight else 1.0))
    title_style = metrics.style("title", size, 1.12)
    lines = measurer.wrap(diagram.title, title_style, width, 1)
    while lines.width > width and size > least:
        size = max(least, size - 1)
        title_style = metrics.style("title", size, 1.12)
        lines = measurer.wrap(diagram.title, title_style, width, 1 if size > least else 3)
    # Capitals start a little below the margin; a line box carries .14 em of air above them.
    top += grow * (2.0 if dense else 6.0) - 0.14 * size
    title = set_block(measurer, "title", diagram.title, lines.lines, title_style, x, top, align)
    bottom = title.lines[-1].baseline
    subtitle = None
    line_room = width - title.lines[-1].width - BESIDE * grow
    stack_room = width - max(line.width for line in title.lines) - BESIDE * grow
    if diagram.subtitle:
        size = max(sizes.subtitle_min, sizes.subtitle * grow * shrink * (0.87 if dense else 1.0))
        style = metrics.style("subtitle", size, 1.3)
        sub = measurer.wrap(diagram.subtitle, style, width, 4)
        top = bottom + grow * (7.0 if dense else 12.0)
        subtitle = set_block(measurer, "subtitle", diagram.subtitle, sub.lines, style, x, top, align)
        bottom = subtitle.lines[-1].baseline
        line_room = width - sub.width - BESIDE * grow
        stack_room = min(stack_room, line_room)
    if bands.centred:
        line_room = stack_room = 0.0
    return _Head(title, subtitle, bottom, line_room, stack_room)


def _set_caption(bands: _Bands, head: _Head, key: Key | None) -> tuple[TextBlock | None, list[Spot], float]:
    """The caption, the spots where the key may stand, best first, and what is left above the foot.

    A note that finds room beside the title stands there, if the key can do with one line below the diagram instead:
    then there are no spots. Any other caption stands at the foot.
    """
    diagram, measurer, grow, right = bands.diagram, bands.measurer, bands.grow, bands.right
    floor = diagram.canvas.height - diagram.canvas.margin
    beside = [Spot(head.line_room, 1, head.bottom, right)]
    sizes = bands.metrics.sizes
    if head.title.line_rects()[0].y <= head.bottom - grow * (LINE * (KEY_STACK - 1) + sizes.key_label):
        beside.append(Spot(head.stack_room, KEY_STACK, head.bottom, right))
    if not diagram.caption:
        return None, beside, floor
    style = bands.metrics.style("caption", sizes.caption * grow, 1.3)
    sticky = bands.metrics.caption_style == "sticky"
    if sticky and (key is None or key.least_width <= bands.width):
        note = _note_beside(bands, head, style)
        if note is not None:
            return note, [], floor
    note_x, note_y = (NOTE_X, NOTE_Y) if sticky else (0.0, 0.0)
    cap = measurer.wrap(diagram.caption, style, bands.width - 2 * note_x, 4)
    height = len(cap.lines) * style.line_height
    x, top = bands.left + note_x, floor - height
    caption = set_block(measurer, "caption", diagram.caption, cap.lines, style, x, top, "start")
    last = caption.lines[-1]
    foot = Spot(right - last.x - last.width - FOOT_GAP * grow, 1, last.baseline, right)
    return caption, [*beside, foot], floor - height - note_y - bands.gap


def _below_diagram(bands: _Bands, key: Key, legend: PlacedLegend | None, floor: float) -> tuple[list[Spot], float]:
    """One line right below the diagram that the key explains, and what is left above it."""
    under, over = (TIGHT_GAP, TIGHT_GAP) if bands.dense or bands.tight else (KEY_UNDER, KEY_OVER)
    low = floor if legend is None else legend.rect.y - bands.grow * under
    spot = Spot(bands.width, 1, low - DESCENT * key.style.size, bands.left, ends=False)
    return [spot], low - key.style.line_height - bands.grow * over


def _note_beside(bands: _Bands, head: _Head, style: TextStyle) -> TextBlock | None:
    """The caption on a note at the right end of the title's band, None where that has no room for it."""
    size = head.title.style.size
    top = head.title.line_rects()[0].y + DESCENT * size
    bottom = head.bottom + DESCENT * (head.subtitle or head.title).style.size
    ways = bands.measurer.breaks(bands.diagram.caption, style, max(NOTE_LINES))
    for count in NOTE_LINES:
        for way in ways:
            height = count * style.line_height + 2 * NOTE_Y
            wide = way.width + 2 * NOTE_X
            if len(way.lines) == count and wide <= head.stack_room and height <= bottom - top:
                x, y = bands.right - wide / 2, (top + bottom - height) / 2 + NOTE_Y
                return set_block(bands.measurer, "caption", bands.diagram.caption, way.lines, style, x, y, "middle")
    return None
