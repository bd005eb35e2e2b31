"""The isometric projection: slabs inside their rectangles, in colours that everything on them can be seen on."""

from __future__ import annotations

from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauthviz.core.colours import contrast_ratio, rgb
from oauthviz.core.geometry import Rect
from oauthviz.core.slab import Slab
from oauthviz.drawing.compose import draw
from oauthviz.drawing.ink import mixed
from oauthviz.drawing.isometric_colours import (
    box_faces,
    is_dark,
    plinth_colours,
    standing_out,
    tinted,
    zone_colours,
)
from oauthviz.drawing.scene import Group, Path, Scene
from oauthviz.layout.model import Layout
from oauthviz.render.svg import render_svg
from oauthviz.theme.loading import list_themes, load_theme
from oauthviz.theme.model import Theme
from oauthviz.theme.projections import ISOMETRIC, Isometric, projected
from oauthviz.theme.values import ARROW_KINDS
from tests.drawing.sample_layout import TYPESETTER, diagram_of, everything, handshake, scene_of

COLOURS = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)
LENGTHS = st.floats(40, 600)


def solid_scene(layout: Layout, theme: str = "pink-teal", background: str | None = None) -> Scene:
    return draw(layout, diagram_of(layout, background), projected(load_theme(theme), ISOMETRIC), TYPESETTER)


def walk(parts):
    for part in parts:
        yield part
        if isinstance(part, Group):
            yield from walk(part.parts)


def groups(scene: Scene, name: str) -> dict[str, Group]:
    found = (part for part in walk(scene.parts) if isinstance(part, Group) and name in part.name.split())
    return {dict(group.data)["id"]: group for group in found}


def corners_of(path: Path) -> list[tuple[float, float]]:
    return [(c[-2], c[-1]) for c in path.commands if c[0] != "Z"]


def area(corners) -> float:
    around = [*corners, corners[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(around))) / 2


def holds(rect: Rect, corners) -> bool:
    return all(rect.x - 1e-6 <= x <= rect.right + 1e-6 and rect.y - 1e-6 <= y <= rect.bottom + 1e-6 for x, y in corners)


def contrast(a: str, b: str) -> float:
    return contrast_ratio(rgb(a), rgb(b))


@given(st.floats(-50, 900), st.floats(-50, 900), LENGTHS, LENGTHS, st.floats(0, 24))
def test_a_slabs_faces_fill_its_silhouette_inside_its_rectangle(x, y, w, h, depth):
    slab = Slab(Rect(x, y, w, h), depth)
    f = slab.front
    front = ((f.x, f.y), (f.right, f.y), (f.right, f.bottom), (f.x, f.bottom))
    for face in (front, slab.top, slab.side, slab.silhouette):
        assert holds(slab.rect, face)
    whole = area(front) + area(slab.top) + area(slab.side)
    assert whole == pytest.approx(area(slab.silhouette), rel=1e-6)


@given(LENGTHS, LENGTHS, st.floats(0, 24))
def test_a_slabs_silhouette_touches_all_four_sides_where_arrows_dock(w, h, depth):
    slab = Slab(Rect(0, 0, w, h), depth)
    xs, ys = zip(*slab.silhouette, strict=True)
    assert (min(xs), min(ys), max(xs), max(ys)) == pytest.approx((0, 0, w, h))
    # all of a side but as much as the depth at its ends
    assert slab.silhouette[1][0] == pytest.approx(depth)
    assert slab.silhouette[4][0] == pytest.approx(w - depth)


@pytest.mark.parametrize("theme", list_themes())
def test_every_face_of_a_box_lies_inside_its_outer_rectangle_which_stays_its_frame(theme):
    layout = everything()
    drawn = groups(solid_scene(layout, theme), "box")
    for box in layout.boxes:
        shapes = {p.name: p for p in walk(drawn[box.id].parts) if isinstance(p, Path)}
        for name in ("box-frame", "face-front", "face-top", "face-side"):
            assert holds(box.rect, corners_of(shapes[name])), (box.id, name)
        xs, ys = zip(*corners_of(shapes["box-frame"]), strict=True)
        bounds = (min(xs), min(ys), max(xs), max(ys))
        assert bounds == pytest.approx((box.rect.x, box.rect.y, box.rect.right, box.rect.bottom))


def test_zones_are_slabs_that_are_never_as_deep_as_the_room_beside_their_boxes():
    layout = everything()
    boxes = {box.id: box.rect for box in layout.boxes}
    drawn = groups(solid_scene(layout), "zone")
    zones = [group for group in layout.groups if group.shape == "zone"]
    assert zones
    for zone in zones:
        front = next(p for p in walk(drawn[zone.id].parts) if isinstance(p, Path) and p.name == "face-front")
        right, top = max(x for x, _ in corners_of(front)), min(y for _, y in corners_of(front))
        assert holds(zone.rect, corners_of(front))
        assert all(boxes[member].right < right and boxes[member].y > top for member in zone.members)
        assert zone.name is None or zone.name.line_rects()[0].y > top


