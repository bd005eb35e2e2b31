"""Two finished pictures as one: side by side or one over the other, with marks on what differs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct

from oauthviz.core.geometry import Rect
from oauthviz.core.numbers import fmt
from oauthviz.render.embedding import SVG, XLINK, vetted, with_other_ids
from oauthviz.render.rasterisers import load_resvg
from oauthviz.render.xml import serialize

Arrangement = Literal["side-by-side", "overlay"]

BEFORE, AFTER = "#C62828", "#1B7F3B"
"""Colours of what was and of what is."""
_GAP, _PAD, _WIDTH = 24.0, 5.0, 3.0
_DASH = "8 5"
_FAINT = "0.3"


class Mark(Struct, frozen=True):
    """A changed place in px of its picture; None where the picture has none."""

    before: Rect | None
    after: Rect | None


def render_comparison(
    before: str, after: str, marks: Sequence[Mark], *, title: str, account: str, arranged: Arrangement = "side-by-side"
) -> str:
    """An SVG that shows the SVGs `before` and `after`, what was in red and what is in green.

    `arranged` is side-by-side, or overlay: the old picture faintly under the new one. `title` and `account` are for
    who cannot see it. Raises SpecError for an SVG that is not one of ours.
    """
    old, new = (with_other_ids(vetted(svg), ending) for svg, ending in ((before, "before"), (after, "after")))
    sizes = [(float(root.get("width", "0")), float(root.get("height", "0"))) for root in (old, new)]
    beside = arranged == "side-by-side"
    shift = sizes[0][0] + _GAP if beside else 0.0
    width, height = max(sizes[0][0], shift + sizes[1][0]), max(sizes[0][1], sizes[1][1])
    page = Element("svg", {"xmlns": SVG, "xmlns:xlink": XLINK, "width": fmt(width), "height": fmt(height)})
    page.set("viewBox", f"0 0 {fmt(width)} {fmt(height)}")
    page.set("role", "img")
    SubElement(page, "title").text = title
    SubElement(page, "desc").text = account
    SubElement(page, "rect", {"width": fmt(width), "height": fmt(height), "fill": "#FFFFFF"})
    if not beside:
        page.append(new)
        SubElement(page, "g", {"opacity": _FAINT, "aria-hidden": "true"}).append(old)
    else:
        new.set("x", fmt(shift))
        page.extend([old, new])
        _frame(page, Rect(0, 0, *sizes[0]), BEFORE, "panel", -_WIDTH / 2)
        _frame(page, Rect(shift, 0, *sizes[1]), AFTER, "panel", -_WIDTH / 2)
    for mark in marks:
        if mark.before is not None:
            _frame(page, mark.before, BEFORE, "before", _PAD, dashed=True)
        if mark.after is not None:
            r = mark.after
            _frame(page, Rect(r.x + shift, r.y, r.w, r.h), AFTER, "after", _PAD)
    return serialize(page)


def rasterised(svg: str, scale: float = 1.0) -> bytes:
    """An SVG of `render_comparison` as PNG, drawn by resvg, which needs nothing of the system."""
    page = vetted(svg)
    width, height = (max(1, round(float(page.get(key, "0")) * scale)) for key in ("width", "height"))
    return bytes(load_resvg().svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts=True))


def _frame(page: Element, r: Rect, colour: str, name: str, pad: float, dashed: bool = False) -> None:
    attributes = {"class": name, "x": fmt(r.x - pad), "y": fmt(r.y - pad), "rx": "4"}
    attributes |= {"width": fmt(r.w + 2 * pad), "height": fmt(r.h + 2 * pad)}
    attributes |= {"fill": "none", "stroke": colour, "stroke-width": fmt(_WIDTH)}
    SubElement(page, "rect", attributes | ({"stroke-dasharray": _DASH} if dashed else {}))
