"""What things lie on: the page and its lights, the tints of zones and boundaries, clouds, and the fills of boxes."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from msgspec import Struct

from oauthviz.core.colours import hexadecimal, laid_over, rgb
from oauthviz.theme.checking.faults import Side
from oauthviz.theme.effects import Light
from oauthviz.theme.model import Frame, Paint


class Ground(Struct, frozen=True):
    """A surface, and where in a picture it is; `page` for what lies under zones and headings too."""

    side: Side
    where: str
    page: bool = False


def grounds(paint: Paint) -> tuple[Ground, ...]:
    """All that arrows and boxes lie on; the page itself comes first."""
    return tuple(_grounds(paint))


def _grounds(paint: Paint) -> Iterator[Ground]:
    yield Ground(Side("background", paint.background), "on the background", page=True)
    for i, light in enumerate(paint.lights):
        lit = laid_over(rgb(paint.background), rgb(light.colour), _brightest(light))
        yield Ground(Side(f"lights[{i}] on the background", hexadecimal(lit)), "where it is lit", page=True)
    for kind, frame in (("zone", paint.zone), ("boundary", paint.boundary)):
        if frame.fill_opacity > 0:
            for name in frame.tones:
                yield Ground(tint(paint, kind, frame, name), f"in a {kind}")
    yield Ground(Side("cloud.fill", paint.cloud.fill), "in a cloud")


def _brightest(light: Light) -> float:
    """The light's opacity at the point of a square page that is nearest to its centre."""
    away = hypot(light.x - min(max(light.x, 0.0), 1.0), light.y - min(max(light.y, 0.0), 1.0))
    return light.opacity * max(0.0, 1 - away / light.reach)


def tint(paint: Paint, kind: str, frame: Frame, tone: str) -> Side:
    """The background with a frame's thin fill in one of its tones."""
    colour = laid_over(rgb(paint.background), rgb(paint.tones[tone].line), frame.fill_opacity)
    return Side(f"background with a {kind}'s tint", hexadecimal(colour))


def box_fills(paint: Paint, name: str) -> tuple[Ground, ...]:
    """The fills that a box and a hero of a tone may have; of a gradient both ends."""
    tone, gradient = paint.tones[name], paint.box_gradient
    own = Side(f"tones.{name}.box_fill", tone.box_fill), Side("hero_surface", paint.hero_surface)
    if gradient is None:
        return Ground(own[0], "in a box"), Ground(own[1], "in a hero")
    plain = gradient.top, gradient.bottom
    hero = _or(gradient.hero_top, gradient.top), _or(gradient.hero_bottom, gradient.bottom)
    return (
        *(Ground(_washed(own[0], tone.line, share), "in a box") for share in plain),
        *(Ground(_washed(own[1], tone.line, share), "in a hero") for share in hero),
    )


def _washed(fill: Side, line: str, share: float) -> Side:
    return Side(f"{fill.key} with its gradient", hexadecimal(laid_over(rgb(fill.colour), rgb(line), share)))


def _or(own: float | None, common: float) -> float:
    return common if own is None else own
