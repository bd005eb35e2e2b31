"""Structure: what a set of columns means for every link, and what completing it promises."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings

from oauthviz.layout.arrangement import to_arrangement, to_structure
from oauthviz.layout.problem import Problem
from oauthviz.layout.structure import (
    ACROSS,
    LOOP,
    STRAIGHT,
    STRAIGHT_LANES,
    Structure,
    classify,
    complete,
)
from tests.layout.strategies import arranged
from tests.layout.support import problem, structure

QUICK = settings(max_examples=60, deadline=None, derandomize=True)


def passing(p: Problem, s: Structure) -> Counter[tuple[int, int]]:
    """(link, column) of everything in `s` that is no box, counted; without links that turn at their own ends."""
    column = {box: c for c, entries in enumerate(s.columns) for box in entries if box < p.size}
    found = Counter((e - p.size, c) for c, entries in enumerate(s.columns) for e in entries if e >= p.size)
    ends = {(link.index, column[box]) for link in p.links for box in (link.source, link.target)}
    return Counter({place: count for place, count in found.items() if place not in ends})


@QUICK
@given(arranged())
def test_completing_puts_each_passing_link_exactly_in_the_columns_between_its_ends(case: Any) -> None:
    p, s = case
    complete(p, s)
    column = {box: c for c, entries in enumerate(s.columns) for box in entries if box < p.size}
    wanted = Counter[tuple[int, int]]()
    for link in p.links:
        a, b = sorted((column[link.source], column[link.target]))
        wanted.update((link.index, c) for c in range(a + 1, b))
    assert passing(p, s) == wanted


@QUICK
@given(arranged())
def test_completing_leaves_every_box_where_it_was(case: Any) -> None:
    p, s = case
    before = [[e for e in entries if e < p.size] for entries in s.columns]
    complete(p, s)
    assert [[e for e in entries if e < p.size] for entries in s.columns] == before


@QUICK
@given(arranged())
def test_completing_twice_changes_nothing_more(case: Any) -> None:
    p, s = case
    complete(p, s)
    once = s.key()
    complete(p, s)
    assert s.key() == once


@QUICK
@given(arranged())
def test_classes_agree_with_the_columns(case: Any) -> None:
    p, s = case
    complete(p, s)
    classes = classify(p, s)
    lanes = Counter[tuple[int, int]]()
    for link in p.links:
        k = link.index
        kind, a, b = classes.kind[k], classes.first[k], classes.second[k]
        assert {a, b} == {link.source, link.target}
        if kind == ACROSS:
            assert classes.column[a] < classes.column[b]
            continue
        assert classes.column[a] == classes.column[b] and classes.position[a] <= classes.position[b]
        if kind == STRAIGHT:
            assert classes.position[b] == classes.position[a] + 1 and k not in s.bent
            lanes[a, b] += 1
        else:
            assert kind == LOOP
    assert all(count <= STRAIGHT_LANES for count in lanes.values())


@QUICK
@given(arranged())
def test_each_label_stands_in_a_gap_that_its_carrier_runs_through(case: Any) -> None:
    p, s = case
    complete(p, s)
    classes = classify(p, s)
    for e, own in enumerate(p.links_of):
        k, gap = classes.carrier[e], classes.label_gap[e]
        assert k in own
        a, b = classes.first[k], classes.second[k]
        if classes.kind[k] == STRAIGHT:
            assert gap == -1
        elif classes.kind[k] == LOOP:
            assert gap == classes.column[a] + (0 if k in s.left_loops else 1)
        else:
            assert classes.column[a] < gap <= classes.column[b]


@QUICK
@given(arranged())
def test_a_trunk_holds_two_or_more_links_of_one_side_of_its_target(case: Any) -> None:
    p, s = case
    complete(p, s)
    classes = classify(p, s)
    for e, own in enumerate(p.links_of):
        trunk = classes.merged[e]
        if not trunk:
            continue
        assert len(trunk) > 1 and set(trunk) <= set(own) and classes.carrier[e] == trunk[0]
        target = classes.column[p.links[own[0]].target]
        assert len({classes.column[p.links[k].source] < target for k in trunk}) == 1
        assert all(classes.kind[k] == ACROSS for k in trunk)


@pytest.mark.parametrize(
    ("columns", "kinds"),
    [
        ("a | b | c", [ACROSS, ACROSS, ACROSS]),
        ("a b c", [STRAIGHT, STRAIGHT, LOOP]),
        ("a c | b", [ACROSS, ACROSS, STRAIGHT]),
    ],
)
def test_links_are_across_columns_straight_between_neighbours_or_loops(columns: str, kinds: list[int]) -> None:
    p = problem("a b c", ["a>b", "b>c", "c>a"])
    assert classify(p, structure(p, columns)).kind == kinds


def test_an_arrow_to_its_own_box_is_a_loop() -> None:
    p = problem("a b", ["a>a"])
    assert classify(p, structure(p, "a | b")).kind == [LOOP]


def test_a_fourth_arrow_between_stacked_neighbours_is_a_loop() -> None:
    p = problem("a b", ["a>b", "b>a", "a>b", "b>a"])
    assert classify(p, structure(p, "a b")).kind == [STRAIGHT, STRAIGHT, STRAIGHT, LOOP]


def test_a_straight_link_that_is_bent_becomes_a_loop() -> None:
    p = problem("a b", ["a>b"])
    assert classify(p, structure(p, "a b", bent=frozenset({0}))).kind == [LOOP]


def test_the_sources_on_the_larger_side_share_the_trunk() -> None:
    p = problem("a b c t", ["a+b+c>t"])
    assert classify(p, structure(p, "a b | t | c")).merged == [(0, 1)]
    assert classify(p, structure(p, "a | t | b c")).merged == [(1, 2)]


def test_two_sources_on_two_sides_share_nothing() -> None:
    p = problem("a b t", ["a+b>t"])
    assert classify(p, structure(p, "a | t | b")).merged == [()]


def test_a_label_takes_the_gap_next_to_its_source_unless_another_is_wished() -> None:
    p = problem("a b c", ["a>c", "c>a"])
    assert classify(p, structure(p, "a | b | c")).label_gap == [1, 2]
    assert classify(p, structure(p, "a | b | c", label_gaps={0: 2, 1: 1})).label_gap == [2, 1]


def test_a_wish_for_a_gap_that_the_arrow_does_not_cross_is_passed_over() -> None:
    p = problem("a b c", ["a>b"])
    assert classify(p, structure(p, "a | b | c", label_gaps={0: 2})).label_gap == [1]


def test_a_missing_passing_link_is_put_level_with_its_ends() -> None:
    p = problem("a b c d e", ["a>e"])
    low = structure(p, "b a | c d | e")
    assert low.columns[1] == [p.index["c"], p.size, p.index["d"]]


def turned(p: Problem, middle: str) -> Structure:
    """Boxes a, b, d in columns of their own; the entries of b's column, with `~` for the link from a to b."""
    link = p.size + next(k.index for k in p.links if (k.source, k.target) == (p.index["a"], p.index["b"]))
    entries = [link if i == "~" else p.index[i] for i in middle.split() if i != "-"]
    passing = p.size + next(k.index for k in p.links if (k.source, k.target) == (p.index["a"], p.index["d"]))
    if "-" in middle.split():
        entries.insert(middle.split().index("-"), passing)
    return Structure([[p.index["a"]], entries, [p.index["d"]]])


@pytest.mark.parametrize(
    ("middle", "kept"), [("~ b - c", True), ("b ~ - c", True), ("b - ~ c", True), ("b - c ~", False)]
)
def test_a_turned_link_may_cross_what_passes_but_no_other_box(middle: str, kept: bool) -> None:
    p = problem("a b c d", ["a>b", "a>d", "c>d"])
    made = turned(p, middle)
    before = made.copy()
    complete(p, made)
    assert (made.columns == before.columns) == kept
    assert to_structure(p, to_arrangement(p, made)).columns == made.columns
