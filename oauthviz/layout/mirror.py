"""A finished layout as it stands in a right-to-left language: mirrored about the canvas's upright middle line."""

from __future__ import annotations

from msgspec.structs import replace

from oauthviz.core.geometry import Point, Polyline, Rect
from oauthviz.i18n.tags import direction_of
from oauthviz.layout.model import (
    Badge,
    Flag,
    Layout,
    Pill,
    PlacedArrow,
    PlacedBox,
    PlacedGroup,
    PlacedKeyEntry,
    PlacedLegend,
    TextBlock,
)

_FLIPPED = {"start": "end", "end": "start"}


def as_drawn(layout: Layout, lang: str) -> Layout:
    """The layout as it stands in a picture in the language `lang`: mirrored where that runs right to left."""
    return mirrored(layout) if direction_of(lang) == "rtl" else layout


def mirrored(layout: Layout) -> Layout:
    """The layout with everything on the other side: what stood `d` px from the left edge stands `d` px from the right.

    Sizes and lines of text are kept; texts that were aligned left are aligned right. The arrangement stays the same:
    its columns go from the reader's beginning to the end, its sides `left` and `right` are those before the mirror.
    """
    return _Mirror(layout.width).layout(layout)


class _Mirror:
    def __init__(self, width: float) -> None:
        self._width = width

    def layout(self, one: Layout) -> Layout:
        return replace(
            one,
            title=self._text(one.title),
            subtitle=self._if(one.subtitle),
            caption=self._if(one.caption),
            boxes=tuple(map(self._box, one.boxes)),
            arrows=tuple(map(self._arrow, one.arrows)),
            groups=tuple(map(self._group, one.groups)),
            legend=None if one.legend is None else self._legend(one.legend),
            key=tuple(map(self._key, one.key)),
        )

    def _x(self, x: float) -> float:
        return round(self._width - x, 6)  # the last bits of a difference are noise

    def _point(self, point: Point) -> Point:
        return self._x(point[0]), point[1]

    def _points(self, points: Polyline) -> Polyline:
        return tuple(map(self._point, points))

    def _rect(self, rect: Rect) -> Rect:
        return Rect(self._x(rect.right), rect.y, rect.w, rect.h)

    def _text(self, block: TextBlock) -> TextBlock:
        lines = tuple(replace(line, x=self._x(line.x + line.width)) for line in block.lines)
        return replace(block, lines=lines, align=_FLIPPED.get(block.align, block.align))

    def _if(self, block: TextBlock | None) -> TextBlock | None:
        return None if block is None else self._text(block)

    def _badge(self, badge: Badge) -> Badge:
        return replace(badge, cx=self._x(badge.cx), text=self._text(badge.text))

    def _pill(self, pill: Pill) -> Pill:
        return replace(pill, rect=self._rect(pill.rect), text=self._text(pill.text))

    def _flag(self, flag: Flag) -> Flag:
        stem = None if flag.stem is None else self._points(flag.stem)
        return replace(
            flag, rect=self._rect(flag.rect), icon=self._rect(flag.icon), text=self._text(flag.text), stem=stem
        )

    def _box(self, box: PlacedBox) -> PlacedBox:
        return replace(
            box,
            rect=self._rect(box.rect),
            tile=self._rect(box.tile),
            name=self._text(box.name),
            role=self._if(box.role),
            number=None if box.number is None else self._badge(box.number),
            flags=tuple(map(self._flag, box.flags)),
        )

    def _arrow(self, arrow: PlacedArrow) -> PlacedArrow:
        return replace(
            arrow,
            branches=tuple(replace(branch, points=self._points(branch.points)) for branch in arrow.branches),
            heads=tuple((self._point(tip), self._point(origin)) for tip, origin in arrow.heads),
            ports=self._points(arrow.ports),
            badge=None if arrow.badge is None else self._badge(arrow.badge),
            label=self._if(arrow.label),
            pills=tuple(map(self._pill, arrow.pills)),
            flags=tuple(map(self._flag, arrow.flags)),
            hops=self._points(arrow.hops),
        )

    def _group(self, group: PlacedGroup) -> PlacedGroup:
        icon = None if group.icon_rect is None else self._rect(group.icon_rect)
        return replace(group, rect=self._rect(group.rect), name=self._if(group.name), icon_rect=icon)

    def _legend(self, legend: PlacedLegend) -> PlacedLegend:
        items = tuple(replace(item, badge=self._badge(item.badge), text=self._text(item.text)) for item in legend.items)
        return replace(legend, rect=self._rect(legend.rect), title=self._if(legend.title), items=items)

    def _key(self, entry: PlacedKeyEntry) -> PlacedKeyEntry:
        return replace(entry, start=self._point(entry.start), end=self._point(entry.end), text=self._text(entry.text))
