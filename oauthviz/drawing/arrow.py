"""Arrows: lines, heads, ports, badge, pills, label and flags of one arrow in one group."""

from __future__ import annotations

from math import hypot

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.core.geometry import Point, Polyline
from oauthviz.core.outlines import Commands
from oauthviz.drawing.backdrop import Backdrop
from oauthviz.drawing.badge import draw_badge
from oauthviz.drawing.callout import draw_flag
from oauthviz.drawing.route import (
    Junction,
    arrow_head,
    cut_dash,
    dash_offset,
    fitted_dash,
    junction,
    line_stop,
    route_length,
    route_outline,
    shared_length,
    stretches,
    trimmed,
)
from oauthviz.drawing.scene import Circle, Group, Look, Node, Path, Rectangle
from oauthviz.drawing.sketch import Hand, sampled, thin
from oauthviz.drawing.surface import draw_plate
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import Branch, Pill, PlacedArrow
from oauthviz.theme.model import Tone

# In a dense picture heads are a little smaller: 10 x 9 px where they are 11 x 10 otherwise.
_DENSE_HEAD = 10 / 11

# An open head: how far from its tip the line ends, how much stronger than the line its strokes are, and how much they
# waver.
_OPEN_STOP = 1.0
_OPEN_MORE = 0.3
_HEAD_JITTER = 0.6

# Radius of the dot where a dashed line runs into another one, in strokes.
_JOINT = 1.5

# Half of what a stretch of a line takes at least across, in px.
_THIN = 0.5


def draw_arrow(arrow: PlacedArrow, pen: Pen, backdrop: Backdrop, label: str) -> Group:
    """An arrow with everything that belongs to it. `label` tells it in words."""
    metrics, paint = pen.theme.metrics, pen.theme.paint
    tone = paint.arrow_tone(arrow.kind)
    length, width = _head_size(pen)
    parts: list[Node] = [*_lines(arrow, pen)]
    for i, (tip, origin) in enumerate(arrow.heads):
        parts.append(draw_head(tip, origin, metrics.head_gap, (length, width), f"arrow/{arrow.id}/head{i}", tone, pen))
    if paint.ports == "ring":
        port = Look(fill=paint.surface, stroke=tone.line, width=paint.strokes.port)
        parts += [Circle(x, y, metrics.port_radius, port, name="arrow-port") for x, y in arrow.ports]
    if arrow.badge is not None:
        badge = arrow.badge
        parts += draw_badge(badge, tone, pen, backdrop((badge.cx, badge.cy)))
    for pill in arrow.pills:
        ways = [branch.points for branch in arrow.branches]
        parts += _pill(pill, tone, pen, backdrop, ways)
    if arrow.label is not None and arrow.label.lines:
        parts.append(pen.text(arrow.label, tone.text))
    parts += [draw_flag(flag, tone, pen, arrow.kind) for flag in arrow.flags]
    data = (
        ("id", arrow.id),
        ("step", arrow.step),
        ("kind", arrow.kind),
        ("from", " ".join(branch.source for branch in arrow.branches)),
        ("to", arrow.branches[0].target),
        ("direction", "both" if arrow.both else "forward"),
    )
    return Group(tuple(parts), name="arrow", id=f"arrow-{arrow.id}", data=data, label=label)


class Strand(Struct, frozen=True):
    """What is drawn of one branch of an arrow: its points, cut short where a head is, and its dashes and their offset.

    The dashes of a trunk are those of the arrow's first branch; the others end there. One that runs into it from the
    side has a `stub` instead of its last bend, with dashes and their offset: dots on a bend beside others look strewn.
    """

    branch: Branch
    way: Polyline
    dash: tuple[float, ...]
    dash_offset: float
    stub: Junction | None = None
    stub_dash: tuple[float, ...] = ()
    stub_offset: float = 0.0


def strands(arrow: PlacedArrow, pen: Pen) -> list[Strand]:
    """One strand for each branch of an arrow. What is drawn below its lines takes the same, so that dashes agree."""
    radius = pen.theme.metrics.corner_radius
    length, _ = _head_size(pen)
    stop = head_stop(pen.theme.metrics.head_gap, length, pen)
    tips = tuple(tip for tip, _ in arrow.heads)
    found: list[Strand] = []
    dash: tuple[float, ...] = ()
    for branch in arrow.branches:
        start = stop if _has_head(branch.points[0], tips) else 0.0
        end = stop if _has_head(branch.points[-1], tips) else 0.0
        way = trimmed(branch.points, start, end)
        px = route_length(way, radius)
        if not found:
            dash = fitted_dash(px, pen.theme.paint.arrow_look(arrow.kind).dash)
        stub = next(filter(None, (junction(way, other.way, radius) for other in found)), None)
        if dash and stub is not None:
            own = fitted_dash(stub.length, pen.theme.paint.arrow_look(arrow.kind).dash)
            drawn = stub.length - hypot(stub.at[0] - stub.bend[0], stub.at[1] - stub.bend[1])
            found.append(Strand(branch, way, cut_dash(px, px - drawn, own, 0.0), 0.0, stub, own, drawn))
            continue
        shared = max((shared_length(way, other.way, radius) for other in found), default=0.0)
        offset = dash_offset(px, dash)
        found.append(Strand(branch, way, cut_dash(px, shared, dash, offset), offset))
    return found


