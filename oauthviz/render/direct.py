"""A scene drawn by libcairo itself, in the very calls that cairosvg makes for its flattened SVG.

The pixels are cairosvg's, which stays the reference: numbers are rounded as the SVG rounds them, and every shape takes
the same steps. What is saved is the start of cairosvg's binding, which parses cairo's headers each time, and the
writing and reading of the SVG.
"""

from __future__ import annotations

import ctypes
import struct
import sys
from array import array
from collections.abc import Sequence
from ctypes import byref, c_double
from math import atan2, cos, hypot, pi, radians, sin
from typing import Any

from msgspec import Struct

from oauthviz.core.colours import rgb
from oauthviz.core.geometry import Point
from oauthviz.core.outlines import QUARTER, Commands
from oauthviz.drawing.ink import Ink, RadialGradient
from oauthviz.drawing.scene import Circle, Group, Look, Node, Outlines, Path, Rectangle, Scene, TextLine, has_ends
from oauthviz.render.libcairo import Matrix, PathElements, WriteFunction
from oauthviz.text.model import FontKey

_ARGB32 = 0
_ROUND = 1
_PAD = 3
_MITER_LIMIT = 4.0
# What cairosvg sets for a path with arcs, in px; without one cairo's own .1 holds.
_ARC_TOLERANCE = 0.00001
_UNIT = 16  # bytes of a unit of a cairo_path_t: two doubles
# 1.5 * 2**52: so near it doubles are whole numbers. And how far a number may be from a whole one that is surely not
# half-way to the next, whatever the last bits of a multiplication by 100 are.
_SHIFT = 6755399441055744.0
_NO_TIE = 0.49999

_Split = tuple[str, Sequence[float], Sequence[float]]


def _header(kind: int, length: int) -> float:
    """The eight bytes that begin an element of a cairo_path_t, in the shape of a double."""
    value: float = struct.unpack("=d", struct.pack("=ii", kind, length))[0]
    return value


_MOVE, _LINE, _CURVE, _CLOSE = _header(0, 2), _header(1, 2), _header(2, 4), _header(3, 1)


class Pixels(Struct, frozen=True):
    """An opaque picture: red, green and blue of each pixel, row by row."""

    width: int
    height: int
    rgb: bytearray


def draw_with_cairo(cairo: Any, scene: Scene, width: int, height: int) -> Pixels | bytes:
    """The scene as `width` x `height` pixels, or as PNG bytes where it is not opaque all over.

    `cairo` is the loaded library. Raises MemoryError where cairo gives up.
    """
    surface = cairo.cairo_image_surface_create(_ARGB32, width, height)
    context = cairo.cairo_create(surface)
    try:
        _Painter(cairo, context, scene.outlines).page(scene, width, height)
        if cairo.cairo_status(context):
            raise MemoryError(f"cairo cannot draw {width} x {height} pixels")
        cairo.cairo_surface_flush(surface)
        return _pixels(cairo, surface, width, height) or _png(cairo, surface)
    finally:
        cairo.cairo_destroy(context)
        cairo.cairo_surface_destroy(surface)


def _pixels(cairo: Any, surface: Any, width: int, height: int) -> Pixels | None:
    """What was drawn, or None where a pixel is not opaque."""
    # rows of 32-bit pixels have no padding; a pixel is one number, so its bytes lie in the machine's own order
    size = cairo.cairo_image_surface_get_stride(surface) * height
    data = (ctypes.c_char * size).from_address(cairo.cairo_image_surface_get_data(surface))
    alpha, red, green, blue = (3, 2, 1, 0) if sys.byteorder == "little" else (0, 1, 2, 3)
    if data[alpha::4].count(255) != width * height:
        return None
    rgb = bytearray(3 * width * height)
    rgb[0::3], rgb[1::3], rgb[2::3] = data[red::4], data[green::4], data[blue::4]
    return Pixels(width, height, rgb)


