"""What lies behind a thing, measured on pixels."""

from __future__ import annotations

import pytest

from oauthviz.core.colours import laid_over, rgb
from oauthviz.core.diagnostics import UsageError
from oauthviz.core.geometry import Rect
from oauthviz.drawing.ink import LinearGradient, Stop
from oauthviz.drawing.scene import Circle, Group, Look, Node, Path, Rectangle, Scene
from oauthviz.render import rasterisers
from oauthviz.render.behind import Meeting, meetings
from tests.systems import needs_cairo

PAGE, INK, TINT = "#FFFFFF", "#204060", "#C03060"


def measured(*parts: Node, page: str = PAGE) -> tuple[Meeting, ...]:
    """The meetings in a picture of 100 x 100 px."""
    ground = Group((Rectangle(Rect(0, 0, 100, 100), 0, Look(fill=page)),), name="background")
    return meetings(Scene(100, 100, "", "", "en", (ground, *parts), {}))


def line(x0: float, x1: float, stroke: str = INK) -> Group:
    path = Path((("M", x0, 50.0), ("L", x1, 50.0)), Look(stroke=stroke, width=2), name="arrow-path")
    return Group((path,), name="arrow", data=(("id", "a1"),))


def zone(fill: Look) -> Group:
    return Group((Rectangle(Rect(40, 0, 60, 100), 0, fill, name="zone-frame"),), name="zone", data=(("id", "z"),))


@needs_cairo
def test_a_line_on_the_page_lies_on_its_colour() -> None:
    assert measured(line(10, 90)) == (Meeting("arrow-path", rgb(INK), rgb(PAGE), None, "a1"),)


@needs_cairo
def test_a_line_is_measured_where_a_tint_makes_it_hardest_to_see() -> None:
    found = measured(zone(Look(fill=INK, fill_opacity=0.3)), line(10, 90))
    assert [m.back for m in found if m.thing == "arrow-path"] == [laid_over(rgb(PAGE), rgb(INK), 0.3)]


@needs_cairo
def test_a_border_that_a_line_only_crosses_does_not_count() -> None:
    border = Look(fill=PAGE, fill_opacity=0.5, stroke=INK, width=4)
    found = measured(zone(border), line(10, 90))
    assert [m.back for m in found if m.thing == "arrow-path"] == [rgb(PAGE)]


@needs_cairo
def test_an_outline_that_nearly_vanishes_is_measured_on_the_page_alone() -> None:
    found = measured(zone(Look(fill=INK, fill_opacity=0.4, stroke=INK, width=1)))
    assert [(m.thing, m.back) for m in found] == [("zone-frame", rgb(PAGE))]


@needs_cairo
def test_an_icon_is_measured_on_what_its_tile_shows_at_its_worst_point() -> None:
    fade = LinearGradient("fade", (0, 0), (0, 100), (Stop(0, PAGE), Stop(1, INK)))
    tile = Rectangle(Rect(0, 0, 100, 100), 0, Look(fill=fade), name="tile")
    stroke = Path((("M", 50.0, 5.0), ("L", 50.0, 95.0)), Look(stroke=INK, width=3))
    icon = Group((tile, Group((stroke,), name="icon-shape")), name="icon")
    [meeting] = measured(Group((icon,), name="box", data=(("id", "b"),)))
    assert meeting.thing == "icon-shape"
    assert meeting.ratio < 1.6


@needs_cairo
def test_a_badge_counts_as_seen_by_its_fill_or_its_outline_whichever_is_clearer() -> None:
    disc = Circle(50, 50, 10, Look(fill=PAGE, stroke=TINT, width=2))
    badge = Group((Group((disc,), name="badge"),), name="arrow", data=(("id", "a1"),))
    assert [(m.thing, m.front) for m in measured(badge)] == [("badge", rgb(TINT))]


@needs_cairo
def test_glows_and_other_faint_strokes_are_no_lines_but_what_lies_behind() -> None:
    faint = Path((("M", 10.0, 50.0), ("L", 90.0, 50.0)), Look(stroke=INK, width=9, stroke_opacity=0.2), name="key-glow")
    glow = Group((faint,), name="background")
    [meeting] = measured(glow, line(10, 90))
    assert all(abs(a - b) <= 1 for a, b in zip(meeting.back, laid_over(rgb(PAGE), rgb(INK), 0.2), strict=True))


def test_without_cairo_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise OSError("no library called cairo")

    monkeypatch.setattr(rasterisers, "load_libcairo", missing)
    with pytest.raises(UsageError, match="libcairo2") as caught:
        measured(line(10, 90))
    assert "--renderer" not in str(caught.value)
