"""`oauthviz icons`: what there is to choose from, and whether one's own can be drawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from oauthviz.cli.complete import complete_theme
from oauthviz.cli.own_icons import icons_option
from oauthviz.icon_catalog import check_icons, icon_list, icon_sheet
from oauthviz.output import write_file

_FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Text, or JSON.")


@click.group("icons", epilog="Example: oauthviz icons list")
def icons_group() -> None:
    """List icons, draw them on one sheet, or check your own."""


@icons_group.command("list", epilog="Example: oauthviz icons list --icons ./my-icons --format json")
@icons_option
@_FORMAT
def icons_list(icons: tuple[str, ...], form: str) -> None:
    """Name each icon and what it stands for; of your own with --icons, the file too."""
    rows = icon_list(icons)
    if form == "json":
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        rest = "  ".join(text for text in (row["title"], row.get("file", "")) if text)
        click.echo(f"{row['name']:{width}}  {rest}".rstrip())


@icons_group.command("sheet", epilog="Example: oauthviz icons sheet -o icons.png")
@click.option("-o", "--output", metavar="PATH", default="out/icons.svg", show_default=True, help="An .svg or a .png.")
@click.option("--theme", metavar="T", default="pink-teal", shell_complete=complete_theme, help="Whose colours.")
@click.option(
    "--size", type=click.FloatRange(8, 512), help="The side of each icon in px; default one large, one small."
)
@click.option("--names/--no-names", default=True, help="Write each icon's name below it, or do not.")
@icons_option
def icons_sheet(output: str, theme: str, size: float | None, names: bool, icons: tuple[str, ...]) -> None:
    """Draw every icon with its name; with --icons only your own."""
    path = Path(output)
    form = path.suffix.lower().removeprefix(".")
    if form not in ("svg", "png"):
        raise click.UsageError(f"-o {output}: the sheet is an .svg or a .png file")
    write_file(path, icon_sheet(theme, form, icons, size=size, names=names))
    click.echo(str(path))


@icons_group.command("check", epilog="Example: oauthviz icons check ./my-icons drafts/gate.svg --format json")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@_FORMAT
def icons_check(paths: tuple[str, ...], form: str) -> None:
    """Read icons as a picture would (PATH is a file, or a folder of them) and name each one's faults.

    Exits 3 where one is refused (4 for its size), 1 where one can be drawn but leaves the grid or is small beside the
    others.
    """
    reports = check_icons(paths)
    if form == "json":
        found: list[dict[str, Any]] = [report.as_json() for report in reports]
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        for report in reports:
            for fault in report.faults:
                click.echo(str(fault))
        flawed = sum(bool(report.faults) for report in reports)
        click.echo(f"checked: {len(reports)}, with faults: {flawed}")
    click.get_current_context().exit(max((report.exit_code for report in reports), default=0))
