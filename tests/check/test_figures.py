"""Crossings, bends, holes and sizes."""

from __future__ import annotations

from oauthviz.core.geometry import Rect
from oauthviz.layout.check import figures, largest_empty_rectangle
from oauthviz.layout.check.curves import rounded
from oauthviz.layout.check.model import DrawnBranch
from tests.check.pictures import SOUND, arrow, box, plus, with_arrow


def test_a_straight_picture_has_no_crossing_and_no_bend() -> None:
    found = figures(SOUND)
    assert (found.boxes, found.arrows, found.crossings, found.bends) == (3, 2, 0, 0)


def test_a_rounded_corner_is_one_bend() -> None:
    bent = rounded(((240, 240), (400, 240), (400, 600)), 11)
    assert figures(with_arrow("a1", branches=(DrawnBranch("one", "two", bent),))).bends == 1


def test_branches_that_turn_into_a_trunk_together_bend_once() -> None:
    first = DrawnBranch("one", "two", ((240, 240), (400, 240), (400, 600)))
    second = DrawnBranch("three", "two", ((500, 240), (404, 240), (404, 600)))
    assert figures(with_arrow("a1", branches=(first, second))).bends == 1


def test_a_line_over_another_is_one_crossing_even_in_a_point_of_both() -> None:
    third = arrow("a3", "one", "three", (300, 200), (300, 240), (300, 300))
    assert figures(plus(arrows=third)).crossings == 1


def test_branches_of_one_arrow_do_not_cross() -> None:
    first = DrawnBranch("one", "two", ((240, 240), (500, 240)))
    second = DrawnBranch("three", "two", ((300, 200), (300, 300)))
    assert figures(with_arrow("a1", branches=(first, second))).crossings == 0


def test_a_box_in_the_largest_hole_makes_it_smaller() -> None:
    filled = plus(boxes=box("four", Rect(150, 400, 200, 120)))
    assert figures(filled).largest_empty_rectangle < figures(SOUND).largest_empty_rectangle
    assert largest_empty_rectangle(filled) == figures(filled).largest_empty_rectangle


def test_a_line_that_slants_through_a_hole_divides_it_like_one_of_two_steps() -> None:
    slanting = with_arrow("a1", branches=(DrawnBranch("one", "two", ((240, 240), (400, 600))),))
    stepped = with_arrow("a1", branches=(DrawnBranch("one", "two", ((240, 240), (240, 600), (400, 600))),))
    assert largest_empty_rectangle(slanting) < largest_empty_rectangle(SOUND)
    assert largest_empty_rectangle(stepped) < largest_empty_rectangle(SOUND)


def test_the_smallest_text_is_told_by_role() -> None:
    sizes = dict(figures(SOUND).smallest_text)
    assert sizes["arrow-label"] == 14 and sizes["box-role"] == 11.5
    assert figures(SOUND).most_label_lines == 2
