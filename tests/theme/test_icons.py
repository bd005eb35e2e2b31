"""Icons: the shipped ones, what an icon file may hold, and what it becomes."""

from __future__ import annotations

import io
import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from oauthviz.core.diagnostics import LimitError, OauthvizError, Position, SpecError
from oauthviz.core.geometry import Rect
from oauthviz.core.outlines import path_data, short_path_data
from oauthviz.core.pathdata import read_path_data
from oauthviz.drawing.icons import paint_icon
from oauthviz.drawing.scene import Look, Rectangle, Scene
from oauthviz.graph.build import ICONS
from oauthviz.icon_catalog import check_icons
from oauthviz.render.png import render_png
from oauthviz.theme.icon_packs import cleaned
from oauthviz.theme.icons import DEFAULT_ICON, GRID, is_icon_name, list_icons, load_icon, parse_icon
from tests.conftest import ROOT

FOLDER = ROOT / "icons"
SIDE = 20


def svg(inner: str, root: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"{root}>{inner}</svg>'.encode()


def refusal(data: bytes) -> str:
    with pytest.raises(SpecError) as caught:
        parse_icon(data, "x")
    assert caught.value.exit_code == 3
    assert all(found.position is not None for found in caught.value.diagnostics)
    return str(caught.value)


@pytest.mark.parametrize("name", list_icons())
def test_every_shipped_icon_is_drawn_inside_its_grid(name):
    for shape in load_icon(name).shapes:
        for command in shape.commands:
            assert all(-1 <= number <= GRID + 1 for number in command[1:])


def test_no_shipped_icon_leaves_the_grid_with_its_strokes_or_is_small_beside_the_others():
    assert [fault for report in check_icons([FOLDER]) for fault in report.faults] == []


@pytest.mark.parametrize("name", list_icons())
def test_every_shipped_icon_is_of_one_hand(name):
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    root = text.splitlines()[0]
    assert root == (FOLDER / f"{DEFAULT_ICON}.svg").read_text(encoding="utf-8").splitlines()[0]
    assert 'stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"' in root
    assert re.findall("stroke-width|stroke-line", text.partition("\n")[2]) == []
    assert {"tint", "stroke"} <= {shape.paint for shape in load_icon(name).shapes}


def test_every_shipped_icon_has_a_plain_name_and_says_what_it_stands_for():
    titles = [load_icon(name).title for name in list_icons()]
    assert all(is_icon_name(name) for name in list_icons())
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_there_are_icons_enough_and_one_for_each_kind_of_box():
    assert len(list_icons()) >= 32
    assert {DEFAULT_ICON, "user", "key", "flag", "cloud", *ICONS.values()} <= set(list_icons())


def test_no_two_shipped_icons_look_alike_at_20_px():
    names = list_icons()
    parts = [Rectangle(Rect(0, 0, SIDE * len(names), SIDE), 0, Look(fill="#FFFFFF"))]
    for i, name in enumerate(names):
        parts.append(paint_icon(load_icon(name), Rect(SIDE * i, 0, SIDE, SIDE), "#000000", 0.18, 3.1))
    scene = Scene(SIDE * len(names), SIDE, "Icons", "", "en", tuple(parts), {})
    row = Image.open(io.BytesIO(render_png(scene))).convert("L")
    tiles = {name: row.crop((SIDE * i, 0, SIDE * (i + 1), SIDE)) for i, name in enumerate(names)}
    for one, other in combinations(names, 2):
        apart = ImageStat.Stat(ImageChops.difference(tiles[one], tiles[other])).mean[0]
        assert apart > 20, (one, other, apart)


def test_an_unknown_icon_says_what_was_probably_meant():
    with pytest.raises(SpecError, match="did you mean 'database'"):
        load_icon("databse")


@pytest.mark.parametrize(
    ("wish", "icon"), [("passkey", "fingerprint"), ("lambda", "function"), ("access-token", "token")]
)
def test_an_icon_is_found_by_what_it_stands_for(wish, icon):
    with pytest.raises(SpecError, match=f"did you mean '{icon}'"):
        load_icon(wish)


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
        ("<g>" * 5000 + "</g>" * 5000, "<g>"),
        ('<use href="data:image/svg+xml,x"/>', "<use>"),
        ('<set attributeName="d" to="x"/>', "<set>"),
        ("<filter/>", "<filter>"),
        ("<metadata/>", "<metadata>"),
        ('<script xmlns="http://www.w3.org/1999/xhtml"/>', "<script>"),
        ('<path xmlns="http://evil.example" d="M0 0L1 1"/>', "<path>"),
        ("<path d='M0 0L1 1'><animate/></path>", "<animate>"),
        ("<path d='M0 0L1 1'><path d='M0 0L1 1'/></path>", "<path> holds <path>"),
        ("<title>x<script/></title><path d='M0 0L1 1'/>", "<script>"),
        ("<g><title>x</title></g>", "<title>"),
        ("<title>" + "x" * 201 + "</title>", "<title>"),
        ("<title>a\u202eb</title>", "<title>"),
        ('<?xml-stylesheet href="x.css"?><path d="M0 0L1 1"/>', "<?xml-stylesheet?>"),
        ("<text>x</text>", "<text>"),
        ('<path d="M0 0L1 1" onclick="x()"/>', "onclick"),
        ('<path d="M0 0L1 1" style="fill:red"/>', "style"),
        ('<path d="M0 0L1 1" transform="scale(2)"/>', "transform"),
        ('<path d="M0 0L1 1" fill="url(#x)"/>', "fill"),
        ('<path d="M0 0L1 1" fill="#FF0000"/>', "fill"),
        ('<path d="M0 0L1 1" class="evil"/>', "class"),
        ('<path d="M0 0L1 1" xmlns:x="http://www.w3.org/1999/xlink" x:href="//e"/>', "href"),
        ('<path d="M0 0L1 1" fill="inherit"/>', "fill"),
        ('<path d="M0 0L1 1" stroke="none"/>', "<path>"),
        ('<path d="M0 0L1 1" filter="url(#x)"/>', "filter"),
        ('<path d="M0 0L1 1" href="//evil.example"/>', "href"),
        ('<g onload="x()"><path d="M0 0L1 1"/></g>', "onload"),
        ('<path d="M0 0L1 nan"/>', "<path>"),
        ('<path d="M0 0L99 1"/>', "<path>"),
        ('<path d="M0 0C-99 0 4 4 5 5"/>', "<path>"),
        ('<path d="M0 0A99999 1 0 0 0 4 4"/>', "<path>"),
        ('<path d="M0 0A40 40 0 1 0 4 4"/>', "<path>"),
        ('<path d="' + "M0 0" * 3000 + '"/>', "<path>"),
        ('<path d="M0 0L1e999 1"/>', "<path>"),
        ('<path d="L1 1"/>', "<path>"),
        ('<path d="M0 0 X"/>', "<path>"),
        ('<circle r="1e999"/>', "<circle>"),
        ('<circle cx="nan" r="3"/>', "<circle>"),
        ('<circle cx="24" cy="24" r="500000"/>', "<circle>"),
        ('<circle r="0"/>', "<circle>"),
        ('<rect width="0" height="4"/>', "<rect>"),
        ('<polyline points="1 2 3"/>', "<polyline>"),
        ("<path d='M0 0L1 1'>text</path>", "<path>"),
        ("", "0 shapes"),
    ],
)
def test_what_is_not_on_the_list_is_refused_by_name(inner, named):
    assert named in refusal(svg(inner))


