"""Quarters of a px: what they move, and what they leave."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.drawing.fitting import fitted
from oauthviz.layout.model import Layout
from tests.drawing.sample_layout import everything

QUICK = settings(max_examples=60, deadline=None, derandomize=True)
SHIFT = st.floats(-1, 1, allow_nan=False)


def moved(layout: Layout, dx: float, dy: float) -> Layout:
    """The layout with its boxes and lines moved."""
    boxes = tuple(replace(box, rect=box.rect.moved(dx, dy)) for box in layout.boxes)
    arrows = tuple(
        replace(arrow, branches=tuple(replace(b, points=shifted(b.points, dx, dy)) for b in arrow.branches))
        for arrow in layout.arrows
    )
    return replace(layout, boxes=boxes, arrows=arrows)


def shifted(points, dx: float, dy: float):
    return tuple((x + dx, y + dy) for x, y in points)


def edges(rect: Rect) -> tuple[float, ...]:
    return rect.x, rect.y, rect.right, rect.bottom


@QUICK
@given(SHIFT, SHIFT)
def test_every_edge_and_line_comes_to_lie_on_a_quarter_at_most_an_eighth_away(dx, dy):
    layout = moved(everything(), dx, dy)
    found = fitted(layout)
    pairs = [(a.rect, b.rect) for a, b in zip(layout.boxes, found.boxes, strict=True)]
    numbers = [pair for a, b in pairs for pair in zip(edges(a), edges(b), strict=True)]
    for one, other in zip(layout.arrows, found.arrows, strict=True):
        for a, b in zip(one.branches, other.branches, strict=True):
            numbers += [n for p, q in zip(a.points, b.points, strict=True) for n in zip(p, q, strict=True)]
    for before, after in numbers:
        assert 4 * after == pytest.approx(round(4 * after), abs=1e-9)
        assert abs(before - after) <= 0.125 + 1e-3


@QUICK
@given(SHIFT, SHIFT)
def test_what_is_level_or_upright_or_in_line_stays_so(dx, dy):
    layout = moved(everything(), dx, dy)
    for one, other in zip(layout.arrows, fitted(layout).arrows, strict=True):
        for a, b in zip(one.branches, other.branches, strict=True):
            for i in range(len(a.points) - 1):
                for axis in (0, 1):
                    if a.points[i][axis] == a.points[i + 1][axis]:
                        assert b.points[i][axis] == b.points[i + 1][axis]


@QUICK
@given(SHIFT, SHIFT)
def test_frames_of_zones_and_of_the_legend_come_to_lie_inwards_on_the_middle_of_a_pixel(dx, dy):
    layout = everything()
    groups = tuple(replace(group, rect=group.rect.moved(dx, dy)) for group in layout.groups)
    layout = replace(layout, groups=groups, legend=replace(layout.legend, rect=layout.legend.rect.moved(dx, dy)))
    found = fitted(layout)
    pairs = [(a.rect, b.rect) for a, b in zip(layout.groups, found.groups, strict=True) if a.shape != "cloud"]
    for before, after in [*pairs, (layout.legend.rect, found.legend.rect)]:
        for was, is_ in zip(edges(before), edges(after), strict=True):
            assert is_ % 1 == pytest.approx(0.5)
            assert abs(was - is_) <= 0.5 + 1e-3
        assert before.right % 1 or before.right == after.right + 0.5
        assert before.x % 1 or before.x == after.x - 0.5


def test_texts_badges_and_icons_stay_where_they_are():
    layout = everything()
    found = fitted(layout)
    assert [a.label for a in found.arrows] == [a.label for a in layout.arrows]
    assert [a.badge for a in found.arrows] == [a.badge for a in layout.arrows]
    assert [b.name for b in found.boxes] == [b.name for b in layout.boxes]
    assert [g.icon_rect for g in found.groups] == [g.icon_rect for g in layout.groups]


def test_a_fitted_layout_is_as_it_should_be():
    once = fitted(everything())
    assert fitted(once) == once
