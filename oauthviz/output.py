"""Writing files so that an earlier one survives any failure: staged beside the target, synced, then renamed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import os
import re
import stat
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from oauthviz.core.diagnostics import Diagnostic, OutputError

FORMATS = ("svg", "png", "pdf")
"""What a picture can be written as."""

# Windows would translate line ends without O_BINARY, other systems do not have it.
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)

_TEMPORARY = re.compile(r"\.oauthviz-([0-9a-f]{6})-([0-9]{1,10})-[0-9]+\.part")

_ADVICE = {
    errno.ENOSPC: "free some space, or write to another disk",
    errno.EDQUOT: "free some space, or write to another disk",
    errno.EROFS: "choose a folder that can be written to with -o",
    errno.EACCES: "choose a folder that you may write to with -o",
    errno.EPERM: "choose a folder that you may write to with -o",
    errno.ENAMETOOLONG: "choose a shorter name with -o",
}


def write_file(path: Path, data: bytes, *, inputs: Iterable[Path] = ()) -> None:
    """Write `data` to `path`: whole or not at all. See `write_files`."""
    write_files([(path, data)], inputs=inputs)


def write_files(files: Sequence[tuple[Path, bytes]], *, inputs: Iterable[Path] = ()) -> None:
    """Write several files that belong together; none is touched before all are staged beside their targets.

    Missing folders are made. A file that is already there keeps its permission bits. Raises OutputError for a target
    that is a folder, a symlink, a device or one of `inputs`, and for every failure of the system; what was there
    before is then still there, and no temporary file is left.
    """
    sources = tuple(inputs)
    staged: list[tuple[Path, Path]] = []
    made: list[Path] = []
    target = Path()
    try:
        for target, data in files:
            refuse_unsafe(target, sources)
            made += _make_folder(target.parent)
            staged.append((_stage(target, data), target))
        while staged:
            temporary, target = staged[0]
            os.replace(temporary, target)
            del staged[0]
            made.clear()
        for folder in dict.fromkeys(path.parent for path, _ in files):
            _sweep(folder)
            _sync_folder(folder)
    except OSError as error:
        raise _failed(target, error) from error
    finally:
        for temporary, _ in staged:
            with contextlib.suppress(OSError):
                temporary.unlink()
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()


def refuse_unsafe(target: Path, inputs: Iterable[Path] = ()) -> None:
    """Raise OutputError where writing to `target` would replace something that is no plain file, or an input."""
    try:
        mode = target.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise _failed(target, error) from error
    except ValueError as error:
        raise _refused(target, "is no file name: it holds a NUL character", "choose another name with -o") from error
    if stat.S_ISLNK(mode):
        raise _refused(target, "is a symbolic link", "name the file that it points to, or remove the link")
    if stat.S_ISDIR(mode):
        raise _refused(target, "is a folder", "name a file in it, or end a folder's name with a slash")
    if not stat.S_ISREG(mode):
        raise _refused(target, "is a device or a pipe, not a plain file", "write to standard output with '-o -'")
    for source in inputs:
        with contextlib.suppress(OSError):
            if target.samefile(source):
                raise _refused(target, "is the input file", "choose another name with -o")


def relative(path: str | Path) -> str:
    """A path as build files and people name it: from the working directory where it lies below, with slashes."""
    place = Path(os.path.abspath(path))
    here = Path.cwd()
    return (place.relative_to(here) if place.is_relative_to(here) else place).as_posix()


def _stage(target: Path, data: bytes) -> Path:
    """A synced temporary file in the target's folder, with the target's permission bits where there is one."""
    for attempt in itertools.count():
        # Short and without the target's name, so that the longest legal name can be written too.
        temporary = target.parent / f".oauthviz-{_machine()}-{os.getpid()}-{attempt}.part"
        try:
            descriptor = os.open(temporary, _CREATE, 0o666)
            break
        except FileExistsError:  # of another thread, or of a process that was killed
            continue
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(target.lstat().st_mode))
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


@cache
def _machine() -> str:
    """Six digits that tell this machine from others that write to the same folder."""
    if os.name != "posix":
        return "000000"
    return hashlib.sha256(os.uname().nodename.encode("utf-8", "replace")).hexdigest()[:6]


def _sweep(folder: Path) -> None:
    """Remove what processes of this machine left here that were killed while they wrote."""
    if os.name != "posix":  # elsewhere nobody can be asked whether a process is alive without harm to it
        return
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            match = _TEMPORARY.fullmatch(entry.name)
            if match and match[1] == _machine() and not _alive(int(match[2])):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _make_folder(folder: Path) -> list[Path]:
    """Make `folder` and its missing parents; returns those made, outermost first."""
    missing = list(itertools.takewhile(lambda f: not f.exists(), (folder, *folder.parents)))
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
    return missing[::-1]


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last through a power cut, where the system lets a folder be opened."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _failed(target: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError([Diagnostic("cannot-write", reason, str(target), help=_ADVICE.get(error.errno or 0))])


def _refused(target: Path, reason: str, help: str) -> OutputError:
    return OutputError([Diagnostic("unsafe-output", f"the output {reason}", str(target), help=help)])
