"""A cheap estimate of many structures' costs at once, good enough to discard most before a linear programme is solved.

A structure is given by the column and an order key of each box; passing links have no place of their own but run
straight between their ends. All arithmetic is on whole numbers (px, and thousandths of the cost unit), so that the
order in which a processor adds cannot show. Inside, arrays have a row for each box, link or pair and a column for
each structure, which keeps every row contiguous.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oauthviz.core.geometry import Rect
from oauthviz.layout.cost import SUPPORT, support_boxes
from oauthviz.layout.extents import cluster_pads, item_extent
from oauthviz.layout.gaps import Item
from oauthviz.layout.problem import Cluster, Problem
from oauthviz.layout.sizing import Scale, Sized
from oauthviz.layout.structure import STRAIGHT_LANES
from oauthviz.layout.vertical import Block, arrange_block

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    Whole = NDArray[int64]

UNIT = 1000
"""One unit of cost in the estimate's whole numbers."""
WEIGHTS: dict[str, int] = {
    "crossings": 8000,
    "climbs": 3000,
    "climbed": 7,
    "detours": 3000,
    "detoured": 7,
    "cut": 8000,
    "bent": 5000,
    "gaps": 1600,
    "spans": 800,
    "straight": 500,
    "fanned": 50,
    "loops": 6000,
    "outer_loops": 5000,
    "loop_crossings": 5000,
    "tall": 600,
    "thin": 15,
    "wide": 500,
    "narrow": 30,
    "crowded": 200,
    "backwards": 600,
    "support_backwards": 1600,
    "unmerged": 30000,
    "zone_columns": 4000,
    "other_columns": 500,
    "torn": 30000,
    "interleaved": 60000,
    "beside": 1000,
    "first_column": 14000,
    "first_row": 6000,
    "support_inside": 5,
    "reading_order": 350,
    "hints": 40000,
}
"""What each term costs, in thousandths: terms in px, counts, and (support boxes) thousandths of the width."""
TIGHT_FACTOR, BOX_FACTOR = 8.8, 10.0
BLOCK_WIDTHS = (1.0, 1.12, 1.25, 1.4, 1.6, 1.85, 2.2, 2.7, 3.4)
BLOCK_LINES = 3
LANE_PX = 0.02
"""What a px that verticals widen a column costs, against one loop instead of a vertical."""
FAR = 1 << 30
ALIGNMENTS = 2
"""How often clusters of several columns are levelled; stacks of more of them are rare."""
TRACKS = 4
"""So many verticals, at most, widen a gap: more overlap too little to need tracks of their own."""
LOOP_SHARE = 16
"""Sixteenths of the widths of loops' labels that add to a gap's width."""
REACH = 14
"""Sixteenths of the free room round a box into which it can grow, to meet its links' other ends."""
PASSING = 26
"""Room that a passing link takes in a column, in px."""
LEAST = 18
"""Room that a link without a label takes on a box's side, in px."""
NOWHERE = -15_000
"""Height of a link in a gap that it does not cross; less than any other, so that it changes sides with none."""
DEEPEST = 30_000
"""Heights are cut off here, so that products of differences fit 32 bits."""
CHUNK = 1 << 18
"""Most pairs of links, over all structures, that are looked at in one go."""


@dataclass(slots=True)
class Reading:
    """What a batch of structures means, in rows of boxes or links: the estimate's intermediate results.

    `place`: index in the order of all boxes, column by column. `low`, `high`: columns of a link's left and right end.
    `starts`, `rows`: place of each column's first box, number of its boxes. `tops`, `bottoms`: heights of boxes by
    place. `enclosing`, `standing`: how many links of the column, and straight ones of them, pass just above a place.
    `heights[c]`: each link's height in column c, `slots[c]`: the place just below which it passes there. All heights
    in px from the area's top.
    """

    col: Any
    place: Any
    count: Any
    forward: Any
    backward: Any
    straight: Any
    loop: Any
    beside: Any
    bent: Any
    left_loop: Any
    bears: Any
    trunk: Any
    low: Any
    high: Any
    middle: Any
    half: Any
    starts: Any
    rows: Any
    tops: Any
    bottoms: Any
    enclosing: Any
    standing: Any
    left_labels: Any
    right_labels: Any
    sorted_col: Any
    climbing: Any
    heights: Any
    slots: Any
    terms: dict[str, Any]


