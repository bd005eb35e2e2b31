"""A finished SVG inside another document: vetted, and with ids that no other picture of that document has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from oauthviz.core.diagnostics import Diagnostic, LimitError, Position, SpecError
from oauthviz.render.reading import MAX_BYTES
from oauthviz.render.reading_tree import DEEPEST, local_name
from oauthviz.render.schemes import scheme_ids, scheme_rules
from oauthviz.render.xml import serialize

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_PREFIXES = {XLINK: "xlink:", "http://www.w3.org/XML/1998/namespace": "xml:"}
_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use")
_WORDS = ("text", "tspan", "title", "desc")
_PAINTS = ("linearGradient", "radialGradient", "stop", "clipPath", "pattern")
_ELEMENTS = frozenset(("svg", "g", "a", "defs", *_SHAPES, *_WORDS, *_PAINTS))
_REFERENCES = ("aria-labelledby", "aria-describedby")
_LINKS = ("href", "xlink:href")
_SAFE_LINKS = ("http://", "https://", "mailto:", "#")


def vetted(svg: str, file: str = "<svg>") -> Element:
    """The root of a picture as an element that can stand in another document: local names, nothing that runs or loads.

    Raises SpecError for what is no well-formed SVG, or holds anything that our pictures do not; LimitError over 16 MiB.
    """
    if len(svg.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        message = f"the SVG is over {MAX_BYTES // 1024 // 1024} MiB"
        raise LimitError([Diagnostic("svg-too-large", message, file)])
    try:
        root = fromstring(svg.encode("utf-8"), forbid_dtd=True)
    except ParseError as error:
        line, column = error.position
        message = f"the SVG is no well-formed XML: {error}"
        raise SpecError([Diagnostic("broken-xml", message, file, Position(line, column + 1))]) from None
    except DefusedXmlException:
        raise _foreign(file, "it holds a DTD or entities") from None
    except UnicodeEncodeError:
        raise _foreign(file, "it holds characters that XML cannot") from None
    if root.tag != f"{{{SVG}}}svg":
        raise _foreign(file, "its root is no <svg>")
    return _vetted(root, file, 0)


def with_other_ids(root: Element, ending: str) -> Element:
    """`root` itself, with `-ending` appended to each id and to whatever refers to one."""
    new = {name: f"{name}-{ending}" for element in root.iter() if (name := element.get("id"))}
    for element in root.iter():
        schemes = scheme_ids(element.text or "") if element.tag == "style" else None
        if schemes is not None:
            element.text = f"\n{scheme_rules(*(f'#{new.get(name, name)}' for name in schemes))}\n"
        for key, value in list(element.items()):
            if key == "id":
                element.set(key, new[value])
            elif key in _REFERENCES:
                element.set(key, " ".join(new.get(name, name) for name in value.split()))
            elif key in _LINKS and value[:1] == "#":
                element.set(key, f"#{new.get(value[1:], value[1:])}")
            elif value.startswith("url(#") and value.endswith(")"):
                element.set(key, f"url(#{new.get(value[5:-1], value[5:-1])})")
    return root


def embeddable(svg: str, ending: str, attributes: Mapping[str, str] | None = None) -> str:
    """An SVG of ours for a page that holds others: each id ends in `-ending`. Raises as `vetted`.

    `attributes` are added to its root; an `aria-label` among them names the picture instead of its own title.
    """
    root = with_other_ids(vetted(svg), ending)
    for key, value in (attributes or {}).items():
        root.set(key, value)
    if root.get("aria-label"):
        root.attrib.pop("aria-labelledby", None)
    root.set("xmlns", SVG)
    root.set("xmlns:xlink", XLINK)
    return serialize(root)


def _vetted(element: Any, file: str, depth: int) -> Element:
    tag = local_name(element.tag) if isinstance(element.tag, str) else "comment"
    is_scheme_style = tag == "style" and not element.attrib and scheme_ids(element.text or "") is not None
    if (tag not in _ELEMENTS and not is_scheme_style) or depth > DEEPEST:
        raise _foreign(file, f"it holds <{tag[:40]}>" if depth <= DEEPEST else f"it is nested over {DEEPEST} deep")
    copy = Element(tag)
    for name, value in element.attrib.items():
        key = _key(name)
        if key.lower().startswith("on") or key == "style":
            raise _foreign(file, f"its <{tag}> has the attribute {key[:40]}")
        if key in _LINKS and not value.startswith(_SAFE_LINKS if tag == "a" else "#") and (tag != "a" or ":" in value):
            raise _foreign(file, f"its <{tag}> leads to {value[:40]!r}")
        if "url(" in value and not key.startswith(("data-", "aria-")) and not value.startswith("url(#"):
            raise _foreign(file, f"its <{tag}> loads {value[:40]!r}")
        copy.set(key, value)
    copy.text = element.text
    copy.extend([_vetted(child, file, depth + 1) for child in element])
    return copy


def _key(name: str) -> str:
    namespace, _, local = name.rpartition("}")
    return _PREFIXES.get(namespace[1:], "") + local


def _foreign(file: str, why: str) -> SpecError:
    help = "give a picture that oauthviz has written"
    return SpecError([Diagnostic("not-our-svg", f"this is none of our SVGs: {why}", file, help=help)])
