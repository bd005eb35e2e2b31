"""Whatever is thrown at the reader, it answers with a spec or with a finding."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.core.diagnostics import OauthvizError
from oauthviz.spec.reading import LoadedSpec, read_spec, spec_from_mapping
from tests.spec.help import EXAMPLE_FILES

EXAMPLES = [path.read_bytes() for path in EXAMPLE_FILES]
SNIPPETS = [
    b"&a ", b"*a", b"<<: ", b"!!str ", b"---\n", b"\t", b"\xff", b"\x00", b"\xed\xa0\x80", b": ", b"- ", b"{", b"}",
    b"[", b"]", b'"', b"'", b"#", b"|\n", b">-\n", b"\\u202e", b".nan", b"1e999", b"null", b"true", b"%YAML 1.2\n",
    b"? ", b"\r", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"id: a", b"from: [a, a]", b"legend:", b"-0", b"9" * 30, b"\n\n",
    b"...\n",
]  # fmt: skip

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.binary(max_size=3)
KEYS = st.sampled_from(
    ["title", "boxes", "id", "name", "kind", "arrows", "from", "to", "legend", "items", "text", "canvas"]
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


def outcome(data: str | bytes) -> None:
    try:
        assert isinstance(read_spec(data), LoadedSpec)
    except OauthvizError as error:
        assert error.exit_code in (3, 4)
        assert error.diagnostics
        assert all(found.position is not None and found.code and found.message for found in error.diagnostics)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_answered(data: bytes) -> None:
    outcome(data)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_arbitrary_text_is_answered(text: str) -> None:
    outcome(text)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_example_is_answered(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(EXAMPLES))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 30)))
        text = text[:start] + data.draw(st.sampled_from(SNIPPETS) | st.binary(max_size=5)) + text[end:]
    outcome(text)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(KEYS | st.text(max_size=5), VALUES, max_size=6))
def test_arbitrary_mappings_are_answered(mapping: dict[str, Any]) -> None:
    try:
        assert isinstance(spec_from_mapping(mapping, name="n"), LoadedSpec)
    except OauthvizError as error:
        assert error.exit_code in (3, 4)
        assert error.diagnostics
