"""Rules of badges: on their own line, on nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.layout.check.engine import rule
from oauthviz.layout.check.index import Index, arrow_name, text_name
from oauthviz.layout.check.model import Finding
from oauthviz.layout.check.plane import distance_to_line, enters, overlaps, shrunk
from oauthviz.layout.check.rules.text import TOUCH

OFF_LINE = 3.0
"""px between the middle of a badge and its line, at most."""


@rule("badge-off-line")
def badge_off_line(index: Index) -> Iterator[Finding]:
    """An arrow's badge sits on the arrow's own line."""
    for mark in index.marks:
        own = [way.points for way in index.ways if way.arrow.id == mark.arrow]
        if own:
            x, y = (mark.area[0] + mark.area[2]) / 2, (mark.area[1] + mark.area[3]) / 2
            distance = min(distance_to_line(x, y, points) for points in own)
            if distance > OFF_LINE:
                yield Finding(
                    "badge-off-line", f"the {mark.name} is {distance:.0f} px off its line", (mark.arrow or "",)
                )


@rule("badge-on-badge")
def badge_on_badge(index: Index) -> Iterator[Finding]:
    """No two badges overlap."""
    for place, mark in enumerate(index.marks):
        for other in index.marks[place + 1 :]:
            if overlaps(mark.area, other.area, TOUCH):
                yield Finding("badge-on-badge", f"the {mark.name} lies on the {other.name}",
                              (mark.arrow or mark.box or "", other.arrow or other.box or ""))  # fmt: skip


@rule("badge-on-text")
def badge_on_text(index: Index) -> Iterator[Finding]:
    """No badge covers a text but its own digits."""
    for mark in index.marks:
        for line in index.lines:
            if not overlaps(mark.area, line.area, TOUCH):
                continue
            text = line.text
            own = text.arrow == mark.arrow if mark.arrow is not None else text.box == mark.box
            if not (own and text.role == "step"):
                yield Finding("badge-on-text", f"the {mark.name} lies on {text_name(text)}",
                              (mark.arrow or mark.box or "", text.text))  # fmt: skip


@rule("badge-on-box")
def badge_on_box(index: Index) -> Iterator[Finding]:
    """No badge touches a box, except a box's own number."""
    for mark in index.marks:
        for box, area in index.boxes:
            if box.id != mark.box and overlaps(mark.area, area, 1.0):
                yield Finding("badge-on-box", f"the {mark.name} lies on box {box.id}",
                              (mark.arrow or mark.box or "", box.id))  # fmt: skip


@rule("badge-on-arrow")
def badge_on_arrow(index: Index) -> Iterator[Finding]:
    """No line but its own runs under a badge."""
    for mark in index.marks:
        inner = shrunk(mark.area, 1.0)
        for way in index.ways:
            if way.arrow.id == mark.arrow or not overlaps(mark.area, way.bounds, -1.0):
                continue
            if mark.box is not None and mark.box in (way.branch.source, way.branch.target):
                continue
            if enters(way.points, inner):
                yield Finding("badge-on-arrow", f"the {mark.name} lies on {arrow_name(way.arrow)}",
                              (mark.arrow or mark.box or "", way.arrow.id))  # fmt: skip
