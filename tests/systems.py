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


# Windows keeps its pipes outside of folders: no path can be one that must be refused.
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
# Windows lets only privileged users make links: without one there is nothing to refuse to follow.
needs_links = pytest.mark.skipif(not _links(), reason="this user may make no links")
# Windows' null device is a reserved name and no character device: it is refused as something else.
needs_devices = pytest.mark.skipif(not _devices(), reason="this system's null device is no character device")
# Windows has no umask for groups and others: files have the rights that their folder hands down.
needs_umask = pytest.mark.skipif(os.name == "nt", reason="Windows has no umask for groups and others")
# Windows cannot limit the size of files, the only full disk that a test has without a disk of its own.
needs_limits = pytest.mark.skipif(not _module("resource"), reason="this system cannot limit the size of files")
# Without SIGPIPE a write that nobody reads fails in another way, the system's own.
needs_broken_pipes = pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="this system has no SIGPIPE")
# The documents' commands are written for a shell of the Bourne family.
needs_shell = pytest.mark.skipif(shutil.which("sh") is None, reason="this system has no sh for the documents' commands")
# The program forks on Linux alone; elsewhere it does the same in one process, which other tests see.
needs_forks = pytest.mark.skipif(sys.platform != "linux", reason="the program forks on Linux alone")
# Windows cannot send Ctrl-C to one process, nor end it by a signal.
needs_signals = pytest.mark.skipif(os.name != "posix", reason="this system sends no signals to single processes")
# Only a pseudo terminal tells a program that it is talking to a person, and Windows has none.
needs_terminals = pytest.mark.skipif(not _module("pty"), reason="this system has no pseudo terminals")
# make is a part of a system, no package brings it; ninja reads the same file in the test beside this one.
needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="this system has no make; ninja is tested anyway")
# Without cairo PNG is drawn by resvg, which other tests do everywhere, and there is no PDF.
needs_cairo = pytest.mark.skipif(not _cairo(), reason="this system has no cairo; resvg is tested anyway")
# Windows' wheel has HiGHS only inside its Python module: the program goes through that, as other tests do.
needs_libhighs = pytest.mark.skipif(load_libhighs() is None, reason="this system's wheel has HiGHS in its module alone")
# A browser and the extra `dev` are more than the tests ask of all (CHROMIUM names a browser); CI has both.
needs_chromium = pytest.mark.skipif(not CHROMIUM or not _module("playwright"), reason="no Chromium, or no playwright")
