"""Frames of zones: where their names stand."""

from __future__ import annotations

from functools import cache

import pytest

from oauthviz.layout.check import check
from oauthviz.layout.check.from_layout import drawn_of
from oauthviz.layout.engine import lay_out
from oauthviz.layout.model import Layout, PlacedGroup
from oauthviz.theme.loading import load_theme
from oauthviz.theme.projections import projected
from tests.layout.support import diagram_of, spec_of, typesetter

NAMES = ("Web", "Identity and access management")


@cache
def zoned(projection: str, name: str, theme: str = "whiteboard") -> Layout:
    """Two zones side by side, one above another, with verticals into the lower one."""
    arrows = ["a>b", "b>a", "b>c", "c>d", "a>e", "e>d"]
    spec = spec_of("a b c d e", arrows, layout={"columns": [["a", "b"], ["c"], ["e", "d"]]})
    spec["zones"] = [{"id": "upper", "name": "Browser"}, {"id": "lower", "name": name}, {"id": "far", "name": "Data"}]
    for box, zone in zip(spec["boxes"], ("upper", "lower", None, "far", "far"), strict=True):
        if zone:
            box["zone"] = zone
    metrics = projected(load_theme(theme), projection).metrics
    layout = lay_out(diagram_of(spec), metrics, typesetter(), effort="draft")
    assert not list(check(drawn_of(layout, metrics), geometry_only=True))
    return layout


def offset(zone: PlacedGroup) -> float:
    """How far the middle of a zone's name is below its top border, in px."""
    assert zone.name is not None
    rects = zone.name.line_rects()
    return (rects[0].y + rects[-1].bottom) / 2 - zone.rect.y


@pytest.mark.parametrize("name", NAMES)
def test_names_interrupt_the_middle_of_their_borders_where_the_theme_has_it_so(name: str) -> None:
    layout = zoned("flat", name)
    boxes = {box.id: box.rect for box in layout.boxes}
    for zone in layout.groups:
        assert zone.name is not None
        rects = zone.name.line_rects()
        assert offset(zone) == pytest.approx(0.0, abs=2.5)
        assert zone.rect.x + 3.9 <= min(r.x for r in rects) and max(r.right for r in rects) <= zone.rect.right - 3.9
        assert max(r.bottom for r in rects) <= min(boxes[id].y for id in zone.members)


@pytest.mark.parametrize("name", NAMES)
def test_names_on_borders_are_all_of_one_size_not_smaller_than_inside(name: str) -> None:
    on_border, inside = zoned("flat", name), zoned("isometric", name)
    sizes = {zone.name.style.size for zone in on_border.groups if zone.name is not None}
    (usual,) = {zone.name.style.size for zone in inside.groups if zone.name is not None}
    assert len(sizes) == 1 and min(sizes) >= usual


def test_names_on_borders_are_large_where_nothing_is_in_their_way() -> None:
    layout, sizes = zoned("flat", "Web"), load_theme("whiteboard").metrics.sizes
    label = next(arrow.label for arrow in layout.arrows if arrow.label is not None).style.size
    name = layout.groups[0].name
    assert name is not None and name.style.size > sizes.zone_name_ratio * label + 1


@pytest.mark.parametrize(("projection", "theme"), [("isometric", "whiteboard"), ("flat", "pink-teal")])
def test_names_stand_inside_slabs_and_in_themes_that_do_not_say_otherwise(projection: str, theme: str) -> None:
    layout = zoned(projection, "Web", theme)
    assert all(offset(zone) > 8 for zone in layout.groups)
