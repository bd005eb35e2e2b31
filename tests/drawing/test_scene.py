"""Scenes: every thing of a layout is drawn, in its layer, in its colours."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from oauthviz.core.diagnostics import SpecError
from oauthviz.core.geometry import Rect
from oauthviz.drawing.compose import draw
from oauthviz.drawing.enlarging import enlarged
from oauthviz.drawing.ink import mixed
from oauthviz.drawing.scene import Circle, Group, Path, Rectangle, Scene, TextLine, text_lines
from oauthviz.drawing.sheet import draw_sheet
from oauthviz.theme.icons import list_icons, load_icon
from oauthviz.theme.loading import load_theme
from tests.drawing.sample_layout import TYPESETTER, diagram_of, everything, handshake, scene_of


def walk(parts):
    for part in parts:
        yield part
        if isinstance(part, Group):
            yield from walk(part.parts)


def named(scene: Scene, name: str) -> list:
    return [node for node in walk(scene.parts) if name in getattr(node, "name", "").split()]


def data(node) -> dict[str, str]:
    return dict(node.data)


def head_length(scene: Scene) -> float:
    """How long the first head is, on an arrow that runs down."""
    heights = [command[-1] for command in named(scene, "arrow-head")[0].commands if len(command) > 1]
    return max(heights) - min(heights)


def test_every_box_arrow_group_and_legend_item_is_drawn_once(layout, scene):
    assert [data(g)["id"] for g in named(scene, "box")] == [b.id for b in layout.boxes]
    assert [data(g)["id"] for g in named(scene, "arrow")] == [a.id for a in layout.arrows]
    frames = named(scene, "zone") + named(scene, "boundary")
    assert sorted(data(g)["id"] for g in frames) == sorted(g.id for g in layout.groups)
    assert [data(g)["n"] for g in named(scene, "legend-item")] == [i.number for i in layout.legend.items]
    assert len(named(scene, "box-frame")) == len(layout.boxes)
    assert len(named(scene, "arrow-path")) == sum(len(a.branches) for a in layout.arrows)
    assert len(named(scene, "arrow-head")) == sum(len(a.heads) for a in layout.arrows)


def test_every_line_of_text_stands_where_the_layout_put_it(layout, scene):
    wanted = [line for arrow in layout.arrows if arrow.label for line in arrow.label.lines]
    labels = [g for g in named(scene, "arrow-label") if "text" in g.name.split()]
    drawn = [(t.shaped.text, t.x, t.baseline) for g in labels for t in g.parts if isinstance(t, TextLine)]
    assert drawn == [(line.text, line.x, line.baseline) for line in wanted]


def test_every_glyph_that_is_used_has_an_outline(scene):
    used = {(run.font, g.glyph_id) for t in text_lines(scene.parts) for run in t.shaped.runs for g in run.glyphs}
    assert used == set(scene.outlines)


def test_lines_lie_above_boxes_and_boxes_above_shadows_and_groups():
    order = [g.name.split()[0] for g in scene_of(everything()).parts if isinstance(g, Group)]
    layers = {"background": 0, "zone": 1, "boundary": 1, "shadows": 2, "box": 3, "arrow": 4, "legend": 5, "key": 6}
    ranks = [layers.get(name, 7) for name in order]
    assert ranks == sorted(ranks)


def test_a_ring_has_the_colour_of_the_surface_below_it():
    scene = scene_of(everything())
    rings = {(c.cx, c.cy): c.look.fill for c in named(scene, "badge-ring")}
    paint = load_theme("pink-teal").paint
    assert rings[464, 256] == paint.cloud.fill
    assert rings[248, 622] == paint.background


def test_a_transparent_page_has_no_background_and_no_rings():
    scene = scene_of(everything(), "none")
    assert not named(scene, "background") + named(scene, "page") + named(scene, "grid")
    outside = [c for c in named(scene, "badge-ring") if (c.cx, c.cy) != (464, 256)]
    assert all(c.look.fill == load_theme("pink-teal").paint.cloud.fill for c in outside)


def test_a_page_of_another_colour_has_no_grid():
    scene = scene_of(handshake(), "#102030")
    assert [r.look.fill for r in named(scene, "page")] == ["#102030"]
    assert not named(scene, "grid")


def test_colours_mix_by_channel():
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"
    assert mixed("#123456", "#FFFFFF", 0) == "#123456"


def test_a_lone_tall_hero_gets_a_cloud_and_one_inside_a_cloud_does_not():
    assert len(named(scene_of(handshake()), "icon-cloud")) == 1
    assert not named(scene_of(everything()), "icon-cloud")


def test_a_hero_s_cloud_is_left_out_where_the_box_is_too_narrow():
    layout = handshake()
    hero = next(b for b in layout.boxes if b.hero)
    narrow = replace(hero, rect=Rect(hero.rect.cx - 60, hero.rect.y, 120, hero.rect.h))
    boxes = tuple(narrow if b.id == hero.id else b for b in layout.boxes)
    scene = scene_of(replace(layout, boxes=boxes))
    assert not named(scene, "icon-cloud")
    assert len(named(scene, "tile")) == len(boxes)


def test_browser_chrome_is_drawn_where_the_layout_keeps_a_strip_for_it():
    windows = named(scene_of(everything()), "window")
    assert len(windows) == 1
    assert len([c for c in walk(windows) if isinstance(c, Circle)]) == 3


def test_the_dashes_of_a_trunk_are_drawn_once_and_a_dot_marks_what_runs_into_it():
    arrow = next(a for a in handshake().arrows if len(a.branches) == 2)
    scene = scene_of(handshake())
    paths = [p for p in named(scene, "arrow-path") if data(p)["from"] in ("api", "authz")]
    paths = [p for p in paths if data(p)["to"] == "queue"]
    assert len(paths) == len(arrow.branches)
    whole, cut = (path.look.dash for path in paths)
    assert all(dash == pytest.approx((2, 4), rel=0.1) for dash in (whole, cut[:2]))
    assert cut[-1] > sum(whole) and paths[0].commands[-1] == paths[1].commands[-1]
    (joint,) = named(scene, "junction")
    line, dot = joint.parts
    place = dot.cx, dot.cy
    assert joint.hidden and line.commands[-1] == ("L", *place) and place in arrow.branches[1].points
    assert dot.cy == arrow.branches[0].points[0][1] and dot.r > line.look.width / 2
    assert line.look.dash == cut[:2]


def test_an_arrow_without_badge_and_label_is_still_an_arrow():
    layout = handshake()
    bare = replace(layout.arrows[0], badge=None, label=None, ports=())
    scene = scene_of(replace(layout, arrows=(bare,)))
    assert len(named(scene, "arrow-path")) == 1
    assert not named(scene, "badge-ring")


def test_a_dense_picture_has_smaller_heads_and_the_lines_that_its_theme_has_for_it():
    loose, dense = (scene_of(replace(handshake(), dense=flag)) for flag in (False, True))
    assert [head_length(scene) for scene in (loose, dense)] == pytest.approx([11, 10])
    strokes = load_theme("pink-teal").paint.strokes
    assert named(loose, "arrow-path")[0].look.width == strokes.arrow
    assert named(dense, "arrow-path")[0].look.width == strokes.arrow_dense


def test_a_pill_beside_its_line_has_no_ring_that_would_cut_what_it_lies_on():
    layout = everything()
    arrow = next(a for a in layout.arrows if a.pills)
    pill = arrow.pills[0]
    beside = replace(pill, rect=pill.rect.moved(0, 60))
    rings = [
        [node.rect for node in named(scene_of(replace(layout, arrows=(replace(arrow, pills=(p,)),))), "halo")]
        for p in (pill, beside)
    ]
    assert len(rings[0]) == 1
    assert not rings[1]


def test_an_icon_that_does_not_exist_is_a_spec_error():
    layout = handshake()
    odd = replace(layout.boxes[0], icon="unicorn")
    with pytest.raises(SpecError, match="unicorn"):
        scene_of(replace(layout, boxes=(odd, *layout.boxes[1:])))


def test_paint_alone_changes_colours_and_nothing_else():
    layout, theme = handshake(), load_theme("pink-teal")
    paint = theme.paint.model_copy(update={"background": "#101010", "text": "#F0F0F0"})
    other = draw(layout, diagram_of(layout), theme.model_copy(update={"paint": paint}), TYPESETTER)

    def bones(scene: Scene) -> list:
        return [
            n.commands if isinstance(n, Path) else n.rect if isinstance(n, Rectangle) else (n.cx, n.cy, n.r)
            for n in walk(scene.parts)
            if isinstance(n, Path | Rectangle | Circle)
        ]

    assert bones(scene_of(layout)) == bones(other)


def test_the_sheet_shows_every_icon_twice_with_its_name():
    scene = draw_sheet([load_icon(name) for name in list_icons()], load_theme("pink-teal"), TYPESETTER)
    assert [data(g)["icon"] for g in named(scene, "icon")] == list(list_icons())
    assert [t.shaped.text for t in text_lines(scene.parts)] == list(list_icons())
    assert len(named(scene, "icon-shape")) == 2 * len(list_icons())


def icon_of(scene: Scene) -> list:
    """The outlines of the only callout's icon."""
    (callout,) = [group for group in named(scene, "callout") if group.name == "callout"]
    (icon,) = [part for part in callout.parts if getattr(part, "name", "") == "icon-shape"]
    return [path.commands for path in icon.parts]


