"""Sweeping: boxes stay in their columns and blocks in one piece, and neighbours come to like heights."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.layout.problem import number
from oauthviz.layout.sweeping import swept
from tests.layout.strategies import specs
from tests.layout.support import diagram_of, problem


@settings(max_examples=60, deadline=None, derandomize=True)
@given(specs(), st.data())
def test_keys_are_an_order_that_keeps_columns_and_blocks_together(spec: dict[str, Any], data: st.DataObject) -> None:
    p = number(diagram_of(spec))
    col = [data.draw(st.integers(0, 2)) for _ in range(p.size)]
    block = [data.draw(st.integers(0, p.size - 1)) for _ in range(p.size)]
    key = swept(p, col, list(data.draw(st.permutations(range(p.size)))), block)
    assert sorted(key) == list(range(p.size))
    ordered = sorted(range(p.size), key=lambda box: key[box])
    assert [col[box] for box in ordered] == sorted(col)
    pieces = [place for place, _ in groupby(ordered, key=lambda box: (col[box], block[box]))]
    assert len(pieces) == len(set(pieces))


def test_neighbours_come_to_like_heights() -> None:
    p = problem("a b c x y z", ["a>x", "b>y", "c>z"])
    col = [0, 0, 0, 1, 1, 1]
    key = swept(p, col, [0, 1, 2, 5, 4, 3], list(range(p.size)))
    left, right = sorted(range(3), key=lambda b: key[b]), sorted(range(3, 6), key=lambda b: key[b])
    assert [box + 3 for box in left] == right
