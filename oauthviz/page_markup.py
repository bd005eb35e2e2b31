"""Pictures as HTML: inline or as files, light and dark, with a caption; and what is shown in a broken one's place."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Sequence
from html import escape

from msgspec import Struct

from oauthviz.core.diagnostics import Diagnostic
from oauthviz.core.ids import xml_id
from oauthviz.render.embedding import embeddable
from oauthviz.render.schemes import scheme_rules

LIGHT, DARK, BROKEN = "oauthviz-light", "oauthviz-dark", "oauthviz-broken"
"""Classes of the two images of a picture, and of what is shown in a picture's place."""

STYLESHEET_NAME = "oauthviz.css"
STYLESHEET = f"""\
.oauthviz img, .oauthviz svg {{ max-width: 100%; height: auto }}
.{DARK} {{ display: none }}
{scheme_rules(f".{LIGHT}", f".{DARK}")}
.{BROKEN} {{ border: 2px solid #c62828; border-radius: 4px; padding: .5em 1em }}
.{BROKEN} pre {{ white-space: pre-wrap }}
"""
"""The style rules that pages with pictures need."""

BROKEN_HEADING = "This diagram cannot be drawn."
ALIGNMENTS = ("left", "center", "right")

_WIDTH = re.compile(r"\d{1,5}(?:\.\d{1,3})?(?:px|%|em|rem|ch|vw|cm|mm|in|pt)?")


class Frame(Struct, frozen=True):
    """How a picture stands on its page. `alt` replaces the picture's own words, `width` is a CSS length."""

    alt: str | None = None
    caption: str | None = None
    name: str | None = None
    align: str | None = None
    classes: tuple[str, ...] = ()
    width: str | None = None


def is_width(text: str) -> bool:
    """Whether this is a length that a picture's width can be: `640`, `80%`, `30em`."""
    return _WIDTH.fullmatch(text) is not None


def inline_svg(svg: str, ending: str, frame: Frame) -> str:
    """An SVG element for the middle of a page, its ids ending in `-ending`. Raises SpecError for none of ours."""
    attributes = {"style": _style(frame)}
    if frame.alt:
        attributes["aria-label"] = frame.alt
    return embeddable(svg, ending, attributes).strip()


def images(sources: Sequence[str], alt: str, frame: Frame) -> str:
    """One image, or a light and a dark one, of which the style sheet shows one; `sources` are their addresses."""
    classes = (f' class="{LIGHT}"', f' class="{DARK}"') if len(sources) > 1 else ("",)
    words = f'alt="{escape(frame.alt or alt)}" style="{_style(frame)}"'
    return "\n".join(
        f'<img{shown} src="{escape(source)}" {words}>' for source, shown in zip(sources, classes, strict=True)
    )


def picture_element(sources: Sequence[str], alt: str, frame: Frame) -> str:
    """A `<picture>` of a light and a dark image that goes by what the reader's system wishes; of one, the image."""
    light, *dark = sources
    image = images([light], alt, frame)
    return "\n".join(["<picture>", *map(dark_source, dark), image, "</picture>"]) if dark else image


def dark_source(source: str) -> str:
    """The `<source>` of a dark image. Its address is quoted, as spaces and commas would end it."""
    address = urllib.parse.quote(source, safe="/:%")
    return f'<source media="(prefers-color-scheme: dark)" srcset="{escape(address)}">'


def figure(inner: str, frame: Frame) -> str:
    """The picture in its frame. Search engines of sites leave its words out: they are the page's own once more."""
    name = f' id="{escape(xml_id(frame.name))}"' if frame.name else ""
    align = f' style="text-align:{frame.align}"' if frame.align in ALIGNMENTS else ""
    caption = f"\n<figcaption>{escape(frame.caption)}</figcaption>" if frame.caption else ""
    classes = escape(" ".join(("oauthviz", *frame.classes)))
    return f'<figure class="{classes}"{name}{align} data-search-exclude>\n{inner}{caption}\n</figure>'


def placeholder(found: Sequence[Diagnostic]) -> str:
    """What is shown where a picture should be: what is wrong with it, and where."""
    said = escape("\n".join(str(one) for one in found))
    style = "border:2px solid #c62828;border-radius:4px;padding:.5em 1em"
    words = f'<p><strong>{BROKEN_HEADING}</strong></p>\n<pre style="white-space:pre-wrap">{said}</pre>'
    return f'<div class="oauthviz {BROKEN}" role="alert" style="{style}">\n{words}\n</div>'


def _style(frame: Frame) -> str:
    width = frame.width or ""
    unit = "px" if width.replace(".", "").isdecimal() else ""
    return f"{f'width:{width}{unit};' if width else ''}max-width:100%;height:auto"
