"""Stacking: the columns of many structures at once; which class each link is in, and all heights.

Arrays have a row for each box, link or place and a column for each structure, which keeps every row contiguous.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from oauthviz.layout.measures import Measures

FAR = 1 << 30
ALIGNMENTS = 2
"""How often clusters of several columns are levelled; stacks of more of them are rare."""
REACH = 14
"""Sixteenths of the free room round a box into which it can grow, to meet its links' other ends."""
PASSING = 26
"""Room that a passing link takes in a column, in px."""
LEAST = 18
"""Room that a link without a label takes on a box's side, in px."""


class Reading(Struct):
    """What a batch of structures means, in rows of boxes or links: the estimate's intermediate results.

    `place`: index in the order of all boxes, column by column; `order` is its inverse. `by_place`, `by_box`: flat
    indices that sort rows of boxes by place, and back. `low`, `high`: columns of a link's left and right end.
    `holds[c]`: the places of column c's boxes; `passing`: room that links passing a column take there;
    `deepest`: how high the boxes stand at least; `wide`: how wide the columns are without their gaps, `least`: how wide
    if all their boxes are as narrow as they may be.
    `starts`, `rows`: place of each column's first box, number of its boxes. `tops`, `bottoms`: heights of boxes by
    place. `enclosing`, `standing`: how many links of the column, and straight ones of them, pass just above a place.
    `heights[c]`: each link's height in column c, `slots[c]`: the place just below which it passes there. All heights
    in px from the area's top.
    """

    col: Any
    place: Any
    order: Any
    by_place: Any
    by_box: Any
    count: Any
    terms: dict[str, Any]
    forward: Any = None
    backward: Any = None
    straight: Any = None
    loop: Any = None
    beside: Any = None
    bent: Any = None
    left_loop: Any = None
    bears: Any = None
    trunk: Any = None
    low: Any = None
    high: Any = None
    middle: Any = None
    half: Any = None
    starts: Any = None
    rows: Any = None
    tops: Any = None
    bottoms: Any = None
    enclosing: Any = None
    standing: Any = None
    left_labels: Any = None
    right_labels: Any = None
    sorted_col: Any = None
    holds: Any = None
    passing: Any = None
    deepest: Any = None
    climbing: Any = None
    heights: Any = None
    slots: Any = None
    wide: Any = None
    least: Any = None

    def of(self, keep: Any) -> Reading:
        """The same of some structures alone, by their indices; without the flat indices: nothing needs them later."""
        own = {name: getattr(self, name) for name in self.__struct_fields__ if name != "terms"}
        own = {name: value if value is None else value[..., keep] for name, value in own.items()}
        own["by_place"] = own["by_box"] = None
        return Reading(**own, terms={name: value[keep] for name, value in self.terms.items()})


def classify(m: Measures, r: Reading) -> None:
    """Each link's class; who bears its arrow's label; the cheaper side of each loop."""
    np, terms = m.np, r.terms
    cu, cv = r.col[m.source], r.col[m.target]
    pu, pv = r.place[m.source], r.place[m.target]
    r.forward, r.backward = cu < cv, cu > cv
    same = cu == cv
    stacked = same & (np.abs(pu - pv) == 1)
    r.straight, r.beside = stacked & m.can_stand, stacked & ~m.can_stand
    r.loop = same & ~r.straight
    r.low, r.high = np.minimum(cu, cv), np.maximum(cu, cv)
    r.bears = np.ones_like(same)
    r.trunk = np.zeros_like(same)
    unmerged = np.zeros_like(r.count)
    for own in map(list, m.several):
        left, right = r.forward[own], r.backward[own]
        lefts, rights = left.sum(axis=0), right.sum(axis=0)
        trunk = np.where(lefts >= rights, left, right)
        merged = np.maximum(lefts, rights) > 1
        trunk &= merged
        r.trunk[own] = trunk
        bears = trunk & (np.cumsum(trunk, axis=0) == 1)
        bears[0] |= ~merged
        r.bears[own] = bears
        unmerged += len(own) - np.maximum(1, trunk.sum(axis=0))
    terms["unmerged"] = unmerged
    terms["gaps"] = (r.high - r.low).sum(axis=0)
    terms["spans"] = np.maximum(r.high - r.low - 1, 0).sum(axis=0)
    terms["backwards"] = (r.backward & ~m.support_link).sum(axis=0)
    terms["support_backwards"] = (r.backward & m.support_link).sum(axis=0)


