"""The Sphinx extension: the directive `oauthviz`, drawn for whatever the builder can show."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import ENUM
from sphinx.util.typing import ExtensionMetadata

from oauthviz import __version__
from oauthviz.integrations.sphinx.directive import OauthvizDirective
from oauthviz.integrations.sphinx.drawing import DrawDiagrams, PlaceDiagrams
from oauthviz.integrations.sphinx.nodes import (
    dark_image,
    depart_schemes,
    diagram,
    diagram_text,
    schemes,
    visit_dark_image,
    visit_schemes,
)
from oauthviz.integrations.sphinx.outdated import forget, merge, outdated
from oauthviz.output import write_file
from oauthviz.page_markup import STYLESHEET, STYLESHEET_NAME


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directive, its configuration values and what draws it."""
    for name in ("theme", "dark_theme", "projection", "lang", "locale_dir"):
        app.add_config_value(f"oauthviz_{name}", None, "env", (str, type(None)))
    app.add_config_value("oauthviz_icons", [], "env", (list, tuple))
    app.add_config_value("oauthviz_lint", False, "env", (bool,))
    app.add_config_value("oauthviz_embed", "image", "env", ENUM("image", "picture", "inline"))
    app.add_config_value("oauthviz_cache_dir", None, "", (str, type(None)))
    app.add_config_value("oauthviz_fail_fast", False, "", (bool,))
    app.add_node(diagram)
    app.add_node(diagram_text)
    app.add_node(schemes, html=(visit_schemes, depart_schemes))
    app.add_node(dark_image, html=(visit_dark_image, None))
    app.add_directive("oauthviz", OauthvizDirective)
    app.add_transform(DrawDiagrams)
    app.add_post_transform(PlaceDiagrams)
    app.add_css_file(STYLESHEET_NAME)
    app.connect("env-get-outdated", outdated)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("builder-inited", _add_stylesheet)
    return {"version": __version__, "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}


def _add_stylesheet(app: Sphinx) -> None:
    """Put the style sheet where the builder takes its static files from."""
    if app.builder.format == "html":
        folder = Path(app.doctreedir) / "oauthviz" / "static"
        write_file(folder / STYLESHEET_NAME, STYLESHEET.encode())
        app.config.html_static_path.append(str(folder))
