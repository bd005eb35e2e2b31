"""A pipeline's stages as its columns, without any search."""

from __future__ import annotations

from typing import Any

import pytest

from oauthviz.layout.engine import arrange
from oauthviz.layout.problem import Problem, number
from oauthviz.layout.solution import clusters_are_whole
from oauthviz.layout.staging import staged_structure
from oauthviz.layout.structure import classify
from oauthviz.theme.reference import REFERENCE
from tests.layout.support import diagram_of, spec_of, typesetter

FOUR = ("source", "intake", "work", "use")
BOXES = {"clicks": "source", "export": "source", "bus": "intake", "files": "intake"} | {
    "cleaner": "work",
    "model": "work",
    "tables": "use",
    "board": "use",
}
ARROWS = ["clicks>bus", "export>files", "bus>cleaner", "files>model", "cleaner>tables", "cleaner>model", "model>tables"]


def pipeline(extra: str = "", arrows: tuple[str, ...] = (), archetype: str = "pipeline") -> dict[str, Any]:
    """Eight boxes in four stages, and perhaps one more box in none of them."""
    spec = spec_of(" ".join([*BOXES, extra]).strip(), [*ARROWS, "tables>board", *arrows], archetype=archetype)
    spec["zones"] = [{"id": zone, "name": zone.title()} for zone in FOUR]
    for box in spec["boxes"]:
        if box["id"] in BOXES:
            box["zone"] = BOXES[box["id"]]
    return spec


def names(p: Problem) -> list[set[str]]:
    """The boxes of each column of the staged structure."""
    staged = staged_structure(p)
    assert staged is not None
    assert clusters_are_whole(p, staged, classify(p, staged))
    return [{p.diagram.nodes[e].id for e in entries if e < p.size} for entries in staged.columns]


def test_each_stage_is_a_column_in_the_specs_order() -> None:
    assert names(number(diagram_of(pipeline()))) == [{b for b, z in BOXES.items() if z == zone} for zone in FOUR]


@pytest.mark.parametrize(
    ("arrows", "column"),
    [((), 0), (("clicks>audit",), 0), (("cleaner>audit", "tables>audit"), 2), (("audit>board",), 3)],
)
def test_a_box_of_no_stage_joins_the_middle_of_what_it_is_joined_to(arrows: tuple[str, ...], column: int) -> None:
    found = names(number(diagram_of(pipeline("audit", arrows))))
    assert [c for c, boxes in enumerate(found) if "audit" in boxes] == [column]


def test_other_archetypes_and_single_stages_have_no_staged_structure() -> None:
    assert staged_structure(number(diagram_of(pipeline(archetype="architecture")))) is None
    alone = spec_of("a b", ["a>b"], archetype="pipeline")
    alone["zones"] = [{"id": "only", "name": "Only"}]
    alone["boxes"][0]["zone"] = alone["boxes"][1]["zone"] = "only"
    assert staged_structure(number(diagram_of(alone))) is None


def test_the_search_finds_the_stages_as_columns_where_there_is_just_room_for_them() -> None:
    found = arrange(diagram_of(pipeline()), REFERENCE, typesetter())
    columns = [{BOXES[box] for box in column if box in BOXES} for column in found.columns]
    assert columns == [{zone} for zone in FOUR]
