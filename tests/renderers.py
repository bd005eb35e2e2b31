"""The renderers that a picture may meet, and how much two of them differ on it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy
from PIL import Image

from oauthviz import Picture
from oauthviz.render.rasterisers import RendererChoice, choose_rasteriser
from tests.systems import CHROMIUM

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--force-color-profile=srgb",
]

MOST_MEAN, MOST_TILE = 1.0, 24.0
"""Grey levels of 255 that two renderers may differ: on average, and on average over any tile of 16 x 16 px."""

TILE = 16


def drawn_by(renderer: RendererChoice, picture: Picture) -> Any:
    """The picture in grey levels, as one of our own renderers draws it: no palette yet."""
    width, height = round(picture.scene.width), round(picture.scene.height)
    data = choose_rasteriser(renderer).draw(picture.scene, width, height)
    assert isinstance(data, bytes)  # named renderers give PNGs
    return grey(data)


@contextmanager
def chromium() -> Iterator[Any]:
    """A page of headless Chromium that shows pictures at one pixel a px. Needs playwright, and CHROMIUM."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser.new_page(viewport={"width": 1024, "height": 1024})
        finally:
            browser.close()


def drawn_by_chromium(page: Any, picture: Picture) -> Any:
    """The picture's SVG in grey levels, as a page of `chromium` shows it."""
    page.set_viewport_size({"width": round(picture.scene.width), "height": round(picture.scene.height)})
    page.set_content(f'<!doctype html><body style="margin:0">{picture.svg}')
    return grey(page.screenshot(type="png"))


def grey(png: bytes) -> Any:
    """A PNG in grey levels."""
    return numpy.asarray(Image.open(io.BytesIO(png)).convert("L"), dtype=float)


def difference(a: Any, b: Any) -> tuple[float, float]:
    """The mean difference of two pictures, and that of the tile where it is largest, in grey levels."""
    off = abs(a - b)
    rows, columns = (side - side % TILE for side in off.shape)
    tiles = off[:rows, :columns].reshape(rows // TILE, TILE, columns // TILE, TILE).mean(axis=(1, 3))
    return float(off.mean()), float(tiles.max())
