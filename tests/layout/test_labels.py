"""Labels: what an arrow carries keeps off the frames that the arrow enters."""

from __future__ import annotations

import itertools

import pytest

from oauthviz.core.geometry import Rect
from oauthviz.core.outlines import cloud_outline
from oauthviz.layout.check.curves import outline_points
from oauthviz.layout.desk import Desk
from oauthviz.layout.labels import STAGGERED_APART, mark_arrows
from oauthviz.layout.problem import number
from tests.layout.support import (
    broken_rules,
    diagram,
    diagram_of,
    laid_out,
    metrics,
    routed,
    solution,
    spec_of,
    structure,
    typesetter,
)

CLEAR = 4.0
"""px between an outline and a pill beside its line."""


def test_pills_beside_a_vertical_keep_off_the_cloud_at_its_end() -> None:
    arrows = [
        {"from": "a", "to": "b", "label": "User credentials and consent", "protocol": "HTTPS"},
        {"from": "b", "to": "a", "label": "Authorization code", "protocol": "HTTP 302"},
    ]
    layout = laid_out(
        diagram(
            "a b c d e f g",
            [*arrows, *["a>c", "c>a"] * 3, *["b>c", "c>b"] * 3, "c>d", "d>e", "c>f", "c>g"],
            boundaries=[{"around": ["b"], "icon": "cloud", "name": "Cloud"}],
            layout={"columns": [["a", "b"], ["c"], ["d", "f", "g"], ["e"]]},
        )
    )
    (group,) = layout.groups
    assert group.shape == "cloud"
    outline = outline_points(cloud_outline(group.rect))
    pills = [pill.rect for arrow in layout.arrows for pill in arrow.pills]
    assert len(pills) == 2
    assert not [point for point in outline for pill in pills if pill.grown(CLEAR).contains(Rect(*point, 0.0, 0.0))]


@pytest.mark.parametrize("step", ["100", "1000", "ABCD"])
@pytest.mark.parametrize("both", [False, True])
def test_wide_badges_find_room_beside_boxes_labels_and_lines(step: str, both: bool) -> None:
    pairs = ("ab", "ba", "ac", "ad", "bd", "db", "cd", "cb", "ca")
    arrows = [{"from": a, "to": b, "label": "open the page", "step": step} for a, b in pairs]
    if both:
        arrows = [{**arrow, "direction": "both"} for arrow in arrows]
    assert broken_rules(laid_out(diagram("a b c d", arrows))) == ()


@pytest.mark.parametrize("pair", list(itertools.product(("a>b", "b>a", "a<>b"), repeat=2)))
@pytest.mark.parametrize("protocols", [[], ["HTTPS"]])
def test_labels_of_two_verticals_keep_apart_however_long_the_run_between_the_boxes(
    pair: tuple[str, str], protocols: list[str]
) -> None:
    spec = spec_of("a b c", [*pair, "a>c", "c>b"])
    for arrow in spec["arrows"]:
        arrow["label"] = "Authorization request: client_id, scope, state"
    spec["arrows"][1]["protocol"] = protocols
    at = Desk(diagram_of(spec), metrics(), typesetter())
    found = at.fit(structure(at.problem, "a b | c"))
    assert found is not None and broken_rules(found.layout) == ()


@pytest.mark.parametrize("arrows", [["a>b", "a>b"], ["b>a", "b>a"]])
def test_staggered_labels_keep_farther_apart_where_their_verticals_are_longer_than_they_must_be(
    arrows: list[str],
) -> None:
    spec = spec_of("a b", arrows)
    for arrow in spec["arrows"]:
        arrow["label"] = "Authorization request: client_id, scope, state, redirect_uri, response_type"
    p = number(diagram_of(spec))
    s = structure(p, "a b")
    gaps = []
    for spare in (0.0, 8.0, 40.0):
        solved = solution(p, s)
        block = solved.blocks[(0, 1)]
        assert block.lanes[0].band != block.lanes[0].bands
        solved.placement.top[1] = solved.placement.bottom[0] + block.lanes[0].taken + spare
        marks = mark_arrows(p, solved, *routed(p, solved))
        upper, lower = sorted((m.label for m in marks if m.label), key=lambda label: label.line_rects()[0].y)
        gaps.append(lower.line_rects()[0].y - upper.line_rects()[-1].bottom)
    assert gaps[1] - gaps[0] == pytest.approx(4.0, abs=0.6)
    assert gaps[2] - gaps[0] == pytest.approx(STAGGERED_APART, abs=0.6)
