"""Bounds of curves are exact, and transforms are SVG's."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import MonkeyPatch, approx, mark

from oauthviz.core.pathdata import read_path_data
from oauthviz.layout.check import plane
from oauthviz.layout.check.curves import rounded
from oauthviz.layout.check.plane import near_runs, span_of
from oauthviz.render.reading_outlines import IDENTITY, applied, bounds_of, flattened, read_transform

NUMBER = st.integers(-50, 50)


@settings(max_examples=100, deadline=None)
@given(st.lists(NUMBER, min_size=8, max_size=8))
def test_the_bounds_of_a_cubic_are_those_of_its_points(n: list[int]) -> None:
    path = read_path_data("M{} {}C{} {} {} {} {} {}".format(*n))
    assert bounds_of(path, IDENTITY) == approx(span_of(flattened(path, IDENTITY)[0]), abs=0.2)


@mark.parametrize(
    ("d", "bounds"),
    [
        ("M0 0A10 10 0 0 1 20 0", (0, -10, 20, 0)),
        ("M0 0a10 10 0 0 0 20 0", (0, 0, 20, 10)),
        ("M0 0Q10 20 20 0", (0, 0, 20, 10)),
        ("M5 5H9V1Z", (5, 1, 9, 5)),
        ("M0 0A10 10 0 1 1 10 10", (0, -10, 20, 10)),
    ],
)
def test_arcs_and_quadratic_curves_have_their_own_bounds(d: str, bounds: tuple[float, ...]) -> None:
    assert bounds_of(read_path_data(d), IDENTITY) == approx(bounds, abs=0.01)


@mark.parametrize(
    ("transform", "point"),
    [
        ("translate(3 4)", (4, 6)),
        ("translate(3, 4) scale(2)", (5, 8)),
        ("rotate(90)", (-2, 1)),
        ("rotate(90 1 2)", (1, 2)),
        ("matrix(1 0 0 -1 5 5)", (6, 3)),
        ("skewX(45)", (3, 2)),
    ],
)
def test_transforms_map_as_svg_says(transform: str, point: tuple[float, float]) -> None:
    assert applied(read_transform(transform), 1, 2) == approx(point)


def test_a_rounded_corner_passes_inside_the_corner_and_keeps_its_ends() -> None:
    points = rounded(((0, 0), (100, 0), (100, 100)), 12)
    assert points[0] == (0, 0) and points[-1] == (100, 100) and (100, 0) not in points
    assert (88, 0) in points and (100, 12) in points and (97, 3) in points


WORD = st.integers(-99999, 99999).map(lambda n: f"{n / 100:g}")
BODY = st.lists(WORD, max_size=13).map(" ".join)
PART = st.tuples(st.sampled_from("MLHVCQZmlhvcqzSA"), BODY).map("".join)


def commands_of(text: str) -> object:
    try:
        return read_path_data(text, 12)
    except ValueError as error:
        return type(error)


@settings(max_examples=300, deadline=None)
@given(st.lists(PART, max_size=6).map(lambda parts: "M1 2" + "".join(parts).replace(" -", "-")))
def test_a_path_as_our_pictures_write_it_reads_as_any_other_does(text: str) -> None:
    # a line end is none of the signs that the quick reader takes
    assert commands_of(text) == commands_of("\n" + text)


@mark.parametrize(
    "text", ["M1 2L3", "M1 2L3 4 5", "M1 2L-- 3", "M1 2L1.2.3", "M1 2L3e5 1", "M1 2Z3", "M1 2L999999 1", "M"]
)
def test_what_the_quick_reader_does_not_take_is_left_to_the_other(text: str) -> None:
    assert commands_of(text) == commands_of("\n" + text)


POINTS = st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), min_size=2, max_size=60)


@settings(max_examples=60, deadline=None)
@given(POINTS, POINTS)
def test_looking_at_segments_by_blocks_misses_no_stretch(
    a: list[tuple[float, float]], b: list[tuple[float, float]]
) -> None:
    with MonkeyPatch.context() as patch:
        patch.setattr(plane, "_BLOCK", 1000)
        whole = near_runs(a, b, 5.0)
    assert near_runs(a, b, 5.0) == whole
