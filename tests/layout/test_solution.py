"""The rounds in which a structure is solved: they feed back into each other, and end where they repeat."""

from __future__ import annotations

import pytest

from oauthviz.core.geometry import Rect
from oauthviz.layout.solution import LEAST_SPARE, WIDEST, Solution, solutions
from tests.layout.support import AREA, problem, sized, structure

ROUNDS = 10
CASES = (
    ("a b", ["a>b"], "a | b"),
    ("a b c d", ["a>b", "b>c", "c>d", "d>a"], "a b | c d"),
    ("a b c d e", ["a>b", "a>c", "a>d", "b>e", "c>e", "d>e"], "a | b c d | e"),
)


def solved(boxes: str, arrows: list[str], columns: str, area: Rect = AREA, rounds: int = ROUNDS) -> list[Solution]:
    p = problem(boxes, arrows)
    return solutions(p, structure(p, columns), sized(p), area, 10.0, rounds)


@pytest.mark.parametrize("case", CASES)
def test_rounds_end_early_where_they_settle_however_many_there_may_be(case: tuple[str, list[str], str]) -> None:
    assert len(solved(*case)) == len(solved(*case, rounds=4 * ROUNDS)) < ROUNDS


@pytest.mark.parametrize("case", CASES)
def test_fewer_rounds_find_the_first_of_what_more_find(case: tuple[str, list[str], str]) -> None:
    few, many = solved(*case, rounds=2), solved(*case)
    assert [one.placement.pin for one in few] == [one.placement.pin for one in many[: len(few)]]


@pytest.mark.parametrize("width", [600.0, 700.0, 800.0])
def test_boxes_take_all_the_width_that_is_spare_unless_they_are_as_wide_as_they_may_be(width: float) -> None:
    last = solved(*CASES[2], area=Rect(AREA.x, AREA.y, width, AREA.h))[-1]
    widest = WIDEST * last.sized.scale.label + 2 * last.sized.scale.pad
    assert abs(last.width - width) < LEAST_SPARE or min(last.widths) >= widest - 0.1
