"""Rules of boxes: apart from each other, holding their own texts and no foreign ones."""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.layout.check.engine import rule
from oauthviz.layout.check.index import Index, text_name
from oauthviz.layout.check.model import Finding
from oauthviz.layout.check.plane import enters, holds, overlaps, span
from oauthviz.layout.check.rules.text import TOUCH

INNER_ROLES = ("box-name", "box-role")
"""Texts that stay inside their box; a box's number and callouts may stand on its edge."""


@rule("box-icon")
def box_icon(index: Index) -> Iterator[Finding]:
    """Every box has an icon."""
    for box in index.drawn.boxes:
        if box.icon is None:
            yield Finding("box-icon", f"box {box.id} has no icon", (box.id,))


@rule("box-on-box")
def box_on_box(index: Index) -> Iterator[Finding]:
    """No two boxes overlap."""
    for place, (a, first) in enumerate(index.boxes):
        for b, second in index.boxes[place + 1 :]:
            if overlaps(first, second, TOUCH):
                yield Finding("box-on-box", f"boxes {a.id} and {b.id} overlap", (a.id, b.id))


@rule("text-leaves-box")
def text_leaves_box(index: Index) -> Iterator[Finding]:
    """A box's name and role stay inside it."""
    for line in index.lines:
        text = line.text
        area = index.boxes_by_id.get(text.box) if text.box else None
        if area and text.role in INNER_ROLES and not holds(area, line.area, TOUCH):
            yield Finding("text-leaves-box", f"{text_name(text)} leaves box {text.box}", (text.text, text.box or ""))


@rule("text-on-icon")
def text_on_icon(index: Index) -> Iterator[Finding]:
    """A box's texts keep off its icon."""
    icons = {box.id: span(box.icon.rect) for box in index.drawn.boxes if box.icon}
    for line in index.lines:
        text = line.text
        icon = icons.get(text.box) if text.box else None
        if icon and text.role in INNER_ROLES and overlaps(icon, line.area, TOUCH):
            yield Finding(
                "text-on-icon", f"{text_name(text)} lies on the icon of box {text.box}", (text.text, text.box or "")
            )


@rule("text-on-box")
def text_on_box(index: Index) -> Iterator[Finding]:
    """No text lies on a box that it is not part of."""
    for box, (left, top, right, bottom) in index.boxes:
        x0, y0, x1, y1 = left + TOUCH, top + TOUCH, right - TOUCH, bottom - TOUCH
        for line in index.lines:
            a = line.area
            if a[0] < x1 and a[2] > x0 and a[1] < y1 and a[3] > y0 and line.text.box != box.id:
                yield Finding("text-on-box", f"{text_name(line.text)} lies on box {box.id}", (line.text.text, box.id))


@rule("legend-apart")
def legend_apart(index: Index) -> Iterator[Finding]:
    """The legend's panel holds the legend's items, and no box, zone, boundary or arrow enters it."""
    if index.drawn.legend_frame is None:
        return
    frame = span(index.drawn.legend_frame)
    for item in index.drawn.legend:
        if not holds(frame, span(item.rect), 1.0):
            yield Finding("legend-apart", f"legend item {item.number} leaves the legend", (item.number,))
    things = [(f"box {box.id}", box.id, area) for box, area in index.boxes]
    things += [(f"{group.kind} {group.id}", group.id, area) for group, area in index.groups]
    for name, subject, area in things:
        if overlaps(frame, area, TOUCH):
            yield Finding("legend-apart", f"{name} enters the legend", (subject,))
    for way in index.ways:
        if enters(way.points, frame):
            yield Finding("legend-apart", f"arrow {way.arrow.id} enters the legend", (way.arrow.id,))
