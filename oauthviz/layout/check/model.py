"""What is drawn, in px with y down, neutral of where it was read from: a layout or a finished picture."""

from __future__ import annotations

from msgspec import Struct

from oauthviz.core.geometry import Polyline, Rect

Colour = tuple[int, int, int]
"""Red, green and blue, each 0-255."""


class DrawnText(Struct, frozen=True):
    """One text of the picture; `lines` is the ink of each visual line, top to bottom.

    `box`, `group` and `arrow` name the box, zone or boundary, and arrow that the text is part of; `on` is the box or
    arrow that a callout points at, `stem` runs from its flag to its dot there. `spoken` is what a screen reader finds,
    None where that is not known. `plate` is the pill or flag behind the text. `selection` is the area of each line that
    a viewer marks when the text is selected: other programs take it for the line's extent, so it must be as free as the
    ink. `hidden` says that something painted later lies over the text, or that it is transparent.
    """

    role: str
    text: str
    size: float
    lines: tuple[Rect, ...]
    box: str | None = None
    group: str | None = None
    arrow: str | None = None
    on: str | None = None
    spoken: str | None = None
    plate: Rect | None = None
    selection: tuple[Rect, ...] = ()
    colour: Colour | None = None
    backdrop: Colour | None = None
    hidden: bool = False
    stem: Polyline = ()


class DrawnIcon(Struct, frozen=True):
    """A box's icon: the area that holds it, its main colour and what lies behind, where these are known."""

    rect: Rect
    colour: Colour | None = None
    backdrop: Colour | None = None


class DrawnBox(Struct, frozen=True):
    """A box's outer rectangle, its icon, and its number's badge if it has one."""

    id: str
    rect: Rect
    icon: DrawnIcon | None
    zone: str | None = None
    badge: Rect | None = None


class DrawnGroup(Struct, frozen=True):
    """A zone or boundary (`kind`). `outline` is its closed border as points; the last joins the first."""

    id: str
    kind: str
    members: tuple[str, ...]
    rect: Rect
    outline: Polyline


class DrawnBranch(Struct, frozen=True):
    """One source's line, from tail to head, curves flattened."""

    source: str
    target: str
    points: Polyline


class DrawnArrow(Struct, frozen=True):
    """An arrow with its branches, the rectangles round its heads, and the rectangle round its badge."""

    id: str
    step: str
    both: bool
    branches: tuple[DrawnBranch, ...]
    heads: tuple[Rect, ...]
    badge: Rect | None = None
    colour: Colour | None = None
    backdrop: Colour | None = None


class DrawnLegendItem(Struct, frozen=True):
    """A legend item's number and the rectangle round all of it."""

    number: str
    rect: Rect


class DrawnDocument(Struct, frozen=True):
    """What an SVG file says besides its shapes. `external` and `forbidden` name what a safe picture may not hold."""

    title: str
    description: str
    role: str
    external: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


class Drawn(Struct, frozen=True):
    """A whole picture. `margin` is the canvas margin in px, None where it is not known.

    `blur` is how many px the lines of text may be off what will be drawn; 0 where they are measured on outlines.
    """

    width: float
    height: float
    texts: tuple[DrawnText, ...]
    boxes: tuple[DrawnBox, ...]
    groups: tuple[DrawnGroup, ...]
    arrows: tuple[DrawnArrow, ...]
    legend: tuple[DrawnLegendItem, ...] = ()
    legend_frame: Rect | None = None
    margin: float | None = None
    document: DrawnDocument | None = None
    blur: float = 0.0


class Finding(Struct, frozen=True):
    """One broken rule: its name, a sentence, and the ids or texts of what breaks it."""

    rule: str
    message: str
    subjects: tuple[str, ...] = ()
