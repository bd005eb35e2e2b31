"""The check judges how things lie to each other, not where on a large enough page."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.layout.check import Drawn, check, figures
from tests.check import broken
from tests.check.pictures import SOUND

OFFSETS = st.floats(0, 300, allow_nan=False).map(lambda v: round(v, 2))
PICTURES = st.sampled_from(sorted(broken.GEOMETRY.items() - {("in-canvas", broken.GEOMETRY["in-canvas"])}, key=str))


def moved(thing: Any, dx: float, dy: float) -> Any:
    """A part of a picture, moved: every rectangle and point inside it."""
    if isinstance(thing, Rect):
        return thing.moved(dx, dy)
    if isinstance(thing, tuple):
        if len(thing) == 2 and all(isinstance(v, int | float) for v in thing):
            return (thing[0] + dx, thing[1] + dy)
        return tuple(moved(part, dx, dy) for part in thing)
    if isinstance(thing, Struct):
        return replace(thing, **{name: moved(getattr(thing, name), dx, dy) for name in thing.__struct_fields__})
    return thing


def on_a_large_page(drawn: Drawn) -> Drawn:
    return replace(drawn, width=drawn.width + 340, height=drawn.height + 340)


@settings(max_examples=60, deadline=None)
@given(PICTURES, OFFSETS, OFFSETS)
def test_moving_a_picture_changes_no_verdict(picture: tuple[str, Drawn], dx: float, dy: float) -> None:
    drawn = on_a_large_page(picture[1])
    before = Counter(finding.rule for finding in check(drawn))
    assert Counter(finding.rule for finding in check(moved(drawn, dx, dy))) == before


@settings(max_examples=20, deadline=None)
@given(OFFSETS, OFFSETS)
def test_moving_a_picture_changes_no_count_of_crossings_and_bends(dx: float, dy: float) -> None:
    drawn = on_a_large_page(SOUND)
    before, after = figures(drawn), figures(moved(drawn, dx, dy))
    assert (before.crossings, before.bends) == (after.crossings, after.bends)


def test_the_same_picture_gives_the_same_findings_in_the_same_order() -> None:
    drawn = broken.GEOMETRY["arrow-through-box"]
    assert check(drawn) == check(drawn)


def test_the_margin_of_the_canvas_counts_less_twelve_px_but_at_least_eight() -> None:
    def at(x: float, margin: float | None) -> set[str]:
        title = replace(SOUND.texts[0], lines=(Rect(x, 40, 200, 40),))
        drawn = replace(SOUND, margin=margin, texts=(title, *SOUND.texts[1:]))
        return {finding.rule for finding in check(drawn)}

    assert at(15.9, 28) == {"in-canvas"} and at(16, 28) == set()
    assert at(7.9, None) == {"in-canvas"} and at(8, None) == set()
    assert at(7.9, 10) == {"in-canvas"} and at(8, 10) == set()


def test_a_search_may_leave_out_content_and_contrast() -> None:
    drawn, diagram = broken.CONTENT["contrast"]
    assert check(drawn, diagram, geometry_only=True) == ()
