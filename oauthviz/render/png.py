"""A scene as PNG: drawn, made small, and stamped with what drew it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from math import isfinite
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from oauthviz import __version__
from oauthviz.core.diagnostics import Diagnostic, LimitError, UsageError
from oauthviz.drawing.scene import Scene
from oauthviz.render.direct import Pixels
from oauthviz.render.palette import indexed
from oauthviz.render.rasterisers import RendererChoice, choose_rasteriser

MAX_PIXELS = 100_000_000

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Between a keyword and its text in UTF-8: the keyword's end, no compression (two bytes), no language, no translation.
_UNCOMPRESSED = b"\0\0\0\0\0"

# Length, type, 13 bytes and checksum of the header chunk; the stamp follows it.
_HEADER_END = len(_SIGNATURE) + 8 + 13 + 4
# Pictures are flat areas with smooth edges: unfiltered rows pack best, so that no other filter need be tried, and
# libdeflate's last level before its costly ones packs a picture of 1024 px in .07 s; the best level wins 6 %.
_DEFLATE_LEVEL = 9
# Bytes a pixel from which a picture is packed in 256 colours: 200 KB at 1024 x 1024, its stamp included. Most of a
# picture's bytes are the shades of its edges, three a pixel; in a palette they take one.
_LOSSLESS = 198_500 / 1024**2
# The mean difference in grey levels up to which that cannot be seen; beyond it the picture stays as it is.
_MOST_ERROR = 1.0


class Raster(Struct, frozen=True):
    """A drawn picture, not yet packed: its pixels, or a PNG of any size. `notes` are for its text chunks."""

    drawn: Pixels | bytes
    notes: tuple[tuple[str, str], ...]


def render_png(
    scene: Scene,
    *,
    scale: float = 1,
    renderer: RendererChoice = "auto",
    stamp: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """The scene as PNG of `scale` pixels a px.

    `stamp` is what the SVG carries in data-*; it goes to text chunks. Raises UsageError for a senseless scale or where
    the renderer asked for is missing, LimitError over 100 million pixels.
    """
    return pack_png(draw_raster(scene, scale=scale, renderer=renderer, stamp=stamp))


def draw_raster(
    scene: Scene,
    *,
    scale: float = 1,
    renderer: RendererChoice = "auto",
    stamp: Mapping[str, str] = MappingProxyType({}),
) -> Raster:
    """The first half of `render_png`, with its arguments and errors: all that needs the scene."""
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
    return Raster(drawn, (("Software", note), *((k.title(), v) for k, v in sorted(stamp.items()) if k != "oauthviz")))


def pack_png(raster: Raster) -> bytes:
    """The second half: a small PNG. Nearly all of it runs without the interpreter, beside other threads."""
    return _stamped(_small(raster.drawn), raster.notes)


def _small(drawn: Pixels | bytes) -> bytes:
    import oxipng  # a compiled module: only when a PNG is written

    options: dict[str, Any] = {
        "filter": [oxipng.RowFilter.NoOp],
        "deflate": oxipng.Deflaters.libdeflater(_DEFLATE_LEVEL),
        "strip": oxipng.StripChunks.all(),
    }
    if isinstance(drawn, bytes):
        return bytes(oxipng.optimize_from_memory(drawn, **options))
    png = bytes(oxipng.optimize_from_memory(_stored(drawn.width, drawn.height, drawn.rgb), **options))
    if len(png) <= _LOSSLESS * drawn.width * drawn.height:
        return png
    few = indexed(drawn)
    if few.error > _MOST_ERROR:
        return png
    return bytes(oxipng.optimize_from_memory(_stored(few.width, few.height, few.indices, few.palette), **options))


def _stored(width: int, height: int, pixels: bytes | bytearray, palette: bytes = b"") -> bytes:
    """Pixels as a PNG that is not packed at all: oxipng takes its bytes at once, where it copies pixels one by one.

    Pixels are red, green and blue, or with a `palette` places in it. Every row begins with the number of its filter,
    0 for none.
    """
    row = width if palette else 3 * width
    rows = b"".join([b"\0" + pixels[at : at + row] for at in range(0, row * height, row)])
    header = struct.pack(">IIBBBBB", width, height, 8, 3 if palette else 2, 0, 0, 0)
    colours = (_chunk(b"PLTE", palette),) if palette else ()
    parts = (_chunk(b"IHDR", header), *colours, _chunk(b"IDAT", zlib.compress(rows, 0)), _chunk(b"IEND", b""))
    return _SIGNATURE + b"".join(parts)


def _stamped(png: bytes, notes: tuple[tuple[str, str], ...]) -> bytes:
    """`png` with a text chunk for each note that says something, right after its header."""
    chunks = b"".join(_text_chunk(key, value) for key, value in notes if value)
    return png[:_HEADER_END] + chunks + png[_HEADER_END:]


def _text_chunk(key: str, value: str) -> bytes:
    """In Latin-1 where that can say it, as every reader knows that chunk; else in UTF-8, not compressed."""
    try:
        return _chunk(b"tEXt", key.encode("latin-1") + b"\0" + value.encode("latin-1"))
    except UnicodeEncodeError:
        return _chunk(b"iTXt", key.encode("latin-1") + _UNCOMPRESSED + value.encode())


def _chunk(kind: bytes, body: bytes) -> bytes:
    return b"".join((struct.pack(">I", len(body)), kind, body, struct.pack(">I", zlib.crc32(body, zlib.crc32(kind)))))


def read_stamp(png: bytes) -> dict[str, str]:
    """What the text chunks of a PNG say, by their keys; empty for what is no PNG."""
    return dict(_notes(png)) if png.startswith(_SIGNATURE) else {}


def _notes(png: bytes) -> Iterator[tuple[str, str]]:
    at = len(_SIGNATURE)
    while at + 8 <= len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"tEXt":
            key, _, value = png[at + 8 : at + 8 + length].partition(b"\0")
            yield key.decode("latin-1"), value.decode("latin-1")
        elif kind == b"iTXt":
            key, _, value = png[at + 8 : at + 8 + length].partition(_UNCOMPRESSED)
            yield key.decode("latin-1"), value.decode("utf-8", "replace")
        at += 12 + length
