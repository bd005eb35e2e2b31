"""Colours as the eye takes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauthviz.core.colours import (
    VISIONS,
    contrast_ratio,
    difference,
    hexadecimal,
    laid_over,
    nearest_lightness,
    rgb,
)

COLOURS = st.tuples(*(st.integers(0, 255),) * 3)
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


@given(COLOURS)
def test_digits_are_read_back_as_written(colour: tuple[int, int, int]) -> None:
    assert rgb(hexadecimal(colour)) == colour


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_ratio(BLACK, WHITE) == pytest.approx(21)
    assert contrast_ratio(rgb("#767676"), WHITE) == pytest.approx(4.54, abs=0.005)
    assert contrast_ratio(rgb("#777777"), WHITE) == pytest.approx(4.48, abs=0.005)


@given(COLOURS, COLOURS)
def test_contrast_and_difference_do_not_care_about_order(a: tuple[int, int, int], b: tuple[int, int, int]) -> None:
    assert contrast_ratio(a, b) == contrast_ratio(b, a) >= 1
    assert difference(a, b) == difference(b, a)
    assert difference(a, a) == 0


def test_black_and_white_are_one_apart() -> None:
    assert difference(BLACK, WHITE) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("vision", VISIONS)
def test_greys_look_the_same_to_every_eye_and_red_and_green_come_nearer(vision: str) -> None:
    assert difference(BLACK, (128, 128, 128), vision) == pytest.approx(difference(BLACK, (128, 128, 128)), abs=1e-4)
    red, green = rgb("#C2554F"), rgb("#7E7A2C")
    assert difference(red, green, vision) < difference(red, green)


@given(COLOURS, COLOURS)
def test_laying_over_goes_from_one_colour_to_the_other(a: tuple[int, int, int], b: tuple[int, int, int]) -> None:
    assert laid_over(a, b, 0) == a
    assert laid_over(a, b, 1) == b


@given(COLOURS)
def test_the_nearest_lightness_passes_and_a_colour_that_passes_stays(colour: tuple[int, int, int]) -> None:
    found = nearest_lightness(colour, lambda c: contrast_ratio(c, WHITE) >= 4.5)
    assert found is not None
    assert contrast_ratio(found, WHITE) >= 4.5
    again = nearest_lightness(found, lambda c: contrast_ratio(c, WHITE) >= 4.5)
    assert again is not None and difference(again, found) < 0.01


def test_nothing_is_offered_where_nothing_passes() -> None:
    assert nearest_lightness((128, 128, 128), lambda c: False) is None
