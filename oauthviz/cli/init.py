"""`oauthviz init`: a spec to start from."""

from __future__ import annotations

from pathlib import Path

import click

from oauthviz.api import starter_spec
from oauthviz.core.diagnostics import Diagnostic, OutputError
from oauthviz.output import write_file


@click.command("init", epilog='Example: oauthviz init login.yaml --title "Login with PKCE"')
@click.argument("path", metavar="[PATH]", default="flow.yaml", type=click.Path(path_type=Path))
@click.option("--title", default="OAuth 2 Flow", show_default=True, help="The picture's title.")
@click.option("--force", is_flag=True, help="Replace a file that is already there.")
def init_command(path: Path, title: str, force: bool) -> None:
    """Write a small, complete, commented spec to PATH (default flow.yaml)."""
    if path.exists() and not force:
        raise OutputError(
            [Diagnostic("file-exists", "there is a file already", str(path), help="use --force, or another name")]
        )
    write_file(path, starter_spec(title).encode())
    click.echo(f"{path}: now edit it and run: oauthviz render {path}")
