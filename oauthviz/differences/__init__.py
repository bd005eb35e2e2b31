"""What differs between two pictures: as an account in words, as data, and as a picture of its own."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins

from oauthviz.api import Diagram, Options, Picture, read_source_bytes
from oauthviz.core.diagnostics import Diagnostic, SpecError
from oauthviz.differences.account import one_line
from oauthviz.differences.comparing import Change, compare_drawings
from oauthviz.differences.drawing import read_drawing
from oauthviz.differences.readable import readable
from oauthviz.render.comparison import Arrangement, Mark, rasterised, render_comparison

__all__ = ["Change", "Comparison", "compare", "one_line", "readable", "svg_of", "svg_of_source"]

_NOT_COMPARED = (".png", ".pdf")
_MARKED = ("text", "added", "removed", "kind", "moved", "resized", "way", "colour", "type")


class Comparison(Struct, frozen=True):
    """Two SVGs and every difference between them; none where they read alike."""

    before: str
    after: str
    changes: tuple[Change, ...]

    @property
    def account(self) -> str:
        """What differs, in one line."""
        return one_line(self.changes)

    def as_json(self) -> dict[str, Any]:
        """The comparison as plain mappings and lists; rectangles are x, y, w, h in px, y down."""
        return {"same": not self.changes, "account": self.account, "changes": to_builtins(self.changes)}

    def picture(self, arranged: Arrangement = "side-by-side") -> str:
        """An SVG of both pictures with the changed places marked: red as it was, green as it is."""
        return render_comparison(
            self.before, self.after, _marks(self.changes), title="What differs", account=self.account, arranged=arranged
        )

    def encode(self, form: str, arranged: Arrangement = "side-by-side") -> bytes:
        """`picture` as `svg` or `png`."""
        svg = self.picture(arranged)
        return rasterised(svg) if form == "png" else svg.encode()


def compare(before: str, after: str, files: tuple[str, str] = ("<before>", "<after>")) -> Comparison:
    """Compare two SVGs of ours by their readable forms. Raises SpecError for one that is not ours, naming its file."""
    texts = [readable(svg, file).splitlines() for svg, file in zip((before, after), files, strict=True)]
    if texts[0] == texts[1]:
        return Comparison(before, after, ())
    drawings = [read_drawing(svg, file) for svg, file in zip((before, after), files, strict=True)]
    changes = compare_drawings(drawings[0], drawings[1]) or (_of_lines(texts[0], texts[1]),)
    return Comparison(before, after, changes)


def svg_of(shown: Diagram | Picture | str | Path, options: Options | None = None) -> str:
    """The SVG of a picture, of a diagram, or of a file, which may be a spec or an SVG.

    Raises what reading and rendering raise.
    """
    if isinstance(shown, Picture):
        return shown.svg
    if isinstance(shown, Diagram):
        return shown.render_with(options or Options()).svg
    return svg_of_source(str(shown), None, options or Options())


def svg_of_source(source: str, data: bytes | None, options: Options) -> str:
    """The SVG of a file: an SVG as it is, a spec drawn; `data` replaces the file's content.

    Raises what reading and rendering raise, and SpecError for an SVG that is not UTF-8 and for a PNG or a PDF.
    """
    suffix = Path(source).suffix.lower()
    if suffix in _NOT_COMPARED:
        message = f"a {suffix.removeprefix('.').upper()} cannot be compared"
        help = "give the SVG of that picture, or its spec"
        raise SpecError([Diagnostic("not-our-svg", message, source, help=help)])
    is_svg = suffix == ".svg"
    if data is None and is_svg:
        data = read_source_bytes(Path(source))
    if data is None or not (is_svg or data.lstrip()[:1] == b"<"):
        diagram = Diagram.load(source) if data is None else Diagram.loads(data, file=source)
        return diagram.render_with(options).svg
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SpecError([Diagnostic("not-utf-8", f"byte {error.start} is not UTF-8", source)]) from None


def _of_lines(old: Sequence[str], new: Sequence[str]) -> Change:
    """What is left to say where nothing that has a name differs."""
    blocks = [block for block in SequenceMatcher(None, old, new, False).get_opcodes() if block[0] != "equal"]
    _, i1, _, j1, _ = blocks[0]
    first = (new[j1 : j1 + 1] or old[i1 : i1 + 1])[0].strip()
    count = sum(max(i2 - i1, j2 - j1) for _, i1, i2, j1, j2 in blocks)
    message = f"{count} {'line' if count == 1 else 'lines'} of the drawing differ, first: {first[:100]}"
    return Change("drawing", "drawing", message)


def _marks(changes: Sequence[Change]) -> list[Mark]:
    """One mark for each changed place."""
    marks = [Mark(c.before, c.after) for c in changes if c.aspect in _MARKED and (c.before or c.after)]
    return list(dict.fromkeys(marks))
