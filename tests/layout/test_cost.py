"""Cost: each term grows with what it charges, and none is ever below zero."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.layout.columns import channel_gaps
from oauthviz.layout.cost import (
    LONG_VERTICAL,
    SHORT_JOG,
    TINY_JOG,
    TINY_JOGS,
    WEIGHTS,
    avoidable,
    cost_terms,
    heroes_outside,
    price,
    weighted,
)
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.solution import Solution
from tests.layout.strategies import specs
from tests.layout.support import AREA, diagram_of, problem, solution, spec_of, structure
from tests.layout.test_placement import wandered

Case = tuple[Problem, Solution, Problem, Solution]

LONG_LABEL = "Authorization request: client_id, scope, redirect_uri, response_type=code, state and code_challenge"
ZONE = [{"id": "z", "name": "Zone"}]


def two(p: Problem, better: str, worse: str) -> Case:
    return p, solution(p, better), p, solution(p, worse)


def shifted(by: float) -> Case:
    """A level arrow, and the same arrow with its middle stretch moved by some px."""
    p = problem("a b", ["a>b"])
    good, bad = solution(p, "a | b"), solution(p, "a | b")
    bad.placement.item[0, 1] += by
    return p, good, p, bad


def swapped() -> Case:
    """Two level arrows, and the same two changing places in one gap, so that they must share a stretch."""
    p = problem("a b c d", ["a>c", "b>d"])
    good, bad = solution(p, "a b | c d"), solution(p, "a b | c d")
    item = bad.placement.item
    item[0, 1], item[1, 1] = item[1, 1], item[0, 1]
    bad.parts = channel_gaps(p, bad.structure, bad.classes, bad.sized, bad.placement, bad.gaps, bad.caps)
    return p, good, p, bad


def in_areas(p: Problem, columns: str, better: Rect, worse: Rect) -> Case:
    return p, solution(p, columns, better), p, solution(p, columns, worse)


@pytest.mark.parametrize("beyond", [-1.0, 0.0, 50.0])
def test_a_vertical_counts_as_length_from_where_it_is_much_longer_than_its_label_needs(beyond: float) -> None:
    p = problem("a b", ["a>b", "b>a"])
    solved = solution(p, "a b")
    top, bottom = list(solved.placement.top), solved.placement.bottom
    (block,) = solved.blocks.values()
    before = cost_terms(p, solved)["length"]
    top[1] = bottom[0] + block.height + LONG_VERTICAL + beyond
    moved = replace(solved, placement=replace(solved.placement, top=top))
    assert before == 0
    assert cost_terms(p, moved)["length"] == pytest.approx(2 * max(0.0, beyond))


def of_names(short: str, long: str) -> Case:
    cases = []
    for name in (short, long):
        boxes = [{"id": "a", "name": name}, {"id": "b", "name": "B"}]
        p = number(diagram_of({"title": "T", "boxes": boxes, "arrows": [{"from": "a", "to": "b", "label": "Go"}]}))
        cases += [p, solution(p, "a | b")]
    return cases[0], cases[1], cases[2], cases[3]  # type: ignore[return-value]


def sides(columns: str, link: int) -> Case:
    p = problem("a b c d", ["a>c", "a>d"])
    right, left = structure(p, columns), structure(p, columns, left_loops=frozenset({link}))
    return p, solution(p, right), p, solution(p, left)


def loop_in_the_way() -> Case:
    """A loop on the free side, and the same loop across the line that leaves between its ends."""
    p = problem("a b c d", ["a>c", "b>d"])
    left, right = structure(p, "a b c | d", left_loops=frozenset({0})), structure(p, "a b c | d")
    return p, solution(p, left), p, solution(p, right)


def many(better: str, worse: str) -> Case:
    return two(problem(" ".join(better.replace("|", " ").split())), better, worse)


def under_a_heading(name: str) -> Case:
    """A frame whose heading is short, and one whose heading is `name`; arrows pass the top of both."""
    cases: list[Any] = []
    for heading in ("In", name):
        boxes = [{"id": "a", "name": "Client"}, {"id": "b", "name": "Server", "zone": "z"}]
        zones = [{"id": "z", "name": heading}]
        arrows = [{"from": "a", "to": "b", "label": "Go"}, {"from": "b", "to": "a", "label": "Come"}]
        p = number(diagram_of({"title": "T", "zones": zones, "boxes": boxes, "arrows": arrows}))
        cases += [p, solution(p, "a b")]
    return cases[0], cases[1], cases[2], cases[3]


def staged(better: str, worse: str) -> Case:
    """A pipeline whose zones follow one another from a over b to c."""
    boxes = [{"id": i, "name": i.upper(), "zone": f"z{i}"} for i in "abc"]
    zones = [{"id": f"z{i}", "name": i} for i in "abc"]
    arrows = [{"from": "a", "to": "b"}, {"from": "b", "to": "c"}]
    spec = {"title": "T", "archetype": "pipeline", "zones": zones, "boxes": boxes, "arrows": arrows}
    return two(number(diagram_of(spec)), better, worse)


LONG_NAME = "Subscription Reconciliation Infrastructure"
STACKED = [{"from": a, "to": b, "label": LONG_LABEL} for a, b in ("ab", "ba", "ab")]
STORAGE = {"from": "a", "to": "s", "label": "Write", "kind": "storage"}


def wide() -> Case:
    boxes = [{"id": f"b{i}", "name": LONG_NAME} for i in range(8)]
    p = number(diagram_of({"title": "T", "boxes": boxes, "arrows": [{"from": "b0", "to": "b1", "label": "Go"}]}))
    return two(p, "b0 b2 b4 b6 | b1 b3 b5 b7", " | ".join(f"b{i}" for i in range(8)))


CASES: dict[str, Callable[[], Case]] = {
    "conflicts": swapped,
    "crossings": loop_in_the_way,
    "bends": lambda: two(problem("a b c d", ["a>c", "b>d"]), "a b | c d", "a b | d c"),
    "jogs": lambda: shifted(20.0),
    "length": lambda: two(problem("a b c", ["a>b"]), "a | b c", "a | c | b"),
    "loops": lambda: two(problem("a b c", ["a>c"]), "a c b", "a b c"),
    "outer_loops": lambda: sides("a b c | d", 0),
    "backwards": lambda: two(problem("a b", ["a>b"]), "a | b", "b | a"),
    "support_backwards": lambda: two(problem("a s", [STORAGE]), "a | s", "s | a"),
    "label_lines": lambda: in_areas(
        problem("a b", [{"from": "a", "to": "b", "label": LONG_LABEL}]), "a | b", AREA, replace(AREA, w=480)
    ),
    "text_lines": lambda: of_names("Bank", "Bank of the United Savings and Loans Associations"),
    "first_column": lambda: two(problem("a b", ["a>b"]), "a | b", "b | a"),
    "first_row": lambda: two(problem("a b", ["a>b"]), "a b", "b a"),
    "zone_columns": lambda: two(zoned(), "a b | c", "a | b c"),
    "giants": lambda: two(problem("h a b c d", ["h>a", "h>b", "h>c", "h>d"]), "h a b c d", "h | a b c d"),
    "unmerged": lambda: two(problem("a b t", ["a+b>t"]), "a b | t", "a | t | b"),
    "support_inside": lambda: two(problem("a b s", ["a>b", STORAGE]), "a | b | s", "a | s | b"),
    "hero_outside": lambda: two(with_hero("b"), "a | b c | d", "a b | c | d"),
    "reading_order": lambda: two(problem("a b c", ["a>b", "b>c", "c>a"]), "a | b | c", "b | a | c"),
    "spec_order": lambda: two(problem("a b c", ["a>b"]), "a c | b", "c a | b"),
    "headings": lambda: under_a_heading(LONG_NAME),
    "unused_width": lambda: two(problem("a b", ["a>b"]), "a | b", "a b"),
    "pipeline": lambda: staged("a | b | c", "b | a | c"),
    "uneven_columns": lambda: two(problem("a b c", STACKED), "a | b | c", "a b | c"),
    "thin_columns": lambda: two(problem("a b c d", ["a>b"]), "a c d | b", "a | b | c | d"),
    "overflow_x": wide,
    "overflow_y": lambda: many("p q r s t u v w | i j k l m n o", "p q r s t u v w i j k l m n o"),
    "misfit": lambda: many("p q r s t u v w | i j k l m n o", "p q r s t u v w i j k l m n o"),
    "hints": lambda: two(problem("a b", ["a>b"], layout={"columns": [["a"], ["b"]]}), "a | b", "b | a"),
}


def with_hero(hero: str) -> Problem:
    """Four boxes in a chain, of which the one is what the picture is about."""
    spec = spec_of("a b c d", ["a>b", "b>c", "c>d"])
    spec["boxes"] = [{**box, "hero": box["id"] == hero} for box in spec["boxes"]]
    return number(diagram_of(spec))


def zoned() -> Problem:
    boxes: list[dict[str, Any]] = [{"id": i, "name": i.upper(), "zone": "z"} for i in "ab"]
    boxes.append({"id": "c", "name": "C"})
    return number(diagram_of({"title": "T", "zones": ZONE, "boxes": boxes, "arrows": [{"from": "a", "to": "c"}]}))


def test_no_place_is_wrong_for_a_hero_where_reading_starts_or_between_two_columns() -> None:
    assert with_hero("a").heroes == () and len(with_hero("b").heroes) == 1
    assert [heroes_outside(with_hero("b"), [0, column, 1, 1], 2) for column in (0, 1)] == [0, 0]
    assert [heroes_outside(with_hero("b"), [0, column, 1, 2], 3) for column in (0, 1, 2)] == [1, 0, 1]


def test_every_term_has_a_case() -> None:
    assert set(CASES) == set(WEIGHTS)


@pytest.mark.parametrize("term", CASES)
def test_a_term_grows_with_what_it_charges(term: str) -> None:
    p, better, q, worse = CASES[term]()
    assert cost_terms(q, worse)[term] > cost_terms(p, better)[term]


@pytest.mark.parametrize("columns", ["a | c | b", "a b | c", "c | b | a"])
def test_every_stage_of_a_pipeline_out_of_its_place_is_charged(columns: str) -> None:
    p, straight, _, wrong = staged("a | b | c", columns)
    assert cost_terms(p, straight)["pipeline"] == 0
    assert cost_terms(p, wrong)["pipeline"] >= 1


def test_zones_stand_anywhere_in_other_archetypes() -> None:
    p = zoned()
    for columns in ("a b | c", "a | b c", "c | a b"):
        assert cost_terms(p, solution(p, columns))["pipeline"] == 0


@settings(max_examples=40, deadline=None, derandomize=True)
@given(specs(), st.integers(0, 999))
def test_no_term_is_negative_and_the_price_is_their_weighted_sum(spec: dict[str, Any], seed: int) -> None:
    p = number(diagram_of(spec))
    solved = wandered(p, seed)
    if solved is None:
        return
    terms = cost_terms(p, solved)
    assert list(terms) == list(WEIGHTS)
    assert all(value >= 0 for value in terms.values())
    assert price(p, solved) == pytest.approx(sum(WEIGHTS[name] * value for name, value in terms.items()))
    assert weighted(dict.fromkeys(WEIGHTS, 0.0)) == 0.0
    assert 0.0 <= avoidable(terms, solved) <= price(p, solved) + 1e-9


def test_a_tiny_jog_counts_as_several_short_ones() -> None:
    jogs = []
    for px in (SHORT_JOG + 1, SHORT_JOG - 1, TINY_JOG - 1):
        _, _, p, bad = shifted(px)
        jogs.append(cost_terms(p, bad)["jogs"])
    assert jogs == [0, 2, 2 * TINY_JOGS]


def test_a_loops_own_bends_cannot_be_avoided_and_a_jogs_can() -> None:
    p = problem("a b c", ["a>b", "b>c", "a>c"])
    loop = solution(p, "a b c")
    assert cost_terms(p, loop)["bends"] == 2 and avoidable(cost_terms(p, loop), loop) == 0.0
    _, _, p, bad = shifted(SHORT_JOG - 1)
    assert avoidable(cost_terms(p, bad), bad) == 4 * WEIGHTS["bends"] + 2 * WEIGHTS["jogs"]


def test_a_straight_row_costs_no_bends_crossings_or_jogs() -> None:
    p = problem("a b c", ["a>b", "b>c", "c>b"])
    terms = cost_terms(p, solution(p, "a | b | c"))
    assert [terms[t] for t in ("bends", "crossings", "conflicts", "jogs", "loops", "misfit")] == [0.0] * 6


@pytest.mark.parametrize(
    ("hints", "kept", "broken"),
    [
        ({"first": "b"}, "b | a c", "a | b c"),
        ({"same_column": [["a", "c"]]}, "a c | b", "a | b c"),
        ({"before": [["c", "a"]]}, "c | a b", "a | c b"),
        ({"before": [["a", "b", "c"]]}, "a | b | c", "a | c | b"),
    ],
)
def test_a_broken_hint_is_charged_and_a_kept_one_is_not(hints: dict[str, Any], kept: str, broken: str) -> None:
    p = problem("a b c", ["a>b"], layout=hints)
    assert cost_terms(p, solution(p, kept))["hints"] == 0
    assert cost_terms(p, solution(p, broken))["hints"] > 0


def test_support_is_what_only_storage_and_event_arrows_touch() -> None:
    p = problem("a b s q", ["a>b", STORAGE, {"from": "b", "to": "q", "kind": "event"}])
    assert set(p.support) == {p.index["s"], p.index["q"]}
