"""Verticals between stacked neighbours: how their labels share the room between two boxes.

Labels stand right of their own lines, side by side; two lanes may instead stagger theirs, one above the other,
the second left of its line. Pills stand on their line, or under the label where that takes less width. Whichever is
lowest at the given width is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from oauthviz.layout.problem import Problem
from oauthviz.layout.sizing import Sized
from oauthviz.text.model import Break

PILL_CLEAR = 4.0
"""px beside a pill that stands on its vertical."""
TAIL_CLEAR = 9.0
"""px between a tail and what stands beside the line first."""
LANE_MARGIN = 14.0
"""Free px between one lane's label and the next lane."""
INDENT = 36.0
"""px by which the first vertical of a pair of boxes stands farther in where there is twice the room.

Either all of it or nothing: verticals one above the other then stand on one axis, or clearly on two.
"""
LINES_APART = 24.0
"""px between two verticals with no label between them."""


class Lane(Struct, frozen=True):
    """One vertical: x of its line from the column's left edge, its label, and its side (1 right, -1 left).

    `band` is the height of label and badge, `offset` where it begins within the `bands` that all lanes share, which
    begin `start` px from the tail. `taken` is the least run for all that: what is beyond is to spare for all lanes.
    `pills_beside`: its pills stand under its label, not on the line.
    """

    link: int
    x: float
    label: Break
    side: int
    offset: float
    band: float
    bands: float
    start: float
    taken: float
    pills_beside: bool = False


class Block(Struct, frozen=True):
    """All verticals of a pair. `height` is the clear run that they need between the two boxes (or their frames)."""

    lanes: tuple[Lane, ...]
    height: float
    most_lines: int


class Beside(Struct, frozen=True):
    """Plumb loops at a pair's edges, which its lanes keep clear of: distance from the edge and badge's radius, in px.

    None where there is none.
    """

    left: tuple[float, float] | None = None
    right: tuple[float, float] | None = None

    def start(self, sized: Sized, before: float, lean: bool = False) -> float:
        """The least x of the first line, which takes `before` px to its left."""
        return _inset(self.left, sized, before, lean)

    def end(self, sized: Sized, before: float) -> float:
        """The least px from the last line to the right edge where its label stands on its left."""
        return _inset(self.right, sized, before)

    @property
    def after(self) -> float:
        """Px from the last lane's label to the right edge."""
        return LANE_MARGIN + sum(self.right) if self.right else 2.0


ALONE = Beside()


def _inset(other: tuple[float, float] | None, sized: Sized, before: float, lean: bool = False) -> float:
    if other is None:
        return max(sized.scale.corner if lean else sized.scale.corner + 4, before)
    inset, radius = other
    return inset + max(LINES_APART, radius + before + 3)


def edge_inset(sized: Sized, edge: int) -> float:
    """How far an arrow's vertical stands from the edge of the column at least, in px."""
    return max(sized.scale.corner + 4, sized.badges[edge], 4.0)


class _Content(Struct, frozen=True):
    link: int
    before: float
    after: float
    fixed: float
    flags: float
    bare: bool
    edge: int
    both: bool
    pills_beside: bool


def _content(problem: Problem, sized: Sized, carrier: Sequence[int], link: int, pills_beside: bool) -> _Content:
    edge_index = problem.links[link].edge
    edge = problem.edges[edge_index]
    if carrier[edge_index] != link:
        return _Content(link, 4, 8, 10, 0, True, edge_index, edge.both, False)
    radius = sized.badges[edge_index]
    pills = sized.pill_widths[edge_index]
    beside = pills_beside and bool(pills)
    half = radius if beside else max([radius, *(w / 2 for w in pills)])
    before = max(half, 4.0)
    after = radius + 6.5 if radius else 10.0
    fixed = 0.0 if beside else len(pills) * (sized.pill_height(edge_index) + 5)
    flags = max((w + 17 for w in sized.flag_widths[edge_index]), default=0.0)
    flags = max(flags, sized.pills_width(edge_index) if beside else half - after + PILL_CLEAR)
    return _Content(link, before, after, fixed, flags, False, edge_index, edge.both, beside)


def _band(sized: Sized, content: _Content, lines: int) -> float:
    """Height of label and badge."""
    if content.bare:
        return 4.0
    scale = sized.scale
    label = lines * scale.label_height + sized.flags_height(content.edge)
    if content.pills_beside:
        label += sized.pill_height(content.edge) + 3
    return max(label, 2 * sized.badges[content.edge] + 2)


def _start(sized: Sized, content: _Content) -> float:
    """Px from the tail to label and badge."""
    return sized.scale.head_run if content.both else TAIL_CLEAR


