"""A scene as PNG: flattened, drawn, made small, and stamped with what drew it."""

from __future__ import annotations

import struct
import zlib
from math import isfinite

from oauthviz import __version__
from oauthviz.core.diagnostics import Diagnostic, LimitError, UsageError
from oauthviz.drawing.scene import Scene
from oauthviz.render.flat import flatten
from oauthviz.render.rasterisers import RendererChoice, choose_rasteriser
from oauthviz.render.svg import render_svg

MAX_PIXELS = 100_000_000

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Length, type, 13 bytes and checksum of the header chunk; the stamp follows it.
_HEADER_END = len(_SIGNATURE) + 8 + 13 + 4
# oxipng's middle level: a picture of 1024 px in about .2 s; higher ones win less than 2 %.
_LEVEL = 2


def render_png(scene: Scene, *, scale: float = 1, renderer: RendererChoice = "auto", digest: str = "") -> bytes:
    """The scene as PNG of `scale` pixels a px.

    `digest` is the spec's, for the stamp. Raises UsageError for a senseless scale or where the renderer asked for
    is missing, LimitError over 100 million pixels.
    """
    if not isfinite(scale) or scale <= 0:
        message = f"a scale of {scale} is no scale"
        raise UsageError([Diagnostic("scale", message, "<scale>", help="use a number above 0, e.g. 2")])
    width, height = max(1, round(scene.width * scale)), max(1, round(scene.height * scale))
    if width * height > MAX_PIXELS:
        message = f"{width} x {height} pixels are more than {MAX_PIXELS}"
        raise LimitError([Diagnostic("too-many-pixels", message, "<scale>", help="use a smaller scale or canvas")])
    rasteriser = choose_rasteriser(renderer)
    drawn = rasteriser.draw(render_svg(flatten(scene), prefix="flat"), width, height)
    note = f"oauthviz {__version__}; {rasteriser.name} {rasteriser.version}"
    return _stamped(_small(drawn), (("Software", note), ("Spec", digest)))


def _small(png: bytes) -> bytes:
    import oxipng  # a compiled module: only when a PNG is written

    return bytes(oxipng.optimize_from_memory(png, level=_LEVEL, strip=oxipng.StripChunks.all()))


def _stamped(png: bytes, notes: tuple[tuple[str, str], ...]) -> bytes:
    """`png` with a text chunk for each note that says something, right after its header."""
    chunks = b"".join(_text_chunk(key, value) for key, value in notes if value)
    return png[:_HEADER_END] + chunks + png[_HEADER_END:]


def _text_chunk(key: str, value: str) -> bytes:
    body = key.encode("latin-1") + b"\0" + value.encode("latin-1", "replace")
    checksum = zlib.crc32(b"tEXt" + body)
    return struct.pack(">I", len(body)) + b"tEXt" + body + struct.pack(">I", checksum)
