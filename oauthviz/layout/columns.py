"""Columns and gaps in x: how wide each must be, and how the canvas's width is shared out."""

from __future__ import annotations

from msgspec import Struct

from oauthviz.core.geometry import Rect
from oauthviz.core.numbers import snap
from oauthviz.layout.channels import Channel, Net, route_channel
from oauthviz.layout.extents import side_pad
from oauthviz.layout.gaps import LEFT, Item
from oauthviz.layout.placement import Placement
from oauthviz.layout.problem import Problem
from oauthviz.layout.sizing import Sized
from oauthviz.layout.structure import Classes, Structure

GROW_SHARE = 0.7
"""Share of the spare width that goes to the boxes; the rest widens the gaps."""
GROW_MOST = 0.4
"""Boxes grow at most by this share of their natural width."""
BADGE_CLEAR, LABEL_CLEAR = 5.0, 7.0
"""px between a badge, or a loop's label, and a line beside it."""
BARE_CLEAR = 5.0
"""px by which a bare line keeps farther from a loop's label than the extents say, which count on another's own."""
WIDE_BADGE, FARTHER = 10.8, 1.35
"""Radius in px up to which a badge leaves its label near enough to its own line; of what is beyond, so much more is
what other lines keep away from the label."""
SHORT_LINE, LONG_LINE = 9.0, 14.5
"""In label sizes: up to the first a label stands on one line, up to the second on two."""
NARROW = 5.5
"""In label sizes: no label is broken narrower than this to save width, unless nothing else fits."""


class Gap(Struct):
    """A gap's channels and widths in px: `left` and `right` channels, `layer` for the labels between.

    `left_tracks`, `right_tracks`: distance of each track from its first, and last the room that they take in all.
    """

    left: Channel
    right: Channel
    left_width: float
    right_width: float
    layer: float
    layer_indent: float
    left_pad: float
    right_pad: float
    left_tracks: tuple[float, ...]
    right_tracks: tuple[float, ...]


class Columns(Struct):
    """x of everything: each column's left and right edge, each gap's label layer."""

    left: list[float]
    right: list[float]
    layer_left: list[float]
    layer_right: list[float]

    def span(self, column: int) -> tuple[float, float]:
        """Where the frames of a column's boxes begin, and how wide they are drawn."""
        x = snap(self.left[column])
        return x, snap(self.right[column]) - x


def channel_gaps(
    problem: Problem,
    structure: Structure,
    classes: Classes,
    sized: Sized,
    placement: Placement,
    gaps: list[list[Item]],
    caps: list[float],
    plumb: frozenset[int] = frozenset(),
) -> list[Gap]:
    """Route both channels of every gap and say how wide each part must be; `plumb` loops run in no channel."""
    result = []
    last = len(structure.columns)
    for g, items in enumerate(gaps):
        lefts: list[Net] = []
        rights: list[Net] = []
        for n, item in enumerate(items):
            radius = sized.badges[item.edge] if item.labelled else 0.0
            if item.link in plumb:
                continue
            if item.loop:
                pins = item.left or item.right
                ends = tuple(placement.pin[p] for p in pins)
                place = (item.link, g)
                mark, reach = placement.item[place], (0.0, 0.0)
                if item.labelled:
                    up, down = placement.extents[place]
                    reach = up + BARE_CLEAR, down + BARE_CLEAR
                net = Net(n, ends, None, max(radius, 4.0), mark, reach)
                (rights if pins[0][2] == LEFT else lefts).append(net)
                continue
            level = placement.item[(item.link, g)]
            lefts.append(Net(n, tuple(placement.pin[p] for p in item.left), level))
            rights.append(Net(n, tuple(placement.pin[p] for p in item.right), level))
        left, right = route_channel(lefts), route_channel(rights)
        pad_left = _frame_pad(problem, classes, sized, g - 1, 1) if g > 0 else 0.0
        pad_right = _frame_pad(problem, classes, sized, g, 0) if g < last else 0.0
        tracks = (
            _tracks(sized, items, lefts, left, placement, caps[g]),
            _tracks(sized, items, rights, right, placement, caps[g]),
        )
        result.append(_widths(problem, sized, items, g, last, left, right, pad_left, pad_right, caps[g], tracks))
    return result


