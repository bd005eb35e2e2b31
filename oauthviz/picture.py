"""A finished picture: its SVG, and the other formats made from the same scene when they are asked for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.core.diagnostics import Diagnostic, UsageError
from oauthviz.core.numbers import fmt
from oauthviz.drawing.scene import Scene
from oauthviz.graph.model import Diagram as Graph
from oauthviz.layout.check.model import Drawn, Finding
from oauthviz.layout.model import Layout
from oauthviz.output import FORMATS, write_file
from oauthviz.render.rasterisers import RendererChoice

_AS_WIDE_AS_THE_PAGE = "max-width:100%;height:auto"
_shown: Counter[str] = Counter()
"""How often this process has shown a picture, by digest."""


def _ending(svg: str) -> str:
    """An ending for ids: a digest of the picture, and a number from the second time on that it is shown."""
    digest = hashlib.sha256(svg.encode()).hexdigest()[:8]
    _shown[digest] += 1
    return digest if _shown[digest] == 1 else f"{digest}-{_shown[digest]}"


def drawn_in(svg: str, graph: Graph) -> Drawn:
    """What an outlined SVG, written by this process, shows, with the margin that its diagram asks for."""
    from oauthviz.render.reading import read_svg  # not in a process that leaves the measuring to another

    return replace(read_svg(svg, trusted=True), margin=graph.canvas.margin)


class Picture(Struct, frozen=True, eq=False):
    """What `Diagram.render` hands out; shows itself in Jupyter.

    `name` is the spec's name and `file_stem` the one for files, with a theme or projection that is not the spec's
    own. `svg` is the whole document; where the picture has a `dark` one beside it, the document holds both and follows
    the page, while PNG, PDF, layout and findings are of the light one. `layout` is where everything is, in px, y down.
    `findings` are the rules that the picture breaks (none, unless broken pictures were allowed). `warnings` are remarks
    on the spec. `stamp` is what the picture was made from and by.
    """

    name: str
    file_stem: str
    file: str
    svg: str
    layout: Layout
    findings: tuple[Finding, ...]
    broken_rules: tuple[Diagnostic, ...]
    warnings: tuple[Diagnostic, ...]
    scene: Scene
    graph: Graph
    stamp: Mapping[str, str]
    outlined_svg: str
    dark: Picture | None = None

    def png(self, scale: float = 1.0, renderer: RendererChoice = "auto") -> bytes:
        """The picture as PNG, `scale` pixels for each px.

        `renderer` is cairosvg, resvg, or auto: cairo with cairosvg's pixels where the system library is found, else
        resvg. Raises UsageError where a renderer named here cannot run.
        """
        from oauthviz.render.png import render_png  # only where pixels are asked for

        return render_png(self.scene, scale=scale, renderer=renderer, stamp=self.stamp)

    def pdf(self) -> bytes:
        """The picture as a PDF of one page, 1 px to .75 pt."""
        from oauthviz.render.pdf import render_pdf  # likewise

        return render_pdf(self.scene, digest=self.stamp.get("spec", ""))

    def encode(self, form: str, *, scale: float = 1.0, renderer: RendererChoice = "auto") -> bytes:
        """The picture as `svg`, `png` or `pdf`. Raises UsageError for another word."""
        if form == "svg":
            return self.svg.encode()
        if form == "png":
            return self.png(scale, renderer)
        if form == "pdf":
            return self.pdf()
        known = ", ".join(FORMATS)
        raise UsageError([Diagnostic("unknown-format", f"there is no format '{form}'", help=f"there are: {known}")])

    def check(self) -> tuple[Finding, ...]:
        """Measure the picture's outlines again: every broken rule, in a fixed order."""
        from oauthviz.layout.check import check  # as in `drawn_in`

        return check(drawn_in(self.outlined_svg, self.graph), self.graph)

    def save(self, path: str | Path, *, scale: float = 1.0, renderer: RendererChoice = "auto") -> Path:
        """Write the picture to `path` in the format that its suffix names; whole, or not at all.

        Raises UsageError for an unknown suffix and OutputError where it cannot be written.
        """
        target = Path(path)
        write_file(target, self.encode(target.suffix.lower().removeprefix("."), scale=scale, renderer=renderer))
        return target

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str | bytes]:
        """What Jupyter shows: an SVG whose ids no other one on the page has, and a PNG for who asks for it.

        Notebooks put the outputs of all cells into one page. As HTML the SVG is part of that page, has a name for a
        screen reader and follows the page's own switch to dark; as an image it has neither, and is for converters and
        viewers that pass over HTML. Nothing is written to a file.
        """
        from oauthviz.render.embedding import embeddable  # only in notebooks

        bundle: dict[str, str | bytes] = {"text/plain": repr(self)}
        if not include or "text/html" in include or "image/svg+xml" in include:
            svg = embeddable(self.svg, _ending(self.svg))
            bundle["image/svg+xml"] = svg
            bundle["text/html"] = svg.replace("<svg ", f'<svg style="{_AS_WIDE_AS_THE_PAGE}" ', 1)
        if include and "image/png" in include:
            bundle["image/png"] = self.png(scale=2)
        kept = include or bundle
        return {kind: data for kind, data in bundle.items() if kind in kept and kind not in (exclude or ())}

    def __repr__(self) -> str:
        size = f"{fmt(self.layout.width)} x {fmt(self.layout.height)} px"
        return f"<Picture {self.name}: {len(self.layout.boxes)} boxes, {len(self.layout.arrows)} arrows, {size}>"