def test_every_fault_of_a_file_is_named_with_its_line():
    data = svg('\n<script>\n<g/>\n</script>\n<path style="x" onclick="y"\n d="M0 0L99 0"/>\n words ')
    with pytest.raises(SpecError) as caught:
        parse_icon(data, "x", "packs/x.svg")
    found = [(one.position.line, one.code, one.message) for one in caught.value.diagnostics]
    assert [line for line, _, _ in found] == [2, 5, 5, 7]
    assert "<script>" in found[0][2]
    assert "'style'" in found[1][2] and "'onclick'" in found[2][2]
    assert {one.file for one in caught.value.diagnostics} == {"packs/x.svg"}


def test_what_is_inside_a_refused_element_is_not_read():
    with pytest.raises(SpecError) as caught:
        parse_icon(svg("<defs><script/><style/><path/></defs>"), "x")
    assert len(caught.value.diagnostics) == 1


def test_only_so_many_faults_are_told():
    with pytest.raises(SpecError) as caught:
        parse_icon(svg("<script/>" * 1000), "x")
    assert len(caught.value.diagnostics) == 20


@pytest.mark.parametrize("box", ["", ' viewBox="0 0 24 24"', ' viewBox="0 0 nan 48"', ' viewBox="0 0 48"'])
def test_another_grid_is_refused(box):
    data = f'<svg xmlns="http://www.w3.org/2000/svg"{box}><path d="M0 0L1 1"/></svg>'.encode()
    with pytest.raises(SpecError) as caught:
        parse_icon(data, "x")
    assert caught.value.diagnostics[0].position == Position(1, 1)
    assert "<svg>" in str(caught.value) and "48" in str(caught.value)


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


