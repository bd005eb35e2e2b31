"""What a test may need of the system under it: each mark asks for the very thing and says why nothing stands in.

Only what cannot be made on a system is skipped there; what holds everywhere is tested everywhere.
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


def _links() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            (Path(folder) / "link").symlink_to("nowhere")
        except (OSError, NotImplementedError):
            return False
    return True


# A path can only be a named pipe where the system can make one; Windows keeps its pipes outside of folders.
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no path can be a named pipe on this system")

# Windows lets only privileged users make links; without one there is nothing to refuse to follow.
needs_links = pytest.mark.skipif(not _links(), reason="this user can make no symbolic link on this system")

# Windows' null device is a reserved name and no character device, so it is refused as something else.
needs_devices = pytest.mark.skipif(
    not stat.S_ISCHR(os.stat(os.devnull).st_mode), reason="the null device is no character device on this system"
)

# Windows has no umask for groups and others: every file has the bits that its folder hands down.
needs_umask = pytest.mark.skipif(os.name == "nt", reason="the umask says nothing of groups and others on this system")

# A limit on the size of files is the only full disk that a test can have without a disk of its own.
needs_limits = pytest.mark.skipif(
    importlib.util.find_spec("resource") is None, reason="processes have no limit on the size of files on this system"
)

# Where there is no SIGPIPE, a write to a pipe without a reader fails in another way, which is the system's business.
needs_broken_pipes = pytest.mark.skipif(
    not hasattr(signal, "SIGPIPE"), reason="a pipe without a reader is no broken pipe on this system"
)

# The documents' commands are written for a shell of the Bourne family.
needs_shell = pytest.mark.skipif(shutil.which("sh") is None, reason="there is no sh to run the documents' commands")

# Elsewhere a fork is not safe or not there, and the program itself then does everything in one process.
needs_forks = pytest.mark.skipif(sys.platform != "linux", reason="the program forks on Linux alone")

# Windows ends processes in other ways and cannot send one of them Ctrl-C; nor may it ask whether a number is alive.
needs_signals = pytest.mark.skipif(os.name != "posix", reason="no signal reaches one process alone on this system")

# Only a pseudo terminal tells a program that it is talking to a person.
needs_terminals = pytest.mark.skipif(
    importlib.util.find_spec("pty") is None, reason="there are no pseudo terminals on this system"
)

# make is a part of a system; no package brings it. What it reads is tested everywhere by its text, and by ninja.
needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make to read a dependency file")
