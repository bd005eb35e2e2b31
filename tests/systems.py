"""What a test may need of the system under it: each mark asks for the very thing, and its reason says why.

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


def _asked_for(there: bool, without: str, why: str) -> pytest.MarkDecorator:
    """The mark of tests that are skipped where something is not there, and why nothing takes its place: pytest prints
    both. Such a test would fail for what the system is, not for what the program does; that none is skipped where the
    thing must be there is tested in tests/house/test_systems.py.
    """
    return pytest.mark.skipif(not there, reason=f"{without}: {why}")  # every reason is in the table below


needs_pipes = _asked_for(hasattr(os, "mkfifo"), "no pipes in folders", "where they are elsewhere, no path is one")
needs_links = _asked_for(_links(), "this user may make no links", "so there is none to refuse")
needs_devices = _asked_for(_devices(), "no character device", "NUL is a reserved name here, and refused as that")
needs_umask = _asked_for(os.name != "nt", "no umask", "files have the rights that their folder hands down")
needs_limits = _asked_for(_module("resource"), "no limit to files", "nothing else fills a disk that others use")
needs_broken_pipes = _asked_for(hasattr(signal, "SIGPIPE"), "no SIGPIPE", "a write fails in the system's own way")
needs_shell = _asked_for(shutil.which("sh") is not None, "no sh", "the documents' commands are written for one")
needs_forks = _asked_for(sys.platform == "linux", "no safe forks", "one process does it all, as other tests see")
needs_signals = _asked_for(os.name == "posix", "no signals to one process", "Ctrl-C goes to all of a console")
needs_terminals = _asked_for(_module("pty"), "no pseudo terminals", "nothing else says that a person reads")
needs_make = _asked_for(shutil.which("make") is not None, "no make", "no package brings it; ninja reads the same file")
needs_cairo = _asked_for(_cairo(), "no cairo", "PNG is resvg's then, tested everywhere, and there is no PDF")
needs_libhighs = _asked_for(load_libhighs() is not None, "no libhighs", "it is reached by highspy, which is tested")
needs_chromium = _asked_for(
    bool(CHROMIUM) and _module("playwright"), "no Chromium, or no playwright", "nothing else measures as a browser does"
)
