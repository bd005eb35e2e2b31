"""Rows 5 and 9: a text comes through as it was written, or is refused with its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.core.diagnostics import OauthvizError, Position
from oauthviz.spec.characters import REFUSED
from oauthviz.spec.reading import read_spec
from tests.spec.help import BASE, refused, the_error

HOSTILE = [
    '"><script>alert(1)</script>', "&", "&amp;", "&#x0;", "]]>", "<![CDATA[", "javascript:alert(1)", "'", '"', "`",
    "\\", "--", "<!--", "{0.__class__}", "{title}", "%s", "__proto__", "url(http://a)", "@import 'x'", "}", "../x",
    "null", "true", "12", "1e999", ".nan", "#fff", "- a", "a: b", "~", "=", "<<", "*a", "&a", "!!x", "Ω≈ç√", "日本語",
    "مرحبا",
    "👩‍👩‍👧‍👦", "e\u0301", "می‌خواهم", "no\u00a0break", "soft\u00adhyphen",
]  # fmt: skip


def everywhere(text: str) -> dict[str, object]:
    """A spec with `text` in every field that is drawn."""
    return {
        "title": text, "subtitle": text, "caption": text, "description": text,
        "zones": [{"id": "z", "name": text}],
        "boxes": [{"id": "a", "name": text, "role": text, "zone": "z"}],
        "boundaries": [{"around": ["a"], "name": text}],
        "arrows": [
            {"from": "a", "to": "a", "label": text, "protocol": [text], "callout": [text], "params": {text: text}}
        ],
        "callouts": [{"on": "a", "text": text}],
        "legend": {"title": text, "items": [{"text": text}]},
        "lint": {"ignore": [{"rule": "OA05", "reason": text}]},
    }  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_comes_through_as_written(text: str) -> None:
    spec = read_spec(json.dumps(everywhere(text))).spec
    arrow, box = spec.arrows[0], spec.boxes[0]
    seen = [spec.title, spec.subtitle, spec.caption, spec.description, spec.zones[0].name, box.name, box.role]
    seen += [spec.boundaries[0].name, arrow.label, *arrow.protocol, *arrow.callout, *arrow.params.keys()]
    seen += [*arrow.params.values(), spec.callouts[0].text, spec.lint.ignore[0].reason]
    assert spec.legend is not None
    seen += [spec.legend.title, spec.legend.items[0].text]
    assert seen == [text] * 17


@settings(max_examples=150)
@given(st.text(st.characters(), min_size=1, max_size=30))
def test_any_text_comes_through_trimmed_or_is_refused(text: str) -> None:
    try:
        spec = read_spec(json.dumps({"title": text, "boxes": [{"id": "a", "name": "A"}]})).spec
    except OauthvizError as error:
        assert error.exit_code == 3
        assert not text.strip() or REFUSED.search(text) or any(c in text for c in "\t\r\n")
    else:
        assert spec.title == text.strip()


@pytest.mark.parametrize(
    ("char", "code"),
    [
        ("\x00", "control-character"), ("\x07", "control-character"), ("\x1b", "control-character"),
        ("\x7f", "control-character"), ("\x85", "control-character"), ("\u2028", "control-character"),
        ("\ufffe", "noncharacter"), ("\uffff", "noncharacter"), ("\U0010ffff", "noncharacter"),
        ("\ufdd0", "noncharacter"),
        ("\u202a", "bidi-override"), ("\u202e", "bidi-override"), ("\u2066", "bidi-override"),
        ("\u2069", "bidi-override"),
        ("\ud800", "lone-surrogate"), ("\udfff", "lone-surrogate"),
    ],
)  # fmt: skip
def test_a_refused_character_is_found_raw_and_escaped(char: str, code: str) -> None:
    assert the_error(BASE + f"caption: ab{char}c\n") == (code, 3, 12)
    assert the_error(BASE + f'caption: "ab\\U{ord(char):08x}c"\n') == (code, 3, 13)
    assert the_error(BASE + f"# a remark {char}\n") == (code, 3, 12)


def test_a_refused_character_names_itself() -> None:
    [found] = refused(BASE + "caption: x\u202ey\n")
    assert "U+202E (right-to-left override)" in found.message


def test_short_escapes_of_control_characters_are_refused_at_the_escape() -> None:
    assert the_error(BASE + 'caption: "one \\e two"\n') == ("control-character", 3, 15)
    assert the_error(BASE + 'caption: "one \\\\ \\x07"\n') == ("control-character", 3, 18)


@pytest.mark.parametrize("char", ["\u200b", "\u2060", "\ufeff"])
def test_an_invisible_character_is_a_warning_with_a_place(char: str) -> None:
    loaded = read_spec(BASE + f"caption: ab{char}c\n", file="f.yaml")
    [warning] = loaded.warnings
    assert (warning.code, warning.file, warning.position) == ("zero-width-character", "f.yaml", Position(3, 10))
    assert loaded.spec.caption == f"ab{char}c"
    [escaped] = read_spec(BASE + f'caption: "ab\\u{ord(char):04x}c"\n').warnings
    assert escaped.position == Position(3, 13)


def test_joiners_of_emoji_and_of_persian_are_no_warning() -> None:
    assert read_spec(BASE + "caption: 👩‍👧 می‌خواهم\n").warnings == ()


def test_space_round_a_text_is_not_part_of_it() -> None:
    assert read_spec(BASE + "caption: >\n  one\n  two\n").spec.caption == "one two"
    assert read_spec(BASE + "caption: '  x '\n").spec.caption == "x"


def test_a_drawn_text_is_one_line_and_a_description_may_have_several() -> None:
    assert the_error(BASE + "caption: |\n  one\n  two\n") == ("line-break", 3, 10)
    assert read_spec(BASE + "description: |\n  one\n  two\n").spec.description == "one\ntwo"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "vbscript:x", "file:///x", "a b"]
)
def test_a_link_leads_to_a_page(link: str) -> None:
    assert the_error(f"title: T\nboxes:\n- id: a\n  name: A\n  link: '{link}'\n") == ("bad-link", 5, 9)


@pytest.mark.parametrize("link", ["https://a.example/x?y#z", "mailto:a@b", "docs/x.html", "#here", "../up", "/a:b"])
def test_a_link_may_be_relative(link: str) -> None:
    assert read_spec(f"title: T\nboxes:\n- {{id: a, name: A, link: '{link}'}}\n").spec.boxes[0].link == link


@pytest.mark.parametrize("key", ["__proto__", "__class__", "{0.__class__}", "constructor"])
def test_keys_with_a_meaning_elsewhere_are_unknown_keys(key: str) -> None:
    assert the_error(BASE + f"'{key}': x\n") == ("unknown-key", 3, 1)
