"""A user's words and values in our messages."""

from __future__ import annotations

from collections.abc import Mapping


def shown(word: object, most: int = 40) -> str:
    """A word of the user's as a message may show it: one line, printable, not too long."""
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in str(word)[: most + 1])
    return text if len(text) <= most else text[:most] + "…"


def kind_of(value: object) -> str:
    """A value's kind in the words of a message."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the truth value {'true' if value else 'false'}"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return "a text"
    return "a mapping" if isinstance(value, Mapping) else "a list" if isinstance(value, (list, tuple)) else "an object"
