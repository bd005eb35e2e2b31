"""`oauthviz themes` and `oauthviz icons`: what there is to choose from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from oauthviz.api import icon_names, icon_sheet, theme_list
from oauthviz.cli.complete import complete_theme
from oauthviz.output import write_file

_FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Text, or JSON.")


@click.group("themes", epilog="Example: oauthviz themes list")
def themes_group() -> None:
    """List the themes that come with the program."""


@themes_group.command("list", epilog="Example: oauthviz themes list --format json")
@_FORMAT
def themes_list(form: str) -> None:
    """Name each theme and what it looks like."""
    _print(theme_list(), form)


@click.group("icons", epilog="Example: oauthviz icons list")
def icons_group() -> None:
    """List the icons, or draw them all on one sheet."""


@icons_group.command("list", epilog="Example: oauthviz icons list --format json")
@_FORMAT
def icons_list(form: str) -> None:
    """Name each icon."""
    _print([{"name": name} for name in icon_names()], form)


@icons_group.command("sheet", epilog="Example: oauthviz icons sheet -o icons.png")
@click.option("-o", "--output", metavar="PATH", default="out/icons.svg", show_default=True, help="An .svg or a .png.")
@click.option("--theme", metavar="T", default="pink-teal", shell_complete=complete_theme, help="Whose colours.")
def icons_sheet(output: str, theme: str) -> None:
    """Draw every icon with its name."""
    path = Path(output)
    form = path.suffix.lower().removeprefix(".")
    if form not in ("svg", "png"):
        raise click.UsageError(f"-o {output}: the sheet is an .svg or a .png file")
    write_file(path, icon_sheet(theme, form))
    click.echo(str(path))


def _print(rows: Sequence[Mapping[str, str]], form: str) -> None:
    if form == "json":
        click.echo(json.dumps(list(rows), indent=2, ensure_ascii=False))
        return
    width = max((len(row["name"]) for row in rows), default=0)
    for row in rows:
        rest = "  ".join(value for key, value in row.items() if key != "name" and value)
        click.echo(f"{row['name']:{width}}  {rest}".rstrip())