def arrange_block(
    problem: Problem,
    sized: Sized,
    carrier: Sequence[int],
    links: Sequence[int],
    upper: int,
    width: float,
    lean: bool = False,
    beside: Beside = ALONE,
) -> Block | None:
    """The lowest arrangement of the pair's verticals in a column `width` px wide; None where none fits.

    `lean`: they stand as far left as they can, so that a heading finds room beside them.
    """
    bearers = tuple(carrier[problem.links[k].edge] == k for k in links)
    key = (tuple(links), bearers, upper, width, lean, beside)
    if key in sized.blocks:
        known: Block | None = sized.blocks[key]
        return known
    pills = any(sized.pill_widths[problem.links[k].edge] for k in links)
    ways: list[Block | None] = []
    for pills_beside in (False, True) if pills else (False,):
        contents = [_content(problem, sized, carrier, k, pills_beside) for k in links]
        ways.append(_side_by_side(sized, contents, width, lean, beside))
        if len(contents) == 2 and not any(c.bare for c in contents):
            ways.append(_staggered(problem, sized, contents, upper, width, beside))
    fitting = (way for way in ways if way is not None)
    found = sized.blocks[key] = min(fitting, key=lambda b: (b.height, b.most_lines), default=None)
    return found


def _empty() -> Break:
    return Break((), 0.0)


def _side_by_side(sized: Sized, contents: list[_Content], width: float, lean: bool, beside: Beside) -> Block | None:
    corner = sized.scale.corner
    fixed = 0.0
    for i, c in enumerate(contents):
        left = beside.start(sized, c.before) if i == 0 else c.before
        fixed += left + c.after + (LANE_MARGIN if i + 1 < len(contents) else beside.after)
    fixed += max(0.0, corner - contents[-1].after - 2.0) if contents[-1].bare else 0.0
    room = width - fixed
    options = [[_empty()] if c.bare else list(sized.label_breaks[c.edge]) for c in contents]
    # Water-filling over the number of lines: give every lane the fewest lines that fit together.
    chosen: list[Break] | None = None
    for most in range(1, 13):
        pick = [o[min(most, len(o)) - 1] for o in options]
        widths = [max(b.width, c.flags) for b, c in zip(pick, contents, strict=True)]
        if sum(widths) <= room:
            chosen = pick
            break
    if chosen is None:
        return None
    widths = [max(b.width, c.flags) for b, c in zip(chosen, contents, strict=True)]
    free = room - sum(widths)
    indent = sized.scale.grow * INDENT
    indent = indent if not lean and free / len(contents) >= 2 * indent else 0.0
    spare = (free - indent) / len(contents)
    lanes = []
    x = 0.0
    height = 0.0
    for i, (c, b, w) in enumerate(zip(contents, chosen, widths, strict=True)):
        left = beside.start(sized, c.before, lean) if i == 0 else c.before
        x += left + (spare if i else indent)
        band = _band(sized, c, len(b.lines))
        start = _start(sized, c)
        taken = start + c.fixed + band + sized.scale.head_run
        lanes.append(Lane(c.link, round(x, 2), b, 1, 0.0, band, band, start, taken, c.pills_beside))
        height = max(height, taken + 2 * sized.scale.lane_end)
        x += c.after + w + LANE_MARGIN
    return Block(tuple(lanes), height, max(len(b.lines) for b in chosen))


def _staggered(
    problem: Problem, sized: Sized, contents: list[_Content], upper: int, width: float, beside: Beside
) -> Block | None:
    a, b = contents
    xa = beside.start(sized, a.before)
    xb = width - beside.end(sized, b.before)
    room = xb - xa
    picks = []
    for own, other in ((a, b), (b, a)):
        limit = room - own.after - max(other.before, 8.0) - 4
        fit = next((w for w in sized.label_breaks[own.edge] if w.width <= limit), None)
        if fit is None or own.flags > limit:
            return None
        picks.append(fit)
    bands = [_band(sized, c, len(p.lines)) for c, p in zip(contents, picks, strict=True)]
    first_down = problem.links[a.link].source == upper
    order = (0, 1) if first_down else (1, 0)
    start = max(_start(sized, c) for c in contents)
    total = sum(bands) + 4
    taken = start + total + max(a.fixed, b.fixed) + sized.scale.head_run
    offsets = [0.0, 0.0]
    offsets[order[1]] = bands[order[0]] + 4
    lanes = (
        Lane(a.link, round(xa, 2), picks[0], 1, offsets[0], bands[0], total, start, taken, a.pills_beside),
        Lane(b.link, round(xb, 2), picks[1], -1, offsets[1], bands[1], total, start, taken, b.pills_beside),
    )
    return Block(lanes, taken + 2 * sized.scale.lane_end, max(len(p.lines) for p in picks))
