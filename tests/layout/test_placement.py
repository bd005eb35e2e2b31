"""Placement: what all heights of a solved structure keep, and that lines are straight where they can be."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.layout.cost import price
from oauthviz.layout.extents import cluster_pads, item_extent, side_pad
from oauthviz.layout.gaps import LEFT
from oauthviz.layout.moves import neighbour
from oauthviz.layout.placement import GIANT, PASSING, PASSING_ROOM
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.solution import Solution, solve
from oauthviz.layout.structure import STRAIGHT
from oauthviz.layout.vertical import INDENT
from tests.conftest import EXAMPLES
from tests.layout.strategies import specs
from tests.layout.support import (
    AREA,
    diagram_of,
    diagram_of_file,
    problem,
    routed,
    sized,
    solution,
    started,
    structure,
)

QUICK = settings(max_examples=60, deadline=None, derandomize=True)
GRID = 0.11
"""Both ends of a distance may be rounded by half a step of the programme's grid; heights by their own."""


def wandered(p: Problem, seed: int, count: int = 3, steps: int = 30) -> Solution | None:
    """A structure some random moves away from a start, solved; None where its clusters are torn."""
    random = Random(seed)
    s = started(p, count, seed)
    for _ in range(steps):
        s = neighbour(p, s, random, 4) or s
    return solve(p, s, sized(p), AREA, 10.0, price, 3)


def check_heights(p: Problem, solved: Solution) -> None:
    place, scale = solved.placement, solved.sized.scale
    for box in range(p.size):
        assert place.bottom[box] - place.top[box] >= solved.heights[box] - GRID
        assert place.top[box] >= solved.area.y - GRID
        assert place.bottom[box] <= solved.area.bottom + place.overflow + GRID
    for (box, _), pins in solved.ports.items():
        heights = [place.pin[pin] for pin in pins]
        assert heights[0] >= place.top[box] + scale.corner - GRID
        assert heights[-1] <= place.bottom[box] - scale.corner + GRID
        assert all(b - a >= scale.port_gap - GRID for a, b in pairwise(heights))
    for entries in solved.structure.columns:
        boxes = [e for e in entries if e < p.size]
        for a, b in pairwise(boxes):
            assert place.top[b] - place.bottom[a] >= min(scale.box_gap, 12.0) - GRID
    check_items(p, solved)
    check_frames(p, solved)


def check_items(p: Problem, solved: Solution) -> None:
    """Whatever stands in one gap's label layer keeps its own band of heights."""
    for g, items in enumerate(solved.gaps):
        below = float("-inf")
        for item in items:
            level = solved.placement.item[item.link, g]
            up, down = item_extent(p, solved.sized, item, solved.caps[g])
            assert level - up >= below - GRID
            below = level + down
            if item.loop:
                upper, lower = (solved.placement.pin[pin] for pin in item.left or item.right)
                assert upper < level < lower


def check_frames(p: Problem, solved: Solution) -> None:
    place, scale = solved.placement, solved.sized.scale
    columns, _ = routed(p, solved)
    for c, cluster in enumerate(p.clusters):
        top, bottom = place.cluster[c]
        _, above, below = cluster_pads(cluster, scale)
        spans = [solved.classes.column[b] for b in sorted(cluster.members)]
        left = columns.left[min(spans)] - side_pad(p, solved.classes, scale, cluster, False)
        right = columns.right[max(spans)] + side_pad(p, solved.classes, scale, cluster, True)
        for box in range(p.size):
            col = solved.classes.column[box]
            if box in cluster.members:
                assert top <= place.top[box] - above + GRID and place.bottom[box] + below <= bottom + GRID
                assert left < columns.left[col] and columns.right[col] < right
            else:
                across = columns.left[col] < right and left < columns.right[col]
                assert not (across and place.top[box] < bottom - GRID and top + GRID < place.bottom[box])


@QUICK
@given(specs(), st.integers(0, 999))
def test_the_heights_of_random_structures_keep_every_distance(spec: dict[str, Any], seed: int) -> None:
    p = number(diagram_of(spec))
    solved = wandered(p, seed)
    if solved is not None:
        check_heights(p, solved)


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.yaml")))
def test_the_heights_of_an_example_keep_every_distance(name: str) -> None:
    p = number(diagram_of_file(EXAMPLES / f"{name}.yaml"))
    found = [solved for seed in range(12) if (solved := wandered(p, seed, steps=4)) is not None]
    for solved in found:
        check_heights(p, solved)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7])
def test_two_boxes_with_only_parallel_arrows_get_perfectly_level_lines(count: int) -> None:
    p = problem("a b", ["a>b" if n % 2 == 0 else "b>a" for n in range(count)])
    solved = solution(p, "a | b")
    _, routes = routed(p, solved)
    assert all(len(line) == 2 and line[0][1] == line[1][1] for line in routes.lines.values())


def test_a_row_of_boxes_is_joined_by_straight_lines() -> None:
    p = problem("a b c d", ["a>b", "b>c", "c>d", "d>c", "c>b"])
    _, routes = routed(p, solution(p, "a | b | c | d"))
    assert all(len(line) == 2 for line in routes.lines.values())


