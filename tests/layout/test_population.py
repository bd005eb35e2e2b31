"""The global search: whole-number estimates that do not depend on their batch, and seeded chains of moves."""

from __future__ import annotations

import itertools
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.layout.estimate import Estimate
from oauthviz.layout.population import MOVES, PopulationBudget, anneal, column_counts, population_budget
from oauthviz.layout.problem import MANY, Problem, number
from oauthviz.layout.structure import Structure, complete
from tests.layout.strategies import arranged
from tests.layout.support import AREA, diagram_of, problem, sized, spec_of, structure

QUICK = PopulationBudget(chains=16, steps=20, keep=30)
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def estimate(p: Problem, area: Rect = AREA, strain: float = 0.0) -> Estimate:
    return Estimate(p, sized(p), area, strain)


def coded(p: Problem, s: Structure) -> tuple[list[int], list[int]]:
    """A structure's columns and order keys, its passing links and empty columns left out."""
    col, key = [0] * p.size, [0] * p.size
    for c, entries in enumerate([e for e in s.columns if any(b < p.size for b in e)]):
        for i, entry in enumerate(entries):
            if entry < p.size:
                col[entry], key[entry] = c, i
    return col, key


def cost(p: Problem, columns: str, area: Rect = AREA) -> int:
    col, key = coded(p, structure(p, columns))
    return int(estimate(p, area).costs([col], [key])[0])


def terms(p: Problem, columns: str) -> dict[str, Any]:
    col, key = coded(p, structure(p, columns))
    return estimate(p).read([col], [key]).terms


def run(p: Problem, seed: int = 0, most: int = 4) -> list[tuple[int, Structure]]:
    return anneal(p, estimate(p), [2, 3], most, list(range(p.size)), seed, QUICK)


def small(**keys: Any) -> Problem:
    return problem("a b c d e", ["a>b", "b>c", "c>d", "d>a", "a>c", "b+d>e"], **keys)


@pytest.mark.parametrize("width", [900.0, 840.0, 500.0])
def test_what_boxes_can_give_is_charged_less_than_what_is_too_wide_even_then_but_not_by_the_strict(
    width: float,
) -> None:
    p, area = problem("a b c d", ["a>b", "b>c", "c>d"]), Rect(40, 120, width, 660)
    col, key = coded(p, structure(p, "a | b | c | d"))
    giving, strict = (Estimate(p, sized(p), area, boxes_give=give) for give in (True, False))
    found = giving.read([col], [key]).terms
    over, pressed = int(found["wide"][0] + found["pressed"][0]), int(found["pressed"][0])
    assert 0 < pressed <= 4 * (giving.measures.widths - giving.measures.narrow).max()
    assert (over > pressed) == (width == 500.0)
    dearer = strict.measures.weights["wide"] - giving.measures.weights["pressed"]
    costs = [int(one.costs([col], [key])[0]) for one in (giving, strict)]
    assert dearer > 0 and costs[1] - costs[0] == dearer * pressed


@FEW
@given(arranged(), st.randoms(use_true_random=False))
def test_an_estimate_is_a_whole_number_that_does_not_depend_on_its_batch(
    made: tuple[Problem, Structure], random: Any
) -> None:
    p, s = made
    batch = [coded(p, s)]
    for _ in range(5):
        order = random.sample(range(p.size), p.size)
        count = random.randint(1, p.size)
        batch.append(([b % count for b in order], order))
    found = estimate(p)
    together = found.costs([col for col, _ in batch], [key for _, key in batch])
    assert together.dtype == np.int64
    assert together.tolist() == [int(found.costs([col], [key])[0]) for col, key in batch]


@FEW
@given(arranged())
def test_only_the_order_of_the_keys_counts(made: tuple[Problem, Structure]) -> None:
    p, s = made
    col, key = coded(p, s)
    found = estimate(p)
    assert found.costs([col], [key])[0] == found.costs([col], [[7 * k - 50 for k in key]])[0]


@FEW
@given(arranged(), st.integers(0, 3))
def test_found_structures_are_complete_different_and_sorted(made: tuple[Problem, Structure], seed: int) -> None:
    p, _ = made
    found = run(p, seed)
    assert [c for c, _ in found] == sorted(c for c, _ in found)
    arrangements = set()
    for _, s in found:
        boxes = tuple(tuple(e for e in column if e < p.size) for column in s.columns)
        assert sorted(itertools.chain.from_iterable(boxes)) == list(range(p.size))
        assert 1 <= len(boxes) <= min(4, p.size) and all(boxes)
        arrangements.add(boxes)
        finished = s.copy()
        complete(p, finished)
        assert finished.columns == s.columns
    assert len(arrangements) == len(found)


def test_a_found_structures_cost_is_its_estimate() -> None:
    p = small()
    found = run(p)
    codes = [coded(p, s) for _, s in found]
    costs = estimate(p).costs([col for col, _ in codes], [key for _, key in codes])
    assert costs.tolist() == [c for c, _ in found]


def test_the_search_repeats_itself_and_another_seed_walks_elsewhere() -> None:
    p = small()
    quick = replace(QUICK, steps=3)

    def keys(seed: int) -> list[Any]:
        return [s.key() for _, s in anneal(p, estimate(p), [2, 3], 4, list(range(p.size)), seed, quick)]

    assert keys(1) == keys(1)
    assert keys(1) != keys(2)


def test_hinted_columns_are_kept() -> None:
    hints = {"columns": [["a", "c"], ["b"], ["d", "e"]]}
    p = problem("a b c d e", ["a>b", "b>c", "c>d", "d>a", "d>e"], layout=hints)
    _, best = run(p)[0]
    columns = [{e for e in column if e < p.size} for column in best.columns]
    assert columns == [{p.index[i] for i in names} for names in (("a", "c"), ("b",), ("d", "e"))]


