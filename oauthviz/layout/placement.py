"""Placement: all heights at once, as one linear programme.

The idea: boxes may grow cheaply while every px that an arrow climbs costs much, so that the optimum makes boxes span
their partners' rows and arrows run dead straight. Overflow below the area is soft, so that an arrangement that does
not fit still says by how much.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from msgspec import Struct

from oauthviz.core.geometry import Rect
from oauthviz.core.numbers import snap
from oauthviz.layout.extents import item_extent, separation
from oauthviz.layout.framing import EDGE_ALIGN, hold_side, keep_clusters_apart, set_frames
from oauthviz.layout.gaps import Item, Pin
from oauthviz.layout.lp import GRID, LinearProgram
from oauthviz.layout.problem import Problem
from oauthviz.layout.roominess import keep_off_corners, leave_room, longer_legs, longer_verticals, wider_gaps
from oauthviz.layout.scale import Scale
from oauthviz.layout.sizing import Sized
from oauthviz.layout.solver import Basis
from oauthviz.layout.structure import STRAIGHT, Classes, Structure
from oauthviz.layout.vertical import Block

# Weights, in cost per px. The climb of an arrow is the unit.
CLIMB = 1.0
RELUCTANT, RESIGNED, CLIMB_HALF = 10.0, 0.6, 40.0
"""Bounds of the factor on a climb's charge, and the px that it is divided by."""
GROW_EASY = 0.02
GROW = 0.18
GROW_TALL = 0.3
GROW_GIANT = 0.5
PORT_CENTRE = 0.03
HOLE, HOLE_FREE = 0.3, 60.0
"""Charge on a column's largest gap between boxes, and the px of it that are free."""
LOOP_LENGTH = 0.4
NEAR_TAIL = 0.05
"""Charge on what a plumb loop's badge and label keep from its tail: beside them its head would be lost."""
TOO_CLOSE = 40.0
"""Charge on what a pin lacks of its distance to another item's level."""
PULLED = 1.5
"""Charge on what a box lacks of where it is pulled to."""
OVERFLOW = 60.0
SPARE_BOX = 0.5
SPARE_ITEM = 1.2
SPARE_MORE = 0.45
SPARE_PASS, PASSING_ROOM = 1.0, 14.0
"""What each px is worth by which passing links keep farther off than they must, and at most how many there are."""
EASY = 1.3
"""Up to this multiple of its natural height a box grows for alignment alone."""
TALL, GIANT = 2.2, 2.9
"""Beyond the first multiple a box looks tall and growth costs more; beyond the second it looks like a giant."""


EVEN_SHARE, FEWEST = 0.5, 3
"""Where there are few boxes for the area's height, so much of an even share of it is a usual height for a box; shared
by so many at least."""
PASSING = 14.0
"""px between a passing link and what stands above or below it."""
TURN_TAIL, TURN_BEND = 10.0, 14.0
"""px of the upright run of a turned link: at a tail, and for the bend."""

Separation = tuple[int, int, Pin, bool, float]
"""An item (its link and gap), a pin, whether the pin lies below the item's level, and by how many px at least."""


class Pull(Struct, frozen=True):
    """A box that is to begin as high as another one, or with `at_top` false to end as low."""

    box: int
    like: int
    at_top: bool


class Placement(Struct):
    """Heights in px: boxes' tops and bottoms, pins (ports and passing links), items, clusters' frames.

    `basis`: where the solver found them.
    """

    top: list[float]
    bottom: list[float]
    pin: dict[Pin, float]
    item: dict[tuple[int, int], float]
    cluster: dict[int, tuple[float, float]]
    overflow: float
    extents: dict[tuple[int, int], tuple[float, float]]
    basis: Basis | None


