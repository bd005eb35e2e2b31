"""The system's libcairo, opened directly: the few functions that a picture needs, with their types."""

from __future__ import annotations

import ctypes
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_double, c_int, c_ubyte, c_uint, c_void_p
from functools import cache
from typing import Any

_FILES = ("libcairo.so.2", "libcairo.2.dylib", "libcairo-2.dll")


class Matrix(Structure):
    """A cairo_matrix_t: x' = xx x + xy y + x0, y' = yx x + yy y + y0."""

    _fields_ = [(name, c_double) for name in ("xx", "yx", "xy", "yy", "x0", "y0")]


class PathElements(Structure):
    """A cairo_path_t; `num_data` counts its units of 16 bytes."""

    _fields_ = [("status", c_int), ("data", c_void_p), ("num_data", c_int)]


WriteFunction = CFUNCTYPE(c_int, c_void_p, POINTER(c_ubyte), c_uint)

_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "version_string": (c_char_p, ()),
    "image_surface_create": (c_void_p, (c_int, c_int, c_int)),
    "image_surface_get_data": (c_void_p, (c_void_p,)),
    "image_surface_get_stride": (c_int, (c_void_p,)),
    "surface_flush": (None, (c_void_p,)),
    "surface_destroy": (None, (c_void_p,)),
    "surface_write_to_png_stream": (c_int, (c_void_p, WriteFunction, c_void_p)),
    "create": (c_void_p, (c_void_p,)),
    "destroy": (None, (c_void_p,)),
    "status": (c_int, (c_void_p,)),
    "save": (None, (c_void_p,)),
    "restore": (None, (c_void_p,)),
    "scale": (None, (c_void_p, c_double, c_double)),
    "translate": (None, (c_void_p, c_double, c_double)),
    "rotate": (None, (c_void_p, c_double)),
    "transform": (None, (c_void_p, POINTER(Matrix))),
    "matrix_translate": (None, (POINTER(Matrix), c_double, c_double)),
    "matrix_scale": (None, (POINTER(Matrix), c_double, c_double)),
    "matrix_invert": (c_int, (POINTER(Matrix),)),
    "clip": (None, (c_void_p,)),
    "new_path": (None, (c_void_p,)),
    "append_path": (None, (c_void_p, POINTER(PathElements))),
    "rectangle": (None, (c_void_p, *[c_double] * 4)),
    "move_to": (None, (c_void_p, c_double, c_double)),
    "rel_line_to": (None, (c_void_p, c_double, c_double)),
    "rel_curve_to": (None, (c_void_p, *[c_double] * 6)),
    "arc": (None, (c_void_p, *[c_double] * 5)),
    "arc_negative": (None, (c_void_p, *[c_double] * 5)),
    "close_path": (None, (c_void_p,)),
    "set_tolerance": (None, (c_void_p, c_double)),
    "set_source_rgba": (None, (c_void_p, *[c_double] * 4)),
    "set_source": (None, (c_void_p, c_void_p)),
    "pattern_create_linear": (c_void_p, (c_double,) * 4),
    "pattern_create_radial": (c_void_p, (c_double,) * 6),
    "pattern_add_color_stop_rgba": (None, (c_void_p, *[c_double] * 5)),
    "pattern_set_extend": (None, (c_void_p, c_int)),
    "pattern_destroy": (None, (c_void_p,)),
    "set_line_width": (None, (c_void_p, c_double)),
    "set_line_cap": (None, (c_void_p, c_int)),
    "set_line_join": (None, (c_void_p, c_int)),
    "set_miter_limit": (None, (c_void_p, c_double)),
    "set_dash": (None, (c_void_p, POINTER(c_double), c_int, c_double)),
    "fill_preserve": (None, (c_void_p,)),
    "stroke": (None, (c_void_p,)),
}


@cache
def load_libcairo() -> Any:
    """libcairo as a ctypes library. Raises OSError where it is missing or lacks a function."""
    library = _opened()
    for name, (result, arguments) in _SIGNATURES.items():
        try:
            function = getattr(library, f"cairo_{name}")
        except AttributeError as error:
            raise OSError(str(error)) from None
        function.restype, function.argtypes = result, arguments
    return library


def version_of(library: Any) -> str:
    """The version of libcairo, such as 1.16.0."""
    return str(library.cairo_version_string().decode("ascii"))


def _opened() -> Any:
    for file in _FILES:
        try:
            return ctypes.CDLL(file)
        except OSError:
            continue
    from ctypes.util import find_library  # runs the system's own tools: only where no usual name is found

    found = find_library("cairo") or find_library("cairo-2")
    if found is None:
        raise OSError("no library called cairo was found")
    return ctypes.CDLL(found)
