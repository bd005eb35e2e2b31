"""Rules of contrast, where colours are known (WCAG 2's relative luminance)."""

from __future__ import annotations

from collections.abc import Iterator

from oauthviz.core.colours import CONTRAST_ROUNDING, LARGE_CONTRAST, LARGE_SIZE, TEXT_CONTRAST, contrast_ratio
from oauthviz.layout.check.engine import rule
from oauthviz.layout.check.index import Index, arrow_name, text_name
from oauthviz.layout.check.model import Finding


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
        (text_name(t), t.text, t.colour, t.backdrop, LARGE_CONTRAST if t.size >= LARGE_SIZE else TEXT_CONTRAST)
        for t in index.drawn.texts
    ]
    things += [(f"the line of {arrow_name(a)}", a.id, a.colour, a.backdrop, LARGE_CONTRAST) for a in index.drawn.arrows]
    things += [
        (f"the icon of box {box.id}", box.id, box.icon.colour, box.icon.backdrop, LARGE_CONTRAST)
        for box in index.drawn.boxes
        if box.icon
    ]
    for name, subject, colour, backdrop, least in things:
        if colour is None or backdrop is None:
            continue
        ratio = contrast_ratio(colour, backdrop)
        if ratio < least - CONTRAST_ROUNDING:
            yield Finding("contrast", f"{name} has a contrast of {ratio:.2f}:1, less than {least:g}:1", (subject,))
