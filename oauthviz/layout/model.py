"""A finished layout: every piece of the picture with its place, in px, y down."""

from __future__ import annotations

from msgspec import Struct

from oauthviz.core.geometry import Point, Polyline, Rect
from oauthviz.core.typography import TextStyle


class PlacedLine(Struct, frozen=True):
    """One visual line: left end of its baseline, and its advance width."""

    text: str
    x: float
    baseline: float
    width: float


class TextBlock(Struct, frozen=True):
    """One text of the picture. `role` is its class in the SVG; `align` is start, middle or end."""

    role: str
    text: str
    style: TextStyle
    lines: tuple[PlacedLine, ...]
    align: str = "start"

    def line_rects(self) -> tuple[Rect, ...]:
        """The band of each line from ascender to descender."""
        size = self.style.size
        return tuple(Rect(line.x, line.baseline - 0.78 * size, line.width, size) for line in self.lines)


class Badge(Struct, frozen=True):
    """A number in a circle (or a rounded square, where `shape` says so)."""

    text: TextBlock
    cx: float
    cy: float
    r: float
    shape: str = "circle"

    def rect(self) -> Rect:
        return Rect(self.cx - self.r, self.cy - self.r, 2 * self.r, 2 * self.r)


class Pill(Struct, frozen=True):
    """A protocol name on the line of its arrow."""

    text: TextBlock
    rect: Rect


class Flag(Struct, frozen=True):
    """A callout: a small framed text with an icon. `stem` runs from the flag to a dot on the arrow, if it has one."""

    text: TextBlock
    rect: Rect
    icon: Rect
    on: str
    stem: Polyline | None = None


class PlacedBox(Struct, frozen=True):
    """A box. `anatomy` is compact (icon beside the name) or tall (all centred). `tile` holds the icon.

    `window` is the height of the browser chrome at the top, 0 where there is none.
    """

    id: str
    kinds: tuple[str, ...]
    group: str | None
    rect: Rect
    anatomy: str
    icon: str
    tile: Rect
    name: TextBlock
    role: TextBlock | None
    number: Badge | None = None
    flags: tuple[Flag, ...] = ()
    hero: bool = False
    window: float = 0.0
    link: str | None = None


class Branch(Struct, frozen=True):
    """One source's way to the target: points from tail to head, the first and last on the edges of their boxes."""

    source: str
    target: str
    points: Polyline


class PlacedArrow(Struct, frozen=True):
    """An arrow. Branches after the first may share a trunk with it: same last points, one head.

    `heads` are pairs of the tip's place on the box's edge and the point the line comes from; `ports` are tail circles.
    `hops` are places where this arrow's horizontal line jumps over another.
    """

    id: str
    step: str
    kind: str
    both: bool
    branches: tuple[Branch, ...]
    heads: tuple[tuple[Point, Point], ...]
    ports: tuple[Point, ...]
    badge: Badge | None
    label: TextBlock | None
    pills: tuple[Pill, ...] = ()
    flags: tuple[Flag, ...] = ()
    hops: tuple[Point, ...] = ()


class PlacedGroup(Struct, frozen=True):
    """A zone or boundary: frame, heading and the heading's icon."""

    id: str
    shape: str
    members: tuple[str, ...]
    rect: Rect
    name: TextBlock | None
    icon: str | None = None
    icon_rect: Rect | None = None


class PlacedLegendItem(Struct, frozen=True):
    """A legend item: its number, the arrow kind that colours it (None where it has no own), its text."""

    number: str
    badge: Badge
    kind: str | None
    text: TextBlock


class PlacedLegend(Struct, frozen=True):
    rect: Rect
    title: TextBlock | None
    items: tuple[PlacedLegendItem, ...]


class PlacedKeyEntry(Struct, frozen=True):
    """A sample line from `start` to `end` in the look of `kind`, and what it means."""

    kind: str
    start: Point
    end: Point
    text: TextBlock


class Arrangement(Struct, frozen=True):
    """The combinatorial part of a layout, what translations and themes keep.

    `columns`: box ids and passing branches (`edge>k` for the k-th source of an edge) from left to right, top to bottom.
    A branch in its own end's column turns there: it leaves that box upwards or downwards.
    `sides`: for a loop, the side it runs on (`left`, `right`); stacked neighbours without one are joined straight. A
    loop between neighbours is drawn straight, too, where it finds room at that edge of the column.
    `label_gaps`: the gap (0 is left of the first column) that holds an arrow's label.
    """

    columns: tuple[tuple[str, ...], ...]
    sides: tuple[tuple[str, str], ...] = ()
    label_gaps: tuple[tuple[str, int], ...] = ()


class Layout(Struct, frozen=True):
    """The whole picture, ready to draw."""

    width: float
    height: float
    margin: float
    title: TextBlock
    subtitle: TextBlock | None
    caption: TextBlock | None
    boxes: tuple[PlacedBox, ...]
    arrows: tuple[PlacedArrow, ...]
    groups: tuple[PlacedGroup, ...]
    legend: PlacedLegend | None
    key: tuple[PlacedKeyEntry, ...]
    label_size: float
    dense: bool
    arrangement: Arrangement
    cost: tuple[tuple[str, float], ...] = ()
