"""What the shell offers after an option."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from oauthviz.api import theme_names


def complete_theme(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of the shipped themes that start with what has been typed."""
    return [CompletionItem(name) for name in theme_names() if name.startswith(incomplete)]
