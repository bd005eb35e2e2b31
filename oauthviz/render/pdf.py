"""A scene as a PDF of one page, without a date in it."""

from __future__ import annotations

from typing import Any

from oauthviz import __version__
from oauthviz.drawing.scene import Scene
from oauthviz.render.flat import flatten
from oauthviz.render.rasterisers import cairo_for_pdf
from oauthviz.render.svg import render_svg


def render_pdf(scene: Scene, *, digest: str = "") -> bytes:
    """The scene as PDF, the same bytes every time. `digest` is the spec's and goes to the keywords.

    Raises UsageError where libcairo is missing.
    """
    cairo_for_pdf()
    from cairocffi import (  # opens libcairo: only when a PDF is wanted
        PDF_METADATA_CREATE_DATE,
        PDF_METADATA_CREATOR,
        PDF_METADATA_KEYWORDS,
        PDF_METADATA_TITLE,
    )
    from cairosvg.surface import PDFSurface

    notes = (
        (PDF_METADATA_CREATE_DATE, ""),  # an empty date takes the clock out of the file
        (PDF_METADATA_TITLE, scene.title),
        (PDF_METADATA_CREATOR, f"oauthviz {__version__}"),
        (PDF_METADATA_KEYWORDS, digest),
    )

    class _Undated(PDFSurface):  # type: ignore[misc]  # cairosvg carries no types
        def _create_surface(self, width: float, height: float) -> tuple[Any, float, float]:
            surface, width, height = super()._create_surface(width, height)
            for key, value in notes:
                surface.set_metadata(key, value)
            return surface, width, height

    return bytes(_Undated.convert(bytestring=render_svg(flatten(scene), prefix="flat").encode()))