def _tracks(
    sized: Sized, items: list[Item], nets: list[Net], channel: Channel, placement: Placement, cap: float
) -> tuple[float, ...]:
    """Where the tracks lie. A loop whose label would meet a vertical farther out gets room for it."""
    widths = [sized.scale.track] * channel.tracks
    by_key = {net.key: net for net in nets}
    for key, track in channel.track.items():
        item = items[key]
        if not item.loop or not item.labelled:
            continue
        level = placement.item[(item.link, item.gap)]
        up, down = placement.extents[(item.link, item.gap)]
        blocked = any(
            other > track and by_key[k].low < level + down + 4 and by_key[k].high > level - up - 4
            for k, other in channel.track.items()
        )
        middle, badge = by_key[key].middle, by_key[key].badge
        beside = any(
            other == track - 1 and by_key[k].low < middle + badge and by_key[k].high > middle - badge
            for k, other in channel.track.items()
        )
        if beside:
            # The badge must not lie on the vertical one track nearer to the boxes.
            widths[track - 1] = max(widths[track - 1], badge + BADGE_CLEAR)
        if blocked:
            widths[track] = max(widths[track], _loop_width(sized, item, cap) + sized.scale.track + LABEL_CLEAR)
    offsets = [0.0]
    for width in widths:
        offsets.append(offsets[-1] + width)
    return tuple(offsets)


def _frame_pad(problem: Problem, classes: Classes, sized: Sized, column: int, end: int) -> float:
    """Room that frames ending at this column take in the gap beside it (`end` 1: on its right, 0: on its left)."""
    pad = 0.0
    for cluster in problem.clusters:
        columns = [classes.column[b] for b in sorted(cluster.members)]
        if (max(columns) if end else min(columns)) == column:
            pad = max(pad, side_pad(problem, classes, sized.scale, cluster, bool(end)))
    return pad


def _widths(
    problem: Problem,
    sized: Sized,
    items: list[Item],
    gap: int,
    last: int,
    left: Channel,
    right: Channel,
    pad_left: float,
    pad_right: float,
    cap: float,
    tracks: tuple[tuple[float, ...], tuple[float, ...]],
) -> Gap:
    scale = sized.scale
    outer = gap in (0, last)
    if not items:
        edge = 0.0 if outer else 6.0
        return Gap(
            left, right, pad_left + edge, pad_right + edge, 0.0 if outer else 4.0, 0.0, pad_left, pad_right, *tracks
        )
    busy = bool(left.tracks or right.tracks)
    widest = max((sized.badges[item.edge] for item in items if item.labelled), default=0.0)
    indent = (scale.badge * 2 + 7 if busy else 21.0) + 2 * max(0.0, widest - scale.badge)
    layer = 0.0
    for item in items:
        layer = max(layer, item_width(problem, sized, item, cap, indent))
    loops = any(i.loop for i in items)
    left_width = right_width = 0.0
    if gap > 0:
        left_width = pad_left + (scale.lead + tracks[0][-1] if left.tracks else scale.clear)
    if gap < last:
        right_width = pad_right + (scale.lead + tracks[1][-1] if right.tracks else scale.clear)
    if outer and loops:
        layer += 2.0
    return Gap(left, right, left_width, right_width, layer, indent, pad_left, pad_right, *tracks)


def item_width(problem: Problem, sized: Sized, item: Item, cap: float, indent: float) -> float:
    """Width that an item takes in the label layer when its label may be `cap` px wide."""
    if not item.labelled:
        return 8.0
    edge = item.edge
    label = sized.wrap(edge, cap).width
    pills = sized.pills_width(edge)
    flags = max(sized.flag_widths[edge], default=0.0)
    radius = sized.badges[edge]
    if item.loop:
        return _loop_width(sized, item, cap)
    if problem.centred(edge):
        # Badge and pills stand side by side under the label; in a dense picture one below the other.
        on_line = max(2 * radius, pills) if problem.dense else 2 * radius + (pills + 8 if pills else 0.0)
        return max(label + 2 * _farther(radius), flags, on_line) + 8
    lead = indent if radius else 6.0
    return lead + max(label, pills + (10 if pills else 0), flags)


def _loop_width(sized: Sized, item: Item, cap: float) -> float:
    """From a loop's vertical to the far end of its label."""
    edge = item.edge
    flags = max(sized.flag_widths[edge], default=0.0)
    radius = sized.badges[edge]
    return max(sized.wrap(edge, cap).width, flags + 16, sized.pills_width(edge)) + radius + 8 + _farther(radius)


