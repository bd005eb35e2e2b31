"""PNG and PDF: size, sameness of bytes and of renderers, and what happens without cairo."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from oauthviz.core.diagnostics import LimitError, UsageError
from oauthviz.drawing.compose import draw
from oauthviz.drawing.scene import Group, TextLine
from oauthviz.render import rasterisers
from oauthviz.render.flat import flatten
from oauthviz.render.pdf import render_pdf
from oauthviz.render.png import draw_raster, render_png
from oauthviz.render.svg import render_svg
from oauthviz.theme.loading import list_themes, load_theme
from tests.drawing.sample_layout import TYPESETTER, diagram_of, everything, handshake, scene_of
from tests.systems import needs_cairo


@pytest.fixture
def no_cairo(monkeypatch):
    def missing():
        raise OSError("no library called cairo")

    monkeypatch.setattr(rasterisers, "load_cairosvg", missing)
    monkeypatch.setattr(rasterisers, "load_libcairo", missing)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def drawn_by(scene, renderer):
    """The picture before it is packed, which may take it to fewer colours."""
    return draw_raster(scene, renderer=renderer).drawn


def test_flattening_leaves_shapes_only():
    def nodes(parts):
        for part in parts:
            yield part
            if isinstance(part, Group):
                yield from nodes(part.parts)

    flat = flatten(scene_of(everything()))
    assert not any(isinstance(node, TextLine) for node in nodes(flat.parts))
    svg = render_svg(flat, prefix="x")
    assert "<text" not in svg
    assert "<use" not in svg
    assert "<a " not in svg


@pytest.mark.parametrize("layout", [handshake, everything])
def test_a_png_is_1024_pixels_wide_and_high_and_small(layout):
    png = render_png(scene_of(layout()), renderer="resvg")
    assert opened(png).size == (1024, 1024)
    assert len(png) <= 200_000


@needs_cairo
@pytest.mark.parametrize("layout", [handshake, everything])
def test_both_renderers_draw_the_same_picture(layout):
    one, other = (opened(render_png(scene_of(layout()), renderer=r)).convert("RGB") for r in ("cairosvg", "resvg"))
    difference = ImageStat.Stat(ImageChops.difference(one, other))
    assert max(difference.mean) <= 1


@needs_cairo
@pytest.mark.parametrize("theme", list_themes())
def test_both_renderers_draw_every_theme_s_effects_alike(theme):
    layout = everything()
    scene = draw(layout, diagram_of(layout), load_theme(theme), TYPESETTER)
    one, other = (opened(bytes(drawn_by(scene, name))).convert("RGB") for name in ("cairosvg", "resvg"))
    difference = ImageChops.difference(one, other)
    assert sum(ImageStat.Stat(difference).mean) / 3 <= 1
    assert difference.convert("L").reduce(16).getextrema()[1] <= 24


def test_a_png_names_what_drew_it_and_its_spec_and_is_the_same_every_time():
    scene = scene_of(everything())
    one, two = (render_png(scene, scale=0.5, renderer="resvg", stamp={"spec": "sha256:12ab"}) for _ in range(2))
    assert one == two
    notes = opened(one).text
    assert notes["Software"].startswith("oauthviz ")
    assert "; resvg " in notes["Software"]
    assert notes["Spec"] == "sha256:12ab"


def test_scale_multiplies_the_pixels():
    assert opened(render_png(scene_of(everything()), scale=0.25, renderer="resvg")).size == (256, 256)


@pytest.mark.parametrize("scale", [0, -1, float("nan"), float("inf")])
def test_a_senseless_scale_is_a_usage_error(scale):
    with pytest.raises(UsageError):
        render_png(scene_of(everything()), scale=scale)


def test_too_many_pixels_are_over_the_limit():
    with pytest.raises(LimitError):
        render_png(scene_of(everything()), scale=20)


def test_a_transparent_page_is_transparent_in_the_png():
    image = opened(render_png(scene_of(everything(), "none"), scale=0.5, renderer="resvg")).convert("RGBA")
    assert image.getpixel((2, 2))[3] == 0


def test_without_cairo_auto_falls_back_to_resvg_with_one_line_naming_the_package(no_cairo, capsys):
    png = render_png(scene_of(everything()), scale=0.25, renderer="auto")
    errors = capsys.readouterr().err
    assert errors.count("\n") == 1
    assert "libcairo2" in errors
    assert "; resvg " in opened(png).text["Software"]


def test_without_cairo_asking_for_it_is_a_usage_error(no_cairo):
    with pytest.raises(UsageError, match="libcairo2") as caught:
        render_png(scene_of(everything()), renderer="cairosvg")
    assert caught.value.exit_code == 2


def test_without_cairo_pdf_is_a_usage_error(no_cairo):
    with pytest.raises(UsageError, match="libcairo2"):
        render_pdf(scene_of(everything()))


def test_an_unknown_renderer_is_a_usage_error():
    with pytest.raises(UsageError, match="no renderer"):
        render_png(scene_of(everything()), renderer="inkscape")


@needs_cairo
def test_a_pdf_is_the_same_every_time_and_holds_no_date():
    one, two = (render_pdf(scene_of(everything()), digest="sha256:12ab") for _ in range(2))
    assert one == two
    assert one.startswith(b"%PDF-")
    assert b"CreationDate" not in one
    assert b"sha256:12ab" in one