class Estimate:
    """Estimates for one problem at one scale. `strain` charges each px of overflow that much more."""

    def __init__(self, problem: Problem, sized: Sized, area: Rect, strain: float = 0.0) -> None:
        import numpy as np  # heavy, and only a layout needs it

        self.np = np
        self.problem = problem
        self.tall, self.wide = round(area.h), round(area.w)
        self.weights = dict(WEIGHTS)
        for term in ("tall", "wide", "crowded"):
            self.weights[term] += round(UNIT * strain)
        n, links, scale = problem.size, problem.links, sized.scale
        factor = TIGHT_FACTOR if strain else BOX_FACTOR
        widths = [sized.box_width(b, factor) for b in range(n)]
        heights = [sized.box_text(b, w - 2 * scale.pad).least_height for b, w in enumerate(widths)]
        self.widths, self.heights = _rows(np, widths), _rows(np, heights)
        self.source = np.array([k.source for k in links], dtype=np.intp)
        self.target = np.array([k.target for k in links], dtype=np.intp)
        items = [_item(problem, sized, e) for e in range(len(problem.edges))]
        self.item_height = _rows(np, [items[k.edge][0] for k in links])
        self.item_width = _rows(np, [items[k.edge][1] for k in links])
        self.loop_width = _rows(np, [items[k.edge][2] for k in links])
        self.track, self.port_gap, self.corner = round(scale.track), round(scale.port_gap), round(scale.corner)
        self.lead, self.clear = round(scale.lead), round(scale.clear)
        self.incidence = np.zeros((n, 2 * len(links)))
        for k in links:
            self.incidence[k.source, k.index] += 1
            self.incidence[k.target, len(links) + k.index] += 1
        self.several = [own for own in problem.links_of if len(own) > 1]
        self.support_link = np.array([[problem.edges[k.edge].kind in SUPPORT] for k in links], dtype=bool)
        self._pair_up(sized, widths)
        self._cluster(scale)
        self._read_steps()

    def _pair_up(self, sized: Sized, widths: list[float]) -> None:
        """Pairs of links that may cross; which links may be straight; what stacked pairs of boxes need."""
        np, problem = self.np, self.problem
        n, links = problem.size, problem.links
        apart = [(i.index, j.index) for i, j in itertools.combinations(links, 2) if i.edge != j.edge]
        self.pair_a = np.array([a for a, _ in apart], dtype=np.intp)
        self.pair_b = np.array([b for _, b in apart], dtype=np.intp)
        bundles: dict[tuple[int, int], list[int]] = {}
        for k in links:
            if k.source != k.target:
                bundles.setdefault((min(k.source, k.target), max(k.source, k.target)), []).append(k.index)
        scale = sized.scale
        pads = [cluster_pads(c, scale) for c in problem.clusters]
        self.top_pad = _rows(np, [sum(pads[q][1] for q in problem.clusters_of[b]) for b in range(n)])
        self.bottom_pad = _rows(np, [sum(pads[q][2] for q in problem.clusters_of[b]) for b in range(n)])
        self.apart = np.full((n, n), round(scale.box_gap), dtype=np.int64)
        self.lanes, self.saving, self.price = (np.zeros((n, n), dtype=np.int64) for _ in range(3))
        for a, b in itertools.permutations(range(n), 2):
            if problem.clusters_of[a] != problem.clusters_of[b]:
                ends = sum(pads[q][2] for q in problem.clusters_of[a] if q not in problem.clusters_of[b])
                begins = sum(pads[q][1] for q in problem.clusters_of[b] if q not in problem.clusters_of[a])
                self.apart[a, b] = round(12.0 + ends + begins)
        carrier = [own[0] for own in problem.links_of]
        odd = {k for bundle in bundles.values() for k in bundle[1::2]}
        self.odd = np.array([[k.index in odd] for k in links], dtype=bool)
        upright: set[int] = set()
        for (a, b), bundle in bundles.items():
            natural = max(widths[a], widths[b])
            chosen = _lanes(problem, sized, carrier, bundle[:STRAIGHT_LANES], a, natural)
            upright.update(chosen)
            for upper, lower in ((a, b), (b, a)):
                needs, block = _block(problem, sized, carrier, chosen, upper, natural)
                self.saving[upper, lower] = max(0, round((block.height if block else 120.0) - scale.box_gap))
                self.apart[upper, lower] += self.saving[upper, lower]
                self.price[upper, lower] = len(chosen) * WEIGHTS["loops"]
                self.lanes[upper, lower] = round(needs)
        self.can_stand = np.array([[k.index in upright] for k in links], dtype=bool)

    def _cluster(self, scale: Scale) -> None:
        np, problem = self.np, self.problem
        clusters = problem.clusters
        most = max((len(c.members) for c in clusters), default=0)
        self.members = np.array([_padded(sorted(c.members), most) for c in clusters], dtype=np.intp)
        self.zone = np.array([[c.shape == "zone"] for c in clusters], dtype=bool)
        self.side_pad = _rows(np, [_side_pad(clusters, c, scale) for c in clusters])
        self.member = np.array([[b in c.members for b in range(problem.size)] for c in clusters], dtype=bool)
        wide = [c.members for c in clusters if len(c.members) > 1]
        self.wide_member = np.array([[b in m for b in range(problem.size)] for m in wide], dtype=bool)
        self.disjoint = [
            (i, j)
            for i, j in itertools.combinations(range(len(clusters)), 2)
            if not clusters[i].members & clusters[j].members
        ]

    def _read_steps(self) -> None:
        problem = self.problem
        order = sorted(range(len(problem.edges)), key=lambda e: problem.edges[e].order)
        self.readers = list(dict.fromkeys(problem.links[problem.links_of[e][0]].source for e in order))
        self.support = sorted(support_boxes(problem))

    def costs(self, col: Any, key: Any) -> Whole:
        """Estimated costs in thousandths of the cost unit, lower is better.

        `col`, `key`: whole numbers, a row for each structure and a column for each box: the column that it stands in
        and what it is sorted by there. Precondition: a structure's columns count from 0 and none is empty.
        """
        terms = self.read(col, key).terms
        total = self.np.zeros(len(col), dtype=self.np.int64)
        for name, value in terms.items():
            total += self.weights[name] * value
        return total

    def read(self, col: Any, key: Any) -> Reading:
        """All that the estimate knows about a batch of structures; shapes as for `costs`."""
        np = self.np
        n = self.problem.size
        col = np.ascontiguousarray(np.asarray(col, dtype=np.int64).T)
        key = np.asarray(key, dtype=np.int64).T
        order = np.argsort(col * (1 << 40) + key, axis=0, kind="stable")
        place = np.empty_like(order)
        np.put_along_axis(place, order, np.arange(n)[:, None], axis=0)
        r = Reading(col, place, col.max(axis=0) + 1, *[None] * 25, {})
        self._classify(r)
        self._bend(r, order)
        self._stack(r, order)
        self._enclose(r)
        self._level(r)
        self._cross(r)
        self._gaps(r)
        self._clusters(r)
        self._places(r)
        return r

    def _classify(self, r: Reading) -> None:
        """Each link's class; who bears its arrow's label; the cheaper side of each loop."""
        np, terms = self.np, r.terms
        cu, cv = r.col[self.source], r.col[self.target]
        pu, pv = r.place[self.source], r.place[self.target]
        r.forward, r.backward = cu < cv, cu > cv
        same = cu == cv
        stacked = same & (np.abs(pu - pv) == 1)
        r.straight, r.beside = stacked & self.can_stand, stacked & ~self.can_stand
        r.loop = same & ~r.straight
        r.low, r.high = np.minimum(cu, cv), np.maximum(cu, cv)
        r.bears = np.ones_like(same)
        r.trunk = np.zeros_like(same)
        unmerged = np.zeros_like(r.count)
        for own in map(list, self.several):
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
        terms["backwards"] = (r.backward & ~self.support_link).sum(axis=0)
        terms["support_backwards"] = (r.backward & self.support_link).sum(axis=0)

    def _bend(self, r: Reading, order: Any) -> None:
        """In a column that is too tall, verticals between neighbours become loops where that saves more than it costs."""
        np = self.np
        n, chains = self.problem.size, np.arange(len(r.count))
        sorted_col = np.take_along_axis(r.col, order, axis=0)
        r.sorted_col = sorted_col
        stacked = sorted_col[1:] == sorted_col[:-1]
        apart = self.top_pad[:, 0][order]
        apart[1:] = np.where(stacked, self.apart[order[:-1], order[1:]], apart[1:])
        ends = np.ones_like(sorted_col, dtype=bool)
        ends[:-1] = ~stacked
        needs = self.heights[:, 0][order] + apart + np.where(ends, self.bottom_pad[:, 0][order], 0)
        excess = np.empty((int(r.count.max()), len(r.count)), dtype=np.int64)
        for c in range(len(excess)):
            through = ((r.low < c) & (c < r.high)).sum(axis=0)
            excess[c] = (needs * (sorted_col == c)).sum(axis=0) + PASSING * through - self.tall
        r.bent = np.zeros_like(stacked, dtype=bool)
        if (excess > 0).any():
            saving = np.where(stacked, self.saving[order[:-1], order[1:]], 0)
            price = self.price[order[:-1], order[1:]]
            for i in range(n - 1):
                c = sorted_col[i]
                over = np.minimum(excess[c, chains], saving[i])
                r.bent[i] = over * self.weights["tall"] > price[i]
                excess[c, chains] -= r.bent[i] * saving[i]
            pu, pv = r.place[self.source], r.place[self.target]
            changed = r.straight & np.take_along_axis(r.bent, np.minimum(np.minimum(pu, pv), n - 2), axis=0)
            r.straight, r.loop, r.beside = r.straight & ~changed, r.loop | changed, r.beside | changed
        r.terms["straight"] = r.straight.sum(axis=0)
        r.terms["loops"] = r.loop.sum(axis=0)

    def _by_side(self, r: Reading, weight: Any) -> tuple[Any, Any]:
        """Sums of a weight of the links ACROSS over the left and the right sides of the boxes they end at."""
        np = self.np
        ahead, back = weight * r.forward, weight * r.backward
        both = np.concatenate((ahead, back)), np.concatenate((back, ahead))
        # Sums of whole numbers far below 2**53 are exact in floating point, in whatever order.
        right, left = (np.rint(self.incidence @ b).astype(np.int64) for b in both)
        return left, right

    def _stack(self, r: Reading, order: Any) -> None:
        """Heights: each column stacked, its slack shared evenly."""
        np, terms = self.np, r.terms
        n, columns = self.problem.size, int(r.count.max())
        ports = self._loop_sides(r, order)
        height = np.maximum(self.heights, (ports - 1) * self.port_gap + 2 * self.corner)
        left, right = self._by_side(r, np.where(r.bears, self.item_height, LEAST))
        wish = np.take_along_axis(np.maximum(np.maximum(left, right) - height, 0), order, axis=0)
        height = np.take_along_axis(height, order, axis=0)
        sorted_col = np.take_along_axis(r.col, order, axis=0)
        starts = np.ones_like(sorted_col, dtype=bool)
        starts[1:] = sorted_col[1:] != sorted_col[:-1]
        before = np.where(starts, self.top_pad[:, 0][order], 0)
        pairs = order[:-1], order[1:]
        before[1:] += np.where(starts[1:], 0, self.apart[pairs] - r.bent * self.saving[pairs])
        lanes = np.zeros_like(before)
        lanes[:-1] = np.where(starts[1:] | r.bent, 0, self.lanes[pairs])
        ends = np.ones_like(starts)
        ends[:-1] = starts[1:]
        width = np.maximum(self.widths[:, 0][order], lanes)
        r.rows = np.zeros((columns, len(r.count)), dtype=np.int64)
        thin, wide = np.zeros_like(r.count), np.zeros_like(r.count)
        foot = np.where(ends, self.bottom_pad[:, 0][order], 0)
        needs = before + height + foot
        passing, grown = np.zeros_like(needs), height.copy()
        for c in range(columns):
            own = sorted_col == c
            through = PASSING * ((r.low < c) & (c < r.high)).sum(axis=0)
            passing += own * through
            rows = r.rows[c] = own.sum(axis=0)
            total = (needs * own).sum(axis=0) + through
            thin += np.where(rows > 0, np.maximum(self.tall * 9 // 20 - total, 0), 0)
            # Boxes grow for their arrows' labels as far as their column has room.
            wishes = np.maximum((wish * own).sum(axis=0), 1)
            grown += own * (wish * np.clip(self.tall - total, 0, wishes) // wishes)
            wide += np.where(rows > 0, np.maximum((width * own).max(axis=0), 20), 0)
        terms["thin"], terms["wide"] = thin, wide
        r.starts = np.cumsum(r.rows, axis=0) - r.rows
        begin = np.take_along_axis(r.starts, sorted_col, axis=0)
        rows = np.take_along_axis(r.rows, sorted_col, axis=0)
        at = np.arange(n)[:, None] - begin
        # Passing links take their room evenly between the boxes.
        before = before + passing // (rows + 1)
        early = self._pushed(order, starts, ends, before, height)
        foot = np.where(ends, foot + passing // (rows + 1), 0)
        deepest = np.where(ends, early + height + foot, 0).max(axis=0)
        terms["tall"] = np.maximum(deepest - self.tall, 0)
        for load in (left, right):
            fanned = np.take_along_axis(load, order, axis=0) - grown - 2 * LEAST
            terms["fanned"] = terms.get("fanned", 0) + np.maximum(fanned, 0).sum(axis=0)
        height = grown
        early = self._pushed(order, starts, ends, before, height)
        flip = slice(None, None, -1)
        after = np.where(ends, foot, np.concatenate((before[1:], foot[-1:])))
        late = self._pushed(order[flip], ends[flip], starts[flip], after[flip], height[flip])[flip]
        room = np.maximum(np.maximum(deepest, self.tall) - late - height - early, 0)
        top = early + (room * (at + 1)) // (rows + 1)
        half = (height * 21) // 50 + (room * REACH) // (16 * (rows + 1))
        r.tops, r.bottoms = top, top + height
        r.middle = np.take_along_axis(top + height // 2, r.place, axis=0)
        r.half = np.take_along_axis(half, r.place, axis=0)

    def _pushed(self, order: Any, starts: Any, ends: Any, before: Any, height: Any) -> Any:
        """Least tops of boxes stacked by place, where a cluster begins in all of its columns at one height.

        What follows a cluster in a column comes below all of it.
        """
        np = self.np
        whole = np.cumsum(before + height, axis=0)
        base = whole - height
        offset = np.maximum.accumulate(np.where(starts, base - before, 0), axis=0)
        top = base - offset
        if not len(self.wide_member):
            return top
        inside = self.wide_member[:, order]
        enters = inside.copy()
        enters[:, 1:] &= ~inside[:, :-1] | starts[1:]
        leaves = np.zeros_like(inside)
        leaves[:, 1:] = inside[:, :-1] & ~inside[:, 1:] & ~starts[1:]
        # A run of the maximum within each column: columns lie far apart on this scale.
        shift = np.cumsum(starts, axis=0) * FAR
        for _ in range(ALIGNMENTS):
            head = np.where(enters, top, 0).max(axis=1, keepdims=True)
            tail = np.where(inside, top + height, 0).max(axis=1, keepdims=True)
            least = np.where(enters, head, np.where(leaves, tail + before, 0)).max(axis=0)
            top = np.maximum(top, least)
            top = np.maximum.accumulate(top - base + offset + shift, axis=0) + base - offset - shift
        return top

    def _loop_sides(self, r: Reading, order: Any) -> Any:
        """Loops run on the side where fewer links leave the boxes between their ends.

        Returns how many ports each box has on its busier side.
        """
        np, terms = self.np, r.terms
        sides = self._by_side(r, np.ones_like(r.low))
        if not r.loop.any():
            r.left_loop = np.zeros_like(r.loop)
            terms["outer_loops"] = terms["loop_crossings"] = np.zeros_like(r.count)
            return np.maximum(*sides)
        pu, pv = r.place[self.source], r.place[self.target]
        upper, lower = np.minimum(pu, pv), np.maximum(pu, pv)
        costs = []
        for side in sides:
            sums = np.cumsum(np.take_along_axis(side, order, axis=0), axis=0)
            inner = np.take_along_axis(sums, np.maximum(lower - 1, upper), axis=0)
            costs.append(inner - np.take_along_axis(sums, upper, axis=0))
        outer = r.low == 0, r.low == r.count - 1
        crossed, edge = self.weights["loop_crossings"], self.weights["outer_loops"]
        left, right = (crossed * c + edge * o for c, o in zip(costs, outer, strict=True))
        # Where both sides are alike, the loops of a pair share them out.
        r.left_loop = r.loop & ((left < right) | ((left == right) & self.odd))
        right_loop = r.loop & ~r.left_loop
        terms["outer_loops"] = (r.left_loop & outer[0]).sum(axis=0) + (right_loop & outer[1]).sum(axis=0)
        terms["loop_crossings"] = (r.left_loop * costs[0] + right_loop * costs[1]).sum(axis=0)
        both = (np.rint(self.incidence @ np.concatenate((k, k))).astype(np.int64) for k in (r.left_loop, right_loop))
        return np.maximum(*(side + loops for side, loops in zip(sides, both, strict=True)))

    def _level(self, r: Reading) -> None:
        """Climbs: links whose ends' heights do not overlap. Passing links run straight between their ends if they can."""
        np, terms = self.np, r.terms
        yu, yv = r.middle[self.source], r.middle[self.target]
        left, right = np.where(r.forward, yu, yv), np.where(r.forward, yv, yu)
        climb = np.where(r.low < r.high, np.abs(yu - yv) - r.half[self.source] - r.half[self.target], 0)
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
            self._pass(r, where, left, right, np.maximum(-climb, 0) // 2)

    def _pass(self, r: Reading, where: tuple[Any, Any, Any], left: Any, right: Any, spare: Any) -> None:
        """Choose between which boxes of a column each link passes: where it moves least and cuts fewest verticals."""
        np, terms = self.np, r.terms
        column, link, chain = where
        y, z = left[link, chain], right[link, chain]
        low, high = r.low[link, chain], r.high[link, chain]
        y = y + ((z - y) * (column - low)) // (high - low)
        spare = spare[link, chain]
        start, rows = r.starts[column, chain], r.rows[column, chain]
        k = np.arange(int(rows.max()) + 1)[:, None]
        at = start + np.minimum(k, rows)
        last = self.problem.size - 1
        above = np.where(k > 0, r.bottoms[np.maximum(at - 1, 0), chain] + 6, 6)
        below = np.where(k < rows, r.tops[np.minimum(at, last), chain] - 6, self.tall - 6)
        below = np.maximum(below, above)
        shift = np.maximum(np.maximum(above - y, y - below) - spare, 0)
        cut = r.enclosing[at, chain] + self._crossed(r, where, left, right, k)
        bent = r.standing[at, chain]
        w = self.weights
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

    def _crossed(self, r: Reading, where: tuple[Any, Any, Any], left: Any, right: Any, k: Any) -> Any:
        """For links passing a column (axis 1), at each slot (axis 0): links of the column's boxes that they cross.

        A link that comes from above to a box below the slot is crossed, as is one from below to a box above.
        """
        np = self.np
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
            box = np.where(r.forward[other, own] == (near is right), self.target[other], self.source[other])
            step = r.place[box, own] - start[which] + 1
            steps = np.bincount(step * count + which, weights=sign, minlength=(slots + 1) * count)
            base = np.bincount(which, weights=sign < 0, minlength=count)
            steps = np.rint(steps[: slots * count]).astype(np.int64).reshape(slots, count)
            crossed += np.rint(base).astype(np.int64) + np.cumsum(steps, axis=0)
        return crossed

    def _enclose(self, r: Reading) -> None:
        """Count the verticals between neighbours of a column: what a link that passes there would cut."""
        np = self.np
        n, count = self.problem.size, len(r.count)
        pu, pv = r.place[self.source], r.place[self.target]
        one = np.ones_like(self.loop_width)
        right_loop = r.loop & ~r.left_loop
        kinds = (r.loop | r.straight, one), (r.straight, one), (r.left_loop, self.loop_width), (right_loop, self.loop_width)
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

    def _cross(self, r: Reading) -> None:
        """Two links cross in a gap when one is above the other on the left and below it on the right."""
        np = self.np
        crossings = np.zeros_like(r.count)
        step = max(1, CHUNK // max(1, len(r.count)))
        for g in range(1, len(r.rows)):
            inside = (r.low < g) & (g <= r.high)
            left = np.where(inside, r.heights[g - 1], NOWHERE)
            right = np.where(inside, r.heights[g], NOWHERE)
            for begin in range(0, len(self.pair_a), step):
                a, b = self.pair_a[begin : begin + step], self.pair_b[begin : begin + step]
                crossings += ((left[a] - left[b]) * (right[a] - right[b]) < 0).sum(axis=0)
        r.terms["crossings"] = crossings

    def _gaps(self, r: Reading) -> None:
        """Labels stacked in each gap and the gap's width; what the picture needs in all."""
        np, terms = self.np, r.terms
        cu, cv = r.col[self.source], r.col[self.target]
        beside_source = np.where(r.forward, cu + 1, cu)
        gap = np.where(r.trunk, np.where(r.forward, cv, cv + 1), beside_source)
        gap = np.where(r.loop, np.where(r.left_loop, cu, cu + 1), gap)
        gap = np.where(r.bears & ~r.straight, gap, -1)
        width = np.where(r.loop, self.loop_width, self.item_width)
        self.dbg=[]
        crowded, wide = np.zeros_like(r.count), terms.pop("wide")
        for g in range(int(r.count.max()) + 1):
            own = gap == g
            through = (r.low < g) & (g <= r.high)
            stack = (own * self.item_height).sum(axis=0) + 12 * (through & ~own).sum(axis=0)
            layer = (own * width).max(axis=0, initial=0)
            loops = own & r.loop
            busy = own.any(axis=0) | through.any(axis=0)
            climbs = (through & r.climbing).sum(axis=0)
            climbing = np.minimum(loops.sum(axis=0) + climbs, TRACKS)
            # Labels of loops round one another stand side by side.
            nested = np.maximum(
                (r.right_labels[:-2] * (r.sorted_col == g - 1)).max(axis=0),
                (r.left_labels[:-2] * (r.sorted_col == g)).max(axis=0),
            )
            nested -= (loops * self.loop_width).max(axis=0, initial=0)
            layer = layer + np.maximum(nested, 0) * LOOP_SHARE // 16
            inner = (0 < g) & (g < r.count)
            edges = np.where(inner, 2 * self.clear, self.clear) + climbing * self.track
            wide = wide + np.where(busy, np.maximum(layer, 8) + edges, 16 * inner)
            self.dbg.append((layer[0],nested[0],edges[0],stack[0]))
            crowded += np.maximum(stack - self.tall, 0)
        terms["crowded"] = crowded
        if len(self.members):
            columns = r.col[self.members]
            first, last = columns.min(axis=1), columns.max(axis=1)
            for c in range(int(r.count.max())):
                wide = wide + ((first == c) * self.side_pad).max(axis=0) + ((last == c) * self.side_pad).max(axis=0)
        terms["wide"] = np.maximum(wide - self.wide, 0)
        terms["narrow"] = np.maximum(self.wide * 3 // 4 - wide, 0)

    def _clusters(self, r: Reading) -> None:
        """Clusters that are torn, hold foreign boxes, or stand in different orders in different columns."""
        np, terms = self.np, r.terms
        if not len(self.members):
            return
        columns, places = r.col[self.members], r.place[self.members]
        first, last = columns.min(axis=1), columns.max(axis=1)
        torn, beside = np.zeros_like(r.count), np.zeros_like(r.count)
        several = first < last
        tops, heights = [], []
        for c in range(int(r.count.max())):
            inside = columns == c
            top = np.where(inside, places, self.problem.size).min(axis=1)
            bottom = np.where(inside, places, -1).max(axis=1)
            # Members are padded by repeating one, so distinct places are counted through the boxes.
            here = r.col == c
            held = (self.member[:, :, None] & here).sum(axis=1)
            spanned = (first <= c) & (c <= last)
            torn += np.where(held > 0, bottom - top + 1 - held, spanned).sum(axis=0)
            beside += (spanned & several & (here.sum(axis=0) > held)).sum(axis=0)
            tops.append(top)
            heights.append(held > 0)
        terms["torn"], terms["beside"] = torn, beside
        terms["zone_columns"] = ((last - first) * self.zone).sum(axis=0)
        terms["other_columns"] = ((last - first) * ~self.zone).sum(axis=0)
        interleaved = np.zeros_like(r.count)
        for i, j in self.disjoint:
            above = below = np.zeros(len(r.count), dtype=bool)
            for top, held in zip(tops, heights, strict=True):
                both = held[i] & held[j]
                above = above | (both & (top[i] < top[j]))
                below = below | (both & (top[i] > top[j]))
            interleaved += above & below
        terms["interleaved"] = interleaved

    def _places(self, r: Reading) -> None:
        """Where reading starts, how it goes on, support boxes, and the spec's hints."""
        np, terms, problem = self.np, r.terms, self.problem
        first = problem.first
        terms["first_column"] = r.col[first]
        terms["first_row"] = r.place[first] - np.where(r.col == r.col[first], r.place, problem.size).min(axis=0)
        terms["support_inside"] = np.zeros_like(r.count)
        if self.support:
            inside = (r.count - 1 - r.col[self.support]).sum(axis=0)
            terms["support_inside"] = inside * UNIT // np.maximum(r.count - 1, 1)
        read = r.place[self.readers]
        terms["reading_order"] = (read[1:] < read[:-1]).sum(axis=0)
        hints, index = problem.diagram.hints, problem.index
        broken = np.zeros_like(r.count)
        for c, wanted in enumerate(hints.columns):
            for name in wanted:
                broken += r.col[index[name]] != c
        for group in hints.same_column:
            own = np.sort(r.col[[index[name] for name in group]], axis=0)
            broken += (own[1:] != own[:-1]).sum(axis=0)
        for a, b in hints.before:
            broken += r.col[index[a]] >= r.col[index[b]]
        if hints.first is not None:
            broken += r.col[index[hints.first]] > 0
        terms["hints"] = broken


def _rows(np: Any, values: list[float]) -> Any:
    """Whole px, one row each."""
    return np.array([[round(v)] for v in values], dtype=np.int64).reshape(len(values), 1)


def _padded(members: list[int], length: int) -> list[int]:
    return members + members[:1] * (length - len(members))


def _item(problem: Problem, sized: Sized, edge: int) -> tuple[float, float, float]:
    """Height and width that an arrow's label, badge, pills and flags take in a gap, and their width beside a loop.

    The label has as many lines as cost nothing.
    """
    scale = sized.scale
    ways = sized.label_breaks[edge]
    most = 4 if problem.dense else 3
    label = next((w for w in reversed(ways) if len(w.lines) <= most), ways[0])
    pills = sized.pills_width(edge)
    flags = max(sized.flag_widths[edge], default=0.0)
    radius = sized.badges[edge]
    link = problem.links_of[edge][0]
    height = 3 + sum(item_extent(problem, sized, Item(1, edge, link, (link,), False, True, (), ()), label.width))
    loop = max(label.width, flags + 16, pills) + radius + 8
    if problem.centred(edge):
        line = max(2 * radius, pills) if problem.dense else 2 * radius + (pills + 8 if pills else 0.0)
        return height, max(label.width, flags, line) + 8, loop
    lead = 2 * scale.badge + 7 if radius else 6.0
    return height, lead + max(label.width, pills + (10 if pills else 0), flags), loop


def _block(
    problem: Problem, sized: Sized, carrier: list[int], links: list[int], upper: int, natural: float
) -> tuple[float, Block | None]:
    """The verticals of a stacked pair in the narrowest column in which their labels have few lines."""
    found: tuple[float, Block | None] = natural, None
    for times in BLOCK_WIDTHS:
        block = arrange_block(problem, sized, carrier, links, upper, natural * times)
        if block is None:
            continue
        if found[1] is None or block.most_lines <= BLOCK_LINES:
            found = natural * times, block
        if block.most_lines <= BLOCK_LINES:
            break
    return found


def _lanes(
    problem: Problem, sized: Sized, carrier: list[int], bundle: list[int], upper: int, natural: float
) -> list[int]:
    """Which links of a pair stand between its boxes; the others run beside, where they would widen the column much."""
    needs, block = _block(problem, sized, carrier, bundle, upper, natural)
    if len(bundle) < 2 or (block is not None and (needs - natural) * LANE_PX <= 1.0):
        return bundle
    ways = [[k for k in bundle if k != left_out] for left_out in bundle]
    rests = [_lanes(problem, sized, carrier, way, upper, natural) for way in ways]
    best = min(rests, key=lambda way: _lanes_cost(_block(problem, sized, carrier, way, upper, natural), way, natural))
    whole = _lanes_cost((needs, block), bundle, natural)
    return (
        bundle if whole <= _lanes_cost(_block(problem, sized, carrier, best, upper, natural), best, natural) else best
    )


def _lanes_cost(found: tuple[float, Block | None], lanes: list[int], natural: float) -> float:
    needs, block = found
    if block is None:
        return 1e9
    return (needs - natural) * LANE_PX - len(lanes) + block.height / 1000


def _side_pad(clusters: tuple[Cluster, ...], cluster: Cluster, scale: Scale) -> float:
    """Room beside a cluster's outermost column, the frames inside it included."""
    inner = [_side_pad(clusters, c, scale) for c in clusters if c.members < cluster.members]
    return cluster_pads(cluster, scale)[0] + max(inner, default=0.0)
