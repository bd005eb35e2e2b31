"""Plumb loops: straight lines at a column's edge in place of loops, wherever they find room."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from oauthviz.layout.desk import Desk
from oauthviz.layout.fit import Fitted
from oauthviz.layout.model import PlacedArrow
from oauthviz.layout.plumb import plumb_candidates, plumbed, spread, widened
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.solution import Solution
from tests.layout.support import (
    broken_rules,
    diagram,
    diagram_of,
    metrics,
    problem,
    routed,
    solution,
    spec_of,
    structure,
    typesetter,
)

FIVE = ["a>b", "b>a", "a>b", "a>b", "b>a", "a>c"]
"""Five arrows between two stacked boxes: three verticals, and two loops."""
WAYS = ("a>b", "b>a", "a<>b")
LABELS = ("Go", "Return with the authorization code", "Authorization request: client_id, scope, state")


def fitted(at: Desk, columns: str, **choices: Any) -> Fitted:
    found = at.fit(structure(at.problem, columns, **choices))
    assert found is not None
    return found


def arrow(of: Fitted, place: int) -> PlacedArrow:
    return of.layout.arrows[place]


def bends(of: Fitted, place: int) -> int:
    return len(arrow(of, place).branches[0].points) - 2


@pytest.mark.parametrize("left", [False, True])
def test_a_loop_between_neighbours_becomes_straight_with_its_label_beyond_the_column(left: bool) -> None:
    at = Desk(diagram("a b c", ["a>b", "b>a", "a>b", "a>c"]), metrics(), typesetter())
    before = fitted(
        at, "c | a b" if left else "a b | c", bent=frozenset({2}), left_loops=frozenset({2} if left else ())
    )
    after = at.finish(before)
    assert (bends(before, 2), bends(after, 2)) == (2, 0)
    assert broken_rules(after.layout) == ()
    (x, _), (_, end) = arrow(after, 2).branches[0].points
    box = after.layout.boxes[0].rect
    label = arrow(after, 2).label
    assert box.x < x < box.right and end == after.layout.boxes[1].rect.y
    assert label is not None
    assert all((line.x + line.width < x) if left else (line.x > x) for line in label.lines)
    assert not any(box.x < line.x and line.x + line.width < box.right for line in label.lines)


def test_the_arrangement_is_that_of_the_loop() -> None:
    at = Desk(diagram("a b c", ["a>b", "b>a", "a>b", "a>c"]), metrics(), typesetter())
    before = fitted(at, "a b | c", bent=frozenset({2}))
    assert at.finish(before).layout.arrangement == before.layout.arrangement


def test_one_loop_a_side_may_be_straight() -> None:
    p = problem("a b c", FIVE)
    assert list(plumb_candidates(p, solution(p, "a b | c"))) == [3]
    both_sides = structure(p, "a b | c", left_loops=frozenset({4}))
    assert list(plumb_candidates(p, solution(p, both_sides))) == [3, 4]


def test_loops_past_a_box_or_at_a_zones_border_stay_loops() -> None:
    p = problem("a b c", ["a>c", "a>b"])
    assert list(plumb_candidates(p, solution(p, "a b c"))) == []
    spec = spec_of("a b c", FIVE, zones=[{"id": "z", "name": "Zone"}])
    for box in spec["boxes"][:2]:
        box["zone"] = "z"
    zoned = number(diagram_of(spec))
    assert list(plumb_candidates(zoned, solution(zoned, "a b | c"))) == []


def test_verticals_stay_clear_of_a_plumb_loop_beside_them() -> None:
    p = problem("a b c", FIVE)
    solved = solution(p, structure(p, "a b | c", left_loops=frozenset({4})))
    for link in (3, 4):
        solved = next(plumbed(p, solved, link))
    lanes = solved.blocks[(0, 1)].lanes
    assert len(lanes) == 3
    assert lanes[0].x > 40 and lanes[-1].x + lanes[-1].label.width < solved.widths[0] - 30


@pytest.mark.parametrize("loop", ["a>b", "b>a"])
def test_a_plumb_loops_badge_stands_near_its_tail(loop: str) -> None:
    long = "Authorization request with client_id, scope and state"
    p = problem("a b c", [*({"from": "a", "to": "b", "label": long} for _ in range(3)), loop, "a>c"])
    solved = next(plumbed(p, solution(p, structure(p, "a b | c", bent=frozenset({3}))), 3))
    level = solved.placement.item[(3, 1)]
    above, below = level - solved.placement.bottom[0], solved.placement.top[1] - level
    assert (above < below) == (loop == "a>b") and abs(above - below) > 10


def test_a_plumb_loop_has_no_ports_at_the_sides() -> None:
    p = problem("a b c", FIVE)
    solved = next(plumbed(p, solution(p, "a b | c"), 3))
    assert all(pin[3] != 3 for pins in solved.ports.values() for pin in pins)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(WAYS), min_size=3, max_size=6), st.sampled_from(LABELS), st.booleans())
def test_a_plumb_loop_breaks_no_rule_and_is_the_only_thing_that_changes_its_way(
    arrows: list[str], label: str, left: bool
) -> None:
    spec = spec_of("a b c", [*arrows, "a>c", "c>b"])
    for arrow in spec["arrows"]:
        arrow["label"] = label
    at = Desk(diagram_of(spec), metrics(), typesetter())
    choices = {"bent": frozenset({2}), "left_loops": frozenset({2} if left else ())}
    before = fitted(at, "c | a b" if left else "a b | c", **choices)
    after = at.finish(before)
    assert broken_rules(after.layout) == ()
    straight = {link for link in range(len(arrows)) if bends(after, link) == 0}
    assert straight == {link for link in range(len(arrows)) if bends(before, link) == 0} | after.solution.plumb


def verticals(label: str) -> tuple[Problem, Solution]:
    """Two arrows with this label between boxes of a column that is drawn wider than it was solved for."""
    pair = [{"from": a, "to": b, "label": label} for a, b in ("ab", "ba")]
    p = problem("a b c", [*pair, "a>c"])
    return p, solution(p, "a b | c")


def lines(solved: Solution) -> int:
    return sum(len(lane.label.lines) for lane in solved.blocks[(0, 1)].lanes)


def test_labels_of_verticals_take_what_their_column_is_drawn_wider_if_they_get_fewer_lines_by_that() -> None:
    p, solved = verticals("Sound and picture")
    found = spread(p, solved)
    assert found is not None and found.fits and lines(found) < lines(solved)
    _, width = routed(p, found)[0].span(0)
    assert all(0 < lane.x < width for lane in found.blocks[(0, 1)].lanes)
    assert found.blocks[(0, 1)].height <= solved.blocks[(0, 1)].height
    assert spread(*verticals("Ask")) is None


def test_a_column_takes_of_the_width_left_over_what_saves_labels_of_its_verticals_a_third_line() -> None:
    p, solved = verticals("Sound and picture")
    (block,) = solved.blocks.values()
    assert block.most_lines == 3
    found = widened(p, solved)
    assert found is not None and found.fits
    assert found.blocks[(0, 1)].most_lines == 2 and found.blocks[(0, 1)].height <= block.height
    assert solved.widths[0] < found.widths[0] <= solved.widths[0] + solved.area.w - solved.width
    assert found.widths[1] == solved.widths[1]
    assert widened(p, found) is None


def test_no_column_takes_width_that_is_not_there_or_saves_no_line() -> None:
    p, solved = verticals("Sound and picture")
    assert widened(p, replace(solved, area=replace(solved.area, w=solved.width))) is None
    assert widened(*verticals("Ask")) is None
