"""The MkDocs plugin: blocks marked `oauthviz` become files of the site, one for light and one for dark."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, cast

from markdown import Markdown
from markdown.extensions import Extension
from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from oauthviz.api import PROJECTIONS
from oauthviz.core.diagnostics import Diagnostic, Position
from oauthviz.integrations.markdown import PageBlocks, fence_options, register_blocks, validator, with_underscores
from oauthviz.integrations.markdown_blocks import LANGUAGE, BlockError, Settings, drawn_block
from oauthviz.output import relative
from oauthviz.page_markup import STYLESHEET, STYLESHEET_NAME, images, picture_element
from oauthviz.pages import theme_from_page

logger = get_plugin_logger("oauthviz")

FOLDER = "assets/oauthviz"
"""Where pictures and the style sheet are on the site."""
SUPERFENCES = "pymdownx.superfences"


class OauthvizConfig(base.Config):  # type: ignore[no-untyped-call]  # of MkDocs's own
    """What mkdocs.yml may say below `oauthviz:`; paths start beside mkdocs.yml."""

    theme = option.Optional(option.Type(str))
    dark_theme = option.Optional(option.Type(str))
    projection = option.Optional(option.Choice(PROJECTIONS))
    lang = option.Optional(option.Type(str))
    locale_dir = option.Optional(option.Dir(exists=True))
    icons = option.ListOfItems(option.Dir(exists=True), default=[])
    cache_dir = option.Type(str, default=".cache/plugin/oauthviz")
    lint = option.Type(bool, default=False)
    fail_fast = option.Type(bool, default=False)
    embed = option.Choice(("image", "picture", "inline"), default="image")


class OauthvizPlugin(BasePlugin[OauthvizConfig]):  # type: ignore[no-untyped-call]  # of MkDocs's own
    """Draws the blocks of each page while it is converted."""

    def __init__(self) -> None:
        self._site: MkDocsConfig | None = None
        self._settings = Settings()
        self._files: Files | None = None
        self._page: Page | None = None
        self._blocks = PageBlocks("", "")
        self._inputs: list[str] = []

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[base.ConfigErrors, base.ConfigWarnings]:
        """Take a hyphen in an option for an underscore."""
        return super().load_config({key.replace("-", "_"): value for key, value in options.items()}, config_file_path)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Have our blocks handed to us: by superfences where the site uses it, else by an extension of our own."""
        self._site = config
        self._settings = self._settings_for(config)
        if SUPERFENCES in config.markdown_extensions:
            fences = config.mdx_configs.setdefault(SUPERFENCES, {}).setdefault("custom_fences", [])
            if not any(entry.get("name") == LANGUAGE for entry in fences):
                fence = {"name": LANGUAGE, "class": LANGUAGE, "format": self._fence, "validator": validator}
                fences.append(fence)
        else:
            # Python-Markdown takes objects beside names
            config.markdown_extensions.append(cast(str, _Extension(self)))
        address = f"{FOLDER}/{STYLESHEET_NAME}"
        if address not in config.extra_css:
            config.extra_css.append(address)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Put the style sheet beside the pages, and keep the files at hand for pictures."""
        self._files = files
        self._put(STYLESHEET_NAME, STYLESHEET.encode())
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Note the page whose blocks come next, with its text as it is in the file; mend the headers of blocks."""
        self._page, self._files = page, files
        path = page.file.abs_src_path or str(Path(config.docs_dir, page.file.src_uri))  # a generated page has no file
        text = page.file.content_string if page.file.src_uri.endswith(".md") else markdown
        self._blocks = PageBlocks(relative(path), text)
        return with_underscores(markdown)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Complain of blocks whose headers superfences cannot read: it makes text of them without a word.

        Raises PluginError with `fail_fast`.
        """
        message = "the header of this block cannot be read"
        help = 'write options as key="value", as in dark_theme="neon-dark"'
        for line in self._blocks.passed_over():
            found = Diagnostic("unread-header", message, self._blocks.page, Position(line, 1), help)
            if self._settings.fail_fast:
                raise PluginError(str(found))
            logger.warning("%s", found)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> None:
        """Build again when a spec, a theme or a catalog changes, wherever it lies."""
        for path in sorted(set(self._inputs)):
            server.watch(path)

    def drawn(self, text: str, options: dict[str, str]) -> str:
        """A block of the current page as HTML. Raises PluginError for one that cannot be drawn, with `fail_fast`."""
        place = None if self.config.embed == "inline" else self._address
        markup = picture_element if self.config.embed == "picture" else images
        block = self._blocks.block(text, options)
        try:
            return drawn_block(block, self._settings, logger, place, self._inputs, markup)
        except BlockError as error:
            raise _failure()(str(error)) from error

    def _fence(self, source: str, language: str, css_class: str, options: Any, md: Markdown, **kwargs: Any) -> str:
        return self.drawn(source, fence_options(options, kwargs))

    def _settings_for(self, config: MkDocsConfig) -> Settings:
        own = self.config
        beside = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        theme = config.theme
        lang = own.lang or theme.get("language") or theme.get("locale")
        return Settings(
            theme=theme_from_page(own.theme, beside, beside),
            dark_theme=theme_from_page(own.dark_theme, beside, beside),
            projection=own.projection,
            lang=str(lang) if lang else None,
            locale_dir=own.locale_dir,
            icons=tuple(own.icons),
            cache_dir=str(beside / own.cache_dir),
            lint=own.lint,
            fail_fast=own.fail_fast,
            root=config.docs_dir,
        )

    def _address(self, name: str, data: bytes) -> str:
        """Where the current page finds a picture."""
        assert self._page is not None
        return get_relative_url(self._put(name, data), self._page.url)

    def _put(self, name: str, data: bytes) -> str:
        """Add a file to the site, unless it is there; returns its address from the site's root."""
        assert self._files is not None and self._site is not None
        uri = f"{FOLDER}/{name}"
        if self._files.get_file_from_path(uri) is None:
            self._files.append(File.generated(self._site, uri, content=data, inclusion=InclusionLevel.INCLUDED))
        return uri


class _Extension(Extension):
    """Blocks for sites without superfences."""

    def __init__(self, plugin: OauthvizPlugin) -> None:
        super().__init__()
        self._plugin = plugin

    def extendMarkdown(self, md: Markdown) -> None:
        register_blocks(md, lambda text, options, line: self._plugin.drawn(text, options))


@functools.cache
def _failure() -> type[PluginError]:
    """The error that ends a build in one line; of superfences' own kind too, which lets no other through."""
    try:
        from pymdownx.superfences import SuperFencesException  # not every site has it
    except ImportError:
        return PluginError
    return type("DiagramError", (SuperFencesException, PluginError), {})
