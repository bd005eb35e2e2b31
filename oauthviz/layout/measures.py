"""Measures: all that the estimate of a structure's cost can know before it sees one.

Whole px, and weights in thousandths of the cost unit. Arrays have a row for each box, link or pair.
"""

from __future__ import annotations

import itertools
from typing import Any

from oauthviz.core.geometry import Rect
from oauthviz.layout.cost import pipeline_stages
from oauthviz.layout.extents import cluster_pads, item_extent
from oauthviz.layout.gaps import Item
from oauthviz.layout.problem import SUPPORT, Cluster, Problem
from oauthviz.layout.scale import Scale
from oauthviz.layout.sizing import Sized
from oauthviz.layout.structure import STRAIGHT_LANES
from oauthviz.layout.vertical import Block, arrange_block

UNIT = 1000
"""One unit of cost in the estimate's whole numbers."""
WEIGHTS: dict[str, int] = {
    "crossings": 20000,
    "climbs": 3500,
    "climbed": 7,
    "detours": 3000,
    "detoured": 7,
    "cut": 16000,
    "bent": 5000,
    "gaps": 1600,
    "spans": 800,
    "straight": 500,
    "fanned": 50,
    "loops": 7500,
    "outer_loops": 6000,
    "loop_crossings": 20000,
    "tall": 600,
    "thin": 15,
    "wide": 500,
    "pressed": 30,
    "narrow": 30,
    "crowded": 200,
    "backwards": 600,
    "support_backwards": 1600,
    "unmerged": 14000,
    "zone_columns": 4000,
    "other_columns": 500,
    "torn": 30000,
    "interleaved": 60000,
    "beside": 6000,
    "hero_outside": 4000,
    "first_column": 14000,
    "first_row": 4000,
    "support_inside": 5,
    "reading_order": 350,
    "spec_order": 1500,
    "pipeline": 20000,
    "hints": 2000000,
}
"""What each term costs, in thousandths: terms in px, counts, and (support boxes) thousandths of the width."""
LESS_WIDE = 400
"""What a px too wide costs beyond that, in thousandths, where type may still be larger than it must be: there it is not
taken out of the margin but out of the labels, which get more lines.
"""
WHOLE, MANY_WHOLE = ("torn", "interleaved"), 10
"""What keeps a structure from being solved at all, and how many times as much it costs with many boxes, where all else
sums up to more.
"""
BLOCK_WIDTHS = (1.0, 1.12, 1.25, 1.4, 1.6, 1.85, 2.2, 2.7, 3.4)
LANE_PX = 0.02
"""What a px that verticals widen a column costs, against one loop instead of a vertical."""
TIGHT_FACTOR, BOX_FACTOR, NARROW = 7.5, 10.0, 7.0
"""Boxes' text width in label sizes: where fitting at all is the question, and else; what they can be pressed to.

Heights are those of usual boxes even then: some column is always wider than its boxes ask for.
"""


