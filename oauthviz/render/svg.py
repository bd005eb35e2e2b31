"""A scene as SVG, written with svgwrite."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal
from xml.etree.ElementTree import Element

from oauthviz.core.diagnostics import Diagnostic, SpecError
from oauthviz.core.ids import xml_id
from oauthviz.core.numbers import fmt
from oauthviz.core.outlines import path_data, short_path_data
from oauthviz.drawing.ink import Gradient, Ink, RadialGradient
from oauthviz.drawing.scene import Circle, Group, Look, Node, Path, Rectangle, Scene, TextLine, has_ends
from oauthviz.i18n.tags import direction_of
from oauthviz.render.flat import line_path
from oauthviz.render.schemes import scheme_rules
from oauthviz.render.xml import serialize
from oauthviz.text.model import FontKey, ShapedLine

TextMode = Literal["glyphs", "plain"]

# The invisible text's size as a share of the drawn one: a substitute font's ascent and descent (about 1.15 em in
# common fonts) then stay within the band that the layout keeps for the line.
_GHOST_SIZE = 0.85

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE_SCHEMES = ("http:", "https:", "mailto:")


def render_svg(
    scene: Scene,
    *,
    prefix: str,
    text: TextMode = "glyphs",
    stamp: Mapping[str, str] | None = None,
    dark: Scene | None = None,
) -> str:
    """The scene as an SVG document; with `dark`, a scene of the same size, one that follows its page to the dark.

    `prefix` starts every id. `text`: glyph outlines under invisible selectable text, or `plain` text in the reader's
    own fonts. `stamp` goes to the root as data-* (keys without the `data-`). Raises SpecError for an unsafe link or a
    character that XML cannot hold.
    """
    return _Writer(scene, prefix, text, dark).document(stamp or {})


class _Plain:
    """An element as svgwrite's containers want theirs; a picture holds thousands of `<use>`, and its own are slow."""

    __slots__ = ("_attributes", "_children", "_tag", "_words")

    def __init__(
        self, tag: str, attributes: dict[str, str], children: tuple[_Plain, ...] = (), words: str | None = None
    ) -> None:
        self._tag = tag
        self._attributes = attributes
        self._children = children
        self._words = words

    def get_xml(self) -> Any:
        element = Element(self._tag, dict(sorted(self._attributes.items())))
        element.extend(child.get_xml() for child in self._children)
        element.text = self._words
        return element


