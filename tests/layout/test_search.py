"""The search and the estimate that it prunes with: seeded, counted in evaluations, best first."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from oauthviz.core import processes
from oauthviz.core.geometry import Rect
from oauthviz.graph.analysis import ranks
from oauthviz.layout import search
from oauthviz.layout.candidates import ROUNDS, Candidate, Ground, evaluate, unlike
from oauthviz.layout.cost import price
from oauthviz.layout.population import column_counts
from oauthviz.layout.problem import MANY, Problem, number
from oauthviz.layout.proxy import Proxy
from oauthviz.layout.search import FEW, POLISH_ROUNDS, SETTLED, SOLVED, budget_for, polish, survey, walk
from oauthviz.layout.settling import _labelled_elsewhere, _passed_elsewhere, settle
from oauthviz.layout.solution import Solution, solutions
from oauthviz.layout.structure import Structure, complete
from tests.layout.strategies import arranged, specs
from tests.layout.support import AREA, diagram_of, problem, sized, structure

STEPS, SETTLES = 6, 12
"""Neighbours that two walks solve here, and choices that a settling tries."""


def ground(p: Problem, **keys: float) -> Ground:
    return Ground(p, sized(p), AREA, 10.0, **keys)


def run(p: Problem) -> tuple[list[Candidate], list[Candidate]]:
    """What a draft's survey and a few steps of its walk know."""
    by_id = ranks(p.diagram)
    budget = replace(budget_for(p, "draft"), walks=STEPS)
    known = survey(ground(p), [by_id[node.id] for node in p.diagram.nodes], budget)
    return known, walk(ground(p), known, budget)


def solved(g: Ground, structure: Structure) -> Solution:
    """What a search solves for its candidates."""
    return min(solutions(g.problem, structure, g.sized, g.area, g.factor, ROUNDS), key=g.price)


def small(**keys: object) -> Problem:
    return problem("a b c d", ["a>b", "b>c", "c>d", "d>a", "a>c"], **keys)


def large() -> Problem:
    return problem(" ".join(f"b{i}" for i in range(14)), [f"b{i}>b{(i * 5 + 1) % 14}" for i in range(14)])


def test_the_best_candidate_comes_first() -> None:
    for found in run(small()):
        costs = [candidate.cost for candidate in found]
        assert costs and costs == sorted(costs)


def test_a_walk_forgets_nothing_and_never_ends_worse_than_it_began() -> None:
    known, found = run(small())
    assert {c.structure.key() for c in known} <= {c.structure.key() for c in found}
    assert found[0].cost <= known[0].cost


def test_a_candidates_cost_is_the_price_of_its_solution() -> None:
    p = small()
    for candidate in run(p)[1][:3]:
        solution = solved(ground(p), candidate.structure)
        assert candidate.cost == pytest.approx(price(p, solution))
        assert candidate.fits == solution.fits


def test_strain_charges_every_pixel_that_does_not_fit() -> None:
    p = problem(" ".join("abcdefghijklmnop"))
    s = structure(p, " ".join("abcdefghijklmnop"))
    easy, strained = evaluate(ground(p), s), evaluate(ground(p, strain=2.0), s)
    assert easy is not None and strained is not None
    solution = solved(ground(p), s)
    over = solution.placement.overflow + max(0.0, solution.width - AREA.w)
    assert over > 0
    assert strained.cost >= easy.cost + over


def test_the_search_repeats_itself() -> None:
    one, two = run(small()), run(small())
    assert [c.structure.key() for c in one[1]] == [c.structure.key() for c in two[1]]


def test_no_more_is_solved_than_the_budget_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    p = small()
    budget = budget_for(p, "draft")
    known, _ = run(p)
    assert 0 < len(known) <= budget.population.runs * (budget.candidates + budget.settles)
    few = replace(budget, walks=STEPS, settles=SETTLES)
    met = len(walk(ground(p), known, few)) - len(known)
    assert 0 < met <= STEPS + SOLVED + SETTLED * SETTLES
    monkeypatch.setattr(search, "_settled", lambda _, found, budget: found)
    assert 0 < len(walk(ground(p), known, few)) - len(known) <= STEPS + SOLVED < met


def test_the_leaders_keep_their_price_or_get_a_better_one() -> None:
    p = small()
    _, found = run(p)
    polished = polish(ground(p), ground(p), found)
    costs = {c.structure.key(): c.cost for c in found}
    assert [c.cost for c in polished] == sorted(c.cost for c in polished)
    assert {c.structure.key() for c in polished} == set(costs)
    assert all(c.cost <= costs[c.structure.key()] for c in polished)


def test_what_does_not_fit_is_solved_at_a_tighter_level_too_and_costs_what_that_takes_in_comfort() -> None:
    p = small()
    narrow = Rect(AREA.x, AREA.y, 330.0, AREA.h)
    comfort = Ground(p, sized(p), narrow, 10.0)
    tighter = Ground(p, sized(p, 9.0), narrow, 7.0, tightness=1.5)
    misfit = evaluate(comfort, structure(p, "a b | c d"))
    assert misfit is not None and not misfit.fits
    there = evaluate(tighter, misfit.structure, POLISH_ROUNDS)
    assert there is not None and there.fits and there.cost < misfit.cost
    assert polish(comfort, tighter, [misfit]) == [there]
    assert polish(comfort, replace(tighter, tightness=0.0), [misfit])[0].cost > there.cost


