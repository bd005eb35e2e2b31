"""What a test may need of the system under it: each mark asks for the very thing and says why beside it.

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


def _devices() -> bool:
    return stat.S_ISCHR(os.stat(os.devnull).st_mode)


def _module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _cairo() -> bool:
    try:
        load_cairosvg()
    except OSError:  # what cairocffi raises where the loader finds no cairo
        return False
    return True


def _asked_for(there: bool, without: str) -> pytest.MarkDecorator:
    """The mark of tests that a system cannot run where something is not there; they are skipped aloud, with why."""
    # The reason: such a test would fail for what the system is, not for what the program does. That none is skipped
    # where the thing must be there is tested in tests/house/test_systems.py.
    return pytest.mark.skipif(not there, reason=without)  # the thing under test does not exist on such a system


# What a system may be without, and beside each why nothing takes its place there.
needs_pipes = _asked_for(hasattr(os, "mkfifo"), "no pipes in folders")  # Windows has them elsewhere: no path is one
needs_links = _asked_for(_links(), "this user may make no links")  # Windows asks for a privilege: none to refuse
needs_devices = _asked_for(_devices(), "no character device")  # Windows' NUL is a reserved name, refused as that
needs_umask = _asked_for(os.name != "nt", "no umask")  # on Windows files have the rights that their folder hands down
needs_limits = _asked_for(_module("resource"), "no limit to files")  # the only full disk without a disk of one's own
needs_broken_pipes = _asked_for(hasattr(signal, "SIGPIPE"), "no SIGPIPE")  # a write fails in the system's own way
needs_shell = _asked_for(shutil.which("sh") is not None, "no sh")  # the documents' commands are written for one
needs_forks = _asked_for(sys.platform == "linux", "no safe forks")  # elsewhere one process does it all: other tests
needs_signals = _asked_for(os.name == "posix", "no signals to one process")  # Windows sends Ctrl-C to all of a console
needs_terminals = _asked_for(_module("pty"), "no pseudo terminals")  # nothing else tells a program that a person reads
needs_make = _asked_for(shutil.which("make") is not None, "no make")  # no package brings it; ninja reads the same file
needs_cairo = _asked_for(_cairo(), "no cairo")  # PNG is then resvg's, which is tested everywhere, and there is no PDF
needs_libhighs = _asked_for(load_libhighs() is not None, "no libhighs")  # Windows' wheel: by highspy, which is tested
needs_chromium = _asked_for(bool(CHROMIUM) and _module("playwright"), "no Chromium, or no playwright")  # CI has both
