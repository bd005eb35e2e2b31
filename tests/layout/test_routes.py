"""Routes and labels: lines are level or upright and dock squarely; badge and label stand on and beside their line."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.core.geometry import Point, Polyline, Rect
from oauthviz.layout.columns import channel_gaps
from oauthviz.layout.labels import mark_arrows
from oauthviz.layout.model import TextBlock
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.routes import tidy
from oauthviz.layout.solution import Solution
from tests.layout.strategies import specs
from tests.layout.support import diagram_of, problem, routed, solution, structure
from tests.layout.test_placement import wandered

QUICK = settings(max_examples=60, deadline=None, derandomize=True)
LAST_SEGMENT = 14.0
NEAR = 22.0
"""px that a label may stand off its line."""


def box_rects(p: Problem, solved: Solution) -> list[Rect]:
    columns, _ = routed(p, solved)
    place = solved.placement
    spans = [(columns.left[c], columns.right[c]) for c in solved.classes.column]
    return [Rect(a, place.top[b], z - a, place.bottom[b] - place.top[b]) for b, (a, z) in enumerate(spans)]


def on_edge(rect: Rect, point: Point) -> bool:
    x, y = point
    beside = min(abs(x - rect.x), abs(x - rect.right)) < 0.02 and rect.y < y < rect.bottom
    above = min(abs(y - rect.y), abs(y - rect.bottom)) < 0.06 and rect.x < x < rect.right
    return beside or above


def distance(line: Polyline, rect: Rect) -> float:
    """From a rectangle to the nearest segment of a line."""
    return min(
        Rect(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1])).distance_to(rect)
        for a, b in pairwise(line)
    )


def block_of(text: TextBlock) -> Rect:
    rects = text.line_rects()
    x, y = min(r.x for r in rects), min(r.y for r in rects)
    return Rect(x, y, max(r.right for r in rects) - x, max(r.bottom for r in rects) - y)


def check_routes(p: Problem, solved: Solution) -> None:
    _, routes = routed(p, solved)
    rects = box_rects(p, solved)
    for link in p.links:
        line = routes.lines[link.index]
        assert all((a[0] == b[0]) != (a[1] == b[1]) for a, b in pairwise(line)), "level or upright, and not empty"
        assert all((a[0] == b[0]) != (b[0] == c[0]) for a, b, c in zip(line, line[1:], line[2:], strict=False))
        assert on_edge(rects[link.source], line[0]) and on_edge(rects[link.target], line[-1])
        (x0, y0), (x1, y1) = line[-2:]
        assert abs(x1 - x0) + abs(y1 - y0) >= LAST_SEGMENT
        assert not rects[link.target].contains(Rect(x0, y0, 0, 0), -1.0), "the head comes from outside"


def check_marks(p: Problem, solved: Solution) -> None:
    columns, routes = routed(p, solved)
    for e, mark in enumerate(mark_arrows(p, solved, columns, routes)):
        line = routes.lines[solved.classes.carrier[e]]
        assert (mark.badge is None) == (p.edges[e].number is None)
        assert (mark.label is None) == (not p.edges[e].label)
        if mark.badge is not None:
            assert distance(line, Rect(mark.badge.cx, mark.badge.cy, 0, 0)) < 0.06
        if mark.label is not None:
            assert " ".join(part.text.strip() for part in mark.label.lines).split() == p.edges[e].label.split()
            assert distance(line, block_of(mark.label)) <= NEAR
        assert [pill.text.text for pill in mark.pills] == list(p.edges[e].protocols)
        assert [flag.text.text for flag in mark.flags] == list(p.edges[e].callouts)


@QUICK
@given(specs(), st.integers(0, 999))
def test_lines_of_random_structures_are_square_and_dock_at_their_boxes(spec: dict[str, Any], seed: int) -> None:
    p = number(diagram_of(spec))
    solved = wandered(p, seed)
    if solved is not None and solved.fits:
        check_routes(p, solved)


@QUICK
@given(specs(), st.integers(0, 999))
def test_marks_of_random_structures_stand_on_and_beside_their_lines(spec: dict[str, Any], seed: int) -> None:
    p = number(diagram_of(spec))
    solved = wandered(p, seed)
    if solved is not None and solved.fits:
        check_marks(p, solved)


@pytest.mark.parametrize(
    ("columns", "arrows"),
    [
        ("a | b | c", ["a>b", "c>a", "a<>c"]),
        ("a b c", ["a>b", "b>a", "a>c", "c>a"]),
        ("a b | c", ["a>a", "a+b>c", "c>b"]),
        ("c | a b", ["a+b>c", "c>c"]),
    ],
)
def test_every_class_of_link_is_drawn_squarely(columns: str, arrows: list[str]) -> None:
    p = problem("a b c", arrows)
    solved = solution(p, columns)
    check_routes(p, solved)
    check_marks(p, solved)


def test_a_line_runs_from_its_source_to_its_target_even_backwards() -> None:
    p = problem("a b", ["a>b", "b>a"])
    _, routes = routed(p, solution(p, "a | b"))
    assert routes.lines[0][0][0] < routes.lines[0][-1][0]
    assert routes.lines[1][0][0] > routes.lines[1][-1][0]


def test_links_of_a_trunk_end_in_one_point() -> None:
    p = problem("a b c t", ["a+b+c>t"])
    _, routes = routed(p, solution(p, "a b c | t"))
    assert len({line[-1] for line in routes.lines.values()}) == 1
    assert len({line[0] for line in routes.lines.values()}) == 3


def test_links_of_a_trunk_end_in_one_point_even_where_one_of_them_is_almost_level() -> None:
    p = problem("a b t", ["a+b>t"])
    solved = solution(p, "a b | t")
    (item,) = solved.gaps[1]
    upper = solved.placement.pin[item.left[0]]
    solved.placement.item[item.link, 1] = solved.placement.pin[item.right[0]] = upper + 0.3
    solved.parts = channel_gaps(
        p, solved.structure, solved.classes, solved.sized, solved.placement, solved.gaps, solved.caps
    )
    _, routes = routed(p, solved)
    assert len({line[-1] for line in routes.lines.values()}) == 1


def test_a_loop_leaves_and_enters_on_the_side_that_the_structure_says() -> None:
    p = problem("a b c", ["a>c"])
    for left in (False, True):
        solved = solution(p, structure(p, "a b c", left_loops=frozenset({0} if left else ())))
        _, routes = routed(p, solved)
        turn = routes.lines[0][1][0]
        assert (turn < routes.lines[0][0][0]) == left


def test_tidying_drops_points_that_do_not_bend_the_line() -> None:
    assert tidy([(0, 0), (5, 0), (5, 0), (9, 0), (9, 4), (9, 8)]) == ((0, 0), (9, 0), (9, 8))


def test_a_badge_of_a_rightward_arrow_stands_near_its_tail_and_its_label_after_it() -> None:
    p = problem("a b", ["a>b", "b>a"])
    solved = solution(p, "a | b")
    columns, routes = routed(p, solved)
    right, left = mark_arrows(p, solved, columns, routes)
    middle = (columns.right[0] + columns.left[1]) / 2
    assert right.badge and right.label and left.badge and left.label
    assert right.badge.cx < middle < left.badge.cx
    assert right.label.align == "start" and left.label.align == "end"
    assert right.label.lines[0].x > right.badge.cx


def test_a_two_way_arrow_has_its_badge_in_the_middle() -> None:
    p = problem("a b", ["a<>b"])
    solved = solution(p, "a | b")
    columns, routes = routed(p, solved)
    (mark,) = mark_arrows(p, solved, columns, routes)
    assert mark.badge is not None
    assert mark.badge.cx == pytest.approx((columns.layer_left[1] + columns.layer_right[1]) / 2, abs=0.02)


def test_pills_stand_on_the_line_and_callouts_below_it() -> None:
    arrows = [{"from": "a", "to": "b", "label": "Pay", "protocol": ["HTTPS", "TLS"], "callout": "PKCE"}]
    p = problem("a b", arrows)
    solved = solution(p, "a | b")
    columns, routes = routed(p, solved)
    (mark,) = mark_arrows(p, solved, columns, routes)
    level = routes.lines[0][0][1]
    assert [pill.rect.cy for pill in mark.pills] == pytest.approx([level, level], abs=0.06)
    assert all(flag.rect.y > level for flag in mark.flags) and mark.flags[0].stem is not None
    assert mark.label is not None and block_of(mark.label).bottom < level
