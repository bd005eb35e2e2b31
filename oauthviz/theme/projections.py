"""Projections: the same layout flat, or with boxes and zones as slabs (isometric)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from oauthviz.theme.values import Number, Opacity, Part

if TYPE_CHECKING:
    from oauthviz.theme.model import Theme

FLAT, ISOMETRIC = "flat", "isometric"
PROJECTIONS = (FLAT, ISOMETRIC)

Depth = Annotated[Number, Field(ge=0, le=24)]


class Isometric(Part):
    """How deep slabs are in px, and how much of its tone each face of a box takes.

    Shares that are left out follow from the page: on a dark one the light falls on the top, on a light one the sides
    lie in the tone's shade.
    """

    depth: Depth = 10
    depth_dense: Depth = 6
    front: Opacity | None = None
    top: Opacity | None = None
    side: Opacity | None = None


def projected(theme: Theme, projection: str) -> Theme:
    """The theme as this projection needs it: its metrics leave room for the depth of slabs, or for none.

    Names of zones stand inside those that are slabs: a slab's edge is not a line that a name could interrupt.
    """
    solid = theme.isometric if projection == ISOMETRIC else Isometric(depth=0, depth_dense=0)
    changed: dict[str, object] = {"depth": solid.depth, "depth_dense": solid.depth_dense}
    if projection == ISOMETRIC:
        changed["zone_heading"] = "inside"
    return theme.model_copy(update={"metrics": theme.metrics.model_copy(update=changed)})
