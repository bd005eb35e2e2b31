"""Headings of frames: their icons and the marker's swipes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.drawing.frame_heading import heading
from oauthviz.drawing.group import draw_group
from oauthviz.drawing.marker import draw_note, draw_swipe
from oauthviz.drawing.scene import Group, Path
from oauthviz.drawing.text import Pen
from oauthviz.layout.model import PlacedArrow, PlacedGroup
from oauthviz.theme.loading import load_theme
from tests.drawing.sample_layout import TYPESETTER, block, everything

PEN = Pen(load_theme("pink-teal"), TYPESETTER, "#FFFFFF", False)
MARKER = Pen(load_theme("whiteboard"), TYPESETTER, "#FFFFFF", False)


def framed() -> PlacedGroup:
    return next(group for group in everything().groups if group.icon_rect is not None)


def arrow_at(x: float) -> PlacedArrow:
    """An arrow that comes down at `x` and ends right under the heading."""
    group = framed()
    assert group.icon_rect is not None
    end = group.icon_rect.bottom + 4
    first = everything().arrows[0]
    branch = replace(first.branches[0], points=((x, 0.0), (x, end)))
    return replace(first, branches=(branch,), heads=(((x, end), (x, 0.0)),))


def left_of_icon(px: float) -> float:
    spot = framed().icon_rect
    assert spot is not None
    return spot.x - px


def test_an_icon_that_no_arrow_comes_near_stands_in_its_place():
    assert heading(framed(), (), PEN)[1] == framed().icon_rect
    assert heading(framed(), (arrow_at(left_of_icon(20)),), PEN)[1] == framed().icon_rect


@pytest.mark.parametrize("px", [2.0, 4.0, 6.0])
def test_an_icon_shrinks_towards_the_name_where_an_arrow_s_head_comes_near(px):
    group, arrow = framed(), arrow_at(left_of_icon(px))
    usual, (_, found) = group.icon_rect, heading(group, (arrow,), PEN)
    assert usual is not None and found is not None and group.name is not None
    half = PEN.theme.metrics.head_width / 2
    assert found.x >= left_of_icon(px) + half + 2
    assert found.right <= group.name.lines[0].x - 3
    assert found.cy == pytest.approx(usual.cy)
    assert found.w == found.h <= usual.w


def test_an_icon_that_an_arrow_runs_through_is_left_out_and_the_name_takes_the_middle():
    group = framed()
    assert group.icon_rect is not None and group.name is not None
    name, spot = heading(group, (arrow_at(left_of_icon(-10)),), PEN)
    assert spot is None and name is not None
    before, after = group.name.lines[0], name.lines[0]
    taken = left_of_icon(-10) + PEN.theme.metrics.head_width / 2 + 2
    assert after.x - taken == pytest.approx(before.x - after.x)
    assert taken < after.x < before.x
    assert (after.text, after.baseline) == (before.text, before.baseline)


def extent(nodes) -> Rect:
    """The box round all points of some paths."""
    points = [
        (command[i], command[i + 1])
        for group in nodes
        if isinstance(group, Group)
        for path in group.parts
        if isinstance(path, Path)
        for command in path.commands
        for i in range(1, len(command), 2)
    ]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def test_a_swipe_stays_inside_the_frame_round_its_framed():
    words = block("zone-name", "Extract", 15, 112, 60)
    line = words.lines[0]
    frame = Rect(100, 30, line.width + 24, 200)
    inside, free = extent(draw_swipe(words, "zone/a", MARKER, frame)), extent(draw_swipe(words, "zone/a", MARKER))
    assert inside.x > frame.x and inside.right < frame.right
    assert free.x < frame.x


def test_the_tape_on_a_note_keeps_off_its_words():
    words = block("caption", "Not an audited reference.", 12, 40, 900)
    [note] = draw_note(words, MARKER)
    assert isinstance(note, Group)
    tape = note.parts[-1]
    assert isinstance(tape, Path)
    lowest = max(command[-1] for command in tape.commands if len(command) > 1)
    assert lowest < words.line_rects()[0].y


def on_border(width: float) -> PlacedGroup:
    """A zone whose name of about `width` px stands in the middle of its top border."""
    rect = Rect(100, 200, 220, 160)
    words = block("zone-name", "n" * max(1, round(width / 10)), 16, rect.cx, 205, "middle")
    return PlacedGroup("z", "zone", ("a",), rect, words, None, None)


def strokes(node) -> list[Path]:
    """The stroked paths of a drawing."""
    if isinstance(node, Group):
        return [path for part in node.parts for path in strokes(part)]
    return [node] if isinstance(node, Path) and node.look.stroke else []


@pytest.mark.parametrize("width", [40, 150, 210])
@pytest.mark.parametrize("theme", ["whiteboard", "pink-teal"])
def test_a_border_is_open_round_the_name_that_stands_on_it(theme, width):
    pen = Pen(load_theme(theme), TYPESETTER, "#FFFFFF", False)
    zone = on_border(width)
    assert zone.name is not None
    (name,) = zone.name.line_rects()
    (border,) = strokes(draw_group(zone, pen.theme.paint.tones[pen.theme.paint.zone.tone], pen))
    points = [(c[-2], c[-1]) for c in border.commands]
    top = [x for x, y in points if abs(y - zone.rect.y) < 6]
    gap = max(2.0, min(8.0, name.x - zone.rect.x - 2))
    assert not [x for x in top if name.x - gap < x < name.right + gap]
    assert abs(points[0][0] - (name.right + 10)) < 3 or points[0][0] >= zone.rect.right - 3
