"""SVG: the public structure, safe elements only, the same bytes for the same scene."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from oauthviz.core.diagnostics import SpecError
from oauthviz.drawing.compose import draw, outlines_of
from oauthviz.drawing.scene import Group, Look, Path, Scene
from oauthviz.drawing.text import Pen
from oauthviz.render.svg import render_svg
from oauthviz.theme.loading import list_themes, load_theme
from tests.drawing.sample_layout import TYPESETTER, block, diagram_of, everything, handshake, scene_of

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
ELEMENTS = {"svg", "title", "desc", "defs", "g", "a", "path", "rect", "circle", "use", "text"}
ELEMENTS |= {"linearGradient", "radialGradient", "stop"}
ATTRIBUTES = {"class", "id", "role", "lang", "transform", "width", "height", "viewBox", "x", "y", "rx", "cx", "cy", "r"}
ATTRIBUTES |= {"d", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap"}
ATTRIBUTES |= {"stroke-linejoin", "stroke-dasharray", "stroke-dashoffset", "font-family", "font-size", "font-weight"}
ATTRIBUTES |= {"textLength", "lengthAdjust", "aria-label", "aria-hidden", "aria-labelledby", "aria-describedby"}
ATTRIBUTES |= {"gradientUnits", "x1", "y1", "x2", "y2", "offset", "stop-color", "stop-opacity", "dir"}
ATTRIBUTES |= {XLINK, "{http://www.w3.org/XML/1998/namespace}lang"}


def tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def of_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [e for e in root.iter() if name in (e.get("class") or "").split()]


def only_allowed(root: ElementTree.Element) -> bool:
    return all(
        e.tag.removeprefix(SVG) in ELEMENTS and all(a in ATTRIBUTES or a.startswith("data-") for a in e.attrib)
        for e in root.iter()
    )


def text_scene(text: str, href: str | None = None) -> Scene:
    """A scene that holds `text` in every place where a spec's string can come to stand."""
    pen = Pen(load_theme("pink-teal"), TYPESETTER, None, dense=False)
    line = pen.text(block("box-name", "x", 14, 10, 20), "#000000")
    group = Group((line,), name="box", id=text, data=(("id", text), ("text", text)), label=text, href=href)
    return Scene(100, 50, text, text, "en", (group,), outlines_of((group,), TYPESETTER))


@pytest.fixture(scope="module", params=["glyphs", "plain"])
def mode(request):
    return request.param


@pytest.mark.parametrize("layout", [handshake, everything])
def test_the_root_tells_size_language_story_and_stamp(layout, mode):
    stamp = {"oauthviz": "1.2.3", "spec": "abc", "theme": "pink-teal", "fonts": "inter 4"}
    root = tree(render_svg(scene_of(layout()), prefix="flow", text=mode, stamp=stamp))
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("1024", "1024", "0 0 1024 1024")
    assert root.get("lang") == "en"
    assert root.get("role")
    assert [e.tag for e in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == "OAuth 2 Flow"
    assert {k: root.get(f"data-{k}") for k in stamp} == stamp
    assert root.get("aria-labelledby") == root[0].get("id")


@pytest.mark.parametrize("layout", [handshake, everything])
def test_every_text_holds_its_lines_and_every_line_its_words(layout, mode):
    root = tree(render_svg(scene_of(layout()), prefix="flow", text=mode))
    texts = of_class(root, "text")
    assert texts
    for text in texts:
        lines = [child for child in text if child.get("class") == "line"]
        assert lines
        assert all(re.fullmatch(r"#[0-9A-F]{6}", line.get("fill")) for line in lines)
        words = [e for line in lines for e in line.iter(f"{SVG}text")]
        assert len(words) == len(lines)
        assert " ".join(e.text for e in words) == text.get("data-text")
        assert float(text.get("data-size")) > 0
        assert all((e.get("fill-opacity") == "0") == (mode == "glyphs") for e in words)


@pytest.mark.parametrize("layout", [handshake, everything])
def test_ids_are_unique_and_carry_the_prefix_and_every_use_finds_its_glyph(layout):
    root = tree(render_svg(scene_of(layout()), prefix="my flow", text="glyphs"))
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert all(i.startswith("my-flow-") for i in ids)
    used = {e.get(XLINK)[1:] for e in root.iter(f"{SVG}use")}
    assert used <= set(ids)
    assert len(list(root.iter(f"{SVG}defs"))) == 1


def test_plain_text_has_no_outlines_of_glyphs():
    root = tree(render_svg(scene_of(handshake()), prefix="x", text="plain"))
    assert not list(root.iter(f"{SVG}use")) + list(root.iter(f"{SVG}defs"))
    assert {e.get("font-family") for e in root.iter(f"{SVG}text")} == {
        "'Inter', sans-serif",
        "'Plus Jakarta Sans', sans-serif",
    }


@pytest.mark.parametrize("layout", [handshake, everything])
@pytest.mark.parametrize("theme", list_themes())
def test_only_elements_and_attributes_of_the_list_are_written(layout, theme, mode):
    scene = draw(layout(), diagram_of(layout()), load_theme(theme), TYPESETTER)
    assert only_allowed(tree(render_svg(scene, prefix="x", text=mode)))


def test_boxes_arrows_and_groups_carry_the_spec_s_own_ids():
    root = tree(render_svg(scene_of(everything()), prefix="x"))
    arrow = next(e for e in of_class(root, "arrow") if e.get("data-id") == "a4")
    assert (arrow.get("data-from"), arrow.get("data-to"), arrow.get("data-kind")) == ("authz", "browser", "redirect")
    assert arrow.get("data-direction") == "forward"
    assert [p.get("data-from") for p in of_class(arrow, "arrow-path")] == ["authz"]
    box = next(e for e in of_class(root, "box") if e.get("data-id") == "queue")
    assert box.get("data-kind") == "queue"
    assert of_class(box, "icon")[0].get("data-icon") == "queue"
    assert of_class(box, "box-frame")[0].tag == f"{SVG}rect"
    zone = of_class(root, "zone")[0]
    assert zone.get("data-members") == "cache queue"
    assert len(of_class(zone, "zone-frame")) == 1
    assert len(of_class(root, "boundary-frame")) == 2
    assert of_class(root, "callout")[0].get("data-on") == "a1"


def test_a_link_lies_inside_its_box():
    root = tree(render_svg(scene_of(everything()), prefix="x"))
    links = list(root.iter(f"{SVG}a"))
    assert [link.get(XLINK) for link in links] == ["https://example.org/api?a=1&b=2"]
    assert of_class(links[0], "box-frame")


@pytest.mark.parametrize("href", ["https://a.b/", "http://a", "mailto:a@b.c", "docs/x.html", "#part", "/x?y=1&z=2"])
def test_ordinary_links_are_written_as_they_are(href):
    assert tree(render_svg(text_scene("x", href), prefix="x")).find(f".//{SVG}a").get(XLINK) == href


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScRiPt:x", " javascript:x", "java\nscript:x", "data:text/html,x", "file:///etc"],
)
def test_links_of_other_schemes_are_refused(href):
    with pytest.raises(SpecError, match="scheme"):
        render_svg(text_scene("x", href), prefix="x")


