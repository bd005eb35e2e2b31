"""Diagrams become what the builder can show: images, SVG in the page, or their story in words.

They are drawn while documents are read, which Sphinx does in parallel, so that errors are found there; what is placed
into the pages later comes from the cache.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from msgspec.structs import replace
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from oauthviz.api import Options
from oauthviz.core.diagnostics import OauthvizError
from oauthviz.integrations.sphinx.nodes import dark_image, diagram, diagram_text, schemes
from oauthviz.integrations.sphinx.reporting import broken, warn
from oauthviz.output import write_file
from oauthviz.page_markup import DARK, LIGHT, Frame, inline_svg
from oauthviz.pages import PagePicture, Source, has_cairo, page_picture, theme_from_page

_MEDIA_TYPES = {"image/svg+xml": "svg", "application/pdf": "pdf", "image/png": "png"}
_KEEPING = ("gettext",)
"""Builders that want the texts, and nothing drawn."""


class DrawDiagrams(SphinxTransform):
    """Draws each diagram of a document that has just been read, once its texts are translated."""

    default_priority = 880

    def apply(self, **kwargs: Any) -> None:
        """Fill the cache; diagrams that cannot be drawn are replaced by what says so."""
        if self.app.builder.name in _KEEPING:
            return
        for node in list(self.document.findall(diagram)):
            read: list[str] = []
            try:
                first, *others = _pictures(node, self.app, read)
                warn(first.warnings, node)
                for picture in (first, *others):
                    _drawn(picture, self.app)
            except OauthvizError as error:
                node.replace_self(broken(error.diagnostics, node, self.config))
            for path in read:
                self.env.note_dependency(path)


class PlaceDiagrams(SphinxPostTransform):
    """Puts the pictures into a document that is about to be written."""

    default_priority = 7  # before images and references are looked at

    def run(self, **kwargs: Any) -> None:
        """Replace each diagram, in all builders but those that want the texts alone."""
        if self.app.builder.name in _KEEPING:
            return
        for number, node in enumerate(list(self.document.findall(diagram)), 1):
            try:
                found = self._placed(node, number)
            except OauthvizError as error:
                found = [broken(error.diagnostics, node, self.config)]
            if found:
                found[0]["ids"] = [*node["ids"], *found[0]["ids"]]
                found[0]["names"] = [*node["names"], *found[0]["names"]]
            node.replace_self(found)

    def _placed(self, node: diagram, number: int) -> list[nodes.Element]:
        pictures = _pictures(node, self.app, [])
        form = _form(self.app)
        if form is None:
            return _in_words(pictures[0])
        if _is_inline(self.app):
            svg = pictures[0].drawn("svg")["svg"].decode()
            digest = hashlib.sha256(svg.encode()).hexdigest()[:8]
            frame = Frame(alt=node["alt"], width=node["width"])
            inner: list[nodes.Element] = [nodes.raw("", inline_svg(svg, f"{digest}-{number}", frame), format="html")]
        else:
            inner = self._images(pictures, form, node)
        if self.app.builder.format != "html":
            return inner
        if isinstance(node.parent, nodes.figure):
            return inner
        align = [f"align-{node['align']}"] if node.get("align") else []
        return [nodes.container("", *inner, classes=["oauthviz", *align])]

    def _images(self, pictures: list[PagePicture], form: str, node: diagram) -> list[nodes.Element]:
        """One image; or a light and a dark one, of which the style sheet or the reader's system shows one."""
        if len(pictures) == 1:
            return [self._image(pictures[0], form, node)]
        light, dark = pictures
        if self.config.oauthviz_embed == "picture":
            sources = self._image(dark, form, node, kind=dark_image), self._image(light, form, node)
            for source in sources:
                source["classes"].append("no-scaled-link")  # Sphinx would put a link round each of the two
            return [schemes("", *sources)]
        return [self._image(light, form, node, LIGHT), self._image(dark, form, node, DARK)]

    def _image(
        self, picture: PagePicture, form: str, node: diagram, scheme: str = "", kind: type[nodes.image] = nodes.image
    ) -> nodes.image:
        """A picture as an image that the builder copies to where it keeps images."""
        data = _drawn(picture, self.app)[form]
        name = f"{picture.stem}-{hashlib.sha256(data).hexdigest()[:10]}.{form}"
        path = Path(self.app.doctreedir) / "oauthviz" / name
        if not path.exists():
            write_file(path, data)
        uri = path.as_posix()
        self.env.images.add_file(self.env.docname, uri)
        image = kind("", uri=uri, candidates={"*": uri}, alt=node["alt"] or picture.alt)
        image["classes"] = [*node["classes"], *([scheme] if scheme else [])]
        if node["width"]:
            image["width"] = node["width"]
        if node.get("align") and self.app.builder.format != "html":
            image["align"] = node["align"]
        image.source, image.line = node.source, node.line
        return image


