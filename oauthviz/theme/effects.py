"""A theme's effects: what is drawn of strokes, flat fills and gradients alone, never with a filter or a mask.

Nothing here has a place in the layout: an effect lies on or under things that stand where they stood without it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from oauthviz.theme.values import Colour, Length, Number, Opacity, Part, Spacing, Switch, ToneName, Whole, Width

Share = Annotated[Number, Field(ge=-0.5, le=1.5)]


class Grid(Part):
    """Lines on the page `spacing` px apart; every `major_every`-th in the colour `major`, where there is one."""

    colour: Colour
    spacing: Spacing = 32
    width: Width = 1
    major: Colour | None = None
    major_every: Annotated[Whole, Field(ge=2, le=20)] = 4


class Dots(Part):
    """Dots on the page `spacing` px apart."""

    colour: Colour
    spacing: Spacing = 26
    radius: Annotated[Number, Field(gt=0, le=4)] = 0.9


class Light(Part):
    """A radial gradient over the page: full at its centre, nothing from `reach` on.

    Its centre is given in shares of the page's width and height, `reach` in shares of the longer side.
    """

    x: Share
    y: Share
    reach: Annotated[Number, Field(gt=0, le=2)] = 0.65
    colour: Colour
    opacity: Opacity


class GlowLayer(Part):
    """One stroke of a glow, below the line that it belongs to: its whole width in px."""

    width: Annotated[Number, Field(gt=0, le=40)]
    opacity: Opacity


def _layers(*layers: tuple[float, float]) -> tuple[GlowLayer, ...]:
    return tuple(GlowLayer(width=width, opacity=opacity) for width, opacity in layers)


Layers = Annotated[tuple[GlowLayer, ...], Field(max_length=8)]


class Glow(Part):
    """Strokes stacked under lines and outlines, the widest first.

    In dense pictures arrows take `arrow_dense` and only heroes keep `box`, all other boxes take `box_dense`.
    """

    arrow: Layers = Field(default_factory=lambda: _layers((15, 0.05), (9, 0.09), (5, 0.19)))
    arrow_dense: Layers = Field(default_factory=lambda: _layers((11, 0.05), (6.5, 0.1), (4, 0.16)))
    box: Layers = Field(default_factory=lambda: _layers((22, 0.028), (14, 0.05), (8, 0.08), (4.5, 0.15)))
    box_dense: Layers = Field(default_factory=lambda: _layers((10, 0.03), (5.5, 0.07)))


class BoxGradient(Part):
    """A box's fill: its tone's line colour over its surface, from `top` to `bottom` opacity, and a hero's."""

    top: Opacity = 0.13
    bottom: Opacity = 0.03
    hero_top: Opacity | None = None
    hero_bottom: Opacity | None = None


class TitlePaint(Part):
    """The title: in the text colour, a tone, or a gradient from left to right. `cursor` sets a block behind it."""

    tone: ToneName | None = None
    gradient: Annotated[tuple[Colour, ...], Field(max_length=8)] = ()
    cursor: Switch = False


class ShadowLayer(Part):
    """One offset copy of a box in the shadow: `dy` px down, narrower by `inset` px on both sides."""

    dy: Annotated[Number, Field(ge=-20, le=20)]
    inset: Annotated[Number, Field(ge=0, le=20)] = 0
    opacity: Opacity


class Sketch(Part):
    """Outlines and lines as if drawn by hand, each with a second, thinner pass.

    `jitter` is the usual deviation of a point in px, `step` the distance of points, `second_width` the second pass as a
    share of the line's width, `second_opacity` how strong it is; fills are moved by `shift` px to the right and down,
    as a marker misses its outline.
    """

    jitter: Annotated[Number, Field(gt=0, le=2)] = 0.7
    step: Annotated[Number, Field(ge=12, le=60)] = 24
    second_width: Opacity = 0.55
    second_opacity: Opacity = 0.65
    shift: Annotated[Number, Field(ge=0, le=6)] = 2.5


class Highlighter(Part):
    """A marker's swipe behind the title, the names of zones and the legend's heading."""

    colour: Colour
    opacity: Opacity = 0.9
    title: Switch = True


class Note(Part):
    """The sticky note under a caption whose style is `sticky`, with a strip of tape."""

    fill: Colour
    tape: Colour
    tape_opacity: Opacity = 0.75
    shadow_opacity: Opacity = 0.1


class BadgePaint(Part):
    """Badges: `solid` in the tone's badge colour, or an `outline` in its line colour over a tint of it.

    `halo` is the opacity of the faint ring round an outlined badge.
    """

    style: Literal["solid", "outline"] = "solid"
    tint: Opacity = 0.2
    width: Width = 1.5
    halo: Opacity = 0


class TilePaint(Part):
    """What an icon stands on: a `plate` in the tone's tile colour, an `outline` round that, or nothing (`bare`).

    With `hero_cloud` a tall hero's icon stands on a cloud, where there is room for one.
    """

    style: Literal["plate", "outline", "bare"] = "plate"
    outline_opacity: Opacity = 0.38
    hero_cloud: Switch = True


class LegendNumber(Part):
    """The rounded squares that number the legend where its numbers are not the badges' own."""

    fill: Colour
    text: Colour


class Panel(Part):
    """The legend's panel."""

    fill: Colour
    outline: Colour
    width: Width = 1
    radius: Length = 14