@pytest.mark.parametrize(
    "text",
    ['"><script>alert(1)</script>', "a & b", "]]>", "<!--", "javascript:x", "it's", "a\tb\nc", "&amp;", "日本 🎉"],
)
def test_hostile_text_comes_back_as_written(text):
    root = tree(render_svg(text_scene(text), prefix="x"))
    assert only_allowed(root)
    assert root[0].text == root[1].text == text
    box = of_class(root, "box")[0]
    assert box.get("data-text") == box.get("aria-label") == text


@given(st.text(max_size=30).filter(bool))
@settings(max_examples=60, deadline=None)
def test_any_text_is_written_well_formed_or_refused(text):
    try:
        svg = render_svg(text_scene(text), prefix=text)
    except SpecError:
        assert re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", text)
        return
    root = tree(svg)
    assert only_allowed(root)
    assert root[0].text == text
    assert of_class(root, "box")[0].get("data-id") == text


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\ud800b", "a\uffffb"])
def test_characters_that_xml_cannot_hold_are_refused(text):
    with pytest.raises(SpecError, match=r"U\+"):
        render_svg(text_scene(text), prefix="x")


def test_the_same_scene_gives_the_same_bytes(mode):
    first, second = (render_svg(scene_of(everything()), prefix="x", text=mode) for _ in range(2))
    assert first == second
    assert "nan" not in first
    assert "-0 " not in first
    assert not re.search(r"\d\.\d{9}", first)


def test_a_changed_label_changes_the_lines_of_that_label_only():
    layout = handshake()
    old = layout.arrows[0]
    other = replace(old, label=block("arrow-label", "Open sign-in|page over|HTTP", 12, 67, 310))
    before = render_svg(scene_of(layout), prefix="x").splitlines()
    after = render_svg(scene_of(replace(layout, arrows=(other, *layout.arrows[1:]))), prefix="x").splitlines()
    assert len(set(before) ^ set(after)) <= 8


@pytest.mark.parametrize(
    ("commands", "dash", "ends"),
    [
        ((("M", 1, 1), ("L", 9, 1), ("L", 9, 9), ("Z",)), (), False),
        ((("M", 1, 1), ("L", 9, 1), ("Z",), ("M", 1, 5), ("L", 9, 5), ("Z",)), (), False),
        ((("M", 1, 1), ("L", 9, 1), ("Z",), ("M", 1, 5), ("L", 9, 5)), (), True),
        ((("M", 1, 1), ("L", 9, 1), ("L", 9, 9), ("Z",)), (2, 1), True),
    ],
)
def test_only_a_line_that_ends_somewhere_has_round_ends(commands, dash, ends):
    path = Path(commands, Look(stroke="#000000", dash=dash, round_ends=True))
    (drawn,) = tree(render_svg(Scene(10, 10, "a", "a", "en", (path,), {}), prefix="p")).iter(f"{SVG}path")
    assert drawn.get("stroke-linejoin") == "round"
    assert (drawn.get("stroke-linecap") == "round") == ends