def _pictures(node: diagram, app: Sphinx, read: list[str]) -> list[PagePicture]:
    """The diagram's picture for the builder; for pages of image files the light and the dark one.

    The paths of files that were read go to `read`.
    """
    text = node["spec"]
    source = Source(node["called"] if text is not None else Path(node["file"]).stem, node["file"], text)
    options = _options(node, app)
    schemes = [options]
    if options.dark_theme is not None and not _is_inline(app):
        light = replace(options, dark_theme=None)
        dark = replace(light, theme=options.dark_theme)
        schemes = [light, dark] if app.builder.format == "html" else [light]
        if app.builder.name == "epub":
            schemes = [options]  # a book has no page around the picture that could switch it
    lang = app.config.oauthviz_lang or app.config.language
    return [page_picture(source, one, site_lang=lang, inputs=read) for one in schemes]


def _options(node: diagram, app: Sphinx) -> Options:
    config, wishes, beside = app.config, node["wishes"], Path(app.confdir)

    def path(name: str | None) -> str | None:
        return None if name is None else str(beside / name)

    return Options(
        theme=wishes.get("theme") or theme_from_page(config.oauthviz_theme, beside, beside),
        dark_theme=wishes.get("dark_theme") or theme_from_page(config.oauthviz_dark_theme, beside, beside),
        lang=wishes.get("lang"),
        projection=wishes.get("projection") or config.oauthviz_projection,
        step=wishes.get("step"),
        locale_dir=path(config.oauthviz_locale_dir),
        icons=tuple(str(beside / name) for name in config.oauthviz_icons),
        lint=config.oauthviz_lint,
        cache_dir=path(config.oauthviz_cache_dir) or str(Path(app.doctreedir) / "oauthviz"),
        texts=_translations(node),
    )


def _translations(node: diagram) -> Mapping[str, str]:
    """What the project's catalogs give for the diagram's texts."""
    texts = node.findall(diagram_text)
    return {text["original"]: text["translation"] for text in texts if "translation" in text}


def _form(app: Sphinx) -> str | None:
    """The best format that the builder shows and that can be made here; None where it shows no images."""
    for media_type in app.builder.supported_image_types:
        form = _MEDIA_TYPES.get(media_type)
        if form is not None and (form != "pdf" or has_cairo()):
            return form
    return None


def _is_inline(app: Sphinx) -> bool:
    return app.config.oauthviz_embed == "inline" and app.builder.format == "html" and app.builder.name != "epub"


def _drawn(picture: PagePicture, app: Sphinx) -> Mapping[str, bytes]:
    form = _form(app)
    return picture.drawn(form) if form is not None else {}


def _in_words(picture: PagePicture) -> list[nodes.Element]:
    """The title and the story, for builders that show no images."""
    items = [nodes.list_item("", nodes.paragraph("", sentence)) for sentence in picture.sentences]
    title = nodes.paragraph("", "", nodes.strong("", picture.title))
    return [nodes.container("", title, nodes.bullet_list("", *items, bullet="-"))]
