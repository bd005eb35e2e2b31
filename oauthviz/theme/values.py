"""What the values of a theme file may be: every colour, length and name is typed and bounded."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

Colour = Annotated[str, StringConstraints(strict=True, pattern=r"^#[0-9A-Fa-f]{6}$")]
ThemeName = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
ToneName = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9-]{0,31}$")]
Number = Annotated[float, Strict()]
Whole = Annotated[int, Strict()]
Switch = Annotated[bool, Strict()]
Opacity = Annotated[Number, Field(ge=0, le=1)]
Width = Annotated[Number, Field(ge=0, le=12)]
Stroke = Annotated[Number, Field(gt=0, le=12)]
Length = Annotated[Number, Field(ge=0, le=400)]
Spacing = Annotated[Number, Field(ge=8, le=400)]
Dash = Annotated[tuple[Annotated[Number, Field(gt=0, le=64)], ...], Field(max_length=8)]

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


class Part(BaseModel):
    """A part of a theme: frozen, and refusing keys that it does not know."""

    # built with the whole that it is part of, not once more by itself
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)
