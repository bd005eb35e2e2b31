"""Reading one of our own SVGs back: what it really shows, measured on its outlines."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import XML as parsed_at_once

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from oauthviz.core.diagnostics import Diagnostic, LimitError, Position, SpecError
from oauthviz.core.geometry import Polyline, Rect
from oauthviz.layout.check.model import (
    Colour,
    Drawn,
    DrawnArrow,
    DrawnBox,
    DrawnBranch,
    DrawnDocument,
    DrawnGroup,
    DrawnIcon,
    DrawnLegendItem,
    DrawnText,
)
from oauthviz.layout.check.plane import Span, joined
from oauthviz.render.reading_colours import backdrop, covered, middling, weakest
from oauthviz.render.reading_nodes import Node, Words
from oauthviz.render.reading_outlines import Matrix, scale_of
from oauthviz.render.reading_tree import Tree, local_name, unreadable

MAX_BYTES = 16 * 1024 * 1024
"""Size of an SVG that is read; ours are a hundredth of it."""

# Ascent and descent in em of the fonts that a viewer may put in the place of ours, for the area of selectable text.
_ASCENT, _DESCENT = 0.93, 0.24
# The band of ink in em, for text that is drawn in the reader's own font; as TextBlock.line_rects.
_INK_ASCENT, _INK_DESCENT = 0.78, 0.22

_FORBIDDEN = re.compile(r"script|foreignobject|iframe|object|embed|audio|video|handler|set|animate.*", re.IGNORECASE)
_OUTSIDE_URL = re.compile(r"@import|url\(\s*['\"]?(?!#|data:|['\"])", re.IGNORECASE)
_HANDLERS = ("on", "On", "oN", "ON")  # how the names of attributes begin that hold scripts
_LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d+)?)(?:px)?\s*")


def read_svg(svg: str, *, trusted: bool = False) -> Drawn:
    """What an SVG written by oauthviz shows, in px of its own size.

    `trusted` is for what this very process has written: it holds no DTD, and a quicker parser reads it.
    Raises SpecError where it is no well-formed XML, holds a DTD or entities, or lacks the structure of our pictures;
    LimitError where it is over 16 MiB.
    """
    if len(svg.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        message = f"the SVG is over {MAX_BYTES // 1024 // 1024} MiB"
        raise LimitError([Diagnostic("svg-too-large", message, "<svg>", help="check the spec instead")])
    root = parsed_at_once(svg) if trusted else _parsed(svg)
    width, height, base = _viewport(root)
    tree = Tree(root, base, trusted=trusted)
    top = tree.root
    if not (top.one("text") and top.one("box")):
        raise unreadable("it has no groups of class box and text")
    panel = top.one("legend-panel")
    frame = panel.bounds() if panel else None
    return Drawn(
        width=width,
        height=height,
        texts=tuple(_text(node, tree) for node in top.all("text")),
        boxes=tuple(_box(node, tree) for node in top.all("box")),
        groups=tuple(_group(node, tree) for node in top.walk() if "zone" in node.classes or "boundary" in node.classes),
        arrows=tuple(_arrow(node, tree) for node in top.all("arrow")),
        legend=tuple(
            DrawnLegendItem(node.data("n") or "", _rect(bounds))
            for node in top.all("legend-item")
            if (bounds := node.bounds()) is not None
        ),
        legend_frame=_rect(frame) if frame else None,
        document=_document(root),
    )


def _parsed(svg: str) -> Any:
    try:
        root = fromstring(svg.encode("utf-8"), forbid_dtd=True)
    except ParseError as error:
        line, column = error.position
        raise SpecError(
            [Diagnostic("broken-xml", f"the SVG is no well-formed XML: {error}", "<svg>", Position(line, column + 1))]
        ) from None
    except DefusedXmlException:
        raise unreadable("it holds a DTD or entities") from None
    except UnicodeEncodeError:
        raise unreadable("it holds characters that XML cannot") from None
    if not isinstance(root.tag, str) or root.tag.rsplit("}", 1)[-1] != "svg":
        raise unreadable("its root is no <svg>")
    return root


def _viewport(root: Any) -> tuple[float, float, Matrix]:
    """Width and height in px, and the map from the view box to them (fitted and centred, as viewers do)."""
    box = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))[:4]]
    sizes = []
    for key, place in (("width", 2), ("height", 3)):
        match = _LENGTH.fullmatch(root.get(key, ""))
        if match:
            sizes.append(float(match[1]))
        elif len(box) == 4:
            sizes.append(box[place])
    if len(sizes) != 2 or min(sizes) <= 0:
        raise unreadable("it says no size in px")
    width, height = sizes
    if len(box) != 4 or min(box[2:]) <= 0:
        return width, height, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    scale = min(width / box[2], height / box[3])
    dx, dy = (width - scale * box[2]) / 2 - scale * box[0], (height - scale * box[3]) / 2 - scale * box[1]
    return width, height, (scale, 0.0, 0.0, scale, dx, dy)


def _rect(span: Span) -> Rect:
    return Rect(span[0], span[1], span[2] - span[0], span[3] - span[1])


def _bounds(node: Node | None) -> Rect | None:
    span = node.bounds() if node else None
    return _rect(span) if span else None


def _text(node: Node, tree: Tree) -> DrawnText:
    role = next((name for name in node.classes if name != "text"), "")
    lines = [line for line in node.all("line") if _ink(line)]
    words = [n.words for n in node.walk() if n.words]
    inks = [ink for line in lines if (ink := _ink(line))]
    spoken = [w.text for w in words]
    size = float(node.data("size") or 0) * scale_of(node.matrix)
    glyphs = [shape for line in lines for shape in tree.shapes[line.first : line.last]]
    colours = tuple(dict.fromkeys(c for shape in glyphs for c in shape.fill))
    if not glyphs:
        colours = tuple(dict.fromkeys(c for w in words if w.visible for c in w.fill))
    # three places of each line, as a line may begin and end on different surfaces
    places = [(x0 + (x1 - x0) * share, (y0 + y1) / 2) for x0, y0, x1, y1 in inks for share in (0.2, 0.5, 0.8)]
    behind = [backdrop(tree, node.last, place) for place in places]
    faint = bool(glyphs) and min(shape.fill_alpha for shape in glyphs) < 0.5
    colour, surface = weakest(colours, behind)
    box, group, arrow = node.closest("box"), node.closest("zone", "boundary"), node.closest("arrow")
    callout = node.parent.closest("callout") if node.parent else None
    return DrawnText(
        role=role,
        text=node.data("text") or " ".join(" ".join(spoken).split()),
        size=size,
        lines=tuple(_rect(ink) for ink in inks),
        box=box.data("id") if box else None,
        group=group.data("id") if group else None,
        arrow=arrow.data("id") if arrow else None,
        on=callout.data("on") if callout else None,
        spoken=" ".join(spoken) if spoken else None,
        plate=_plate(node, role, callout, inks),
        selection=tuple(_rect(_selection(line, ink)) for line, ink in zip(lines, inks, strict=True)),
        colour=colour,
        backdrop=surface,
        hidden=faint or any(covered(tree, node.last, place) for place in places),
        stem=_stem(callout, tree),
    )


def _ink(line: Node) -> Span | None:
    """The bounds of a line's outlines; of its words' band where it is drawn as plain text."""
    drawn = line.bounds()
    if drawn is not None:
        return drawn if drawn[2] - drawn[0] > 0 and drawn[3] - drawn[1] > 0 else None
    for node in line.walk():
        if node.words is not None and node.words.visible and node.words.text.strip():
            if node.words.width is None:
                raise unreadable("its text is plain and says no width, so its lines cannot be measured")
            return _band(node.words, _INK_ASCENT, _INK_DESCENT)
    return None


def _selection(line: Node, ink: Span) -> Span:
    """The area that a viewer takes for a line: its ink and its invisible words."""
    area = ink
    for node in line.walk():
        if node.words is not None and not node.words.visible and node.words.width is not None:
            area = joined(area, _band(node.words, _ASCENT, _DESCENT))
    return area


def _band(words: Words, ascent: float, descent: float) -> Span:
    return (
        words.x,
        words.y - ascent * words.size,
        words.x + (words.width or 0.0),
        words.y + descent * words.size,
    )


def _plate(node: Node, role: str, callout: Node | None, inks: list[Span]) -> Rect | None:
    """The pill or flag that a text stands on."""
    if not inks or role not in ("protocol", "callout"):
        return None
    x, y = (inks[0][0] + inks[0][2]) / 2, (inks[0][1] + inks[0][3]) / 2
    around = callout or node.closest("arrow", "box")
    for name in ("pill", "callout-frame", "halo"):
        for plate in around.all(name) if around else ():
            span = plate.bounds()
            if span and span[0] <= x <= span[2] and span[1] <= y <= span[3]:
                return _rect(span)
    return None


def _stem(callout: Node | None, tree: Tree) -> Polyline:
    """The dotted line from a callout's flag to its dot."""
    stem = callout.one("stem") if callout else None
    return tuple(tree.shapes[stem.first].parts[0]) if stem and stem.ink else ()


