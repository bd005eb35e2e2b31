"""XML ids made from the spec's own names."""

from __future__ import annotations

import re

_NOT_ID = re.compile(r"[^A-Za-z0-9_-]+")


def xml_id(*parts: str) -> str:
    """The parts joined by `-`, with what an id may not hold replaced, never starting with a digit."""
    text = "-".join(_NOT_ID.sub("-", p).strip("-") or "x" for p in parts)
    return text if text[:1].isalpha() or text[:1] == "_" else f"i-{text}"
