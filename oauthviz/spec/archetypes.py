"""What a spec's archetype sets where the spec says nothing."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from oauthviz.spec.model import ArchetypeName, Arrow, Spec

BadgeMode = Literal["step", "stage", "none"]


class Archetype(Struct, frozen=True):
    """A sort of picture. `legend_heading` is the string-table key of its legend's heading."""

    name: ArchetypeName
    legend_heading: str = "legend-heading"


ARCHETYPES: dict[ArchetypeName, Archetype] = {
    "handshake": Archetype("handshake"),
    "architecture": Archetype("architecture"),
    "pipeline": Archetype("pipeline"),
    "how-it-works": Archetype("how-it-works"),
}


def badge_mode(spec: Spec) -> BadgeMode:
    """Which number the arrows show: the spec's wish, else stages where any arrow has one, else steps."""
    if spec.badges is not None:
        return spec.badges
    return "stage" if any(arrow.stage is not None for arrow in spec.arrows) else "step"


def badge_of(arrow: Arrow, mode: BadgeMode) -> str | None:
    """The text of an arrow's badge, or None where it has none."""
    return {"step": arrow.step, "stage": arrow.stage, "none": None}[mode]