def _box(node: Node, tree: Tree) -> DrawnBox:
    rect = _bounds(node.one("box-frame")) or _bounds(node)
    if rect is None:
        raise unreadable(f"its box {node.data('id')} has no frame")
    icon = node.one("icon")
    return DrawnBox(
        id=node.data("id") or "",
        rect=rect,
        icon=_icon(icon, tree) if icon else None,
        zone=node.data("zone") or None,
        badge=_bounds(node.one("badge")),
    )


def _icon(node: Node, tree: Tree) -> DrawnIcon | None:
    rect = _bounds(node)
    if rect is None:
        return None
    start = next((k for k in range(node.first, node.last) if "tile" not in tree.shapes[k].classes), node.last)
    colours: list[Colour] = []
    for shape in tree.shapes[start : node.last]:
        colours += shape.stroke if shape.stroke_alpha > 0.9 else ()
        colours += shape.fill if shape.fill_alpha > 0.9 else ()
    behind = backdrop(tree, start, (rect.cx, rect.cy))
    colour, surface = middling(colours, [behind])
    return DrawnIcon(rect, colour, surface)


def _group(node: Node, tree: Tree) -> DrawnGroup:
    kind = "zone" if "zone" in node.classes else "boundary"
    frame = node.one(f"{kind}-frame")
    span = frame.bounds() if frame else None
    if frame is None or span is None:
        raise unreadable(f"its {kind} {node.data('id')} has no frame")
    outline: Polyline = ((span[0], span[1]), (span[2], span[1]), (span[2], span[3]), (span[0], span[3]))
    if frame.tag == "path":
        outline = tuple(tree.shapes[frame.first].parts[0])
    return DrawnGroup(node.data("id") or "", kind, tuple((node.data("members") or "").split()), _rect(span), outline)


