"""The reading order, and a diagram up to one of its steps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from oauthviz.graph.build import build_diagram
from oauthviz.graph.model import Diagram
from oauthviz.graph.steps import steps_of, up_to
from oauthviz.i18n.strings import string_table
from oauthviz.spec.archetypes import badge_mode
from oauthviz.spec.reading import LoadedSpec, load_spec, spec_from_mapping
from tests.conftest import EXAMPLES

ENGLISH = string_table("en")


def spec(*rows: dict[str, Any], **keys: Any) -> LoadedSpec:
    boxes = [{"id": each, "name": each.upper()} for each in "abc"]
    data = {"title": "T", "boxes": boxes, "arrows": [{"from": "a", "to": "b"} | row for row in rows], **keys}
    return spec_from_mapping(data, name="n")


def read(loaded: LoadedSpec) -> tuple[Diagram, bool]:
    return build_diagram(loaded, ENGLISH), badge_mode(loaded.spec) == "stage"


def shown(loaded: LoadedSpec, number: str) -> list[str]:
    diagram, by_stage = read(loaded)
    return [edge.id for edge in up_to(diagram, number, by_stage, ENGLISH).edges]


def test_steps_are_in_reading_order_and_named_once() -> None:
    rows = [{"step": step} for step in ("10", "3a", "3", "3a", "2", "B")]
    assert steps_of(*read(spec(*rows))) == ("2", "3", "3a", "10", "B")
    assert steps_of(*read(spec({}, {}))) == ("1", "2")
    assert steps_of(*read(spec())) == ()


def test_a_step_takes_all_arrows_of_its_number_and_before_it() -> None:
    flow = spec({"step": "3a"}, {"step": "2"}, {"step": "3"}, {"step": "3a"}, {"step": "4"})
    assert shown(flow, "2") == ["a2"]
    assert shown(flow, "3") == ["a2", "a3"]
    assert shown(flow, "3a") == ["a1", "a2", "a3", "a4"]


def test_a_stage_takes_the_arrows_without_one_that_follow_it() -> None:
    flow = spec({}, {"stage": 2}, {"stage": 1}, {}, {"stage": 2})
    assert steps_of(*read(flow)) == ("1", "2")
    assert shown(flow, "1") == ["a1", "a3", "a4"]
    assert shown(flow, "2") == ["a1", "a2", "a3", "a4", "a5"]


def test_pictures_without_badges_are_told_by_their_steps() -> None:
    assert shown(spec({}, {}, badges="none"), "1") == ["a1"]


def test_a_legend_keeps_what_stands_for_something_shown() -> None:
    items: list[Any] = [{"text": "one", "arrows": ["a1"]}, {"text": "two", "arrows": ["a2", "a3"]}, "always"]
    diagram, by_stage = read(spec({}, {}, {}, legend={"items": items}))
    texts = {n: [e.text for e in up_to(diagram, n, by_stage, ENGLISH).legend] for n in "123"}
    assert texts == {"1": ["one", "always"], "2": ["one", "two", "always"], "3": ["one", "two", "always"]}


def test_a_stage_without_arrows_is_in_the_legend_when_its_turn_has_come() -> None:
    diagram, by_stage = read(spec({"stage": 1}, {"stage": 3}, legend=["first", "in between", "last"]))
    texts = {n: [e.text for e in up_to(diagram, n, by_stage, ENGLISH).legend] for n in "13"}
    assert texts == {"1": ["first"], "3": ["first", "in between", "last"]}


def test_the_description_is_the_story_so_far_whatever_the_spec_says_of_the_whole() -> None:
    diagram, by_stage = read(spec({"label": "one"}, {"label": "two"}, description="All of it."))
    assert up_to(diagram, "1", by_stage, ENGLISH).description == "Step 1: A to B: one."


def test_boxes_headings_and_canvas_are_those_of_the_whole() -> None:
    diagram, by_stage = read(spec({}, {}, legend=["a", "b"], caption="c"))
    part = up_to(diagram, "1", by_stage, ENGLISH)
    for name in ("title", "caption", "nodes", "groups", "canvas", "legend_title", "hints"):
        assert getattr(part, name) == getattr(diagram, name)


def test_an_unknown_number_is_refused() -> None:
    diagram, by_stage = read(spec({}))
    with pytest.raises(ValueError):
        up_to(diagram, "9", by_stage, ENGLISH)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_each_step_adds_to_the_one_before_and_the_last_one_is_the_whole(path: Path) -> None:
    diagram, by_stage = read(load_spec(path))
    before: set[str] = set()
    for number in steps_of(diagram, by_stage):
        part = up_to(diagram, number, by_stage, ENGLISH)
        now = {edge.id for edge in part.edges}
        assert before < now
        before = now
    assert (part.edges, part.legend, part.description) == (diagram.edges, diagram.legend, diagram.description)
