"""A finished picture as the things that a reader sees: boxes, arrows, texts, with their places and paint."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from oauthviz.core.diagnostics import Diagnostic, SpecError
from oauthviz.core.geometry import Polyline, Rect
from oauthviz.render.embedding import vetted
from oauthviz.render.reading_nodes import Node
from oauthviz.render.reading_outlines import IDENTITY
from oauthviz.render.reading_tree import Tree

_THINGS = ("box", "arrow", "zone", "boundary", "callout", "legend-item", "legend", "key")
_HEADINGS = ("title", "subtitle", "caption")
_PAINT = ("fill", "stroke")
_FOLLOWING = ("shadows",)
"""What is drawn after the boxes and says nothing of its own."""


class Words(Struct, frozen=True):
    """A text: its role, what it says, its size in px, where it stands and in how many lines."""

    role: str
    text: str
    size: float
    rect: Rect | None
    lines: int


class Thing(Struct):
    """Something with a name of its own. `paint` maps (part, property) to the colours that it is painted in."""

    kind: str
    id: str
    rect: Rect | None
    words: list[Words] = field(default_factory=list)
    ways: list[Polyline] = field(default_factory=list)
    paint: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    data: dict[str, str] = field(default_factory=dict)


class Drawing(Struct, frozen=True):
    """A picture read back; `things` in drawing order."""

    width: float
    height: float
    title: str
    description: str
    things: tuple[Thing, ...]


def read_drawing(svg: str, file: str = "<svg>") -> Drawing:
    """What an SVG of ours shows, in px. Raises SpecError where it is none, LimitError over 16 MiB."""
    root = vetted(svg, file)
    tree = Tree(root, IDENTITY)
    reader = _Reader(tree)
    reader.read(tree.root, None)
    if not any(thing.kind == "box" for thing in reader.things):
        help = "give a picture that oauthviz has written"
        raise SpecError([Diagnostic("not-our-svg", "this is none of our SVGs: it has no boxes", file, help=help)])
    said = {child.tag: child.text or "" for child in root if child.tag in ("title", "desc")}
    sizes = [float(root.get(key, "0").removesuffix("px")) for key in ("width", "height")]
    return Drawing(sizes[0], sizes[1], said.get("title", ""), said.get("desc", ""), tuple(reader.things))


class _Reader:
    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self.things: list[Thing] = []

    def read(self, node: Node, thing: Thing | None) -> None:
        if any(name in node.classes for name in _FOLLOWING) or node.tag in ("defs", "title", "desc"):
            return
        kind = _kind(node, thing)
        if kind is not None:
            thing = self._thing(node, kind)
            self.things.append(thing)
        if thing is not None:
            self._take(node, thing)
        if "text" in node.classes:
            return
        for child in node.children:
            self.read(child, thing)

    def _thing(self, node: Node, kind: str) -> Thing:
        frame = node.one(f"{kind}-frame") or node
        keys = ("data-id", "data-on", "data-n")
        name = next((node.attributes[key] for key in keys if key in node.attributes), "")
        return Thing(kind, name, _rect(frame), data=_data(node.attributes))

    def _take(self, node: Node, thing: Thing) -> None:
        if "text" in node.classes:
            lines = node.all("line")
            role = next((name for name in node.classes if name != "text"), "")
            size = float(node.data("size") or 0)
            thing.words.append(Words(role, node.data("text") or "", size, _rect(node) or _band(node), len(lines)))
            for line in lines:
                thing.paint[role, "fill"].add(line.attributes.get("fill", ""))
            return
        for key in _PAINT:
            value = node.attributes.get(key, "none")
            if value != "none":
                thing.paint[_part(node), key].add(value)
        if "arrow-path" in node.classes and node.ink:
            thing.ways.append(tuple(self._tree.shapes[node.first].parts[0]))
        icon = node.data("icon")
        if icon is not None:
            thing.data["icon"] = icon


def _kind(node: Node, inside: Thing | None) -> str | None:
    for name in _THINGS:
        if name in node.classes and (inside is None or inside.kind != name):
            return name
    if inside is None and "text" in node.classes:
        return next((name for name in node.classes if name in _HEADINGS), "text")
    return "background" if inside is None and "background" in node.classes else None


def _part(node: Node) -> str:
    """The nearest class inwards of the thing itself; icons are one part."""
    around: Node | None = node
    while around is not None and not around.classes:
        around = around.parent
    icon = node.closest("icon")
    if icon is not None and "tile" not in node.classes:
        return "icon"
    return around.classes[0] if around is not None else node.tag


def _data(attributes: Mapping[str, str]) -> dict[str, str]:
    return dict(_spoken(attributes))


def _spoken(attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, value in attributes.items():
        if key.startswith("data-") and key not in ("data-id", "data-text", "data-size"):
            yield key.removeprefix("data-"), value
        elif key == "href":
            yield "link", value


def _rect(node: Node) -> Rect | None:
    span = node.bounds()
    return Rect(span[0], span[1], span[2] - span[0], span[3] - span[1]) if span else None


def _band(node: Node) -> Rect | None:
    """Where a text stands that is drawn in the reader's own font."""
    words = [n.words for n in node.walk() if n.words is not None and n.words.width is not None]
    if not words:
        return None
    left, top = min(w.x for w in words), min(w.y - w.size for w in words)
    right, bottom = max(w.x + (w.width or 0.0) for w in words), max(w.y for w in words)
    return Rect(left, top, right - left, bottom - top)
