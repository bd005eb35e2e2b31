"""Badges: a number in a circle or a rounded square, with a ring of background that cuts the line below."""

from __future__ import annotations

from oauthviz.core.geometry import Rect
from oauthviz.drawing.scene import Circle, Group, Look, Node, Rectangle
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import Badge
from oauthviz.theme.model import Tone

# A rounded square for a legend number: 22 x 20 px with a radius of 6 at a circle's radius of 10.
_SQUARE_W, _SQUARE_H, _SQUARE_R = 2.2, 2.0, 0.6


def draw_badge(badge: Badge, tone: Tone, pen: Pen, backdrop: str | None) -> tuple[Node, ...]:
    """The ring (none where there is no `backdrop`), the badge and its number in the tone's deep colour."""
    parts: list[Node] = []
    if backdrop is not None:
        ring = badge.r + pen.theme.metrics.badge_ring
        parts.append(Circle(badge.cx, badge.cy, ring, Look(fill=backdrop), name="badge-ring"))
    disc: Node
    if badge.shape == "circle":
        disc = Circle(badge.cx, badge.cy, badge.r, Look(fill=tone.badge))
    else:
        disc = _square(badge, tone.badge)
    parts.append(Group((disc,), name="badge"))
    parts.append(pen.text(badge.text, tone.badge_text))
    return tuple(parts)


def draw_legend_number(badge: Badge, tone: Tone | None, pen: Pen) -> tuple[Node, ...]:
    """A legend number: like the arrows' badges where it is one of them (`tone`), else pale and square."""
    if badge.shape == "circle" and tone is not None:
        return draw_badge(badge, tone, pen, None)
    colours = pen.theme.paint.legend_number
    return (Group((_square(badge, colours.fill),), name="badge"), pen.text(badge.text, colours.text))


def _square(badge: Badge, fill: str) -> Rectangle:
    w, h, r = (factor * badge.r for factor in (_SQUARE_W, _SQUARE_H, _SQUARE_R))
    return Rectangle(Rect(badge.cx - w / 2, badge.cy - h / 2, w, h), r, Look(fill=fill))
