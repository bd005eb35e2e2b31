"""Arrangements: read back as they were printed, by the layout as by a reader of JSON, and refused with a reason."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from oauthviz.core.diagnostics import FitError, LimitError, SpecError, UsageError
from oauthviz.layout.arrangement import to_arrangement, to_structure
from oauthviz.layout.check.properties import layout_properties
from oauthviz.layout.engine import arrange, lay_out
from oauthviz.layout.model import Arrangement, Layout
from oauthviz.layout.problem import number
from oauthviz.layout.reading import MAX_BYTES, arrangement_of, read_arrangement
from oauthviz.layout.serialise import arrangement_json, arrangement_text, layout_text
from oauthviz.layout.structure import classify, complete
from oauthviz.theme.reference import REFERENCE
from tests.layout.strategies import arranged
from tests.layout.support import diagram, laid_out, metrics, problem, typesetter

QUICK = settings(max_examples=60, deadline=None, derandomize=True)
FEW = settings(max_examples=20, deadline=None, derandomize=True)

IDS = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,20}(>[1-9])?", fullmatch=True)
st.register_type_strategy(str, IDS)
ARRANGEMENTS = st.builds(Arrangement)
"""Any values of the fields' types, whether a spec goes with them or not."""

ARROWS = ["a>b", "b>c", "c>d", "d>a", "a>c", "b>b"]
WHOLE = Arrangement((("a", "b"), ("a5>1",), ("c", "d")), (("a6>1", "left"),), (("a1", 1), ("a5", 2)))


@QUICK
@given(arranged())
def test_an_arrangement_says_all_that_it_takes_to_read_the_structure_back(case: Any) -> None:
    p, s = case
    complete(p, s)
    arrangement = to_arrangement(p, s)
    read_back = to_structure(p, arrangement)
    assert read_back.columns == s.columns
    assert to_arrangement(p, read_back) == arrangement
    assert classify(p, read_back) == classify(p, s)


@QUICK
@given(ARRANGEMENTS)
def test_every_arrangement_is_read_back_from_its_text_as_it_was(arrangement: Arrangement) -> None:
    assert read_arrangement(arrangement_text(arrangement), "a.json") == arrangement
    assert arrangement_of(arrangement_json(arrangement)) == arrangement


def test_the_arrangement_of_a_printed_layout_can_be_read() -> None:
    layout = laid_out(diagram("a b c d", ARROWS))
    assert read_arrangement(layout_text(layout), "flow.json") == layout.arrangement


def test_a_layout_is_in_the_arrangement_that_it_was_given() -> None:
    d = diagram("a b c d", ARROWS)
    found = arrange(d, REFERENCE, typesetter(), effort="draft")
    layout = lay_out(d, metrics(), typesetter(), arrangement=found)
    assert layout.arrangement == found
    assert layout == lay_out(d, metrics(), typesetter(), effort="draft")


def test_an_arrow_that_came_later_is_put_into_the_arrangement() -> None:
    arrangement = laid_out(diagram("a b c d", ARROWS)).arrangement
    later = number(diagram("a b c d", [*ARROWS, "d>b"]))
    boxes = [[i for i in column if ">" not in i] for column in arrangement.columns]
    again = to_arrangement(later, to_structure(later, arrangement))
    assert [[i for i in column if ">" not in i] for column in again.columns] == boxes


def test_what_arrows_that_are_gone_had_is_left_out() -> None:
    fewer = problem("a b c d", ARROWS[:4])
    again = to_arrangement(fewer, to_structure(fewer, WHOLE))
    assert again.columns == (("a", "b"), ("c", "d"))


@pytest.mark.parametrize(
    ("change", "message", "help"),
    [
        ({"columns": (("a", "b"), ("c",))}, "box 'd' is missing", "oauthviz layout"),
        ({"columns": (("a", "b"), ("c", "d", "a"))}, "box 'a' stands twice", "oauthviz layout"),
        ({"columns": (("a", "b"), ("c", "d", "door"))}, "box 'door' is not in the spec", "oauthviz layout"),
        ({"columns": (("a", "b"), ("a5>1", "a5>1"), ("c", "d"))}, "'a5>1' stands twice in one column", "oauthviz"),
        ({"sides": (("a6>1", "lefft"),)}, "'a6>1' has the side 'lefft'", "left and right"),
    ],
)
def test_an_arrangement_of_another_spec_is_refused_with_the_reason(
    change: dict[str, Any], message: str, help: str
) -> None:
    with pytest.raises(UsageError) as caught:
        to_structure(problem("a b c d", ARROWS), replace(WHOLE, **change))
    assert message in str(caught.value) and help in str(caught.value)


