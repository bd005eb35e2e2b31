"""The spec language as a model. What has several written forms has one here: lists are tuples, numbers texts.

An attribute is called as its key is, but for `from`, which Python reserves: it is `sources`. Models are made by
`oauthviz.spec.reading`, which also checks what no single key can: ids, references, limits.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from oauthviz.core.refusing import refuse
from oauthviz.core.words import kind_of
from oauthviz.spec.values import (
    ArrowKind,
    Background,
    BadgeText,
    Description,
    IconName,
    Identifier,
    Identifiers,
    IdGroups,
    Kinds,
    Label,
    Labels,
    Language,
    LanguageVersion,
    Link,
    Margin,
    MaybeIdentifiers,
    Parameters,
    RuleName,
    Seed,
    Side,
    Switch,
    Text,
)

Message = Literal[
    "authorization-request", "authorization-response", "token-request", "token-response", "api-request",
    "api-response", "par-request", "introspection", "revocation", "userinfo", "refresh", "jwks", "discovery",
    "device-request", "token-exchange", "redirect", "login", "consent", "other",
]  # fmt: skip
Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
Profile = Literal[
    "authorization-code", "client-credentials", "device", "refresh", "token-exchange", "oidc", "none"
]  # fmt: skip
ArchetypeName = Literal["handshake", "architecture", "pipeline", "how-it-works"]


class Model(BaseModel):
    """Frozen, and without keys of its own accord."""

    # built with the whole that it is part of, not once more by itself
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Canvas(Model):
    """The page, in px."""

    width: Side = Field(1024.0, description="Width of the picture in px.")
    height: Side = Field(1024.0, description="Height of the picture in px.")
    margin: Margin = Field(28.0, description="Free space along each side in px; less than half of the smaller side.")
    background: Background | None = Field(
        None, description="'none' for a transparent page, or a colour as '#rrggbb'; default is the theme's."
    )


class Zone(Model):
    """A named area that holds boxes; zones nest."""

    id: Identifier = Field(description="What boxes and other zones call it by.")
    name: Label = Field(description="The zone's heading.")
    icon: IconName | None = Field(None, description="An icon beside the heading.")
    parent: Identifier | None = Field(None, description="The zone that this one lies in.")


class Box(Model):
    """A party of the flow. `hero` is None where the spec leaves it to the program."""

    id: Identifier = Field(description="What arrows, boundaries and callouts call it by.")
    name: Label = Field(description="The box's name, drawn as written.")
    role: Text | None = Field(None, description="What it does, in a few words under the name.")
    icon: IconName | None = Field(None, description="Name of an icon; default by kind. See: oauthviz icons list.")
    kind: Kinds = Field(
        ("service",), description="What it is in OAuth 2 terms, one or several; colours and lint use it."
    )
    client: Literal["public", "confidential"] | None = Field(
        None, description="Whether a client can keep a secret; for lint."
    )
    zone: Identifier | None = Field(None, description="The zone that it lies in.")
    number: BadgeText | None = Field(None, description="A stage number on the box itself.")
    hero: Switch | None = Field(None, description="Whether it is the box that the picture is about.")
    link: Link | None = Field(None, description="Where a click on the box leads in SVG and HTML.")


class Boundary(Model):
    """An outline round some boxes."""

    around: Identifiers = Field(description="Ids of the boxes inside.")
    name: Label | None = Field(None, description="The outline's heading.")
    icon: IconName | None = Field(None, description="An icon beside the heading; 'cloud' round one box draws a cloud.")


class Arrow(Model):
    """A message from one or several boxes to another. `id` and `step` are always filled in a read spec."""

    id: Identifier = Field("", description="What callouts and legend items call it by; default a1, a2, … by place.")
    sources: Identifiers = Field(alias="from", description="The box, or the list of boxes, that it comes from.")
    to: Identifier = Field(description="The box that it goes to.")
    label: Label | None = Field(None, description="What is sent.")
    step: BadgeText = Field("", description="Its number; default is its place in the list. May repeat, may be 3a.")
    stage: BadgeText | None = Field(None, description="The legend item that it belongs to.")
    direction: Literal["forward", "both"] = Field("forward", description="One way, or both ways.")
    kind: ArrowKind = Field("request", description="What it carries; colour and dashes follow from it.")
    protocol: Labels = Field((), description="A protocol on the line as a pill, or a list of them.")
    callout: Labels = Field((), description="A flag on the arrow, such as code_challenge, or a list of them.")
    message: Message | None = Field(None, description="Which OAuth 2 message this is; for lint.")
    method: Method | None = Field(None, description="The HTTP method; for lint.")
    params: Parameters = Field({}, description="Parameters of the message, as names or 'name: value'; for lint.")


class Callout(Model):
    """A flag on a box or an arrow."""

    on: Identifier = Field(description="The id of a box or an arrow.")
    text: Label = Field(description="What the flag says.")


class LegendItem(Model):
    """One line of the legend; its number is its place."""

    text: Text = Field(description="The item's text.")
    arrows: MaybeIdentifiers = Field(
        (), description="Ids of the arrows that it stands for; default those of its stage."
    )

    @model_validator(mode="before")
    @classmethod
    def _of_text(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"text": value}
        if not isinstance(value, (dict, cls)):
            refuse("wrong-type", f"takes a text, or 'text' and 'arrows', not {kind_of(value)}")
        return value


class Legend(Model):
    """The numbered story under the picture."""

    title: Label | None = Field(None, description="The legend's heading; default 'Lifecycle in N steps'.")
    items: tuple[LegendItem, ...] = Field(description="The items in order.")


class LayoutHints(Model):
    """Wishes for the arrangement, never coordinates."""

    columns: IdGroups = Field((), description="Ids of boxes column by column, from left to right.")
    first: Identifier | None = Field(None, description="The box where reading starts.")
    same_column: IdGroups = Field((), description="Lists of boxes that share a column.")
    before: IdGroups = Field((), description="Lists of boxes, each left of the next.")
    seed: Seed = Field(0, description="Another number gives another of several equally good arrangements.")


class Ignore(Model):
    """A lint rule that is switched off."""

    rule: RuleName = Field(description="The rule's name, such as OA05.")
    reason: Text = Field(description="Why it does not apply.")


class LintConfig(Model):
    """What lint should know."""

    profile: Profile | None = Field(None, description="The kind of flow; default is found from the spec.")
    ignore: tuple[Ignore, ...] = Field((), description="Rules that are switched off, each with a reason.")


def default_arrow_id(place: int) -> str:
    """The id of an arrow that names none; `place` counts from 0."""
    return f"a{place + 1}"


def _with_defaults(value: Any) -> Any:
    """Arrows with the id and step that follow from their place in the list."""
    if not isinstance(value, (list, tuple)):
        return value
    return tuple(
        {"id": default_arrow_id(i), "step": i + 1, **arrow} if isinstance(arrow, dict) else arrow
        for i, arrow in enumerate(value)
    )


def _legend(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return {"items": tuple(value)}
    if not isinstance(value, (dict, Legend)):
        refuse("wrong-type", f"takes a list of texts, or 'title' and 'items', not {kind_of(value)}")
    return value


def _at_least_one(value: tuple[Box, ...]) -> tuple[Box, ...]:
    if not value:
        refuse("no-boxes", "needs at least one box")
    return value


class Spec(Model):
    """A whole picture."""

    title: Label = Field(description="The picture's heading.")
    subtitle: Text | None = Field(None, description="A line under the title.")
    caption: Text | None = Field(None, description="A line at the foot of the picture.")
    description: Description | None = Field(
        None, description="A description for who cannot see the picture; default tells the arrows one by one."
    )
    oauthviz: LanguageVersion = Field(1, description="Version of the spec language.")
    archetype: ArchetypeName = Field("handshake", description="The sort of picture; sets defaults.")
    theme: Text = Field("pink-teal", description="Name of a theme, or a path to one. See: oauthviz themes list.")
    projection: Literal["flat", "isometric"] = Field("flat", description="Flat, or with depth.")
    canvas: Canvas = Field(Canvas(), description="The page.")
    lang: Language = Field("en", description="Language of the spec's own texts.")
    badges: Literal["step", "stage", "none"] | None = Field(
        None, description="Which number an arrow shows; default stage where any arrow has one, else step."
    )
    zones: tuple[Zone, ...] = Field((), description="Areas that hold boxes.")
    boxes: Annotated[tuple[Box, ...], AfterValidator(_at_least_one)] = Field(description="The parties of the flow.")
    boundaries: tuple[Boundary, ...] = Field((), description="Outlines round some boxes.")
    arrows: Annotated[tuple[Arrow, ...], BeforeValidator(_with_defaults)] = Field(
        (), description="The messages in their order."
    )
    callouts: tuple[Callout, ...] = Field((), description="Flags on boxes and arrows.")
    legend: Annotated[Legend, BeforeValidator(_legend)] | None = Field(
        None, description="The story in numbered items: a list of texts, or a title and items."
    )
    layout: LayoutHints = Field(LayoutHints(), description="Wishes for the arrangement.")
    lint: LintConfig = Field(LintConfig(), description="The kind of flow, and rules that do not apply.")