def test_a_flat_picture_has_no_faces_no_pedestals_and_no_floor():
    for part in walk(scene_of(everything()).parts):
        assert not getattr(part, "name", "").startswith("face")
    floor = [p for p in walk(solid_scene(handshake()).parts) if isinstance(p, Path) and p.name == "grid"]
    slopes = {
        round(abs((b[1] - a[1]) / (b[0] - a[0])), 3)
        for a, b in zip(corners_of(floor[0])[::2], corners_of(floor[0])[1::2], strict=True)
    }
    assert slopes == {0.577}


def test_the_floors_lines_stay_on_the_page():
    scene = solid_scene(handshake())
    (floor,) = (p for p in walk(scene.parts) if isinstance(p, Path) and p.name == "grid")
    assert holds(Rect(0, 0, scene.width, scene.height), corners_of(floor))


def test_texts_stand_where_they_stand_in_the_flat_picture_of_the_same_layout():
    def places(scene: Scene) -> list[tuple[str, float, float]]:
        return [(p.shaped.text, p.x, p.baseline) for p in walk(scene.parts) if hasattr(p, "shaped")]

    assert places(solid_scene(everything())) == places(scene_of(everything()))


@pytest.mark.parametrize("background", ["none", "#FFFFFF"])
def test_a_page_of_another_colour_has_no_floor(background):
    names = {getattr(part, "name", "") for part in walk(solid_scene(handshake(), background=background).parts)}
    assert "grid" not in names
    assert "face-top" in names


@pytest.mark.parametrize("theme", list_themes())
def test_the_same_bytes_come_out_twice(theme):
    first, second = (render_svg(solid_scene(everything(), theme), prefix="x") for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", list_themes())
def test_what_stands_on_a_face_can_be_seen_in_every_theme(name):
    theme = load_theme(name)
    paint = theme.paint
    for tone in paint.tones.values():
        for hero in (False, True):
            front = box_faces(theme, tone, hero).front
            assert min(contrast(paint.text, front), contrast(paint.secondary, front)) >= 4.5
            plinth = plinth_colours(theme, tone, front)
            assert min(contrast(tone.icon, plinth.top), contrast(tone.icon, plinth.inlay)) >= 3
        top, side, *_ = zone_colours(theme, paint.background, tone.line)
        lines = [paint.arrow_tone(kind).line for kind in ARROW_KINDS]
        assert (
            min(contrast(line, face) for line, face in chain(((x, top) for x in lines), ((x, side) for x in lines)))
            >= 3
        )


@pytest.mark.parametrize("name", list_themes())
def test_a_boxs_three_faces_tell_apart(name):
    theme = load_theme(name)
    for tone in theme.paint.tones.values():
        faces = box_faces(theme, tone, hero=False)
        assert contrast(faces.front, faces.top) >= 1.15
        assert contrast(faces.top, faces.side) >= 1.15


@given(COLOURS, COLOURS, COLOURS, st.floats(0, 1))
def test_a_tint_never_takes_an_inks_contrast_away(surface, tone, ink, share):
    found = tinted(surface, tone, share, (ink,), 4.5)
    assert contrast(ink, found) >= min(4.5, contrast(ink, surface))


@given(COLOURS, COLOURS, COLOURS, st.floats(1, 6))
def test_what_stands_out_leaves_every_ink_its_contrast(surface, tone, ink, wanted):
    found = standing_out(surface, tone, wanted, (ink,))
    assert contrast(ink, found) >= 3 or found == surface
    assert standing_out(surface, tone, 21.1) == mixed(surface, tone, 1.0)


def test_a_theme_may_say_how_deep_slabs_are_and_how_strong_their_faces():
    theme = load_theme("pink-teal").model_copy(update={"isometric": Isometric(depth=4, top=1.0)})
    tone = theme.paint.tones["teal"]
    assert projected(theme, ISOMETRIC).metrics.depth == 4
    assert box_faces(theme, tone, hero=False).top == tone.line
    assert projected(projected(theme, ISOMETRIC), "flat").metrics == theme.metrics


def test_metrics_of_a_theme_file_cannot_set_the_depth_that_the_projection_sets():
    data = load_theme("pink-teal").model_dump()
    data["metrics"]["depth"] = 4
    with pytest.raises(ValueError, match=r"isometric\.depth"):
        Theme.model_validate(data)


def test_dark_themes_are_told_by_their_text():
    assert [is_dark(load_theme(name).paint) for name in ("pink-teal", "neon-dark")] == [False, True]