def place(
    problem: Problem,
    structure: Structure,
    classes: Classes,
    sized: Sized,
    area: Rect,
    heights: list[float],
    usual: Sequence[float],
    gaps: list[list[Item]],
    ports: dict[tuple[int, int], list[Pin]],
    blocks: dict[tuple[int, int], Block],
    caps: list[float],
    sides: dict[tuple[int, int], int],
    separations: Sequence[Separation] = (),
    before: Placement | None = None,
    plumb: frozenset[int] = frozenset(),
    pulls: Sequence[Pull] = (),
    roomy: frozenset[int] | None = None,
) -> Placement | None:
    """Solve for all heights. `heights` are the boxes' least ones, `usual` those that they are compared with.

    `caps` are the label widths by gap.

    `separations` keep pins off other items' levels. `sides[(cluster, item's link)]` says for a labelled item in a gap
    that a cluster spans whether it lies above (-1), inside (0) or below (1) that cluster's frame. `before` is the
    solution of the round before, whose short climbs are now charged more. `plumb` are the loops that run straight from
    box to box, `pulls` what should begin or end like others. `roomy`: what is free becomes room in these boxes, between
    all of them, and beside ports. Returns None where the rows contradict each other.
    """
    scale = sized.scale
    n = problem.size
    lp = LinearProgram()
    overflow = lp.variable(0.0, cost=OVERFLOW)
    spare_box = lp.variable(0.0, scale.grow * 40.0, -SPARE_BOX)
    spare_item = lp.variable(0.0, scale.grow * 12.0, -SPARE_ITEM)
    spare_more = lp.variable(0.0, scale.grow * 14.0, -SPARE_MORE)
    spare_pass = lp.variable(0.0, scale.grow * PASSING_ROOM, -SPARE_PASS)
    top, bottom = [], []
    for box in range(n):
        t = lp.variable(area.y)
        b = lp.variable(area.y)
        top.append(t)
        bottom.append(b)
        lp.apart(b, t, heights[box])
        if roomy is not None and box in roomy:
            leave_room(lp, scale, t, b, heights[box])
        lp.at_least({overflow: 1.0, b: -1.0}, -area.bottom)
        lp.charge(b, GROW_EASY)
        lp.charge(t, -GROW_EASY)
        for height, weight in (
            (EASY * heights[box], GROW - GROW_EASY),
            (TALL * usual[box], GROW_TALL),
            (GIANT * usual[box], GROW_GIANT),
        ):
            over = lp.variable(0.0, cost=weight)
            lp.at_least({over: 1.0, b: -1.0, t: 1.0}, -height)
    frames = set_frames(problem, structure, lp, scale, area, top, bottom, overflow)
    pin: dict[Pin, int] = {}
    _place_ports(lp, scale, ports, top, bottom, pin)
    if roomy is not None:
        for (box, _), pins in ports.items():
            bar = sized.metrics.window_strip if box in roomy and problem.diagram.nodes[box].window else 0.0
            keep_off_corners(lp, scale, top[box], bottom[box], [pin[p] for p in pins], bar)
    for c, entries in enumerate(structure.columns):
        for entry in entries:
            if entry >= n:
                v = lp.variable(area.y + 6)
                pin[("pass", entry - n, c, 0, 0)] = v
                lp.at_least({overflow: 1.0, v: -1.0}, 6 - area.bottom)
    extents, item = _place_items(problem, lp, sized, area, gaps, caps, overflow, spare_item, spare_more)
    _stack_columns(
        problem, structure, classes, lp, scale, area, top, bottom, pin, blocks, spare_box, spare_pass, roomy is not None
    )
    keep_clusters_apart(problem, structure, classes, lp, top, bottom, pin, frames, blocks, spare_pass)
    for (cluster, link), side in sides.items():
        for items in gaps:
            for i in items:
                if i.link == link and i.labelled and cluster in frames:
                    hold_side(
                        lp,
                        scale,
                        frames[cluster],
                        problem.clusters[cluster],
                        item[(link, i.gap)],
                        extents[(link, i.gap)],
                        side,
                    )
    for items in gaps:
        for i in items:
            v = item[(i.link, i.gap)]
            if i.link in plumb:
                a, b = classes.first[i.link], classes.second[i.link]
                above, _, below = separation(problem, scale, a, b, None)
                up, down = (max(e, sized.badges[i.edge] + 8) for e in extents[(i.link, i.gap)])
                lp.apart(v, bottom[a], above + up)
                lp.apart(top[b], v, below + down)
                lp.charge(top[b], LOOP_LENGTH)
                lp.charge(bottom[a], -LOOP_LENGTH)
                lp.charge(v, NEAR_TAIL if problem.links[i.link].source == a else -NEAR_TAIL)
                continue
            if i.loop:
                upper, lower = (pin[end] for end in i.left or i.right)
                least = max(extents[(i.link, i.gap)][0] * 0.5, sized.badges[i.edge] + 8)
                longer = {} if roomy is None else {longer_legs(lp, scale): -1.0}
                lp.at_least({v: 1.0, upper: -1.0, **longer}, least)
                lp.at_least({lower: 1.0, v: -1.0, **longer}, least)
                lp.charge(lower, LOOP_LENGTH)
                lp.charge(upper, -LOOP_LENGTH)
                continue
            for p in (*i.left, *i.right):
                lp.distance(pin[p], v, CLIMB * _reluctance(before, p, (i.link, i.gap)))
    for link, gap, end, below, px in separations:
        level = item[(link, gap)]
        low, high = (pin[end], level) if below else (level, pin[end])
        # Not at any price: what would contradict the order of the boxes may stay close.
        short = lp.variable(0.0, cost=TOO_CLOSE)
        lp.at_least({low: 1.0, high: -1.0, short: 1.0}, px)
    for pull in pulls:
        low, high = (top[pull.like], top[pull.box]) if pull.at_top else (bottom[pull.box], bottom[pull.like])
        lack = lp.variable(0.0, cost=PULLED)
        lp.at_least({lack: 1.0, low: 1.0, high: -1.0}, 0.0)
    values = lp.solve(before.basis if before is not None else None)
    if values is None:
        return None
    found = Placement(
        [values[v] for v in top],
        [values[v] for v in bottom],
        {p: values[v] for p, v in pin.items()},
        {key: values[v] for key, v in item.items()},
        {c: (values[a], values[b]) for c, (a, b) in frames.items()},
        values[overflow],
        extents,
        lp.basis,
    )
    return _centred(found, area)


