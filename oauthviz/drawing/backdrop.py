"""What lies behind a point of the picture, so that rings cut lines in the colour of the surface they lie on."""

from __future__ import annotations

from collections.abc import Callable

from oauthviz.core.geometry import Point, Polyline
from oauthviz.core.outlines import cloud_outline
from oauthviz.drawing.ink import RadialGradient, ink_at, mixed
from oauthviz.drawing.scene import Look
from oauthviz.layout.check.curves import outline_points
from oauthviz.layout.model import PlacedGroup
from oauthviz.theme.model import Frame, Paint, Tone

Backdrop = Callable[[Point], str | None]


def backdrop_of(
    groups: tuple[PlacedGroup, ...], paint: Paint, page: str | None, lights: tuple[RadialGradient, ...] = ()
) -> Backdrop:
    """The surface colour at a point: the page (None where it is transparent) with its lights, zones and boundaries."""
    tones = group_tones(groups, paint)
    clouds = {group.id: outline_points(cloud_outline(group.rect)) for group in groups if group.shape == "cloud"}

    def colour(point: Point) -> str | None:
        surface = page
        if surface is not None:
            for light in lights:
                if light.offset_at(point) < 1:
                    surface = ink_at(light, point, surface)
        for group in groups:
            if group.shape == "cloud":
                if _inside(point, clouds[group.id]):
                    surface = paint.cloud.fill
                continue
            rect = group.rect
            if surface is not None and rect.x < point[0] < rect.right and rect.y < point[1] < rect.bottom:
                frame = paint.zone if group.shape == "zone" else paint.boundary
                surface = mixed(surface, tones[group.id].line, frame.fill_opacity)
        return surface

    return colour


def group_tones(groups: tuple[PlacedGroup, ...], paint: Paint) -> dict[str, Tone]:
    """The tone of each frame by its id: zones take theirs by turns, and so do boundaries."""
    tones: dict[str, Tone] = {}
    for frame, ours in ((paint.zone, True), (paint.boundary, False)):
        names = frame.tones
        for i, group in enumerate(group for group in groups if (group.shape == "zone") == ours):
            tones[group.id] = paint.tones[names[i % len(names)]]
    return tones


def _inside(point: Point, corners: Polyline) -> bool:
    x, y = point
    within = False
    for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            within = not within
    return within


def faded_page(frame: Frame, page: str | None) -> tuple[Look, ...]:
    """The page's colour that lies under a frame's tint, if any does and the page has one."""
    return (Look(fill=page, fill_opacity=frame.page_opacity),) if page and frame.page_opacity > 0 else ()
