"""What boxes and frames are filled and outlined with."""

from __future__ import annotations

from oauthviz.core.geometry import Rect
from oauthviz.core.outlines import Command
from oauthviz.drawing.ink import Ink, LinearGradient, Stop, mixed
from oauthviz.drawing.scene import Circle, Look, Node, Path, Rectangle
from oauthviz.drawing.sketch import Hand, circle_points, misregistered, rectangle_points, sketched_outline
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import PlacedBox
from oauthviz.theme.model import Paint, Tone

# Browser chrome at a strip of 34 px: dots and address pill; all scale with the strip.
_STRIP = 34.0
_DOT_X = (20.0, 35.0, 50.0)
_DOT_OPACITY = (0.9, 0.6, 0.35)
_ADDRESS_FROM, _ADDRESS_TO, _ADDRESS_HEIGHT = 68.0, 16.0, 15.0

# Outlines of small things, as shares of a box's.
_FINE = 0.7


def box_ink(box: PlacedBox, tone: Tone, paint: Paint) -> Ink:
    """A box's fill: its surface, or its tone over that, thinner from top to bottom."""
    surface = paint.hero_surface if box.hero else tone.box_fill
    if paint.box_gradient is None:
        return surface
    top, bottom = _shares(box, paint)
    stops = (Stop(0, mixed(surface, tone.line, top)), Stop(1, mixed(surface, tone.line, bottom)))
    return LinearGradient(f"box-{box.id}-fill", (box.rect.x, box.rect.y), (box.rect.x, box.rect.bottom), stops)


def box_colour(box: PlacedBox, tone: Tone, paint: Paint) -> str:
    """The middle colour of a box's fill."""
    surface = paint.hero_surface if box.hero else tone.box_fill
    return surface if paint.box_gradient is None else mixed(surface, tone.line, sum(_shares(box, paint)) / 2)


def _shares(box: PlacedBox, paint: Paint) -> tuple[float, float]:
    gradient = paint.box_gradient
    if gradient is None:
        return 0.0, 0.0
    top, bottom = gradient.top, gradient.bottom
    if box.hero:
        top = top if gradient.hero_top is None else gradient.hero_top
        bottom = bottom if gradient.hero_bottom is None else gradient.hero_bottom
    return top, bottom


def draw_frame(box: PlacedBox, tone: Tone, pen: Pen) -> list[Node]:
    """A box's surface and outline; its frame is the box's own rectangle, however wavering the outline is."""
    paint, radius = pen.theme.paint, pen.theme.metrics.box_radius
    fill = box_ink(box, tone, paint)
    width = paint.strokes.box
    sketch = paint.sketch
    if sketch is None:
        look = Look(fill=fill, stroke=tone.box_outline, width=width)
        return [Rectangle(box.rect, radius, look, name="box-frame")]
    points = rectangle_points(box.rect, radius, sketch.step)
    seed = f"box/{box.id}"
    stroke = Look(stroke=tone.box_outline, width=width, round_ends=True)
    return [
        Rectangle(box.rect, radius, Look(fill=paint.surface), name="box-frame"),
        misregistered(points, seed, sketch, Look(fill=fill)),
        *sketched_outline(points, seed, sketch, stroke),
    ]


def draw_plate(rect: Rect, radius: float, fill: str, edge: tuple[str, float], name: str, pen: Pen) -> list[Node]:
    """A small framed plate: its `edge` is a colour and a width in px, its `name` the frame's class."""
    sketch = pen.theme.paint.sketch
    colour, width = edge
    if sketch is None:
        return [Rectangle(rect, radius, Look(fill=fill, stroke=colour, width=width), name=name)]
    stroke = Look(stroke=colour, width=width, round_ends=True)
    # plates of one size look alike wherever they stand
    hand = Hand(f"{name}/{rect.w:.0f}", sketch)
    return [
        Rectangle(rect, radius, Look(fill=fill), name=name),
        Path(hand.loop(rectangle_points(rect, radius, sketch.step), _FINE), stroke),
    ]


def draw_window(box: PlacedBox, front: Rect, radius: float, tone: Tone, pen: Pen) -> list[Node]:
    """Browser chrome over `front`, the face of a box: a strip in the tile's colour, three dots and an address pill."""
    paint = pen.theme.paint
    s = box.window / _STRIP
    inset = paint.strokes.box / 2
    r = max(radius - inset, 0.0)
    left, right, top, bottom = front.x + inset, front.right - inset, front.y + inset, front.y + box.window
    strip: tuple[Command, ...] = (
        ("M", left, bottom),
        ("L", left, top + r),
        ("A", r, r, 0.0, 0.0, 1.0, left + r, top),
        ("L", right - r, top),
        ("A", r, r, 0.0, 0.0, 1.0, right, top + r),
        ("L", right, bottom),
        ("Z",),
    )
    rule = ((front.x, bottom), (front.right, bottom))
    parts: list[Node] = [Path(strip, Look(fill=tone.tile)), _rule(rule, box, tone, pen)]
    middle = front.y + box.window / 2 + 0.5 * s
    for i, (x, opacity) in enumerate(zip(_DOT_X, _DOT_OPACITY, strict=True)):
        parts += _dot(front.x + x * s, middle, 4 * s, opacity, f"{box.id}/dot{i}", tone, pen)
    start, height = front.x + _ADDRESS_FROM * s, _ADDRESS_HEIGHT * s
    width = front.right - _ADDRESS_TO * s - start
    if width > 2 * height:
        address = Rect(start, middle - height / 2, width, height)
        parts += _address(address, f"{box.id}/address", tone, pen)
    return parts


def _rule(ends: tuple[tuple[float, float], tuple[float, float]], box: PlacedBox, tone: Tone, pen: Pen) -> Path:
    paint = pen.theme.paint
    look = Look(stroke=tone.box_outline, width=max(paint.strokes.box - 0.2, 0.5))
    if paint.sketch is None:
        return Path((("M", *ends[0]), ("L", *ends[1])), look)
    (x0, y), (x1, _) = ends
    count = max(2, round((x1 - x0) / paint.sketch.step))
    points = [(x0 + (x1 - x0) * i / count, y) for i in range(count + 1)]
    return Path(Hand(f"{box.id}/rule", paint.sketch).line(points), look)


def _dot(x: float, y: float, r: float, opacity: float, seed: str, tone: Tone, pen: Pen) -> list[Node]:
    paint = pen.theme.paint
    if paint.sketch is None:
        return [Circle(x, y, r, Look(fill=tone.line, fill_opacity=opacity))]
    look = Look(fill=paint.surface, stroke=tone.box_outline, width=paint.strokes.box * _FINE)
    return [Path(Hand(seed, paint.sketch).loop(circle_points(x, y, r), 0.5), look)]


def _address(rect: Rect, seed: str, tone: Tone, pen: Pen) -> list[Node]:
    paint = pen.theme.paint
    if paint.sketch is None:
        return [Rectangle(rect, rect.h / 2, Look(fill=paint.surface))]
    look = Look(fill=paint.surface, stroke=tone.box_outline, width=paint.strokes.box * _FINE)
    return [Path(Hand(seed, paint.sketch).loop(rectangle_points(rect, 4, paint.sketch.step), 0.7), look)]
