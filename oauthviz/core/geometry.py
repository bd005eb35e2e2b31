"""Plane geometry in px, y down."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

Point = tuple[float, float]
Polyline = tuple[Point, ...]


class Rect(Struct, frozen=True):
    """An axis-parallel rectangle: top left corner, width and height in px."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def cx(self) -> float:
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        return self.y + self.h / 2

    def grown(self, dx: float, dy: float | None = None) -> Rect:
        """The rectangle with `dx` px more on the left and right, `dy` (default `dx`) above and below."""
        dy = dx if dy is None else dy
        return Rect(self.x - dx, self.y - dy, self.w + 2 * dx, self.h + 2 * dy)

    def moved(self, dx: float, dy: float) -> Rect:
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def overlaps(self, other: Rect, slack: float = 0.0) -> bool:
        """Whether the two share more than `slack` px in both directions."""
        return (
            min(self.right, other.right) - max(self.x, other.x) > slack
            and min(self.bottom, other.bottom) - max(self.y, other.y) > slack
        )

    def contains(self, other: Rect, slack: float = 0.0) -> bool:
        """Whether `other` lies inside, leaving at most `slack` px outside on any side."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def distance_to(self, other: Rect) -> float:
        """Euclidean gap between the two rectangles; 0 where they touch."""
        dx = max(self.x - other.right, other.x - self.right, 0.0)
        dy = max(self.y - other.bottom, other.y - self.bottom, 0.0)
        return float((dx * dx + dy * dy) ** 0.5)


def bounding(rects: Iterable[Rect]) -> Rect:
    """The smallest rectangle round all of `rects` (at least one)."""
    items = list(rects)
    x = min(r.x for r in items)
    y = min(r.y for r in items)
    return Rect(x, y, max(r.right for r in items) - x, max(r.bottom for r in items) - y)
