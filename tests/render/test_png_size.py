"""The size of PNGs: exact where they are small, in 256 colours where they would be too large."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PIL import Image

from oauthviz import Diagram
from oauthviz.render.direct import Pixels
from oauthviz.render.palette import COLOURS, indexed
from oauthviz.render.png import Raster, pack_png
from oauthviz.theme.loading import list_themes
from oauthviz.theme.projections import PROJECTIONS

ARCHITECTURE = Path(__file__).parents[2] / "examples" / "architecture.yaml"


def pixels(colours: list[tuple[int, int, int]], width: int) -> Pixels:
    return Pixels(width, len(colours) // width, bytearray(channel for colour in colours for channel in colour))


def shaded(width: int, height: int, seed: int) -> Pixels:
    """A page with shades between four colours strewn over it, as edges leave them."""
    dice = random.Random(seed)
    pairs = [((251, 250, 247), (20, 38, 43)), ((251, 250, 247), (176, 26, 92)), ((221, 243, 239), (10, 107, 98))]
    out = []
    for _ in range(width * height):
        below, above = pairs[dice.randrange(3)]
        share = dice.random() if dice.random() < 0.35 else 0.0
        r, g, b = (round(u + (o - u) * share) for u, o in zip(below, above, strict=True))
        out.append((r, g, b))
    return pixels(out, width)


def opened(png: bytes) -> bytes:
    return Image.open(io.BytesIO(png)).convert("RGB").tobytes()


def test_up_to_256_colours_stay_as_they_are() -> None:
    own = [(k, 255 - k, k // 2) for k in range(COLOURS)]
    few = indexed(pixels(own * 4, 32))
    assert few.error == 0
    assert [tuple(few.palette[3 * i : 3 * i + 3]) for i in few.indices] == own * 4


def test_of_more_colours_each_is_taken_by_one_near_it_and_the_error_is_told() -> None:
    drawn = shaded(64, 64, seed=1)
    few = indexed(drawn)
    assert len(few.palette) <= 3 * COLOURS
    shown = [channel for i in few.indices for channel in few.palette[3 * i : 3 * i + 3]]
    off = [abs(a - b) for a, b in zip(drawn.rgb, shown, strict=True)]
    assert few.error == pytest.approx(sum(off) / len(off))
    assert few.error < 1 and max(off) < 12


def test_colours_that_fill_areas_are_kept_exactly() -> None:
    few = indexed(shaded(64, 64, seed=2))
    kept = {tuple(few.palette[i : i + 3]) for i in range(0, len(few.palette), 3)}
    assert {(251, 250, 247), (221, 243, 239)} <= kept


def test_the_same_pixels_give_the_same_palette() -> None:
    assert indexed(shaded(48, 48, seed=3)) == indexed(shaded(48, 48, seed=3))


def test_a_picture_that_packs_small_is_not_touched() -> None:
    drawn = pixels([(k % 7, 30 + k // 256 % 200, 90) for k in range(256 * 256)], 256)
    assert opened(pack_png(Raster(drawn, ()))) == bytes(drawn.rgb)


def test_a_picture_that_packs_large_takes_a_palette() -> None:
    drawn = shaded(128, 128, seed=4)
    image = Image.open(io.BytesIO(pack_png(Raster(drawn, ()))))
    assert image.mode == "P"
    assert image.size == (128, 128)


def test_a_picture_that_a_palette_would_spoil_stays_as_it_is() -> None:
    dice = random.Random(5)
    drawn = pixels([(dice.randrange(256), dice.randrange(256), dice.randrange(256)) for _ in range(128 * 128)], 128)
    assert opened(pack_png(Raster(drawn, ()))) == bytes(drawn.rgb)


@pytest.mark.slow
@pytest.mark.parametrize("projection", PROJECTIONS)
@pytest.mark.parametrize("theme", list_themes())
def test_the_fullest_example_takes_at_most_200_kb_in_every_theme_and_projection(theme: str, projection: str) -> None:
    picture = Diagram.load(ARCHITECTURE).render(theme=theme, projection=projection, allow_broken=True)
    assert len(picture.png()) <= 200_000
    assert Image.open(io.BytesIO(picture.png(scale=2))).size == (2048, 2048)
