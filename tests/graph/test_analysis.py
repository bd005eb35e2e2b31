"""Layers of a diagram."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.graph.analysis import ranks
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


def test_the_first_box_of_each_example_is_in_the_first_layer() -> None:
    for path in sorted(EXAMPLES.glob("*.yaml")):
        found = build_diagram(load_spec(path), string_table("en"))
        assert ranks(found)["browser"] == 0


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


def test_networkx_is_imported_only_when_a_graph_is_asked_for() -> None:
    code = "import sys, oauthviz.graph.build, oauthviz.graph.analysis; sys.exit('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
