"""Ids, references, nesting and hints: what no single key shows."""

from __future__ import annotations

import pytest

from oauthviz.spec.reading import read_spec
from tests.spec.help import BASE, refused, the_error

ZONED = "title: T\nboxes: [{id: a, name: A, zone: z}]\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: T\nboxes: [{id: a, name: A}, {id: a, name: B}]\n", ("repeated-id", 2, 32)),
        (ZONED + "zones: [{id: z, name: Z}, {id: z, name: Y}]\n", ("repeated-id", 3, 32)),
        (BASE + "arrows: [{from: a, to: b, id: x}, {from: b, to: a, id: x}]\n", ("repeated-id", 3, 56)),
        (BASE + "arrows: [{from: a, to: b, id: a2}, {from: b, to: a}]\n", ("repeated-id", 3, 36)),
        (ZONED, ("unknown-id", 2, 32)),
        (ZONED + "zones: [{id: z, name: Z, parent: y}]\n", ("unknown-id", 3, 34)),
        (BASE + "boundaries: [{around: [a, c]}]\n", ("unknown-id", 3, 27)),
        (BASE + "arrows: [{from: [a, c], to: b}]\n", ("unknown-id", 3, 21)),
        (BASE + "arrows: [{from: a, to: c}]\n", ("unknown-id", 3, 24)),
        (BASE + "callouts: [{on: c, text: x}]\n", ("unknown-id", 3, 17)),
        (BASE + "legend: [{text: x, arrows: [a9]}]\n", ("unknown-id", 3, 29)),
        (BASE + "legend: {items: [{text: x, arrows: a9}]}\n", ("unknown-id", 3, 36)),
        (BASE + "layout: {columns: [[a], [c]]}\n", ("unknown-id", 3, 26)),
        (BASE + "layout: {first: c}\n", ("unknown-id", 3, 17)),
        (BASE + "layout: {same_column: [a, c]}\n", ("unknown-id", 3, 27)),
        (BASE + "layout: {before: [[a, c]]}\n", ("unknown-id", 3, 23)),
        (BASE + "layout: {columns: [[a], [b, a]]}\n", ("repeated", 3, 29)),
        (BASE + "layout: {before: [[a, b], [b, a]]}\n", ("contradiction", 3, 27)),
        (BASE + "zones: [{id: z, name: Z}]\n", ("empty-zone", 3, 9)),
        (
            "title: T\nboxes: [{id: a1, name: A}]\narrows: [{from: a1, to: a1}]\ncallouts: [{on: a1, text: x}]\n",
            ("ambiguous-id", 4, 17),
        ),
    ],
)
def test_what_does_not_fit_together_is_found_where_it_stands(text: str, expected: tuple[str, int, int]) -> None:
    assert the_error(text) == expected


def test_zones_that_lie_in_each_other_are_one_error() -> None:
    zones = "zones: [{id: z, name: Z, parent: y}, {id: y, name: Y, parent: x}, {id: x, name: X, parent: y}]\n"
    [found] = refused(ZONED + zones)
    assert found.code == "zone-cycle"
    assert "'y' in 'x' in 'y'" in found.message


def test_a_zone_in_itself_is_a_cycle() -> None:
    assert the_error(ZONED + "zones: [{id: z, name: Z, parent: z}]\n") == ("zone-cycle", 3, 34)


def test_a_zone_is_filled_by_the_boxes_of_zones_inside_it() -> None:
    assert read_spec(ZONED + "zones: [{id: y, name: Y}, {id: z, name: Z, parent: y}]\n").spec.zones[0].parent is None


def test_an_id_of_another_sort_is_said_to_be_one() -> None:
    [found] = refused(ZONED + "zones: [{id: z, name: Z}]\narrows: [{from: a, to: z}]\n")
    assert "'z' is a zone" in found.message


def test_boxes_zones_and_arrows_may_share_a_name() -> None:
    read_spec(
        "title: T\nboxes: [{id: x, name: X, zone: x}]\nzones: [{id: x, name: X}]\narrows: [{from: x, to: x, id: x}]\n"
    )


def test_chains_without_a_circle_do_not_contradict() -> None:
    text = "title: T\nboxes: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]\n"
    before = read_spec(text + "layout: {before: [[a, b, c], [a, c]]}\n").spec.layout.before
    assert before == (("a", "b", "c"), ("a", "c"))
    assert the_error(text + "layout: {before: [[a, b], [c, a], [b, c]]}\n")[0] == "contradiction"
