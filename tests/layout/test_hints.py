"""Hints: the arrangement meets them, or says which it cannot meet and why."""

from __future__ import annotations

from typing import Any

import pytest

from oauthviz.core.diagnostics import FitError
from oauthviz.layout.engine import arrange
from oauthviz.layout.hints import unmet_hints
from tests.layout.support import diagram, diagram_of, metrics, problem, typesetter

ARROWS = ["a>b", "b>c", "c>d", "d>a"]


def columns(layout: dict[str, Any], **keys: Any) -> list[list[str]]:
    found = arrange(diagram("a b c d", ARROWS, layout=layout, **keys), metrics(), typesetter(), effort="draft")
    return [[i for i in column if ">" not in i] for column in found.columns]


def test_boxes_stand_in_the_columns_that_are_asked_for() -> None:
    assert [sorted(c) for c in columns({"columns": [["d"], ["b", "c"], ["a"]]})] == [["d"], ["b", "c"], ["a"]]


def test_boxes_share_a_column_where_that_is_asked_for() -> None:
    found = columns({"same_column": [["a", "c", "d"]]})
    assert any({"a", "c", "d"} <= set(column) for column in found)


def test_a_box_stands_left_of_another_where_that_is_asked_for() -> None:
    found = columns({"before": [["c", "a"]]})
    place = {i: n for n, column in enumerate(found) for i in column}
    assert place["c"] < place["a"]


def test_the_first_box_stands_in_the_first_column() -> None:
    assert "c" in columns({"first": "c"})[0]


def test_a_hint_that_would_tear_a_zone_is_refused_with_the_reason() -> None:
    zones = [{"id": "z", "name": "Zone"}]
    boxes = [{"id": i, "name": i, **({"zone": "z"} if i in "ac" else {})} for i in "abc"]
    layout = {"columns": [["a"], ["b"], ["c"]]}
    spec = diagram_of({"title": "T", "boxes": boxes, "zones": zones, "arrows": [], "layout": layout})
    with pytest.raises(FitError) as caught:
        arrange(spec, metrics(), typesetter(), effort="draft")
    text = str(caught.value)
    assert "layout-hint" in text and "zones must stay whole" in text


def test_every_kind_of_unmet_hint_is_named() -> None:
    hints = {"columns": [["a"]], "same_column": [["b", "c"]], "before": [["c", "d"]], "first": "a"}
    p = problem("a b c d", ARROWS, layout=hints)
    assert unmet_hints(p, [0, 1, 1, 2]) == []
    unmet = " ".join(unmet_hints(p, [1, 0, 1, 0]))
    for word in ("(columns)", "(same_column)", "(before)", "(first)"):
        assert word in unmet
