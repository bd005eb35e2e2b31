"""The linear programme: solutions on the grid, contradictions told, ties always broken alike."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.layout.lp import GRID, LinearProgram

QUICK = settings(max_examples=40, deadline=None, derandomize=True)
Row = tuple[int, int, float]


def chain(count: int, rows: Sequence[Row]) -> LinearProgram:
    """Variables from 0 on, each later one of a row at least so much more than the earlier, all as small as can be."""
    lp = LinearProgram()
    for _ in range(count):
        lp.variable(0.0, cost=1.0)
    for earlier, later, distance in rows:
        lp.apart(later, earlier, distance)
    return lp


rows_of_six = st.lists(
    st.tuples(st.integers(0, 4), st.integers(1, 5), st.floats(0, 90, width=32)).filter(lambda r: r[0] < r[1]),
    max_size=12,
)


@QUICK
@given(rows_of_six)
def test_solutions_lie_on_the_grid(rows: list[Row]) -> None:
    values = chain(6, rows).solve()
    assert values is not None
    assert all(abs(v / GRID - round(v / GRID)) < 1e-6 for v in values)


@QUICK
@given(rows_of_six)
def test_a_chain_of_distances_is_as_short_as_its_longest_path(rows: list[Row]) -> None:
    values = chain(6, rows).solve()
    assert values is not None
    least = [0.0] * 6
    for later in range(6):
        for a, b, distance in rows:
            if b == later:
                least[later] = max(least[later], least[a] + distance)
    assert values == pytest.approx(least, abs=GRID)


@QUICK
@given(rows_of_six, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_show(rows: list[Row], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert chain(6, shuffled).solve() == chain(6, rows).solve()


def test_rows_that_contradict_each_other_have_no_solution() -> None:
    lp = LinearProgram()
    a, b = lp.variable(), lp.variable()
    lp.apart(a, b, 1.0)
    lp.apart(b, a, 1.0)
    assert lp.solve() is None


def test_a_row_beyond_the_bounds_has_no_solution() -> None:
    lp = LinearProgram()
    a = lp.variable(0.0, 10.0)
    lp.at_least({a: 1.0}, 11.0)
    assert lp.solve() is None


def test_a_distance_is_charged_in_both_directions() -> None:
    for target in (-30.0, 30.0):
        lp = LinearProgram()
        fixed = lp.variable(target, target)
        free = lp.variable(-100.0, 100.0)
        gap = lp.distance(free, fixed, 1.0)
        values = lp.solve()
        assert values is not None
        assert values[free] == target and values[gap] == 0.0


def test_a_charge_moves_the_optimum() -> None:
    lp = LinearProgram()
    a = lp.variable(0.0, 10.0, cost=1.0)
    lp.charge(a, -2.0)
    assert lp.solve() == [10.0]


def equals() -> list[float] | None:
    """Ten variables that cost nothing, between two that are far apart: any place would do for them."""
    lp = LinearProgram()
    low, high = lp.variable(0.0, 0.0), lp.variable(100.0, 100.0)
    for _ in range(10):
        free = lp.variable(0.0, 100.0)
        lp.apart(free, low, 10.0)
        lp.apart(high, free, 10.0)
    return lp.solve()


def test_equal_optima_are_decided_alike_every_time() -> None:
    first = equals()
    assert first is not None and all(equals() == first for _ in range(5))


def test_a_problem_solved_in_between_does_not_show() -> None:
    first = equals()
    chain(6, [(0, 1, 20.0), (1, 5, 7.0)]).solve()
    assert equals() == first
