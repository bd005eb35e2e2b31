"""The search and the estimate that it prunes with: seeded, counted in evaluations, best first."""

from __future__ import annotations

import pytest

from oauthviz.graph.analysis import ranks
from oauthviz.layout.cost import price
from oauthviz.layout.problem import Problem
from oauthviz.layout.proxy import Proxy
from oauthviz.layout.search import Found, budget_for, column_counts, search
from tests.layout.support import AREA, problem, sized, structure


def run(p: Problem) -> Found:
    by_id = ranks(p.diagram)
    return search(p, sized(p), AREA, [by_id[node.id] for node in p.diagram.nodes], budget_for(p, "draft"))


def small(**keys: object) -> Problem:
    return problem("a b c d", ["a>b", "b>c", "c>d", "d>a", "a>c"], **keys)


def test_the_best_candidate_comes_first() -> None:
    costs = [candidate.cost for candidate in run(small()).candidates]
    assert costs and costs == sorted(costs)


def test_a_candidates_cost_is_the_price_of_its_solution() -> None:
    p = small()
    for candidate in run(p).candidates[:3]:
        assert candidate.cost == pytest.approx(price(p, candidate.solution))


def test_the_search_repeats_itself() -> None:
    one, two = run(small()), run(small())
    assert one.evaluations == two.evaluations
    assert [c.structure.key() for c in one.candidates] == [c.structure.key() for c in two.candidates]


def test_no_more_is_evaluated_than_the_budget_allows() -> None:
    p = small()
    budget = budget_for(p, "draft")
    assert 0 < run(p).evaluations <= budget.candidates + budget.walks


def test_a_greater_effort_has_a_greater_budget() -> None:
    draft, normal, best = (budget_for(small(), effort) for effort in ("draft", "normal", "best"))
    for name in ("steps", "candidates", "walks", "finalists"):
        assert getattr(draft, name) < getattr(normal, name) < getattr(best, name), name


def test_as_many_columns_are_tried_as_there_is_width_for_and_never_more_than_boxes() -> None:
    assert max(column_counts(problem("a b"), AREA)) == 2
    assert column_counts(problem("a b c d e f"), AREA) == [2, 3, 4]


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
