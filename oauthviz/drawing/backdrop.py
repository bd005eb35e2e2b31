"""What lies behind a point of the picture, so that rings cut lines in the colour of the surface they lie on."""

from __future__ import annotations

from collections.abc import Callable

from oauthviz.core.geometry import Point, Polyline
from oauthviz.core.outlines import cloud_outline
from oauthviz.layout.check.curves import outline_points
from oauthviz.layout.model import PlacedGroup
from oauthviz.theme.model import Paint

Backdrop = Callable[[Point], str | None]


def backdrop_of(groups: tuple[PlacedGroup, ...], paint: Paint, page: str | None) -> Backdrop:
    """The surface colour at a point: the page (None where it is transparent) under the zones and boundaries there."""
    clouds = {group.id: outline_points(cloud_outline(group.rect)) for group in groups if group.shape == "cloud"}

    def colour(point: Point) -> str | None:
        surface = page
        for group in groups:
            if group.shape == "cloud":
                if _inside(point, clouds[group.id]):
                    surface = paint.cloud.fill
                continue
            rect = group.rect
            if surface is not None and rect.x < point[0] < rect.right and rect.y < point[1] < rect.bottom:
                frame = paint.zone if group.shape == "zone" else paint.boundary
                surface = mixed(surface, paint.tones[frame.tone].line, frame.fill_opacity)
        return surface

    return colour


def mixed(below: str, above: str, opacity: float) -> str:
    """The colour that shows where `above` is laid over `below`; both #rrggbb."""
    channels = (
        round(int(below[i : i + 2], 16) * (1 - opacity) + int(above[i : i + 2], 16) * opacity) for i in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02X}" for channel in channels)


def _inside(point: Point, corners: Polyline) -> bool:
    x, y = point
    within = False
    for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            within = not within
    return within
