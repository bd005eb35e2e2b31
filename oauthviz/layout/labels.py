"""Labels: badge, label, pills and flags of every arrow, set beside its line (design system, section 5)."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.core.geometry import Point, Polyline, Rect
from oauthviz.core.numbers import snap
from oauthviz.layout.boxes import make_flag
from oauthviz.layout.columns import LONG_LINE, Columns, label_room
from oauthviz.layout.gaps import LEFT, Item
from oauthviz.layout.model import Badge, Flag, Pill, TextBlock
from oauthviz.layout.problem import Problem
from oauthviz.layout.routes import Routes
from oauthviz.layout.solution import Solution
from oauthviz.layout.stems import free_stem, segments
from oauthviz.layout.structure import LOOP, STRAIGHT
from oauthviz.layout.typeset import set_block, set_centred
from oauthviz.text.model import Break

FARTHEST = 21.2
"""px between a line and the label beside it at most, so that it is within 22 px even on outlines."""
STAGGERED_APART = 10.0
"""px more, at most, between two labels one above the other on verticals side by side."""


class Marks(Struct, frozen=True):
    """What one arrow carries."""

    badge: Badge | None
    label: TextBlock | None
    pills: tuple[Pill, ...]
    flags: tuple[Flag, ...]

    def rects(self) -> tuple[Rect, ...]:
        """The extents of all of it."""
        badge = (self.badge.rect(),) if self.badge else ()
        label = self.label.line_rects() if self.label else ()
        return (*badge, *label, *(pill.rect for pill in self.pills), *(flag.rect for flag in self.flags))


def mark_arrows(problem: Problem, solution: Solution, columns: Columns, routes: Routes) -> list[Marks]:
    """Set the marks of every arrow, in the spec's order."""
    where: dict[tuple[int, int], Item] = {}
    for g, items in enumerate(solution.gaps):
        for item in items:
            where[(item.link, g)] = item
    marks = []
    for e in range(len(problem.edges)):
        k = solution.classes.carrier[e]
        kind = solution.classes.kind[k]
        if kind == STRAIGHT:
            marks.append(_on_vertical(problem, solution, routes.lines[k], e, k))
        elif kind == LOOP:
            gap = solution.classes.label_gap[e]
            marks.append(_on_loop(problem, solution, routes, where[(k, gap)], e))
        else:
            gap = solution.classes.label_gap[e]
            item = where[(k, gap)]
            marks.append(_on_lane(problem, solution, columns, routes, item, e))
    return _with_free_stems(problem, solution, routes, marks)


def _with_free_stems(problem: Problem, solution: Solution, routes: Routes, marks: list[Marks]) -> list[Marks]:
    """The marks with every stem led clear of the others and of foreign lines; a flag that finds no way has none."""
    corner, head = solution.sized.metrics.corner_radius, solution.sized.scale.head_run

    def freed(e: int, flag: Flag) -> Flag:
        if flag.stem is None:
            return flag
        blocked = [r for mark in marks for r in mark.rects() if r != flag.rect]
        for link in problem.links:
            if link.edge != e:
                blocked += segments(routes.lines[link.index])
        line = routes.lines[solution.classes.carrier[e]]
        return replace(flag, stem=free_stem(flag.rect, flag.stem, line, blocked, corner, head))

    return [replace(mark, flags=tuple(freed(e, flag) for flag in mark.flags)) for e, mark in enumerate(marks)]


def _badge(solution: Solution, edge: int, number: str | None, cx: float, cy: float) -> Badge | None:
    if not number:
        return None
    sized = solution.sized
    cx, cy = snap(cx), snap(cy)
    return Badge(set_centred(sized.measurer, "step", number, sized.step_style, cx, cy), cx, cy, sized.badges[edge])


def _pill(solution: Solution, e: int, place: int, cx: float, cy: float) -> Pill:
    """The arrow's pill number `place`, its middle at (cx, cy)."""
    sized, style = solution.sized, solution.sized.pill_style
    width, height = sized.pill_widths[e][place], sized.pill_height(e)
    rect = Rect(snap(cx - width / 2), snap(cy - height / 2), snap(width), height)
    text, lines = sized.problem.edges[e].protocols[place], sized.pills[e][place].lines
    top = cy - len(lines) * style.line_height / 2
    return Pill(set_block(sized.measurer, "protocol", text, lines, style, cx, top, "middle"), rect)


