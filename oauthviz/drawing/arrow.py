"""Arrows: lines, heads, ports, badge, pills, label and flags of one arrow in one group."""

from __future__ import annotations

from math import hypot

from oauthviz.core.geometry import Point
from oauthviz.drawing.backdrop import Backdrop
from oauthviz.drawing.badge import draw_badge
from oauthviz.drawing.callout import draw_flag
from oauthviz.drawing.route import arrow_head, dash_offset, fitted_dash, line_stop, route_length, route_outline, trimmed
from oauthviz.drawing.scene import Circle, Group, Look, Node, Path, Rectangle
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import Pill, PlacedArrow
from oauthviz.theme.model import Tone

# In a dense picture heads are a little smaller: 10 x 9 px where they are 11 x 10 otherwise.
_DENSE_HEAD = 10 / 11


def draw_arrow(arrow: PlacedArrow, pen: Pen, backdrop: Backdrop, label: str) -> Group:
    """An arrow with everything that belongs to it. `label` tells it in words."""
    metrics, paint = pen.theme.metrics, pen.theme.paint
    tone = paint.arrow_tone(arrow.kind)
    shrink = _DENSE_HEAD if pen.dense else 1.0
    length, width = metrics.head_length * shrink, metrics.head_width * shrink
    tips = tuple(tip for tip, _ in arrow.heads)
    stop = line_stop(metrics.head_gap, length)
    parts: list[Node] = [*_lines(arrow, pen, tips, stop)]
    for tip, origin in arrow.heads:
        outline = arrow_head(tip, origin, metrics.head_gap, length, width)
        parts.append(Path(outline, Look(fill=tone.line), name="arrow-head"))
    port = Look(fill=paint.surface, stroke=tone.line, width=paint.strokes.port)
    parts += [Circle(x, y, metrics.port_radius, port, name="arrow-port") for x, y in arrow.ports]
    if arrow.badge is not None:
        badge = arrow.badge
        parts += draw_badge(badge, tone, pen, backdrop((badge.cx, badge.cy)))
    for pill in arrow.pills:
        parts += _pill(pill, tone, pen, backdrop)
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


def _lines(arrow: PlacedArrow, pen: Pen, tips: tuple[Point, ...], stop: float) -> tuple[Path, ...]:
    """One path for each branch, cut short where a head is; the branches' dashes agree on their trunk."""
    paint, radius = pen.theme.paint, pen.theme.metrics.corner_radius
    look = paint.arrow_look(arrow.kind)
    ways = []
    for branch in arrow.branches:
        start = stop if _has_head(branch.points[0], tips) else 0.0
        end = stop if _has_head(branch.points[-1], tips) else 0.0
        ways.append(trimmed(branch.points, start, end))
    dash = fitted_dash(route_length(ways[0], radius), look.dash)
    paths = []
    for branch, way in zip(arrow.branches, ways, strict=True):
        stroke = Look(
            stroke=paint.tones[look.tone].line,
            width=paint.strokes.arrow_dense if pen.dense else paint.strokes.arrow,
            dash=dash,
            dash_offset=dash_offset(route_length(way, radius), dash),
            round_ends=not dash,
        )
        data = (("from", branch.source), ("to", branch.target))
        paths.append(Path(route_outline(way, radius, arrow.hops), stroke, name="arrow-path", data=data))
    return tuple(paths)


def _has_head(point: Point, tips: tuple[Point, ...]) -> bool:
    return any(hypot(point[0] - x, point[1] - y) < 0.5 for x, y in tips)


def _pill(pill: Pill, tone: Tone, pen: Pen, backdrop: Backdrop) -> tuple[Node, ...]:
    """A protocol's plate with a ring that cuts the line, and its text."""
    behind = backdrop((pill.rect.cx, pill.rect.cy))
    ring = pill.rect.grown(pen.theme.metrics.badge_ring)
    plate = Look(fill=tone.tile, stroke=tone.line, width=pen.theme.paint.strokes.pill)
    cut = (Rectangle(ring, ring.h / 2, Look(fill=behind), name="halo"),) if behind is not None else ()
    return (*cut, Rectangle(pill.rect, pill.rect.h / 2, plate, name="pill"), pen.text(pill.text, tone.text))
