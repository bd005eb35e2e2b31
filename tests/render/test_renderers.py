"""Whatever draws a picture, it looks the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from oauthviz import Diagram, Picture
from oauthviz.theme.loading import list_themes
from tests.conftest import EXAMPLES
from tests.renderers import MOST_MEAN, MOST_TILE, chromium, difference, drawn_by, drawn_by_chromium, grey
from tests.systems import needs_cairo

# A few of the forty that benchmarks/renderers.py compares: each theme once, each projection twice.
FEW = [
    ("handshake", "pink-teal", "flat"),
    ("how-it-works", "neon-dark", "isometric"),
    ("handshake", "green-terminal", "isometric"),
    ("pipeline", "whiteboard", "flat"),
]


def picture(spec: str, theme: str, projection: str) -> Picture:
    diagram = Diagram.load(EXAMPLES / f"{spec}.yaml")
    return diagram.render(theme=theme, projection=projection, allow_broken=True)


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    with chromium() as shown:
        yield shown


def test_each_theme_is_among_the_few() -> None:
    assert {theme for _, theme, _ in FEW} == set(list_themes())


@needs_cairo
@pytest.mark.slow
@pytest.mark.parametrize(("spec", "theme", "projection"), FEW)
def test_cairosvg_and_resvg_draw_alike(spec: str, theme: str, projection: str) -> None:
    drawn = picture(spec, theme, projection)
    mean, tile = difference(drawn_by("cairosvg", drawn), drawn_by("resvg", drawn))
    assert (mean <= MOST_MEAN, tile <= MOST_TILE) == (True, True), f"mean {mean:.2f}, worst tile {tile:.1f}"


@needs_cairo
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("spec", "theme", "projection"), FEW)
def test_chromium_draws_like_cairosvg(page: Any, spec: str, theme: str, projection: str) -> None:
    drawn = picture(spec, theme, projection)
    mean, tile = difference(drawn_by("cairosvg", drawn), drawn_by_chromium(page, drawn))
    assert (mean <= MOST_MEAN, tile <= MOST_TILE) == (True, True), f"mean {mean:.2f}, worst tile {tile:.1f}"


@pytest.mark.browser
@pytest.mark.slow
def test_chromium_draws_the_svg_like_the_png_that_is_written(page: Any) -> None:
    drawn = picture("handshake", "pink-teal", "flat")
    ours, theirs = grey(drawn.png()), drawn_by_chromium(page, drawn)
    assert ours.shape == theirs.shape
    assert difference(ours, theirs)[0] < 1
