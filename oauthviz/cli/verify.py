"""`oauthviz verify`: whether written pictures still fit their specs."""

from __future__ import annotations

import json
from typing import Any

import click

from oauthviz.api import Options
from oauthviz.cli.complete import complete_theme
from oauthviz.cli.globs import expanded
from oauthviz.cli.language import LOCALE_DIR
from oauthviz.cli.own_icons import icons_option
from oauthviz.core.diagnostics import OauthvizError
from oauthviz.verifying import Verification, verify


@click.command("verify", epilog="Example: oauthviz verify out/handshake.svg out/handshake.png --specs examples")
@click.argument("files", metavar="PICTURE...", nargs=-1, required=True)
@click.option("--spec", metavar="SPEC", help="The spec of the one PICTURE; default is found by its name.")
@click.option("--specs", "folders", metavar="D", multiple=True, help="A folder to look for specs in, too.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For eyes, or a program.")
@click.option("--theme", metavar="T", shell_complete=complete_theme, help="The theme, where it is no shipped one.")
@click.option("--dark-theme", metavar="T", shell_complete=complete_theme, help="The dark theme, likewise.")
@LOCALE_DIR
@icons_option
def verify_command(
    files: tuple[str, ...], spec: str | None, folders: tuple[str, ...], form: str, **options: Any
) -> None:
    """Tell whether each PICTURE (an SVG or PNG) still fits its spec, theme, fonts and this version of the program.

    Nothing is drawn: a picture carries a stamp of what it was made from. Exits 1 where one does not fit any more. To
    compare bytes, use 'oauthviz render --check'.
    """
    names = expanded(files)
    if spec is not None and len(names) > 1:
        raise click.UsageError("--spec is the spec of one picture; name a folder with --specs for more")
    reports: list[dict[str, Any]] = []
    code = 0
    for name in names:
        try:
            found = verify(name, spec=spec, folders=folders, options=Options(**options))
        except OauthvizError as error:
            click.echo(str(error), err=True)
            code = max(code, error.exit_code)
            continue
        code = max(code, 0 if found.fits else 1)
        reports.append(found.as_json())
        if form == "text":
            _print(found)
    if form == "json":
        click.echo(json.dumps(reports, indent=2, ensure_ascii=False))
    click.get_current_context().exit(code)


def _print(found: Verification) -> None:
    if found.fits:
        click.echo(f"{found.file}: fits {found.spec}")
        return
    for part in found.parts:
        if not part.fits:
            click.echo(f"{found.file}: {part.name}: {part.why}")
