"""Components, layers and weights of a diagram."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.graph.analysis import components, pair_weights, ranks
from oauthviz.graph.build import build_diagram
from oauthviz.graph.model import Diagram
from oauthviz.i18n.strings import string_table
from oauthviz.spec.reading import load_spec, spec_from_mapping
from tests.conftest import EXAMPLES

BOXES = "abcdefg"
ARROWS = st.lists(st.tuples(st.sampled_from(BOXES), st.sampled_from(BOXES)), max_size=14)


def diagram(*arrows: tuple[str, str]) -> Diagram:
    data = {
        "title": "T",
        "boxes": [{"id": each, "name": each} for each in BOXES],
        "arrows": [{"from": list(sources), "to": target} for sources, target in arrows],
    }
    return build_diagram(spec_from_mapping(data, name="n"), string_table("en"))


def test_a_chain_has_a_layer_a_box() -> None:
    assert ranks(diagram(("a", "b"), ("b", "c"), ("a", "c"))) == {
        "a": 0, "b": 1, "c": 2, "d": 0, "e": 0, "f": 0, "g": 0,
    }  # fmt: skip


def test_a_response_does_not_move_the_box_where_reading_starts() -> None:
    found = ranks(diagram(("a", "b"), ("b", "a"), ("b", "c"), ("c", "a"), ("c", "c")))
    assert (found["a"], found["b"], found["c"]) == (0, 1, 2)


def test_every_source_of_an_arrow_counts() -> None:
    found = diagram(("a", "b"), ("bc", "d"))
    assert ranks(found)["d"] == 2
    assert pair_weights(found) == {("a", "b"): 1, ("b", "d"): 1, ("c", "d"): 1}


def test_the_first_box_of_each_example_is_in_the_first_layer() -> None:
    for path in sorted(EXAMPLES.glob("*.yaml")):
        found = build_diagram(load_spec(path), string_table("en"))
        assert ranks(found)["browser"] == 0
        assert len(components(found)) == 1


@settings(max_examples=60, deadline=None)
@given(ARROWS)
def test_layers_start_at_0_and_leave_none_out(arrows: list[tuple[str, str]]) -> None:
    found = ranks(diagram(*arrows))
    assert list(found) == list(BOXES)
    assert set(found.values()) == set(range(max(found.values()) + 1))


@settings(max_examples=60, deadline=None)
@given(ARROWS)
def test_an_arrow_leads_to_a_later_layer_unless_it_closes_a_cycle(arrows: list[tuple[str, str]]) -> None:
    found = ranks(diagram(*arrows))
    forward: list[tuple[str, str]] = []
    for source, target in arrows:
        reached = {target}
        for _ in BOXES:
            reached |= {end for start, end in forward if start in reached}
        if source not in reached:
            forward.append((source, target))
            assert found[source] < found[target]


@settings(max_examples=60, deadline=None)
@given(ARROWS)
def test_components_are_a_partition_that_no_arrow_crosses(arrows: list[tuple[str, str]]) -> None:
    parts = components(diagram(*arrows))
    assert sorted(box for part in parts for box in part) == list(BOXES)
    assert [part[0] for part in parts] == sorted(part[0] for part in parts)
    part_of = {box: part for part in parts for box in part}
    assert all(part_of[source] == part_of[target] for source, target in arrows)
    assert all(list(part) == sorted(part) for part in parts)


@settings(max_examples=60, deadline=None)
@given(ARROWS)
def test_weights_count_every_arrow_between_two_boxes_once(arrows: list[tuple[str, str]]) -> None:
    weights = pair_weights(diagram(*arrows))
    assert sum(weights.values()) == sum(1 for source, target in arrows if source != target)
    assert all(first < second for first, second in weights)
    assert list(weights) == sorted(weights)


def test_networkx_is_imported_only_when_a_graph_is_asked_for() -> None:
    code = "import sys, oauthviz.graph.build, oauthviz.graph.analysis; sys.exit('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
