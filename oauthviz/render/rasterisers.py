"""The programs that make pixels and pages of an SVG: found late, and missed with a clear word."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from oauthviz.core.diagnostics import Diagnostic, UsageError
from oauthviz.resources import package_version

RendererChoice = Literal["auto", "cairosvg", "resvg"]

SYSTEM_PACKAGE = "libcairo2"


@dataclass(frozen=True, slots=True)
class Rasteriser:
    """A renderer of SVG: `draw(svg, width, height)` gives PNG bytes of that many pixels."""

    name: str
    version: str
    draw: Callable[[str, int, int], bytes]


def load_cairosvg() -> Any:
    """The module cairosvg. Raises OSError where the system's libcairo is missing."""
    import cairosvg  # heavy, and it opens libcairo: only when pixels or pages are wanted

    return cairosvg


def load_resvg() -> Any:
    """The module resvg_py, which needs nothing of the system."""
    import resvg_py  # a compiled module: only when it is the renderer

    return resvg_py


def choose_rasteriser(choice: RendererChoice) -> Rasteriser:
    """The renderer asked for; `auto` is cairosvg, and resvg with a line on standard error where libcairo is missing.

    Raises UsageError where cairosvg is asked for by name and libcairo is missing, or for an unknown name.
    """
    if choice not in ("auto", "cairosvg", "resvg"):
        known = "choose auto, cairosvg or resvg"
        raise UsageError([Diagnostic("renderer", f"there is no renderer '{choice}'", "<renderer>", help=known)])
    if choice != "resvg":
        try:
            return _cairosvg(load_cairosvg())
        except OSError:
            if choice == "cairosvg":
                raise _no_cairo("the renderer cairosvg") from None
        note = f"oauthviz: cairo is missing, so resvg draws the PNG (install the system package {SYSTEM_PACKAGE})"
        print(note, file=sys.stderr)
    return _resvg(load_resvg())


def cairo_for_pdf() -> Any:
    """The module cairosvg for PDF output. Raises UsageError where libcairo is missing: nothing else writes PDF."""
    try:
        return load_cairosvg()
    except OSError:
        raise _no_cairo("PDF output") from None


def _no_cairo(what: str) -> UsageError:
    message = f"{what} needs the system library cairo, which is not there"
    help = f"install the system package {SYSTEM_PACKAGE}, or draw PNG with --renderer resvg"
    return UsageError([Diagnostic("no-cairo", message, "<renderer>", help=help)])


def _cairosvg(module: Any) -> Rasteriser:
    def draw(svg: str, width: int, height: int) -> bytes:
        data = module.svg2png(bytestring=svg.encode(), output_width=width, output_height=height)
        return bytes(data)

    return Rasteriser("cairosvg", str(module.__version__), draw)


def _resvg(module: Any) -> Rasteriser:
    def draw(svg: str, width: int, height: int) -> bytes:
        return bytes(module.svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts=True))

    return Rasteriser("resvg", package_version("resvg_py"), draw)
