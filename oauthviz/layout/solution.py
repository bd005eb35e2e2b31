"""Solve one structure at one type size: heights, channels and widths, in two or three rounds.

Each round sorts the gaps by the heights of the round before and breaks the labels to the widths it left.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from msgspec import Struct

from oauthviz.core.geometry import Rect
from oauthviz.layout.columns import Gap, channel_gaps, label_caps
from oauthviz.layout.extents import LEAST_INSET, cluster_pads, separation
from oauthviz.layout.gaps import Item, Pin, build_items, order_items, side_ports
from oauthviz.layout.placement import Placement, Separation, place, straight_blocks, usual_heights
from oauthviz.layout.problem import Cluster, Problem
from oauthviz.layout.sizing import Sized
from oauthviz.layout.structure import Classes, Structure, classify
from oauthviz.layout.vertical import Block, arrange_block

BLOCK_WIDTHS = (1.0, 1.12, 1.25, 1.4, 1.6, 1.85, 2.2, 2.7, 3.4)
"""A column widens by these factors until no label of its verticals has more lines than the scale allows."""
ROOM_FOR_LINES = 30.0
"""Spare width in px from which labels of verticals take it to become less high."""
NARROWEST, WIDEST = 7.0, 14.0
"""Boxes' text width in label sizes, at least and at most."""
WIDEN, LEAST_SPARE = 0.6, 0.05
"""Share of the spare width that boxes take while labels want some of it too; px of it that are not worth a round."""
BALANCE_STEP = 0.4
"""Width in label sizes that a column gets at a time."""
FIRST_CAP = 11.0
"""Label width in the first round, in multiples of the label size."""


Price = Callable[["Problem", "Solution"], float]


class Solution(Struct):
    """A structure with all heights and channels at one scale. `width` is what it needs, `area` what there is.

    `plumb`: loops that run straight from box to box at the column's edge.
    """

    structure: Structure
    classes: Classes
    sized: Sized
    area: Rect
    widths: list[float]
    heights: list[float]
    blocks: dict[tuple[int, int], Block]
    gaps: list[list[Item]]
    ports: dict[tuple[int, int], list[Pin]]
    caps: list[float]
    parts: list[Gap]
    placement: Placement
    sides: dict[tuple[int, int], int]
    separations: tuple[Separation, ...]
    plumb: frozenset[int] = frozenset()

    @property
    def usual(self) -> list[float]:
        """What the boxes' heights are compared with, in px."""
        return usual_heights(self.structure, self.area, self.heights)

    @property
    def width(self) -> float:
        return sum(self.widths) + sum(p.left_width + p.layer + p.right_width for p in self.parts)

    @property
    def fits(self) -> bool:
        """Whether everything lies inside the area."""
        return self.placement.overflow < 0.1 and self.width <= self.area.w + 0.1


def solve(
    problem: Problem, structure: Structure, sized: Sized, area: Rect, factor: float, price: Price, rounds: int
) -> Solution | None:
    """The cheapest by `price` of the solutions that `solutions` finds; None where there is none."""
    found = solutions(problem, structure, sized, area, factor, rounds)
    return min(found, key=lambda solution: price(problem, solution), default=None)


