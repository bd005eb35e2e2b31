"""A theme: Metrics (what layout may see) and Paint (what drawing sees), both typed and frozen."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from oauthviz.theme.metrics import Metrics

Colour = Annotated[str, StringConstraints(strict=True, pattern=r"^#[0-9A-Fa-f]{6}$")]
ThemeName = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
ToneName = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9-]{0,31}$")]
Opacity = Annotated[float, Field(ge=0, le=1)]
Width = Annotated[float, Field(ge=0, le=12)]
Length = Annotated[float, Field(ge=0, le=400)]
Dash = Annotated[tuple[Annotated[float, Field(gt=0, le=64)], ...], Field(max_length=8)]

ArrowKind = Literal["request", "response", "redirect", "authorization", "token", "storage", "event"]
BoxKind = Literal[
    "user-agent",
    "client",
    "authorization-server",
    "token-endpoint",
    "resource-server",
    "gateway",
    "consent",
    "datastore",
    "cache",
    "queue",
    "worker",
    "network",
    "service",
    "user",
]
ARROW_KINDS: tuple[ArrowKind, ...] = get_args(ArrowKind)
BOX_KINDS: tuple[BoxKind, ...] = get_args(BoxKind)


class _Model(BaseModel):
    # built with the whole that it is part of, not once more by itself
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)


class Tone(_Model):
    """One meaning's colours: arrows and their texts, box outlines, icon tiles, badges."""

    line: Colour
    text: Colour
    tile: Colour
    badge: Colour
    badge_text: Colour
    icon: Colour
    box_outline: Colour
    box_fill: Colour


class ArrowLook(_Model):
    """How one kind of arrow is drawn: a tone, and dash lengths in px (none for a solid line)."""

    tone: ToneName
    dash: Dash = ()


class Grid(_Model):
    """The background's grid: lines `spacing` px apart."""

    colour: Colour
    spacing: Annotated[float, Field(ge=8, le=400)] = 32
    width: Width = 1


class Panel(_Model):
    """The legend's panel."""

    fill: Colour
    outline: Colour
    width: Width = 1.2
    radius: Length = 14


class Cloud(_Model):
    """A cloud boundary with its heading (`text`), and the silhouette behind a hero's icon (`hero`)."""

    fill: Colour
    outline: Colour
    text: Colour
    hero: Colour
    width: Width = 1.6


class Frame(_Model):
    """A zone or a dashed boundary: a tone for outline and heading, a thin tint inside."""

    tone: ToneName
    fill_opacity: Opacity = 0.035
    dash: Dash = ()
    width: Width = 1.2
    radius: Length = 14


class LegendNumber(_Model):
    """The rounded squares that number the legend where its numbers are not the badges' own."""

    fill: Colour
    text: Colour


class ShadowLayer(_Model):
    """One offset copy of a box in the shadow: `dy` px down, narrower by `inset` px on both sides."""

    dy: Annotated[float, Field(ge=-20, le=20)]
    inset: Annotated[float, Field(ge=0, le=20)] = 0
    opacity: Opacity


class Strokes(_Model):
    """Line widths in px; `icon` and `icon_small` in units of the icons' 48-unit grid."""

    arrow: Annotated[float, Field(gt=0, le=12)] = 2
    arrow_dense: Annotated[float, Field(gt=0, le=12)] = 1.9
    box: Annotated[float, Field(gt=0, le=12)] = 1.6
    port: Annotated[float, Field(gt=0, le=12)] = 1.6
    pill: Annotated[float, Field(gt=0, le=12)] = 1.1
    flag: Annotated[float, Field(gt=0, le=12)] = 1.3
    key: Annotated[float, Field(gt=0, le=12)] = 2.4
    icon: Annotated[float, Field(gt=0, le=12)] = 2.6
    icon_small: Annotated[float, Field(gt=0, le=12)] = 3.1


class Paint(_Model):
    """Every colour and effect. Changing any of it never moves a box."""

    background: Colour
    surface: Colour
    hero_surface: Colour
    text: Colour
    secondary: Colour
    grid: Grid | None = None
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
    icon_tint: Opacity = 0.18
    strokes: Strokes = Strokes()
    generic_families: dict[str, Literal["sans-serif", "serif", "monospace", "cursive"]] = Field(
        default_factory=dict, max_length=24
    )

    @model_validator(mode="after")
    def _every_kind_has_a_known_tone(self) -> Paint:
        missing = [*(k for k in ARROW_KINDS if k not in self.arrows), *(k for k in BOX_KINDS if k not in self.boxes)]
        if missing:
            raise ValueError(f"no tone for {', '.join(missing)}")
        used = [look.tone for look in self.arrows.values()] + list(self.boxes.values())
        for tone in (*used, self.zone.tone, self.boundary.tone):
            if tone not in self.tones:
                raise ValueError(f"tone '{tone}' is not among {', '.join(sorted(self.tones))}")
        return self

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


class Theme(_Model):
    """A theme pack: `themes/<name>/theme.yaml`."""

    name: ThemeName
    version: Annotated[int, Field(ge=1, le=9999)]
    label: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f<>{}]+$")]
    metrics: Metrics
    paint: Paint
