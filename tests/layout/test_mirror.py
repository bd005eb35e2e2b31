"""Layouts and scenes of right-to-left languages: on the other side, with nothing else changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec import Struct
from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.core.typography import TextStyle
from oauthviz.drawing.ink import LinearGradient, Stop
from oauthviz.drawing.mirror import mirrored_scene
from oauthviz.drawing.scene import Circle, Group, Look, Path, Rectangle, Scene
from oauthviz.layout.mirror import as_drawn, mirrored
from oauthviz.layout.model import Arrangement, Badge, PlacedLine
from oauthviz.layout.serialise import layout_json
from oauthviz.theme.icons import GRID
from tests.drawing.sample_layout import everything

LAYOUT = everything()
WIDTH = LAYOUT.width


def test_a_mirrored_mirror_is_the_layout_again() -> None:
    assert layout_json(mirrored(mirrored(LAYOUT))) == layout_json(LAYOUT)


def test_every_place_changes_sides_and_keeps_its_height_and_size() -> None:
    other = mirrored(LAYOUT)
    for box, own in zip(LAYOUT.boxes, other.boxes, strict=True):
        assert own.rect.x == pytest.approx(WIDTH - box.rect.right)
        assert (own.rect.y, own.rect.w, own.rect.h) == (box.rect.y, box.rect.w, box.rect.h)
        assert own.tile.cx == pytest.approx(WIDTH - box.tile.cx)
    for arrow, mirror in zip(LAYOUT.arrows, other.arrows, strict=True):
        for branch, its in zip(arrow.branches, mirror.branches, strict=True):
            assert its.points == tuple((pytest.approx(WIDTH - x), y) for x, y in branch.points)
    for block, its_block in ((LAYOUT.title, other.title), (LAYOUT.boxes[0].name, other.boxes[0].name)):
        for line, its_line in zip(block.lines, its_block.lines, strict=True):
            assert its_line.x + its_line.width == pytest.approx(WIDTH - line.x)
            assert (its_line.text, its_line.baseline) == (line.text, line.baseline)


def places(value: object) -> Iterator[float]:
    """How far to the right everything is that a layout holds, whatever its type."""
    if isinstance(value, Rect | PlacedLine):
        yield value.x
    elif isinstance(value, tuple):
        if len(value) == 2 and all(isinstance(one, float) for one in value):
            yield value[0]
        else:
            yield from (place for one in value for place in places(one))
    elif isinstance(value, Struct) and not isinstance(value, Arrangement | TextStyle):
        if isinstance(value, Badge):
            yield value.cx
        yield from (place for name in value.__struct_fields__ for place in places(getattr(value, name)))


def test_nothing_stays_behind() -> None:
    """On a canvas that is ten px wider, everything that is mirrored stands ten px farther to the right."""
    before, after = list(places(mirrored(LAYOUT))), list(places(mirrored(replace(LAYOUT, width=WIDTH + 10))))
    assert len(before) > 100
    assert after == [pytest.approx(place + 10) for place in before]


def test_texts_aligned_left_are_aligned_right_and_the_arrangement_stays() -> None:
    other = mirrored(LAYOUT)
    aligned = {"start": "end", "end": "start", "middle": "middle"}
    assert other.title.align == aligned[LAYOUT.title.align]
    assert other.arrangement == LAYOUT.arrangement


def test_only_languages_that_run_right_to_left_are_mirrored() -> None:
    for lang in ("ar", "he", "fa", "ur", "x-pseudo-rtl", "az-Arab"):
        assert as_drawn(LAYOUT, lang) == mirrored(LAYOUT)
    for lang in ("en", "ja", "x-pseudo", "ur-Latn"):
        assert as_drawn(LAYOUT, lang) is LAYOUT


def scene(*parts: Group | Path | Rectangle | Circle) -> Scene:
    return Scene(100.0, 50.0, "t", "d", "ar", parts, {})


def test_shapes_are_mirrored_with_their_arcs_and_gradients() -> None:
    fill = LinearGradient("g", (0.0, 0.0), (40.0, 0.0), (Stop(0.0, "#000000"), Stop(1.0, "#FFFFFF")))
    path = Path((("M", 10.0, 5.0), ("A", 4.0, 4.0, 0.0, 0.0, 1.0, 30.0, 5.0), ("Z",)), Look(fill=fill))
    rectangle = Rectangle(Rect(10.0, 20.0, 30.0, 5.0), 2.0, Look())
    shapes = mirrored_scene(scene(path, rectangle, Circle(10.0, 9.0, 2.0, Look()))).parts
    assert isinstance(shapes[0], Path)
    assert shapes[0].commands == (("M", 90.0, 5.0), ("A", 4.0, 4.0, 0.0, 0.0, 0.0, 70.0, 5.0), ("Z",))
    assert shapes[0].look.fill == replace(fill, start=(100.0, 0.0), end=(60.0, 0.0))
    assert shapes[1] == replace(rectangle, rect=Rect(60.0, 20.0, 30.0, 5.0))
    assert shapes[2] == Circle(90.0, 9.0, 2.0, Look())


def test_an_icon_changes_sides_without_being_turned_round() -> None:
    icon = Group((Path((("M", 1.0, 2.0), ("L", 3.0, 4.0)), Look()),), name="icon-shape", at=(10.0, 5.0), scale=0.5)
    assert mirrored_scene(scene(icon)).parts == (replace(icon, at=(90.0 - 0.5 * GRID, 5.0)),)


def test_a_shifted_group_is_shifted_to_the_other_side() -> None:
    shadow = Group((Circle(10.0, 9.0, 2.0, Look()),), name="shadow", at=(2.0, 5.0))
    assert mirrored_scene(scene(shadow)).parts == (
        Group((Circle(90.0, 9.0, 2.0, Look()),), name="shadow", at=(-2.0, 5.0)),
    )
