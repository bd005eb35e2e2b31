"""Icons: what an icon file may hold, and what it becomes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.core.diagnostics import LimitError, SpecError
from oauthviz.core.outlines import path_data, short_path_data
from oauthviz.core.pathdata import read_path_data
from oauthviz.theme.icons import DEFAULT_ICON, GRID, list_icons, load_icon, parse_icon


def svg(inner: str, root: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"{root}>{inner}</svg>'.encode()


@pytest.mark.parametrize("name", list_icons())
def test_every_shipped_icon_is_drawn_inside_its_grid(name):
    icon = load_icon(name)
    for shape in icon.shapes:
        for command in shape.commands:
            assert all(-1 <= number <= GRID + 1 for number in command[1:])


def test_the_default_icon_and_the_user_are_there():
    assert {DEFAULT_ICON, "user", "key", "cloud"} <= set(list_icons())


def test_an_unknown_icon_says_what_was_probably_meant():
    with pytest.raises(SpecError, match="did you mean 'database'"):
        load_icon("databse")


@pytest.mark.parametrize(
    ("inner", "named"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<image href="x.png"/>', "<image>"),
        ('<use href="#a"/>', "<use>"),
        ("<animate/>", "<animate>"),
        ("<style>*{}</style>", "<style>"),
        ("<a><path d='M0 0'/></a>", "<a>"),
        ("<g><g><path d='M0 0'/></g></g>", "<g>"),
        ("<text>x</text>", "<text>"),
        ('<path d="M0 0L1 1" onclick="x()"/>', "onclick"),
        ('<path d="M0 0L1 1" style="fill:red"/>', "style"),
        ('<path d="M0 0L1 1" transform="scale(2)"/>', "transform"),
        ('<path d="M0 0L1 1" fill="url(#x)"/>', "fill"),
        ('<path d="M0 0L1 1" fill="#FF0000"/>', "fill"),
        ('<path d="M0 0L1 1" class="evil"/>', "class"),
        ('<path d="M0 0L1 1" xmlns:x="http://www.w3.org/1999/xlink" x:href="//e"/>', "href"),
        ('<path d="M0 0L1 nan"/>', "<path>"),
        ('<path d="M0 0L1e999 1"/>', "<path>"),
        ('<path d="L1 1"/>', "<path>"),
        ('<path d="M0 0 X"/>', "<path>"),
        ('<circle r="1e999"/>', "<circle>"),
        ('<rect width="0" height="4"/>', "<rect>"),
        ('<polyline points="1 2 3"/>', "<polyline>"),
        ("<path d='M0 0L1 1'>text</path>", "<path>"),
        ("", "0 shapes"),
    ],
)
def test_what_is_not_on_the_list_is_refused_by_name(inner, named):
    with pytest.raises(SpecError) as caught:
        parse_icon(svg(inner), "x")
    assert caught.value.exit_code == 3
    assert named in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<!DOCTYPE svg SYSTEM "http://example.org/x.dtd"><svg/>',
        b"<svg",
        b"",
        b"\xff\xfe",
        b"<svg/>",
        b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_doctypes_entities_and_what_is_no_svg_are_refused(data):
    with pytest.raises(SpecError):
        parse_icon(data, "x")


def test_a_huge_icon_is_over_the_limit():
    with pytest.raises(LimitError):
        parse_icon(svg("<path d='M0 0L1 1'/>" + " " * 65_536), "x")


def test_classes_say_how_a_shape_is_painted():
    icon = parse_icon(svg('<path class="t" d="M0 0h9"/><circle class="s" r="2"/><path d="M0 0v9"/>'), "x")
    assert [shape.paint for shape in icon.shapes] == ["tint", "solid", "stroke"]


@pytest.mark.parametrize(
    ("relative", "absolute"),
    [
        ("m1 2 3 4h5v6z", "M1 2L4 6L9 6L9 12Z"),
        ("M1 1c1 0 2 1 2 2s1 2 2 2", "M1 1C2 1 3 2 3 3C3 4 4 5 5 5"),
        ("M0 0q1 1 2 0t2 0", "M0 0Q1 1 2 0Q3 -1 4 0"),
        ("M0 0a5 5 0 015 5", "M0 0A5 5 0 0 1 5 5"),
        ("M1-2L.5.5", "M1 -2L0.5 0.5"),
        ("M0 0zm1 1h1", "M0 0ZM1 1L2 1"),
    ],
)
def test_relative_and_short_path_commands_become_absolute(relative, absolute):
    assert path_data(read_path_data(relative)) == absolute


@given(st.text(alphabet="MmLlHhVvCcSsQqTtAaZz0123456789.,- e", max_size=60))
@settings(max_examples=300, deadline=None)
def test_a_path_is_read_or_refused_and_reading_it_again_changes_nothing(text):
    try:
        commands = read_path_data(text)
    except ValueError:
        return
    once = path_data(commands, 6)
    assert path_data(read_path_data(once), 6) == once if once else commands == ()


whole = st.integers(min_value=-3000, max_value=3000)
steps = st.one_of(
    st.tuples(st.just("L"), whole, whole),
    st.tuples(st.just("Q"), whole, whole, whole, whole),
    st.tuples(st.just("C"), whole, whole, whole, whole, whole, whole),
    st.tuples(st.just("M"), whole, whole),
    st.just(("Z",)),
)


@given(st.tuples(whole, whole), st.lists(steps, max_size=12))
@settings(max_examples=200, deadline=None)
def test_a_short_path_reads_back_as_the_same_outline(start, rest):
    outline = (("M", *start), *rest)
    assert read_path_data(short_path_data(outline)) == outline


def test_an_arcs_flags_may_stand_together():
    assert read_path_data("M0 0a1 1 0 00.5.5") == (("M", 0.0, 0.0), ("A", 1.0, 1.0, 0.0, 0.0, 0.0, 0.5, 0.5))


@pytest.mark.parametrize(
    "text", ["M0 0L" + "1" * 20_000 + "!", "M0 0A1 1 0 2 0 5 5", "M0 0 1", "M0 0Z4 4", "x", ",5M0 0"]
)
def test_what_is_no_path_data_is_refused(text):
    with pytest.raises(ValueError, match="missing"):
        read_path_data(text)


def test_a_path_may_not_have_more_commands_than_asked_for():
    assert len(read_path_data("M0 0" + "L1 1" * 5, most=6)) == 6
    with pytest.raises(ValueError, match="more than 5"):
        read_path_data("M0 0" + "L1 1" * 5, most=5)
