"""Gradients of a read picture: contrast is measured against the colour that is really there."""

from __future__ import annotations

import pytest
from defusedxml.ElementTree import fromstring

from oauthviz.drawing.compose import draw
from oauthviz.drawing.surface import box_ink
from oauthviz.render.reading import read_svg
from oauthviz.render.reading_colours import backdrop
from oauthviz.render.reading_tree import Tree
from oauthviz.render.svg import render_svg
from oauthviz.theme.loading import load_theme
from tests.drawing.sample_layout import TYPESETTER, diagram_of, everything

SHADED = """<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100">
<defs>
<linearGradient id="down" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="100">
<stop offset="0" stop-color="#000000"/><stop offset="1" stop-color="#C8C8C8"/></linearGradient>
<radialGradient id="round" gradientUnits="userSpaceOnUse" cx="50" cy="50" r="40">
<stop offset="0" stop-color="#FFFFFF"/><stop offset="0.5" stop-color="#FFFFFF" stop-opacity="0.5"/>
<stop offset="1" stop-color="#FFFFFF" stop-opacity="0"/></radialGradient>
<linearGradient id="box"><stop offset="0" stop-color="#000000"/><stop offset="1" stop-color="#640000"/></linearGradient>
</defs>
<rect width="100" height="100" fill="url(#down)"/>
<g transform="translate(10 0)">%s</g>
</svg>"""


def at(shape: str, x: float, y: float) -> tuple[int, int, int] | None:
    tree = Tree(fromstring(SHADED % shape), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0))
    return backdrop(tree, len(tree.shapes), (x, y))


@pytest.mark.parametrize(("y", "grey"), [(0, 0), (25, 50), (50, 100), (75, 150)])
def test_a_linear_gradient_has_another_colour_at_each_place(y, grey):
    assert at("", 5, y) == (grey, grey, grey)


@pytest.mark.parametrize(("x", "grey"), [(60, 255), (80, 178), (90, 139)])
def test_a_radial_gradient_s_stops_shine_through_as_much_as_they_say(x, grey):
    assert at('<rect width="100" height="100" fill="url(#round)"/>', x, 50) == (grey, grey, grey)


def test_a_gradient_may_be_given_in_shares_of_what_it_fills():
    assert at('<rect x="10" y="10" width="40" height="40" fill="url(#box)"/>', 40, 30) == (50, 0, 0)


def test_a_gradient_may_be_turned_on_its_way():
    turned = '<linearGradient id="turned" gradientTransform="rotate(90)">'
    stops = '<stop offset="0" stop-color="#000000"/><stop offset="1" stop-color="#006400"/></linearGradient>'
    shape = '<rect x="10" y="10" width="40" height="40" fill="url(#turned)"/>'
    assert at(f"{turned}{stops}{shape}", 40, 20) == (0, 25, 0)


def test_a_text_s_backdrop_is_the_gradient_of_its_box_where_it_stands():
    layout = everything()
    theme = load_theme("neon-dark")
    drawn = read_svg(render_svg(draw(layout, diagram_of(layout), theme, TYPESETTER), prefix="p"))
    names = {text.box: text for text in drawn.texts if text.role == "box-name"}
    for box in layout.boxes:
        backdrop_of_name = names[box.id].backdrop
        assert backdrop_of_name is not None
        top, bottom = (stop.colour for stop in _fill(layout, theme, box.id).stops)
        for channel, start in enumerate((1, 3, 5)):
            ends = sorted((int(top[start : start + 2], 16), int(bottom[start : start + 2], 16)))
            assert ends[0] <= backdrop_of_name[channel] <= ends[1]
    assert len({text.backdrop for text in names.values()}) > 1


def _fill(layout, theme, id):
    box = next(box for box in layout.boxes if box.id == id)
    return box_ink(box, theme.paint.box_tone(box.kinds), theme.paint)


def test_a_gradient_is_defined_once_under_the_picture_s_prefix():
    layout = everything()
    svg = render_svg(draw(layout, diagram_of(layout), load_theme("neon-dark"), TYPESETTER), prefix="my")
    for box in layout.boxes:
        assert svg.count(f'id="my-box-{box.id}-fill"') == 1
        assert f'fill="url(#my-box-{box.id}-fill)"' in svg
    assert svg.count('id="my-title-fill"') == 1


def test_what_lies_under_a_place_is_found_wherever_it_is() -> None:
    rows = "".join(f'<rect x="{7 * k % 90}" y="{40 * k - 100}" width="9" height="{k * 17 % 300}"/>' for k in range(60))
    tree = Tree(fromstring(SHADED % rows), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0))
    for x, y in ((3 * k % 110, 31 * k - 200) for k in range(90)):
        around = [
            (number, shape)
            for number, shape in enumerate(tree.shapes)
            if shape.area[0] <= x <= shape.area[2] and shape.area[1] <= y <= shape.area[3]
        ]
        assert tree.near((x, y)) == around