class _Writer:
    def __init__(self, scene: Scene, prefix: str, text: TextMode, dark: Scene | None) -> None:
        import svgwrite  # heavy: only when an SVG is written

        self._scene = scene
        self._dark = dark
        # glyphs that both have are drawn from one outline
        outlines = scene.outlines if dark is None else {**dark.outlines, **scene.outlines}
        self._outlines = scene.outlines if dark is None else {key: outlines[key] for key in sorted(outlines)}
        self._prefix = prefix
        self._text = text
        self._page = svgwrite.Drawing(size=(fmt(scene.width), fmt(scene.height)), debug=False)
        self._ids: set[str] = set()
        self._gradients: dict[Gradient, str] = {}
        slugs = _font_slugs(font for font, _ in self._outlines)
        starts = {font: xml_id(prefix, slug) for font, slug in slugs.items()}
        self._glyph_ids = {key: f"{starts[key[0]]}-{key[1]}" for key, outline in self._outlines.items() if outline}

    def document(self, stamp: Mapping[str, str]) -> str:
        page, scene = self._page, self._scene
        page["viewBox"] = f"0 0 {fmt(scene.width)} {fmt(scene.height)}"
        page["role"] = "graphics-document document"
        page["lang"] = page["xml:lang"] = scene.lang
        page["dir"] = direction_of(scene.lang)
        for key, value in sorted(stamp.items()):
            page[f"data-{key}"] = value
        title_id, desc_id = self._id("title"), self._id("desc")
        page["aria-labelledby"], page["aria-describedby"] = title_id, desc_id
        if self._text == "glyphs":
            for glyph, name in self._glyph_ids.items():
                shape = page.path(short_path_data(self._outlines[glyph]))
                shape["id"] = name
                page.defs.add(shape)
        schemes: list[str] = []
        if self._dark is None:
            for part in scene.parts:
                page.add(self._node(part))
        else:
            schemes = [self._scheme("light", scene), self._scheme("dark", self._dark)]
        page.set_desc(title=scene.title, desc=scene.description)
        root = page.get_xml()
        for name in ("xmlns:ev", "baseProfile", "version"):  # written by svgwrite, of no use to a reader
            del root.attrib[name]
        root[0].set("id", title_id)
        root[1].set("id", desc_id)
        for defs in [child for child in root if child.tag == "defs" and not len(child)]:
            root.remove(defs)
        if schemes:
            rules = scheme_rules(*(f"#{name}" for name in schemes))
            root.insert(2, _Plain("style", {}, words=f"\n{rules}\n").get_xml())
        return serialize(root)

    def _scheme(self, name: str, scene: Scene) -> str:
        """Add one of the two pictures of a document as a group; returns the group's id."""
        group = self._page.g()
        found = group["id"] = self._id(name)
        group["class"] = f"scheme {name}"
        whole = self._prefix
        if name == "dark":
            group["display"] = "none"  # where nobody reads the style rules, the light one is the picture
            self._prefix = xml_id(whole, name)
        for part in scene.parts:
            group.add(self._node(part))
        self._prefix = whole
        self._page.add(group)
        return found

    def _id(self, name: str) -> str:
        wanted = xml_id(self._prefix, name)
        found, count = wanted, 1
        while found in self._ids:
            count += 1
            found = f"{wanted}-{count}"
        self._ids.add(found)
        return found

    def _node(self, node: Node) -> Any:
        if isinstance(node, Group):
            return self._group(node)
        if isinstance(node, TextLine):
            return self._line(node)
        page = self._page
        if isinstance(node, Path):
            element = page.path(path_data(node.commands))
            for key, value in node.data:
                element[f"data-{key}"] = value
        elif isinstance(node, Rectangle):
            r = node.rect
            element = page.rect((fmt(r.x), fmt(r.y)), (fmt(r.w), fmt(r.h)))
            if node.radius > 0:
                element["rx"] = fmt(min(node.radius, r.w / 2, r.h / 2))
        else:
            assert isinstance(node, Circle)
            element = page.circle((fmt(node.cx), fmt(node.cy)), fmt(node.r))
        if node.name:
            element["class"] = node.name
        for key, value in self._paint(node.look, has_ends(node)):
            element[key] = value
        return element

    def _group(self, group: Group) -> Any:
        if group.href is not None:
            element = self._page.a(_safe_link(group.href), target=None)
            element.attribs.pop("target", None)
        else:
            element = self._page.g()
        if group.id is not None:
            element["id"] = self._id(group.id)
        if group.name:
            element["class"] = group.name
        for key, value in group.data:
            element[f"data-{key}"] = value
        if group.hidden:
            element["aria-hidden"] = "true"
        if group.label is not None:
            element["aria-label"] = group.label
            if group.href is None:
                element["role"] = "group"
        if group.at is not None:
            element["transform"] = _transform(group.at, group.scale)
        for part in group.parts:
            element.add(self._node(part))
        return element

    def _line(self, line: TextLine) -> Any:
        element = self._page.g()
        element["class"], element["fill"] = "line", self._ink(line.fill)
        if self._text == "plain":
            element.add(self._words(line, line.size, visible=True))
            return element
        if not isinstance(line.fill, str):
            # each <use> would start the gradient anew, so the line is one path
            element.add(self._page.path(path_data(line_path(line, self._outlines))))
            element.add(self._words(line, line.size * _GHOST_SIZE, visible=False))
            return element
        for run in line.shaped.runs:
            glyphs = self._page.g()
            glyphs["transform"] = _transform((line.x, line.baseline), run.scale)
            for glyph in run.glyphs:
                name = self._glyph_ids.get((run.font, glyph.glyph_id))
                if name is None:
                    continue
                use = {"xlink:href": f"#{name}"}
                for key, offset in (("x", glyph.x), ("y", glyph.y)):
                    units = fmt(offset / run.scale, 0)
                    if units != "0":
                        use[key] = units
                glyphs.elements.append(_Plain("use", use))
            if glyphs.elements:
                element.add(glyphs)
        element.add(self._words(line, line.size * _GHOST_SIZE, visible=False))
        return element

    def _words(self, line: TextLine, size: float, visible: bool) -> Any:
        """The line as real text, as wide as its outlines are."""
        shaped: ShapedLine = line.shaped
        words = self._page.text(shaped.text)
        words["x"], words["y"] = fmt(line.x), fmt(line.baseline)
        words["font-size"] = fmt(size)
        words["font-family"] = f"'{line.family}', {line.generic}" if visible else line.generic
        if direction_of(self._scene.lang) == "rtl":
            # said of every line, for the page around the picture may run either way; `x` is always the left end
            words["direction"] = "rtl" if shaped.rtl else "ltr"
            if shaped.rtl:
                words["text-anchor"] = "end"
        if visible:
            words["font-weight"] = str(line.weight)
        else:
            words["fill-opacity"] = "0"
        if shaped.width > 0:
            words["textLength"] = fmt(shaped.width)
            words["lengthAdjust"] = "spacingAndGlyphs"
        return words

    def _paint(self, look: Look, ends: bool) -> list[tuple[str, str]]:
        paint = [("fill", "none" if look.fill is None else self._ink(look.fill))]
        if look.fill is not None and look.fill_opacity < 1:
            paint.append(("fill-opacity", fmt(look.fill_opacity, 3)))
        if look.stroke is not None:
            paint += [("stroke", look.stroke), ("stroke-width", fmt(look.width))]
            if look.stroke_opacity < 1:
                paint.append(("stroke-opacity", fmt(look.stroke_opacity, 3)))
            if look.round_ends:
                paint += [("stroke-linecap", "round")] * ends + [("stroke-linejoin", "round")]
            if look.dash:
                paint.append(("stroke-dasharray", " ".join(fmt(d, 3) for d in look.dash)))
                if look.dash_offset:
                    paint.append(("stroke-dashoffset", fmt(look.dash_offset)))
        return paint

    def _ink(self, ink: Ink) -> str:
        """A fill's value; a gradient is defined when it is first used."""
        if isinstance(ink, str):
            return ink
        found = self._gradients.get(ink)
        if found is None:
            found = self._gradients[ink] = self._id(ink.name)
            self._page.defs.add(_gradient(ink, found))
        return f"url(#{found})"


