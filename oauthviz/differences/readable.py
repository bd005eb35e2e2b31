"""A picture as text to compare: one element a line, numbers rounded, the stamp left out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from oauthviz.core.numbers import fmt
from oauthviz.render.embedding import vetted

_NUMBER = re.compile(r"(?<![\w#.])-?(?:\d+\.?\d*|\.\d+)(?![\w])")
_PLACES = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height")
_SHAPES = ("d", "transform", "viewBox", "points", "textLength", "font-size")
_STROKES = ("stroke-width", "stroke-dasharray", "stroke-dashoffset", "fill-opacity", "stroke-opacity", "opacity")
_GEOMETRY = frozenset((*_PLACES, *_SHAPES, *_STROKES))
_PATH_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_DIGEST_LENGTH = 10


def readable(svg: str, file: str = "<svg>") -> str:
    """The picture's elements, one a line, indented by depth, attributes sorted.

    Numbers have one decimal (three where they are below 1). Outlines of glyphs are digests, and the glyphs of a line
    stand in one line; the root's stamp and the prefix of ids are left out. Raises SpecError where it is none of ours.
    """
    return "\n".join(readable_lines(vetted(svg, file))) + "\n"


def readable_lines(root: Any) -> list[str]:
    """The lines of `readable` for a vetted root."""
    title = next((child.get("id", "") for child in root if child.tag == "title"), "")
    prefix = title.removesuffix("title") if title.endswith("-title") else ""
    return list(_lines(root, 0, prefix))


def _lines(element: Any, depth: int, prefix: str) -> Iterator[str]:
    indent = "  " * depth
    words = [f"{key}={_shown(key, value, prefix)}" for key, value in sorted(_own(element, depth))]
    text = (element.text or "").strip()
    yield " ".join([f"{indent}{element.tag}", *words, *([repr(text)] if text else ())])
    for is_glyph, children in groupby(element, key=lambda child: child.tag == "use"):
        if is_glyph:
            yield f"{indent}  glyphs {' '.join(_glyph(child, prefix) for child in children)}"
            continue
        for child in children:
            if element.tag == "defs" and child.tag == "path":
                yield f"{indent}  glyph {_named(child.get('id', ''), prefix)} {_digest(child.get('d', ''))}"
            else:
                yield from _lines(child, depth + 1, prefix)


def _own(element: Any, depth: int) -> Iterator[tuple[str, str]]:
    for key, value in element.items():
        if depth or not key.startswith("data-"):
            yield key, value


def _shown(key: str, value: str, prefix: str) -> str:
    if key in _GEOMETRY:
        pattern = _PATH_NUMBER if key == "d" else _NUMBER
        return repr(pattern.sub(_rounded, value)) if " " in value else pattern.sub(_rounded, value)
    if key in ("id", "aria-labelledby", "aria-describedby"):
        return _named(value, prefix)
    return repr(value) if not value or " " in value or "\n" in value else value


def _rounded(match: re.Match[str]) -> str:
    value = float(match[0])
    return fmt(value, 1 if abs(value) >= 1 else 3)


def _named(name: str, prefix: str) -> str:
    return name.removeprefix(prefix)


def _glyph(use: Any, prefix: str) -> str:
    name = _named(use.get("xlink:href", use.get("href", "")).removeprefix("#"), prefix)
    place = [use.get(key) for key in ("x", "y")]
    return name + (f"@{place[0] or 0}" if place[0] else "") + (f",{place[1]}" if place[1] else "")


def _digest(outline: str) -> str:
    return hashlib.sha256(outline.encode()).hexdigest()[:_DIGEST_LENGTH]
