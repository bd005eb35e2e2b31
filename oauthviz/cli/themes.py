"""`oauthviz themes`: what there is, whether it can be read by everyone, what it looks like, and one to start from."""

from __future__ import annotations

import json

import click

from oauthviz.api import theme_list
from oauthviz.cli.complete import complete_theme
from oauthviz.core.diagnostics import OauthvizError

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
            click.echo(f"{theme}: {len(report.faults)} faults ({report.measured} things measured)")
    if form == "json":
        click.echo(json.dumps([report.as_json() for report in reports], indent=2, ensure_ascii=False))
    click.get_current_context().exit(code)