def _on_lane(problem: Problem, solution: Solution, columns: Columns, routes: Routes, item: Item, e: int) -> Marks:
    """Label above the line, starting after the badge near the tail; mirrored where the arrow runs left."""
    sized, scale, edge = solution.sized, solution.sized.scale, problem.edges[e]
    g = item.gap
    part = solution.parts[g]
    level = solution.placement.item[(item.link, g)]
    line = routes.lines[item.link]
    level = min((y for _, y in line), key=lambda y: abs(y - level))
    left, right = columns.layer_left[g], columns.layer_right[g]
    link = problem.links[item.link]
    rightward = solution.classes.column[link.source] < solution.classes.column[link.target]
    radius = sized.badges[e]
    # The layer may have become wider than the labels asked for: then short ones need not be broken.
    room = min(label_room(problem, sized, item, right - left, part.layer_indent), LONG_LINE * scale.label)
    broken = sized.wrap(e, max(solution.caps[g], room, 1.0))
    widths = sized.pill_widths[e]
    lift = max(scale.line_gap, sized.pill_height(e) / 2 + 3 if widths else 0.0)
    block_height = len(broken.lines) * scale.label_height
    pills: list[Pill] = []
    sign = 1 if rightward else -1
    if problem.centred(e):
        return _centred(problem, solution, e, broken, (left + right) / 2, level, lift)
    indent = part.layer_indent if radius else 6.0
    start = left if rightward else right
    text_x = start + sign * indent
    badge = _badge(solution, e, edge.number, text_x - sign * scale.number_gap - sign * (radius - scale.badge), level)
    label = _text(solution, edge.label, broken, text_x, level - lift - block_height, "start" if rightward else "end")
    if widths:
        far = right if rightward else left
        total = sized.pills_width(e)
        free = abs(far - text_x)
        x = text_x + sign * max(0.0, (free - total) / 2)
        for n, width in enumerate(widths):
            pills.append(_pill(solution, e, n, x + sign * width / 2, level))
            x += sign * (width + 8)
    return Marks(
        badge, label, tuple(pills), _flags_below(solution, e, edge.callouts, edge.id, text_x, level, sign, level + 14)
    )


def _centred(
    problem: Problem, solution: Solution, e: int, broken: Break, middle: float, level: float, lift: float
) -> Marks:
    """Badge under the middle of the label; pills beside it on the line, or below it where width is dear."""
    sized, scale, edge = solution.sized, solution.sized.scale, problem.edges[e]
    radius, widths = sized.badges[e], sized.pill_widths[e]
    total = sized.pills_width(e)
    below = problem.dense and bool(widths)
    if below:
        lift = scale.line_gap
    if radius:
        lift = max(lift, min(radius + 3, FARTHEST))
    row = 0.0 if below or not widths else total + (8 if radius else 0.0)
    badge = _badge(solution, e, edge.number, middle - row / 2, level)
    block_height = len(broken.lines) * scale.label_height
    label = _text(solution, edge.label, broken, middle, level - lift - block_height, "middle")
    x = middle - total / 2 if below else middle - row / 2 + (radius + 8 if radius else 0.0)
    y = level + radius + 4 + sized.pill_height(e) / 2 if below else level
    pills = []
    for n, width in enumerate(widths):
        pills.append(_pill(solution, e, n, x + width / 2, y))
        x += width + 8
    top = y + sized.pill_height(e) / 2 + 6 if below else level + 14
    return Marks(badge, label, tuple(pills), _flags_below(solution, e, edge.callouts, edge.id, middle, level, 0, top))


def _text(solution: Solution, text: str, broken: Break, x: float, top: float, align: str) -> TextBlock | None:

    if not broken.lines:
        return None
    return set_block(
        solution.sized.measurer, "arrow-label", text, broken.lines, solution.sized.label_style, x, top, align
    )


def _flags_below(
    solution: Solution, e: int, callouts: tuple[str, ...], on: str, x: float, level: float, sign: int, top: float
) -> tuple[Flag, ...]:
    """Callouts hang below the line from `top` down, on a dotted stem beside whatever hangs there already."""
    sized = solution.sized
    flags = []
    for i, (text, broken, width) in enumerate(zip(callouts, sized.flags[e], sized.flag_widths[e], strict=True)):
        left = x - width / 2 if sign == 0 else x if sign > 0 else x - width
        rect = Rect(snap(left), snap(top), width, sized.flag_height(broken))
        stem = None
        if i == 0:
            sx = snap(rect.cx if sign else rect.x + 14)
            stem = ((sx, rect.y), (sx, snap(level)))
        flags.append(make_flag(sized, text, broken, on, rect, stem))
        top += rect.h + 4
    return tuple(flags)


