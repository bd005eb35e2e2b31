"""Which files a picture is made from: those that are opened while its spec and all that it names are read.

The interpreter itself tells of each file that is opened, so a file that some reader comes to read is never forgotten.
What comes with the program or with Python is left out, as compilers leave out the system's headers.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from oauthviz.resources import data_folder

_OWN = Path(__file__).parent
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class _Recorder(threading.local):
    """What this thread opens, None where nobody asks."""

    def __init__(self) -> None:
        self.opened: list[str] | None = None


_recorder = _Recorder()
_installing = threading.Lock()
_installed: list[bool] = []


@contextmanager
def recorded_inputs(found: list[str]) -> Iterator[None]:
    """Add to `found` the paths of the files that this thread opens for reading, in order, once each.

    That is done when the block ends, by an error too.
    """
    with _installing:
        if not _installed:
            sys.addaudithook(_listen)  # stays for good, and costs a comparison where nobody records
            _installed.append(True)
    before, _recorder.opened = _recorder.opened, []
    try:
        yield
    finally:
        opened, _recorder.opened = _recorder.opened, before
        found += [path for path in dict.fromkeys(opened or ()) if _is_input(path)]


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "open":
        return
    opened = getattr(_recorder, "opened", None)
    if opened is None:
        return
    path, mode, flags = arguments
    writes = any(letter in mode for letter in "wax+") if isinstance(mode, str) else bool(flags & _WRITING)
    if not writes and isinstance(path, (str, bytes)):
        opened.append(os.fsdecode(path))


def _is_input(path: str) -> bool:
    if path.endswith((".py", ".pyc", ".pth")) or not os.path.isfile(path):
        return False
    place = Path(path).resolve()
    apart = (_OWN, data_folder("themes"), data_folder("icons"), Path(sys.prefix), Path(sys.base_prefix))
    return not any(place.is_relative_to(folder.resolve()) for folder in apart)
