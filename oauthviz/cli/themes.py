"""`oauthviz themes`: what there is, whether it can be read by everyone, what it looks like, and one to start from."""

from __future__ import annotations

import json
from pathlib import Path

import click

from oauthviz.api import PROJECTIONS, theme_list
from oauthviz.cli.complete import complete_theme
from oauthviz.core.diagnostics import Diagnostic, OauthvizError, OutputError
from oauthviz.output import write_file
from oauthviz.theme.starter import starter_theme

_FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Text, or JSON.")


@click.group("themes", epilog="Example: oauthviz themes check pink-teal")
def themes_group() -> None:
    """List, show, check and start themes."""


@themes_group.command("list", epilog="Example: oauthviz themes list --format json")
@_FORMAT
def themes_list(form: str) -> None:
    """Name each theme that comes with the program, and what it looks like."""
    rows = theme_list()
    if form == "json":
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        click.echo(f"{row['name']:{width}}  {row['label']}")


@themes_group.command("check", epilog="Example: oauthviz themes check pink-teal ./mine/theme.yaml --format json")
@click.argument("themes", metavar="NAME|PATH...", nargs=-1, required=True, shell_complete=complete_theme)
@_FORMAT
def themes_check(themes: tuple[str, ...], form: str) -> None:
    """Measure whether themes can be read by everyone: every colour against what is behind it, arrow kinds apart.

    Text needs a contrast of 4.5:1 (3:1 from 24 px), lines, icons and badges 3:1. Kinds of arrows have to tell apart
    by their dashes alone and, for every kind of colour vision, by their tones. Prints each two colours that fail,
    where they meet, and the nearest colour that passes. Exits 1 where a theme fails.
    """
    from oauthviz.theme_report import check_theme  # draws pictures: only when themes are checked

    reports = []
    code = 0
    for theme in themes:
        try:
            report = check_theme(theme)
        except OauthvizError as error:
            click.echo(str(error), err=True)
            code = max(code, error.exit_code)
            continue
        code = max(code, 1 if report.faults else 0)
        reports.append(report)
        if form == "text":
            for fault in report.faults:
                click.echo(f"{theme}: {fault.rule}: {fault}")
            count = len(report.faults)
            click.echo(f"{theme}: {count} {'fault' if count == 1 else 'faults'} ({report.measured} things measured)")
    if form == "json":
        click.echo(json.dumps([report.as_json() for report in reports], indent=2, ensure_ascii=False))
    click.get_current_context().exit(code)


@themes_group.command("show", epilog="Example: oauthviz themes show neon-dark -o neon-dark.png")
@click.argument("theme", metavar="NAME|PATH", shell_complete=complete_theme)
@click.option("-o", "--output", metavar="PATH", help="An .svg or a .png; default out/NAME.theme.svg.")
@click.option(
    "--projection", type=click.Choice(PROJECTIONS), default="flat", show_default=True, help="How boxes stand."
)
def themes_show(theme: str, output: str | None, projection: str) -> None:
    """Draw a theme on one sheet: tones, arrows, surfaces and type, above two pictures that show every part."""
    from oauthviz.specimen.sheet import theme_sheet  # draws pictures: only when a sheet is drawn

    path = Path(output or f"out/{_stem(theme)}.theme.svg")
    form = path.suffix.lower().removeprefix(".")
    if form not in ("svg", "png"):
        raise click.UsageError(f"-o {output}: the sheet is an .svg or a .png file")
    write_file(path, theme_sheet(theme, form, projection))
    click.echo(str(path))


def _stem(theme: str) -> str:
    """What a sheet is called after: a theme's name, its folder's, or its file's."""
    path = Path(theme)
    return path.parent.name if path.name == "theme.yaml" and path.parent.name else path.stem


@themes_group.command("new", epilog="Example: oauthviz themes new mine --from neon-dark")
@click.argument("name")
@click.option("--from", "base", metavar="NAME|PATH", default="pink-teal", show_default=True, help="What it stands on.")
@click.option("-o", "--output", metavar="PATH", help="The file to write; default NAME/theme.yaml.")
def themes_new(name: str, base: str, output: str | None) -> None:
    """Write a short, commented theme to start from. It looks like its base until something in it is changed."""
    path = Path(output or f"{name}/theme.yaml")
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise click.UsageError(f"-o {output}: a theme is a .yaml file")
    text = starter_theme(name, base, path)
    if path.exists():
        help = "choose another name with -o"
        raise OutputError([Diagnostic("file-exists", "there is a file already", str(path), help=help)])
    write_file(path, text.encode())
    click.echo(f"{path}: now edit it and run: oauthviz themes check {_said(path)}")


def _said(path: Path) -> str:
    """A path as a theme is named by it, which a name alone is not."""
    return path.as_posix() if path.parent != Path() else f"./{path.as_posix()}"
