"""An SVG as a tree of nodes with their places in px and their paint: the part of SVG that our own pictures use."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Any

from oauthviz.core.diagnostics import Diagnostic, SpecError
from oauthviz.core.geometry import Point
from oauthviz.core.outlines import Command, Commands
from oauthviz.core.pathdata import read_path_data
from oauthviz.layout.check.model import Colour
from oauthviz.layout.check.plane import Span
from oauthviz.render.reading_gradients import Shade, read_shade
from oauthviz.render.reading_nodes import Node, Shape, Words
from oauthviz.render.reading_outlines import (
    Matrix,
    applied,
    bounds_of,
    ellipse,
    read_transform,
    scale_of,
    times,
)

DEEPEST = 64
"""Levels of nested elements that are read; ours have fewer than ten."""

MOST_COMMANDS = 50_000
"""Commands of one path."""

# Bands in which shapes are looked up by place: their height in px, and how many there are.
_BAND = 24.0
_BANDS = 64

_INHERITED = ("fill", "stroke", "fill-opacity", "stroke-opacity", "stroke-width", "color", "visibility", "font-size")
_GLYPH_KEYS = frozenset({"href", "x", "y"})
_UNDRAWN = ("defs", "clipPath", "mask", "pattern", "linearGradient", "radialGradient", "symbol", "metadata")
_HEX = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)")
_NAMED: dict[str, Colour] = {"black": (0, 0, 0), "white": (255, 255, 255)}


class _Glyph:
    """An outline that many lines of text use, with its bounds at each of its sizes."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self._bounds: dict[tuple[float, float, float, float], Span | None] = {}

    def bounds(self, turn: tuple[float, float, float, float]) -> Span | None:
        """The bounds under a matrix's first four numbers."""
        if turn not in self._bounds:
            a, b, c, d = turn
            own = self.bounds((1.0, 0.0, 0.0, 1.0)) if turn != (1.0, 0.0, 0.0, 1.0) else None
            if own is not None and b == c == 0 and a > 0 and d > 0:
                # neither turned nor mirrored: the curves' extremes stay where they are
                self._bounds[turn] = (own[0] * a, own[1] * d, own[2] * a, own[3] * d)
            else:
                self._bounds[turn] = bounds_of(self._commands, (*turn, 0.0, 0.0))
        return self._bounds[turn]


