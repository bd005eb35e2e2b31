"""The command line: thin commands over `oauthviz.api` and `oauthviz.batch`."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Sequence
from typing import NoReturn

from oauthviz.cli.group import root
from oauthviz.core.frames import with_room

__all__ = ["main"]

_OBJECTS_BETWEEN_COLLECTIONS = 500_000


@with_room
def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line with `arguments` (default: the process's own) and exit with the documented code."""
    # A picture is thousands of small objects that all stay: looking for garbage each few hundred is time lost.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)  # nor is it looked for in all of them once more when the process ends anyway
    # Looking for plugins of pydantic reads about every package that is installed, and none is of use to a picture.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    root.main(args=None if arguments is None else list(arguments), prog_name="oauthviz")
    raise SystemExit(0)