def test_a_box_grows_to_span_the_rows_of_its_partners() -> None:
    p = problem("hub a b c", ["hub>a", "hub>b", "hub>c"])
    solved = solution(p, "hub | a b c")
    hub = p.index["hub"]
    assert solved.placement.bottom[hub] - solved.placement.top[hub] > 2 * solved.heights[hub]
    _, routes = routed(p, solved)
    assert all(len(line) == 2 for line in routes.lines.values())


def test_a_box_with_nothing_to_span_does_not_become_a_giant() -> None:
    p = problem("a b", ["a>b"])
    solved = solution(p, "a | b")
    for box in range(2):
        tall = solved.placement.bottom[box] - solved.placement.top[box]
        assert tall <= GIANT * solved.heights[box] + GRID


@pytest.mark.parametrize("framed", [False, True])
@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, 8])
def test_a_passing_line_stands_clear_of_what_it_passes_where_there_is_room(count: int, framed: bool) -> None:
    names = [f"m{i}" for i in range(count)]
    keys = {"boundaries": [{"name": "Cloud", "around": names}]} if framed else {}
    p = problem(f"a {' '.join(names)} b", ["a>m0", "a>b", f"m{count - 1}>b"], **keys)
    solved = solution(p, f"a | {' '.join(names)} | b")
    place = solved.placement
    (passing,) = [y for pin, y in place.pin.items() if pin[0] == "pass"]
    room = PASSING_ROOM if count < 4 else 0.0
    for box in range(1, count + 1):
        assert max(place.top[box] - passing, passing - place.bottom[box]) >= PASSING + room - GRID
    for top, bottom in place.cluster.values():
        assert top < passing < bottom or max(top - passing, passing - bottom) >= 9.0 + room - GRID


@QUICK
@given(st.lists(st.integers(2, 40), min_size=2, max_size=5), st.booleans())
def test_verticals_one_above_the_other_stand_on_one_axis_or_clearly_on_two(letters: list[int], flagged: bool) -> None:
    names = [f"b{i}" for i in range(len(letters) + 1)]
    arrows = [
        {"from": a, "to": b, "label": "m" * count, **({"protocol": "TLS"} if flagged else {})}
        for (a, b), count in zip(pairwise(names), letters, strict=True)
    ]
    p = problem(" ".join(names), arrows)
    solved = solution(p, " ".join(names))
    axes = sorted({block.lanes[0].x for block in solved.blocks.values()})
    assert len(axes) <= 2
    assert all(right - left == pytest.approx(INDENT, abs=0.02) for left, right in pairwise(axes))


def test_stacked_neighbours_leave_the_run_that_their_verticals_ask_for() -> None:
    p = problem("a b", ["a>b", "b>a"])
    solved = solution(p, "a b")
    a, b = p.index["a"], p.index["b"]
    assert solved.classes.kind == [STRAIGHT, STRAIGHT]
    assert solved.placement.top[b] - solved.placement.bottom[a] >= solved.blocks[a, b].height - GRID


def test_what_is_too_high_overflows_and_does_not_fit() -> None:
    boxes = " ".join(f"b{i}" for i in range(16))
    solved = solution(problem(boxes), boxes)
    assert solved.placement.overflow > 0 and not solved.fits


def test_a_torn_cluster_has_no_solution() -> None:
    p = problem("a b c", boundaries=[{"around": ["a", "c"], "name": "Inner"}])
    for columns in ("a b c", "a | b | c"):
        assert solve(p, structure(p, columns), sized(p), AREA, 10.0, price, 2) is None
    check_heights(p, solution(p, "a c b"))


def test_nested_zones_lie_inside_one_another() -> None:
    zones = [{"id": "outer", "name": "Outer"}, {"id": "inner", "name": "Inner", "parent": "outer"}]
    boxes = [{"id": i, "name": i.upper(), **({"zone": z} if z else {})}
             for i, z in (("a", "inner"), ("b", "outer"), ("c", None))]  # fmt: skip
    p = number(diagram_of({"title": "T", "boxes": boxes, "zones": zones, "arrows": [{"from": "a", "to": "b"}]}))
    solved = solution(p, "a b | c")
    check_heights(p, solved)
    inner = next(c for c, cluster in enumerate(p.clusters) if len(cluster.members) == 1)
    (top, bottom), (low, high) = solved.placement.cluster[1 - inner], solved.placement.cluster[inner]
    assert top < low and high < bottom


def test_the_columns_share_the_whole_width_where_arrows_run_between_them() -> None:
    p = problem("a b c", ["a>b", "b>c"])
    columns, _ = routed(p, solution(p, "a | b | c"))
    assert columns.left[0] == pytest.approx(AREA.x) and columns.right[-1] == pytest.approx(AREA.right)


def test_a_loop_on_the_left_is_held_by_pins_on_the_left() -> None:
    p = problem("a b c", ["a>c"])
    solved = solution(p, structure(p, "a b c", left_loops=frozenset({0})))
    (item,) = solved.gaps[0]
    assert item.left == () and all(pin[2] == LEFT for pin in item.right)
    check_heights(p, solved)
