"""The directive `oauthviz`: a spec as content or as a file, read and checked; it is drawn later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx.util.i18n import search_image_for_language
from sphinx.util.typing import OptionSpec

from oauthviz.api import DEFAULT_NAME, PROJECTIONS
from oauthviz.core.diagnostics import Diagnostic, OauthvizError, UsageError
from oauthviz.i18n.messages import messages_of
from oauthviz.integrations.sphinx.nodes import diagram, diagram_text
from oauthviz.integrations.sphinx.outdated import note
from oauthviz.integrations.sphinx.reporting import broken
from oauthviz.page_markup import ALIGNMENTS
from oauthviz.pages import Source, loaded_source, theme_from_page
from oauthviz.spec.reading import LoadedSpec


def _projection(argument: str) -> str:
    return directives.choice(argument, PROJECTIONS)


def _align(argument: str) -> str:
    return directives.choice(argument, ALIGNMENTS)


class OauthvizDirective(SphinxDirective):
    """A diagram: of the file that is named, or of the content."""

    has_content = True
    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "theme": directives.unchanged_required,
        "dark-theme": directives.unchanged_required,
        "dark_theme": directives.unchanged_required,  # as Markdown has it
        "lang": directives.unchanged_required,
        "projection": _projection,
        "step": directives.unchanged_required,
        "alt": directives.unchanged,
        "caption": directives.unchanged,
        "name": directives.unchanged,
        "align": _align,
        "class": directives.class_option,
        "width": directives.length_or_percentage_or_unitless,
    }

    def run(self) -> list[nodes.Node]:
        """The node of the diagram, in a figure where it has a caption; a placeholder where it cannot be read."""
        note(self.env)
        node = diagram()
        self.set_source_info(node)
        node["lines"] = [(source, offset + 1) for source, offset in self.content.items]
        node["called"] = DEFAULT_NAME
        try:
            self._read(node)
        except OauthvizError as error:
            return [broken(error.diagnostics, node, self.config)]
        node["wishes"] = self._wishes()
        node["alt"] = self.options.get("alt")
        node["width"] = self.options.get("width")
        node["classes"] += self.options.get("class", [])
        return [self._framed(node)]

    def _read(self, node: diagram) -> None:
        """Read the spec once, for its texts and its errors. Raises what reading raises."""
        if bool(self.arguments) == any(line.strip() for line in self.content):
            message = "the directive oauthviz takes a file or a content, and just one of them"
            raise UsageError([Diagnostic("file-and-text" if self.arguments else "no-spec", message, "<page>")])
        if self.arguments:
            _, path = self.env.relfn2path(search_image_for_language(self.arguments[0], self.env))
            self.env.note_dependency(path)
            node["file"], node["spec"] = path, None
            source = Source(Path(path).stem, path)
        else:
            node["file"], node["spec"] = str(self.env.doc2path(self.env.docname)), "\n".join(self.content)
            node["called"] = self.options.get("name", DEFAULT_NAME)
            source = Source(node["called"], node["file"], node["spec"])
        loaded = loaded_source(source)
        node.extend(self._texts(loaded, node))

    def _texts(self, loaded: LoadedSpec, node: diagram) -> Iterator[diagram_text]:
        """Each text to translate, with its place for the catalogs."""
        for message in messages_of(loaded.spec):
            position = loaded.positions.get(message.path)
            child = diagram_text(original=message.text)
            if node["spec"] is None:
                child.source, child.line = node["file"], position.line if position else 1
            else:
                place = node["lines"][position.line - 1] if position else (node.source, node.line)
                child.source, child.line = place
            yield child

    def _wishes(self) -> dict[str, Any]:
        """The options that make the picture, paths in them resolved as those of images are."""
        folder, root = Path(self.env.doc2path(self.env.docname)).parent, Path(self.env.srcdir)
        plain = ("lang", "projection", "step")
        wishes: dict[str, Any] = {key: self.options[key] for key in plain if key in self.options}
        for key in ("theme", "dark_theme", "dark-theme"):
            if key in self.options:
                wishes[key.replace("-", "_")] = theme_from_page(self.options[key], folder, root)
        return wishes

    def _framed(self, node: diagram) -> nodes.Element:
        caption = self.options.get("caption")
        frame: nodes.Element = node
        if caption:
            words, messages = self.parse_inline(caption)
            text = nodes.caption(caption, "", *words)
            self.set_source_info(text)
            frame = nodes.figure("", node, text, *messages, classes=["oauthviz"])
            self.set_source_info(frame)
        if "align" in self.options:
            frame["align"] = self.options["align"]
        self.add_name(frame)
        return frame
