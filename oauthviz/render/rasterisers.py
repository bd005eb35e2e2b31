"""The programs that make pixels and pages of a picture: found late, and missed with a clear word.

With `auto`, libcairo draws the scene without cairosvg between them: the same pixels in a fraction of the time. Asked
for by name, cairosvg draws itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from oauthviz.core.diagnostics import Diagnostic, UsageError
from oauthviz.render.libcairo import load_libcairo, version_of
from oauthviz.resources import package_version

if TYPE_CHECKING:
    from oauthviz.drawing.scene import Scene
    from oauthviz.render.direct import Pixels

RendererChoice = Literal["auto", "cairosvg", "resvg"]

SYSTEM_PACKAGE = "libcairo2"


class Rasteriser(Struct, frozen=True):
    """A renderer: `draw(scene, width, height)` gives the pixels of an opaque picture, or any picture as PNG bytes."""

    name: str
    version: str
    draw: Callable[[Scene, int, int], Pixels | bytes]


def load_cairosvg() -> Any:
    """The module cairosvg. Raises OSError where the system's libcairo is missing."""
    import cairosvg  # heavy, and it opens libcairo: only when pixels or pages are wanted

    return cairosvg


def load_resvg() -> Any:
    """The module resvg_py, which needs nothing of the system."""
    import resvg_py  # a compiled module: only when it is the renderer

    return resvg_py


def choose_rasteriser(choice: RendererChoice) -> Rasteriser:
    """The renderer asked for; `auto` is cairo, and resvg with a line on standard error where libcairo is missing.

    Raises UsageError where cairosvg is asked for by name and libcairo is missing, or for an unknown name.
    """
    if choice not in ("auto", "cairosvg", "resvg"):
        known = "choose auto, cairosvg or resvg"
        raise UsageError([Diagnostic("renderer", f"there is no renderer '{choice}'", "<renderer>", help=known)])
    if choice == "cairosvg":
        try:
            return _cairosvg(load_cairosvg())
        except OSError:
            raise _no_cairo("the renderer cairosvg") from None
    if choice == "auto":
        try:
            return _cairo(load_libcairo())
        except OSError:
            note = f"oauthviz: cairo is missing, so resvg draws the PNG (install the system package {SYSTEM_PACKAGE})"
            print(note, file=sys.stderr)
    return _resvg(load_resvg())


def cairo_for_pdf() -> Any:
    """The module cairosvg for PDF output. Raises UsageError where libcairo is missing: nothing else writes PDF."""
    try:
        return load_cairosvg()
    except OSError:
        raise _no_cairo("PDF output") from None


def cairo_for_measuring() -> Any:
    """libcairo for measuring colours on pixels. Raises UsageError where it is missing."""
    try:
        return load_libcairo()
    except OSError:
        raise _no_cairo("measuring colours", "") from None


def _no_cairo(what: str, instead: str = ", or draw PNG with --renderer resvg") -> UsageError:
    message = f"{what} needs the system library cairo, which is not there"
    help = f"install the system package {SYSTEM_PACKAGE}{instead}"
    return UsageError([Diagnostic("no-cairo", message, "<renderer>", help=help)])


def _cairo(library: Any) -> Rasteriser:
    def draw(scene: Scene, width: int, height: int) -> Pixels | bytes:
        from oauthviz.render.direct import draw_with_cairo  # whoever only asks for the version draws nothing

        return draw_with_cairo(library, scene, width, height)

    return Rasteriser("cairo", version_of(library), draw)


def _cairosvg(module: Any) -> Rasteriser:
    def draw(scene: Scene, width: int, height: int) -> bytes:
        data = module.svg2png(bytestring=_shapes(scene).encode(), output_width=width, output_height=height)
        return bytes(data)

    return Rasteriser("cairosvg", str(module.__version__), draw)


def _resvg(module: Any) -> Rasteriser:
    def draw(scene: Scene, width: int, height: int) -> bytes:
        return bytes(module.svg_to_bytes(svg_string=_shapes(scene), width=width, height=height, skip_system_fonts=True))

    return Rasteriser("resvg", package_version("resvg_py"), draw)


def _shapes(scene: Scene) -> str:
    from oauthviz.render.flat import flatten  # as in `_cairo`
    from oauthviz.render.svg import render_svg

    return render_svg(flatten(scene), prefix="flat")