def _transform(at: tuple[float, float], scale: float) -> str:
    move = f"translate({fmt(at[0])} {fmt(at[1])})"
    return move if scale == 1 else f"{move} scale({fmt(scale, 8)})"


def _gradient(ink: Gradient, name: str) -> _Plain:
    attributes = {"id": name, "gradientUnits": "userSpaceOnUse"}
    values: tuple[tuple[str, float], ...]
    if isinstance(ink, RadialGradient):
        tag = "radialGradient"
        values = (("cx", ink.centre[0]), ("cy", ink.centre[1]), ("r", ink.radius))
    else:
        tag = "linearGradient"
        (x1, y1), (x2, y2) = ink.start, ink.end
        values = (("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2))
    attributes |= {key: fmt(value) for key, value in values}
    stops = []
    for stop in ink.stops:
        look = {"offset": fmt(stop.offset, 3), "stop-color": stop.colour}
        if stop.opacity < 1:
            look["stop-opacity"] = fmt(stop.opacity, 3)
        stops.append(_Plain("stop", look))
    return _Plain(tag, attributes, tuple(stops))


def _safe_link(href: str) -> str:
    """The link, where it is http, https, mailto or relative. Raises SpecError for any other scheme."""
    scheme = _SCHEME.match("".join(href.split()))
    if scheme and scheme[0].lower() not in _SAFE_SCHEMES:
        message = f"the link {href[:60]!r} has the scheme '{scheme[0]}'"
        raise SpecError([Diagnostic("unsafe-link", message, help="use http, https, mailto or a relative link")])
    return href


def _font_slugs(fonts: Any) -> dict[FontKey, str]:
    """A short name for each font's glyph ids: initials and weight, the whole family where initials agree."""
    keys = sorted(set(fonts))
    short = {key: "".join(word[0] for word in key.family.split()).lower() + str(key.weight) for key in keys}
    taken = list(short.values())
    return {
        key: slug if taken.count(slug) == 1 else f"{key.family.lower().replace(' ', '-')}{key.weight}"
        for key, slug in short.items()
    }
