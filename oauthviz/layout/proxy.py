"""A cheap estimate of a structure's cost, good enough to discard most before a linear programme is solved."""

from __future__ import annotations

from oauthviz.core.geometry import Rect
from oauthviz.layout.cost import heroes_outside
from oauthviz.layout.extents import cluster_pads
from oauthviz.layout.hints import unmet_hints
from oauthviz.layout.problem import SUPPORT, Problem
from oauthviz.layout.sizing import Sized
from oauthviz.layout.structure import ACROSS, STRAIGHT, Classes, Structure, classify, crossed_by_turns

CROSSING = 20.0
PER_PX = 0.2
TORN_CLUSTER = 30.0


class Proxy:
    """Estimates for one problem at one scale. Heights are stacked columns, crossings are inversions within gaps."""

    def __init__(self, problem: Problem, sized: Sized, area: Rect, strain: float = 0.0) -> None:
        self.problem = problem
        self.per_px = PER_PX + strain
        self.area = area
        scale = sized.scale
        self.box_gap = scale.box_gap
        self.factor = 8.8 if strain else 10.0
        self.widths = [sized.box_width(b, self.factor) for b in range(problem.size)]
        self.heights = [sized.box_text(b, w - 2 * scale.pad).least_height for b, w in enumerate(self.widths)]
        self.item_height, self.item_width, self.block_height, self.block_width = [], [], [], []
        for e in range(len(problem.edges)):
            label = sized.wrap(e, 11.0 * scale.label)
            narrow = sized.wrap(e, 8.0 * scale.label)
            pills = sized.pills_width(e)
            radius = sized.badges[e]
            extra = sized.pill_height(e) + sized.flags_height(e, 6.0)
            self.item_height.append(max(len(label.lines) * scale.label_height + 8, radius) + radius + 6 + extra)
            self.item_width.append(
                max(label.width, pills, max(sized.flag_widths[e], default=0.0)) + (44 if problem.centred(e) else 57)
            )
            self.block_height.append(max(len(narrow.lines) * scale.label_height, 2 * radius) + 36 + extra)
            self.block_width.append(narrow.width + radius + 24)
        self.support = problem.support
        self.pads = [cluster_pads(c, scale) for c in problem.clusters]
        self.edge_cost = [1.6 if e.kind in SUPPORT else 0.6 for e in problem.edges]

    def cost(self, structure: Structure) -> float:
        """The estimate; lower is better, comparable between structures of one problem only."""
        problem = self.problem
        n = problem.size
        columns = structure.columns
        count = len(columns)
        classes = classify(problem, structure)
        column, kind, first, second = classes.column, classes.kind, classes.first, classes.second
        cost = 0.0
        load: dict[tuple[int, int], float] = {}
        block: dict[tuple[int, int], float] = {}
        lane_width: dict[tuple[int, int], float] = {}
        for link in problem.links:
            k, e = link.index, link.edge
            a, b = first[k], second[k]
            bears = classes.carrier[e] == k
            if kind[k] == STRAIGHT:
                block[(a, b)] = max(block.get((a, b), 18.0), self.block_height[e] if bears else 30.0)
                lane_width[(a, b)] = lane_width.get((a, b), 10.0) + (self.block_width[e] if bears else 20.0)
                cost += 0.3
            elif kind[k] == ACROSS:
                h = self.item_height[e] if bears else 18.0
                load[(a, 1)] = load.get((a, 1), 0.0) + h
                load[(b, 0)] = load.get((b, 0), 0.0) + h
            else:
                side = 0 if k in structure.left_loops else 1
                for box in (a, b):
                    load[(box, side)] = load.get((box, side), 0.0) + 22
        y: dict[tuple[int, int], float] = {}
        half: dict[tuple[int, int], float] = {}
        wide = 0.0
        for c, entries in enumerate(columns):
            width = 20.0
            total = 0.0
            heights, seps = [], []
            for i, entry in enumerate(entries):
                if entry < n:
                    load_most = max(load.get((entry, 0), 0.0), load.get((entry, 1), 0.0))
                    h = max(self.heights[entry], 0.9 * load_most + 10)
                    width = max(width, self.widths[entry])
                else:
                    h = 12.0
                heights.append(h)
                total += h
                if i:
                    before = entries[i - 1]
                    sep = 14.0
                    if before < n and entry < n:
                        sep = block.get((before, entry), self.box_gap) + self._frames_between(before, entry)
                        width = max(width, lane_width.get((before, entry), 0.0))
                    seps.append(sep)
                    total += sep
            for edge_box, part in ((entries[0], 1), (entries[-1], 2)):
                if edge_box < n:
                    total += sum(self.pads[q][part] for q in problem.clusters_of[edge_box])
            wide += width
            if total > self.area.h:
                cost += (total - self.area.h) * self.per_px
            elif total < 0.45 * self.area.h:
                cost += (0.45 * self.area.h - total) * 0.015
            slack = max(0.0, self.area.h - total) / (len(entries) + 1)
            at = slack
            for i, entry in enumerate(entries):
                y[(entry, c)] = at + heights[i] / 2
                half[(entry, c)] = heights[i] * 0.42
                at += heights[i] + slack + (seps[i] if i < len(seps) else 0.0)
        cost += self._gaps(structure, classes, first, second, y, half, wide)
        for e, own in enumerate(problem.links_of):
            if len(own) > 1:
                cost += 12.0 * (len(own) - max(1, len(classes.merged[e])))
        cost += self._clusters(structure, column, classes.position)
        cost += 4.0 * heroes_outside(problem, column, len(structure.columns))
        cost += 12.0 * column[problem.first] + (5.0 if classes.position[problem.first] > 0 else 0.0)
        if count > 1:
            cost += 5.0 * sum((count - 1 - column[b]) / (count - 1) for b in self.support)
        if problem.diagram.hints.columns or problem.diagram.hints.same_column or problem.diagram.hints.before:
            cost += 2000.0 * len(unmet_hints(problem, column))
        return cost

    def _side_pads(self, column: list[int], gap: int) -> float:
        """Room beside the columns that frames ending in a gap take."""
        pads = 0.0
        for cluster, pad in zip(self.problem.clusters, self.pads, strict=True):
            columns = [column[b] for b in cluster.members]
            if max(columns) == gap - 1 or min(columns) == gap:
                pads = max(pads, pad[0])
        return 2 * pads

    def _frames_between(self, a: int, b: int) -> float:
        clusters_of = self.problem.clusters_of
        if clusters_of[a] == clusters_of[b]:
            return 0.0
        ends = sum(self.pads[c][2] for c in clusters_of[a] if c not in clusters_of[b])
        starts = sum(self.pads[c][1] for c in clusters_of[b] if c not in clusters_of[a])
        return ends + starts

    def _gaps(
        self,
        structure: Structure,
        classes: Classes,
        first: list[int],
        second: list[int],
        y: dict[tuple[int, int], float],
        half: dict[tuple[int, int], float],
        wide: float,
    ) -> float:
        problem = self.problem
        n = problem.size
        column, kind, carrier, label_gap = classes.column, classes.kind, classes.carrier, classes.label_gap
        turned = classes.turned
        count = len(structure.columns)
        cost = 2.0 * len(turned) + CROSSING * crossed_by_turns(problem, structure, classes)
        across: list[list[tuple[float, float, int, int, int]]] = [[] for _ in range(count + 1)]
        loops: list[list[tuple[float, float, int]]] = [[] for _ in range(count + 1)]
        stack = [0.0] * (count + 1)
        layer = [0.0] * (count + 1)
        for link in problem.links:
            k, e = link.index, link.edge
            a, b = first[k], second[k]
            bears = carrier[e] == k
            if kind[k] == ACROSS:
                low, high = column[a] + 1, column[b]
                for g in range(low, high + 1):
                    left = (a, g - 1) if g == low and (k, a) not in turned else (n + k, g - 1)
                    right = (b, g) if g == high and (k, b) not in turned else (n + k, g)
                    yl, yr = y[left], y[right]
                    across[g].append((yl, yr, left[0], right[0], e))
                    climb = abs(yl - yr) - half[left] - half[right]
                    if climb > 0:
                        cost += 3.0 + climb * 0.007
                    if bears and label_gap[e] == g:
                        stack[g] += self.item_height[e]
                        layer[g] = max(layer[g], self.item_width[e])
                    else:
                        stack[g] += 12.0
                        layer[g] = max(layer[g], 40.0)
                cost += 2.2 * (high - low)
                if column[link.source] > column[link.target]:
                    cost += self.edge_cost[e]
            elif k in classes.joined:
                cost += 3.0
            elif kind[k] != STRAIGHT:
                left_side = k in structure.left_loops
                g = column[a] + (0 if left_side else 1)
                loops[g].append((y[(a, column[a])], y[(b, column[b])], 0 if left_side else 1))
                stack[g] += self.item_height[e] if bears else 30.0
                layer[g] = max(layer[g], self.item_width[e] - 10)
                cost += 6.0 + (5.0 if g in (0, count) else 0.0)
        for g in range(count + 1):
            lanes = across[g]
            for i, p in enumerate(lanes):
                for q in lanes[:i]:
                    if p[4] == q[4]:
                        continue
                    dl = 0.0 if p[2] == q[2] else p[0] - q[0]
                    dr = 0.0 if p[3] == q[3] else p[1] - q[1]
                    if dl * dr < 0:
                        cost += CROSSING
            for upper, lower, side in loops[g]:
                for p in lanes:
                    v = p[0] if side else p[1]
                    if upper + 1 < v < lower - 1:
                        cost += 5.0
                for other in loops[g]:
                    if other[2] == side and upper < other[0] < lower < other[1]:
                        cost += 5.0
            if stack[g] > self.area.h:
                cost += (stack[g] - self.area.h) * self.per_px
            wide += self._side_pads(column, g) + layer[g] * 0.9 if layer[g] else (10.0 if 0 < g < count else 0.0)
        if wide > self.area.w:
            cost += (wide - self.area.w) * self.per_px
        elif wide < 0.75 * self.area.w:
            cost += (0.75 * self.area.w - wide) * 0.03
        return cost

    def _clusters(self, structure: Structure, column: list[int], position: list[int]) -> float:
        problem = self.problem
        n = problem.size
        cost = 0.0
        spans: list[dict[int, list[int]]] = []
        for cluster in problem.clusters:
            at: dict[int, list[int]] = {}
            for b in sorted(cluster.members):
                at.setdefault(column[b], []).append(position[b])
            spans.append(at)
            low, high = min(at), max(at)
            cost += (3.5 if cluster.shape == "zone" else 0.5) * (high - low)
            for c in range(low, high + 1):
                if c not in at:
                    cost += TORN_CLUSTER
                    continue
                entries = structure.columns[c]
                inside = entries[min(at[c]) : max(at[c]) + 1]
                cost += TORN_CLUSTER * sum(1 for e in inside if e < n and e not in cluster.members)
                cost += 1.5 * sum(1 for e in inside if e >= n)
                if high > low and any(e < n and e not in cluster.members for e in entries):
                    cost += 2.0 if len(problem.clusters) < 2 else 5.0
        for i, p in enumerate(spans):
            for j in range(i):
                q = spans[j]
                if problem.clusters[i].members & problem.clusters[j].members:
                    continue
                orders = {min(p[c]) < min(q[c]) for c in p if c in q}
                if len(orders) > 1:
                    cost += 2 * TORN_CLUSTER
                elif not orders and min(q) <= max(p) and min(p) <= max(q):
                    cost += TORN_CLUSTER
        return cost
