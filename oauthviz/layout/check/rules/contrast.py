"""Rules of contrast, where colours are known (WCAG 2's relative luminance)."""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.layout.check.engine import rule
from oauthviz.layout.check.index import Index, arrow_name, text_name
from oauthviz.layout.check.model import Colour, Finding

TEXT = 4.5
"""Least contrast of text."""

LARGE = 3.0
"""Least contrast of text from LARGE_SIZE px, of lines and of icons."""

LARGE_SIZE = 24.0

ROUNDING = 0.005
"""What the rounding of colours to whole numbers may take."""


def contrast_ratio(a: Colour, b: Colour) -> float:
    """WCAG's contrast of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    r, g, b = (v / 255 / 12.92 if v / 255 <= 0.03928 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@rule("text-invisible", "contrast")
def text_invisible(index: Index) -> Iterator[Finding]:
    """No text is transparent or painted over."""
    for text in index.drawn.texts:
        if text.hidden:
            yield Finding("text-invisible", f"{text_name(text)} cannot be seen", (text.text,))


@rule("contrast", "contrast")
def contrast(index: Index) -> Iterator[Finding]:
    """Text has a contrast of 4.5:1 with what is behind it, large text, lines and icons 3:1."""
    things = [
        (text_name(t), t.text, t.colour, t.backdrop, LARGE if t.size >= LARGE_SIZE else TEXT) for t in index.drawn.texts
    ]
    things += [(f"the line of {arrow_name(a)}", a.id, a.colour, a.backdrop, LARGE) for a in index.drawn.arrows]
    things += [
        (f"the icon of box {box.id}", box.id, box.icon.colour, box.icon.backdrop, LARGE)
        for box in index.drawn.boxes
        if box.icon
    ]
    for name, subject, colour, backdrop, least in things:
        if colour is None or backdrop is None:
            continue
        ratio = contrast_ratio(colour, backdrop)
        if ratio < least - ROUNDING:
            yield Finding("contrast", f"{name} has a contrast of {ratio:.2f}:1, less than {least:g}:1", (subject,))
