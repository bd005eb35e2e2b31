"""`oauthviz diff`: what differs between two pictures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from oauthviz.api import Options
from oauthviz.cli.arranging import arranging_options
from oauthviz.cli.complete import complete_theme
from oauthviz.cli.language import language_options
from oauthviz.cli.own_icons import icons_option
from oauthviz.cli.steps import step_option
from oauthviz.cli.streams import STDIN, STDIN_FILE, read_stdin
from oauthviz.differences import Comparison, compare, svg_of_source
from oauthviz.output import write_file
from oauthviz.render.comparison import Arrangement

_PICTURES = ("svg", "png")


@click.command("diff", epilog="Example: oauthviz diff examples/handshake.yaml out/handshake.svg -o out/difference.svg")
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For eyes, or a program.")
@click.option("-o", "--output", metavar="PATH", help="Draw the difference, too: an .svg or a .png.")
@click.option(
    "--style", type=click.Choice(["side-by-side", "overlay"]), default="side-by-side", help="How the two are drawn."
)
@click.option("--theme", metavar="T", shell_complete=complete_theme, help="For specs: draw them in this theme.")
@click.option("--projection", metavar="P", help="For specs: draw them in this projection.")
@step_option
@language_options()
@icons_option
@arranging_options
def diff_command(before: str, after: str, form: str, output: str | None, style: Arrangement, **options: Any) -> None:
    """Compare two pictures: specs, which are drawn first, or SVGs of ours, or one of each; - is standard input.

    Prints what differs, in the order of weight: texts, what is new or gone, places, colours. Numbers are rounded, and
    the stamp of versions does not count. Exits 1 where something differs.
    """
    if before == after == STDIN:
        raise click.UsageError("standard input (-) can be read only once")
    form_of_picture = Path(output).suffix.lower().removeprefix(".") if output else None
    if form_of_picture not in (None, *_PICTURES):
        raise click.UsageError(f"-o {output}: the difference is drawn as an .svg or a .png file")
    names = (_name(before), _name(after))
    wanted = Options(**options, allow_broken=True)
    svgs = [svg_of_source(_name(s), read_stdin() if s == STDIN else None, wanted) for s in (before, after)]
    comparison = compare(svgs[0], svgs[1], names)
    if output is not None and form_of_picture is not None:
        inputs = [Path(source) for source in (before, after) if source != STDIN]
        write_file(Path(output), comparison.encode(form_of_picture, style), inputs=inputs)
    _print(comparison, form, names)
    click.get_current_context().exit(1 if comparison.changes else 0)


def _name(source: str) -> str:
    return STDIN_FILE if source == STDIN else source


def _print(comparison: Comparison, form: str, names: tuple[str, str]) -> None:
    if form == "json":
        found = {"before": names[0], "after": names[1], **comparison.as_json()}
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    click.echo(f"{names[0]} → {names[1]}: {comparison.account}")
    for change in comparison.changes:
        click.echo(f"  {change.aspect}: {change.message}")
