"""A browser shows the SVG as our PNG does."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from oauthviz import Diagram
from tests.conftest import EXAMPLES

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--force-color-profile=srgb",
]


@pytest.mark.browser
@pytest.mark.slow
def test_chromium_draws_the_svg_like_our_png(tmp_path: Path) -> None:
    api = pytest.importorskip("playwright.sync_api")
    numpy = pytest.importorskip("numpy")
    image = pytest.importorskip("PIL.Image")
    if not CHROMIUM:
        pytest.skip("there is no Chromium: set CHROMIUM to one")
    picture = Diagram.load(EXAMPLES / "handshake.yaml").render()
    page_file = tmp_path / "page.html"
    page_file.write_text(f'<!doctype html><body style="margin:0">{picture.svg}', encoding="utf-8")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1024, "height": 1024})
        page.goto(page_file.as_uri())
        shot = page.screenshot(type="png")
        browser.close()

    def grey(data: bytes) -> Any:
        return numpy.asarray(image.open(io.BytesIO(data)).convert("L"), dtype=float)

    ours, theirs = grey(picture.png()), grey(shot)
    assert ours.shape == theirs.shape
    assert abs(ours - theirs).mean() < 1
