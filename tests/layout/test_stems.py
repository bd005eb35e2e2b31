"""Stems: a callout's stem ends on its own line, clear of what stands there, or it is left out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.core.geometry import Polyline, Rect
from oauthviz.layout.check.plane import distance_to_line
from oauthviz.layout.model import Layout
from oauthviz.layout.stems import CLEAR, DOT, free_stem
from tests.layout.support import broken_rules, diagram, laid_out

QUICK = settings(max_examples=200, deadline=None, derandomize=True)
LINE: Polyline = ((0.0, 100.0), (300.0, 100.0))
FLAG = Rect(100, 114, 110, 22)
CORNER, HEAD = 10.0, 19.5


def straight(x: float, flag: Rect = FLAG) -> Polyline:
    return ((x, flag.y), (x, 100.0))


def badge(x: float, y: float = 100.0) -> Rect:
    return Rect(x - 10, y - 10, 20, 20)


def turned(rect: Rect) -> Rect:
    return Rect(rect.y, rect.x, rect.h, rect.w)


def swapped(points: Polyline) -> Polyline:
    return tuple((y, x) for x, y in points)


def free(stem: Polyline, blocked: list[Rect]) -> bool:
    x, y = stem[-1]
    dot = Rect(x, y, 0, 0).grown(CLEAR - 0.1, DOT)
    return not any(dot.overlaps(r) for r in blocked)


def test_a_stem_that_is_in_nobodys_way_stays() -> None:
    assert free_stem(FLAG, straight(155), LINE, [badge(60), badge(250)], CORNER, HEAD) == straight(155)


def test_a_dot_on_a_badge_moves_to_the_nearest_free_place_over_its_flag() -> None:
    found = free_stem(FLAG, straight(155), LINE, [badge(150)], CORNER, HEAD)
    assert found == ((166.6, 114), (166.6, 100.0))


def test_where_the_whole_flag_is_covered_the_stem_leaves_it_at_the_side() -> None:
    pill = Rect(90, 91, 125, 18)
    found = free_stem(FLAG, straight(155), LINE, [pill], CORNER, HEAD)
    assert found is not None and len(found) == 3
    assert found[0] == (210.0, 125.0) and found[-1][1] == 100.0 and found[-1][0] >= 215 + CLEAR


def test_a_stem_keeps_off_bends_and_ends_of_its_line() -> None:
    bent: Polyline = ((0.0, 40.0), (120.0, 40.0), (120.0, 100.0), (190.0, 100.0))
    found = free_stem(FLAG, straight(105), bent, [], CORNER, HEAD)
    assert found is None or 120 + CORNER <= found[-1][0] <= 190 - HEAD
    assert free_stem(FLAG, straight(155), bent, [], CORNER, HEAD) == straight(155)


def test_where_nothing_is_free_there_is_no_stem() -> None:
    assert free_stem(FLAG, straight(155), LINE, [Rect(-50, 90, 400, 20)], CORNER, HEAD) is None


@QUICK
@given(st.lists(st.floats(-20, 320), max_size=8), st.floats(104, 206))
def test_stems_are_free_and_the_same_for_upright_lines(places: list[float], wish: float) -> None:
    blocked = [badge(x) for x in places]
    found = free_stem(FLAG, straight(wish), LINE, blocked, CORNER, HEAD)
    upright = free_stem(
        turned(FLAG), swapped(straight(wish)), swapped(LINE), [turned(r) for r in blocked], CORNER, HEAD
    )
    assert upright == (None if found is None else swapped(found))
    if found is not None:
        assert found[-1][1] == 100.0 and HEAD <= found[-1][0] <= 300 - HEAD
        assert free(found, blocked)


def flags(layout: Layout) -> list[tuple[Polyline, Polyline]]:
    """Each stem with its arrow's line."""
    return [(f.stem, a.branches[0].points) for a in layout.arrows for f in a.flags if f.stem]


@pytest.mark.parametrize("callout", ["PKCE", "code_challenge", "never above 3 bar"])
@pytest.mark.parametrize("protocols", [[], ["HTTPS"], ["SMTP + STARTTLS", "TLS"]])
@pytest.mark.parametrize("direction", ["forward", "both"])
def test_callouts_of_an_arrow_break_no_rule_whatever_else_it_carries(
    callout: str, protocols: list[str], direction: str
) -> None:
    arrow = {"from": "a", "to": "b", "label": "Relay", "protocol": protocols, "callout": callout}
    layout = laid_out(diagram("a b", [{**arrow, "direction": direction}]))
    assert broken_rules(layout) == ()
    for stem, line in flags(layout):
        assert distance_to_line(*stem[-1], line) < 0.1
