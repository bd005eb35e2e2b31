"""Twins: of structures that differ only in which arrow loops, one is named first, whichever of them is known."""

from __future__ import annotations

import itertools

from oauthviz.layout.structure import Structure
from oauthviz.layout.twins import MOST, steadier, twins
from tests.layout.support import problem, structure

THREE = problem("a b c", ["a>b", "b>a", "a>b", "b>c"])


def looping(*bent: int, left: tuple[int, ...] = ()) -> Structure:
    return structure(THREE, "a b | c", bent=frozenset(bent), left_loops=frozenset(left))


def test_all_twins_have_the_same_twins_in_the_same_order() -> None:
    keys = [[twin.key() for twin in twins(THREE, looping(k))] for k in range(3)]
    assert keys[0] == keys[1] == keys[2]
    assert len(set(keys[0])) == len(keys[0]) == 6  # three that may loop, on two sides


def test_they_loop_as_often_as_the_structure_that_they_are_twins_of() -> None:
    assert {len(twin.bent) for twin in twins(THREE, looping(0, 2))} == {2}
    assert [twin.key() for twin in twins(THREE, looping())] == [looping().key()]


def test_what_is_read_last_loops_first_and_on_the_right() -> None:
    first, *_, last = twins(THREE, looping(1))
    assert (first.bent, first.left_loops) == (frozenset({2}), frozenset())
    assert (last.bent, last.left_loops) == (frozenset({0}), frozenset({0}))


def test_steadier_ones_go_before_and_have_their_loops_on_the_same_sides() -> None:
    assert steadier(THREE, looping(2)) == []
    assert [sorted(twin.bent) for twin in steadier(THREE, looping(0))] == [[2], [1]]
    assert [sorted(twin.bent) for twin in steadier(THREE, looping(0, left=(0,)))] == [[2], [1]]
    assert all(len(twin.left_loops) == 1 for twin in steadier(THREE, looping(0, left=(0,))))


def test_a_column_full_of_loops_has_no_more_twins_than_can_be_looked_at() -> None:
    boxes = " ".join("abcdefghijkl")
    arrows = [f"{a}>{b}" for a, b in itertools.pairwise(boxes.split()) for _ in range(2)]
    p = problem(boxes, arrows)
    own = structure(p, boxes, bent=frozenset(range(0, len(arrows), 2)))
    assert own.key() in {twin.key() for twin in twins(p, own)}
    assert len(twins(p, own)) <= MOST


def test_many_arrows_between_two_boxes_are_left_alone() -> None:
    p = problem("a b", ["a>b"] * 5)
    own = structure(p, "a b", bent=frozenset({1}))
    assert [twin.key() for twin in twins(p, own)] == [own.key()]
