"""What makes one legal picture better than another: named terms on the solved geometry, lower is better.

Each term says what it charges; WEIGHTS says how much. Crossings and bends lead, as readers' errors do (Purchase 1997).
"""

from __future__ import annotations

import itertools

from oauthviz.layout.columns import set_columns
from oauthviz.layout.extents import HEADING_INSET, cluster_pads
from oauthviz.layout.gaps import RIGHT
from oauthviz.layout.hints import unmet_hints
from oauthviz.layout.placement import TALL
from oauthviz.layout.problem import SUPPORT, Cluster, Problem
from oauthviz.layout.routes import turn_x
from oauthviz.layout.solution import Solution
from oauthviz.layout.structure import ACROSS, LOOP, crossed_by_turns

WEIGHTS: dict[str, float] = {
    "conflicts": 25.0,
    "crossings": 22.0,
    "bends": 1.5,
    "jogs": 3.0,
    "length": 1 / 140,
    "loops": 3.0,
    "outer_loops": 6.0,
    "backwards": 0.6,
    "support_backwards": 1.6,
    "label_lines": 10.0,
    "text_lines": 0.5,
    "first_column": 14.0,
    "first_row": 4.0,
    "zone_columns": 4.0,
    "giants": 2.2,
    "unmerged": 14.0,
    "support_inside": 5.0,
    "hero_outside": 4.0,
    "reading_order": 0.35,
    "spec_order": 1.5,
    "thin_columns": 7.0,
    "headings": 60.0,
    "unused_width": 25.0,
    "pipeline": 20.0,
    "uneven_columns": 14.0,
    "overflow_x": 0.6,
    "overflow_y": 0.6,
    "misfit": 4.0,
    "hints": 2000.0,
}
ROOM_SAVES = ("conflicts", "crossings", "bends", "jogs", "label_lines", "headings")
"""The terms that more room for lines and labels may lower."""
LINES, DENSE_LINES = 3, 4
"""A label of more lines, in usual and in dense pictures, is a paragraph."""
SHORT_JOG = 32.0
"""A climb shorter than this, in px, looks like a mistake."""
TINY_JOG, TINY_JOGS = 8.0, 3
"""One shorter than this looks like nothing else, and counts as so many."""
LONG_VERTICAL = 120.0
"""px beyond what its label needs from which a vertical's length counts: what spreads a column out is no fault."""
USED_WIDTH = 0.55
"""A picture that needs less than this share of the width leaves the canvas empty."""
UNEVEN = 1.45
"""A column more than so many times as wide as the usual one makes the others look like afterthoughts."""
PIPELINE = "pipeline"
"""The archetype whose zones are columns."""


