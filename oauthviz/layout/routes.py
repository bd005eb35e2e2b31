"""Routes: every link as an orthogonal polyline from its source's edge to its target's."""

from __future__ import annotations

from msgspec import Struct

from oauthviz.core.geometry import Point, Polyline
from oauthviz.core.numbers import snap
from oauthviz.layout.columns import Columns
from oauthviz.layout.gaps import LEFT, Item, Pin
from oauthviz.layout.problem import Problem
from oauthviz.layout.scale import LEVELLING
from oauthviz.layout.solution import Solution
from oauthviz.layout.structure import ACROSS, LOOP
from oauthviz.layout.vertical import edge_inset

SAME = LEVELLING
"""Heights closer than this are one height."""


class Routes(Struct, frozen=True):
    """`lines[k]`: polyline of link k from tail to head. `verticals[(link, gap)]`: x of a loop's vertical.

    `jogged[(link, gap)]`: whether the item's left and right channels hold a vertical of it.
    """

    lines: dict[int, Polyline]
    verticals: dict[tuple[int, int], float]
    jogged: dict[tuple[int, int], tuple[bool, bool]]


def route(problem: Problem, solution: Solution, columns: Columns) -> Routes:
    """Join ports, tracks and passing places to polylines. Postcondition: all segments level or upright."""
    lines: dict[int, Polyline] = {}
    verticals: dict[tuple[int, int], float] = {}
    jogged: dict[tuple[int, int], tuple[bool, bool]] = {}
    where: dict[tuple[int, int], tuple[Item, int]] = {}
    for g, items in enumerate(solution.gaps):
        for n, item in enumerate(items):
            for k in item.links:
                where[(k, g)] = (item, n)
    classes = solution.classes
    for link in problem.links:
        k = link.index
        if classes.kind[k] == ACROSS:
            points = _across(problem, solution, columns, where, k, jogged)
            source_first = classes.column[link.source] < classes.column[link.target]
        elif k in classes.joined:
            points = _joined(problem, solution, columns, where, k)
            source_first = True
        elif classes.kind[k] == LOOP:
            points = _loop(solution, columns, where, k, verticals)
            source_first = classes.first[k] == link.source
        else:
            points = _straight(solution, columns, k)
            source_first = classes.first[k] == link.source
        lines[k] = tidy(points if source_first else points[::-1])
    return Routes(lines, verticals, jogged)


def track_x(solution: Solution, columns: Columns, gap: int, right: bool, track: int) -> float:
    """x of a track of a gap's left or right channel."""
    part, scale = solution.parts[gap], solution.sized.scale
    if right:
        edge = columns.left[gap] if gap < len(columns.left) else columns.layer_right[gap] + part.right_width
        return edge - part.right_pad - scale.lead - part.right_tracks[track]
    edge = columns.right[gap - 1]
    return edge + part.left_pad + scale.lead + part.left_tracks[track]


def _across(
    problem: Problem,
    solution: Solution,
    columns: Columns,
    where: dict[tuple[int, int], tuple[Item, int]],
    k: int,
    jogged: dict[tuple[int, int], tuple[bool, bool]],
) -> list[Point]:
    classes, place = solution.classes, solution.placement
    a, b = classes.first[k], classes.second[k]
    low, high = classes.column[a] + 1, classes.column[b]
    heights: list[float] = []
    for g in range(low, high + 1):
        item, _ = where[(k, g)]
        if g == low:
            heights.append(place.pin[_own_pin(item.left, k)])
        heights += (place.item[(item.link, g)], place.pin[_own_pin(item.right, k)])
    # Nearly level stretches are made level from the end that a trunk's links share, so that they stay one line there.
    from_right = k in classes.merged[problem.links[k].edge] and b == problem.links[k].target
    order = range(len(heights) - 1, 0, -1) if from_right else range(len(heights) - 1)
    for i in order:
        near = i - 1 if from_right else i + 1
        if abs(heights[near] - heights[i]) <= SAME:
            heights[near] = heights[i]
    start, end = classes.turned.get((k, a), 0), classes.turned.get((k, b), 0)
    points: list[Point] = []
    if start:
        points.append((turn_x(solution, columns, k, a), place.bottom[a] if start > 0 else place.top[a]))
        points.append((points[0][0], heights[0]))
    points.append((columns.right[low - 1], heights[0]))
    for g in range(low, high + 1):
        item, n = where[(k, g)]
        before, level, after = heights[2 * (g - low) : 2 * (g - low) + 3]
        if before != level:
            x = track_x(solution, columns, g, False, solution.parts[g].left.track[n])
            points += [(x, before), (x, level)]
        if level != after:
            x = track_x(solution, columns, g, True, solution.parts[g].right.track[n])
            points += [(x, level), (x, after)]
        jogged[(item.link, g)] = (before != level, level != after)
    points.append((columns.left[high], heights[-1]))
    if end:
        x = turn_x(solution, columns, k, b)
        points += [(x, heights[-1]), (x, place.bottom[b] if end > 0 else place.top[b])]
    return points


