"""The directive's nodes in a document, until pictures take their place."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx import addnodes


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
