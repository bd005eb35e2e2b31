"""What really lies behind each text, line, icon and badge of a picture, measured on pixels.

The scene is drawn three times by cairo: the page alone, the page with zones and boundaries, and everything but words
and icons. Each thing is then looked up in the one that it lies on: whatever makes up a surface (tints, gradients,
glows, faces of a slab) counts as it comes out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import ceil, hypot

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.core.colours import Rgb, contrast_ratio, rgb
from oauthviz.core.geometry import Point
from oauthviz.core.outlines import Commands
from oauthviz.drawing.ink import Ink, stop_at
from oauthviz.drawing.scene import Circle, Group, Look, Node, Path, Rectangle, Scene, TextLine
from oauthviz.render.direct import Pixels, draw_with_cairo
from oauthviz.render.rasterisers import cairo_for_measuring
from oauthviz.render.reading_outlines import IDENTITY, Matrix, applied, ellipse, flattened, times
from oauthviz.theme.icons import rounded_rectangle

# Shares of a thing's length or area that may lie on something harder to see: where it crosses a border, or its edge.
# A head or a dot is no longer than a border's width and has a line that leads to it.
_LINE_SHARE = 0.1
_SPOT_SHARE = 0.5
_TEXT_SHARE = 0.02

# px between two places of a line that are looked up, and the band of a text's ink in em above and below its baseline.
_STEP = 2.0
_ASCENT, _DESCENT = 0.74, 0.2

# Below this opacity a stroke or a fill is a glow or a tint, not the thing itself.
_SOLID = 0.9

_GROUND = ("background", "zone", "boundary")
_SIGNS = ("icon-shape", "badge")
_LINES = ("arrow-path", "arrow-head", "stem", "stem-dot", "callout-frame", "box-frame")
_SPOTS = ("arrow-head", "stem-dot")
_FRAMES = ("zone-frame", "boundary-frame")
_OUTLINED = (*_FRAMES, "box-frame", "callout-frame")

Shape = Path | Rectangle | Circle


class Meeting(Struct, frozen=True):
    """A thing on what it is hardest to see on.

    `thing` is its class in the SVG (`arrow-label`, `box-frame`, …), `front` its colour, `back` the colour behind it
    with the least contrast, a small share of its surface left out. `size` is a text's in px, `words` what it says or
    the id of what it belongs to.
    """

    thing: str
    front: Rgb
    back: Rgb
    size: float | None
    words: str

    @property
    def ratio(self) -> float:
        return contrast_ratio(self.front, self.back)


class _Thing(Struct, frozen=True):
    """Something to look up. Each place is a point in px of the picture, and the same in the shape's own coordinates."""

    name: str
    inks: tuple[Ink, ...]
    places: tuple[tuple[Point, Point], ...]
    share: float
    layer: str
    size: float | None
    words: str


class _Where(Struct, frozen=True):
    """The groups round a node: their map to px, their classes, and the innermost words."""

    matrix: Matrix = IDENTITY
    classes: tuple[str, ...] = ()
    words: str = ""


def meetings(scene: Scene) -> tuple[Meeting, ...]:
    """Every text, line, icon and badge of a scene on its surface, in drawing order.

    The scene has to be opaque. Raises UsageError where libcairo is missing.
    """
    parts = scene.parts
    layers = {
        "page": tuple(part for part in parts if "background" in _classes(part)),
        "ground": _bare(tuple(part for part in parts if any(name in _GROUND for name in _classes(part)))),
        "surfaces": _bare(parts),
    }
    drawn = {name: _drawn(replace(scene, parts=kept)) for name, kept in layers.items()}
    return tuple(_meeting(thing, drawn[thing.layer]) for thing in _things(parts, _Where()))


def _drawn(scene: Scene) -> Pixels:
    pixels = draw_with_cairo(cairo_for_measuring(), scene, ceil(scene.width), ceil(scene.height))
    assert isinstance(pixels, Pixels)  # PNG bytes are for what is not opaque
    return pixels


def _bare(parts: tuple[Node, ...], in_icon: bool = False) -> tuple[Node, ...]:
    """The parts without their words and icons; what has no name in an icon retraces it."""
    kept: list[Node] = []
    for part in parts:
        classes = _classes(part)
        if isinstance(part, Group):
            if "icon-shape" not in classes:
                kept.append(replace(part, parts=_bare(part.parts, "icon" in classes or (in_icon and not classes))))
        elif not isinstance(part, TextLine) and (classes or not in_icon):
            kept.append(part)
    return tuple(kept)


def _things(parts: tuple[Node, ...], where: _Where) -> Iterator[_Thing]:
    for part in parts:
        if isinstance(part, TextLine):
            yield _text(part, where)
        elif isinstance(part, Group):
            inside = _inside(part, where)
            sign = next((name for name in _classes(part) if name in _SIGNS), None)
            if sign is None:
                yield from _things(part.parts, inside)
            elif "legend" not in where.classes:
                yield from _sign(sign, part, inside)
        else:
            yield from _line(part, where)


def _inside(group: Group, where: _Where) -> _Where:
    matrix = where.matrix
    if group.at is not None:
        matrix = times(matrix, (group.scale, 0.0, 0.0, group.scale, *group.at))
    data = dict(group.data)
    words = data.get("text") or data.get("id") or data.get("kind") or where.words
    return _Where(matrix, (*where.classes, *_classes(group)), words)


