"""The option of every command that draws specs: how much of a flow is shown."""

from __future__ import annotations

import click

step_option = click.option(
    "--step", metavar="N", help="Leave out the arrows after step N (or stage N, where these are the badges)."
)
"""The option `step`, as in `api.Options`."""
