"""A cheap estimate of many structures' costs at once, good enough to discard most before a linear programme is solved.

A structure is given by the column and an order key of each box; passing links have no place of their own but run
straight between their ends. All arithmetic is on whole numbers (px, and thousandths of the cost unit), so that the
order in which a processor adds cannot show. Inside, arrays have a row for each box, link or pair and a column for
each structure, which keeps every row contiguous.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from oauthviz.core.geometry import Rect
from oauthviz.layout.measures import UNIT, Measures
from oauthviz.layout.passing import cross, enclose, level
from oauthviz.layout.problem import Problem
from oauthviz.layout.sizing import Sized
from oauthviz.layout.stacking import Reading, bend, classify, stack

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    Whole = NDArray[int64]

TRACKS = 4
"""So many verticals, at most, widen a gap: more overlap too little to need tracks of their own."""


class Estimate:
    """Estimates for one problem at one scale. `strain` charges each px of overflow that much more.

    `boxes_give`: that boxes become narrower than usual costs less than what is too wide even then.
    """

    def __init__(
        self, problem: Problem, sized: Sized, area: Rect, strain: float = 0.0, *, boxes_give: bool = True
    ) -> None:
        self.measures = Measures(problem, sized, area, strain, boxes_give=boxes_give)

    def costs(self, col: Any, key: Any, bound: Any = None) -> Whole:
        """Estimated costs in thousandths of the cost unit, lower is better.

        `col`, `key`: whole numbers, a row for each structure and a column for each box: the column that it stands in
        and what it is sorted by there. Precondition: a structure's columns count from 0 and none is empty. Where a cost
        is above `bound`, a whole number for each structure, any number above that may come instead of it.
        """
        m = self.measures
        r = self._begin(col, key)
        for stage in STACKING:
            stage(m, r)
        if bound is None:
            return self._finished(r)
        # No term is negative, and those of the rest have not come yet.
        total = self._sum(r)
        open_ones = m.np.nonzero(total <= bound)[0]
        if len(open_ones) == len(total):
            return self._finished(r)
        if len(open_ones):
            total[open_ones] = self._finished(r.of(open_ones))
        return total

    def _finished(self, r: Reading) -> Whole:
        for stage in PASSING:
            stage(self.measures, r)
        return self._sum(r)

    def _sum(self, r: Reading) -> Whole:
        total: Whole = self.measures.np.zeros(len(r.count), dtype=self.measures.np.int64)
        for name, value in r.terms.items():
            total += self.measures.weights[name] * value
        return total

    def read(self, col: Any, key: Any) -> Reading:
        """All that the estimate knows about a batch of structures; shapes as for `costs`."""
        r = self._begin(col, key)
        for stage in (*STACKING, *PASSING):
            stage(self.measures, r)
        return r

    def _begin(self, col: Any, key: Any) -> Reading:
        np = self.measures.np
        col = np.ascontiguousarray(np.asarray(col, dtype=np.int64).T)
        key = np.asarray(key, dtype=np.int64).T
        order = np.argsort(col * (1 << 40) + key, axis=0, kind="stable")
        place = np.empty_like(order)
        np.put_along_axis(place, order, np.arange(len(order))[:, None], axis=0)
        chains = np.arange(col.shape[1])
        by_place, by_box = order * len(chains) + chains, place * len(chains) + chains
        return Reading(col, place, order, by_place, by_box, col.max(axis=0) + 1, {})


def _gaps(m: Measures, r: Reading) -> None:
    """Labels stacked in each gap and the gap's width; what the picture needs in all."""
    np, terms = m.np, r.terms
    cu, cv = r.col[m.source], r.col[m.target]
    beside_source = np.where(r.forward, cu + 1, cu)
    gap = np.where(r.trunk, np.where(r.forward, cv, cv + 1), beside_source)
    gap = np.where(r.loop, np.where(r.left_loop, cu, cu + 1), gap)
    gap = np.where(r.bears & ~r.straight, gap, -1)
    width = np.where(r.loop, m.loop_width, m.item_width)
    # Arrays with an axis for the gaps before those for links and structures.
    g = np.arange(int(r.count.max()) + 1)[:, None, None]
    own = gap == g
    through = (r.low < g) & (g <= r.high)
    loops = own & r.loop
    stack = (own * m.item_height).sum(axis=1) + 12 * (through & ~own).sum(axis=1)
    terms["crowded"] = np.maximum(stack - m.tall, 0).sum(axis=0)
    if len(m.foreign):
        # A label stands wholly inside a frame or outside it: beside the boxes of a frame over both columns of its gap,
        # only those of the frame's own links do; the others need room above or below it.
        columns = r.col[m.members]
        across = (columns.min(axis=1)[:, None] < gap) & (gap <= columns.max(axis=1)[:, None])
        outside = (own & (across & m.foreign).any(axis=0)) * m.item_height
        between = outside.sum(axis=1).max(axis=0)
        terms["tall"] = np.where(between > 0, np.maximum(r.deepest + between - m.tall, 0), terms["tall"])
    # Labels of loops round one another stand side by side.
    beside_right = (r.right_labels[:-2] * (r.sorted_col == g - 1)).max(axis=1)
    nested = np.maximum(beside_right, (r.left_labels[:-2] * (r.sorted_col == g)).max(axis=1))
    nested -= (loops * m.loop_width).max(axis=1, initial=0)
    layer = (own * width).max(axis=1, initial=0) + np.maximum(nested, 0)
    climbing = np.minimum((loops | (through & r.climbing)).sum(axis=1), TRACKS)
    busy = (own | through).any(axis=1)
    g = g[:, 0]
    inner = (g > 0) & (g < r.count)
    edges = np.where(inner, 2 * m.clear, m.clear) + climbing * m.track
    wide = r.wide + np.where(busy, np.maximum(layer, 8) + edges, 16 * inner).sum(axis=0)
    if len(m.members):
        columns = r.col[m.members]
        c = np.arange(int(r.count.max()))[:, None, None]
        for ends in (columns.min(axis=1), columns.max(axis=1)):
            wide = wide + ((ends == c) * m.side_pad).max(axis=1).sum(axis=0)
    over = np.maximum(wide - m.wide, 0)
    terms["pressed"] = np.minimum(over, r.wide - r.least)
    terms["wide"] = over - terms["pressed"]
    terms["narrow"] = np.maximum(m.wide * 3 // 4 - wide, 0)


def _clusters(m: Measures, r: Reading) -> None:
    """Clusters that are torn, hold foreign boxes, or stand in different orders in different columns."""
    np, terms = m.np, r.terms
    if not len(m.members):
        return
    columns, places = r.col[m.members], r.place[m.members]
    first, last = columns.min(axis=1), columns.max(axis=1)
    several = first < last
    # Arrays with an axis for the columns before those for clusters and structures.
    c = np.arange(int(r.count.max()))[:, None, None]
    inside = columns == c[..., None]
    tops = np.where(inside, places, m.problem.size).min(axis=2)
    bottoms = np.where(inside, places, -1).max(axis=2)
    # Members are padded by repeating one, so distinct places are counted through the boxes.
    here = r.col == c
    held = m.by_cluster(here)
    spanned = (first <= c) & (c <= last)
    torn = np.where(held > 0, bottoms - tops + 1 - held, spanned).sum(axis=(0, 1))
    beside = (spanned & several & (here.sum(axis=1, keepdims=True) > held)).sum(axis=(0, 1))
    terms["torn"], terms["beside"] = torn, beside
    terms["zone_columns"] = ((last - first) * m.zone).sum(axis=0)
    terms["other_columns"] = ((last - first) * ~m.zone).sum(axis=0)
    spans = [(first[c], last[c]) for c in m.stages]
    terms["pipeline"] = sum((high - low for low, high in spans), np.zeros_like(r.count))
    for (_, high), (low, _) in itertools.pairwise(spans):
        terms["pipeline"] = terms["pipeline"] + np.maximum(high - low + 1, 0)
    i, j = m.disjoint
    both = (held[:, i] > 0) & (held[:, j] > 0)
    order = np.sign(tops[:, i] - tops[:, j]) * both
    terms["interleaved"] = ((order < 0).any(axis=0) & (order > 0).any(axis=0)).sum(axis=0)


def _places(m: Measures, r: Reading) -> None:
    """Where reading starts, how it goes on, support boxes, and the spec's hints."""
    np, terms, problem = m.np, r.terms, m.problem
    first = problem.first
    terms["first_column"] = r.col[first]
    heroes = r.col[list(problem.heroes)]
    terms["hero_outside"] = (((heroes == 0) | (heroes == r.count - 1)) & (r.count > 2)).sum(axis=0)
    terms["first_row"] = r.place[first] - np.where(r.col == r.col[first], r.place, problem.size).min(axis=0)
    terms["support_inside"] = np.zeros_like(r.count)
    if m.support:
        inside = (r.count - 1 - r.col[m.support]).sum(axis=0)
        terms["support_inside"] = inside * UNIT // np.maximum(r.count - 1, 1)
    read = r.place[m.readers]
    terms["reading_order"] = (read[1:] < read[:-1]).sum(axis=0)
    a, b = m.pairs(problem.size)
    columns = np.sign(r.col[a] - r.col[b])
    turned = 2 * ((columns == 0) & (r.place[a] > r.place[b])) + (columns > 0)
    terms["spec_order"] = turned.sum(axis=0) * 3 // max(6, problem.size)
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


STACKING = (classify, _clusters, _places, bend, stack)
"""The stages that read the columns; they tell enough to know most structures that are too dear."""
PASSING = (enclose, level, cross, _gaps)
"""The stages that read the gaps, and need those before."""
