"""Fonts as they are opened: in which one to look for a character, what it covers, its glyphs and their outlines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from threading import RLock
from typing import Any
from unicodedata import category, normalize

from msgspec import Struct

from oauthviz.core.outlines import Command, Commands
from oauthviz.resources import font_file, package_version
from oauthviz.text.families import ENLARGED, FAMILIES, LETTERS, family, is_installed, stand_ins
from oauthviz.text.model import FontKey, Vertical

ANY_SCRIPT = "Zyyy"
"""The script of what belongs to many: digits, spaces, signs."""


class Link(Struct, frozen=True):
    """A font to look for a character in, drawn `enlarged` times as large as the text's size."""

    key: FontKey
    enlarged: float = 1.0


@cache
def chain(name: str, weight: int, script: str = ANY_SCRIPT, lang: str = "und") -> tuple[Link, ...]:
    """The fonts to look for a character in, first to last: the named family, then its stand-ins, all near `weight`.

    `script` is an ISO 15924 code. A face that lacks letters of the language `lang` comes last for Latin text. Families
    whose extra is not installed are left out. Raises SpecError `unknown-font`.
    """
    own = family(name)
    first = Link(own.key(weight))
    letters = LETTERS.get(lang.partition("-")[0], "")
    gives_way = letters and script in ("Latn", ANY_SCRIPT) and not all(map(open_font(first.key).covers, letters))
    others = stand_ins(own.style, "Latn" if gives_way else script, lang)
    links = [
        Link(FAMILIES[other].key(weight), ENLARGED.get(other, 1.0))
        for other in others
        if other != name and is_installed(other)
    ]
    return (*links, first) if gives_way else (first, *links)


def absent_extra(name: str, script: str, lang: str) -> str | None:
    """The extra of oauthviz that would bring a font for a script, where it is not installed."""
    missing = (FAMILIES[other] for other in stand_ins(family(name).style, script, lang) if not is_installed(other))
    return next((one.extra for one in missing), None)


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
        self, text: str, start: int, end: int, script: str, rtl: bool, features: dict[str, bool], lang: str = "und"
    ) -> tuple[PositionedGlyph, ...]:
        """The glyphs of text[start:end], left to right, shaped with the rest of `text` as their context.

        `lang` is a BCP 47 tag: letters that languages draw in different ways follow it.
        """
        import uharfbuzz as hb  # heavy: loaded with the first font

        buffer = hb.Buffer()
        buffer.add_str(text, start, end - start)
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.script = script
        # Named, because HarfBuzz would otherwise ask the machine's locale.
        buffer.language = lang
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
_faces: dict[tuple[str, int], Any] = {}
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
    face = _faces.get((file, own.index))
    if face is None:
        blob = hb.Blob.from_file_path(str(font_file(own.module, file, own.folder, own.extra)))
        face = _faces[file, own.index] = hb.Face(blob, own.index)
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
