"""Places: a text of the layout's words is found again in the spec's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from oauthviz.graph.build import build_diagram
from oauthviz.i18n.strings import string_table
from oauthviz.layout.texts import texts_of
from oauthviz.places import place_of_path, place_of_text
from oauthviz.spec.reading import load_spec, read_spec
from tests.conftest import EXAMPLES

SPEC = """\
title: A title
boxes:
  - {id: one, name: First}
  - {id: two, name: Second}
arrows:
  - {id: a, from: one, to: two, label: Words, protocol: HTTPS}
callouts:
  - {on: two, text: mTLS}
"""


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_text_that_could_be_shorter_stands_at_its_place(path: Path) -> None:
    loaded = load_spec(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    texts = texts_of(build_diagram(loaded, string_table("en")))
    assert texts
    for text in texts:
        place = place_of_path(loaded, text.path)
        assert place is not None, text
        there = lines[place.line - 1][place.column - 1 :].lstrip("\"'>-| ") or lines[place.line].lstrip()
        assert there.startswith(text.value.split()[0]), text


def test_what_has_no_place_of_its_own_is_placed_by_what_is_round_it() -> None:
    loaded = read_spec(SPEC)
    assert place_of_path(loaded, ("arrows", 0, "protocol", 0)) == loaded.positions["arrows", 0, "protocol"]
    assert place_of_path(loaded, ("boxes", 1, "role")) == loaded.positions["boxes", 1]
    assert place_of_path(loaded, ("caption",)) is None
    assert place_of_path(loaded, ()) is None


def test_a_text_is_found_where_it_stands_else_the_first_that_holds_the_character() -> None:
    loaded = read_spec(SPEC + "legend:\n  - First step\n  - Second step\n")
    assert place_of_text(loaded, "Second", "S") == loaded.positions["boxes", 1, "name"]
    place = place_of_text(loaded, "Second step", "S")
    assert place is not None and place.line == SPEC.count("\n") + 3
    assert place_of_text(loaded, "unknown", "W") == loaded.positions["arrows", 0, "label"]
    assert place_of_text(loaded, "unknown", "日") is None
