"""Hops: level lines arc over upright ones where there is room, and what is drawn still counts as level."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.core.geometry import Point, Polyline
from oauthviz.drawing.route import route_outline
from oauthviz.layout.check import check
from oauthviz.layout.hops import ROOM, ROOM_BEND, hops_along
from oauthviz.render.reading_outlines import IDENTITY, flattened
from tests.check.pictures import arrow, with_arrow

RADIUS = 10.0
MANY = settings(max_examples=200, deadline=None, derandomize=True)


def upright(x: float) -> tuple[Point, Point]:
    return (x, -500.0), (x, 500.0)


def turning(length: float, turns: tuple[float, float]) -> Polyline:
    """A level line at y = 0 that comes from and goes on to other levels; 0 for an end."""
    before = ((-60.0, turns[0]), (0.0, turns[0])) if turns[0] else ()
    after = ((length, turns[1]), (length + 60.0, turns[1])) if turns[1] else ()
    return (*before, (0.0, 0.0), (length, 0.0), *after)


turns = st.sampled_from((0.0, -460.0, -40.0, 40.0, 460.0))


@given(st.floats(40, 500), turns, turns, st.lists(st.floats(1, 499), min_size=1, max_size=4), st.booleans())
@MANY
def test_a_line_with_hops_does_not_run_aslant(
    length: float, start: float, end: float, places: list[float], reverse: bool
) -> None:
    line = turning(length, (start, end))
    line = line[::-1] if reverse else line
    hops = tuple(hops_along(line, [upright(x) for x in places], RADIUS))
    (drawn,) = flattened(route_outline(line, RADIUS, hops), IDENTITY)
    a1 = arrow("a1", "one", "two", *drawn)
    found = check(with_arrow("a1", branches=a1.branches), geometry_only=True)
    assert not [finding for finding in found if finding.rule == "arrow-diagonal"]


@pytest.mark.parametrize(("turn", "room"), [(0.0, ROOM), (-300.0, ROOM), (300.0, ROOM_BEND * RADIUS)])
def test_a_hop_keeps_its_distance_from_ends_and_more_from_bends_downwards(turn: float, room: float) -> None:
    line = turning(400.0, (0.0, turn))
    assert list(hops_along(line, [upright(400 - room)], RADIUS)) == [(400 - room, 0.0)]
    assert not list(hops_along(line, [upright(401 - room)], RADIUS))
    assert list(hops_along(line[::-1], [upright(400 - room)], RADIUS)) == [(400 - room, 0.0)]


def test_hops_that_would_touch_each_other_are_left_out() -> None:
    line = turning(400.0, (0.0, 0.0))
    uprights = [upright(x) for x in (100.0, 99.0 + ROOM, 300.0)]
    assert list(hops_along(line, uprights, RADIUS)) == [(300.0, 0.0)]
