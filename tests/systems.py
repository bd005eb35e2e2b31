"""What a test may need of the system under it: each mark asks for the very thing.

A test that needs what a system cannot have is no test of that system, and is left out of the run there: `left_out` does
it, and the run's summary says what is lacking and why nothing takes its place. What pip can install is never asked for:
the extra `test` brings it, and without it a test fails.
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
from msgspec import Struct

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


class Need(Struct, frozen=True):
    """Whether a thing is there; what a system without it is without, and why nothing takes its place."""

    there: bool
    without: str
    why: str


NEEDS: dict[str, Need] = {}
"""By the names that marks carry."""


def _needs(name: str, there: bool, without: str, why: str) -> pytest.MarkDecorator:
    """The mark of tests that need a thing; what must be there on Linux is tested in tests/house/test_systems.py."""
    NEEDS[name] = Need(there, without, why)
    return pytest.mark.needs(name)


def left_out(item: pytest.Item) -> bool:
    """Whether a test needs what is not there."""
    return any(not NEEDS[mark.args[0]].there for mark in item.iter_markers("needs"))


needs_pipes = _needs("pipes", hasattr(os, "mkfifo"), "no pipes in folders", "where they are elsewhere, no path is one")
needs_links = _needs("links", _links(), "this user may make no links", "so there is none to refuse")
needs_devices = _needs("devices", _devices(), "no character device", "NUL is a reserved name here, and refused as that")
needs_umask = _needs("umask", os.name != "nt", "no umask", "files have the rights that their folder hands down")
needs_limits = _needs("limits", _module("resource"), "no limit to files", "nothing else fills a disk that others use")
needs_broken_pipes = _needs(
    "broken_pipes", hasattr(signal, "SIGPIPE"), "no SIGPIPE", "a write fails in the system's own way"
)
needs_shell = _needs("shell", shutil.which("sh") is not None, "no sh", "the documents' commands are written for one")
needs_forks = _needs("forks", sys.platform == "linux", "no safe forks", "one process does it all, as other tests see")
needs_signals = _needs("signals", os.name == "posix", "no signals to one process", "Ctrl-C goes to all of a console")
needs_terminals = _needs("terminals", _module("pty"), "no pseudo terminals", "nothing else says that a person reads")
needs_make = _needs(
    "make", shutil.which("make") is not None, "no make", "no package brings it; ninja reads the same file"
)
needs_cairo = _needs("cairo", _cairo(), "no cairo", "PNG is resvg's then, tested everywhere, and there is no PDF")
needs_libhighs = _needs(
    "libhighs", load_libhighs() is not None, "no libhighs", "it is reached by highspy, which is tested"
)
needs_chromium = _needs(
    "chromium",
    bool(CHROMIUM) and _module("playwright"),
    "no Chromium, or no playwright",
    "nothing else measures as a browser does",
)
