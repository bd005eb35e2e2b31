"""The isometric projection: boxes as slabs inside their own rectangles, the floor, and what is cast on it.

Positions, routes and upright texts are those of the flat layout (design system, section 9); only faces are added. All
of it is polygons in flat colours, which every renderer draws alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import ceil, floor

from msgspec.structs import replace

from oauthviz.core.geometry import Polyline, Rect
from oauthviz.core.outlines import Command, Commands
from oauthviz.core.slab import SLOPE, Slab
from oauthviz.drawing.arrow import strands
from oauthviz.drawing.ink import mixed
from oauthviz.drawing.isometric_colours import box_faces, is_dark
from oauthviz.drawing.route import route_outline
from oauthviz.drawing.scene import Group, Look, Node, Path
from oauthviz.drawing.sketch import Hand, sampled, thin
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import PlacedArrow, PlacedBox
from oauthviz.theme.effects import Sketch
from oauthviz.theme.model import Theme, Tone

# px between lines of the floor, and how much of the text's colour they take where the theme has no grid.
_FLOOR_SPACING = 48.0
_FLOOR_SHARE = 0.07

# Where shadows fall to the right and down: of arrows in px, of slabs in depths; how dark, slabs' on dark and on light
# pages.
_ARROW_SHADOW = (4.0, 6.0)
_SLAB_SHADOW = (0.9, 0.7)
_ARROW_DARKNESS = 0.42
_SLAB_DARKNESS = (0.38, 0.09)

# Inner edges are a little finer than the silhouette, where the next half of a px is.
_INNER_EDGE = 0.85


def is_solid(pen: Pen) -> bool:
    """Whether boxes are slabs."""
    return box_depth(pen) > 0


def box_depth(pen: Pen) -> float:
    return pen.theme.metrics.slab_depth(pen.dense)


def box_slab(box: PlacedBox, pen: Pen) -> Slab:
    return Slab(box.rect, box_depth(pen))


def inner_width(width: float) -> float:
    """How wide the inner edges are of a slab whose silhouette is `width` px: whole halves, alike in every renderer."""
    return max(1, floor(2 * _INNER_EDGE * width + 0.5)) / 2


def draw_slab(box: PlacedBox, tone: Tone, pen: Pen) -> tuple[Node, ...]:
    """The three faces of a box and their edges; the silhouette is its frame."""
    slab = box_slab(box, pen)
    faces = box_faces(pen.theme, tone, box.hero)
    stroke = Look(stroke=tone.box_outline, width=pen.theme.paint.strokes.box, round_ends=True)
    return (
        Path(polygon(corners(slab.front)), Look(fill=faces.front), name="face-front"),
        Path(polygon(slab.top), Look(fill=faces.top), name="face-top"),
        Path(polygon(slab.side), Look(fill=faces.side), name="face-side"),
        *slab_edges(slab, "box-frame", f"box/{box.id}", stroke, replace(stroke, width=inner_width(stroke.width)), pen),
    )


def slab_edges(slab: Slab, name: str, seed: str, outer: Look, inner: Look, pen: Pen) -> tuple[Node, ...]:
    """The silhouette, of class `name`, and the edges between the faces; both by hand where the theme sketches."""
    silhouette = polygon(slab.silhouette)
    if pen.theme.paint.sketch is None:
        edges = tuple(command for line in _front_edges(slab) for command in open_line(line))
        return Path(silhouette, outer, name=name), Path(edges, inner, name="face-edges")
    round_it = pairwise((*slab.silhouette, slab.silhouette[0]))
    return (
        Path(silhouette, replace(outer, stroke=None), name=name),
        *_by_hand(_front_edges(slab), f"{seed}/inner", inner, pen.theme.paint.sketch),
        *_by_hand(round_it, f"{seed}/outer", outer, pen.theme.paint.sketch),
    )


def _by_hand(edges: Iterable[Polyline], seed: str, stroke: Look, sketch: Sketch) -> Iterator[Path]:
    """Each edge from corner to corner in two passes, the second one thin."""
    for i, edge in enumerate(edges):
        hand, points = Hand(f"{seed}{i}", sketch), sampled(open_line(edge), sketch.step)
        yield Path(hand.line(points), stroke)
        yield Path(hand.line(points), thin(stroke, sketch))


def draw_slab_shadows(boxes: tuple[PlacedBox, ...], pen: Pen) -> tuple[Node, ...]:
    """What boxes cast on the floor, to the right and down, in a layer below all boxes."""
    depth = box_depth(pen)
    dx, dy = _SLAB_SHADOW[0] * depth, _SLAB_SHADOW[1] * depth
    look = Look(fill=pen.theme.paint.shadow_colour, fill_opacity=_SLAB_DARKNESS[not is_dark(pen.theme.paint)])
    casts = []
    for box in boxes:
        slab = Slab(box.rect, depth)
        r, f = slab.rect, slab.front
        low = r.bottom - slab.rise
        outline = (
            (r.x + dx, f.bottom),
            (f.right, f.bottom),
            (r.right, low),
            (r.right, r.y + dy),
            (r.right + dx, r.y + dy),
            (r.right + dx, low + dy),
            (f.right + dx, f.bottom + dy),
            (r.x + dx, f.bottom + dy),
        )
        casts.append(Path(polygon(outline), look))
    return (Group(tuple(casts), name="shadows", hidden=True),)


def draw_arrow_shadows(arrows: tuple[PlacedArrow, ...], pen: Pen) -> tuple[Node, ...]:
    """Each arrow's lines once more, moved right and down, dark and faint, below boxes and lines.

    None on a light page: there the eye takes them for lines that were printed twice.
    """
    paint, radius = pen.theme.paint, pen.theme.metrics.corner_radius
    if not is_dark(paint):
        return ()
    width = paint.strokes.arrow_dense if pen.dense else paint.strokes.arrow
    lines = []
    for arrow in arrows:
        for strand in strands(arrow, pen):
            stroke = Look(
                stroke=paint.shadow_colour,
                width=width,
                dash=strand.dash,
                dash_offset=strand.dash_offset,
                stroke_opacity=_ARROW_DARKNESS,
            )
            lines.append(Path(route_outline(strand.way, radius, arrow.hops), stroke))
    return (Group(tuple(lines), name="shadows", at=_ARROW_SHADOW, hidden=True),) if lines else ()


def draw_floor(theme: Theme, width: float, height: float) -> Node:
    """The floor's lines, up and down at 30 degrees, each as long as the page shows it."""
    paint = theme.paint
    grid = paint.grid
    colour = mixed(paint.background, paint.text, _FLOOR_SHARE) if grid is None else grid.major or grid.colour
    climb = width * SLOPE
    lines: list[Command] = []
    for i in range(ceil((height + climb) / _FLOOR_SPACING)):
        level = i * _FLOOR_SPACING
        # falling lines start at the left edge between -climb and the height, rising ones between 0 and both together
        lines += _shown(level - climb, SLOPE, width, height)
        lines += _shown(level, -SLOPE, width, height)
    return Path(tuple(lines), Look(stroke=colour, width=1.0), name="grid")


def _shown(start: float, slope: float, width: float, height: float) -> tuple[Command, ...]:
    """The part inside the page of the line that is at `start` on its left edge."""
    ends = sorted((-start / slope, (height - start) / slope))
    left, right = max(0.0, ends[0]), min(width, ends[1])
    if right - left < 1.0:
        return ()
    return ("M", left, start + slope * left), ("L", right, start + slope * right)


def polygon(points: Polyline) -> Commands:
    """The closed outline through some points."""
    return (*open_line(points), ("Z",))


def corners(rect: Rect) -> Polyline:
    return ((rect.x, rect.y), (rect.right, rect.y), (rect.right, rect.bottom), (rect.x, rect.bottom))


def open_line(points: Polyline) -> Commands:
    """The open line through some points."""
    first, *rest = points
    return (("M", *first), *(("L", *point) for point in rest))


def _front_edges(slab: Slab) -> tuple[Polyline, ...]:
    """The edges between the faces: the front's upper one, its right one, and from where they meet to the back."""
    f, r = slab.front, slab.rect
    meeting = (f.right, f.y)
    return ((f.x, f.y), meeting), (meeting, (f.right, f.bottom)), (meeting, (r.right, r.y))
