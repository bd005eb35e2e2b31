"""A scene as PNG: drawn, made small, and stamped with what drew it."""

from __future__ import annotations

import struct
import zlib
from math import isfinite
from typing import Any

from oauthviz import __version__
from oauthviz.core.diagnostics import Diagnostic, LimitError, UsageError
from oauthviz.drawing.scene import Scene
from oauthviz.render.direct import Pixels
from oauthviz.render.rasterisers import RendererChoice, choose_rasteriser

MAX_PIXELS = 100_000_000

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Length, type, 13 bytes and checksum of the header chunk; the stamp follows it.
_HEADER_END = len(_SIGNATURE) + 8 + 13 + 4
# Pictures are flat areas with smooth edges: unfiltered rows pack best, so that no other filter need be tried, and
# libdeflate's last level before its costly ones packs a picture of 1024 px in .07 s; the best level wins 6 %.
_DEFLATE_LEVEL = 9


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
    drawn = rasteriser.draw(scene, width, height)
    note = f"oauthviz {__version__}; {rasteriser.name} {rasteriser.version}"
    return _stamped(_small(drawn), (("Software", note), ("Spec", digest)))


def _small(drawn: Pixels | bytes) -> bytes:
    import oxipng  # a compiled module: only when a PNG is written

    options: dict[str, Any] = {
        "filter": [oxipng.RowFilter.NoOp],
        "deflate": oxipng.Deflaters.libdeflater(_DEFLATE_LEVEL),
        "strip": oxipng.StripChunks.all(),
    }
    if isinstance(drawn, bytes):
        return bytes(oxipng.optimize_from_memory(drawn, **options))
    image = oxipng.RawImage(drawn.rgb, drawn.width, drawn.height, color_type=oxipng.ColorType.rgb(None))
    return bytes(image.create_optimized_png(**options))


def _stamped(png: bytes, notes: tuple[tuple[str, str], ...]) -> bytes:
    """`png` with a text chunk for each note that says something, right after its header."""
    chunks = b"".join(_text_chunk(key, value) for key, value in notes if value)
    return png[:_HEADER_END] + chunks + png[_HEADER_END:]


def _text_chunk(key: str, value: str) -> bytes:
    body = key.encode("latin-1") + b"\0" + value.encode("latin-1", "replace")
    checksum = zlib.crc32(b"tEXt" + body)
    return struct.pack(">I", len(body)) + b"tEXt" + body + struct.pack(">I", checksum)