def head_stop(gap: float, length: float, pen: Pen) -> float:
    """How far before a box's edge a line ends whose head of that length ends `gap` px before it."""
    return line_stop(gap, length) if pen.theme.paint.heads == "filled" else gap + _OPEN_STOP


def _lines(arrow: PlacedArrow, pen: Pen) -> list[Node]:
    """One path for each branch, and what joins it to another one where its bend is not drawn."""
    paint, radius = pen.theme.paint, pen.theme.metrics.corner_radius
    paths: list[Node] = []
    for strand in strands(arrow, pen):
        stroke = Look(
            stroke=paint.arrow_tone(arrow.kind).line,
            width=paint.strokes.arrow_dense if pen.dense else paint.strokes.arrow,
            dash=strand.dash,
            dash_offset=strand.dash_offset,
            round_ends=not strand.dash or paint.sketch is not None,
        )
        if strand.stub is not None:
            paths.append(_joined(strand, strand.stub, stroke))
        data = (("from", strand.branch.source), ("to", strand.branch.target))
        outline = route_outline(strand.way, radius, arrow.hops)
        if paint.sketch is None:
            paths.append(Path(outline, stroke, name="arrow-path", data=data))
            continue
        points = sampled(outline, paint.sketch.step)
        hand = Hand(f"arrow/{arrow.id}/{strand.branch.source}", paint.sketch)
        paths.append(Path(hand.line(points), stroke, name="arrow-path", data=data))
        if not strand.dash:
            paths.append(Path(hand.line(points), thin(stroke, paint.sketch)))
    return paths


def _joined(strand: Strand, stub: Junction, stroke: Look) -> Group:
    """The last px of a dashed line to the one that it runs into, and a dot there."""
    look = replace(stroke, dash=strand.stub_dash, dash_offset=strand.stub_offset)
    line = Path((("M", *stub.bend), ("L", *stub.at)), look)
    dot = Circle(*stub.at, _JOINT * stroke.width, Look(fill=stroke.stroke))
    return Group((line, dot), name="junction", hidden=True)


def _head_size(pen: Pen) -> tuple[float, float]:
    """Length and width of heads in px."""
    metrics = pen.theme.metrics
    shrink = _DENSE_HEAD if pen.dense else 1.0
    return metrics.head_length * shrink, metrics.head_width * shrink


def draw_head(
    tip: Point, origin: Point, gap: float, size: tuple[float, float], seed: str, tone: Tone, pen: Pen
) -> Path:
    """A filled, notched head `gap` px before `tip`, or two open strokes as a marker makes them."""
    paint = pen.theme.paint
    outline = arrow_head(tip, origin, gap, *size)
    if paint.heads == "filled":
        return Path(outline, Look(fill=tone.line), name="arrow-head")
    width = (paint.strokes.arrow_dense if pen.dense else paint.strokes.arrow) + _OPEN_MORE
    stroke = Look(stroke=tone.line, width=width, round_ends=True)
    (_, *point), (_, *one), _, (_, *other), _ = outline
    strokes: Commands = (("M", *one), ("L", *point), ("L", *other))
    if paint.sketch is not None:
        half = hypot(one[0] - point[0], one[1] - point[1]) / 2
        strokes = Hand(seed, paint.sketch).line(sampled(strokes, half), _HEAD_JITTER)
    return Path(strokes, stroke, name="arrow-head")


def _has_head(point: Point, tips: tuple[Point, ...]) -> bool:
    return any(hypot(point[0] - x, point[1] - y) < 0.5 for x, y in tips)


def _pill(pill: Pill, tone: Tone, pen: Pen, backdrop: Backdrop, ways: list[Polyline]) -> tuple[Node, ...]:
    """A protocol's plate and its text, with a ring that cuts the line where the plate lies on one."""
    ring = pill.rect.grown(pen.theme.metrics.badge_ring)
    on_line = any(stretch.grown(_THIN).overlaps(ring) for way in ways for stretch in stretches(way))
    behind = backdrop((pill.rect.cx, pill.rect.cy)) if on_line else None
    # As round at its ends as a pill of one line, however many there are.
    radius = (pill.rect.h - (len(pill.text.lines) - 1) * pill.text.style.line_height) / 2
    look = Look(fill=behind) if behind is not None else None
    cut = (Rectangle(ring, radius + pen.theme.metrics.badge_ring, look, name="halo"),) if look else ()
    plate = draw_plate(pill.rect, radius, tone.tile, (tone.line, pen.theme.paint.strokes.pill), "pill", pen)
    return (*cut, *plate, pen.text(pill.text, tone.text))
