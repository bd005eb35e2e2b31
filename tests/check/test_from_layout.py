"""Layouts as pictures, and the properties that they keep."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from oauthviz.layout.check import check
from oauthviz.layout.check.from_layout import drawn_of
from oauthviz.layout.check.plane import inside_outline, span
from oauthviz.layout.check.properties import layout_properties
from oauthviz.layout.model import Layout
from oauthviz.theme.loading import load_theme
from tests.drawing import sample_layout

LAYOUTS = ("handshake", "everything")


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> Layout:
    return getattr(sample_layout, request.param)()  # type: ignore[no-any-return]


def test_every_text_of_a_layout_is_in_its_picture_as_written(layout: Layout) -> None:
    texts = [text.text for text in drawn_of(layout).texts]
    for block in [box.name for box in layout.boxes] + [arrow.label for arrow in layout.arrows if arrow.label]:
        assert block.text in texts


def test_heads_lie_between_their_line_and_their_box(layout: Layout) -> None:
    metrics = load_theme("pink-teal").metrics
    findings = [f for f in check(drawn_of(layout, metrics)) if f.rule in ("arrow-head", "head-free", "arrow-attached")]
    assert findings == []


def test_a_cloud_is_checked_by_its_silhouette() -> None:
    drawn = drawn_of(sample_layout.everything())
    cloud = next(group for group in drawn.groups if len(group.outline) > 4)
    x0, y0, x1, y1 = span(cloud.rect)
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    assert inside_outline(*middle, cloud.outline) and not inside_outline(x0 + 2, y0 + 2, cloud.outline)
    assert all(x0 - 1 <= x <= x1 + 1 and y0 - 1 <= y <= y1 + 1 for x, y in cloud.outline)


def test_a_careful_layout_keeps_the_properties(layout: Layout) -> None:
    assert layout_properties(layout) == ()


@pytest.mark.parametrize(
    ("points", "broken"),
    [
        (lambda p: (p[0], (p[1][0], p[1][1] + 3)), {"orthogonal", "port-on-side"}),
        (lambda p: ((p[0][0] + 3, p[0][1]), p[1]), {"port-on-side"}),
        (
            lambda p: (p[0], (p[1][0] - 9, p[0][1]), (p[1][0] - 9, p[1][1] + 20), (p[1][0], p[1][1] + 20)),
            {"last-segment"},
        ),
    ],
)
def test_a_careless_line_breaks_its_property(points, broken) -> None:
    layout = sample_layout.handshake()
    arrow = next(a for a in layout.arrows if len(a.branches[0].points) == 2 and _rightward(a.branches[0].points))
    branch = replace(arrow.branches[0], points=points(arrow.branches[0].points))
    changed = replace(layout, arrows=(replace(arrow, branches=(branch,)),))
    assert {finding.rule for finding in layout_properties(changed)} >= broken


def _jogged(points, before: float, aside: float):
    """A level line with a jog `before` px before its end."""
    (x0, y), (x1, _) = points
    return ((x0, y), (x1 - before, y), (x1 - before, y + aside), (x1, y + aside))


def _rightward(points) -> bool:
    return points[0][1] == points[1][1] and points[0][0] < points[1][0]


def test_ports_too_near_to_a_corner_or_to_each_other_are_found() -> None:
    layout = sample_layout.handshake()
    arrow = next(a for a in layout.arrows if len(a.branches[0].points) == 2 and _rightward(a.branches[0].points))
    branch = arrow.branches[0]
    top = next(box.rect.y for box in layout.boxes if box.id == branch.source)
    low = replace(branch, points=tuple((x, top + 5) for x, _ in branch.points))
    twin = replace(branch, points=tuple((x, y + 16) for x, y in branch.points))
    arrows = (arrow, replace(arrow, id="low", branches=(low,)), replace(arrow, id="twin", branches=(twin,)))
    rules = {finding.rule for finding in layout_properties(replace(layout, arrows=arrows))}
    assert {"port-off-corner", "port-pitch"} <= rules
