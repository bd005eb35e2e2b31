"""The typesetter: widths, line breaks, glyphs and outlines of any text in any style."""

from __future__ import annotations

from typing import Literal

from oauthviz.core.outlines import Commands
from oauthviz.core.typography import Face, TextStyle
from oauthviz.text.breaking import break_lines, collapse
from oauthviz.text.direction import has_right_to_left, line_level
from oauthviz.text.fonts import chain, ink_bounds, open_font
from oauthviz.text.model import Break, FontKey, Glyph, GlyphRun, ShapedLine, Vertical
from oauthviz.text.shaping import EM, Setting, Shape, shape_line

_Broken = tuple[tuple[tuple[str, ...], float], ...]


class Typesetter:
    """Measures, breaks and shapes text by the fonts' own outlines; what `width` says is what `shape` places.

    `lang` is the language of the texts (BCP 47): it chooses among letters and ideographs that languages draw in
    different ways. `rtl` says that it runs right to left; how a line then runs is told in `oauthviz.text.direction`.

    A character that no font has raises MissingGlyphError, from every method that is handed a text; with
    `missing="box"` the face's own empty box stands for it. A family that is not known raises SpecError.

    Answers are kept for the life of the typesetter. It may be used from several threads at once.
    """

    def __init__(self, missing: Literal["error", "box"] = "error", lang: str = "und", rtl: bool = False) -> None:
        self._setting = Setting(lang, rtl, missing == "box")
        self._ems: dict[tuple[str, Face], float] = {}
        self._shapes: dict[tuple[str, Face, tuple[str, str]], Shape] = {}
        self._broken: dict[tuple[str, Face, int], _Broken] = {}
        self._breaks: dict[tuple[str, TextStyle, int], tuple[Break, ...]] = {}
        self._lines: dict[tuple[str, TextStyle, tuple[str, str]], ShapedLine] = {}
        self._inks: dict[tuple[FontKey, int], tuple[int, int, int, int] | None] = {}

    def width(self, text: str, style: TextStyle) -> float:
        """Advance width of one line in px."""
        em = self._ems.get((text, style.face))
        if em is None:
            em = self._ems[text, style.face] = self._shape(text, style.face).width / EM
        return em * style.size

    def breaks(self, text: str, style: TextStyle, most: int = 8) -> tuple[Break, ...]:
        """The best-balanced ways to break `text` into at most `most` lines: first on one line, then ever narrower.

        Breaks inside a long word come last, so that two neighbours may have as many lines as each other.
        An empty text gives one Break with no lines. Runs of white space count as one space.
        """
        key = (text, style, most)
        found = self._breaks.get(key)
        if found is None:
            size = style.size
            found = tuple(Break(lines, em * size) for lines, em in self._breaks_in_em(text, style.face, most))
            self._breaks[key] = found
        return found

    def wrap(self, text: str, style: TextStyle, width: float, most: int = 8) -> Break:
        """The Break with the fewest lines that is at most `width` px wide, else the narrowest there is."""
        found = self.breaks(text, style, most)
        return next((one for one in found if one.width <= width), found[-1])

    def shape(self, text: str, style: TextStyle, whole: str | None = None) -> ShapedLine:
        """One line as glyphs, in px from the left end of its baseline, y down.

        `whole` is the text that the line was broken from: it decides which way the line and its signs run. Signs at
        a line's end then may stand a little nearer to each other or farther apart than `width` says of the line alone.
        """
        rest = _rest(text, whole or "")
        key = (text, style, rest)
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = self._line(text, style, rest)
        return found

    def outline(self, font: FontKey, glyph_id: int) -> Commands:
        """A glyph's outline (M, L, Q, C, Z) in whole font units, y down, to be filled by the non-zero rule."""
        return open_font(font).outline(glyph_id)

    def units_per_em(self, font: FontKey) -> int:
        """Font units to the em."""
        return open_font(font).units_per_em

    def vertical(self, face: Face) -> Vertical:
        """Cap height, x-height, ascent and descent of a face, in em."""
        return open_font(chain(face.family, face.weight)[0].key).vertical()

    def _line(self, text: str, style: TextStyle, rest: tuple[str, str]) -> ShapedLine:
        shape = self._shape(text, style.face, rest)
        size = style.size
        runs: list[GlyphRun] = []
        ink: list[tuple[float, float, float, float]] = []
        for run in shape.runs:
            scale = size * run.unit / EM
            glyphs = tuple(Glyph(glyph_id, x / EM * size, y / EM * size) for glyph_id, x, y in run.glyphs)
            runs.append(GlyphRun(run.font.key, scale, glyphs))
            for glyph in glyphs:
                box = self._ink(run.font.key, glyph.glyph_id)
                if box is not None:
                    left, top, right, bottom = box
                    x, y = glyph.x, glyph.y
                    ink.append((x + left * scale, y + top * scale, x + right * scale, y + bottom * scale))
        bounds = (0.0, 0.0, 0.0, 0.0)
        if ink:
            lefts, tops, rights, bottoms = zip(*ink, strict=True)
            bounds = (min(lefts), min(tops), max(rights), max(bottoms))
        is_rtl = line_level("".join((rest[0], text, rest[1])), self._setting.rtl) == 1
        return ShapedLine(text, shape.width / EM * size, bounds, tuple(runs), is_rtl)

    def _shape(self, text: str, face: Face, rest: tuple[str, str] = ("", "")) -> Shape:
        key = (text, face, rest)
        found = self._shapes.get(key)
        if found is None:
            found = self._shapes[key] = shape_line(text, face, self._setting, rest)
        return found

    def _breaks_in_em(self, text: str, face: Face, most: int) -> _Broken:
        key = (text, face, most)
        found = self._broken.get(key)
        if found is None:
            ways = break_lines(
                text,
                most,
                lambda line: self._shape(line, face).width,
                lambda line: self._shape(line, face).advances,
                self._setting.lang,
            )
            found = self._broken[key] = tuple((lines, width / EM) for lines, width in ways)
        return found

    def _ink(self, font: FontKey, glyph_id: int) -> tuple[int, int, int, int] | None:
        key = (font, glyph_id)
        if key not in self._inks:
            self._inks[key] = ink_bounds(open_font(font).outline(glyph_id))
        return self._inks[key]


def _rest(line: str, whole: str) -> tuple[str, str]:
    """What stands before and after a line in its text; nothing where no letter of that text runs right to left."""
    if line in ("", whole) or not has_right_to_left(whole):
        return "", ""
    before, found, after = collapse(whole).partition(line)
    return (before, after) if found else ("", "")
