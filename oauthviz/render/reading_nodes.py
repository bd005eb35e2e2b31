"""What a read picture consists of: elements with their places in px, shapes with their paint, words."""

from __future__ import annotations

from msgspec import Struct, field

from oauthviz.core.geometry import Point
from oauthviz.core.outlines import Commands
from oauthviz.layout.check.model import Colour
from oauthviz.layout.check.plane import Span, joined
from oauthviz.render.reading_gradients import Shade
from oauthviz.render.reading_outlines import Matrix, flattened

BROAD = 3.0
"""px from which a stroke is a surface (a marker's swipe, a glow) rather than a line."""


class Shape(Struct):
    """Something painted.

    `outline` is what it was drawn by, left out for glyphs, and `parts` the same as points. `fill` and `stroke` hold
    the colours of the paint (a gradient has several), empty for none; `shade` tells a gradient's fill from place to
    place. `reach` is how far outside its bounds a broad stroke paints, in px, and `area` the bounds with it; both
    follow from the rest.
    """

    bounds: Span
    outline: tuple[Commands, Matrix] | None
    fill: tuple[Colour, ...]
    fill_alpha: float
    stroke: tuple[Colour, ...]
    stroke_alpha: float
    width: float
    classes: tuple[str, ...]
    shade: Shade | None = None
    reach: float = 0.0
    area: Span = (0.0, 0.0, 0.0, 0.0)
    _parts: list[list[Point]] | None = None

    @property
    def parts(self) -> list[list[Point]]:
        """The outlines as points; made when they are first asked for, which they are for one shape in three."""
        if self._parts is None:
            self._parts = flattened(*self.outline) if self.outline is not None else []
        return self._parts

    def __post_init__(self) -> None:
        self.reach = reach = self.width / 2 if self.stroke and self.width >= BROAD else 0.0
        left, top, right, bottom = self.bounds
        self.area = (left - reach, top - reach, right + reach, bottom + reach)


class Words(Struct):
    """A `<text>` element: its text, its box when set `width` px wide, and whether it can be seen."""

    text: str
    x: float
    y: float
    size: float
    width: float | None
    fill: tuple[Colour, ...]
    visible: bool


class Node(Struct):
    """An element. `first` and `last` delimit the shapes it paints among all shapes of the picture, in drawing order.

    `start` and `end` delimit it and all below it among all nodes of the picture, in document order.
    """

    tag: str
    attributes: dict[str, str]
    classes: tuple[str, ...]
    parent: Node | None
    matrix: Matrix
    children: list[Node] = field(default_factory=list)
    ink: Span | None = None
    words: Words | None = None
    first: int = 0
    last: int = 0
    start: int = 0
    end: int = 0
    order: list[Node] = field(default_factory=list)

    def walk(self) -> list[Node]:
        """This node and all below it, in document order."""
        return self.order[self.start : self.end]

    def all(self, name: str) -> list[Node]:
        """All nodes below with a class."""
        return [node for node in self.order[self.start + 1 : self.end] if name in node.classes]

    def one(self, name: str) -> Node | None:
        """The first node below with a class."""
        order = self.order
        return next((order[k] for k in range(self.start + 1, self.end) if name in order[k].classes), None)

    def closest(self, *names: str) -> Node | None:
        """This node or the nearest round it that has one of the classes."""
        node: Node | None = self
        while node is not None and not any(name in node.classes for name in names):
            node = node.parent
        return node

    def data(self, key: str) -> str | None:
        return self.attributes.get(f"data-{key}")

    def bounds(self) -> Span | None:
        """The smallest span round all that is drawn in this node, strokes' widths left out."""
        found: Span | None = None
        for node in self.walk():
            if node.ink is not None:
                found = node.ink if found is None else joined(found, node.ink)
        return found
