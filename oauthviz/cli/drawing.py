"""The options of the commands that draw specs into files: how the picture looks, and what draws it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import reduce
from typing import Any

import click

from oauthviz.api import PROJECTIONS
from oauthviz.cli.arranging import arranging_options
from oauthviz.cli.complete import complete_theme
from oauthviz.cli.formats import formats_option
from oauthviz.cli.own_icons import icons_option
from oauthviz.cli.steps import step_option

DEFAULT_FORMATS = ("svg", "png")

_SIZE = re.compile(r"(\d{1,5})[xX](\d{1,5})")


def _size(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[float, float] | None:
    """`1200x800`: width and height in px."""
    if value is None:
        return None
    match = _SIZE.fullmatch(value)
    if match is None:
        raise click.BadParameter(f"'{value}' is no size; write width and height in px, like 1200x800")
    return float(match[1]), float(match[2])


_OPTIONS = (
    formats_option,
    click.option("--theme", metavar="T", shell_complete=complete_theme, help="A theme's name or folder."),
    click.option(
        "--dark-theme", metavar="T", shell_complete=complete_theme, help="The SVG follows the page to this one."
    ),
    click.option("--projection", metavar="P", help=f"How boxes stand: {', '.join(PROJECTIONS)}."),
    step_option,
    click.option("--size", metavar="WxH", callback=_size, help="Width and height of the canvas in px."),
    click.option(
        "--scale", type=click.FloatRange(0.1, 8), default=1.0, help="Pixels of the PNG for each px; default 1."
    ),
    click.option("--text", type=click.Choice(["glyphs", "plain"]), default="glyphs", help="Outlines, or SVG text."),
    click.option(
        "--renderer", type=click.Choice(["auto", "cairosvg", "resvg"]), default="auto", help="What draws PNG."
    ),
    click.option(
        "--effort", type=click.Choice(["draft", "normal", "best"]), default="normal", help="How long to search."
    ),
    click.option(
        "--allow-broken", is_flag=True, help="Write a picture that breaks a rule too (the exit code stays 1)."
    ),
    click.option("--lint", is_flag=True, help="Lint each spec first; what fails there is not drawn."),
    click.option("--missing-glyphs", type=click.Choice(["error", "box"]), default="error", help="A box, or an error."),
    click.option("--id-prefix", metavar="NAME", help="Start of every id in the SVG; default the spec's name."),
    icons_option,
    arranging_options,
)


def drawing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `formats`, `scale` and `renderer`, and all else as in `api.Options`, the language apart."""
    return reduce(lambda decorated, option: option(decorated), reversed(_OPTIONS), command)
