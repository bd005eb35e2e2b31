"""What is wrong, where, and what was probably meant."""

from __future__ import annotations

import re

import pytest

from oauthviz.core.diagnostics import SpecError
from oauthviz.spec.reading import spec_from_mapping
from tests.spec.help import BASE, refused, the_error


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("boxes: [{id: a, name: A}]\n", ("missing-key", 1, 1)),
        ("title: T\n", ("missing-key", 1, 1)),
        ("title: T\nboxes: []\n", ("no-boxes", 2, 8)),
        ("title: 5\nboxes: [{id: a, name: A}]\n", ("wrong-type", 1, 8)),
        ("title: '  '\nboxes: [{id: a, name: A}]\n", ("empty-text", 1, 8)),
        ("title:\nboxes: [{id: a, name: A}]\n", ("missing-value", 1, 1)),
        (BASE + "captoin: x\n", ("unknown-key", 3, 1)),
        (BASE + "archetype: pipelin\n", ("unknown-word", 3, 12)),
        (BASE + "badges: [step]\n", ("wrong-type", 3, 9)),
        (BASE + "oauthviz: 2\n", ("language-version", 3, 11)),
        (BASE + "oauthviz: true\n", ("wrong-type", 3, 11)),
        (BASE + "canvas: {width: wide}\n", ("wrong-type", 3, 17)),
        (BASE + "canvas: {background: '#fff'}\n", ("bad-colour", 3, 22)),
        (BASE + "canvas: {background: red}\n", ("bad-colour", 3, 22)),
        (BASE + "canvas: {height: 300, margin: 150}\n", ("out-of-range", 3, 31)),
        (BASE + "canvas: {margin: -1}\n", ("out-of-range", 3, 18)),
        (BASE + "lang: english!\n", ("bad-language", 3, 7)),
        (BASE + "boxen: []\n", ("unknown-key", 3, 1)),
        (BASE + "arrows: {from: a, to: b}\n", ("wrong-type", 3, 9)),
        (BASE + "arrows:\n- from: a\n  to: b\n  lable: x\n", ("unknown-key", 6, 3)),
        (BASE + "arrows:\n- from: a\n", ("missing-key", 4, 3)),
        (BASE + "arrows:\n- {from: [], to: b}\n", ("empty-list", 4, 10)),
        (BASE + "arrows:\n- {from: [a, a], to: b}\n", ("repeated", 4, 10)),
        (BASE + "arrows:\n- {from: [a, b], to: b}\n", ("own-target", 4, 22)),
        (BASE + "arrows:\n- {from: a, to: b, step: 1.5}\n", ("wrong-type", 4, 26)),
        (BASE + "arrows:\n- {from: a, to: b, step: 12345}\n", ("bad-number", 4, 26)),
        (BASE + "arrows:\n- {from: a, to: b, protocol: [A, 5]}\n", ("wrong-type", 4, 34)),
        (BASE + "arrows:\n- {from: a, to: b, method: FETCH}\n", ("unknown-word", 4, 28)),
        (BASE + "arrows:\n- {from: a, to: b, params: 5}\n", ("wrong-type", 4, 28)),
        (BASE + "arrows:\n- {from: a, to: b, params: [x, x]}\n", ("repeated", 4, 28)),
        (BASE + "legend: a text\n", ("wrong-type", 3, 9)),
        (BASE + "legend: [one, 2]\n", ("wrong-type", 3, 15)),
        (BASE + "legend: [one, {txt: two}]\n", ("missing-key", 3, 15)),
        (BASE + "layout: {seed: -1}\n", ("out-of-range", 3, 16)),
        (BASE + "layout: {first: [a]}\n", ("wrong-type", 3, 17)),
        (BASE + "lint: {ignore: [{rule: OA05}]}\n", ("missing-key", 3, 17)),
        (BASE + "lint: {ignore: [{rule: five, reason: x}]}\n", ("bad-rule", 3, 24)),
        ("title: T\nboxes: [{id: a b, name: A}]\n", ("bad-id", 2, 14)),
        ("title: T\nboxes: [{id: ../a, name: A}]\n", ("bad-id", 2, 14)),
        ("title: T\nboxes: [{id: a, name: A, icon: ../../etc/passwd}]\n", ("bad-icon-name", 2, 32)),
        ("title: T\nboxes: [{id: a, name: A, hero: yes}]\n", ("wrong-type", 2, 32)),
    ],
)
def test_each_mistake_is_found_where_it_stands(text: str, expected: tuple[str, int, int]) -> None:
    found = [(one.code, one.position.line, one.position.column) for one in refused(text) if one.position]
    assert expected in found
    assert len(found) <= 2


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        (BASE + "captoin: x\n", "caption"),
        (BASE + "archetype: handshke\n", "handshake"),
        (BASE + "arrows: [{from: a, to: b, form: a}]\n", "from"),
        (BASE + "arrows: [{from: a, to: b, kind: Token}]\n", "token"),
        (BASE + "canvas: {widht: 500}\n", "width"),
        (BASE + "legend: {titel: x, items: [y]}\n", "title"),
        (BASE + "legend: [{text: x, arrow: a1}]\n", "arrows"),
        (BASE + "layout: {colums: [[a]]}\n", "columns"),
        (BASE + "lint: {profile: device-code}\n", "device"),
        (BASE + "lint: {ignore: [{rule: OA05, reason: x, reson: y}]}\n", "reason"),
        ("title: T\nboxes: [{id: browser, name: A, kind: [client, user_agent]}]\n", "user-agent"),
        ("title: T\nboxes: [{id: browser, name: A}]\narrows: [{from: browzer, to: browser}]\n", "browser"),
    ],
)
def test_a_near_miss_is_guessed(text: str, guess: str) -> None:
    [found] = refused(text)
    assert found.help == f"did you mean '{guess}'?"


