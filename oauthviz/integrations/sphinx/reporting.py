"""Errors of diagrams in a Sphinx build: a warning with document and line, or the end; and a visible placeholder."""

from __future__ import annotations

import os
from collections.abc import Sequence

from docutils import nodes
from sphinx.config import Config
from sphinx.errors import SphinxError
from sphinx.util import logging

from oauthviz.core.diagnostics import Diagnostic
from oauthviz.integrations.sphinx.nodes import diagram
from oauthviz.page_markup import BROKEN, BROKEN_HEADING

logger = logging.getLogger(__name__)


class DiagramError(SphinxError):
    """A diagram that cannot be drawn, in a build that is to end then."""

    category = "Diagram error"


def broken(found: Sequence[Diagnostic], node: diagram, config: Config) -> nodes.Element:
    """Warn of each finding; what stands in the diagram's place. Raises DiagramError with `oauthviz_fail_fast`."""
    if config.oauthviz_fail_fast:
        raise DiagramError("\n".join(f"{_place(one, node)}: {_said(one, node)}" for one in found))
    warn(found, node)
    lines = "\n".join(f"{os.path.basename(_place(one, node))}: {_said(one, node)}" for one in found)
    heading = nodes.paragraph("", "", nodes.strong("", BROKEN_HEADING), translatable=False)
    literal = nodes.literal_block(lines, lines, language="none")
    return nodes.container("", heading, literal, classes=["oauthviz", BROKEN])


def warn(found: Sequence[Diagnostic], node: diagram) -> None:
    """Warn of findings where they are; their codes are subtypes for `suppress_warnings`."""
    for one in found:
        logger.warning(_said(one, node), location=_place(one, node), type="oauthviz", subtype=one.code)


def _place(found: Diagnostic, node: diagram) -> str:
    """The document and the line of a finding: its own in a spec on the page, else the directive's."""
    lines = node.get("lines") or []
    if node.get("spec") is not None and found.file == node["file"] and found.position and lines:
        source, line = lines[min(found.position.line, len(lines)) - 1]
        return f"{source}:{line}"
    return f"{node.source}:{node.line}"


def _said(found: Diagnostic, node: diagram) -> str:
    """The finding in words; with its own place where that is in another file."""
    text = f"{found.code}: {found.message}"
    if found.file[:1] not in ("<", "-") and (node.get("spec") is None or found.file != node["file"]):
        place = f":{found.position.line}:{found.position.column}" if found.position else ""
        text = f"{os.path.relpath(found.file)}{place}: {text}"
    return f"{text} ({found.help})" if found.help else text