class Tree:
    """A read picture: its nodes, and its shapes in drawing order.

    Numbers that no geometry can be done with are found at once, unless the picture is `trusted`.
    """

    def __init__(self, root: Any, base: Matrix, *, trusted: bool = False) -> None:
        self._trusted = trusted
        self.shapes: list[Shape] = []
        self._nodes: list[Node] = []
        self._surfaces: list[tuple[int, Shape]] = []
        self._defined: dict[str, Any] = {}
        for element in root.iter():
            name = element.get("id")
            if name and name not in self._defined:
                self._defined[name] = element
        self._glyphs: dict[str, _Glyph | None] = {}
        try:
            self.root = self._node(root, None, base, {"fill": "black", "color": "black", "stroke-width": "1"}, 1.0, 0)
        except (ValueError, OverflowError) as error:
            raise unreadable(str(error)) from None

    def near(self, point: Point) -> list[tuple[int, Shape]]:
        """What is painted near a point, glyphs apart: all whose bounds and strokes hold it, each with its number."""
        x, y = point
        return [
            surface
            for (left, top, right, bottom), surface in self._bands[_band(y)]
            if left <= x <= right and top <= y <= bottom
        ]

    @cached_property
    def _bands(self) -> list[list[tuple[Span, tuple[int, Shape]]]]:
        """The surfaces with their areas, by the bands of the picture that they reach into, in drawing order."""
        bands: list[list[tuple[Span, tuple[int, Shape]]]] = [[] for _ in range(_BANDS)]
        for surface in self._surfaces:
            area = surface[1].area
            entry = area, surface
            for band in range(_band(area[1]), _band(area[3]) + 1):
                bands[band].append(entry)
        return bands

    def _node(
        self, element: Any, parent: Node | None, matrix: Matrix, style: dict[str, str], alpha: float, depth: int
    ) -> Node:
        if depth > DEEPEST:
            raise unreadable(f"its elements are nested more than {DEEPEST} deep")
        attributes = _attributes(element)
        tag = local_name(element.tag) if isinstance(element.tag, str) else "comment"
        looks = attributes | _declarations(attributes["style"]) if "style" in attributes else attributes
        own = {key: looks[key] for key in _INHERITED if key in looks and looks[key] != "inherit"}
        style = style | own if own else style
        alpha *= _number(looks, "opacity", 1.0)
        if "transform" in attributes:
            matrix = times(matrix, read_transform(attributes["transform"]))
        node = Node(tag, attributes, tuple(attributes.get("class", "").split()), parent, matrix, order=self._nodes)
        node.first, node.start = len(self.shapes), len(self._nodes)
        self._nodes.append(node)
        if tag not in _UNDRAWN and looks.get("display") != "none":
            if tag == "text":
                node.words = self._words(element, attributes, style, matrix, alpha)
            elif tag == "use":
                self._use(node, style, alpha, depth)
            else:
                self._shape(node, _commands(tag, attributes), matrix, style, alpha)
                if not self._run(element, node, style, alpha):
                    for child in element:
                        node.children.append(self._node(child, node, matrix, style, alpha, depth + 1))
        node.last, node.end = len(self.shapes), len(self._nodes)
        return node

    def _use(self, node: Node, style: dict[str, str], alpha: float, depth: int) -> None:
        target = self._defined.get(node.attributes.get("href", "")[1:])
        if target is None:
            return
        x, y = _number(node.attributes, "x", 0.0), _number(node.attributes, "y", 0.0)
        matrix = times(node.matrix, (1.0, 0.0, 0.0, 1.0, x, y))
        node.children.append(self._node(target, node, matrix, style, alpha, depth + 1))

    def _run(self, element: Any, node: Node, style: dict[str, str], alpha: float) -> bool:
        """Read an element of a line that holds glyphs only as one shape; a picture has thousands of them.

        A glyph is a `<use>` with nothing but its place, of a path with nothing but its outline.
        """
        if not len(element) or style.get("visibility") == "hidden" or not node.closest("line"):
            return False
        a, b, c, d, e, f = node.matrix
        inks: list[Span] = []
        turn = (a, b, c, d)
        for child in element:
            attributes = _attributes(child)
            glyph = self._outline(attributes.get("href", "")[1:])
            plain = local_name(child.tag) == "use" and not len(child) and attributes.keys() <= _GLYPH_KEYS
            if glyph is None or not plain:
                return False
            # bounds depend on the place by addition only, so that a glyph's are computed once for each size
            near = glyph.bounds(turn)
            if near is not None:
                x, y = _number(attributes, "x", 0.0), _number(attributes, "y", 0.0)
                dx, dy = a * x + c * y + e, b * x + d * y + f
                inks.append((near[0] + dx, near[1] + dy, near[2] + dx, near[3] + dy))
        if inks:
            lefts, tops, rights, bottoms = zip(*inks, strict=True)
            node.ink = (min(lefts), min(tops), max(rights), max(bottoms))
            self.shapes.append(self._painted(node.ink, None, node.matrix, style, alpha, ()))
        return True

    def _outline(self, name: str) -> _Glyph | None:
        """The glyph of that id, read once; None where it is no plain path."""
        if name not in self._glyphs:
            target = self._defined.get(name)
            found: _Glyph | None = None
            if target is not None and local_name(target.tag) == "path" and target.attrib.keys() <= {"id", "d"}:
                found = _Glyph(read_path_data(target.get("d", ""), MOST_COMMANDS))
            self._glyphs[name] = found
        return self._glyphs[name]

    def _shape(self, node: Node, commands: Commands, matrix: Matrix, style: dict[str, str], alpha: float) -> None:
        if not commands or style.get("visibility") == "hidden":
            return
        node.ink = bounds_of(commands, matrix)
        if node.ink is None:
            return
        outline = None if node.closest("line") else (commands, matrix)
        shape = self._painted(node.ink, outline, matrix, style, alpha, node.classes)
        if outline is not None and (self._trusted or shape.parts):
            self._surfaces.append((len(self.shapes), shape))
        self.shapes.append(shape)

    def _painted(
        self,
        ink: Span,
        outline: tuple[Commands, Matrix] | None,
        matrix: Matrix,
        style: dict[str, str],
        alpha: float,
        classes: tuple[str, ...],
    ) -> Shape:
        return Shape(
            bounds=ink,
            outline=outline,
            fill=self._colours(style.get("fill", "black"), style),
            fill_alpha=alpha * _number(style, "fill-opacity", 1.0),
            stroke=self._colours(style.get("stroke", "none"), style),
            stroke_alpha=alpha * _number(style, "stroke-opacity", 1.0),
            width=_number(style, "stroke-width", 1.0) * scale_of(matrix),
            classes=classes,
            shade=self._shade(style.get("fill", "black"), style, ink, matrix),
        )

    def _words(
        self, element: Any, attributes: dict[str, str], style: dict[str, str], matrix: Matrix, alpha: float
    ) -> Words:
        scale = scale_of(matrix)
        x, y = applied(matrix, _number(attributes, "x", 0.0), _number(attributes, "y", 0.0))
        width = _number(attributes, "textLength", 0.0) * scale if "textLength" in attributes else None
        text = "".join(element.itertext())
        fill = self._colours(style.get("fill", "black"), style)
        visible = bool(fill) and alpha * _number(style, "fill-opacity", 1.0) > 0
        return Words(text, x, y, _number(style, "font-size", 16.0) * scale, width, fill, visible)

    def _shade(self, value: str, style: dict[str, str], bounds: Span, matrix: Matrix) -> Shade | None:
        """The gradient that a fill names, if it is one."""
        gradient = self._defined.get(value[5:-1]) if value.startswith("url(#") else None
        if gradient is None:
            return None
        stops: list[tuple[float, Colour, float]] = []
        for stop in gradient:
            look = _attributes(stop)
            colours = self._colours(look.get("stop-color", "black"), style)
            if local_name(stop.tag) == "stop" and colours:
                stops.append((_number(look, "offset", 0.0), colours[0], _number(look, "stop-opacity", 1.0)))
        attributes = _attributes(gradient)
        return read_shade(gradient, stops, bounds, matrix, lambda key: _number(attributes, key, 0.0))

    def _colours(self, value: str, style: dict[str, str]) -> tuple[Colour, ...]:
        value = value.strip()
        if value.lower() == "currentcolor":
            value = style.get("color", "black")
        if value.startswith("url(#"):
            gradient = self._defined.get(value[5 : value.find(")")])
            stops = gradient.iter() if gradient is not None else ()
            found = [self._colours(s.get("stop-color", "black"), style) for s in stops if local_name(s.tag) == "stop"]
            return tuple(colour for colours in found for colour in colours)
        return _plain_colour(value)


