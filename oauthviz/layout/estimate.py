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
from oauthviz.layout.extents import cluster_pads
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
    "spans": 2200,
    "straight": 300,
    "loops": 6000,
    "outer_loops": 5000,
    "loop_crossings": 5000,
    "tall": 200,
    "thin": 15,
    "wide": 200,
    "narrow": 30,
    "crowded": 200,
    "backwards": 600,
    "support_backwards": 1600,
    "unmerged": 24000,
    "zone_columns": 3500,
    "other_columns": 500,
    "torn": 30000,
    "interleaved": 60000,
    "beside": 4000,
    "first_column": 12000,
    "first_row": 5000,
    "support_inside": 5,
    "reading_order": 350,
    "hints": 40000,
}
"""What each term costs, in thousandths: terms in px, counts, and (support boxes) thousandths of the width."""
TIGHT_FACTOR, BOX_FACTOR = 8.8, 10.0
BLOCK_WIDTHS = (1.0, 1.25, 1.6, 2.2, 3.4)
BLOCK_LINES = 3
PASSING = 26
"""Room that a passing link takes in a column, in px."""
LEAST = 18
"""Room that a link without a label takes on a box's side, in px."""
FINE = 840
"""Heights between columns are in this fraction of a px; whole for spans of up to eight columns."""
CHUNK = 1 << 18
"""Most pairs of links, over all structures, that are looked at in one go."""


