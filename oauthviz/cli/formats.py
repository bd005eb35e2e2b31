"""The option of every command that writes pictures: in which formats."""

from __future__ import annotations

import click

from oauthviz.output import FORMATS


def _formats(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """`svg,png`: one or several formats, each once."""
    if value is None:
        return None
    formats = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",")))
    for form in formats:
        if form not in FORMATS:
            raise click.BadParameter(f"'{form}' is no format; there is {', '.join(FORMATS)}")
    return formats


formats_option = click.option(
    "--format", "formats", metavar="svg,png,pdf", callback=_formats, help="What to write; default svg,png."
)
