"""The command line: thin commands over `oauthviz.api` and `oauthviz.batch`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from oauthviz.cli.group import root

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line with `arguments` (default: the process's own) and exit with the documented code."""
    root.main(args=None if arguments is None else list(arguments), prog_name="oauthviz")
    raise SystemExit(0)