def test_of_one_arrangement_of_the_boxes_only_the_first_few_go_on() -> None:
    p = small()
    found = run(p)[1]
    few = unlike(p, found, 1)
    boxes = [tuple(tuple(b for b in column if b < p.size) for column in c.structure.columns) for c in few]
    assert len(set(boxes)) == len(boxes) < len(found)
    assert few[0] is found[0]


def test_on_one_core_the_same_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    several = run(small())
    monkeypatch.setattr(processes, "_cores", lambda: 1)
    assert run(small()) == several


@settings(max_examples=60, deadline=None, derandomize=True)
@given(specs())
def test_a_greater_effort_has_no_smaller_budget_and_fits_more_finalists(spec: dict[str, Any]) -> None:
    p = number(diagram_of(spec))
    draft, normal, best = (budget_for(p, effort) for effort in ("draft", "normal", "best"))
    for name in ("candidates", "walks"):
        assert getattr(draft, name) <= getattr(normal, name) <= getattr(best, name), name
    assert draft.finalists < normal.finalists < best.finalists
    assert draft.population.steps <= normal.population.steps <= best.population.steps


@pytest.mark.parametrize("boxes", [2, 3, 12, 13])
def test_walks_are_for_pairs_and_for_what_is_not_small(boxes: int) -> None:
    p = problem(" ".join(f"b{i}" for i in range(boxes)), [f"b{i}>b{(i + 1) % boxes}" for i in range(boxes)])
    assert (budget_for(p, "normal").walks > 0) == (boxes == 2 or 2 * boxes > FEW)


@pytest.mark.parametrize("boxes", [50, 51])
def test_of_a_diagram_with_more_than_a_hundred_boxes_and_links_one_candidate_is_fitted(boxes: int) -> None:
    p = problem(" ".join(f"b{i}" for i in range(boxes)), [f"b{i}>b{(i + 1) % boxes}" for i in range(boxes)])
    for effort in ("normal", "best"):
        assert (budget_for(p, effort).finalists == 1) == (2 * boxes > 100)


def test_in_a_large_diagram_a_greater_effort_has_a_greater_budget() -> None:
    draft, normal, best = (budget_for(large(), effort) for effort in ("draft", "normal", "best"))
    for name in ("candidates", "walks", "finalists"):
        assert getattr(draft, name) < getattr(normal, name) < getattr(best, name), name
    assert draft.population.steps < normal.population.steps < best.population.steps


def test_as_many_columns_are_tried_as_there_is_width_for_and_never_more_than_boxes() -> None:
    assert max(column_counts(problem("a b"), AREA)) == 2
    assert column_counts(problem("a b c d e f"), AREA) == [2, 3, 4]


def test_many_boxes_start_in_fewer_columns_for_their_width_is_what_lines_need() -> None:
    wide = Rect(0, 0, 3200, 3200)
    few, many = (problem(" ".join(f"b{i}" for i in range(n))) for n in (MANY, MANY + 1))
    assert column_counts(few, wide) == [9, 10, 11]
    assert column_counts(many, wide) == [8, 9, 10]


def test_settling_comes_to_the_same_and_solves_nothing_that_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    g = ground(small())
    first = evaluate(g, structure(g.problem, "a b | c d"))
    assert first is not None
    unaided = settle(g, first, 400, {})
    solved: list[Structure] = []
    monkeypatch.setattr("oauthviz.layout.settling.evaluate", lambda _, one: solved.append(one))
    again = settle(g, first, 400, {c.structure.key(): c for c in unaided})
    assert len(unaided) > 3 and solved == []
    assert [(c.cost, c.structure.key()) for c in again] == [(c.cost, c.structure.key()) for c in unaided]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("a b | c d", "a b | d c"),  # a crossing
        ("a c | b d", "c a | d b"),  # the first box not in the first place
        ("a b | c d", "c d | a b"),  # backwards
    ],
)
def test_the_estimate_tells_better_from_worse(better: str, worse: str) -> None:
    p = problem("a b c d", ["a>c", "b>d"])
    proxy = Proxy(p, sized(p), AREA)
    assert proxy.cost(structure(p, better)) < proxy.cost(structure(p, worse))


def test_the_estimate_shuns_a_torn_boundary() -> None:
    p = problem("a b c", ["a>b", "b>c"], boundaries=[{"around": ["a", "c"], "name": "Inner"}])
    proxy = Proxy(p, sized(p), AREA)
    assert proxy.cost(structure(p, "a c | b")) + 20 < proxy.cost(structure(p, "a | b | c"))


@settings(max_examples=10, deadline=None)
@given(arranged())
def test_other_ways_to_run_links_keep_every_box_and_need_no_completing(made: tuple[Problem, Structure]) -> None:
    p, s = made
    s.columns = [column for column in s.columns if any(entry < p.size for entry in column)]
    complete(p, s)
    ways = [*_passed_elsewhere(p, s), *_labelled_elsewhere(p, s)]
    for way in ways:
        again = way.copy()
        complete(p, again)
        assert again.columns == way.columns
        boxes = [[[e for e in column if e < p.size] for column in one.columns] for one in (s, way)]
        assert boxes[0] == boxes[1]