def solutions(
    problem: Problem, structure: Structure, sized: Sized, area: Rect, factor: float, rounds: int
) -> list[Solution]:
    """Solve `structure` at `sized`'s scale; `factor` is the boxes' text width in label sizes in the first round.

    Each round gives the boxes the width that the one before left over or lacked. Widths and heights feed back into each
    other, so the rounds need not converge: what each of them found is returned, up to the first that leaves things as
    an earlier one did. Nothing where the structure contradicts itself (a cluster's frame around a foreign box, say).
    """
    classes = classify(problem, structure)
    if not clusters_are_whole(problem, structure, classes):
        return []
    gaps = build_items(problem, structure, classes)
    caps = [FIRST_CAP * sized.scale.label] * len(gaps)
    per_px = 1 / (len(structure.columns) * sized.scale.label)
    every: list[Solution] = []
    seen: list[object] = []
    calm = False
    separations: list[Separation] = []
    before: Placement | None = None
    pin_height: dict[Pin, float] = {}
    middles: list[float] = []
    most_lines = sized.scale.most_lines
    pad = 2 * sized.scale.pad
    widths = _box_widths(problem, structure, sized, factor)
    for turn in range(rounds):
        widths, blocks = _column_widths(problem, classes, sized, widths, most_lines)
        heights = [sized.box_text(b, widths[classes.column[b]] - pad).least_height for b in range(problem.size)]
        if not turn:
            pin_height, middles = _stack(problem, structure, sized, area, heights, blocks)
        order_items(problem, gaps, pin_height, middles)
        sides = _cluster_sides(problem, classes, gaps, middles, heights)
        _sort_by_sides(len(problem.clusters), gaps, sides)
        ports = side_ports(problem, classes, gaps)
        _ask_for_ports(sized, ports, heights)
        usual = usual_heights(structure, area, heights)
        placement = place(
            problem,
            structure,
            classes,
            sized,
            area,
            heights,
            usual,
            gaps,
            ports,
            blocks,
            caps,
            sides,
            separations,
            before,
        )
        if placement is None:
            break
        parts = channel_gaps(problem, structure, classes, sized, placement, gaps, caps)
        items, held = [list(g) for g in gaps], tuple(separations)
        found = Solution(
            structure, classes, sized, area, widths, heights, blocks, items, ports, caps, parts, placement, sides, held
        )
        every.append(found)
        if turn == rounds - 1:
            break
        spare = area.w - found.width
        if placement.overflow > 0.1 and spare > ROOM_FOR_LINES:
            # Too high and not too wide: labels beside verticals get fewer lines.
            most_lines = max(1, most_lines - 1)
        spare = 0.0 if abs(spare) < LEAST_SPARE else spare
        share = 1.0 if spare < 0 or calm else WIDEN
        factor = min(WIDEST, max(NARROWEST, factor + spare * share * per_px))
        widths = _box_widths(problem, structure, sized, factor)
        if placement.overflow > 0.1:
            widths = _balanced(problem, structure, sized, widths, blocks)
        fixed = sum(found.widths) + sum(p.left_width + p.right_width for p in parts)
        room = label_caps(problem, sized, gaps, parts, area.w - fixed)
        calm, caps = room == caps, room
        separations += _separations(gaps, parts)
        before, pin_height = placement, placement.pin
        middles = [(t + b) / 2 for t, b in zip(placement.top, placement.bottom, strict=True)]
        state = (widths, factor, most_lines, caps, len(separations), pin_height, placement.item, middles)
        if state in seen:
            break
        seen.append(state)
    return every


def _separations(gaps: list[list[Item]], parts: list[Gap]) -> list[Separation]:
    """What the next round must hold apart: pins that would share a stretch of line with another item's level."""
    found: list[Separation] = []
    for items, part in zip(gaps, parts, strict=True):
        for channel, right in ((part.left, False), (part.right, True)):
            for a, b, n, below, px in channel.clashes:
                pins = items[b].right if right else items[b].left
                if items[b].loop:
                    pins = items[b].left or items[b].right
                found.append((items[a].link, items[a].gap, pins[n], below, px))
    return found


def _ask_for_ports(sized: Sized, ports: dict[tuple[int, int], list[Pin]], heights: list[float]) -> None:
    for (box, _), pins in ports.items():
        need = 2 * sized.scale.corner + (len(pins) - 1) * sized.scale.port_gap
        heights[box] = max(heights[box], need)


def clusters_are_whole(problem: Problem, structure: Structure, classes: Classes) -> bool:
    """Each cluster's boxes stand together, in neighbouring columns, with no foreign box between or beside."""
    n = problem.size
    for cluster in problem.clusters:
        columns: dict[int, list[int]] = {}
        for b in sorted(cluster.members):
            columns.setdefault(classes.column[b], []).append(classes.position[b])
        low, high = min(columns), max(columns)
        for c in range(low, high + 1):
            if c not in columns:
                return False
            entries = structure.columns[c]
            first, last = min(columns[c]), max(columns[c])
            if any(e < n and e not in cluster.members for e in entries[first : last + 1]):
                return False
    return _orders_agree(problem, classes)


