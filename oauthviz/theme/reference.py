"""Reference metrics: what arrangements are found by, so that every theme keeps the same one.

They stand for the themes in general: a text face of middling width, headings tracked so that most themes need no more
room, code in a mono face, ordinary paddings. A theme's own metrics then only decide sizes and line breaks.
"""

from __future__ import annotations

from oauthviz.theme.metrics import FaceModel, Faces, KeyGroup, Metrics


def _face(weight: int, family: str = "Inter", tracking: float = 0.0) -> FaceModel:
    return FaceModel(family=family, weight=weight, tracking=tracking)


_CODE = _face(700, "JetBrains Mono")

REFERENCE = Metrics(
    faces=Faces(
        title=_face(800),
        subtitle=_face(400),
        caption=_face(400),
        zone_name=_face(700, tracking=0.05),
        boundary_name=_face(700, tracking=0.05),
        box_name=_face(700),
        box_role=_face(450),
        arrow_label=_face(500),
        step=_face(700),
        protocol=_CODE,
        callout=_CODE,
        legend_title=_face(700),
        legend_number=_face(700),
        legend_text=_face(450),
        key_label=_face(500),
    ),
    key=(
        KeyGroup(string="key-request-path", kinds=("request", "response")),
        KeyGroup(string="key-authorization-tokens", kinds=("authorization", "token", "redirect")),
        KeyGroup(string="key-storage-support", kinds=("storage", "event")),
    ),
)
"""Faces, sizes in px and paddings of the reference, with the key that most themes show."""
