"""The fonts: which there are, where their files lie, which one stands in for another, and an opened one.

A family is one entry of `FAMILIES`; nothing else knows a font by name but the fallback chain.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from threading import RLock
from typing import Any
from unicodedata import category, normalize

from oauthviz.core.diagnostics import Diagnostic, SpecError, did_you_mean
from oauthviz.core.outlines import Command, Commands
from oauthviz.resources import font_file, package_version
from oauthviz.text.model import FontKey, Vertical


@dataclass(frozen=True, slots=True)
class Family:
    """A family of upright fonts in an installed font package.

    `files` are (weight, file name) pairs, one for each static face; a variable family has one file, and `weights`
    is the range of its weight axis. `pins` hold its other axes still.
    """

    name: str
    module: str
    files: tuple[tuple[int, str], ...]
    weights: tuple[int, int] | None = None
    pins: tuple[tuple[str, float], ...] = ()

    def key(self, weight: int) -> FontKey:
        """The font nearest to `weight`; of two static faces that are equally near, the lighter one."""
        if self.weights is not None:
            return FontKey(self.name, min(max(weight, self.weights[0]), self.weights[1]))
        return FontKey(self.name, min((abs(own - weight), own) for own, _ in self.files)[1])

    def file(self, weight: int) -> str:
        """The name of the file that holds the font of `key(weight)`."""
        return self.files[0][1] if self.weights is not None else dict(self.files)[weight]


_FULL_WIDTH = (("wdth", 100.0),)

FAMILIES = {
    family.name: family
    for family in (
        # Inter's outlines for small type (opsz 14) at every size, so that a width is proportional to the size.
        Family("Inter", "fontpkg_inter", ((400, "Inter[opsz,wght].ttf"),), (100, 900), (("opsz", 14.0),)),
        Family("Plus Jakarta Sans", "fontpkg_plus_jakarta_sans", ((400, "PlusJakartaSans[wght].ttf"),), (200, 800)),
        Family("Space Grotesk", "fontpkg_space_grotesk", ((300, "SpaceGrotesk[wght].ttf"),), (300, 700)),
        Family("JetBrains Mono", "fontpkg_jetbrains_mono", ((400, "JetBrainsMono[wght].ttf"),), (100, 800)),
        Family(
            "IBM Plex Sans", "fontpkg_ibm_plex_sans", ((400, "IBMPlexSans[wdth,wght].ttf"),), (100, 700), _FULL_WIDTH
        ),
        Family(
            "Kalam", "fontpkg_kalam", ((300, "Kalam-Light.ttf"), (400, "Kalam-Regular.ttf"), (700, "Kalam-Bold.ttf"))
        ),
        Family("Noto Sans", "fontpkg_noto_sans", ((400, "NotoSans[wdth,wght].ttf"),), (100, 900), _FULL_WIDTH),
        Family(
            "Noto Sans Arabic",
            "fontpkg_noto_sans_arabic",
            ((400, "NotoSansArabic[wdth,wght].ttf"),),
            (100, 900),
            _FULL_WIDTH,
        ),
        Family(
            "Noto Sans Devanagari",
            "fontpkg_noto_sans_devanagari",
            ((400, "NotoSansDevanagari[wdth,wght].ttf"),),
            (100, 900),
            _FULL_WIDTH,
        ),
        Family(
            "Noto Sans Thai", "fontpkg_noto_sans_thai", ((400, "NotoSansThai[wdth,wght].ttf"),), (100, 900), _FULL_WIDTH
        ),
    )
}

# Who stands in for a font that lacks a character, in this order. Inter comes first for its arrows and symbols.
FALLBACKS = ("Inter", "Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans Thai")


def family(name: str) -> Family:
    """The family of that name. Raises SpecError `unknown-font`."""
    found = FAMILIES.get(name)
    if found is None:
        known = f"known fonts: {', '.join(sorted(FAMILIES))}"
        hint = did_you_mean(name, tuple(FAMILIES))
        raise SpecError(
            (Diagnostic("unknown-font", f"there is no font {name!r}", help=f"{hint} ({known})" if hint else known),)
        )
    return found


@cache
def chain(name: str, weight: int) -> tuple[FontKey, ...]:
    """The fonts to look for a character in, first to last: the named family, then the fallbacks, all near `weight`."""
    first = family(name)
    return (first.key(weight), *(FAMILIES[other].key(weight) for other in FALLBACKS if other != name))


def font_versions() -> tuple[tuple[str, str], ...]:
    """(package, version) of every font package, sorted: what a picture's stamp says of its fonts."""
    modules = sorted({one.module for one in FAMILIES.values()})
    return tuple((module.replace("_", "-"), package_version(module)) for module in modules)


# A glyph as the font places it: its id, the text index of its first character, then its advance and its offset
# (x, y) in font units, y up.
PositionedGlyph = tuple[int, int, int, int, int]


