"""A theme for larger type than usual: what surrounds the type grows with it."""

from __future__ import annotations

from oauthviz.theme.effects import Glow, GlowLayer
from oauthviz.theme.metrics import FINE_GROWTH
from oauthviz.theme.model import ArrowLook, Frame, Paint, Strokes, Theme


def enlarged(theme: Theme, by: float) -> Theme:
    """The theme with lengths `by` times as large (1 or more); strokes and arrows grow less, up to `FINE_GROWTH`."""
    if by == 1.0:
        return theme
    return theme.model_copy(update={"metrics": theme.metrics.grown(by), "paint": _paint(theme.paint, by)})


def _paint(paint: Paint, by: float) -> Paint:
    fine = min(by, FINE_GROWTH)
    panel = {"width": fine * paint.panel.width, "radius": by * paint.panel.radius}
    shadow = [layer.model_copy(update={"dy": by * layer.dy, "inset": by * layer.inset}) for layer in paint.shadow]
    return paint.model_copy(
        update={
            "panel": paint.panel.model_copy(update=panel),
            "cloud": paint.cloud.model_copy(update={"width": fine * paint.cloud.width}),
            "zone": _frame(paint.zone, by, fine),
            "boundary": _frame(paint.boundary, by, fine),
            "arrows": {kind: _arrow(look, fine) for kind, look in paint.arrows.items()},
            "shadow": tuple(shadow),
            "strokes": _strokes(paint.strokes, fine),
            "glow": None if paint.glow is None else _glow(paint.glow, fine),
            "badge": paint.badge.model_copy(update={"width": fine * paint.badge.width}),
        }
    )


def _glow(glow: Glow, fine: float) -> Glow:
    names = type(glow).model_fields
    return glow.model_copy(update={name: tuple(_layer(layer, fine) for layer in getattr(glow, name)) for name in names})


def _layer(layer: GlowLayer, fine: float) -> GlowLayer:
    return layer.model_copy(update={"width": fine * layer.width})


def _frame(frame: Frame, by: float, fine: float) -> Frame:
    dash = tuple(fine * length for length in frame.dash)
    return frame.model_copy(update={"width": fine * frame.width, "radius": by * frame.radius, "dash": dash})


def _arrow(look: ArrowLook, fine: float) -> ArrowLook:
    return look.model_copy(update={"dash": tuple(fine * length for length in look.dash)})


def _strokes(strokes: Strokes, fine: float) -> Strokes:
    """All in px; those of icons are in units of their own grid and grow with the icon."""
    names = [name for name in type(strokes).model_fields if not name.startswith("icon")]
    return strokes.model_copy(update={name: fine * getattr(strokes, name) for name in names})