@pytest.mark.parametrize(
    ("text", "kind", "icon"),
    [
        ("never above 3 bar", "request", "flag"),
        ("within 40 ms", "authorization", "flag"),
        ("code_challenge", "request", "key"),
        ("PKCE", "authorization", "key"),
        ("DPoP", "token", "key"),
    ],
)
def test_a_callout_has_a_key_where_it_is_about_one_and_else_a_flag(text: str, kind: str, icon: str):
    layout = everything()
    arrows = []
    for arrow in layout.arrows:
        flags = tuple(replace(flag, text=replace(flag.text, text=text)) for flag in arrow.flags)
        arrows.append(replace(arrow, flags=flags, kind=kind if flags else arrow.kind))
    boxes = tuple(replace(box, flags=()) for box in layout.boxes)
    scene = scene_of(replace(layout, arrows=tuple(arrows), boxes=boxes))
    assert icon_of(scene) == [shape.commands for shape in load_icon(icon).shapes]


def test_a_stem_that_turns_is_drawn_to_its_dot():
    layout = everything()
    stem = ((10.0, 20.0), (30.0, 20.0), (30.0, 5.0))
    arrows = [replace(a, flags=tuple(replace(f, stem=stem) for f in a.flags)) for a in layout.arrows]
    scene = scene_of(replace(layout, arrows=tuple(arrows)))
    (path,) = named(scene, "stem")
    assert path.commands == (("M", 10.0, 20.0), ("L", 30.0, 20.0), ("L", 30.0, 5.0))
    (dot,) = named(scene, "stem-dot")
    assert (dot.cx, dot.cy) == stem[-1]


def test_round_larger_type_lines_and_corners_are_larger():
    theme = load_theme("pink-teal")
    usual, large = (scene_of(replace(handshake(), label_size=size)) for size in (11.0, 27.0))
    assert enlarged(theme, 1.0) is theme
    assert named(large, "box-frame")[0].radius == 2 * named(usual, "box-frame")[0].radius
    assert 1 < named(large, "arrow-path")[0].look.width / named(usual, "arrow-path")[0].look.width < 2
