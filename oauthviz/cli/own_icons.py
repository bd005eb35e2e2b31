"""The option of every command that draws with icons: folders of one's own."""

from __future__ import annotations

import click

icons_option = click.option(
    "--icons",
    metavar="DIR",
    multiple=True,
    type=click.Path(),
    help="A folder of icons of your own; several with several --icons.",
)
"""The option `icons`, as in `api.Options`."""
