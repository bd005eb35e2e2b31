"""Routes: bends, hops, trimmed ends, heads and dashes."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oauthviz.core.bends import LONG_RADIUS, bend_radius
from oauthviz.core.geometry import Polyline, Rect
from oauthviz.core.outlines import CLOUD_HEADING, CLOUD_INNER, cloud_around, cloud_heading, cloud_inner, cloud_outline
from oauthviz.drawing.route import (
    HOP_RADIUS,
    arrow_head,
    cut_dash,
    dash_offset,
    fitted_dash,
    junction,
    line_stop,
    route_length,
    route_outline,
    shared_length,
    trimmed,
)
from oauthviz.layout.check import check
from oauthviz.layout.check.curves import outline_points
from oauthviz.render.reading_outlines import IDENTITY, flattened
from tests.check.pictures import arrow, with_arrow

legs = st.lists(st.integers(min_value=-300, max_value=300).filter(lambda n: abs(n) > 13), min_size=1, max_size=6)


def staircase(lengths):
    """An orthogonal polyline whose segments are by turns level and upright."""
    points = [(500.0, 500.0)]
    for i, n in enumerate(lengths):
        x, y = points[-1]
        points.append((x + n, y) if i % 2 == 0 else (x, y + n))
    return tuple(points)


@given(legs, st.floats(min_value=0, max_value=30))
def test_a_route_starts_and_ends_where_its_points_do_and_has_a_curve_a_bend(lengths, radius):
    points = staircase(lengths)
    outline = route_outline(points, radius)
    assert outline[0][1:] == points[0]
    assert outline[-1][1:] == points[-1]
    assert [c[0] for c in outline].count("Q") == len(points) - 2


@given(legs, st.floats(min_value=0, max_value=30))
def test_a_rounded_bend_stays_within_half_of_both_segments(lengths, radius):
    points = staircase(lengths)
    here = points[0]
    for command in route_outline(points, radius):
        end = command[-2:]
        if command[0] == "Q":
            corner = command[1:3]
            assert hypot(corner[0] - here[0], corner[1] - here[1]) <= radius + 1e-6
        here = end


def sampled(outline):
    """Points along lines and quadratic curves."""
    points = [outline[0][1:]]
    for command in outline[1:]:
        (x0, y0), (x2, y2) = points[-1], command[-2:]
        x1, y1 = command[1:3] if command[0] == "Q" else ((x0 + x2) / 2, (y0 + y2) / 2)
        for k in range(1, 33):
            a, b, c = (1 - k / 32) ** 2, 2 * (1 - k / 32) * k / 32, (k / 32) ** 2
            points.append((a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2))
    return points


@given(legs)
def test_the_length_of_a_route_is_that_of_its_outline(lengths):
    points = staircase(lengths)
    drawn = sampled(route_outline(points, 11))
    length = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(drawn))
    assert route_length(points, 11) == pytest.approx(length, rel=0.001)


def test_points_on_the_way_and_repeated_points_make_no_bends():
    points = ((0.0, 0.0), (10.0, 0.0), (10.0, 0.0), (40.0, 0.0), (40.0, 30.0))
    assert [c[0] for c in route_outline(points, 8)] == ["M", "L", "Q", "L"]


@given(legs)
def test_a_trimmed_line_ends_on_its_own_last_segment(lengths):
    points = staircase(lengths)
    start, end = 12.2, 12.2
    assume(len(points) > 2 or abs(lengths[0]) > 26)
    cut = trimmed(points, start, end)
    assert hypot(cut[0][0] - points[0][0], cut[0][1] - points[0][1]) == pytest.approx(start)
    assert hypot(cut[-1][0] - points[-1][0], cut[-1][1] - points[-1][1]) == pytest.approx(end)
    assert len(cut) == len(points)


@pytest.mark.parametrize("origin", [(0, 50), (100, 50), (50, 0), (50, 100)])
def test_a_head_points_to_the_box_and_hides_the_line_s_end(origin):
    outline = arrow_head((50, 50), origin, 4.5, 11, 10)
    points = outline_points(outline)
    tip = points[0]
    assert hypot(tip[0] - 50, tip[1] - 50) == pytest.approx(4.5)
    base = max(hypot(x - 50, y - 50) for x, y in points)
    assert base == pytest.approx(hypot(15.5, 5))
    assert 4.5 + 11 * 0.22 < line_stop(4.5, 11) < 4.5 + 11 * 0.78


@pytest.mark.parametrize("sign", [1, -1])
def test_a_hop_rises_over_the_line_it_crosses_whatever_way_the_arrow_runs(sign):
    points = ((100.0, 50.0), (300.0, 50.0))[::sign]
    arcs = [c for c in route_outline(points, 8, ((200.0, 50.0),)) if c[0] == "A"]
    assert len(arcs) == 1
    assert arcs[0][1] == HOP_RADIUS
    assert arcs[0][5] == (1 if sign > 0 else 0)
    assert arcs[0][6:] == (200 + sign * HOP_RADIUS, 50)


def test_hops_that_are_close_to_each_other_share_the_room():
    arcs = [c for c in route_outline(((0.0, 0.0), (90.0, 0.0)), 8, ((40.0, 0.0), (50.0, 0.0))) if c[0] == "A"]
    assert [arc[1] for arc in arcs] == [5, 5]


@given(st.floats(min_value=1, max_value=2000), st.sampled_from([(6.0, 4.0), (2.0, 4.0), (3.0,)]))
def test_a_whole_dash_ends_where_the_line_ends(length, dash):
    pattern = dash if len(dash) % 2 == 0 else dash * 2
    phase = (length + dash_offset(length, dash)) % sum(pattern)
    assert phase == pytest.approx(pattern[0]) or phase == pytest.approx(pattern[0] + sum(pattern))


@given(st.floats(min_value=20, max_value=2000), st.sampled_from([(6.0, 4.0), (2.0, 4.0), (3.0,)]))
def test_a_fitted_pattern_begins_and_ends_with_a_whole_dash_and_hardly_differs(length, dash):
    fitted = fitted_dash(length, dash)
    left = (length - fitted[0]) % sum(fitted)
    assert min(left, sum(fitted) - left) == pytest.approx(0, abs=1e-6)
    assert fitted[0] == pytest.approx(dash[0], rel=0.25)


def dashes(dash, offset, length):
    """Where a pattern paints along a line."""
    painted, at, k = [], -offset, 0
    while at < length:
        end = at + dash[k % len(dash)]
        if k % 2 == 0 and end > 0 and end > at:
            painted.append((max(at, 0.0), min(end, length)))
        at, k = end, k + 1
    return painted


@given(
    st.floats(min_value=20, max_value=900),
    st.floats(min_value=0, max_value=1),
    st.sampled_from([(6.0, 4.0), (2.0, 4.0), (3.0,)]),
)
def test_a_cut_pattern_paints_the_same_dashes_up_to_where_another_line_goes_on(length, share, dash):
    shared = share * length
    offset = dash_offset(length, dash)
    whole = dash if len(dash) % 2 == 0 else dash * 2
    expected = [(a, min(b, length - shared)) for a, b in dashes(whole, offset, length) if a < length - shared - 1e-6]
    found = [(a, b) for a, b in dashes(cut_dash(length, shared, dash, offset), offset, length) if b - a > 1e-6]
    assert found == [(pytest.approx(a), pytest.approx(b)) for a, b in expected if b - a > 1e-6]


@pytest.mark.parametrize("mirror", [1.0, -1.0])
def test_a_line_that_runs_into_another_from_the_side_has_a_junction_there(mirror):
    trunk = ((0.0, 0.0), (200.0, 0.0))
    joining = ((20.0, mirror * 80.0), (50.0, mirror * 80.0), (50.0, 0.0), (200.0, 0.0))
    found = junction(joining, trunk, 8)
    assert (found.at, found.bend) == ((50.0, 0.0), (50.0, mirror * 8.0))
    assert found.length == pytest.approx(route_length(joining[:-1], 8))
    turning = ((0.0, 0.0), (160.0, 0.0), (160.0, mirror * -60.0))
    assert junction((*joining[:-1], *turning[1:]), turning, 8) == found


def test_what_ends_elsewhere_or_joins_at_a_bend_has_no_junction():
    trunk = ((0.0, 0.0), (50.0, 0.0), (50.0, 100.0))
    assert junction(((90.0, 0.0), (50.0, 0.0), (50.0, 100.0)), trunk, 8) is None
    assert junction(((90.0, 4.0), (50.0, 4.0), (50.0, 100.0)), trunk, 8) is None
    assert junction(((90.0, 0.0), (90.0, 100.0)), trunk, 8) is None
    assert junction(trunk, trunk, 8) is None


def test_branches_share_what_follows_the_bend_at_which_one_joins_the_other():
    trunk = ((0.0, 0.0), (200.0, 0.0))
    joining = ((50.0, 80.0), (50.0, 0.0), (200.0, 0.0))
    assert shared_length(joining, trunk, 8) == pytest.approx(150 - 8)
    assert shared_length(trunk, joining, 8) == pytest.approx(150 - 8)
    assert shared_length(joining, joining, 8) == pytest.approx(route_length(joining, 8))
    assert shared_length(((0.0, 50.0), (200.0, 50.0)), trunk, 8) == 0
    assert shared_length(((200.0, 90.0), (200.0, 0.0)), trunk, 8) == 0


def inside(polygon, x, y):
    within = False
    for (ax, ay), (bx, by) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            within = not within
    return within


sides = st.floats(min_value=40, max_value=900)


@given(sides, sides)
def test_a_cloud_surely_holds_the_rectangles_it_promises(w, h):
    rect = Rect(13, 17, w, h)
    polygon = outline_points(cloud_outline(rect))
    for part in (cloud_inner(rect), cloud_heading(rect)):
        for k in range(21):
            x, y = part.x + part.w * k / 20, part.y + part.h * k / 20
            for point in ((x, part.y), (x, part.bottom), (part.x, y), (part.right, y)):
                assert inside(polygon, *point)


@given(sides, sides)
def test_a_cloud_fills_its_rectangle_and_can_be_put_round_another(w, h):
    rect = Rect(13, 17, w, h)
    points = outline_points(cloud_outline(rect))
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    assert (min(xs), max(xs)) == pytest.approx((rect.x, rect.right), abs=0.02 * w)
    assert (min(ys), max(ys)) == pytest.approx((rect.y, rect.bottom), abs=0.02 * h)
    back = cloud_inner(cloud_around(rect))
    assert (back.x, back.y, back.w, back.h) == pytest.approx((rect.x, rect.y, rect.w, rect.h))


def test_the_heading_of_a_cloud_is_above_its_inner_rectangle():
    assert CLOUD_HEADING[3] <= CLOUD_INNER[1]


def jogging(before: float, jog: float, after: float) -> Polyline:
    """A level line that climbs on its way."""
    return (0.0, 0.0), (before, 0.0), (before, jog), (before + after, jog)


@given(st.floats(60, 3000), st.floats(30, 200), st.floats(60, 3000), st.sampled_from((1, -1)))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_jog_in_a_line_of_any_length_does_not_look_like_a_slope(
    before: float, jog: float, after: float, way: int
) -> None:
    (drawn,) = flattened(route_outline(jogging(before, way * jog, after), 10.0), IDENTITY)
    a1 = arrow("a1", "one", "two", *drawn)
    found = check(with_arrow("a1", branches=a1.branches), geometry_only=True)
    assert not [finding for finding in found if finding.rule == "arrow-diagonal"]


def test_only_a_jog_in_a_long_line_is_bent_less() -> None:
    assert bend_radius(jogging(400, 90, 400), 1, 10.0) == 10.0
    assert bend_radius(jogging(400, 90, 700), 1, 10.0) == bend_radius(jogging(400, 90, 700), 2, 10.0) == LONG_RADIUS
    corner = ((0.0, 0.0), (900.0, 0.0), (900.0, 900.0))
    assert bend_radius(corner, 1, 10.0) == 10.0
