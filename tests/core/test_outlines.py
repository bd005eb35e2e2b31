"""Outlines: rectangles with round corners, whole and open at the top."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauthviz.core.geometry import Rect
from oauthviz.core.outlines import Commands, rectangle_outline

RECT = Rect(10, 20, 100, 60)


def ends(commands: Commands) -> list[tuple[float, float]]:
    """Where each command ends."""
    return [(numbers[-2], numbers[-1]) for _, *numbers in commands]


@pytest.mark.parametrize("radius", [0.0, 8.0, 30.0, 99.0])
def test_a_whole_rectangle_ends_where_it_began_and_touches_all_four_sides(radius: float) -> None:
    points = ends(rectangle_outline(RECT, radius))
    assert points[0] == points[-1]
    assert {min(x for x, _ in points), max(x for x, _ in points)} == {RECT.x, RECT.right}
    assert {min(y for _, y in points), max(y for _, y in points)} == {RECT.y, RECT.bottom}


@given(st.floats(0, 20), st.floats(0, 40), st.floats(0, 40))
def test_an_open_rectangle_draws_nothing_between_the_ends_of_its_opening(radius: float, a: float, b: float) -> None:
    left, right = RECT.x + 20 + min(a, b), RECT.x + 20 + max(a, b) + 1
    points = ends(rectangle_outline(RECT, radius, (left, right)))
    assert points[0] == (right, RECT.y)
    assert points[-1][1] == RECT.y and points[-1][0] == pytest.approx(max(left, RECT.x + radius))
    level = [(p, q) for p, q in pairwise(points) if p[1] == q[1] == RECT.y]
    assert all(max(p[0], q[0]) <= left + 1e-9 or min(p[0], q[0]) >= right - 1e-9 for p, q in level)