def _orders_agree(problem: Problem, classes: Classes) -> bool:
    """Two clusters that share columns stand in the same order in each, and so do foreign boxes beside wide clusters."""
    for i, a in enumerate(problem.clusters):
        spans_a = {classes.column[m] for m in a.members}
        for b in problem.clusters[i + 1 :]:
            if a.members & b.members:
                continue
            orders = set()
            for c in sorted(spans_a & {classes.column[m] for m in b.members}):
                ya = min(classes.position[m] for m in a.members if classes.column[m] == c)
                yb = min(classes.position[m] for m in b.members if classes.column[m] == c)
                orders.add(ya < yb)
            if len(orders) > 1:
                return False
    return True


def _box_widths(problem: Problem, structure: Structure, sized: Sized, factor: float) -> list[float]:
    """Each column's width by its boxes' texts alone."""
    n = problem.size
    return [max((sized.box_width(b, factor) for b in entries if b < n), default=20.0) for entries in structure.columns]


def _balanced(
    problem: Problem,
    structure: Structure,
    sized: Sized,
    widths: Sequence[float],
    blocks: dict[tuple[int, int], Block],
) -> list[float]:
    """The same width in all, dealt out so that the highest column becomes as low as it can.

    Every column gets what its longest word needs; the rest goes, step by step, to the column that is highest then.
    """
    scale = sized.scale
    found = _box_widths(problem, structure, sized, NARROWEST)
    boxes = [[e for e in entries if e < problem.size] for entries in structure.columns]
    between = [
        sum(sum(separation(problem, scale, a, b, blocks.get((a, b)))) for a, b in itertools.pairwise(own))
        for own in boxes
    ]

    def height(c: int) -> float:
        return between[c] + sum(sized.box_text(b, found[c] - 2 * scale.pad).least_height for b in boxes[c])

    heights = [height(c) for c in range(len(found))]
    step = BALANCE_STEP * scale.label
    most = WIDEST * scale.label + 2 * scale.pad
    for _ in range(int((sum(widths) - sum(found)) / step)):
        open_ones = [c for c in range(len(found)) if found[c] + step <= most]
        if not open_ones:
            break
        c = max(open_ones, key=lambda c: (heights[c], -c))
        found[c] += step
        heights[c] = height(c)
    return found


def _column_widths(
    problem: Problem, classes: Classes, sized: Sized, natural_widths: Sequence[float], most_lines: int
) -> tuple[list[float], dict[tuple[int, int], Block]]:
    """The columns' widths, as much wider than their boxes need as labels of verticals ask for; and the verticals."""
    widths = list(natural_widths)
    for cluster in problem.clusters:
        first, *others = {classes.column[b] for b in sorted(cluster.members)}
        if not others and cluster.named and cluster.shape != "cloud":
            room = 2 * (LEAST_INSET - cluster_pads(cluster, sized.scale)[0])
            widths[first] = max(widths[first], sized.heading_width(cluster.index) + room)
    pairs = straight_blocks(classes)
    chosen: dict[tuple[int, int], Block] = {}
    for (a, _), links in pairs.items():
        c = classes.column[a]
        natural = widths[c]
        fallback: tuple[float, Block] | None = None
        for times in BLOCK_WIDTHS:
            width = natural * times
            block = arrange_block(problem, sized, classes.carrier, links, a, width)
            if block is None:
                continue
            if fallback is None:
                fallback = (width, block)
            if block.most_lines <= most_lines:
                fallback = (width, block)
                break
        if fallback is None:
            width = natural * BLOCK_WIDTHS[-1] * 2
            block = arrange_block(problem, sized, classes.carrier, links, a, width)
            if block is not None:
                fallback = (width, block)
        if fallback is not None:
            widths[c] = max(widths[c], fallback[0])
    for (a, b), links in pairs.items():
        lean = heading_below(problem, a, b)
        block = arrange_block(problem, sized, classes.carrier, links, a, widths[classes.column[a]], lean)
        if block is not None:
            chosen[(a, b)] = block
    return widths, chosen


