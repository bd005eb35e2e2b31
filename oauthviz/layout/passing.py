"""Passing: links between columns of many structures at once; where they pass columns, climb and cross."""

from __future__ import annotations

from typing import Any

from oauthviz.layout.measures import Measures
from oauthviz.layout.stacking import Reading

NOWHERE = -15_000
"""Height of a link in a gap that it does not cross; less than any other, so that it changes sides with none."""
DEEPEST = 30_000
"""Heights are cut off here, so that products of differences fit 32 bits."""
CHUNK = 1 << 18
"""Most pairs of links, over all structures, that are looked at in one go."""


def enclose(m: Measures, r: Reading) -> None:
    """Count the verticals between neighbours of a column: what a link that passes there would cut."""
    np = m.np
    n, count = m.problem.size, len(r.count)
    pu, pv = r.place[m.source], r.place[m.target]
    one = np.ones_like(m.loop_width)
    right_loop = r.loop & ~r.left_loop
    kinds = (r.loop | r.straight, one), (r.straight, one), (r.left_loop, m.loop_width), (right_loop, m.loop_width)
    found = []
    for which, weight in kinds:
        link, chain = np.nonzero(which)
        a, b = pu[link, chain], pv[link, chain]
        at = np.concatenate((np.minimum(a, b), np.maximum(a, b))) + 1
        amount = weight[link, 0]
        amount = np.concatenate((amount, -amount))
        # Sums of whole numbers are exact in floating point.
        steps = np.bincount(at * count + np.tile(chain, 2), weights=amount, minlength=(n + 2) * count)
        found.append(np.cumsum(np.rint(steps).astype(np.int64).reshape(n + 2, count), axis=0))
    r.enclosing, r.standing, r.left_labels, r.right_labels = found


