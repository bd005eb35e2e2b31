"""From a spec to a diagram: every default is resolved."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from oauthviz.graph.build import ICONS, build_diagram
from oauthviz.graph.model import Diagram
from oauthviz.i18n.strings import string_table
from oauthviz.spec.reading import load_spec, spec_from_mapping
from oauthviz.spec.values import KINDS
from tests.conftest import EXAMPLES, ROOT

EXAMPLE_FILES = sorted(EXAMPLES.glob("*.yaml"))


def built(**keys: Any) -> Diagram:
    base: dict[str, Any] = {"title": "T", "boxes": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]}
    return build_diagram(spec_from_mapping(base | keys, name="n"), string_table("en"))


def example(name: str) -> Diagram:
    return build_diagram(load_spec(EXAMPLES / f"{name}.yaml"), string_table("en"))


def arrows(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"from": "a", "to": "b"} | row for row in rows]


@pytest.mark.parametrize("path", EXAMPLE_FILES, ids=lambda path: path.stem)
def test_the_order_of_keys_in_a_spec_does_not_change_its_diagram(path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    whole = build_diagram(load_spec(path), string_table("en"))
    for seed in range(3):
        source = random.Random(seed)
        keys = list(data)
        source.shuffle(keys)
        other = {key: data[key] for key in keys}
        for kind in ("boxes", "arrows"):
            other[kind] = [dict(reversed(item.items())) for item in other[kind]]
        assert build_diagram(spec_from_mapping(other, name="n"), string_table("en")) == whole


@pytest.mark.parametrize("path", EXAMPLE_FILES, ids=lambda path: path.stem)
def test_every_text_of_a_spec_is_in_its_diagram(path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    diagram = build_diagram(load_spec(path), string_table("en"))
    assert (diagram.title, diagram.subtitle, diagram.caption) == (data["title"], data["subtitle"], data["caption"])
    assert [(n.name, n.role) for n in diagram.nodes] == [(b["name"], b["role"]) for b in data["boxes"]]
    assert [e.label for e in diagram.edges] == [a["label"] for a in data["arrows"]]
    assert [entry.text for entry in diagram.legend] == data["legend"]


def test_every_kind_has_an_icon_that_there_is() -> None:
    names = {path.stem for path in (ROOT / "icons").glob("*.svg")}
    assert set(ICONS) == set(KINDS)
    assert set(ICONS.values()) <= names


def test_a_box_gets_icon_window_and_tone_from_its_kinds() -> None:
    boxes = [
        {"id": "a", "name": "A", "kind": ["client", "user-agent"]},
        {"id": "b", "name": "B", "kind": "queue", "icon": "chart"},
        {"id": "c", "name": "C"},
    ]
    assert [(n.kinds[0], n.icon, n.window) for n in built(boxes=boxes).nodes] == [
        ("client", "app-window", True),
        ("queue", "chart", False),
        ("service", "box", False),
    ]


def heroes(*boxes: dict[str, Any]) -> list[str]:
    rows = [{"id": f"b{i}", "name": "B", **box} for i, box in enumerate(boxes)]
    return [node.id for node in built(boxes=rows).nodes if node.hero]


def test_the_one_authorization_server_is_the_hero_unless_the_spec_says_otherwise() -> None:
    server = {"kind": "authorization-server"}
    assert heroes({}, server) == ["b1"]
    assert heroes(server, server) == []
    assert heroes({"hero": True}, server) == ["b0"]
    assert heroes(server | {"hero": False}) == []


def test_badges_are_stages_where_any_arrow_has_one_and_steps_otherwise() -> None:
    steps = arrows({"step": "3a"}, {})
    stages = arrows({"stage": 1}, {})
    assert [e.number for e in built(arrows=steps).edges] == ["3a", "2"]
    assert [e.number for e in built(arrows=stages).edges] == ["1", None]
    assert [e.number for e in built(arrows=stages, badges="step").edges] == ["1", "2"]
    assert [e.number for e in built(arrows=steps, badges="none").edges] == [None, None]


def test_reading_order_is_by_number_then_by_place() -> None:
    assert [e.order for e in built(arrows=arrows({"step": 10}, {"step": "3a"}, {"step": 3}, {"step": 3})).edges] == [
        3, 2, 0, 1,
    ]  # fmt: skip
    # an arrow without a stage is read after the one before it
    assert [e.order for e in built(arrows=arrows({"stage": 2}, {}, {"stage": 1}, {})).edges] == [2, 3, 0, 1]


@given(st.lists(st.sampled_from(["1", "2", "2a", "10", "x", None]), max_size=12))
def test_reading_order_is_a_permutation(steps: list[str | None]) -> None:
    rows = arrows(*({} if step is None else {"step": step} for step in steps))
    orders = [edge.order for edge in built(arrows=rows).edges]
    assert sorted(orders) == list(range(len(steps)))


def test_an_arrow_keeps_all_that_it_says() -> None:
    row = {"from": ["a", "c"], "protocol": ["X", "Y"], "callout": "own", "direction": "both", "kind": "event"}
    boxes = [{"id": each, "name": each} for each in "abc"]
    callouts = [{"on": "a1", "text": "more"}, {"on": "a", "text": "box"}, {"on": "a1", "text": "most"}]
    diagram = built(boxes=boxes, arrows=arrows(row), callouts=callouts)
    [edge] = diagram.edges
    assert (edge.sources, edge.target, edge.protocols, edge.both, edge.kind) == (
        ("a", "c"),
        "b",
        ("X", "Y"),
        True,
        "event",
    )
    assert edge.callouts == ("own", "more", "most")
    assert diagram.nodes[0].callouts == ("box",)


def test_zones_hold_the_boxes_of_the_zones_inside_them() -> None:
    zones = [{"id": "out", "name": "Out"}, {"id": "in", "name": "In", "parent": "out", "icon": "globe"}]
    boxes = [{"id": "a", "name": "A", "zone": "in"}, {"id": "b", "name": "B"}, {"id": "c", "name": "C", "zone": "out"}]
    diagram = built(zones=zones, boxes=boxes)
    assert [(g.id, g.members, g.parent, g.icon, g.shape) for g in diagram.groups] == [
        ("out", ("a", "c"), None, None, "zone"),
        ("in", ("a",), "out", "globe", "zone"),
    ]
    assert [node.group for node in diagram.nodes] == ["in", None, "out"]


def test_a_boundary_is_a_cloud_round_one_box_with_that_icon() -> None:
    boundaries = [
        {"around": ["a"], "icon": "cloud", "name": "C"},
        {"around": ["b", "a"], "icon": "cloud"},
        {"around": "a"},
        {"around": "b"},
    ]
    groups = built(boundaries=boundaries, zones=[{"id": "around-b", "name": "Z"}], boxes=[
        {"id": "a", "name": "A", "zone": "around-b"}, {"id": "b", "name": "B"},
    ]).groups  # fmt: skip
    assert [(g.id, g.shape, g.members, g.name) for g in groups[1:]] == [
        ("around-a", "cloud", ("a",), "C"),
        ("around-b-2", "rectangle", ("a", "b"), ""),
        ("around-a-2", "rectangle", ("a",), ""),
        ("around-b-3", "rectangle", ("b",), ""),
    ]


def test_a_legend_item_stands_for_its_arrows_or_for_those_of_its_stage() -> None:
    rows = arrows({"stage": 1}, {"stage": 2}, {"stage": 1})
    legend = ["one", {"text": "two", "arrows": ["a3"]}]
    assert [(e.number, e.text, e.edges) for e in built(arrows=rows, legend=legend).legend] == [
        ("1", "one", ("a1", "a3")),
        ("2", "two", ("a3",)),
    ]


def test_the_legend_shares_the_numbers_of_the_badges_where_they_mean_the_same() -> None:
    assert not example("handshake").legend_shares_numbers
    assert not example("executive").legend_shares_numbers
    for name in ("architecture", "how-it-works", "pipeline"):
        assert example(name).legend_shares_numbers
    stages = arrows({"stage": 1}, {"stage": 2})
    both = [{"text": "one", "arrows": ["a1"]}, {"text": "two", "arrows": ["a2"]}]
    assert built(arrows=stages, legend=["one", "two"]).legend_shares_numbers
    assert not built(arrows=stages, legend=["one"]).legend_shares_numbers
    assert not built(arrows=stages, legend=["one", "two"], badges="none").legend_shares_numbers
    assert built(arrows=arrows({}, {}), legend=both).legend_shares_numbers
    assert not built(arrows=arrows({}, {}), legend=both[::-1]).legend_shares_numbers
    assert not built(arrows=arrows({}, {}), legend=both, badges="none").legend_shares_numbers


def test_the_heading_of_a_legend_is_its_own_or_counts_its_items() -> None:
    assert example("handshake").legend_title == "Lifecycle in 7 steps"
    assert built(legend=["one"]).legend_title == "Lifecycle in 1 step"
    own = built(legend={"title": "Own", "items": ["one"]})
    assert own.legend_title == "Own" and own.legend_titled
    assert not built(legend=["one"]).legend_titled


def test_hints_come_through_and_a_chain_is_its_pairs() -> None:
    boxes = [{"id": each, "name": each} for each in "abc"]
    layout = {
        "columns": [["a"], ["b", "c"]],
        "first": "b",
        "same_column": ["a", "b"],
        "before": ["a", "b", "c"],
        "seed": 3,
    }
    hints = built(boxes=boxes, layout=layout).hints
    assert hints.columns == (("a",), ("b", "c"))
    assert (hints.first, hints.same_column, hints.before, hints.seed) == (
        "b",
        (("a", "b"),),
        (("a", "b"), ("b", "c")),
        3,
    )


def test_the_canvas_comes_through() -> None:
    canvas = built(canvas={"width": 800, "height": 600, "margin": 10, "background": "#FBFAF7"}).canvas
    assert (canvas.width, canvas.height, canvas.margin, canvas.background) == (800, 600, 10, "#fbfaf7")
