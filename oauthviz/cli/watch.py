"""`oauthviz watch`: draw specs again whenever they change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from oauthviz.api import Options
from oauthviz.batch import Order, Outcome
from oauthviz.cli.arranging import arranging_options
from oauthviz.cli.complete import complete_theme
from oauthviz.cli.formats import formats_option
from oauthviz.cli.globs import expanded, refuse_collisions
from oauthviz.cli.language import language_options
from oauthviz.cli.own_icons import icons_option
from oauthviz.cli.results import line_of
from oauthviz.watching import watch


@click.command("watch", epilog="Example: oauthviz watch examples/handshake.yaml --format svg -o pictures/")
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FOLDER", default="out", show_default=True, help="Where pictures go.")
@formats_option
@click.option("--theme", metavar="T", shell_complete=complete_theme, help="A theme's name or folder.")
@click.option("--projection", metavar="P", help="How boxes stand.")
@click.option("--effort", type=click.Choice(["draft", "normal", "best"]), default="normal", help="How long to search.")
@language_options()
@icons_option
@arranging_options
def watch_command(specs: tuple[str, ...], output: str, formats: tuple[str, ...] | None, **options: Any) -> None:
    """Draw each SPEC, and draw it again when it changes, or its theme, its icons or its catalog; until Ctrl-C.

    A bad spec is told like any other change, and the picture before it stays. A SPEC may be a pattern; files that come
    to match it later are not seen.
    """
    names = expanded(specs)
    refuse_collisions(names)
    wanted = Options(**options)
    orders = [Order(name, wanted, formats or ("svg", "png"), folder=Path(output)) for name in names]
    click.echo(f"watching {len(names)} {'spec' if len(names) == 1 else 'specs'}; stop with Ctrl-C", err=True)
    try:
        watch(orders, _tell)
    except KeyboardInterrupt:
        click.echo("stopped", err=True)


def _tell(outcome: Outcome) -> None:
    for message in outcome.messages:
        click.echo(message, err=True)
    if outcome.files:
        click.echo(line_of(outcome))