def heading_below(problem: Problem, upper: int, lower: int) -> bool:
    """Whether verticals between two boxes pass the heading of a frame that begins between them."""
    frames = [problem.clusters[c] for c in problem.clusters_of[lower] if upper not in problem.clusters[c].members]
    return any(frame.named and frame.shape != "cloud" for frame in frames)


def _stack(
    problem: Problem,
    structure: Structure,
    sized: Sized,
    area: Rect,
    heights: list[float],
    blocks: dict[tuple[int, int], Block],
) -> tuple[dict[Pin, float], list[float]]:
    """First guess of the heights: each column stacked, its slack shared evenly."""
    n = problem.size
    pins: dict[Pin, float] = {}
    middles = [0.0] * n
    for c, entries in enumerate(structure.columns):
        seps = []
        for a, b in itertools.pairwise(entries):
            both = a < n and b < n
            seps.append(sum(separation(problem, sized.scale, a, b, blocks.get((a, b)))) if both else 14.0)
        own = [heights[e] if e < n else 10.0 for e in entries]
        slack = max(0.0, area.h - sum(own) - sum(seps)) / (len(entries) + 1)
        y = area.y + slack
        for i, e in enumerate(entries):
            if e < n:
                middles[e] = y + own[i] / 2
            else:
                pins[("pass", e - n, c, 0, 0)] = y + own[i] / 2
            y += own[i] + slack + (seps[i] if i < len(seps) else 0.0)
    return pins, middles


def _cluster_sides(
    problem: Problem, classes: Classes, gaps: list[list[Item]], middles: list[float], heights: list[float]
) -> dict[tuple[int, int], int]:
    """Whether a label in a gap inside a cluster's columns lies in the frame, above or below it.

    It lies where its ends lie that are no members. The order within columns tells, for boxes that share none with the
    cluster the order of their own clusters, else the heights.
    """
    sides: dict[tuple[int, int], int] = {}
    for c, cluster in enumerate(problem.clusters):
        members = sorted(cluster.members)
        columns = [classes.column[b] for b in members]
        low, high = min(columns), max(columns)
        if low == high:
            continue
        top = min(middles[b] - heights[b] / 2 for b in members) - 25
        bottom = max(middles[b] + heights[b] / 2 for b in members) + 8
        for g in range(low + 1, high + 1):
            for item in gaps[g]:
                if not item.labelled:
                    continue
                link = problem.links[item.link]
                ends = [b for b in (link.source, link.target) if b not in cluster.members]
                known = {_order_of(problem, classes, b, cluster) for b in ends}
                side = 0
                if len(known) == 1 and 0 not in known:
                    (side,) = known
                elif ends:
                    mean = sum(middles[b] for b in ends) / len(ends)
                    side = 1 if mean > bottom else -1 if mean < top else 0
                sides[(c, item.link)] = side
    return sides


def _order_of(problem: Problem, classes: Classes, box: int, cluster: Cluster) -> int:
    """Whether a box stands above (-1) or below (1) a cluster that it is no member of, by the columns; 0: unknown."""
    found = _compare(classes, (box,), sorted(cluster.members))
    for c in problem.clusters_of[box]:
        if not found and not problem.clusters[c].members & cluster.members:
            found = _compare(classes, sorted(problem.clusters[c].members), sorted(cluster.members))
    return found


def _compare(classes: Classes, some: Sequence[int], others: Sequence[int]) -> int:
    for a in some:
        for b in others:
            if classes.column[a] == classes.column[b]:
                return -1 if classes.position[a] < classes.position[b] else 1
    return 0


def _sort_by_sides(clusters: int, gaps: list[list[Item]], sides: dict[tuple[int, int], int]) -> None:
    """In each gap: labels above a frame before those inside it, these before those below; else the order stays."""
    for items in gaps:
        for c in range(clusters):
            places = [i for i, item in enumerate(items) if item.labelled and (c, item.link) in sides]
            own = sorted((items[i] for i in places), key=lambda item: sides[(c, item.link)])
            for i, item in zip(places, own, strict=True):
                items[i] = item
