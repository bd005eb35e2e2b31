"""The global search over the combinatorial part of a layout: many chains annealed side by side on the estimate.

From time to time the worst chains start anew from the best (population annealing: Hukushima and Iba 2003).

Random numbers come from one seeded generator as raw bytes and are turned into choices by whole-number arithmetic;
acceptance compares whole numbers with a table. Nothing depends on floating point, on the clock or on numpy's version.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, sqrt
from random import Random
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from oauthviz.core.geometry import Rect
from oauthviz.layout.decoding import decoded, normal
from oauthviz.layout.descent import descend
from oauthviz.layout.estimate import Estimate
from oauthviz.layout.ledger import Ledger
from oauthviz.layout.measures import UNIT
from oauthviz.layout.problem import Problem
from oauthviz.layout.structure import Structure
from oauthviz.layout.sweeping import swept

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    Whole = NDArray[int64]

HOT, MANY_HOT, COLD = 14.0, 2.0, 0.5
"""Temperatures at the start (of many boxes, not so hot that chains forget the swept columns) and the end, in units of
cost.
"""
GENERATION, REPLACED = 4, 0.4
"""After so many steps the worst chains go on from where the best ones are; the share of chains that do."""
TABLE = 1 << 12
"""Entries of the acceptance table: -log(u) for evenly spread u, in thousandths."""
RUNS, LEAST_STEPS = 2, 20
"""Several runs meet more kinds of arrangements than one long one, and each has a core of its own where there is one."""
CHAINS = 160
"""Chains at least, where they take few steps."""
MANY_STEPS = 4.0
"""So many times the steps with many boxes: what the estimate misses there, true costs are too dear to mend."""
LEAST_HEIGHT = 50.0
"""px that an area counts as high at least: legends can eat up all of a small canvas."""
BEYOND = 1 << 36
"""A key above or below all others."""
DRAWS = 10
"""Random 32-bit words a chain takes each step."""
MOVES = (
    ("box_beside", 30),
    ("box_anywhere", 10),
    ("new_column", 4),
    ("swap_boxes", 16),
    ("swap_neighbours", 10),
    ("cluster", 10),
    ("swap_columns", 10),
    ("reverse_column", 5),
    ("mirror", 5),
)
"""The kinds of moves with their shares in a hundred."""


class PopulationBudget(Struct, frozen=True):
    """Chains side by side, steps of each, how often all that is done anew, and how many arrangements a run keeps."""

    chains: int
    steps: int
    runs: int = 1
    keep: int = 200


def population_budget(problem: Problem, effort: str) -> PopulationBudget:
    """The budget for an effort: more for more possibilities, until the price of a structure takes over."""
    size = max(2, problem.size + len(problem.links))
    total = min(size**6 / 60_000, 800_000 / size, 21_000)
    chains = int(max(8, min(8000 // size, max(CHAINS, total // 130))))
    longer = MANY_STEPS if problem.many else 1.0
    steps = int(max(LEAST_STEPS, total / chains) * longer * {"draft": 0.4, "normal": 1.0, "best": 4.0}[effort])
    return PopulationBudget(chains, steps, RUNS)


def column_counts(problem: Problem, area: Rect) -> list[int]:
    """How many columns to start from: about one for every 320 px, and the neighbours of that; fewer for many boxes."""
    n = problem.size
    ideal = max(1, round(area.w / 320))
    if n > 12:
        ideal = max(ideal, round(sqrt(n * area.w / max(area.h, LEAST_HEIGHT))))
    counts = (ideal - 1, ideal, ideal + 1)
    if problem.many:
        counts = (round(0.8 * ideal), round(0.9 * ideal), ideal)
    return sorted({min(n, max(1, c)) for c in counts})


def anneal(
    problem: Problem,
    estimate: Estimate,
    counts: Sequence[int],
    most_columns: int,
    ranks: Sequence[int],
    seed: str,
    budget: PopulationBudget,
) -> list[tuple[int, Structure]]:
    """The cheapest different arrangements of the boxes that any chain of one run met, with their estimates, in order.

    `counts`: numbers of columns that the chains start from; `ranks`: the boxes' places in the flow, which the first
    structures follow. Every structure is complete: passing links stand where they bend least.
    """
    import numpy as np  # heavy, and only a layout needs it

    random = Random(f"{seed}/population")
    chains, n = budget.chains, problem.size
    most = min(max(most_columns, *counts), n)
    moves = _Moves(np, problem, most)
    thresholds = np.array([round(-log((u + 0.5) / TABLE) * 1000) for u in range(TABLE)], dtype=np.int64)
    col, key = _starts(np, problem, counts, ranks, chains, random)
    col, key = normal(np, col, key)
    ledger = Ledger(np, estimate, budget.keep)
    cost = ledger.costs(col, key)
    hot = MANY_HOT if problem.many else HOT
    cooling = log(COLD / hot)
    for step in range(budget.steps):
        temperature = round(UNIT * hot * exp(cooling * step / budget.steps))
        words = np.frombuffer(random.randbytes(4 * DRAWS * chains), dtype="<u4").astype(np.int64)
        draws = words.reshape(DRAWS, chains)
        new_col, new_key = normal(np, *moves.propose(col, key, draws))
        bound = cost + temperature * thresholds[draws[-1] % TABLE] // 1000
        new_cost = ledger.costs(new_col, new_key, bound)
        taken = new_cost <= bound
        col, key = np.where(taken[:, None], new_col, col), np.where(taken[:, None], new_key, key)
        cost = np.where(taken, new_cost, cost)
        if step % GENERATION == GENERATION - 1:
            ranked = np.argsort(cost, kind="stable")
            count = int(chains * REPLACED)
            last, first = ranked[chains - count :], ranked[:count]
            col[last], key[last], cost[last] = col[first], key[first], cost[first]
    descend(np, ledger, most)
    found = ledger.best.ranked()
    structures = decoded(problem, estimate, np.array([col for _, col, _ in found]), np.array([p for _, _, p in found]))
    return [(cost, structure) for (cost, _, _), structure in zip(found, structures, strict=True)]


def _starts(
    np: Any, problem: Problem, counts: Sequence[int], ranks: Sequence[int], chains: int, random: Random
) -> tuple[Any, Any]:
    """Boxes dealt over the columns in the order of their ranks, jittered; small clusters stay together.

    Hinted columns are taken as they are, other boxes in the last one.
    """
    n = problem.size
    wanted = problem.diagram.hints.columns
    if wanted:
        column = {problem.index[name]: c for c, names in enumerate(wanted) for name in names}
        col = np.array([[column.get(b, len(wanted) - 1) for b in range(n)]] * chains, dtype=np.int64)
        order = [problem.index[name] for names in wanted for name in names]
        order += [b for b in range(n) if b not in column]
        key = np.empty(n, dtype=np.int64)
        key[order] = np.arange(n)
        return col, np.tile(key, (chains, 1))
    block = [-1] * n
    for q in sorted(range(len(problem.clusters)), key=lambda q: (len(problem.clusters[q].members), q)):
        members = problem.clusters[q].members
        for b in sorted(members):
            if block[b] < 0 and len(members) <= max(2, n // 2):
                block[b] = n + q
    block = [b if own < 0 else own for b, own in enumerate(block)]
    names = sorted(set(block))
    mean = {m: sum(100 * ranks[b] for b in range(n) if block[b] == m) // block.count(m) for m in names}
    rows = np.array([names.index(m) for m in block], dtype=np.intp)
    means = np.array([mean[m] for m in names], dtype=np.int64)
    words = np.frombuffer(random.randbytes(4 * len(names) * chains), dtype="<u4").astype(np.int64)
    jittered = means + words.reshape(chains, len(names)) % 161 - 80
    value = jittered[:, rows] * (1 << 12) + rows
    place = np.argsort(np.argsort(value, axis=1, kind="stable"), axis=1, kind="stable")
    count = np.array([min(n, max(1, counts[i % len(counts)])) for i in range(chains)], dtype=np.int64)
    col = place * count[:, None] // n
    if problem.many:
        for i in range(min(chains, len(counts))):
            key = swept(problem, [int(c) for c in col[i]], [int(k) for k in place[i]], block)
            col[i :: len(counts)], place[i :: len(counts)] = col[i], np.array(key, dtype=np.int64)
    return col, place


class _Moves:
    """The neighbourhood: each chain draws one kind of move and what it needs. Shapes [chains, boxes]."""

    def __init__(self, np: Any, problem: Problem, most: int) -> None:
        self.np, self.size, self.most = np, problem.size, most
        n = problem.size
        self.clusters = [sorted(c.members) for c in problem.clusters if 1 < len(c.members) < n]
        self.member = np.array([[b in c for b in range(n)] for c in self.clusters], dtype=bool).reshape(-1, n)
        self.friends, self.friend_count = _table(np, [self._friends(problem, b) for b in range(n)])
        self.fellows, self.fellow_count = _table(np, [self._fellows(problem, b) or _others(n, b) for b in range(n)])
        self.limits = np.cumsum([share for _, share in MOVES])

    @staticmethod
    def _fellows(problem: Problem, box: int) -> list[int]:
        own = [problem.clusters[c].members for c in problem.clusters_of[box] if len(problem.clusters[c].members) > 1]
        return sorted(min(own, key=len) - {box}) if own else []

    def _friends(self, problem: Problem, box: int) -> list[int]:
        """Boxes worth standing beside: fellows of the smallest cluster count double, then partners of links."""
        fellows = self._fellows(problem, box)
        partners = [k.target if k.source == box else k.source for k in problem.links if box in (k.source, k.target)]
        return fellows * 2 + [b for b in partners if b != box] or _others(problem.size, box)

    def propose(self, col: Any, place: Any, draws: Any) -> tuple[Any, Any]:
        """New columns and keys; keys leave room for what is put between two boxes."""
        np, n = self.np, self.size
        if n < 2:
            return col, place
        space = 4 * n
        col, key = col.copy(), (place + 1) * space
        kind = np.searchsorted(self.limits, _below(draws[0], 100), side="right")
        for which, (name, _) in enumerate(MOVES):
            rows = np.nonzero(kind == which)[0]
            if len(rows):
                own_col, own_key = col[rows], key[rows]
                getattr(self, "_" + name)(own_col, own_key, draws[:, rows], np.arange(len(rows)))
                col[rows], key[rows] = own_col, own_key
        return col, key

    def _box_beside(self, col: Any, key: Any, d: Any, i: Any) -> None:
        """A box above or below a box it belongs with, or into the column left or right of that at a like height."""
        np = self.np
        box = _below(d[1], self.size)
        friend = self.friends[box, _below(d[2], self.friend_count[box])]
        self._put(col, key, i, box, col[i, friend], key[i, friend] + np.where(d[3] & 1, 1, -1))
        aside = (d[3] >> 1) % 3 == 0
        col[i, box] = np.where(
            aside, np.clip(col[i, friend] + np.where(d[4] & 1, 1, -1), 0, self.most - 1), col[i, box]
        )
        anchor = _below(d[5], self.size)
        inside = aside & (col[i, anchor] == col[i, box])
        key[i, box] = np.where(inside, key[i, anchor] + np.where(d[6] & 1, 1, -1), key[i, box])

    def _box_anywhere(self, col: Any, key: Any, d: Any, i: Any) -> None:
        """A box above or below any other."""
        box = _below(d[1], self.size)
        other = (box + 1 + _below(d[2], self.size - 1)) % self.size
        self._put(col, key, i, box, col[i, other], key[i, other] + self.np.where(d[3] & 1, 1, -1))

    def _new_column(self, col: Any, key: Any, d: Any, i: Any) -> None:
        """A box to a column of its own, between two others or outside."""
        np = self.np
        box = _below(d[1], self.size)
        count = col.max(axis=1) + 1
        at = _below(d[2], count + 1)
        room = count < self.most
        moved = np.where(col >= at[:, None], col + 1, col)
        moved[i, box] = at
        col[:] = np.where(room[:, None], moved, col)

    def _swap_boxes(self, col: Any, key: Any, d: Any, i: Any) -> None:
        """Two boxes change places, half of the time of one cluster."""
        np = self.np
        box = _below(d[1], self.size)
        fellow = self.fellows[box, _below(d[2], self.fellow_count[box])]
        other = np.where(d[3] & 1, fellow, (box + 1 + _below(d[2], self.size - 1)) % self.size)
        self._swap(col, key, i, box, other)

    def _swap_neighbours(self, col: Any, key: Any, d: Any, i: Any) -> None:
        """A box and the next in the order of all boxes change places, mostly within one column."""
        np = self.np
        at = _below(d[1], self.size - 1)
        order = np.argsort(key + col * (1 << 40), axis=1, kind="stable")
        self._swap(col, key, i, order[i, at], order[i, at + 1])

    def _cluster(self, col: Any, key: Any, d: Any, i: Any) -> None:
        """A cluster in one piece above or below another box, or split over that box's column and the next."""
        np = self.np
        if not self.clusters:
            self._swap_boxes(col, key, d, i)
            return
        which = _below(d[1], len(self.clusters))
        member = self.member[which]
        anchor = _below(d[2], self.size)
        outside = ~member[i, anchor]
        order = np.argsort(key, axis=1, kind="stable")
        rank = np.cumsum(np.take_along_axis(member, order, axis=1), axis=1)
        rank = np.take_along_axis(rank, np.argsort(order, axis=1, kind="stable"), axis=1)
        above = (d[3] & 1).astype(bool)
        offset = np.where(above[:, None], rank - 1 - self.size, rank)
        # An anchor inside the cluster means an end of any column.
        target = np.where(outside, col[i, anchor], _below(d[4], col.max(axis=1) + 1))
        base = np.where(outside, key[i, anchor], np.where(above, -BEYOND, BEYOND))
        cut = 1 + _below(d[5], member.sum(axis=1) - 1)
        split = ((d[6] & 3) == 0)[:, None] & (rank > cut[:, None])
        aside = np.clip(target + np.where(d[7] & 1, 1, -1), 0, self.most - 1)
        ends = np.where(above, -BEYOND, BEYOND)
        col[:] = np.where(member, np.where(split, aside[:, None], target[:, None]), col)
        key[:] = np.where(member, np.where(split, ends[:, None], base[:, None]) + offset, key)

    def _swap_columns(self, col: Any, key: Any, d: Any, i: Any) -> None:
        """Two columns change places."""
        np = self.np
        count = col.max(axis=1) + 1
        a = _below(d[1], count)
        b = (a + 1 + _below(d[2], np.maximum(count - 1, 1))) % count
        in_a, in_b = col == a[:, None], col == b[:, None]
        col[:] = np.where(in_a, b[:, None], np.where(in_b, a[:, None], col))

    def _reverse_column(self, col: Any, key: Any, d: Any, i: Any) -> None:
        """A column upside down."""
        at = col[i, _below(d[1], self.size)]
        key[:] = self.np.where(col == at[:, None], -key, key)

    def _mirror(self, col: Any, key: Any, d: Any, i: Any) -> None:
        """All columns in the opposite order, or all of them upside down."""
        np = self.np
        upright = (d[1] & 1).astype(bool)[:, None]
        turned = col.max(axis=1)[:, None] - col
        col[:] = np.where(upright, turned, col)
        key[:] = np.where(upright, key, -key)

    def _put(self, col: Any, key: Any, i: Any, box: Any, column: Any, at: Any) -> None:
        col[i, box] = column
        key[i, box] = at

    def _swap(self, col: Any, key: Any, i: Any, a: Any, b: Any) -> None:
        for values in (col, key):
            values[i, a], values[i, b] = values[i, b].copy(), values[i, a].copy()


def _others(size: int, box: int) -> list[int]:
    return [b for b in range(size) if b != box] or [box]


def _table(np: Any, lists: list[list[int]]) -> tuple[Any, Any]:
    """Lists of unlike length as the rows of one array, and their lengths."""
    longest = max(map(len, lists))
    rows = [own + own[:1] * (longest - len(own)) for own in lists]
    return np.array(rows, dtype=np.intp), np.array([len(own) for own in lists], dtype=np.int64)


def _below(words: Any, limit: Any) -> Any:
    """32-bit words turned into whole numbers from 0 to limit - 1, evenly for small limits."""
    return (words * limit) >> 32
