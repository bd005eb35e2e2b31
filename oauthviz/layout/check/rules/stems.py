"""Rules of callouts' stems: from the flag to a free place on the arrow."""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.core.geometry import Polyline
from oauthviz.layout.check.engine import rule
from oauthviz.layout.check.index import Index, text_name
from oauthviz.layout.check.model import DrawnText, Finding
from oauthviz.layout.check.plane import Span, distance_to_line, enters, overlaps, shrunk, span
from oauthviz.layout.check.rules.text import TOUCH
from oauthviz.layout.stems import DOT

OFF_LINE = 3.0
"""px between a stem's dot and its arrow's line, at most."""


@rule("stem-free")
def stem_free(index: Index) -> Iterator[Finding]:
    """A callout's stem ends on the line of its arrow; it lies on no badge, pill, flag or text, nor does its dot."""
    for text in index.drawn.texts:
        if not text.stem:
            continue
        x, y = text.stem[-1]
        name = f"the stem of {text_name(text)}"
        own = [way.points for way in index.ways if way.arrow.id == text.on]
        if own and min(distance_to_line(x, y, points) for points in own) > OFF_LINE:
            yield Finding("stem-free", f"{name} misses its arrow", (text.text,))
        dot = (x - DOT, y - DOT, x + DOT, y + DOT)
        for what, subject, area in _in_the_way(index, text):
            if _meets(text.stem, dot, area):
                yield Finding("stem-free", f"{name} lies on {what}", (text.text, subject))


def _in_the_way(index: Index, own: DrawnText) -> Iterator[tuple[str, str, Span]]:
    """Badges, plates and the lines of text that stand on neither: name, subject and area of each."""
    for mark in index.marks:
        yield f"the {mark.name}", mark.arrow or mark.box or "", mark.area
    for text in index.drawn.texts:
        if text is not own and text.plate:
            yield f"the plate of {text_name(text)}", text.text, span(text.plate)
    for line in index.lines:
        if line.text is not own and not line.text.plate and line.text.role != "step":
            yield text_name(line.text), line.text.text, line.area


def _meets(stem: Polyline, dot: Span, area: Span) -> bool:
    return overlaps(dot, area, TOUCH) or enters(stem, shrunk(area, TOUCH))
