"""Badges: a number in a circle or a rounded square, with a ring of background that cuts the line below."""

from __future__ import annotations

from oauthviz.core.geometry import Rect
from oauthviz.drawing.ink import mixed
from oauthviz.drawing.scene import Circle, Group, Look, Node, Path, Rectangle
from oauthviz.drawing.sketch import Hand, circle_points
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import Badge
from oauthviz.theme.effects import Sketch
from oauthviz.theme.model import Tone

# A rounded square for a legend number: 22 x 20 px with a radius of 6 at a circle's radius of 10.
_SQUARE_W, _SQUARE_H, _SQUARE_R = 2.2, 2.0, 0.6

# A circle by hand: how much smaller its outline is than the badge, lest it waver beyond it, and its rim in px.
_BLOT_INSET = 0.4
_BLOT_RIM = 1.2


def draw_badge(badge: Badge, tone: Tone, pen: Pen, backdrop: str | None) -> tuple[Node, ...]:
    """The ring (none where there is no `backdrop`), the badge and its number in the tone's deep colour."""
    parts: list[Node] = []
    if backdrop is not None:
        ring = badge.r + pen.theme.metrics.badge_ring
        parts.append(Circle(badge.cx, badge.cy, ring, Look(fill=backdrop), name="badge-ring"))
    look = _look(tone, pen)
    if badge.shape != "circle":
        disc: tuple[Node, ...] = (_square(badge, look),)
    elif pen.theme.paint.sketch is not None:
        disc = _blot(badge, look, pen.theme.paint.sketch)
    else:
        disc = (*_halo(badge, tone, pen), Circle(badge.cx, badge.cy, badge.r, look))
    parts.append(Group(disc, name="badge"))
    parts.append(pen.text(badge.text, tone.badge_text))
    return tuple(parts)


def _look(tone: Tone, pen: Pen) -> Look:
    paint = pen.theme.paint
    style = paint.badge
    if style.style == "solid":
        return Look(fill=tone.badge)
    return Look(fill=mixed(paint.surface, tone.line, style.tint), stroke=tone.line, width=style.width)


def _halo(badge: Badge, tone: Tone, pen: Pen) -> tuple[Node, ...]:
    """The faint ring between an outlined badge and the line that its ring of background cuts."""
    style = pen.theme.paint.badge
    if style.style == "solid" or style.halo == 0:
        return ()
    width = pen.theme.metrics.badge_ring + style.width / 2
    return (
        Circle(badge.cx, badge.cy, badge.r + width / 2, Look(stroke=tone.line, width=width, stroke_opacity=style.halo)),
    )


def _blot(badge: Badge, look: Look, sketch: Sketch) -> tuple[Node, ...]:
    """A circle filled by hand: its outline wavers, and a second stroke goes round it."""
    # badges of one number look alike wherever they stand, so that a number is one drawing
    hand = Hand(f"badge/{badge.text.text}", sketch)
    points = circle_points(badge.cx, badge.cy, badge.r - _BLOT_INSET)
    rim = Look(
        stroke=look.stroke or (look.fill if isinstance(look.fill, str) else None), width=_BLOT_RIM, round_ends=True
    )
    return (Path(hand.loop(points), look), Path(hand.again(points), rim))


def draw_legend_number(badge: Badge, tone: Tone | None, pen: Pen) -> tuple[Node, ...]:
    """A legend number: like the arrows' badges where it is one of them (`tone`), else pale and square."""
    if badge.shape == "circle" and tone is not None:
        return draw_badge(badge, tone, pen, None)
    colours = pen.theme.paint.legend_number
    return (Group((_square(badge, Look(fill=colours.fill)),), name="badge"), pen.text(badge.text, colours.text))


def _square(badge: Badge, look: Look) -> Rectangle:
    w, h, r = (factor * badge.r for factor in (_SQUARE_W, _SQUARE_H, _SQUARE_R))
    return Rectangle(Rect(badge.cx - w / 2, badge.cy - h / 2, w, h), r, look)