def _png(cairo: Any, surface: Any) -> bytes:
    parts: list[bytes] = []

    def write(_: Any, data: Any, length: int) -> int:
        parts.append(ctypes.string_at(data, length))
        return 0

    if cairo.cairo_surface_write_to_png_stream(surface, WriteFunction(write), None):
        raise MemoryError("cairo cannot write the PNG")
    return b"".join(parts)


class _Painter:
    """Draws nodes on a cairo context."""

    def __init__(self, cairo: Any, context: Any, outlines: Outlines) -> None:
        self._cairo = cairo
        self._context = context
        self._outlines = outlines
        self._splits: dict[tuple[FontKey, int], _Split] = {}

    def page(self, scene: Scene, width: int, height: int) -> None:
        """The whole scene, fitted into the pixels and centred, as viewers do."""
        cairo, context = self._cairo, self._context
        own_width, own_height = round(scene.width, 2), round(scene.height, 2)
        scale = min(width / own_width, height / own_height)
        cairo.cairo_rectangle(context, 0, 0, width, height)
        cairo.cairo_clip(context)
        cairo.cairo_scale(context, scale, scale)
        cairo.cairo_translate(context, (width / scale - own_width) / 2, (height / scale - own_height) / 2)
        cairo.cairo_set_miter_limit(context, _MITER_LIMIT)
        self._nodes(scene.parts)

    def _nodes(self, nodes: tuple[Node, ...]) -> None:
        cairo, context = self._cairo, self._context
        for node in nodes:
            cairo.cairo_save(context)
            if isinstance(node, Group):
                if node.at is not None:
                    self._place(node.at, node.scale)
                self._nodes(node.parts)
            elif isinstance(node, TextLine):
                self._line(node)
                self._fill(node.fill, 1.0)
                cairo.cairo_new_path(context)
            else:
                if isinstance(node, Path):
                    self._path(node.commands)
                elif isinstance(node, Rectangle):
                    self._rectangle(node)
                else:
                    self._circle(node)
                self._paint(node.look, has_ends(node))
            cairo.cairo_restore(context)

    def _place(self, at: tuple[float, float], scale: float) -> None:
        cairo, matrix = self._cairo, Matrix(1, 0, 0, 1, 0, 0)
        cairo.cairo_matrix_translate(byref(matrix), round(at[0], 2), round(at[1], 2))
        cairo.cairo_matrix_scale(byref(matrix), round(scale, 8), round(scale, 8))
        # cairosvg tries whether a matrix can be inverted, and inverts it back: so the last digits are the same
        cairo.cairo_matrix_invert(byref(matrix))
        cairo.cairo_matrix_invert(byref(matrix))
        cairo.cairo_transform(self._context, byref(matrix))

    def _line(self, line: TextLine) -> None:
        elements: list[float] = []
        for run in line.shaped.runs:
            for glyph in run.glyphs:
                letters, xs, ys = self._glyph(run.font, glyph.glyph_id)
                xs = _rounded(xs, run.scale, line.x + glyph.x)
                ys = _rounded(ys, run.scale, line.baseline + glyph.y)
                _add_outline(elements, (letters, xs, ys))
        self._append(elements)

    def _glyph(self, font: FontKey, glyph_id: int) -> _Split:
        found = self._splits.get((font, glyph_id))
        if found is None:
            found = self._splits[font, glyph_id] = _split(self._outlines[font, glyph_id])
        return found

    def _path(self, commands: Commands) -> None:
        begun = 0
        at = start = opened = start_opened = (0.0, 0.0)
        for place, (letter, *numbers) in enumerate(commands):
            if letter == "A":
                self._append_outline(commands[begun:place], start, start_opened)
                self._arc(*at, tuple(round(n, 2) for n in numbers))
                begun = place + 1
            at = (round(numbers[-2], 2), round(numbers[-1], 2)) if numbers else opened
            if letter == "M":
                opened = at
            elif letter == "A":
                start, start_opened = at, opened
        self._append_outline(commands[begun:], start, start_opened)

    def _append_outline(self, commands: Commands, start: Point, opened: Point) -> None:
        elements: list[float] = []
        letters, xs, ys = _split(commands)
        _add_outline(elements, (letters, _rounded(xs, 1.0, 0.0), _rounded(ys, 1.0, 0.0)), start, opened)
        self._append(elements)

    def _append(self, elements: list[float]) -> None:
        """Add elements, packed as a cairo_path_t is, to the current path."""
        if elements:
            packed = array("d", elements)
            address, count = packed.buffer_info()
            path = PathElements(0, address, count * packed.itemsize // _UNIT)
            self._cairo.cairo_append_path(self._context, byref(path))

    def _arc(self, x: float, y: float, numbers: tuple[float, ...]) -> None:
        """An elliptical arc from (`x`, `y`): a circle's arc in a frame that starts there, turned and squeezed."""
        cairo, context = self._cairo, self._context
        cairo.cairo_set_tolerance(context, _ARC_TOLERANCE)
        rx, ry, degrees, large, sweep, end_x, end_y = numbers
        if not rx or not ry:
            self._append([_LINE, 0.0, end_x, end_y])
            return
        turn, squeeze = radians(degrees), ry / rx
        to_x, to_y = _turned(end_x - x, end_y - y, -turn)
        to_y /= squeeze
        slope, chord = atan2(to_y, to_x), hypot(to_x, to_y)
        r = max(rx, chord / 2)
        aside = (r**2 - (chord / 2) ** 2) ** 0.5
        cx, cy = _turned(chord / 2, -aside if bool(large) == bool(sweep) else aside, slope)
        to_x, to_y = _turned(chord, 0, slope)
        cairo.cairo_save(context)
        cairo.cairo_translate(context, x, y)
        cairo.cairo_rotate(context, turn)
        cairo.cairo_scale(context, 1, squeeze)
        along = cairo.cairo_arc if sweep else cairo.cairo_arc_negative
        # 0 - cy, for -cy would be -0 where cy is 0, and the angle -pi instead of pi
        along(context, cx, cy, r, atan2(0 - cy, 0 - cx), atan2(to_y - cy, to_x - cx))
        cairo.cairo_restore(context)

    def _rectangle(self, node: Rectangle) -> None:
        cairo, context = self._cairo, self._context
        rect = node.rect
        x, y, w, h = (round(n, 2) for n in (rect.x, rect.y, rect.w, rect.h))
        r = round(min(node.radius, rect.w / 2, rect.h / 2), 2) if node.radius > 0 else 0.0
        if r == 0:
            cairo.cairo_rectangle(context, x, y, w, h)
            return
        rx, ry = min(r, w / 2), min(r, h / 2)
        kx, ky = QUARTER * rx, QUARTER * ry
        cairo.cairo_move_to(context, x + rx, y)
        cairo.cairo_rel_line_to(context, w - 2 * rx, 0)
        cairo.cairo_rel_curve_to(context, kx, 0, rx, ky, rx, ry)
        cairo.cairo_rel_line_to(context, 0, h - 2 * ry)
        cairo.cairo_rel_curve_to(context, 0, ky, kx - rx, ry, -rx, ry)
        cairo.cairo_rel_line_to(context, -w + 2 * rx, 0)
        cairo.cairo_rel_curve_to(context, -kx, 0, -rx, -ky, -rx, -ry)
        cairo.cairo_rel_line_to(context, 0, -h + 2 * ry)
        cairo.cairo_rel_curve_to(context, 0, -ky, rx - kx, -ry, rx, -ry)
        cairo.cairo_close_path(context)

    def _circle(self, node: Circle) -> None:
        cx, cy, r = round(node.cx, 2), round(node.cy, 2), round(node.r, 2)
        if r:
            self._cairo.cairo_arc(self._context, cx, cy, r, 0, 2 * pi)
            self._cairo.cairo_close_path(self._context)

    def _paint(self, look: Look, ends: bool) -> None:
        cairo, context = self._cairo, self._context
        if look.fill is not None:
            self._fill(look.fill, round(look.fill_opacity, 3))
        if look.stroke is None:
            cairo.cairo_new_path(context)
            return
        if look.round_ends:
            if ends:
                cairo.cairo_set_line_cap(context, _ROUND)
            cairo.cairo_set_line_join(context, _ROUND)
        dash = [round(length, 3) for length in look.dash]
        if sum(dash):
            cairo.cairo_set_dash(context, (c_double * len(dash))(*dash), len(dash), round(look.dash_offset, 2))
        cairo.cairo_set_line_width(context, round(look.width, 2))
        cairo.cairo_set_source_rgba(context, *_colour(look.stroke), round(look.stroke_opacity, 3))
        cairo.cairo_stroke(context)

    def _fill(self, ink: Ink, opacity: float) -> None:
        cairo, context = self._cairo, self._context
        if isinstance(ink, str):
            cairo.cairo_set_source_rgba(context, *_colour(ink), opacity)
            cairo.cairo_fill_preserve(context)
            return
        if isinstance(ink, RadialGradient):
            x, y, r = (round(n, 2) for n in (*ink.centre, ink.radius))
            pattern = cairo.cairo_pattern_create_radial(x, y, 0, x, y, r)
        else:
            pattern = cairo.cairo_pattern_create_linear(*(round(n, 2) for n in (*ink.start, *ink.end)))
        try:
            for stop in ink.stops:
                shown = round(stop.opacity, 3) * opacity
                cairo.cairo_pattern_add_color_stop_rgba(pattern, round(stop.offset, 3), *_colour(stop.colour), shown)
            cairo.cairo_pattern_set_extend(pattern, _PAD)
            cairo.cairo_set_source(context, pattern)
            cairo.cairo_fill_preserve(context)
        finally:
            cairo.cairo_pattern_destroy(pattern)


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    return x * cos(angle) - y * sin(angle), y * cos(angle) + x * sin(angle)


def _colour(text: str) -> tuple[float, float, float]:
    """#rrggbb as red, green and blue from 0 to 1."""
    red, green, blue = rgb(text)
    return red / 255, green / 255, blue / 255


def _split(commands: Commands) -> _Split:
    """The letters of M, L, Q, C and Z commands, and the coordinates of all their points."""
    xs: list[float] = []
    ys: list[float] = []
    for _, *numbers in commands:
        xs += numbers[::2]
        ys += numbers[1::2]
    return "".join([command[0] for command in commands]), xs, ys


def _rounded(values: Sequence[float], scale: float, offset: float) -> list[float]:
    """`round(value * scale + offset, 2)` of each value, in a quarter of the time (and 0 for -0).

    Adding and taking away _SHIFT rounds to a whole number. Only where that might be a tie does `round` have to decide.
    """
    return [
        near / 100 if -_NO_TIE < (exact := (value * scale + offset) * 100) - (near := exact + _SHIFT - _SHIFT) < _NO_TIE
        else round(value * scale + offset, 2)
        for value in values
    ]  # fmt: skip


def _add_outline(elements: list[float], split: _Split, start: Point = (0.0, 0.0), opened: Point = (0.0, 0.0)) -> None:
    """Append rounded commands as elements of a cairo_path_t.

    They go on from `start`, in a part of the path that was opened at `opened`.
    """
    x, y = start
    sx, sy = opened
    letters, xs, ys = split
    k = 0
    for letter in letters:
        if letter == "Q":
            px, py, ex, ey = xs[k] * 2 / 3, ys[k] * 2 / 3, xs[k + 1], ys[k + 1]
            elements += (_CURVE, 0.0, px + x / 3, py + y / 3, px + ex / 3, py + ey / 3, ex, ey)
            x, y = ex, ey
            k += 2
        elif letter == "C":
            x, y = xs[k + 2], ys[k + 2]
            elements += (_CURVE, 0.0, xs[k], ys[k], xs[k + 1], ys[k + 1], x, y)
            k += 3
        elif letter == "Z":
            elements += (_CLOSE, 0.0)
            x, y = sx, sy
        else:
            x, y = xs[k], ys[k]
            elements += (_MOVE if letter == "M" else _LINE, 0.0, x, y)
            if letter == "M":
                sx, sy = x, y
            k += 1
