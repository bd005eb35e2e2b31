"""A line of text as glyphs, in units that are whole numbers whatever the font."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from oauthviz.core.typography import Face
from oauthviz.text.clusters import clusters
from oauthviz.text.direction import levels, visual_order
from oauthviz.text.errors import MissingGlyphError
from oauthviz.text.fonts import Font, chain, open_font

# Parts of an em that every position is counted in. It is a multiple of every usual number of units to the em (a power
# of two up to 16384, or 1000 or 2000), so that lines of several fonts add up in whole numbers.
EM = 2_048_000

_COMMON = "Zyyy"

# Ligatures would draw `->` or `!=` as one sign, and what is drawn must be what is written. What a script cannot be
# written without (rlig, the joining and conjunct forms) is none of these and stays on.
_PLAIN = {"liga": False, "clig": False, "dlig": False, "hlig": False, "calt": False}
_JOINED = {"liga": False, "clig": False, "dlig": False, "hlig": False}

# Scripts whose letters touch: contextual forms belong to the script, and tracking would tear the letters apart.
_JOINED_SCRIPTS = ("Arab", "Deva")


@dataclass(frozen=True, slots=True)
class ShapedRun:
    """Glyphs of one font: (glyph id, x, y) in parts of an em from the line's origin, y down."""

    font: Font
    glyphs: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A shaped line. `width` and `advances` are in parts of an em, tracking included.

    `advances` has one entry for each character of the text, in the text's order: its cluster's advance at the
    cluster's first character, 0 at the others.
    """

    width: int
    runs: tuple[ShapedRun, ...]
    advances: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """A stretch text[start:end] of one font, script and level."""

    font: Font
    script: str
    level: int
    start: int
    end: int


def shape_line(text: str, face: Face, boxes: bool) -> Shape:
    """Shape one line. Line ends and tabs count as spaces.

    Raises MissingGlyphError for a character that no font of the face's chain has, unless `boxes` asks for the
    face's own box in its place.
    """
    text = text.translate(_AS_SPACE)
    items = _items(text, face, boxes)
    tracking = round(face.tracking * EM)
    advances = [0] * len(text)
    runs: list[ShapedRun] = []
    pen = 0
    for item in visual_order(items, [item.level for item in items]):
        joined = item.script in _JOINED_SCRIPTS
        unit = EM // item.font.units_per_em
        placed: list[tuple[int, int, int]] = []
        cluster = -1
        features = _JOINED if joined else _PLAIN
        rtl = item.level % 2 == 1
        for glyph_id, start, advance, dx, dy in item.font.shape(text, item.start, item.end, item.script, rtl, features):
            if start != cluster and cluster >= 0 and not joined:
                pen += tracking
                advances[cluster] += tracking
            cluster = start
            placed.append((glyph_id, pen + dx * unit, -dy * unit))
            pen += advance * unit
            advances[cluster] += advance * unit
        if cluster >= 0 and not joined:
            pen += tracking
            advances[cluster] += tracking
        runs.append(ShapedRun(item.font, tuple(placed)))
    return Shape(pen, tuple(runs), tuple(advances))


_AS_SPACE = dict.fromkeys((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), " ")


def _items(text: str, face: Face, boxes: bool) -> list[_Item]:
    """The text cut where font, script or level change."""
    keys = chain(face.family, face.weight)
    first = open_font(keys[0])
    if text and text.isascii() and all(map(first.covers, text)):
        # What the general way comes to for most texts by far, at a fraction of the time.
        script = "Latn" if any(map(str.isalpha, text)) else _COMMON
        return [_Item(first, script, 0, 0, len(text))]
    pieces = clusters(text)
    found: list[_Item] = []
    start = 0
    for piece, script, level in zip(pieces, _scripts(pieces), levels(pieces), strict=True):
        font = next((font for font in map(open_font, keys) if font.covers(piece)), None)
        if font is None:
            if not boxes:
                raise _missing(text, piece, [open_font(key) for key in keys])
            font = first
        end = start + len(piece)
        last = found[-1] if found else None
        if last is not None and (last.font, last.script, last.level) == (font, script, level):
            found[-1] = _Item(font, script, level, last.start, end)
        else:
            found.append(_Item(font, script, level, start, end))
        start = end
    return found


def _missing(text: str, piece: str, fonts: list[Font]) -> MissingGlyphError:
    """The error for a cluster that no font has, naming the character that most of all is missing."""
    for character in piece:
        if not any(font.covers(character) for font in fonts):
            return MissingGlyphError(text, character, [font.key.family for font in fonts])
    return MissingGlyphError(text, piece[0], [font.key.family for font in fonts])


def _scripts(pieces: tuple[str, ...]) -> list[str]:
    """The script of each cluster; spaces, digits and signs go with what stands before them, or at first after."""
    own = [_script(piece[0]) for piece in pieces]
    current = next((script for script in own if script != _COMMON), _COMMON)
    for i, script in enumerate(own):
        if script == _COMMON:
            own[i] = current
        current = own[i]
    return own


@cache
def _script(character: str) -> str:
    """The ISO 15924 code of a character's script, `Zyyy` where it belongs to many."""
    import uharfbuzz as hb  # heavy: loaded with the first text

    buffer = hb.Buffer()
    buffer.add_str(character)
    buffer.language = "und"
    buffer.guess_segment_properties()
    return str(buffer.script) if buffer.script else _COMMON
