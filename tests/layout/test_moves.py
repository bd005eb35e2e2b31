"""Moves: every neighbour of a structure is a structure."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.layout.moves import hinted_structure, neighbour
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.structure import Structure
from tests.layout.strategies import specs
from tests.layout.support import diagram_of, problem, started, structure

QUICK = settings(max_examples=60, deadline=None, derandomize=True)
MOST = 5


def whole(p: Problem, s: Structure) -> None:
    """Each box once, no empty column, each passing link once in each column between its ends.

    Elsewhere a link stands only where it turns: in an end's own column, with none but that box's turned links and
    links that pass between.
    """
    boxes = [e for entries in s.columns for e in entries if e < p.size]
    assert sorted(boxes) == list(range(p.size))
    assert all(any(e < p.size for e in entries) for entries in s.columns)
    column = {box: c for c, entries in enumerate(s.columns) for box in entries if box < p.size}
    found = Counter((e - p.size, c) for c, entries in enumerate(s.columns) for e in entries if e >= p.size)
    wanted = Counter[tuple[int, int]]()
    for link in p.links:
        a, b = sorted((column[link.source], column[link.target]))
        wanted.update((link.index, c) for c in range(a + 1, b))
    turned = found - wanted
    assert wanted <= found and max(turned.values(), default=1) == 1
    for k, c in turned:
        link = p.links[k]
        (box,) = [b for b in (link.source, link.target) if column[b] == c]
        entries = s.columns[c]
        low, high = sorted((entries.index(box), entries.index(p.size + k)))
        assert all(e == box or e >= p.size for e in entries[low:high])
        between = [p.links[e - p.size] for e in entries[low:high] if e != box]
        assert all(box in (other.source, other.target) or (other.index, c) in wanted for other in between)


@QUICK
@given(specs(), st.integers(1, 4), st.integers(0, 1000))
def test_a_start_is_whole(spec: dict[str, Any], count: int, seed: int) -> None:
    p = number(diagram_of(spec))
    s = started(p, count, seed)
    whole(p, s)
    assert len(s.columns) <= count


@QUICK
@given(specs(), st.integers(1, 4), st.integers(0, 1000))
def test_every_neighbour_is_whole_and_leaves_its_origin_alone(spec: dict[str, Any], count: int, seed: int) -> None:
    p = number(diagram_of(spec))
    random = Random(seed)
    s = started(p, count, seed)
    for _ in range(60):
        before = s.key()
        other = neighbour(p, s, random, MOST)
        assert s.key() == before
        if other is not None:
            whole(p, other)
            s = other


@QUICK
@given(specs(), st.integers(0, 1000))
def test_no_walk_makes_more_columns_than_allowed(spec: dict[str, Any], seed: int) -> None:
    p = number(diagram_of(spec))
    random = Random(seed)
    s = started(p, 2, seed)
    for _ in range(60):
        s = neighbour(p, s, random, 3) or s
        assert len(s.columns) <= 3


@settings(max_examples=15, deadline=None, derandomize=True)
@given(specs(), st.integers(0, 1000))
def test_the_same_seed_walks_the_same_way(spec: dict[str, Any], seed: int) -> None:
    walks = []
    for _ in range(2):
        p = number(diagram_of(spec))
        random = Random(seed)
        s = started(p, 3, seed)
        for _ in range(40):
            s = neighbour(p, s, random, MOST) or s
        walks.append(s.key())
    assert walks[0] == walks[1]


def test_a_walk_reaches_every_order_of_a_small_diagram() -> None:
    p = problem("a b c", ["a>b", "b>c"])
    random = Random(5)
    s = structure(p, "a | b | c")
    seen = set()
    for _ in range(3000):
        s = neighbour(p, s, random, 3) or s
        seen.add(tuple(tuple(e for e in entries if e < p.size) for entries in s.columns))
    one, two, three = 6, 12, 6  # orders of three boxes in one, two and three columns
    assert len(seen) == one + two + three


def test_hinted_columns_are_taken_and_the_rest_joins_the_last() -> None:
    p = problem("a b c d", ["a>b"], layout={"columns": [["c"], ["a", "d"]]})
    s = hinted_structure(p)
    assert s is not None
    assert s.columns == [[p.index["c"]], [p.index["a"], p.index["d"], p.index["b"]]]


def test_without_hints_there_is_no_hinted_start() -> None:
    assert hinted_structure(problem("a b", ["a>b"])) is None
