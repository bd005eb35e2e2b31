"""Fit: the largest legible type wins, and where none is legible the refusal says what to do, and it helps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from oauthviz.core.diagnostics import FitError
from oauthviz.layout.fit import label_sizes, shortenings
from oauthviz.layout.model import Layout, TextBlock
from tests.layout.support import broken_rules, diagram, diagram_of, laid_out, on_canvas, problem, spec_of

FLOORS = {"arrow-label": 11.0, "box-role": 10.5, "box-name": 13.0, "legend-text": 12.0}
LONG = "Authorization request with client_id, scope, redirect_uri, state and code_challenge"


def crowded(size: float) -> dict[str, Any]:
    """Six boxes and nine wordy arrows."""
    ids = ["browser", "client", "server", "store", "queue", "worker"]
    ends = [(0, 1), (1, 2), (2, 1), (2, 3), (1, 4), (4, 5), (5, 3), (0, 2), (2, 0)]
    arrows = [{"from": ids[a], "to": ids[b], "label": f"{LONG} {n}"} for n, (a, b) in enumerate(ends)]
    spec = spec_of(ids, arrows, canvas={"width": size, "height": size})
    for box in spec["boxes"]:
        box["role"] = "Takes part in what the picture is about"
    return spec


def blocks(layout: Layout) -> Iterator[TextBlock]:
    for box in layout.boxes:
        yield box.name
        yield from (text for text in (box.role,) if text is not None)
    yield from (arrow.label for arrow in layout.arrows if arrow.label is not None)
    yield from (item.text for item in (layout.legend.items if layout.legend else ()))


def test_sizes_go_from_the_largest_down_to_the_floor() -> None:
    assert label_sizes(13.5, 11.0) == [13.5, 13.0, 12.5, 12.0, 11.5, 11.0]
    assert label_sizes(11.0, 11.0) == [11.0]


@pytest.mark.parametrize("size", [620.0, 800.0, 1024.0])
def test_no_text_is_ever_smaller_than_its_floor(size: float) -> None:
    try:
        layout = laid_out(diagram_of({**crowded(size), "legend": ["One", "Two"]}))
    except FitError:
        return
    for block in blocks(layout):
        assert block.style.size >= FLOORS[block.role] - 1e-9, block.text


def test_a_small_diagram_gets_the_largest_type() -> None:
    small, crowd = laid_out(diagram("a b", ["a>b"])), laid_out(diagram_of(crowded(1024)))
    assert small.label_size >= crowd.label_size
    assert small.label_size >= 13.0


def test_type_grows_with_a_large_canvas() -> None:
    d = diagram("a b c", ["a>b", "b>c"])
    assert laid_out(on_canvas(d, 1600, 1600)).label_size > laid_out(d).label_size


@pytest.fixture(scope="module")
def refusal() -> str:
    with pytest.raises(FitError) as refused:
        laid_out(diagram_of(crowded(420)))
    return str(refused.value)


def test_a_refusal_says_by_how_much_it_does_not_fit(refusal: str) -> None:
    assert "does not fit a canvas of 420 x 420 px" in refusal
    assert re.search(r"\d+ px too (wide|high)", refusal)


def test_a_refusal_names_texts_and_how_many_characters_to_drop(refusal: str) -> None:
    found = re.findall(r"shorten the label of arrow (a\d) '(.+?)' by about (\d+) characters", refusal)
    labels = {arrow.id: arrow.label for arrow in diagram_of(crowded(420)).edges}
    assert found
    for arrow, text, count in found:
        assert labels[arrow] == text and 4 <= int(count) < len(text)


def test_the_canvas_that_a_refusal_names_is_large_enough(refusal: str) -> None:
    named = re.search(r"--size (\d+)x(\d+)", refusal)
    assert named
    layout = laid_out(on_canvas(diagram_of(crowded(420)), float(named[1]), float(named[2])))
    assert broken_rules(layout) == ()


@pytest.mark.parametrize(("width", "height"), [(360.0, 900.0), (1024.0, 300.0)])
def test_a_canvas_that_is_too_flat_or_too_narrow_is_refused_with_one_that_would_do(width: float, height: float) -> None:
    d = on_canvas(diagram_of(crowded(1024)), width, height)
    with pytest.raises(FitError) as refused:
        laid_out(d)
    named = re.search(r"--size (\d+)x(\d+)", str(refused.value))
    assert named
    assert broken_rules(laid_out(on_canvas(d, float(named[1]), float(named[2])))) == ()


def test_the_longest_label_is_the_first_to_be_shortened() -> None:
    arrows = [{"from": "a", "to": "b", "label": "Short"}, {"from": "b", "to": "a", "label": LONG}]
    text, where, count = shortenings(problem("a b", arrows), None)[0]
    assert text == LONG and where == "the label of arrow a2" and count > 4


def test_a_name_that_cannot_be_broken_is_worth_shortening() -> None:
    p = problem("a b", ["a>b"])
    nodes = (replace(p.diagram.nodes[0], name="Donaudampfschifffahrtsgesellschaft"), p.diagram.nodes[1])
    found = shortenings(replace(p, diagram=replace(p.diagram, nodes=nodes)), None)
    assert found[0][1] == "the name of box a"
