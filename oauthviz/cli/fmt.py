"""`oauthviz fmt`: specs in their canonical form."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from oauthviz.cli.globs import expanded
from oauthviz.cli.streams import STDIN, STDIN_FILE, read_stdin
from oauthviz.core.diagnostics import OauthvizError
from oauthviz.formatting import format_spec
from oauthviz.output import write_file
from oauthviz.spec.reading import read_spec_file


@click.command("fmt", epilog="Example: oauthviz fmt examples/handshake.yaml --check")
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change, and exit 1 if anything would.")
def fmt_command(specs: tuple[str, ...], check: bool, diff: bool) -> None:
    """Write each SPEC in its canonical form; - is standard input, and goes to standard output.

    Two columns a level, brackets on one line or not at all, texts that were broken filled to 120 columns, one empty
    line at most. Every comment stays, and so do the order of keys and quotes. What the spec says never changes: where
    it would, the file is left alone. A SPEC may be a pattern such as 'docs/**/*.yaml'.
    """
    code, changed = 0, 0
    names = expanded(specs)
    for name in names:
        try:
            changed += _format(name, write=not (check or diff), show=diff)
        except OauthvizError as error:
            click.echo(str(error), err=True)
            code = max(code, error.exit_code)
    if changed and (check or diff):
        code = max(code, 1)
    if len(names) > 1:
        word = "would change" if check or diff else "changed"
        click.echo(f"{len(names)} specs, {changed} {word}", err=True)
    click.get_current_context().exit(code)


def _format(name: str, *, write: bool, show: bool) -> bool:
    """Format one spec; whether it was not in canonical form."""
    file = STDIN_FILE if name == STDIN else name
    data = read_stdin() if name == STDIN else read_spec_file(Path(name))
    text = format_spec(data, file)
    changed = text.encode() != data
    if show and changed:
        old = data.decode("utf-8", "replace").splitlines(keepends=True)
        lines = difflib.unified_diff(old, text.splitlines(keepends=True), file, f"{file} (formatted)")
        click.echo("".join(line if line.endswith("\n") else f"{line}\n" for line in lines), nl=False)
    elif write and name == STDIN:
        click.echo(text, nl=False)
    elif write and changed:
        write_file(Path(name), text.encode())
        click.echo(f"{name}: formatted")
    elif changed:
        click.echo(f"{name}: would be formatted")
    return changed
