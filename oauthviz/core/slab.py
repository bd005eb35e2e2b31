"""A slab: a rectangle drawn as a block in cabinet projection, all of it inside the rectangle. In px, y down."""

from __future__ import annotations

from math import radians, tan

from msgspec import Struct

from oauthviz.core.geometry import Polyline, Rect

SLOPE = tan(radians(30))
"""How far an edge that leads away from the reader rises for each px that it goes to the right."""


class Slab(Struct, frozen=True):
    """A block whose silhouette touches all four sides of `rect`; it goes back `depth` px to the right, and up.

    With a depth of 0 it is the rectangle itself.
    """

    rect: Rect
    depth: float

    @property
    def rise(self) -> float:
        """px that the top face takes from the rectangle's height: whole quarters, as all level edges keep to."""
        return round(4 * self.depth * SLOPE) / 4

    @property
    def front(self) -> Rect:
        """The front face, upright and square to the reader: the room for everything that stands in the rectangle."""
        r = self.rect
        return Rect(r.x, r.y + self.rise, r.w - self.depth, r.h - self.rise)

    @property
    def top(self) -> Polyline:
        """The top face, clockwise from the front's top left corner."""
        r, f = self.rect, self.front
        return ((r.x, f.y), (r.x + self.depth, r.y), (r.right, r.y), (f.right, f.y))

    @property
    def side(self) -> Polyline:
        """The right face, clockwise from the front's top right corner."""
        r, f = self.rect, self.front
        return ((f.right, f.y), (r.right, r.y), (r.right, r.bottom - self.rise), (f.right, r.bottom))

    @property
    def silhouette(self) -> Polyline:
        """The six outer corners, clockwise from the front's top left one."""
        r, f = self.rect, self.front
        return (*self.top[:3], (r.right, r.bottom - self.rise), (f.right, r.bottom), (r.x, r.bottom))
