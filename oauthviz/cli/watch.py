"""`oauthviz watch`: draw specs again whenever they change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from oauthviz.api import Options
from oauthviz.batch import Order, Outcome
from oauthviz.cli.drawing import DEFAULT_FORMATS, drawing_options
from oauthviz.cli.globs import expanded, refuse_collisions
from oauthviz.cli.language import language_options
from oauthviz.cli.results import line_of
from oauthviz.render.rasterisers import RendererChoice
from oauthviz.watching import watch


@click.command("watch", epilog="Example: oauthviz watch examples/handshake.yaml --format svg -o pictures/")
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FOLDER", default="out", show_default=True, help="Where pictures go.")
@language_options()
@drawing_options
def watch_command(
    specs: tuple[str, ...],
    output: str,
    formats: tuple[str, ...] | None,
    scale: float,
    renderer: RendererChoice,
    **options: Any,
) -> None:
    """Draw each SPEC, and draw it again when it changes, or its theme, its icons or its catalog; until Ctrl-C.

    A bad spec is told like any other change, and the picture before it stays. A SPEC may be a pattern; files that come
    to match it later are not seen.
    """
    names = expanded(specs)
    refuse_collisions(names)
    wanted = Options(**options)
    orders = [
        Order(name, wanted, formats or DEFAULT_FORMATS, folder=Path(output), scale=scale, renderer=renderer)
        for name in names
    ]
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