def turn_x(solution: Solution, columns: Columns, link: int, box: int) -> float:
    """x at which a turned link leaves a box: the links of one side stand round its middle so that none cross.

    Those that go left stand left, the nearest level outermost; those that go right stand right, likewise.
    """
    classes, scale = solution.classes, solution.sized.scale
    side = classes.turned[(link, box)]
    here = classes.column[box]
    lefts: list[tuple[float, int]] = []
    rights: list[tuple[float, int]] = []
    for (k, b), own in classes.turned.items():
        if b == box and own == side:
            other = classes.second[k] if classes.first[k] == box else classes.first[k]
            near = abs(solution.placement.pin[("pass", k, here, 0, 0)] - solution.placement.top[box])
            if classes.column[other] < here:
                lefts.append((near, k))
            else:
                rights.append((-near, k))
    order = [k for _, k in (*sorted(lefts), *sorted(rights))]
    left, right = columns.left[here], columns.right[here]
    room = right - left - 2 * scale.corner
    step = min(scale.port_gap, room / max(1, len(order) - 1))
    return (left + right) / 2 + (order.index(link) - (len(order) - 1) / 2) * step


def _own_pin(pins: tuple[Pin, ...], k: int) -> Pin:
    """The pin of `pins` that link k uses: its own, or the one that its trunk shares."""
    return next((p for p in pins if (p[3] if p[0] == "port" else p[1]) == k), pins[0])


def _loop(
    solution: Solution,
    columns: Columns,
    where: dict[tuple[int, int], tuple[Item, int]],
    k: int,
    verticals: dict[tuple[int, int], float],
) -> list[Point]:
    classes, place = solution.classes, solution.placement
    upper_box, lower_box = classes.first[k], classes.second[k]
    column = classes.column[upper_box]
    gap = column if (k, column) in where and where[(k, column)][0].loop else column + 1
    item, n = where[(k, gap)]
    upper, lower = item.left or item.right
    left_side = upper[2] == LEFT
    if k in solution.plumb:
        inset = edge_inset(solution.sized, item.edge)
        x = columns.left[column] + inset if left_side else columns.right[column] - inset
        verticals[(k, gap)] = x
        return [(x, place.bottom[upper_box]), (x, place.top[lower_box])]
    channel = solution.parts[gap].right if left_side else solution.parts[gap].left
    x = track_x(solution, columns, gap, left_side, channel.track[n])
    edge = columns.left[column] if left_side else columns.right[column]
    verticals[(k, gap)] = x
    ya, yb = place.pin[upper], place.pin[lower]
    return [(edge, ya), (x, ya), (x, yb), (edge, yb)]


def _joined(
    problem: Problem, solution: Solution, columns: Columns, where: dict[tuple[int, int], tuple[Item, int]], k: int
) -> list[Point]:
    """From a source in the target's own column along its trunk's vertical to the target."""
    link = problem.links[k]
    left = solution.classes.joined[k]
    column = solution.classes.column[link.target]
    gap = column if left else column + 1
    item, n = where[(k, gap)]
    pins = item.right if left else item.left
    start = solution.placement.pin[_own_pin(pins, k)]
    trunk = solution.classes.merged[link.edge][0]
    end = solution.placement.pin[_own_pin(pins, trunk)]
    channel = solution.parts[gap].right if left else solution.parts[gap].left
    x = track_x(solution, columns, gap, left, channel.track[n])
    edge = columns.left[column] if left else columns.right[column]
    return [(edge, start), (x, start), (x, end), (edge, end)]


def _straight(solution: Solution, columns: Columns, k: int) -> list[Point]:
    classes, place = solution.classes, solution.placement
    a, b = classes.first[k], classes.second[k]
    block = solution.blocks[(a, b)]
    lane = next(lane for lane in block.lanes if lane.link == k)
    x = columns.left[classes.column[a]] + lane.x
    return [(x, place.bottom[a]), (x, place.top[b])]


def tidy(points: list[Point]) -> Polyline:
    """Drop points that do not bend the line; snap to the grid."""
    result: list[Point] = []
    for x, y in ((snap(px), snap(py)) for px, py in points):
        if result and result[-1] == (x, y):
            continue
        if len(result) > 1:
            (x0, y0), (x1, y1) = result[-2], result[-1]
            if (x0 == x1 == x) or (y0 == y1 == y):
                result[-1] = (x, y)
                continue
        result.append((x, y))
    return tuple(result)
