"""Effects: glow, sketch, lights, gradients and markers, in the themes that have them."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

import pytest
from msgspec.structs import replace

from oauthviz.core.geometry import Rect
from oauthviz.drawing.background import page_lights
from oauthviz.drawing.compose import draw
from oauthviz.drawing.ink import LinearGradient, RadialGradient, Stop, ink_at, stop_at
from oauthviz.drawing.scene import Circle, Group, Path, Rectangle, Scene, TextLine
from oauthviz.drawing.sketch import Hand, rectangle_points, sampled, turned
from oauthviz.theme.effects import Light, Sketch
from oauthviz.theme.loading import list_themes, load_theme
from oauthviz.theme.projections import PROJECTIONS, projected
from tests.drawing.sample_layout import TYPESETTER, diagram_of, everything, handshake


def scene_in(name: str, layout=None, **paint) -> Scene:
    layout = layout or everything()
    theme = load_theme(name)
    theme = theme.model_copy(update={"paint": theme.paint.model_copy(update=paint)})
    return draw(layout, diagram_of(layout), theme, TYPESETTER)


def walk(parts):
    for part in parts:
        yield part
        if isinstance(part, Group):
            yield from walk(part.parts)


def named(scene: Scene, name: str) -> list:
    return [node for node in walk(scene.parts) if name in getattr(node, "name", "").split()]


def of_box(scene: Scene, id: str) -> Group:
    return next(group for group in named(scene, "box") if dict(group.data)["id"] == id)


@pytest.mark.parametrize("theme", list_themes())
@pytest.mark.parametrize("layout", [handshake, everything])
def test_in_every_theme_a_box_s_frame_is_its_own_rectangle(theme, layout):
    frames = named(scene_in(theme, layout()), "box-frame")
    assert [frame.rect for frame in frames] == [box.rect for box in layout().boxes]


def test_a_sketched_thing_stays_as_it_is_when_others_come_go_and_move():
    layout = everything()
    first, *others = layout.boxes
    kept = tuple(
        arrow for arrow in layout.arrows if first.id not in {arrow.branches[0].source, arrow.branches[0].target}
    )
    changed = replace(layout, boxes=(others[-1], *others[:-1]), arrows=kept[::-1])
    one, two = scene_in("whiteboard", layout), scene_in("whiteboard", changed)
    for box in others:
        assert of_box(one, box.id) == of_box(two, box.id)
    before, after = ({dict(g.data)["id"]: g.parts for g in named(scene, "arrow")} for scene in (one, two))
    assert after == {arrow.id: before[arrow.id] for arrow in kept}
    assert first.id not in {dict(g.data)["id"] for g in named(two, "box")}


def test_different_boxes_waver_differently():
    sketch = Sketch()
    points = rectangle_points(Rect(0, 0, 200, 120), 14, sketch.step)
    assert Hand("box/a", sketch).loop(points) == Hand("box/a", sketch).loop(points)
    assert Hand("box/a", sketch).loop(points) != Hand("box/b", sketch).loop(points)


def test_a_sketched_line_keeps_its_ends_and_its_way():
    sketch = Sketch()
    way = (("M", 10.0, 50.0), ("L", 180.0, 50.0), ("Q", 190.0, 50.0, 190.0, 60.0), ("L", 190.0, 200.0))
    points = sampled(way, sketch.step)
    line = Hand("arrow/a1", sketch).line(points)
    assert line[0][1:] == (10.0, 50.0)
    assert line[-1][-2:] == (190.0, 200.0)
    for command, (x, y) in zip(line, points, strict=True):
        assert hypot(command[-2] - x, command[-1] - y) < 5 * sketch.jitter


def test_samples_lie_near_enough_to_each_other_all_along_a_path():
    hop = (("M", 0.0, 0.0), ("L", 100.0, 0.0), ("A", 7.0, 7.0, 0.0, 0.0, 1.0, 114.0, 0.0), ("L", 200.0, 0.0))
    points = sampled(hop, 24)
    assert all(hypot(b[0] - a[0], b[1] - a[1]) < 36 for a, b in pairwise(points))
    assert min(y for _, y in points) == pytest.approx(-7)  # over the crossing line
    assert points[0] == (0.0, 0.0)
    assert points[-1] == (200.0, 0.0)


def test_samples_of_a_closed_path_go_all_the_way_round():
    corner = ((0.0, 0.0), (100.0, 0.0), (100.0, 60.0))
    points = sampled((("M", *corner[0]), ("L", *corner[1]), ("L", *corner[2]), ("Z",)), 20)
    assert points[-1] == points[0]
    assert max(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)) < 25


def test_a_turned_path_keeps_its_lengths():
    path = (("M", 10.0, 0.0), ("A", 5.0, 5.0, 0.0, 0.0, 1.0, 20.0, 0.0), ("Z",))
    around = turned(turned(path, 90, (0, 0)), -90, (0, 0))
    assert around[1][1:6] == path[1][1:6]
    assert around[1][-2:] == pytest.approx((20, 0))
    assert turned(path, 90, (0, 0))[0][1:] == pytest.approx((0, 10))


def test_marker_heads_are_two_open_strokes_and_filled_heads_are_closed():
    layout = everything()
    for theme, closed in (("pink-teal", True), ("whiteboard", False)):
        heads = named(scene_in(theme, layout), "arrow-head")
        assert len(heads) == sum(len(arrow.heads) for arrow in layout.arrows)
        assert all((head.commands[-1] == ("Z",)) == closed for head in heads)
        assert all((head.look.fill is not None) == closed for head in heads)


def test_every_glow_lies_below_every_line_and_box_and_is_as_faint_as_the_theme_says():
    scene = scene_in("neon-dark")
    order = [part.name.split()[0] for part in scene.parts if isinstance(part, Group)]
    assert order.count("glows") == 1
    assert order.index("glows") < min(order.index("box"), order.index("arrow"))
    strokes = [part for part in walk(named(scene, "glows")) if isinstance(part, (Path, Rectangle))]
    assert strokes
    assert all(part.look.fill is None and part.look.stroke_opacity < 0.25 for part in strokes)
    assert not named(scene_in("pink-teal"), "glows")


@pytest.mark.parametrize("theme", ["neon-dark", "green-terminal"])
@pytest.mark.parametrize("projection", PROJECTIONS)
def test_what_lies_under_a_dashed_line_keeps_to_its_dashes_unless_it_is_wide(theme, projection):
    layout = everything()
    scene = draw(layout, diagram_of(layout), projected(load_theme(theme), projection), TYPESETTER)
    lines = {}
    for group in named(scene, "arrow"):
        dash = load_theme(theme).paint.arrow_look(dict(group.data)["kind"]).dash
        for path in walk(group.parts):
            if isinstance(path, Path) and path.name == "arrow-path":
                lines[path.commands] = (path.look, sum(dash))
    under = walk([*named(scene, "glows"), *named(scene, "shadows")])
    told = [(part.look, *lines[part.commands]) for part in under if isinstance(part, Path) and part.commands in lines]
    assert {look.width < period for look, _, period in told if period} == {True, False}
    for look, line, period in told:
        dashes = (line.dash, line.dash_offset) if look.width < period else ((), 0.0)
        assert (look.dash, look.dash_offset) == dashes


def test_in_a_dense_picture_only_heroes_glow_in_full():
    layout = everything()
    heroes = sum(box.hero for box in layout.boxes)
    glow = load_theme("neon-dark").paint.glow
    scene = scene_in("neon-dark", replace(layout, dense=True))
    rings = [part for part in walk(named(scene, "glows")) if isinstance(part, Rectangle)]
    assert len(rings) == heroes * len(glow.box) + (len(layout.boxes) - heroes) * len(glow.box_dense)


def test_a_box_s_gradient_runs_down_the_box_in_opaque_colours():
    for box, frame in zip(everything().boxes, named(scene_in("neon-dark"), "box-frame"), strict=True):
        fill = frame.look.fill
        assert isinstance(fill, LinearGradient)
        assert (fill.start[1], fill.end[1]) == (box.rect.y, box.rect.bottom)
        assert all(stop.opacity == 1 for stop in fill.stops)


def test_lights_that_keep_apart_are_opaque_and_others_shine_through():
    paint = load_theme("neon-dark").paint
    assert all(s.opacity == 1 for light in page_lights(paint, 1024, 1024) for s in light.stops)
    near = tuple(Light(x=x, y=0.5, reach=0.6, colour="#FF0000", opacity=0.5) for x in (0.4, 0.6))
    one, two = page_lights(paint.model_copy(update={"lights": near}), 1024, 1024)
    assert all(stop.opacity == 1 for stop in one.stops)
    assert all(stop.opacity < 0.5 for stop in two.stops)


def test_a_ring_on_a_light_has_the_colour_of_the_light_there():
    bright = (Light(x=0.5, y=0.5, reach=1, colour="#FFFFFF", opacity=0.9),)
    scene = scene_in("neon-dark", lights=bright)
    ring = next(c for c in named(scene, "badge-ring") if (c.cx, c.cy) == (248, 622))
    (light,) = (part.look.fill for part in named(scene, "light") if isinstance(part, Circle))
    assert ring.look.fill == ink_at(light, (248, 622), "#0B0F17")
    assert ring.look.fill != "#0B0F17"


def test_a_page_of_another_colour_has_no_lights_and_no_dots():
    layout = handshake()
    for theme in ("neon-dark", "whiteboard"):
        scene = draw(layout, diagram_of(layout, "#102030"), load_theme(theme), TYPESETTER)
        assert not named(scene, "light") + named(scene, "dots") + named(scene, "grid")


def test_a_title_s_gradient_spans_the_title():
    scene = scene_in("neon-dark")
    line = everything().title.lines[0]
    fills = {part.fill for group in named(scene, "title") for part in group.parts if isinstance(part, TextLine)}
    (fill,) = fills
    assert (fill.start[0], fill.end[0]) == (line.x, line.x + line.width)
    assert [stop.colour for stop in fill.stops] == list(load_theme("neon-dark").paint.title.gradient)


def test_a_cursor_stands_behind_the_title_where_there_is_room():
    layout = everything()
    assert len(named(scene_in("green-terminal", layout), "cursor")) == 1
    line = layout.title.lines[-1]
    wide = replace(layout.title, lines=(replace(line, width=layout.width - 2 * layout.margin - line.x),))
    assert not named(scene_in("green-terminal", replace(layout, title=wide)), "cursor")


def test_zones_take_their_tones_by_turns():
    layout = everything()
    zone = next(group for group in layout.groups if group.shape == "zone")
    zones = tuple(replace(zone, id=f"z{i}") for i in range(4))
    paint = load_theme("whiteboard").paint
    frames = named(scene_in("whiteboard", replace(layout, groups=zones)), "zone-frame")
    tones = [paint.tones[name].line for name in paint.zone.cycle]
    assert [frame.look.fill for frame in frames] == [*tones, tones[0]]


def test_a_gradient_has_its_stops_colours_at_its_stops_and_their_mean_between():
    stops = (Stop(0, "#000000", 1.0), Stop(0.5, "#FF0000", 0.5), Stop(0.5, "#00FF00", 0.5), Stop(1, "#00FF00", 0.0))
    line = LinearGradient("g", (0, 0), (10, 0), stops)
    assert stop_at(line, (-3, 7)) == ((0, 0, 0), 1.0)
    assert stop_at(line, (2.5, 0)) == ((127.5, 0, 0), 0.75)
    assert stop_at(line, (5, 0)) == ((0, 255, 0), 0.5)
    assert stop_at(line, (99, 0)) == ((0, 255, 0), 0.0)
    assert stop_at(RadialGradient("g", (0, 0), 10, stops), (0, 2.5)) == ((127.5, 0, 0), 0.75)
    assert ink_at(line, (7.5, 0), "#000000") == "#004000"