def cost_terms(problem: Problem, solution: Solution) -> dict[str, float]:
    """The unweighted terms of a solution, by name."""
    classes, place = solution.classes, solution.placement
    edges = problem.edges
    terms = dict.fromkeys(WEIGHTS, 0.0)
    most_lines = DENSE_LINES if problem.dense else LINES
    for part in solution.parts:
        for channel in (part.left, part.right):
            terms["crossings"] += channel.crossings
            terms["conflicts"] += channel.conflicts
    for g, items in enumerate(solution.gaps):
        part = solution.parts[g]
        for item in items:
            if item.link in solution.plumb:
                terms["length"] += place.top[classes.second[item.link]] - place.bottom[classes.first[item.link]]
                continue
            if item.loop:
                a, b = (place.pin[p] for p in (item.left or item.right))
                terms["bends"] += 2
                terms["length"] += b - a + 60
                continue
            level = place.item[(item.link, g)]
            terms["length"] += part.left_width + part.layer + part.right_width
            for p in (*item.left, *item.right):
                climb = abs(place.pin[p] - level)
                if climb > 0.6:
                    terms["bends"] += 2
                    terms["length"] += climb
                    if climb < SHORT_JOG:
                        terms["jogs"] += 1 if climb >= TINY_JOG else TINY_JOGS
            if item.labelled:
                lines = len(solution.sized.wrap(item.edge, solution.caps[g]).lines)
                terms["label_lines"] += max(0, lines - most_lines)
    terms["bends"] += len(classes.turned)
    terms["crossings"] += crossed_by_turns(problem, solution.structure, classes)
    for (k, box), side in classes.turned.items():
        edge = place.bottom[box] if side > 0 else place.top[box]
        terms["length"] += abs(place.pin[("pass", k, classes.column[box], 0, 0)] - edge)
    for (above, below), block in solution.blocks.items():
        terms["label_lines"] += max(0, block.most_lines - most_lines)
        longer = place.top[below] - place.bottom[above] - block.height - LONG_VERTICAL
        terms["length"] += len(block.lanes) * max(0.0, longer)
    for link in problem.links:
        if link.index in classes.joined:
            continue
        if classes.kind[link.index] == LOOP:
            terms["loops"] += 1
            outer = 0 if link.index in solution.structure.left_loops else len(solution.structure.columns) - 1
            terms["outer_loops"] += classes.column[link.source] == outer
        elif classes.kind[link.index] == ACROSS and classes.column[link.source] > classes.column[link.target]:
            terms["support_backwards" if edges[link.edge].kind in SUPPORT else "backwards"] += 1
    for e, own in enumerate(problem.links_of):
        if len(own) > 1:
            terms["unmerged"] += len(own) - max(1, len(classes.merged[e]))
    first = problem.first
    terms["first_column"] = classes.column[first]
    terms["first_row"] = classes.position[first]
    for cluster in problem.clusters:
        columns = {classes.column[b] for b in cluster.members}
        if cluster.shape == "zone":
            terms["zone_columns"] += len(columns) - 1
    terms["support_inside"] = support_inside(problem, classes.column, len(solution.structure.columns))
    terms["hero_outside"] = heroes_outside(problem, classes.column, len(solution.structure.columns))
    terms["headings"] = crowded_headings(problem, solution)
    terms["pipeline"] = pipeline_breaks(problem, classes.column)
    _shapes(problem, solution, terms)
    terms["reading_order"] = _reading_order(problem, solution)
    terms["spec_order"] = spec_order(problem, classes.column, classes.position)
    terms["overflow_x"] = max(0.0, solution.width - solution.area.w)
    terms["overflow_y"] = place.overflow
    terms["misfit"] = 0.0 if solution.fits else 1.0
    terms["hints"] = float(len(unmet_hints(problem, classes.column)))
    return terms


