"""Texts: one group a text, one group a visual line."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from oauthviz.core.numbers import fmt
from oauthviz.core.outlines import Commands
from oauthviz.core.typography import TextStyle
from oauthviz.drawing.ink import Ink
from oauthviz.drawing.scene import Group, Node, TextLine
from oauthviz.layout.model import TextBlock
from oauthviz.text.model import FontKey, ShapedLine
from oauthviz.theme.icon_packs import SHIPPED, IconSet
from oauthviz.theme.model import Theme


class Typesetting(Protocol):
    """What drawing needs of the typesetter: glyphs of a line, and the outlines of a glyph."""

    def shape(self, text: str, style: TextStyle, whole: str | None = None) -> ShapedLine:
        """The line's glyphs, in px from its origin on the baseline. `whole` is the text that it was broken from."""
        ...

    def outline(self, font: FontKey, glyph_id: int) -> Commands:
        """The glyph's outline in whole font units, y down."""
        ...


class Pen(Struct, frozen=True):
    """What every drawing module is handed: the theme, the typesetter, and whether there is a background to cut with.

    `dense` asks for the finer strokes of a crowded picture, `icons` has those that boxes and headings name.
    """

    theme: Theme
    typesetter: Typesetting
    background: str | None
    dense: bool
    icons: IconSet = SHIPPED

    def text(self, block: TextBlock, fill: Ink, *before: Node) -> Group:
        """The group of a text, with plates (class `halo`) in front of its lines if `before` is given."""
        family = block.style.face.family
        generic = self.theme.paint.generic_families.get(family, "sans-serif")
        lines = tuple(
            TextLine(
                self.typesetter.shape(line.text, block.style, block.text),
                line.x,
                line.baseline,
                fill,
                block.style.size,
                family,
                generic,
                block.style.face.weight,
            )
            for line in block.lines
        )
        data = (("text", block.text), ("size", fmt(block.style.size)))
        return Group((*before, *lines), name=f"text {block.role}", data=data)
