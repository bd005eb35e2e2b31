"""Metrics: the part of a theme that layout may see. Paint may change freely without moving a box."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from oauthviz.core.typography import Face, TextStyle
from oauthviz.theme.values import Number, Part, Whole

# A type size or a length in px, and a ratio: bounded, so that no theme asks for a nonsensical picture.
Size = Annotated[Number, Field(ge=6, le=200)]
Ratio = Annotated[Number, Field(ge=0.5, le=3)]
Px = Annotated[Number, Field(ge=0, le=200)]
Word = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9-]{0,63}$")]


FINE_GROWTH = 1.3
"""Heads and strokes grow at most so many times: a line must end within 15 px of its box, whatever the canvas."""


class FaceModel(Part):
    """A face in a theme file: family, weight, tracking in em."""

    family: Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{0,63}$")]
    weight: Whole = Field(400, ge=100, le=900)
    tracking: Number = Field(0.0, ge=-0.1, le=0.3)

    def face(self) -> Face:
        return Face(self.family, self.weight, self.tracking)


class Faces(Part):
    """The face of every role of text (the ROLE classes of the SVG)."""

    title: FaceModel
    subtitle: FaceModel
    caption: FaceModel
    zone_name: FaceModel
    boundary_name: FaceModel
    box_name: FaceModel
    box_role: FaceModel
    arrow_label: FaceModel
    step: FaceModel
    protocol: FaceModel
    callout: FaceModel
    legend_title: FaceModel
    legend_number: FaceModel
    legend_text: FaceModel
    key_label: FaceModel


class Sizes(Part):
    """Type sizes in px at a canvas of 1024 px, and ratios to the arrow label's size."""

    title: Size = 42
    title_min: Size = 26
    subtitle: Size = 15.5
    subtitle_min: Size = 12
    caption: Size = 12
    key_label: Size = 11.5
    legend_title: Size = 15
    legend_text: Size = 13
    legend_text_min: Size = 12
    label: Size = 13.5
    label_min: Size = 11
    name_ratio: Ratio = 1.2
    name_min: Size = 13
    role_ratio: Ratio = 0.93
    role_min: Size = 10.5
    zone_name_ratio: Ratio = 1.0
    zone_name_min: Size = 11.5
    border_name_ratio: Ratio = 1.5
    step_ratio: Ratio = 0.88
    pill_ratio: Ratio = 0.88
    pill_min: Size = 11


class KeyGroup(Part):
    """One entry of the key: a string-table id and the arrow kinds it stands for; drawn as the first of them in use."""

    string: Word
    kinds: tuple[Word, ...] = Field(min_length=1, max_length=16)


_LENGTHS = ("box_padding", "box_padding_dense", "box_radius", "window_strip", "depth", "depth_dense")
_FINE = ("port_radius", "head_length", "head_width", "badge_ring")


class Metrics(Part):
    """Every measure that layout takes from a theme, in px unless said otherwise."""

    faces: Faces
    sizes: Sizes = Sizes()
    title_align: Literal["left", "center"] = "left"
    caption_style: Literal["line", "sticky"] = "line"
    zone_heading: Literal["inside", "border"] = "inside"
    key: tuple[KeyGroup, ...] = ()
    box_padding: Px = 14
    box_padding_dense: Px = 10
    box_radius: Px = 14
    corner_radius: Px = 10
    port_radius: Px = 3
    head_length: Px = 11
    head_width: Px = 10
    head_gap: Px = 4.5
    badge_ring: Px = 2.5
    window_strip: Px = 34
    depth: Px = Field(0, description="Depth of slabs, the projection's doing: 0 in a flat picture.")
    depth_dense: Px = Field(0, description="The same in a crowded picture.")

    def slab_depth(self, dense: bool) -> float:
        """How far boxes go back to the right, 0 where they are flat; their top faces take `core.slab.SLOPE` of it."""
        return self.depth_dense if dense else self.depth

    def growth(self, label: float) -> float:
        """How many times everything round labels of `label` px is larger than usual; 1 up to the usual size."""
        return max(1.0, label / self.sizes.label)

    def grown(self, by: float) -> Metrics:
        """The metrics with lengths `by` times as large (1 or more), those of arrows at most `FINE_GROWTH` times.

        Bends and the gap before a head stay as they are: rounder or wider ones would make lines look slanted or cut.
        """
        if by == 1.0:
            return self
        fine = min(by, FINE_GROWTH)
        lengths = {name: by * getattr(self, name) for name in _LENGTHS}
        return self.model_copy(update=lengths | {name: fine * getattr(self, name) for name in _FINE})

    def style(self, role: str, size: float, leading: float = 1.22) -> TextStyle:
        """The style of a role of text (`arrow-label` or `arrow_label`) at `size` px."""
        face: FaceModel = getattr(self.faces, role.replace("-", "_"))
        return TextStyle(face.face(), size, leading)
