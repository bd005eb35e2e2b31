"""Fit: the most comfortable level that is legal wins, and no type is ever smaller than its floor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from oauthviz.core.diagnostics import FitError
from oauthviz.layout.check import figures
from oauthviz.layout.check.from_layout import drawn_of
from oauthviz.layout.fit import EMPTY_FREE, EMPTY_MOST, Fitted, Level, fit, levels
from oauthviz.layout.model import Layout, TextBlock
from oauthviz.layout.problem import Problem
from oauthviz.layout.scale import scale_for
from oauthviz.layout.sizing import Sized
from tests.layout.support import (
    broken_rules,
    diagram,
    diagram_of,
    frame,
    laid_out,
    metrics,
    on_canvas,
    problem,
    spec_of,
    structure,
    typesetter,
)

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


def judge(layout: Layout) -> tuple[int, float]:
    return len(broken_rules(layout)), figures(drawn_of(layout, metrics())).largest_empty_rectangle


def sized_for(p: Problem) -> Callable[[Level], Sized]:
    @cache
    def sized_at(level: Level) -> Sized:
        return Sized(p, metrics(), typesetter(), scale_for(metrics(), level.size, p.dense, level.squeeze))

    return sized_at


def fitted(p: Problem, columns: str, tries: tuple[Level, ...], guess: int = 0) -> Fitted | None:
    return fit(p, structure(p, columns), sized_for(p), tries, lambda _: frame(p.diagram), judge, guess)


@pytest.mark.parametrize(("largest", "least"), [(13.5, 11.0), (20.0, 11.0), (11.0, 11.0)])
def test_levels_go_from_comfort_down_to_the_floor_and_never_get_roomier(largest: float, least: float) -> None:
    found = levels(largest, least)
    assert found[0].size == largest and found[0].squeeze == 0.0
    assert found[-1].size == least and found[-1].squeeze == 1.0
    assert len(set(found)) == len(found)
    for roomier, tighter in pairwise(found):
        assert tighter.size <= roomier.size and tighter.squeeze >= roomier.squeeze
        assert tighter.factor <= roomier.factor


def test_type_and_distances_give_way_in_turns() -> None:
    for roomier, tighter in pairwise(levels(13.5, 11.0)):
        assert not (tighter.size < roomier.size and tighter.squeeze > roomier.squeeze)


def test_where_there_is_room_the_most_comfortable_level_wins() -> None:
    tries = levels(13.5, 11.0)
    found = fitted(problem("a b", ["a>b"]), "a | b", tries)
    assert found is not None and found.broken == 0
    assert found.layout.label_size == tries[0].size


def test_where_room_is_short_a_tighter_level_is_legal() -> None:
    p = problem("a b c d", ["a>b", "b>c", "c>d"], canvas={"width": 860, "height": 400})
    tries = levels(20.0, 11.0)
    found = fitted(p, "a | b | c | d", tries)
    assert found is not None and found.broken == 0
    assert 11.0 <= found.layout.label_size < tries[0].size


def test_a_guess_saves_work_and_changes_nothing() -> None:
    p = problem("a b c d", ["a>b", "b>c", "c>d"], canvas={"width": 860, "height": 400})
    tries = levels(20.0, 11.0)
    found = [fitted(p, "a | b | c | d", tries, guess) for guess in (0, len(tries) // 2, len(tries) - 1, len(tries) + 5)]
    results = [one and (one.price, one.broken, one.level, one.layout, [f.level for f in one.tighter]) for one in found]
    assert results[0] is not None and all(other == results[0] for other in results[1:])


def test_where_no_line_is_crooked_no_tighter_level_is_looked_at() -> None:
    looked: list[Level] = []
    p = problem("a b", ["a>b"])
    at = sized_for(p)

    def sized_at(level: Level) -> Sized:
        looked.append(level)
        return at(level)

    tries = levels(13.5, 11.0)
    fit(p, structure(p, "a | b"), sized_at, tries, lambda _: frame(p.diagram), lambda _: (0, 0.0))
    assert looked == [tries[0]]


def test_where_no_level_fits_there_is_no_layout() -> None:
    p = problem("a b c d", ["a>b", "b>c", "c>d"], canvas={"width": 240, "height": 240})
    assert fitted(p, "a | b | c | d", levels(13.5, 11.0)) is None


def test_the_price_counts_small_type_squeezed_distances_and_broken_rules() -> None:
    p = problem("a b", ["a>b"])
    comfortable, squeezed, small = (
        fitted(p, "a | b", (level,))
        for level in (Level(13.5, 0.0, 10.0), Level(13.5, 1.0, 10.0), Level(11.0, 0.0, 10.0))
    )
    assert comfortable is not None and squeezed is not None and small is not None
    assert comfortable.price < min(squeezed.price, small.price)


def test_the_price_counts_what_is_empty_between_what_is_free_and_what_few_boxes_cannot_help() -> None:
    p = problem("a b", ["a>b"])

    def priced(empty: float) -> float:
        level = Level(13.5, 0.0, 10.0)
        found = fit(p, structure(p, "a | b"), sized_for(p), (level,), lambda _: frame(p.diagram), lambda _: (0, empty))
        assert found is not None
        return found.price

    assert priced(0.0) == priced(EMPTY_FREE) < priced(0.1) < priced(EMPTY_MOST) == priced(0.5)


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