@dataclass(slots=True)
class Reading:
    """What a batch of structures means, in rows of boxes or links: the estimate's intermediate results.

    `place`: index in the order of all boxes, column by column. `low`, `high`: columns of a link's left and right end.
    `level`, `slope`: height of a link in column c is (level + slope * c) / FINE. Heights in px from the area's top.
    """

    col: Any
    place: Any
    count: Any
    forward: Any
    backward: Any
    straight: Any
    loop: Any
    left_loop: Any
    bears: Any
    trunk: Any
    low: Any
    high: Any
    middle: Any
    half: Any
    level: Any
    slope: Any
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
        self.track = round(scale.track)
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
        lane = []
        for k in links:
            bundle = bundles.setdefault((min(k.source, k.target), max(k.source, k.target)), [])
            lane.append(len(bundle))
            bundle.append(k.index)
        self.can_stand = np.array([[at < STRAIGHT_LANES] for at in lane], dtype=bool)
        scale = sized.scale
        pads = [cluster_pads(c, scale) for c in problem.clusters]
        self.top_pad = _rows(np, [sum(pads[q][1] for q in problem.clusters_of[b]) for b in range(n)])
        self.bottom_pad = _rows(np, [sum(pads[q][2] for q in problem.clusters_of[b]) for b in range(n)])
        self.apart = np.full((n, n), round(scale.box_gap), dtype=np.int64)
        self.lanes = np.zeros((n, n), dtype=np.int64)
        for a, b in itertools.permutations(range(n), 2):
            if problem.clusters_of[a] != problem.clusters_of[b]:
                ends = sum(pads[q][2] for q in problem.clusters_of[a] if q not in problem.clusters_of[b])
                begins = sum(pads[q][1] for q in problem.clusters_of[b] if q not in problem.clusters_of[a])
                self.apart[a, b] = round(12.0 + ends + begins)
        carrier = [own[0] for own in problem.links_of]
        for (a, b), bundle in bundles.items():
            for upper, lower in ((a, b), (b, a)) if a != b else ():
                width = max(widths[a], widths[b])
                needs, block = _block(problem, sized, carrier, bundle[:STRAIGHT_LANES], upper, width)
                self.apart[upper, lower] += round((block.height if block else 120.0) - scale.box_gap)
                self.lanes[upper, lower] = round(needs)

    def _cluster(self, scale: Scale) -> None:
        np, problem = self.np, self.problem
        clusters = problem.clusters
        most = max((len(c.members) for c in clusters), default=0)
        self.members = np.array([_padded(sorted(c.members), most) for c in clusters], dtype=np.intp)
        self.zone = np.array([[c.shape == "zone"] for c in clusters], dtype=bool)
        self.side_pad = _rows(np, [_side_pad(clusters, c, scale) for c in clusters])
        self.member = np.array([[b in c.members for b in range(problem.size)] for c in clusters], dtype=bool)
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
        r = Reading(col, place, col.max(axis=0) + 1, *[None] * 13, {})
        self._classify(r)
        self._stack(r, order)
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
        r.straight = same & (np.abs(pu - pv) == 1) & self.can_stand
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
        terms["straight"] = r.straight.sum(axis=0)
        terms["loops"] = r.loop.sum(axis=0)
        terms["spans"] = np.maximum(r.high - r.low - 1, 0).sum(axis=0)
        terms["backwards"] = (r.backward & ~self.support_link).sum(axis=0)
        terms["support_backwards"] = (r.backward & self.support_link).sum(axis=0)

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
        left, right = self._by_side(r, np.where(r.bears, self.item_height, LEAST))
        self._loop_sides(r, order)
        load = np.maximum(left, right)
        height = np.take_along_axis(np.maximum(self.heights, (load * 9) // 10 + 10), order, axis=0)
        sorted_col = np.take_along_axis(r.col, order, axis=0)
        starts = np.ones_like(sorted_col, dtype=bool)
        starts[1:] = sorted_col[1:] != sorted_col[:-1]
        before = np.where(starts, self.top_pad[:, 0][order], 0)
        before[1:] += np.where(starts[1:], 0, self.apart[order[:-1], order[1:]])
        lanes = np.zeros_like(before)
        lanes[:-1] = np.where(starts[1:], 0, self.lanes[order[:-1], order[1:]])
        ends = np.ones_like(starts)
        ends[:-1] = starts[1:]
        needs = before + height + np.where(ends, self.bottom_pad[:, 0][order], 0)
        width = np.maximum(self.widths[:, 0][order], lanes)
        slack = np.zeros((columns, len(r.count)), dtype=np.int64)
        tall, thin, wide = (np.zeros_like(r.count) for _ in range(3))
        for c in range(columns):
            own = sorted_col == c
            passing = ((r.low < c) & (c < r.high)).sum(axis=0)
            total = (needs * own).sum(axis=0) + PASSING * passing
            rows = own.sum(axis=0)
            free = np.maximum(self.tall - total, 0)
            slack[c] = free // (rows + passing + 1)
            tall += np.maximum(total - self.tall, 0)
            thin += np.where(rows > 0, np.maximum(self.tall * 9 // 20 - total, 0), 0)
            wide += np.where(rows > 0, np.maximum((width * own).max(axis=0), 20), 0)
        terms["tall"], terms["thin"], terms["wide"] = tall, thin, wide
        room = np.take_along_axis(slack, sorted_col, axis=0)
        total = np.cumsum(before + height + room, axis=0)
        begin = np.maximum.accumulate(np.where(starts, total - height - before - room, 0), axis=0)
        middle = total - begin - height // 2
        half = (height * 21) // 50
        r.middle = np.take_along_axis(middle, r.place, axis=0)
        r.half = np.take_along_axis(half, r.place, axis=0)

    def _loop_sides(self, r: Reading, order: Any) -> None:
        """Loops run on the side where fewer links leave the boxes between their ends."""
        np, terms = self.np, r.terms
        if not r.loop.any():
            r.left_loop = np.zeros_like(r.loop)
            terms["outer_loops"] = terms["loop_crossings"] = np.zeros_like(r.count)
            return
        pu, pv = r.place[self.source], r.place[self.target]
        upper, lower = np.minimum(pu, pv), np.maximum(pu, pv)
        costs = []
        for side in self._by_side(r, np.ones_like(r.low)):
            sums = np.cumsum(np.take_along_axis(side, order, axis=0), axis=0)
            inner = np.take_along_axis(sums, np.maximum(lower - 1, upper), axis=0)
            costs.append(inner - np.take_along_axis(sums, upper, axis=0))
        outer = r.low == 0, r.low == r.count - 1
        crossed, edge = self.weights["loop_crossings"], self.weights["outer_loops"]
        left, right = (crossed * c + edge * o for c, o in zip(costs, outer, strict=True))
        r.left_loop = r.loop & (left < right)
        right_loop = r.loop & ~r.left_loop
        terms["outer_loops"] = (r.left_loop & outer[0]).sum(axis=0) + (right_loop & outer[1]).sum(axis=0)
        terms["loop_crossings"] = (r.left_loop * costs[0] + right_loop * costs[1]).sum(axis=0)

    def _level(self, r: Reading) -> None:
        """Climbs: links whose ends' heights do not overlap; detours: links that would run through a box between."""
        np, terms = self.np, r.terms
        yu, yv = r.middle[self.source], r.middle[self.target]
        hu, hv = r.half[self.source], r.half[self.target]
        left, right = np.where(r.forward, yu, yv), np.where(r.forward, yv, yu)
        span = np.maximum(r.high - r.low, 1)
        r.slope = ((right - left) * FINE) // span
        r.level = left * FINE - r.slope * r.low
        across = r.low < r.high
        climb = np.where(across, np.abs(yu - yv) - hu - hv, 0)
        terms["climbs"] = (climb > 0).sum(axis=0)
        terms["climbed"] = np.maximum(climb, 0).sum(axis=0)
        spare = np.maximum(-climb, 0) // 2
        detours, detoured = np.zeros_like(r.count), np.zeros_like(r.count)
        if (r.high - r.low).max(initial=0) > 1:
            for b in range(self.problem.size):
                c = r.col[b]
                through = (r.low < c) & (c < r.high)
                depth = r.half[b] - spare - np.abs((r.level + r.slope * c) // FINE - r.middle[b])
                depth = np.where(through, np.maximum(depth, 0), 0)
                detours += (depth > 0).sum(axis=0)
                detoured += depth.sum(axis=0)
        terms["detours"], terms["detoured"] = detours, detoured

    def _cross(self, r: Reading) -> None:
        """Two links cross when they change sides between the columns that both span."""
        np = self.np
        level, slope = r.level.astype(np.int32), r.slope.astype(np.int32)
        low, high = r.low.astype(np.int32), r.high.astype(np.int32)
        near = int(r.count.max())
        crossings = np.zeros_like(r.count)
        step = max(1, CHUNK // max(1, len(r.count)))
        for begin in range(0, len(self.pair_a), step):
            a, b = self.pair_a[begin : begin + step], self.pair_b[begin : begin + step]
            begins, ends = np.maximum(low[a], low[b]), np.minimum(high[a], high[b])
            apart, parting = level[a] - level[b], slope[a] - slope[b]
            left, right = apart + parting * begins, apart + parting * ends
            changes = ((left > near) & (right < -near)) | ((left < -near) & (right > near))
            crossings += (changes & (begins < ends)).sum(axis=0)
        r.terms["crossings"] = crossings

    def _gaps(self, r: Reading) -> None:
        """Labels stacked in each gap and the gap's width; what the picture needs in all."""
        np, terms = self.np, r.terms
        cu, cv = r.col[self.source], r.col[self.target]
        beside_source = np.where(r.forward, cu + 1, cu)
        gap = np.where(r.trunk, np.where(r.forward, cv, cv + 1), beside_source)
        gap = np.where(r.loop, np.where(r.left_loop, cu, cu + 1), gap)
        gap = np.where(r.bears & ~r.straight, gap, -1)
        crowded, wide = np.zeros_like(r.count), terms.pop("wide")
        for g in range(int(r.count.max()) + 1):
            own = gap == g
            through = (r.low < g) & (g <= r.high)
            stack = (own * self.item_height).sum(axis=0) + 12 * (through & ~own).sum(axis=0)
            layer = (own * self.item_width).max(axis=0, initial=0)
            busy = own.any(axis=0) | through.any(axis=0)
            layer = np.maximum(layer, 40 * busy) * 9 // 10
            inner = (0 < g) & (g < r.count)
            wide = wide + np.where(busy, layer, 10 * inner)
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
        terms["first_row"] = np.where(r.col == r.col[first], r.place, problem.size).min(axis=0) < r.place[first]
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


def _item(problem: Problem, sized: Sized, edge: int) -> tuple[float, float]:
    """Height and width that an arrow's label, badge, pills and flags take in a gap."""
    scale = sized.scale
    label = sized.wrap(edge, 11.0 * scale.label)
    pills = sized.pills_width(edge)
    flags = sized.flag_widths[edge]
    radius = sized.badges[edge]
    extra = (scale.pill_height if pills else 0.0) + len(flags) * (scale.flag_height + 6)
    height = max(len(label.lines) * scale.label_height + 8, radius) + radius + 6 + extra
    width = max(label.width, pills, max(flags, default=0.0)) + (44 if problem.centred(edge) else 57)
    return height, width


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


def _side_pad(clusters: tuple[Cluster, ...], cluster: Cluster, scale: Scale) -> float:
    """Room beside a cluster's outermost column, the frames inside it included."""
    inner = [_side_pad(clusters, c, scale) for c in clusters if c.members < cluster.members]
    return cluster_pads(cluster, scale)[0] + max(inner, default=0.0)