class Font:
    """An opened font at one weight. Everything it says is in whole font units; it may be used from many threads."""

    def __init__(self, key: FontKey, face: Any, hb_font: Any) -> None:
        self.key = key
        self.units_per_em = int(face.upem)
        self._font = hb_font
        self._covered: dict[str, bool] = {}
        self._outlines: dict[int, Commands] = {}

    def covers(self, cluster: str) -> bool:
        """Whether every character of a grapheme cluster can be drawn, if need be composed or decomposed."""
        known = self._covered.get(cluster)
        if known is None:
            forms = (cluster, normalize("NFC", cluster), normalize("NFD", cluster))
            known = any(all(map(self._has, form)) for form in forms)
            self._covered[cluster] = known
        return known

    def _has(self, character: str) -> bool:
        code = ord(character)
        # HarfBuzz hides joiners and their like, makes every space from U+0020 and U+2011 from U+2010.
        if is_invisible(character) or (category(character) == "Zs" and code not in (0x20, 0x1680)):
            return True
        code = 0x2010 if code == 0x2011 else code
        return self._font.get_nominal_glyph(code) is not None

    def shape(
        self, text: str, start: int, end: int, script: str, rtl: bool, features: dict[str, bool]
    ) -> tuple[PositionedGlyph, ...]:
        """The glyphs of text[start:end], left to right, shaped with the rest of `text` as their context."""
        import uharfbuzz as hb  # heavy: loaded with the first font

        buffer = hb.Buffer()
        buffer.add_str(text, start, end - start)
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.script = script
        # Named, because HarfBuzz would otherwise ask the machine's locale.
        buffer.language = "und"
        hb.shape(self._font, buffer, features)
        return tuple(
            (info.codepoint, info.cluster, p.x_advance, p.x_offset, p.y_offset)
            for info, p in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        )

    def outline(self, glyph_id: int) -> Commands:
        """The glyph's outline in whole font units, y down, to be filled by the non-zero rule."""
        found = self._outlines.get(glyph_id)
        if found is None:
            commands: list[Command] = []
            self._font.draw_glyph(glyph_id, _draw_funcs(), commands)
            found = self._outlines[glyph_id] = tuple(commands)
        return found

    def vertical(self) -> Vertical:
        """The font's vertical measures at its weight, in em."""
        import uharfbuzz as hb  # heavy: loaded with the first font

        def em(tag: Any) -> float:
            return float(self._font.get_metric_position_with_fallback(tag)) / self.units_per_em

        tags = hb.OTMetricsTag
        return Vertical(
            em(tags.CAP_HEIGHT), em(tags.X_HEIGHT), em(tags.HORIZONTAL_ASCENDER), -em(tags.HORIZONTAL_DESCENDER)
        )


def is_invisible(character: str) -> bool:
    """Whether a character has no shape of its own in any font: joiners, marks of direction, variation selectors."""
    code = ord(character)
    return (
        0x200B <= code <= 0x200F
        or 0x2060 <= code <= 0x2064
        or 0xFE00 <= code <= 0xFE0F
        or code in (0xAD, 0x34F, 0x61C, 0xFEFF)
        or 0xE0100 <= code <= 0xE01EF
    )


_lock = RLock()
_fonts: dict[FontKey, Font] = {}
_faces: dict[str, Any] = {}
_funcs: list[Any] = []


def open_font(key: FontKey) -> Font:
    """The font of `key`, a key that `chain` gave; opened once a process. Raises OauthvizError `missing-font`."""
    found = _fonts.get(key)
    if found is not None:
        return found
    with _lock:
        found = _fonts.get(key)
        if found is None:
            found = _fonts[key] = _open(key)
        return found


def _open(key: FontKey) -> Font:
    import uharfbuzz as hb  # heavy: loaded with the first font

    own = FAMILIES[key.family]
    file = own.file(key.weight)
    face = _faces.get(file)
    if face is None:
        face = _faces[file] = hb.Face(hb.Blob.from_file_path(str(font_file(own.module, file))))
    hb_font = hb.Font(face)
    if own.weights is not None:
        hb_font.set_variations({"wght": float(key.weight), **dict(own.pins)})
    return Font(key, face, hb_font)


# A weight between two masters often puts a point just half-way between two units; pushed upwards by this much, the
# last bits of a platform's floating point cannot decide which one it is rounded to.
_HALF_UNIT = 0.5 + 1 / 1024


def _whole(value: float) -> int:
    return math.floor(value + _HALF_UNIT)


def _draw_funcs() -> Any:
    """Callbacks that append an outline's commands, rounded and turned y down, to the list they are handed."""
    if _funcs:
        return _funcs[0]
    import uharfbuzz as hb  # heavy: loaded with the first font

    def adder(letter: str) -> Any:
        def add(*arguments: Any) -> None:
            *numbers, commands = arguments
            commands.append((letter, *(-_whole(n) if i % 2 else _whole(n) for i, n in enumerate(numbers))))

        return add

    made = hb.DrawFuncs()
    made.set_move_to_func(adder("M"))
    made.set_line_to_func(adder("L"))
    made.set_quadratic_to_func(adder("Q"))
    made.set_cubic_to_func(adder("C"))
    made.set_close_path_func(adder("Z"))
    with _lock:
        _funcs.append(made)
    return _funcs[0]


def ink_bounds(outline: Commands) -> tuple[int, int, int, int] | None:
    """(left, top, right, bottom) of an outline in whole units, y down, or None where there is no ink.

    Tight for lines and quadratic curves; a cubic curve counts with its control points.
    """
    xs: list[int] = []
    ys: list[int] = []
    at = (0, 0)
    for _, *numbers in outline:
        points = [(int(x), int(y)) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if len(points) == 2:
            (cx, cy), end = points
            xs += _turning(at[0], cx, end[0])
            ys += _turning(at[1], cy, end[1])
            points = [end]
        for x, y in points:
            xs.append(x)
            ys.append(y)
            at = (x, y)
    return (min(xs), min(ys), max(xs), max(ys)) if xs else None


def _turning(a: int, control: int, b: int) -> Sequence[int]:
    """Where one coordinate of a quadratic curve turns round, rounded to both sides; nothing where it does not."""
    if min(a, b) <= control <= max(a, b):
        return ()
    above, below = a * b - control * control, a - 2 * control + b
    return (above // below, -(-above // below))
