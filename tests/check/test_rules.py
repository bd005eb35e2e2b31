"""Every rule: a picture that breaks it and nothing else; and the sound picture, which breaks none."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from oauthviz.layout.check import check, rules
from tests.check import broken
from tests.check.pictures import DIAGRAM, SOUND


def test_a_sound_picture_breaks_no_rule() -> None:
    assert check(SOUND, DIAGRAM) == ()


def test_every_rule_has_a_broken_example() -> None:
    assert sorted([*broken.GEOMETRY, *broken.CONTENT]) == sorted(rule.name for rule in rules())


@pytest.mark.parametrize("name", broken.GEOMETRY)
def test_a_geometric_fault_breaks_exactly_its_rule(name: str) -> None:
    assert {finding.rule for finding in check(broken.GEOMETRY[name])} == {name}


@pytest.mark.parametrize("name", broken.CONTENT)
def test_a_fault_of_content_or_colour_breaks_exactly_its_rule(name: str) -> None:
    drawn, diagram = broken.CONTENT[name]
    assert {finding.rule for finding in check(drawn, diagram)} == {name}


def test_only_a_default_heading_of_a_legend_may_be_missing() -> None:
    default = replace(DIAGRAM, legend_title="Lifecycle in 1 step")
    own = replace(DIAGRAM, legend_title="Life of an order", legend_titled=True)
    assert check(SOUND, default) == ()
    assert [finding.rule for finding in check(SOUND, own)] == ["text-missing"]


@pytest.mark.parametrize("name", broken.MENDED)
def test_a_mended_fault_breaks_no_rule(name: str) -> None:
    assert check(broken.MENDED[name]) == ()
