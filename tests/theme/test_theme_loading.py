"""Themes: what is loaded, and what is refused with which exit code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from oauthviz.core.diagnostics import LimitError, OauthvizError, SpecError, UsageError
from oauthviz.resources import data_folder
from oauthviz.theme.loading import list_themes, load_theme
from oauthviz.theme.model import ARROW_KINDS, BOX_KINDS, Colour
from tests.systems import needs_links, needs_pipes

PINK_TEAL = (data_folder("themes") / "pink-teal" / "theme.yaml").read_text(encoding="utf-8")


def written(tmp_path: Path, text: str | bytes) -> str:
    file = tmp_path / "theme.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def changed(tmp_path: Path, *path: str, value: object) -> str:
    data = yaml.safe_load(PINK_TEAL)
    part = data
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return written(tmp_path, yaml.safe_dump(data))


def contrast(a: str, b: str) -> float:
    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", list_themes())
def test_every_shipped_theme_loads_under_its_own_name(name):
    theme = load_theme(name)
    assert theme.name == name
    assert all(theme.paint.arrow_tone(kind) for kind in ARROW_KINDS)
    assert all(theme.paint.box_tone((kind,)) for kind in BOX_KINDS)


@pytest.mark.parametrize("name", list_themes())
def test_texts_and_lines_of_every_theme_can_be_told_from_what_is_behind_them(name):
    paint = load_theme(name).paint
    for surface in (paint.background, paint.surface, paint.hero_surface):
        assert contrast(paint.text, surface) >= 4.5
        assert contrast(paint.secondary, surface) >= 4.5
    for tone in paint.tones.values():
        assert contrast(tone.text, paint.background) >= 4.5
        assert contrast(tone.text, tone.tile) >= 4.5
        assert contrast(tone.badge_text, tone.badge) >= 4.5
        assert contrast(tone.line, paint.background) >= 3
        assert contrast(tone.icon, tone.tile) >= 3
    assert contrast(paint.legend_number.text, paint.legend_number.fill) >= 4.5
    assert contrast(paint.cloud.text, paint.cloud.fill) >= 4.5


@pytest.mark.parametrize("name", list_themes())
def test_every_arrow_kind_has_exactly_one_entry_in_the_key(name):
    kinds = [kind for group in load_theme(name).metrics.key for kind in group.kinds]
    assert sorted(kinds) == sorted(ARROW_KINDS)


def test_an_unknown_name_lists_the_themes_and_says_what_was_probably_meant():
    with pytest.raises(UsageError, match=r"did you mean 'pink-teal'\? \(there are: .*pink-teal") as caught:
        load_theme("pink-tael")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("paint", "background"), "url(#a)"),
        (("paint", "background"), "url(https://example.org/x)"),
        (("paint", "background"), "@import 'x'"),
        (("paint", "background"), "#fff; }"),
        (("paint", "background"), "#FBFAF7}"),
        (("paint", "background"), "#FBFAF7\n"),
        (("paint", "background"), "red"),
        (("paint", "background"), "#FFF"),
        (("paint", "background"), "#FBFAF7FF"),
        (("paint", "background"), 16777215),
        (("paint", "__proto__"), "#FBFAF7"),
        (("paint", "__class__"), {"x": 1}),
        (("paint", "{0.__class__}"), "x"),
        (("paint", "tones", "__proto__"), {}),
        (("paint", "strokes", "arrow"), ".nan"),
        (("paint", "strokes", "arrow"), 1e9),
        (("paint", "strokes", "arrow"), -1),
        (("paint", "grid", "spacing"), 0),
        (("paint", "arrows", "event"), {"tone": "mauve"}),
        (("paint", "boxes", "spaceship"), "teal"),
        (("metrics", "faces", "title", "family"), "Inter; } svg { fill: red"),
        (("metrics", "faces", "title", "family"), "Inter', url(x)"),
        (("metrics", "sizes"), {"label": float("inf")}),
        (("metrics", "head_length"), "wide"),
        (("name",), "../pink"),
        (("label",), "<script>"),
        (("version",), 0),
    ],
)
def test_a_value_that_is_not_plainly_typed_is_refused_with_its_place(tmp_path, path, value):
    with pytest.raises(SpecError) as caught:
        load_theme(changed(tmp_path, *path, value=value))
    assert caught.value.exit_code == 3
    assert all(d.position is not None for d in caught.value.diagnostics)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x 1\nb: *x\n", "anchor"),
        ("a: *x\n", "alias"),
        ("<<: {a: 1}\n", "merge-key"),
        ("a: !!python/object/apply:os.system [ls]\n", "tag"),
        ("a: 1\na: 2\n", "duplicate-key"),
        ("a: 1\n---\nb: 2\n", "several-documents"),
        ("[" * 40 + "]" * 40, "too-deep"),
        ("a: [1\n", "yaml-syntax"),
        ("a: \x07\n", "yaml-syntax"),
        ("", "empty"),
        ("- 1\n", "theme-shape"),
        (b"a: \xff\xfe\n", "not-utf-8"),
    ],
)
def test_yaml_that_is_more_or_less_than_plain_is_refused(tmp_path, text, code):
    with pytest.raises(SpecError) as caught:
        load_theme(written(tmp_path, text))
    assert [d.code for d in caught.value.diagnostics] == [code]


def test_a_theme_over_the_size_limit_is_refused_unread(tmp_path):
    with pytest.raises(LimitError):
        load_theme(written(tmp_path, "# " + "x" * 70_000))


@pytest.mark.parametrize("name", ["..\\x", "a%2fb", "Pink", "", "nul\0name", "a/\0.yaml", "__proto__"])
def test_a_name_that_is_no_name_is_refused(name):
    with pytest.raises(SpecError) as caught:
        load_theme(name)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("name", ["../x/theme.yaml", "/etc/passwd", "./../../x.yaml"])
def test_a_spec_reaches_no_theme_outside_of_its_folder(tmp_path, name):
    with pytest.raises(SpecError, match="outside"):
        load_theme(name, root=tmp_path)


@needs_pipes
@needs_links
def test_links_out_of_the_folder_and_files_that_are_no_files_are_refused(tmp_path):
    inside = tmp_path / "specs"
    (inside / "pack").mkdir(parents=True)
    outside = Path(written(tmp_path, PINK_TEAL))
    (inside / "link.yaml").symlink_to(outside)
    (inside / "pack" / "theme.yaml").symlink_to(outside)
    os.mkfifo(inside / "pipe.yaml")
    for name in ("link.yaml", "pack/", "pipe.yaml"):
        with pytest.raises(SpecError):
            load_theme(name, root=inside)


def test_a_pack_below_the_spec_s_folder_loads_by_folder_and_by_file(tmp_path):
    (tmp_path / "mine").mkdir()
    written(tmp_path / "mine", PINK_TEAL)
    assert load_theme("./mine", root=tmp_path) == load_theme("mine/theme.yaml", root=tmp_path)


def test_a_theme_cannot_be_changed_after_loading():
    theme = load_theme("pink-teal")
    with pytest.raises(ValueError, match="frozen"):
        theme.paint.background = "#000000"
    with pytest.raises(ValueError, match="frozen"):
        theme.metrics.sizes.label = 3


@given(st.text(max_size=20))
@settings(max_examples=150, deadline=None)
def test_no_text_but_six_hex_digits_passes_for_a_colour(text):
    valid = len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])
    try:
        TypeAdapter(Colour).validate_python(text)
    except ValueError:
        assert not valid
    else:
        assert valid


@given(st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_theme_reading_fail_other_than_with_a_diagnostic(tmp_path_factory, data):
    file = tmp_path_factory.mktemp("theme") / "theme.yaml"
    file.write_bytes(data)
    with pytest.raises(OauthvizError):
        load_theme(str(file))
