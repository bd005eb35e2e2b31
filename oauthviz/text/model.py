"""What the rest of the program knows of text: broken lines and shaped lines."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from oauthviz.core.typography import TextStyle


class Break(Struct, frozen=True):
    """One way to break a text: its lines, and the width of the widest in px."""

    lines: tuple[str, ...]
    width: float


class Glyph(Struct, frozen=True):
    """One glyph of a shaped line. `x`, `y` in px from the line's origin on the baseline, y down."""

    glyph_id: int
    x: float
    y: float


class GlyphRun(Struct, frozen=True):
    """Glyphs of one font. `scale` is px per font unit."""

    font: FontKey
    scale: float
    glyphs: tuple[Glyph, ...]


class FontKey(Struct, frozen=True, order=True):
    """One font file at one weight: the identity of a set of outlines."""

    family: str
    weight: int


class ShapedLine(Struct, frozen=True):
    """A line of text as glyphs. `ink` is (left, top, right, bottom) in px round the outlines, y down from the baseline.

    The runs stand in visual order, from left to right. `rtl` says that the line itself runs from right to left.
    """

    text: str
    width: float
    ink: tuple[float, float, float, float]
    runs: tuple[GlyphRun, ...]
    rtl: bool = False


class Vertical(Struct, frozen=True):
    """A face's vertical measures in em: how far capitals, small letters and ascenders reach up, descenders down."""

    cap_height: float
    x_height: float
    ascent: float
    descent: float


class Measurer(Protocol):
    """What layout needs of text. Widths are those of the outlines that will be drawn."""

    def width(self, text: str, style: TextStyle) -> float:
        """Advance width of one line in px."""
        ...

    def breaks(self, text: str, style: TextStyle, most: int = 8) -> tuple[Break, ...]:
        """The best-balanced way to break `text` into 1, 2, … lines, ever narrower; at most `most` of them.

        An empty text gives one Break with no lines. A text that cannot be broken further ends the list early.
        """
        ...

    def wrap(self, text: str, style: TextStyle, width: float, most: int = 8) -> Break:
        """The Break with the fewest lines that is at most `width` px wide, else the narrowest there is."""
        ...
