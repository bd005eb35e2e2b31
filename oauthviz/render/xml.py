"""Writing an XML tree as text: the same bytes for the same tree, a line a thing, so that diffs stay small."""

from __future__ import annotations

import re
from typing import Any

from oauthviz.core.diagnostics import Diagnostic, SpecError

# What XML 1.0 cannot hold, however it is escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

# What cannot stand in an attribute as it is: most values hold none of it, and one look tells.
_SPECIAL = re.compile('[&<>"\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]')

# Elements that are read as running text (no space may be added inside), and glyphs, of which a line holds many.
_TEXT = frozenset({"text", "title", "desc", "style"})
_INLINE = frozenset({"use"})


def serialize(root: Any) -> str:
    """The tree of an ElementTree-like `root` as text, attributes in the tree's own order, ending in a newline."""
    lines: list[str] = []
    _write(root, 0, lines)
    return "\n".join(lines) + "\n"


def _write(element: Any, depth: int, lines: list[str]) -> None:
    indent = " " * depth
    children = list(element)
    if element.tag in _TEXT:
        lines.append(f"{indent}{_open(element, False)}{escape_text(element.text or '')}</{element.tag}>")
    elif not children:
        lines.append(indent + _open(element, True))
    elif all(child.tag in _INLINE for child in children):
        inner = "".join(_open(child, True) for child in children)
        lines.append(f"{indent}{_open(element, False)}{inner}</{element.tag}>")
    else:
        lines.append(indent + _open(element, False))
        for child in children:
            _write(child, depth + 1, lines)
        lines.append(f"{indent}</{element.tag}>")


def _open(element: Any, empty: bool) -> str:
    attributes = "".join([f' {key}="{escape_attribute(value)}"' for key, value in element.items()])
    return f"<{element.tag}{attributes}{'/' if empty else ''}>"


def escape_text(text: str) -> str:
    """Text between tags. Raises SpecError for a character that XML cannot hold."""
    found = _FORBIDDEN.search(text)
    if found:
        message = f"the text {text[:40]!r} holds U+{ord(found[0]):04X}, which no picture can show"
        raise SpecError([Diagnostic("control-character", message, help="remove that character")])
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def escape_attribute(text: str) -> str:
    """The value of an attribute in double quotes; line ends and tabs survive."""
    if _SPECIAL.search(text) is None:
        return text
    return escape_text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
