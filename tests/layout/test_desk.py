"""The desk: which levels of tightness a canvas is tried with."""

from __future__ import annotations

from itertools import pairwise

import pytest

from oauthviz.layout.desk import Desk
from oauthviz.layout.fit import levels
from oauthviz.layout.model import Layout
from tests.layout.support import broken_rules, diagram, laid_out, metrics, on_canvas, structure, typesetter

FEW, MANY = "a b c", "a b c d e f g h i j k l"


def desk(boxes: str, side: float) -> Desk:
    return Desk(on_canvas(diagram(boxes, ["a>b", "b>c"]), side, side), metrics(), typesetter())


@pytest.mark.parametrize("side", [500.0, 1024.0])
def test_up_to_the_usual_canvas_the_levels_are_the_usual_ones(side: float) -> None:
    assert desk(FEW, side).levels == levels(13.5, 11.0)
    assert desk(MANY, side).levels == levels(13.0, 11.0)


@pytest.mark.parametrize("boxes", [FEW, MANY])
@pytest.mark.parametrize("side", [1100.0, 1600.0, 2048.0, 4096.0])
def test_on_a_large_canvas_levels_go_from_grown_type_down_to_the_same_floor(boxes: str, side: float) -> None:
    usual, found = desk(boxes, 1024.0).levels, desk(boxes, side).levels
    assert found[0].size == pytest.approx(usual[0].size * min(2.5, side / 1024), abs=0.3)
    assert found[-2:] == usual[-2:]
    for roomier, tighter in pairwise(found):
        assert tighter.size <= roomier.size and tighter.squeeze >= roomier.squeeze
    assert len(found) < 3 * len(usual)


def test_near_a_level_a_structure_is_fitted_at_none_much_tighter() -> None:
    words = " ".join(["word"] * 30)
    crowd = on_canvas(diagram("a b", [{"from": "a", "to": "b", "label": words}] * 9), 820, 820)
    at = Desk(crowd, metrics(), typesetter())
    stacked = structure(at.problem, "a | b")
    found = at.fit(stacked)
    assert found is not None
    assert at.levels.index(found.level) > at.levels.index(at.tighter(at.levels[0]))
    assert at.fit(stacked, at.levels[0]) is None
    assert at.fit(stacked, found.level) == found
    assert at.tighter(at.levels[-1]) == at.levels[-1]


@pytest.fixture(scope="module", params=[1600.0, 2560.0])
def large(request: pytest.FixtureRequest) -> Layout:
    arrows = ["a>b", {"from": "b", "to": "c", "label": "Ask", "protocol": "HTTPS", "callout": "PKCE"}, "c<>d", "b>a"]
    return laid_out(on_canvas(diagram("a b c d", arrows, legend=["One", "Two"]), request.param, request.param))


def test_a_large_picture_breaks_no_rule(large: Layout) -> None:
    assert broken_rules(large) == ()


def test_a_large_picture_keeps_the_order_of_its_sizes(large: Layout) -> None:
    assert large.legend is not None and large.label_size > 13.5
    name = large.boxes[0].name.style.size
    assert large.title.style.size > name > large.label_size >= large.legend.items[0].text.style.size * 0.9
