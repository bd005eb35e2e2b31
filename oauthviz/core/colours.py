"""Colours as the eye takes them: contrast, lightness and difference, and how they look without red or green cones.

Contrast is WCAG 2.2's (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). Lightness, chroma and difference are those of
OKLab (B. Ottosson, A perceptual color space for image processing, 2020). Colour-blind vision is simulated with the
matrices that G. M. Machado, M. M. Oliveira and L. A. F. Fernandes give for full severity (A physiologically-based model
for simulation of color vision deficiency, IEEE TVCG 15(6), 2009), on linear light.
"""

from __future__ import annotations

from collections.abc import Callable
from math import atan2, cos, dist, hypot, sin

Rgb = tuple[int, int, int]
"""Red, green and blue of sRGB, 0 to 255 each."""

_Triple = tuple[float, float, float]
_Matrix = tuple[_Triple, _Triple, _Triple]

TEXT_CONTRAST = 4.5
"""Least contrast of text (WCAG 2.2, success criterion 1.4.3)."""

LARGE_CONTRAST = 3.0
"""Least contrast of text from LARGE_SIZE px, of lines and of icons (1.4.3 and 1.4.11)."""

LARGE_SIZE = 24.0

CONTRAST_ROUNDING = 0.005
"""What the rounding of colours to whole numbers may take from a contrast."""

VISIONS: dict[str, _Matrix] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
"""What each kind of colour-blindness makes of linear red, green and blue."""

# From linear sRGB to the responses of the three cones, and from their cube roots to OKLab; and both ways back.
_CONES: _Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_LAB: _Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_ROOTS: _Matrix = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_LIGHT: _Matrix = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)

# Steps of lightness in which a passing colour is looked for, and of chroma in which it is brought into sRGB.
_LIGHTNESS_STEPS = 500
_CHROMA_STEPS = 24


def rgb(colour: str) -> Rgb:
    """#rrggbb as three numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hexadecimal(colour: Rgb) -> str:
    """Three numbers as #RRGGBB."""
    return "#" + "".join(f"{channel:02X}" for channel in colour)


def laid_over(below: Rgb, above: Rgb, opacity: float) -> Rgb:
    """What shows where `above` covers `below` with that opacity."""
    r, g, b = (round(u * (1 - opacity) + o * opacity) for u, o in zip(below, above, strict=True))
    return r, g, b


def luminance(colour: Rgb) -> float:
    """WCAG's relative luminance, 0 to 1."""
    r, g, b = _linear(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast_ratio(a: Rgb, b: Rgb) -> float:
    """WCAG's contrast of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def difference(a: Rgb, b: Rgb, vision: str | None = None) -> float:
    """The distance in OKLab, black to white being 1, as seen with one of `VISIONS` (None: with all cones)."""
    return dist(_oklab(_seen(a, vision)), _oklab(_seen(b, vision)))


def nearest_lightness(colour: Rgb, passes: Callable[[Rgb], bool]) -> Rgb | None:
    """The colour of the same hue that passes with the least change of lightness in OKLCH; None where none does.

    Chroma stays unless sRGB has no such colour; then it is as much as sRGB has.
    """
    lightness, a, b = _oklab(_linear(colour))
    hue, chroma = atan2(b, a), hypot(a, b)
    for step in range(_LIGHTNESS_STEPS + 1):
        for candidate in (lightness - step / _LIGHTNESS_STEPS, lightness + step / _LIGHTNESS_STEPS):
            if 0 <= candidate <= 1:
                found = _in_srgb(candidate, chroma, hue)
                if passes(found):
                    return found
    return None


def _in_srgb(lightness: float, chroma: float, hue: float) -> Rgb:
    """The colour of that lightness and hue with as much of the chroma as sRGB holds."""
    low, high = 0.0, chroma
    light = _from_oklab(lightness, chroma, hue)
    if not _holds(light):
        for _ in range(_CHROMA_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if _holds(_from_oklab(lightness, middle, hue)) else (low, middle)
        light = _from_oklab(lightness, low, hue)
    r, g, b = (round(255 * _encoded(min(max(value, 0.0), 1.0))) for value in light)
    return r, g, b


def _holds(light: _Triple) -> bool:
    return all(-1e-6 <= value <= 1 + 1e-6 for value in light)


def _linear(colour: Rgb) -> _Triple:
    r, g, b = (v / 255 / 12.92 if v / 255 <= 0.04045 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in colour)
    return r, g, b


def _encoded(light: float) -> float:
    return light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def _seen(colour: Rgb, vision: str | None) -> _Triple:
    light = _linear(colour)
    if vision is None:
        return light
    r, g, b = (min(max(value, 0.0), 1.0) for value in _times(VISIONS[vision], light))
    return r, g, b


def _oklab(light: _Triple) -> _Triple:
    long, middle, short = (value ** (1 / 3) for value in _times(_CONES, light))
    return _times(_LAB, (long, middle, short))


def _from_oklab(lightness: float, chroma: float, hue: float) -> _Triple:
    long, middle, short = (v**3 for v in _times(_ROOTS, (lightness, chroma * cos(hue), chroma * sin(hue))))
    return _times(_LIGHT, (long, middle, short))


def _times(matrix: _Matrix, vector: _Triple) -> _Triple:
    x, y, z = (row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2] for row in matrix)
    return x, y, z
