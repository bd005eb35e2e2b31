"""Colours of slabs, derived from a tone and from what the theme paints flat, so that every theme has them."""

from __future__ import annotations

from msgspec import Struct

from oauthviz.core.colours import LARGE_CONTRAST, TEXT_CONTRAST, contrast_ratio, luminance, rgb
from oauthviz.drawing.ink import mixed
from oauthviz.theme.model import Paint, Theme, Tone
from oauthviz.theme.values import ARROW_KINDS

# Shares of a tint are tried in so many steps.
_STEPS = 8
_FINE_STEPS = 40

# Contrasts of a zone's edges with the page: of its silhouette what lines need, and a little for the lights on it.
_EDGE, _INNER_EDGE = 3.5, 2.0


class Shares(Struct, frozen=True):
    """How much of its tone a face takes, of a box and of the pedestal under an icon.

    A zone's top and side are told by their contrast with the page instead: whatever its tone, it stays quiet.
    """

    front: float
    top: float
    side: float
    zone_top: float
    zone_side: float
    plinth: float
    plinth_left: float
    plinth_right: float
    inlay: float


# On a dark page faces shine, the top most. On a light one the top is bright and the right face lies in the shade.
_DARK = Shares(0.07, 0.62, 0.30, 1.8, 1.35, 0.16, 0.42, 0.24, 0.26)
_LIGHT = Shares(0.03, 0.34, 0.62, 1.22, 1.45, 0.10, 0.40, 0.58, 0.10)


class Faces(Struct, frozen=True):
    """The colours of a slab's three faces."""

    front: str
    top: str
    side: str


class Plinth(Struct, frozen=True):
    """The colours of a pedestal: its top, the lit rhombus on it, its two sides, and the halo round the icon."""

    top: str
    inlay: str
    left: str
    right: str
    halo: str


def is_dark(paint: Paint) -> bool:
    """Whether the theme writes light on dark."""
    return luminance(rgb(paint.background)) < luminance(rgb(paint.text))


def shares_of(theme: Theme) -> Shares:
    return _DARK if is_dark(theme.paint) else _LIGHT


def box_faces(theme: Theme, tone: Tone, hero: bool) -> Faces:
    """The faces of a box. Its front keeps its name and role readable, whatever the tone."""
    paint, wish, usual = theme.paint, theme.isometric, shares_of(theme)
    surface = paint.hero_surface if hero else tone.box_fill
    front = usual.front if wish.front is None else wish.front
    top = usual.top if wish.top is None else wish.top
    side = usual.side if wish.side is None else wish.side
    return Faces(
        tinted(surface, tone.line, front, (paint.text, paint.secondary, tone.text), TEXT_CONTRAST),
        mixed(paint.background, tone.line, top),
        mixed(paint.background, tone.line, side),
    )


def zone_colours(theme: Theme, page: str, line: str) -> tuple[str, str, str, str]:
    """The quiet colours of a zone on a page: its top, its right face, its silhouette and its inner edges.

    Heads of arrows lie on the faces, so these are never so strong that a kind of arrow is hard to see on them.
    """
    usual, paint = shares_of(theme), theme.paint
    heads = tuple(paint.arrow_tone(kind).line for kind in ARROW_KINDS)
    top, side = (standing_out(page, line, by, heads) for by in (usual.zone_top, usual.zone_side))
    return top, side, standing_out(page, line, _EDGE), standing_out(page, line, _INNER_EDGE)


def plinth_colours(theme: Theme, tone: Tone, front: str) -> Plinth:
    """What an icon in the tone's icon colour stands on, in front of a face of colour `front`."""
    usual = shares_of(theme)
    return Plinth(
        tinted(front, tone.line, usual.plinth, (tone.icon,), LARGE_CONTRAST),
        tinted(front, tone.line, usual.inlay, (tone.icon,), LARGE_CONTRAST),
        mixed(front, tone.line, usual.plinth_left),
        mixed(front, tone.line, usual.plinth_right),
        front,
    )


def tinted(surface: str, tone: str, share: float, inks: tuple[str, ...], least: float) -> str:
    """The surface with as much of the tone as leaves every ink the least contrast, `share` of it at most."""
    for step in range(_STEPS, -1, -1):
        colour = mixed(surface, tone, share * step / _STEPS)
        if all(contrast_ratio(rgb(ink), rgb(colour)) >= least for ink in inks):
            return colour
    return surface


def standing_out(surface: str, tone: str, contrast: float, inks: tuple[str, ...] = ()) -> str:
    """The surface with as little of the tone as gives it this contrast with itself.

    Less, where an ink would be left without the contrast of lines; the whole tone, where that is too little.
    """
    found = surface
    for step in range(1, _FINE_STEPS + 1):
        colour = mixed(surface, tone, step / _FINE_STEPS)
        if any(contrast_ratio(rgb(ink), rgb(colour)) < LARGE_CONTRAST for ink in inks):
            return found
        found = colour
        if contrast_ratio(rgb(colour), rgb(surface)) >= contrast:
            return found
    return found