def _farther(radius: float) -> float:
    """Px that lines keep away from a label beyond the usual: a wide badge pushes the label away from its own line."""
    return FARTHER * max(0.0, radius - WIDE_BADGE)


def label_caps(problem: Problem, sized: Sized, gaps: list[list[Item]], parts: list[Gap], room: float) -> list[float]:
    """Share `room` px over the gaps' label layers: one common cap, below which a gap takes only what it needs.

    Returns the label widths by gap; the narrowest there are where not even those fit.
    """
    least, most = [], []
    for g, items in enumerate(gaps):
        low = high = 0.0
        for item in items:
            indent = parts[g].layer_indent
            low = max(low, item_width(problem, sized, item, NARROW * sized.scale.label, indent))
            high = max(high, item_width(problem, sized, item, _wanted(sized, item.edge), indent))
        if not items:
            low = high = parts[g].layer
        least.append(low)
        most.append(high)
    most = [max(a, b) for a, b in zip(least, most, strict=True)]
    low, high = 0.0, max(most, default=0.0)
    for _ in range(14):
        middle = (low + high) / 2
        total = sum([min(m, max(middle, q)) for q, m in zip(least, most, strict=True)])
        if total <= room:
            low = middle
        else:
            high = middle
    caps = []
    for g, items in enumerate(gaps):
        layer = min(most[g], max(low, least[g]))
        caps.append(
            max(1.0, max((label_room(problem, sized, i, layer, parts[g].layer_indent) for i in items), default=1.0))
        )
    return caps


def _wanted(sized: Sized, edge: int) -> float:
    """The width that a label asks for: one line if it is short, else two, three where two would still be long.

    Wider lines would only take from the boxes what their names need more.
    """
    size = sized.scale.label
    ways = sized.label_breaks[edge]
    for lines, most in ((1, SHORT_LINE), (2, LONG_LINE)):
        way = next((w for w in ways if len(w.lines) == lines), None)
        if way is not None and way.width <= most * size:
            return way.width
    return next((w for w in ways if len(w.lines) >= 3), ways[-1]).width


def label_room(problem: Problem, sized: Sized, item: Item, layer: float, indent: float) -> float:
    """Width in px that an item's label may have in a layer so wide."""
    if not item.labelled:
        return 1.0
    radius = sized.badges[item.edge]
    if item.loop:
        return layer - radius - 8
    if problem.centred(item.edge):
        return layer - 8 - 2 * _farther(radius)
    return layer - (indent if radius else 6.0)


def set_columns(area: Rect, widths: list[float], gaps: list[list[Item]], parts: list[Gap]) -> Columns:
    """Share the area's width out: boxes grow a little, gaps that carry arrows take the rest."""
    total = sum(widths) + sum(p.left_width + p.layer + p.right_width for p in parts)
    slack = max(0.0, area.w - total)
    count = len(widths)
    inner = [g for g in range(1, count) if gaps[g]]
    if inner:
        grown = _grown(widths, min(slack * GROW_SHARE, sum(widths) * GROW_MOST))
    else:
        grown = _grown(widths, min(slack, sum(widths) * 0.5))
    rest = slack - (sum(grown) - sum(widths))
    columns = Columns([], [], [], [])
    x = area.x
    if not inner:
        x += rest / 2
    extra = rest / len(inner) if inner else 0.0
    for g, part in enumerate(parts):
        x += part.left_width
        columns.layer_left.append(x)
        x += part.layer + (extra if g in inner else 0.0)
        columns.layer_right.append(x)
        x += part.right_width
        if g < count:
            columns.left.append(x)
            x += grown[g]
            columns.right.append(x)
    return columns


def _grown(widths: list[float], room: float) -> list[float]:
    """Widths grown by `room` px in all, half of it by making the narrow ones equal, half in proportion."""
    level = min(widths)
    for wide in sorted(set(widths)):
        need = sum(max(0.0, wide - w) for w in widths)
        if need > room / 2:
            break
        level = wide
    below = [w for w in widths if w <= level]
    spent = sum(level - w for w in below)
    level += max(0.0, room / 2 - spent) / len(below) if level < max(widths) else 0.0
    evened = [max(w, level) for w in widths]
    factor = 1 + (room - (sum(evened) - sum(widths))) / sum(evened)
    return [w * factor for w in evened]