def bend(m: Measures, r: Reading) -> None:
    """In a column that is too tall, verticals between neighbours become loops where that saves more than it costs."""
    np = m.np
    n, chains, order = m.problem.size, np.arange(len(r.count)), r.order
    sorted_col = np.take(r.col, r.by_place)
    r.sorted_col = sorted_col
    stacked = sorted_col[1:] == sorted_col[:-1]
    apart = m.top_pad.take(order)
    pairs = order[:-1] * n + order[1:]
    apart[1:] = np.where(stacked, m.apart.take(pairs), apart[1:])
    ends = np.ones_like(sorted_col, dtype=bool)
    ends[:-1] = ~stacked
    needs = m.heights.take(order) + apart + np.where(ends, m.bottom_pad.take(order), 0)
    c = np.arange(int(r.count.max()))[:, None, None]
    r.holds = sorted_col == c
    r.passing = PASSING * ((r.low < c) & (c < r.high)).sum(axis=1)
    excess = (needs * r.holds).sum(axis=1) + r.passing - m.tall
    r.bent = np.zeros_like(stacked, dtype=bool)
    if n > 1 and (excess > 0).any():
        saving = np.where(stacked, m.saving.take(pairs), 0)
        price = m.price.take(pairs)
        for i in range(n - 1):
            c = sorted_col[i]
            over = np.minimum(excess[c, chains], saving[i])
            r.bent[i] = over * m.weights["tall"] > price[i]
            excess[c, chains] -= r.bent[i] * saving[i]
        pu, pv = r.place[m.source], r.place[m.target]
        changed = r.straight & np.take_along_axis(r.bent, np.minimum(np.minimum(pu, pv), n - 2), axis=0)
        r.straight, r.loop, r.beside = r.straight & ~changed, r.loop | changed, r.beside | changed
    r.terms["straight"] = r.straight.sum(axis=0)
    r.terms["loops"] = r.loop.sum(axis=0)


def _by_side(m: Measures, r: Reading, weight: Any) -> tuple[Any, Any]:
    """Sums of a weight of the links ACROSS over the left and the right sides of the boxes they end at."""
    ahead, back = weight * r.forward, weight * r.backward
    return m.by_box(back, ahead), m.by_box(ahead, back)


