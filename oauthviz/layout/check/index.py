"""One picture prepared for the rules: rectangles as bare tuples, lines with their bounds, things by id."""

from __future__ import annotations

from typing import NamedTuple

from oauthviz.core.geometry import Polyline
from oauthviz.graph.model import Diagram
from oauthviz.layout.check.model import Drawn, DrawnArrow, DrawnBox, DrawnBranch, DrawnGroup, DrawnText
from oauthviz.layout.check.plane import Span, joined, span, span_of


class Line(NamedTuple):
    """A visual line of text: its number among all texts, the text, and the area that must be its own."""

    owner: int
    text: DrawnText
    area: Span


class Way(NamedTuple):
    """A branch of an arrow: the arrow's number among all arrows, the arrow, the branch, its points and their bounds."""

    owner: int
    arrow: DrawnArrow
    branch: DrawnBranch
    points: Polyline
    bounds: Span


class Head(NamedTuple):
    """An arrowhead and the rectangle round it."""

    arrow: DrawnArrow
    area: Span


class Mark(NamedTuple):
    """A badge. `arrow` or `box` is the id of what it numbers; `name` is how messages call it."""

    name: str
    arrow: str | None
    box: str | None
    area: Span


class Index:
    """What rules ask of a picture, computed once. `limit` is the part of the canvas that may be drawn on."""

    __slots__ = ("boxes", "boxes_by_id", "diagram", "drawn", "groups", "heads", "limit", "lines", "marks", "ways")

    def __init__(self, drawn: Drawn, diagram: Diagram | None) -> None:
        self.drawn = drawn
        self.diagram = diagram
        self.lines: list[Line] = []
        for number, text in enumerate(drawn.texts):
            areas = [span(line) for line in text.lines]
            if text.selection:
                areas = [joined(a, span(s)) for a, s in zip(areas, text.selection, strict=True)]
            self.lines += [Line(number, text, area) for area in areas]
        self.boxes: list[tuple[DrawnBox, Span]] = [(box, span(box.rect)) for box in drawn.boxes]
        self.boxes_by_id: dict[str, Span] = {box.id: area for box, area in self.boxes}
        self.groups: list[tuple[DrawnGroup, Span]] = [(group, span(group.rect)) for group in drawn.groups]
        self.ways = [
            Way(number, arrow, branch, branch.points, span_of(branch.points))
            for number, arrow in enumerate(drawn.arrows)
            for branch in arrow.branches
            if len(branch.points) > 1
        ]
        self.heads = [Head(arrow, span(head)) for arrow in drawn.arrows for head in arrow.heads]
        self.marks = [
            Mark(f"badge of {arrow_name(arrow)}", arrow.id, None, span(arrow.badge))
            for arrow in drawn.arrows
            if arrow.badge
        ] + [Mark(f"number of box {box.id}", None, box.id, span(box.badge)) for box in drawn.boxes if box.badge]
        free = drawable_margin(drawn)
        self.limit: Span = (free, free, drawn.width - free, drawn.height - free)


NARROWEST_MARGIN = 8.0
"""px at the edge of every canvas that stay empty, whatever margin a spec asks for."""

MARGIN_SLACK = 12.0
"""px that ornaments may lie inside the canvas margin."""


def drawable_margin(drawn: Drawn) -> float:
    """The width in px of the border that nothing may enter."""
    return max(NARROWEST_MARGIN, (drawn.margin or 0.0) - MARGIN_SLACK)


def text_name(text: DrawnText) -> str:
    """How messages call a text."""
    words = text.text if len(text.text) <= 44 else text.text[:43] + "…"
    return f"{text.role} '{words}'"


def arrow_name(arrow: DrawnArrow) -> str:
    """How messages call an arrow."""
    return f"arrow {arrow.id}"