def usual_heights(structure: Structure, area: Rect, heights: Sequence[float]) -> list[float]:
    """What boxes' heights are compared with, in px: what they need (`heights`), or what the fullest column leaves each.

    A box for a few words may be higher than these need without being a giant, where it has others to stand level with.
    """
    most = max(sum(entry < len(heights) for entry in entries) for entries in structure.columns)
    share = EVEN_SHARE * area.h / max(FEWEST, most) if most > 1 else 0.0
    return [max(height, share) for height in heights]


def _centred(found: Placement, area: Rect) -> Placement:
    """The same heights with as much free room above as below; what fills its area stays."""
    highs = [*found.top, *(t for t, _ in found.cluster.values())]
    lows = [*found.bottom, *(b for _, b in found.cluster.values())]
    highs += [y - found.extents[key][0] for key, y in found.item.items()]
    lows += [y + found.extents[key][1] for key, y in found.item.items()]
    highs += found.pin.values()
    lows += found.pin.values()
    shift = snap(((area.bottom - max(lows)) - (min(highs) - area.y)) / 2, GRID)
    if found.overflow > 0 or abs(shift) < 1.0:
        return found
    return Placement(
        [y + shift for y in found.top],
        [y + shift for y in found.bottom],
        {p: y + shift for p, y in found.pin.items()},
        {key: y + shift for key, y in found.item.items()},
        {c: (a + shift, b + shift) for c, (a, b) in found.cluster.items()},
        found.overflow,
        found.extents,
        found.basis,
    )


def _reluctance(before: Placement | None, pin: Pin, item: tuple[int, int]) -> float:
    """How much more than usual a climb is charged: the shorter it was, the more, so that bends become few.

    Reweighted L1 minimisation (Candes, Wakin and Boyd 2008): sums of distances turn into counts of bends.
    """
    if before is None or pin not in before.pin or item not in before.item:
        return 1.0
    return min(RELUCTANT, max(RESIGNED, CLIMB_HALF / (abs(before.pin[pin] - before.item[item]) + 4.0)))


def _place_ports(
    lp: LinearProgram,
    scale: Scale,
    ports: dict[tuple[int, int], list[Pin]],
    top: list[int],
    bottom: list[int],
    pin: dict[Pin, int],
) -> None:
    for (box, _), pins in ports.items():
        before = None
        for p in pins:
            v = lp.variable()
            pin[p] = v
            lp.apart(v, top[box], scale.corner)
            lp.apart(bottom[box], v, scale.corner)
            if before is not None:
                lp.apart(v, before, scale.port_gap)
            before = v
            off = lp.variable(0.0, cost=PORT_CENTRE if len(pins) > 1 else 2 * PORT_CENTRE)
            lp.at_least({off: 1.0, v: -1.0, top[box]: 0.5, bottom[box]: 0.5}, 0.0)
            lp.at_least({off: 1.0, v: 1.0, top[box]: -0.5, bottom[box]: -0.5}, 0.0)