def level(m: Measures, r: Reading) -> None:
    """Climbs: links whose ends' heights do not overlap. Passing links run straight between their ends if they can."""
    np, terms = m.np, r.terms
    yu, yv = r.middle[m.source], r.middle[m.target]
    yu, yv = np.minimum(yu, DEEPEST), np.minimum(yv, DEEPEST)
    left, right = np.where(r.forward, yu, yv), np.where(r.forward, yv, yu)
    climb = np.where(r.low < r.high, np.abs(yu - yv) - r.half[m.source] - r.half[m.target], 0)
    r.climbing = climb > 0
    terms["climbs"] = r.climbing.sum(axis=0)
    terms["climbed"] = np.maximum(climb, 0).sum(axis=0)
    columns = len(r.rows)
    r.heights = np.full((columns, *left.shape), NOWHERE, dtype=np.int32)
    r.slots = np.zeros((columns, *left.shape), dtype=np.int32)
    through = []
    for c in range(columns):
        r.heights[c] = np.where(r.low == c, left, np.where(r.high == c, right, NOWHERE))
        link, chain = np.nonzero((r.low < c) & (c < r.high))
        through.append((np.full_like(link, c), link, chain))
    where = tuple(np.concatenate(part) for part in zip(*through, strict=True))
    terms["detours"] = terms["detoured"] = terms["cut"] = terms["bent"] = np.zeros_like(r.count)
    if len(where[0]):
        _pass(m, r, where, left, right, np.maximum(-climb, 0) // 2)


def _pass(m: Measures, r: Reading, where: tuple[Any, Any, Any], left: Any, right: Any, spare: Any) -> None:
    """Choose between which boxes of a column each link passes: where it moves least and cuts fewest verticals."""
    np, terms = m.np, r.terms
    column, link, chain = where
    y, z = left[link, chain], right[link, chain]
    low, high = r.low[link, chain], r.high[link, chain]
    y = y + ((z - y) * (column - low)) // (high - low)
    spare = spare[link, chain]
    start, rows = r.starts[column, chain], r.rows[column, chain]
    k = np.arange(int(rows.max()) + 1)[:, None]
    at = start + np.minimum(k, rows)
    last = m.problem.size - 1
    above = np.where(k > 0, r.bottoms[np.maximum(at - 1, 0), chain] + 6, 6)
    below = np.where(k < rows, r.tops[np.minimum(at, last), chain] - 6, m.tall - 6)
    below = np.maximum(below, above)
    shift = np.maximum(np.maximum(above - y, y - below) - spare, 0)
    cut = r.enclosing[at, chain] + _crossed(m, r, where, left, right, k)
    bent = r.standing[at, chain]
    w = m.weights
    charge = w["detours"] * (shift > 0) + w["detoured"] * shift + w["cut"] * cut + w["bent"] * bent
    charge = np.where(k <= rows, charge, 1 << 40)
    pick = np.argmin(charge, axis=0)
    own = pick, np.arange(len(pick))
    r.slots[column, link, chain] = at[own]
    r.heights[column, link, chain] = np.clip(np.clip(y, above[own], below[own]), 0, DEEPEST)
    count = len(r.count)
    shift = shift[own]
    for name, value in (("detours", shift > 0), ("detoured", shift), ("cut", cut[own]), ("bent", bent[own])):
        # Sums of whole numbers are exact in floating point.
        terms[name] = np.rint(np.bincount(chain, weights=value, minlength=count)).astype(np.int64)


def _crossed(m: Measures, r: Reading, where: tuple[Any, Any, Any], left: Any, right: Any, k: Any) -> Any:
    """For links passing a column (axis 1), at each slot (axis 0): links of the column's boxes that they cross.

    A link that comes from above to a box below the slot is crossed, as is one from below to a box above.
    """
    np = m.np
    column, link, chain = where
    slots, count = len(k), len(link)
    crossed = np.zeros((slots, count), dtype=np.int64)
    start = r.starts[column, chain]
    for ends, near, far in ((r.high, right, left), (r.low, left, right)):
        # Of the links that end in this column on one side: is the far end above or below this link's own?
        touching = (ends[:, chain] == column) & (r.low[:, chain] < r.high[:, chain])
        other, which = np.nonzero(touching)
        own = chain[which]
        sign = np.sign(far[other, own] - far[link[which], own])
        box = np.where(r.forward[other, own] == (near is right), m.target[other], m.source[other])
        step = r.place[box, own] - start[which] + 1
        steps = np.bincount(step * count + which, weights=sign, minlength=(slots + 1) * count)
        base = np.bincount(which, weights=sign < 0, minlength=count)
        steps = np.rint(steps[: slots * count]).astype(np.int64).reshape(slots, count)
        crossed += np.rint(base).astype(np.int64) + np.cumsum(steps, axis=0)
    return crossed


def cross(m: Measures, r: Reading) -> None:
    """Two links cross in a gap when one is above the other on the left and below it on the right."""
    np = m.np
    count, gaps = len(r.count), len(r.rows) - 1
    crossings = np.zeros_like(r.count)
    if gaps > 0 and len(m.edge):
        # A lane is one gap of one structure; the links that it holds are moved together to its first rows.
        gap = np.repeat(np.arange(1, gaps + 1), count)
        inside = (np.tile(r.low, gaps) < gap) & (np.tile(r.high, gaps) >= gap)
        link, lane = np.nonzero(inside)
        row = np.cumsum(inside, axis=0)[link, lane] - 1
        shape = int(row.max(initial=-1)) + 1, len(gap)
        left, right, edge = (np.full(shape, fill, dtype=np.int32) for fill in (NOWHERE, NOWHERE, -1))
        at, chain = gap[lane], lane % count
        left[row, lane] = r.heights[at - 1, link, chain]
        right[row, lane] = r.heights[at, link, chain]
        edge[row, lane] = m.edge[link]
        first, second = m.pairs(shape[0])
        step = max(1, CHUNK // len(gap))
        crossed = np.zeros(len(gap), dtype=np.int64)
        for begin in range(0, len(first), step):
            a, b = first[begin : begin + step], second[begin : begin + step]
            changes = (left[a] - left[b]) * (right[a] - right[b]) < 0
            if m.several:
                changes &= edge[a] != edge[b]
            crossed += changes.sum(axis=0)
        crossings += crossed.reshape(gaps, count).sum(axis=0)
        _cross_loops(m, r, left.astype(np.int64), right.astype(np.int64))
    r.terms["crossings"] = crossings


def _cross_loops(m: Measures, r: Reading, left: Any, right: Any) -> None:
    """A link crosses a loop in its gap when it begins on one side of it and runs on the other.

    `left`, `right`: heights of the links in each lane. In a gap, links are ordered by the mean height of their ends,
    loops by the middle of theirs.
    """
    np = m.np
    count = len(r.count)
    loop, chain = np.nonzero(r.loop)
    on_left = r.left_loop[loop, chain]
    gap = r.low[loop, chain] + np.where(on_left, 0, 1)
    inner = (gap > 0) & (gap < r.count[chain])
    loop, chain, on_left, gap = loop[inner], chain[inner], on_left[inner], gap[inner]
    if not len(loop):
        return
    lane = (gap - 1) * count + chain
    before, after = left[:, lane], right[:, lane]
    yu, yv = r.middle[m.source[loop], chain], r.middle[m.target[loop], chain]
    twice = yu + yv
    begin = 2 * np.where(on_left, after, before) - twice
    # Links that begin between the loop's ends have been counted by their boxes.
    outside = np.abs(begin) >= np.abs(yu - yv)
    crossed = (outside & (begin * (before + after - twice) < 0)).sum(axis=0)
    sums = np.bincount(chain, weights=crossed, minlength=count)
    r.terms["loop_crossings"] = r.terms["loop_crossings"] + np.rint(sums).astype(np.int64)
