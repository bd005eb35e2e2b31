"""Metrics: the part of a theme that layout may see. Paint may change freely without moving a box."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from oauthviz.core.typography import Face, TextStyle


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FaceModel(_Model):
    """A face in a theme file: family, weight, tracking in em."""

    family: str
    weight: int = Field(400, ge=100, le=900)
    tracking: float = Field(0.0, ge=-0.1, le=0.3)

    def face(self) -> Face:
        return Face(self.family, self.weight, self.tracking)


class Faces(_Model):
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


class Sizes(_Model):
    """Type sizes in px at a canvas of 1024 px, and ratios to the arrow label's size."""

    title: float = 42
    title_min: float = 26
    subtitle: float = 15.5
    subtitle_min: float = 12
    caption: float = 12
    key_label: float = 11.5
    legend_title: float = 15
    legend_text: float = 13
    legend_text_min: float = 12
    label: float = 13.5
    label_min: float = 11
    name_ratio: float = 1.2
    name_min: float = 13
    role_ratio: float = 0.93
    role_min: float = 10.5
    zone_name_ratio: float = 1.0
    zone_name_min: float = 11.5
    step_ratio: float = 0.88
    pill_ratio: float = 0.88
    pill_min: float = 11


class KeyGroup(_Model):
    """One entry of the key: a string-table id and the arrow kinds it stands for; drawn as the first of them in use."""

    string: str
    kinds: tuple[str, ...]


class Metrics(_Model):
    """Every measure that layout takes from a theme, in px unless said otherwise."""

    faces: Faces
    sizes: Sizes = Sizes()
    title_align: str = "left"
    caption_style: str = "line"
    key: tuple[KeyGroup, ...] = ()
    box_padding: float = 14
    box_padding_dense: float = 10
    box_radius: float = 14
    corner_radius: float = 11
    port_radius: float = 3
    head_length: float = 11
    head_width: float = 10
    head_gap: float = 4.5
    badge_ring: float = 2.5
    window_strip: float = 34

    def style(self, role: str, size: float, leading: float = 1.22) -> TextStyle:
        """The style of a role of text (`arrow-label` or `arrow_label`) at `size` px."""
        face: FaceModel = getattr(self.faces, role.replace("-", "_"))
        return TextStyle(face.face(), size, leading)