def test_a_box_that_is_nearly_named_is_suggested() -> None:
    with pytest.raises(UsageError, match="did you mean 'browser'"):
        to_structure(problem("browser app", ["browser>app"]), Arrangement((("browsr", "app"),)))


@st.composite
def dealt(draw: st.DrawFn) -> Arrangement:
    """Four boxes and the branches of their arrows in any columns, any sides and any gaps."""
    items = draw(st.permutations([*"abcd", *draw(st.sets(st.sampled_from([f"a{n}>1" for n in range(1, 8)])))]))
    cuts = draw(st.sets(st.integers(1, len(items) - 1), max_size=4))
    bounds = [0, *sorted(cuts), len(items)]
    columns = tuple(tuple(items[i:j]) for i, j in pairwise(bounds))
    link, side, arrow = (st.sampled_from(x) for x in (["a1>1", "a6>1", "a9>1"], ["left", "right"], ["a1", "a5", "a9"]))
    sides, gaps = st.lists(st.tuples(link, side)), st.lists(st.tuples(arrow, st.integers(-9, 10**9)))
    return Arrangement(columns, tuple(draw(sides)), tuple(draw(gaps)))


@FEW
@given(dealt())
def test_whatever_is_pinned_there_is_a_layout_or_a_refusal(arrangement: Arrangement) -> None:
    try:
        d = diagram("a b c d", ARROWS)
        layout = lay_out(d, metrics(), typesetter(), arrangement=arrangement, allow_broken=True)
    except FitError as error:
        assert error.diagnostics
    else:
        assert isinstance(layout, Layout)
        assert layout_properties(layout) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.json:1:1: bad-json"),
        ('{"columns": [["a"],\n ["b"]', "x.json:2:7: bad-json"),
        ("[[]]", "not a list"),
        ("7", "not the number 7"),
        ("{}", "needs the key 'columns'"),
        ('{"colums": []}', "did you mean 'columns'?"),
        ('{"arangement": {}}', "did you mean 'arrangement'?"),
        ('{"arrangement": {"columns": []}, "boxs": []}', "did you mean 'boxes'?"),
        ('{"arrangement": null}', "not nothing"),
        ('{"columns": "a"}', "'columns' takes a list, not a text"),
        ('{"columns": ["a"]}', "'columns[0]' takes a list, not a text"),
        ('{"columns": [["a", 1]]}', "'columns[0][1]' takes a text, not the number 1"),
        ('{"columns": [["a", ""]]}', "'columns[0][1]' takes 1 to"),
        ('{"columns": [["\\ud800"]]}', "'columns[0][0]' takes 1 to"),
        ('{"columns": [], "sides": [["a"]]}', "'sides[0]' takes 2 values, not 1"),
        ('{"columns": [], "label_gaps": [["a", 1.5]]}', "'label_gaps[0][1]' takes a whole number"),
        ('{"columns": [], "label_gaps": [["a", true]]}', "takes a whole number, not the truth value true"),
        ('{"columns": [], "label_gaps": [["a", NaN]]}', "NaN is no number"),
        ('{"columns": [], "columns": [["a"]]}', "'columns' stands twice"),
        ('{"columns": ' + "[" * 100_000, "nested too deeply"),
        ('{"columns": [], "label_gaps": [["a", ' + "9" * 5000 + "]]}", "x.json: bad-json"),
        ('{"\\u202e": 1}', "has no key"),
    ],
)
def test_a_text_that_is_no_arrangement_is_refused_with_its_file_and_the_reason(text: str, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_arrangement(text, "x.json")
    assert message in str(caught.value)
    assert str(caught.value).startswith("x.json")
    assert all(found.help for found in caught.value.diagnostics)


def test_a_text_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(LimitError):
        read_arrangement(" " * (MAX_BYTES + 1), "x.json")


KEYS = st.text(max_size=5) | st.sampled_from(["columns", "sides", "arrangement"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@QUICK
@given(VALUES)
def test_no_value_gets_past_the_reader_but_an_arrangement(value: Any) -> None:
    try:
        arrangement = read_arrangement(json.dumps(value), "x.json")
    except SpecError as error:
        assert str(error)
    else:
        assert isinstance(arrangement, Arrangement)
