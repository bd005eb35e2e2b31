"""The long description, and the string table that it is worded from."""

from __future__ import annotations

from typing import Any

import pytest

from oauthviz.graph.build import build_diagram
from oauthviz.i18n.strings import string_table
from oauthviz.spec.model import Arrow
from oauthviz.spec.reading import load_spec, spec_from_mapping
from oauthviz.spec.values import ARROW_KINDS
from tests.conftest import EXAMPLES


def told(*rows: dict[str, Any], **keys: Any) -> str:
    boxes = [{"id": each, "name": each.upper()} for each in "abc"]
    data = {"title": "T", "boxes": boxes, "arrows": [{"from": "a", "to": "b"} | row for row in rows], **keys}
    return build_diagram(spec_from_mapping(data, name="n"), string_table("en")).description


def test_the_story_is_one_sentence_an_arrow() -> None:
    text = build_diagram(load_spec(EXAMPLES / "handshake.yaml"), string_table("en")).description
    assert text.startswith(
        "Step 1: User Browser to Client Application / Web App: Open sign-in page over HTTPS. Step 2: "
    )
    assert "Step 4: Authorization Server and Token Store DB, both ways: Read client, user session, consent." in text
    assert text.endswith(
        "Step 14: Authorization Server and API Gateway / Resource Server to Queue: Audit event / login event."
    )


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({}, "Step 1: A to B."),
        ({"label": "Go!"}, "Step 1: A to B: Go!"),
        ({"label": "go", "protocol": "TLS"}, "Step 1: A to B: go (TLS)."),
        ({"protocol": ["TLS", "TCP"]}, "Step 1: A to B: TLS and TCP."),
        ({"from": ["a", "c"], "label": "x"}, "Step 1: A and C to B: x."),
        ({"step": "3a"}, "Step 3a: A to B."),
        ({"stage": 4}, "Stage 4: A to B."),
        ({"label": "{label} {0.__class__}"}, "Step 1: A to B: {label} {0.__class__}."),
    ],
)
def test_a_sentence_says_what_its_arrow_says(row: dict[str, Any], text: str) -> None:
    assert told(row) == text


def test_the_story_follows_the_reading_order() -> None:
    assert told({"step": 2}, {"step": 1, "label": "first"}) == "Step 1: A to B: first. Step 2: A to B."


def test_an_arrow_without_a_stage_is_told_without_a_number() -> None:
    assert told({"stage": 1}, {"label": "more"}) == "Stage 1: A to B. A to B: more."


def test_a_picture_without_numbers_is_told_with_them() -> None:
    assert told({}, badges="none") == "Step 1: A to B."


def test_a_picture_without_arrows_is_told_by_its_boxes() -> None:
    assert told() == "Boxes: A, B and C."


def test_the_spec_s_own_description_is_taken_instead() -> None:
    assert told({}, description="My own.") == "My own."


def test_an_unknown_language_falls_back_to_english() -> None:
    assert string_table("xx-YY") == string_table("en") == string_table("EN-gb")
    assert string_table("en").lang == "en"


def test_every_arrow_kind_and_key_has_a_name() -> None:
    strings = string_table("en")
    assert len(ARROW_KINDS) == 7
    assert Arrow.model_fields["kind"].annotation is not None
    for kind in ARROW_KINDS:
        assert strings.text(f"key-{kind}") == kind.capitalize()
    assert strings.text("key-request-path") == "Request path"
    assert strings.text("key-authorization-tokens") == "Authorization and tokens"
    assert strings.text("key-storage-support") == "Storage and support"
    assert strings.text("key-heading") == "Arrow key"


def test_keys_are_unique_and_unknown_ones_are_errors() -> None:
    strings = string_table("en")
    assert len(dict(strings.table)) == len(strings.table)
    with pytest.raises(KeyError):
        strings.text("nothing")


def test_lists_read_as_a_sentence_does() -> None:
    strings = string_table("en")
    assert [strings.listed(list(names)) for names in ("", "A", "AB", "ABC", "ABCD")] == [
        "", "A", "A and B", "A, B and C", "A, B, C and D",
    ]  # fmt: skip
