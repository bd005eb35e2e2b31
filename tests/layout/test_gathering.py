"""Gathering: frames' boxes that a search left torn apart come together, and nothing else moves."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.layout.gathering import gathered
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.solution import clusters_are_whole
from oauthviz.layout.structure import Structure, classify, complete
from tests.layout.support import diagram_of, problem, spec_of, structure

QUICK = settings(max_examples=60, deadline=None, derandomize=True)


def zoned(count: int, zones: int, nested: bool) -> Problem:
    """Boxes dealt out to zones in turns; every second zone may lie in the one before it."""
    spec: dict[str, Any] = spec_of([f"b{i}" for i in range(count)], [f"b{i}>b{i + 1}" for i in range(count - 1)])
    spec["zones"] = [{"id": f"z{z}", "name": f"Zone {z}"} for z in range(zones)]
    for z in range(1, zones, 2):
        spec["zones"][z] |= {"parent": f"z{z - 1}"} if nested else {}
    for i, box in enumerate(spec["boxes"]):
        box["zone"] = f"z{i % zones}"
    return number(diagram_of(spec))


def shuffled(p: Problem, columns: int, seed: int) -> Structure:
    """A structure that leaves each zone in one column and tears it apart there."""
    random = Random(seed)
    dealt: list[list[int]] = [[] for _ in range(columns)]
    for box in random.sample(range(p.size), p.size):
        outermost = max(p.clusters_of[box], key=lambda c: len(p.clusters[c].members))
        dealt[outermost % columns].append(box)
    found = Structure([column for column in dealt if column])
    complete(p, found)
    return found


@QUICK
@given(st.integers(4, 12), st.integers(2, 4), st.booleans(), st.integers(1, 3), st.integers(0, 99))
def test_torn_zones_are_whole_afterwards_and_boxes_keep_their_columns(
    count: int, zones: int, nested: bool, columns: int, seed: int
) -> None:
    p = zoned(count, zones, nested)
    torn = shuffled(p, columns, seed)
    found = gathered(p, torn)
    assert clusters_are_whole(p, found, classify(p, found))
    boxes = [[{e for e in entries if e < p.size} for entries in s.columns] for s in (torn, found)]
    assert boxes[0] == boxes[1]


def test_what_is_whole_stays_as_it_is() -> None:
    p = problem("a b c", ["a>b", "b>c"])
    given_one = structure(p, "a c | b")
    assert gathered(p, given_one) is given_one