def test_a_far_miss_lists_what_there_is() -> None:
    [found] = refused(BASE + "projection: xyz\n")
    assert found.help == "there is: flat, isometric"


def test_all_errors_are_reported_together_in_the_order_of_the_file() -> None:
    text = (
        "title: 5\nboxes:\n- {id: a, nme: A}\n- {id: a, name: B, kind: clint}\n"
        'arrows:\n- {from: a, to: c}\n- {from: a, to: a, label: "\\u202e"}\ncaption: .nan\n'
    )
    found = refused(text)
    assert [one.code for one in found] == [
        "wrong-type", "missing-key", "unknown-key", "repeated-id", "unknown-word", "unknown-id", "bidi-override",
        "bad-number",
    ]  # fmt: skip
    places = [one.position for one in found]
    assert places == sorted(p for p in places if p is not None)


def test_one_mistake_gives_one_error() -> None:
    assert the_error("title: .nan\nboxes: [{id: a, name: A}]\n")[0] == "bad-number"
    assert the_error("title:\nboxes: [{id: a, name: A}]\n")[0] == "missing-value"


def test_no_message_speaks_of_the_machinery() -> None:
    text = "title: {}\nboxes: [5, {id: [], name: 1, kind: 2, hero: x}]\narrows: 1\nlegend: 2\ncanvas: 3\nlayout: []\n"
    words = "\n".join(str(found) for found in refused(text))
    assert not re.search(r"pydantic|http|input_value|tuple|dict|\bstr\b|Input should|None", words)


def test_a_value_lost_to_a_comment_is_explained() -> None:
    [found] = refused(BASE + "canvas: {margin: 10}\ncaption: #fbfaf7\n")
    assert found.code == "missing-value"
    assert found.help is not None and "'#fbfaf7'" in found.help


def test_a_number_where_a_text_is_wanted_is_told_to_be_quoted() -> None:
    [found] = refused(BASE + "caption: 404\n")
    assert found.help == "put it in quotes to mean a text"


def test_an_error_reads_as_file_line_column_code_and_message() -> None:
    [found] = refused(BASE + "arrows:\n- {from: a, to: c}\n")
    assert str(found) == "f.yaml:4:17: unknown-id: arrow 1: 'to': there is no box 'c'\n    there is: a, b"


def test_a_spec_made_in_python_has_the_same_errors_without_places() -> None:
    with pytest.raises(SpecError) as caught:
        spec_from_mapping({"title": "T", "boxes": [{"id": "a", "name": "A", "kind": "clint", "hero": {1}}]}, name="n")
    assert [(one.code, one.position) for one in caught.value.diagnostics] == [
        ("wrong-type", None),
        ("unknown-word", None),
    ]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.0, 10**20])
def test_numbers_made_in_python_are_checked_too(value: float) -> None:
    with pytest.raises(SpecError, match="bad-number"):
        spec_from_mapping({"title": "T", "boxes": [{"id": "a", "name": "A"}], "canvas": {"width": value}}, name="n")
