"""Distances and stretches, against slow sampling."""

from __future__ import annotations

from math import hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.layout.check.plane import (
    clipped,
    distance_to_segment,
    inside_outline,
    near_interval,
    near_runs,
    rect_to_segment,
    simplified,
)

COORDINATE = st.integers(-40, 40).map(float)
POINT = st.tuples(COORDINATE, COORDINATE)
STEPS = 400


def along(p: tuple[float, float], q: tuple[float, float]) -> list[tuple[float, float]]:
    return [(p[0] + (q[0] - p[0]) * k / STEPS, p[1] + (q[1] - p[1]) * k / STEPS) for k in range(STEPS + 1)]


@settings(max_examples=150, deadline=None)
@given(POINT, POINT, POINT, POINT, st.sampled_from([2.5, 6.0, 20.0]))
def test_the_near_part_of_a_segment_is_what_sampling_finds(p, q, r, s, near) -> None:
    length = hypot(q[0] - p[0], q[1] - p[1])
    sampled = sum(distance_to_segment(x, y, r, s) < near for x, y in along(p, q)) / STEPS * length
    part = near_interval(p, q, r, s, near)
    assert abs((part[1] - part[0] if part else 0.0) - sampled) <= 2 * length / STEPS + 1e-6


@settings(max_examples=150, deadline=None)
@given(POINT, POINT, POINT, st.integers(1, 40), st.integers(1, 40))
def test_the_clipped_length_is_what_sampling_finds(p, q, corner, w, h) -> None:
    x0, y0, x1, y1 = corner[0], corner[1], corner[0] + w, corner[1] + h
    length = hypot(q[0] - p[0], q[1] - p[1])
    sampled = sum(x0 < x < x1 and y0 < y < y1 for x, y in along(p, q)) / STEPS * length
    assert abs(clipped(p, q, (x0, y0, x1, y1)) - sampled) <= 2 * length / STEPS + 1e-6


@settings(max_examples=150, deadline=None)
@given(POINT, POINT, POINT, st.integers(1, 40), st.integers(1, 40))
def test_the_distance_of_a_rectangle_and_a_segment_is_what_sampling_finds(p, q, corner, w, h) -> None:
    x0, y0, x1, y1 = corner[0], corner[1], corner[0] + w, corner[1] + h
    sampled = min(hypot(max(x0 - x, 0, x - x1), max(y0 - y, 0, y - y1)) for x, y in along(p, q))
    step = hypot(q[0] - p[0], q[1] - p[1]) / STEPS
    assert -1e-6 <= sampled - rect_to_segment((x0, y0, x1, y1), p, q) <= step + 1e-6


def test_two_lines_that_part_and_meet_again_have_two_near_stretches() -> None:
    straight = ((0.0, 0.0), (100.0, 0.0))
    detour = ((0.0, 2.0), (30.0, 2.0), (30.0, 30.0), (70.0, 30.0), (70.0, 2.0), (100.0, 2.0))
    assert len(near_runs(straight, detour, 2.5)) == 2


def test_simplifying_keeps_bends_and_drops_small_jogs() -> None:
    line = ((0.0, 0.0), (50.0, 0.0), (50.0, 4.0), (100.0, 4.0), (100.0, 90.0))
    assert simplified(line, 8.5) == [(0.0, 0.0), (100.0, 4.0), (100.0, 90.0)]


def test_a_point_in_the_notch_of_an_outline_is_outside() -> None:
    outline = ((0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (15.0, 5.0), (0.0, 30.0))
    assert inside_outline(2, 10, outline) and not inside_outline(15, 20, outline)
