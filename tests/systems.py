"""What a test may need of the system under it: each mark asks for the very thing, and its reason says what is lost.

Only what cannot be made on a system is skipped there. What pip can install is never asked for: the extra `test` brings
it, and without it a test fails.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from oauthviz.layout.solver import load_libhighs
from oauthviz.render.rasterisers import load_cairosvg

CHROMIUM = (
    os.environ.get("CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
    or ""
)


def _links() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            (Path(folder) / "link").symlink_to("nowhere")
        except OSError:  # how Windows refuses users without the privilege
            return False
    return True


def _cairo() -> bool:
    try:
        load_cairosvg()
    except OSError:  # what cairocffi raises where the loader finds no cairo
        return False
    return True


def _lacking(there: bool, reason: str) -> pytest.MarkDecorator:
    """A mark that skips a test where something is not `there` that only the system itself can have."""
    return pytest.mark.skipif(not there, reason=reason)  # neither pip nor the test could bring it: see each reason


needs_pipes = _lacking(
    hasattr(os, "mkfifo"), "Windows keeps its pipes outside of folders: no path can be one that must be refused"
)
needs_links = _lacking(
    _links(), "Windows lets only privileged users make links: without one there is nothing to refuse to follow"
)
needs_devices = _lacking(
    stat.S_ISCHR(os.stat(os.devnull).st_mode),
    "Windows' null device is a reserved name and no character device: it is refused as something else",
)
needs_umask = _lacking(
    os.name != "nt", "Windows has no umask for groups and others: files have the rights that their folder hands down"
)
needs_limits = _lacking(
    importlib.util.find_spec("resource") is not None,
    "Windows cannot limit the size of files, which is the only full disk that a test has without a disk of its own",
)
needs_broken_pipes = _lacking(
    hasattr(signal, "SIGPIPE"), "Without SIGPIPE a write that nobody reads fails in another way, the system's own"
)
needs_shell = _lacking(
    shutil.which("sh") is not None, "The documents' commands are written for a shell of the Bourne family"
)
needs_forks = _lacking(
    sys.platform == "linux", "The program forks on Linux alone; elsewhere it does the same in one process"
)
needs_signals = _lacking(os.name == "posix", "Windows cannot send Ctrl-C to one process, nor end it by a signal")
needs_terminals = _lacking(
    importlib.util.find_spec("pty") is not None,
    "Only a pseudo terminal tells a program that it is talking to a person, and Windows has none",
)
needs_make = _lacking(
    shutil.which("make") is not None,
    "make is a part of a system, no package brings it; ninja reads the same file in the test beside this one",
)
needs_cairo = _lacking(
    _cairo(),
    "The system has no cairo: then PNG is drawn by resvg, which other tests do everywhere, and there is no PDF",
)
needs_libhighs = _lacking(
    load_libhighs() is not None,
    "Windows' wheel has HiGHS only inside its Python module: the program goes through that, as other tests do",
)
needs_chromium = _lacking(
    bool(CHROMIUM) and importlib.util.find_spec("playwright") is not None,
    "A browser and the extra `dev` are more than the tests ask of everybody; CI has both (set CHROMIUM to a browser)",
)