@cache
def _plain_colour(value: str) -> tuple[Colour, ...]:
    """The colour that a word names; empty where it names none."""
    match = _HEX.fullmatch(value)
    if match:
        digits = match[1] if len(match[1]) == 6 else "".join(2 * d for d in match[1])
        return ((int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)),)
    match = _RGB.fullmatch(value)
    if match:
        return ((int(match[1]), int(match[2]), int(match[3])),)
    return (_NAMED[value.lower()],) if value.lower() in _NAMED else ()


def _band(y: float) -> int:
    """The band that a coordinate lies in; what is far outside counts to the outermost ones."""
    return int(max(0.0, min((_BANDS - 1) * _BAND, y)) // _BAND)


def unreadable(why: str) -> SpecError:
    """The error for an SVG that is not one of ours."""
    return SpecError(
        [
            Diagnostic(
                "not-our-svg",
                f"this SVG cannot be checked: {why}",
                "<svg>",
                help="check reads pictures written by oauthviz; check the spec instead",
            )
        ]
    )


@cache
def local_name(name: str) -> str:
    """A tag or key without its namespace."""
    return name.rsplit("}", 1)[-1]


def _attributes(element: Any) -> dict[str, str]:
    return {local_name(key): value for key, value in element.attrib.items()}


def _declarations(style: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return {key.strip(): value.strip() for key, value in pairs}


def _number(attributes: dict[str, str], key: str, default: float) -> float:
    """A plain number, px allowed. Raises ValueError for any other."""
    text = attributes.get(key)
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float(text.strip().removesuffix("px"))
    if not abs(value) < 1e6:
        raise ValueError(f"{key} is {text[:20]}")
    return value


def _commands(tag: str, attributes: dict[str, str]) -> Commands:
    """The outline of a basic shape in its own coordinates; empty for other elements."""

    def n(key: str) -> float:
        return _number(attributes, key, 0.0)

    if tag == "path":
        return read_path_data(attributes.get("d", ""), MOST_COMMANDS)
    if tag == "rect":
        x, y, w, h = n("x"), n("y"), n("width"), n("height")
        return (("M", x, y), ("L", x + w, y), ("L", x + w, y + h), ("L", x, y + h), ("Z",))
    if tag == "circle":
        return ellipse(n("cx"), n("cy"), n("r"), n("r"))
    if tag == "ellipse":
        return ellipse(n("cx"), n("cy"), n("rx"), n("ry"))
    if tag == "line":
        return (("M", n("x1"), n("y1")), ("L", n("x2"), n("y2")))
    if tag in ("polyline", "polygon"):
        v = [float(part) for part in attributes.get("points", "").replace(",", " ").split()]
        points = list(zip(v[::2], v[1::2], strict=False))
        lines: list[Command] = [("M" if k == 0 else "L", *p) for k, p in enumerate(points)]
        return (*lines, ("Z",)) if tag == "polygon" and lines else tuple(lines)
    return ()
