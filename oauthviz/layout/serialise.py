"""Layouts and arrangements as JSON: stable, rounded to .01 px, one short thing a line, so that differences read well.

An arrangement can be read back, from its own text or from a layout's: `oauthviz.layout.reading`.
"""

from __future__ import annotations

import json
from typing import Any

from msgspec import Struct
from msgspec.structs import fields

from oauthviz.core.numbers import snap
from oauthviz.layout.model import Arrangement, Layout

_ROW = 112
"""A list or mapping whose text is shorter than this stays on one line."""


def layout_json(layout: Layout) -> dict[str, Any]:
    """The layout as plain mappings, lists, strings and numbers, keys in the order of the model's fields.

    Positions are in px, y down, rounded to .01. Values that a field leaves empty are left out.
    """
    plain: dict[str, Any] = _plain(layout)
    return plain


def layout_text(layout: Layout) -> str:
    """`layout_json` as text that ends with a newline."""
    return _text(layout_json(layout), 0) + "\n"


def arrangement_json(arrangement: Arrangement) -> dict[str, Any]:
    """The arrangement as plain mappings, lists, strings and numbers; what is as by default is left out."""
    pairs = ((field, getattr(arrangement, field.name)) for field in fields(arrangement))
    return {field.name: _plain(value) for field, value in pairs if value != field.default}


def arrangement_text(arrangement: Arrangement) -> str:
    """`arrangement_json` as text that ends with a newline."""
    return _text(arrangement_json(arrangement), 0) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Struct):
        pairs = ((name, getattr(value, name)) for name in value.__struct_fields__)
        return {name: _plain(part) for name, part in pairs if part is not None and part != ()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, bool) or not isinstance(value, float):
        return value
    rounded = snap(value) + 0.0  # never -0.0
    return int(rounded) if rounded.is_integer() else rounded


def _text(value: Any, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or 2 * depth + len(flat) <= _ROW:
        return flat
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict):
        rows = [f"{json.dumps(key, ensure_ascii=False)}: {_text(part, depth + 1)}" for key, part in value.items()]
    else:
        rows = [_text(part, depth + 1) for part in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    body = f",\n{inner}".join(rows)
    return f"{opening}\n{inner}{body}\n{outer}{closing}"
