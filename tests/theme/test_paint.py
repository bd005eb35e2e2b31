"""Paint apart from metrics: a theme's colours and effects never move anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from oauthviz import Diagram
from oauthviz.drawing.compose import draw
from oauthviz.drawing.scene import Group, Scene, TextLine
from oauthviz.layout.serialise import layout_json
from oauthviz.theme.effects import (
    BadgePaint,
    BoxGradient,
    Dots,
    Glow,
    Grid,
    Highlighter,
    LegendNumber,
    Light,
    Note,
    Panel,
    ShadowLayer,
    Sketch,
    TilePaint,
    TitlePaint,
)
from oauthviz.theme.loading import load_theme
from oauthviz.theme.metrics import Metrics, Sizes
from oauthviz.theme.model import ArrowLook, Cloud, Frame, Paint, Strokes, Theme, Tone
from oauthviz.theme.projections import PROJECTIONS, Isometric
from oauthviz.theme_report import check_theme
from tests.conftest import ROOT, SMALL
from tests.drawing.sample_layout import TYPESETTER, diagram_of, everything

FIFTH = Path(__file__).with_name("fifth-theme.yaml")
README = ROOT / "themes" / "README.md"
EFFECT_MODELS = (
    BadgePaint, BoxGradient, Dots, Glow, Grid, Highlighter, LegendNumber, Light, Note, Panel, ShadowLayer, Sketch,
    TilePaint, TitlePaint,
)  # fmt: skip

COLOUR = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06X}")
SHARE = st.sampled_from([0.0, 0.13, 0.5, 1.0])


def optional(strategy):
    return st.one_of(st.none(), strategy)


EFFECTS = st.fixed_dictionaries(
    {
        "background": COLOUR,
        "text": COLOUR,
        "grid": optional(st.builds(Grid, colour=COLOUR, major=optional(COLOUR))),
        "dots": optional(st.builds(Dots, colour=COLOUR)),
        "lights": st.lists(st.builds(Light, x=SHARE, y=SHARE, colour=COLOUR, opacity=SHARE), max_size=3).map(tuple),
        "glow": optional(st.just(Glow())),
        "box_gradient": optional(st.builds(BoxGradient, top=SHARE, bottom=SHARE, hero_top=optional(SHARE))),
        "sketch": optional(st.builds(Sketch, jitter=st.sampled_from([0.1, 0.7, 2.0]))),
        "highlighter": optional(st.builds(Highlighter, colour=COLOUR)),
        "note": optional(st.builds(Note, fill=COLOUR, tape=COLOUR)),
        "title": st.builds(
            TitlePaint, tone=st.sampled_from([None, "teal"]), gradient=st.lists(COLOUR, max_size=3).map(tuple),
            cursor=st.booleans(),
        ),
        "badge": st.builds(BadgePaint, style=st.sampled_from(["solid", "outline"]), halo=SHARE),
        "tile": st.builds(TilePaint, style=st.sampled_from(["plate", "outline", "bare"]), hero_cloud=st.booleans()),
        "shadow": st.lists(st.builds(ShadowLayer, dy=st.just(2.0), opacity=SHARE), max_size=2).map(tuple),
        "heads": st.sampled_from(["filled", "open"]),
        "ports": st.sampled_from(["ring", "none"]),
        "key_text": st.sampled_from(["secondary", "tone"]),
    }
)  # fmt: skip


def painted(effects: dict[str, object]) -> Theme:
    usual = load_theme("pink-teal")
    paint = Paint.model_validate(usual.paint.model_dump() | effects | {"tones": usual.paint.tones})
    return usual.model_copy(update={"paint": paint})


def places(scene: Scene) -> list[tuple[object, ...]]:
    """Where a scene's words, boxes and frames are, and which lines it has."""
    found: list[tuple[object, ...]] = []

    def walk(parts) -> None:
        for part in parts:
            if isinstance(part, Group):
                if not part.hidden:  # decoration
                    found.append((part.name, part.id, part.data))
                    walk(part.parts)
            elif isinstance(part, TextLine):
                found.append((part.shaped.text, part.x, part.baseline))
            elif part.name in ("box-frame", "zone-frame", "legend-panel", "callout-frame", "pill"):
                found.append((part.name, part.rect))
            elif part.name == "arrow-path":
                found.append((part.name, part.data))

    walk(scene.parts)
    return found


@settings(max_examples=15, deadline=None, derandomize=True, phases=[Phase.generate])
@given(EFFECTS)
def test_whatever_the_paint_everything_is_drawn_where_it_was(effects):
    layout = everything()
    diagram = diagram_of(layout)
    usual, other = (draw(layout, diagram, theme, TYPESETTER) for theme in (load_theme("pink-teal"), painted(effects)))
    assert places(other) == places(usual)


@settings(max_examples=4, deadline=None, derandomize=True, phases=[Phase.generate])
@given(EFFECTS)
def test_whatever_the_paint_the_layout_is_the_same(tmp_path_factory, effects):
    spec = tmp_path_factory.getbasetemp() / "small.yaml"
    spec.write_text(SMALL, encoding="utf-8")
    diagram, layouts = Diagram.load(spec), []
    for theme in (load_theme("pink-teal"), painted(effects)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("oauthviz.preparing.load_theme", lambda name, root=None, theme=theme: theme)
            layouts.append(layout_json(diagram.render(allow_broken=True).layout))
    assert layouts[0] == layouts[1]


def test_a_theme_made_by_the_readme_alone_is_short_and_can_be_read():
    assert len(FIFTH.read_text(encoding="utf-8").splitlines()) < 60
    assert [str(fault) for fault in check_theme(str(FIFTH)).faults] == []


@pytest.mark.slow
def test_a_theme_made_by_the_readme_alone_draws_sound_pictures_in_every_projection():
    diagram = Diagram.load(ROOT / "examples" / "handshake.yaml")
    for projection in PROJECTIONS:
        assert diagram.render(theme=str(FIFTH), projection=projection).check() == ()


def test_the_readme_names_every_key_of_a_theme():
    words = set(re.findall(r"`([a-z_]+)`", README.read_text(encoding="utf-8")))
    models = [Metrics, Sizes, Paint, Tone, ArrowLook, Frame, Cloud, Strokes, Isometric, *EFFECT_MODELS]
    projected = {"depth", "depth_dense"}  # of Metrics: the projection's doing
    keys = {name for model in models for name in model.model_fields if model is not Metrics or name not in projected}
    assert not keys - words
