"""The options of every command that lays out: which arrangement, and where found ones are remembered."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import click

_OPTIONS = (
    click.option("--arrangement", metavar="FILE", help="Pin the arrangement that 'oauthviz layout' printed to FILE."),
    click.option("--rearrange", is_flag=True, help="Arrange for this theme alone; else all themes share one."),
    click.option("--cache-dir", metavar="D", help="Where found arrangements are remembered."),
    click.option("--cache/--no-cache", "use_cache", default=True, help="Remember found arrangements, or do not."),
)


def arranging_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options `arrangement`, `rearrange`, `cache_dir` and `use_cache`, as in `api.Options`."""
    return reduce(lambda decorated, option: option(decorated), reversed(_OPTIONS), command)
