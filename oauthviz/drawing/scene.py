"""The final vocabulary: what a renderer has to know, and nothing more. Units are px, y down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from oauthviz.core.geometry import Rect
from oauthviz.core.outlines import Commands
from oauthviz.drawing.ink import Ink
from oauthviz.text.model import FontKey, ShapedLine

Attributes = tuple[tuple[str, str], ...]


class Look(Struct, frozen=True):
    """Paint of a shape: colours are #rrggbb, None paints nothing. `dash` lengths are in the shape's own units.

    A fill may be a gradient, whose coordinates are the shape's own.
    """

    fill: Ink | None = None
    stroke: str | None = None
    width: float = 1.0
    dash: tuple[float, ...] = ()
    dash_offset: float = 0.0
    round_ends: bool = False
    fill_opacity: float = 1.0
    stroke_opacity: float = 1.0


class Path(Struct, frozen=True):
    """An outline of path commands. `name` is its class, `data` its data-* attributes without the `data-`."""

    commands: Commands
    look: Look
    name: str = ""
    data: Attributes = ()


class Rectangle(Struct, frozen=True):
    """A rectangle with round corners of `radius`."""

    rect: Rect
    radius: float
    look: Look
    name: str = ""


class Circle(Struct, frozen=True):
    cx: float
    cy: float
    r: float
    look: Look
    name: str = ""


class TextLine(Struct, frozen=True):
    """One visual line of text: its glyphs from (`x`, `baseline`) on, and what a text-only output needs to know."""

    shaped: ShapedLine
    x: float
    baseline: float
    fill: Ink
    size: float
    family: str
    generic: str
    weight: int


class Group(Struct, frozen=True):
    """Parts drawn one after another.

    `name` holds the classes, `id` is unique in the picture and gets the picture's prefix, `label` is read aloud,
    `at` and `scale` place the children's own coordinates, `href` makes a link of it. `hidden` is for decoration.
    """

    parts: tuple[Node, ...]
    name: str = ""
    id: str | None = None
    data: Attributes = ()
    label: str | None = None
    hidden: bool = False
    at: tuple[float, float] | None = None
    scale: float = 1.0
    href: str | None = None


Node = Group | Path | Rectangle | Circle | TextLine

Outlines = Mapping[tuple[FontKey, int], Commands]


class Scene(Struct, frozen=True):
    """A picture, back to front. `outlines` holds each glyph that is used, in font units, y down."""

    width: float
    height: float
    title: str
    description: str
    lang: str
    parts: tuple[Node, ...]
    outlines: Outlines


def text_lines(parts: tuple[Node, ...]) -> Iterator[TextLine]:
    """Every line of text below `parts`, in drawing order."""
    for part in parts:
        if isinstance(part, TextLine):
            yield part
        elif isinstance(part, Group):
            yield from text_lines(part.parts)


def has_ends(node: Path | Rectangle | Circle) -> bool:
    """Whether a stroke along the outline may end anywhere.

    Round ends on a closed line show nothing, but resvg moves the closing edge of a hairline that has them aside.
    """
    if not isinstance(node, Path) or node.look.dash or not node.look.round_ends:
        return True
    starts, closings = (sum(command[0] == letter for command in node.commands) for letter in "MZ")
    return closings < starts