def test_a_bomb_of_entities_is_refused_before_it_is_unfolded():
    levels = "".join(f"<!ENTITY a{k + 1} '{f'&a{k};' * 10}'>" for k in range(12))
    bomb = f"<!DOCTYPE svg [<!ENTITY a0 'ha'>{levels}]>".encode() + svg("<title>&a12;</title><path d='M0 0L1 1'/>")
    assert "<!DOCTYPE>" in refusal(bomb)


def test_a_huge_icon_is_over_the_limit():
    with pytest.raises(LimitError):
        parse_icon(svg("<path d='M0 0L1 1'/>" + " " * 65_536), "x")


@pytest.mark.parametrize(
    ("inner", "paints"),
    [
        ('<path class="t" d="M0 0h9"/><circle class="s" r="2"/><path d="M0 0v9"/>', ["tint", "solid", "stroke"]),
        ('<g class="t"><path d="M0 0h9"/></g><path d="M0 0v9"/>', ["tint", "stroke"]),
        ('<path fill="currentColor" d="M0 0h9"/>', ["solid"]),
        ('<g fill="currentColor" fill-opacity=".2"><path stroke="currentColor" d="M0 0h9"/></g>', ["tint", "stroke"]),
        ('<path class="t" fill="currentColor" stroke="none" d="M0 0h9"/>', ["tint"]),
    ],
)
def test_a_shape_is_painted_as_its_class_says_or_else_its_fill_and_stroke(inner, paints):
    assert [shape.paint for shape in parse_icon(svg(inner), "x").shapes] == paints


def test_a_title_and_comments_and_ids_change_nothing_in_the_drawing():
    plain = parse_icon(svg('<path d="M0 0h9"/>'), "x")
    dressed = parse_icon(
        svg('<!-- gate --><title> A\n gate </title><path id="p" d="M0 0h9"/>', ' id="r" version="1.1"'), "x"
    )
    assert dressed.title == "A gate"
    assert dressed.shapes == plain.shapes
    assert cleaned(dressed) == cleaned(plain)


@pytest.mark.parametrize("name", list_icons())
def test_cleaning_twice_gives_the_same_bytes(name):
    once = cleaned(load_icon(name))
    assert cleaned(parse_icon(once, name)) == once


TAGS = ["<g>", "</g>", "<path d='M1 1h9'/>", "<script>", "</script>", "<title>", "</title>", "<x:g>", "<use", "/>"]
PIECES = [
    "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "&a;",
    "&lt;",
    " href='#x'",
    " d=''",
    "<?p?>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
]
MARKUP = st.sampled_from([*TAGS, *PIECES, "\0", "\ud800"])


@given(st.lists(MARKUP | st.text(max_size=4), max_size=8).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_bytes_become_an_icon_or_an_error_with_its_file(inner):
    try:
        icon = parse_icon(svg("<path d='M1 1h9'/>")[:-6] + inner.encode("utf-8", "surrogatepass") + b"</svg>", "x")
    except OauthvizError as error:
        assert all(found.file == "icons/x.svg" and found.position for found in error.diagnostics)
        return
    assert cleaned(parse_icon(cleaned(icon), "x")) == cleaned(icon)


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