def stack(m: Measures, r: Reading) -> None:
    """Heights: each column stacked, its slack shared evenly."""
    np, terms = m.np, r.terms
    n, order = m.problem.size, r.order
    ports = _loop_sides(m, r)
    height = np.maximum(m.heights, (ports - 1) * m.port_gap + 2 * m.corner)
    left, right = _by_side(m, r, np.where(r.bears, m.item_height, LEAST))
    wish = np.take(np.maximum(np.maximum(left, right) - height, 0), r.by_place)
    height = np.take(height, r.by_place)
    sorted_col = r.sorted_col
    starts = np.ones_like(sorted_col, dtype=bool)
    starts[1:] = sorted_col[1:] != sorted_col[:-1]
    before = np.where(starts, m.top_pad.take(order), 0)
    pairs = order[:-1] * n + order[1:]
    before[1:] += np.where(starts[1:], 0, m.apart.take(pairs) - r.bent * m.saving.take(pairs))
    lanes = np.zeros_like(before)
    lanes[:-1] = np.where(starts[1:] | r.bent, 0, m.lanes.take(pairs))
    ends = np.ones_like(starts)
    ends[:-1] = starts[1:]
    width = np.maximum(m.widths.take(order), lanes)
    foot = np.where(ends, m.bottom_pad.take(order), 0)
    needs = before + height + foot
    r.rows = r.holds.sum(axis=1)
    total = (needs * r.holds).sum(axis=1) + r.passing
    terms["thin"] = np.where(r.rows > 0, np.maximum(m.tall * 9 // 20 - total, 0), 0).sum(axis=0)
    r.wide, r.least = (
        np.where(r.rows > 0, np.maximum((w * r.holds).max(axis=1), 20), 0).sum(axis=0)
        for w in (width, np.maximum(m.narrow.take(order), lanes))
    )
    # Boxes grow for their arrows' labels as far as their column has room.
    wishes = np.maximum((wish * r.holds).sum(axis=1), 1)
    room = np.clip(m.tall - total, 0, wishes)
    of_column = sorted_col * len(r.count) + np.arange(len(r.count))
    grown = height + wish * np.take(room, of_column) // np.take(wishes, of_column)
    passing = np.take(r.passing, of_column)
    r.starts = np.cumsum(r.rows, axis=0) - r.rows
    begin, rows = np.take(r.starts, of_column), np.take(r.rows, of_column)
    at = np.arange(n)[:, None] - begin
    # Passing links take their room evenly between the boxes.
    before = before + passing // (rows + 1)
    runs = _runs(m, order, starts)
    early = _pushed(m, runs, starts, before, height)
    foot = np.where(ends, foot + passing // (rows + 1), 0)
    deepest = np.where(ends, early + height + foot, 0).max(axis=0)
    r.deepest = deepest
    terms["tall"] = np.maximum(deepest - m.tall, 0)
    for load in (left, right):
        fanned = np.take(load, r.by_place) - grown - 2 * LEAST
        terms["fanned"] = terms.get("fanned", 0) + np.maximum(fanned, 0).sum(axis=0)
    height = grown
    early = _pushed(m, runs, starts, before, height)
    flip = slice(None, None, -1)
    after = np.where(ends, foot, np.concatenate((before[1:], foot[-1:])))
    late = _pushed(m, _runs(m, order[flip], ends[flip]), ends[flip], after[flip], height[flip])[flip]
    room = np.maximum(np.maximum(deepest, m.tall) - late - height - early, 0)
    top = early + (room * (at + 1)) // (rows + 1)
    half = (height * 21) // 50 + (room * REACH) // (16 * (rows + 1))
    r.tops, r.bottoms = top, top + height
    r.middle = np.take(top + height // 2, r.by_box)
    r.half = np.take(half, r.by_box)


def _runs(m: Measures, order: Any, starts: Any) -> tuple[Any, Any, Any]:
    """By cluster and place: who is inside, who is the first of it in its column, who is the first after it."""
    np = m.np
    inside = m.wide_member[:, order]
    enters, leaves = inside.copy(), np.zeros_like(inside)
    enters[:, 1:] &= ~inside[:, :-1] | starts[1:]
    leaves[:, 1:] = inside[:, :-1] & ~inside[:, 1:] & ~starts[1:]
    return inside, enters, leaves


def _pushed(m: Measures, runs: tuple[Any, Any, Any], starts: Any, before: Any, height: Any) -> Any:
    """Least tops of boxes stacked by place, where a cluster begins in all of its columns at one height.

    What follows a cluster in a column comes below all of it.
    """
    np = m.np
    base = np.cumsum(before + height, axis=0) - height
    base -= np.maximum.accumulate(np.where(starts, base - before, 0), axis=0)
    top = base
    inside, enters, leaves = runs
    if not len(inside):
        return top
    # A run of the maximum within each column: columns lie far apart on this scale.
    base = base - np.cumsum(starts, axis=0) * FAR
    for _ in range(ALIGNMENTS):
        head = (enters * top).max(axis=1, keepdims=True)
        tail = (inside * (top + height)).max(axis=1, keepdims=True)
        least = np.where(enters, head, leaves * (tail + before)).max(axis=0)
        top = np.maximum.accumulate(np.maximum(top, least) - base, axis=0) + base
    return top


def _loop_sides(m: Measures, r: Reading) -> Any:
    """Loops run on the side where fewer links leave the boxes between their ends.

    Returns how many ports each box has on its busier side.
    """
    np, terms = m.np, r.terms
    sides = _by_side(m, r, np.ones_like(r.low))
    if not r.loop.any():
        r.left_loop = np.zeros_like(r.loop)
        terms["outer_loops"] = terms["loop_crossings"] = np.zeros_like(r.count)
        return np.maximum(*sides)
    pu, pv = r.place[m.source], r.place[m.target]
    upper, lower = np.minimum(pu, pv), np.maximum(pu, pv)
    costs = []
    for side in sides:
        sums = np.cumsum(np.take(side, r.by_place), axis=0)
        inner = np.take_along_axis(sums, np.maximum(lower - 1, upper), axis=0)
        costs.append(inner - np.take_along_axis(sums, upper, axis=0))
    outer = r.low == 0, r.low == r.count - 1
    crossed, edge = m.weights["loop_crossings"], m.weights["outer_loops"]
    left, right = (crossed * c + edge * o for c, o in zip(costs, outer, strict=True))
    # Where both sides are alike, the loops of a pair share them out.
    r.left_loop = r.loop & ((left < right) | ((left == right) & m.odd))
    right_loop = r.loop & ~r.left_loop
    terms["outer_loops"] = (r.left_loop & outer[0]).sum(axis=0) + (right_loop & outer[1]).sum(axis=0)
    terms["loop_crossings"] = (r.left_loop * costs[0] + right_loop * costs[1]).sum(axis=0)
    both = (m.by_box(loops, loops) for loops in (r.left_loop, right_loop))
    return np.maximum(*(side + loops for side, loops in zip(sides, both, strict=True)))