def _arrow(node: Node, tree: Tree) -> DrawnArrow:
    paths = [path for path in node.all("arrow-path") if path.ink]
    branches = tuple(
        DrawnBranch(
            path.data("from") or node.data("from") or "",
            path.data("to") or node.data("to") or "",
            tuple(tree.shapes[path.first].parts[0]),
        )
        for path in paths
    )
    stroke = tree.shapes[paths[0].first] if paths else None
    places = [p for branch in branches for p in branch.points[:: max(1, len(branch.points) // 4)]]
    places += [
        ((p[0] + q[0]) / 2, (p[1] + q[1]) / 2)
        for branch in branches
        for p, q in zip(branch.points, branch.points[1:], strict=False)
        if abs(p[0] - q[0]) + abs(p[1] - q[1]) > 20
    ]
    behind = [backdrop(tree, node.first, place) for place in places]
    colour, surface = middling(stroke.stroke if stroke else (), behind)
    return DrawnArrow(
        id=node.data("id") or "",
        step=node.data("step") or "",
        both=node.data("direction") == "both",
        branches=branches,
        heads=tuple(_rect(span) for head in node.all("arrow-head") if (span := head.bounds())),
        badge=_bounds(node.one("badge")),
        colour=colour,
        backdrop=surface,
    )


def _document(root: Any) -> DrawnDocument:
    external: list[str] = []
    forbidden: list[str] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag = local_name(element.tag)
        scripted = False
        for name, value in element.attrib.items():
            key = local_name(name)
            scripted |= key[:2] in _HANDLERS
            # in data-* and aria-* it is a word of the picture, which nothing runs
            if ":" in value and "javascript:" in value.lower() and not key.startswith(("data-", "aria-")):
                scripted = True
            # a link is followed by its reader, not loaded with the picture
            points_out = key in ("href", "src") and tag != "a" and not value.startswith(("#", "data:"))
            if points_out or (("(" in value or "@" in value) and _OUTSIDE_URL.search(value)):
                external.append(value[:80])
        if scripted or _FORBIDDEN.fullmatch(tag):
            forbidden.append(tag)
        if tag == "style" and _OUTSIDE_URL.search(element.text or ""):
            external.append("a style sheet")
    said = {child.tag.rsplit("}", 1)[-1]: child.text or "" for child in root if isinstance(child.tag, str)}
    return DrawnDocument(
        title=said.get("title", ""),
        description=said.get("desc", ""),
        role=root.get("role", ""),
        external=tuple(external),
        forbidden=tuple(forbidden),
    )
