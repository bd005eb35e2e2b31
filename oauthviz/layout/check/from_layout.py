"""A layout as a picture to be checked, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from msgspec.structs import replace

from oauthviz.core.geometry import Point, Rect, bounding
from oauthviz.core.outlines import cloud_outline
from oauthviz.layout.check.curves import outline_points, rounded, trimmed
from oauthviz.layout.check.model import (
    Drawn,
    DrawnArrow,
    DrawnBox,
    DrawnBranch,
    DrawnGroup,
    DrawnIcon,
    DrawnLegendItem,
    DrawnText,
)
from oauthviz.layout.model import Flag, Layout, PlacedArrow, PlacedBox, PlacedGroup, PlacedLegend, TextBlock
from oauthviz.theme.metrics import Metrics

# Head's length and width, gap before the box and corner radius where a layout is checked without a theme.
_USUAL = (11.0, 10.0, 4.5, 10.0)

# The part of a head that the line does not reach under.
_UNDER_HEAD = 0.7

# How far, in px, a line's band may lie off its outlines.
_BLUR = 0.5


def drawn_of(layout: Layout, metrics: Metrics | None = None) -> Drawn:
    """The picture that a layout will give: bands of lines for ink, the theme's heads and corners.

    Colours are not known. `metrics` are the theme's at its usual label size; without them, heads and corners have the
    size that most themes give them.
    """
    legend = layout.legend
    if metrics is not None:
        metrics = metrics.grown(metrics.growth(layout.label_size))
    return Drawn(
        width=layout.width,
        height=layout.height,
        margin=layout.margin,
        blur=_BLUR,
        texts=tuple(_texts(layout)),
        boxes=tuple(_box(box) for box in layout.boxes),
        groups=tuple(_group(group) for group in layout.groups),
        arrows=tuple(_arrow(arrow, metrics) for arrow in layout.arrows),
        legend=_legend_items(legend) if legend else (),
        legend_frame=legend.rect if legend else None,
    )


def _texts(layout: Layout) -> Iterator[DrawnText]:
    for heading in (layout.title, layout.subtitle, layout.caption):
        if heading is not None and heading.lines:
            yield _text(heading)
    for group in layout.groups:
        if group.name is not None and group.name.lines:
            yield _text(group.name, group=group.id)
    for box in layout.boxes:
        blocks = [box.name, box.role, box.number.text if box.number else None]
        yield from (_text(block, box=box.id) for block in blocks if block is not None and block.lines)
        yield from (_flag(flag, box=box.id) for flag in box.flags)
    for arrow in layout.arrows:
        blocks = [arrow.badge.text if arrow.badge else None, arrow.label]
        yield from (_text(block, arrow=arrow.id) for block in blocks if block is not None and block.lines)
        yield from (_text(pill.text, arrow=arrow.id, plate=pill.rect) for pill in arrow.pills)
        yield from (_flag(flag, arrow=arrow.id) for flag in arrow.flags)
    if layout.legend:
        blocks = [layout.legend.title]
        for item in layout.legend.items:
            blocks += [item.badge.text, item.text]
        yield from (_text(block) for block in blocks if block is not None and block.lines)
    for entry in layout.key:
        yield _text(entry.text)


def _text(
    block: TextBlock,
    box: str | None = None,
    group: str | None = None,
    arrow: str | None = None,
    on: str | None = None,
    plate: Rect | None = None,
) -> DrawnText:
    return DrawnText(
        role=block.role,
        text=block.text,
        size=block.style.size,
        lines=block.line_rects(),
        box=box,
        group=group,
        arrow=arrow,
        on=on,
        plate=plate,
        spoken=" ".join([line.text for line in block.lines]),
    )


def _flag(flag: Flag, box: str | None = None, arrow: str | None = None) -> DrawnText:
    text = _text(flag.text, box=box, arrow=arrow, on=flag.on, plate=flag.rect)
    return replace(text, stem=flag.stem) if flag.stem else text


def _box(box: PlacedBox) -> DrawnBox:
    badge = box.number.rect() if box.number else None
    return DrawnBox(box.id, box.rect, DrawnIcon(box.tile), box.group, badge)


def _group(group: PlacedGroup) -> DrawnGroup:
    kind = "zone" if group.shape == "zone" else "boundary"
    r = group.rect
    if group.shape == "cloud":
        outline = outline_points(cloud_outline(r))
    else:
        outline = ((r.x, r.y), (r.right, r.y), (r.right, r.bottom), (r.x, r.bottom))
    return DrawnGroup(group.id, kind, group.members, r, outline)


def _arrow(arrow: PlacedArrow, metrics: Metrics | None) -> DrawnArrow:
    length, width, gap, corner = (
        (metrics.head_length, metrics.head_width, metrics.head_gap, metrics.corner_radius) if metrics else _USUAL
    )
    covered = gap + _UNDER_HEAD * length
    branches = tuple(
        DrawnBranch(b.source, b.target, rounded(trimmed(b.points, covered if arrow.both else 0.0, covered), corner))
        for b in arrow.branches
    )
    heads = tuple(_head(edge, origin, length, width, gap) for edge, origin in arrow.heads)
    badge = arrow.badge.rect() if arrow.badge else None
    return DrawnArrow(arrow.id, arrow.step, arrow.both, branches, heads, badge)


def _head(edge: Point, origin: Point, length: float, width: float, gap: float) -> Rect:
    """The rectangle round a head whose tip lies `gap` before `edge`, coming from `origin`."""
    dx, dy = edge[0] - origin[0], edge[1] - origin[1]
    distance = hypot(dx, dy) or 1.0
    ux, uy = dx / distance, dy / distance
    tip = (edge[0] - ux * gap, edge[1] - uy * gap)
    base = (tip[0] - ux * length, tip[1] - uy * length)
    half_x, half_y = abs(uy) * width / 2, abs(ux) * width / 2
    left, top = min(tip[0], base[0] - half_x), min(tip[1], base[1] - half_y)
    return Rect(left, top, max(tip[0], base[0] + half_x) - left, max(tip[1], base[1] + half_y) - top)


def _legend_items(legend: PlacedLegend) -> tuple[DrawnLegendItem, ...]:
    return tuple(
        DrawnLegendItem(item.number, bounding((item.badge.rect(), *item.text.line_rects()))) for item in legend.items
    )