def test_zones_stay_whole() -> None:
    zones = [{"id": "z", "name": "Zone"}]
    spec = spec_of("a b c d e f", ["a>b", "b>c", "c>d", "d>e", "e>f"], zones=zones)
    for box in spec["boxes"][::2]:
        box["zone"] = "z"
    p = number(diagram_of(spec))
    _, best = run(p)[0]
    col, key = coded(p, best)
    found = estimate(p).read([col], [key]).terms
    assert found["torn"][0] == 0 and found["interleaved"][0] == 0


def test_with_many_boxes_nothing_outweighs_that_frames_stay_whole() -> None:
    weights = [estimate(ring(n)).measures.weights for n in (MANY, MANY + 1)]
    for term in ("torn", "interleaved"):
        assert weights[1][term] > max(
            v for name, v in weights[1].items() if name not in ("torn", "interleaved", "hints")
        )
        assert weights[1][term] > 2 * weights[0][term]


def test_the_zones_of_many_boxes_stay_whole_too() -> None:
    count, zones = 60, 10
    arrows = [f"b{i}>b{(7 * i + shift) % count}" for shift in (3, 14) for i in range(count) if (6 * i + shift) % count]
    spec = spec_of([f"b{i}" for i in range(count)], arrows)
    spec["zones"] = [{"id": f"z{z}", "name": f"Zone {z}"} for z in range(zones)]
    for i, box in enumerate(spec["boxes"]):
        box["zone"] = f"z{i % zones}"
    p, area = number(diagram_of(spec)), Rect(0, 0, 2400, 2400)
    budget = PopulationBudget(chains=16, steps=150, keep=30)
    (_, best), *_ = anneal(p, estimate(p, area), column_counts(p, area), 9, list(range(count)), 0, budget)
    col, key = coded(p, best)
    found = estimate(p, area).read([col], [key]).terms
    assert found["torn"][0] == 0 and found["interleaved"][0] == 0


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("a b | c d", "a b | d c"),  # crossings
        ("a b | c d", "c d | a b"),  # reading starts on the left
        ("a | c | b | d", "a | d | b | c"),  # what belongs together stands together
    ],
)
def test_what_is_better_costs_less(better: str, worse: str) -> None:
    p = problem("a b c d", ["a>c", "b>d"])
    assert cost(p, better) < cost(p, worse)


def test_arrows_between_two_pairs_cross_or_do_not() -> None:
    p = problem("a b c d", ["a>c", "b>d"])
    assert terms(p, "a b | c d")["crossings"][0] == 0
    assert terms(p, "a b | d c")["crossings"][0] == 1


def test_a_link_passes_where_it_cuts_no_vertical() -> None:
    p = problem("a b c d e", ["a>e", "b>c", "c>d"])
    found = terms(p, "a | b c d | e")
    assert found["straight"][0] == 2 and found["cut"][0] == 0


def test_what_does_not_fit_costs_more_and_strain_multiplies_it() -> None:
    p = problem("a b c d e f", ["a>b", "c>d", "e>f"])
    low, flat = "a b c | d e f", replace(AREA, h=180)
    assert cost(p, low, flat) > cost(p, low)
    col, key = coded(p, structure(p, low))
    assert estimate(p, flat, 2.0).costs([col], [key])[0] > estimate(p, flat).costs([col], [key])[0]


def test_sources_on_one_side_merge() -> None:
    p = problem("a b c d", ["a+b>c", "c>d"])
    assert terms(p, "a b | c | d")["unmerged"][0] == 0
    assert terms(p, "a | c | b d")["unmerged"][0] == 1


@pytest.mark.parametrize("boxes", ["a", "a b"])
def test_a_picture_of_one_or_two_boxes_has_an_arrangement(boxes: str) -> None:
    p = problem(boxes)
    assert run(p)


def test_an_arrow_from_a_box_to_itself_is_a_loop() -> None:
    p = problem("a", ["a>a"])
    assert terms(p, "a")["loops"][0] == 1
    assert run(p)[0][1].columns == [[0]]


@FEW
@given(arranged())
def test_a_greater_effort_steps_no_less_with_as_many_chains(made: tuple[Problem, Structure]) -> None:
    draft, normal, best = (population_budget(made[0], effort) for effort in ("draft", "normal", "best"))
    assert 0 < draft.steps <= normal.steps <= best.steps
    assert draft.chains == normal.chains == best.chains


def ring(boxes: int) -> Problem:
    return problem(" ".join(f"b{i}" for i in range(boxes)), [f"b{i}>b{(i * 7 + 1) % boxes}" for i in range(boxes)])


def test_in_a_larger_graph_a_greater_effort_steps_more() -> None:
    draft, normal, best = (population_budget(ring(12), effort) for effort in ("draft", "normal", "best"))
    assert draft.steps < normal.steps < best.steps


def test_larger_graphs_have_ever_fewer_chains_since_their_steps_cost_more() -> None:
    chains = [population_budget(ring(boxes), "normal").chains for boxes in (20, 60, 100, 200)]
    assert chains == sorted(chains, reverse=True) and chains[0] > chains[-1]


def test_a_search_over_many_boxes_steps_for_longer() -> None:
    few, many = (population_budget(ring(n), "normal") for n in (MANY, MANY + 1))
    assert many.chains * many.steps > 3 * few.chains * few.steps


def test_the_shares_of_the_moves_make_a_hundred() -> None:
    assert sum(share for _, share in MOVES) == 100


def test_numpy_is_not_imported_before_a_layout_needs_it() -> None:
    code = "import sys, oauthviz.layout.population; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
