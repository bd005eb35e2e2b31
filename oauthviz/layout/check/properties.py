"""Properties that a layout keeps beyond the hard rules, stated on its own points rather than on what is drawn."""

from __future__ import annotations

from itertools import pairwise

from oauthviz.core.geometry import Point, Rect
from oauthviz.layout.check.model import Finding
from oauthviz.layout.model import Layout

CORNER_DISTANCE = 12.0
"""px between a port and the nearest corner of its box."""

PORT_PITCH = 17.0
"""px between neighbouring ports of one side."""

LAST_SEGMENT = 14.0
"""px of the segment that carries a head."""

ON_EDGE = 0.5
"""px that a port may lie off its side."""

LEVEL = 0.01
"""px that a level or upright segment may be off."""

_SIDES = ("left", "right", "top", "bottom")


def layout_properties(layout: Layout) -> tuple[Finding, ...]:
    """Every property that a layout does not keep: segments orthogonal, ports on sides, off corners and apart."""
    boxes = {box.id: box.rect for box in layout.boxes}
    findings: list[Finding] = []
    ports: dict[tuple[str, str], list[tuple[float, str, Point]]] = {}
    for arrow in layout.arrows:
        for branch in arrow.branches:
            points = branch.points
            findings += _segments(arrow.id, points)
            for box_id, end, inner, head in (
                (branch.source, points[0], points[1], arrow.both),
                (branch.target, points[-1], points[-2], True),
            ):
                side = _side(boxes[box_id], end, inner)
                if side is None:
                    findings.append(
                        Finding("port-on-side", f"arrow {arrow.id} does not leave a side of {box_id} squarely",
                                (arrow.id, box_id))
                    )  # fmt: skip
                    continue
                along = end[1] if side in ("left", "right") else end[0]
                known = ports.setdefault((box_id, side), [])
                if (along, arrow.id, end) not in known:
                    known.append((along, arrow.id, end))
                length = abs(end[0] - inner[0]) + abs(end[1] - inner[1])
                if head and length < LAST_SEGMENT - LEVEL:
                    findings.append(
                        Finding("last-segment", f"arrow {arrow.id} turns {length:.1f} px before {box_id}",
                                (arrow.id, box_id))
                    )  # fmt: skip
    for (box_id, side), places in ports.items():
        findings += _port_places(box_id, side, boxes[box_id], sorted(places))
    return tuple(findings)


def _segments(arrow: str, points: tuple[Point, ...]) -> list[Finding]:
    return [
        Finding("orthogonal", f"arrow {arrow} runs aslant from {p} to {q}", (arrow,))
        for p, q in pairwise(points)
        if abs(p[0] - q[0]) > LEVEL and abs(p[1] - q[1]) > LEVEL
    ]


def _side(box: Rect, end: Point, inner: Point) -> str | None:
    """The side that a line leaves squarely from `end` on, or None."""
    x, y = end
    across, down = box.y - ON_EDGE <= y <= box.bottom + ON_EDGE, box.x - ON_EDGE <= x <= box.right + ON_EDGE
    fits = (
        across and abs(x - box.x) <= ON_EDGE and inner[0] < x and abs(inner[1] - y) <= LEVEL,
        across and abs(x - box.right) <= ON_EDGE and inner[0] > x and abs(inner[1] - y) <= LEVEL,
        down and abs(y - box.y) <= ON_EDGE and inner[1] < y and abs(inner[0] - x) <= LEVEL,
        down and abs(y - box.bottom) <= ON_EDGE and inner[1] > y and abs(inner[0] - x) <= LEVEL,
    )
    return next((side for side, fit in zip(_SIDES, fits, strict=True) if fit), None)


def _port_places(box_id: str, side: str, box: Rect, places: list[tuple[float, str, Point]]) -> list[Finding]:
    """Ports of one side, in order: off the corners and apart; the ends of one arrow's trunk count once."""
    low, high = (box.y, box.bottom) if side in ("left", "right") else (box.x, box.right)
    findings = [
        Finding("port-off-corner", f"arrow {arrow} meets the {side} of {box_id} too near to a corner", (arrow, box_id))
        for along, arrow, _ in places
        if min(along - low, high - along) < CORNER_DISTANCE - LEVEL
    ]
    for (a, first, _), (b, second, _) in pairwise(places):
        if b - a < PORT_PITCH - LEVEL:
            findings.append(
                Finding("port-pitch", f"arrows {first} and {second} meet the {side} of {box_id} {b - a:.1f} px apart",
                        (first, second, box_id))
            )  # fmt: skip
    return findings