def _place_items(
    problem: Problem,
    lp: LinearProgram,
    sized: Sized,
    area: Rect,
    gaps: list[list[Item]],
    caps: list[float],
    overflow: int,
    spare_item: int,
    spare_more: int,
) -> tuple[dict[tuple[int, int], tuple[float, float]], dict[tuple[int, int], int]]:
    extents: dict[tuple[int, int], tuple[float, float]] = {}
    item: dict[tuple[int, int], int] = {}
    for g, items in enumerate(gaps):
        before: tuple[int, float] | None = None
        for i in items:
            v = lp.variable()
            key = (i.link, g)
            item[key] = v
            up, down = extents[key] = item_extent(problem, sized, i, caps[g])
            lp.at_least({v: 1.0}, area.y + up)
            lp.at_least({overflow: 1.0, v: -1.0}, down - area.bottom)
            if before is not None:
                lp.at_least({v: 1.0, before[0]: -1.0, spare_item: -1.0, spare_more: -1.0}, up + before[1] + 3)
            before = (v, down)
    return extents, item


def _stack_columns(
    problem: Problem,
    structure: Structure,
    classes: Classes,
    lp: LinearProgram,
    scale: Scale,
    area: Rect,
    top: list[int],
    bottom: list[int],
    pin: dict[Pin, int],
    blocks: dict[tuple[int, int], Block],
    spare_box: int,
    spare_pass: int,
    roomy: bool,
) -> None:
    n = problem.size
    for c, entries in enumerate(structure.columns):
        even, longer = ({wider_gaps(lp, scale): -1.0}, {longer_verticals(lp, scale): -1.0}) if roomy else ({}, {})
        for a, b in itertools.pairwise(entries):
            if a < n and b < n:
                need = sum(separation(problem, scale, a, b, blocks.get((a, b))))
                more = longer if (a, b) in blocks else even
                lp.at_least({top[b]: 1.0, bottom[a]: -1.0, spare_box: -1.0, **more}, need)
            elif a < n:
                v, need = pin[("pass", b - n, c, 0, 0)], clearance(problem, classes, scale, b - n, a)
                lp.at_least({v: 1.0, bottom[a]: -1.0, spare_pass: -1.0}, need)
            elif b < n:
                v, need = pin[("pass", a - n, c, 0, 0)], clearance(problem, classes, scale, a - n, b)
                lp.at_least({top[b]: 1.0, v: -1.0, spare_pass: -1.0}, need)
            else:
                lp.apart(pin[("pass", b - n, c, 0, 0)], pin[("pass", a - n, c, 0, 0)], PASSING)
        boxes = [e for e in entries if e < n]
        if len(boxes) > 1:
            # One large gap in a column is a hole in the picture: boxes rather grow, or stand evenly.
            hole = lp.variable(0.0, cost=HOLE)
            for a, b in itertools.pairwise(boxes):
                lp.at_least({hole: 1.0, top[b]: -1.0, bottom[a]: 1.0}, -HOLE_FREE)
        if boxes:
            # Columns whose first boxes share the top and whose last ones share the bottom look composed.
            high = lp.variable(0.0, cost=EDGE_ALIGN)
            lp.at_least({high: 1.0, top[boxes[0]]: -1.0}, -area.y)
            low = lp.variable(0.0, cost=EDGE_ALIGN)
            lp.at_least({low: 1.0, bottom[boxes[-1]]: 1.0}, area.bottom)


def clearance(problem: Problem, classes: Classes, scale: Scale, link: int, box: int) -> float:
    """Least px between a box and a passing link next to it; one that turns there needs a run before the bend."""
    if (link, box) not in classes.turned:
        return PASSING
    edge = problem.edges[problem.links[link].edge]
    head = edge.both or problem.links[link].target == box
    return (scale.head_run if head else TURN_TAIL) + TURN_BEND


def straight_blocks(classes: Classes) -> dict[tuple[int, int], list[int]]:
    """The straight verticals of each stacked pair, in reading order of their links."""
    found: dict[tuple[int, int], list[int]] = {}
    for k, kind in enumerate(classes.kind):
        if kind == STRAIGHT:
            found.setdefault((classes.first[k], classes.second[k]), []).append(k)
    return found
