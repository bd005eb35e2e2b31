"""A line of text as glyphs, in units that are whole numbers whatever the font."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from unicodedata import category

from msgspec import Struct

from oauthviz.core.typography import Face
from oauthviz.text.bidi import bracket_of, visual_order
from oauthviz.text.clusters import clusters
from oauthviz.text.direction import levels, line_level
from oauthviz.text.errors import MissingGlyphError
from oauthviz.text.families import EAST_ASIAN, RAISED, family
from oauthviz.text.fonts import ANY_SCRIPT, Font, Link, absent_extra, chain, open_font

# Parts of an em that every position is counted in. It is a multiple of every usual number of units to the em (a power
# of two up to 16384, or 1000 or 2000), so that lines of several fonts add up in whole numbers.
EM = 2_048_000

# Ligatures would draw `->` or `!=` as one sign, and what is drawn must be what is written. What a script cannot be
# written without (rlig, the joining and conjunct forms) is none of these and stays on.
_PLAIN = {"liga": False, "clig": False, "dlig": False, "hlig": False, "calt": False}
_JOINED = {"liga": False, "clig": False, "dlig": False, "hlig": False}

# Signs of several scripts that only fonts of one sort have (a part of ScriptExtensions.txt).
_EXTENDED = (
    ((0x060C, 0x061B, 0x061F, 0x0640), "Arab"),
    (range(0x0964, 0x0966), "Deva"),
    (range(0x3001, 0x3020), "Hani"),
    (range(0x30FB, 0x30FD), "Kana"),
    (range(0xFF00, 0xFF66), "Hani"),
)

# Ideographs, kana and syllables stand on squares of their own: browsers do not kern them either.
_SQUARE = {**_PLAIN, "kern": False}

# Scripts whose letters touch: contextual forms belong to the script, and tracking would tear the letters apart.
_JOINED_SCRIPTS = ("Arab", "Syrc", "Deva", "Beng", "Guru")


class ShapedRun(Struct, frozen=True):
    """Glyphs of one font: (glyph id, x, y) in parts of an em from the line's origin, y down.

    `unit` is how many parts of an em one of the font's units is long.
    """

    font: Font
    unit: int
    glyphs: tuple[tuple[int, int, int], ...]


class Shape(Struct, frozen=True):
    """A shaped line. `width` and `advances` are in parts of an em, tracking included.

    `advances` has one entry for each character of the text, in the text's order: its cluster's advance at the
    cluster's first character, 0 at the others.
    """

    width: int
    runs: tuple[ShapedRun, ...]
    advances: tuple[int, ...]


class Setting(Struct, frozen=True):
    """What a text is set by, beside its face: its language (BCP 47), and whether that runs right to left.

    `boxes` draws the face's own box for a character that no font has.
    """

    lang: str = "und"
    rtl: bool = False
    boxes: bool = False


class _Item(Struct, frozen=True):
    """A stretch text[start:end] of one font, script and level."""

    link: Link
    script: str
    level: int
    start: int
    end: int


def shape_line(text: str, face: Face, setting: Setting, rest: tuple[str, str] = ("", "")) -> Shape:
    """Shape one line. Line ends and tabs count as spaces.

    `rest` is what stands before and after it in the text that it was broken from: it tells which way its parts run.
    Raises MissingGlyphError for a character that no font of the face's chain has, unless boxes are asked for.
    """
    text = text.translate(_AS_SPACE)
    items = _items(text, face, setting, rest)
    tracking = round(face.tracking * EM)
    advances = [0] * len(text)
    runs: list[ShapedRun] = []
    pen = 0
    for item in visual_order(items, [item.level for item in items]):
        joined = item.script in _JOINED_SCRIPTS
        font = open_font(item.link.key)
        unit = round(EM // font.units_per_em * item.link.enlarged)
        raised = round(RAISED.get(item.script, 0.0) * EM) if item.link.key.family != face.family else 0
        placed: list[tuple[int, int, int]] = []
        cluster = -1
        features = _JOINED if joined else _SQUARE if item.script in EAST_ASIAN else _PLAIN
        shaped = font.shape(text, item.start, item.end, item.script, item.level % 2 == 1, features, setting.lang)
        for glyph_id, start, advance, dx, dy in shaped:
            if start != cluster and cluster >= 0 and not joined:
                pen += tracking
                advances[cluster] += tracking
            cluster = start
            placed.append((glyph_id, pen + dx * unit, -dy * unit - raised))
            pen += advance * unit
            advances[cluster] += advance * unit
        if cluster >= 0 and not joined:
            pen += tracking
            advances[cluster] += tracking
        runs.append(ShapedRun(font, unit, tuple(placed)))
    return Shape(pen, tuple(runs), tuple(advances))


_AS_SPACE = dict.fromkeys((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), " ")


def _items(text: str, face: Face, setting: Setting, rest: tuple[str, str]) -> list[_Item]:
    """The text cut where font, script or level change."""
    before, after = rest
    base = line_level(before + text + after, setting.rtl)
    if text and text.isascii() and base == 0:
        script = "Latn" if any(map(str.isalpha, text)) else ANY_SCRIPT
        link = chain(face.family, face.weight, script, setting.lang)[0]
        if all(map(open_font(link.key).covers, text)):
            # What the general way comes to for most texts by far, at a fraction of the time.
            return [_Item(link, script, 0, 0, len(text))]
    pieces = clusters(text)
    scripts = _scripts(pieces)
    links = _links(text, pieces, scripts, face, setting)
    found: list[_Item] = []
    start = 0
    for piece, script, level, link in zip(pieces, scripts, levels(pieces, base, before, after), links, strict=True):
        end = start + len(piece)
        last = found[-1] if found else None
        if last is not None and (last.link, last.script, last.level) == (link, script, level):
            found[-1] = _Item(link, script, level, last.start, end)
        else:
            found.append(_Item(link, script, level, start, end))
        start = end
    return found


def _links(text: str, pieces: tuple[str, ...], scripts: list[str], face: Face, setting: Setting) -> list[Link]:
    """The font of each cluster: one for all letters of a word, where there is one that has them all."""
    found: list[Link] = []
    places = range(len(pieces))
    for (script, is_word), group in groupby(places, lambda i: (scripts[i], _is_letter(pieces[i]))):
        keys = chain(face.family, face.weight, script, setting.lang)
        own = [pieces[i] for i in group]
        whole = next((key for key in keys if all(map(open_font(key.key).covers, own))), None) if is_word else None
        if whole is not None:
            found += [whole] * len(own)
            continue
        for piece in own:
            link = next((key for key in keys if open_font(key.key).covers(piece)), None)
            if link is None:
                if not setting.boxes:
                    extra = absent_extra(face.family, script, setting.lang)
                    raise _missing(text, piece, [open_font(key.key) for key in keys], extra)
                link = keys[0]
            found.append(link)
    if family(face.family).style == "mono":
        _give_spaces(pieces, found)
    return found


def _give_spaces(pieces: tuple[str, ...], links: list[Link]) -> None:
    """A space between two words of a stand-in becomes the stand-in's: that of a mono face, as wide as a letter, would
    tear them apart. Between others the face's own stays, as in browsers.
    """
    for i, piece in enumerate(pieces[1:-1], 1):
        if piece == " " and links[i - 1] == links[i + 1] and open_font(links[i - 1].key).covers(piece):
            links[i] = links[i - 1]


def _is_letter(piece: str) -> bool:
    return piece[0].isalpha() or category(piece[0])[0] == "M"


def _missing(text: str, piece: str, fonts: list[Font], extra: str | None) -> MissingGlyphError:
    """The error for a cluster that no font has, naming the character that most of all is missing."""
    names = [font.key.family for font in fonts]
    uncovered = (character for character in piece if not any(font.covers(character) for font in fonts))
    return MissingGlyphError(text, next(uncovered, piece[0]), names, extra)


def _scripts(pieces: tuple[str, ...]) -> list[str]:
    """The script of each cluster; spaces, digits and signs go with what stands before them, or at first after.

    A closing bracket has the script of its opening one (UAX 24, section 5.1).
    """
    own = [_script(piece[0]) for piece in pieces]
    current = next((script for script in own if script != ANY_SCRIPT), ANY_SCRIPT)
    opened: list[tuple[str, str]] = []
    for i, script in enumerate(own):
        if script == ANY_SCRIPT:
            own[i] = current
            bracket = bracket_of(pieces[i][0])
            if bracket is not None and bracket[0]:
                opened.append((bracket[1], current))
            elif bracket is not None and any(closing == bracket[1] for closing, _ in opened):
                while opened[-1][0] != bracket[1]:
                    opened.pop()
                own[i] = opened.pop()[1]
        current = own[i]
    return own


@cache
def _script(character: str) -> str:
    """The ISO 15924 code of a character's script, `Zyyy` where it belongs to many."""
    extended = next((script for codes, script in _EXTENDED if ord(character) in codes), None)
    if extended is not None:
        return extended
    import uharfbuzz as hb  # heavy: loaded with the first text

    buffer = hb.Buffer()
    buffer.add_str(character)
    buffer.language = "und"
    buffer.guess_segment_properties()
    return str(buffer.script) if buffer.script else ANY_SCRIPT