def _shapes(problem: Problem, solution: Solution, terms: dict[str, float]) -> None:
    place, area = solution.placement, solution.area
    heights = solution.usual
    for b in range(problem.size):
        tall = (place.bottom[b] - place.top[b]) / heights[b]
        terms["giants"] += max(0.0, tall - TALL)
        text = solution.sized.box_text(b, solution.widths[solution.classes.column[b]] - 2 * solution.sized.scale.pad)
        terms["text_lines"] += max(0, len(text.name.lines) - 1) + 0.5 * max(0, len(text.role.lines) - 2)
    terms["unused_width"] = max(0.0, USED_WIDTH - solution.width / area.w)
    ordered = sorted(solution.widths)
    usual = ordered[(len(ordered) - 1) // 2]
    terms["uneven_columns"] = sum(max(0.0, w / usual - UNEVEN) for w in ordered)
    for entries in solution.structure.columns:
        boxes = [e for e in entries if e < problem.size]
        used = sum(place.bottom[b] - place.top[b] for b in boxes) / max(area.h, 1.0)
        terms["thin_columns"] += max(0.0, 0.36 - used)


def _reading_order(problem: Problem, solution: Solution) -> float:
    """Successive steps should not jump upwards or leftwards, nor the arrows of one side of a box."""
    classes, place = solution.classes, solution.placement
    cost = 0.0
    for before, source in itertools.pairwise(problem.sources_in_order):
        if classes.column[source] < classes.column[before] or (
            classes.column[source] == classes.column[before] and place.top[source] < place.top[before]
        ):
            cost += 1.0
    # Arrows of one side of a box read downwards in the order of their steps.
    for (_, side), pins in solution.ports.items():
        ranks = [problem.edges[problem.links[p[3]].edge].order for p in pins]
        weight = 0.5 if side == RIGHT else 0.25
        cost += weight * sum(1 for a, b in itertools.pairwise(ranks) if a > b)
    return cost


def crowded_headings(problem: Problem, solution: Solution) -> float:
    """Frames whose heading finds no room between the verticals that enter at the top."""
    classes = solution.classes
    entering: dict[int, list[tuple[int, int]]] = {}
    for (k, box), side in classes.turned.items():
        if side < 0:
            entering.setdefault(box, []).append((k, box))
    for (_, lower), block in solution.blocks.items():
        entering.setdefault(lower, []).extend((lane.link, -1) for lane in block.lanes)
    if not entering:
        return 0.0
    columns = set_columns(solution.area, solution.widths, solution.gaps, solution.parts)
    crowded = 0.0
    for cluster in problem.clusters:
        if cluster.shape == "cloud" or not cluster.named:
            continue
        pads = cluster_pads(cluster, solution.sized.scale)
        spans = [classes.column[b] for b in cluster.members]
        left, right = columns.left[min(spans)] - pads[0], columns.right[max(spans)] + pads[0]
        lines = []
        for box in sorted(cluster.members):
            entries = solution.structure.columns[classes.column[box]]
            first = next(e for e in entries if e in cluster.members)
            for link, turned_at in entering.get(box, ()) if box == first else ():
                if turned_at >= 0:
                    lines.append(turn_x(solution, columns, link, box))
                else:
                    upper = classes.first[link]
                    block = solution.blocks[(upper, box)]
                    lane = next(lane for lane in block.lanes if lane.link == link)
                    lines.append(columns.left[classes.column[box]] + lane.x)
        walls = [
            left + HEADING_INSET,
            *(x for line in sorted(lines) for x in (line - 8, line + 8)),
            right - HEADING_INSET,
        ]
        if not lines:
            continue
        room = max(b - a for a, b in zip(walls[::2], walls[1::2], strict=True))
        crowded += room < solution.sized.heading_width(cluster.index)
    return crowded


def pipeline_breaks(problem: Problem, column: list[int]) -> float:
    """In a pipeline the zones are the columns, from left to right in the spec's order: each column that is not so."""
    spans = [(min(column[b] for b in c.members), max(column[b] for b in c.members)) for c in pipeline_stages(problem)]
    broken = sum(high - low for low, high in spans)
    return float(broken + sum(max(0, before[1] - after[0] + 1) for before, after in itertools.pairwise(spans)))


def pipeline_stages(problem: Problem) -> list[Cluster]:
    """The outermost zones of a pipeline in the spec's order; none in other archetypes."""
    if problem.diagram.archetype != PIPELINE:
        return []
    zones = [c for c in problem.clusters if c.shape == "zone"]
    return [c for c in zones if not any(c.members < other.members for other in zones)]


def spec_order(problem: Problem, column: list[int], position: list[int]) -> float:
    """Pairs of boxes that stand in another order than the spec lists them: people list boxes as they think of them.

    It also anchors the arrangement: a small change of the arrows does not turn the picture over.
    """
    cost = 0.0
    for a in range(problem.size):
        for b in range(a + 1, problem.size):
            if column[a] == column[b]:
                cost += position[a] > position[b]
            elif column[a] > column[b]:
                cost += 0.5
    return cost / max(1.0, problem.size / 6)


def support_inside(problem: Problem, column: list[int], count: int) -> float:
    """How far support boxes stand from the outer column, as shares of the width; reading starts on the other side."""
    if count < 2:
        return 0.0
    return sum((count - 1 - column[b]) / (count - 1) for b in problem.support)


def heroes_outside(problem: Problem, column: list[int], count: int) -> int:
    """Heroes in an outer column: what a picture is about stands in its middle, with the others on both sides."""
    return sum(column[b] in (0, count - 1) for b in problem.heroes) if count > 2 else 0


def avoidable(terms: dict[str, float], solution: Solution) -> float:
    """What crooked lines, crowded labels and headings cost in a solution: what more room may save.

    A loop's two bends and those of the links that turn come with the structure.
    """
    loops = sum(item.loop and item.link not in solution.plumb for items in solution.gaps for item in items)
    with_structure = 2 * loops + len(solution.classes.turned)
    found = {name: terms[name] for name in ROOM_SAVES}
    return weighted({**found, "bends": found["bends"] - with_structure})


def weighted(terms: dict[str, float]) -> float:
    """The sum that the search minimises."""
    return sum(WEIGHTS[name] * value for name, value in terms.items())


def price(problem: Problem, solution: Solution) -> float:
    """The weighted cost of a solution."""
    return weighted(cost_terms(problem, solution))