class Measures:
    """Sizes and weights of one problem at one scale. `strain` charges each px of overflow that much more.

    `boxes_give`: that boxes become narrower than usual costs less than what is too wide even then. Of many boxes too
    many would have to.
    """

    def __init__(
        self, problem: Problem, sized: Sized, area: Rect, strain: float = 0.0, *, boxes_give: bool = True
    ) -> None:
        import numpy as np  # heavy, and only a layout needs it

        self.np = np
        self.problem = problem
        self.tall, self.wide = round(area.h), round(area.w)
        self.weights = dict(WEIGHTS)
        for term in ("tall", "wide", "crowded"):
            self.weights[term] += round(UNIT * strain)
        if problem.many:
            self.weights |= {term: MANY_WHOLE * WEIGHTS[term] for term in WHOLE}
        if not strain:
            self.weights["wide"] += LESS_WIDE
        if not boxes_give or problem.many:
            self.weights["pressed"] = self.weights["wide"]
        n, links, scale = problem.size, problem.links, sized.scale
        factor = TIGHT_FACTOR if strain else BOX_FACTOR
        widths = [sized.box_width(b, factor) for b in range(n)]
        usual = [sized.box_width(b, 8.0 if strain else BOX_FACTOR) for b in range(n)]
        heights = [sized.box_text(b, w - 2 * scale.pad).least_height for b, w in enumerate(usual)]
        narrow = [min(w, sized.box_width(b, NARROW)) for b, w in enumerate(widths)]
        self.widths, self.narrow, self.heights = _rows(np, widths), _rows(np, narrow), _rows(np, heights)
        self.source = np.array([k.source for k in links], dtype=np.intp)
        self.target = np.array([k.target for k in links], dtype=np.intp)
        items = [_item(problem, sized, e) for e in range(len(problem.edges))]
        self.item_height = _rows(np, [items[k.edge][0] for k in links])
        self.item_width = _rows(np, [items[k.edge][1] for k in links])
        self.loop_width = _rows(np, [items[k.edge][2] for k in links])
        self.track, self.port_gap, self.corner = round(scale.track), round(scale.port_gap), round(scale.corner)
        self.clear = round(scale.clear)
        ends: list[list[int]] = [[] for _ in range(n)]
        for k in links:
            ends[k.source].append(k.index)
            ends[k.target].append(len(links) + k.index)
        self._ends = _table(np, ends, 2 * len(links))
        self.edge = np.array([k.edge for k in links], dtype=np.int32)
        self._pairs: dict[int, tuple[Any, Any]] = {}
        self.several = [own for own in problem.links_of if len(own) > 1]
        self.support_link = _flags(np, [problem.edges[k.edge].kind in SUPPORT for k in links])
        self._pair_up(sized, widths)
        self._cluster(scale)
        self._read_steps()

    def pairs(self, count: int) -> tuple[Any, Any]:
        """All pairs of so many rows: the indices of the first and of the second."""
        if count not in self._pairs:
            self._pairs[count] = self.np.triu_indices(count, 1)
        return self._pairs[count]

    def by_box(self, out: Any, into: Any) -> Any:
        """Sums over the links of each box: of `out` over those that leave it, of `into` over those that enter it."""
        none = self.np.zeros_like(out[:1])
        # No product of matrices: the threads of numpy's linear algebra would take the other process's core.
        return self.np.concatenate((out, into, none))[self._ends].sum(axis=1)

    def by_cluster(self, values: Any) -> Any:
        """Sums over the members of each cluster; `values`: [column, box, structure]."""
        none = self.np.zeros_like(values[:, :1])
        return self.np.concatenate((values, none), axis=1)[:, self._all_members].sum(axis=2)

    def _pair_up(self, sized: Sized, widths: list[float]) -> None:
        """Which links may be straight; what stacked pairs of boxes need."""
        np, problem = self.np, self.problem
        n, links = problem.size, problem.links
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
        self.odd = _flags(np, [k.index in odd for k in links])
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
        self.can_stand = _flags(np, [k.index in upright for k in links])

    def _cluster(self, scale: Scale) -> None:
        np, problem = self.np, self.problem
        clusters = problem.clusters
        most = max((len(c.members) for c in clusters), default=0)
        self.members = np.array([_padded(sorted(c.members), most) for c in clusters], dtype=np.intp)
        self.zone = _flags(np, [c.shape == "zone" for c in clusters])
        self.side_pad = _rows(np, [_side_pad(clusters, c, scale) for c in clusters])
        self._all_members = _table(np, [sorted(c.members) for c in clusters], problem.size)
        stages = pipeline_stages(problem)
        self.stages = [c for c, cluster in enumerate(clusters) if cluster in stages]
        wide = [c.members for c in clusters if len(c.members) > 1]
        wide_member = [[b in m for b in range(problem.size)] for m in wide]
        self.wide_member = np.array(wide_member, dtype=bool).reshape(len(wide), problem.size)
        ends = [[{k.source, k.target} <= c.members for k in problem.links] for c in clusters]
        self.foreign = ~np.array(ends, dtype=bool).reshape(len(clusters), len(problem.links), 1)
        both = itertools.combinations(range(len(clusters)), 2)
        disjoint = [(i, j) for i, j in both if not clusters[i].members & clusters[j].members]
        self.disjoint = np.array(disjoint, dtype=np.intp).reshape(len(disjoint), 2).T

    def _read_steps(self) -> None:
        problem = self.problem
        self.readers = list(problem.sources_in_order)
        self.support = list(problem.support)


def _rows(np: Any, values: list[float]) -> Any:
    """Whole px, one row each."""
    return np.array([[round(v)] for v in values], dtype=np.int64).reshape(len(values), 1)


def _flags(np: Any, values: list[bool]) -> Any:
    """One flag a row."""
    return np.array(values, dtype=bool).reshape(len(values), 1)


def _table(np: Any, rows: list[list[int]], filling: int) -> Any:
    """Lists of unlike length as the rows of one array."""
    longest = max(map(len, rows), default=0)
    return np.array([row + [filling] * (longest - len(row)) for row in rows], dtype=np.intp)


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
        if found[1] is None or block.most_lines <= sized.scale.most_lines:
            found = natural * times, block
        if block.most_lines <= sized.scale.most_lines:
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
