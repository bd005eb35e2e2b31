"""Rows 1 and 2 of what the program survives: bombs, tags, nesting, and YAML 1.1's surprises."""

from __future__ import annotations

import json

import pytest

from oauthviz.core.diagnostics import Position
from oauthviz.spec.reading import read_spec
from tests.spec.help import BASE, refused, the_error

ALIAS_BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGE_BOMB = "x0: {k: v}\n" + "".join(f"x{i + 1}: {{<<: [{{}}, {{}}]}}\n" for i in range(20))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ALIAS_BOMB, ("anchor", 1, 4)),
        (MERGE_BOMB, ("merge-key", 2, 6)),
        ("a: &a [*a]\n", ("anchor", 1, 4)),
        ("title: T\nboxes: *here\n", ("alias", 2, 8)),
        ("title: !!python/object/apply:os.system [echo]\n", ("tag", 1, 8)),
        ("title: !!str T\n", ("tag", 1, 8)),
        ("title: ! T\n", ("tag", 1, 8)),
        ("!!map {title: T}\n", ("tag", 1, 1)),
        ("title: T\n<<: {a: b}\n", ("merge-key", 2, 1)),
    ],
)
def test_what_the_language_does_not_have_is_refused_where_it_first_stands(
    text: str, expected: tuple[str, int, int]
) -> None:
    assert the_error(text) == expected


def test_a_quoted_merge_key_is_a_key_like_any_other() -> None:
    assert the_error(BASE + '"<<": {a: b}\n')[0] == "unknown-key"


@pytest.mark.parametrize("unit", ["[", "- ", "? ", "{a: ", "{? "])
@pytest.mark.parametrize("depth", [3_000, 100_000])
def test_bottomless_nesting_is_refused_with_a_place(unit: str, depth: int) -> None:
    text = "title: T\nboxes:\n  " + unit * min(depth, 250_000 // len(unit))
    # the mapping of the spec is a level too, so the 500th of these is one too many
    assert the_error(text) == ("runaway-nesting", 3, 3 + 499 * len(unit))


def test_nesting_is_counted_whether_or_not_it_is_closed() -> None:
    assert the_error("a: " + "[" * 3_000 + "]" * 3_000)[:2] == ("runaway-nesting", 1)
    assert the_error("a: " + "[" * 32 + "]" * 32, 4) == ("too-deep", 1, 4 + 31)
    assert "too-deep" not in {found.code for found in refused("a: " + "[" * 31 + "]" * 31)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("empty-spec", 1, 1)),
        ("# nothing\n\n", ("empty-spec", 1, 1)),
        ("---\n", ("empty-spec", 2, 1)),
        ("null\n", ("empty-spec", 1, 1)),
        ("\n\n[1, 2]\n", ("wrong-type", 3, 1)),
        ("just words\n", ("wrong-type", 1, 1)),
        ("title: T\n---\ntitle: U\n", ("several-documents", 2, 1)),
        (BASE + "title: U\n", ("duplicate-key", 3, 1)),
        (BASE + "canvas: {width: 500, margin: 3, width: 600}\n", ("duplicate-key", 3, 33)),
        (BASE + "? [a]\n: b\n", ("complex-key", 3, 3)),
        (BASE + 'caption: "\\U00110000"\n', ("bad-escape", 3, 11)),
        (BASE + "caption: 'never closed\n", ("yaml-syntax", 3, 10)),
        (BASE + "caption: a: b\n", ("yaml-syntax", 3, 11)),
        (BASE + "caption:\n\tx: y\n", ("yaml-syntax", 4, 1)),
        (BASE + "caption: @home\n", ("yaml-syntax", 3, 10)),
    ],
)
def test_what_cannot_be_read_is_refused_where_it_stands(text: str, expected: tuple[str, int, int]) -> None:
    assert the_error(text) == expected


def test_the_second_of_two_equal_keys_names_the_place_of_the_first() -> None:
    [found] = refused(BASE + "title: U\n")
    assert "line 1, column 1" in found.message


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"title: \xff\n", 1, 8),
        ("title: T\ncaption: né ".encode() + b"\xc3(\n", 2, 13),
        (b"title: T\r\ncaption: \xed\xa0\x80\r\n", 2, 10),
        (b"\xef\xbb\xbftitle: \x80", 1, 8),
        ("title: T".encode("utf-16"), 1, 1),
    ],
)
def test_a_byte_that_is_not_utf_8_is_named_with_its_place(data: bytes, line: int, column: int) -> None:
    assert the_error(data) == ("bad-utf-8", line, column)


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "y", "22:22", "010", "0x1F", "0o17", "2026-99-99", "1_000"])
def test_words_that_yaml_1_1_misreads_are_texts(word: str) -> None:
    assert read_spec(BASE + f"caption: {word}\n").spec.caption == word
    assert read_spec(BASE.replace("A}", f"{word}}}")).spec.boxes[0].name == word


def test_on_is_a_key() -> None:
    assert read_spec(BASE + "callouts:\n- on: a\n  text: x\n").spec.callouts[0].on == "a"


@pytest.mark.parametrize(
    "word",
    [
        ".nan", ".NaN", ".inf", "-.inf", "+.INF", "1e999", "-1e999", "-0", "-0.0", "9" * 16, "-" + "9" * 5_000,
        "0." + "1" * 40,
    ],
)  # fmt: skip
def test_a_number_that_nothing_can_use_is_refused(word: str) -> None:
    assert the_error(BASE + f"canvas: {{width: {word}}}\n") == ("bad-number", 3, 17)
    assert the_error(BASE + f"caption: {word}\n") == ("bad-number", 3, 10)


@pytest.mark.parametrize("word", ["0", "0.0", "199.9", "8193", "1e308", "-5", "-1e308"])
def test_a_side_out_of_bounds_is_refused(word: str) -> None:
    assert the_error(BASE + f"canvas: {{height: {word}}}\n") == ("out-of-range", 3, 18)


def test_sides_at_their_bounds_pass() -> None:
    canvas = read_spec(BASE + "canvas: {width: 200, height: 8192.0, margin: 99.5}\n").spec.canvas
    assert (canvas.width, canvas.height, canvas.margin) == (200, 8192, 99.5)


def test_a_byte_order_mark_is_passed_over() -> None:
    assert the_error(b"\xef\xbb\xbf" + BASE.encode() + b"x: y\n") == ("unknown-key", 3, 1)


def test_json_is_read_by_the_same_road() -> None:
    data = {"title": "T", "boxes": [{"id": "a", "name": "no", "hero": True}], "canvas": {"width": 500.5}}
    for indent in (None, 1, "\t"):
        assert read_spec(json.dumps(data, indent=indent)).spec == read_spec(json.dumps(data)).spec


def test_json_escapes_of_an_emoji_are_one_character_and_positions_are_those_of_the_file() -> None:
    text = json.dumps(
        {"title": "Sign in 🔑🔑 now", "boxes": [{"id": "a", "name": "back\\ud83d\\ude00slash"}], "x": "🔑"}
    )
    assert "\\ud83d\\udd11" in text
    assert the_error(text) == ("unknown-key", 1, text.index('"x"') + 1)
    spec = read_spec(text.replace(', "x"', ', "caption"')).spec
    assert (spec.title, spec.boxes[0].name, spec.caption) == ("Sign in 🔑🔑 now", "back\\ud83d\\ude00slash", "🔑")


def test_positions_count_characters() -> None:
    loaded = read_spec("title: é日😀\nboxes: [{id: a, name: '😀', role: x}]\n")
    assert loaded.positions["boxes", 0, "role"] == Position(2, 34)
