"""The directive's nodes in a document, until pictures take their place."""

from __future__ import annotations

import posixpath
import urllib.parse
from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx import addnodes

from oauthviz.page_markup import dark_source


class diagram(nodes.General, nodes.Element):
    """A diagram that is not drawn yet.

    `spec` is its text, or None with the spec in `file`; `lines` are the source and the line of each line of the text.
    `wishes` are the directive's own options, `called` starts ids and file names. Its children are its texts.
    """


class diagram_text(nodes.Element, addnodes.translatable):
    """A text of a diagram for the project's catalogs: `original`, and `translation` where there is one."""

    def preserve_original_messages(self) -> None:
        """The original is never overridden."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Keep the translation for when the diagram is drawn."""
        self["translation"] = translated_message
        self["translated"] = True

    def extract_original_messages(self) -> Sequence[str]:
        """The one text of this node."""
        return [self["original"]]


class schemes(nodes.General, nodes.Element):
    """A `<picture>`: a dark image, and a light one that stands for both."""


class dark_image(nodes.image):
    """The dark image of a `<picture>`, which the builder copies like any other."""


def visit_schemes(translator: Any, node: schemes) -> None:
    """Begin the `<picture>`."""
    translator.body.append("<picture>\n")


def depart_schemes(translator: Any, node: schemes) -> None:
    """End the `<picture>`."""
    translator.body.append("</picture>\n")


def visit_dark_image(translator: Any, node: dark_image) -> None:
    """The dark image as a `<source>`, with the address at which the builder puts it. Raises SkipNode: that is all."""
    copies = translator.builder.images
    uri = node["uri"]
    if uri in copies:
        uri = posixpath.join(translator.builder.imgpath, urllib.parse.quote(copies[uri]))
    translator.body.append(f"{dark_source(uri)}\n")
    raise nodes.SkipNode
