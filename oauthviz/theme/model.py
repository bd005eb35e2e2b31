"""A theme: Metrics (what layout may see) and Paint (what drawing sees), both typed and frozen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from oauthviz.core.diagnostics import suggestion
from oauthviz.core.refusing import refuse
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
from oauthviz.theme.metrics import Metrics
from oauthviz.theme.projections import Isometric
from oauthviz.theme.values import (
    ARROW_KINDS,
    BOX_KINDS,
    ArrowKind,
    BoxKind,
    Colour,
    Dash,
    Length,
    Opacity,
    Part,
    Stroke,
    ThemeName,
    ToneName,
    Whole,
    Width,
)


class Tone(Part):
    """One meaning's colours: arrows and their texts, box outlines, icon tiles, badges."""

    line: Colour
    text: Colour
    tile: Colour
    badge: Colour
    badge_text: Colour
    icon: Colour
    box_outline: Colour
    box_fill: Colour


class ArrowLook(Part):
    """How one kind of arrow is drawn: a tone, dash lengths in px (none for a solid line), and its share of the glow."""

    tone: ToneName
    dash: Dash = ()
    glow: Opacity = 1


class Cloud(Part):
    """A cloud boundary with its heading (`text`), and the silhouette behind a hero's icon (`hero`)."""

    fill: Colour
    outline: Colour
    text: Colour
    hero: Colour
    width: Width = 1.5


class Frame(Part):
    """A zone or a dashed boundary: a tone for outline and heading, a thin tint inside.

    Frames take the tones of `cycle` by turns, where there is one. The heading is in the tone's text colour, or in the
    colour of all text (`ink`). So much of the page's colour lies under the tint as `page_opacity` says: a page's grid
    fades inside.
    """

    tone: ToneName
    cycle: Annotated[tuple[ToneName, ...], Field(max_length=12)] = ()
    heading: Literal["tone", "ink"] = "tone"
    fill_opacity: Opacity = 0.035
    page_opacity: Opacity = 0
    dash: Dash = ()
    width: Width = 1
    radius: Length = 14

    @property
    def tones(self) -> tuple[ToneName, ...]:
        """The tones that frames of this kind take by turns; at least one."""
        return self.cycle or (self.tone,)


class Strokes(Part):
    """Line widths in px; `icon` and `icon_small` in units of the icons' 48-unit grid.

    Whole halves of a px are sharpest: outlines lie on quarters (`drawing/fitting.py`), so both edges of a stroke do.
    """

    arrow: Stroke = 2
    arrow_dense: Stroke = 2
    box: Stroke = 1.5
    port: Stroke = 1.5
    pill: Stroke = 1
    flag: Stroke = 1.5
    key: Stroke = 2.5
    icon: Stroke = 2.6
    icon_small: Stroke = 3.1


class Paint(Part):
    """Every colour and effect. Changing any of it never moves a box."""

    background: Colour
    surface: Colour
    hero_surface: Colour
    text: Colour
    secondary: Colour
    grid: Grid | None = None
    dots: Dots | None = None
    lights: Annotated[tuple[Light, ...], Field(max_length=8)] = ()
    panel: Panel
    legend_number: LegendNumber
    cloud: Cloud
    zone: Frame
    boundary: Frame
    tones: dict[ToneName, Tone] = Field(min_length=1, max_length=24)
    arrows: dict[ArrowKind, ArrowLook]
    boxes: dict[BoxKind, ToneName]
    shadow_colour: Colour
    shadow: tuple[ShadowLayer, ...] = Field((), max_length=8)
    glow: Glow | None = None
    box_gradient: BoxGradient | None = None
    sketch: Sketch | None = None
    highlighter: Highlighter | None = None
    note: Note | None = None
    title: TitlePaint = TitlePaint()
    badge: BadgePaint = BadgePaint()
    tile: TilePaint = TilePaint()
    heads: Literal["filled", "open"] = "filled"
    ports: Literal["ring", "none"] = "ring"
    key_text: Literal["secondary", "tone"] = "secondary"
    icon_tint: Opacity = 0.18
    strokes: Strokes = Strokes()
    generic_families: dict[str, Literal["sans-serif", "serif", "monospace", "cursive"]] = Field(
        default_factory=dict, max_length=24
    )

    @model_validator(mode="after")
    def _every_kind_has_a_known_tone(self) -> Paint:
        for key, kinds, known in (("arrows", ARROW_KINDS, self.arrows), ("boxes", BOX_KINDS, self.boxes)):
            missing = [kind for kind in kinds if kind not in known]
            if missing:
                refuse("theme-value", f"has nothing for {', '.join(missing)}", "every kind needs a tone", (key,))
        for at, tone in self._tones_in_use():
            if tone not in self.tones:
                refuse("theme-value", f"names '{tone}', which is no tone", suggestion(tone, sorted(self.tones)), at)
        return self

    def _tones_in_use(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Where a tone is named, and which."""
        yield from ((("arrows", kind, "tone"), look.tone) for kind, look in self.arrows.items())
        yield from ((("boxes", kind), tone) for kind, tone in self.boxes.items())
        for key, frame in (("zone", self.zone), ("boundary", self.boundary)):
            yield (key, "tone"), frame.tone
            yield from (((key, "cycle", i), tone) for i, tone in enumerate(frame.cycle))
        if self.title.tone:
            yield ("title", "tone"), self.title.tone

    def arrow_look(self, kind: str) -> ArrowLook:
        """The look of a kind of arrow; a request's for a kind that the theme does not know."""
        for known, look in self.arrows.items():
            if known == kind:
                return look
        return self.arrows["request"]

    def arrow_tone(self, kind: str) -> Tone:
        return self.tones[self.arrow_look(kind).tone]

    def box_tone(self, kinds: tuple[str, ...]) -> Tone:
        """The tone of the first of a box's kinds that the theme knows; a service's where it knows none."""
        known = {str(kind): tone for kind, tone in self.boxes.items()}
        for kind in kinds:
            if kind in known:
                return self.tones[known[kind]]
        return self.tones[known["service"]]


class Theme(Part):
    """A theme pack: `themes/<name>/theme.yaml`."""

    name: ThemeName
    version: Annotated[Whole, Field(ge=1, le=9999)]
    label: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f<>{}]+$")]
    metrics: Metrics
    paint: Paint
    isometric: Isometric = Isometric()

    @model_validator(mode="after")
    def _depth_is_the_projections(self) -> Theme:
        if self.metrics.depth or self.metrics.depth_dense:
            key = "depth" if self.metrics.depth else "depth_dense"
            refuse(
                "theme-value",
                f"follows from isometric.{key} and the projection",
                f"give isometric.{key} instead",
                ("metrics", key),
            )
        return self
