"""What is read back from an SVG is what was laid out, and what is no picture of ours is refused."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from oauthviz.core.diagnostics import LimitError, SpecError
from oauthviz.layout.check import check
from oauthviz.layout.check.from_layout import drawn_of
from oauthviz.layout.check.model import Drawn
from oauthviz.layout.check.plane import Span, distance_to_line, holds, span
from oauthviz.layout.model import Layout
from oauthviz.render import reading
from oauthviz.render.reading import read_svg
from oauthviz.render.svg import render_svg
from oauthviz.theme.loading import load_theme
from tests.drawing import sample_layout

NEAR = 2.0

Pair = tuple[Drawn, Drawn]


@pytest.fixture(scope="module", params=("handshake", "everything"))
def layout(request: pytest.FixtureRequest) -> Layout:
    return getattr(sample_layout, request.param)()  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def svg(layout: Layout) -> str:
    return render_svg(sample_layout.scene_of(layout), prefix="p")


@pytest.fixture(scope="module")
def pair(layout: Layout, svg: str) -> Pair:
    return drawn_of(layout, load_theme("pink-teal").metrics), read_svg(svg)


def close(a: Span, b: Span, by: float = NEAR) -> bool:
    return all(abs(u - v) <= by for u, v in zip(a, b, strict=True))


def test_the_same_texts_stand_in_the_same_places(pair: Pair) -> None:
    planned, drawn = ({(t.role, t.text, t.arrow, t.box): t for t in d.texts} for d in pair)
    assert sorted(planned, key=str) == sorted(drawn, key=str)
    for key, text in drawn.items():
        assert (text.size, text.group, text.on) == (planned[key].size, planned[key].group, planned[key].on)
        for ink, band in zip(text.lines, planned[key].lines, strict=True):
            assert holds(span(band), span(ink), NEAR)
            assert abs(ink.x - band.x) <= NEAR + 0.06 * text.size
            assert abs(ink.right - band.right) <= NEAR + 0.06 * text.size


def test_the_selectable_words_keep_to_the_band_of_their_line(pair: Pair) -> None:
    planned, drawn = ({(t.role, t.text, t.arrow, t.box): t for t in d.texts} for d in pair)
    for key, text in drawn.items():
        for area, band in zip(text.selection, planned[key].lines, strict=True):
            assert holds(span(band), span(area), NEAR)


def test_boxes_groups_and_legend_stand_in_the_same_places(pair: Pair) -> None:
    planned, drawn = pair
    assert [(b.id, b.zone) for b in planned.boxes] == [(b.id, b.zone) for b in drawn.boxes]
    for a, b in zip(planned.boxes, drawn.boxes, strict=True):
        assert close(span(a.rect), span(b.rect)) and a.icon and b.icon
        assert (a.badge is None) == (b.badge is None)
        assert holds(span(a.icon.rect), span(b.icon.rect), NEAR)
    for g, h in zip(planned.groups, drawn.groups, strict=True):
        assert (g.id, g.kind, g.members) == (h.id, h.kind, h.members)
        assert close(span(g.rect), span(h.rect))
        assert max(distance_to_line(x, y, (*g.outline, g.outline[0])) for x, y in h.outline) <= NEAR
    assert planned.legend_frame and drawn.legend_frame
    assert close(span(planned.legend_frame), span(drawn.legend_frame))
    assert [item.number for item in planned.legend] == [item.number for item in drawn.legend]


def test_arrows_run_the_same_way(pair: Pair, layout: Layout) -> None:
    planned, drawn = pair
    hopping = [arrow.id for arrow in layout.arrows if arrow.hops]
    for a, b in zip(planned.arrows, drawn.arrows, strict=True):
        assert (a.id, a.step, a.both) == (b.id, b.step, b.both)
        assert len(a.heads) == len(b.heads)
        assert all(close(span(h), span(k)) for h, k in zip(a.heads, b.heads, strict=True))
        assert (a.badge is None) == (b.badge is None)
        if a.badge and b.badge:
            assert close(span(a.badge), span(b.badge))
        for p, q in zip(a.branches, b.branches, strict=True):
            assert (p.source, p.target) == (q.source, q.target)
            if a.id not in hopping:
                assert max(distance_to_line(x, y, p.points) for x, y in q.points) <= NEAR


def test_plates_colours_and_words_are_read(pair: Pair) -> None:
    planned, drawn = pair
    plates = {(t.text, t.arrow): t.plate for t in planned.texts if t.plate}
    for text in drawn.texts:
        assert text.colour and text.backdrop and not text.hidden
        assert text.spoken and "".join(text.spoken.split()) == "".join(text.text.split())
        plate = plates.get((text.text, text.arrow))
        assert (plate is None) == (text.plate is None)
        if plate and text.plate:
            assert close(span(text.plate), span(plate))
    assert all(arrow.colour and arrow.backdrop for arrow in drawn.arrows)
    assert all(box.icon and box.icon.colour and box.icon.backdrop for box in drawn.boxes)


def test_a_drawn_picture_breaks_no_rule_that_its_layout_keeps(pair: Pair) -> None:
    planned, drawn = ({finding.rule for finding in check(d)} for d in pair)
    assert drawn <= planned


def test_a_picture_of_twice_the_size_is_read_in_its_own_px(svg: str) -> None:
    large = re.sub(r'(<svg[^>]*?) (width|height)="1024"', r'\1 \2="2048"', svg, count=1)
    large = re.sub(r'(<svg[^>]*?) (width|height)="1024"', r'\1 \2="2048"', large, count=1)
    once, twice = read_svg(svg), read_svg(large)
    assert (twice.width, twice.height) == (2048, 2048)
    assert twice.texts[0].size == 2 * once.texts[0].size
    assert close(span(twice.boxes[0].rect), tuple(2 * v for v in span(once.boxes[0].rect)), 0.01)  # type: ignore[arg-type]


def test_what_is_painted_over_a_text_hides_it(svg: str) -> None:
    cover = '<rect x="0" y="0" width="1024" height="1024" fill="#ffffff"/></svg>'
    rules = {finding.rule for finding in check(read_svg(svg.replace("</svg>", cover)))}
    assert "text-invisible" in rules


def test_pale_text_fails_on_what_is_behind_it(svg: str) -> None:
    pale = re.sub(r'(<g class="line") fill="#[0-9A-Fa-f]{6}"', r'\1 fill="#F4F4F0"', svg)
    assert "contrast" in {finding.rule for finding in check(read_svg(pale))}


def test_scripts_and_foreign_references_are_found(svg: str) -> None:
    bad = svg.replace("</svg>", '<script/><image href="https://example.org/a.png"/><g onload="x()"/></svg>')
    document = read_svg(bad).document
    assert document and document.forbidden == ("script", "g") and document.external == ("https://example.org/a.png",)


def test_a_link_of_a_box_is_no_foreign_reference() -> None:
    layout = sample_layout.everything()
    box = replace(layout.boxes[0], link="https://example.org/")
    linked = replace(layout, boxes=(box, *layout.boxes[1:]))
    document = read_svg(render_svg(sample_layout.scene_of(linked), prefix="p")).document
    assert document and document.external == () and document.forbidden == ()


def test_plain_text_is_measured_by_the_width_it_is_set_to(layout: Layout, pair: Pair) -> None:
    plain = read_svg(render_svg(sample_layout.scene_of(layout), prefix="p", text="plain"))
    for a, b in zip(pair[1].texts, plain.texts, strict=True):
        assert a.text == b.text and len(a.lines) == len(b.lines)
        assert all(holds(span(v), span(u), NEAR) for u, v in zip(a.lines, b.lines, strict=True))


def test_plain_text_without_a_width_cannot_be_measured(layout: Layout) -> None:
    plain = render_svg(sample_layout.scene_of(layout), prefix="p", text="plain")
    with pytest.raises(SpecError, match="plain and says no width"):
        read_svg(re.sub(r' textLength="[^"]*"', "", plain))


@pytest.mark.parametrize(
    ("svg", "message"),
    [
        ("", "no well-formed XML"),
        ("<svg><g></svg>", "no well-formed XML"),
        ("<html/>", "no <svg>"),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "no groups of class box and text"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "no size"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "DTD or entities"),
        ('<svg width="9" height="9"><path d="M 0 0 L nan 3"/></svg>', "cannot be checked"),
        ('<svg width="9" height="9"><rect width="inf" height="1"/></svg>', "cannot be checked"),
        ('<svg width="9" height="9"><g transform="explode(3)"/></svg>', "no transform"),
        ('<svg width="9" height="9">' + "<g>" * 70 + "</g>" * 70 + "</svg>", "nested more than"),
        ("<svg>\ud800</svg>", "characters that XML cannot"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused_with_its_reason(svg: str, message: str) -> None:
    with pytest.raises(SpecError, match=message):
        read_svg(svg)


def test_a_reference_to_itself_ends(svg: str) -> None:
    with pytest.raises(SpecError, match="nested more than"):
        read_svg(svg.replace("</svg>", '<g id="me"><use href="#me"/></g></svg>'))


def test_an_svg_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    with pytest.raises(LimitError):
        read_svg("<svg>aaaaaaaa</svg>")


def test_what_this_process_wrote_is_read_alike_by_the_quicker_parser(svg: str) -> None:
    assert read_svg(svg, trusted=True) == read_svg(svg)


def test_a_run_of_plain_glyphs_reads_like_the_same_glyphs_one_by_one(svg: str) -> None:
    # a class makes an element of its own of each glyph
    one_by_one = svg.replace("<use ", '<use class="glyph" ')
    assert one_by_one != svg
    fast, slow = read_svg(svg), read_svg(one_by_one)
    for ours, theirs in zip(fast.texts, slow.texts, strict=True):
        assert (ours.text, ours.colour, ours.backdrop, ours.hidden) == (
            theirs.text, theirs.colour, theirs.backdrop, theirs.hidden
        )  # fmt: skip
        for a, b in zip(ours.lines, theirs.lines, strict=True):
            assert (a.x, a.y, a.w, a.h) == pytest.approx((b.x, b.y, b.w, b.h))


def test_a_picture_of_boxes_alone_is_one_of_ours() -> None:
    layout = replace(sample_layout.handshake(), arrows=(), key=())
    drawn = read_svg(render_svg(sample_layout.scene_of(layout), prefix="p"))
    assert drawn.boxes and not drawn.arrows