def _on_loop(problem: Problem, solution: Solution, routes: Routes, item: Item, e: int) -> Marks:
    """Badge on the loop's vertical, label beside it on the side away from the boxes."""
    edge = problem.edges[e]
    x = routes.verticals[(item.link, item.gap)]
    away = -1 if (item.left or item.right)[0][2] == LEFT else 1
    line = routes.lines[item.link]
    middle = solution.placement.item[(item.link, item.gap)]
    low, high = min(y for _, y in line), max(y for _, y in line)
    radius = solution.sized.badges[e]
    cy = min(max(middle, low + radius + 6), high - radius - 6)
    badge = _badge(solution, e, edge.number, x, cy)
    broken = solution.sized.wrap(e, max(solution.caps[item.gap], 1.0))
    return _beside(problem, solution, e, badge, broken, (x, cy), away, ())


def _beside(
    problem: Problem,
    solution: Solution,
    e: int,
    badge: Badge | None,
    broken: Break,
    centre: Point,
    side: int,
    on_line: tuple[Pill, ...],
) -> Marks:
    """Label, then pills (unless they stand on the line already), then flags, as one block beside a vertical."""
    sized, scale, edge = solution.sized, solution.sized.scale, problem.edges[e]
    radius = sized.badges[e]
    off = side * min(radius + 6.5 if radius else 10.0, FARTHEST)
    x, cy = centre
    rows = len(broken.lines) * scale.label_height
    pill_row = 0.0 if on_line or not edge.protocols else sized.pill_height(e) + 3
    top = cy - (rows + pill_row + sized.flags_height(e)) / 2
    align = "start" if side > 0 else "end"
    label = _text(solution, edge.label, broken, x + off, top, align)
    y = top + rows
    pills = list(on_line)
    if pill_row:
        at = x + off
        for n, width in enumerate(sized.pill_widths[e]):
            pills.append(_pill(solution, e, n, at + side * width / 2, y + 3 + sized.pill_height(e) / 2))
            at += side * (width + 8)
        y += pill_row
    flags = []
    for i, (text, lines, width) in enumerate(zip(edge.callouts, sized.flags[e], sized.flag_widths[e], strict=True)):
        left = x + off if side > 0 else x + off - width
        rect = Rect(snap(left), snap(y + 4), width, sized.flag_height(lines))
        stem = None
        if i == 0:
            stem = ((rect.x if side > 0 else rect.right, snap(rect.cy)), (snap(x), snap(rect.cy)))
        flags.append(make_flag(sized, text, lines, edge.id, rect, stem))
        y += rect.h + 4
    return Marks(badge, label, tuple(pills), tuple(flags))


def _on_vertical(problem: Problem, solution: Solution, line: Polyline, e: int, k: int) -> Marks:
    """Badge near the tail, label beside it; pills on the line towards the head."""
    sized, edge = solution.sized, problem.edges[e]
    classes, place = solution.classes, solution.placement
    a, b = classes.first[k], classes.second[k]
    block = solution.blocks[(a, b)]
    lane = next(lane for lane in block.lanes if lane.link == k)
    # A cloud reaches farther beyond its box than any pad says.
    ends = [place.cluster[c][1] for c in problem.clusters_of[a] if b not in problem.clusters[c].members]
    begins = [place.cluster[c][0] for c in problem.clusters_of[b] if a not in problem.clusters[c].members]
    top, bottom = max((place.bottom[a], *ends)), min((place.top[b], *begins))
    x = line[0][0]
    downward = problem.links[k].source == a
    on_line = () if lane.pills_beside else edge.protocols
    pill_height = sized.pill_height(e)
    spare = max(0.0, bottom - top - lane.taken)
    # Near the tail, but with a share of the spare run, so that a long vertical does not crowd its label at one end.
    alone = lane.band == lane.bands
    ease = spare / 2 if edge.both and alone else min(spare / 2, 16.0)
    # The label farther from the tail keeps off the other's with the rest.
    farther = lane.offset if downward or edge.both else lane.bands - lane.offset - lane.band
    rest = spare - ease - (ease / 2 if on_line else 0.0)
    apart = min(rest, STAGGERED_APART) if farther > 0.5 else 0.0
    if downward or edge.both:
        band_top = top + lane.start + lane.offset + ease + apart
    else:
        band_top = bottom - lane.start - (lane.bands - lane.offset) - ease - apart
    cy = band_top + lane.band / 2
    badge = _badge(solution, e, edge.number, x, cy)
    pills: list[Pill] = []
    if on_line:
        step = pill_height + 5
        if downward or edge.both:
            y = band_top + lane.bands - lane.offset + 5 + pill_height / 2 + ease / 2
        else:
            y = band_top - lane.offset - 5 - pill_height / 2 - ease / 2
            step = -step
        for n in range(len(on_line)):
            pills.append(_pill(solution, e, n, x, y))
            y += step
    return _beside(problem, solution, e, badge, lane.label, (x, cy), lane.side, tuple(pills))
