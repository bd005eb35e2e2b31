"""Twins: of structures that differ only in which arrow loops, one is named first, whichever of them is known."""

from __future__ import annotations

import itertools

from oauthviz.layout.desk import Desk
from oauthviz.layout.structure import Structure
from oauthviz.layout.twins import MOST, simpler, steadier, twins
from tests.layout.support import diagram, metrics, problem, structure, typesetter

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


def test_a_loop_goes_where_its_arrow_finds_room_between_the_boxes() -> None:
    at = Desk(diagram("a b c", ["a>b", "b>a", "b>c"]), metrics(), typesetter())
    own = structure(at.problem, "a b | c", bent=frozenset({1}))
    ground = at.ground(at.likely_level)
    (found,) = simpler(ground, own)
    assert found.key() == structure(at.problem, "a b | c").key()
    assert simpler(ground, found) == []


def test_a_loop_stays_where_it_would_cost_much_to_straighten_it() -> None:
    label = "Authorization request: client_id, scope, state, redirect_uri"
    arrows = [{"from": a, "to": b, "label": label} for a, b in ("ab", "ab", "ab", "bc", "cd")]
    at = Desk(diagram("a b c d", arrows), metrics(), typesetter())
    own = structure(at.problem, "a b | c | d", bent=frozenset({2}))
    assert simpler(at.ground(at.likely_level), own) == []
