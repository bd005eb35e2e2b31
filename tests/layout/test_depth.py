"""Depth: what the layout leaves to slabs, and that nothing else changes for it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from oauthviz.core.slab import Slab
from oauthviz.layout.check import check
from oauthviz.layout.check.from_layout import drawn_of
from oauthviz.layout.check.properties import layout_properties
from oauthviz.layout.engine import lay_out
from oauthviz.layout.model import Layout
from oauthviz.layout.scale import scale_for
from oauthviz.layout.sizing import Sized
from oauthviz.theme.loading import load_theme
from oauthviz.theme.metrics import Metrics
from oauthviz.theme.projections import ISOMETRIC, projected
from tests.layout.strategies import specs
from tests.layout.support import diagram, diagram_of, laid_out, metrics, problem, typesetter


def solid() -> Metrics:
    return projected(load_theme("pink-teal"), ISOMETRIC).metrics


def texts_leave_the_front(layout: Layout, depth: float) -> list[str]:
    """Which lines, tiles and badges of boxes are not inside the front face."""
    out = []
    for box in layout.boxes:
        front = Slab(box.rect, depth).front
        blocks = [box.name, *([box.role] if box.role else []), *(flag.text for flag in box.flags)]
        rects = [rect for block in blocks for rect in block.line_rects()] + [box.tile]
        rects += [box.number.rect()] if box.number else []
        out += [f"{box.id}: {rect}" for rect in rects if not front.contains(rect, 0.6)]
    return out


SPEC = {
    "title": "Depth",
    "boxes": [
        {"id": "a", "name": "Authorization Server", "role": "Authenticates the user and issues codes and tokens"},
        {"id": "b", "name": "Client", "number": "1", "zone": "z"},
        {"id": "c", "name": "Refresh Token Store", "role": "Stores and rotates", "zone": "z"},
    ],
    "zones": [{"id": "z", "name": "Zone"}],
    "arrows": [{"from": "b", "to": "a", "label": "request"}, {"from": "a", "to": "c", "label": "store"}],
    "callouts": [{"on": "c", "text": "code"}],
}


@pytest.mark.parametrize("size", [1.0, 2.0])
def test_texts_of_boxes_stand_in_the_front_face_also_on_larger_canvases(size):
    d = diagram_of({**SPEC, "canvas": {"width": round(1024 * size), "height": round(1024 * size)}})
    layout = lay_out(d, solid(), typesetter(), effort="draft")
    depth = solid().grown(solid().growth(layout.label_size)).slab_depth(layout.dense)
    assert depth > 0
    assert not texts_leave_the_front(layout, depth)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(specs(most_boxes=5, most_arrows=6))
def test_what_fits_flat_has_the_same_arrangement_and_breaks_no_rule_with_depth(spec):
    d = diagram_of(spec)
    flat = laid_out(d)
    layout = lay_out(d, solid(), typesetter(), arrangement=flat.arrangement)
    assert layout.arrangement == flat.arrangement
    assert not check(drawn_of(layout, solid()), geometry_only=True)
    assert not layout_properties(layout)
    depth = solid().grown(solid().growth(layout.label_size)).slab_depth(layout.dense)
    assert not texts_leave_the_front(layout, depth)


def test_a_flat_layout_is_what_it_was_without_the_notion_of_depth():
    scale = scale_for(metrics(), 12.5, dense=False)
    assert (scale.depth, scale.rise) == (0, 0)


def test_in_a_crowded_picture_at_its_tightest_slabs_take_no_more_room_than_flat_boxes():
    p = problem("a b c", ["a>b", "b>c"])
    flat, deep = (Sized(p, m, typesetter(), scale_for(m, 11, True, 1.0)) for m in (metrics(), solid()))
    assert deep.scale.depth > 0
    for box in range(p.size):
        width = flat.box_width(box, 8.0)
        assert deep.box_width(box, 8.0) <= width
        heights = (s.box_text(box, width - 2 * s.scale.pad).least_height for s in (deep, flat))
        assert next(heights) <= next(heights)


def test_the_arrangement_is_searched_without_depth():
    d = diagram("a b c", ["a>b", "b>c", "c>a"])
    assert lay_out(d, solid(), typesetter(), effort="draft").arrangement == laid_out(d).arrangement
