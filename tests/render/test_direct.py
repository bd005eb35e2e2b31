"""Drawing with libcairo itself: cairosvg is the reference, pixel by pixel."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from oauthviz.core.geometry import Rect
from oauthviz.drawing.compose import draw
from oauthviz.drawing.ink import LinearGradient, RadialGradient, Stop
from oauthviz.drawing.scene import Circle, Group, Look, Path, Rectangle, Scene
from oauthviz.render.direct import Pixels, _rounded
from oauthviz.render.png import draw_raster, render_png
from oauthviz.render.rasterisers import RendererChoice
from oauthviz.theme.loading import list_themes, load_theme
from tests.drawing.sample_layout import TYPESETTER, diagram_of, everything, handshake, scene_of
from tests.systems import needs_cairo

pytestmark = needs_cairo  # the reference is cairosvg, which needs it as the code under test does

COORDINATE = st.floats(-5, 70).map(lambda x: round(x, 3))
POINT = st.tuples(COORDINATE, COORDINATE)
RADIUS = st.sampled_from([0.0, 2.5, 5.0, 12.0, 40.0])
FLAG = st.sampled_from([0.0, 1.0])
ARC = st.builds(
    lambda rx, ry, turn, large, sweep, end: ("A", rx, ry, turn, large, sweep, *end),
    RADIUS.filter(bool), RADIUS.filter(bool), st.sampled_from([0.0, 30.0, 90.0]), FLAG, FLAG, POINT,
)  # fmt: skip
SEGMENT = st.one_of(
    POINT.map(lambda p: ("L", *p)),
    st.tuples(POINT, POINT).map(lambda ps: ("Q", *ps[0], *ps[1])),
    st.tuples(POINT, POINT, POINT).map(lambda ps: ("C", *ps[0], *ps[1], *ps[2])),
    ARC,
)
STOPS = st.lists(
    st.builds(
        Stop,
        st.sampled_from([0.0, 0.25, 0.333333, 0.8, 1.0]),
        st.sampled_from(["#D6336C", "#0B7A70"]),
        st.sampled_from([1.0, 0.13, 0.0285]),
    ),
    min_size=2,
    max_size=4,
).map(lambda stops: tuple(sorted(stops, key=lambda stop: stop.offset)))
GRADIENT = st.one_of(
    st.builds(LinearGradient, st.just("linear"), POINT, POINT, STOPS),
    st.builds(RadialGradient, st.just("radial"), POINT, st.sampled_from([3.125, 30.0, 90.5]), STOPS),
)
LOOK = st.builds(
    Look,
    fill=st.one_of(st.sampled_from([None, "#D6336C", "#0B7A70"]), GRADIENT),
    stroke=st.sampled_from([None, "#111122"]),
    width=st.sampled_from([0.8, 2.6, 7.0]),
    dash=st.sampled_from([(), (4.0, 2.5), (0.0, 6.0)]),
    dash_offset=st.sampled_from([0.0, 1.5]),
    round_ends=st.booleans(),
    fill_opacity=st.sampled_from([1.0, 0.18]),
    stroke_opacity=st.sampled_from([1.0, 0.5]),
)
PATH = st.builds(
    lambda start, first, rest, look: Path((("M", *start), first, *rest), look),
    POINT, SEGMENT, st.lists(st.one_of(SEGMENT, st.just(("Z",))), max_size=5), LOOK,
)  # fmt: skip
RECTANGLE = st.builds(
    lambda p, w, h, r, look: Rectangle(Rect(*p, w, h), r, look),
    POINT, st.floats(1, 50), st.floats(1, 50), st.sampled_from([0.0, 0.001, 6.0, 90.0]), LOOK,
)  # fmt: skip
CIRCLE = st.builds(lambda p, r, look: Circle(*p, r, look), POINT, RADIUS, LOOK)
SHAPES = st.lists(st.one_of(PATH, RECTANGLE, CIRCLE), min_size=1, max_size=3).map(tuple)


def pixels(scene: Scene, scale: float, renderer: RendererChoice) -> bytes:
    """Red, green, blue and opacity of each pixel, before packing may take them to fewer colours."""
    drawn = draw_raster(scene, scale=scale, renderer=renderer).drawn
    if isinstance(drawn, Pixels):
        return Image.frombytes("RGB", (drawn.width, drawn.height), bytes(drawn.rgb)).convert("RGBA").tobytes()
    return Image.open(io.BytesIO(drawn)).convert("RGBA").tobytes()


def assert_same(scene: Scene, scale: float = 1.0) -> None:
    assert pixels(scene, scale, "auto") == pixels(scene, scale, "cairosvg")


@pytest.mark.parametrize("background", [None, "none"])
@pytest.mark.parametrize(("layout", "scale"), [(handshake, 1.0), (everything, 1.0), (everything, 0.4321)])
def test_a_picture_has_the_pixels_that_cairosvg_gives_it(layout, scale, background):
    assert_same(scene_of(layout(), background), scale)


@pytest.mark.parametrize("theme", list_themes())
def test_every_theme_s_effects_have_the_pixels_that_cairosvg_gives_them(theme):
    layout = everything()
    assert_same(draw(layout, diagram_of(layout), load_theme(theme), TYPESETTER), 0.5)


A_POINT = (("M", 5.0, 5.0), ("L", 5.0, 5.0), ("Z",))


@settings(max_examples=40, deadline=None)
@example((Path(A_POINT, Look(stroke="#111122", width=2.6, round_ends=True)),), True, (3.0, 4.0), 1.0)
@given(SHAPES, st.booleans(), POINT, st.sampled_from([1.0, 0.52251234, 1.7]))
def test_any_shape_has_the_pixels_that_cairosvg_gives_it(shapes, page, at, scale):
    paper = (Rectangle(Rect(0, 0, 64, 48), 0, Look(fill="#FFFFFF")),) if page else ()
    assert_same(Scene(64, 48, "t", "d", "en", (*paper, *shapes, Group(shapes, at=at, scale=scale)), {}), 1.5)


@given(
    st.lists(st.one_of(st.integers(-3000, 3000), st.floats(-1e4, 1e4))),
    st.sampled_from([1.0, 0.005, 0.0068359375, 0.5, 1e9]),
    st.one_of(st.sampled_from([0.0, 0.125, 1.005, 200.375]), st.floats(-2000, 2000)),
)
def test_numbers_are_rounded_as_in_the_svg(values, scale, offset):
    assert _rounded(values, scale, offset) == [round(value * scale + offset, 2) for value in values]


def test_the_stamp_names_cairo_and_its_version():
    note = Image.open(io.BytesIO(render_png(scene_of(everything()), scale=0.25))).text["Software"]
    assert "; cairo 1." in note
