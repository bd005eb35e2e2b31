"""`oauthviz layout`: the places of everything, as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from oauthviz.api import Diagram, Options, arrangement_text, layout_text
from oauthviz.cli.arranging import arranging_options
from oauthviz.cli.complete import complete_theme
from oauthviz.cli.language import language_options
from oauthviz.cli.own_icons import icons_option
from oauthviz.cli.streams import STDIN, STDIN_FILE, read_stdin
from oauthviz.output import write_file


@click.command("layout", epilog="Example: oauthviz layout examples/handshake.yaml -o handshake.layout.json")
@click.argument("spec", metavar="SPEC")
@click.option("--format", "form", type=click.Choice(["json"]), default="json", help="Only JSON so far.")
@click.option("--only", type=click.Choice(["arrangement"]), help="Print one part: what --arrangement reads.")
@click.option("-o", "--output", metavar="PATH", default="-", help="A file; default standard output.")
@click.option("--theme", metavar="T", shell_complete=complete_theme, help="A theme's name or folder.")
@click.option("--projection", metavar="P", help="How boxes stand.")
@click.option("--effort", type=click.Choice(["draft", "normal", "best"]), default="normal", help="How long to search.")
@language_options()
@icons_option
@arranging_options
def layout_command(spec: str, form: str, only: str | None, output: str, **options: Any) -> None:
    """Lay SPEC out (- is standard input) and print every place in px, and the arrangement behind it.

    The arrangement is columns, order and sides. Saved in a file it can be pinned with --arrangement, so that later
    changes of the spec move nothing else.
    """
    diagram = Diagram.loads(read_stdin(), file=STDIN_FILE) if spec == STDIN else Diagram.load(spec)
    layout = diagram.lay_out(Options(**options))
    text = layout_text(layout) if only is None else arrangement_text(layout.arrangement)
    if output == "-":
        click.echo(text, nl=False)
    else:
        write_file(Path(output), text.encode(), inputs=() if spec == STDIN else (Path(spec),))
