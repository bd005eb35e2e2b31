"""`oauthviz layout`: the places of everything, as JSON."""

from __future__ import annotations

from pathlib import Path

import click

from oauthviz.api import Diagram, Options, layout_text
from oauthviz.cli.complete import complete_theme
from oauthviz.cli.streams import STDIN, STDIN_FILE, read_stdin
from oauthviz.output import write_file


@click.command("layout", epilog="Example: oauthviz layout examples/handshake.yaml -o handshake.layout.json")
@click.argument("spec", metavar="SPEC")
@click.option("--format", "form", type=click.Choice(["json"]), default="json", help="Only JSON so far.")
@click.option("-o", "--output", metavar="PATH", default="-", help="A file; default standard output.")
@click.option("--theme", metavar="T", shell_complete=complete_theme, help="A theme's name or folder.")
@click.option("--effort", type=click.Choice(["draft", "normal", "best"]), default="normal", help="How long to search.")
def layout_command(spec: str, form: str, output: str, theme: str | None, effort: str) -> None:
    """Lay SPEC out (- is standard input) and print every place in px, and the arrangement behind it."""
    diagram = Diagram.loads(read_stdin(), file=STDIN_FILE) if spec == STDIN else Diagram.load(spec)
    text = layout_text(diagram.lay_out(Options(theme=theme, effort=effort)))
    if output == "-":
        click.echo(text, nl=False)
    else:
        write_file(Path(output), text.encode(), inputs=() if spec == STDIN else (Path(spec),))