def _classes(node: Node) -> tuple[str, ...]:
    return () if isinstance(node, TextLine) else tuple(node.name.split())


def _text(line: TextLine, where: _Where) -> _Thing:
    role = where.classes[-1] if where.classes else "text"
    left, right = line.x, line.x + line.shaped.width
    top, bottom = line.baseline - _ASCENT * line.size, line.baseline + _DESCENT * line.size
    own = [
        (left + 0.5 + column, top + 0.5 + row)
        for row in range(max(1, int(bottom - top)))
        for column in range(max(1, int(right - left)))
    ]
    return _Thing(role, (line.fill,), _places(own, where.matrix), _TEXT_SHARE, "surfaces", line.size, where.words)


def _sign(name: str, group: Group, where: _Where) -> Iterator[_Thing]:
    """An icon or a badge as one thing: in any of its solid colours, wherever these have an outline."""
    inks: list[Ink] = []
    places: list[tuple[Point, Point]] = []
    for shape in _shapes(group):
        solid = _solid(shape.look)
        inks += (ink for ink in solid if ink not in inks)
        places += _outline(shape, where.matrix) if solid else ()
    if places:
        layer = "surfaces" if name == "icon-shape" else "ground"
        yield _Thing(name, tuple(inks), tuple(places), _LINE_SHARE, layer, None, where.words)


def _shapes(group: Group) -> Iterator[Shape]:
    for part in group.parts:
        if isinstance(part, Group):
            yield from _shapes(part)
        elif not isinstance(part, TextLine):
            yield part


def _line(shape: Shape, where: _Where) -> Iterator[_Thing]:
    """A line, a head or a frame; nothing for a shape that is none of these.

    A frame with a solid fill, such as a cloud, is told by that. One without a stroke is outlined by hand beside it.
    """
    solid = _solid(shape.look)
    name = next((name for name in _classes(shape) if name in (*_LINES, *_FRAMES)), "")
    if not name and "key-entry" in where.classes:
        name = "key-line"
    filled = shape.look.fill is not None and shape.look.fill_opacity >= _SOLID
    if name in _OUTLINED and (shape.look.stroke is None or (name in _FRAMES and filled)):
        return
    if name and solid:
        ink = solid[0]
        layer = "page" if name in _FRAMES else "ground"
        share = _SPOT_SHARE if name in _SPOTS else _LINE_SHARE
        yield _Thing(name, (ink,), _outline(shape, where.matrix), share, layer, None, where.words)


def _solid(look: Look) -> tuple[Ink, ...]:
    """The colours that a shape is seen by: its stroke's first, then its fill's."""
    stroke = (look.stroke,) if look.stroke is not None and look.stroke_opacity >= _SOLID else ()
    fill = (look.fill,) if look.fill is not None and look.fill_opacity >= _SOLID else ()
    return (*stroke, *fill)


def _outline(shape: Shape, matrix: Matrix) -> tuple[tuple[Point, Point], ...]:
    """Places a few px apart along a shape's outline."""
    own: list[Point] = []
    for part in flattened(_commands(shape), IDENTITY):
        for (ax, ay), (bx, by) in pairwise(part):
            steps = max(1, ceil(hypot(bx - ax, by - ay) / _STEP))
            own += ((ax + (bx - ax) * k / steps, ay + (by - ay) * k / steps) for k in range(steps))
        own.append(part[-1])
    return _places(own, matrix)


def _commands(shape: Shape) -> Commands:
    if isinstance(shape, Path):
        return shape.commands
    if isinstance(shape, Circle):
        return ellipse(shape.cx, shape.cy, shape.r, shape.r)
    return rounded_rectangle(shape.rect.x, shape.rect.y, shape.rect.w, shape.rect.h, shape.radius)


def _places(own: list[Point], matrix: Matrix) -> tuple[tuple[Point, Point], ...]:
    return tuple((applied(matrix, x, y), (x, y)) for x, y in own)


def _meeting(thing: _Thing, pixels: Pixels) -> Meeting:
    seen: Counter[tuple[Rgb, Rgb]] = Counter()
    for place, own in thing.places:
        back = _pixel(pixels, place)
        front = max((_colour(ink, own) for ink in thing.inks), key=lambda colour: contrast_ratio(colour, back))
        seen[front, back] += 1
    left = thing.share * seen.total()
    for front, back in sorted(seen, key=lambda both: (contrast_ratio(*both), both)):
        left -= seen[front, back]
        if left <= 0:
            break
    return Meeting(thing.name, front, back, thing.size, thing.words)


def _pixel(pixels: Pixels, place: Point) -> Rgb:
    x = min(max(int(place[0]), 0), pixels.width - 1)
    y = min(max(int(place[1]), 0), pixels.height - 1)
    at = 3 * (y * pixels.width + x)
    r, g, b = pixels.rgb[at : at + 3]
    return r, g, b


def _colour(ink: Ink, own: Point) -> Rgb:
    if isinstance(ink, str):
        return rgb(ink)
    r, g, b = (round(channel) for channel in stop_at(ink, own)[0])
    return r, g, b
