"""The two ways to the solver: highspy's shared library, and highspy."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.layout.lp import LinearProgram
from oauthviz.layout.solver import HighspySolver, LibrarySolver, Model, load_libhighs, solver
from tests.conftest import ROOT, SMALL
from tests.systems import needs_libhighs

WHOLE = st.integers(0, 6)
NUMBER = st.integers(-40, 90).map(lambda n: n / 4)


@st.composite
def programmes(draw: st.DrawFn) -> Model:
    """Small programmes as a picture has them: bounded heights, distances, charges; some contradict themselves."""
    lp = LinearProgram()
    for _ in range(7):
        low = draw(NUMBER)
        lp.variable(low, low + draw(st.integers(0, 200)), draw(NUMBER) / 10)
    for a, b, least in draw(st.lists(st.tuples(WHOLE, WHOLE, NUMBER), max_size=8)):
        lp.apart(a, b, least)
    for a, b, least in draw(st.lists(st.tuples(WHOLE, WHOLE, NUMBER), max_size=4)):
        lp.at_least({a: 0.5, b: -1.5}, least)
    for a, b, weight in draw(st.lists(st.tuples(WHOLE, WHOLE, st.integers(1, 9)), max_size=5)):
        lp.distance(a, b, float(weight))
    return lp.model


@needs_libhighs
@settings(deadline=None)
@given(st.lists(programmes(), min_size=1, max_size=3))
def test_both_ways_give_the_same_optimum_to_the_last_bit(models):
    library, package = LibrarySolver(load_libhighs()), HighspySolver()
    for model in models:
        ours, theirs = library.optimum(model), package.optimum(model)
        assert (ours is None) == (theirs is None)
        if ours is not None and theirs is not None:
            assert list(ours[0]) == list(theirs[0])
            assert ours[1] == theirs[1]
            again = [list(way.optimum(model, ours[1])[0]) for way in (library, package)]
            assert again[0] == again[1]


@needs_libhighs
@given(programmes(), programmes())
def test_no_optimum_depends_on_the_programme_before(first, second):
    solver = LibrarySolver(load_libhighs())
    alone = LibrarySolver(load_libhighs()).optimum(second)
    solver.optimum(first)
    again = solver.optimum(second)
    assert (alone is None) == (again is None)
    assert alone is None or again is None or list(alone[0]) == list(again[0])


@given(programmes(), st.lists(st.tuples(WHOLE, WHOLE, NUMBER), max_size=3))
def test_from_the_end_of_a_like_programme_the_same_costs_are_reached(model, more):
    own = solver()
    first = own.optimum(model)
    for a, b, least in more:
        model.starts.append(len(model.index))
        model.index.extend((a, b))
        model.value.extend((1.0, -1.0))
        model.bound.append(least)
    anew, on = own.optimum(model), own.optimum(model, first[1] if first else None)
    assert (anew is None) == (on is None)
    if anew is not None and on is not None:
        costs = [sum(c * x for c, x in zip(model.cost, values, strict=True)) for values, _ in (anew, on)]
        assert costs[0] == pytest.approx(costs[1], rel=1e-9, abs=1e-6)


def test_a_basis_of_another_shape_is_passed_over():
    small, large = LinearProgram(), LinearProgram()
    small.variable(2.0)
    for low in (3.0, 4.0):
        large.variable(low)
    assert small.solve() == [2.0]
    assert large.solve(small.basis) == [3.0, 4.0]


def test_rows_that_contradict_each_other_have_no_optimum():
    lp = LinearProgram()
    a, b = lp.variable(0.0), lp.variable(0.0)
    lp.apart(a, b, 1.0)
    lp.apart(b, a, 1.0)
    assert lp.solve() is None


@needs_libhighs
def test_a_picture_with_a_remembered_arrangement_needs_neither_numpy_nor_networkx():
    code = """if True:
        import sys
        from oauthviz import Diagram
        Diagram.loads(sys.argv[1]).render()
        print(*({"numpy", "highspy", "networkx"} & {*sys.modules}))
    """
    shown = [
        subprocess.run([sys.executable, "-c", code, SMALL], capture_output=True, text=True, check=True, cwd=ROOT).stdout
        for _ in range(2)
    ]
    assert shown[1].split() == []
